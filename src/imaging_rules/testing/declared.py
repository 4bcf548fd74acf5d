"""Facts that a made-up guideline declares, and the quantities that it may compare them with."""

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from math import ceil, floor
from typing import TypeAlias

from attrs import frozen
from hypothesis import strategies as st

from imaging_rules.syntax import nodes
from imaging_rules.values.numbers import decimal_text
from imaging_rules.values.separators import unmistakable
from imaging_rules.values.units import Unit, alike, factor, find

FactType: TypeAlias = nodes.YesNo | nodes.Numeric | nodes.OneOf

WORDS = ("none", "mild", "severe", "unclear")

# For each unit where ranges may begin, and how wide they may be: few values, and the ends of
# ranges in the units of one dimension meet.
_RANGES: dict[str | None, tuple[tuple[int, ...], tuple[int, ...]]] = {
    None: ((0, 1, -2), (2, 1, 3, 5)),
    "weeks": ((0, 1), (2, 1, 3)),
    "days": ((0, 7, 1), (7, 14, 3)),
    "years": ((0, 1), (2, 1)),
    "months": ((0, 12, 1), (12, 6, 3)),
    "cm": ((0, 1), (2, 1)),
    "mm": ((0, 10, 1), (10, 12, 3)),
    "points": ((0, 1), (4, 2)),
    "percent": ((0, 1), (4, 2)),
    "per minute": ((0, 1), (4, 2)),
    "kg/m2": ((20, 0), (2, 1)),
    '"Bethesda class"': ((1, 0), (2, 5)),
}
# Those of one dimension more often than others, so that there are facts to compare.
UNITS = (None, "weeks", "days", *_RANGES)
_MOST_COUNTED = 60


@frozen
class Declared:
    """One fact: its name, its type, and what is assumed of it where nobody says."""

    name: str
    type: FactType
    assumed: nodes.Value | None = None

    @property
    def dimension(self) -> str | None:
        """What a number measures; facts of the same dimension can be compared."""
        return unit_of(self.type).dimension if has_unit(self.type) else None


def name(text: str) -> nodes.Name:
    """Return a word as a node."""
    return nodes.Name(text)


def number(value: Fraction) -> nodes.Number:
    """Return a number that has a short decimal text as a node."""
    written = decimal_text(value)
    assert written is not None, "only numbers with a short decimal text are written"
    return nodes.Number(value, unmistakable(written))


def has_unit(type: FactType) -> bool:
    """Return whether a fact is a number with a unit."""
    return isinstance(type, nodes.Numeric) and type.unit is not None


def unit_of(type: FactType) -> Unit:
    """Return the unit of a fact that has one."""
    assert isinstance(type, nodes.Numeric)
    assert type.unit is not None
    unit = find(type.unit.text)
    assert unit is not None
    return unit


def types() -> st.SearchStrategy[FactType]:
    """Return a strategy for the type of a fact."""
    yes_or_no: st.SearchStrategy[FactType] = st.just(nodes.YesNo())
    choices = st.integers(2, len(WORDS)).map(
        lambda count: nodes.OneOf(tuple(name(word) for word in WORDS[:count]))
    )
    return st.one_of(yes_or_no, choices, numbers(UNITS), numbers(UNITS))


@st.composite
def numbers(draw: st.DrawFn, units: Sequence[str | None]) -> nodes.Numeric:
    """Return a strategy for numbers with small ranges, whole and decimal.

    Args:
        draw: Given by Hypothesis.
        units: The units to choose from; ``None`` stands for no unit.
    """
    unit = draw(st.sampled_from(units))
    whole = draw(st.booleans())
    lows, widths = _RANGES[unit]
    low, width = Fraction(draw(st.sampled_from(lows))), Fraction(draw(st.sampled_from(widths)))
    if draw(st.integers(0, 7)) == 7:
        width = Fraction(0)
    if not whole:
        low += Fraction(draw(st.sampled_from((0, 0, 1))), 2)
        width += Fraction(draw(st.sampled_from((0, 0, 0, 1, 2, 3))), 4)
    measured = name(unit) if unit else None
    return nodes.Numeric(whole, measured, number(low), number(low + width))


def values(type: FactType) -> tuple[nodes.Value, ...]:
    """Return values that a fact may be said to have."""
    match type:
        case nodes.YesNo():
            return name("no"), name("yes")
        case nodes.OneOf(several):
            return several
        case nodes.Numeric():
            return tuple(quantity for _, quantity in quantities(type))


@cache
def quantities(type: nodes.Numeric) -> tuple[tuple[Fraction, nodes.Quantity], ...]:
    """Return values of a number within its range, each in its own unit and as it is written.

    Both ends are among them, and values written in other units of the dimension.
    """
    low, high = type.low.value, type.high.value
    own = unit_of(type) if type.unit else None
    steps = 1 if type.whole else 2
    counts = range(ceil(low * steps), floor(high * steps) + 1)
    inside = {low: None, high: None} | {Fraction(count, steps): None for count in counts}
    if own is None:
        return tuple((value, nodes.Quantity(number(value))) for value in inside)
    found = []
    for other in alike(own):
        by = factor(own, other)
        assert by is not None, "they are alike"
        counted: list[Fraction] = [value * by for value in inside]
        if by > 1 and (high - low) * by <= _MOST_COUNTED:
            counted += [Fraction(n) for n in range(ceil(low * by), floor(high * by) + 1)]
        for count in dict.fromkeys(counted):
            value = count / by
            fits = value.denominator == 1 or not type.whole
            if fits and decimal_text(count) is not None:
                unit = name(other.words(count == 1))
                found.append((value, nodes.Quantity(number(count), unit)))
    own_names = (own.singular, own.plural)
    # Those in the fact's own unit come first, so that small examples use it.
    return tuple(sorted(found, key=lambda each: _unit_text(each[1]) not in own_names))


def _unit_text(quantity: nodes.Quantity) -> str:
    assert quantity.unit is not None
    return quantity.unit.text


@st.composite
def facts(draw: st.DrawFn, most: int = 5) -> tuple[Declared, ...]:
    """Return a strategy for the facts of a guideline; of the first nothing is assumed."""
    made: list[Declared] = []
    for place in range(draw(st.integers(1, most))):
        type = draw(types())
        assumed = None
        if place > 0 and draw(st.integers(0, 2)) == 2:
            assumed = draw(st.sampled_from(values(type)))
        made.append(Declared("abcdefgh"[place], type, assumed))
    return tuple(made)


def fact_block(declared: Declared) -> nodes.Block:
    """Return the block that declares a fact."""
    clauses: list[nodes.Clause] = [declared.type]
    if declared.assumed is not None:
        clauses.append(nodes.Assume(declared.assumed))
    return nodes.Block("fact", name(declared.name), tuple(clauses))
