"""How people write units, and which unit of the language is meant."""

from fractions import Fraction

import pytest

from imaging_rules.values.unit_spellings import instead_of_unit, meant_unit, measured_in
from imaging_rules.values.units import ALL, find


@pytest.mark.parametrize(
    ("written", "plural"),
    [
        ("y", "years"),
        ("yrs", "years"),
        ("Years", "years"),
        ("wks", "weeks"),
        ("mo", "months"),
        ("min", "minutes"),
        ("/min", "per minute"),
        ("per min", "per minute"),
        ("beats  per minute", "per minute"),
        ("bpm", "per minute"),
        ("%", "percent"),
        ("mm Hg", "mmHg"),
        ("MMHG", "mmHg"),
        ("NG/ML", "ng/mL"),
        ("metres", "m"),
    ],
)
def test_which_unit_is_meant(written: str, plural: str) -> None:
    unit = meant_unit(written)
    assert unit is not None
    assert unit.plural == plural


@pytest.mark.parametrize("written", ["M", "S", "D", "C", "°C", "kg", "mg/dL", "mmol/L", "mm H", ""])
def test_where_it_is_not_sure_none_is(written: str) -> None:
    assert meant_unit(written) is None


def test_every_unit_is_meant_by_its_own_names() -> None:
    for unit in ALL:
        assert meant_unit(unit.singular) is unit
        assert meant_unit(unit.plural) is unit


@pytest.mark.parametrize(
    ("written", "size", "unit"),
    [
        ("ft", "0.3048", "m"),
        ("feet", "0.3048", "m"),
        ("inches", "2.54", "cm"),
        ("yards", "0.9144", "m"),
        ("km", "1000", "m"),
        ("fortnights", "2", "weeks"),
        ("decades", "10", "years"),
        ("µg/L", "1", "ng/mL"),
        ("mg/L", "1000", "ng/mL"),
        ("pg/mL", "0.001", "ng/mL"),
    ],
)
def test_what_is_measured_otherwise_is_exactly_so_many(written: str, size: str, unit: str) -> None:
    assert measured_in(written) == (Fraction(size), find(unit))
    assert meant_unit(written) is None


def test_a_value_in_another_unit_is_told_in_the_unit_of_the_fact() -> None:
    assert instead_of_unit("ft", Fraction(3)) == "3 ft is 0.9144 m: write `0.9144 m`"
    assert instead_of_unit("ft", Fraction(3), find("cm")) == "3 ft is 91.44 cm: write `91.44 cm`"
    assert instead_of_unit("wk", Fraction(1)) == "write `1 week`"
    assert instead_of_unit("yeers", Fraction(2), find("months")) == "did you mean `years`?"
    assert instead_of_unit("mg", Fraction(2), find("weeks")) == "write a number of weeks"
    assert instead_of_unit("kg").endswith(
        "any other is left out, here and in every condition, and named in the question of its fact"
    )
