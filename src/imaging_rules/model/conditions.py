"""What must hold: conditions with their names resolved and their numbers in the fact's unit."""

from fractions import Fraction
from typing import TypeAlias

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


Condition: TypeAlias = (
    IsYes | IsAmong | Compares | ComparesFacts | Defined | Not | All | AtLeast | Adds
)

ALWAYS = All(())
NEVER = AtLeast(1, ())
