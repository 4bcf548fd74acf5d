"""What an interview shows for each turn: the question, its answers, and why it is asked."""

from collections.abc import Iterator
from typing import assert_never

from imaging_rules.cli.prompt import say, say_all
from imaging_rules.decide.answer.records import AssumedTogether, Levels, OpenRule
from imaging_rules.decide.decision import Decision
from imaging_rules.decide.explain.wording import (
    could,
    levels_in_words,
    spaced,
    title_of,
)
from imaging_rules.decide.read.stated_value import statement, words
from imaging_rules.library.interview import (
    AskFact,
    AskScreen,
    CheckAnswers,
    CheckAssumed,
    Interview,
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
        case AskFact(fact):
            say(question(fact), mark)
            if not again:
                say_all(filter(None, [fact.explain]), _INDENT)
            for line in _answers(fact):
                say(line, _INDENT)
        case AskScreen(screen):
            say(screen.ask or f"Is any of these present? ({screen.name})", mark)
            if not again:
                say_all(filter(None, [screen.explain]), _INDENT)
                say_all(_covered(interview, turn), f"{_INDENT}- ")
            say(f"(`none` if none of these is present, `{SOME}` if one is or may be)", _INDENT)
        case CheckAnswers(found):
            say(f"These answers contradict each other: {title_of(found)}.", mark)
            if not again:
                say_all(found.because, f"{_INDENT}Because: ")
            _list(interview, turn.facts)
            say("(the number of one to answer again, or Enter to leave them as they are)", _INDENT)
        case CheckAssumed(assumed, together):
            say(
                "These were not asked. The guideline takes them as follows unless something else "
                "is said:",
                mark,
            )
            for place, each in enumerate(assumed, 1):
                fact = interview.guideline.model.fact[each.fact]
                say(f"{question(fact)} {spaced(each.value)}", f"{_INDENT}{place}. ")
            say_all(_numbered(turn, together), _INDENT)
            say("(the number of one that is otherwise, or Enter if all are right)", _INDENT)
        case _:
            assert_never(turn)


def show_reason(interview: Interview, turn: Turn) -> None:
    """Show why something is asked: what it could lead to, and what hangs on it."""
    match turn:
        case AskFact(fact, could_become):
            say(_leads_to(could_become), _INDENT)
            _show_rules(interview.decision, {fact.name})
        case AskScreen(screen, could_become):
            say("One answer here can spare several questions. " + _leads_to(could_become), _INDENT)
            _show_rules(interview.decision, {name for name, _ in screen.covers})
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


def _numbered(turn: CheckAssumed, together: tuple[AssumedTogether, ...]) -> Iterator[str]:
    """Yield which of the facts shown count only together, by their numbers."""
    number = {fact: str(place) for place, fact in enumerate(turn.facts, 1)}
    for each in together:
        numbers = joined([number[fact] for fact in each.facts])
        yield f"{numbers} together {could(each.could_become)}."


def question(fact: Fact) -> str:
    """Return the question for a fact; its name, where it has none."""
    return fact.ask or f"{spaced(fact.name).capitalize()}?"


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


def _covered(interview: Interview, turn: AskScreen) -> Iterator[str]:
    facts = interview.guideline.model.fact
    for name, value in turn.screen.covers:
        # Where it is not the plain no, a reader must see what is answered.
        told = "" if value is False else f" (`none` says: {spaced(facts[name].words(value))})"
        yield question(facts[name]) + told


def _list(interview: Interview, names: tuple[str, ...]) -> None:
    for place, name in enumerate(names, 1):
        fact = interview.guideline.model.fact[name]
        say(f"{question(fact)} {_known(interview, fact)}", f"{_INDENT}{place}. ")


def _known(interview: Interview, fact: Fact) -> str:
    """Return how a fact was answered, or what it is taken as."""
    if fact.name in interview.facts:
        return spaced(words(fact, statement(fact, interview.facts[fact.name])))
    decision = interview.decision
    known = {each.fact: each.value for each in decision.assumed}
    known |= {each.fact: each.value for each in decision.screened}
    return spaced(known.get(fact.name, "not answered"))


def _leads_to(levels: Levels) -> str:
    if not levels:
        return "It decides on the study only: the level is the same whatever it is."
    return f"It can lead to: {levels_in_words(levels)}."


def _show_rules(decision: Decision, facts: set[str]) -> None:
    depending = [rule for rule in decision.open_rules if facts.intersection(rule.facts)]
    if depending:
        say("These depend on it:", _INDENT)
        say_all((_rule(rule) for rule in depending), f"{_INDENT}- ")


def _rule(rule: OpenRule) -> str:
    return f"{rule.title or spaced(rule.rule)} ({rule.kind})"
