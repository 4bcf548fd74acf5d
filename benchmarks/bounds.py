"""Whether every command ends, whatever file it is given: its processor time and its memory.

Commands are put to files that no author would write, most of them as long as a file may be. None is
to take more than 20 seconds of the processor or 500 MB: what would take more is left out or refused
with a sentence. One that takes 25 seconds is stopped, and one that asks for 600 MB gets no more. A
line tells what takes more than half of what it may, and is marked where it takes more than all, is
stopped or ends with a traceback. Each file ends with a line of its longest command; the last line
counts what ran and what is over, and the lines above it repeat what is over.

A file is read once, in a process from which each command is forked; what reading took is counted
for each command that would have read it. What comes near to a bound is measured again as a process
of its own, and that is what is told. Left out is what says nothing new:

- What does a part of another command and no more, as `test --coverage` does of `test --write`,
  `export` to JSON and HTML of `docs`, and `diff` of a file with itself of `diff` with another.
- Of a file that no command can load, what only loads it; `evaluate` stands for all of these.
- Of a file with odd facts or answers, what reads none.

    python benchmarks/bounds.py                           # everything
    python benchmarks/bounds.py part:1/2                  # every other file; part:2/2 is the rest
    python benchmarks/bounds.py "test FILE --write"       # one command
    python benchmarks/bounds.py "on:300 red flags"        # one file

It needs Linux, which says what a process took that ended, and limits what it may take.
"""

import os
import resource
import shlex
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

import pytest
from attrs import frozen

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.hostile_files import Hostile, files_of_one_kind, hostile_files
from imaging_rules.cli.main import main as main_command
from imaging_rules.errors import ImagingRulesError
from imaging_rules.library import find
from imaging_rules.library.read import Result, read
from imaging_rules.model.from_syntax import ReadBeside

MOST_SECONDS, MOST_MEGABYTES = 20, 500
STOPPED_AT, GIVEN, LONGEST_WAIT = 25, 600_000_000, 1_200
MEASURED_AGAIN = 0.7
STARTED = process_time()
# OTHER has other rules and RENAMED other names than FILE.
OF_ANY_FILE = (
    "check FILE --laws --gaps",
    "check FILE --fix",
    "fmt FILE --diff",
    "evaluate FILE -f a=yes --format html",
)
OF_BROKEN_FILES = ("check FILE --format json", "pytest -q --guidelines FILE")
OF_GUIDELINES = (
    "test FILE --write",
    "ask FILE --example < answers",
    "export FILE --format python",
    "docs FILE --out pages",
    "diff FILE OTHER",
    "diff FILE RENAMED",
    "compare FILE OTHER",
    "new copied --from FILE",
)
OF_EXAMPLES = ("test FILE --accept", "pytest -q --guidelines FILE")
OF_FACTS = (
    "evaluate FILE --facts facts.json",
    "compare FILE FILE --facts facts.json",
    "evaluate FILE @options",
)
COMMANDS = OF_ANY_FILE + OF_GUIDELINES + OF_EXAMPLES + OF_FACTS


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


class ReadOnce:
    """Reads each file once, and counts what a process took less for that."""

    def __init__(self) -> None:
        self.spared = 0.0
        self._kept: dict[object, tuple[Result, float]] = {}

    def __call__(
        self, name: str, data: bytes, beside: ReadBeside, *rest: Any, **named: Any
    ) -> Result:
        """Return what `read` returns."""
        # What reads beside a file is another function each time, for the same folder.
        key = (name, data, rest, tuple(named.items()))
        if key in self._kept:
            result, seconds = self._kept[key]
            self.spared += seconds
            return result
        start = process_time()
        result = read(name, data, beside, *rest, **named)
        self._kept[key] = result, process_time() - start
        return result


def forked(action: Callable[[], None], seconds: int, longest_wait: int = 0) -> Taken:
    """Return what an action takes in a process of its own, which is stopped after some time."""
    sys.stdout.flush()
    process = os.fork()
    if not process:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_DATA, (GIVEN, GIVEN))
        signal.alarm(longest_wait)
        code = 1
        try:
            action()
            code = 0
        except Exception:
            traceback.print_exc()
        except SystemExit as end:
            code = int(end.code or 0)
        finally:
            sys.stderr.flush()
            os._exit(code)
    _, status, used = os.wait4(process, 0)
    return Taken(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, not os.WIFEXITED(status))


