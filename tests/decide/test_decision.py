"""What a decision says of a patient, part by part, and what it promises as a value."""

import copy
import hashlib
import json
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import attrs
import jsonschema
import pytest
from hypothesis import given

import imaging_rules
from imaging_rules import (
    Decision,
    Guideline,
    Recommendation,
    StudyRecommendation,
    between,
    decision_schema,
    evaluate,
    guidelines,
    load,
    loads,
    one_of,
    unknown,
)
from imaging_rules.resources import shipped
from imaging_rules.testing import partial_patients

R = Recommendation
S = StudyRecommendation
LEVELS = (
    R.DO_NOT_IMAGE,
    R.WAIT,
    R.CONSIDER,
    R.IMAGE,
    R.IMAGE_URGENTLY,
    R.IMAGE_IMMEDIATELY,
)
BESIDE = (R.UNDETERMINED, R.OUT_OF_SCOPE, R.NO_GUIDANCE)

LOW_BACK_PAIN = load("low_back_pain")
FILE = Path(str(shipped("guidelines"))) / "low_back_pain.guideline"

# Nothing alarming, all that is asked answered: each case below changes some of it.
CALM = {
    "age": 42,
    "red_flags": "none",
    "conservative_care": 3,
    "meaningful_improvement": False,
    "pregnant": False,
}
PATIENTS: dict[str, dict[str, Any]] = {
    "nothing known": {},
    "fever": {"fever_or_chills": True},
    "calm": CALM,
    "five weeks": {**CALM, "conservative_care": 5},
    "six weeks": {**CALM, "conservative_care": 6},
    "a child": {**CALM, "age": 9},
    "a range of ages": {**CALM, "age": between(65, 74)},
    "some weakness": {**CALM, "leg_weakness": one_of("improving", "worsening")},
    "pregnant and operated": {
        **CALM,
        "conservative_care": 8,
        "pregnant": True,
        "prior_spine_surgery": True,
    },
    "no question": {**CALM, "conservative_care": 8, "clinical_question": False},
    "contradiction": {**CALM, "conservative_care": "8 weeks", "symptom_duration": "3 weeks"},
    "contradiction with fever": {
        "fever_or_chills": True,
        "conservative_care": 8,
        "symptom_duration": between(1, 7),
    },
    "screen against a fact": {**CALM, "fever_or_chills": unknown, "history_of_cancer": True},
}

SMALL = """
guideline small
  title       "Small"
  version     "2.1"
  language    1
  {status}
  {review}
  otherwise   no guidance
fact a
  yes or no
  ask "Is a so?"
fact b
  yes or no
  ask "Is b so?"
fact days
  whole number in days from 0 to 100
  ask "How many days?"
fact weeks
  number in weeks from 0 to 14
  ask "How many weeks?"
screen both
  covers a, b
  ask    "Any of them?"
study mri
  title "MRI"
study ct
  title "CT"
red flag alarm
  title    "Alarm"
  when     a
  suspect  "fire"
  image    urgently with mri or ct
  timing   "within the hour"
  question "Does it burn?"
  because  "It may burn."
  assumes  "Made up."
indication against_ct
  title       "Against CT"
  when        b
  do not image with ct
  editorial   "Ours."
not indicated fine
  title   "Fine"
  when    not b
  wait
  assumes "Made up."
contradiction longer
  title   "Longer than it lasts"
  when    days over weeks
  because "It cannot be."
  assumes "Both speak of this episode."
"""


def small(status: str = "", review: str = "") -> Guideline:
    return loads(SMALL.format(status=status, review=review))


def missing(decision: Decision) -> list[str]:
    return [each.fact for each in decision.missing]


def decisive(decision: Decision) -> list[str]:
    return [reason.rule for reason in decision.reasons if reason.decisive]


def studies(decision: Decision) -> dict[str, S]:
    """The studies of which something is said."""
    return {
        study.name: study.recommendation
        for study in decision.studies
        if study.recommendation is not S.NOT_NAMED
    }


# --- the scale ----------------------------------------------------------------------------------


def test_levels_are_ordered_and_nothing_else_is() -> None:
    for place, level in enumerate(LEVELS):
        assert level.is_level
        for other_place, other in enumerate(LEVELS):
            assert (level < other) == (place < other_place)
            assert (level <= other) == (place <= other_place)
            assert (level > other) == (place > other_place)
            assert (level >= other) == (place >= other_place)
    assert {*LEVELS, *BESIDE} == set(R)


@pytest.mark.parametrize("beside", BESIDE)
@pytest.mark.parametrize("other", list(R))
def test_what_stands_beside_the_scale_cannot_be_compared_for_order(beside: R, other: R) -> None:
    comparisons: list[Callable[[R, R], bool]] = [
        lambda a, b: a < b,
        lambda a, b: a <= b,
        lambda a, b: a > b,
        lambda a, b: a >= b,
    ]
    for compare in comparisons:
        with pytest.raises(TypeError, match="not on the scale"):
            compare(beside, other)
        with pytest.raises(TypeError, match="not on the scale"):
            compare(other, beside)
    assert not beside.is_level


def test_a_recommendation_is_no_number_and_no_yes_or_no() -> None:
    with pytest.raises(TypeError):
        R.WAIT < 5  # type: ignore[operator]  # noqa: B015
    for each in R:
        with pytest.raises(TypeError, match="not a yes or a no"):
            bool(each)


