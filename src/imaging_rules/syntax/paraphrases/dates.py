"""Dates in other orders: told only where it is sure which day is meant."""

import re
from collections.abc import Callable
from datetime import date

from imaging_rules.syntax.paraphrases.paraphrase import Paraphrase, pattern

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH = rf"(?P<month>{'|'.join(f'{each[:3]}(?:{each[3:]})?' for each in _MONTHS)}|sept)\.?"
_YEAR = r"(?P<year>[0-9]{4})(?![0-9])"
DATE_FORM = "write year, month and day in digits: `YYYY-MM-DD`"
_OPTIONS = frozenset({"DATE"})


def _day(year: str, month: int, day: str) -> str | None:
    try:
        return date(int(year), month, int(day)).isoformat()
    except ValueError:
        return None


def _by_name(found: re.Match[str]) -> str | None:
    short = found["month"][:3].lower()
    month = next(place for place, each in enumerate(_MONTHS, 1) if each.startswith(short))
    return _day(found["year"], month, found["day"])


def _in_order(found: re.Match[str]) -> str | None:
    return _day(found["year"], int(found["month"]), found["day"])


def _either_order(found: re.Match[str]) -> str | None:
    """Return the day of a date such as 26/1/2027, if only one of its numbers can be a month."""
    one, other = (
        _day(found["year"], int(month), day)
        for month, day in ((found["a"], found["b"]), (found["b"], found["a"]))
    )
    return (one or other) if one is None or other is None or one == other else None


def _help_with(day: Callable[[re.Match[str]], str | None]) -> Callable[[re.Match[str]], str]:
    def help(found: re.Match[str]) -> str:
        certain = day(found)
        return f"write `{certain}`" if certain else DATE_FORM

    return help


DATES = tuple(
    Paraphrase(
        pattern(written),
        _help_with(day),
        options=_OPTIONS,
        message=lambda found: f"`{' '.join(found[0].split())}` is not a date of the language",
    )
    for written, day in (
        (rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?\.?\s*{_MONTH},?\s*{_YEAR}", _by_name),
        (rf"{_MONTH}\s*(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,?\s*{_YEAR}", _by_name),
        (rf"{_YEAR}[-/.](?P<month>[0-9]{{1,2}})[-/.](?P<day>[0-9]{{1,2}})(?![0-9])", _in_order),
        (rf"(?P<a>[0-9]{{1,2}})[-/.](?P<b>[0-9]{{1,2}})[-/.]{_YEAR}", _either_order),
    )
)
