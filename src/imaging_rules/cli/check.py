"""The command that reports all that is to be said of guideline files."""

from pathlib import Path
from typing import Any

import click
from attrs import evolve, frozen

from imaging_rules.analyse.gaps import Gap
from imaging_rules.cli.exit_codes import ExitCode
from imaging_rules.cli.files import all_meant_by
from imaging_rules.cli.looked_into import gaps_data, gaps_text, laws_data, laws_text
from imaging_rules.cli.options import format_option, help_option
from imaging_rules.cli.output import as_json, complain, tell, visible, write
from imaging_rules.diagnostics import Diagnostic, as_data, as_text
from imaging_rules.errors import ImagingRulesError
from imaging_rules.library import find
from imaging_rules.library.gaps import find_gaps
from imaging_rules.library.laws import Proofs, prove_laws

_EPILOG = """\b
Examples:
  imaging-rules check my.guideline
  imaging-rules check low_back_pain guidelines/
  imaging-rules check --laws --gaps low_back_pain

\b
Exit codes:
  0  no errors
  1  a file has an error; with --strict, or a warning; with --laws, or a law
     is not proved for it
  2  a file cannot be read"""


@frozen
class _Checked:
    """What was found in one file, or why it could not be read."""

    name: str
    diagnostics: tuple[Diagnostic, ...] = ()
    problem: str | None = None
    laws: Proofs | None = None
    gaps: tuple[Gap, ...] | None = None

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
    def text(self) -> str:
        """The lines on standard output."""
        lines = [self.line]
        lines += [laws_text(self.name, self.laws)] if self.laws else []
        lines += [gaps_text(self.name, self.gaps)] if self.gaps is not None else []
        return "\n".join(lines)

    @property
    def breaks_a_law(self) -> bool:
        """Whether there is a law that was not proved."""
        return self.laws is not None and not self.laws.all_hold

    @property
    def data(self) -> dict[str, Any]:
        more: dict[str, Any] = {}
        if self.laws is not None:
            more["laws"] = laws_data(self.laws)
        if self.gaps is not None:
            more["gaps"] = gaps_data(self.gaps)
        return {
            "file": self.name,
            "problem": self.problem,
            "errors": self.errors,
            "warnings": self.warnings,
            "diagnostics": [as_data(each) for each in self.diagnostics],
            **more,
        }


@click.command(epilog=_EPILOG, add_help_option=False)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--strict", is_flag=True, help="Let warnings count as errors do.")
@click.option("--laws", is_flag=True, help="Prove the laws of the language for each file.")
@click.option("--gaps", is_flag=True, help="List patients of whom a file says nothing.")
@format_option
@help_option
def check(files: tuple[str, ...], strict: bool, laws: bool, gaps: bool, form: str) -> int:
    """Report everything that is wrong in guideline files.

    FILE is a guideline file, a folder to search for them, or the name of a guideline that ships.
    Each file gets a line on standard output; what is wrong in it is told on standard error.
    With --format json all of it is one document on standard output.
    """
    guidelines, problems = all_meant_by(files)
    checked = [_check(each, laws, gaps) for each in guidelines]
    problems += [each.problem for each in checked if each.problem]
    if form == "json":
        write(as_json({"files": [each.data for each in checked], "problems": problems}))
    for each in checked if form == "text" else ():
        if each.diagnostics:
            complain(as_text(each.diagnostics) + "\n")
        write(visible(each.text))
    for problem in problems:
        tell(f"error: {problem}")
    if problems:
        return ExitCode.MISUSE
    found = any(each.errors or (strict and each.warnings) or each.breaks_a_law for each in checked)
    return ExitCode.FINDINGS if found else ExitCode.DONE


def _check(guideline: str | Path, laws: bool, gaps: bool) -> _Checked:
    name = str(guideline)
    try:
        checked = _Checked(name, find.check(guideline))
        if checked.errors or not (laws or gaps):
            return checked
        loaded = find.load(guideline)
        return evolve(
            checked,
            laws=prove_laws(loaded) if laws else None,
            gaps=find_gaps(loaded) if gaps else None,
        )
    except ImagingRulesError as problem:
        return _Checked(name, problem=str(problem))


def _count(number: int, word: str) -> str:
    return "" if number == 0 else f"{number} {word}" if number == 1 else f"{number} {word}s"
