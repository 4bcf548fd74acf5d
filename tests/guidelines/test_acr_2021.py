"""The ratings of the ACR come as its table gives them, for each variant and for several."""

from itertools import product

import pytest

from imaging_rules import Decision, Recommendation, between, check, load, unknown
from imaging_rules.model.facts import YesNoType
from tests.guidelines.by_study import Said, compare_studies, said_of_studies
from tests.guidelines.grid import NO_YES, Patient

GUIDELINE = load("acr_2021")
R = Recommendation
UA, MBA, UNA = R.IMAGE, R.CONSIDER, R.DO_NOT_IMAGE

# The table: a row for each study, a column for each variant. Ratings that were not seen are left
# out: nothing may be said of such a study.
TABLE: dict[str, dict[int, R]] = {
    "radiography": {1: UNA, 2: UNA, 3: MBA, 5: UA, 6: UA, 7: MBA},
    "mri_without_contrast": {1: UNA, 2: UNA, 3: UA, 4: UA, 5: UA, 6: UA, 7: UA},
    "mri_without_and_with_contrast": {1: UNA, 2: UNA, 3: MBA, 4: UA, 5: UA, 6: MBA, 7: UA},
    "mri_with_contrast": {1: UNA, 2: UNA},
    "ct_without_contrast": {1: UNA, 2: UNA, 3: MBA, 4: MBA, 5: MBA, 6: UA, 7: MBA},
    "ct_with_contrast": {1: UNA, 2: UNA, 7: MBA},
    "ct_without_and_with_contrast": {1: UNA, 2: UNA},
    "ct_myelography": {1: UNA, 2: UNA, 3: MBA, 4: MBA, 5: MBA, 6: MBA, 7: MBA},
    "bone_scan": {1: UNA, 2: UNA, 3: MBA},
    "discography": {1: UNA, 2: UNA},
    "pet_ct": {1: UNA, 2: UNA},
}
# Someone of whom everything is known, and who belongs to variant 1.
WELL: Patient = {
    **{f.name: False for f in GUIDELINE.model.facts if isinstance(f.type, YesNoType)},
    "age": 35,
    "symptom_duration": "3 days",
    "medical_management": "0 days",
}
# For each variant but the second, what puts someone else into it.
INTO: dict[int, Patient] = {
    1: {},
    2: {"symptom_duration": "28 days"},
    3: {
        "surgery_candidate": True,
        "medical_management": "42 days",
        "symptom_duration": "60 days",
    },
    4: {"suspected_cauda_equina": True},
    5: {"prior_lumbar_surgery": True, "new_symptoms_since_surgery": True},
    6: {"osteoporosis": True},
    7: {"suspected_cancer": True},
}


def days(text: str) -> int:
    return int(text.removesuffix(" days"))


def variants(p: Patient) -> set[int]:
    """The variants that describe a patient of whom everything is known."""
    found = set()
    if p["suspected_cauda_equina"]:
        found.add(4)
    if p["age"] < 18 or p["high_velocity_trauma"] or p["suspected_inflammatory_disease"]:
        # Another topic, or no adult: only the emergency is kept.
        return found
    treated, lasts = days(p["medical_management"]), days(p["symptom_duration"])
    candidate = (
        p["surgery_candidate"] or p["injection_candidate"] or p["other_intervention_candidate"]
    )
    persists = treated >= 42 and not p["meaningful_improvement"]
    progresses = treated > 0 and p["symptoms_progressing"]
    if candidate and lasts >= 28 and (persists or progresses):
        found.add(3)
    if p["prior_lumbar_surgery"] and p["new_symptoms_since_surgery"]:
        found.add(5)
    elderly = p["age"] > 70 or p["older_adult"]
    if p["low_velocity_trauma"] or p["osteoporosis"] or elderly or p["long_term_steroids"]:
        found.add(6)
    cancer = p["suspected_cancer"] or p["history_of_cancer"]
    if cancer or p["suspected_infection"] or p["immunosuppression"]:
        found.add(7)
    if treated == 0 and not p["other_red_flag"] and not found & {4, 5, 6, 7}:
        found.add(1 if lasts < 28 else 2)
    return found


def criteria(p: Patient) -> Said:
    """The highest rating of each study among the variants that fit; the decision’s from them."""
    fit = variants(p)
    studies = {
        study: max(ratings[each] for each in fit & ratings.keys())
        for study, ratings in TABLE.items()
        if fit & ratings.keys()
    }
    if not fit:
        topic = p["age"] < 18 or p["high_velocity_trauma"] or p["suspected_inflammatory_disease"]
        return (R.OUT_OF_SCOPE if topic else R.NO_GUIDANCE), studies
    if p["age"] < 18 or p["high_velocity_trauma"] or p["suspected_inflammatory_disease"]:
        # Out of scope the red flag names what is usually appropriate, and nothing else speaks.
        studies = {study: rating for study, rating in studies.items() if rating is UA}
    return max(studies.values()), studies


# --- patients of whom everything is known -------------------------------------------------------


@pytest.mark.parametrize("variant", INTO)
def test_each_variant_by_itself(variant: int) -> None:
    patient = {**WELL, **INTO[variant]}
    assert variants(patient) == {variant}
    decision = GUIDELINE.evaluate(patient)
    ratings = {name: row[variant] for name, row in TABLE.items() if variant in row}
    assert said_of_studies(decision) == ratings
    assert decision.recommendation is max(ratings.values())


