"""The command that interviews in the terminal: it asks only what still matters."""

import re
from pathlib import Path

import click

from imaging_rules.cli.exit_codes import ExitCode, MisuseError
from imaging_rules.cli.facts import answers_file, as_written, mended
from imaging_rules.cli.files import meant_by
from imaging_rules.cli.interview import SOME, show_reason, show_turn
from imaging_rules.cli.options import help_option
from imaging_rules.cli.output import tell, visible, write
from imaging_rules.cli.prompt import InputEndedError, interrupted, say, typed
from imaging_rules.cli.writing import refuse_if_there, write_new
from imaging_rules.decide.answer.guideline_info import edition, marked_title
from imaging_rules.decide.explain import short_explanation
from imaging_rules.decide.read.from_text import from_words, shown
from imaging_rules.decide.read.stated_value import NotAStatementError
from imaging_rules.errors import FactsError
from imaging_rules.library.example_proposals import as_example
from imaging_rules.library.find import load
from imaging_rules.library.interview import Interview
from imaging_rules.library.interview_turns import AskFact, AskScreen, Turn
from imaging_rules.model.facts import ChoiceType, Fact
from imaging_rules.values.recommendation import Recommendation

_DEFAULT = "low_back_pain"
_FILE = "patient.json"
_HELP = "This is an emergency: get help now"
_ONE_OF = re.compile(r"one\s+of\s+", re.IGNORECASE)
_AN_OR = re.compile(r"\bor\b", re.IGNORECASE)
_OR = re.compile(r"\s*,\s*(?:or\s+)?|\s+or\s+", re.IGNORECASE)
_AND = re.compile(r"\s*[,;&+/]\s*(?:and\s+)?|\s+and\s+|(?<=[0-9])\s+(?=[0-9])", re.IGNORECASE)

_EPILOG = """\b
Examples:
  imaging-rules ask
  imaging-rules ask my.guideline --full
  imaging-rules ask --save patient.json

\b
What can be typed at a question:
  an answer  yes, no; 42, "3 weeks", "3 to 5 weeks"; a word of a list or its number
  unknown    it is not known: it is not asked again
  ?          why this is asked, and what it could lead to
  back       take the last answer back
  quit       end here, and show what is known so far

\b
Exit codes:
  0    a recommendation, which may still become more urgent
  1    the guideline has errors
  2    the command cannot be used, or a file not be written
  3    no recommendation: undetermined, out of scope, or the guideline is silent
  130  stopped from the keyboard; nothing is written"""


@click.command(epilog=_EPILOG, add_help_option=False)
@click.argument("guideline", default=_DEFAULT, metavar="[GUIDELINE]")
@click.option("--full", is_flag=True, help="Explain the decision in full, as `evaluate` does.")
@click.option(
    "--save",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the answers to a new JSON file, for `evaluate --facts`.",
)
@click.option("--example", is_flag=True, help="Show the answers as an `example` at the end.")
@help_option
def ask(guideline: str, full: bool, save: Path | None, example: bool) -> int:
    """Ask about one patient, and explain the decision.

    GUIDELINE is the name of a guideline, or the path of a file; without one it is low_back_pain.
    Only what still matters is asked. Questions go to standard error, the result to standard
    output.
    """
    loaded = load(meant_by(guideline))
    if save is not None:
        refuse_if_there(save)
    try:
        interview, complete = _ask(Interview(loaded))
        decision = interview.decision
        write(decision.explain("text") if full else short_explanation(decision))
        if save is not None:
            _save(save, interview)
        if example:
            write(_example(interview))
        if complete and save is None and not example:
            _offer(interview)
    except KeyboardInterrupt:
        return interrupted()
    return ExitCode.DONE if decision.recommendation.is_level else ExitCode.NO_RECOMMENDATION


# --- the dialog -------------------------------------------------------------------------------


class _QuitError(Exception):
    """The interview is to end here."""


def _ask(interview: Interview) -> tuple[Interview, bool]:
    """Ask until there is nothing left to ask, or no one answers; return which of the two it is."""
    _greet(interview)
    again = headed = False
    while (turn := interview.turn) is not None:
        if not headed and isinstance(turn, AskFact | AskScreen) and turn.before:
            say("Before the scan")
            headed = True
        show_turn(interview, turn, again)
        try:
            after = _after(interview, turn, typed())
        except (_QuitError, InputEndedError):
            tell("the interview ends here, before all that matters was asked\n")
            return interview, False
        except (NotAStatementError, FactsError) as problem:
            first = (
                problem.mistakes[0] if isinstance(problem, FactsError) else as_written(problem, "")
            )
            say(f"That was not understood: {mended(first)}.")
            again = True
            continue
        say()
        again = False
        if after is not interview:
            _tell_what_is_sure(interview, after)
        interview = after
    return interview, True