def test_a_decision_is_no_yes_or_no() -> None:
    with pytest.raises(TypeError, match="not a yes or a no"):
        bool(evaluate({}))
    with pytest.raises(TypeError):
        assert not evaluate(CALM)


# --- the parts of a decision --------------------------------------------------------------------


def test_fever_alone_is_imaged_urgently_and_may_be_an_emergency() -> None:
    decision = evaluate({"fever_or_chills": True})
    assert decision.recommendation is R.IMAGE_URGENTLY
    assert decision.possible == (R.IMAGE_URGENTLY, R.IMAGE_IMMEDIATELY)
    assert not decision.settled
    assert decision.may_rise_to is R.IMAGE_IMMEDIATELY
    assert missing(decision)[0] == "bowel_or_bladder_loss"
    first = decision.missing[0]
    assert first.ask == "Has control of the bladder or the bowel been lost?"
    assert "medical emergency" in first.explain
    assert first.could_become == (R.IMAGE_URGENTLY, R.IMAGE_IMMEDIATELY)
    assert not first.to_check
    # The others decide on the study only, and come after it in file order.
    assert missing(decision)[1:] == [
        "age",
        "recent_significant_trauma",
        "long_term_steroids",
        "pregnant",
    ]
    assert all(each.could_become == () for each in decision.missing[1:])
    (reason,) = decision.reasons
    assert (reason.rule, reason.kind, reason.decisive) == ("fever_or_chills", "red flag", True)
    assert reason.title == "Fever or chills with back pain"
    assert reason.question == "Is there an infection of the spine?"
    assert reason.suspect == "spinal infection"
    assert [s.id for cited in reason.citations for s in cited.statements] == [
        "S23", "S24", "S28", "S35", "S91", "S107",
    ]  # fmt: skip
    assert all(s.quote for cited in reason.citations for s in cited.statements)
    assert "bowel_or_bladder_loss" in {rule.rule for rule in decision.open_rules}
    assert decision.later == ()
    assert decision.review_after is None


def test_with_the_emergency_excluded_the_same_patient_is_settled() -> None:
    decision = evaluate({"fever_or_chills": True, "bowel_or_bladder_loss": False})
    assert decision.possible == (R.IMAGE_URGENTLY,)
    assert decision.recommendation is R.IMAGE_URGENTLY
    assert decision.settled
    assert decision.may_rise_to is None
    # What is still asked changes the study alone.
    assert {each.could_become for each in decision.missing} == {()}


def test_of_a_patient_of_whom_nothing_is_known_everything_is_open() -> None:
    decision = evaluate({})
    assert decision.recommendation is R.UNDETERMINED
    assert decision.possible == (R.OUT_OF_SCOPE, *LEVELS[1:])
    assert not decision.settled
    assert decision.may_rise_to is None
    assert decision.reasons == ()
    assert missing(decision)[0] == "bowel_or_bladder_loss"
    assert decision.missing[0].could_become == decision.possible
    # The highest level that hangs on a fact comes first, then the order of the file.
    highest = [each.could_become[-1].end for each in decision.missing if each.could_become]
    assert highest == sorted(highest, reverse=True)
    assert missing(decision)[-1] == "pregnant"


def test_the_parts_of_a_small_decision() -> None:
    decision = small().evaluate({"a": True, "b": True, "days": 1, "weeks": 1})
    assert decision.recommendation is R.IMAGE_URGENTLY
    assert decision.settled
    assert [(study.name, study.title, study.recommendation) for study in decision.studies] == [
        ("mri", "MRI", S.IMAGE_URGENTLY),
        ("ct", "CT", S.IMAGE_URGENTLY),
    ]
    (alarm, against) = decision.reasons
    assert alarm.rule == "alarm"
    assert str(alarm.timing) == "within the hour"
    assert alarm.suspect == "fire"
    assert alarm.because == ("It may burn.",)
    assert alarm.assumes == ("Made up.",)
    assert alarm.editorial == ()
    assert alarm.citations == ()
    # What it says of CT is outranked, so it decides nothing here.
    assert (against.rule, against.decisive) == ("against_ct", False)
    assert against.editorial == ("Ours.",)
    assert [rule.rule for rule in decision.blocked] == ["fine"]
    assert decision.missing == ()
    assert decision.open_rules == ()


def test_a_study_that_is_advised_against_is_told_so() -> None:
    decision = small().evaluate({"a": False, "b": True})
    assert decision.recommendation is R.NO_GUIDANCE
    assert studies(decision) == {"ct": S.DO_NOT_IMAGE}
    assert decisive(decision) == ["against_ct"]


def test_studies_stand_by_what_is_sure_then_by_what_is_possible_then_as_in_the_file() -> None:
    sure = evaluate({**CALM, "recent_significant_trauma": True, "red_flags": None})
    assert [study.name for study in sure.studies][:2] == ["mri", "ct"]
    pregnant = evaluate({**CALM, "conservative_care": 6, "pregnant": True})
    assert pregnant.studies[0].name == "mri_without_contrast"
    assert studies(pregnant) == {"mri_without_contrast": S.IMAGE}
    open_still = evaluate({**CALM, "conservative_care": 6, "pregnant": unknown})
    assert [study.name for study in open_still.studies] == [
        "mri",
        "mri_without_contrast",
        "mri_with_contrast",
        "ct",
    ]
    assert open_still.studies[0].possible == (S.NOT_NAMED, S.IMAGE)
    assert open_still.studies[0].recommendation is S.UNDETERMINED
    assert open_still.settled
    assert missing(open_still) == ["pregnant"]


