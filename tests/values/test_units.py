"""Units convert exactly within a dimension, and never beyond it."""

from fractions import Fraction
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imaging_rules.values.units import ALL, BY_NAME, Unit, alike, factor, find, parts


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
        ("ft", 12, "inches"),
        ("kg", 1000, "g"),
        ("mg", 1000, "ug"),
        ("L", 10, "dL"),
        ("dL", 100, "mL"),
        ("ng/mL", 1, "ug/L"),
        ("ug/mL", 1, "mg/L"),
        ("mg/dL", 10, "mg/L"),
        ("mg/dL", 10_000, "ng/mL"),
        ("g/dL", 10, "g/L"),
        ("ng/L", 1, "pg/mL"),
        ("mmol/L", 1000, "umol/L"),
        ("mIU/mL", 1, "IU/L"),
    ],
)
def test_what_one_unit_is_in_another(one: str, is_: int, of: str) -> None:
    assert factor(BY_NAME[one], BY_NAME[of]) == is_
    assert factor(BY_NAME[of], BY_NAME[one]) == Fraction(1, is_)


@pytest.mark.parametrize(
    ("one", "is_", "of"),
    [
        # By the international agreement of 1959.
        ("inch", "25.4", "mm"),
        ("ft", "0.3048", "m"),
        ("lb", "453.59237", "g"),
        ("mph", "1.609344", "km/h"),
    ],
)
def test_what_a_customary_unit_is_by_definition(one: str, is_: str, of: str) -> None:
    assert factor(BY_NAME[one], BY_NAME[of]) == Fraction(is_)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("weeks", "months"),
        ("days", "years"),
        ("points", "percent"),
        ("mm", "mmHg"),
        ("minutes", "per minute"),
        ("ng/mL", "percent"),
        ("mmol/L", "mg/dL"),
        ("U/L", "IU/L"),
        ("mL/min", "mL/min/1.73m2"),
        ("kg", "kg/m2"),
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
            assert one.size <= other.size
            # Scripts reckon with them as whole numbers.
            assert one.size.denominator == 1


@pytest.mark.parametrize("unit", ALL, ids=lambda unit: unit.plural)
def test_a_unit_is_found_by_both_its_names(unit: Unit) -> None:
    assert find(unit.singular) is unit
    assert find(unit.plural) is unit
    assert find(f"  {unit.plural.replace(' ', '  ')} ") is unit
    assert unit.words(True) == unit.singular
    assert unit.words(False) == unit.plural


@pytest.mark.parametrize(
    "written", ["", "week s", "Weeks", "wk", "per  hour", "%", "permin", "ng", "in", "°C"]
)
def test_nothing_else_is_a_unit(written: str) -> None:
    assert find(written) is None


@given(
    st.sampled_from([(one, other) for one in ALL for other in alike(one)]),
    st.fractions(max_denominator=10**6),
)
def test_every_unit_converts_exactly_both_ways(two: tuple[Unit, Unit], value: Fraction) -> None:
    one, other = two
    there, back = factor(one, other), factor(other, one)
    assert there is not None
    assert back is not None
    assert value * there * back == value


def test_a_unit_in_quotation_marks_compares_with_itself_alone() -> None:
    bethesda, other = find('"Bethesda  class"'), find('"Bethesda"')
    assert bethesda is not None
    assert (bethesda.singular, bethesda.plural) == ('"Bethesda class"', '"Bethesda class"')
    assert alike(bethesda) == (bethesda,)
    assert factor(bethesda, find('" Bethesda class "')) == 1
    for each in (None, other, *ALL):
        assert factor(bethesda, each) is None
        assert factor(each, bethesda) is None


@pytest.mark.parametrize(
    ("unit", "few"),
    [
        ("week", [(7, "days")]),
        ("m", [(100, "cm")]),
        ("ft", [(12, "inches")]),
        ("inch", []),
        ("ng/mL", []),
        ("L", [(10, "dL")]),
        ("dL", [(100, "mL")]),
        ("percent", []),
    ],
)
def test_a_few_parts_make_up_a_unit(unit: str, few: list[tuple[int, str]]) -> None:
    assert [(count, part.plural) for count, part in parts(BY_NAME[unit])] == few
