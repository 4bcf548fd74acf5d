"""The command that lays guideline files out."""

import re
import sys
from difflib import unified_diff
from pathlib import Path

import click
from attrs import frozen

from imaging_rules.cli.exit_codes import ExitCode, MisuseError
from imaging_rules.cli.files import WRITTEN, paths_meant_by
from imaging_rules.cli.options import help_option
from imaging_rules.cli.output import complain_of, tell, visible, write, write_exactly
from imaging_rules.cli.writing import replace
from imaging_rules.diagnostics import Diagnostic
from imaging_rules.syntax.format import formatted, says_the_same
from imaging_rules.syntax.parse import LONGEST_FILE, decode
from imaging_rules.text import SourceText

_EPILOG = """\b
Examples:
  imaging-rules fmt my.guideline
  imaging-rules fmt --check guidelines/
  imaging-rules fmt --diff my.guideline

\b
Exit codes:
  0  done
  1  a file has an error; with --check, or would change
  2  a file cannot be read or written"""

_STANDARD_INPUT = "-"
# To compare lines takes as long as the square of their number.
MOST_COMPARED = 5_000
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_NO_LINE_END = "\n\\ No newline at end of file\n"


@frozen
class _Laid:
    """A file as it is and as it is laid out, or what is wrong with how it is written."""

    name: str
    old: bytes
    new: bytes
    problems: tuple[Diagnostic, ...]

    @property
    def changes(self) -> bool:
        return self.new != self.old


@click.command(epilog=_EPILOG, add_help_option=False)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--check", is_flag=True, help="Change nothing; name the files that would change.")
@click.option("--diff", is_flag=True, help="Change nothing; show what would change.")
@help_option
def fmt(paths: tuple[str, ...], check: bool, diff: bool) -> int:
    """Lay guideline files out in the one canonical way.

    PATH is a guideline file or a folder to search for them, or - for standard input, which is
    written laid out to standard output. What a file says, its comments and the order of
    everything stay as they are. A file with mistakes in how it is written is left as it is.
    """
    if _STANDARD_INPUT in paths and len(paths) > 1:
        raise click.UsageError("`-` cannot be given together with other files")
    if paths == (_STANDARD_INPUT,):
        laid = _laid("standard input", _read_standard_input())
        if not check and not diff and not laid.problems:
            write_exactly(laid.new)
            return ExitCode.DONE
        return _end([_found(laid, check, diff)], [])
    files, problems = paths_meant_by(paths, WRITTEN)
    found = []
    for path in files:
        try:
            laid = _laid(str(path), _read(path))
            if laid.changes and not check and not diff:
                replace(path, laid.new)
            found.append(_found(laid, check, diff))
        except MisuseError as problem:
            problems.append(str(problem))
    return _end(found, problems)


def _found(laid: _Laid, check: bool, diff: bool) -> bool:
    """Say what there is to say of a file; return whether it is a finding."""
    if laid.problems:
        count = len(laid.problems)
        errors = "an error" if count == 1 else f"{count} errors"
        complain_of(laid.problems)
        tell(f"error: {laid.name} has {errors} and was left as it is")
        return True
    if laid.changes and diff and laid.old.count(b"\n") > MOST_COMPARED:
        untold = f"where is not shown, as the file has more than {MOST_COMPARED:,} lines"
        write(f"{visible(laid.name)}: would change; {untold}")
    elif laid.changes and diff:
        write_exactly(_difference(laid))
    elif laid.changes:
        write(f"{visible(laid.name)}: {'would change' if check else 'changed'}")
    return laid.changes and check


def _end(found: list[bool], problems: list[str]) -> ExitCode:
    for problem in problems:
        tell(f"error: {problem}")
    if problems:
        return ExitCode.MISUSE
    return ExitCode.FINDINGS if any(found) else ExitCode.DONE


def _laid(name: str, data: bytes) -> _Laid:
    source, problems = decode(name, data)
    if problems:
        return _Laid(name, data, data, problems)
    text, problems = formatted(source)
    if problems:
        return _Laid(name, data, data, problems)
    if text != source.text and not says_the_same(source, SourceText(name, text)):
        raise AssertionError("the layout would have changed what the file says")
    return _Laid(name, data, text.encode(), ())


def _read(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise MisuseError(f"{path} is not a file")
        with path.open("rb") as file:
            # A longer file is refused anyway, and need not be read to its end.
            return file.read(4 * LONGEST_FILE + 1)
    except OSError as problem:
        why = problem.strerror or "reading failed"
        raise MisuseError(f"the file {path} cannot be read: {why}") from None


def _read_standard_input() -> bytes:
    try:
        if sys.stdin is None:
            raise MisuseError("the guideline is to come from standard input, which is closed")
        return sys.stdin.buffer.read(4 * LONGEST_FILE + 1)
    except OSError as problem:
        why = problem.strerror or "reading failed"
        raise MisuseError(f"standard input cannot be read: {why}") from None


def _difference(laid: _Laid) -> bytes:
    old, new = (_LINE.findall(data.decode()) for data in (laid.old, laid.new))
    name = visible(laid.name)
    lines = unified_diff(old, new, name, name)
    return "".join(each if each.endswith("\n") else each + _NO_LINE_END for each in lines).encode()
