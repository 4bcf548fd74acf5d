"""Ages and durations from dates, of which the day or the month may not be known."""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import TypeAlias

from imaging_rules.values.stated import Between

_TEXT = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def age_on(birth: date | str, day: date | str) -> int | Between[int]:
    """Return how many years of age somebody is on a day.

    Args:
        birth: The date of birth: a `date`, or a text such as ``"1956-03-14"``, ``"1956-03"`` or
            ``"1956"``, of which the day or the month is not known.
        day: The day for which the age is wanted, such as that of the order; in the same forms.

    Returns:
        The completed years, or `between` the fewest and the most that they can be. Either is a
        value for a fact in years. Who was born on 29 February completes a year on 1 March where
        there is no such day.

    Raises:
        ValueError: A text is no date, or the birth lies after the day. No date is in the message.
        TypeError: One of them is neither a `date` nor a text, or has a time. What day a moment is
            on depends on the time zone, so give the date.

    Units:
        Years.

    Unknown:
        Every age that the dates leave possible lies between the two ends. Where a partial date of
        birth goes on after the day, somebody who was born by then is spoken of.

    Examples:
        >>> age_on("1956-03-14", "2026-03-13")
        69
        >>> age_on("1956-03-14", "2026-03-14")
        70
        >>> age = age_on("1956", "2026-03-14")
        >>> age.low, age.high
        (69, 70)
    """
    (born_first, born_last), (first, last) = _in_order(birth, "date of birth", day)
    youngest = _years(born_last, first) if born_last < first else 0
    oldest = _years(born_first, last)
    return youngest if youngest == oldest else Between(youngest, oldest)


def since(start: date | str, day: date | str) -> timedelta | Between[timedelta]:
    """Return the time from one day to another.

    Args:
        start: The day on which it began: a `date`, or a text such as ``"2026-03-14"``,
            ``"2026-03"`` or ``"2026"``, of which the day or the month is not known.
        day: The day up to which it is counted, such as that of the order; in the same forms.

    Returns:
        The days, or `between` the fewest and the most that they can be. Either is a value for
        every fact that is measured in a unit of time.

    Raises:
        ValueError: A text is no date, or the start lies after the day. No date is in the message.
        TypeError: One of them is neither a `date` nor a text, or has a time. What day a moment is
            on depends on the time zone, so give the date.

    Units:
        Whole days, as a `timedelta`.

    Unknown:
        Every duration that the dates leave possible lies between the two ends. Where a partial
        date of the start goes on after the day, something that had begun by then is spoken of.

    Examples:
        >>> since("2026-03-14", "2026-04-04").days
        21
        >>> time = since("2026-03", "2026-04-04")
        >>> time.low.days, time.high.days
        (4, 34)
    """
    (start_first, start_last), (first, last) = _in_order(start, "start", day)
    shortest = max(first - start_last, timedelta(0))
    longest = last - start_first
    return shortest if shortest == longest else Between(shortest, longest)


_Days: TypeAlias = tuple[date, date]
"""The first and the last day that a date can be."""


def _in_order(start: date | str, name: str, day: date | str) -> tuple[_Days, _Days]:
    earlier, later = days_of(start, name), days_of(day, "day")
    if earlier[0] > later[1]:
        raise ValueError(f"the {name} lies after the day: give the {name} first, and then the day")
    return earlier, later


def days_of(given: date | str, name: str) -> _Days:
    """Return the first and the last day that a date can be, which may lack its day or month.

    Args:
        given: A `date`, or a text such as ``2026-10-01``, ``2026-10`` or ``2026``.
        name: What it is called in messages.

    Raises:
        ValueError: The text is no date.
        TypeError: It is neither a `date` nor a text, or has a time.
    """
    # A moment is a date too, by its class.
    if isinstance(given, datetime):
        raise TypeError(
            f"the {name} was given with a time, and which day that is depends on the time zone: "
            "give the date alone"
        )
    if isinstance(given, date):
        return given, given
    accepted = f"the {name} is a date, or a text such as 1956-03-14, 1956-03 or 1956"
    if not isinstance(given, str):
        raise TypeError(f"{accepted}, and a value of another kind was given")
    try:
        return _days_of_text(given)
    except ValueError:
        # What was given is in neither this message nor in one before it.
        raise ValueError(f"{accepted}, and another text was given") from None


def _days_of_text(text: str) -> _Days:
    found = _TEXT.fullmatch(text)
    if found is None:
        raise ValueError
    year, month, day = found.groups()
    first = date(int(year), int(month or 1), int(day or 1))
    if day:
        return first, first
    last_month = first.month if month else 12
    return first, date(first.year, last_month, monthrange(first.year, last_month)[1])


def months_between(start: date, day: date) -> tuple[int, bool]:
    """Return how many months are completed from one day to a later one, and whether just then.

    A month is completed on the same day of a later month or, where that has no such day, on the
    first of the next one.
    """
    months = (day.year - start.year) * 12 + day.month - start.month
    completed = _after(start, months)
    if completed > day:
        months -= 1
        completed = _after(start, months)
    return months, completed == day


def _after(start: date, months: int) -> date:
    """Return the day on which so many months are completed."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if start.day <= monthrange(year, month + 1)[1]:
        return date(year, month + 1, start.day)
    return date(year, month + 1, monthrange(year, month + 1)[1]) + timedelta(days=1)


def _years(birth: date, day: date) -> int:
    """Return how many birthdays there have been; that of 29 February is else on 1 March."""
    return months_between(birth, day)[0] // 12
