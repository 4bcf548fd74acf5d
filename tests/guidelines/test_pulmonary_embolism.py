"""Wells, PERC and D-dimer decide as published, and a D-dimer is asked for only where needed."""

from fractions import Fraction
from itertools import product
from random import Random

import pytest

from imaging_rules import Decision, Recommendation, between, check, load, unknown
from tests.guidelines.grid import NO_YES, Grid, Patient, compare_all

GUIDELINE = load("pulmonary_embolism")
IMAGE, NO_IMAGE, OUT = (
    Recommendation.IMAGE,
    Recommendation.DO_NOT_IMAGE,
    Recommendation.OUT_OF_SCOPE,
)

OF_WELLS = (
    "signs_of_deep_vein_thrombosis",
    "alternative_diagnosis_less_likely",
    "immobilized",
    "recent_surgery",
    "earlier_venous_thromboembolism",
    "hemoptysis",
    "active_cancer",
)
OF_PERC = (
    "hemoptysis",
    "estrogen_use",
    "recent_surgery",
    "recent_trauma_with_hospital_stay",
    "earlier_venous_thromboembolism",
    "unilateral_leg_swelling",
)
PERC_NOT_VALIDATED = (
    "active_cancer",
    "thrombophilia",
    "beta_blocker",
    "amputation",
    "morbid_obesity",
    "baseline_hypoxemia",
)
# Someone in whom PERC rules a pulmonary embolism out, and no D-dimer was measured.
QUIET: Patient = {
    "pulmonary_embolism_suspected": True,
    "age": 40,
    "circulation_unstable": False,
    "pregnant": False,
    "pulse": 80,
    "low_suspicion": True,
    "oxygen_saturation": 98,
    **dict.fromkeys((*OF_WELLS, *OF_PERC, *PERC_NOT_VALIDATED), False),
    "d_dimer_raised": False,
    "ct_angiography_contraindicated": False,
}
KNOWN: Grid = {name: (value,) for name, value in QUIET.items()}


def wells(p: Patient) -> Fraction:
    """The points, in halves added up."""
    halves = 6 * p["signs_of_deep_vein_thrombosis"] + 6 * p["alternative_diagnosis_less_likely"]
    halves += 3 * (p["pulse"] > 100) + 3 * p["earlier_venous_thromboembolism"]
    halves += 3 * max(p["immobilized"], p["recent_surgery"])
    halves += 2 * p["hemoptysis"] + 2 * p["active_cancer"]
    return Fraction(halves, 2)


def perc_stops_here(p: Patient) -> bool:
    """Whether suspicion is low, PERC can be relied on, and all eight criteria are met."""
    low = p["low_suspicion"] and wells(p) < 2
    if not low or any(p[name] for name in PERC_NOT_VALIDATED):
        return False
    numbers = p["age"] < 50 and p["pulse"] < 100 and p["oxygen_saturation"] >= 95
    return numbers and not any(p[name] for name in OF_PERC)


def criteria(p: Patient) -> Recommendation:
    """The way through the three, for a patient of whom everything is known."""
    if not p["pulmonary_embolism_suspected"] or p["age"] < 18:
        return OUT
    if p["pregnant"] or p["circulation_unstable"]:
        return OUT
    if wells(p) > 4:
        return IMAGE
    if perc_stops_here(p):
        return NO_IMAGE
    return IMAGE if p["d_dimer_raised"] else NO_IMAGE


# --- patients of whom everything is known -------------------------------------------------------


def test_every_combination_of_the_wells_points() -> None:
    values: Grid = KNOWN | dict.fromkeys((*OF_WELLS, "estrogen_use"), NO_YES)
    values |= {"pulse": (99, 100, 101), "low_suspicion": NO_YES, "d_dimer_raised": NO_YES}
    assert compare_all(GUIDELINE, criteria, values) == {IMAGE, NO_IMAGE}


def test_a_fast_pulse_does_not_take_a_patient_out_of_scope() -> None:
    """It is why an embolism is suspected; only an unstable circulation leaves the guideline."""
    patient = QUIET | {"age": 60, "pulse": 120, "signs_of_deep_vein_thrombosis": True}
    patient |= {"alternative_diagnosis_less_likely": True}
    assert wells(patient) == Fraction(15, 2)
    assert GUIDELINE.evaluate(patient).recommendation is IMAGE
    assert GUIDELINE.evaluate(patient | {"circulation_unstable": True}).recommendation is OUT
    assert "unstable_vital_signs" not in {fact.name for fact in GUIDELINE.model.facts}