def test_the_table_has_a_row_for_each_study_and_48_ratings_that_were_seen() -> None:
    assert list(GUIDELINE.model.study) == list(TABLE)
    assert sum(map(len, TABLE.values())) == 22 + 6 + 4 + 5 + 5 + 6


MANAGEMENT = {
    "symptom_duration": ("27 days", "28 days"),
    "symptoms_progressing": NO_YES,
    "medical_management": ("0 days", "1 days", "41 days", "42 days"),
    "meaningful_improvement": NO_YES,
    "surgery_candidate": NO_YES,
    "injection_candidate": NO_YES,
    "other_intervention_candidate": NO_YES,
}


def test_variant_3_beside_each_of_the_others() -> None:
    values = MANAGEMENT | {
        "suspected_cauda_equina": NO_YES,
        "new_symptoms_since_surgery": NO_YES,
        "osteoporosis": NO_YES,
        "suspected_cancer": NO_YES,
        "other_red_flag": NO_YES,
    }
    well = {**WELL, "prior_lumbar_surgery": True}
    seen = compare_studies(GUIDELINE, criteria, well, values)
    assert seen == {UA, UNA, R.NO_GUIDANCE}


@pytest.mark.parametrize("treated", ["0 days", "42 days"])
def test_every_sign_of_variants_4_to_7(treated: str) -> None:
    values = {
        "age": (70, 71),
        "medical_management": (treated,),
        "suspected_cauda_equina": NO_YES,
        "prior_lumbar_surgery": NO_YES,
        "new_symptoms_since_surgery": NO_YES,
        "low_velocity_trauma": NO_YES,
        "osteoporosis": NO_YES,
        "long_term_steroids": NO_YES,
        "older_adult": NO_YES,
        "suspected_cancer": NO_YES,
        "history_of_cancer": NO_YES,
        "suspected_infection": NO_YES,
        "immunosuppression": NO_YES,
    }
    seen = compare_studies(GUIDELINE, criteria, WELL, values)
    assert seen == {UA, UNA if treated == "0 days" else R.NO_GUIDANCE}


def test_whom_the_criteria_are_for() -> None:
    values = MANAGEMENT | {
        "age": (17, 18),
        "high_velocity_trauma": NO_YES,
        "suspected_inflammatory_disease": NO_YES,
        "suspected_cauda_equina": NO_YES,
        "immunosuppression": NO_YES,
        "other_red_flag": NO_YES,
    }
    seen = compare_studies(GUIDELINE, criteria, WELL, values)
    assert seen == {UA, UNA, R.NO_GUIDANCE, R.OUT_OF_SCOPE}


def test_three_studies_are_equal_where_a_fracture_may_be() -> None:
    decision = GUIDELINE.evaluate({**WELL, "osteoporosis": True})
    equal = [each.name for each in decision.studies if each.recommendation == UA.value]
    assert equal == ["radiography", "mri_without_contrast", "ct_without_contrast"]


# --- patients of whom something is not known ----------------------------------------------------


def decide(**changed: object) -> Decision:
    return GUIDELINE.evaluate({**WELL, **changed})


def asked(decision: Decision) -> list[str]:
    return [each.fact for each in decision.missing]


@pytest.mark.parametrize(
    "name",
    [
        "suspected_cauda_equina",
        "low_velocity_trauma",
        "osteoporosis",
        "long_term_steroids",
        "older_adult",
        "suspected_cancer",
        "history_of_cancer",
        "suspected_infection",
        "immunosuppression",
    ],
)
def test_no_study_is_ruled_out_while_a_red_flag_is_open(name: str) -> None:
    decision = decide(**{name: unknown})
    assert decision.possible == (UNA, UA)
    assert asked(decision) == [name]


@pytest.mark.parametrize("name", ["high_velocity_trauma", "suspected_inflammatory_disease"])
def test_another_topic_leaves_the_scope_open(name: str) -> None:
    for beside in ({}, {"osteoporosis": True}):
        decision = decide(**{name: unknown}, **beside)
        assert decision.recommendation is R.UNDETERMINED
        assert R.OUT_OF_SCOPE in decision.possible
        assert asked(decision) == [name]


def test_how_long_it_has_lasted_is_asked_only_where_it_matters() -> None:
    assert decide(symptom_duration=unknown).settled
    assert decide(symptom_duration=unknown).recommendation is UNA
    failed = {"surgery_candidate": True, "medical_management": 6}
    assert asked(decide(symptom_duration=unknown, **failed)) == ["symptom_duration"]


def test_who_is_an_older_adult_is_asked_up_to_70_years() -> None:
    for age, is_asked in product((70, 71), NO_YES):
        decision = decide(age=age, older_adult=unknown, suspected_cancer=not is_asked)
        assert ("older_adult" in asked(decision)) == (age == 70)
    later = {each.fact for each in decide(age=unknown, older_adult=unknown).later}
    assert later == {"older_adult"}
    assert decide(age=between(71, 75), older_adult=unknown).settled


def test_symptoms_since_surgery_are_asked_once_there_was_surgery() -> None:
    nothing_known = {"prior_lumbar_surgery": unknown, "new_symptoms_since_surgery": unknown}
    first = decide(**nothing_known)
    assert asked(first) == ["prior_lumbar_surgery"]
    assert [each.fact for each in first.later] == ["new_symptoms_since_surgery"]
    then = decide(**nothing_known | {"prior_lumbar_surgery": True})
    assert asked(then) == ["new_symptoms_since_surgery"]


# --- the file -----------------------------------------------------------------------------------


def test_there_is_nothing_to_say_against_the_file() -> None:
    assert check("acr_2021") == ()
