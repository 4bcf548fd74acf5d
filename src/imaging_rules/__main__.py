"""``python -m imaging_rules`` is the command ``imaging-rules``."""

from imaging_rules.cli import main

if __name__ == "__main__":
    main()
