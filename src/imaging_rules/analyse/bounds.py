"""The numbers that conditions compare facts with."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from attrs import frozen

from imaging_rules.diagram.order import definitions_of
from imaging_rules.model.conditions import (
    Adds,
    All,
    AtLeast,
    Compares,
    Condition,
    IsAmong,
    Not,
)
from imaging_rules.model.facts import NumberType
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import KINDS, WaitingPeriod
from imaging_rules.values.numbers import quantity_text
from imaging_rules.values.units import BY_NAME, Unit, factor

# A bound on a whole number may be spoken of by the next one: over 70 is at least 71, and who is
# not over 70 is under 71.
_NEXT = {
    ("over", "at least"): 1,
    ("over", "under"): 1,
    ("at most", "at least"): 1,
    ("at most", "under"): 1,
    ("at least", "over"): -1,
    ("at least", "at most"): -1,
    ("under", "over"): -1,
    ("under", "at most"): -1,
}


@frozen
class Bound:
    """A number that a fact, or a score, is compared with, in its own unit."""

    name: str
    operator: str
    value: Fraction
    unit: Unit | None
    whole: bool

    @property
    def words(self) -> str:
        """The comparison as the language writes it."""
        return f"{self.name} {self.operator} {self.quantity}"

    @property
    def quantity(self) -> str:
        """The number with its unit."""
        return quantity_text(self.value, self.unit)

    def is_spoken_of(self, value: Fraction, unit: Unit | None, operator: str) -> bool:
        """Return whether a number means this bound.

        Args:
            value: The number.
            unit: Its unit; without one, it is in the bound's own.
            operator: How it is compared with, in a word of the language; empty if it is not said.
        """
        by = Fraction(1) if unit is None else factor(unit, self.unit)
        if by is None:
            return False
        step = _NEXT.get((self.operator, operator), 0) if self.whole else 0
        return value * by in (self.value, self.value + step)


Blocks = dict[tuple[str, str], frozenset[Bound]]
"""Bounds by the keyword and the name of a block."""


def bounds_of_blocks(guideline: Guideline) -> Blocks:
    """Return the bounds of each block of a guideline, with those of what it is defined by.

    The bounds of the header are those of the scope.
    """
    return {
        block: bounds_of(conditions, guideline)
        for block, conditions in _conditions_of_blocks(guideline).items()
    }


def direct_bounds_of_blocks(guideline: Guideline) -> Blocks:
    """Return the bounds that each block of a guideline has itself."""
    return {
        block: frozenset(_bounds(All(tuple(conditions)), guideline))
        for block, conditions in _conditions_of_blocks(guideline).items()
    }


def bounds_of(conditions: Iterable[Condition], guideline: Guideline) -> frozenset[Bound]:
    """Return the bounds of conditions, those of the definitions that they use among them."""
    whole = All(tuple(conditions))
    used = definitions_of(whole, guideline)
    return frozenset(
        bound
        for condition in (whole, *(guideline.definition[name].condition for name in used))
        for bound in _bounds(condition, guideline)
    )


def _conditions_of_blocks(guideline: Guideline) -> dict[tuple[str, str], list[Condition]]:
    header = guideline.header
    found: dict[tuple[str, str], list[Condition]] = {("guideline", header.name): [header.applies]}
    kinds = {score.name: "score" for score in guideline.scores}
    for definition in guideline.definitions:
        key = kinds.get(definition.block, "define"), definition.block
        found.setdefault(key, []).append(definition.condition)
    for rule in guideline.rules:
        own = found[KINDS[type(rule)], rule.name] = [rule.when]
        if isinstance(rule, WaitingPeriod):
            own += [Compares(rule.fact, "at least", each) for each in (rule.first, rule.last)]
            own.append(rule.without)
    return found


def _bounds(condition: Condition, guideline: Guideline) -> Iterator[Bound]:
    match condition:
        case Compares(fact, operator, value):
            yield _bound(fact, operator, value, guideline)
        case IsAmong(fact, values):
            for each in values:
                if isinstance(each, Fraction):
                    yield _bound(fact, "is", each, guideline)
        case Not(part):
            yield from _bounds(part, guideline)
        case All(parts) | AtLeast(_, parts):
            for part in parts:
                yield from _bounds(part, guideline)
        case Adds(lines, operator, value):
            points = BY_NAME["points"]
            yield Bound("score", operator, value, points, whole=False)
            for worth, part in lines:
                yield Bound("score", "is", abs(worth), points, whole=False)
                yield from _bounds(part, guideline)


def _bound(fact: str, operator: str, value: Fraction, guideline: Guideline) -> Bound:
    type = guideline.fact[fact].type
    assert isinstance(type, NumberType)
    return Bound(fact, operator, value, type.unit, type.whole)