def test_a_study_that_is_sure_stands_before_one_that_is_only_possible() -> None:
    made = loads(
        """
        guideline made
          otherwise no guidance
        fact a
          yes or no
        fact b
          yes or no
        study ct
        study xray
        study mri
        red flag a
          when     a
          image    urgently with mri
          question "?"
          assumes  "Made up."
        indication b
          when     b
          consider ct or xray
          question "?"
          assumes  "Made up."
        """
    )
    open_still = made.evaluate({"b": True})
    assert [(study.name, study.possible) for study in open_still.studies] == [
        ("ct", (S.CONSIDER,)),
        ("xray", (S.CONSIDER,)),
        ("mri", (S.NOT_NAMED, S.IMAGE_URGENTLY)),
    ]
    assert [study.name for study in made.evaluate({}).studies] == ["mri", "ct", "xray"]


def test_the_study_is_told_where_it_is_sure_and_nowhere_else() -> None:
    after_care = {**CALM, "conservative_care": "7 weeks"}
    decision = evaluate(after_care)
    assert decision.recommendation is R.IMAGE
    assert decision.study is not None
    assert decision.study.name == "mri"
    assert decision.complete
    # The level is settled; which study it is hangs on a fact that was not asked for.
    not_asked = evaluate({k: v for k, v in after_care.items() if k != "pregnant"})
    assert not_asked.recommendation is R.IMAGE
    assert not_asked.settled
    assert not_asked.study is None
    assert not not_asked.complete
    assert [each.fact for each in not_asked.to_ask] == ["pregnant"]
    pregnant = evaluate({**after_care, "pregnant": True})
    assert pregnant.study is not None
    assert pregnant.study.name == "mri_without_contrast"


def test_no_study_is_told_where_no_imaging_is_recommended() -> None:
    waiting = evaluate(CALM)
    assert waiting.recommendation is R.WAIT
    assert waiting.complete
    assert waiting.studies[0].name == "mri"
    assert waiting.study is None
    assert evaluate({}).study is None
    assert evaluate({**CALM, "age": 9}).study is None


def test_of_two_studies_alike_the_first_of_the_file_is_told() -> None:
    nothing_else = "\nfact sign\n  yes or no\nstudy ct\nstudy mri\n"
    flag = (
        "red flag sign\n  when sign\n  image with mri or ct\n"
        '  question "Why?"\n  editorial "Made up."\n'
    )
    guideline = loads(f"guideline alike{nothing_else}{flag}")
    decision = guideline.evaluate({"sign": True})
    assert decision.study is not None
    assert decision.study.name == "ct"
    assert [each.recommendation for each in decision.studies] == [S.IMAGE, S.IMAGE]
    assert decision.complete


def test_no_study_is_told_while_answers_contradict_each_other() -> None:
    decision = evaluate(
        {**CALM, "fever_or_chills": True, "red_flags": "none", "bowel_or_bladder_loss": False}
    )
    assert decision.recommendation is R.IMAGE_URGENTLY
    assert decision.contradictions
    assert decision.study is None
    assert not decision.complete


def test_what_was_asked_and_is_not_known_is_told_apart() -> None:
    decision = evaluate({"age": unknown, "conservative_care": between("2 weeks", "5 weeks")})
    asked = {each.fact: each.asked for each in decision.missing}
    assert asked["age"]
    assert asked["conservative_care"]
    assert not asked["meaningful_improvement"]
    assert "age" not in {each.fact for each in decision.to_ask}
    text = " ".join(decision.explain().split())
    assert text.count("It was asked already; what is known of it leaves this open.") == 2


def test_a_screen_that_would_spare_questions_is_named() -> None:
    flags = {each.fact: each.screens for each in evaluate({}).missing}
    assert flags["fever_or_chills"] == ("red_flags",)
    assert flags["age"] == ()
    # Not where it was answered, nor where one of its facts is known.
    for known in ({"red_flags": unknown}, {"red_flags": "none"}, {"fever_or_chills": False}):
        assert all(each.screens == () for each in evaluate(known).missing)


def test_a_rule_that_does_not_hold_is_listed_with_the_facts_that_stop_it() -> None:
    decision = evaluate(CALM)
    by = {
        rule.rule: [(each.fact, each.value, each.known) for each in rule.by]
        for rule in decision.blocked
    }
    assert by["fever_or_chills"] == [("fever_or_chills", "no", "screened")]
    assert by["progressive_leg_weakness"] == [("leg_weakness", "none", "screened")]
    assert by["age_over_70"] == [("age", "42 years", "stated")]
    assert by["conservative_care"] == [("conservative_care", "3 weeks", "stated")]
    assert by["procedure_considered"] == [("procedure_considered", "no", "assumed")]
    # Stated facts are the better reason: surgery is assumed not to be considered as well.
    assert by["surgery_considered"] == [("conservative_care", "3 weeks", "stated")]
    assert by["before_the_waiting_period"] == [
        ("procedure_considered", "no", "assumed"),
        ("atypical_presentation", "no", "assumed"),
    ]
    # A range is told as a range.
    younger = evaluate({**CALM, "age": between(20, 30)})
    (age,) = next(rule.by for rule in younger.blocked if rule.rule == "age_over_70")
    assert (age.value, age.known) == ("between 20 years and 30 years", "stated")


