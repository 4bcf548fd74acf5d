"""How people write units that the language writes otherwise, or measures in another unit."""

from collections.abc import Iterable
from fractions import Fraction

from imaging_rules.diagnostics.nearest import nearest
from imaging_rules.text.words import joined
from imaging_rules.values.numbers import decimal_text, quantity_text
from imaging_rules.values.units import ALL, BY_NAME, Unit, factor, find

_SPELLINGS = {
    "second": "s sec secs",
    "minute": "min mins",
    "hour": "h hr hrs",
    "day": "d",
    "week": "w wk wks",
    "month": "mo mos mth mths",
    "year": "y yr yrs yo",
    "mm": "millimeter millimeters millimetre millimetres",
    "cm": "centimeter centimeters centimetre centimetres",
    "m": "meter meters metre metres",
    "point": "pt pts",
    "per minute": "/min|/minute|per min|bpm|beats per minute|beats/min|breaths/min",
    "percent": "%|pct|per cent",
    "mmHg": "mm hg|mm of hg",
    "ng/mL": "ng/ml",
}
# Exactly so many of a unit of the language.
_MEASURED_OTHERWISE = {
    "ft foot feet": (Fraction(3048, 10000), "m"),
    "inch inches": (Fraction(254, 100), "cm"),
    "yd yard yards": (Fraction(9144, 10000), "m"),
    "dm": (Fraction(10), "cm"),
    "km": (Fraction(1000), "m"),
    "fortnight fortnights": (Fraction(2), "week"),
    "decade decades": (Fraction(10), "year"),
    "ug/l µg/l μg/l mcg/l": (Fraction(1), "ng/mL"),
    "ug/ml µg/ml μg/ml mcg/ml mg/l": (Fraction(1000), "ng/mL"),
    "pg/ml ng/l": (Fraction(1, 1000), "ng/mL"),
}
_BY_SPELLING = {
    spelling: BY_NAME[name]
    for name, written in _SPELLINGS.items()
    for spelling in (written.split("|") if "|" in written else written.split())
}
_BY_OTHER = {
    spelling: (size, BY_NAME[name])
    for written, (size, name) in _MEASURED_OTHERWISE.items()
    for spelling in written.split()
}
# Too short to tell what is meant where their capital letters are others: M, S, D.
_SHORTEST_IN_ANY_CASE = 2


def spellings_of(unit: Unit) -> list[str]:
    """Return the other ways in which people write a unit."""
    return [spelling for spelling, meant in _BY_SPELLING.items() if meant == unit]


def meant_unit(written: str) -> Unit | None:
    """Return the unit of the language that is meant by how people write it, or ``None``.

    Args:
        written: A unit as it was written: ``yrs``, ``/min``, ``NG/ML``; or as the language does.
    """
    words = " ".join(written.split())
    lower = words.lower() if len(words) >= _SHORTEST_IN_ANY_CASE else words
    in_lower_case = {name.lower(): unit for name, unit in BY_NAME.items() if len(name) > 2}
    return find(words) or _BY_SPELLING.get(lower) or in_lower_case.get(lower)


def measured_in(written: str) -> tuple[Fraction, Unit] | None:
    """Return how many of a unit of the language one of another unit is, exactly, or ``None``.

    Args:
        written: A unit that the language does not have, such as ``ft``.

    Source: the inch, foot and yard are those of the international agreement of 1959.
    """
    return _BY_OTHER.get(" ".join(written.split()).lower())


def near_units(written: str, among: Iterable[Unit] = ALL) -> list[str]:
    """Return the units that may be meant by a misspelt one, or by one letter in large.

    None of them is of another size by a sign that looks like a slip, as mg/mL is of ng/mL.

    Args:
        written: A unit that the language does not have.
        among: The units that may be meant.
    """
    if len(written) == 1:
        letter = written.lower()
        time = ("time", "calendar time")
        return [
            each.plural
            for each in among
            if each.plural == letter or (each.plural[0] == letter and each.dimension in time)
        ]
    if any(sign.isdecimal() or sign in "/²³^" for sign in written):
        return []
    fitting = [each for each in among if "/" not in each.plural]
    near = nearest(written, (each.plural for each in fitting))
    return [near] if near else []


def is_known(written: str) -> bool:
    """Whether it is known what a unit is, as the language writes it or otherwise."""
    return meant_unit(written) is not None or measured_in(written) is not None


def instead_of_unit(
    written: str, value: Fraction | None = None, own: Unit | None = None, declared: str = ""
) -> str:
    """Return what to write instead of a unit that the language does not have.

    Args:
        written: The unit.
        value: The number before it, where there is one.
        own: The unit of the fact that is spoken of, where it is known.
        declared: How a fact is declared without the unit, where one is declared.
    """
    meant, other = meant_unit(written), measured_in(written)
    if meant is not None:
        shown = meant.plural if value is None else quantity_text(value, meant)
        return f"write `{shown}`"
    if other is not None:
        size, into = other
        by = factor(into, own)
        if own is not None and by is not None:
            size, into = size * by, own
        count = Fraction(1) if value is None else value
        same = quantity_text(count * size, into)
        if value is None:
            return f"one of them is {same}: write `{into.plural}`, and all numbers in it"
        return f"{decimal_text(count)} {written} is {same}: write `{same}`"
    one_letter = len(written) == 1
    fitting = [each for each in ALL if own is None or one_letter or factor(each, own)]
    near = near_units(written, fitting)
    if near:
        return f"did you mean {joined([f'`{each}`' for each in near], 'or')}?"
    if own is not None:
        return f"write a number of {own.plural}"
    if declared:
        return f"leave it out, here and in every condition: `{declared}`; name it in `ask`"
    return (
        f"the units are {', '.join(each.plural for each in ALL)}; any other is left out, here "
        "and in every condition, and named in the question of its fact"
    )
