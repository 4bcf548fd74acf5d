"""The command that runs the examples of guideline files, and proposes those that are missing."""

from pathlib import Path

import click
from attrs import evolve

from imaging_rules.cli.accept_examples import accept
from imaging_rules.cli.exit_codes import ExitCode
from imaging_rules.cli.files import all_meant_by, paths_meant_by
from imaging_rules.cli.options import format_option, help_option
from imaging_rules.cli.output import as_json, complain_of, tell, visible, write
from imaging_rules.cli.report.test import Tested
from imaging_rules.cli.writing import replace
from imaging_rules.errors import GuidelineError, ImagingRulesError, VocabularyError
from imaging_rules.library.example_coverage import coverage
from imaging_rules.library.example_proposals import proposals, with_proposals
from imaging_rules.library.examples import Tried, tried_examples
from imaging_rules.library.find import contents, load_but_examples, read_as
from imaging_rules.library.guideline import Guideline

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
