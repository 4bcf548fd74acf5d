"""What must not be done of a patient, and what must be known before a study is done."""

from typing import Any

import pytest

from imaging_rules import (
    Decision,
    Guideline,
    GuidelineError,
    Interview,
    Recommendation,
    StudyRecommendation,
    diff,
    loads,
    reopen,
    unknown,
)
from imaging_rules.document.page.page import guideline_page
from imaging_rules.library.example_coverage import coverage
from imaging_rules.library.interview_turns import AskFact

FACTS = """
guideline spine
  otherwise do not image
  editorial "Made up."
fact fever
  yes or no
fact pain
  yes or no
fact device
  yes or no
fact pregnant
  yes or no
study mri
  if ruled out use ct, xray
study ct
  if ruled out use mri
study xray
red flag fever
  when fever
  image urgently with mri
  question "Is there an infection?"
  editorial "Made up."
"""
DEVICE = """
contraindication unsafe_device
  title "A device that is not safe in MRI"
  when device
  rules out mri
  editorial "Made up."
"""
PREGNANCY = """
contraindication pregnancy
  title "Pregnancy"
  when pregnant
  rules out ct, xray
  editorial "Made up."
"""
PACEMAKER = loads(FACTS + DEVICE + PREGNANCY)


def said(decision: Decision) -> dict[str, StudyRecommendation]:
    return {each.name: each.recommendation for each in decision.studies}


def by_name(decision: Decision, name: str) -> Any:
    return next(each for each in decision.studies if each.name == name)


def test_a_pacemaker_patient_with_a_red_flag_is_told_the_next_study() -> None:
    decision = PACEMAKER.evaluate({"fever": True, "pain": False, "device": True, "pregnant": False})
    assert decision.recommendation is Recommendation.IMAGE_URGENTLY
    assert decision.complete
    assert said(decision) == {
        "ct": StudyRecommendation.IMAGE_URGENTLY,
        "mri": StudyRecommendation.RULED_OUT,
        "xray": StudyRecommendation.NOT_NAMED,
    }
    mri = by_name(decision, "mri")
    assert (mri.ruled_out_by, mri.instead) == (("unsafe_device",), "ct")
    assert decision.study is not None
    assert decision.study.name == "ct"
    assert decision.no_study_left is False
    assert [(each.rule, each.decisive) for each in decision.reasons] == [
        ("fever", True),
        ("unsafe_device", True),
    ]


def test_where_all_are_ruled_out_no_study_is_left_and_the_level_stays() -> None:
    decision = PACEMAKER.evaluate({"fever": True, "device": True, "pregnant": True})
    assert decision.recommendation is Recommendation.IMAGE_URGENTLY
    assert decision.settled
    assert decision.no_study_left is True
    assert decision.study is None
    # Of each it is said that would have been done, had the others alone been ruled out.
    assert set(said(decision).values()) == {StudyRecommendation.RULED_OUT}
    assert [by_name(decision, name).ruled_out_by for name in ("mri", "ct", "xray")] == [
        ("unsafe_device",),
        ("pregnancy",),
        ("pregnancy",),
    ]
    assert by_name(decision, "mri").instead is None


def test_a_study_with_an_open_contraindication_is_open_and_asked_about() -> None:
    decision = PACEMAKER.evaluate({"fever": True, "pregnant": False})
    assert decision.recommendation is Recommendation.IMAGE_URGENTLY
    assert decision.settled
    assert not decision.complete
    mri = by_name(decision, "mri")
    assert mri.recommendation is StudyRecommendation.UNDETERMINED
    assert mri.possible == (StudyRecommendation.RULED_OUT, StudyRecommendation.IMAGE_URGENTLY)
    assert mri.ruled_out_by == ("unsafe_device",)
    assert decision.study is None
    assert decision.no_study_left is False
    assert [each.fact for each in decision.missing] == ["device"]
    assert decision.missing[0].before == ()


def test_whether_a_study_is_left_can_be_open() -> None:
    assert PACEMAKER.evaluate({"fever": True, "device": True}).no_study_left is None


def test_a_contraindication_is_not_asked_for_where_nothing_is_recommended() -> None:
    decision = PACEMAKER.evaluate({"fever": False})
    assert decision.recommendation is Recommendation.DO_NOT_IMAGE
    assert decision.missing == ()
    assert decision.complete
    # Nor is anything said of a study that nobody would do.
    known = PACEMAKER.evaluate({"fever": False, "device": True})
    assert said(known)["mri"] is StudyRecommendation.NOT_NAMED


