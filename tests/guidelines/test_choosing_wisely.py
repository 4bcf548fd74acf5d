"""The advice of the AAFP and of the NASS: no early imaging unless a red flag is there."""

import pytest

from imaging_rules import Guideline, Recommendation, between, check, load, unknown
from tests.guidelines.by_study import Said, compare_studies, said_of_studies
from tests.guidelines.grid import NO_YES, Patient

AAFP, NASS = load("aafp"), load("nass")
R = Recommendation

AAFP_FLAGS = (
    "severe_neurologic_deficit",
    "progressive_neurologic_deficit",
    "suspected_osteomyelitis",
    "history_of_cancer",
    "suspected_cancer",
    "fever",
    "recent_significant_trauma",
    "other_trauma",
    "sudden_pain_with_tenderness",
    "other_serious_sign",
)
NASS_FLAGS = (
    "recent_significant_trauma",
    "other_trauma",
    "unintentional_weight_loss",
    "immunosuppression",
    "history_of_cancer",
    "iv_drug_use",
    "long_term_steroids",
    "other_steroids",
    "osteoporosis",
    "focal_neurologic_deficit",
    "symptoms_progressing",
)
AAFP_WELL: Patient = {"age": 35, "symptom_duration": "3 days", **dict.fromkeys(AAFP_FLAGS, False)}
NASS_WELL: Patient = {"age": 35, "symptom_duration": "3 days", **dict.fromkeys(NASS_FLAGS, False)}
SIX_WEEKS = ("0 days", "41 days", "42 days")


def in_six_weeks(p: Patient) -> bool:
    return int(p["symptom_duration"].removesuffix(" days")) < 42


def aafp(p: Patient) -> Said:
    if p["age"] < 18:
        return R.OUT_OF_SCOPE, {}
    if any(p[flag] for flag in AAFP_FLAGS):
        return R.CONSIDER, {"imaging": R.CONSIDER}
    return (R.DO_NOT_IMAGE if in_six_weeks(p) else R.NO_GUIDANCE), {}


def nass(p: Patient) -> Said:
    if p["age"] < 18:
        return R.OUT_OF_SCOPE, {}
    if p["age"] > 50 or any(p[flag] for flag in NASS_FLAGS):
        return R.CONSIDER, {"mri": R.CONSIDER, "ct": R.CONSIDER}
    # It speaks of MRI and CT, and not of imaging as a whole.
    against = dict.fromkeys(("mri", "ct"), R.DO_NOT_IMAGE)
    return R.NO_GUIDANCE, against if in_six_weeks(p) else {}


def test_every_combination_of_the_aafp() -> None:
    values = {"age": (17, 18), "symptom_duration": SIX_WEEKS, **dict.fromkeys(AAFP_FLAGS, NO_YES)}
    seen = compare_studies(AAFP, aafp, AAFP_WELL, values)
    assert seen == {R.OUT_OF_SCOPE, R.CONSIDER, R.DO_NOT_IMAGE, R.NO_GUIDANCE}


@pytest.mark.parametrize("age", [17, 18, 50, 51])
def test_every_combination_of_the_nass(age: int) -> None:
    values = {"age": (age,), "symptom_duration": SIX_WEEKS, **dict.fromkeys(NASS_FLAGS, NO_YES)}
    seen = compare_studies(NASS, nass, NASS_WELL, values)
    by_age = {17: {R.OUT_OF_SCOPE}, 51: {R.CONSIDER}}
    assert seen == by_age.get(age, {R.CONSIDER, R.NO_GUIDANCE})


@pytest.mark.parametrize("flag", AAFP_FLAGS)
def test_an_open_red_flag_leaves_the_aafp_open(flag: str) -> None:
    decision = AAFP.evaluate({**AAFP_WELL, flag: unknown})
    assert decision.possible == (R.DO_NOT_IMAGE, R.CONSIDER)
    assert [each.fact for each in decision.missing] == [flag]


@pytest.mark.parametrize("flag", NASS_FLAGS)
def test_an_open_red_flag_leaves_the_nass_open(flag: str) -> None:
    decision = NASS.evaluate({**NASS_WELL, flag: unknown})
    assert decision.recommendation is R.UNDETERMINED
    assert R.CONSIDER in decision.possible
    assert [each.fact for each in decision.missing] == [flag]
    assert set(said_of_studies(decision).values()) == {R.UNDETERMINED}


def test_the_age_of_the_nass_known_in_part() -> None:
    def possible(low: int, high: int) -> tuple[R, ...]:
        return NASS.evaluate({**NASS_WELL, "age": between(low, high)}).possible

    assert possible(40, 50) == (R.NO_GUIDANCE,)
    assert possible(50, 51) == (R.NO_GUIDANCE, R.CONSIDER)
    assert possible(51, 60) == (R.CONSIDER,)


@pytest.mark.parametrize(
    ("guideline", "well", "worse", "other"),
    [
        (AAFP, AAFP_WELL, "recent_significant_trauma", "other_trauma"),
        (NASS, NASS_WELL, "recent_significant_trauma", "other_trauma"),
        (NASS, NASS_WELL, "long_term_steroids", "other_steroids"),
    ],
)
def test_what_counts_less_is_asked_once_the_worse_is_ruled_out(
    guideline: Guideline, well: Patient, worse: str, other: str
) -> None:
    decision = guideline.evaluate({**well, worse: unknown, other: unknown})
    assert [each.fact for each in decision.missing] == [worse]
    assert [each.fact for each in decision.later] == [other]
    then = guideline.evaluate({**well, worse: False, other: unknown})
    assert [each.fact for each in then.missing] == [other]


@pytest.mark.parametrize("name", ["aafp", "nass"])
def test_there_is_nothing_to_say_against_the_files(name: str) -> None:
    assert check(name) == ()
