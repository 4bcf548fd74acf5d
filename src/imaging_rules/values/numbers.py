"""Exact numbers: read from text and floats, and written for people."""

import re
from fractions import Fraction
from struct import pack, unpack

from imaging_rules.values.separators import unmistakable
from imaging_rules.values.units import ALL, Unit, factor

NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
LONGEST_NUMBER = 30
_SHOWN_DIGITS = 12
_MOST_DIGITS = 9
# By their formats in `struct`, the narrow ones first.
_LARGEST = {"e": 65504.0, "f": (2 - 2**-23) * 2.0**127}
# Below it floats of 16 bits lose their digits: the text of one may be a third off.
_SMALLEST_OF_16_BITS = 2.0**-14


def from_float(value: float) -> Fraction:
    """Return the number a finite float is read as: its shortest decimal text, exactly.

    So ``0.9`` is nine tenths, as whoever typed it meant, and not the binary fraction beside it.
    A column of 32-bit floats hands it over as 0.8999999761581421, and one of 16 bits as
    0.89990234375, which are nine tenths too.
    """
    return Fraction(float_text(value))


def float_text(value: float) -> str:
    """Return the decimal text that a finite float is read as.

    It is the shortest that means this float or, where that has more than nine digits and 16 or
    32 bits hold the float exactly, the shortest that means the float of so many bits.
    """
    own = own_text(value)
    digits = own.partition("e")[0].removesuffix(".0").replace(".", "").lstrip("-0")
    if len(digits) <= _MOST_DIGITS or not has_32_bits(value):
        return own
    width = "e" if abs(value) >= _SMALLEST_OF_16_BITS and _fits(value, "e") else "f"
    texts = (f"{value:.{digits}g}" for digits in range(1, _MOST_DIGITS + 1))
    return next(text for text in texts if pack(width, float(text)) == pack(width, value))


def has_32_bits(value: float) -> bool:
    """Return whether 32 bits hold a float exactly; those that 16 bits hold are among them."""
    return _fits(value, "f")


def _fits(value: float, width: str) -> bool:
    largest = _LARGEST[width]
    return -largest <= value <= largest and bool(unpack(width, pack(width, value))[0] == value)


def own_text(value: float) -> str:
    """Return the shortest decimal text that means this float of 64 bits and no other."""
    # The repr of a class of its own may be anything.
    return float.__repr__(value)


def decimal_text(value: Fraction) -> str | None:
    """Return a number as plain decimal text, or ``None`` where it has no short one."""
    if value.denominator == 1:
        return str(value.numerator)
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    places = max(twos, fives)
    if rest != 1 or places > _SHOWN_DIGITS:
        return None
    # On the digits themselves: decimal arithmetic would round a very long number.
    digits = str(abs(int(value * 10**places))).zfill(places + 1)
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


def number_text(value: Fraction) -> str:
    """Return a number as the text that is exactly it: ``1.5``, or ``10/7`` where it has to be."""
    return decimal_text(value) or f"{value.numerator}/{value.denominator}"


def quantity_text(value: Fraction, unit: Unit | None) -> str:
    """Return a number with its unit, as the language writes it.

    A number with no short decimal text in its own unit is told in a smaller one, 27/7 weeks as
    ``27 days``; one that has none there either is told as near as four digits come.
    """
    text = _short_text(value, unit)
    if text is not None:
        return text
    rounded = f"about {float(value):.4g}"
    return rounded if unit is None else f"{rounded} {unit.plural}"


def exact_text(value: Fraction, unit: Unit | None) -> str:
    """Return a number with its unit, as a text that is read as exactly that number."""
    text = _short_text(value, unit)
    if text is not None:
        return text
    written = number_text(value)
    return written if unit is None else f"{written} {unit.plural}"


def _short_text(value: Fraction, unit: Unit | None) -> str | None:
    text = decimal_text(value)
    if unit is None:
        return text and unmistakable(text)
    if text is not None:
        return f"{unmistakable(text)} {unit.words(value == 1)}"
    for smaller in reversed(ALL):
        into = factor(unit, smaller)
        if into is not None and into > 1:
            text = decimal_text(value * into)
            if text is not None:
                return f"{unmistakable(text)} {smaller.words(value * into == 1)}"
    return None
