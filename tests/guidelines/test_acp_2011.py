"""The advice of the ACP decides as its table says: immediate, deferred, none, and the gap."""

from itertools import product

import pytest

from imaging_rules import Decision, Recommendation, between, check, load, unknown
from imaging_rules.model.facts import YesNoType
from imaging_rules.model.rules import RedFlag
from tests.guidelines.by_study import Said, compare_studies, said_of_studies
from tests.guidelines.grid import NO_YES, Patient

GUIDELINE = load("acp_2011")
R = Recommendation
NOW, SOON, LATER, WAIT, NONE, GAP, OUT = (
    R.IMAGE_IMMEDIATELY,
    R.IMAGE_URGENTLY,
    R.IMAGE,
    R.WAIT,
    R.DO_NOT_IMAGE,
    R.NO_GUIDANCE,
    R.OUT_OF_SCOPE,
)
# Someone of whom everything is known, and of whom the table says nothing but to try therapy first.
WELL: Patient = {
    **{f.name: False for f in GUIDELINE.model.facts if isinstance(f.type, YesNoType)},
    "age": 35,
    "sex": "female",
    "leg_weakness": "none",
    "other_cancer_risks": "none",
    "trial_of_therapy": 0,
}


def days(value: object) -> int:
    return int(value) * 7 if isinstance(value, int) else int(str(value).removesuffix(" days"))


def immediate(p: Patient) -> dict[str, R]:
    """The upper third of the table: the studies for the lines that fit.

    The table calls all of them immediate; cauda equina syndrome alone is an emergency here.
    """
    studies = {}
    new = p["new_low_back_pain"]
    risks = {"none": 0, "single": 1, "several": 2}[p["other_cancer_risks"]]
    risks += p["history_of_cancer"] + p["unexplained_weight_loss"] + (p["age"] > 50)
    if (new and p["history_of_cancer"]) or risks >= 2 or p["strong_suspicion_of_cancer"]:
        studies["xray"] = SOON
    if new and p["fever"] and (p["iv_drug_use"] or p["recent_infection"]):
        studies["mri"] = SOON
    if p["leg_weakness"] == "worsening" or p["weakness_at_several_levels"]:
        studies["mri"] = SOON
    if p["urinary_retention"] or p["fecal_incontinence"] or p["saddle_anesthesia"]:
        studies["mri"] = NOW
    return studies


def deferred(p: Patient) -> dict[str, R]:
    """The middle third: what is done after a month of therapy without success."""
    studies = {}
    stiff, buttock = p["morning_stiffness_better_with_exercise"], p["alternating_buttock_pain"]
    if p["unexplained_weight_loss"] or p["age"] > 50:
        studies["xray"] = LATER
    if stiff or buttock or p["woken_late_at_night"]:
        studies["xray"] = LATER
    if at_risk_of_fracture(p):
        studies["xray"] = LATER
    root = p["nerve_root_leg_pain"] or p["positive_straight_leg_raise"]
    if root and (p["surgery_candidate"] or p["injection_candidate"]):
        studies["mri"] = LATER
    if p["stenosis_signs"] and p["surgery_candidate"]:
        studies["mri"] = LATER
    return studies


def at_risk_of_fracture(p: Patient) -> bool:
    return bool(
        p["osteoporosis"]
        or p["long_term_steroids"]
        or p["other_steroids"]
        or p["recent_significant_trauma"]
        or p["age"] > {"male": 65, "female": 75}[p["sex"]]
    )


def criteria(p: Patient) -> Said:
    """The table of the advice, for a patient of whom everything is known."""
    at_once = immediate(p)
    if p["age"] < 18:
        # What is the matter of children is not said; the red flags are kept.
        return (max(at_once.values()), at_once) if at_once else (OUT, {})
    later: dict[str, R] = {}
    if p["unchanged_since_imaging"]:
        otherwise = NONE
    elif days(p["trial_of_therapy"]) < 28:
        otherwise = WAIT
    elif p["meaningful_improvement"]:
        otherwise = NONE
    else:
        later = deferred(p)
        otherwise = LATER if later else GAP
    return max(at_once.values(), default=otherwise), later | at_once


# --- patients of whom everything is known -------------------------------------------------------

