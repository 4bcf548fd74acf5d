"""What a caller states of one fact, read exactly or refused with a sentence."""

import re
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from typing import Any, TypeAlias

from imaging_rules.diagnostics import nearest
from imaging_rules.model.facts import ChoiceType, Fact, NumberType, Value, YesNoType
from imaging_rules.values.numbers import NUMBER, exact_text, from_float, quantity_text
from imaging_rules.values.regions import Interval
from imaging_rules.values.stated import Between, OneOf, Unknown, unknown
from imaging_rules.values.units import BY_NAME, factor, find

Statement: TypeAlias = Value | Interval | tuple[str, ...] | Unknown
"""One value; numbers between two ends; several words; or that it is not known."""

_QUANTITY = re.compile(rf"\s*({NUMBER.pattern}(?:/[1-9][0-9]*)?)\s*(\S.*?)?\s*")
_SHOWN = 40
_MOST_DIGITS = 400


class NotAStatementError(Exception):
    """What was given for a fact cannot be used; the message says why and what is accepted."""


def statement(fact: Fact, given: object) -> Statement:
    """Return what is stated of a fact.

    Args:
        fact: The fact.
        given: ``True`` or ``False`` for yes and no; one of its words for a choice; for a number
            a number in the fact's own unit, a text with a unit, a ``timedelta``, or
            ``between(a, b)``; ``unknown``, or the text ``"unknown"``, for each.

    Raises:
        NotAStatementError: It is none of these, or lies outside what the fact can be.
    """
    given = plain(given)
    if given is unknown or (isinstance(given, str) and given == "unknown"):
        return unknown
    match fact.type:
        case YesNoType():
            if isinstance(given, bool):
                return given
            raise _refused(fact, given)
        case ChoiceType(values):
            return _choice(fact, values, given)
        case NumberType():
            if isinstance(given, Between):
                return _between(fact, fact.type, given)
            return _number(fact, fact.type, given)


def accepted(fact: Fact) -> str:
    """Return the sentence that says what a fact can be."""
    match fact.type:
        case YesNoType():
            return f"`{fact.name}` is yes or no (True or False)"
        case ChoiceType(values):
            return f"`{fact.name}` is one of {', '.join(values)}"
        case NumberType(range, whole, unit):
            kind = "a whole number" if whole else "a number"
            measured = f" of {unit.plural}" if unit else ""
            low, high = quantity_text(range.low, None), quantity_text(range.high, None)
            return f"`{fact.name}` is {kind}{measured} from {low} to {high}"


def regions(fact: Fact, stated: Statement) -> tuple[int, ...]:
    """Return the regions in which the value of a fact may lie, by their positions, in order."""
    match stated:
        case Unknown():
            return tuple(range(len(fact.regions)))
        case Interval():
            return tuple(
                place
                for place, region in enumerate(fact.regions)
                if isinstance(region, Interval) and region.common(stated)
            )
        case tuple(words):
            return tuple(sorted(fact.region_of(word) for word in words))
        case value:
            return (fact.region_of(value),)


def words(fact: Fact, stated: Statement) -> str:
    """Return what is stated of a fact, in the words of the language."""
    match stated:
        case Unknown():
            return "unknown"
        case Interval(low, high):
            return f"between {fact.words(low)} and {fact.words(high)}"
        case tuple(several):
            return f"one of ({', '.join(several)})"
        case value:
            return fact.words(value)


def plain(given: object) -> object:
    """Return the Python value that an array library's scalar holds, and JSON's forms read.

    What comes back can no longer be changed by whoever holds what was given.
    """
    # A masked value of NumPy, whose class lies in a module below, would come as 0.
    if type(given).__module__ == "numpy" and getattr(given, "shape", None) == ():
        return given.item()  # type: ignore[attr-defined]
    if isinstance(given, Mapping) and len(given) == 1:
        ((form, content),) = given.items()
        if form == "between" and isinstance(content, list) and len(content) == 2:
            return Between(*content)
        if form == "one_of" and isinstance(content, list):
            return OneOf(content)
    return given


def _refused(fact: Fact, given: object, why: str = "") -> NotAStatementError:
    return NotAStatementError(f"{accepted(fact)}, and {why or _shown(given) + ' was given'}")