def test_each_rule_holds_may_hold_or_does_not() -> None:
    for facts in PATIENTS.values():
        decision = evaluate(facts)
        listed = [reason.rule for reason in decision.reasons]
        listed += [rule.rule for rule in decision.open_rules]
        listed += [rule.rule for rule in decision.blocked]
        assert sorted(listed) == sorted(
            rule.name
            for rule in LOW_BACK_PAIN.model.rules
            if rule.name != "care_longer_than_symptoms"
        )


def test_an_open_rule_names_the_open_facts_on_which_it_depends() -> None:
    decision = evaluate({"age": 42, "conservative_care": 5})
    by = {rule.rule: rule.facts for rule in decision.open_rules}
    assert by["conservative_care"] == ("meaningful_improvement",)
    assert by["bowel_or_bladder_loss"] == ("bowel_or_bladder_loss",)
    assert "age_over_70" not in by


def test_what_is_assumed_says_whether_it_matters() -> None:
    assumed = {each.fact: each for each in evaluate(CALM).assumed}
    assert assumed["procedure_considered"].value == "no"
    assert assumed["procedure_considered"].could_become == (R.IMAGE,)
    assert assumed["acute_sports_trauma"].could_become == (R.CONSIDER,)
    # It counts with `older_adult` alone: see test_assumed_together.py.
    assert assumed["osteoporosis"].matters
    assert not assumed["osteoporosis"].by_itself
    assert not assumed["claustrophobia"].matters
    assert assumed["clinical_question"].value == "yes"
    after_care = {each.fact: each for each in evaluate({**CALM, "conservative_care": 6}).assumed}
    assert after_care["clinical_question"].could_become == (R.WAIT,)
    assert after_care["prior_spine_surgery"].could_become == ()
    assert after_care["prior_spine_surgery"].changes_study
    assert after_care["prior_spine_surgery"].matters
    # What matters comes first; what is stated, if only as unknown, is not assumed.
    for facts in PATIENTS.values():
        matters = [each.by_itself + each.matters for each in evaluate(facts).assumed]
        assert matters == sorted(matters, reverse=True)
    stated = evaluate({**CALM, "procedure_considered": unknown})
    assert "procedure_considered" not in {each.fact for each in stated.assumed}
    assert stated.recommendation is R.UNDETERMINED


def test_a_screen_sets_what_was_not_stated() -> None:
    decision = evaluate(CALM)
    assert {each.screen for each in decision.screened} == {"red_flags"}
    assert len(decision.screened) == 9
    told = {each.fact: each.value for each in decision.screened}
    assert told["leg_weakness"] == "none"
    assert told["fever_or_chills"] == "no"
    # What is stated stands, also that it is unknown.
    fever = evaluate({**CALM, "fever_or_chills": unknown})
    assert "fever_or_chills" not in {each.fact for each in fever.screened}
    assert fever.recommendation is R.UNDETERMINED
    assert fever.contradictions == ()
    # A screen of which the answer is not known sets nothing.
    for answer in (unknown, "unknown", None):
        assert evaluate({**CALM, "red_flags": answer}).screened == ()


def test_a_screen_answered_against_a_fact_is_a_contradiction() -> None:
    decision = small().evaluate({"both": "none", "b": True})
    assert decision.recommendation is R.UNDETERMINED
    assert not decision.settled
    (found,) = decision.contradictions
    assert found.name == "both"
    assert found.facts == ("b",)
    assert "`b`" in found.title
    first = decision.missing[0]
    assert (first.fact, first.to_check) == ("b", True)
    assert [each.fact for each in decision.screened] == ["a"]
    # With a red flag it is imaged all the same, and still not settled.
    alarm = small().evaluate({"both": "none", "a": True})
    assert alarm.recommendation is R.IMAGE_URGENTLY
    assert alarm.possible == (R.IMAGE_URGENTLY,)
    assert not alarm.settled
    assert alarm.may_rise_to is None


def test_the_facts_of_a_contradiction_count_as_open() -> None:
    decision = evaluate(PATIENTS["contradiction"])
    assert decision.recommendation is R.UNDETERMINED
    assert decision.possible == (R.WAIT, R.CONSIDER, R.IMAGE)
    assert not decision.settled
    (found,) = decision.contradictions
    assert found.name == "care_longer_than_symptoms"
    assert found.title == "Treated for longer than there have been symptoms"
    assert found.facts == ("conservative_care", "symptom_duration")
    assert found.because == (
        "Treatment of this episode cannot have lasted longer than the episode.",
    )
    assert found.assumes == ("Both durations speak of the present episode.",)
    assert [each.fact for each in decision.missing if each.to_check] == list(found.facts)
    assert missing(decision)[:2] == list(found.facts)
    assert decision.missing[0].could_become == (R.WAIT, R.CONSIDER, R.IMAGE)
    assert decision.missing[1].could_become == ()
    assert decision.studies[0].name == "mri"
    assert decision.studies[0].possible == (S.NOT_NAMED, S.CONSIDER, S.IMAGE)
    assert decision.studies[0].recommendation is S.UNDETERMINED
    # The waiting period rests on an answer that may be wrong.
    assert decision.reasons == ()
    assert [each.rule for each in decision.open_rules] == ["conservative_care"]
    assert decision.changes == ()
    assert decision.review_after is None


