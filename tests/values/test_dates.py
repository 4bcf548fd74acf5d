"""Ages and durations from dates, beside a plain counting of birthdays and of days."""

import doctest
from calendar import isleap
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from imaging_rules import Between, age_on, between, evaluate, loads, since
from imaging_rules.values import dates


def test_the_examples_are_as_they_say() -> None:
    found = doctest.testmod(dates)
    assert found.attempted == 7
    assert found.failed == 0


# --- ages ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        # The day before the birthday, the birthday, and the day after.
        ("1956-03-14", "2026-03-13", 69),
        ("1956-03-14", "2026-03-14", 70),
        ("1956-03-14", "2026-03-15", 70),
        ("2000-12-31", "2001-01-01", 0),
        ("2000-01-01", "2000-12-31", 0),
        # On the day of birth.
        ("2026-03-14", "2026-03-14", 0),
        # 29 February, in a year without one and in a year with one.
        ("2000-02-29", "2023-02-28", 22),
        ("2000-02-29", "2023-03-01", 23),
        ("2000-02-29", "2024-02-28", 23),
        ("2000-02-29", "2024-02-29", 24),
        ("2000-02-28", "2024-02-29", 24),
        ("2000-03-01", "2024-02-29", 23),
        # The 1900s had no such day in 1900, and 2000 had one.
        ("1896-02-29", "1900-02-28", 3),
        ("1896-02-29", "1900-03-01", 4),
        # What is not known leaves one age, or two.
        ("1956", "2026-01-01", between(69, 70)),
        ("1956", "2026-12-30", between(69, 70)),
        ("1956", "2026-12-31", 70),
        ("1956-03", "2026-02-28", 69),
        ("1956-03", "2026-03-01", between(69, 70)),
        ("1956-03", "2026-03-30", between(69, 70)),
        ("1956-03", "2026-03-31", 70),
        ("2000-02", "2023-02-28", between(22, 23)),
        ("2000-02", "2024-02-28", between(23, 24)),
        ("2001-02", "2024-02-28", 23),
        # Nobody of whom something is stated is born later.
        ("2026", "2026-03-14", 0),
        ("2026-03", "2026-03-01", 0),
        # The day is not known in full.
        ("1956-03-14", "2026", between(69, 70)),
        ("1956-03-14", "2026-04", 70),
        ("1956", "2026", between(69, 70)),
        ("2026", "2026", 0),
        ("0001-01-01", "9999-12-31", 9998),
        ("9999", "9999-12-31", 0),
    ],
)
def test_the_age_on_a_day(birth: str, day: str, age: int | Between[int]) -> None:
    assert age_on(birth, day) == age
    as_dates = [date.fromisoformat(each) if len(each) == 10 else each for each in (birth, day)]
    assert age_on(*as_dates) == age


DAYS = st.dates(date(1880, 1, 1), date(2120, 12, 31))
PARTS = st.sampled_from([4, 7, 10])


def birthdays_until(birth: date, day: date) -> int:
    """Count the birthdays after the first, year by year."""
    count = 0
    for year in range(birth.year + 1, day.year + 1):
        no_such_day = (birth.month, birth.day) == (2, 29) and not isleap(year)
        birthday = date(year, 3, 1) if no_such_day else birth.replace(year=year)
        count += birthday <= day
    return count


@given(DAYS, DAYS)
@example(date(2000, 2, 29), date(2100, 2, 28))
@example(date(2000, 2, 29), date(2100, 3, 1))
def test_an_age_is_the_number_of_birthdays(one: date, other: date) -> None:
    birth, day = sorted((one, other))
    assert age_on(birth, day) == birthdays_until(birth, day)


def days_of(text: str) -> list[date]:
    """Return every day that begins so."""
    first = date.fromisoformat((text + "-01-01")[:10])
    year = (first + timedelta(days) for days in range(366))
    return [each for each in year if each.isoformat().startswith(text)]


def ends(found: Any) -> tuple[Any, Any]:
    return (found.low, found.high) if isinstance(found, Between) else (found, found)


@given(DAYS, DAYS, PARTS, PARTS)
@example(date(2000, 2, 29), date(2000, 2, 29), 7, 7)
@example(date(2000, 2, 29), date(2000, 2, 1), 4, 7)
def test_ranges_are_of_what_the_days_that_are_possible_give(
    one: date, other: date, of_first: int, of_last: int
) -> None:
    earlier, later = sorted((one, other))
    first, last = earlier.isoformat()[:of_first], later.isoformat()[:of_last]
    possible = [days_of(each)[:: len(days_of(each)) - 1 or 1] for each in (first, last)]
    ordered = [(a, b) for a in days_of(first) for b in possible[1] if a <= b]
    ordered += [(a, b) for a in possible[0] for b in days_of(last) if a <= b]
    assert ends(since(first, last)) == (
        min(b - a for a, b in ordered),
        max(b - a for a, b in ordered),
    )
    ages = {birthdays_until(a, b) for a, b in ordered}
    assert ends(age_on(first, last)) == (min(ages), max(ages))
    # None between the two is impossible.
    assert ages == set(range(min(ages), max(ages) + 1))


