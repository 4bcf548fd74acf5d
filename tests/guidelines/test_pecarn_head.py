"""The PECARN rule decides as its criteria say, under two years and from two years."""

from fractions import Fraction
from random import Random

import pytest

from imaging_rules import Decision, Recommendation, between, check, load, unknown
from tests.guidelines.grid import NO_YES, Grid, Patient, compare_all

GUIDELINE = load("pecarn_head")
IMAGE, CONSIDER, NO_IMAGE, OUT = (
    Recommendation.IMAGE,
    Recommendation.CONSIDER,
    Recommendation.DO_NOT_IMAGE,
    Recommendation.OUT_OF_SCOPE,
)

EXCLUSIONS = (
    "trivial_mechanism",
    "penetrating_head_injury",
    "brain_tumor",
    "complicating_neurologic_disorder",
    "head_imaged_for_this_injury",
    "bleeding_disorder",
    "ventricular_shunt",
)
MECHANISMS = (
    "ejected_from_vehicle",
    "vehicle_rolled_over",
    "pedestrian_struck_by_vehicle",
    "other_passenger_died",
    "unhelmeted_cyclist_struck_by_vehicle",
    "head_struck_by_high_impact_object",
)
SIGNS = (
    "altered_mental_status",
    "palpable_or_unclear_skull_fracture",
    "basal_skull_fracture_sign",
    "scalp_hematoma_not_frontal",
    "acting_abnormally",
    "severe_headache",
)
MORE_THAN_A_DAY = "1441 minutes"
HEIGHTS = ("0.9 m", "0.91 m", "1.5 m", "1.51 m")
# Someone for whom the rule is, and of whom no finding is present.
QUIET: Patient = {
    "age": 8,
    "head_injured": True,
    "time_since_injury": 3,
    "glasgow_coma_scale_on_arrival": 15,
    **dict.fromkeys(EXCLUSIONS, False),
    **dict.fromkeys(SIGNS, False),
    "known_or_suspected_loss_of_consciousness": False,
    "time_unconscious": 0,
    "vomiting_episodes": 0,
    **dict.fromkeys(MECHANISMS, False),
    "height_of_any_fall": "0 m",
}
KNOWN: Grid = {name: (value,) for name, value in QUIET.items()}
YOUNG, OLD = "23 months", "24 months"


def months(age: object) -> Fraction:
    """The age in months, given in years unless it says months."""
    text = str(age)
    if text.endswith("months"):
        return Fraction(text.removesuffix(" months"))
    return Fraction(text) * 12


def criteria(p: Patient) -> Recommendation:
    """The rule as it is published, for a child of whom everything is known."""
    age = months(p["age"])
    too_late = p["time_since_injury"] == MORE_THAN_A_DAY
    if (
        age >= 18 * 12
        or not p["head_injured"]
        or too_late
        or p["glasgow_coma_scale_on_arrival"] < 14
    ):
        return OUT
    if any(p[name] for name in EXCLUSIONS):
        return OUT
    meters = float(p["height_of_any_fall"].removesuffix(" m"))
    altered = p["glasgow_coma_scale_on_arrival"] == 14 or p["altered_mental_status"]
    severe = any(p[name] for name in MECHANISMS)
    if age < 24:
        first = altered or p["palpable_or_unclear_skull_fracture"]
        second = (
            p["scalp_hematoma_not_frontal"]
            or p["time_unconscious"] >= 5
            or severe
            or meters > 0.9
            or p["acting_abnormally"]
        )
    else:
        first = altered or p["basal_skull_fracture_sign"]
        second = (
            p["known_or_suspected_loss_of_consciousness"]
            or p["vomiting_episodes"] >= 1
            or severe
            or meters > 1.5
            or p["severe_headache"]
        )
    if first:
        return IMAGE
    return CONSIDER if second else NO_IMAGE


# --- children of whom everything is known -------------------------------------------------------