def test_what_holds_whichever_answer_is_wrong_is_recommended() -> None:
    # The age alone calls for the scan; what is missing from memory does not matter.
    head = {
        "head_injured": True,
        "age": 70,
        "glasgow_coma_scale_on_arrival": 15,
        "witnessed_loss_of_consciousness": True,
        "time_since_injury": 3,
        "canadian_ct_head_exclusions": "none",
        "amnesia": False,
        "amnesia_before_impact": 5,
    }
    decision = load("canadian_ct_head").evaluate(head)
    assert decision.recommendation is R.IMAGE
    assert decision.possible == (R.IMAGE,)
    assert decision.may_rise_to is None
    assert not decision.settled
    assert [each.name for each in decision.contradictions] == ["memory_gap_without_amnesia"]
    asked = [(each.fact, each.to_check, each.could_become) for each in decision.missing]
    assert sorted(asked) == [("amnesia", True, ()), ("amnesia_before_impact", True, ())]
    assert decision.studies[0].recommendation is S.IMAGE
    assert [each.rule for each in decision.reasons if each.decisive] == ["age_from_65"]
    assert (
        "Answers contradict each other: Minutes missing from memory, but no amnesia. "
        "The recommendation stands, whichever of them is wrong."
    ) in " ".join(decision.explain().split())
    record = decision.to_dict()["decision"]
    assert (record["recommendation"], record["settled"]) == ("image", False)
    # Younger, with nothing else that calls for one, it hangs on the answers to be checked.
    younger = load("canadian_ct_head").evaluate(head | {"age": 40})
    assert younger.recommendation is R.UNDETERMINED
    assert younger.possible == (R.DO_NOT_IMAGE, R.IMAGE)


ON_ONE_SCREEN = """
guideline made_up
  otherwise wait
  editorial "Made up."
fact fever
  yes or no
fact weakness
  one of none, mild, worsening
fact cancer
  yes or no
  if not stated assume no
study mri
screen alarms
  covers fever, weakness is none
red flag fever
  when fever
  image urgently with mri
  question "Is it?"
  editorial "Made up."
red flag weakness
  when weakness is worsening
  image immediately with mri
  question "Is it?"
  editorial "Made up."
indication cancer
  when cancer
  image with mri
  question "Is it?"
  editorial "Made up."
contradiction never_together
  when cancer and weakness is mild
  editorial "Made up."
"""


@pytest.mark.parametrize(
    ("facts", "said", "possible", "checked"),
    [
        # Weakness is stated against the screen: it may be any. Fever is not.
        (
            {"alarms": "none", "weakness": "mild"},
            R.UNDETERMINED,
            (R.WAIT, R.IMAGE_IMMEDIATELY),
            ["weakness"],
        ),
        # Whatever the weakness is, imaging is certain; the lowest level is recommended.
        (
            {"alarms": "none", "weakness": one_of("mild", "worsening"), "cancer": True},
            R.IMAGE,
            (R.IMAGE, R.IMAGE_IMMEDIATELY),
            ["weakness"],
        ),
        # Fever is a red flag that holds as it is stated: all is as without the contradiction.
        (
            {"alarms": "none", "fever": True, "weakness": "none"},
            R.IMAGE_URGENTLY,
            (R.IMAGE_URGENTLY,),
            ["fever"],
        ),
        # Two at once, found on the facts as they are stated: all their facts are open.
        (
            {"alarms": "none", "weakness": "mild", "cancer": True},
            R.UNDETERMINED,
            (R.WAIT, R.IMAGE, R.IMAGE_IMMEDIATELY),
            ["weakness", "cancer"],
        ),
        # Once a fact is unknown, it is no part of a contradiction.
        (
            {"alarms": "none", "weakness": unknown},
            R.UNDETERMINED,
            (R.WAIT, R.IMAGE_IMMEDIATELY),
            [],
        ),
    ],
)
def test_facts_stated_against_a_screen_count_as_open(
    facts: dict[str, object], said: R, possible: tuple[R, ...], checked: list[str]
) -> None:
    decision = loads(ON_ONE_SCREEN).evaluate(facts)
    assert decision.recommendation is said
    assert decision.possible == possible
    assert not decision.settled
    assert sorted(each.fact for each in decision.missing if each.to_check) == sorted(checked)


def test_an_assumed_fact_of_a_contradiction_is_open_too_and_told_as_assumed() -> None:
    guideline = loads(ON_ONE_SCREEN.replace("when cancer and", "when not cancer and"))
    decision = guideline.evaluate({"fever": False, "weakness": "mild"})
    assert decision.possible == (R.WAIT, R.IMAGE, R.IMAGE_IMMEDIATELY)
    assert [(each.fact, each.to_check) for each in decision.missing] == [
        ("cancer", True),
        ("weakness", True),
    ]
    (assumed,) = decision.assumed
    assert (assumed.fact, assumed.could_become) == ("cancer", (R.IMAGE,))


@pytest.mark.parametrize(
    ("care", "symptoms", "found"),
    [
        (8, 8, False),
        (8, "55 days", True),
        ("57 days", 8, True),
        (8, between(1, "55 days"), True),
        (8, between(1, 8), False),
        (between(7, 8), 7, False),
        (between("50 days", 8), 7, True),
        (8, None, False),
        (8, unknown, False),
        (520, None, False),
        (None, 0, False),
    ],
)
def test_a_contradiction_is_found_only_where_it_is_certain(
    care: object, symptoms: object, found: bool
) -> None:
    decision = evaluate({**CALM, "conservative_care": care, "symptom_duration": symptoms})
    assert bool(decision.contradictions) == found


