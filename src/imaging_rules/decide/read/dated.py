"""What a date says of a fact in a unit of time: how long ago it was, on the day of a decision."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from math import ceil, floor
from typing import Any

from imaging_rules.decide.read.stated_value import NotAStatementError, accepted, plain
from imaging_rules.errors import Mistake
from imaging_rules.model.facts import Fact
from imaging_rules.model.guideline import Guideline
from imaging_rules.values.dates import days_of, months_between, since
from imaging_rules.values.stated import Between
from imaging_rules.values.units import CALENDAR, TIME

_WORDS = re.compile(r"\s*(?:since|born)\s+(\S+)\s*", re.IGNORECASE)


def is_dated(fact: Fact, given: object) -> bool:
    """Return whether a fact in a unit of time is given by a date, such as ``born 1962-03-01``.

    A moment is not: what day it is on depends on the time zone.
    """
    if fact.unit is None or fact.unit.dimension not in (TIME, CALENDAR):
        return False
    if isinstance(given, str):
        return _WORDS.fullmatch(given) is not None
    return isinstance(given, date) and not isinstance(given, datetime)


def as_of(fact: Fact, given: object, day: date) -> object:
    """Return what a date says of a fact, in a form that `statement` reads.

    An age counts completed years or months, and who was born on 29 February completes one on
    1 March where there is no such day. Days and weeks are exact. Of any other fact, what lies
    between two months stays between them.

    Args:
        fact: The fact, given by a date.
        given: A `date`, or a text such as ``since 2026-10-01``, ``since 2026-10`` or
            ``born 1962``.
        day: The day of the decision.

    Raises:
        NotAStatementError: It is no date, or lies after the day.

    Unknown:
        Of a date without day or month every duration that it leaves possible stays possible.
    """
    found = _WORDS.fullmatch(given) if isinstance(given, str) else None
    start: Any = found[1] if found else given
    try:
        first, last = days_of(start, "date")
    except ValueError:
        why = "a date is written as in since 2026-10-01, since 2026-10 or since 2026"
        raise NotAStatementError(f"{accepted(fact)}, and {why}", "wrong_form") from None
    if first > day:
        why = "the date given lies after the day of the decision"
        raise NotAStatementError(f"{accepted(fact)}, and {why}", "too_low")
    if fact.unit is not None and fact.unit.dimension == TIME:
        return since(start, day)
    return _by_calendar(fact, months_between(min(last, day), day), months_between(first, day))


def _by_calendar(fact: Fact, shortest: tuple[int, bool], longest: tuple[int, bool]) -> object:
    """Return a number of months or years, or those that it can be.

    Args:
        fact: The fact.
        shortest: The fewest completed months, and whether they are all that there were.
        longest: The most completed months, likewise.
    """
    assert fact.unit is not None
    (fewest, all_of_them), (most, no_more) = shortest, longest
    low, high = fewest / fact.unit.size, (most if no_more else most + 1) / fact.unit.size
    if fact.is_age:
        low, high = Fraction(floor(low)), Fraction(floor(most / fact.unit.size))
    elif fact.number.whole:
        # Whether the whole number was counted or rounded, it is one of these.
        low, high = Fraction(floor(low)), Fraction(ceil(high))
    else:
        return low if low == high else Between(low, high, not all_of_them, not no_more)
    return low if low == high else Between(low, high)


def read_dates(
    guideline: Guideline, facts: Mapping[Any, Any], day: date
) -> tuple[dict[str, object], dict[str, Mistake]]:
    """Return what dates say of facts on a day, by the names of the facts, and what is wrong."""
    said: dict[str, object] = {}
    mistakes: dict[str, Mistake] = {}
    for fact in guideline.facts:
        given = plain(facts.get(fact.name))
        if is_dated(fact, given):
            try:
                said[fact.name] = as_of(fact, given, day)
            except NotAStatementError as problem:
                mistakes[fact.name] = Mistake(
                    fact.name, str(problem), problem.kind, problem.suggestion, given
                )
    return said, mistakes
