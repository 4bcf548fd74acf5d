"""The difference of two versions is what trying every patient finds, told exactly."""

import json
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import assume, given, note
from hypothesis import strategies as st

from imaging_rules import (
    Difference,
    FactsError,
    Guideline,
    GuidelineError,
    ImagingRulesError,
    StudyRecommendation,
    diff,
    load,
    loads,
)
from imaging_rules.analyse.patient_groups import PatientGroup
from imaging_rules.analyse.versions.records import LevelChange
from imaging_rules.diagram.store import OverBudgetError
from imaging_rules.library.find import read_as
from imaging_rules.model.meaning import Outcome, Patient
from imaging_rules.syntax.parse import parse
from imaging_rules.testing import partial_patients
from imaging_rules.text import SourceText
from tests.analyse.claims import Claims, Disputed, Two
from tests.analyse.pairs import assert_decides, pairs

MOST_PATIENTS = 1_500
NOT_NAMED = StudyRecommendation.NOT_NAMED

Tried = list[tuple[Patient, Patient, Outcome, Outcome]]


@given(pairs())
def test_every_patient_whose_decision_changes_is_in_a_group_and_no_other(
    versions: tuple[Guideline, Guideline],
) -> None:
    old, new = versions
    note(f"{old.model.text.text}\n-----\n{new.model.text.text}")
    two = Two(old.model, new.model)
    assume(two.count <= MOST_PATIENTS)
    found = diff(old, new)
    assert found.patients == two.count
    before, after = Disputed(old.model), Disputed(new.model)
    tried = [(one, other, before.decide(one), after.decide(other)) for one, other in two.patients()]
    claims = Claims(two)
    assert {(c.before, c.after) for c in found.levels} == {
        (b.level, a.level) for _, _, b, a in tried if b.level is not a.level
    }
    for change in found.levels:
        concerned = [b.level is change.before and a.level is change.after for _, _, b, a in tried]
        compare(change, claims, tried, concerned)
    for change in found.studies:
        concerned = [is_concerned(change, b, a) for _, _, b, a in tried]
        compare(change, claims, tried, concerned)
    changed_studies = {
        (name, level_of(b, name), level_of(a, name))
        for _, _, b, a in tried
        for name in {*b.studies, *a.studies}
        if b.level is a.level and level_of(b, name) is not level_of(a, name)
    }
    assert {(c.study, c.before, c.after) for c in found.studies} == changed_studies


def read_but_examples(text: str) -> Guideline:
    read, _ = read_as(Path("made.guideline"), text.encode(), but_examples=True)
    assert read is not None
    return read


def level_of(outcome: Outcome, study: str | None) -> Any:
    return outcome.studies.get(study or "", NOT_NAMED)


def is_concerned(change: LevelChange, before: Outcome, after: Outcome) -> bool:
    return before.level is after.level and (
        level_of(before, change.study) is change.before
        and level_of(after, change.study) is change.after
    )


def compare(change: LevelChange, claims: Claims, tried: Tried, concerned: list[bool]) -> None:
    note(str(change))
    assert change.complete
    assert change.patients == sum(concerned)
    rises = change.before.end < change.after.end

    def members(group: PatientGroup) -> list[bool]:
        return [claims.belongs(group, one, other, rises) for one, other, _, _ in tried]

    belonging = [members(group) for group in change.groups]
    assert [any(each) for each in zip(*belonging, strict=True)] == concerned
    for group in change.groups:
        # No fact is named in vain: without it, the claim is false of someone.
        for named in group.facts:
            fewer = evolve(group, facts=tuple(f for f in group.facts if f is not named))
            assert any(m and not c for m, c in zip(members(fewer), concerned, strict=True))


@given(pairs())
def test_the_patient_of_each_group_can_be_pasted_as_an_example(
    versions: tuple[Guideline, Guideline],
) -> None:
    old, new = versions
    found = diff(old, new)
    for change in found.levels:
        for group in change.groups:
            note(str(group))
            assert_decides(old, group.given_one, change.before)
            assert_decides(new, group.given_other, change.after)


CONTRADICTORY = """
guideline made
  otherwise wait
  assumes   "Made up."
fact a
  yes or no
  ask "A?"
fact b
  yes or no
  ask "B?"
study mri
  title "MRI"
red flag flag
  title    "Flag"
  when     a
  image    with mri
  question "Why?"
  assumes  "Made up."
contradiction odd
  title   "A without B"
  when    a and not b
  assumes "Made up."
"""


def test_the_patient_of_a_group_contradicts_nothing_where_one_of_them_does_not() -> None:
    found = diff(
        loads(CONTRADICTORY.replace("red flag", "indication")),
        loads(CONTRADICTORY.replace("red flag", "indication").replace("image    with", "consider")),
    )
    ((group,),) = [change.groups for change in found.levels]
    # Of whoever has a without b, both versions leave the level open.
    assert group.words == "patients with a and b"
    assert group.given_other == "a, b"


