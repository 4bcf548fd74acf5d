"""Every value of a number lies in exactly one of the regions it is cut into, in order."""

from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imaging_rules.values.regions import Cut, Interval, cut, describe
from imaging_rules.values.units import BY_NAME

# Few different numbers, so that ends, cuts and values often fall on one another.
NUMBERS = st.builds(Fraction, st.integers(-12, 12), st.sampled_from([1, 1, 1, 2, 3]))
CUTS = st.lists(st.builds(Cut, NUMBERS, st.booleans()), max_size=6)
INTERVALS = st.builds(
    lambda ends, low, high: Interval(min(ends), max(ends), low, high),
    st.tuples(NUMBERS, NUMBERS),
    st.booleans(),
    st.booleans(),
).filter(lambda i: i.low < i.high or not (i.low_open or i.high_open))


def closed(low: int, high: int) -> Interval:
    return Interval(Fraction(low), Fraction(high))


def at(value: int | str, above: bool = False) -> Cut:
    return Cut(Fraction(value), above)


@given(st.tuples(NUMBERS, NUMBERS), CUTS, NUMBERS)
def test_every_value_lies_in_exactly_one_region(
    ends: tuple[Fraction, Fraction], cuts: list[Cut], value: Fraction
) -> None:
    whole = Interval(min(ends), max(ends))
    pieces = cut(whole, cuts, only_whole=False)
    assert sum(value in piece for piece in pieces) == (value in whole)
    for end in ends:
        assert sum(end in piece for piece in pieces) == 1


@given(st.tuples(st.integers(-12, 12), st.integers(-12, 12)), CUTS)
def test_every_whole_value_lies_in_exactly_one_region(
    ends: tuple[int, int], cuts: list[Cut]
) -> None:
    whole = closed(min(ends), max(ends))
    pieces = cut(whole, cuts, only_whole=True)
    for value in range(-13, 14):
        inside = sum(Fraction(value) in piece for piece in pieces)
        assert inside == (min(ends) <= value <= max(ends))
    for piece in pieces:
        assert piece.low.denominator == piece.high.denominator == 1
        assert not piece.low_open
        assert not piece.high_open


@given(st.tuples(NUMBERS, NUMBERS), CUTS, st.booleans())
def test_regions_come_in_order_and_hold_something(
    ends: tuple[Fraction, Fraction], cuts: list[Cut], only_whole: bool
) -> None:
    low, high = min(ends), max(ends)
    if only_whole:
        low, high = Fraction(floor(low)), Fraction(ceil(high))
    pieces = cut(Interval(low, high), cuts, only_whole)
    samples = [piece.sample(only_whole) for piece in pieces]
    assert samples == sorted(set(samples))
    for piece, sample in zip(pieces, samples, strict=True):
        assert sample in piece
        assert sample.denominator == 1 or not only_whole
    for one, other in pairwise(pieces):
        assert one.high <= other.low
        assert one.common(other) is None


@given(st.tuples(NUMBERS, NUMBERS), CUTS, st.booleans(), st.data())
def test_no_cut_lies_within_a_region(
    ends: tuple[Fraction, Fraction], cuts: list[Cut], only_whole: bool, data: st.DataObject
) -> None:
    """Two values in one region compare alike with every value that the file compares."""
    low, high = min(ends), max(ends)
    if only_whole:
        low, high = Fraction(floor(low)), Fraction(ceil(high))
    piece = data.draw(st.sampled_from(cut(Interval(low, high), cuts, only_whole)))
    values = [piece.sample(only_whole)]
    for share in data.draw(st.lists(st.fractions(0, 1, max_denominator=6), max_size=3)):
        value = piece.low + share * (piece.high - piece.low)
        values.append(Fraction(floor(value)) if only_whole else value)
    within = [value for value in values if value in piece]
    one, other = data.draw(st.sampled_from(within)), data.draw(st.sampled_from(within))
    for each in cuts:
        if each.above:
            assert (one > each.at) == (other > each.at)
        else:
            assert (one >= each.at) == (other >= each.at)


@given(st.tuples(NUMBERS, NUMBERS), CUTS)
def test_there_are_no_more_regions_than_the_cuts_make(
    ends: tuple[Fraction, Fraction], cuts: list[Cut]
) -> None:
    whole = Interval(min(ends), max(ends))
    assert len(cut(whole, cuts, only_whole=False)) <= len(set(cuts)) + 1
    assert cut(whole, [], only_whole=False) == (whole,)
    assert cut(whole, cuts, False) == cut(whole, cuts[::-1] + cuts, False)