def test_a_red_flag_that_is_certain_outranks_a_contradiction() -> None:
    decision = evaluate(PATIENTS["contradiction with fever"])
    assert decision.recommendation is R.IMAGE_URGENTLY
    assert decision.may_rise_to is R.IMAGE_IMMEDIATELY
    assert not decision.settled
    assert missing(decision)[:3] == [
        "conservative_care",
        "symptom_duration",
        "bowel_or_bladder_loss",
    ]
    # One of two red flags is certain, though neither is by itself.
    either = loads(
        """
        guideline either
          otherwise no guidance
        fact a
          one of left, right
        fact n
          whole number from 0 to 9
        fact m
          whole number from 0 to 9
        study mri
        red flag left
          when     a is left
          image    immediately with mri
          question "?"
          assumes  "Made up."
        red flag right
          when     a is right
          image    urgently with mri
          question "?"
          assumes  "Made up."
        contradiction more
          when    n over m
          assumes "Made up."
        """
    ).evaluate({"n": 2, "m": 1})
    assert either.contradictions
    assert either.recommendation is R.IMAGE_URGENTLY
    assert either.may_rise_to is R.IMAGE_IMMEDIATELY


def test_remarks_are_those_of_rules_that_hold() -> None:
    decision = evaluate(PATIENTS["pregnant and operated"])
    assert [remark.rule for remark in decision.remarks] == [
        "pregnancy",
        "pregnancy",
        "prior_spine_surgery",
    ]
    assert "a radiologist should decide" in decision.remarks[1].text
    assert decision.remarks[0].citations
    assert decision.remarks[0].assumes
    assert evaluate(CALM).remarks == ()


@pytest.mark.parametrize("name", PATIENTS)
def test_advice_is_that_of_the_recommendation(name: str) -> None:
    decision = evaluate(PATIENTS[name])
    expected = [
        advice.name
        for advice in LOW_BACK_PAIN.model.advice
        if decision.recommendation in advice.levels
    ]
    assert [advice.name for advice in decision.advice] == expected
    assert expected
    assert all(advice.title and advice.topic and advice.texts for advice in decision.advice)


def test_a_decision_says_when_time_alone_changes_it() -> None:
    waiting = evaluate(CALM)
    assert waiting.review_after is not None
    assert waiting.review_after.after == "1 week"
    assert waiting.review_after.becomes is R.CONSIDER
    almost = evaluate({**CALM, "conservative_care": "27 days"})
    assert almost.review_after is not None
    assert almost.review_after.after == "1 day"
    assert evaluate({**CALM, "conservative_care": 6}).review_after is None
    change = next(each for each in waiting.changes if each.becomes is R.IMAGE_IMMEDIATELY)
    assert (change.fact, change.value, change.to) == ("bowel_or_bladder_loss", "no", "yes")


def test_every_single_change_is_right() -> None:
    """The patient with that one answer changed is decided as is told."""
    covered = LOW_BACK_PAIN.model.screen["red_flags"].covers
    spelled_out = {**CALM, "red_flags": None, **dict(covered)}
    told = [change for change in evaluate(spelled_out).changes if change.to in ("yes", "no")]
    assert len(told) > 10
    for change in told:
        changed = evaluate({**spelled_out, change.fact: change.to == "yes"})
        assert changed.recommendation is change.becomes
        assert changed.settled


# --- the guideline ------------------------------------------------------------------------------


def test_a_decision_names_the_guideline_it_rests_on() -> None:
    info = small().evaluate({}).guideline
    assert (info.name, info.title, info.version, info.language) == ("small", "Small", "2.1", 1)
    assert (info.status, info.sources, info.notices) == ("active", (), ())
    shipped_one = evaluate({}).guideline
    (source,) = shipped_one.sources
    assert source.published == "2024-01-26"
    assert shipped_one.notices == ()
    assert shipped_one.sha256 == LOW_BACK_PAIN.sha256


@pytest.mark.parametrize(
    ("status", "notice"),
    [
        ("", None),
        ("status active", None),
        ("status draft", "This guideline is a draft. It has not been released for use."),
        ("status retired", "This guideline is retired. It should no longer be used."),
    ],
)
def test_a_guideline_that_is_not_in_use_says_so_in_every_decision(
    status: str, notice: str | None
) -> None:
    for facts in ({}, {"a": True}, {"b": False}):
        decision = small(status).evaluate(facts)
        assert decision.guideline.notices == (() if notice is None else (notice,))
        assert decision.to_dict()["guideline"]["notices"] == list(decision.guideline.notices)
        assert notice is None or notice in decision.explain()


@pytest.mark.parametrize(
    ("today", "passed"),
    [
        (date(2031, 4, 29), False),
        (date(2031, 4, 30), False),
        (date(2031, 5, 1), True),
        (datetime(2031, 4, 30, 23, 59, tzinfo=UTC), False),
        (datetime(2031, 5, 1, tzinfo=UTC), True),
    ],
)
def test_a_guideline_past_its_review_date_says_so(today: date, passed: bool) -> None:
    decision = small(review="review by 2031-04-30").evaluate({}, today=today)
    told = ("This guideline was to be reviewed by 2031-04-30.",) if passed else ()
    assert decision.guideline.notices == told


def test_without_a_day_given_the_review_date_is_judged_today() -> None:
    past = date.today() - timedelta(days=1)
    assert small(review=f"review by {past}").evaluate({}).guideline.notices
    ahead = date.today() + timedelta(days=2)
    assert not small(review=f"review by {ahead}").evaluate({}).guideline.notices


