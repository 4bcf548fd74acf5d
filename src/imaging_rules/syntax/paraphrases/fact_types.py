"""The types of facts, and dates, in other words."""

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction

from imaging_rules.syntax.paraphrases import NAME, NAME_IN_LIST, NUMBER, Paraphrase, one_line
from imaging_rules.values.unit_spellings import meant_unit

_OF_A_FACT = frozenset({"YES_OR_NO"})
_IN_UNIT = rf"(?:(?:in|of) (?P<own>{NAME}) )?"
_LOW, _HIGH = rf"(?P<low>{NUMBER})", rf"(?P<high>{NUMBER})(?:[^\S\n]+(?P<unit>{NAME}))?"
_QUOTED = rf"[\"“']?{NAME}[\"”']?"
_NO_TYPES = {
    "date": "ask instead for how long ago it was, in days, weeks or years",
    "time": "ask instead for how long ago it was, in minutes or hours",
    "text": "",
    "string": "",
}
_TYPES = (
    "the type of a fact is `yes or no`, a number (`number in UNIT from A to B`) "
    "or a choice (`one of A, B, C`)"
)
_YES_NO = (
    r"yes\s*/\s*no|y\s*/\s*n|no\s*/\s*yes|yes no|no or yes|yes\s*,\s*no|no\s*,\s*yes"
    r"|yes (?:or|and) not|yes and no|y or n|yes\s*/\s*not|yes\s*,\s*not"
    r"|true\s*/\s*false|true or false|true\s*,\s*false|present or absent|present\s*/\s*absent"
    r"|boolean|bool|binary"
)
# A fact may always be unknown.
_OR_UNKNOWN = r"(?:\s*(?:,\s*or\b|,|/|\bor\b)\s*(?:unknown|unsure|not known)\b)?"
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH = rf"(?P<month>{'|'.join(f'{each[:3]}(?:{each[3:]})?' for each in _MONTHS)}|sept)\.?"
_YEAR = r"(?P<year>[0-9]{4})(?![0-9])"
DATE_FORM = "write year, month and day in digits: `YYYY-MM-DD`"
_OPTIONS = frozenset({"DATE"})


def _number(found: re.Match[str]) -> str:
    unit = found.groupdict().get("own") or found["unit"]
    whole = "whole " if found[0].lower().startswith("whole") else ""
    meant = meant_unit(unit) if unit else None
    measured = f" in {meant.plural}" if meant else ""
    low, high = sorted((found["low"], found["high"]), key=Fraction)
    named = f", and name {unit} in `ask`" if unit and not meant else ""
    return f"write `{whole}number{measured} from {low} to {high}`{named}"


TYPES = (
    Paraphrase(
        r"type(?: is)?\s*:?(?= (?:yes or no|number|whole|one of)\b)",
        "leave it out",
        options=_OF_A_FACT,
    ),
    Paraphrase(
        rf"(?:{_YES_NO}){_OR_UNKNOWN}(?![\w/])",
        "write `yes or no`",
        options=_OF_A_FACT,
        fix="yes or no",
    ),
    Paraphrase(
        rf"(?:one of|either|any of|choice(?: of)?|options?)\s*:?\s*[(\[]?\s*"
        rf"(?:{_YES_NO}|yes or no){_OR_UNKNOWN}\s*[)\]]?(?![\w/]|\s*,)",
        "write `yes or no`",
        blocks=frozenset({"fact"}),
        fix="yes or no",
    ),
    Paraphrase(
        rf"(?P<type>{'|'.join(_NO_TYPES)})\b",
        lambda found: "; ".join(filter(None, (_TYPES, _NO_TYPES[found["type"].lower()]))),
        options=_OF_A_FACT,
        message=lambda found: f"a fact cannot be a {found['type'].lower()}",
    ),
    Paraphrase(
        r"(?:integer|int)\b", "write `whole number in UNIT from A to B`", options=_OF_A_FACT
    ),
    Paraphrase(
        r"(?:decimal|float|real|numeric|quantity)\b",
        "write `number in UNIT from A to B`",
        options=_OF_A_FACT,
    ),
    Paraphrase(
        r"(?:choice|choices|options?|enum|any|either|values?)(?: of)?\b",
        "write `one of A, B, C`",
        options=_OF_A_FACT,
    ),
    Paraphrase(
        rf"one of (?:{NAME}\s*,\s*)*?(?P<at>yes|no|not|one)\b",
        lambda found: f"write another word for `{found['at']}`, with `_` if it is of several",
        blocks=frozenset({"fact"}),
        message=lambda found: f"`{found['at']}` is a word of the language and cannot be an answer",
        code="E103",
    ),
    Paraphrase(
        rf"one of (?:{NAME}\s*,\s*)*?(?P<at>unknown)\b",
        "leave it out: whatever the answers are, a fact may be unknown",
        blocks=frozenset({"fact"}),
        message="`unknown` is a word of the language and cannot be an answer",
        code="E103",
    ),
    Paraphrase(
        rf"(?:whole )?number {_IN_UNIT}from {_LOW} (?:and|up to|till|until) {_HIGH}",
        _number,
        blocks=frozenset({"fact"}),
    ),
    Paraphrase(
        rf"(?:whole )?(?:number {_IN_UNIT}(?:between|range)?|between|range|scale)\s*"
        rf"{_LOW}\s*(?:to|and|-|–)\s*{_HIGH}",
        _number,
        blocks=frozenset({"fact"}),
    ),
    Paraphrase(
        rf"(?:whole )?number (?P<at>of) (?P<one>{NAME})(?=[^\S\n]*(?:\n|\#|$))",
        lambda found: f"write `number in {found['one']} from A to B`",
        blocks=frozenset({"fact"}),
    ),
    Paraphrase(
        rf"(?m:^)\s*(?P<at>(?:type )?(?P<said>{NAME}(?:\s*(?:,|/|\bor\b)\s*{NAME})+))"
        r"(?=[^\S\n]*(?:\n|\#|$))",
        lambda found: (
            f"write `one of {', '.join(re.findall(NAME_IN_LIST, found['said'].lower()))}`"
        ),
        options=_OF_A_FACT,
        message=lambda found: f"`{one_line(found)}` is not how the language says it",
    ),
    Paraphrase(rf"(?P<at>from) {_LOW}\s*(?:to|and|-|–)\s*{_HIGH}", _number, options=_OF_A_FACT),
    Paraphrase(
        rf"one of\s*(?P<at>(?P<said>[(\[]?{_QUOTED}(?:\s*(?:,|\bor\b|/)\s*{_QUOTED})+[)\]]?))",
        lambda found: (
            f"write `one of {', '.join(re.findall(NAME_IN_LIST, found['said'].lower()))}`"
        ),
        blocks=frozenset({"fact"}),
    ),
    Paraphrase(
        r"(?:default|otherwise|else|assume|if unknown|if missing|if not stated)(?: is| to)?"
        rf" (?P<said>{NAME})\b",
        lambda found: f"write `if not stated assume {found['said']}`",
        options=_OF_A_FACT,
    ),
)


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
        written,
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
