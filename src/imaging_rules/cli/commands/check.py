"""The command that reports all that is to be said of guideline files, and mends what it can."""

from collections.abc import Sequence
from pathlib import Path

import click
from attrs import evolve

from imaging_rules.cli.exit_codes import ExitCode, MisuseError
from imaging_rules.cli.files import WRITTEN, all_meant_by, paths_meant_by
from imaging_rules.cli.options import help_option
from imaging_rules.cli.output import complain_of, tell, visible, write
from imaging_rules.cli.report.check import FORMATS, Checked
from imaging_rules.cli.writing import replace
from imaging_rules.diagnostics import Diagnostic
from imaging_rules.errors import ImagingRulesError
from imaging_rules.library import find
from imaging_rules.library.mend import mend
from imaging_rules.library.proofs import find_gaps, prove_laws

_EPILOG = """\b
Examples:
  imaging-rules check my.guideline
  imaging-rules check low_back_pain guidelines/
  imaging-rules check --fix my.guideline
  imaging-rules check --laws --gaps low_back_pain

\b
Exit codes:
  0  no errors
  1  a file has an error; with --strict, or a warning; with --laws, or a law
     is not proved for it
  2  a file cannot be read; with --fix, or written"""


_LONGEST_TRIED = 200_000


@click.command(epilog=_EPILOG, add_help_option=False)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--fix", is_flag=True, help="Mend in each file what can only be meant in one way.")
@click.option("--strict", is_flag=True, help="Let warnings count as errors do.")
@click.option("--laws", is_flag=True, help="Prove the laws of the language for each file.")
@click.option("--gaps", is_flag=True, help="List patients of whom a file says nothing.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", *FORMATS]),
    default="text",
    show_default=True,
    help="How the result is written.",
)
@help_option
def check(
    files: tuple[str, ...], fix: bool, strict: bool, laws: bool, gaps: bool, form: str
) -> int:
    """Report everything that is wrong in guideline files.

    FILE is a guideline file, a folder to search for them, or the name of a guideline that ships;
    with --fix, a file or a folder. Each file gets a line on standard output; what is wrong in it
    is told on standard error. With --format json all of it is one document on standard output;
    sarif and github are for the tools that show it beside the code. In the end it is said how
    much of it --fix can mend.
    """
    if (laws or gaps) and form in ("sarif", "github"):
        option = "--laws" if laws else "--gaps"
        raise click.UsageError(f"`{option}` can be shown with --format text or json only")
    meant, problems = paths_meant_by(files, WRITTEN) if fix else all_meant_by(files, WRITTEN)
    checked = [_check(each, fix, laws, gaps) for each in meant]
    problems += [each.problem for each in checked if each.problem]
    _show(checked, problems, form)
    for problem in problems:
        tell(f"error: {problem}")
    if form == "text" and not fix:
        mendable, untried = _mendable(meant, checked)
        if mendable:
            tell(f"{mendable} of these can be mended with `--fix`")
        if untried:
            tell("some of these may be mended with `--fix`: the file is too long to try it here")
    if problems:
        return ExitCode.MISUSE
    found = any(each.errors or (strict and each.warnings) or each.breaks_a_law for each in checked)
    return ExitCode.FINDINGS if found else ExitCode.DONE


def _mendable(meant: Sequence[str | Path], checked: list[Checked]) -> tuple[int, bool]:
    """Return how many of the problems `--fix` would mend; guidelines that ship it leaves alone.

    It leaves one, too, that would bring to light what only the author can mend. So it is tried,
    but in a long file, where that takes long; then it is said that it was not tried.
    """
    total, untried = 0, False
    for file, found in zip(meant, checked, strict=True):
        count = sum(bool(each.fix) for each in found.diagnostics)
        if count and isinstance(file, Path) and file.is_file():
            if file.stat().st_size > _LONGEST_TRIED:
                untried = True
            else:
                total += min(count, len(mend(file).done))
    return total, untried


def _show(checked: list[Checked], problems: list[str], form: str) -> None:
    if form in FORMATS:
        if document := FORMATS[form](checked, problems):
            write(document)
        return
    for each in checked:
        complain_of(each.diagnostics)
        write(visible(each.text))


def _check(guideline: str | Path, fix: bool, laws: bool, gaps: bool) -> Checked:
    name = str(guideline)
    try:
        mended = _mend(guideline) if fix and isinstance(guideline, Path) else None
        checked = Checked(name, find.check(guideline), mended=mended)
        if checked.errors or not (laws or gaps):
            return checked
        loaded = find.load(guideline)
        return evolve(
            checked,
            laws=prove_laws(loaded) if laws else None,
            gaps=find_gaps(loaded) if gaps else None,
        )
    except ImagingRulesError as problem:
        return Checked(name, problem=str(problem))
    except MisuseError as problem:
        return Checked(name, problem=problem.message, written=False)


def _mend(path: Path) -> tuple[Diagnostic, ...]:
    """Mend a file in its place, and return what was mended."""
    mended = mend(path)
    if mended.done:
        replace(path, mended.data)
    return mended.done
