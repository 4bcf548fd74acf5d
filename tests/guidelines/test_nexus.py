"""The NEXUS criteria decide as published, and differ from the Canadian C-spine rule as known."""

import pytest

from imaging_rules import Decision, Recommendation, check, load, unknown
from tests.guidelines.grid import NO_YES, Patient, compare_all

GUIDELINE = load("nexus")
IMAGE, NO_IMAGE, OUT = (
    Recommendation.IMAGE,
    Recommendation.DO_NOT_IMAGE,
    Recommendation.OUT_OF_SCOPE,
)
SIGNS = (
    "midline_neck_tenderness",
    "focal_neurologic_deficit",
    "alertness_otherwise_altered",
    "intoxicated",
    "distracting_injury",
)
LOW_RISK: Patient = {
    "blunt_trauma": True,
    "neck_injury_suspected": True,
    "glasgow_coma_scale": 15,
    **dict.fromkeys(SIGNS, False),
}


def criteria(p: Patient) -> Recommendation:
    """No imaging if all five criteria are met."""
    if not p["blunt_trauma"] or not p["neck_injury_suspected"]:
        return OUT
    normal_alertness = p["glasgow_coma_scale"] == 15 and not p["alertness_otherwise_altered"]
    met = (
        not p["midline_neck_tenderness"],
        not p["focal_neurologic_deficit"],
        normal_alertness,
        not p["intoxicated"],
        not p["distracting_injury"],
    )
    return NO_IMAGE if all(met) else IMAGE


def test_every_combination() -> None:
    values = {
        "blunt_trauma": NO_YES,
        "neck_injury_suspected": NO_YES,
        "glasgow_coma_scale": range(3, 16),
        **dict.fromkeys(SIGNS, NO_YES),
    }
    assert compare_all(GUIDELINE, criteria, values) == {IMAGE, NO_IMAGE, OUT}


def decide(**changed: object) -> Decision:
    return GUIDELINE.evaluate({**LOW_RISK, **changed})


@pytest.mark.parametrize("name", [*SIGNS, "glasgow_coma_scale"])
def test_one_open_criterion_leaves_it_undetermined(name: str) -> None:
    decision = decide(**{name: unknown})
    assert decision.recommendation is Recommendation.UNDETERMINED
    assert decision.possible == (NO_IMAGE, IMAGE)
    assert [each.fact for each in decision.missing] == [name]


@pytest.mark.parametrize("name", SIGNS)
def test_one_criterion_that_is_not_met_settles_it(name: str) -> None:
    known = {"blunt_trauma": True, "neck_injury_suspected": True, name: True}
    decision = GUIDELINE.evaluate(known)
    assert decision.recommendation is IMAGE
    assert decision.missing == ()


def test_the_screen_answers_all_five() -> None:
    known = {"blunt_trauma": True, "neck_injury_suspected": True, "nexus_signs": "none"}
    assert GUIDELINE.evaluate(known).recommendation is NO_IMAGE
    assert GUIDELINE.evaluate({**known, "intoxicated": unknown}).possible == (NO_IMAGE, IMAGE)


def test_nobody_is_out_of_scope_because_something_is_not_known() -> None:
    decision = GUIDELINE.evaluate({**LOW_RISK, "blunt_trauma": unknown})
    assert decision.possible == (OUT, NO_IMAGE)
    assert decision.applies is None


def test_the_file() -> None:
    assert check("nexus") == ()
    assert GUIDELINE.model.header.status == "active"
