"""An interview, as far as it has come: its steps, what they come to, and how they are kept."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from os import PathLike
from typing import Any, TypeAlias

from attrs import evolve, field, frozen

from imaging_rules.decide.answer.assumptions import to_offer
from imaging_rules.decide.answer.records import Levels, Missing
from imaging_rules.decide.decision import Decision
from imaging_rules.decide.read.dated import read_dates
from imaging_rules.decide.read.facts import PatientFacts
from imaging_rules.decide.read.stated_value import NotAStatementError, plain, statement, words
from imaging_rules.decide.read.states import mistake
from imaging_rules.decide.record import recorded
from imaging_rules.errors import FactsError, Mistake, OtherGuidelineError
from imaging_rules.library import interview_turns as turns
from imaging_rules.library.find import load
from imaging_rules.library.guideline import Guideline
from imaging_rules.model.facts import Screen
from imaging_rules.model.guideline import Guideline as Model
from imaging_rules.values.hidden import Hidden

_NO_STEP = "a step of the interview is none that `Interview.to_dict` writes"
_NONE = "none"

_SCHEMA = 1
"""The version of what `to_dict` returns; it rises when a field changes its meaning or goes."""


def _kept(value: object) -> Hidden[object]:
    # Held as a plain value, an answer can no longer be changed from outside.
    return Hidden(plain(value))


@frozen
class Answered:
    """A fact or a screen was answered."""

    name: str
    _value: Hidden[Any] = field(converter=_kept, repr=False)

    @property
    def value(self) -> Any:
        """The answer."""
        return self._value.value


@frozen
class Some:
    """Something of a screen is present, or may be: its facts are asked one by one."""

    screen: str


@frozen
class Picked:
    """A fact was picked, to be asked again."""

    fact: str


@frozen
class Left:
    """What was shown to be checked stays as it is."""

    facts: tuple[str, ...]
    contradiction: str = ""


Step: TypeAlias = Answered | Some | Picked | Left


class State:
    """What the steps of an interview come to."""

    def __init__(self) -> None:
        self.answers: dict[str, Any] = {}
        self.opened: set[str] = set()
        self.left: dict[str, tuple[str, ...]] = {}
        self.accepted: set[str] = set()
        self.picked = ""

    def add(self, step: Step, screens: tuple[Screen, ...]) -> None:
        """Go one step on."""
        match step:
            case Answered(name):
                self.answers[name] = step.value
                self.picked = ""
            case Some(name):
                self.opened.add(name)
            case Left(facts, ""):
                self.accepted.update(facts)
            case Left(facts, contradiction):
                self.left[contradiction] = facts
            case Picked(fact):
                self.picked = fact
                self.answers.pop(fact, None)
                for screen in screens:
                    if fact in dict(screen.covers) and self.answers.pop(screen.name, None):
                        self.opened.add(screen.name)
                # With another answer, it is to be told again.
                self.left = {n: facts for n, facts in self.left.items() if fact not in facts}


def plain_step(step: Step, guideline: Model) -> list[Any]:
    """Return a step as plain data, ready for JSON, in the form that the form on a page keeps."""
    match step:
        case Answered(name):
            fact = guideline.fact.get(name)
            if fact is None or step.value is None:
                return ["answer", name, step.value]
            return ["answer", name, recorded(fact, step.value)]
        case Some(screen):
            return ["some", screen]
        case Picked(picked):
            return ["pick", picked]
        case Left(facts, ""):
            return ["accept", list(facts)]
        case Left(facts, contradiction):
            return ["leave", contradiction, list(facts)]


def step_from(data: object, guideline: Model) -> Step:
    """Return the step that plain data hold.

    Raises:
        FactsError: The guideline cannot use an answer.
        ValueError: They hold none, or one of what the guideline does not have.
    """
    facts, screens = guideline.fact, guideline.screen
    match data:
        case ["answer", str(name), value] if name in facts:
            try:
                if value is not None:
                    statement(facts[name], value)
            except NotAStatementError as problem:
                raise FactsError([mistake(name, problem, value)]) from None
            return Answered(name, value)
        case ["answer", str(name), "none"] if name in screens:
            return Answered(name, "none")
        case ["some", str(name)] if name in screens:
            return Some(name)
        case ["pick", str(name)] if name in facts:
            return Picked(name)
        case ["accept", [*names]]:
            return Left(_facts(names, guideline))
        case ["leave", str(contradiction), [*names]]:
            return Left(_facts(names, guideline), contradiction)
    raise ValueError(_NO_STEP)


def _facts(names: list[object], guideline: Model) -> tuple[str, ...]:
    found = tuple(each for each in names if isinstance(each, str) and each in guideline.fact)
    if len(found) != len(names):
        raise ValueError(_NO_STEP)
    return found


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
    def turn(self) -> turns.Turn | None:
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
        if not isinstance(turn, turns.AskFact | turns.AskScreen):
            del value
            raise ValueError(f"nothing is asked: {type(turn).__name__}")
        try:
            return self._answered(turn, value)
        except FactsError as problem:
            # Its traceback may go into a log with what frames hold: no frame holds the answer.
            del value
            raise problem.with_traceback(None) from None

    def _answered(self, turn: turns.AskFact | turns.AskScreen, value: object) -> "Interview":
        is_none = isinstance(value, str) and value == _NONE
        if isinstance(turn, turns.AskScreen) and not is_none:
            told = (
                f"`{turn.screen}` is answered with none; `answer_some()` says that some is present"
            )
            raise FactsError([Mistake(turn.screen, told, "wrong_form")])
        name = turn.fact if isinstance(turn, turns.AskFact) else turn.screen
        # A date is kept as what it says today, so that the interview means the same tomorrow.
        said, wrong = read_dates(self.guideline.model, {name: value}, date.today())
        if wrong:
            raise FactsError([*wrong.values()])
        after = self._after(Answered(name, said.get(name, value)))
        # What cannot be used is to be told now.
        after.decision  # noqa: B018
        return after

    def answer_some(self) -> "Interview":
        """Return the interview after a screen was answered otherwise than with none.

        Its facts are then asked one by one, as far as they matter.
        """
        if not isinstance(self.turn, turns.AskScreen):
            raise ValueError("no screen is asked")
        return self._after(Some(self.turn.screen))

    def pick(self, fact: str) -> "Interview":
        """Return the interview after a fact was picked that is shown to be checked.

        It is asked next. The answer `none` to a screen that covers it no longer stands: the
        other facts of the screen are asked one by one.
        """
        if (
            not isinstance(self.turn, turns.CheckAnswers | turns.CheckAssumed)
            or fact not in self.turn.facts
        ):
            raise ValueError("this fact is not among those to be checked")
        return self._after(Picked(fact))

    def leave(self) -> "Interview":
        """Return the interview after what is shown to be checked was left as it is."""
        match self.turn:
            case turns.CheckAnswers(contradiction):
                return self._after(Left(contradiction.facts, contradiction.name))
            case turns.CheckAssumed():
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

    def _turns(self) -> Iterator[turns.Turn]:
        """Yield what there is to do; the first of it comes next."""
        state, decision, model = self._state, self.decision, self.guideline.model
        if state.picked:
            yield turns.ask_fact(model.fact[state.picked], self._turned_by(state.picked))
        for found in decision.contradictions:
            if found.name not in state.left:
                yield turns.CheckAnswers(found, self._known(found.facts))
        # What is screened or assumed is missing only in that it is to be checked; and who answers
        # that a fact is not stated is not asked again.
        known = {*state.answers, *(each.fact for each in decision.screened)}
        known |= {each.fact for each in decision.assumed}
        to_ask = {each.fact: each for each in decision.to_ask if each.fact not in known}
        for name, missing in to_ask.items():
            for screen in (model.screen[each] for each in missing.screens):
                if screen.name not in state.opened:
                    told = _together(to_ask, screen), missing.before
                    yield turns.ask_screen(screen, model, *told)
            yield turns.ask_fact(model.fact[name], missing.could_become, missing.before)
        offered = to_offer(decision._case)
        if any(name not in state.accepted for name in offered):
            assumed = tuple(each for each in decision.assumed if each.fact in offered)
            together = tuple(
                each for each in decision.assumed_together if offered.issuperset(each.facts)
            )
            names = tuple(each.fact for each in assumed)
            yield turns.CheckAssumed(assumed, together, self._known(names))

    def _known(self, names: tuple[str, ...]) -> tuple[turns.KnownFact, ...]:
        """Return facts with how they were answered, or what they are taken as."""
        facts, decision = self.guideline.model.fact, self.decision
        known = {each.fact: each.value for each in decision.assumed}
        known |= {each.fact: each.value for each in decision.screened}
        for name, value in self._state.answers.items():
            if name in facts and value is not None:
                known[name] = words(facts[name], statement(facts[name], value))
        return tuple(
            turns.KnownFact(name, turns.question(facts[name]), known.get(name, "not answered"))
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
