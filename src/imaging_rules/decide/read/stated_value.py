"""What a caller states of one fact, read exactly or refused with a sentence."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor, isfinite
from typing import Any, TypeAlias

from imaging_rules.decide.read.other_forms import was_given
from imaging_rules.diagnostics import nearest
from imaging_rules.errors import Kind
from imaging_rules.model.facts import ChoiceType, Fact, NumberType, Value, YesNoType
from imaging_rules.text.words import joined
from imaging_rules.values.calendar_time import as_range
from imaging_rules.values.numbers import NUMBER, exact_text, from_float
from imaging_rules.values.regions import Interval
from imaging_rules.values.separators import SEPARATED, readings
from imaging_rules.values.stated import Between, OneOf, Unknown, range_from, unknown
from imaging_rules.values.unit_spellings import (
    NO_FAHRENHEIT,
    is_fahrenheit,
    meant_unit,
    near_units,
)
from imaging_rules.values.units import BY_NAME, CALENDAR, TIME, Unit, alike, factor

Statement: TypeAlias = Value | Interval | tuple[str, ...] | Unknown
"""One value; numbers between two ends; several words; or that it is not known."""

QUANTITY = re.compile(rf"\s*({SEPARATED})([eE][+-]?[0-9]{{1,3}})?(?:/([1-9][0-9]*))?\s*(\S.*?)?\s*")
"""Digits; an exponent and a divisor, as programs write them; and what follows: a unit."""

UNCLEAR = (
    "signs that may part thousands or decimals stand between the digits given: write none for "
    "thousands, and decimals with a point, but not three of them"
)
_DATE = re.compile(r"\s*[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?\s*")
_MOST_DIGITS = 400
_MOST = 10**_MOST_DIGITS
_SIZES_THAT_FLOATS_KEEP = (4, 8)


class NotAStatementError(Exception):
    """What was given for a fact cannot be used; the message says why and what is accepted.

    Args:
        problem: The message. What was given is not in it, so that it may stand in a log.
        kind: In which way it cannot be used.
        suggestion: What may have been meant, if that is clear.
        to_the_writer: The message with what was given in it, for whoever has just written it.
    """

    def __init__(
        self, problem: str, kind: Kind, suggestion: str | None = None, to_the_writer: str = ""
    ) -> None:
        super().__init__(problem)
        self.kind: Kind = kind
        self.suggestion = suggestion
        self.to_the_writer = to_the_writer or problem


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
            raise _wrong_form(fact, given)
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
            return f"`{fact.name}` is yes or no (true or false)"
        case ChoiceType(values):
            return f"`{fact.name}` is one of {', '.join(values)}"
        case NumberType():
            return f"`{fact.name}` is {fact.type.in_words}"


def regions(fact: Fact, stated: Statement) -> tuple[int, ...]:
    """Return the regions in which the value of a fact may lie, by their positions, in order."""
    match stated:
        case Unknown():
            return tuple(range(len(fact.regions)))
        case Interval():
            return tuple(
                place for place, region in enumerate(fact.number.regions) if region.common(stated)
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
        case Interval():
            return _range_words(fact, stated)
        case tuple(several):
            return f"one of ({', '.join(several)})"
        case value:
            return fact.words(value)


def _range_words(fact: Fact, stated: Interval) -> str:
    whole = fact.number.range
    low = f"{'over' if stated.low_open else 'at least'} {fact.words(stated.low)}"
    high = f"{'under' if stated.high_open else 'at most'} {fact.words(stated.high)}"
    from_its_lowest = stated.low == whole.low and not stated.low_open
    to_its_highest = stated.high == whole.high and not stated.high_open
    if from_its_lowest != to_its_highest:
        return high if from_its_lowest else low
    if stated.low_open or stated.high_open:
        return f"{low} and {high}"
    return f"between {fact.words(stated.low)} and {fact.words(stated.high)}"


def plain(given: object) -> object:
    """Return the Python value that an array library's scalar holds, and JSON's forms read.

    What comes back can no longer be changed by whoever holds what was given.
    """
    # A masked value of NumPy, whose class lies in a module below, would come as 0.
    if type(given).__module__ == "numpy" and getattr(given, "shape", None) == ():
        return _scalar(given)
    if isinstance(given, Mapping):
        match given:
            case {"one_of": [*several]} if len(given) == 1:
                return OneOf(several)
        return range_from(given) or given
    return given


def _scalar(given: Any) -> object:
    """Return the Python value of a scalar of NumPy."""
    dtype = getattr(given, "dtype", None)
    kind, size = getattr(dtype, "kind", ""), getattr(dtype, "itemsize", 0)
    if kind == "f" and size not in _SIZES_THAT_FLOATS_KEEP:
        return Decimal(str(given))
    value: object = given.item()
    # A duration in months or nanoseconds, and some dates, would come as a bare number.
    if kind in ("m", "M") and not isinstance(value, timedelta | date):
        return str(given) if kind == "m" and value is not None else given
    return value


def _refused(fact: Fact, kind: Kind, why: str, meant: str | None = None) -> NotAStatementError:
    return NotAStatementError(f"{accepted(fact)}, and {why}", kind, meant)


def _wrong_form(fact: Fact, given: object) -> NotAStatementError:
    return _refused(fact, "wrong_form", was_given(fact, given))


def _choice(fact: Fact, values: tuple[str, ...], given: object) -> Statement:
    several = given.values if isinstance(given, OneOf) else (given,)
    for each in several:
        if not isinstance(each, str):
            raise _wrong_form(fact, each)
        if each not in values:
            raise _refused(fact, "unknown_word", "another text was given", nearest(each, values))
    if not several:
        raise _refused(fact, "wrong_form", "none was given")
    known = tuple(word for word in values if word in several)
    return known if len(known) > 1 else known[0]


def _between(fact: Fact, type: NumberType, given: Between[Any]) -> Statement:
    if given.low is None and given.high is None:
        why = "a range without an end was given: leave the fact out, or give unknown"
        raise _refused(fact, "wrong_form", why)
    low, low_open = _end(fact, type, plain(given.low), given.low_open, is_low=True)
    high, high_open = _end(fact, type, plain(given.high), given.high_open, is_low=False)
    if low > high:
        why = "the lower end of the range given lies above the upper one"
        raise _refused(fact, "reversed_range", why)
    if low == high and (low_open or high_open):
        raise _refused(fact, "reversed_range", "no number lies in the range given")
    return low if low == high else Interval(low, high, low_open, high_open)


def _end(
    fact: Fact, type: NumberType, given: object, is_open: bool, is_low: bool
) -> tuple[Fraction, bool]:
    """Return one end of a range in the fact's own unit, and whether it is open."""
    if given is None:
        return (type.range.low if is_low else type.range.high), False
    found = _number(fact, type, given)
    if isinstance(found, Interval):
        end = found.low if is_low else found.high
    elif type.whole and is_open and _is_next_the_end(fact, type, given, is_low):
        return found + (1 if is_low else -1), False
    else:
        end = found
    # A whole number that another unit leaves open counts on both sides of the end.
    return end, is_open and not type.whole