@pytest.mark.parametrize("age", [YOUNG, OLD])
@pytest.mark.parametrize(("lost", "seconds"), [(False, 0), (True, 4), (True, 5)])
def test_every_combination_of_the_findings(age: str, lost: bool, seconds: int) -> None:
    values: Grid = KNOWN | dict.fromkeys((*SIGNS, "ejected_from_vehicle"), NO_YES)
    values |= {
        "age": (age,),
        "glasgow_coma_scale_on_arrival": (14, 15),
        "vomiting_episodes": (0, 1),
    }
    values |= {"known_or_suspected_loss_of_consciousness": (lost,), "time_unconscious": (seconds,)}
    values |= {"height_of_any_fall": HEIGHTS}
    seen = compare_all(GUIDELINE, criteria, values)
    always = seconds == 5 or (lost and age == OLD)
    assert seen == ({IMAGE, CONSIDER} if always else {IMAGE, CONSIDER, NO_IMAGE})


@pytest.mark.parametrize("age", [0, YOUNG, OLD, 17])
def test_every_combination_of_the_mechanisms(age: object) -> None:
    values: Grid = KNOWN | dict.fromkeys(MECHANISMS, NO_YES)
    values |= {"age": (age,), "height_of_any_fall": ("0 m", *HEIGHTS)}
    assert compare_all(GUIDELINE, criteria, values) == {CONSIDER, NO_IMAGE}


def test_every_combination_of_what_says_whom_the_rule_is_for() -> None:
    values: Grid = KNOWN | dict.fromkeys((*EXCLUSIONS, "head_injured", "severe_headache"), NO_YES)
    values |= {"age": (YOUNG, OLD, "215 months", 18), "time_since_injury": (24, MORE_THAN_A_DAY)}
    values |= {"glasgow_coma_scale_on_arrival": (13, 14, 15)}
    assert compare_all(GUIDELINE, criteria, values) == {OUT, IMAGE, CONSIDER, NO_IMAGE}


def test_children_from_anywhere_in_the_whole_grid() -> None:
    """Scope and findings together are too many to try all; these are drawn from all of them."""
    draw = Random(2009)
    for _ in range(4000):
        p: Patient = {
            "age": draw.choice((0, 1, YOUNG, OLD, 2, 8, 17, 18, 40)),
            "head_injured": draw.random() < 0.9,
            "time_since_injury": draw.choice((0, 3, 24, MORE_THAN_A_DAY)),
            "glasgow_coma_scale_on_arrival": draw.choice((3, 13, 14, 15, 15, 15)),
            **{name: draw.random() < 0.03 for name in EXCLUSIONS},
            **{name: draw.random() < 0.2 for name in SIGNS},
            "known_or_suspected_loss_of_consciousness": draw.random() < 0.5,
            "time_unconscious": draw.choice((0, 1, 4, 5, 86400)),
            "vomiting_episodes": draw.choice((0, 0, 1, 100)),
            **{name: draw.random() < 0.05 for name in MECHANISMS},
            "height_of_any_fall": draw.choice(("0 m", *HEIGHTS)),
        }
        if not p["known_or_suspected_loss_of_consciousness"]:
            p["time_unconscious"] = 0
        assert GUIDELINE.evaluate(p).possible == (criteria(p),), p


def test_the_middle_answer_speaks_of_ct_too() -> None:
    (study,) = decide(severe_headache=True).studies
    assert (study.name, study.recommendation) == ("ct_head", "consider")


# --- age in months and in years -----------------------------------------------------------------


@pytest.mark.parametrize(
    "age", [0, 1, 1.9, "1.9 years", "23 months", "23.99 months", between(0, 1)]
)
def test_under_two_years_however_the_age_is_given(age: object) -> None:
    assert decide(age=age, palpable_or_unclear_skull_fracture=True).possible == (IMAGE,)
    assert decide(age=age, height_of_any_fall="1.2 m").possible == (CONSIDER,)


@pytest.mark.parametrize("age", [2, "24 months", "25 months", 17, "215 months", between(2, 17)])
def test_from_two_years_however_the_age_is_given(age: object) -> None:
    assert decide(age=age, palpable_or_unclear_skull_fracture=True).possible == (NO_IMAGE,)
    assert decide(age=age, height_of_any_fall="1.2 m").possible == (NO_IMAGE,)


