"""The Ottawa ankle and foot rules decide as their criteria say, each of its own X-ray."""

from itertools import product
from typing import Any

import pytest

from imaging_rules import Decision, Guideline, Recommendation, check, load, unknown
from tests.guidelines.grid import NO_YES, Patient, compare_all

IMAGE, NO_IMAGE, SILENT, OUT = (
    Recommendation.IMAGE,
    Recommendation.DO_NOT_IMAGE,
    Recommendation.NO_GUIDANCE,
    Recommendation.OUT_OF_SCOPE,
)
ANKLE, FOOT = load("ottawa_ankle"), load("ottawa_foot")

EXCLUSIONS = ("pregnant", "seen_before_for_this_injury", "skin_injury_only")
UNRELIABLE = (
    "intoxicated",
    "does_not_cooperate",
    "head_injured",
    "distracting_injury",
    "reduced_leg_sensation",
)
STEPS = ("walked_four_steps_after_injury", "walks_four_steps_now")
WHERE = {
    ANKLE: ("malleolar_zone_pain", "lateral_malleolus_tender", "medial_malleolus_tender"),
    FOOT: ("midfoot_zone_pain", "fifth_metatarsal_base_tender", "navicular_tender"),
}
BOTH = pytest.mark.parametrize("guideline", [ANKLE, FOOT])


def applies(p: Patient) -> bool:
    return (
        p["ankle_or_foot_injured"]
        and p["age"] >= 18
        and p["time_since_injury"] <= 10 * 24
        and not any(p[name] for name in EXCLUSIONS)
    )


def nothing_found(p: Patient) -> Recommendation:
    """Clinical judgment comes first where an examination is unreliable: the rule is silent."""
    return SILENT if any(p[name] for name in UNRELIABLE) else NO_IMAGE


def ankle(p: Patient) -> Recommendation:
    """An ankle series if there is pain in the malleolar zone and any of three findings."""
    if not applies(p):
        return OUT
    cannot_bear_weight = not p["walked_four_steps_after_injury"] and not p["walks_four_steps_now"]
    if p["malleolar_zone_pain"] and (
        p["lateral_malleolus_tender"] or p["medial_malleolus_tender"] or cannot_bear_weight
    ):
        return IMAGE
    return nothing_found(p)


def foot(p: Patient) -> Recommendation:
    """A foot series if there is pain in the midfoot zone and any of three findings."""
    if not applies(p):
        return OUT
    cannot_bear_weight = not p["walked_four_steps_after_injury"] and not p["walks_four_steps_now"]
    if p["midfoot_zone_pain"] and (
        p["fifth_metatarsal_base_tender"] or p["navicular_tender"] or cannot_bear_weight
    ):
        return IMAGE
    return nothing_found(p)


@pytest.mark.parametrize(("guideline", "criteria"), [(ANKLE, ankle), (FOOT, foot)])
def test_every_combination(guideline: Guideline, criteria: Any) -> None:
    """All but what makes an examination unreliable, of which one is enough here."""
    values = {
        "ankle_or_foot_injured": NO_YES,
        "age": (17, 18),
        "time_since_injury": (240, 241),
        **dict.fromkeys(UNRELIABLE, (False,)),
        **dict.fromkeys((*EXCLUSIONS, *WHERE[guideline], *STEPS, "intoxicated"), NO_YES),
    }
    assert compare_all(guideline, criteria, values) == {IMAGE, NO_IMAGE, SILENT, OUT}


@pytest.mark.parametrize(("guideline", "criteria"), [(ANKLE, ankle), (FOOT, foot)])
def test_every_combination_of_what_makes_an_examination_unreliable(
    guideline: Guideline, criteria: Any
) -> None:
    values = {
        "ankle_or_foot_injured": (True,),
        "age": (40,),
        "time_since_injury": (2,),
        **dict.fromkeys(EXCLUSIONS, (False,)),
        **dict.fromkeys((*UNRELIABLE, *WHERE[guideline], *STEPS), NO_YES),
    }
    assert compare_all(guideline, criteria, values) == {IMAGE, NO_IMAGE, SILENT}


def test_each_rule_speaks_of_its_own_x_ray() -> None:
    for guideline, study in ((ANKLE, "ankle_xray"), (FOOT, "foot_xray")):
        decision = decide(guideline, **{WHERE[guideline][1]: True})
        assert [(each.name, each.recommendation) for each in decision.studies] == [(study, "image")]


