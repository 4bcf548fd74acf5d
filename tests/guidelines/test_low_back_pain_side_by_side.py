"""The same patient with low back pain under six guidelines, which are known to disagree.

What is expected is the comparison of the publications, patient by patient, and not what the files
say.
"""

from itertools import combinations
from typing import Any

import pytest

from imaging_rules import Comparison, Recommendation, compare, load, unknown
from imaging_rules.model.facts import YesNoType
from tests.guidelines.by_study import said_of_studies
from tests.guidelines.grid import Patient

R = Recommendation
NAMES = ("low_back_pain", "acp_2011", "acr_2021", "nice_ng59", "aafp", "nass")
GUIDELINES = {name: load(name) for name in NAMES}

# Someone of 35 years on the third day, of whom everything is known and nothing is the matter; seen
# by a general practitioner, nothing tried yet.
DAY_3: Patient = {
    **{
        fact.name: False
        for guideline in GUIDELINES.values()
        for fact in guideline.model.facts
        if isinstance(fact.type, YesNoType)
    },
    "age": 35,
    "sex": "male",
    "leg_weakness": "none",
    "other_cancer_risks": "none",
    "clinical_question": True,
    "care_setting": "non_specialist",
    "symptom_duration": "3 days",
    "conservative_care": 0,
    "trial_of_therapy": 0,
    "medical_management": 0,
}
SIX_WEEKS_FAILED: Patient = {
    "symptom_duration": 6,
    "conservative_care": 6,
    "trial_of_therapy": 6,
    "medical_management": 6,
}

# Each row: what is the matter, and what each guideline says of it, in the order of their names.
SIDE_BY_SIDE: dict[str, tuple[Patient, tuple[R, R, R, R, R, R]]] = {
    "nothing": (
        {},
        (R.WAIT, R.WAIT, R.DO_NOT_IMAGE, R.DO_NOT_IMAGE, R.DO_NOT_IMAGE, R.NO_GUIDANCE),
    ),
    "six weeks of failed care, no candidate for surgery or injection": (
        SIX_WEEKS_FAILED,
        (R.IMAGE, R.NO_GUIDANCE, R.NO_GUIDANCE, R.DO_NOT_IMAGE, R.NO_GUIDANCE, R.NO_GUIDANCE),
    ),
    "the same in specialist care": (
        {**SIX_WEEKS_FAILED, "care_setting": "specialist"},
        (R.IMAGE, R.NO_GUIDANCE, R.NO_GUIDANCE, R.CONSIDER, R.NO_GUIDANCE, R.NO_GUIDANCE),
    ),
    "six weeks of failed care, radiculopathy, candidate for surgery": (
        {
            **SIX_WEEKS_FAILED,
            "persistent_leg_pain": True,
            "nerve_root_leg_pain": True,
            "surgery_candidate": True,
            "surgery_considered": True,
        },
        (R.IMAGE, R.IMAGE, R.IMAGE, R.DO_NOT_IMAGE, R.NO_GUIDANCE, R.NO_GUIDANCE),
    ),
    "three weeks, severe leg pain that persists, candidate for an injection": (
        {
            "symptom_duration": 3,
            "persistent_leg_pain": True,
            "severe_leg_pain": True,
            "nerve_root_leg_pain": True,
            "injection_candidate": True,
        },
        (R.IMAGE, R.WAIT, R.DO_NOT_IMAGE, R.DO_NOT_IMAGE, R.DO_NOT_IMAGE, R.NO_GUIDANCE),
    ),
    "71 years": (
        {"age": 71, "older_adult": True},
        (R.IMAGE_URGENTLY, R.WAIT, R.IMAGE, R.DO_NOT_IMAGE, R.DO_NOT_IMAGE, R.CONSIDER),
    ),
    "55 years": (
        {"age": 55},
        (R.WAIT, R.WAIT, R.DO_NOT_IMAGE, R.DO_NOT_IMAGE, R.DO_NOT_IMAGE, R.CONSIDER),
    ),
    "history of cancer, new pain": (
        {"history_of_cancer": True, "new_low_back_pain": True, "suspected_cancer": True},
        (R.IMAGE_URGENTLY, R.IMAGE_URGENTLY, R.IMAGE, R.OUT_OF_SCOPE, R.CONSIDER, R.CONSIDER),
    ),
    "weight loss, and cancer is suspected": (
        {
            "unexplained_weight_loss": True,
            "unintentional_weight_loss": True,
            "suspected_cancer": True,
        },
        (R.IMAGE_URGENTLY, R.WAIT, R.IMAGE, R.OUT_OF_SCOPE, R.CONSIDER, R.CONSIDER),
    ),
    "weight loss, and cancer is not suspected": (
        {
            "unexplained_weight_loss": True,
            "unintentional_weight_loss": True,
            "other_red_flag": True,
            "other_serious_sign": True,
        },
        (R.IMAGE_URGENTLY, R.WAIT, R.NO_GUIDANCE, R.DO_NOT_IMAGE, R.CONSIDER, R.CONSIDER),
    ),
    "fever, no drugs by vein, no recent infection": (
        {
            "fever": True,
            "fever_or_chills": True,
            "new_low_back_pain": True,
            "suspected_infection": True,
        },
        (R.IMAGE_URGENTLY, R.WAIT, R.IMAGE, R.OUT_OF_SCOPE, R.CONSIDER, R.NO_GUIDANCE),
    ),
    "numb in the saddle area": (
        {
            "saddle_anesthesia": True,
            "suspected_cauda_equina": True,
            "other_serious_cause_suspected": True,
            "severe_neurologic_deficit": True,
            "focal_neurologic_deficit": True,
        },
        (R.IMAGE_URGENTLY, R.IMAGE_IMMEDIATELY, R.IMAGE, R.OUT_OF_SCOPE, R.CONSIDER, R.CONSIDER),
    ),
    "significant trauma: a car crash yesterday": (
        {
            "symptom_duration": "1 day",
            "recent_significant_trauma": True,
            "high_velocity_trauma": True,
            "suspected_spinal_injury": True,
        },
        (R.IMAGE_URGENTLY, R.WAIT, R.OUT_OF_SCOPE, R.OUT_OF_SCOPE, R.CONSIDER, R.CONSIDER),
    ),
    "long-term steroids": (
        {"long_term_steroids": True},
        (R.IMAGE_URGENTLY, R.WAIT, R.IMAGE, R.DO_NOT_IMAGE, R.DO_NOT_IMAGE, R.CONSIDER),
    ),
    "new pain after spine surgery, first week": (
        {
            "prior_spine_surgery": True,
            "prior_lumbar_surgery": True,
            "new_symptoms_since_surgery": True,
        },
        (R.WAIT, R.WAIT, R.IMAGE, R.DO_NOT_IMAGE, R.DO_NOT_IMAGE, R.NO_GUIDANCE),
    ),
    "66 years, osteoporosis, lifted a bag": (
        {"age": 66, "osteoporosis": True, "older_adult": True},
        (R.CONSIDER, R.WAIT, R.IMAGE, R.DO_NOT_IMAGE, R.DO_NOT_IMAGE, R.CONSIDER),
    ),
}