@given(pairs(), st.data())
def test_where_some_patient_is_decided_otherwise_something_is_told(
    versions: tuple[Guideline, Guideline], data: st.DataObject
) -> None:
    """Patients known in part too, with screens answered and with contradictions."""
    old, new = versions
    note(f"{old.model.text.text}\n-----\n{new.model.text.text}")
    # What only one of them has is told, and how it was compared.
    found = diff(old, new)
    assume(not found.in_one_alone)
    differs = False
    for _ in range(8):
        facts = data.draw(partial_patients(data.draw(st.sampled_from(versions))))
        try:
            differs = differs or decided(old, facts) != decided(new, facts)
        except FactsError:
            # Such as the answer to a screen that is gone.
            continue
    assert found.changes_decisions or not differs


def decided(guideline: Guideline, facts: dict[str, Any]) -> object:
    decision = guideline.evaluate(facts)
    studies = {each.name: (each.recommendation, each.possible) for each in decision.studies}
    return decision.recommendation, decision.possible, decision.settled, studies


@given(pairs())
def test_a_version_does_not_differ_from_itself(versions: tuple[Guideline, Guideline]) -> None:
    for version in versions:
        found = diff(version, version)
        assert not found.changes_decisions
        empty = (found.in_one_alone, found.rules, found.texts, found.old_examples)
        assert empty == ((), (), (), ())


@given(pairs())
def test_in_the_other_direction_the_same_patients_change(
    versions: tuple[Guideline, Guideline],
) -> None:
    found, back = diff(*versions), diff(*versions[::-1])
    for there, again in ((found.levels, back.levels), (found.studies, back.studies)):
        assert {(c.study, c.before, c.after, c.patients) for c in there} == {
            (c.study, c.after, c.before, c.patients) for c in again
        }


# --- one thing changed at a time --------------------------------------------------------------

OLD = """\
guideline sample
  title        "Sample"
  version      "1"
  applies when age at least 18 years
  otherwise    wait
  assumes      "Made up."

fact age
  whole number in years from 0 to 120
  ask "How old?"

fact fever
  yes or no
  ask "Fever?"

fact care
  number in weeks from 0 to 52
  ask "For how long?"

fact pain_for
  number in weeks from 0 to 520
  ask "In pain for how long?"

fact course
  one of better, same, worse
  ask "How is it?"

fact procedure
  yes or no
  ask "A procedure?"
  if not stated assume no

screen signs
  ask    "Any of these?"
  covers fever

define lasting
  as care at least 6 weeks

study mri
  title "MRI"

study ct
  title "CT"

red flag fever
  title    "Fever"
  when     fever
  image    urgently with mri
  question "An infection?"
  assumes  "Made up."

indication procedure
  title    "A procedure"
  when     procedure
  image    with mri
  question "Where?"
  assumes  "Made up."

indication lasting
  title    "It has lasted"
  when     lasting and course is not better
  consider mri
  question "Why?"
  assumes  "Made up."

contradiction care_too_long
  title   "Treated for longer than in pain"
  when    care over pain_for
  assumes "Made up."

advice care
  title   "Care"
  topic   care
  for     wait
  text    "Stay active."
  assumes "Made up."

example "fever"
  given  age is 42 years, fever
  expect image urgently

example "six weeks"
  given  age is 42 years, care is 6 weeks, course is worse, everything else is no
  expect consider
"""
SAMPLE = loads(OLD, name="old.guideline")


def changed(*changes: tuple[str, str]) -> Difference:
    """Return the difference that changes of the sample's text make."""
    text = OLD
    for was, now in changes:
        assert was in text
        text = text.replace(was, now)
    return diff(SAMPLE, loads(text, name="new.guideline"))


def told(changes: tuple[LevelChange, ...]) -> list[tuple[str | None, str, str, list[str]]]:
    return [
        (c.study, c.before.words, c.after.words, [group.words for group in c.groups])
        for c in changes
    ]


NO_EXAMPLES = (OLD[OLD.index('\nexample "six') :], "")


def test_a_later_bound_is_told_with_the_care_it_concerns() -> None:
    found = changed(("care at least 6 weeks", "care at least 8 weeks"), NO_EXAMPLES)
    assert told(found.levels) == [
        (
            None,
            "consider",
            "wait",
            [
                "patients with care 6 to under 8 weeks and course other than better, "
                "for whom the other rules come to `wait`"
            ],
        )
    ]
    (change,) = found.levels
    assert change.groups[0].given_other == (
        "age is 18 years, care is 6 weeks, course is same, everything else is no"
    )
    assert [(each.kind, each.name, each.what) for each in found.rules] == [
        ("define", "lasting", "`as`")
    ]
    assert found.old_examples == ("six weeks",)
    assert found.new_examples == ()


def test_an_earlier_red_flag_is_told_for_each_level_that_it_lifts() -> None:
    found = changed(("when     fever\n", "when     fever or age over 70 years\n"))
    assert told(found.levels) == [
        (
            None,
            level,
            "image urgently",
            [
                "patients with age at least 71 years, without fever, "
                f"for whom the other rules come to `{level}`"
            ],
        )
        for level in ("wait", "consider", "image")
    ]


