"""The command that reports all that is to be said of guideline files."""

from pathlib import Path
from typing import Any

import click
from attrs import frozen

from imaging_rules.cli.exit_codes import ExitCode
from imaging_rules.cli.files import all_meant_by
from imaging_rules.cli.options import format_option, help_option
from imaging_rules.cli.output import as_json, complain, tell, visible, write
from imaging_rules.diagnostics import Diagnostic, as_data, as_text
from imaging_rules.errors import UnknownGuidelineError
from imaging_rules.library import find

_EPILOG = """\b
Examples:
  imaging-rules check my.guideline
  imaging-rules check low_back_pain guidelines/

\b
Exit codes:
  0  no errors
  1  a file has an error; with --strict, or a warning
  2  a file cannot be read"""


@frozen
class _Checked:
    """What was found in one file, or why it could not be read."""

    name: str
    diagnostics: tuple[Diagnostic, ...] = ()
    problem: str | None = None

    @property
    def errors(self) -> int:
        return sum(1 for each in self.diagnostics if each.is_error)

    @property
    def warnings(self) -> int:
        return len(self.diagnostics) - self.errors

    @property
    def line(self) -> str:
        if self.problem:
            return f"{self.name}: not read"
        counts = [_count(self.errors, "error"), _count(self.warnings, "warning")]
        return f"{self.name}: {', '.join(filter(None, counts)) or 'no problems'}"

    @property
    def data(self) -> dict[str, Any]:
        return {
            "file": self.name,
            "problem": self.problem,
            "errors": self.errors,
            "warnings": self.warnings,
            "diagnostics": [as_data(each) for each in self.diagnostics],
        }


@click.command(epilog=_EPILOG, add_help_option=False)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--strict", is_flag=True, help="Let warnings count as errors do.")
@format_option
@help_option
def check(files: tuple[str, ...], strict: bool, form: str) -> int:
    """Report everything that is wrong in guideline files.

    FILE is a guideline file, a folder to search for them, or the name of a guideline that ships.
    Each file gets a line on standard output; what is wrong in it is told on standard error.
    With --format json all of it is one document on standard output.
    """
    guidelines, problems = all_meant_by(files)
    checked = [_check(each) for each in guidelines]
    problems += [each.problem for each in checked if each.problem]
    if form == "json":
        write(as_json({"files": [each.data for each in checked], "problems": problems}))
    for each in checked if form == "text" else ():
        if each.diagnostics:
            complain(as_text(each.diagnostics) + "\n")
        write(visible(each.line))
    for problem in problems:
        tell(f"error: {problem}")
    if problems:
        return ExitCode.MISUSE
    found = any(each.errors or (strict and each.warnings) for each in checked)
    return ExitCode.FINDINGS if found else ExitCode.DONE


def _check(guideline: str | Path) -> _Checked:
    try:
        return _Checked(str(guideline), find.check(guideline))
    except UnknownGuidelineError as problem:
        return _Checked(str(guideline), problem=str(problem))


def _count(number: int, word: str) -> str:
    return "" if number == 0 else f"{number} {word}" if number == 1 else f"{number} {word}s"