def side_by_side(**changed: Any) -> Comparison:
    return compare({**DAY_3, **changed}, GUIDELINES.values())


@pytest.mark.parametrize("who", SIDE_BY_SIDE)
def test_what_each_guideline_says_of_the_same_patient(who: str) -> None:
    changed, expected = SIDE_BY_SIDE[who]
    comparison = side_by_side(**changed)
    assert [row.guideline for row in comparison.rows] == list(NAMES)
    assert tuple(row.decision.recommendation for row in comparison.rows) == expected
    assert all(row.decision.settled for row in comparison.rows)
    # Whom the guidelines treat differently is told of each two of them.
    differ = {(each.one, each.other) for each in comparison.differences}
    for (one, first), (other, second) in combinations(zip(NAMES, expected, strict=True), 2):
        if first is not second:
            assert (one, other) in differ


@pytest.mark.parametrize("who", SIDE_BY_SIDE)
def test_each_decides_alone_as_it_does_beside_the_others(who: str) -> None:
    patient = {**DAY_3, **SIDE_BY_SIDE[who][0]}
    for name, level in zip(NAMES, SIDE_BY_SIDE[who][1], strict=True):
        known = {fact.name for fact in GUIDELINES[name].model.facts}
        ignore = tuple(patient.keys() - known)
        assert GUIDELINES[name].evaluate(patient, ignore=ignore).recommendation is level, name


def studies(who: str) -> dict[str, dict[str, R]]:
    comparison = side_by_side(**SIDE_BY_SIDE[who][0])
    return {row.guideline: said_of_studies(row.decision) for row in comparison.rows}


def named(who: str, guideline: str, level: R) -> list[str]:
    return [name for name, said in studies(who)[guideline].items() if said is level]


