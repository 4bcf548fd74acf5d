"""The commands that compare: guidelines on one patient, two guidelines, or two versions of one."""

from collections.abc import Sequence
from typing import Any

import click

from imaging_rules.analyse.versions.disagreement import OPEN
from imaging_rules.cli.exit_codes import ExitCode, MisuseError
from imaging_rules.cli.facts import GivenFacts, given_facts, mistakes_in_words, read_facts_file
from imaging_rules.cli.files import meant_by
from imaging_rules.cli.options import facts_options, format_option, help_option
from imaging_rules.cli.output import as_json, visible, write
from imaging_rules.errors import FactsError, Mistake
from imaging_rules.library.comparison.compare import Comparison, disagreements
from imaging_rules.library.comparison.compare import compare as compared
from imaging_rules.library.diff import diff as difference
from imaging_rules.library.find import load, load_but_examples
from imaging_rules.library.guideline import Guideline
from imaging_rules.library.revision import PREFIX, load_revision

_EPILOG = """\b
Examples:
  imaging-rules compare one.guideline two.guideline -f age=71 -f fever=no
  imaging-rules compare one.guideline low_back_pain --facts patient.json
  imaging-rules compare one.guideline two.guideline

\b
Exit codes:
  0  all give a recommendation, and no two differ
  1  two of them differ; without facts: for some patient; or a file has errors
  2  the facts, a file or the command cannot be used
  3  none of them differ, but not all give a recommendation"""


@click.command(epilog=_EPILOG, add_help_option=False)
@click.argument("guidelines", nargs=-1, required=True, metavar="GUIDELINE...")
@facts_options("A name that may be given though no guideline has such a fact; give several.")
@format_option
@help_option
def compare(
    guidelines: tuple[str, ...],
    facts: tuple[str, ...],
    files: tuple[str, ...],
    ignore: tuple[str, ...],
    form: str,
) -> int:
    """Tell what several guidelines say of one patient, or on whom two disagree.

    GUIDELINE is the name of a guideline, or the path of a file. With facts, the patient who has
    them is put to each guideline. Without facts, all patients are put to two guidelines, and the
    largest groups are told on whom they disagree.
    """
    for each in guidelines:
        if "=" in each:
            raise MisuseError(f'a fact is given with -f: write `-f "{each}"`')
    if len(guidelines) < 2:
        raise MisuseError("a comparison takes two guidelines or more")
    if len(files) > 1:
        raise MisuseError("one facts file can be given, and there are several")
    if not (facts or files) and len(guidelines) > 2:
        raise MisuseError(
            "without facts two guidelines are compared, and more were named; "
            "give facts with -f or --facts"
        )
    loaded = [load(meant_by(each)) for each in guidelines]
    if facts or files:
        from_file = read_facts_file(files[0], loaded) if files else {}
        return _of_one_patient(loaded, from_file, facts, ignore, form)
    return _of_all_patients(loaded, form)


def _of_all_patients(loaded: Sequence[Guideline], form: str) -> int:
    found = disagreements(*loaded)
    write(as_json(found.to_dict()) if form == "json" else visible(found.explain().rstrip("\n")))
    return ExitCode.DONE if found.agree else ExitCode.FINDINGS


def _of_one_patient(
    loaded: Sequence[Guideline],
    from_file: dict[str, Any],
    options: Sequence[str],
    ignore: tuple[str, ...],
    form: str,
) -> int:
    given = _given(loaded, from_file, options)
    mistakes = given.mistakes
    comparison: Comparison | None = None
    try:
        comparison = compared(given.values, loaded, ignore=ignore)
    except FactsError as problem:
        mistakes = [*mistakes, *problem.mistakes]
    if mistakes or comparison is None:
        raise MisuseError(mistakes_in_words(mistakes))
    if form == "json":
        write(as_json(comparison.to_dict()))
    else:
        write(comparison.explain().rstrip("\n"))
    if any(each.kind != OPEN for each in comparison.differences):
        return ExitCode.FINDINGS
    return ExitCode.DONE if comparison.agree else ExitCode.NO_RECOMMENDATION


def _given(
    loaded: Sequence[Guideline], from_file: dict[str, Any], options: Sequence[str]
) -> GivenFacts:
    """Return the facts as each guideline reads them, which must be the same for all."""
    read = GivenFacts()
    mistakes: dict[Mistake, None] = {}
    for guideline in loaded:
        names = {*guideline.model.fact, *guideline.model.screen}
        own_file = {name: value for name, value in from_file.items() if name in names}
        own_options = [each for each in options if _name(each) in names]
        own = given_facts(guideline.model, own_file, own_options)
        mistakes |= dict.fromkeys(own.mistakes)
        for name, value in own.values.items():
            if name in read.values and read.values[name] != value:
                text = f"`{name}` does not mean the same in all of the guidelines"
                mistakes[Mistake(name, text, "not_comparable")] = None
            read.values[name] = value
    known = {name for each in loaded for name in (*each.model.fact, *each.model.screen)}
    # What no guideline knows is read as it is; the comparison says that none knows it.
    rest = [each for each in options if _name(each) not in known]
    others = given_facts(
        loaded[0].model,
        {name: value for name, value in from_file.items() if name not in known},
        rest,
    )
    mistakes |= dict.fromkeys(others.mistakes)
    read.values.update(others.values)
    read.mistakes.extend(mistakes)
    return read


def _name(option: str) -> str:
    return option.partition("=")[0].strip()


_EPILOG_OF_DIFF = """\b
Examples:
  imaging-rules diff old.guideline new.guideline
  imaging-rules diff low_back_pain my.guideline
  imaging-rules diff git:HEAD:guidelines/low_back_pain.guideline low_back_pain

\b
Exit codes:
  0  no patient's decision changes
  1  a decision changes; or a file has errors
  2  a file or a revision cannot be read"""


@click.command(epilog=_EPILOG_OF_DIFF, add_help_option=False)
@click.argument("old")
@click.argument("new")
@format_option
@help_option
def diff(old: str, new: str, form: str) -> int:
    """Tell whose decisions change between two versions of a guideline.

    OLD and NEW are each the path of a guideline file, the name of a guideline that ships, or
    git:REVISION:PATH. Every patient is compared: where no change is told, there is none.
    """
    found = difference(_meant(old), _meant(new))
    if form == "json":
        write(as_json(found.to_dict()))
    else:
        write(visible(found.explain().rstrip("\n")))
    return ExitCode.FINDINGS if found.changes_decisions else ExitCode.DONE


def _meant(argument: str) -> Guideline:
    if argument.startswith(PREFIX):
        return load_revision(argument)
    return load_but_examples(meant_by(argument))