def test_two_studies_may_stand_in_for_each_other() -> None:
    both = loads(
        FACTS
        + DEVICE
        + """
indication pain
  when pain
  consider ct
  question "Is a bone broken?"
  editorial "Made up."
contraindication pregnancy
  when pregnant
  rules out ct
  editorial "Made up."
"""
    )
    known = {"fever": True, "pain": True}
    decision = both.evaluate({**known, "device": False, "pregnant": True})
    assert said(decision)["mri"] is StudyRecommendation.IMAGE_URGENTLY
    assert said(decision)["ct"] is StudyRecommendation.RULED_OUT
    # Neither leads back to the other where both are ruled out: X-ray is left of the list of MRI.
    decision = both.evaluate({**known, "device": True, "pregnant": True})
    assert said(decision) == {
        "xray": StudyRecommendation.IMAGE_URGENTLY,
        "mri": StudyRecommendation.RULED_OUT,
        "ct": StudyRecommendation.RULED_OUT,
    }
    assert by_name(decision, "mri").instead == "xray"
    assert by_name(decision, "ct").instead is None


def test_what_a_special_case_uses_instead_is_ruled_out_too() -> None:
    exchanged = loads(
        FACTS
        + DEVICE
        + """
special case no_ct
  when pain
  instead of ct use mri
  editorial "Made up."
indication pain
  when pain
  image with ct
  question "Is a bone broken?"
  editorial "Made up."
"""
    )
    decision = exchanged.evaluate({"fever": False, "pain": True, "device": True})
    assert decision.recommendation is Recommendation.IMAGE
    # It goes back to a study that is not ruled out: the special case has said its say.
    assert said(decision)["ct"] is StudyRecommendation.IMAGE
    assert said(decision)["mri"] is StudyRecommendation.RULED_OUT


def test_a_limit_and_the_scope_leave_a_contraindication_as_it_is() -> None:
    scoped = loads(
        FACTS.replace("otherwise do", "applies when pain\n  otherwise do")
        + DEVICE
        + """
limit decided
  when pregnant
  hold at wait
  editorial "Made up."
"""
    )
    decision = scoped.evaluate({"fever": True, "pain": False, "device": True, "pregnant": True})
    assert decision.recommendation is Recommendation.IMAGE_URGENTLY
    assert said(decision)["mri"] is StudyRecommendation.RULED_OUT
    assert said(decision)["ct"] is StudyRecommendation.IMAGE_URGENTLY


def test_that_another_study_is_considered_leaves_none_for_what_is_urgent() -> None:
    guideline = loads(
        FACTS.replace("  if ruled out use ct, xray\n", "")
        + DEVICE
        + """
indication pain
  when pain
  consider xray
  question "Is a bone broken?"
  editorial "Made up."
"""
    )
    decision = guideline.evaluate({"fever": True, "pain": True, "device": True})
    assert decision.recommendation is Recommendation.IMAGE_URGENTLY
    assert said(decision)["xray"] is StudyRecommendation.CONSIDER
    assert decision.no_study_left is True


def test_what_is_not_available_is_ruled_out() -> None:
    guideline = loads(
        FACTS
        + """
fact mri_available
  yes or no
contraindication no_scanner
  title "MRI is not available"
  when  not mri_available
  rules out mri
  editorial "Made up."
"""
    )
    assert said(guideline.evaluate({"fever": True, "mri_available": False})) == {
        "ct": StudyRecommendation.IMAGE_URGENTLY,
        "mri": StudyRecommendation.RULED_OUT,
        "xray": StudyRecommendation.NOT_NAMED,
    }
    assert [each.fact for each in guideline.evaluate({"fever": True}).missing] == ["mri_available"]


# --- before a study ---------------------------------------------------------------------------

CONTRAST = loads(
    """
guideline belly
  otherwise do not image
  editorial "Made up."
fact contrast_allergy
  yes or no
  ask "Was there ever a reaction to contrast?"
fact egfr
  number from 0 to 200
  ask "What is the filtration rate?"
fact bleeding
  yes or no
fact device
  yes or no
study mri
study ct
  title "CT"
study ct_with_contrast
  title "CT with contrast"
screen contrast_safety
  covers contrast_allergy
indication bleeding
  when bleeding
  image with ct_with_contrast
  question "Where does it bleed?"
  editorial "Made up."
precaution contrast_allergy
  title  "Contrast allergy"
  when   contrast_allergy
  before ct_with_contrast
  action "Prepare the patient."
  action "Have help at hand."
  cite   rule
precaution kidneys
  title  "Kidneys that filter little"
  when   egfr under 30
  before ct_with_contrast, ct
  action "Ask the nephrologist."
  editorial "Made up."
source rule
  title "The department's rule"
"""
)


def due(decision: Decision) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.rule, each.before) for each in decision.precautions]


