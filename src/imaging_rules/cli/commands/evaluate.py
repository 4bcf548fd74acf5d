"""The command that decides for one patient and explains the decision."""

from typing import Literal

import click

from imaging_rules.cli.exit_codes import ExitCode, MisuseError
from imaging_rules.cli.facts import GivenFacts, given_facts, mistakes_with_names, read_facts_file
from imaging_rules.cli.files import meant_by
from imaging_rules.cli.options import facts_options, formats_option, help_option
from imaging_rules.cli.output import as_json, in_ascii, write, write_markup
from imaging_rules.decide.decision import Decision
from imaging_rules.decide.explain import FORMATS, Form
from imaging_rules.errors import FactsError
from imaging_rules.library.find import load
from imaging_rules.library.guideline import Guideline
from imaging_rules.values.units import find

_DEFAULT = "low_back_pain"

_EPILOG = """\b
Examples:
  imaging-rules evaluate -f age=42 -f fever_or_chills=yes
  imaging-rules evaluate -f age=42 -f "conservative_care=3 weeks" -f red_flags=none
  imaging-rules evaluate low_back_pain --facts patient.json --format json
  imaging-rules evaluate --facts patient.json --format html > decision.html
  echo '{"age": {"between": [65, 74]}}' | imaging-rules evaluate --facts -

\b
How VALUE is written:
  yes/no     yes, no
  number     42, "3 weeks", "between 3 and 5 weeks", "<500"
             (without a unit it is in the fact's own)
  time       also a date: "born 1962-03-01", "since 2026-10"
  choice     improving, "one of none, improving"
  screen     none
  any        unknown: it was asked, and is not known

\b
Exit codes:
  0  a recommendation, which may still become more urgent
  1  the guideline has errors
  2  the facts or the command cannot be used
  3  no recommendation: undetermined, out of scope, or the guideline is silent"""


@click.command(epilog=_EPILOG, add_help_option=False)
@click.argument("arguments", nargs=-1, metavar="[GUIDELINE]")
@facts_options("A name that may be given though the guideline has no such fact; give several.")
@formats_option(*FORMATS, "json")
@help_option
def evaluate(
    arguments: tuple[str, ...],
    facts: tuple[str, ...],
    files: tuple[str, ...],
    ignore: tuple[str, ...],
    form: Form | Literal["json"],
) -> int:
    """Decide for one patient, and explain the decision.

    GUIDELINE is the name of a guideline, or the path of a file; without one it is low_back_pain.
    What is not given is not known: the decision says what is possible and what to ask.
    """
    guideline = load(meant_by(_guideline(arguments)))
    if len(files) > 1:
        raise MisuseError("one facts file can be given, and there are several")
    from_file = read_facts_file(files[0], [guideline]) if files else {}
    decision = _decide(guideline, given_facts(guideline.model, from_file, facts), ignore)
    if form == "json":
        write(as_json(decision.to_dict()))
    else:
        _write_explanation(decision, form)
    return ExitCode.DONE if decision.recommendation.is_level else ExitCode.NO_RECOMMENDATION


def _write_explanation(decision: Decision, form: Form) -> None:
    text = decision.explain(form).rstrip("\n")
    match form:
        case "markdown":
            write_markup(text)
        case "html":
            # The result does not say in which encoding it is, and so suits every page.
            write(in_ascii(text))
        case _:
            write(text)


def _guideline(arguments: tuple[str, ...]) -> str:
    """Return the one argument; facts without their option or quotes are the usual slips."""
    for each in arguments:
        if "=" in each:
            raise MisuseError(f'a fact is given with -f: write `-f "{each}"`')
    if len(arguments) > 1 or any(map(find, arguments)):
        raise MisuseError(
            f"‘{' '.join(arguments)}’ is not one guideline; facts are given with -f, "
            'those of several words in quotes: -f age=42 -f "conservative_care=3 weeks"'
        )
    return arguments[0] if arguments else _DEFAULT


def _decide(guideline: Guideline, given: GivenFacts, ignore: tuple[str, ...]) -> Decision:
    mistakes = given.mistakes
    try:
        decision = guideline.evaluate(given.values, ignore=ignore)
    except FactsError as problem:
        mistakes = [*mistakes, *problem.mistakes]
    if mistakes:
        raise MisuseError(mistakes_with_names(mistakes, guideline.model))
    return decision
