"""The JSON Schema of the facts that a guideline takes.

What the library accepts is never refused by it. It is wider only where a schema cannot tell: it
does not read the numbers in texts, nor compare the two ends of a range.
"""

import re
from copy import deepcopy
from fractions import Fraction
from itertools import combinations
from os import PathLike
from struct import pack, unpack
from typing import Any
from urllib.parse import quote

from imaging_rules.library.find import load
from imaging_rules.library.guideline import Guideline
from imaging_rules.model.facts import ChoiceType, Fact, NumberType, Screen, YesNoType
from imaging_rules.values.json_schema import DRAFT
from imaging_rules.values.stated import COMPARISONS
from imaging_rules.values.units import CALENDAR, TIME, Unit, alike

# As the reader takes it: no sign may stand where it could part thousands, but before an exponent.
_NUMBER = (
    r"(?!-?[1-9][0-9]{0,2}\.[0-9]{3}(?![0-9eE]))"
    r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?(/[1-9][0-9]*)?"
)
_LARGEST_OF_16_BITS = 65504
# Signs of a unit that people write otherwise, with what they write: µ and ², and spaces.
_SIGNS = {
    "ug": "(?:[uUµμΜ]|[mM][cC])[gG]",
    "um": "[uUµμΜ][mM]",
    "m2": r"[mM](?:\^?2|²|[^\S\n]+2)",
    "1.73m2": r"1[.,]73[^\S\n]*[mM](?:\^?2|²|[^\S\n]+2)",
    "/": r"[^\S\n]*/[^\S\n]*",
    " ": r"[^\S\n]+",
}
_SIGN = re.compile(r"1\.73m2|m2\Z|ug|um(?=ol)|.")
_UNKNOWN, _NOT_STATED = {"$ref": "#/$defs/unknown"}, {"$ref": "#/$defs/not_stated"}
_DEFS: dict[str, dict[str, Any]] = {
    "unknown": {
        "description": "Asked, and not known: never assumed, and answered by no screen.",
        "const": "unknown",
    },
    "not_stated": {"description": "The same as left out.", "type": "null"},
    "one_of_each_end": {
        "description": "A range has at most one lower end and one upper end.",
        "not": {
            "anyOf": [
                {"required": list(two)}
                for two in combinations(COMPARISONS, 2)
                if COMPARISONS[two[0]][0] == COMPARISONS[two[1]][0]
            ]
        },
    },
    "date": {
        "description": "Since when, or the date of birth; the day or the month may be left out.",
        "type": "string",
        "pattern": r"^\s*([sS][iI][nN][cC][eE]|[bB][oO][rR][nN])\s+"
        r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?\s*$",
    },
}


def facts_schema(guideline: Guideline | str | PathLike[str]) -> dict[str, Any]:
    """Return the JSON Schema of the facts of a patient, as a guideline takes them from JSON.

    What `evaluate` accepts is valid. What is valid is accepted, but for texts such as
    ``"900 years"`` whose number is outside what the fact can be, is not whole where it has to be,
    or has hundreds of digits; ranges in which no number lies; dates that do not exist or lie
    after the day of the decision; and numbers less than the precision of 16 bits outside what the
    fact can be.

    Args:
        guideline: The guideline: a `Guideline`, or a name or a path as `load` takes them.

    Returns:
        A schema in JSON Schema draft 2020-12, a new one at each call. Each fact and screen is a
        property with its question as the title; no other property may be there, and none has to.
        The `$comment` has the hash of the guideline's text.

    Raises:
        UnknownGuidelineError: There is no such guideline or file, or it cannot be read.
        GuidelineError: The file has errors.

    Units:
        A number is in the unit that is the `title` of its form: ``weeks``. A text has a unit.

    Unknown:
        Of each fact, the schema takes ``"unknown"`` for what was asked and is not known, and
        ``null``, which states nothing.

    Examples:
        >>> from imaging_rules import facts_schema
        >>> facts_schema("nexus")["title"]
        'Facts for nexus'
    """
    loaded = load(guideline)
    model = loaded.model
    asked: tuple[Fact | Screen, ...] = (*model.facts, *model.screens)
    numbers = [each.type for each in model.facts if isinstance(each.type, NumberType)]
    return {
        "$schema": DRAFT,
        "$comment": f"{loaded.name} {loaded.version}, sha256 {loaded.sha256}",
        "title": f"Facts for {loaded.name}",
        "description": f"What is known of a patient, for: {loaded.title or loaded.name}.",
        "type": "object",
        "properties": {each.name: _asked(each) for each in asked},
        "additionalProperties": False,
        "$defs": deepcopy(_DEFS) | {_text_name(each.unit): _text(each.unit) for each in numbers},
    }