def test_the_day_can_be_given_to_the_bundled_guideline_too() -> None:
    assert evaluate({}, today=date(2020, 1, 1)).guideline.notices == ()


def test_the_hash_is_that_of_the_text_with_plain_line_ends(tmp_path: Path) -> None:
    text = FILE.read_bytes().decode("utf-8")
    assert "\r" not in text
    vocabulary = (FILE.parent / "back_pain.vocabulary").read_bytes().decode("utf-8")
    expected = hashlib.sha256(f"{text}\0{vocabulary}".encode()).hexdigest()
    assert LOW_BACK_PAIN.sha256 == expected
    assert evaluate({}).to_dict()["guideline"]["sha256"] == expected
    (tmp_path / "sources").mkdir()
    statements = (FILE.parent / "sources" / "livafortis.json").read_bytes()
    (tmp_path / "sources" / "livafortis.json").write_bytes(statements)
    for name, other in {
        "windows": text.replace("\n", "\r\n"),
        "old_mac": text.replace("\n", "\r"),
        "marked": "\ufeff" + text,
    }.items():
        path = tmp_path / f"{name}.guideline"
        path.write_bytes(other.encode())
        again = load(path)
        assert again.sha256 == expected
        assert again == LOW_BACK_PAIN
        assert again.evaluate(CALM) == evaluate(CALM)


def test_another_text_is_another_guideline() -> None:
    one, other = small(), small("status draft")
    assert one.sha256 != other.sha256
    assert one != other
    assert one.evaluate({}) != other.evaluate({})


# --- a decision as a value ----------------------------------------------------------------------


def test_a_decision_cannot_be_changed() -> None:
    decision = evaluate(CALM)
    for name in ("recommendation", "possible", "reasons", "anything"):
        with pytest.raises((attrs.exceptions.FrozenInstanceError, AttributeError)):
            setattr(decision, name, None)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        del decision.recommendation
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        decision.studies[0].recommendation = S.IMAGE  # type: ignore[misc]
    record = decision.to_dict()
    record["decision"]["recommendation"] = "image"
    record["facts"]["stated"].clear()
    assert decision.to_dict()["decision"]["recommendation"] == "wait"
    assert decision.to_dict()["facts"]["stated"]
    schema = decision_schema()
    schema.clear()
    assert decision_schema()


def test_decisions_are_equal_by_guideline_facts_and_day() -> None:
    decision = evaluate(CALM)
    assert decision == evaluate(dict(reversed(CALM.items())))
    assert hash(decision) == hash(evaluate(CALM))
    # In whatever form the facts come.
    in_days = {**CALM, "conservative_care": timedelta(days=21), "red_flags": "none"}
    assert decision == evaluate(in_days)
    assert hash(decision) == hash(evaluate(in_days))
    assert evaluate({"age": between(3, 3)}) == evaluate({"age": 3.0})
    assert decision != evaluate({**CALM, "age": 43})
    assert decision != evaluate({**CALM, "pregnant": None})
    assert decision != evaluate({**CALM, "pregnant": unknown})
    assert evaluate({"pregnant": unknown}) == evaluate({"pregnant": unknown})
    assert decision != R.WAIT
    assert len({evaluate(facts) for facts in PATIENTS.values()}) == len(PATIENTS)
    dated = small(review="review by 2031-04-30")
    assert dated.evaluate({}, today=date(2031, 1, 1)) == dated.evaluate({}, today=date(2031, 1, 1))
    assert dated.evaluate({}, today=date(2031, 1, 1)) != dated.evaluate({}, today=date(2032, 1, 1))


@pytest.mark.parametrize("name", PATIENTS)
def test_a_decision_can_be_copied_and_pickled(name: str) -> None:
    decision = evaluate(PATIENTS[name])
    assert copy.copy(decision) == decision
    if name in ("contradiction with fever", "some weakness", "screen against a fact"):
        again = pickle.loads(pickle.dumps(decision))
        assert again == decision
        assert again.to_dict() == decision.to_dict()
        assert again.explain() == decision.explain()


def test_the_day_is_pickled_too() -> None:
    decision = small(review="review by 2031-04-30").evaluate({}, today=date(2031, 5, 1))
    assert pickle.loads(pickle.dumps(decision)).guideline.notices == decision.guideline.notices
    assert decision.guideline.notices


def test_a_decision_can_be_sent_to_another_process_and_back(tmp_path: Path) -> None:
    """The other process hashes texts by another seed, and has loaded nothing yet."""
    decisions = [evaluate(PATIENTS[name]) for name in ("fever", "contradiction", "some weakness")]
    (tmp_path / "sent").write_bytes(pickle.dumps(decisions))
    script = (
        "import json, pickle, sys\n"
        "decisions = pickle.load(open('sent', 'rb'))\n"
        "json.dump([decision.to_dict() for decision in decisions], open('told', 'w'))\n"
        "pickle.dump(decisions, open('back', 'wb'))\n"
    )
    package = Path(imaging_rules.__file__).parents[1]
    environment = {**os.environ, "PYTHONPATH": str(package), "PYTHONHASHSEED": "77"}
    subprocess.run([sys.executable, "-c", script], check=True, cwd=tmp_path, env=environment)
    told = json.loads((tmp_path / "told").read_text())
    assert told == [decision.to_dict() for decision in decisions]
    assert pickle.loads((tmp_path / "back").read_bytes()) == decisions


