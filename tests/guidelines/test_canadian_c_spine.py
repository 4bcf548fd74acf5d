"""The Canadian C-spine rule decides as its criteria say, and asks for no unsafe test."""

from itertools import product

import pytest

from imaging_rules import Decision, Recommendation, between, check, compare, load, unknown
from tests.guidelines.grid import NO_YES, Patient, compare_all

GUIDELINE = load("canadian_c_spine")
IMAGE, NO_IMAGE, OUT = (
    Recommendation.IMAGE,
    Recommendation.DO_NOT_IMAGE,
    Recommendation.OUT_OF_SCOPE,
)

WAYS_OF_DANGER = (
    "axial_load_to_head",
    "high_speed_collision",
    "vehicle_rolled_over",
    "ejected_from_vehicle",
    "recreational_motor_vehicle",
    "bicycle_collision",
)
EXCLUSIONS = (
    "unstable_vital_signs",
    "penetrating_neck_injury",
    "acute_paralysis",
    "known_vertebral_disease",
    "seen_before_for_this_injury",
    "pregnant",
)
# Step 1, on both sides of each bound.
RISK = {
    "age": (64, 65),
    "fall_height": ("0.89 m", "0.9 m"),
    "stairs_fallen": (4, 5),
    **dict.fromkeys(WAYS_OF_DANGER, NO_YES),
    "paresthesias": NO_YES,
}
# Step 2, but for the roll-over, which step 1 asks about too.
SAFETY = dict.fromkeys(
    (
        "rear_end_collision",
        "pushed_into_oncoming_traffic",
        "hit_by_bus_or_large_truck",
        "hit_by_high_speed_vehicle",
        "sitting_in_emergency_department",
        "walked_since_injury",
        "delayed_neck_pain",
        "midline_neck_tenderness",
    ),
    NO_YES,
)
SCOPE = {
    "neck_injury_suspected": (True,),
    "glasgow_coma_scale": (15,),
    "time_since_injury": (48,),
    **dict.fromkeys(EXCLUSIONS, (False,)),
}
# Someone for whom the rule is, without a high-risk factor, who may be tested, and was not.
MAY_BE_TESTED: Patient = {
    **{name: values[0] for name, values in (RISK | SAFETY | SCOPE).items()},
    "walked_since_injury": True,
}


def meters(height: object) -> float:
    return float(str(height).removesuffix(" m"))


def criteria(p: Patient) -> Recommendation:
    """The rule as it is published, for a patient of whom everything is known."""
    if (
        not p["neck_injury_suspected"]
        or p["age"] < 16
        or p["glasgow_coma_scale"] != 15
        or p["time_since_injury"] > 48
        or p["unstable_vital_signs"]
        or p["penetrating_neck_injury"]
        or p["acute_paralysis"]
        or p["known_vertebral_disease"]
        or p["seen_before_for_this_injury"]
        or p["pregnant"]
    ):
        return OUT
    # Step 1: any high-risk factor mandates images.
    if p["age"] >= 65 or p["paresthesias"]:
        return IMAGE
    if meters(p["fall_height"]) >= 0.9 or p["stairs_fallen"] >= 5 or p["axial_load_to_head"]:
        return IMAGE
    if p["high_speed_collision"] or p["vehicle_rolled_over"] or p["ejected_from_vehicle"]:
        return IMAGE
    if p["recreational_motor_vehicle"] or p["bicycle_collision"]:
        return IMAGE
    # Step 2: without a low-risk factor the motion of the neck cannot be tested safely.
    not_simple = (
        p["pushed_into_oncoming_traffic"]
        or p["hit_by_bus_or_large_truck"]
        or p["vehicle_rolled_over"]
        or p["hit_by_high_speed_vehicle"]
    )
    if not (
        (p["rear_end_collision"] and not not_simple)
        or p["sitting_in_emergency_department"]
        or p["walked_since_injury"]
        or p["delayed_neck_pain"]
        or not p["midline_neck_tenderness"]
    ):
        return IMAGE
    # Step 3: able to turn the neck by 45 degrees, left and right.
    return NO_IMAGE if p["rotates_neck"] else IMAGE


# --- patients of whom everything is known -------------------------------------------------------


