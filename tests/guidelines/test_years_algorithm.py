"""The YEARS algorithm decides as published: three items, and a D-dimer with two limits."""

from random import Random

import pytest

from imaging_rules import Decision, Recommendation, between, load, unknown
from tests.guidelines.grid import NO_YES, Grid, Patient, compare_all, compare_partial

GUIDELINE = load("years_algorithm")
IMAGE, NO_IMAGE, OUT = (
    Recommendation.IMAGE,
    Recommendation.DO_NOT_IMAGE,
    Recommendation.OUT_OF_SCOPE,
)

ITEMS = ("signs_of_deep_vein_thrombosis", "hemoptysis", "pulmonary_embolism_most_likely")
EXCLUSIONS = (
    "circulation_unstable",
    "pregnant",
    "anticoagulated_for_a_day",
    "life_expectancy_under_three_months",
)
# Someone for whom the algorithm is, without any item.
QUIET: Patient = {
    "pulmonary_embolism_suspected": True,
    "age": 40,
    **dict.fromkeys((*EXCLUSIONS, *ITEMS), False),
    "d_dimer": 300,
    "ct_angiography_contraindicated": False,
}
KNOWN: Grid = {name: (value,) for name, value in QUIET.items()}
AROUND_THE_LIMITS = (0, "499.9 ng/mL", 500, "999.9 ng/mL", 1000)


def criteria(p: Patient) -> Recommendation:
    """The algorithm as it is published, for a patient of whom everything is known."""
    if not p["pulmonary_embolism_suspected"] or p["age"] < 18:
        return OUT
    if any(p[name] for name in EXCLUSIONS):
        return OUT
    limit = 500 if any(p[name] for name in ITEMS) else 1000
    return IMAGE if float(str(p["d_dimer"]).removesuffix(" ng/mL")) >= limit else NO_IMAGE


WHOLE_GRID: Grid = (
    KNOWN
    | dict.fromkeys(("pulmonary_embolism_suspected", *ITEMS, *EXCLUSIONS), NO_YES)
    | {"age": (17, 18), "d_dimer": AROUND_THE_LIMITS}
)


def test_every_combination_of_all_criteria() -> None:
    assert compare_all(GUIDELINE, criteria, WHOLE_GRID) == {OUT, IMAGE, NO_IMAGE}


def test_patients_known_in_part_as_enumeration_says() -> None:
    often: Grid = dict.fromkeys(EXCLUSIONS, (False, False, False, False, True))
    often["age"] = (17, 18, 18, 18)
    assert compare_partial(GUIDELINE, criteria, WHOLE_GRID | often, Random(2017)) > 40


def decide(**changed: object) -> Decision:
    return GUIDELINE.evaluate({**QUIET, **changed})


@pytest.mark.parametrize("name", ITEMS)
@pytest.mark.parametrize(
    ("d_dimer", "possible"),
    [
        (499, (NO_IMAGE,)),
        (500, (NO_IMAGE, IMAGE)),
        (999, (NO_IMAGE, IMAGE)),
        (1000, (IMAGE,)),
    ],
)
def test_an_open_item_matters_between_the_limits_alone(
    name: str, d_dimer: int, possible: tuple[Recommendation, ...]
) -> None:
    decision = decide(**{name: unknown}, d_dimer=d_dimer)
    assert decision.possible == possible
    assert [each.fact for each in decision.missing] == [name] * (len(possible) > 1)


def test_a_range_around_a_limit() -> None:
    assert decide(d_dimer=between(500, 999)).possible == (NO_IMAGE,)
    assert decide(d_dimer=between(999, 1000)).possible == (NO_IMAGE, IMAGE)
    assert decide(d_dimer=between(1000, 2000)).possible == (IMAGE,)
    assert decide(d_dimer=between(499, 500), hemoptysis=True).possible == (NO_IMAGE, IMAGE)


def test_the_study_goes_with_what_can_be_done() -> None:
    studies = {
        against: next(iter(decide(d_dimer=1500, ct_angiography_contraindicated=against).studies))
        for against in NO_YES
    }
    assert studies[False].name == "ct_angiography"
    assert studies[True].name == "ventilation_perfusion_scan"


def test_the_units_of_the_d_dimer_are_told_with_the_question() -> None:
    explained = GUIDELINE.model.fact["d_dimer"].explain
    assert "fibrinogen equivalent units" in explained
    assert "about half" in explained


def test_both_answers_of_the_screen_and_each_exclusion() -> None:
    told = {name: value for name, value in QUIET.items() if name not in EXCLUSIONS}
    assert GUIDELINE.evaluate(told).possible == (OUT, NO_IMAGE)
    assert GUIDELINE.evaluate({**told, "years_exclusions": "none"}).recommendation is NO_IMAGE
