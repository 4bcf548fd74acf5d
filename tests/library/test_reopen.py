"""A record of a decision, reopened: whether the same would be decided today, and what differs."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imaging_rules import (
    Guideline,
    RecordError,
    UnknownGuidelineError,
    between,
    evaluate,
    load,
    loads,
    one_of,
    reopen,
    unknown,
)
from imaging_rules.testing import guidelines, partial_patients

TEXT = """\
guideline knee
  title     "Imaging of the knee"
  version   "1.0"
  otherwise do not image
  editorial "Made up for a test."

fact pain
  number in weeks from 0 to 100
  ask "For how many weeks has there been pain?"

fact swollen
  yes or no
  ask "Is the knee swollen?"

study mri
  title "MRI"

indication lasting_pain
  title     "Pain that lasts"
  when      pain at least 6 weeks
  consider  mri
  question  "What hurts?"
  editorial "Made up for a test."

indication swollen_knee
  title     "A swollen knee"
  when      swollen
  image     with mri
  question  "What is swollen?"
  editorial "Made up for a test."
"""


def through_json(record: Any) -> Any:
    return json.loads(json.dumps(record))


@given(guidelines(), st.data())
def test_what_was_just_recorded_is_the_same(guideline: Guideline, data: st.DataObject) -> None:
    facts = data.draw(partial_patients(guideline))
    decision = guideline.evaluate(facts, today=date(2026, 3, 14))
    found = reopen(through_json(decision.to_dict()), guideline)
    assert found.same
    assert (found.differences, found.besides) == ((), ())
    assert found.decision == decision


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"age": 42, "red_flags": "none", "conservative_care": "2 months"},
        {"age": between(40, 50), "leg_weakness": one_of("none", "improving")},
        {"red_flags": "unknown", "pregnant": unknown, "conservative_care": "10 days"},
        # A screen answered against a fact, and two durations that contradict each other.
        {"red_flags": "none", "fever_or_chills": True},
        {"conservative_care": 7, "symptom_duration": 2},
    ],
)
def test_a_guideline_that_has_a_name_is_found_by_it(facts: dict[str, Any]) -> None:
    decision = evaluate(facts)
    found = reopen(through_json(decision.to_dict()))
    assert found.same
    assert found.besides == ()
    assert found.decision == decision
    assert found.explain() == "The same would be decided today.\n"


def test_what_could_not_be_read_is_unknown_again() -> None:
    decision = evaluate({"age": "old", "fever_or_chills": True}, mistakes="unknown")
    found = reopen(decision.to_dict())
    assert found.same
    assert found.besides == ()
    assert found.decision is not None
    assert [(each.fact, each.value) for each in found.decision.stated] == [
        ("age", "unknown"),
        ("fever_or_chills", "yes"),
    ]


def test_it_is_told_what_would_be_decided_otherwise() -> None:
    record = loads(TEXT).evaluate({"pain": 7, "swollen": False}).to_dict()
    later = TEXT.replace("at least 6 weeks", "at least 8 weeks").replace('"1.0"', '"2.0"')
    found = reopen(record, loads(later))
    assert not found.same
    assert [each.part for each in found.differences] == [
        "decision.recommendation",
        "decision.possible",
        "decision.study",
        "decision.studies.mri",
    ]
    first = found.differences[0]
    assert (first.recorded, first.today) == ("consider", "do not image")
    assert first.words == "`recommendation` was ‘consider’, and is ‘do not image’ today"
    assert found.differences[-1].words == (
        "the study `mri` was ‘consider’ (‘consider’), and is ‘not named’ (‘not named’) today"
    )
    besides = {each.part: each for each in found.besides}
    assert besides.keys() >= {"guideline.version", "guideline.sha256", "decision.reasons"}
    assert besides["guideline.version"].words == (
        "the version of the guideline was ‘1.0’, and is ‘2.0’ today"
    )
    assert found.explain().startswith(
        "It would be otherwise today.\n  `recommendation` was ‘consider’, and is"
    )
    assert found.decision == loads(later).evaluate({"pain": 7, "swollen": False})


def test_other_words_decide_nothing() -> None:
    record = loads(TEXT).evaluate({"pain": 7, "swollen": False}).to_dict()
    for old, new in (('"MRI"', '"MR imaging"'), ("Pain that lasts", "Lasting pain")):
        found = reopen(record, loads(TEXT.replace(old, new)))
        assert found.same
        assert found.differences == ()
        parts = {each.part for each in found.besides}
        assert parts > {"guideline.sha256"}
        assert parts & {"decision.studies", "decision.reasons"}


def test_a_number_keeps_the_unit_in_which_it_was_stated() -> None:
    record = loads(TEXT).evaluate({"pain": 7, "swollen": False}).to_dict()
    assert record["facts"]["units"] == {"pain": "weeks"}
    in_days = TEXT.replace("in weeks from 0 to 100", "in days from 0 to 700")
    found = reopen(record, loads(in_days))
    assert found.same
    assert found.decision is not None
    assert found.decision.stated[0].value == "49 days"
    without_unit = TEXT.replace("in weeks from", "from").replace("6 weeks", "6")
    found = reopen(loads(without_unit).evaluate({"pain": 7}).to_dict(), loads(TEXT))
    assert (found.same, found.decision) == (False, None)
    assert [each.words for each in found.differences] == [
        "`pain` had no unit in the record, and is a number of weeks today"
    ]


def test_facts_that_can_no_longer_be_used_are_not_the_same() -> None:
    record = loads(TEXT).evaluate({"pain": 90, "swollen": False}).to_dict()
    shorter = TEXT.replace("0 to 100", "0 to 52").replace("swollen", "swelling")
    found = reopen(record, loads(shorter))
    assert (found.same, found.decision) == (False, None)
    assert {each.part: each.recorded for each in found.differences} == {
        "facts.stated.pain": 90,
        "facts.stated.swollen": False,
    }
    assert [each.part for each in found.besides] == ["guideline.sha256"]
    assert "90" not in found.explain()
    assert "90" not in repr(found)


def test_the_day_is_that_of_the_record() -> None:
    overdue = TEXT.replace("  otherwise", "  review by 2026-01-01\n  otherwise")
    record = loads(overdue).evaluate({}, today=date(2025, 12, 31)).to_dict()
    found = reopen(record, loads(overdue))
    assert found.decision is not None
    assert found.decision.day == date(2025, 12, 31)
    assert found.decision.guideline.notices == ()


def test_the_origin_says_where_a_guideline_is_from(tmp_path: Path) -> None:
    path = tmp_path / "knee.guideline"
    path.write_text(TEXT, "utf-8")
    for guideline, origin in (
        (load("nexus"), {"package": "imaging-rules", "name": "nexus", "path": ""}),
        (load(path), {"package": "", "name": "", "path": str(path)}),
        (loads(TEXT, name="nexus.guideline"), {"package": "", "name": "", "path": ""}),
    ):
        assert guideline.evaluate({}).to_dict()["guideline"]["origin"] == origin
        assert guideline.evaluate({}).guideline.origin == guideline.origin


def test_no_file_is_opened_because_a_record_says_so(tmp_path: Path) -> None:
    path = tmp_path / "knee.guideline"
    path.write_text(TEXT, "utf-8")
    record = load(path).evaluate({}).to_dict()
    with pytest.raises(UnknownGuidelineError, match=r"was read from the file .*knee\.guideline, "):
        reopen(record)
    assert reopen(record, path).same
    with pytest.raises(UnknownGuidelineError, match="was read from a text, "):
        reopen(loads(TEXT).evaluate({}).to_dict())
    # Its name is that of one that ships, and it is not that one.
    with pytest.raises(UnknownGuidelineError):
        reopen(loads(TEXT.replace("guideline knee", "guideline nexus")).evaluate({}).to_dict())


def test_a_guideline_that_is_gone_is_told() -> None:
    record = evaluate({}).to_dict()
    record["guideline"]["origin"]["name"] = "low_back_pian"
    with pytest.raises(UnknownGuidelineError, match="low_back_pian"):
        reopen(record)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda record: None,
        lambda record: [record],
        lambda record: {},
        lambda record: record["decision"],
        lambda record: {**record, "schema": "1"},
        lambda record: {**record, "day": "today"},
        lambda record: {**record, "facts": {}},
        lambda record: {**record, "facts": {**record["facts"], "units": 1}},
        lambda record: {**record, "decision": {**record["decision"], "studies": ["mri"]}},
        lambda record: {**record, "guideline": {"name": "low_back_pain"}},
    ],
)
def test_what_is_no_record_is_refused(spoil: Callable[[Any], Any]) -> None:
    with pytest.raises(RecordError, match=r"^what was given is no record of a decision, as "):
        reopen(spoil(evaluate({}).to_dict()))


def test_a_record_of_a_later_library_is_refused() -> None:
    record = {**evaluate({}).to_dict(), "schema": 2, "library": "3.0"}
    with pytest.raises(RecordError) as raised:
        reopen(record)
    assert str(raised.value) == (
        "the record is of schema 2, from version 3.0 of the library, and this version reads "
        "schema 1"
    )


def test_it_is_no_yes_or_no() -> None:
    with pytest.raises(TypeError, match="look at its `same`"):
        bool(reopen(evaluate({}).to_dict()))
