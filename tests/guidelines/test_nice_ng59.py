"""NICE NG59 decides by the setting, and hands over where a specific cause is suspected."""

import pytest

from imaging_rules import Recommendation, check, load, unknown
from tests.guidelines.grid import NO_YES, Patient, compare_all

GUIDELINE = load("nice_ng59")
R = Recommendation
SUSPECTED = (
    "suspected_cancer",
    "suspected_infection",
    "suspected_spinal_injury",
    "suspected_inflammatory_disease",
    "other_serious_cause_suspected",
)
WELL: Patient = {
    "age": 35,
    "care_setting": "non_specialist",
    "clinical_question": True,
    **dict.fromkeys(SUSPECTED, False),
}


def criteria(p: Patient) -> R:
    if p["age"] < 16 or any(p[cause] for cause in SUSPECTED):
        return R.OUT_OF_SCOPE
    if p["care_setting"] == "specialist" and p["clinical_question"]:
        return R.CONSIDER
    return R.DO_NOT_IMAGE


def test_every_combination() -> None:
    values = {
        "age": (0, 15, 16, 71, 120),
        "care_setting": ("non_specialist", "specialist"),
        "clinical_question": NO_YES,
        **dict.fromkeys(SUSPECTED, NO_YES),
    }
    seen = compare_all(GUIDELINE, criteria, values)
    assert seen == {R.OUT_OF_SCOPE, R.CONSIDER, R.DO_NOT_IMAGE}


@pytest.mark.parametrize("cause", SUSPECTED)
@pytest.mark.parametrize("setting", ["non_specialist", "specialist"])
def test_a_cause_that_may_be_suspected_leaves_the_scope_open(cause: str, setting: str) -> None:
    decision = GUIDELINE.evaluate({**WELL, "care_setting": setting, cause: unknown})
    assert decision.recommendation is R.UNDETERMINED
    assert decision.possible[0] is R.OUT_OF_SCOPE
    assert [each.fact for each in decision.missing] == [cause]


def test_the_setting_is_asked_where_it_matters() -> None:
    open_setting = GUIDELINE.evaluate({**WELL, "care_setting": unknown})
    assert open_setting.possible == (R.DO_NOT_IMAGE, R.CONSIDER)
    assert [each.fact for each in open_setting.missing] == ["care_setting"]
    nothing_to_learn = {**WELL, "care_setting": unknown, "clinical_question": False}
    assert GUIDELINE.evaluate(nothing_to_learn).settled


def test_whether_something_would_change_is_never_assumed() -> None:
    assert all(fact.assumed is None for fact in GUIDELINE.model.facts)
    silent = {name: value for name, value in WELL.items() if name != "clinical_question"}
    decision = GUIDELINE.evaluate({**silent, "care_setting": "specialist"})
    assert [each.fact for each in decision.missing] == ["clinical_question"]


def test_there_is_nothing_to_say_against_the_file() -> None:
    assert check("nice_ng59") == ()
