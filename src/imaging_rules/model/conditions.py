"""What must hold: conditions with their names resolved and their numbers in the fact's unit.

This module is imported as a whole, for its names are short: `conditions.All`, `conditions.walk`.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import TypeAlias, assert_never

from attrs import frozen


@frozen
class IsYes:
    """A yes/no fact is yes."""

    fact: str


@frozen
class IsAmong:
    """A fact has one of several values: words, numbers in its own unit, or yes and no."""

    fact: str
    values: frozenset[bool | str | Fraction]


@frozen
class Compares:
    """A number is ``over``, ``under``, ``at least`` or ``at most`` a bound in its own unit."""

    fact: str
    operator: str
    bound: Fraction


@frozen
class ComparesFacts:
    """A number is compared with another one, which is first multiplied by ``factor``."""

    fact: str
    operator: str
    other: str
    factor: Fraction


@frozen
class Defined:
    """A condition of the guideline's own, by name."""

    name: str


@frozen
class Not:
    """The part does not hold."""

    part: "Condition"


@frozen
class All:
    """Every part holds; so ``All(())`` always holds."""

    parts: "tuple[Condition, ...]"


@frozen
class AtLeast:
    """At least ``count`` of the parts hold; ``AtLeast(1, ...)`` is any of them."""

    count: int
    parts: "tuple[Condition, ...]"


@frozen
class Adds:
    """The points of the parts that hold, added up, are over, under, ... a bound."""

    lines: "tuple[tuple[Fraction, Condition], ...]"
    operator: str
    bound: Fraction

    @property
    def parts(self) -> "tuple[Condition, ...]":
        """The conditions that points are given for."""
        return tuple(part for _, part in self.lines)


Test: TypeAlias = IsYes | IsAmong | Compares
"""A condition on one fact alone."""

Condition: TypeAlias = Test | ComparesFacts | Defined | Not | All | AtLeast | Adds

ALWAYS = All(())
NEVER = AtLeast(1, ())


def parts(condition: Condition) -> tuple[Condition, ...]:
    """Return the conditions that a condition is made of, those with points among them."""
    match condition:
        case Not(part):
            return (part,)
        case All() | AtLeast() | Adds():
            return condition.parts
        case IsYes() | IsAmong() | Compares() | ComparesFacts() | Defined():
            return ()
        case _:
            assert_never(condition)


def walk(condition: Condition) -> Iterator[Condition]:
    """Yield a condition and all that it is made of, as it is read from left to right.

    What a definition stands for is not a part of the condition that names it.
    """
    pending = [condition]
    while pending:
        found = pending.pop()
        yield found
        pending += reversed(parts(found))


def with_parts(condition: Condition, instead: Callable[[Condition], Condition]) -> Condition:
    """Return a condition made of others: of what a function returns for each of its parts."""
    match condition:
        case Not(part):
            return Not(instead(part))
        case All(several):
            return All(tuple(map(instead, several)))
        case AtLeast(count, several):
            return AtLeast(count, tuple(map(instead, several)))
        case Adds(lines, operator, bound):
            return Adds(tuple((add, instead(part)) for add, part in lines), operator, bound)
        case IsYes() | IsAmong() | Compares() | ComparesFacts() | Defined():
            return condition
        case _:
            assert_never(condition)


def facts_asked(condition: Condition) -> tuple[str, ...]:
    """Return the facts that a condition asks itself, what its parts ask aside."""
    match condition:
        case IsYes(fact) | IsAmong(fact) | Compares(fact):
            return (fact,)
        case ComparesFacts(fact, _, other):
            return (fact, other)
        case Defined() | Not() | All() | AtLeast() | Adds():
            return ()
        case _:
            assert_never(condition)


def comparisons(condition: Condition) -> list[ComparesFacts]:
    """Return where a condition compares facts with each other; no definition does."""
    return [part for part in walk(condition) if isinstance(part, ComparesFacts)]