def test_another_study_is_told_where_the_level_stays() -> None:
    found = changed(("consider mri", "consider ct"))
    assert found.levels == ()
    assert [(c.study, c.before.words, c.after.words) for c in found.studies] == [
        ("mri", "consider", "not named"),
        ("ct", "not named", "consider"),
    ]
    assert found.changes_decisions


def test_a_study_that_a_rule_alone_names_is_told_when_the_rule_goes() -> None:
    indicated = """
guideline made_up
  title     "Made up"
  editorial "Made up."

fact lump
  yes or no

study mri
study ct

indication swelling
  when      lump
  image     with mri
  question  "What is it?"
  editorial "Made up."
"""
    flagged = (
        indicated
        + """
red flag hard
  when      lump
  image     with mri or ct
  question  "What is it?"
  editorial "Made up."
"""
    )
    (change,) = diff(loads(flagged), loads(indicated)).studies
    assert (change.study, change.before, change.after) == (
        "ct",
        StudyRecommendation.IMAGE,
        NOT_NAMED,
    )
    assert [each.words for each in change.groups] == ["patients with lump"]


def test_a_fact_that_is_new_is_free_in_the_old_version() -> None:
    cough = '\nfact cough\n  yes or no\n  ask "Cough?"\n'
    found = changed(
        ("\nscreen signs", cough + "\nscreen signs"),
        ("when     fever\n", "when fever and cough\n"),
        (OLD[OLD.index('\nexample "fever"') :], ""),
    )
    assert found.in_one_alone == (
        "`cough` is new; it was compared for each value that it can have",
    )
    words = [group.words for change in found.levels for group in change.groups]
    assert all("fever" in each and "cough (new)" in each for each in words)
    assert "cough" not in found.levels[0].groups[0].given_one


def test_a_fact_of_another_type_is_two_facts() -> None:
    found = changed(
        ("fact course\n  one of better, same, worse", "fact course\n  yes or no"),
        ("course is not better", "course"),
        ("course is worse", "course"),
    )
    assert found.in_one_alone == (
        "`course` was one of better, same, worse, and is yes or no; the two were compared as "
        "different facts",
    )
    words = [group.words for change in found.levels for group in change.groups]
    assert any("course (old)" in each for each in words)
    assert any("course (new)" in each for each in words)


def test_a_value_that_is_new_is_not_compared() -> None:
    found = changed(("better, same, worse", "better, same, worse, gone"))
    assert not found.changes_decisions
    assert found.in_one_alone == ("`course` can be `gone` now; that was not compared",)
    back = changed(("better, same, worse", "better, worse"))
    assert back.in_one_alone == ("`course` is no longer `same`; that was not compared",)


def test_another_unit_of_the_same_dimension_changes_nothing() -> None:
    found = changed(
        ("number in weeks from 0 to 52\n", "number in days from 0 to 364\n"),
        ("care at least 6 weeks", "care at least 42 days"),
    )
    assert not found.changes_decisions
    assert found.patients == SAMPLE_PATIENTS
    assert found.in_one_alone == (
        "`care` was a number from 0 to 52 weeks, and is a number from 0 to 364 days",
    )


SAMPLE_PATIENTS = 2 * 2 * 2 * 3 * 2


def test_another_range_is_compared_as_far_as_both_allow() -> None:
    found = changed(("from 0 to 52\n", "from 0 to 104\n"))
    assert not found.changes_decisions
    assert found.in_one_alone == (
        "`care` was from 0 to 52 weeks, and is from 0 to 104 weeks; what both allow was compared",
    )


def test_whole_numbers_are_compared_where_one_version_has_only_them() -> None:
    found = changed(("fact age\n  whole number", "fact age\n  number"))
    assert not found.changes_decisions
    assert found.in_one_alone == (
        "`age` was whole numbers, and is any numbers; whole ones were compared",
    )


def test_whole_months_and_whole_years_meet_in_whole_years() -> None:
    found = changed(
        ("whole number in years from 0 to 120", "whole number in months from 0 to 1440"),
        ("age at least 18 years", "age at least 222 months"),
        ("is 42 years", "is 504 months"),
    )
    words = [group.words for change in found.levels for group in change.groups]
    # 222 months are 18.5 years: of whole years, 18 alone is out of scope now.
    assert words
    assert all(each.startswith("patients with age 18 years") for each in words)


