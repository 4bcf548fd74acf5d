"""The Ottawa and the Pittsburgh knee rule decide as their criteria say."""

import pytest

from imaging_rules import (
    Decision,
    Guideline,
    Recommendation,
    between,
    check,
    compare,
    load,
    unknown,
)
from tests.guidelines.grid import NO_YES, Patient, compare_all

IMAGE, NO_IMAGE, SILENT, OUT = (
    Recommendation.IMAGE,
    Recommendation.DO_NOT_IMAGE,
    Recommendation.NO_GUIDANCE,
    Recommendation.OUT_OF_SCOPE,
)
OTTAWA, PITTSBURGH = load("ottawa_knee"), load("pittsburgh_knee")
FINDINGS = (
    "patella_tender",
    "fibular_head_tender",
    "other_knee_bone_tender",
    "bends_knee_to_90_degrees",
    "walked_four_steps_after_injury",
    "walks_four_steps_now",
)
NOT_FOR_OTTAWA = ("skin_injury_only", "pregnant", "seen_before_for_this_injury", "paraplegia")
UNRELIABLE = ("alertness_otherwise_altered", "multiple_injuries")
NOT_FOR_PITTSBURGH = (
    "skin_injury_only",
    "pregnant",
    "knee_operated_before",
    "seen_before_for_this_injury",
)


def ottawa(p: Patient) -> Recommendation:
    """X-ray if any of: 55 or over; isolated patella; fibular head; no flexion to 90; no weight."""
    if not p["knee_injured"] or p["age"] < 18 or p["time_since_injury"] > 168:
        return OUT
    if any(p[name] for name in NOT_FOR_OTTAWA):
        return OUT
    findings = (
        p["age"] >= 55,
        p["patella_tender"] and not p["fibular_head_tender"] and not p["other_knee_bone_tender"],
        p["fibular_head_tender"],
        not p["bends_knee_to_90_degrees"],
        not p["walked_four_steps_after_injury"] and not p["walks_four_steps_now"],
    )
    if any(findings):
        return IMAGE
    # An examination that finds nothing is not relied on where it is unreliable.
    unreliable = p["glasgow_coma_scale"] < 15 or any(p[name] for name in UNRELIABLE)
    return SILENT if unreliable else NO_IMAGE


def pittsburgh(p: Patient) -> Recommendation:
    """X-ray after blunt trauma or a fall if under 12, over 50, or unable to walk four steps."""
    if not p["knee_injured"] or p["time_since_injury"] > 168:
        return OUT
    if any(p[name] for name in NOT_FOR_PITTSBURGH):
        return OUT
    if not p["knee_blow_or_fall"]:
        return NO_IMAGE
    if p["age"] < 12 or p["age"] > 50 or not p["walks_four_full_steps_now"]:
        return IMAGE
    return NO_IMAGE


def test_every_combination_of_the_ottawa_rule() -> None:
    known = {**dict.fromkeys(NOT_FOR_OTTAWA, (False,)), "knee_injured": (True,)}
    values = {
        **known,
        "age": (17, 18, 54, 55),
        "time_since_injury": (168,),
        "glasgow_coma_scale": (14, 15),
        **dict.fromkeys((*FINDINGS, *UNRELIABLE), NO_YES),
    }
    assert compare_all(OTTAWA, ottawa, values) == {IMAGE, NO_IMAGE, SILENT, OUT}


def test_every_combination_of_what_says_whom_the_ottawa_rule_is_for() -> None:
    values = {
        "knee_injured": NO_YES,
        "age": (17, 18, 54, 55),
        "time_since_injury": (168, 169),
        "glasgow_coma_scale": (14, 15),
        **dict.fromkeys(("patella_tender", "other_knee_bone_tender", *NOT_FOR_OTTAWA), NO_YES),
        "fibular_head_tender": (False,),
        "bends_knee_to_90_degrees": (True,),
        "walked_four_steps_after_injury": (False,),
        "walks_four_steps_now": (True,),
        **dict.fromkeys(UNRELIABLE, (False,)),
    }
    assert compare_all(OTTAWA, ottawa, values) == {IMAGE, NO_IMAGE, SILENT, OUT}


def test_every_combination_of_the_pittsburgh_rule() -> None:
    values = {
        "knee_injured": NO_YES,
        "age": (0, 11, 12, 50, 51, 120),
        "time_since_injury": (168, 169),
        "knee_blow_or_fall": NO_YES,
        "walks_four_full_steps_now": NO_YES,
        **dict.fromkeys(NOT_FOR_PITTSBURGH, NO_YES),
    }
    assert compare_all(PITTSBURGH, pittsburgh, values) == {IMAGE, NO_IMAGE, OUT}


# --- patients of whom something is not known ----------------------------------------------------