CAUDA_EQUINA = ("urinary_retention", "fecal_incontinence", "saddle_anesthesia")
CAUDA_AND_DEFICIT = {
    **dict.fromkeys(CAUDA_EQUINA, NO_YES),
    "leg_weakness": ("none", "improving", "not_improving", "worsening"),
    "weakness_at_several_levels": NO_YES,
}
CANCER_AND_INFECTION = {
    "new_low_back_pain": NO_YES,
    "history_of_cancer": NO_YES,
    "unexplained_weight_loss": NO_YES,
    "other_cancer_risks": ("none", "single", "several"),
    "strong_suspicion_of_cancer": NO_YES,
    "fever": NO_YES,
    "iv_drug_use": NO_YES,
    "recent_infection": NO_YES,
}
XRAY_LATER = {
    "morning_stiffness_better_with_exercise": NO_YES,
    "alternating_buttock_pain": NO_YES,
    "woken_late_at_night": NO_YES,
    "osteoporosis": NO_YES,
    "recent_significant_trauma": NO_YES,
    "long_term_steroids": NO_YES,
    "other_steroids": NO_YES,
}
MRI_LATER = {
    "nerve_root_leg_pain": NO_YES,
    "positive_straight_leg_raise": NO_YES,
    "stenosis_signs": NO_YES,
    "surgery_candidate": NO_YES,
    "injection_candidate": NO_YES,
}
COURSE = {
    "trial_of_therapy": ("27 days", "28 days"),
    "meaningful_improvement": NO_YES,
    "unchanged_since_imaging": NO_YES,
}


def test_every_sign_of_the_cauda_equina_and_of_a_deficit() -> None:
    values = CAUDA_AND_DEFICIT | COURSE | {"age": (17, 18, 50, 51)}
    seen = compare_studies(GUIDELINE, criteria, WELL, values)
    assert seen == {NOW, SOON, LATER, WAIT, NONE, GAP, OUT}


@pytest.mark.parametrize("age", [17, 18, 50, 51])
def test_every_sign_of_cancer_and_of_infection(age: int) -> None:
    values = CANCER_AND_INFECTION | COURSE | {"age": (age,)}
    seen = compare_studies(GUIDELINE, criteria, WELL, values)
    assert seen >= ({SOON, OUT} if age == 17 else {SOON, LATER, WAIT, NONE})


def test_the_immediate_lines_beside_each_other() -> None:
    """Each line by its plainest sign, all together, with reasons for later beside them."""
    values = {
        "saddle_anesthesia": NO_YES,
        "weakness_at_several_levels": NO_YES,
        "strong_suspicion_of_cancer": NO_YES,
        "new_low_back_pain": NO_YES,
        "history_of_cancer": NO_YES,
        "fever": NO_YES,
        "recent_infection": NO_YES,
        "osteoporosis": NO_YES,
        "nerve_root_leg_pain": NO_YES,
        "surgery_candidate": NO_YES,
        **COURSE,
    }
    assert {NOW, SOON} <= compare_studies(GUIDELINE, criteria, WELL, values)


@pytest.mark.parametrize("sex", ["female", "male"])
def test_every_reason_for_an_x_ray_later(sex: str) -> None:
    ages = (18, 50, 51, 65, 66, 75, 76)
    values = XRAY_LATER | COURSE | {"age": ages, "sex": (sex,)}
    seen = compare_studies(GUIDELINE, criteria, WELL, values)
    assert seen == {LATER, WAIT, NONE, GAP}


def test_every_reason_for_an_mri_later_beside_reasons_for_an_x_ray() -> None:
    values = MRI_LATER | COURSE | {"age": (17, 50, 51), "osteoporosis": NO_YES, "fever": NO_YES}
    seen = compare_studies(GUIDELINE, criteria, WELL, values)
    assert seen == {LATER, WAIT, NONE, GAP, OUT}


def remarks(**changed: object) -> str:
    return " ".join(text.text for text in GUIDELINE.evaluate({**WELL, **changed}).remarks)


@pytest.mark.parametrize(
    ("sex", "age", "at_risk"),
    [
        ("male", 65, False),
        ("male", 66, True),
        ("female", 66, False),
        ("female", 75, False),
        ("female", 76, True),
    ],
)
def test_the_age_of_fractures_is_not_the_same_for_men_and_women(
    sex: str, age: int, at_risk: bool
) -> None:
    told = remarks(sex=sex, age=age, trial_of_therapy=6)
    assert ("compression fracture" in told) == at_risk