def _is_next_the_end(fact: Fact, type: NumberType, given: object, is_low: bool) -> bool:
    """Whether of an open end of whole numbers the next one is the end.

    In another unit it is so of an age alone: who is under 216 months has completed 17 years, and
    who is over them has completed 18.
    """
    found = QUANTITY.fullmatch(given) if isinstance(given, str) else None
    in_own = meant_unit(found[4], type.unit) == type.unit if found and found[4] else True
    if in_own and not isinstance(given, timedelta):
        return True
    return fact.is_age and not is_low and not isinstance(_exact(fact, type, given), Interval)


def _number(fact: Fact, type: NumberType, given: object) -> Fraction | Interval:
    """Return a number, or those that it can be where another unit leaves it open."""
    value = _exact(fact, type, given)
    if isinstance(value, Interval) and fact.is_age and value.low >= 0:
        value = Interval(Fraction(floor(value.low)), Fraction(floor(value.high)))
    low, high = (value.low, value.high) if isinstance(value, Interval) else (value, value)
    for end in (low, high):
        if _is_too_long(end):
            raise _too_long(fact)
        if end < type.range.low:
            raise _refused(fact, "too_low", "what was given is too low")
        if end > type.range.high:
            raise _refused(fact, "too_high", "what was given is too high")
    if isinstance(value, Interval):
        if type.whole:
            # Whether the whole number was counted or rounded, it is one of these.
            low, high = Fraction(floor(low)), Fraction(ceil(high))
    elif type.whole and value.denominator != 1:
        why = "what was given is no whole number"
        if fact.is_age and type.unit:
            why += f": give completed {type.unit.plural}"
        raise _refused(fact, "not_whole", why)
    return low if low == high else Interval(low, high)


