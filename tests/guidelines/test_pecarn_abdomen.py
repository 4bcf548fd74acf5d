"""The PECARN rule for the abdomen decides as its seven criteria say."""

from random import Random

import pytest

from imaging_rules import Decision, Recommendation, between, load, unknown
from tests.guidelines.grid import NO_YES, Grid, Patient, compare_all, compare_partial

GUIDELINE = load("pecarn_abdomen")
CONSIDER, NO_IMAGE, OUT = (
    Recommendation.CONSIDER,
    Recommendation.DO_NOT_IMAGE,
    Recommendation.OUT_OF_SCOPE,
)

EXCLUSIONS = (
    "penetrating_torso_injury",
    "complicating_neurologic_disorder",
    "abdomen_examined_elsewhere",
    "pregnant",
)
SIGNS = (
    "abdominal_wall_trauma",
    "abdominal_tenderness",
    "thoracic_wall_trauma",
    "abdominal_pain",
    "decreased_breath_sounds",
    "vomited_since_injury",
)
MORE_THAN_A_DAY = "1441 minutes"
# Someone for whom the rule is, and of whom no finding is present.
QUIET: Patient = {
    "torso_injured": True,
    "age": 8,
    "time_since_injury": 3,
    **dict.fromkeys((*EXCLUSIONS, *SIGNS), False),
    "glasgow_coma_scale": 15,
}
KNOWN: Grid = {name: (value,) for name, value in QUIET.items()}
FINDINGS: Grid = {**dict.fromkeys(SIGNS, NO_YES), "glasgow_coma_scale": (13, 14)}
WHOM: Grid = {
    **dict.fromkeys(("torso_injured", *EXCLUSIONS), NO_YES),
    "age": (0, "215 months", 18),
    "time_since_injury": (24, MORE_THAN_A_DAY),
}


def criteria(p: Patient) -> Recommendation:
    """The rule as it is published, for a child of whom everything is known."""
    if not p["torso_injured"] or p["age"] == 18 or p["time_since_injury"] == MORE_THAN_A_DAY:
        return OUT
    if any(p[name] for name in EXCLUSIONS):
        return OUT
    very_low_risk = p["glasgow_coma_scale"] > 13 and not any(p[name] for name in SIGNS)
    return NO_IMAGE if very_low_risk else CONSIDER


@pytest.mark.thorough
def test_every_combination_of_all_criteria() -> None:
    assert compare_all(GUIDELINE, criteria, KNOWN | FINDINGS | WHOM) == {OUT, CONSIDER, NO_IMAGE}


def test_every_combination_of_the_findings() -> None:
    values: Grid = KNOWN | FINDINGS | {"glasgow_coma_scale": (3, 13, 14, 15)}
    assert compare_all(GUIDELINE, criteria, values) == {CONSIDER, NO_IMAGE}


def test_every_combination_of_what_says_whom_the_rule_is_for() -> None:
    values: Grid = KNOWN | WHOM | {"abdominal_pain": NO_YES, "glasgow_coma_scale": (13, 14)}
    assert compare_all(GUIDELINE, criteria, values) == {OUT, CONSIDER, NO_IMAGE}


def test_children_known_in_part_as_enumeration_says() -> None:
    rarely = dict.fromkeys((*EXCLUSIONS, *SIGNS), (False,) * 5 + (True,))
    values: Grid = KNOWN | FINDINGS | WHOM | rarely
    values |= {"torso_injured": (True, True, True, False), "age": (0, 0, "215 months", 18)}
    values |= {"glasgow_coma_scale": (13, 14, 14, 14)}
    values |= {"time_since_injury": (24, 24, 24, MORE_THAN_A_DAY)}
    assert compare_partial(GUIDELINE, criteria, values, Random(2013), 400) > 100


def decide(**changed: object) -> Decision:
    return GUIDELINE.evaluate({**QUIET, **changed})


@pytest.mark.parametrize("name", [*SIGNS, "glasgow_coma_scale"])
def test_a_finding_that_is_not_known_never_reassures(name: str) -> None:
    decision = decide(**{name: unknown})
    assert decision.possible == (NO_IMAGE, CONSIDER)
    assert [each.fact for each in decision.missing] == [name]


@pytest.mark.parametrize("name", SIGNS)
def test_one_finding_is_enough_and_never_makes_a_ct_certain(name: str) -> None:
    (study,) = decide(**{name: True}).studies
    assert (study.name, study.recommendation) == ("ct_abdomen", "consider")


def test_a_range_around_the_bound_of_the_coma_scale() -> None:
    assert decide(glasgow_coma_scale=between(14, 15)).possible == (NO_IMAGE,)
    assert decide(glasgow_coma_scale=between(13, 14)).possible == (NO_IMAGE, CONSIDER)


@pytest.mark.parametrize("name", EXCLUSIONS)
def test_an_open_exclusion_leaves_open_whether_the_rule_applies(name: str) -> None:
    assert decide(**{name: unknown}).possible == (OUT, NO_IMAGE)
    assert decide(**{name: unknown}, abdominal_pain=True).possible == (OUT, CONSIDER)


def test_the_screen_answered_with_none() -> None:
    told = {name: value for name, value in QUIET.items() if name not in EXCLUSIONS}
    screen = {"pecarn_abdomen_exclusions": "none"}
    assert GUIDELINE.evaluate({**told, **screen}).recommendation is NO_IMAGE
