"""The command that runs the examples of files, proposes missing ones, and asks of failing ones."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import indent
from typing import Any

import click
from attrs import evolve, frozen

from imaging_rules.cli.exit_codes import ExitCode, MisuseError
from imaging_rules.cli.files import all_meant_by, paths_meant_by
from imaging_rules.cli.options import format_option, help_option
from imaging_rules.cli.output import as_json, complain, complain_of, tell, visible, write
from imaging_rules.cli.prompt import InputEndedError, say, typed
from imaging_rules.cli.writing import replace
from imaging_rules.diagnostics import Diagnostic, as_data
from imaging_rules.errors import GuidelineError, ImagingRulesError, VocabularyError
from imaging_rules.library.example_coverage import Coverage, Gap, coverage
from imaging_rules.library.example_proposals import proposals, with_proposals
from imaging_rules.library.examples import (
    Tried,
    deciding_rules,
    expected,
    recommended_studies,
    told,
    tried_examples,
    why,
)
from imaging_rules.library.find import contents, load_but_examples, read_as
from imaging_rules.library.guideline import Guideline
from imaging_rules.library.mend import accepting
from imaging_rules.text.words import wrapped

_MORE = "there may be more to add: confirm these, then run `imaging-rules test --write` again"
_MISSING = {
    "decides": "no example in which it decides",
    "does not hold": "no example in which it does not hold",
    "bound": "no example beside a bound, where the bound matters",
    "unanswered": "red flag that no example leaves unanswered",
}


@frozen
class Tested:
    """What was found in one file and added to it, or why it could not be read or written.

    ``not_told`` says why what the examples show cannot be told, ``not_written`` why nothing was
    added, ``broken_off`` that there was more to look for than is done at once.
    """

    name: str
    diagnostics: tuple[Diagnostic, ...] = ()
    problem: str | None = None
    tried: tuple[Tried, ...] = ()
    coverage: Coverage | None = None
    not_told: str | None = None
    added: tuple[str, ...] = ()
    not_written: str | None = None
    broken_off: bool = False
    is_vocabulary: bool = False

    @property
    def failing(self) -> tuple[Tried, ...]:
        """The examples that fail."""
        return tuple(each for each in self.tried if not each.passed)

    def fails(self, strict: bool) -> bool:
        """Return whether anything is wrong, or (``strict``) missing."""
        wrong = self.diagnostics or self.failing or self.not_written
        missing = self.not_told or (self.coverage and self.coverage.gaps)
        return bool(wrong or (strict and missing))

    def text(self, verbose: bool, listed: bool) -> str:
        """Return the lines on standard output.

        Args:
            verbose: Whether to tell of the examples that pass, too.
            listed: Whether to list what no example shows.
        """
        return "\n".join(self._lines(verbose, listed))

    def _lines(self, verbose: bool, listed: bool) -> Iterator[str]:
        yield f"{self.name}: {self._summary}"
        if self.coverage and not self.tried and not listed:
            yield "  `--coverage` lists what they are to show, `--write` adds some to be confirmed"
        for each in self.tried if verbose else self.failing:
            outcome = "passes" if each.passed else "FAILS"
            yield f"  “{each.example.title}” (line {each.line}) {outcome}"
            yield indent("\n".join([*each.complaints, told(each)]), "    ")
        if listed and self.coverage:
            yield from _listed(self.coverage.gaps)
        if self.added:
            yield f"  {_count(len(self.added), 'example')} added, to be confirmed:"
            yield from (f"    “{title}”" for title in self.added)
        if self.broken_off:
            yield f"  {_MORE}"
        if self.not_written:
            yield f"  nothing was added: {self.not_written}"

    @property
    def _summary(self) -> str:
        if self.problem:
            return "not read"
        if self.is_vocabulary:
            return "a vocabulary, which has no examples"
        if self.diagnostics:
            return f"{_count(len(self.diagnostics), 'error')}, so no example was run"
        return f"{self._outcome}; {self._shown}"

    @property
    def _outcome(self) -> str:
        if not self.tried:
            return "no examples"
        if self.failing:
            fail = "fails" if len(self.failing) == 1 else "fail"
            return f"{len(self.failing)} of {_count(len(self.tried), 'example')} {fail}"
        return f"{_count(len(self.tried), 'example')} pass" + "es" * (len(self.tried) == 1)

    @property
    def _shown(self) -> str:
        if self.coverage is None:
            return f"coverage is not told: {self.not_told}"
        return f"coverage {self.coverage.aims - len(self.coverage.gaps)} of {self.coverage.aims}"

    @property
    def data(self) -> dict[str, Any]:
        """All of it, ready for JSON."""
        found = self.coverage
        return {
            "file": self.name,
            "problem": self.problem,
            "diagnostics": [as_data(each) for each in self.diagnostics],
            "passed": len(self.tried) - len(self.failing),
            "failed": len(self.failing),
            "examples": [_example(each) for each in self.tried],
            "coverage": found
            and {
                "shown": found.aims - len(found.gaps),
                "of": found.aims,
                "gaps": [_gap(each) for each in found.gaps],
            },
            "added": list(self.added),
            "not_added_because": self.not_written,
            "may_have_more_to_add": self.broken_off,
        }


def _listed(gaps: tuple[Gap, ...]) -> Iterator[str]:
    for kind, head in _MISSING.items():
        names = [
            f"{each.name} at {each.where}" if each.where else each.name
            for each in gaps
            if each.kind == kind
        ]
        if names:
            yield "\n".join(wrapped(f"{head}: {'; '.join(names)}", "  ", "    "))


def _gap(gap: Gap) -> dict[str, str]:
    return {"kind": gap.kind, "name": gap.name} | ({"at": gap.where} if gap.where else {})


def _example(tried: Tried) -> dict[str, Any]:
    example, decision = tried.example, tried.decision
    return {
        "title": example.title,
        "line": tried.line,
        "passed": tried.passed,
        "expected": {
            "words": expected(example),
            "possible": [level.words for level in example.levels],
            "studies": list(example.studies),
            "because": list(example.because),
            "asking": list(example.asking),
            "later": list(example.later),
        },
        "came": {
            "possible": [level.words for level in decision.possible],
            "studies": list(recommended_studies(decision)),
            "because": list(deciding_rules(decision)),
            "asking": [each.fact for each in decision.missing],
            "later": [each.fact for each in decision.later],
        },
        "differs": list(tried.complaints),
        "why": list(why(tried)),
    }


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


_QUESTION = "Is that what the guideline is to decide? [yes/no/stop]: "


def accept(path: Path, guideline: Guideline, failing: Sequence[Tried]) -> Guideline | None:
    """Show each example that fails, and let those that are right expect what came.

    The file is written once, after the last answer.

    Returns:
        The guideline as it is in the file afterwards; ``None`` where nothing was changed.

    Raises:
        ImagingRulesError: The file would have an error afterwards.
        MisuseError: Standard input ends before all is answered, or the file cannot be written or
            was changed meanwhile.
        KeyboardInterrupt: The dialog was stopped. Nothing is written then.
    """
    data = contents(path)
    try:
        chosen = _chosen(path, failing)
    except KeyboardInterrupt:
        complain("")
        tell(f"stopped; {path} was left as it is")
        raise
    if not chosen:
        return None
    new, after = accepting(path, data, guideline, chosen)
    if contents(path) != data:
        raise MisuseError(f"{path} was changed meanwhile; nothing was written")
    replace(path, new)
    return after


def _chosen(path: Path, failing: Sequence[Tried]) -> list[Tried]:
    chosen = []
    for place, each in enumerate(failing, 1):
        say(f"{place} of {len(failing)}: “{each.example.title}” ({path}, line {each.line})")
        complain(told(each))
        answer = _answer()
        if answer == "stop":
            break
        chosen += [each] if answer == "yes" else []
    return chosen


def _answer() -> str:
    answers = {"y": "yes", "yes": "yes", "n": "no", "no": "no", "stop": "stop"}
    while True:
        try:
            written = typed(_QUESTION).lower()
        except InputEndedError:
            raise MisuseError(
                "`--accept` asks of each example, and there is no further answer to read; "
                "nothing was written"
            ) from None
        if written in answers:
            return answers[written]
        say("Write yes, no, or stop; what was accepted until then is kept.")


_HERE = "."

_EPILOG = """\b
Examples:
  imaging-rules test
  imaging-rules test my.guideline
  imaging-rules test --coverage low_back_pain
  imaging-rules test --write my.guideline
  imaging-rules test --accept my.guideline