WELL = {
    "knee_injured": True,
    "age": 30,
    "time_since_injury": 2,
    "patella_tender": False,
    "fibular_head_tender": False,
    "other_knee_bone_tender": False,
    "bends_knee_to_90_degrees": True,
    "walked_four_steps_after_injury": True,
    "walks_four_steps_now": True,
    "ottawa_knee_exclusions": "none",
    "ottawa_knee_examination": "none",
}


def decide(**changed: object) -> Decision:
    return OTTAWA.evaluate({**WELL, **changed})


def asked(decision: Decision) -> list[str]:
    return [each.fact for each in decision.missing]


@pytest.mark.parametrize("name", ["fibular_head_tender", "bends_knee_to_90_degrees", "age"])
def test_an_open_finding_is_asked_for(name: str) -> None:
    decision = decide(**{name: unknown})
    assert decision.recommendation is Recommendation.UNDETERMINED
    assert IMAGE in decision.possible
    assert asked(decision) == [name]


def test_a_tender_kneecap_hangs_on_the_other_bones() -> None:
    open_bones = {"other_knee_bone_tender": unknown, "fibular_head_tender": unknown}
    assert asked(decide(**open_bones)) == ["fibular_head_tender"]
    # With the head of the fibula tender the X-ray is due; else another bone decides.
    assert asked(decide(patella_tender=True, **open_bones)) == [*open_bones][::-1]
    decision = decide(patella_tender=True, other_knee_bone_tender=unknown)
    assert decision.possible == (NO_IMAGE, IMAGE)
    assert asked(decision) == ["other_knee_bone_tender"]
    assert decide(patella_tender=True, other_knee_bone_tender=True).recommendation is NO_IMAGE


def test_the_screen_means_fully_alert() -> None:
    assert decide().recommendation is NO_IMAGE
    assert decide(ottawa_knee_exclusions=None).possible == (OUT, NO_IMAGE)
    assert decide(ottawa_knee_examination=None).possible == (SILENT, NO_IMAGE)
    told = dict.fromkeys(UNRELIABLE, False)
    assert asked(decide(ottawa_knee_examination=None, **told)) == ["glasgow_coma_scale"]
    # What is stated stands against the screen, and has to be checked.
    drowsy = decide(glasgow_coma_scale=14)
    assert drowsy.recommendation is Recommendation.UNDETERMINED
    assert [found.name for found in drowsy.contradictions] == ["ottawa_knee_examination"]


@pytest.mark.parametrize("name", [*UNRELIABLE, "glasgow_coma_scale"])
def test_an_unreliable_examination_takes_nothing_from_a_finding(name: str) -> None:
    value: object = 14 if name == "glasgow_coma_scale" else True
    told: Patient = dict.fromkeys(UNRELIABLE, False) | {"glasgow_coma_scale": 15, name: value}
    told["ottawa_knee_examination"] = None
    assert decide(**told).recommendation is SILENT
    assert decide(**told, bends_knee_to_90_degrees=False).recommendation is IMAGE
    assert decide(**(told | {"age": 60})).recommendation is IMAGE


def test_the_age_of_a_grown_up_who_was_not_hit_need_not_be_known() -> None:
    twisted = {"knee_injured": True, "time_since_injury": 2, "pittsburgh_knee_exclusions": "none"}
    decision = PITTSBURGH.evaluate({**twisted, "knee_blow_or_fall": False})
    assert decision.recommendation is NO_IMAGE
    assert decision.settled
    fell = {**twisted, "knee_blow_or_fall": True, "walks_four_full_steps_now": True}
    assert PITTSBURGH.evaluate({**fell, "age": between(12, 50)}).possible == (NO_IMAGE,)
    assert PITTSBURGH.evaluate({**fell, "age": between(11, 50)}).possible == (NO_IMAGE, IMAGE)
    assert PITTSBURGH.evaluate({**fell, "age": between(51, 99)}).possible == (IMAGE,)


def test_how_it_happened_stays_open_until_it_is_asked() -> None:
    told = {
        "knee_injured": True,
        "time_since_injury": 2,
        "pittsburgh_knee_exclusions": "none",
        "age": 51,
    }
    decision = PITTSBURGH.evaluate(told)
    assert decision.recommendation is Recommendation.UNDETERMINED
    assert asked(decision) == ["knee_blow_or_fall"]


def test_a_limp_is_walking_by_one_rule_only() -> None:
    """Who limps needs an X-ray by the Pittsburgh rule, which asks for four full steps."""
    limps = {
        **WELL,
        "knee_blow_or_fall": True,
        "pittsburgh_knee_exclusions": "none",
        "walks_four_steps_now": True,
        "walks_four_full_steps_now": False,
    }
    both = compare(limps, ["ottawa_knee", "pittsburgh_knee"])
    assert [row.decision.recommendation for row in both.rows] == [NO_IMAGE, IMAGE]


@pytest.mark.parametrize("guideline", [OTTAWA, PITTSBURGH])
def test_the_file(guideline: Guideline) -> None:
    assert check(guideline.name) == ()
