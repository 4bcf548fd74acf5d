"""What is known of a patient's facts, and how: stated, set by a screen, or assumed."""

from collections.abc import Container
from fractions import Fraction
from typing import Literal, NamedTuple, TypeAlias

from imaging_rules.decide.read.stated_value import Statement, statement
from imaging_rules.decide.read.states import Given, is_none, statements
from imaging_rules.model.facts import Screen, Value
from imaging_rules.model.guideline import Guideline
from imaging_rules.values.regions import Interval
from imaging_rules.values.stated import Unknown

HowKnown: TypeAlias = Literal["stated", "screened", "assumed"]


def answered(guideline: Guideline, given: Given) -> list[tuple[Screen, object]]:
    """Return the screens that were answered, with the answers."""
    if not guideline.screens:
        return []
    answers = given[len(guideline.facts) :]
    return [
        (screen, answer)
        for screen, answer in zip(guideline.screens, answers, strict=True)
        if answer is not None
    ]


def set_by_screens(guideline: Guideline, given: Given) -> dict[str, tuple[Value, str]]:
    """Return the facts that answered screens have set, each with its value and the screen."""
    stated = {
        fact.name for fact, value in zip(guideline.facts, given, strict=False) if value is not None
    }
    return {
        name: (value, screen.name)
        for screen, answer in answered(guideline, given)
        if is_none(screen, answer)
        for name, value in screen.covers
        if name not in stated
    }


def against(guideline: Guideline, given: Given, screen: Screen) -> list[str]:
    """Return the facts stated otherwise than the answer `none` to a screen says."""
    stated = statements(guideline, given)
    return [
        name for name, value in screen.covers if name in stated and not _can_be(stated[name], value)
    ]


def _can_be(stated: Statement, value: Value) -> bool:
    match stated:
        case Unknown():
            return True
        case Interval():
            return isinstance(value, Fraction) and value in stated
        case tuple():
            return value in stated
        case _:
            return stated == value


class Known(NamedTuple):
    """What is known of a fact, and how."""

    stated: Statement
    how: HowKnown

    def __repr__(self) -> str:
        # It may stand in a frame of a traceback that goes into a log.
        return f"<what is {self.how} of a fact>"


def known_of(
    guideline: Guideline, given: Given, names: Container[str] | None = None
) -> dict[str, Known]:
    """Return what is known of each fact of which anything is, in file order.

    Args:
        guideline: The guideline.
        given: What was given of its facts and screens.
        names: The facts to tell of; without them, all.

    Unknown: That a fact was asked and is not known is known of it.
    """
    by_screen = set_by_screens(guideline, given)
    found = {}
    for fact, value in zip(guideline.facts, given, strict=False):
        if names is not None and fact.name not in names:
            continue
        if value is not None:
            found[fact.name] = Known(statement(fact, value), "stated")
        elif fact.name in by_screen:
            found[fact.name] = Known(by_screen[fact.name][0], "screened")
        elif fact.assumed is not None:
            found[fact.name] = Known(fact.assumed, "assumed")
    return found