# --- durations ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "day", "days"),
    [
        ("2026-03-14", "2026-03-14", 0),
        ("2026-03-14", "2026-03-15", 1),
        ("2024-02-28", "2024-03-01", 2),
        ("2023-02-28", "2023-03-01", 1),
        ("2026-03-14", "2027-03-14", 365),
        ("2026-03", "2026-04-04", (4, 34)),
        ("2026-02", "2026-04-04", (35, 62)),
        ("2025", "2026-01-01", (1, 365)),
        ("2026", "2026-01-01", 0),
        ("2026-03", "2026-03-14", (0, 13)),
        ("2026-03-14", "2026-04", (18, 47)),
        # A day on which clocks are changed is a day.
        ("2026-03-28", "2026-03-30", 2),
    ],
)
def test_the_time_since_a_day(start: str, day: str, days: int | tuple[int, int]) -> None:
    low, high = days if isinstance(days, tuple) else (days, days)
    expected = timedelta(low) if low == high else between(timedelta(low), timedelta(high))
    assert since(start, day) == expected


def test_what_comes_out_is_stated_as_it_is() -> None:
    stated = evaluate(
        {
            "age": age_on("1956", date(2026, 3, 14)),
            "conservative_care": since("2026-02-28", date(2026, 3, 14)),
            "symptom_duration": since("2026-02", date(2026, 3, 14)),
        }
    ).to_dict()["facts"]["stated"]
    assert stated == {
        "age": {"between": [69, 70]},
        "conservative_care": 2,
        "symptom_duration": {"between": [2, "41 days"]},
    }


IN_EVERY_UNIT = """
guideline made_up
  title     "Made up"
  otherwise do not image
  editorial "Made up."
{facts}
"""


def test_a_duration_is_a_value_for_facts_in_every_unit_of_time() -> None:
    units = ("seconds", "minutes", "hours", "days", "weeks", "months", "years")
    facts = "".join(
        f'fact {whole}_{unit}\n  {kind} in {unit} from 0 to 100000000\n  ask "How many {unit}?"\n'
        for unit in units
        for whole, kind in (("whole", "whole number"), ("any", "number"))
    )
    made_up = loads(IN_EVERY_UNIT.format(facts=facts))
    for time in (since("2026-02-28", "2026-03-14"), since("2026-02", "2026-03-14")):
        stated = {f"{kind}_{unit}": time for unit in units for kind in ("whole", "any")}
        assert made_up.evaluate(stated).to_dict()["facts"]["stated"].keys() == stated.keys()


# --- what is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize("function", [age_on, since])
@pytest.mark.parametrize(
    ("first", "day"),
    [
        ("2026-03-15", "2026-03-14"),
        ("2026-04", "2026-03-14"),
        ("2027", "2026-03-14"),
        ("2026-03-15", "2026-02"),
        (date(2026, 3, 15), date(2026, 3, 14)),
    ],
)
def test_what_lies_after_the_day_is_refused(function: Any, first: Any, day: Any) -> None:
    name = "date of birth" if function is age_on else "start"
    with pytest.raises(ValueError, match="after") as refused:
        function(first, day)
    assert str(refused.value) == (
        f"the {name} lies after the day: give the {name} first, and then the day"
    )


@pytest.mark.parametrize("function", [age_on, since])
def test_a_moment_is_refused(function: Any) -> None:
    day = date(2026, 3, 14)
    for moment in (datetime(2026, 3, 14, 23, 30), datetime(2026, 3, 14, tzinfo=UTC)):  # noqa: DTZ001
        with pytest.raises(TypeError, match="depends on the time zone: give the date alone"):
            function(moment, day)
        with pytest.raises(TypeError, match="the day was given with a time"):
            function(day, moment)


@pytest.mark.parametrize("function", [age_on, since])
@pytest.mark.parametrize(
    "text",
    [
        *("", "56", "1956-3", "1956-13", "1956-00", "1956-02-30", "1957-02-29", "1956-3-14"),
        *("14.03.1956", "19560314", "1956-W11-3", "1956-074", " 1956", "1956\n", "0000", "195"),
        *("1956-03-14T00:00", "1956-03-14Z", "١٩٥٦", "-1956", "1956-", "unknown", "12025-01-01"),
    ],
)
def test_a_text_that_is_no_date_is_refused_and_not_shown(function: Any, text: str) -> None:
    for dates_given in ((text, date(2026, 3, 14)), (date(1956, 3, 14), text)):
        with pytest.raises(ValueError, match=r"and another text was given$") as refused:
            function(*dates_given)
        assert "1956-03-14, 1956-03 or 1956" in str(refused.value)
        assert refused.value.__cause__ is None
        assert refused.value.__suppress_context__


@pytest.mark.parametrize("function", [age_on, since])
@pytest.mark.parametrize("given_for_it", [None, 1956, 1956.5, ("1956", "03"), b"1956", True])
def test_what_is_no_date_is_refused(function: Any, given_for_it: Any) -> None:
    with pytest.raises(TypeError, match=r"a value of another kind was given$"):
        function(given_for_it, date(2026, 3, 14))
    with pytest.raises(TypeError, match="the day is a date"):
        function(date(1956, 3, 14), given_for_it)
