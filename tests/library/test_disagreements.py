"""On whom two guidelines disagree is what trying every patient finds, told exactly."""

import json
import re
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import assume, given, note

from imaging_rules import (
    Disagreements,
    Guideline,
    ImagingRulesError,
    Recommendation,
    StudyRecommendation,
    disagreements,
    loads,
)
from imaging_rules.analyse.patient_groups import PatientGroup
from imaging_rules.analyse.versions import disagree
from imaging_rules.analyse.versions.disagreement import Disagreement, kind_of
from imaging_rules.diagram import pair
from imaging_rules.model.meaning import Outcome, Patient
from imaging_rules.model.rules import RedFlag
from tests.analyse.claims import Disputed, Two, is_allowed, is_true
from tests.analyse.pairs import assert_decides, pairs
from tests.cli.command_line import run
from tests.library.two_guidelines import ONE, OTHER

MOST_PATIENTS = 300
R = Recommendation
NOT_NAMED = StudyRecommendation.NOT_NAMED
RULED_OUT = StudyRecommendation.RULED_OUT

Tried = list[tuple[Patient, Patient, Outcome, Outcome]]
Both = tuple[Guideline, Guideline]


def level_of(outcome: Outcome, study: str | None) -> Recommendation | StudyRecommendation:
    return outcome.level if study is None else outcome.studies[study]


@given(pairs())
def test_every_patient_on_whom_they_disagree_is_told_of_and_no_other(both: Both) -> None:
    one, other = both
    note(f"{one.model.text.text}\n-----\n{other.model.text.text}")
    two = Two(one.model, other.model)
    assume(two.count <= MOST_PATIENTS)
    found = disagreements(one, other)
    assert found.patients == two.count
    first, second = Disputed(one.model), Disputed(other.model)
    tried = [(a, b, first.decide(a), second.decide(b)) for a, b in two.patients()]
    assert {(each.one, each.other) for each in found.levels} == {
        (a.level, b.level) for _, _, a, b in tried if a.level is not b.level
    }
    shared = [name for name in one.model.study if name in other.model.study]
    assert {(each.study, each.one, each.other) for each in found.studies} == {
        (study, a.studies[study], b.studies[study])
        for _, _, a, b in tried
        for study in shared
        if a.level is b.level and a.studies[study] is not b.studies[study]
    }
    for each in (*found.levels, *found.studies):
        assert_told(each, found, two, tried)


def assert_told(each: Disagreement, found: Disagreements, two: Two, tried: Tried) -> None:
    note(str(each))
    concerned = [
        level_of(a, each.study) is each.one
        and level_of(b, each.study) is each.other
        and (each.study is None or a.level is b.level)
        for _, _, a, b in tried
    ]
    assert each.patients == sum(concerned)

    def members(group: PatientGroup) -> list[bool]:
        return [belongs(group, found, two, row) for row in tried]

    told = [members(group) for group in each.groups]
    for group, belonging in zip(each.groups, told, strict=True):
        assert group.patients == sum(belonging) > 0
        assert not any(m and not c for m, c in zip(belonging, concerned, strict=True))
        # No fact is named in vain: without it, the words are false of someone.
        for named in group.facts:
            fewer = evolve(group, facts=tuple(f for f in group.facts if f is not named))
            assert any(m and not c for m, c in zip(members(fewer), concerned, strict=True))
    sizes = [group.patients for group in each.groups]
    assert sizes == sorted(sizes, reverse=True)
    in_some = [any(row) for row in zip(*told, strict=True)] if told else [False] * len(tried)
    assert each.left == sum(c and not i for c, i in zip(concerned, in_some, strict=True))