def test_the_blood_test_is_an_action_and_no_study() -> None:
    def to_do(**changed: object) -> str:
        return " ".join(each.text for each in GUIDELINE.evaluate({**WELL, **changed}).actions)

    assert "Measure the erythrocyte" in to_do(strong_suspicion_of_cancer=True)
    assert "may be measured" in to_do(age=51, trial_of_therapy=4)
    for silent in (
        to_do(),
        to_do(age=51),
        to_do(saddle_anesthesia=True),
        to_do(age=51, trial_of_therapy=4, meaningful_improvement=True),
        to_do(nerve_root_leg_pain=True, surgery_candidate=True, trial_of_therapy=4),
    ):
        assert "ESR" not in silent
    assert set(GUIDELINE.model.study) == {"mri", "xray"}


def test_whether_imaging_is_deferred_or_never_called_for_is_told() -> None:
    def deciding(**changed: object) -> set[str]:
        decision = GUIDELINE.evaluate({**WELL, **changed})
        return {reason.rule for reason in decision.reasons if reason.decisive}

    assert "imaging_deferred" not in deciding()
    assert "imaging_deferred" in deciding(age=51)


# --- patients of whom something is not known ----------------------------------------------------


def decide(**changed: object) -> Decision:
    return GUIDELINE.evaluate({**WELL, **changed})


def asked(decision: Decision) -> list[str]:
    return [each.fact for each in decision.missing]


@pytest.mark.parametrize(
    ("name", "beside"),
    [
        ("urinary_retention", {}),
        ("fecal_incontinence", {}),
        ("saddle_anesthesia", {}),
        ("leg_weakness", {}),
        ("weakness_at_several_levels", {}),
        ("strong_suspicion_of_cancer", {}),
        ("other_cancer_risks", {}),
        ("history_of_cancer", {"new_low_back_pain": True}),
        ("new_low_back_pain", {"history_of_cancer": True}),
        ("fever", {"new_low_back_pain": True, "iv_drug_use": True}),
        ("iv_drug_use", {"new_low_back_pain": True, "fever": True}),
        ("unexplained_weight_loss", {"age": 51}),
    ],
)
def test_nothing_lower_is_settled_while_an_immediate_sign_is_open(
    name: str, beside: Patient
) -> None:
    for course in ({}, {"trial_of_therapy": 6, "meaningful_improvement": True}):
        decision = decide(**{**beside, **course, name: unknown})
        assert decision.recommendation is R.UNDETERMINED
        assert decision.possible[-1] is (NOW if name in CAUDA_EQUINA else SOON)
        assert asked(decision) == [name]


def test_the_order_of_questions_begins_with_what_is_most_urgent() -> None:
    decision = GUIDELINE.evaluate({})
    assert set(decision.possible) == {OUT, GAP, NONE, WAIT, LATER, SOON, NOW}
    assert asked(decision)[:4] == [*CAUDA_EQUINA, "age"]


def test_the_sex_is_never_asked_as_no_recommendation_hangs_on_it() -> None:
    for age, trial in product((18, 51, 66, 76, unknown), (0, 6, unknown)):
        decision = decide(age=age, sex=unknown, trial_of_therapy=trial)
        assert "sex" not in asked(decision)


def test_a_month_of_therapy_known_in_part() -> None:
    assert decide(age=51, trial_of_therapy=between(2, 3)).possible == (WAIT,)
    assert decide(age=51, trial_of_therapy=between(2, 4)).possible == (WAIT, LATER)
    assert decide(age=51, trial_of_therapy=between(4, 6)).possible == (LATER,)


def test_the_gap_is_no_reassurance() -> None:
    decision = decide(trial_of_therapy=6)
    assert decision.recommendation is GAP
    assert said_of_studies(decision) == {}


# --- the file -----------------------------------------------------------------------------------


def test_there_is_nothing_to_say_against_the_file() -> None:
    assert check("acp_2011") == ()


def test_immediate_is_no_emergency_but_for_the_cauda_equina() -> None:
    """The table’s word stands against ‘deferred’; an X-ray and a blood test are no emergency."""
    decision = decide(age=51, unexplained_weight_loss=True)
    assert decision.recommendation is SOON
    assert said_of_studies(decision) == {"xray": SOON}
    (line,) = [each for each in decision.reasons if each.rule == "major_cancer_risk"]
    assert str(line.timing) == (
        "‘immediate’ in the advice, without a trial of therapy first; it names no days"
    )
    assert decide(saddle_anesthesia=True).recommendation is NOW


def test_the_four_immediate_lines_are_red_flags() -> None:
    assert len(GUIDELINE.model.of(RedFlag)) == 4
