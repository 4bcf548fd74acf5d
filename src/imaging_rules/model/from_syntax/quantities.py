"""Numbers with units, brought into the unit of the fact that they are compared with."""

from fractions import Fraction
from math import floor

from imaging_rules.diagnostics import Edit
from imaging_rules.model.facts import NumberType
from imaging_rules.model.from_syntax.problems import Problems
from imaging_rules.syntax.nodes import Name, Number, Quantity
from imaging_rules.values.numbers import LONGEST_NUMBER, quantity_text
from imaging_rules.values.units import ALL, BY_NAME, Unit, factor, find

_OF_SIGNS = {"%": "percent"}
_LONGEST_UNCLEAR = 2


def number(written: Number, problems: Problems) -> Fraction:
    """Return a number; one with too many digits is a problem."""
    if len(written.written) > LONGEST_NUMBER:
        problems.add(
            "E109",
            written.span,
            f"this number has more than {LONGEST_NUMBER} digits and signs",
            help="round it",
        )
    return written.value


def unit(written: Name, problems: Problems) -> Unit | None:
    """Return the unit of this name; an unknown one is a problem."""
    found = find(written.text)
    if found is None:
        help = problems.suggest(written.text, [each.plural for each in ALL])
        problems.add(
            "E306",
            written.span,
            f"`{written.text}` is not a unit of the language",
            help=help or f"the units are {', '.join(each.plural for each in ALL)}",
            fix=_spelt_right(written),
        )
    return found


def _spelt_right(written: Name) -> tuple[Edit, ...]:
    """Return the edit that mends a unit where only its capital letters, or a sign, are wrong."""
    # Short ones are too much alike: M may be m or months, and mM something else.
    long = len(written.text) > _LONGEST_UNCLEAR
    lower = written.text.lower() if long else ""
    right = _OF_SIGNS.get(written.text) or next(
        (name for name in BY_NAME if name.lower() == lower), None
    )
    return () if right is None else (Edit(written.span, right),)


def in_unit_of(
    fact: str, type: NumberType, written: Quantity, problems: Problems
) -> Fraction | None:
    """Return a quantity in a fact's own unit, checked against the fact's range.

    ``None`` comes back, with a problem reported, where the units do not fit.
    """
    value = number(written.number, problems)
    digits = written.number.written
    own = type.unit
    if written.unit is None:
        if own is None:
            return _checked(fact, type, written, value, problems)
        problems.add(
            "E301",
            written.span,
            f"`{fact}` is measured in {own.plural}, and {digits} has no unit",
            label=f"write `{quantity_text(value, own)}`",
        )
        return None
    named = unit(written.unit, problems)
    if named is None:
        return None
    by = factor(named, own)
    if by is None:
        measured = f"is measured in {own.plural}" if own else "is a number without unit"
        calendar = {"time", "calendar time"} == {named.dimension, own.dimension if own else ""}
        problems.add(
            "E302",
            written.span,
            f"`{fact}` {measured}, "
            f"and {digits} {named.words(value == 1)} cannot be compared with it",
            help="a month has no fixed number of days: weeks and months do not convert"
            if calendar
            else f"write a number of {own.plural}"
            if own
            else "write the number alone",
        )
        return None
    return _checked(fact, type, written, value * by, problems)


def _checked(
    fact: str, type: NumberType, written: Quantity, value: Fraction, problems: Problems
) -> Fraction:
    if value not in type.range:
        low, high = type.range.low, type.range.high
        problems.add(
            "E303",
            written.span,
            f"`{fact}` goes from {quantity_text(low, None)} to {quantity_text(high, type.unit)}, "
            f"and {quantity_text(value, type.unit)} is beyond that",
            help="write a value within, or declare a wider range",
        )
    elif type.whole and value.denominator != 1:
        problems.add(
            "E305",
            written.span,
            f"`{fact}` is a whole number, and {quantity_text(value, type.unit)} is not",
            help="write a number without decimals",
        )
    return value


def some_quantity(type: NumberType) -> str:
    """Return a quantity that a number can have, as an example."""
    return quantity_text(Fraction(floor((type.range.low + type.range.high) / 2)), type.unit)