def test_every_combination_of_perc() -> None:
    values: Grid = KNOWN | dict.fromkeys(OF_PERC, NO_YES)
    values |= {"age": (49, 50), "pulse": (99, 100, 101), "oxygen_saturation": (94, 95)}
    values |= {"alternative_diagnosis_less_likely": NO_YES, "immobilized": NO_YES}
    values |= {"low_suspicion": NO_YES, "d_dimer_raised": NO_YES}
    assert compare_all(GUIDELINE, criteria, values) == {IMAGE, NO_IMAGE}


def test_every_combination_of_where_perc_is_not_validated() -> None:
    values: Grid = KNOWN | dict.fromkeys(PERC_NOT_VALIDATED, NO_YES)
    values |= {"age": (49, 50), "low_suspicion": NO_YES, "d_dimer_raised": NO_YES}
    assert compare_all(GUIDELINE, criteria, values) == {IMAGE, NO_IMAGE}


def test_every_combination_of_what_says_whom_the_guideline_is_for() -> None:
    whom = ("pulmonary_embolism_suspected", "circulation_unstable", "pregnant")
    values: Grid = KNOWN | dict.fromkeys((*whom, "d_dimer_raised", "low_suspicion"), NO_YES)
    values |= {"age": (17, 18, 49, 50), "signs_of_deep_vein_thrombosis": NO_YES}
    values |= {"ct_angiography_contraindicated": NO_YES, "pulse": (80, 101)}
    assert compare_all(GUIDELINE, criteria, values) == {OUT, IMAGE, NO_IMAGE}


def test_patients_from_anywhere_in_the_whole_grid() -> None:
    """All criteria together are too many to try all; these are drawn from all of them."""
    draw = Random(2000)
    for _ in range(5000):
        often = draw.choice((0.03, 0.1, 0.5))
        p: Patient = {name: draw.random() < often for name in QUIET}
        p |= {
            "pulmonary_embolism_suspected": draw.random() < 0.95,
            "age": draw.choice((17, 18, 49, 50, 120)),
            "pulse": draw.choice((0, 99, 99, 100, 101, 350)),
            "low_suspicion": draw.random() < 0.7,
            "oxygen_saturation": draw.choice((0, 94, 95, 100)),
            "d_dimer_raised": draw.random() < 0.5,
        }
        assert GUIDELINE.evaluate(p).possible == (criteria(p),), p


def test_the_study_goes_with_what_can_be_done() -> None:
    likely = {"signs_of_deep_vein_thrombosis": True, "alternative_diagnosis_less_likely": True}
    for cause in (likely, {"low_suspicion": False, "d_dimer_raised": True}):
        for contraindicated in NO_YES:
            decision = decide(**cause, ct_angiography_contraindicated=contraindicated)
            named = [s.name for s in decision.studies if s.recommendation == IMAGE.value]
            expected = "ventilation_perfusion_scan" if contraindicated else "ct_angiography"
            assert named == [expected]


# --- the D-dimer --------------------------------------------------------------------------------


def decide(**changed: object) -> Decision:
    return GUIDELINE.evaluate({**QUIET, **changed})


def asked(decision: Decision) -> list[str]:
    return [each.fact for each in decision.missing]


def later(decision: Decision) -> list[str]:
    return [each.fact for each in decision.later]


def test_the_d_dimer_is_asked_where_the_points_are_few_and_perc_does_not_rule_out() -> None:
    """On a grid of complete patients without a D-dimer: asked if and only if it decides."""
    names = (*OF_WELLS, "low_suspicion", "estrogen_use")
    for answers in product(NO_YES, repeat=len(names)):
        p = {**QUIET, **dict(zip(names, answers, strict=True)), "d_dimer_raised": unknown}
        decision = GUIDELINE.evaluate(p)
        needed = wells(p) <= 4 and not perc_stops_here(p)
        assert asked(decision) == (["d_dimer_raised"] if needed else []), p
        assert later(decision) == []
        if needed:
            assert decision.recommendation is Recommendation.UNDETERMINED
            assert decision.possible == (NO_IMAGE, IMAGE)