def test_units_that_do_not_convert_make_two_facts() -> None:
    found = changed(
        (
            "fact care\n  number in weeks from 0 to 52\n",
            "fact care\n  number in months from 0 to 12\n",
        ),
        ("care at least 6 weeks", "care at least 2 months"),
        (OLD[OLD.index("\ncontradiction") : OLD.index("\nadvice")], ""),
        ("care is 6 weeks", "care is 2 months"),
    )
    assert found.in_one_alone[0] == (
        "`care` was a number from 0 to 52 weeks, and is a number from 0 to 12 months; the two "
        "were compared as different facts"
    )


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        (
            '  ask "A procedure?"\n  if not stated assume no',
            '  ask "A procedure?"',
            (
                "fact",
                "procedure",
                "not stated, it was no, and is open; with all else stated: "
                "wait → undetermined, consider → undetermined",
            ),
        ),
        (
            "assume no",
            "assume yes",
            (
                "fact",
                "procedure",
                "not stated, it was no, and is yes; with all else stated: "
                "wait → image, consider → image",
            ),
        ),
        (
            "covers fever",
            "covers fever, course is same",
            (
                "screen",
                "signs",
                "none to it left `course` open, and leaves it same; with all else stated: "
                "undetermined → consider",
            ),
        ),
    ],
)
def test_what_is_taken_of_unstated_facts_is_told(
    was: str, now: str, told: tuple[str, str, str]
) -> None:
    found = changed((was, now), (OLD[OLD.index('\nexample "fever"') :], ""))
    assert not found.levels
    assert [(each.kind, each.name, each.what) for each in found.unstated] == [told]
    assert found.changes_decisions
    new = loads(OLD[: OLD.index('\nexample "fever"')].replace(was, now))
    levels = set()
    rest: dict[str, list[Any]] = {"signs": ["none"]}
    if told[1] == "procedure":
        rest = {"fever": [True, False]}
    rest |= {"course": ["better", "same", "worse"]} if told[1] == "procedure" else {}
    rest |= {"procedure": [True, False]} if told[1] == "signs" else {}
    for values in product((17, 18), ("5 weeks", "6 weeks"), *rest.values()):
        facts = {"pain_for": 9, **dict(zip(("age", "care", *rest), values, strict=True))}
        was_said, said = (each.evaluate(facts).recommendation.words for each in (SAMPLE, new))
        levels |= {f"{was_said} → {said}"} if was_said != said else set()
    assert levels == set(told[2].rpartition(": ")[2].split(", "))


def test_what_is_taken_and_one_version_does_not_know_is_told_without_levels() -> None:
    text = OLD[: OLD.index('\nexample "fever"')]
    before = text.replace("covers fever", "covers fever, course is same")
    after = text.replace("one of better, same, worse", "one of better, worse")
    found = diff(loads(before), loads(after))
    assert [each.what for each in found.unstated] == [
        "none to it left `course` same, and leaves it open"
    ]


def test_of_studies_that_differ_alone_it_is_told_where_something_else_is_taken() -> None:
    text = OLD[: OLD.index('\nexample "fever"')].replace(
        "when     procedure\n  image    with mri",
        "when     procedure and lasting and course is not better\n  consider ct",
    )
    found = diff(loads(text), loads(text.replace("assume no", "assume yes")))
    assert [each.what for each in found.unstated] == [
        "not stated, it was no, and is yes; with all else stated, ct: not named → consider"
    ]


def test_what_a_screen_says_of_a_fact_that_decides_nothing_can_be_contradicted() -> None:
    new = ("covers fever", "covers fever, pain_for is 1 week")
    found = changed(new)
    assert [(each.kind, each.name, each.what) for each in found.unstated] == [
        ("screen", "signs", "none to it left `pain_for` open, and leaves it 1 week")
    ]
    assert found.changes_decisions
    # Of this patient the old version finds no contradiction, and the new one does.
    facts = {"age": 42, "signs": "none", "care": 0, "course": "same", "pain_for": "3 weeks"}
    assert SAMPLE.evaluate(facts).settled
    assert not loads(OLD.replace(*new)).evaluate(facts).settled


def test_what_a_screen_says_of_a_fact_that_nothing_uses_is_told_as_that() -> None:
    unused = 'fact cough\n  yes or no\n  ask "Cough?"\n'
    old = OLD.replace("fact procedure", f"{unused}\nfact procedure")
    found = diff(loads(old), loads(old.replace("covers fever", "covers fever, cough is yes")))
    (told,) = found.unstated
    assert told.what == (
        "none to it left `cough` open, and leaves it yes; no decision hangs on it, but whoever "
        "answers none and states it otherwise is told of a contradiction"
    )
    # The version stayed, and no decision changes.
    assert found.cautions == ()


def test_what_is_assumed_of_a_fact_that_only_a_contradiction_uses_is_told() -> None:
    found = changed(
        (
            'ask "In pain for how long?"',
            'ask "In pain for how long?"\n  if not stated assume 10 weeks',
        )
    )
    assert [(each.name, each.what) for each in found.unstated] == [
        ("pain_for", "not stated, it was open, and is 10 weeks")
    ]
    facts = {"age": 42, "fever": False, "care": 3, "course": "same"}
    assert SAMPLE.evaluate(facts).settled


def test_what_is_assumed_of_a_fact_that_decides_nothing_changes_nothing() -> None:
    unused = 'fact cough\n  yes or no\n  ask "Cough?"\n'
    one, other = (
        loads(OLD.replace("fact procedure", f"{unused}{more}\nfact procedure"))
        for more in ("", "  if not stated assume no\n")
    )
    found = diff(one, other)
    assert not found.changes_decisions
    assert [(each.kind, each.name) for each in found.texts] == [("fact", "cough")]


