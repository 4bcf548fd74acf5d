"""What is known of a patient's facts, and how: stated, set by a screen, or assumed."""

from collections.abc import Container
from typing import Literal, NamedTuple, TypeAlias

from imaging_rules.decide.read.screens import set_by_screens
from imaging_rules.decide.read.stated_value import Statement, statement
from imaging_rules.decide.read.states import Given
from imaging_rules.model.guideline import Guideline

HowKnown: TypeAlias = Literal["stated", "screened", "assumed"]


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
