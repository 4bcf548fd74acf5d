"""What is given and not taken: how it is called, and the way to a form that is taken."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

from imaging_rules.model.facts import ChoiceType, Fact, NumberType
from imaging_rules.values.stated import Between, OneOf, Unknown

# pandas, NumPy and Arrow have a value of their own for what is not there.
_NOT_THERE = {"NAType", "NaTType", "MaskedConstant", "NullScalar"}
_NUMPY_TIMES = {"datetime64", "timedelta64"}
_ARRAYS = (list, tuple, set, frozenset)
IN_PART = 'what is known in part is {"between": [a, b]}, {"under": a} or {"one_of": [a, b]}'
"""The forms of JSON for what is known in part."""
_SEVERAL: dict[type, str] = {
    NumberType: "a range is `between(a, b)`",
    ChoiceType: "several that are possible are `one_of(a, b)`",
}


def form_of(given: object) -> str:
    """Return what kind of value was given; the value itself is not told."""
    match given:
        case bool():
            return "a yes or no"
        case str():
            return "a text"
        case int() | float() | Decimal() | Fraction():
            return "a number"
        case Between():
            return "a range"
        case OneOf() | list() | tuple() | set() | frozenset():
            return "a list of values"
        case Mapping():
            return "a group of values with names"
        case timedelta():
            return "a duration"
        case Unknown() | None:
            return str(given)
        case Enum():
            return f"a member of {type(given).__name__}, and not its value,"
        case datetime() if type(given).__name__ not in _NOT_THERE:
            return "a date with a time"
        case date() if type(given).__name__ not in _NOT_THERE:
            return "a date"
        case _:
            return type(given).__name__


def was_given(fact: Fact, given: object) -> str:
    """Return what was given for a fact, and the way to a form that is taken, if one is known."""
    way = _way(fact, given)
    told = "NaN" if _is_nan(given) else form_of(given)
    return f"{told} was given{f': {way}' if way else ''}"


def _way(fact: Fact, given: Any) -> str:
    if type(given).__name__ in _NOT_THERE or _is_nan(given):
        return "leave the fact out, or give None or unknown"
    if isinstance(given, Enum) and not isinstance(given, Unknown):
        return "give its `value`"
    if isinstance(given, date) or type(given).__name__ in _NUMPY_TIMES:
        if fact.unit is None or "time" not in fact.unit.dimension:
            return ""
        if isinstance(given, date) and not isinstance(given, datetime):
            return "a date stands alone, and is no end of a range"
        return "on which day a moment is depends on the time zone: give the `date` alone"
    if isinstance(given, Mapping):
        return IN_PART
    if isinstance(given, _ARRAYS):
        return _SEVERAL.get(type(fact.type), "")
    return "give what its `as_py()` returns" if hasattr(given, "as_py") else ""


def _is_nan(given: object) -> bool:
    has_one = isinstance(given, float) or type(given).__name__ in _NUMPY_TIMES
    return has_one and bool(given != given)  # noqa: PLR0124 - nothing but NaN and NaT is so


def patient_given(facts: Any) -> str:
    """Return what was given for a patient's facts, and the way to a form that is taken."""
    if isinstance(facts, type):
        return f"the class {facts.__name__} itself was given, and not an instance of it"
    way = _way_of_patient(facts)
    return f"{type(facts).__name__} was given{f': {way}' if way else ''}"


def _way_of_patient(facts: Any) -> str:
    if isinstance(facts, str | bytes | bytearray):
        return "`json.loads` makes a mapping of JSON"
    if hasattr(facts, "model_dump"):
        return "give its `model_dump()`"
    if hasattr(facts, "_asdict"):
        return "give its `_asdict()`"
    if hasattr(facts, "__struct_fields__"):
        return "give `msgspec.structs.asdict(...)` of it"
    if isinstance(facts, list | tuple) or hasattr(facts, "columns"):
        return "give one patient at a time, such as one row"
    if hasattr(facts, "to_dict"):
        return "give its `to_dict()`"
    return "give `dict(...)` of it" if hasattr(facts, "keys") else ""