@pytest.mark.parametrize(
    ("was", "now", "what"),
    [
        ("care over pain_for", "care at least pain_for", ["`when`"]),
        (OLD[OLD.index("\ncontradiction") : OLD.index("\nadvice")], "", ["removed"]),
        ("care over pain_for", "pain_for over 6 weeks and fever", ["`when`"]),
        ("Treated for longer", "Treated longer", []),
    ],
)
def test_contradictions_that_changed_are_told(was: str, now: str, what: list[str]) -> None:
    found = changed((was, now))
    assert [(each.name, each.what) for each in found.contradictions] == [
        ("care_too_long", each) for each in what
    ]
    assert found.changes_decisions == bool(what)
    assert not found.levels


def test_a_contradiction_written_otherwise_is_not_told() -> None:
    plain = ("care over pain_for", "fever and course is better")
    other = ("care over pain_for", "not (course is not better or not fever)")
    one, two = (loads(OLD.replace(*each)) for each in (plain, other))
    assert diff(one, two).contradictions == ()


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ('title        "Sample"', 'title "Another"', ("header", "", "`title`")),
        ('version      "1"', 'version "2"', ("header", "", "`version`")),
        ('ask "How old?"', 'ask "What age?"', ("fact", "age", "`ask`")),
        ('"Stay active."', '"Keep going."', ("advice", "care", "`text`")),
        ("for     wait", "for     wait, consider", ("advice", "care", "`for`")),
        ('question "Where?"', 'question "Where is it?"', ("indication", "procedure", "`question`")),
        ('example "fever"', 'example "hot"', ("example", "hot", "added")),
        (
            "given  age is 42 years, fever",
            "given  age is 43 years, fever",
            ("example", "fever", "`given`"),
        ),
        (
            "when     lasting and course is not better",
            "when     not (course is better or not lasting)",
            ("indication", "lasting", "`when`: written otherwise, with the same meaning"),
        ),
        (
            "indication procedure",
            "indication procedures",
            ("indication", "procedures", "was called procedure"),
        ),
        (
            "as care at least 6 weeks",
            "as not care under 6 weeks",
            ("define", "lasting", "`as`: written otherwise, with the same meaning"),
        ),
        (
            "age at least 18 years",
            "not age under 18 years",
            ("header", "", "`applies when`: written otherwise, with the same meaning"),
        ),
    ],
)
def test_what_decides_nothing_is_told_apart(was: str, now: str, told: tuple[str, str, str]) -> None:
    found = changed((was, now))
    assert not found.changes_decisions
    assert found.rules == ()
    assert told in [(each.kind, each.name, each.what) for each in found.texts]


def test_another_order_is_told_where_it_matters_to_readers() -> None:
    ct = '\nstudy ct\n  title "CT"\n'
    found = changed((ct, ""), ("\nstudy mri", ct + "\nstudy mri"))
    assert not found.changes_decisions
    assert [(each.kind, each.what) for each in found.texts] == [
        ("study", "the studies stand in another order: another is named first among equals")
    ]


def test_rules_that_are_added_and_removed_are_told() -> None:
    block = OLD[OLD.index("\nindication procedure") : OLD.index("\nindication lasting")]
    found = changed(
        (
            block,
            block.replace("indication procedure", "special case planned").replace(
                "image    with", "consider"
            ),
        )
    )
    assert [(each.kind, each.name, each.what) for each in found.rules] == [
        ("special case", "planned", "added"),
        ("indication", "procedure", "removed"),
    ]


def test_names_and_paths_are_taken_too(tmp_path: Path) -> None:
    path = tmp_path / "sample.guideline"
    path.write_text(OLD, encoding="utf-8")
    assert not diff(path, str(path)).changes_decisions
    assert not diff("low_back_pain", load("low_back_pain")).changes_decisions
    path.write_text("guideline", encoding="utf-8")
    with pytest.raises(GuidelineError):
        diff(path, path)


def test_a_difference_is_plain_data() -> None:
    found = changed(("care at least 6 weeks", "care at least 8 weeks"), NO_EXAMPLES)
    data = found.to_dict()
    assert json.loads(json.dumps(data))["levels"][0]["groups"][0]["words"].startswith("patients")
    assert data["changes_decisions"] is True
    assert data["levels"][0]["before"] == "consider"
    assert data["old"] == {"name": "sample", "version": "1", "file": "old.guideline"}
    with pytest.raises(TypeError, match="changes_decisions"):
        bool(found)


def test_versions_that_differ_in_too_many_ways_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imaging_rules.diagram.pair.BUDGET", 10)
    with pytest.raises(ImagingRulesError, match="too many cases apart"):
        diff(SAMPLE, SAMPLE)


def test_very_many_groups_are_cut_short_and_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imaging_rules.analyse.versions.changed_decisions.MOST_GROUPS", 0)
    found = changed(("care at least 6 weeks", "care at least 8 weeks"), NO_EXAMPLES)
    assert [(c.complete, c.groups) for c in found.levels] == [(False, ())]
    assert found.levels[0].patients > 0