def belongs(
    group: PatientGroup,
    found: Disagreements,
    two: Two,
    row: tuple[Patient, Patient, Outcome, Outcome],
) -> bool:
    """Whether a patient belongs to a group, going by its words alone."""
    one, other, first, second = row
    for named in group.facts:
        name, _, label = named.fact.partition(" ")
        of_one = label == f"({found.names[0]})" or (not label and name in one)
        fact, patient = (two.old.fact, one) if of_one else (two.new.fact, other)
        if not is_allowed(fact[name], patient[name], named.values):
            return False
    if group.besides == "of whom no red flag holds":
        sides = ((two.old, one), (two.new, other))
        return not any(is_true(m, flag.when, p) for m, p in sides for flag in m.of(RedFlag))
    if not group.besides:
        return True
    says = re.fullmatch(r"of whom `(.*)` says `(.*?)`(?: of (\w+))?", group.besides)
    assert says, group.besides
    outcome = (first, second)[found.names.index(says[1])]
    return level_of(outcome, says[3]).value == says[2]


@given(pairs())
def test_the_patient_of_each_group_can_be_pasted_as_an_example(both: Both) -> None:
    one, other = both
    for each in disagreements(one, other).levels:
        for group in each.groups:
            note(str(group))
            for guideline, given_facts, level in (
                (one, group.given_one, each.one),
                (other, group.given_other, each.other),
            ):
                assert_decides(guideline, given_facts, level)


@given(pairs())
def test_a_guideline_agrees_with_itself(both: Both) -> None:
    for guideline in both:
        found = disagreements(guideline, guideline)
        assert found.agree
        assert all("contradictions" in each for each in found.in_one_alone)
        assert len(set(found.names)) == 2


# --- the kinds ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (R.OUT_OF_SCOPE, R.IMAGE, "different scope"),
        (R.NO_GUIDANCE, R.OUT_OF_SCOPE, "different scope"),
        (R.NO_GUIDANCE, R.WAIT, "silent"),
        (R.IMAGE_URGENTLY, R.NO_GUIDANCE, "silent"),
        (NOT_NAMED, R.CONSIDER, "silent"),
        (R.IMAGE, R.WAIT, "opposite"),
        (R.DO_NOT_IMAGE, R.IMAGE_IMMEDIATELY, "opposite"),
        (R.CONSIDER, R.DO_NOT_IMAGE, "different degree"),
        (R.CONSIDER, R.IMAGE, "different degree"),
        (R.WAIT, R.DO_NOT_IMAGE, "different degree"),
        (RULED_OUT, StudyRecommendation.IMAGE_URGENTLY, "opposite"),
        (RULED_OUT, StudyRecommendation.CONSIDER, "different degree"),
        (RULED_OUT, StudyRecommendation.DO_NOT_IMAGE, "different degree"),
        (RULED_OUT, NOT_NAMED, "silent"),
        (R.IMAGE, R.IMAGE_URGENTLY, "different degree"),
        (R.UNDETERMINED, R.OUT_OF_SCOPE, "open"),
        (R.IMAGE, R.UNDETERMINED, "open"),
    ],
)
def test_how_two_answers_differ(
    one: Recommendation | StudyRecommendation, other: Recommendation, kind: str
) -> None:
    assert kind_of(one, other) == kind_of(other, one) == kind


# --- what is told ---------------------------------------------------------------------------------


def test_what_was_compared_is_told() -> None:
    found = disagreements(loads(ONE), loads(OTHER))
    assert found.in_one_alone == (
        "only `one` asks for `pregnant`",
        "only `other` asks for `candidate`",
        "`fever` is asked as “Is there fever?” by `one` and as “Is the temperature raised?” by "
        "`other`; they were taken for the same fact",
        "`pain` is a number from 0 to 52 weeks in `one` and a number from 0 to 364 days in "
        "`other`; what both allow was compared",
        "`severity` is one of mild, severe in `one` and a whole number from 0 to 10 in `other`; "
        "they were taken for two facts",
        "only `one` has the studies `mri_low_dose`",
    )
    words = {group.words for each in found.levels for group in each.groups}
    assert any("severity (one) severe" in each for each in words)
    assert any("severity (other) at least 7" in each for each in words)


ODD = """
contradiction odd
  title     "Fever without pain"
  when      fever and pain at most 1 weeks
  editorial "Made up."
"""


