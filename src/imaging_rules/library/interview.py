"""An interview that asks of a patient only what still matters; apart from any terminal."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, TypeAlias

from attrs import evolve, field, frozen

from imaging_rules.decide.answer.assumptions import to_offer
from imaging_rules.decide.answer.records import (
    Assumed,
    AssumedTogether,
    FoundContradiction,
    Levels,
    Missing,
)
from imaging_rules.decide.decision import Decision
from imaging_rules.decide.read.facts import PatientFacts
from imaging_rules.errors import FactsError, Mistake
from imaging_rules.library.guideline import Guideline
from imaging_rules.model.facts import Fact, Screen
from imaging_rules.values.hidden import Hidden, hidden

_NONE = "none"


@frozen
class AskFact:
    """Ask for a fact. ``could_become`` is empty where only a study hangs on it."""

    fact: Fact
    could_become: Levels = ()


@frozen
class AskScreen:
    """Ask about several facts at once; `none` answers all of them."""

    screen: Screen
    could_become: Levels = ()


@frozen
class CheckAnswers:
    """Show answers that contradict each other, to be checked; one of the facts may be picked."""

    contradiction: FoundContradiction

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts of which one may be picked, to be asked again."""
        return self.contradiction.facts


@frozen
class CheckAssumed:
    """Show what was assumed and matters, to be checked; one of the facts may be picked.

    ``together`` holds those sets of these facts that matter only together.
    """

    assumed: tuple[Assumed, ...]
    together: tuple[AssumedTogether, ...] = ()

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts of which one may be picked, to be asked."""
        return tuple(each.fact for each in self.assumed)


Turn: TypeAlias = AskFact | AskScreen | CheckAnswers | CheckAssumed


@frozen
class _Answered:
    name: str
    _value: Hidden[Any] = field(converter=hidden, repr=False)

    @property
    def value(self) -> Any:
        return self._value.value


@frozen
class _Some:
    """Something of a screen is present, or may be: its facts are asked one by one."""

    screen: str


@frozen
class _Picked:
    fact: str


@frozen
class _Left:
    """What was shown to be checked stays as it is."""

    facts: tuple[str, ...]
    contradiction: str = ""


_Step: TypeAlias = _Answered | _Some | _Picked | _Left


@frozen(slots=False)
class Interview:
    """An interview, as far as it has come. Immutable: every step gives a new one.

    Facts are asked in the order of `Decision.missing`, none of them twice, but for one that is
    picked after it was shown to be checked. A screen is asked before the first of its facts, if
    nothing is known of any of them and it can spare a question. When nothing is left to ask,
    what was assumed and matters is shown once. So an interview ends, unless facts are picked
    without end.
    """

    guideline: Guideline
    _steps: tuple[_Step, ...] = field(default=(), repr=False)

    @property
    def facts(self) -> dict[str, Any]:
        """What has been stated, by the names of facts and screens, as `evaluate` takes it."""
        return dict(self._state.answers)

    @cached_property
    def decision(self) -> Decision:
        """The decision for what has been stated."""
        return self.guideline.evaluate(PatientFacts(**self.facts))

    @cached_property
    def turn(self) -> Turn | None:
        """What comes next; ``None`` when the interview is over."""
        return next(self._turns(), None)

    @property
    def number(self) -> int:
        """The number of the turn, from 1."""
        return len(self._steps) + 1

    def back(self) -> "Interview":
        """Return the interview as it was before the last step; at its beginning, as it is."""
        return Interview(self.guideline, self._steps[:-1])

    def answer(self, value: object) -> "Interview":
        """Return the interview after an answer to the fact or the screen that is asked.

        Args:
            value: What is stated of the fact, as `evaluate` takes it. Of a screen, ``"none"``.

        Raises:
            FactsError: The fact cannot be what is stated.

        Unknown:
            ``unknown`` says that the fact is not known. It is then open, and not asked again.
        """
        match self.turn:
            case AskFact(Fact(name)):
                after = self._after(_Answered(name, value))
            case AskScreen(Screen(name)):
                if value != _NONE:
                    raise FactsError(
                        [
                            Mistake(
                                name, f"`{name}` is answered with none, or with some", "wrong_form"
                            )
                        ]
                    )
                after = self._after(_Answered(name, value))
            case turn:
                raise ValueError(f"nothing is asked: {type(turn).__name__}")
        # What cannot be used is to be told now.
        after.decision  # noqa: B018
        return after

    def answer_some(self) -> "Interview":
        """Return the interview after a screen was answered otherwise than with none.

        Its facts are then asked one by one, as far as they matter.
        """
        if not isinstance(self.turn, AskScreen):
            raise ValueError("no screen is asked")
        return self._after(_Some(self.turn.screen.name))

    def pick(self, fact: str) -> "Interview":
        """Return the interview after a fact was picked that is shown to be checked.

        It is asked next. The answer `none` to a screen that covers it no longer stands: the
        other facts of the screen are asked one by one.
        """
        if not isinstance(self.turn, CheckAnswers | CheckAssumed) or fact not in self.turn.facts:
            raise ValueError("this fact is not among those to be checked")
        return self._after(_Picked(fact))

    def leave(self) -> "Interview":
        """Return the interview after what is shown to be checked was left as it is."""
        match self.turn:
            case CheckAnswers(contradiction):
                return self._after(_Left(contradiction.facts, contradiction.name))
            case CheckAssumed():
                return self._after(_Left(self.turn.facts))
            case _:
                raise ValueError("nothing is shown to be checked")

    def _after(self, step: _Step) -> "Interview":
        return evolve(self, steps=(*self._steps, step))

    @cached_property
    def _state(self) -> "_State":
        state = _State()
        for step in self._steps:
            state.add(step, self.guideline.model.screens)
        return state

    def _turns(self) -> Iterator[Turn]:
        """Yield what there is to do; the first of it comes next."""
        state, decision = self._state, self.decision
        if state.picked:
            yield AskFact(self.guideline.model.fact[state.picked], self._turned_by(state.picked))
        for found in decision.contradictions:
            if found.name not in state.left:
                yield CheckAnswers(found)
        # What is screened or assumed is missing only in that it is to be checked; and who answers
        # that a fact is not stated is not asked again.
        known = {*state.answers, *(each.fact for each in decision.screened)}
        known |= {each.fact for each in decision.assumed}
        to_ask = {each.fact: each for each in decision.to_ask if each.fact not in known}
        model = self.guideline.model
        for name, missing in to_ask.items():
            for screen in (model.screen[each] for each in missing.screens):
                if screen.name not in state.opened:
                    yield AskScreen(screen, _together(to_ask, screen))
            yield AskFact(model.fact[name], missing.could_become)
        offered = to_offer(decision._case)
        if any(name not in state.accepted for name in offered):
            assumed = tuple(each for each in decision.assumed if each.fact in offered)
            together = tuple(
                each for each in decision.assumed_together if offered.issuperset(each.facts)
            )
            yield CheckAssumed(assumed, together)

    def _turned_by(self, fact: str) -> Levels:
        """Return the levels between which a fact that was picked turns the decision."""
        of_missing = [m.could_become for m in self.decision.missing if m.fact == fact]
        of_assumed = [a.could_become for a in self.decision.assumed if a.fact == fact]
        return next((levels for levels in (*of_missing, *of_assumed) if levels), ())


def _together(to_ask: Mapping[str, Missing], screen: Screen) -> Levels:
    """Return the levels between which the facts of a screen can turn the decision."""
    covered = [to_ask[name] for name, _ in screen.covers if name in to_ask]
    levels = {level for each in covered for level in each.could_become}
    return tuple(sorted(levels, key=lambda level: level.end))


class _State:
    """What the steps of an interview come to."""

    def __init__(self) -> None:
        self.answers: dict[str, Any] = {}
        self.opened: set[str] = set()
        self.left: dict[str, tuple[str, ...]] = {}
        self.accepted: set[str] = set()
        self.picked = ""

    def add(self, step: _Step, screens: tuple[Screen, ...]) -> None:
        match step:
            case _Answered(name):
                self.answers[name] = step.value
                self.picked = ""
            case _Some(name):
                self.opened.add(name)
            case _Left(facts, ""):
                self.accepted.update(facts)
            case _Left(facts, contradiction):
                self.left[contradiction] = facts
            case _Picked(fact):
                self.picked = fact
                self.answers.pop(fact, None)
                for screen in screens:
                    if fact in dict(screen.covers) and self.answers.pop(screen.name, None):
                        self.opened.add(screen.name)
                # With another answer, it is to be told again.
                self.left = {n: facts for n, facts in self.left.items() if fact not in facts}