@pytest.mark.parametrize("limit", ["BUDGET", "BUDGET_OF_ONE"])
def test_groups_that_take_too_long_to_find_are_told_as_missing(
    limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = (("care at least 6 weeks", "care at least 8 weeks"), NO_EXAMPLES)
    in_full = changed(*later)
    assert all(change.groups for change in in_full.levels)
    monkeypatch.setattr(f"imaging_rules.analyse.versions.changed_decisions.{limit}", 1)
    found = changed(*later)
    assert [(c.complete, c.groups) for c in found.levels] == [(False, ())] * len(in_full.levels)
    # Who they are is left untold; that decisions change, and how many, is not.
    assert found.changes_decisions
    assert [(c.before, c.after, c.patients) for c in found.levels] == [
        (c.before, c.after, c.patients) for c in in_full.levels
    ]
    assert (found.rules, found.texts) == (in_full.rules, in_full.texts)


# --- contradictions ---------------------------------------------------------------------------


PLAIN = OLD.replace("care over pain_for", "fever and course is better")


def test_a_patient_is_told_of_whom_one_version_finds_a_contradiction() -> None:
    found = diff(loads(PLAIN), loads(PLAIN.replace("and course is better", "and not procedure")))
    (told,) = found.contradictions
    assert (told.name, told.what) == ("care_too_long", "`when`")
    assert told.given == "age is 18 years, fever, care is 0 weeks, course is better, procedure"
    facts = {"age": 18, "fever": True, "care": 0, "course": "better", "procedure": True}
    assert [each.name for each in loads(PLAIN).evaluate(facts).contradictions] == ["care_too_long"]
    block = PLAIN[PLAIN.index("\ncontradiction") : PLAIN.index("\nadvice")]
    (removed,) = diff(loads(PLAIN), loads(PLAIN.replace(block, ""))).contradictions
    assert removed.what == "removed"
    assert removed.given


INDICATED = CONTRADICTORY.replace("red flag", "indication")
TRUSTED = INDICATED[: INDICATED.index("contradiction odd")]


def test_the_levels_before_and_after_a_changed_contradiction_are_told() -> None:
    found = diff(loads(INDICATED), loads(TRUSTED))
    (change,) = found.levels
    assert (change.before.words, change.after.words, change.patients) == (
        "undetermined",
        "image",
        1,
    )
    (group,) = change.groups
    assert group.words == "patients with a, without b"
    assert (group.given_one, group.given_other) == ("a, everything else is no", "a")
    (back,) = diff(loads(TRUSTED), loads(INDICATED)).levels
    assert (back.before.words, back.after.words) == ("image", "undetermined")
    # That a red flag holds is certain: it overrides, whatever contradicts what.
    flag = loads(CONTRADICTORY)
    found = diff(flag, loads(TRUSTED.replace("indication", "red flag")))
    assert found.levels == ()
    assert [each.what for each in found.contradictions] == ["removed"]


def test_where_the_level_stays_a_changed_contradiction_changes_a_study() -> None:
    other = """
study ct
  title "CT"
indication either
  title    "Either"
  when     not a
  image    with ct
  question "Why?"
  assumes  "Made up."
"""
    found = diff(loads(INDICATED + other), loads(TRUSTED + other))
    assert found.levels == ()
    assert {(each.study, each.before.words, each.after.words) for each in found.studies} == {
        ("mri", "undetermined", "image"),
        ("ct", "undetermined", "not named"),
    }


def test_a_difference_that_only_contradicting_answers_leave_possible_is_told() -> None:
    fact = 'fact d\n  yes or no\n  ask "D?"\n'
    new = CONTRADICTORY.replace("a and not b", "not a").replace("study mri", f"{fact}study mri")
    old = new.replace("  otherwise wait", "  applies when d\n  otherwise wait")
    found = diff(loads(old), loads(new))
    # Without d and a, the answers contradict each other, and image stays possible in both.
    assert loads(old).evaluate({"a": False, "d": False}).recommendation == "undetermined"
    assert loads(new).evaluate({"a": False, "d": False}).recommendation == "undetermined"
    assert [each.words for each in loads(old).evaluate({"a": False, "d": False}).possible] == [
        "out of scope",
        "image",
    ]
    assert [each.words for each in loads(new).evaluate({"a": False}).possible] == ["wait", "image"]
    assert (found.levels, found.studies, found.contradictions) == ((), (), ())
    assert found.changes_decisions
    assert [(each.kind, each.name, each.what) for each in found.unstated] == [
        (
            "rules",
            "",
            "they say otherwise only of patients whose answers contradict each other; what is "
            "recommended stays, and what stays possible does not",
        )
    ]


def test_a_study_that_no_rule_names_is_no_such_difference() -> None:
    study = '\nstudy ct\n  title "CT"\n  assumes "Made up."\n'
    found = diff(loads(CONTRADICTORY), loads(CONTRADICTORY + study))
    assert not found.changes_decisions
    assert len(found.in_one_alone) == 1


def test_what_contradictions_make_of_decisions_is_told_as_left_out_where_it_takes_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def never(guideline: object, diagrams: object) -> None:
        raise OverBudgetError

    monkeypatch.setattr(
        "imaging_rules.analyse.versions.with_contradictions.with_contradictions", never
    )
    found = diff(loads(INDICATED), loads(TRUSTED))
    assert found.levels == ()
    assert found.cautions == (
        "what contradictions make of decisions would take too long to compare: the levels are "
        "told as if none were found",
    )


def test_a_contradiction_of_another_name_is_the_same() -> None:
    found = diff(loads(PLAIN), loads(PLAIN.replace("care_too_long", "fever_and_better")))
    assert found.contradictions == ()
    assert not found.changes_decisions


def test_a_contradiction_that_is_never_found_changes_nothing() -> None:
    never = """
contradiction never
  title   "Never"
  when    fever and not fever
  assumes "Made up."
"""
    assert not diff(loads(OLD), loads(OLD + never)).changes_decisions
    assert not diff(loads(OLD + never), loads(OLD)).changes_decisions


# --- facts that are called otherwise, and other cautions --------------------------------------


def test_a_fact_that_is_called_otherwise_is_recognised() -> None:
    found = diff(SAMPLE, loads(OLD.replace("fever", "high_temperature"), name="new"))
    assert not found.changes_decisions
    assert found.cautions == (
        "`fever` is called `high_temperature` now: what states it by the old name is refused",
    )
    assert found.in_one_alone == ()
    assert (found.old_examples, found.new_examples) == ((), ())
    assert [(each.kind, each.name, each.what) for each in found.texts] == [
        ("red flag", "high_temperature", "was called fever"),
        ("example", "high_temperature", "added"),
        ("example", "fever", "removed"),
    ]


def test_the_decisions_of_a_fact_that_is_called_otherwise_are_compared() -> None:
    new = OLD.replace(*NO_EXAMPLES).replace("at least 6 weeks", "at least 8 weeks")
    for place in ("fact care", "as care", "when    care"):
        new = new.replace(place, place.replace("care", "treatment"))
    found = diff(SAMPLE, loads(new, name="new"))
    assert found.cautions[1:] == (
        "`care` is called `treatment` now: what states it by the old name is refused",
    )
    (change,) = found.levels
    assert (change.before.words, change.after.words) == ("consider", "wait")
    (group,) = change.groups
    assert group.given_one.startswith("age is 18 years, care is 6 weeks")
    assert group.given_other.startswith("age is 18 years, treatment is 6 weeks")


def test_a_fact_of_another_question_in_place_of_one_that_is_gone_is_another() -> None:
    new = OLD.replace("fact procedure", "fact operation").replace("A procedure?", "Operated on?")
    new = new.replace("when     procedure", "when     operation")
    found = diff(SAMPLE, loads(new, name="new"))
    # The rule is what it was but for the name, so the fact is taken for the same.
    assert any(each.startswith("`procedure` is called `operation`") for each in found.cautions)
    other = new.replace("when     operation", "when     operation and not fever")
    found = diff(SAMPLE, loads(other, name="new"))
    assert not any("is called" in each for each in found.cautions)
    assert "`operation` is new; it was compared for each value that it can have" in (
        found.in_one_alone
    )


MEASURED = """
guideline measured
  title     "Measured"
  otherwise no guidance
fact dimer
  number in {0} from 0 to 52
study mri
indication high
  when      dimer at least 6 {0}
  image     with mri
  question  "?"
  editorial "Made up."
"""


def test_another_name_of_a_unit_of_the_same_size_is_not_warned_of() -> None:
    def cautions(one: str, other: str) -> tuple[str, ...]:
        old, now = (loads(MEASURED.format(unit)) for unit in (one, other))
        return tuple(each for each in diff(old, now).cautions if "was measured" in each)

    assert cautions("ng/mL", "ug/L") == ()
    for other in ("ug/mL", '"ng per mL"', "kg"):
        (told,) = cautions("ng/mL", other)
        assert told.startswith(
            f"`dimer` was measured in ng/mL, and is measured in {other}: a number"
        )


def test_another_unit_is_warned_of() -> None:
    found = changed(
        ("number in weeks from 0 to 52\n", "number in days from 0 to 364\n"),
        ("care at least 6 weeks", "care at least 42 days"),
    )
    assert found.cautions == (
        "`care` was measured in weeks, and is measured in days: a number that is stated without "
        "a unit means something else now",
    )
    assert not found.changes_decisions


def test_a_version_that_stayed_is_told_where_decisions_change() -> None:
    later = ("care at least 6 weeks", "care at least 8 weeks")
    assert changed(later, NO_EXAMPLES).cautions == (
        "decisions change, and the version is 1 as before",
    )
    assert changed(later, NO_EXAMPLES, ('version      "1"', 'version "2"')).cautions == ()
    assert changed(("Stay active.", "Keep going.")).cautions == ()


# --- examples that nobody touched -------------------------------------------------------------


def test_examples_are_not_blamed_for_a_fact_that_is_new() -> None:
    cough = '\nfact cough\n  yes or no\n  ask "Cough?"\n'
    flag = OLD[OLD.index("\nred flag fever") : OLD.index("\nindication procedure")]
    found = changed(
        ("\nscreen signs", cough + "\nscreen signs"),
        (flag, flag + flag.replace("fever", "cough").replace("Fever", "Cough")),
    )
    # `everything else is no` says of the new fact what it says of every other.
    assert found.old_examples == ()
    assert found.new_examples == ()
    assert [each for each in found.texts if each.kind == "example"] == []


def test_an_example_that_both_have_is_told_once() -> None:
    later = ("care at least 6 weeks", "care at least 8 weeks")
    found = diff(read_but_examples(OLD), read_but_examples(OLD.replace(*later)))
    assert found.examples == ("six weeks",)
    assert found.old_examples == found.new_examples == ()
    # What gives something else in one of them is told of each.
    touched = OLD.replace(*later).replace("care is 6 weeks", "care is 7 weeks")
    found = diff(read_but_examples(OLD), read_but_examples(touched))
    assert found.examples == ()
    assert (found.old_examples, found.new_examples) == (("six weeks",), ("six weeks",))


def test_an_example_that_was_touched_is_told() -> None:
    found = changed(("age is 42 years, fever", "age is 43 years, fever"))
    assert [(each.kind, each.name, each.what) for each in found.texts] == [
        ("example", "fever", "`given`")
    ]


# --- what a changed threshold leaves behind ---------------------------------------------------


def test_texts_that_speak_of_an_old_threshold_are_told() -> None:
    weeks = (
        ('title    "It has lasted"', 'title    "Six weeks or more"'),
        ('text    "Stay active."', 'text    "Wait for 6 weeks, and 2 days more."'),
        ('ask "For how long?"', 'ask "For how long? Six days are nearly a week."'),
    )
    old = OLD
    for change in weeks:
        old = old.replace(*change)
    new = old.replace("care at least 6 weeks", "care at least 8 weeks").replace(
        "care is 6 weeks", "care is 8 weeks"
    )
    found = diff(loads(old), loads(new))
    assert [(e.number, e.kind, e.name, e.clause, e.words) for e in found.old_numbers] == [
        ("6 weeks", "indication", "lasting", "title", "Six weeks"),
        ("6 weeks", "advice", "care", "text", "6 weeks"),
        ("6 weeks", "example", "six weeks", "example", "six weeks"),
    ]
    # What another block goes by still may be spoken of.
    limit = """
limit early
  title   "Early"
  when    care under 6 weeks
  hold at wait
  assumes "Made up."
"""
    found = diff(loads(old + limit), loads(new + limit))
    assert [(e.kind, e.name) for e in found.old_numbers] == [("indication", "lasting")]


def test_a_range_of_which_one_end_is_gone_is_told_wherever_it_stands() -> None:
    period = """
waiting period treated
  title    "Treated"
  lasts    4 to 6 weeks of care
  then     image with mri
  question "Why?"
  assumes  "Made up."

advice waiting
  title   "Waiting"
  topic   care
  for     wait
  text    "Wait four to six weeks. Four weeks are a month."
  assumes "Made up."

limit early
  title   "Early"
  when    care under 4 weeks
  hold at wait
  assumes "Made up."
"""
    old, new = (
        loads(OLD.replace(*NO_EXAMPLES) + each) for each in (period, period.replace("4 to 6", "6"))
    )
    assert [(e.number, e.name, e.words) for e in diff(old, new).old_numbers] == [
        ("4 weeks", "waiting", "four to six weeks")
    ]


SOURCED = OLD.replace("fact age", 'source paper\n  title "A paper"\n\nfact age').replace(
    '"Why?"\n  assumes  "Made up."', '"Why?"\n  cite paper "2"'
)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        # The definition cites nothing, so it counts with the rule that uses it.
        (
            (("at least 6 weeks", "at least 8 weeks"),),
            [("indication", "lasting", "by way of `lasting`")],
        ),
        ((("at least 6 weeks", "at least 42 days"),), []),
        ((("at least 6 weeks", "at least 8 weeks"), ('"2"', '"3"')), []),
        (
            (
                ("at least 6 weeks", "at least 8 weeks"),
                ('cite paper "2"', 'cite paper "2"\n  editorial "Our own number."'),
            ),
            [],
        ),
        ((("at least 6 weeks", 'at least 8 weeks\n  assumes "Read so."'),), []),
        (
            (("lasting and course", "lasting and age over 50 years and course"),),
            [("indication", "lasting", "now `age over 50 years`")],
        ),
    ],
)
def test_another_threshold_under_the_same_citation_is_told(
    changes: tuple[tuple[str, str], ...], told: list[tuple[str, str, str]]
) -> None:
    old = SOURCED.replace(*NO_EXAMPLES)
    new = old
    for change in changes:
        assert change[0] in new
        new = new.replace(*change)
    found = diff(loads(old), loads(new)).same_citations
    assert [(each.kind, each.name, each.what) for each in found] == told


def test_the_examples_of_each_version_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read = []

    def counted(text: SourceText) -> object:
        read.append(text)
        return parse(text)

    monkeypatch.setattr("imaging_rules.analyse.versions.renamed_facts.parse", counted)
    old, new = loads(OLD + "# 1\n"), loads(OLD + "# 2\n")
    diff(old, new)
    assert read == [old.model.text, new.model.text]