def test_one_patient_has_answers_for_both() -> None:
    """A patient who cannot walk, with pain in the midfoot only: the foot, not the ankle."""
    shared = {"age": 30, "time_since_injury": 2, "ankle_or_foot_injured": True}
    shared |= dict.fromkeys((*STEPS, *EXCLUSIONS, *UNRELIABLE), False)
    p = {**shared, "malleolar_zone_pain": False, "midfoot_zone_pain": True}
    assert ANKLE.evaluate(p, ignore=("midfoot_zone_pain",)).recommendation is NO_IMAGE
    assert FOOT.evaluate(p, ignore=("malleolar_zone_pain",)).recommendation is IMAGE


# --- patients of whom something is not known ----------------------------------------------------


def decide(guideline: Guideline, **changed: object) -> Decision:
    """Decide for someone whom the rule is for, in pain, with no finding, but for what changed."""
    pain, *tender = WHERE[guideline]
    return guideline.evaluate(
        {
            "ankle_or_foot_injured": True,
            "age": 40,
            "time_since_injury": 2,
            **dict.fromkeys((*EXCLUSIONS, *UNRELIABLE), False),
            pain: True,
            **dict.fromkeys(tender, False),
            **dict.fromkeys(STEPS, True),
            **changed,
        }
    )


def asked(decision: Decision) -> list[str]:
    return [each.fact for each in decision.missing]


@BOTH
def test_an_open_finding_is_asked_for_and_never_taken_as_absent(guideline: Guideline) -> None:
    for name in WHERE[guideline][1:]:
        decision = decide(guideline, **{name: unknown})
        assert decision.recommendation is Recommendation.UNDETERMINED
        assert decision.possible == (NO_IMAGE, IMAGE)
        assert asked(decision) == [name]


@BOTH
def test_who_walked_at_one_time_need_not_be_asked_of_the_other(guideline: Guideline) -> None:
    for one, other in (STEPS, STEPS[::-1]):
        assert asked(decide(guideline, **{one: True, other: unknown})) == []
        assert asked(decide(guideline, **{one: False, other: unknown})) == [other]
    assert asked(decide(guideline, **dict.fromkeys(STEPS, unknown))) == list(STEPS)


@BOTH
def test_with_a_tender_bone_walking_is_not_asked_for(guideline: Guideline) -> None:
    for name, walking in product(WHERE[guideline][1:], STEPS):
        decision = decide(guideline, **{name: True, walking: unknown})
        assert decision.settled
        assert asked(decision) == []


@BOTH
def test_an_open_exclusion_leaves_open_whether_the_rule_applies(guideline: Guideline) -> None:
    for name in EXCLUSIONS:
        decision = decide(guideline, **{name: unknown})
        assert decision.possible == (OUT, NO_IMAGE)
        assert asked(decision) == [name]
        assert decision.applies is None


@BOTH
def test_an_unreliable_examination_takes_nothing_from_a_finding(guideline: Guideline) -> None:
    for name in UNRELIABLE:
        assert decide(guideline, **{name: True}).recommendation is SILENT
        assert asked(decide(guideline, **{name: unknown})) == [name]
        for tender in WHERE[guideline][1:]:
            for value in (True, unknown):
                found = decide(guideline, **{name: value, tender: True})
                assert (found.recommendation, asked(found)) == (IMAGE, [])


@BOTH
def test_ten_days_are_240_hours(guideline: Guideline) -> None:
    assert decide(guideline, time_since_injury="10 days").recommendation is NO_IMAGE
    assert decide(guideline, time_since_injury="10.01 days").recommendation is OUT


# --- the files ----------------------------------------------------------------------------------


@BOTH
def test_there_is_nothing_to_say_against_the_file(guideline: Guideline) -> None:
    assert check(guideline.name) == ()


def test_ankle_and_foot_share_whom_they_are_for_and_the_item_of_walking() -> None:
    shared = {"ankle_or_foot_injured", "age", "time_since_injury", *EXCLUSIONS, *STEPS}
    shared |= set(UNRELIABLE)
    ours, theirs = (dict(guideline.model.fact) for guideline in (ANKLE, FOOT))
    assert set(ours) & set(theirs) == shared
    assert all(ours[name].vocabulary in ("trauma", "head_injury") for name in shared)
    assert all(ours[name].type == theirs[name].type for name in shared)
