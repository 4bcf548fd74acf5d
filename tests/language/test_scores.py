"""Scores: points added up, compared with a bound, for known and for open facts."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imaging_rules import GuidelineError, Recommendation, loads, unknown
from imaging_rules.diagram.conditions import weighted_sum
from imaging_rules.diagram.store import OverBudgetError, Store
from imaging_rules.model.meaning import OPERATORS
from tests.language.made import block, header, indication, number, study, yes_no

IMAGE, SILENT = Recommendation.IMAGE, Recommendation.NO_GUIDANCE

WELLS = (
    header()
    + yes_no("signs")
    + yes_no("likeliest")
    + yes_no("earlier")
    + number("pulse", "whole number in per minute from 0 to 300")
    + study("ct")
    + block(
        "score wells",
        "add 3 points when signs",
        "add 3 points when likeliest",
        "add 1.5 points when pulse over 100 per minute",
        "take 1.5 points when earlier",
    )
)


def above(bound: str) -> str:
    return WELLS + indication("high", f"wells {bound}")


@pytest.mark.parametrize(
    ("facts", "total"),
    [
        ({}, 0),
        ({"signs": True}, 3),
        ({"pulse": 100}, 0),
        ({"pulse": 101}, 1.5),
        ({"signs": True, "likeliest": True, "pulse": 101}, 7.5),
        ({"earlier": True}, -1.5),
        ({"signs": True, "earlier": True}, 1.5),
    ],
)
def test_the_points_of_what_holds_are_added_and_taken(facts: dict, total: float) -> None:
    quiet = {"signs": False, "likeliest": False, "earlier": False, "pulse": 60}
    for operator in OPERATORS:
        for bound in (total - 0.5, total, total + 0.5):
            written = f"{operator} {bound} points".replace(".0 ", " ")
            decision = loads(above(written)).evaluate(quiet | facts)
            expected = IMAGE if OPERATORS[operator](total, bound) else SILENT
            assert decision.recommendation is expected, written


def test_a_score_can_be_exactly_so_many_points() -> None:
    guideline = loads(above("is 3 points"))
    quiet = {"signs": False, "likeliest": False, "earlier": False, "pulse": 60}
    assert guideline.evaluate(quiet | {"signs": True}).recommendation is IMAGE
    assert guideline.evaluate(quiet | {"signs": True, "pulse": 120}).recommendation is SILENT


def test_what_cannot_change_the_comparison_is_not_asked() -> None:
    guideline = loads(above("over 4 points"))
    settled = guideline.evaluate({"signs": True, "likeliest": True, "earlier": False})
    assert settled.possible == (IMAGE,)
    assert not settled.missing
    low = guideline.evaluate({"signs": False, "likeliest": False})
    assert low.possible == (SILENT,)
    still = guideline.evaluate({"signs": True, "likeliest": False, "pulse": unknown})
    assert still.possible == (SILENT, IMAGE)
    assert {each.fact for each in still.missing} == {"pulse", "earlier"}


LINES = st.lists(
    st.tuples(
        st.sampled_from([1, 2, 3, -1, -2, Fraction(1, 2), Fraction(-3, 2)]), st.integers(0, 5)
    ),
    max_size=9,
)


@given(LINES, st.sampled_from(sorted(OPERATORS)), st.integers(-8, 8))
def test_points_are_right_for_every_patient(
    lines: list[tuple[Fraction, int]], operator: str, bound: int
) -> None:
    store = Store([2] * 6)
    tests = [store.test(variable, (False, True)) for variable in range(6)]
    root = weighted_sum(
        store, [(Fraction(n), tests[at]) for n, at in lines], operator, Fraction(bound)
    )
    for patient in product((0, 1), repeat=6):
        node = root
        while store.children[node]:
            node = store.children[node][patient[store.variable[node]]]
        total = sum(n for n, at in lines if patient[at])
        assert node == OPERATORS[operator](total, bound), patient


def test_weights_that_all_differ_stay_within_the_budget_where_a_bound_settles_most() -> None:
    store = Store([2] * 40)
    tests = [store.test(variable, (False, True)) for variable in range(40)]
    with store.allowing(60_000):
        weighted_sum(
            store, [(Fraction(7 + n), t) for n, t in enumerate(tests)], "over", Fraction(30)
        )


def test_sums_that_cannot_be_told_apart_in_the_budget_are_refused() -> None:
    store = Store([2] * 40)
    tests = [store.test(variable, (False, True)) for variable in range(40)]
    with store.allowing(20_000), pytest.raises(OverBudgetError):
        weighted_sum(
            store, [(Fraction(2**n), t) for n, t in enumerate(tests)], "over", Fraction(2**38 + 1)
        )


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        (above("over 4"), "E301", "measured in points"),
        (above("over 4 weeks"), "E302", "points"),
        (WELLS + indication("high", "wells"), "E307", "cannot stand alone"),
        (WELLS + indication("high", "welss over 4 points"), "E201", "wells"),
        (
            above("over 4 points").replace("add 3 points when signs", "add 3 when signs"),
            "E301",
            "points",
        ),
        (
            above("over 4 points").replace("take 1.5 points", "take -1.5 points"),
            "E303",
            "more than 0",
        ),
        (header() + study("ct") + block("score empty"), "E112", "add"),
        (above("over 4 points") + block("define wells", "as signs"), "E202", "wells"),
        (
            above("over 4 points").replace("when earlier", "when wells over 1 point"),
            "E407",
            "wells",
        ),
    ],
)
def test_what_is_wrong_with_a_score_is_told(text: str, code: str, words: str) -> None:
    with pytest.raises(GuidelineError) as raised:
        loads(text)
    (problem,) = [each for each in raised.value.diagnostics if each.is_error]
    assert problem.code == code
    assert words in problem.message + problem.help + problem.at.label
