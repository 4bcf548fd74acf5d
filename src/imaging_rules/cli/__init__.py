"""The command line: what it reads and prints, and the codes it ends with."""

import sys
from importlib.util import find_spec


def main() -> None:
    """Run the command; where a package that only it needs is missing, say what to install."""
    if not all(map(find_spec, ("click", "rich", "rcssmin", "rjsmin"))):
        sys.stderr.write(
            "The command imaging-rules needs packages that the library does without. "
            "Install them with: pip install 'imaging-rules[cli]'\n"
        )
        sys.exit(2)
    from imaging_rules.cli.main import main as command

    command()