def _greet(interview: Interview) -> None:
    info = interview.decision.guideline
    population = interview.guideline.population
    say(visible(marked_title(info)))
    say(visible(f"{edition(info)}."))
    if population:
        say(f"For {population}.")
    for notice in info.notices:
        say(f"Take care: {notice}")
    say("`?` says why something is asked, `back` takes an answer back, `quit` ends.")
    say()


def _after(interview: Interview, turn: Turn, line: str) -> Interview:
    """Return the interview after a line that was typed.

    Raises:
        NotAStatementError: The line is no answer.
        FactsError: The answer says what the fact cannot be.
    """
    word, model = line.lower(), interview.guideline.model
    # Where a list has one of these words, it is meant as an answer.
    if not (isinstance(turn, AskFact) and word in _values(model.fact[turn.fact])):
        if word == "?":
            show_reason(interview, turn)
            return interview
        if word == "quit":
            raise _QuitError
        if word == "back":
            if interview.number == 1:
                raise NotAStatementError("there is no answer to take back yet", "wrong_form")
            return interview.back()
    match turn:
        case AskFact(name):
            fact = model.fact[name]
            return interview.answer(from_words(fact, _meant(fact, line)))
        case AskScreen():
            # Of what is not known, each is asked by itself too.
            if word in (SOME, "unknown"):
                return interview.answer_some()
            if word != "none":
                raise NotAStatementError(
                    f"write `none` if none of these is present, or `{SOME}`; {shown(line)} was "
                    f"written (what is not known is `{SOME}`: then each is asked by itself)",
                    "wrong_form",
                )
            return interview.answer("none")
        case _:
            if not word:
                return interview.leave()
            names = dict(enumerate(turn.facts, 1))
            if not word.isdecimal() or int(word[:9]) not in names:
                raise NotAStatementError(
                    f"write one number from 1 to {len(names)}, or nothing; "
                    f"{shown(line)} was written",
                    "wrong_form",
                )
            return interview.pick(names[int(word)])


def _values(fact: Fact) -> tuple[str, ...]:
    return fact.type.values if isinstance(fact.type, ChoiceType) else ()


def _meant(fact: Fact, line: str) -> str:
    """Return what the short forms of an interview stand for.

    Raises:
        NotAStatementError: Several words of a list are written as if all of them were meant.
    """
    values = _values(fact)
    if not values or line.lower() == "unknown":
        return line
    numbered = {str(place): value for place, value in enumerate(values, 1)}
    listed = _ONE_OF.sub("", line)
    if listed == line and not _AN_OR.search(line):
        together = [numbered.get(each, each) for each in _AND.split(line)]
        if len(together) > 1 and all(each.lower() in values for each in together):
            raise NotAStatementError(
                f"one of these can be answered, and {shown(line)} names several; if it is one of "
                f"them and it is not known which, write ‘{' or '.join(together)}’",
                "unknown_word",
            )
        return numbered.get(line, line)
    return f"one of {', '.join(numbered.get(each, each) for each in _OR.split(listed))}"


def _tell_what_is_sure(before: Interview, after: Interview) -> None:
    """Say when imaging is certain although questions are left; they must not delay it."""
    said = after.decision.recommendation
    asks = isinstance(after.turn, AskFact | AskScreen)
    if not asks or not said.is_level or said < Recommendation.IMAGE:
        return
    if said is before.decision.recommendation:
        if said is Recommendation.IMAGE_IMMEDIATELY:
            say(f"{_HELP}.")
            say()
        return
    told = f"So far: {said.words}{' or sooner' if after.decision.may_rise_to is not None else ''}."
    if said is Recommendation.IMAGE_IMMEDIATELY:
        told += f" {_HELP}. Do not let the questions that are left delay it."
    say(f"{told} `quit` shows the result now.")
    say()


# --- the end ----------------------------------------------------------------------------------


def _offer(interview: Interview) -> None:
    """Offer to keep the answers; no answer is a no."""
    try:
        while True:
            say("Keep the answers? (json: in a file; example: shown as one; no)")
            match typed().lower():
                case "json":
                    _save_as_typed(interview)
                    return
                case "example" | "ex":
                    write(_example(interview))
                    return
                case "" | "no" | "n" | "quit":
                    return
                case other:
                    told = f"write json, example or no; {shown(other)} was written"
                    say(f"That was not understood: {told}.")
    except InputEndedError:
        return


def _save_as_typed(interview: Interview) -> None:
    while True:
        name = typed(f"File [{_FILE}]: ")
        try:
            _save(Path(name or _FILE), interview)
            return
        except MisuseError as problem:
            say(f"{problem.message}.")


def _save(path: Path, interview: Interview) -> None:
    write_new(path, answers_file(interview.decision) + "\n")
    tell(f"the answers are in {path}")


def _example(interview: Interview) -> str:
    decision = interview.decision
    levels = " or ".join(level.words for level in decision.possible)
    title = f"an interview: {levels}"
    model = interview.guideline.model
    return as_example(model, interview.facts, decision, title).rstrip("\n")
