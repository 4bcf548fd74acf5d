"""What months can be in days, and days in months: what the calendar allows, and no more."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imaging_rules.values.calendar_time import as_range
from imaging_rules.values.regions import Interval
from imaging_rules.values.units import BY_NAME

DAYS, WEEKS, MONTHS, YEARS = (BY_NAME[name] for name in ("days", "weeks", "months", "years"))


def days(months: Fraction) -> tuple[Fraction, Fraction]:
    found = as_range(months, MONTHS, DAYS)
    assert found is not None
    return found.low, found.high


@pytest.mark.parametrize(
    ("months", "fewest", "most"),
    [
        (0, 0, 0),
        (1, 28, 31),
        (2, 59, 62),
        (3, 89, 92),
        (6, 181, 184),
        (12, 365, 366),
        (24, 730, 731),
        (48, 1460, 1461),
        # Eight years may have one leap day: 1900 had none.
        (96, 2921, 2922),
        (4800, 146097, 146097),
    ],
)
def test_months_in_a_row_have_the_days_of_the_calendar(months: int, fewest: int, most: int) -> None:
    assert days(Fraction(months)) == (Fraction(fewest), Fraction(most))
    assert as_range(Fraction(months, 12), YEARS, DAYS) == Interval(Fraction(fewest), Fraction(most))


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 1500))
def test_every_day_so_many_months_later_lies_in_the_range(start: date, months: int) -> None:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if start.day <= 28:
        fewest, most = days(Fraction(months))
        assert fewest <= (date(year, month + 1, start.day) - start).days <= most


@given(st.fractions(0, 300, max_denominator=100), st.fractions(0, 1, max_denominator=50))
def test_days_that_months_can_have_can_be_those_months(months: Fraction, part: Fraction) -> None:
    fewest, most = days(months)
    back = as_range(fewest + (most - fewest) * part, DAYS, MONTHS)
    assert back is not None
    assert back.low <= months <= back.high


@given(st.fractions(0, 300, max_denominator=100), st.fractions(0, 300, max_denominator=100))
def test_more_months_have_no_fewer_days(one: Fraction, other: Fraction) -> None:
    low, high = sorted((one, other))
    assert days(low)[0] <= days(high)[0]
    assert days(low)[1] <= days(high)[1]


def test_whole_months_are_met_to_the_day() -> None:
    def months(count: int) -> tuple[Fraction, Fraction]:
        found = as_range(Fraction(count), DAYS, MONTHS)
        assert found is not None
        return found.low, found.high

    assert months(729)[1] < 24
    assert months(730)[1] == 24
    assert months(731)[0] == 24
    assert months(732)[0] > 24
    assert months(700) == (Fraction("22.9"), Fraction("23.04"))


def test_other_units_are_no_range() -> None:
    assert as_range(Fraction(1), WEEKS, DAYS) is None
    assert as_range(Fraction(1), YEARS, MONTHS) is None
    assert as_range(Fraction(1), BY_NAME["m"], DAYS) is None
    assert as_range(Fraction(1), MONTHS, None) is None
    assert as_range(Fraction(-1), MONTHS, DAYS) == Interval(Fraction(-31), Fraction(-28))
