"""How many days some months can have, and how many months some days can be.

Months are those of the calendar. One has 28 to 31 days; several in a row have as many as the
calendar gives them: two 59 to 62, twelve 365 or 366. A part of a month is that part of one of 28
to 31 days, beside the whole months before it. What comes out is exact: every number of days that
so many months can have lies in it, and with whole months both ends are reached.
"""

from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor

from imaging_rules.values.regions import Interval
from imaging_rules.values.units import BY_NAME, Unit

_SHORTEST, _LONGEST = 28, 31
# After 400 years the calendar repeats.
_CYCLE_MONTHS, _CYCLE_DAYS = 4800, 146_097
_STARTS = tuple(
    date(2000 + month // 12, month % 12 + 1, 1).toordinal() for month in range(2 * _CYCLE_MONTHS)
)
_DAY = 86_400
_MOST_SECONDS = timedelta.max // timedelta(seconds=1)


def as_range(value: Fraction, unit: Unit, into: Unit | None) -> Interval | None:
    """Return the numbers that months or years can be in weeks or days, and the reverse.

    Args:
        value: A number in ``unit``.
        unit: The unit that it is given in.
        into: The unit that is wanted.

    Returns:
        The numbers that it can be, both ends included; those of months are rounded outwards to
        a hundredth of a month. ``None`` where the units are not one of the calendar and one of
        fixed length.
    """
    dimensions = (unit.dimension, into.dimension if into else "")
    if into is None or set(dimensions) != {"time", "calendar time"}:
        return None
    size = abs(value) * unit.size
    if unit.dimension == "calendar time":
        fewest, most = _days(size)
        low, high = fewest * _DAY / into.size, most * _DAY / into.size
    else:
        fewest, most = _months(size / _DAY)
        low = Fraction(floor(fewest * 100), 100) / into.size
        high = Fraction(ceil(most * 100), 100) / into.size
    return Interval(low, high) if value >= 0 else Interval(-high, -low)


def time_between(first: Fraction, last: Fraction, unit: Unit) -> tuple[timedelta, timedelta]:
    """Return the shortest and the longest time that lies between two numbers of a unit of time.

    Parts of a second are rounded outwards.
    """
    earliest, latest = _in_seconds(first, unit), _in_seconds(last, unit)
    return _time(floor(earliest.low)), _time(ceil(latest.high))


def _in_seconds(value: Fraction, unit: Unit) -> Interval:
    seconds = as_range(value, unit, BY_NAME["seconds"])
    return Interval(value * unit.size, value * unit.size) if seconds is None else seconds


def _time(seconds: int) -> timedelta:
    return timedelta(seconds=min(seconds, _MOST_SECONDS))


def _days(months: Fraction) -> tuple[Fraction, Fraction]:
    whole = floor(months)
    (fewest, most), (next_fewest, next_most) = _in_a_row(whole), _in_a_row(whole + 1)
    part = months - whole
    return (
        max(fewest + part * _SHORTEST, next_fewest - (1 - part) * _LONGEST),
        min(most + part * _LONGEST, next_most - (1 - part) * _SHORTEST),
    )


def _months(days: Fraction) -> tuple[Fraction, Fraction]:
    """Return the fewest and the most months that can have so many days."""
    near = max(0, floor(days * _CYCLE_MONTHS / _CYCLE_DAYS) - 2)
    whole = near
    while _in_a_row(whole + 1)[1] < days:
        whole += 1
    most, next_most = (_in_a_row(each)[1] for each in (whole, whole + 1))
    part = max(Fraction(days - most, _LONGEST), 1 - Fraction(next_most - days, _SHORTEST))
    fewest = whole + max(part, Fraction(0))
    whole = near
    while _in_a_row(whole + 1)[0] <= days:
        whole += 1
    least, next_least = (_in_a_row(each)[0] for each in (whole, whole + 1))
    part = min(Fraction(days - least, _SHORTEST), 1 - Fraction(next_least - days, _LONGEST))
    return fewest, whole + part


@lru_cache(maxsize=256)
def _in_a_row(months: int) -> tuple[int, int]:
    """Return the fewest and the most days of so many months in a row."""
    cycles, rest = divmod(months, _CYCLE_MONTHS)
    spans = [_STARTS[month + rest] - _STARTS[month] for month in range(_CYCLE_MONTHS)]
    return cycles * _CYCLE_DAYS + min(spans), cycles * _CYCLE_DAYS + max(spans)
