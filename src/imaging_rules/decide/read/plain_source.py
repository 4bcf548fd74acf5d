"""The plainest forms of a value, as source that tests for them and says which state they mean.

These are True and False, a word, an ``int`` and a ``float``. What they mean is what `statement`
says, and is tested to be.
"""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from math import ceil, floor, inf, isfinite, nextafter
from struct import error, pack, unpack
from typing import Any

from imaging_rules.model.facts import ChoiceType, Fact, NumberType, YesNoType
from imaging_rules.values.numbers import from_float, own_text
from imaging_rules.values.regions import Interval


def plainest_forms(place: int, fact: Fact, scope: dict[str, Any]) -> list[tuple[str, str]]:
    """Return for each plainest form of a fact the source of a test and of the state it means.

    Args:
        place: The position of the fact; its value is in the variable ``v`` with this number.
        fact: The fact.
        scope: The names that the source is run with; those that it needs are added.
    """
    v = f"v{place}"
    match fact.type:
        case YesNoType():
            return [(f"{v} is True", "1"), (f"{v} is False", "0")]
        case ChoiceType(values):
            scope[f"C{place}"] = {word: i for i, word in enumerate(values)}.get
            return [(f"{v}.__class__ is str and (c := C{place}({v})) is not None", "c")]
        case NumberType(range, whole, _, within):
            low, high = ceil(range.low), floor(range.high)
            is_int = f"{v}.__class__ is int and {low} <= {v} <= {high}"
            ints = (is_int, _steps(v, [_first_int(r) for r in within[1:]]))
            if whole:
                return [ints]
            least, beyond = first_float(range.low, False), first_float(range.high, True)
            is_float = f"{v}.__class__ is float and {least!r} <= {v} < {beyond!r}"
            beside = _read_on_another_side(
                {end for r in (range, *within) for end in (r.low, r.high)}
            )
            scope[f"B{place}"] = beside
            is_float += f" and {v} not in B{place}" if beside else ""
            return [
                ints,
                (is_float, _steps(v, [first_float(r.low, r.low_open) for r in within[1:]])),
            ]


def _steps(v: str, firsts: Sequence[float]) -> str:
    """Return the source that counts the region a number is in, from the first of each region."""
    return (
        "("
        + "".join(f"{i} if {v} < {first!r} else " for i, first in enumerate(firsts))
        + (f"{len(firsts)})")
    )


def _first_int(region: Interval) -> int:
    return floor(region.low) + 1 if region.low_open else ceil(region.low)


def first_float(bound: Fraction, above: bool) -> float:
    """Return the first float that is at least a bound (or above it), each taken as its own text.

    As their shortest decimal texts floats keep their order, so there is such a first one.
    """

    def reached(value: float) -> bool:
        read = Fraction(own_text(value))
        return read > bound if above else read >= bound

    first = float(bound)
    while reached(first):
        first = nextafter(first, -inf)
    while not reached(first):
        first = nextafter(first, inf)
    return first


def _read_on_another_side(bounds: Iterable[Fraction]) -> frozenset[float]:
    """Return the floats that are read on another side of a bound than their own text stands.

    They are of 16 or 32 bits, are read as the text of so many, and lie right beside a bound.
    """
    return frozenset(
        value
        for bound in bounds
        for width, bits in (("e", "h"), ("f", "i"))
        for value in _narrow_floats_beside(float(bound), width, bits)
        if _side(from_float(value), bound) != _side(Fraction(own_text(value)), bound)
    )


def _side(value: Fraction, bound: Fraction) -> int:
    return (value > bound) - (value < bound)


def _narrow_floats_beside(number: float, width: str, bits: str) -> Iterator[float]:
    """Yield the floats of fewer bits that are nearest to a number, or none if it is too large.

    Args:
        number: The number.
        width: The format of such floats in `struct`.
        bits: That of a whole number of as many bits.
    """
    try:
        (nearest,) = unpack(bits, pack(width, number))
    except (OverflowError, error):
        return
    for near in range(nearest - 2, nearest + 3):
        (value,) = unpack(width, pack(bits, near))
        if isfinite(value):
            yield value
