"""Whether every command ends, whatever file it is given: its processor time and its memory.

Each command runs as a process of its own on files that no author would write, most of them as long
as a file may be. None is to take more than 20 seconds of the processor or 500 MB: what would take
more is left out or refused with a sentence. One that takes 25 seconds is stopped, and one that asks
for 600 MB gets no more. A line tells what takes more than half of what it may, and is marked where
it takes more than all, is stopped or ends with a traceback. Each kind of file ends with a line of
its longest command; the last line counts what ran and what is over.

    python benchmarks/bounds.py                           # every command, for an hour or more
    python benchmarks/bounds.py "test FILE --write"       # one command
    python benchmarks/bounds.py all "check FILE"          # also the kinds of files of growth.py
    python benchmarks/bounds.py "on:300 red flags"        # one file

It needs Linux, which says what a process took that ended, and limits what it may take.
"""

import os
import shlex
import subprocess
import sys
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from attrs import frozen

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.hostile_files import Hostile, files_of_one_kind, hostile_files

MOST_SECONDS, MOST_MEGABYTES = 20, 500
STOPPED = "ulimit -t 25 -d 600000"
# OTHER has other rules and RENAMED other names than FILE.
COMMANDS = (
    "check FILE",
    "check FILE --laws --gaps",
    "check FILE --fix",
    "check FILE --format json",
    "fmt FILE",
    "fmt FILE --diff",
    "test FILE --coverage",
    "test FILE --write",
    "test FILE --accept",
    "evaluate FILE",
    "evaluate FILE --facts facts.json",
    "evaluate FILE -f a=yes --format html",
    "ask FILE",
    "ask FILE --example < answers",
    "export FILE --format json",
    "export FILE --format html",
    "export FILE --format python",
    "docs FILE --out pages",
    "diff FILE FILE",
    "diff FILE OTHER",
    "diff FILE RENAMED",
    "compare FILE FILE",
    "compare FILE OTHER",
    "compare FILE OTHER -f a=yes",
    "new copied --from FILE",
    "pytest -q --guidelines FILE",
)


@frozen
class Taken:
    """What a command took.

    Attributes:
        seconds: Of the processor, its own and the system's for it.
        megabytes: Of memory, at most at one time.
        failed: Whether it was stopped, or ended with a traceback.
    """

    seconds: float
    megabytes: float
    failed: bool

    @property
    def is_over(self) -> bool:
        """Whether it took more than a command may."""
        return self.failed or self.share > 1

    @property
    def share(self) -> float:
        """How much it took of what a command may take."""
        return max(self.seconds / MOST_SECONDS, self.megabytes / MOST_MEGABYTES)


def measured(command: str, hostile: Hostile, folder: Path) -> Taken:
    """Return what a command takes in a folder with a file."""
    words, _, read = command.partition(" < ")
    for word, name, text in (
        ("FILE", "odd.guideline", hostile.text),
        ("OTHER", "other.guideline", hostile.other_rules),
        ("RENAMED", "renamed.guideline", hostile.other_names),
    ):
        if word in command:
            (folder / name).write_text(text, "utf-8")
            words = words.replace(word, name)
    (folder / "below.json").write_text(hostile.statements, "utf-8")
    (folder / "facts.json").write_text(hostile.facts, "utf-8")
    (folder / "answers").write_text(f"{hostile.answer}\n" * 20_000, "utf-8")

    program = words if words.startswith("pytest") else f"imaging_rules {words}"
    run = [sys.executable, "-m", *shlex.split(program)]
    with (
        (folder / read if read else Path(os.devnull)).open() as typed,
        (folder / "errors").open("wb") as errors,
    ):
        process = subprocess.Popen(
            ["/bin/sh", "-c", f'{STOPPED}; exec "$@"', "sh", *run],
            cwd=folder,
            stdin=typed,
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )
        _, status, used = os.wait4(process.pid, 0)
    failed = not os.WIFEXITED(status) or b"Traceback (most" in (folder / "errors").read_bytes()
    return Taken(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, failed)


def main() -> None:
    """Print a line for each command that takes much, and for each file."""
    asked = sys.argv[1:]
    kinds = files_of_one_kind() if "all" in asked else ()
    named = [each.removeprefix("on:") for each in asked if each.startswith("on:")]
    commands = [each for each in asked if each != "all" and not each.startswith("on:")] or COMMANDS
    ran = over = 0
    for name, hostile in chain(hostile_files(), kinds):
        if named and name not in named:
            continue
        longest = 0.0
        for command in [each for each in commands if hostile.read_by in each]:
            with TemporaryDirectory() as folder:
                taken = measured(command, hostile, Path(folder))
            ran += 1
            over += taken.is_over
            longest = max(longest, taken.seconds)
            if taken.failed or taken.share > 0.5:
                mark = "  <-- over" if taken.is_over else ""
                print(
                    f"{taken.seconds:6.1f} s {taken.megabytes:6.0f} MB  {command:36} {name}{mark}"
                )
        print(f"{longest:6.1f} s at most {'':36} {name}", flush=True)
    print(f"{ran} ran, {over} over {MOST_SECONDS} s of the processor or {MOST_MEGABYTES} MB")


if __name__ == "__main__":
    main()
