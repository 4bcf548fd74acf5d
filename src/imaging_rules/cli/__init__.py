"""The command line: what it reads and prints, and the codes it ends with."""

import sys
from importlib.util import find_spec

NEEDED = ("click", "rich")
"""The packages that only the command needs: those of the extra ``cli``."""


def main() -> None:
    """Run the command; where a package that it needs is missing, say what to install."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        sys.stderr.write(
            f"The command imaging-rules needs {' and '.join(missing)}, which the library alone "
            "does without. Install it with: pip install 'imaging-rules[cli]'\n"
        )
        sys.exit(2)
    from imaging_rules.cli.main import main as command

    command()