def test_an_age_that_may_be_either_is_asked_for_where_it_matters() -> None:
    about_two = between("22 months", "26 months")
    decision = decide(age=about_two, height_of_any_fall="1.2 m")
    assert (decision.possible, asked(decision)) == ((NO_IMAGE, CONSIDER), ["age"])
    assert decide(age=about_two, height_of_any_fall="2 m").possible == (CONSIDER,)
    assert decide(age=about_two, glasgow_coma_scale_on_arrival=14).possible == (IMAGE,)


# --- children of whom something is not known ----------------------------------------------------


def decide(**changed: object) -> Decision:
    return GUIDELINE.evaluate({**QUIET, **changed})


def asked(decision: Decision) -> list[str]:
    return [each.fact for each in decision.missing]


FIRST_STEP = {
    YOUNG: {"altered_mental_status", "palpable_or_unclear_skull_fracture"},
    OLD: {"altered_mental_status", "basal_skull_fracture_sign"},
}
SECOND_STEP = {
    YOUNG: {"scalp_hematoma_not_frontal", "acting_abnormally", "height_of_any_fall", *MECHANISMS},
    OLD: {
        "known_or_suspected_loss_of_consciousness",
        "vomiting_episodes",
        "severe_headache",
        "height_of_any_fall",
        *MECHANISMS,
    },
}


@pytest.mark.parametrize("age", [YOUNG, OLD])
@pytest.mark.parametrize(
    "name",
    [
        *SIGNS,
        *MECHANISMS,
        "vomiting_episodes",
        "known_or_suspected_loss_of_consciousness",
        "height_of_any_fall",
    ],
)
def test_only_what_matters_at_that_age_is_asked_for(age: str, name: str) -> None:
    decision = decide(age=age, **{name: unknown})
    first, second = name in FIRST_STEP[age], name in SECOND_STEP[age]
    could_become = [IMAGE] if first else [CONSIDER] if second else []
    assert decision.possible == (NO_IMAGE, *could_become)
    assert asked(decision) == ([name] if could_become else [])


def test_a_finding_of_the_second_step_does_not_settle_the_first() -> None:
    decision = decide(severe_headache=True, altered_mental_status=unknown)
    assert decision.recommendation is Recommendation.UNDETERMINED
    assert decision.possible == (CONSIDER, IMAGE)


def test_how_long_is_asked_once_consciousness_was_lost_and_only_under_two_years() -> None:
    open_time = {"time_unconscious": unknown}
    first = decide(age=YOUNG, known_or_suspected_loss_of_consciousness=unknown, **open_time)
    assert asked(first) == ["known_or_suspected_loss_of_consciousness"]
    assert [each.fact for each in first.later] == ["time_unconscious"]
    assert asked(decide(age=YOUNG, known_or_suspected_loss_of_consciousness=True, **open_time)) == [
        "time_unconscious"
    ]
    older = decide(age=OLD, known_or_suspected_loss_of_consciousness=True, **open_time)
    assert (older.possible, asked(older)) == ((CONSIDER,), [])


def test_seconds_without_a_loss_of_consciousness_settle_nothing() -> None:
    decision = decide(age=YOUNG, time_unconscious=10)
    assert decision.recommendation is Recommendation.UNDETERMINED
    assert set(asked(decision)) == {"known_or_suspected_loss_of_consciousness", "time_unconscious"}


@pytest.mark.parametrize("name", EXCLUSIONS)
def test_an_open_exclusion_leaves_open_whether_the_rule_applies(name: str) -> None:
    assert decide(**{name: unknown}).possible == (OUT, NO_IMAGE)
    assert asked(decide(**{name: unknown})) == [name]


# --- the file -----------------------------------------------------------------------------------


def test_no_rule_of_children_is_a_red_flag_for_adults() -> None:
    adult = decide(age=40, **dict.fromkeys((*SIGNS, *MECHANISMS), True))
    assert adult.recommendation is OUT


def test_there_is_nothing_to_say_against_the_file() -> None:
    assert check("pecarn_head") == ()
