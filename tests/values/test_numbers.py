"""Numbers are exact, and are written so that reading them gives the same number again."""

from fractions import Fraction
from math import inf, nextafter
from struct import pack, unpack

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from imaging_rules.values.numbers import (
    LONGEST_NUMBER,
    NUMBER,
    decimal_text,
    exact_text,
    from_float,
    quantity_text,
)
from imaging_rules.values.units import ALL, BY_NAME, Unit, factor, find

WEEKS, DAYS, YEARS = BY_NAME["weeks"], BY_NAME["days"], BY_NAME["years"]
DECIMALS = st.builds(
    lambda digits, places: Fraction(digits, 10**places),
    st.integers(-(10**17), 10**17),
    st.integers(0, 12),
)


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (0.9, Fraction(9, 10)),
        (0.1 + 0.2, Fraction("0.30000000000000004")),
        (6.0, Fraction(6)),
        (nextafter(6.0, 0.0), Fraction("5.999999999999999")),
        (nextafter(6.0, 9.0), Fraction("6.000000000000001")),
        (-0.0, Fraction(0)),
        (1e22, Fraction(10**22)),
        (1e-7, Fraction(1, 10**7)),
        (5e-324, Fraction(5, 10**324)),
    ],
)
def test_a_float_is_read_as_its_shortest_decimal_text(given: float, read: Fraction) -> None:
    assert from_float(given) == read


@given(st.floats(allow_nan=False, allow_infinity=False))
@example(5.960464477539063e-08)
@example(0.89990234375)
def test_reading_a_float_loses_nothing_and_is_near(value: float) -> None:
    read = float(from_float(value))
    # One that came from fewer bits is the same again once it is put into as many.
    width = "e" if _came_from(value, "e") else "f"
    assert read == value or (_came_from(value, width) and pack(width, read) == pack(width, value))


@given(st.floats(allow_nan=False, allow_infinity=False, max_value=1e300, min_value=-1e300))
@example(1.1754943508222875e-38)
def test_reading_floats_keeps_their_order_but_beside_those_of_32_bits(value: float) -> None:
    after = nextafter(value, inf)
    near = _came_from(value, "f") or _came_from(after, "f")
    assert near or from_float(value) < from_float(after)


NARROW = [
    ("e", "h", st.floats(0, 60000, width=16)),
    ("f", "i", st.floats(0, 2.0**100, width=32)),
]


@pytest.mark.parametrize(("width", "bits", "values"), NARROW)
@given(data=st.data())
def test_reading_floats_of_fewer_bits_keeps_their_order(
    width: str, bits: str, values: st.SearchStrategy[float], data: st.DataObject
) -> None:
    value = data.draw(values)
    (number,) = unpack(bits, pack(width, value))
    (after,) = unpack(width, pack(bits, number + 1))
    near = width == "f" and (_came_from(value, "e") or _came_from(after, "e"))
    assert near or from_float(value) < from_float(after)


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (0.89990234375, "0.9"),
        (-0.89990234375, "-0.9"),
        (0.0999755859375, "0.1"),
        (1.2001953125, "1.2"),
        (0.5009765625, "0.501"),
        (2.0**-14, "0.00006104"),
        # So small, floats of 16 bits hold hardly a digit.
        (2.0**-23, "0.00000011920929"),
        # Not of 16 bits, though near; and of 32.
        (0.8999023437500001, "0.8999023437500001"),
        (0.89990234, "0.89990234"),
        (0.8999022841453552, "0.8999023"),
        # Up to nine digits, somebody may have written it.
        (3.30078125, "3.30078125"),
        (37.8125, "37.8125"),
        (0.400390625, "0.400390625"),
        (0.9765625, "0.9765625"),
    ],
)
def test_a_float_that_came_from_16_bits_is_read_as_their_text(given: float, read: str) -> None:
    assert from_float(given) == Fraction(read)


def _came_from(value: float, width: str) -> bool:
    largest = {"e": 65504, "f": (2 - 2**-23) * 2.0**127}[width]
    return abs(value) <= largest and bool(unpack(width, pack(width, value))[0] == value)


