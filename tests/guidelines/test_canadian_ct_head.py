"""The Canadian CT head rule decides as its criteria say, and leaves open what is not known."""

from random import Random

import pytest

from imaging_rules import Decision, Recommendation, between, check, load, unknown
from tests.guidelines.grid import NO_YES, Grid, Patient, compare_all

GUIDELINE = load("canadian_ct_head")
IMAGE, NO_IMAGE, OUT = (
    Recommendation.IMAGE,
    Recommendation.DO_NOT_IMAGE,
    Recommendation.OUT_OF_SCOPE,
)

EXCLUSIONS = (
    "penetrating_head_injury",
    "obvious_open_or_depressed_skull_fracture",
    "seizure_or_faint_came_first",
    "seizure_after_injury",
    "bleeding_disorder",
    "focal_neurologic_deficit",
    "unstable_vital_signs",
    "pregnant",
    "seen_before_for_this_injury",
)
# The findings, on both sides of each bound; the gap in memory goes with amnesia and comes apart.
FINDINGS = {
    "age": (16, 64, 65),
    "glasgow_coma_scale_after_two_hours": (14, 15),
    "suspected_open_or_depressed_skull_fracture": NO_YES,
    "basal_skull_fracture_sign": NO_YES,
    "vomiting_episodes": (1, 2),
    "pedestrian_struck_by_vehicle": NO_YES,
    "ejected_from_vehicle": NO_YES,
    "fall_height": ("0.89 m", "0.9 m"),
    "stairs_fallen": (4, 5),
}
ENTRY = ("witnessed_loss_of_consciousness", "amnesia", "disorientation")
# Someone for whom the rule is, and of whom no finding is present.
QUIET: Patient = {
    "age": 40,
    "head_injured": True,
    "time_since_injury": 3,
    "glasgow_coma_scale_on_arrival": 15,
    "witnessed_loss_of_consciousness": True,
    "amnesia": False,
    "disorientation": False,
    **dict.fromkeys(EXCLUSIONS, False),
    "glasgow_coma_scale_after_two_hours": 15,
    "suspected_open_or_depressed_skull_fracture": False,
    "basal_skull_fracture_sign": False,
    "vomiting_episodes": 0,
    "amnesia_before_impact": 0,
    "pedestrian_struck_by_vehicle": False,
    "ejected_from_vehicle": False,
    "fall_height": "0 m",
    "stairs_fallen": 0,
}
KNOWN: Grid = {name: (value,) for name, value in QUIET.items()}


def meters(height: str) -> float:
    return float(height.removesuffix(" m"))


def minutes(time: object) -> float:
    """The time since the injury, given in hours unless it says minutes."""
    text = str(time)
    return float(text.removesuffix(" minutes")) if text.endswith("minutes") else float(text) * 60


def criteria(p: Patient) -> Recommendation:
    """The rule as it is published, for a patient of whom everything is known."""
    minor = (
        p["head_injured"]
        and p["glasgow_coma_scale_on_arrival"] in (13, 14, 15)
        and (p["witnessed_loss_of_consciousness"] or p["amnesia"] or p["disorientation"])
    )
    if not minor or p["age"] < 16 or minutes(p["time_since_injury"]) > 24 * 60:
        return OUT
    if any(p[name] for name in EXCLUSIONS):
        return OUT
    high_risk = (
        p["glasgow_coma_scale_after_two_hours"] < 15
        or p["suspected_open_or_depressed_skull_fracture"]
        or p["basal_skull_fracture_sign"]
        or p["vomiting_episodes"] >= 2
        or p["age"] >= 65
    )
    dangerous = (
        p["pedestrian_struck_by_vehicle"]
        or p["ejected_from_vehicle"]
        or meters(p["fall_height"]) >= 0.9
        or p["stairs_fallen"] >= 5
    )
    medium_risk = p["amnesia_before_impact"] >= 30 or dangerous
    return IMAGE if high_risk or medium_risk else NO_IMAGE


# --- patients of whom everything is known -------------------------------------------------------


@pytest.mark.parametrize(
    ("amnesia", "before", "seen"),
    [
        (False, 0, {IMAGE, NO_IMAGE}),
        (True, 0, {IMAGE, NO_IMAGE}),
        (True, 29, {IMAGE, NO_IMAGE}),
        (True, 30, {IMAGE}),
    ],
)
def test_every_combination_of_the_findings(
    amnesia: bool, before: int, seen: set[Recommendation]
) -> None:
    values: Grid = KNOWN | FINDINGS | {"amnesia": (amnesia,), "amnesia_before_impact": (before,)}
    values["glasgow_coma_scale_on_arrival"] = (13, 14, 15)
    assert compare_all(GUIDELINE, criteria, values) == seen


@pytest.mark.parametrize("age", [15, 16])
def test_every_combination_of_what_says_whom_the_rule_is_for(age: int) -> None:
    values: Grid = KNOWN | {
        "age": (age,),
        "head_injured": NO_YES,
        "glasgow_coma_scale_on_arrival": (12, 13, 14, 15),
        "time_since_injury": (24, "1441 minutes"),
        **dict.fromkeys((*ENTRY, "bleeding_disorder", "basal_skull_fracture_sign"), NO_YES),
    }
    assert compare_all(GUIDELINE, criteria, values) == (
        {OUT, IMAGE, NO_IMAGE} if age > 15 else {OUT}
    )


def test_every_combination_of_what_the_study_left_out() -> None:
    values: Grid = KNOWN | dict.fromkeys((*EXCLUSIONS, "basal_skull_fracture_sign"), NO_YES)
    assert compare_all(GUIDELINE, criteria, values) == {OUT, IMAGE, NO_IMAGE}