@pytest.mark.parametrize(
    ("changed", "asks"),
    [
        ({"age": 49}, False),
        ({"age": 50}, True),
        ({"pulse": 99}, False),
        ({"pulse": 100}, True),
        ({"oxygen_saturation": 95}, False),
        ({"oxygen_saturation": 94.9}, True),
        ({"immobilized": True}, False),
        ({"low_suspicion": False}, True),
        *(({name: True}, True) for name in (*OF_PERC, *PERC_NOT_VALIDATED)),
    ],
)
def test_on_both_sides_of_each_bound_of_perc(changed: Patient, asks: bool) -> None:
    decision = decide(**changed, d_dimer_raised=unknown)
    assert asked(decision) == (["d_dimer_raised"] if asks else [])
    assert decision.settled is not asks


def test_four_points_ask_for_it_and_four_and_a_half_do_not() -> None:
    three = {"low_suspicion": False, "alternative_diagnosis_less_likely": True}
    four = decide(**three, active_cancer=True, d_dimer_raised=unknown)
    assert asked(four) == ["d_dimer_raised"]
    more = decide(**three, earlier_venous_thromboembolism=True, d_dimer_raised=unknown)
    assert (more.recommendation, asked(more)) == (IMAGE, [])
    pulse = decide(**three, pulse=101, d_dimer_raised=unknown)
    assert (pulse.recommendation, asked(pulse)) == (IMAGE, [])
    slower = decide(**three, pulse=100, d_dimer_raised=unknown)
    assert asked(slower) == ["d_dimer_raised"]


def test_the_d_dimer_waits_while_the_points_or_perc_are_open() -> None:
    for name in (*OF_PERC, *PERC_NOT_VALIDATED, "low_suspicion", "oxygen_saturation", "pulse"):
        decision = decide(**{name: unknown}, d_dimer_raised=unknown)
        assert decision.recommendation is Recommendation.UNDETERMINED, name
        assert decision.possible == (NO_IMAGE, IMAGE), name
        assert (asked(decision), later(decision)) == ([name], ["d_dimer_raised"]), name


def test_a_d_dimer_that_is_not_raised_makes_perc_matter_no_more() -> None:
    decision = decide(oxygen_saturation=unknown, d_dimer_raised=False)
    assert (decision.recommendation, asked(decision)) == (NO_IMAGE, [])


def test_nothing_known_but_the_suspicion_leaves_all_open_and_the_d_dimer_for_later() -> None:
    decision = GUIDELINE.evaluate({"pulmonary_embolism_suspected": True})
    assert decision.possible == (OUT, NO_IMAGE, IMAGE)
    assert "d_dimer_raised" in later(decision)
    assert "d_dimer_raised" not in asked(decision)


def test_a_raised_d_dimer_that_was_not_needed_is_remarked_on() -> None:
    decision = decide(d_dimer_raised=True)
    assert decision.recommendation is NO_IMAGE
    assert len(decision.remarks) == 1
    assert decide(d_dimer_raised=False).remarks == ()


def test_the_limit_for_the_age_is_told_with_the_question() -> None:
    (missing,) = decide(low_suspicion=False, d_dimer_raised=unknown).missing
    assert missing.fact == "d_dimer_raised"
    explained = GUIDELINE.model.fact["d_dimer_raised"].explain
    assert "500 ng/mL" in explained
    assert "times 10 ng/mL" in explained


def test_whom_the_guideline_is_for_is_never_taken_for_granted() -> None:
    for name in ("pulmonary_embolism_suspected", "circulation_unstable", "pregnant"):
        decision = decide(**{name: unknown})
        assert (decision.possible, asked(decision)) == ((OUT, NO_IMAGE), [name])


def test_a_range_around_a_bound() -> None:
    few = {"low_suspicion": False, "alternative_diagnosis_less_likely": True}
    assert decide(**few, pulse=between(60, 100)).possible == (NO_IMAGE,)
    assert decide(**few, pulse=between(100, 101)).possible == (NO_IMAGE, IMAGE)
    assert decide(age=between(30, 49), d_dimer_raised=True).possible == (NO_IMAGE,)
    assert decide(age=between(49, 50), d_dimer_raised=True).possible == (NO_IMAGE, IMAGE)


# --- the file -----------------------------------------------------------------------------------


def test_there_is_nothing_to_say_against_the_file() -> None:
    assert check("pulmonary_embolism") == ()