class Odd(float):
    """A float that shows itself otherwise."""

    def __repr__(self) -> str:
        return "odd"


def test_how_a_float_shows_itself_does_not_matter() -> None:
    assert from_float(Odd(2.5)) == Fraction(5, 2)


@given(DECIMALS)
def test_a_decimal_is_written_plainly_and_reads_as_itself(value: Fraction) -> None:
    text = decimal_text(value)
    assert text is not None
    assert NUMBER.fullmatch(text)
    assert Fraction(text) == value
    assert not text.endswith("." + "0")


@pytest.mark.parametrize("digits", range(1, LONGEST_NUMBER))
def test_a_number_of_any_length_that_can_be_written_reads_as_itself(digits: int) -> None:
    whole = ("1234567890" * 3)[:digits]
    for text in (whole, f"-{whole}", f"{whole}.5", f"0.{whole}"[:14]):
        written = decimal_text(Fraction(text))
        assert written is not None
        assert Fraction(written) == Fraction(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(7), "7"),
        (Fraction(-7, 2), "-3.5"),
        (Fraction(1, 8), "0.125"),
        (Fraction(10**30), "1" + "0" * 30),
        (Fraction(1, 10**12), "0.000000000001"),
        (Fraction(1, 10**13), None),
        (Fraction(1, 3), None),
        (Fraction(27, 7), None),
    ],
)
def test_decimal_text(value: Fraction, text: str | None) -> None:
    assert decimal_text(value) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (Fraction(1), WEEKS, "1 week"),
        (Fraction(6), WEEKS, "6 weeks"),
        (Fraction(1, 2), WEEKS, "0.5 weeks"),
        (Fraction(-1), WEEKS, "-1 weeks"),
        (Fraction(27, 7), WEEKS, "27 days"),
        (Fraction(1, 7), WEEKS, "1 day"),
        (Fraction(1, 168), WEEKS, "1 hour"),
        (Fraction(1, 3), YEARS, "4 months"),
        (Fraction(1, 7), YEARS, "about 0.1429 years"),
        (Fraction(1, 3), None, "about 0.3333"),
        (Fraction(5, 2), None, "2.5"),
        (Fraction(70), BY_NAME["per minute"], "70 per minute"),
        (Fraction(1), BY_NAME["mmHg"], "1 mmHg"),
    ],
)
def test_quantity_text(value: Fraction, unit: Unit | None, text: str) -> None:
    assert quantity_text(value, unit) == text


def value_of(text: str, unit: Unit | None) -> Fraction:
    """Return the number that a text with a unit means, in the unit that is wanted."""
    number, _, written = text.partition(" ")
    if unit is None:
        assert not written
        return Fraction(number)
    found = find(written)
    assert found is not None
    into = factor(found, unit)
    assert into is not None
    return Fraction(number) * into


@given(st.fractions(-1000, 1000, max_denominator=5000), st.sampled_from([None, *ALL]))
def test_a_quantity_reads_as_itself(value: Fraction, unit: Unit | None) -> None:
    assert value_of(exact_text(value, unit), unit) == value
    text = quantity_text(value, unit)
    if text.startswith("about "):
        near = Fraction(text.split()[1])
        assert abs(near - value) <= abs(value) / 1000
    else:
        assert value_of(text, unit) == value
        assert text == exact_text(value, unit)


@given(DECIMALS, st.sampled_from([None, *ALL]))
def test_what_has_few_decimals_is_never_rounded(value: Fraction, unit: Unit | None) -> None:
    text = quantity_text(value, unit)
    assert not text.startswith("about")
    assert value_of(text, unit) == value


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_a_number_of_days_can_be_told_in_weeks(days: int, weeks: int) -> None:
    assume(days % 7)
    text = quantity_text(Fraction(days, 7), WEEKS)
    assert value_of(text, DAYS) == days
    assert quantity_text(Fraction(weeks), WEEKS).startswith(f"{weeks} week")
