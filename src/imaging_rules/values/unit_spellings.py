"""How people write units that the language writes otherwise, or measures in another unit.

Where people type, and in the texts that programs hand over, the usual spellings are understood. In
the file of a guideline each leads to a message with the one right way: there a unit is written
once by its author and read by very many, all files read alike, and a safe fix writes it.
"""

import re
from collections.abc import Iterable
from fractions import Fraction

from imaging_rules.diagnostics.nearest import nearest
from imaging_rules.text.words import joined
from imaging_rules.values.numbers import decimal_text, quantity_text
from imaging_rules.values.units import ALL, BY_NAME, CALENDAR, TIME, Unit, factor

# Exactly so many of a unit of the language.
_MEASURED_OTHERWISE = {
    "yd yard yards": (Fraction(9144, 10000), "m"),
    "dm": (Fraction(10), "cm"),
    "km": (Fraction(1000), "m"),
    "fortnight fortnights": (Fraction(2), "week"),
    "decade decades": (Fraction(10), "year"),
}
_BY_OTHER = {
    spelling: (size, BY_NAME[name])
    for written, (size, name) in _MEASURED_OTHERWISE.items()
    for spelling in written.split()
}
_FAHRENHEIT = re.compile(
    r"f|°\s*f|(?:deg(?:rees?)?\s+)?fahrenheit|deg(?:rees?)?\s+f", re.IGNORECASE
)
# Either sign for micro, and what is written for it by hand.
_MICRO = re.compile(r"[µμ](?=g|mol)|\bmc(?=g)")
_SQUARE = re.compile(r"m(?:²|\^2|\s2)\Z")
_SURFACE = re.compile(r"1[.,]73\s?m2\Z")
_SLASH = re.compile(r"\s*/\s*")
# Too short to tell what is meant where their capital letters are others: M, S, D.
_SHORTEST_IN_ANY_CASE = 2


def folded(written: str) -> str:
    """Return a unit as its spellings are told apart: in small letters, with plain signs.

    So ``µg / L``, ``mcg/l`` and ``UG/L`` become one, and ``kg/m²`` is ``kg/m2``. A single letter
    stays as it is.
    """
    words = " ".join(written.split())
    if len(words) >= _SHORTEST_IN_ANY_CASE:
        words = words.lower()
    words = _SQUARE.sub("m2", _SLASH.sub("/", _MICRO.sub("u", words)))
    return _SURFACE.sub("1.73m2", words)


_BY_SPELLING = {
    spelling: unit
    for unit in ALL
    for spelling in (*unit.spellings, folded(unit.singular), folded(unit.plural))
}


def meant_unit(written: str, own: Unit | None = None) -> Unit | None:
    """Return the unit of the language that is meant by how people write it, or ``None``.

    Args:
        written: A unit as it was written: ``yrs``, ``/min``, ``NG/ML``; or as the language does.
        own: The unit of the fact that is spoken of. If it is one in quotation marks, it is meant
            without them too.
    """
    bare = _without_quotes(written)
    if own is not None and own.is_quoted and bare.lower() == _without_quotes(own.plural).lower():
        return own
    return BY_NAME.get(" ".join(written.split())) or _BY_SPELLING.get(folded(written))


def known_unit(written: str) -> Unit | None:
    """Return the unit of the language that was written in quotation marks, if it is one."""
    return meant_unit(_without_quotes(written))


def _without_quotes(written: str) -> str:
    return " ".join(written.strip(' \n\t"“”').split())


def measured_in(written: str) -> tuple[Fraction, Unit] | None:
    """Return how many of a unit of the language one of another unit is, exactly, or ``None``.

    Args:
        written: A unit that the language does not have, such as ``yd``.

    Source: the yard is that of the international agreement of 1959.
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
        return [
            each.plural
            for each in among
            if each.plural.lower() == letter
            or (each.plural[0] == letter and each.dimension in (TIME, CALENDAR))
        ]
    if any(sign.isdecimal() or sign in "/²³^" for sign in written):
        return []
    fitting = [each for each in among if _is_word(each)]
    near = nearest(written, (each.plural for each in fitting))
    return [near] if near else []


def _is_word(unit: Unit) -> bool:
    """Whether a slip in the name of a unit makes no other unit of it, as mg is of ug."""
    return unit.singular != unit.plural or " " in unit.plural or unit.plural in ("percent", "mmHg")


def is_fahrenheit(written: str) -> bool:
    """Return whether degrees Fahrenheit were written."""
    return _FAHRENHEIT.fullmatch(" ".join(written.split())) is not None


NO_FAHRENHEIT = "degrees Fahrenheit do not convert by a factor: give degrees Celsius"


def is_known(written: str) -> bool:
    """Whether it is known what a unit is, as the language writes it or otherwise."""
    return meant_unit(written) is not None or measured_in(written) is not None


def instead_of_unit(
    written: str, value: Fraction | None = None, own: Unit | None = None, declared: bool = False
) -> str:
    """Return what to write instead of a unit that the language does not have.

    Args:
        written: The unit.
        value: The number before it, where there is one.
        own: The unit of the fact that is spoken of, where it is known.
        declared: Whether a fact is declared with it.
    """
    meant, other = meant_unit(written, own) or known_unit(written), measured_in(written)
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
    if is_fahrenheit(written):
        return NO_FAHRENHEIT
    one_letter = len(written) == 1
    fitting = [each for each in ALL if own is None or one_letter or factor(each, own)]
    near = near_units(written, fitting)
    if near:
        return f"did you mean {joined([f'`{each}`' for each in near], 'or')}?"
    if own is not None and not declared:
        return f"write a number of {own.plural}"
    if value is not None and written[0].isdecimal():
        return "write one number with its unit"
    quoted = f'"{_without_quotes(written)}"'
    return (
        f"write it in quotation marks, here and in every condition: `{quoted}`; such a unit "
        "compares with itself alone"
    )