\b
Exit codes:
  0  every example passes
  1  an example fails, or a file has errors; with --strict, or an example is
     missing
  2  a file cannot be read; with --write or --accept, or written"""


@click.command(epilog=_EPILOG, add_help_option=False)
@click.argument("paths", nargs=-1, metavar="[PATH...]")
@click.option("-v", "--verbose", is_flag=True, help="Tell of the examples that pass, too.")
@click.option("--coverage", "listed", is_flag=True, help="List what no example shows.")
@click.option("--strict", is_flag=True, help="Let what no example shows count as a failure.")
@click.option("--write", "writes", is_flag=True, help="Add the missing examples to each file.")
@click.option("--accept", "accepts", is_flag=True, help="Ask of each that fails if it is right.")
@format_option
@help_option
def test(
    paths: tuple[str, ...],
    verbose: bool,
    listed: bool,
    strict: bool,
    writes: bool,
    accepts: bool,
    form: str,
) -> int:
    """Run the examples of guideline files.

    PATH is a guideline file, a folder to search for them, or the name of a guideline that ships;
    without one, the current folder is searched. Of each example that fails it is told what was
    expected, what came, and why.

    Examples should show each rule deciding and not holding, numbers on both sides of each bound,
    and each red flag unanswered. With --write, what is missing is added to the end of the file,
    each example under a comment: confirm what it expects, and remove the comment.

    With --accept, each example that fails is shown with what came, and you are asked whether that
    is what the guideline is to decide. If so, the example expects it from then on.
    """
    if accepts and (writes or form == "json"):
        raise click.UsageError("`--accept` is a dialog, and goes with neither `--write` nor json")
    if (writes or accepts) and not paths:
        option = "--write" if writes else "--accept"
        raise click.UsageError(f"with `{option}`, name the files to write to")
    to_files = writes or accepts
    meant, problems = paths_meant_by(paths) if to_files else all_meant_by(paths or (_HERE,))
    tested = [_test(each, writes, accepts) for each in meant]
    problems += [each.problem for each in tested if each.problem]
    if form == "json":
        write(as_json({"files": [each.data for each in tested], "problems": problems}))
    else:
        for each in tested:
            complain_of(each.diagnostics)
            write(visible(each.text(verbose, listed or strict)))
    for problem in problems:
        tell(f"error: {problem}")
    if problems:
        return ExitCode.MISUSE
    return ExitCode.FINDINGS if any(each.fails(strict) for each in tested) else ExitCode.DONE


_TOO_LARGE = "the guideline is too large to look for examples of all its rules"


def _test(meant: str | Path, writes: bool, accepts: bool) -> Tested:
    name = str(meant)
    try:
        guideline = load_but_examples(meant)
        tried = tuple(tried_examples(guideline))
        failing = [each for each in tried if not each.passed]
        if accepts and isinstance(meant, Path) and failing:
            guideline = accept(meant, guideline, failing) or guideline
            tried = tuple(tried_examples(guideline))
        try:
            if writes and isinstance(meant, Path) and not failing:
                return _written(meant, guideline, tried)
            found = Tested(name, tried=tried, coverage=coverage(guideline, tried))
        except ImagingRulesError as problem:
            found = Tested(name, tried=tried, not_told=str(problem))
    except VocabularyError:
        return Tested(name, is_vocabulary=True)
    except GuidelineError as problem:
        return Tested(name, tuple(each for each in problem.diagnostics if each.is_error))
    except (ImagingRulesError, click.ClickException) as problem:
        return Tested(name, problem=str(problem))
    return evolve(found, not_written="an example fails") if writes and found.failing else found


def _written(path: Path, guideline: Guideline, tried: tuple[Tried, ...]) -> Tested:
    """Add the missing examples to a file whose examples all pass, and return what it shows then."""
    proposed = proposals(guideline, tried)
    found = Tested(str(path), tried=tried, coverage=proposed.coverage)
    if not proposed.examples:
        return evolve(found, not_written=_TOO_LARGE) if proposed.broken_off else found
    data = with_proposals(contents(path), proposed.examples)
    # What is written has to be as good as what was there.
    after, problems = read_as(path, data)
    errors = [each.message for each in problems if each.is_error]
    if after is None:
        return evolve(found, not_written=f"it would have an error: {errors[0]}")
    replace(path, data)
    return evolve(
        found,
        tried=tuple(tried_examples(after)),
        added=tuple(each.title for each in proposed.examples),
        broken_off=proposed.broken_off,
    )
