"""The CATCH rule decides as its criteria say: seven findings of 2010, and the eighth of 2018."""

from fractions import Fraction
from random import Random

import pytest

from imaging_rules import Decision, Recommendation, between, load, unknown
from tests.guidelines.grid import NO_YES, Grid, Patient, compare_all, compare_partial

GUIDELINE = load("catch")
IMAGE, NO_IMAGE, OUT = (
    Recommendation.IMAGE,
    Recommendation.DO_NOT_IMAGE,
    Recommendation.OUT_OF_SCOPE,
)

EXCLUSIONS = (
    "penetrating_head_injury",
    "obvious_depressed_skull_fracture",
    "focal_neurologic_deficit",
    "developmental_delay",
    "suspected_child_abuse",
    "seen_before_for_this_injury",
    "pregnant",
)
ENTRY = ("witnessed_loss_of_consciousness", "amnesia", "disorientation")
SIGNS = (
    "suspected_open_or_depressed_skull_fracture",
    "worsening_headache",
    "irritability_on_examination",
    "basal_skull_fracture_sign",
    "large_boggy_scalp_hematoma",
    "motor_vehicle_crash",
    "fall_from_bicycle_without_helmet",
)
# The findings, on both sides of each bound.
FINDINGS: Grid = {
    **dict.fromkeys(SIGNS, NO_YES),
    "glasgow_coma_scale_after_two_hours": (14, 15),
    "fall_height": ("0.89 m", "0.9 m"),
    "stairs_fallen": (4, 5),
    "separate_vomiting_episodes": (3, 4),
}
MORE_THAN_A_DAY = "1441 minutes"
# Someone for whom the rule is, and of whom no finding is present.
QUIET: Patient = {
    "age": "96 months",
    "head_injured": True,
    "time_since_injury": 3,
    "glasgow_coma_scale_on_arrival": 15,
    **dict.fromkeys((*ENTRY, *EXCLUSIONS, *SIGNS, "persistent_irritability"), False),
    "witnessed_loss_of_consciousness": True,
    "separate_vomiting_episodes": 0,
    "glasgow_coma_scale_after_two_hours": 15,
    "fall_height": "0 m",
    "stairs_fallen": 0,
}
KNOWN: Grid = {name: (value,) for name, value in QUIET.items()}


def months(age: str) -> Fraction:
    return Fraction(age.removesuffix(" months"))


def criteria(p: Patient) -> Recommendation:
    """The rule as it is published, for a child of whom everything is known."""
    vomited = p["separate_vomiting_episodes"]
    minor = (
        any(p[name] for name in ENTRY)
        or vomited > 1
        or (p["persistent_irritability"] and months(p["age"]) < 24)
    )
    too_late = p["time_since_injury"] == MORE_THAN_A_DAY
    if not p["head_injured"] or not minor or months(p["age"]) >= 17 * 12 or too_late:
        return OUT
    if p["glasgow_coma_scale_on_arrival"] < 13 or any(p[name] for name in EXCLUSIONS):
        return OUT
    found = (
        p["glasgow_coma_scale_after_two_hours"] < 15
        or any(p[name] for name in SIGNS)
        or float(p["fall_height"].removesuffix(" m")) >= 0.9
        or p["stairs_fallen"] >= 5
        or vomited >= 4
    )
    return IMAGE if found else NO_IMAGE


# --- children of whom everything is known -------------------------------------------------------


def test_every_combination_of_the_findings() -> None:
    assert compare_all(GUIDELINE, criteria, KNOWN | FINDINGS) == {IMAGE, NO_IMAGE}


def test_every_combination_of_what_says_whom_the_rule_is_for() -> None:
    values: Grid = KNOWN | dict.fromkeys((*ENTRY, "persistent_irritability"), NO_YES)
    values |= {
        "age": ("23.9 months", "24 months", "203.9 months", "204 months"),
        "separate_vomiting_episodes": (0, 1, 2, 3, 4),
        "glasgow_coma_scale_on_arrival": (12, 13),
        "time_since_injury": (24, MORE_THAN_A_DAY),
        "worsening_headache": NO_YES,
    }
    assert compare_all(GUIDELINE, criteria, values) == {OUT, IMAGE, NO_IMAGE}


