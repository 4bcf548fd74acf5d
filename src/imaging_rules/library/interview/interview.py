"""An interview, as far as it has come."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from os import PathLike
from typing import Any

from attrs import evolve, field, frozen

from imaging_rules.decide.answer.assumptions import to_offer
from imaging_rules.decide.answer.records import Levels, Missing
from imaging_rules.decide.decision import Decision
from imaging_rules.decide.read.facts import PatientFacts
from imaging_rules.decide.read.stated_value import statement, words
from imaging_rules.errors import FactsError, Mistake, OtherGuidelineError
from imaging_rules.library.find import load
from imaging_rules.library.guideline import Guideline
from imaging_rules.library.interview.steps import (
    Answered,
    Left,
    Picked,
    Some,
    State,
    Step,
    plain_step,
    step_from,
)
from imaging_rules.library.interview.turns import (
    AskFact,
    AskScreen,
    CheckAnswers,
    CheckAssumed,
    KnownFact,
    Turn,
    ask_fact,
    ask_screen,
    question,
)
from imaging_rules.model.facts import Screen

_NONE = "none"
_SCHEMA = 1
"""The version of what `to_dict` returns; it rises when a field changes its meaning or goes."""


@frozen(slots=False)
class Interview:
    """An interview, as far as it has come. Immutable: every step gives a new one.

    Facts are asked in the order of `Decision.missing`, none of them twice, but for one that is
    picked after it was shown to be checked. A screen is asked before the first of its facts, if
    nothing is known of any of them and it can spare a question. When nothing is left to ask,
    what was assumed and matters is shown once. So an interview ends, unless facts are picked
    without end. No answer of the patient shows in a `repr`.

    `Interview(guideline)` begins one. The guideline is a `Guideline`, or a name or a path as `load`
    takes them.

    Examples:
        >>> from imaging_rules import Interview
        >>> interview = Interview("low_back_pain")
        >>> interview.turn.screen
        'red_flags'
        >>> interview = interview.answer("none")
        >>> interview.turn.ask, interview.turn.answer.unit, interview.turn.answer.highest
        ('How old is the patient?', 'years', 120)
        >>> interview.answer(42).turn.fact
        'conservative_care'
    """

    guideline: Guideline = field(converter=load)
    _steps: tuple[Step, ...] = field(default=(), alias="_steps", repr=False)

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

    def to_dict(self) -> dict[str, Any]:
        """Return the interview as plain data, ready for JSON: its steps, with the answers.

        They are health data, such as a web service may keep in a session. `from_dict` reads them.

        Examples:
            >>> from imaging_rules import Interview
            >>> Interview("low_back_pain").answer("none").to_dict()["steps"]
            [['answer', 'red_flags', 'none']]
        """
        own = self.guideline
        return {
            "schema": _SCHEMA,
            "guideline": {"name": own.name, "sha256": own.sha256},
            "steps": [plain_step(each, own.model) for each in self._steps],
        }

    @classmethod
    def from_dict(
        cls, data: Mapping[str, Any], guideline: Guideline | str | PathLike[str]
    ) -> "Interview":
        """Return the interview that `to_dict` wrote.

        Args:
            data: What `to_dict` returned, also by way of JSON.
            guideline: The guideline: a `Guideline`, or a name or a path as `load` takes them.

        Raises:
            OtherGuidelineError: It was held with another guideline, or another text of this one.
            FactsError: The guideline cannot use an answer.
            ValueError: This is nothing that `to_dict` returned.

        Examples:
            >>> import json
            >>> from imaging_rules import Interview
            >>> kept = json.dumps(Interview("low_back_pain").answer("none").to_dict())
            >>> Interview.from_dict(json.loads(kept), "low_back_pain").number
            2
        """
        begun = cls(guideline)
        try:
            return begun._read(data)
        except ValueError as problem:
            del data
            raise problem.with_traceback(None) from None

    def _read(self, data: object) -> "Interview":
        match data:
            case {
                "schema": int(schema),
                "guideline": {"name": str(name), "sha256": str(sha256)},
                "steps": [*steps],
            } if schema == _SCHEMA:
                own = self.guideline
                if sha256 != own.sha256:
                    raise OtherGuidelineError(
                        "the interview was held", name, own.name, "begin a new one"
                    )
                found = evolve(self, _steps=tuple(step_from(e, own.model) for e in steps))
                # What cannot be used is to be told now.
                found.decision  # noqa: B018
                return found
        raise ValueError("an interview is read from what `Interview.to_dict` returned")

    def back(self) -> "Interview":
        """Return the interview as it was before the last step; at its beginning, as it is."""
        return evolve(self, _steps=self._steps[:-1])

    def answer(self, value: object) -> "Interview":
        """Return the interview after an answer to the fact or the screen that is asked.

        Args:
            value: What is stated of the fact, as `evaluate` takes it. Of a screen, ``"none"``.

        Raises:
            FactsError: The fact cannot be what is stated.
            ValueError: Nothing is asked.

        Unknown:
            ``unknown`` says that the fact is not known. It is then open, and not asked again.
        """
        turn = self.turn
        if not isinstance(turn, AskFact | AskScreen):
            del value
            raise ValueError(f"nothing is asked: {type(turn).__name__}")
        try:
            return self._answered(turn, value)
        except FactsError as problem:
            # Its traceback may go into a log with what frames hold: no frame holds the answer.
            del value
            raise problem.with_traceback(None) from None

    def _answered(self, turn: AskFact | AskScreen, value: object) -> "Interview":
        is_none = isinstance(value, str) and value == _NONE
        if isinstance(turn, AskScreen) and not is_none:
            told = (
                f"`{turn.screen}` is answered with none; `answer_some()` says that some is present"
            )
            raise FactsError([Mistake(turn.screen, told, "wrong_form")])
        after = self._after(
            Answered(turn.fact if isinstance(turn, AskFact) else turn.screen, value)
        )
        # What cannot be used is to be told now.
        after.decision  # noqa: B018
        return after

    def answer_some(self) -> "Interview":
        """Return the interview after a screen was answered otherwise than with none.

        Its facts are then asked one by one, as far as they matter.
        """
        if not isinstance(self.turn, AskScreen):
            raise ValueError("no screen is asked")
        return self._after(Some(self.turn.screen))

    def pick(self, fact: str) -> "Interview":
        """Return the interview after a fact was picked that is shown to be checked.

        It is asked next. The answer `none` to a screen that covers it no longer stands: the
        other facts of the screen are asked one by one.
        """
        if not isinstance(self.turn, CheckAnswers | CheckAssumed) or fact not in self.turn.facts:
            raise ValueError("this fact is not among those to be checked")
        return self._after(Picked(fact))

    def leave(self) -> "Interview":
        """Return the interview after what is shown to be checked was left as it is."""
        match self.turn:
            case CheckAnswers(contradiction):
                return self._after(Left(contradiction.facts, contradiction.name))
            case CheckAssumed():
                return self._after(Left(self.turn.facts))
            case _:
                raise ValueError("nothing is shown to be checked")

    def _after(self, step: Step) -> "Interview":
        return evolve(self, _steps=(*self._steps, step))

    @cached_property
    def _state(self) -> "State":
        state = State()
        for step in self._steps:
            state.add(step, self.guideline.model.screens)
        return state

    def _turns(self) -> Iterator[Turn]:
        """Yield what there is to do; the first of it comes next."""
        state, decision, model = self._state, self.decision, self.guideline.model
        if state.picked:
            yield ask_fact(model.fact[state.picked], self._turned_by(state.picked))
        for found in decision.contradictions:
            if found.name not in state.left:
                yield CheckAnswers(found, self._known(found.facts))
        # What is screened or assumed is missing only in that it is to be checked; and who answers
        # that a fact is not stated is not asked again.
        known = {*state.answers, *(each.fact for each in decision.screened)}
        known |= {each.fact for each in decision.assumed}
        to_ask = {each.fact: each for each in decision.to_ask if each.fact not in known}
        for name, missing in to_ask.items():
            for screen in (model.screen[each] for each in missing.screens):
                if screen.name not in state.opened:
                    yield ask_screen(screen, model, _together(to_ask, screen), missing.before)
            yield ask_fact(model.fact[name], missing.could_become, missing.before)
        offered = to_offer(decision._case)
        if any(name not in state.accepted for name in offered):
            assumed = tuple(each for each in decision.assumed if each.fact in offered)
            together = tuple(
                each for each in decision.assumed_together if offered.issuperset(each.facts)
            )
            names = tuple(each.fact for each in assumed)
            yield CheckAssumed(assumed, together, self._known(names))

    def _known(self, names: tuple[str, ...]) -> tuple[KnownFact, ...]:
        """Return facts with how they were answered, or what they are taken as."""
        facts, decision = self.guideline.model.fact, self.decision
        known = {each.fact: each.value for each in decision.assumed}
        known |= {each.fact: each.value for each in decision.screened}
        for name, value in self._state.answers.items():
            if name in facts and value is not None:
                known[name] = words(facts[name], statement(facts[name], value))
        return tuple(
            KnownFact(name, question(facts[name]), known.get(name, "not answered"))
            for name in names
        )

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