def test_contradictions_are_compared() -> None:
    plain = ONE.replace("red flag fever", "indication fever").replace("urgently with", "with")
    found = disagreements(loads(plain), loads(plain + ODD.replace(" 1 weeks", " 5 weeks")))
    assert not found.agree
    assert {(each.one.words, each.other.words, each.kind) for each in found.levels} == {
        ("image", "undetermined", "open"),
    }
    # A red flag overrides.
    assert disagreements(loads(ONE), loads(ONE + ODD)).agree


def test_contradictions_that_compare_numbers_are_told_as_left_out() -> None:
    since = ONE[ONE.index("fact pain") : ONE.index("fact severity")].replace("pain", "care")
    compares = ODD.replace("fever and pain at most 1 weeks", "care over pain")
    found = disagreements(loads(ONE + since), loads(ONE + since + compares))
    assert found.agree
    (left_out,) = [each for each in found.in_one_alone if "contradiction" in each]
    assert left_out == (
        "of `one 1.0 (2)` these contradictions were left out, as they compare numbers with each "
        "other: `odd`; while one is found, its facts count as open"
    )


def test_contradictions_that_take_too_long_are_told_as_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("imaging_rules.analyse.versions.with_contradictions.BUDGET", 1)
    found = disagreements(loads(ONE), loads(ONE + ODD))
    (left_out,) = [each for each in found.in_one_alone if "contradiction" in each]
    assert "as that takes too long: `odd`" in left_out


def test_the_command_tells_the_largest_groups(tmp_path: Path) -> None:
    one, other = tmp_path / "one.guideline", tmp_path / "other.guideline"
    one.write_text(ONE, "utf-8")
    other.write_text(OTHER, "utf-8")
    result = run("compare", one, other)
    assert result.exit_code == 1
    assert "They disagree on " in result.stdout
    assert "by one, " in result.stdout
    assert "(different scope; " in result.stdout
    assert result.stdout == disagreements(one, other).explain()
    assert run("compare", one, one).exit_code == 0
    data = json.loads(run("compare", one, other, "--format", "json").stdout)
    assert data == json.loads(json.dumps(disagreements(one, other).to_dict()))
    assert data["agree"] is False
    assert {each["kind"] for each in data["levels"]} >= {"different scope", "opposite"}


def test_disagreements_are_no_yes_or_no() -> None:
    with pytest.raises(TypeError):
        bool(disagreements(loads(ONE), loads(OTHER)))


# --- limits ---------------------------------------------------------------------------------------


def test_what_takes_too_long_to_tell_is_counted_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = disagreements(loads(ONE), loads(OTHER))
    monkeypatch.setattr(disagree, "BUDGET_OF_ALL", 0)
    found = disagreements(loads(ONE), loads(OTHER))
    assert [(e.one, e.other, e.patients) for e in found.levels] == [
        (e.one, e.other, e.patients) for e in whole.levels
    ]
    assert all(each.groups == () and each.left == each.patients for each in found.levels)
    told = found.explain()
    lines = len(found.levels) + len(found.studies)
    assert told.count("would take too long") == 1
    assert f"For the {lines} lines without a group, it would take too long to find words" in told


def test_few_groups_are_told_and_the_rest_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disagree, "MOST_GROUPS", 1)
    found = disagreements(loads(ONE), loads(OTHER))
    assert all(len(each.groups) == 1 for each in found.levels)
    cut = [each for each in found.levels if each.left]
    assert cut
    assert all(0 < each.left < each.patients for each in cut)


def test_what_cannot_be_compared_in_time_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pair, "BUDGET", 10)
    with pytest.raises(ImagingRulesError, match="tell too many cases apart"):
        disagreements(loads(ONE), loads(OTHER))
    one = tmp_path / "one.guideline"
    one.write_text(ONE, "utf-8")
    result = run("compare", one, "low_back_pain")
    assert result.exit_code == 2
    assert "compare them for one patient" in result.stderr