def test_every_combination_of_what_the_study_left_out() -> None:
    values: Grid = KNOWN | dict.fromkeys((*EXCLUSIONS, "head_injured"), NO_YES)
    values |= {"stairs_fallen": (4, 5)}
    assert compare_all(GUIDELINE, criteria, values) == {OUT, IMAGE, NO_IMAGE}


# --- children of whom something is not known ----------------------------------------------------

ANYWHERE: Grid = (
    KNOWN
    | {name: (*values[:1], *values[:1], *values) for name, values in FINDINGS.items()}
    | dict.fromkeys(EXCLUSIONS, (False,) * 15 + (True,))
    | dict.fromkeys((*ENTRY, "persistent_irritability"), NO_YES)
    | {
        "separate_vomiting_episodes": (0, 0, 1, 2, 3, 4),
        "age": ("0 months", "23.9 months", "24 months", "203.9 months", "204 months"),
        "head_injured": (True,) * 15 + (False,),
        "glasgow_coma_scale_on_arrival": (12, 13, 14, 15, 15),
        "glasgow_coma_scale_after_two_hours": (14, 15, 15, 15),
        "time_since_injury": (0, 24, 24, MORE_THAN_A_DAY),
    }
)


def test_children_known_in_part_as_enumeration_says() -> None:
    """Scope and findings together are too many to try all; these are drawn from all of them."""
    assert compare_partial(GUIDELINE, criteria, ANYWHERE, Random(2018), 600) > 100


def decide(**changed: object) -> Decision:
    return GUIDELINE.evaluate({**QUIET, **changed})


def asked(decision: Decision) -> list[str]:
    return [each.fact for each in decision.missing]


@pytest.mark.parametrize("name", FINDINGS)
def test_a_finding_that_is_not_known_is_asked_for_unless_another_is_there(name: str) -> None:
    decision = decide(**{name: unknown})
    assert (decision.possible, asked(decision)) == ((NO_IMAGE, IMAGE), [name])
    other = "worsening_headache" if name != "worsening_headache" else "motor_vehicle_crash"
    decision = decide(**{name: unknown, other: True})
    assert (decision.recommendation, asked(decision)) == (IMAGE, [])


@pytest.mark.parametrize("name", EXCLUSIONS)
def test_an_open_exclusion_leaves_open_whether_the_rule_applies(name: str) -> None:
    decision = decide(**{name: unknown})
    assert (decision.possible, asked(decision)) == ((OUT, NO_IMAGE), [name])


def test_persistent_irritability_is_asked_for_under_two_years_alone() -> None:
    nothing = {"witnessed_loss_of_consciousness": False, "persistent_irritability": unknown}
    young = decide(**nothing, age="23 months")
    assert (young.possible, asked(young)) == ((OUT, NO_IMAGE), ["persistent_irritability"])
    assert decide(**nothing, age="24 months").recommendation is OUT
    of_any_age = decide(**nothing, age=unknown)
    assert asked(of_any_age) == ["age"]
    assert [each.fact for each in of_any_age.later] == ["persistent_irritability"]


def test_vomiting_lets_the_rule_apply_from_two_times_and_calls_for_ct_from_four() -> None:
    only = {"witnessed_loss_of_consciousness": False}
    decided = {
        times: decide(**only, separate_vomiting_episodes=times).recommendation
        for times in (1, 2, 3, 4)
    }
    assert decided == {1: OUT, 2: NO_IMAGE, 3: NO_IMAGE, 4: IMAGE}
    assert decide(separate_vomiting_episodes=between(0, 3)).possible == (NO_IMAGE,)
    assert decide(separate_vomiting_episodes=between(3, 4)).possible == (NO_IMAGE, IMAGE)


def test_both_screens_answered_with_none() -> None:
    covered = {*EXCLUSIONS, "motor_vehicle_crash", "fall_from_bicycle_without_helmet"}
    covered |= {"fall_height", "stairs_fallen"}
    told = {name: value for name, value in QUIET.items() if name not in covered}
    screens = {"catch_exclusions": "none", "catch_mechanisms": "none"}
    assert GUIDELINE.evaluate({**told, **screens}).recommendation is NO_IMAGE