@pytest.mark.parametrize(
    ("cuts", "pieces"),
    [
        ([], ["any from 0 to 10 weeks"]),
        ([at(4)], ["under 4 weeks", "at least 4 weeks"]),
        ([at(4, above=True)], ["at most 4 weeks", "over 4 weeks"]),
        ([at(4), at(4, above=True)], ["under 4 weeks", "4 weeks", "over 4 weeks"]),
        ([at(4), at(6)], ["under 4 weeks", "4 to under 6 weeks", "at least 6 weeks"]),
        ([at(4, True), at(6, True)], ["at most 4 weeks", "over 4 to 6 weeks", "over 6 weeks"]),
        ([at(4, True), at(6)], ["at most 4 weeks", "over 4 to under 6 weeks", "at least 6 weeks"]),
        ([at(0)], ["any from 0 to 10 weeks"]),
        ([at(0, above=True)], ["0 weeks", "over 0 weeks"]),
        ([at(10)], ["under 10 weeks", "10 weeks"]),
        ([at(10, above=True)], ["any from 0 to 10 weeks"]),
        ([at(-1), at(11), at(-1, True), at(11, True)], ["any from 0 to 10 weeks"]),
        ([at("3/7")], ["under 3 days", "at least 3 days"]),
    ],
)
def test_the_regions_of_a_number_in_words(cuts: list[Cut], pieces: list[str]) -> None:
    whole = closed(0, 10)
    found = cut(whole, cuts, only_whole=False)
    assert [describe(piece, whole, BY_NAME["weeks"], False) for piece in found] == pieces


@pytest.mark.parametrize(
    ("cuts", "ends"),
    [
        ([], [(0, 120)]),
        # `over 70` begins at 71, `at least 70` at 70.
        ([at(70, above=True)], [(0, 70), (71, 120)]),
        ([at(70)], [(0, 69), (70, 120)]),
        ([at(70), at(70, above=True)], [(0, 69), (70, 70), (71, 120)]),
        ([at("141/2")], [(0, 70), (71, 120)]),
        ([at("141/2", above=True)], [(0, 70), (71, 120)]),
        ([at("211/3"), at("212/3")], [(0, 70), (71, 120)]),
        ([at(0)], [(0, 120)]),
        ([at(0, above=True)], [(0, 0), (1, 120)]),
        ([at(120)], [(0, 119), (120, 120)]),
        ([at(120, above=True)], [(0, 120)]),
        ([at(-5), at(500)], [(0, 120)]),
    ],
)
def test_the_regions_of_a_whole_number(cuts: list[Cut], ends: list[tuple[int, int]]) -> None:
    found = cut(closed(0, 120), cuts, only_whole=True)
    assert found == tuple(closed(low, high) for low, high in ends)


@given(INTERVALS, INTERVALS, NUMBERS)
def test_what_is_common_to_two_intervals_lies_in_both(
    one: Interval, other: Interval, value: Fraction
) -> None:
    common = one.common(other)
    assert (common is not None and value in common) == (value in one and value in other)
    assert common == other.common(one)
    if common is not None:
        assert common.sample(False) in common


@given(INTERVALS)
def test_a_sample_lies_in_its_interval(interval: Interval) -> None:
    assert interval.sample(False) in interval


@pytest.mark.parametrize(
    ("interval", "inside", "outside"),
    [
        (Interval(Fraction(1), Fraction(2)), ["1", "3/2", "2"], ["0", "5/2"]),
        (Interval(Fraction(1), Fraction(2), low_open=True), ["3/2", "2"], ["1"]),
        (Interval(Fraction(1), Fraction(2), high_open=True), ["1", "3/2"], ["2"]),
        (Interval(Fraction(1), Fraction(2), True, True), ["3/2"], ["1", "2"]),
        (Interval(Fraction(1), Fraction(1)), ["1"], ["999/1000", "1001/1000"]),
    ],
)
def test_whether_an_end_belongs(interval: Interval, inside: list[str], outside: list[str]) -> None:
    assert all(Fraction(value) in interval for value in inside)
    assert not any(Fraction(value) in interval for value in outside)


def test_an_end_in_a_smaller_unit_lends_it_not_to_the_other_end() -> None:
    # 10 days are no decimal of weeks.
    piece = Interval(Fraction(1), Fraction(10, 7), high_open=True)
    whole = Interval(Fraction(0), Fraction(520))
    assert describe(piece, whole, BY_NAME["weeks"], False) == "1 week to under 10 days"