def test_a_precaution_is_asked_about_after_all_else_and_settles_nothing() -> None:
    decision = CONTRAST.evaluate({"bleeding": True})
    assert decision.settled
    assert decision.complete
    assert decision.study is not None
    assert decision.study.name == "ct_with_contrast"
    assert [(each.fact, each.before, each.could_become) for each in decision.missing] == [
        ("contrast_allergy", ("ct_with_contrast",), ()),
        ("egfr", ("ct_with_contrast",), ()),
    ]
    assert decision.precautions == ()
    assert [each.fact for each in CONTRAST.evaluate({}).missing] == [
        "bleeding",
        "contrast_allergy",
        "egfr",
    ]


def test_a_precaution_is_told_where_its_study_is_recommended_and_it_holds() -> None:
    decision = CONTRAST.evaluate({"bleeding": True, "contrast_allergy": True, "egfr": 30})
    assert due(decision) == [("contrast_allergy", ("ct_with_contrast",))]
    assert decision.precautions[0].actions == ("Prepare the patient.", "Have help at hand.")
    assert decision.precautions[0].citations[0].source == "rule"
    assert decision.missing == ()
    # Precautions decide nothing, and are no reasons.
    assert [each.rule for each in decision.reasons] == ["bleeding"]
    assert due(CONTRAST.evaluate({"bleeding": True, "egfr": 29})) == [
        ("kidneys", ("ct_with_contrast",))
    ]


def test_without_the_study_a_precaution_is_neither_told_nor_asked_about() -> None:
    decision = CONTRAST.evaluate({"bleeding": False, "contrast_allergy": True})
    assert (decision.precautions, decision.missing) == ((), ())
    # While it may come, what holds of it is told, and what is open is asked.
    open_still = CONTRAST.evaluate({"contrast_allergy": True})
    assert due(open_still) == [("contrast_allergy", ("ct_with_contrast",))]
    assert [each.fact for each in open_still.missing] == ["bleeding", "egfr"]


def test_what_was_asked_and_is_not_known_stays_open() -> None:
    decision = CONTRAST.evaluate({"bleeding": True, "contrast_allergy": "unknown", "egfr": 60})
    assert [(each.fact, each.asked) for each in decision.missing] == [("contrast_allergy", True)]
    assert decision.to_ask == ()


def test_a_contraindication_and_a_precaution_of_one_study() -> None:
    guideline: Guideline = loads(
        CONTRAST.model.text.text.replace(
            "study ct_with_contrast\n", "study ct_with_contrast\n  if ruled out use ct\n"
        )
        + """
contraindication kidneys_gone
  when egfr under 15
  rules out ct_with_contrast
  editorial "Made up."
"""
    )
    decision = guideline.evaluate({"bleeding": True, "egfr": 10})
    assert said(decision) == {
        "ct": StudyRecommendation.IMAGE,
        "ct_with_contrast": StudyRecommendation.RULED_OUT,
        "mri": StudyRecommendation.NOT_NAMED,
    }
    assert due(decision) == [("kidneys", ("ct",))]
    # The allergy matters to contrast alone, and is not asked for any more.
    assert decision.missing == ()
    one_above = guideline.evaluate({"bleeding": True, "egfr": 15, "contrast_allergy": False})
    assert due(one_above) == [("kidneys", ("ct_with_contrast",))]


# --- what is refused --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (FACTS + DEVICE.replace("rules out mri", "rules out mir"), "E201"),
        (FACTS + DEVICE.replace("rules out mri", "rules out mri, mri"), "E418"),
        (FACTS.replace("use mri", "use mri, ct"), "E418"),
        (FACTS.replace("use ct, xray", "use ct, ct"), "E418"),
        (FACTS + DEVICE.replace("  rules out mri\n", ""), "E112"),
        (FACTS + DEVICE.replace("  when device\n", ""), "E112"),
        (FACTS + DEVICE.replace('  editorial "Made up."\n', ""), "E401"),
    ],
)
def test_a_contraindication_that_is_written_wrongly_is_refused(text: str, code: str) -> None:
    with pytest.raises(GuidelineError) as caught:
        loads(text)
    assert [each.code for each in caught.value.diagnostics if each.code[0] == "E"] == [code]


# --- what a reader is told --------------------------------------------------------------------


def lines(decision: Decision) -> list[str]:
    return [line.strip() for line in decision.explain().splitlines()]


def test_that_no_study_is_left_is_said_right_after_the_recommendation() -> None:
    told = lines(PACEMAKER.evaluate({"fever": True, "device": True, "pregnant": True}))
    first = told.index("Recommendation: Image urgently: now or within days.")
    assert told[first + 1].startswith("No study is left for this: what would be done is ruled out.")
    open_still = lines(PACEMAKER.evaluate({"fever": True, "device": True}))
    assert open_still[first + 1].startswith("Whether a study is left for this is still open")