def test_the_studies_differ_too() -> None:
    who = "history of cancer, new pain"
    assert named(who, "low_back_pain", R.IMAGE_URGENTLY) == ["mri"]
    assert named(who, "acp_2011", R.IMAGE_URGENTLY) == ["xray"]
    both = ["mri_without_contrast", "mri_without_and_with_contrast"]
    assert named(who, "acr_2021", R.IMAGE) == both
    old = ["radiography", "mri_without_contrast", "ct_without_contrast"]
    assert named("71 years", "acr_2021", R.IMAGE) == old
    operated = ["radiography", *both]
    assert named("new pain after spine surgery, first week", "acr_2021", R.IMAGE) == operated
    assert named("nothing", "nass", R.DO_NOT_IMAGE) == ["mri", "ct"]


@pytest.mark.parametrize(
    ("who", "one", "other", "kind"),
    [
        ("71 years", "low_back_pain", "nice_ng59", "opposite"),
        ("71 years", "acr_2021", "aafp", "opposite"),
        ("significant trauma: a car crash yesterday", "acp_2011", "acr_2021", "different scope"),
        (
            "six weeks of failed care, no candidate for surgery or injection",
            "low_back_pain",
            "acp_2011",
            "silent",
        ),
        ("new pain after spine surgery, first week", "acr_2021", "nice_ng59", "opposite"),
    ],
)
def test_in_which_way_two_of_them_differ(who: str, one: str, other: str, kind: str) -> None:
    differences = side_by_side(**SIDE_BY_SIDE[who][0]).differences
    (found,) = [each for each in differences if (each.one, each.other) == (one, other)]
    assert found.kind == kind


def test_deferred_later_is_an_x_ray_and_the_gap_stays() -> None:
    """What the ACP defers it images after a month: the same patients, six weeks on."""
    for who in (
        "71 years",
        "weight loss, and cancer is not suspected",
        "significant trauma: a car crash yesterday",
        "long-term steroids",
    ):
        patient = {**DAY_3, **SIDE_BY_SIDE[who][0], **SIX_WEEKS_FAILED}
        decision = compare(patient, list(GUIDELINES.values())).rows[1].decision
        assert (decision.recommendation, said_of_studies(decision)) == (R.IMAGE, {"xray": R.IMAGE})


def test_the_open_list_of_the_aafp_is_left_to_the_reader() -> None:
    for changed in ({"long_term_steroids": True}, {"age": 66, "osteoporosis": True}):
        decision = side_by_side(**changed, other_serious_sign=unknown).rows[4].decision
        assert decision.possible == (R.DO_NOT_IMAGE, R.CONSIDER)
        assert [each.fact for each in decision.missing] == ["other_serious_sign"]


def test_what_is_stated_for_one_leaves_the_others_open_and_not_reassured() -> None:
    """Fever by the name that one of them uses: the others say nothing that is settled."""
    comparison = compare({"age": 35, "fever_or_chills": True}, GUIDELINES.values())
    first, *others = (row.decision for row in comparison.rows)
    assert first.recommendation is R.IMAGE_URGENTLY
    assert {decision.recommendation for decision in others} == {R.UNDETERMINED}


# --- one vocabulary -----------------------------------------------------------------------------

SHARED_WITH_THE_ARTICLE = {
    "age",
    "saddle_anesthesia",
    "leg_weakness",
    "unexplained_weight_loss",
    "history_of_cancer",
    "recent_significant_trauma",
    "long_term_steroids",
    "meaningful_improvement",
    "symptom_duration",
}


def test_what_the_article_asks_as_the_others_do_stands_in_the_vocabulary() -> None:
    facts = GUIDELINES["low_back_pain"].model.facts
    assert {fact.name for fact in facts if fact.vocabulary} == SHARED_WITH_THE_ARTICLE
    for name in SHARED_WITH_THE_ARTICLE:
        using = [each for each, guideline in GUIDELINES.items() if name in guideline.model.fact]
        assert len(using) > 1, name


def test_a_name_means_the_same_wherever_it_stands() -> None:
    """One question and one type, also where a guideline declares the fact for itself."""
    for one, other in combinations(GUIDELINES.values(), 2):
        for name in one.model.fact.keys() & other.model.fact.keys():
            mine, theirs = one.model.fact[name], other.model.fact[name]
            assert (mine.ask, mine.type) == (theirs.ask, theirs.type), name
            # What differs is declared twice for a reason: an answer is assumed in one of them.
            if not (mine.vocabulary and theirs.vocabulary):
                assert (mine.assumed is None) != (theirs.assumed is None), name
    assert side_by_side().notices == ()


def test_screens_have_names_of_their_own() -> None:
    names = [screen.name for each in GUIDELINES.values() for screen in each.model.screens]
    assert len(names) == len(set(names)) == len(GUIDELINES)
