"""Whether every command ends, whatever file it is given: its processor time and its memory.

Each command runs as a process of its own on files that no author would write, most of them as long
as a file may be. No line is to show more than 20 seconds of the processor or 500 MB: what would
take more is left out or refused with a sentence. What does is marked, and the last line counts it.
A command is stopped after 60 seconds.

    python benchmarks/bounds.py                           # every command, for many minutes
    python benchmarks/bounds.py "test FILE --write"       # one command
    python benchmarks/bounds.py all "check FILE"          # also the kinds of files of growth.py

It needs a POSIX system, which says what a process took that ended.
"""

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.growth import FACT, HEADER, KINDS, WEEKS, Kind, _rule

LONGEST = 990_000
MOST_SECONDS, MOST_MEGABYTES, STOPPED_AFTER = 20, 500, 60
COMMANDS = (
    "check FILE",
    "check FILE --laws --gaps",
    "check FILE --fix",
    "fmt FILE",
    "test FILE --coverage",
    "test FILE --write",
    "evaluate FILE",
    "export FILE --format json",
    "export FILE --format html",
    "export FILE --format python",
    "docs FILE --out pages",
    "diff FILE FILE",
    "compare FILE FILE",
    "new copied --from FILE",
)


def _bounds(numbers: int, each: int) -> str:
    weeks = "".join(WEEKS.format(n=n) for n in range(numbers))
    return weeks + "".join(
        _rule("red flag", f"w{n} over {bound} weeks", name=f"r{n}_{bound}")
        for n in range(numbers)
        for bound in range(10, 10 * each + 1, 10)
    )


def _contradictions(number: int) -> str:
    facts = "".join(FACT.format(n=n) for n in range(number))
    return facts + "".join(
        f'contradiction c{n}\n  title "T"\n  when f{n} and f{(n + 1) % number}\n'
        '  assumes "Made up."\n\n'
        for n in range(number)
    )


def _flags(number: int) -> str:
    return "".join(
        FACT.format(n=n) + _rule("red flag", f"f{n}", name=f"r{n}") for n in range(number)
    )


def files() -> Iterator[tuple[str, str]]:
    """Yield the files, each with what is odd about it."""
    yield "40 numbers with 5 bounds each", HEADER + _bounds(40, 5)
    yield "300 red flags", HEADER + _flags(300)
    yield "1,000 red flags", HEADER + _flags(1_000)
    yield "300 contradictions", HEADER + _contradictions(300)
    yield "a quote never closed", HEADER + '  summary "open\n' + _flags(LONGEST // 150)
    yield "a quote never closed, no other", HEADER + '  summary "' + "when a\n" * (LONGEST // 7)
    alike = ", ".join(["a", "b"] * (LONGEST // 6))
    yield "alternatives alike", HEADER + _rule("red flag", f"any of ({alike})", name="r")
    several = ", ".join(f"f{n}" for n in range(5_000))
    facts = "".join(FACT.format(n=n) for n in range(5_000))
    yield "5,000 alternatives", HEADER + facts + _rule("red flag", f"any of ({several})", name="r")
    yield "60,000 definitions", HEADER + "".join(f"define d{n}\n  as a\n" for n in range(60_000))
    yield "a vocabulary missing", HEADER + "use a from nowhere\n" * (LONGEST // 19)
    yield (
        "vocabularies missing",
        HEADER + "".join(f"use all from n{n}\n" for n in range(LONGEST // 20)),
    )
    yield "words of no language", HEADER + "".join(f"wrod{n} fcat ( , any\n" for n in range(90_000))
    yield "words of the language", "red flag when not any of ( fact image with " * (LONGEST // 44)


def files_of_one_kind() -> Iterator[tuple[str, str]]:
    """Yield a file of each kind that `growth.py` measures, as long as it may be."""
    for name, kind in KINDS.items():
        yield name, _as_long_as_may_be(kind)


def _as_long_as_may_be(kind: Kind) -> str:
    one, two = len(kind.text(1_000)), len(kind.text(2_000))
    number = 1_000 + 1_000 * (LONGEST - one) // (two - one)
    # Later blocks have longer numbers than earlier ones.
    while len(text := kind.text(number)) > LONGEST:
        number = number * 19 // 20
    return text


def measured(command: str, folder: Path) -> tuple[float, float, bool]:
    """Return the seconds of the processor and the megabytes of a command, and whether it ended."""
    arguments = [part.replace("FILE", "odd.guideline") for part in shlex.split(command)]

    run = [sys.executable, "-m", "imaging_rules"]
    process = subprocess.Popen(
        ["/bin/sh", "-c", f'ulimit -t {STOPPED_AFTER}; exec "$@"', "sh", *run, *arguments],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, os.WIFEXITED(status)


def main() -> None:
    """Print a line for each command on each file."""
    commands = [each for each in sys.argv[1:] if each != "all"] or COMMANDS
    kinds = files_of_one_kind() if "all" in sys.argv[1:] else ()
    over = 0
    for name, text in (*files(), *kinds):
        for command in commands:
            with TemporaryDirectory() as folder:
                Path(folder, "odd.guideline").write_text(text, "utf-8")
                seconds, megabytes, ended = measured(command, Path(folder))
            is_over = not ended or seconds > MOST_SECONDS or megabytes > MOST_MEGABYTES
            over += is_over
            mark = "  <-- over" if is_over else ""
            print(f"{seconds:6.1f} s {megabytes:6.0f} MB  {command:28} {name}{mark}", flush=True)
    print(f"{over} over {MOST_SECONDS} s of the processor or {MOST_MEGABYTES} MB")


if __name__ == "__main__":
    main()