def test_why_a_study_is_ruled_out_and_what_is_used_stands_with_the_study() -> None:
    told = lines(PACEMAKER.evaluate({"fever": True, "device": True, "pregnant": False}))
    assert "* mri: ruled out (A device that is not safe in MRI); instead: ct" in told
    assert "* A device that is not safe in MRI (contraindication)" in told
    assert "Rules out: mri" in told
    open_still = PACEMAKER.evaluate({"fever": True, "pregnant": False}).explain()
    assert "ruled out or image urgently (ruled out by: A device that is not safe in MRI)" in (
        " ".join(open_still.split())
    )


def test_what_is_to_be_done_before_the_scan_stands_under_a_heading_of_its_own() -> None:
    told = lines(CONTRAST.evaluate({"bleeding": True, "contrast_allergy": True, "egfr": 60}))
    heading = told.index("Before the scan")
    assert told[heading + 2 : heading + 5] == [
        "* Contrast allergy (before CT with contrast)",
        "To be done: Prepare the patient.",
        "To be done: Have help at hand.",
    ]
    open_still = lines(CONTRAST.evaluate({"bleeding": True, "egfr": 60}))
    assert "Before the scan, 1 question must be answered: see below." in open_still
    heading = open_still.index("Still open: before the scan")
    assert open_still[heading + 2] == (
        "1. Was there ever a reaction to contrast? [contrast_allergy]"
    )


def test_an_interview_asks_what_comes_before_the_scan_last() -> None:
    interview = Interview(CONTRAST)
    assert isinstance(interview.turn, AskFact)
    assert (interview.turn.fact, interview.turn.before) == ("bleeding", ())
    interview = interview.answer(True)
    assert isinstance(interview.turn, AskFact)
    assert (interview.turn.fact, interview.turn.before) == (
        "contrast_allergy",
        ("ct_with_contrast",),
    )
    interview = interview.answer(unknown)
    assert isinstance(interview.turn, AskFact)
    assert interview.turn.fact == "egfr"
    interview = interview.answer(60)
    assert interview.turn is None
    assert [each.fact for each in interview.decision.missing] == ["contrast_allergy"]


def test_the_record_has_what_is_ruled_out_and_what_is_to_be_done() -> None:
    record = PACEMAKER.evaluate({"fever": True, "device": True, "pregnant": True}).to_dict()
    assert record["decision"]["no_study_left"] is True
    assert record["decision"]["studies"][0]["recommendation"] == "ruled out"
    assert record["decision"]["studies"][0]["ruled_out_by"] == ["unsafe_device"]
    record = CONTRAST.evaluate({"bleeding": True, "contrast_allergy": True}).to_dict()
    (precaution,) = record["decision"]["precautions"]
    assert precaution["actions"] == ["Prepare the patient.", "Have help at hand."]
    assert record["decision"]["missing"][0]["before"] == ["ct_with_contrast"]
    # A record that was kept says the same again; one without these fields is no other decision.
    kept = PACEMAKER.evaluate({"fever": True, "device": True, "pregnant": True}).to_dict()
    assert reopen(kept, PACEMAKER).same
    del kept["decision"]["no_study_left"]
    assert reopen(kept, PACEMAKER).same


def test_a_precaution_that_goes_is_no_silent_difference() -> None:
    without = loads(CONTRAST.model.text.text.replace("before ct_with_contrast, ct", "before ct"))
    found = diff(CONTRAST, without)
    assert (found.levels, found.studies) == ((), ())
    (change,) = found.precautions
    assert (change.name, change.what) == ("kidneys", "changed")
    assert change.given == "egfr is 0, bleeding"
    assert found.changes_decisions
    assert diff(CONTRAST, CONTRAST).precautions == ()


def test_a_contraindication_that_goes_changes_a_study() -> None:
    found = diff(PACEMAKER, loads(FACTS + DEVICE))
    assert found.levels == ()
    assert {(each.study, each.before.name, each.after.name) for each in found.studies} == {
        ("ct", "RULED_OUT", "IMAGE_URGENTLY"),
        ("xray", "RULED_OUT", "NOT_NAMED"),
    }


def test_a_number_that_matters_to_a_precaution_alone_is_to_be_shown_beside_its_bound() -> None:
    gaps = {(each.kind, each.name) for each in coverage(CONTRAST, ()).gaps}
    assert ("decides", "kidneys") in gaps
    assert ("does not hold", "contrast_allergy") in gaps
    assert ("bound", "egfr") in gaps


def test_the_page_tells_of_both() -> None:
    page = guideline_page(CONTRAST)
    assert "## Before the scan" in page
    assert "Have help at hand." in page
    page = guideline_page(PACEMAKER)
    assert "## What must not be done" in page
    assert "A study may be ruled out, and another take its place, with" in page
