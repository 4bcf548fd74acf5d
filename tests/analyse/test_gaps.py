"""Patients in whom something stands out, and of whom a guideline says nothing."""

import pytest
from attrs import evolve
from hypothesis import assume, given, note

from imaging_rules import Guideline, ImagingRulesError, Recommendation, load, loads
from imaging_rules.analyse.gaps import Gap
from imaging_rules.library.proofs import find_gaps
from imaging_rules.model.meaning import Patient, decide, holds, truths
from imaging_rules.model.rules import Contradiction, Limit, Rule
from imaging_rules.testing import guidelines
from tests.agreement.test_laws import given_in
from tests.analyse.claims import is_allowed
from tests.analyse.files import FACTS, HEADER, SCOPED, rule
from tests.analyse.patients import MOST, condition_holds, number_of_patients, patients


def gaps_of(rules: str, header: str = HEADER) -> list[tuple[str, str, tuple[str, ...], str]]:
    found, _ = find_gaps(loads(header + FACTS + rules))
    return [(gap.fact, gap.values, gap.rules, gap.given) for gap in found]


@given(guidelines())
def test_a_gap_is_who_stands_out_and_is_not_spoken_of(guideline: Guideline) -> None:
    model = guideline.model
    note(model.text.text)
    assume(number_of_patients(model) <= MOST)
    silent = [patient for patient in patients(model) if is_silent(guideline, patient)]
    for gap in find_gaps(guideline)[0]:
        note(str(gap))
        fact = model.fact[gap.fact]
        members = [p for p in silent if is_allowed(fact, p[gap.fact], gap.values)]
        assert members
        assert len(members) == gap.patients
        assert {decide(model, p).level for p in members} == {gap.otherwise}
        assert all(asked_for(guideline, gap, name) for name in gap.rules)
        stated = given_in(model.text.text, f"given {gap.given}")
        assert guideline.evaluate(stated).possible == (gap.otherwise,)


def is_silent(guideline: Guideline, patient: Patient) -> bool:
    """Whether a patient is within the scope, and no rule says a level of them."""
    model = guideline.model
    if not holds(model.header.applies, patient, truths(model, patient)):
        return False
    # Where no rule says a level, it is the header that does, whatever it is.
    levels = set()
    for otherwise in (Recommendation.NO_GUIDANCE, Recommendation.WAIT):
        header = evolve(model.header, otherwise=otherwise)
        levels.add(decide(evolve(model, header=header), patient).level)
    return len(levels) == 2


def asked_for(guideline: Guideline, gap: Gap, rule_name: str) -> bool:
    """Whether some patient with such a value is spoken of by a rule, and not with another one."""
    model = guideline.model
    (rule,) = (r for r in model.rules if r.name == rule_name)
    assert not isinstance(rule, Limit | Contradiction)
    fact = model.fact[gap.fact]
    for patient in patients(model):
        if is_allowed(fact, patient[gap.fact], gap.values) and speaks(guideline, rule, patient):
            for region in range(len(fact.regions)):
                other = {**patient, gap.fact: fact.sample(region)}
                if not speaks(guideline, rule, other):
                    return True
    return False


def speaks(guideline: Guideline, rule: Rule, patient: Patient) -> bool:
    return condition_holds(guideline.model, rule, patient)


def test_a_part_of_what_a_rule_asks_for_is_a_gap() -> None:
    rules = rule("indication", "both", "when fever and cancer; image with mri")
    assert gaps_of(rules) == [
        ("fever", "yes", ("both",), "fever, everything else is no"),
        ("cancer", "yes", ("both",), "cancer, everything else is no"),
    ]


def test_what_is_always_spoken_of_is_no_gap() -> None:
    rules = rule("indication", "one", "when fever; image with mri")
    rules += rule("not indicated", "other", "when cancer; do not image")
    assert gaps_of(rules) == []


def test_what_only_a_rule_against_imaging_asks_for_is_no_gap() -> None:
    assert gaps_of(rule("not indicated", "none", "when cancer and fever; do not image")) == []
    assert gaps_of(rule("limit", "held", "when cancer and fever; hold at wait")) == []
    remark = rule("special case", "told", 'when cancer and fever; remark "Mind that."')
    assert gaps_of(remark) == []


def test_out_of_scope_is_no_gap() -> None:
    rules = rule("indication", "young", "when age under 20 years and fever; image with mri")
    assert gaps_of(rules, SCOPED)[0] == (
        "age",
        "18 to 19 years",
        ("young",),
        "age is 18 years, everything else is no",
    )


@pytest.mark.parametrize(
    ("declared", "values"),
    [
        ("one of better, same, worse", ["course other than better"]),
        ("one of better, same, worse\n  if not stated assume worse", ["course same"]),
    ],
)
def test_what_is_assumed_is_usual(declared: str, values: list[str]) -> None:
    text = (HEADER + FACTS).replace("one of better, same, worse", declared)
    text += rule("indication", "odd", "when course is not better and fever; image with mri")
    found, _ = find_gaps(loads(text))
    assert [f"{gap.fact} {gap.values}" for gap in found] == ["fever yes", *values]


def test_what_none_to_a_screen_gives_is_usual() -> None:
    screen = '\nscreen signs\n  ask "Any?"\n  covers course is same, fever is yes\n'
    rules = rule("indication", "odd", "when course is not better and not fever; image with mri")
    assert [gap[:2] for gap in gaps_of(screen + rules)] == [("fever", "no"), ("course", "worse")]


def test_the_gaps_of_low_back_pain() -> None:
    found, _ = find_gaps(load("low_back_pain"))
    assert [gap.fact for gap in found] == [
        "leg_weakness",
        "conservative_care",
        "persistent_leg_pain",
        "severe_leg_pain",
        "constant_leg_pain",
        "surgery_considered",
        "osteoporosis",
        "older_adult",
    ]
    assert found[0].values == "not_improving"
    assert found[1].values == "at least 4 weeks"


def test_looking_for_gaps_ends_at_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imaging_rules.analyse.gaps.BUDGET", 1)
    with pytest.raises(ImagingRulesError, match="too entangled"):
        gaps_of(rule("indication", "both", "when fever and cancer; image with mri"))


def test_who_is_left_without_a_study_is_found() -> None:
    text = HEADER + FACTS + rule("red flag", "fever", "when fever; image urgently with mri")
    text += """
contraindication young
  when age under 30 years
  rules out mri
  editorial "Made up."
"""
    _, found = find_gaps(loads(text))
    assert found is not None
    assert found.rules == ("young",)
    assert found.given == "age is 0 years, fever"
    assert find_gaps(loads(text.replace("rules out mri", "rules out ct")))[1] is None
