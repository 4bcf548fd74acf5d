"""What an interview asks or shows at a time, with all that a form needs to draw it."""

from typing import TypeAlias

from attrs import field, frozen

from imaging_rules.decide.answer.answer_type import answer_type
from imaging_rules.decide.answer.records import (
    AnswerType,
    Assumed,
    AssumedTogether,
    FoundContradiction,
    Levels,
)
from imaging_rules.model.facts import Fact, Screen
from imaging_rules.model.guideline import Guideline
from imaging_rules.values.hidden import Hidden, hidden


@frozen
class AskFact:
    """A fact is asked for: `Interview.answer` takes what is stated of it.

    ``answer`` says how it is answered: its values, or its range and unit. ``could_become`` holds
    the levels between which it decides; it is empty where only a study hangs on it.
    """

    fact: str
    ask: str
    explain: str
    answer: AnswerType
    could_become: Levels = ()


@frozen
class CoveredFact:
    """A fact that a screen asks about, and the value in words that the answer none gives it."""

    fact: str
    ask: str
    value: str


@frozen
class AskScreen:
    """Several facts are asked about at once: the answer `none` answers all of them.

    `Interview.answer` takes ``"none"``; otherwise `Interview.answer_some` goes on, with one fact
    after the other.
    """

    screen: str
    ask: str
    explain: str
    covers: tuple[CoveredFact, ...]
    could_become: Levels = ()


@frozen
class KnownFact:
    """A fact that is shown to be checked, with the value in words that it was given or has."""

    fact: str
    ask: str
    _value: Hidden[str] = field(converter=hidden, repr=False)

    @property
    def value(self) -> str:
        """How it was answered, or what it is taken as, in words."""
        return self._value.value


@frozen
class CheckAnswers:
    """Answers contradict each other, and are shown to be checked.

    One of ``known`` may be picked with `Interview.pick`, to be asked again. `Interview.leave`
    leaves them as they are.
    """

    contradiction: FoundContradiction
    known: tuple[KnownFact, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        """The names of the facts of which one may be picked."""
        return tuple(each.fact for each in self.known)


@frozen
class CheckAssumed:
    """What was assumed and matters is shown, to be checked.

    One of ``known`` may be picked with `Interview.pick`, to be asked. `Interview.leave` leaves
    them as they are. ``assumed`` says what another value of each could lead to, and ``together``
    holds those sets of them that matter only together.
    """

    assumed: tuple[Assumed, ...]
    together: tuple[AssumedTogether, ...]
    known: tuple[KnownFact, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        """The names of the facts of which one may be picked."""
        return tuple(each.fact for each in self.known)


Turn: TypeAlias = AskFact | AskScreen | CheckAnswers | CheckAssumed


def ask_fact(fact: Fact, could_become: Levels) -> AskFact:
    """Return the question for a fact."""
    return AskFact(fact.name, question(fact), fact.explain, answer_type(fact), could_become)


def ask_screen(screen: Screen, guideline: Guideline, could_become: Levels) -> AskScreen:
    """Return the question of a screen."""
    facts = guideline.fact
    covers = tuple(
        CoveredFact(name, question(facts[name]), facts[name].words(value))
        for name, value in screen.covers
    )
    ask = screen.ask or f"Is any of these present? ({screen.name})"
    return AskScreen(screen.name, ask, screen.explain, covers, could_become)


def question(fact: Fact) -> str:
    """Return the question for a fact; its name, where it has none."""
    return fact.ask or f"{fact.name.replace('_', ' ').capitalize()}?"
