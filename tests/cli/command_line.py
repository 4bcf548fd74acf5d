"""The command line as tests use it: inside this process, and as a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from imaging_rules.cli.main import main

ROOT = Path(__file__).resolve().parents[2]

SMALL = """\
guideline small
  title     "A small guideline"
  version   "1.2.3"
  language  1
  otherwise no guidance

fact pain
  yes or no
  ask "Is there pain?"

fact count
  number from 0 to 10
  ask "How many?"

study mri
  title "MRI"

indication pain
  title     "Pain"
  when      pain and count over 2
  image     with mri
  question  "Why?"
  editorial "Made up for a test."
"""

# `count` is declared and never used, which is a warning.
WARNED = SMALL.replace("pain and count over 2", "pain")
# One error: a name that is not declared.
BROKEN = SMALL.replace("pain and count", "pian and count")


def run(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
    """Run the command line in this process."""
    return CliRunner().invoke(main, [str(each) for each in arguments], input=stdin)


def evaluate(*facts: str) -> Result:
    """Evaluate the guideline that ships for facts given with -f, for the audit record."""
    options = [word for fact in facts for word in ("-f", fact)]
    return run("evaluate", *options, "--format", "json")


def process(
    *arguments: str | Path, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the command line as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "imaging_rules", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        env=environment_with(**environment),
        check=False,
    )


def environment_with(**changes: str) -> dict[str, str]:
    """Return the environment of a process that finds the library, with changes."""
    plain = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "PYTHONIOENCODING")}
    path = os.pathsep.join([str(ROOT / "src"), *filter(None, [plain.get("PYTHONPATH")])])
    return plain | {"PYTHONPATH": path} | changes