def everything(decision: Decision) -> tuple[object, ...]:
    return (
        decision.recommendation,
        decision.possible,
        decision.studies,
        decision.reasons,
        decision.open_rules,
        decision.blocked,
        decision.missing,
        decision.assumed,
        decision.screened,
        decision.contradictions,
        decision.remarks,
        decision.changes,
        decision.explain(),
    )


def test_threads_that_share_guidelines_and_decisions_agree() -> None:
    """What is made on demand is asked for by all threads at once, and for the first time."""
    patients = list(PATIENTS.values())
    expected = [everything(evaluate(facts)) for facts in patients]
    threads = 8
    for _ in range(3):
        guideline = load(FILE)
        shared = [guideline.evaluate(facts) for facts in patients]
        start = threading.Barrier(threads)

        def read(
            offset: int, guideline: Guideline, shared: list[Decision], start: threading.Barrier
        ) -> list[bool]:
            start.wait()
            found = []
            for place in range(len(patients)):
                at = (place + offset) % len(patients)
                found.append(everything(shared[at]) == expected[at])
                found.append(everything(guideline.evaluate(patients[at])) == expected[at])
            return found

        with ThreadPoolExecutor(threads) as pool:
            runs = [
                pool.submit(read, offset, guideline, shared, start) for offset in range(threads)
            ]
            for run in runs:
                assert all(run.result())


def test_nothing_is_remembered_from_one_patient_to_the_next() -> None:
    fresh = load(FILE)
    first = fresh.evaluate({}).to_dict()
    for facts in PATIENTS.values():
        everything(fresh.evaluate(facts))
    assert fresh.evaluate({}).to_dict() == first
    again = {name: fresh.evaluate(facts).to_dict() for name, facts in PATIENTS.items()}
    for name in reversed(PATIENTS):
        assert fresh.evaluate(PATIENTS[name]).to_dict() == again[name]


# --- the audit record ---------------------------------------------------------------------------

VALIDATOR = jsonschema.Draft202012Validator(decision_schema())


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(decision_schema())
    # It describes no less than all: a record with a part left out, or one more, is none.
    record = evaluate(CALM).to_dict()
    for part in list(record):
        assert not VALIDATOR.is_valid({k: v for k, v in record.items() if k != part})
    assert not VALIDATOR.is_valid({**record, "more": 1})
    assert not VALIDATOR.is_valid({**record, "schema": 2})


def check_record(guideline: Guideline, decision: Decision) -> None:
    record = decision.to_dict()
    VALIDATOR.validate(record)
    # It survives JSON, with no value that only Python reads.
    text = json.dumps(record, allow_nan=False)
    assert json.loads(text) == record
    # What was stated, given again, gives the same record.
    assert guideline.evaluate(json.loads(text)["facts"]["stated"]).to_dict() == record


@pytest.mark.parametrize("name", PATIENTS)
def test_a_record_is_what_its_schema_says_and_can_be_decided_again(name: str) -> None:
    check_record(LOW_BACK_PAIN, evaluate(PATIENTS[name]))


@given(partial_patients(LOW_BACK_PAIN))
def test_every_record_is_what_its_schema_says_and_can_be_decided_again(
    facts: dict[str, Any],
) -> None:
    check_record(LOW_BACK_PAIN, evaluate(facts))


@pytest.mark.parametrize("name", guidelines())
def test_every_guideline_that_ships_has_records_as_the_schema_says(name: str) -> None:
    guideline = load(name)
    facts: dict[str, Any] = {}
    check_record(guideline, guideline.evaluate(facts))
    # Some of what comes up first, so that what may be asked only then is among it.
    while len(facts) < 3 and (decision := guideline.evaluate(facts)).to_ask:
        facts[decision.to_ask[0].fact] = unknown
        check_record(guideline, guideline.evaluate(facts))


def test_a_record_holds_versions_facts_and_decision() -> None:
    facts = {
        **CALM,
        "conservative_care": "27 days",
        "symptom_duration": between(4, "60 days"),
        "leg_weakness": one_of("none", "improving"),
        "procedure_considered": unknown,
    }
    record = evaluate(facts).to_dict()
    assert record["schema"] == 1
    assert record["library"] == imaging_rules.__version__
    assert record["language"] == 1
    assert record["guideline"]["name"] == "low_back_pain"
    assert record["guideline"]["version"] == LOW_BACK_PAIN.version
    assert record["facts"]["stated"] == {
        "age": 42,
        "leg_weakness": {"one_of": ["none", "improving"]},
        "conservative_care": "27 days",
        "meaningful_improvement": False,
        "symptom_duration": {"between": [4, "60 days"]},
        "procedure_considered": "unknown",
        "pregnant": False,
        "red_flags": "none",
    }
    assert len(record["facts"]["screened"]) == 8
    assumed = {each["fact"]: each for each in record["facts"]["assumed"]}
    assert assumed["atypical_presentation"] == {
        "fact": "atypical_presentation",
        "value": "no",
        "matters": True,
    }
    assert not assumed["claustrophobia"]["matters"]
    decision = record["decision"]
    assert decision["recommendation"] == "undetermined"
    assert decision["possible"] == ["wait", "image"]
    assert decision["may_rise_to"] is None
    assert [each["fact"] for each in decision["missing"]] == ["procedure_considered"]


def test_an_explanation_comes_as_text() -> None:
    decision = evaluate(CALM)
    assert decision.explain() == decision.explain("text")
    with pytest.raises(ValueError, match="'text'"):
        decision.explain("shouted")  # type: ignore[arg-type]