def measured(words: str, reading: ReadOnce | None) -> Taken:
    """Return what a command takes in this folder; without what was read, as a new process."""
    words, _, typed = words.partition(" < ")
    words, _, options = words.partition(" @")
    program = shlex.split(words if words.startswith("pytest") else f"imaging_rules {words}")
    program += Path(options).read_text("utf-8").split() if options else []

    def run() -> None:
        for number, name in enumerate((typed or os.devnull, os.devnull, "errors")):
            os.dup2(os.open(name, os.O_RDWR | (number and os.O_CREAT | os.O_TRUNC)), number)
        if reading is None:
            os.execv(sys.executable, [sys.executable, "-m", *program])
        reading.spared = 0.0
        try:
            sys.exit(
                pytest.main(program[1:]) if program[0] == "pytest" else main_command(program[1:])
            )
        finally:
            Path("spared").write_text(str(reading.spared + STARTED))

    Path("spared").write_text("0")
    # It ends too where it waits for what never comes.
    taken = forked(run, STOPPED_AT, LONGEST_WAIT)
    failed = taken.failed or b"Traceback (most" in Path("errors").read_bytes()
    spared = float(Path("spared").read_text() or 0)
    return Taken(taken.seconds + spared, taken.megabytes, failed)


def measure(hostile: Hostile, commands: Sequence[str], told: Callable[[str, Taken], None]) -> None:
    """Tell what each command takes of a file."""
    names = {"FILE": "odd", "OTHER": "other", "RENAMED": "renamed"}
    reading = ReadOnce()
    vars(find)["read"] = reading
    loaded = []
    for load, name in ((find.load, "odd"), *((find.load_but_examples, n) for n in names.values())):
        with suppress(ImagingRulesError):
            loaded.append(load(Path(f"{name}.guideline")))
    chosen = OF_ANY_FILE + (OF_GUIDELINES if loaded else OF_BROKEN_FILES)
    chosen += OF_EXAMPLES if loaded and "\nexample " in hostile.text else ()
    chosen = (
        tuple(each for each in COMMANDS if hostile.read_by in each) if hostile.read_by else chosen
    )
    for command in (each for each in chosen if not commands or each in commands):
        words = command
        for word, name in names.items():
            words = words.replace(word, f"{name}.guideline")
        before = Path("odd.guideline").read_bytes()
        taken = measured(words, reading)
        Path("odd.guideline").write_bytes(before)
        if taken.failed or taken.share > MEASURED_AGAIN:
            taken = measured(words, None)
            Path("odd.guideline").write_bytes(before)
        told(command, taken)


def run_on(name: str, hostile: Hostile, commands: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Print what the commands take of a file; yield a line for each, and whether it is over."""
    with TemporaryDirectory() as folder:
        for file, text in (
            ("odd.guideline", hostile.text),
            ("other.guideline", hostile.other_rules),
            ("renamed.guideline", hostile.other_names),
            ("below.json", hostile.statements),
            ("facts.json", hostile.facts),
            ("options", hostile.options),
            ("answers", f"{hostile.answer}\n" * max(1, 20_000 // len(hostile.answer))),
        ):
            Path(folder, file).write_text(text, "utf-8")

        def tell(command: str, taken: Taken) -> None:
            mark = "  <-- over" if taken.is_over else ""
            line = f"{taken.seconds:6.1f} s {taken.megabytes:6.0f} MB  {command:38} {name}{mark}"
            with Path("told").open("a") as file:
                print(line, file=file)
            if taken.failed or taken.share > 0.5:
                print(line, flush=True)

        def all_of_it() -> None:
            os.chdir(folder)
            measure(hostile, commands, tell)

        # Reading it four times over is no command.
        if forked(all_of_it, 4 * STOPPED_AT).failed:
            yield f"reading {name} took too much, or failed  <-- over", True
        told = Path(folder, "told")
        for line in told.read_text("utf-8").splitlines() if told.exists() else ():
            yield line, line.endswith("<-- over")


def main() -> None:
    """Print a line for each command that takes much, and for each file."""
    asked = sys.argv[1:]
    named = [each.removeprefix("on:") for each in asked if each.startswith("on:")]
    parts = [each.removeprefix("part:") for each in asked if each.startswith("part:")]
    commands = [each for each in asked if not each.startswith(("on:", "part:"))]
    first, _, step = (parts or ["1/1"])[0].partition("/")
    ran, over = 0, []
    for place, (name, hostile) in enumerate(chain(hostile_files(), files_of_one_kind())):
        if (named and name not in named) or place % int(step) != int(first) - 1:
            continue
        lines = list(run_on(name, hostile, commands))
        ran += len(lines)
        over += [line for line, is_over in lines if is_over]
        print(f"{max((line[:8] for line, _ in lines), default='')} at most   {name}", flush=True)
    print(*over, sep="\n")
    print(f"{ran} ran, {len(over)} over {MOST_SECONDS} s of the processor or {MOST_MEGABYTES} MB")


if __name__ == "__main__":
    main()
