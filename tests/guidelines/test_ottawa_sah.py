"""The Ottawa rule for subarachnoid hemorrhage decides as its criteria say."""

from random import Random

import pytest

from imaging_rules import Decision, Recommendation, between, check, load, unknown
from tests.guidelines.grid import NO_YES, Grid, Patient, compare_all

GUIDELINE = load("ottawa_sah")
IMAGE, NO_IMAGE, OUT = (
    Recommendation.IMAGE,
    Recommendation.DO_NOT_IMAGE,
    Recommendation.OUT_OF_SCOPE,
)

NOT_FOR = (
    "headache_followed_injury",
    "new_neurologic_deficit",
    "earlier_aneurysm",
    "earlier_subarachnoid_hemorrhage",
    "brain_tumor",
)
FINDINGS = (
    "neck_pain_or_stiffness",
    "witnessed_loss_of_consciousness",
    "began_during_exertion",
    "thunderclap",
    "limited_neck_flexion",
)
# Someone for whom the rule is, and of whom no finding is present.
QUIET: Patient = {
    "age": 30,
    "alert": True,
    "new_severe_headache": True,
    "time_to_worst_headache": 20,
    **dict.fromkeys(NOT_FOR, False),
    "similar_headaches": 0,
    "similar_headaches_for": 0,
    **dict.fromkeys(FINDINGS, False),
}
KNOWN: Grid = {name: (value,) for name, value in QUIET.items()}


def criteria(p: Patient) -> Recommendation:
    """The rule as it is published, for a patient of whom everything is known."""
    for_whom = p["age"] > 15 and p["alert"] and p["new_severe_headache"]
    if not for_whom or p["time_to_worst_headache"] > 60 or any(p[name] for name in NOT_FOR):
        return OUT
    if p["similar_headaches"] >= 3 and p["similar_headaches_for"] >= 6:
        return OUT
    return IMAGE if p["age"] >= 40 or any(p[name] for name in FINDINGS) else NO_IMAGE


# --- patients of whom everything is known -------------------------------------------------------


def test_every_combination_of_the_findings() -> None:
    values: Grid = KNOWN | dict.fromkeys(FINDINGS, NO_YES)
    values |= {"age": (15, 16, 39, 40, 120), "time_to_worst_headache": (0, 60)}
    values |= {"similar_headaches": (2, 3), "similar_headaches_for": (5, 6)}
    assert compare_all(GUIDELINE, criteria, values) == {OUT, IMAGE, NO_IMAGE}


@pytest.mark.parametrize("age", [15, 16, 39, 40])
def test_every_combination_of_what_says_whom_the_rule_is_for(age: int) -> None:
    values: Grid = KNOWN | dict.fromkeys(("alert", "new_severe_headache", *NOT_FOR), NO_YES)
    values |= {"age": (age,), "time_to_worst_headache": (60, 61)}
    values |= {"similar_headaches": (2, 3), "similar_headaches_for": (5, 6)}
    values |= {"neck_pain_or_stiffness": NO_YES}
    seen = {15: {OUT}, 40: {OUT, IMAGE}}.get(age, {OUT, IMAGE, NO_IMAGE})
    assert compare_all(GUIDELINE, criteria, values) == seen


def test_patients_from_anywhere_in_the_whole_grid() -> None:
    """Scope and findings together are too many to try all; these are drawn from all of them."""
    draw = Random(13)
    for _ in range(4000):
        p: Patient = {
            "age": draw.choice((0, 15, 16, 39, 40, 120)),
            "alert": draw.random() < 0.9,
            "new_severe_headache": draw.random() < 0.9,
            "time_to_worst_headache": draw.choice((0, 59, 60, 61, 10080)),
            **{name: draw.random() < 0.05 for name in NOT_FOR},
            "similar_headaches": draw.choice((0, 2, 3, 1000)),
            "similar_headaches_for": draw.choice((0, 5, 6, 1440)),
            **{name: draw.random() < 0.2 for name in FINDINGS},
        }
        if p["time_to_worst_headache"] > 60:
            p["thunderclap"] = False
        assert GUIDELINE.evaluate(p).possible == (criteria(p),), p


# --- patients of whom something is not known ----------------------------------------------------


def decide(**changed: object) -> Decision:
    return GUIDELINE.evaluate({**QUIET, **changed})


def asked(decision: Decision) -> list[str]:
    return [each.fact for each in decision.missing]


@pytest.mark.parametrize("name", FINDINGS)
def test_a_finding_that_is_not_known_is_asked_for(name: str) -> None:
    decision = decide(**{name: unknown})
    assert decision.recommendation is Recommendation.UNDETERMINED
    assert decision.possible == (NO_IMAGE, IMAGE)
    assert asked(decision) == [name]
    assert decide(**{name: unknown}, age=40).possible == (IMAGE,)


@pytest.mark.parametrize("name", ["alert", "new_severe_headache", *NOT_FOR])
def test_whom_the_rule_is_for_is_never_taken_for_granted(name: str) -> None:
    decision = decide(**{name: unknown})
    assert decision.possible == (OUT, NO_IMAGE)
    assert asked(decision) == [name]


def test_earlier_headaches_are_asked_about_by_number_and_only_then_by_months() -> None:
    first = decide(similar_headaches=unknown, similar_headaches_for=unknown)
    assert asked(first) == ["similar_headaches"]
    assert [each.fact for each in first.later] == ["similar_headaches_for"]
    assert decide(similar_headaches=2, similar_headaches_for=unknown).possible == (NO_IMAGE,)
    then = decide(similar_headaches=3, similar_headaches_for=unknown)
    assert (then.possible, asked(then)) == ((OUT, NO_IMAGE), ["similar_headaches_for"])


def test_a_range_around_a_bound() -> None:
    assert decide(age=between(16, 39)).possible == (NO_IMAGE,)
    assert decide(age=between(39, 40)).possible == (NO_IMAGE, IMAGE)
    assert decide(time_to_worst_headache=between(30, 90)).possible == (OUT, NO_IMAGE)


def test_a_thunderclap_that_took_hours_settles_nothing() -> None:
    decision = decide(thunderclap=True, time_to_worst_headache="2 hours")
    assert decision.recommendation is Recommendation.UNDETERMINED
    assert set(asked(decision)) == {"thunderclap", "time_to_worst_headache"}


# --- the file -----------------------------------------------------------------------------------


def test_there_is_nothing_to_say_against_the_file() -> None:
    assert check("ottawa_sah") == ()
