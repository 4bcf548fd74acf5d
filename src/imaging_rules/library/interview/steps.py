"""The steps that an interview has gone, what they come to, and how they are kept as plain data."""

from typing import Any, TypeAlias

from attrs import field, frozen

from imaging_rules.decide.read.stated_value import NotAStatementError, plain, statement
from imaging_rules.decide.read.states import mistake
from imaging_rules.decide.record import recorded
from imaging_rules.errors import FactsError
from imaging_rules.model.facts import Screen
from imaging_rules.model.guideline import Guideline
from imaging_rules.values.hidden import Hidden


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

_NO_STEP = "a step of the interview is none that `Interview.to_dict` writes"


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


def plain_step(step: Step, guideline: Guideline) -> list[Any]:
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


def step_from(data: object, guideline: Guideline) -> Step:
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


def _facts(names: list[object], guideline: Guideline) -> tuple[str, ...]:
    found = tuple(each for each in names if isinstance(each, str) and each in guideline.fact)
    if len(found) != len(names):
        raise ValueError(_NO_STEP)
    return found
