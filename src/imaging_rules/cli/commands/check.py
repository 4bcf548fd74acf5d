"""The commands that report all that is to be said of files, and what a code means."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs
import click
from attrs import evolve, frozen

from imaging_rules.analyse.gaps import Gap, NoStudyLeft
from imaging_rules.analyse.laws import Proof
from imaging_rules.cli.exit_codes import ExitCode, MisuseError
from imaging_rules.cli.files import WRITTEN, all_meant_by, paths_meant_by
from imaging_rules.cli.options import help_option
from imaging_rules.cli.output import as_json, complain_of, tell, visible, write
from imaging_rules.cli.writing import replace
from imaging_rules.diagnostics import CATALOGUE, Diagnostic, as_data, nearest
from imaging_rules.diagnostics.explain_code import explained
from imaging_rules.diagnostics.render import as_github
from imaging_rules.diagnostics.sarif import as_sarif
from imaging_rules.errors import ImagingRulesError
from imaging_rules.library import find
from imaging_rules.library.mend import mend
from imaging_rules.library.proofs import Proofs, find_gaps, prove_laws
from imaging_rules.text.words import plural
from imaging_rules.values.counts import combinations, count
from imaging_rules.version import VERSION

_LONGEST_SHOWN = 40


@frozen
class Checked:
    """What was found in one file and mended in it, or why it could not be read or written.

    ``mended`` is ``None`` where nothing was to be mended, and ``written`` false where the mended
    file could not be written.
    """

    name: str
    diagnostics: tuple[Diagnostic, ...] = ()
    problem: str | None = None
    laws: Proofs | None = None
    gaps: tuple[tuple[Gap, ...], NoStudyLeft | None] | None = None
    mended: tuple[Diagnostic, ...] | None = None
    written: bool = True

    @property
    def errors(self) -> int:
        """How many errors are left."""
        return sum(1 for each in self.diagnostics if each.is_error)

    @property
    def warnings(self) -> int:
        """How many warnings are left."""
        return len(self.diagnostics) - self.errors

    @property
    def breaks_a_law(self) -> bool:
        """Whether there is a law that was not proved."""
        return self.laws is not None and not self.laws.all_hold

    @property
    def text(self) -> str:
        """The lines on standard output."""
        lines = [self._line, *(_change(each) for each in self.mended or ())]
        lines += [laws_text(self.name, self.laws)] if self.laws else []
        lines += [gaps_text(self.name, *self.gaps)] if self.gaps is not None else []
        return "\n".join(lines)

    @property
    def _line(self) -> str:
        if self.problem:
            return f"{self.name}: not {'read' if self.written else 'mended'}"
        counts = [_count(self.errors, "error"), _count(self.warnings, "warning")]
        found = [each for each in counts if each] or ["no problems"]
        mended = [f"{len(self.mended)} mended"] if self.mended else []
        return f"{self.name}: {', '.join(mended + found)}"

    @property
    def data(self) -> dict[str, Any]:
        """All of it, ready for JSON."""
        more: dict[str, Any] = {}
        if self.mended is not None:
            more["mended"] = [as_data(each) for each in self.mended]
        if self.laws is not None:
            more["laws"] = laws_data(self.laws)
        if self.gaps is not None:
            found, without_study = self.gaps
            more["gaps"] = gaps_data(found)
            more["no_study_left"] = without_study and attrs.asdict(without_study)
        return {
            "file": self.name,
            "problem": self.problem,
            "errors": self.errors,
            "warnings": self.warnings,
            "diagnostics": [as_data(each) for each in self.diagnostics],
            **more,
        }


def _diagnostics(checked: Iterable[Checked]) -> list[Diagnostic]:
    return [each for file in checked for each in file.diagnostics]


FORMATS: dict[str, Callable[[Sequence[Checked], Sequence[str]], str]] = {
    "json": lambda checked, problems: as_json(
        {"files": [each.data for each in checked], "problems": list(problems)}
    ),
    "sarif": lambda checked, problems: as_json(
        as_sarif(_diagnostics(checked), VERSION, list(problems))
    ),
    "github": lambda checked, problems: as_github(_diagnostics(checked), problems),
}
"""What writes all that was found, and what could not be read, as one document."""


def _change(mended: Diagnostic) -> str:
    """Return the line that says what was changed, where it is short enough to be shown."""
    place, source = mended.at.place, mended.at.source
    told = mended.message
    if len(mended.fix) == 1:
        (edit,) = mended.fix
        old = source.text[edit.span.start : edit.span.end]
        shown = [each for each in (old, edit.text) if each.isprintable() and each.strip()]
        if len(shown) == 2 and max(map(len, shown)) <= _LONGEST_SHOWN:
            told = f"`{old}` is now `{edit.text.strip()}`"
    return f"  {place.line}:{place.column} {mended.code}: {told}"


def _count(number: int, word: str) -> str:
    return f"{number} {plural(number, word)}" if number else ""


def laws_text(name: str, found: Proofs) -> str:
    """Return what was found of the laws for a file."""
    broken = [str(each.law) for each in found.proofs if not each.holds]
    said = "laws 1 to 5 and 8 hold" if not broken else f"not proved: law {', '.join(broken)}"
    head = (
        f"{name}: {said}, for {combinations(found.patients)} that the rules tell apart "
        f"({found.seconds:.2f} s)"
    )
    return "\n".join([head, *(line for each in found.proofs for line in _law(each))])


def _law(proof: Proof) -> Iterator[str]:
    how = {True: "proved", False: "does not hold", None: "not proved"}[proof.holds]
    yield f"  {proof.law}. {proof.name}: {how}"
    yield f"     {proof.proved}"
    if proof.why_not:
        yield f"     but {proof.why_not}"
    if proof.patient:
        yield f"     a patient: given {proof.patient}"


def laws_data(found: Proofs) -> dict[str, Any]:
    """Return what was found of the laws for a file as plain data."""
    return {**attrs.asdict(found), "all_hold": found.all_hold}


def gaps_text(name: str, found: Sequence[Gap], without_study: NoStudyLeft | None) -> str:
    """Return the gaps of a file, and who is left without a study."""
    told = []
    if found:
        told.append(
            f"{name}: {count(len(found), 'gap')}: patients within the scope with something that a "
            "rule asks for, and for whom no rule speaks"
        )
        told += [line for each in found for line in _gap(each)]
    if without_study is not None:
        told += [
            f"{name}: imaging is recommended, and contraindications leave no study for it",
            f"  {combinations(without_study.patients)}; ruled out by "
            f"{', '.join(without_study.rules)}",
            f"    given {without_study.given}",
        ]
    return "\n".join(told) or f"{name}: no gaps"


def _gap(gap: Gap) -> Iterator[str]:
    values = "" if gap.values == "yes" else f" {gap.values}"
    rules = ", ".join(gap.rules)
    yield f"  {gap.fact}{values} ({combinations(gap.patients)}); asked for by {rules}"
    yield f'    example "gap: {gap.fact}"'
    yield f"      given  {gap.given}"
    yield f"      expect {gap.otherwise.words}"


def gaps_data(found: Sequence[Gap]) -> list[dict[str, Any]]:
    """Return the gaps of a file as plain data."""
    return [{**attrs.asdict(each), "otherwise": each.otherwise.words} for each in found]


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


@click.command(add_help_option=False)
@click.argument("codes", metavar="CODE...", nargs=-1, required=True)
@help_option
def explain(codes: tuple[str, ...]) -> int:
    """Say what the code of a message means, with an example and its mend."""
    for code in codes:
        if code.upper() not in CATALOGUE:
            near = nearest(code.upper(), CATALOGUE)
            mend = f" Did you mean {near}?" if near else ""
            raise MisuseError(f"there is no code {code}.{mend}")
    write("\n\n".join(explained(code.upper()) for code in codes).rstrip("\n"))
    return ExitCode.DONE
