"""What an interview asks or shows at a time, with all that a form needs to draw it."""

from typing import TypeAlias

from attrs import field, frozen

from imaging_rules.decide.answer.records import Assumed, AssumedTogether, FoundContradiction, Levels
from imaging_rules.decide.answer.values import AnswerType, answer_type
from imaging_rules.model.facts import Fact, Screen
from imaging_rules.model.guideline import Guideline
from imaging_rules.values.hidden import Hidden, hidden


@frozen
class AskFact:
    """A fact is asked for: `Interview.answer` takes what is stated of it.

    ``answer`` says how it is answered: its values, or its range and unit. ``could_become`` holds
    the levels between which it decides; it is empty where only a study hangs on it. ``before``
    names the studies before which it must be known, where only precautions hang on it.

    Examples:
        >>> from imaging_rules import Interview
        >>> asked = Interview("low_back_pain").answer("none").turn
        >>> asked.fact, asked.ask, asked.answer.unit
        ('age', 'How old is the patient?', 'years')
    """

    fact: str
    ask: str
    explain: str
    answer: AnswerType
    could_become: Levels = ()
    before: tuple[str, ...] = ()


@frozen
class CoveredQuestion:
    """A question that a screen stands for, and the value in words that the answer none gives.

    Examples:
        >>> from imaging_rules import Interview
        >>> covered = Interview("low_back_pain").turn.covers[1]
        >>> covered.fact, covered.value
        ('saddle_anesthesia', 'no')
    """

    fact: str
    ask: str
    value: str


@frozen
class AskScreen:
    """Several facts are asked about at once: the answer `none` answers all of them.

    `Interview.answer` takes ``"none"``; otherwise `Interview.answer_some` goes on, with one fact
    after the other. ``before`` is as in `AskFact`, of the first of them that is missing.

    Examples:
        >>> from imaging_rules import Interview
        >>> interview = Interview("low_back_pain")
        >>> interview.turn.screen, len(interview.turn.covers)
        ('red_flags', 9)
        >>> interview.answer_some().turn.fact
        'bowel_or_bladder_loss'
    """

    screen: str
    ask: str
    explain: str
    covers: tuple[CoveredQuestion, ...]
    could_become: Levels = ()
    before: tuple[str, ...] = ()


@frozen
class KnownFact:
    """A fact that is shown to be checked, with the value in words that it was given or has.

    Examples:
        >>> from imaging_rules import Interview
        >>> interview = Interview("low_back_pain").answer("none").answer(42).answer("1 week")
        >>> known = interview.turn.known[0]
        >>> known.fact, known.value
        ('procedure_considered', 'no')
    """

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

    Examples:
        >>> from imaging_rules import Interview, loads
        >>> guideline = loads('''
        ... guideline made_up
        ...   otherwise no guidance
        ...
        ... fact treated
        ...   number in weeks from 0 to 100
        ...
        ... fact ill
        ...   number in weeks from 0 to 100
        ...
        ... study mri
        ...
        ... indication any
        ...   when      treated over 4 weeks and ill over 1 week
        ...   image     with mri
        ...   question  "Why?"
        ...   editorial "Made up."
        ...
        ... contradiction longer
        ...   when      treated over ill
        ...   editorial "Made up."
        ... ''')
        >>> turn = Interview(guideline).answer(5).answer(3).turn
        >>> turn.contradiction.name, turn.facts
        ('longer', ('treated', 'ill'))
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

    Examples:
        >>> from imaging_rules import Interview
        >>> interview = Interview("low_back_pain").answer("none").answer(42).answer("1 week")
        >>> interview.turn.facts[:2]
        ('procedure_considered', 'atypical_presentation')
        >>> interview.leave().turn
    """

    assumed: tuple[Assumed, ...]
    together: tuple[AssumedTogether, ...]
    known: tuple[KnownFact, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        """The names of the facts of which one may be picked."""
        return tuple(each.fact for each in self.known)


Turn: TypeAlias = AskFact | AskScreen | CheckAnswers | CheckAssumed


def ask_fact(fact: Fact, could_become: Levels, before: tuple[str, ...] = ()) -> AskFact:
    """Return the question for a fact."""
    told = question(fact), fact.explain, answer_type(fact)
    return AskFact(fact.name, *told, could_become, before)


def ask_screen(
    screen: Screen, guideline: Guideline, could_become: Levels, before: tuple[str, ...]
) -> AskScreen:
    """Return the question of a screen."""
    facts = guideline.fact
    covers = tuple(
        CoveredQuestion(name, question(facts[name]), facts[name].words(value))
        for name, value in screen.covers
    )
    ask = screen.ask or f"Is any of these present? ({screen.name})"
    return AskScreen(screen.name, ask, screen.explain, covers, could_become, before)


def question(fact: Fact) -> str:
    """Return the question for a fact; its name, where it has none."""
    return fact.ask or f"{fact.name.replace('_', ' ').capitalize()}?"
