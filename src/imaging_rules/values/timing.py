"""When a study is to be done: in words, and as numbers where a guideline gives them."""

from datetime import timedelta
from fractions import Fraction

from attrs import frozen

from imaging_rules.values.calendar_time import time_between
from imaging_rules.values.numbers import number_text, quantity_text
from imaging_rules.values.units import Unit


@frozen
class Timing:
    """How soon a study is to be done.

    ``words`` says it to a reader. Where the guideline gives numbers, it is from ``low`` to ``high``
    of ``unit`` from now, and as times from ``earliest`` to ``latest``: months and years are not all
    as long. Else these are ``None``, and ``unit`` is empty.

    Examples:
        >>> from imaging_rules import load
        >>> found = load("low_back_pain").evaluate({"age": 42, "leg_weakness": "worsening"})
        >>> found.reasons[0].timing.words
        'often within the first few days'
    """

    words: str
    low: Fraction | None = None
    high: Fraction | None = None
    unit: str = ""
    earliest: timedelta | None = None
    latest: timedelta | None = None

    def __str__(self) -> str:
        return self.words


def within(high: Fraction, unit: Unit, text: str = "") -> Timing:
    """Return the timing of what is to be done by then at the latest.

    Args:
        high: A number in ``unit``.
        unit: A unit of time, of the calendar or not.
        text: What is said of it besides.
    """
    return _timing(f"within {quantity_text(high, unit)}", Fraction(0), high, unit, text)


def after(low: Fraction, high: Fraction, unit: Unit, text: str = "") -> Timing:
    """Return the timing of what is to be done between two times from now.

    Args:
        low: A number in ``unit``, not above ``high``.
        high: A number in ``unit``.
        unit: A unit of time, of the calendar or not.
        text: What is said of it besides.
    """
    first = "" if low == high else f"{number_text(low)} to "
    return _timing(f"in {first}{quantity_text(high, unit)}", low, high, unit, text)


def due_first(timing: Timing) -> tuple[timedelta, timedelta]:
    """Return what puts times in order: when each ends, and of those that end alike which begins."""
    assert timing.latest is not None, "only what has numbers can be put in order"
    assert timing.earliest is not None, "only what has numbers can be put in order"
    return timing.latest, timing.earliest


def _timing(words: str, low: Fraction, high: Fraction, unit: Unit, text: str) -> Timing:
    joint = " " if text and text[0].isalnum() else ""
    return Timing(f"{words}{joint}{text}", low, high, unit.plural, *time_between(low, high, unit))