@pytest.mark.parametrize(
    ("age", "rotates"),
    [
        # One pair is tried at once, the one with both levels; all of them by the thorough tests.
        pytest.param(age, rotates, marks=() if age == 64 and rotates else pytest.mark.thorough)
        for age, rotates in product(RISK["age"], NO_YES)
    ],
)
def test_every_combination_of_the_criteria(age: int, rotates: bool) -> None:
    values = RISK | SAFETY | SCOPE | {"age": (age,), "rotates_neck": (rotates,)}
    seen = compare_all(GUIDELINE, criteria, values)
    assert seen == ({IMAGE, NO_IMAGE} if age < 65 and rotates else {IMAGE})


def test_whom_the_rule_is_for_on_both_sides_of_each_bound() -> None:
    known = {name: (value,) for name, value in MAY_BE_TESTED.items()}
    values = known | {
        "age": (15, 16, 64, 65),
        "rotates_neck": NO_YES,
        "neck_injury_suspected": NO_YES,
        "glasgow_coma_scale": (3, 14, 15),
        "time_since_injury": (0, 48, 49),
        **dict.fromkeys(EXCLUSIONS, NO_YES),
    }
    assert compare_all(GUIDELINE, criteria, values) == {OUT, IMAGE, NO_IMAGE}


# --- patients of whom something is not known ----------------------------------------------------


def decide(**changed: object) -> Decision:
    return GUIDELINE.evaluate({**MAY_BE_TESTED, **changed})


def asked(decision: Decision) -> list[str]:
    return [each.fact for each in decision.missing]


def waiting(decision: Decision) -> dict[str, tuple[str, ...]]:
    return {each.fact: each.opened_by for each in decision.later}


def test_the_neck_is_tested_once_steps_1_and_2_allow_it() -> None:
    decision = decide()
    assert decision.recommendation is Recommendation.UNDETERMINED
    assert decision.possible == (NO_IMAGE, IMAGE)
    assert (asked(decision), waiting(decision)) == (["rotates_neck"], {})


OPEN_BEFORE_THE_TEST = (
    "age",
    "fall_height",
    "stairs_fallen",
    "paresthesias",
    *WAYS_OF_DANGER,
    "neck_injury_suspected",
    "glasgow_coma_scale",
    "time_since_injury",
    *EXCLUSIONS,
)


@pytest.mark.parametrize("name", OPEN_BEFORE_THE_TEST)
def test_while_step_1_or_the_scope_is_open_the_test_waits(name: str) -> None:
    decision = decide(**{name: unknown})
    assert decision.recommendation is Recommendation.UNDETERMINED
    assert (asked(decision), waiting(decision)) == ([name], {"rotates_neck": (name,)})


@pytest.mark.parametrize(
    "name",
    [
        "rear_end_collision",
        "sitting_in_emergency_department",
        "walked_since_injury",
        "delayed_neck_pain",
        "midline_neck_tenderness",
    ],
)
def test_while_step_2_is_open_the_test_waits(name: str) -> None:
    no_low_risk_factor = {"walked_since_injury": False, "midline_neck_tenderness": True}
    decision = decide(**{**no_low_risk_factor, name: unknown})
    assert decision.possible == (NO_IMAGE, IMAGE)
    assert (asked(decision), waiting(decision)) == ([name], {"rotates_neck": (name,)})


def test_one_low_risk_factor_is_enough_to_be_tested() -> None:
    decision = decide(delayed_neck_pain=unknown, sitting_in_emergency_department=unknown)
    assert asked(decision) == ["rotates_neck"]


@pytest.mark.parametrize(
    "changed",
    [
        {"age": 65},
        {"fall_height": "3.0 m"},
        {"stairs_fallen": 5},
        {"paresthesias": True},
        *({name: True} for name in WAYS_OF_DANGER),
        {"walked_since_injury": False, "midline_neck_tenderness": True},
    ],
)
def test_where_images_are_needed_the_neck_is_not_tested(changed: Patient) -> None:
    decision = decide(**changed)
    assert decision.recommendation is IMAGE
    assert decision.settled
    assert (asked(decision), waiting(decision)) == ([], {})