def _asked(asked: Fact | Screen) -> dict[str, Any]:
    told = [asked.ask] if asked.notes.title else []
    told += [asked.explain] if asked.explain else []
    if isinstance(asked, Screen):
        forms: list[dict[str, Any]] = [{"const": "none"}]
        told.append(
            f"`none` answers what is not stated of {', '.join(f for f, _ in asked.covers)}."
        )
    else:
        forms = _forms(asked)
        if asked.assumed is not None:
            told.append(f"Not stated, it is assumed: {asked.words(asked.assumed)}.")
    description = {"description": " ".join(told)} if told else {}
    title = asked.notes.title or asked.ask or asked.name
    return {"title": title, **description, "anyOf": [*forms, _UNKNOWN, _NOT_STATED]}


def _forms(fact: Fact) -> list[dict[str, Any]]:
    """Return the schemas of what may be stated of a fact, but that it is unknown."""
    match fact.type:
        case YesNoType():
            return [{"type": "boolean"}]
        case ChoiceType(values):
            word = {"enum": list(values)}
            return [word, _in_part("one_of", {"items": word, "minItems": 1})]
        case NumberType():
            amounts = [_number(fact.type), {"$ref": _text_place(fact.type.unit)}]
            ends = {"items": {"anyOf": amounts}, "minItems": 2, "maxItems": 2}
            forms = [*amounts, _in_part("between", ends), _with_ends(amounts)]
            is_time = fact.unit is not None and fact.unit.dimension in (TIME, CALENDAR)
            return [*forms, {"$ref": "#/$defs/date"}] if is_time else forms


def _in_part(form: str, array: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {form: {"type": "array", **array}},
        "required": [form],
        "additionalProperties": False,
    }


def _with_ends(amounts: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the schema of a range whose ends are named by words, such as ``{"under": 500}``."""
    return {
        "type": "object",
        "properties": {word: {"anyOf": amounts} for word in COMPARISONS},
        "additionalProperties": False,
        "minProperties": 1,
        "allOf": [{"$ref": "#/$defs/one_of_each_end"}],
    }


def _number(type: NumberType) -> dict[str, Any]:
    return {
        **({"title": type.unit.plural} if type.unit else {}),
        "type": "integer" if type.whole else "number",
        "minimum": min(_as_floats(type.range.low)),
        "maximum": max(_as_floats(type.range.high)),
    }


def _as_floats(value: Fraction) -> list[int | float]:
    """Return a number as JSON has it, and as programs with floats of 32 and 16 bits write it."""
    if value.denominator == 1:
        return [int(value)]
    own = float(value)
    widths = "fe" if abs(own) <= _LARGEST_OF_16_BITS else "f"
    return [own, *(unpack(width, pack(width, own))[0] for width in widths)]


def _text_name(unit: Unit | None) -> str:
    return f"text_of_{_measured(unit).replace(' ', '_')}" if unit else "text_of_a_number"


def _text_place(unit: Unit | None) -> str:
    """Return where the schema of the texts of a unit stands, as JSON Schema refers to it."""
    return "#/$defs/" + quote(_text_name(unit).replace("~", "~0").replace("/", "~1"), safe="~")


def _measured(unit: Unit) -> str:
    # Months can be given for weeks, and weeks for months.
    return TIME if unit.dimension == CALENDAR else unit.dimension


def _text(unit: Unit | None) -> dict[str, Any]:
    """Return the schema of the texts that state a number in a unit, or in one like it."""
    if unit is None:
        told, after = "An exact number.", ""
    else:
        units = alike(unit, by_calendar=True)
        told = f"A number and its unit, in words or short: {', '.join(u.plural for u in units)}."
        written = (s for u in units for s in (u.singular, u.plural, *u.spellings))
        after = "(" + "|".join(_as_written(each) for each in dict.fromkeys(written)) + r")\s*"
        if unit.is_quoted:
            after = rf'["“”\s]*{after}["“”\s]*'
    return {"description": told, "type": "string", "pattern": rf"^\s*{_NUMBER}\s*{after}$"}


def _as_written(spelling: str) -> str:
    """Return the pattern of a unit as people write it; a single letter only as it is."""
    if len(spelling) == 1:
        return spelling
    return _SIGN.sub(_pattern_of, spelling.strip('"').lower())


def _pattern_of(found: re.Match[str]) -> str:
    sign = found[0]
    if sign in _SIGNS:
        return _SIGNS[sign]
    if not sign.isalpha():
        return re.escape(sign)
    # A sign is any of those that are this one in lower case: K is that of kelvin.
    return f"[{sign}{sign.upper()}{chr(0x212A) if sign == 'k' else ''}]"