def _exact(fact: Fact, type: NumberType, given: Any) -> Fraction | Interval:
    """Return a number in the fact's own unit, whatever form it was given in."""
    if isinstance(given, bool):
        raise _wrong_form(fact, given)
    if _is_too_long(given):
        raise _too_long(fact)
    if isinstance(given, int | Fraction):
        return Fraction(given)
    if isinstance(given, float):
        if not isfinite(given):
            raise _not_finite(fact)
        return from_float(given)
    if isinstance(given, Decimal):
        if not given.is_finite():
            raise _not_finite(fact)
        # An exponent in the thousands is no measurement, and would take as many digits to hold.
        digits = len(given.as_tuple().digits)
        if abs(given.adjusted()) > _MOST_DIGITS / 2 or digits > _MOST_DIGITS:
            raise _too_long(fact)
        return Fraction(given)
    if isinstance(given, timedelta):
        seconds = Fraction(given.days * 86400 + given.seconds)
        exactly = seconds + Fraction(given.microseconds, 10**6)
        return _converted(fact, type, exactly, BY_NAME["second"])
    if isinstance(given, str):
        return _from_text(fact, type, given)
    raise _wrong_form(fact, given)


def _not_finite(fact: Fact) -> NotAStatementError:
    # Neither NaN nor infinity says how much of anything there is.
    why = "NaN or infinity was given: leave the fact out, or give None or unknown"
    return _refused(fact, "not_a_number", why)


def _too_long(fact: Fact) -> NotAStatementError:
    return _refused(fact, "too_many_digits", "a number of too many digits was given")


def _is_too_long(given: object) -> bool:
    """Whether a number has more digits than any float, read as a decimal, needs."""
    return isinstance(given, int | Fraction) and (
        abs(given.numerator) > _MOST or given.denominator > _MOST
    )


def _from_text(fact: Fact, type: NumberType, given: str) -> Fraction | Interval:
    # Room for a fraction of as many digits above and below, which is how a record writes one.
    if len(given) > 3 * _MOST_DIGITS:
        raise _too_long(fact)
    found = QUANTITY.fullmatch(given)
    if found is None:
        raise _refused(fact, "not_a_number", "a text that is no number was given")
    if _DATE.fullmatch(given) and type.unit and type.unit.dimension in (TIME, CALENDAR):
        raise _refused(fact, "wrong_form", "a date was given: write since or born before it")
    digits, exponent, divisor, written_unit = found.groups()
    meant = readings(digits)
    # Who writes an exponent parts no thousands.
    if not NUMBER.fullmatch(digits) or (len(meant) > 1 and not exponent):
        raise _refused(fact, "unclear_number", UNCLEAR, in_full(found, meant, type.unit))
    value = Fraction(digits + (exponent or "")) / int(divisor or 1)
    if written_unit is None:
        if type.unit is None:
            return value
        why = f"a text without a unit was given: give a number, or write {type.unit.plural} too"
        raise _refused(fact, "no_unit", why, exact_text(value, type.unit))
    unit = meant_unit(written_unit, type.unit)
    if unit is None:
        raise _refused(fact, "unknown_unit", *_no_unit(type, written_unit))
    return _converted(fact, type, value, unit)


def in_full(found: re.Match[str], meant: tuple[str, ...], own: Unit | None) -> str | None:
    """Return what digits can mean with all that was written after them, if that is clear.

    Without its unit, a number would be read in the fact's own.
    """
    _, exponent, divisor, written = found.groups()
    unit = meant_unit(written, own) if written else None
    if divisor or (written and unit is None):
        return None
    after = f"{exponent or ''}{f' {unit.plural}' if unit else ''}"
    return " or ".join(f"{each}{after}" for each in meant) or None


def _converted(fact: Fact, type: NumberType, value: Fraction, unit: Unit) -> Fraction | Interval:
    into = factor(unit, type.unit)
    if into is not None:
        exactly = value * into
        between_two = type.whole and unit != type.unit and exactly.denominator != 1
        return Interval(exactly, exactly) if between_two else exactly
    if _is_too_long(value):
        raise _too_long(fact)
    found = as_range(value, unit, type.unit)
    if found is None:
        what = "m, which means meters," if unit.singular == "m" else unit.plural
        raise _refused(fact, "other_unit", f"{what} cannot be converted")
    return found.low if found.low == found.high else found


def _no_unit(type: NumberType, written: str) -> tuple[str, str | None]:
    """Return why words after a number are no unit, and which one was meant, if that is clear."""
    own = type.unit
    if is_fahrenheit(written):
        return NO_FAHRENHEIT, None
    if any(sign.isdecimal() for sign in written):
        return "more than one number was given: write one, with one unit", None
    if own is None:
        return "what follows the number is no unit: write the number alone", None
    units = alike(own, by_calendar=True)
    told = joined([unit.plural for unit in units], "or")
    near = near_units(written, units)
    return f"what follows the number is no unit: write {told}", near[0] if len(near) == 1 else None
