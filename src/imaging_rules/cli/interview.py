"""What an interview shows for each turn: the question, its answers, and why it is asked."""

from collections.abc import Iterator
from typing import assert_never

from imaging_rules.cli.prompt import say, say_all
from imaging_rules.decide.answer.records import AssumedTogether, Levels
from imaging_rules.decide.decision import Decision
from imaging_rules.decide.explain.wording import (
    could,
    levels_in_words,
    spaced,
    study_title,
    title_of,
)
from imaging_rules.library.interview import Interview
from imaging_rules.library.interview_turns import (
    AskFact,
    AskScreen,
    CheckAnswers,
    CheckAssumed,
    CoveredQuestion,
    KnownFact,
    Turn,
)
from imaging_rules.model.facts import ChoiceType, Fact, NumberType, YesNoType
from imaging_rules.text.words import joined

SOME = "some"
_INDENT = "   "


def show_turn(interview: Interview, turn: Turn, again: bool = False) -> None:
    """Show what comes next.

    Args:
        interview: The interview.
        turn: The turn of it.
        again: Whether it was shown just before, so that the question alone is enough.
    """
    mark = f"{interview.number}. "
    match turn:
        case AskFact():
            say(turn.ask, mark)
            if not again:
                say_all(filter(None, [turn.explain, before(interview, turn)]), _INDENT)
            for line in _answers(interview.guideline.model.fact[turn.fact]):
                say(line, _INDENT)
        case AskScreen():
            say(turn.ask, mark)
            if not again:
                say_all(filter(None, [turn.explain, before(interview, turn)]), _INDENT)
                say_all(map(_covered, turn.covers), f"{_INDENT}- ")
            say(f"(`none` if none of these is present, `{SOME}` if one is or may be)", _INDENT)
        case CheckAnswers(found):
            say(f"These answers contradict each other: {title_of(found)}.", mark)
            if not again:
                say_all(found.because, f"{_INDENT}Because: ")
            _list(turn.known)
            say("(the number of one to answer again, or Enter to leave them as they are)", _INDENT)
        case CheckAssumed(_, together):
            say(
                "These were not asked. The guideline takes them as follows unless something else "
                "is said:",
                mark,
            )
            _list(turn.known)
            say_all(_numbered(turn, together), _INDENT)
            say("(the number of one that is otherwise, or Enter if all are right)", _INDENT)
        case _:
            assert_never(turn)


def show_reason(interview: Interview, turn: Turn) -> None:
    """Show why something is asked: what it could lead to, and what hangs on it."""
    match turn:
        case AskFact():
            say(before(interview, turn) or _leads_to(turn.could_become), _INDENT)
            _show_rules(interview.decision, {turn.fact})
        case AskScreen():
            leads_to = before(interview, turn) or _leads_to(turn.could_become)
            say(f"One answer here can spare several questions. {leads_to}", _INDENT)
            _show_rules(interview.decision, {each.fact for each in turn.covers})
        case CheckAnswers():
            say(
                "While answers contradict each other, they count as open, and nothing is settled.",
                _INDENT,
            )
        case CheckAssumed(assumed, together):
            say("If one of them is otherwise, the answer could be another one:", _INDENT)
            for each in assumed:
                if each.by_itself:
                    say(f"{spaced(each.fact)} {could(each.could_become)}", f"{_INDENT}- ")
            for several in together:
                names = joined([spaced(fact) for fact in several.facts])
                told = f"{names}, together, {could(several.could_become)}"
                say(told, f"{_INDENT}- ")
        case _:
            assert_never(turn)


def before(interview: Interview, turn: AskFact | AskScreen) -> str:
    """Return before which studies something must be known, where that is why it is asked."""
    titles = [study_title(interview.guideline.model, name) for name in turn.before]
    return f"Must be known before: {joined(titles, 'or')}." if titles else ""


def _numbered(turn: CheckAssumed, together: tuple[AssumedTogether, ...]) -> Iterator[str]:
    """Yield which of the facts shown count only together, by their numbers."""
    number = {fact: str(place) for place, fact in enumerate(turn.facts, 1)}
    for each in together:
        numbers = joined([number[fact] for fact in each.facts])
        yield f"{numbers} together {could(each.could_become)}."


def _answers(fact: Fact) -> Iterator[str]:
    match fact.type:
        case YesNoType():
            yield "(yes, no or unknown)"
        case ChoiceType(values):
            for place, value in enumerate(values, 1):
                yield f"{place}. {spaced(value)}"
            yield "(a number, several with `or`, or unknown)"
        case NumberType():
            yield f"({fact.type.in_words}; two with `to` between, or unknown)"


def _covered(covered: CoveredQuestion) -> str:
    # Where it is not the plain no, a reader must see what is answered.
    told = "" if covered.value == "no" else f" (`none` says: {spaced(covered.value)})"
    return covered.ask + told


def _list(known: tuple[KnownFact, ...]) -> None:
    for place, each in enumerate(known, 1):
        say(f"{each.ask} {spaced(each.value)}", f"{_INDENT}{place}. ")


def _leads_to(levels: Levels) -> str:
    if not levels:
        return "It decides on the study only: the level is the same whatever it is."
    return f"It can lead to: {levels_in_words(levels)}."


def _show_rules(decision: Decision, facts: set[str]) -> None:
    depending = [rule for rule in decision.open_rules if facts.intersection(rule.facts)]
    if depending:
        say("These depend on it:", _INDENT)
        rules = (f"{rule.title or spaced(rule.rule)} ({rule.kind})" for rule in depending)
        say_all(rules, f"{_INDENT}- ")