def test_patients_from_anywhere_in_the_whole_grid() -> None:
    """Scope and findings together are too many to try all; these are drawn from all of them."""
    values: Grid = KNOWN | FINDINGS | dict.fromkeys((*ENTRY, "head_injured"), NO_YES)
    values |= {
        "age": (0, 15, 16, 64, 65, 120),
        "glasgow_coma_scale_on_arrival": (3, 12, 13, 14, 15),
        "glasgow_coma_scale_after_two_hours": (3, 14, 15),
        "time_since_injury": (0, 24, "1441 minutes"),
        "amnesia_before_impact": (0, 29, 30),
        "vomiting_episodes": (0, 1, 2, 100),
    }
    draw = Random(4)
    for _ in range(4000):
        p = {name: draw.choice(each) for name, each in values.items()}
        p |= {name: draw.random() < 0.05 for name in EXCLUSIONS}
        if not p["amnesia"]:
            p["amnesia_before_impact"] = 0
        decision = GUIDELINE.evaluate(p)
        assert decision.possible == (criteria(p),), p


# --- patients of whom something is not known ----------------------------------------------------


def decide(**changed: object) -> Decision:
    return GUIDELINE.evaluate({**QUIET, **changed})


def asked(decision: Decision) -> list[str]:
    return [each.fact for each in decision.missing]


@pytest.mark.parametrize("name", [name for name in FINDINGS if name != "age"])
def test_a_finding_that_is_not_known_is_asked_for(name: str) -> None:
    decision = decide(**{name: unknown})
    assert decision.recommendation is Recommendation.UNDETERMINED
    assert decision.possible == (NO_IMAGE, IMAGE)
    assert asked(decision) == [name]


@pytest.mark.parametrize("name", [name for name in FINDINGS if name != "age"])
def test_a_finding_that_is_not_known_does_not_matter_beside_another(name: str) -> None:
    decision = decide(**{name: unknown, "age": 65})
    assert (decision.recommendation, asked(decision)) == (IMAGE, [])


@pytest.mark.parametrize("name", EXCLUSIONS)
def test_an_open_exclusion_leaves_open_whether_the_rule_applies(name: str) -> None:
    assert decide(**{name: unknown}).possible == (OUT, NO_IMAGE)
    assert asked(decide(**{name: unknown})) == [name]
    assert decide(**{name: unknown}, age=65).possible == (OUT, IMAGE)


def test_before_two_hours_have_passed_nothing_is_settled_but_what_stands_already() -> None:
    early = {"time_since_injury": 1, "glasgow_coma_scale_after_two_hours": unknown}
    assert decide(**early).recommendation is Recommendation.UNDETERMINED
    assert decide(**early, vomiting_episodes=2).recommendation is IMAGE


def test_medium_risk_alone_leaves_room_for_watching_and_high_risk_does_not() -> None:
    """The authors say so in their discussion; the decision stays CT."""

    def watching(decision: Decision) -> bool:
        return any(each.rule == "medium_risk_alone" for each in decision.actions)

    medium, both = decide(stairs_fallen=5), decide(stairs_fallen=5, vomiting_episodes=2)
    assert (medium.recommendation, watching(medium)) == (IMAGE, True)
    assert (both.recommendation, watching(both)) == (IMAGE, False)
    assert watching(decide(amnesia=True, amnesia_before_impact=30))
    assert not watching(decide(age=65))


def test_who_came_with_a_low_score_is_out_of_scope_whatever_the_score_is_now() -> None:
    came = {"glasgow_coma_scale_on_arrival": 12, "glasgow_coma_scale_after_two_hours": 15}
    assert decide(**came).recommendation is OUT


def test_how_much_is_missing_from_memory_is_asked_once_something_is() -> None:
    first = decide(amnesia=unknown, amnesia_before_impact=unknown)
    assert asked(first) == ["amnesia"]
    assert [each.fact for each in first.later] == ["amnesia_before_impact"]
    then = decide(amnesia=True, amnesia_before_impact=unknown)
    assert asked(then) == ["amnesia_before_impact"]
    assert then.possible == (NO_IMAGE, IMAGE)


def test_a_gap_in_memory_without_amnesia_settles_nothing() -> None:
    decision = decide(amnesia=False, amnesia_before_impact=40)
    assert decision.recommendation is Recommendation.UNDETERMINED
    assert set(asked(decision)) == {"amnesia", "amnesia_before_impact"}


def test_a_range_around_a_bound() -> None:
    assert decide(age=between(40, 64)).possible == (NO_IMAGE,)
    assert decide(age=between(60, 65)).possible == (NO_IMAGE, IMAGE)
    assert decide(vomiting_episodes=between(0, 1)).possible == (NO_IMAGE,)
    assert decide(vomiting_episodes=between(1, 5)).possible == (NO_IMAGE, IMAGE)
    assert decide(fall_height=between(0, "0.9 m")).possible == (NO_IMAGE, IMAGE)


def test_nothing_known_leaves_all_open() -> None:
    decision = GUIDELINE.evaluate({})
    assert decision.possible == (OUT, NO_IMAGE, IMAGE)
    assert asked(decision)[:2] == ["head_injured", "age"]


def test_both_screens_answered_with_none() -> None:
    covered = {*EXCLUSIONS, "pedestrian_struck_by_vehicle", "ejected_from_vehicle"}
    covered |= {"fall_height", "stairs_fallen"}
    told = {name: value for name, value in QUIET.items() if name not in covered}
    screens = {"canadian_ct_head_exclusions": "none", "canadian_ct_head_mechanisms": "none"}
    assert GUIDELINE.evaluate({**told, **screens}).recommendation is NO_IMAGE


# --- the file -----------------------------------------------------------------------------------


def test_there_is_nothing_to_say_against_the_file() -> None:
    assert check("canadian_ct_head") == ()