def _shown(given: object) -> str:
    """Return how a value that cannot be used is spoken of."""
    if isinstance(given, bool):
        return "yes" if given else "no"
    if isinstance(given, str):
        cut = given if len(given) <= _SHOWN else given[:_SHOWN] + "…"
        return f"the text '{cut}'"
    if _is_too_long(given):
        return "a number of too many digits"
    if isinstance(given, int | float | Decimal | Fraction):
        return f"the number {str(given)[:_SHOWN]}"
    if isinstance(given, Between):
        return "a range"
    if isinstance(given, OneOf | list | tuple | set | frozenset):
        return "a list of values"
    return "a value of another kind"


def _choice(fact: Fact, values: tuple[str, ...], given: object) -> Statement:
    several = given.values if isinstance(given, OneOf) else (given,)
    for each in several:
        if not isinstance(each, str) or each not in values:
            near = nearest(each, values) if isinstance(each, str) else None
            mend = f" (did you mean {near}?)" if near else ""
            raise NotAStatementError(f"{_refused(fact, each)}{mend}")
    if not several:
        raise _refused(fact, given, "none was given")
    known = tuple(word for word in values if word in several)
    return known if len(known) > 1 else known[0]


def _between(fact: Fact, type: NumberType, given: Between[Any]) -> Statement:
    low, high = (_number(fact, type, plain(end)) for end in (given.low, given.high))
    if low > high:
        raise _refused(fact, given, "the lower end of the range given lies above the upper one")
    return low if low == high else Interval(low, high)


def _number(fact: Fact, type: NumberType, given: object) -> Fraction:
    value = _exact(fact, type, given)
    if _is_too_long(value):
        raise _refused(fact, given, "a number of too many digits was given")
    if value not in type.range or (type.whole and value.denominator != 1):
        raise _refused(fact, given)
    return value


def _exact(fact: Fact, type: NumberType, given: Any) -> Fraction:
    """Return a number in the fact's own unit, whatever form it was given in."""
    if isinstance(given, bool):
        raise _refused(fact, given)
    if _is_too_long(given):
        raise _refused(fact, given)
    if isinstance(given, int | Fraction):
        return Fraction(given)
    if isinstance(given, float):
        # Neither NaN nor infinity says how much of anything there is.
        if not isfinite(given):
            raise _refused(fact, given)
        return from_float(given)
    if isinstance(given, Decimal):
        # An exponent in the thousands is no measurement, and would take as many digits to hold.
        if not given.is_finite() or abs(given.adjusted()) > _MOST_DIGITS / 2:
            raise _refused(fact, given)
        if len(given.as_tuple().digits) > _MOST_DIGITS:
            raise _refused(fact, given, "a number of too many digits was given")
        return Fraction(given)
    if isinstance(given, timedelta):
        into = factor(BY_NAME["second"], type.unit)
        if into is None:
            raise _refused(fact, given, "a duration was given, which cannot be converted")
        seconds = Fraction(given.days * 86400 + given.seconds)
        return (seconds + Fraction(given.microseconds, 10**6)) * into
    if isinstance(given, str):
        return _from_text(fact, type, given)
    raise _refused(fact, given)


def _is_too_long(given: object) -> bool:
    """Whether a number has more digits than any float, read as a decimal, needs."""
    most = 10**_MOST_DIGITS
    return isinstance(given, int | Fraction) and (
        abs(given.numerator) > most or given.denominator > most
    )


def _from_text(fact: Fact, type: NumberType, given: str) -> Fraction:
    # Room for a fraction of as many digits above and below, which is how a record writes one.
    found = _QUANTITY.fullmatch(given) if len(given) <= 3 * _MOST_DIGITS else None
    if found is None:
        raise _refused(fact, given)
    value = Fraction(found[1])
    if found[2] is None:
        if type.unit is None:
            return value
        raise _refused(
            fact,
            given,
            f"{_shown(given)} has no unit: write '{exact_text(value, type.unit)}'",
        )
    unit = find(found[2])
    if unit is None:
        raise _refused(fact, given, f"'{found[2][:_SHOWN]}' is not a unit")
    into = factor(unit, type.unit)
    if into is None:
        raise _refused(fact, given, f"{unit.plural} cannot be converted")
    return value * into
