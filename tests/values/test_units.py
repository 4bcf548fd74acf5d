"""Units convert exactly within a dimension, and never beyond it."""

from fractions import Fraction
from itertools import pairwise, product

import pytest

from imaging_rules.values.units import ALL, BY_NAME, Unit, factor, find


@pytest.mark.parametrize(
    ("one", "is_", "of"),
    [
        ("minute", 60, "seconds"),
        ("hour", 60, "minutes"),
        ("day", 24, "hours"),
        ("week", 7, "days"),
        ("year", 12, "months"),
        ("cm", 10, "mm"),
        ("m", 100, "cm"),
    ],
)
def test_what_one_unit_is_in_another(one: str, is_: int, of: str) -> None:
    assert factor(BY_NAME[one], BY_NAME[of]) == is_
    assert factor(BY_NAME[of], BY_NAME[one]) == Fraction(1, is_)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("weeks", "months"),
        ("days", "years"),
        ("points", "percent"),
        ("mm", "mmHg"),
        ("minutes", "per minute"),
        ("ng/mL", "percent"),
    ],
)
def test_what_measures_something_else_does_not_convert(one: str, other: str) -> None:
    assert factor(BY_NAME[one], BY_NAME[other]) is None
    assert factor(BY_NAME[other], BY_NAME[one]) is None


def test_no_unit_converts_into_a_unit_or_back() -> None:
    assert factor(None, None) == 1
    for unit in ALL:
        assert factor(unit, None) is None
        assert factor(None, unit) is None


def test_there_and_back_is_where_it_began() -> None:
    for one, other in product(ALL, ALL):
        there, back = factor(one, other), factor(other, one)
        assert (there is None) == (back is None) == (one.dimension != other.dimension)
        if there is not None and back is not None:
            assert there * back == 1
        for third in ALL:
            on = factor(other, third)
            if there is not None and on is not None:
                assert factor(one, third) == there * on


def test_within_a_dimension_larger_units_come_later() -> None:
    for one, other in pairwise(ALL):
        if one.dimension == other.dimension:
            assert one.size < other.size


@pytest.mark.parametrize("unit", ALL, ids=lambda unit: unit.plural)
def test_a_unit_is_found_by_both_its_names(unit: Unit) -> None:
    assert find(unit.singular) is unit
    assert find(unit.plural) is unit
    assert find(f"  {unit.plural.replace(' ', '  ')} ") is unit
    assert unit.words(True) == unit.singular
    assert unit.words(False) == unit.plural


@pytest.mark.parametrize("written", ["", "week s", "Weeks", "wk", "per  hour", "%", "permin", "ng"])
def test_nothing_else_is_a_unit(written: str) -> None:
    assert find(written) is None