def test_nothing_known_leaves_all_open_and_the_test_for_later() -> None:
    decision = GUIDELINE.evaluate({})
    assert decision.possible == (OUT, NO_IMAGE, IMAGE)
    assert "rotates_neck" not in asked(decision)
    assert "rotates_neck" in waiting(decision)


def test_every_answer_that_may_come_keeps_the_test_until_it_is_safe() -> None:
    """Whatever is answered in whatever order, the test is asked for only where it is safe."""
    open_facts = ("age", "paresthesias", "walked_since_injury", "midline_neck_tenderness")
    values = {"age": (64, 65, unknown), **dict.fromkeys(open_facts[1:], (False, True, unknown))}
    for answers in product(*values.values()):
        p = dict(zip(values, answers, strict=True))
        decision = decide(**p)
        no_danger = p["age"] == 64 and p["paresthesias"] is False
        safe = p["walked_since_injury"] is True or p["midline_neck_tenderness"] is False
        assert ("rotates_neck" in asked(decision)) == (no_danger and safe), p


def test_how_the_car_was_hit_is_asked_once_it_was_hit_from_behind() -> None:
    nothing_else = {"walked_since_injury": False, "midline_neck_tenderness": True}
    kinds = dict.fromkeys(
        ("pushed_into_oncoming_traffic", "hit_by_bus_or_large_truck", "hit_by_high_speed_vehicle"),
        unknown,
    )
    first = decide(**nothing_else, **kinds, rear_end_collision=unknown)
    assert asked(first) == ["rear_end_collision"]
    assert set(waiting(first)) == {*kinds, "rotates_neck"}
    then = decide(**nothing_else, **kinds, rear_end_collision=True)
    assert asked(then) == list(kinds)
    assert set(waiting(then)) == {"rotates_neck"}


def test_an_open_exclusion_leaves_open_whether_the_rule_applies() -> None:
    for name in EXCLUSIONS:
        decision = decide(**{name: unknown}, rotates_neck=True)
        assert decision.possible == (OUT, NO_IMAGE)
        assert asked(decision) == [name]


def test_an_age_or_a_height_around_a_bound() -> None:
    assert decide(rotates_neck=True, age=between(60, 64)).possible == (NO_IMAGE,)
    assert decide(rotates_neck=True, age=between(60, 65)).possible == (NO_IMAGE, IMAGE)
    assert decide(rotates_neck=True, fall_height=between(0, "0.89 m")).possible == (NO_IMAGE,)
    assert decide(rotates_neck=True, fall_height=between(0.5, 1)).possible == (NO_IMAGE, IMAGE)


def test_both_screens_answered_with_none() -> None:
    told = {"canadian_c_spine_exclusions": "none", "canadian_c_spine_mechanisms": "none"}
    covered = {*EXCLUSIONS, *WAYS_OF_DANGER, "fall_height", "stairs_fallen"}
    known = {name: value for name, value in MAY_BE_TESTED.items() if name not in covered}
    assert asked(GUIDELINE.evaluate({**known, **told})) == ["rotates_neck"]


@pytest.mark.parametrize(
    ("height", "dangerous"),
    [("0.89 m", False), ("0.9 m", True), ("0.914 m", True), ("0.95 m", True), ("1 m", True)],
)
def test_three_feet_are_the_same_fall_here_and_in_the_canadian_ct_head_rule(
    height: str, dangerous: bool
) -> None:
    patient = {
        **MAY_BE_TESTED,
        "rotates_neck": True,
        "fall_height": height,
        "head_injured": True,
        "glasgow_coma_scale_on_arrival": 15,
        "glasgow_coma_scale_after_two_hours": 15,
        "time_since_injury": 3,
        "witnessed_loss_of_consciousness": True,
        "amnesia": False,
        "canadian_ct_head_exclusions": "none",
        "suspected_open_or_depressed_skull_fracture": False,
        "basal_skull_fracture_sign": False,
        "vomiting_episodes": 0,
        "pedestrian_struck_by_vehicle": False,
    }
    both = compare(patient, ["canadian_c_spine", "canadian_ct_head"])
    expected = IMAGE if dangerous else NO_IMAGE
    assert [row.decision.recommendation for row in both.rows] == [expected, expected]


# --- the file -----------------------------------------------------------------------------------


def test_there_is_nothing_to_say_against_the_file() -> None:
    assert check("canadian_c_spine") == ()
