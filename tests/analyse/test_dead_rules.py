"""A rule is told to be dead exactly where trying every patient finds none for whom it decides."""

from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import assume, given, note

from imaging_rules import Guideline, loads
from imaging_rules.analyse.checks.dead_rules import dead_rules, told
from imaging_rules.analyse.conditions import Conditions
from imaging_rules.diagram.from_model import diagrams_from
from imaging_rules.model.guideline import Guideline as Model
from imaging_rules.model.meaning import Outcome, decide
from imaging_rules.model.rules import Contradiction, Contraindication, Precaution, SpecialCase
from imaging_rules.testing import guidelines
from tests.analyse.files import FACTS, HEADER, SCOPED, messages, rule, told_of
from tests.analyse.patients import MOST, condition_holds, number_of_patients, patients


@given(guidelines())
def test_dead_are_the_rules_that_decide_for_no_patient(guideline: Guideline) -> None:
    model = guideline.model
    note(model.text.text)
    assume(number_of_patients(model) <= MOST)
    compare(model)


def compare(model: Model) -> None:
    everyone = list(patients(model))
    decided = [decide(model, patient) for patient in everyone]
    deciding = set().union(*(outcome.decisive for outcome in decided))
    dead: list[str] = []
    for each in model.rules:
        if not isinstance(each, Contradiction | Precaution) and each.name not in deciding:
            fewer = without(model, {*dead, each.name})
            # What keeps others from replacing a study may decide by that alone.
            if [said(decide(fewer, patient)) for patient in everyone] == [*map(said, decided)]:
                dead.append(each.name)
    diagrams = diagrams_from(model)
    found = dead_rules(model, diagrams)
    assert [rule.name for rule in found] == dead
    warnings = list(told(found, model, Conditions(model, diagrams), diagrams))
    # Of a contraindication that holds for somebody, it is said of each study that it rules out.
    holding = {
        rule.name
        for rule in model.of(Contraindication)
        if any(condition_holds(model, rule, patient) for patient in everyone)
    }
    left = [name for name in dead if name not in holding]
    assert [each.message.split("`")[1] for each in warnings] == left


def said(outcome: Outcome) -> object:
    return outcome.level, outcome.studies


def without(model: Model, names: set[str]) -> Model:
    """Return a guideline without some rules: the others no longer override them either."""
    rules = [
        evolve(each, overrides=tuple(name for name in each.overrides if name not in names))
        if isinstance(each, SpecialCase)
        else each
        for each in model.rules
        if each.name not in names
    ]
    return evolve(model, rules=tuple(rules))


URGENT = rule("red flag", "fever", "when fever; image urgently with mri")


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        (
            URGENT + rule("indication", "hot", "when fever and cancer; image with mri"),
            "the indication `hot` never decides: whenever it speaks, `fever` says more",
        ),
        (
            # Of CT, only the second one speaks.
            URGENT + rule("indication", "hot", "when fever and cancer; image with mri or ct"),
            "",
        ),
        (
            URGENT
            + rule("red flag", "cancer", "when cancer; image immediately with ct")
            + rule("indication", "hot", "when fever and cancer; image with mri or ct"),
            "the indication `hot` never decides: whenever it speaks, `cancer` and `fever` say more",
        ),
        (
            rule("red flag", "young", "when age under 50 years; image urgently with mri")
            + rule("red flag", "old", "when age at least 50 years; image immediately with mri")
            + rule("indication", "any", "when fever; image with mri"),
            "the indication `any` never decides: whenever it speaks, one of `old` and `young` "
            "says more",
        ),
        (
            rule(
                "indication",
                "both",
                "when age over 70 years and age under 60 years; image with mri",
            ),
            "the indication `both` never decides: its condition never holds",
        ),
        (
            rule("indication", "child", "when age under 12 years; image with mri"),
            "the indication `child` never decides: it holds only where `applies when` does not",
        ),
        (
            rule(
                "waiting period",
                "care",
                "when care under 3 weeks; lasts 4 to 6 weeks of care; then image with mri",
            ),
            "the waiting period `care` never decides: its condition holds only before `care` is "
            "long enough",
        ),
        (
            rule(
                "waiting period",
                "care",
                "when not fever; lasts 4 to 6 weeks of care; "
                "without cancer or not cancer; then image with mri",
            ),
            "the waiting period `care` never decides: its `without` holds whenever it could speak",
        ),
        (
            rule("limit", "held", "when fever; hold at consider"),
            "the limit `held` never decides: whenever it holds, no other rule says more than "
            "`consider`",
        ),
        (
            rule("special case", "moved", "when fever; instead of mri use ct"),
            "the special case `moved` never decides: while it holds, nothing is recommended of "
            "`mri`",
        ),
        (
            URGENT
            + rule("special case", "moved", "when fever and cancer; instead of mri use ct")
            + rule("special case", "kept", 'when fever; remark "Mind that."; overrides moved'),
            "the special case `moved` never decides: whenever it holds, it is overridden by `kept`",
        ),
        (
            rule("contradiction", "never", "when age over 80 years and age under 70 years"),
            "the contradiction `never` is never found: its condition never holds",
        ),
        (
            rule(
                "contradiction",
                "never",
                "when care over 30 weeks and course is better and care under age_of_pain",
            ).replace("care under age_of_pain", "care over care"),
            "the contradiction `never` is never found: its condition never holds",
        ),
        (
            rule("contradiction", "possible", "when care over 30 weeks and course is better"),
            "",
        ),
    ],
)
def test_it_is_said_what_outranks_a_dead_rule(rules: str, message: str, tmp_path: Path) -> None:
    assert messages(SCOPED + FACTS + rules, tmp_path, "W509") == ([message] if message else [])


def test_it_is_shown_where_the_outranking_rule_stands(tmp_path: Path) -> None:
    rules = URGENT + rule("indication", "hot", "when fever and cancer; image with mri")
    (found,) = [each for each in told_of(HEADER + FACTS + rules, tmp_path) if each.code == "W509"]
    (also,) = found.also
    assert also.source.text[also.span.start : also.span.end] == "fever"
    assert also.place.line < found.at.place.line


def test_a_special_case_that_keeps_another_from_replacing_is_alive(tmp_path: Path) -> None:
    rules = (
        URGENT
        + rule("special case", "moved", "when fever; instead of mri use ct")
        + rule("special case", "kept", "when cancer; overrides moved")
    )
    assert messages(HEADER + FACTS + rules, tmp_path, "W509") == []


MOVED = rule("special case", "moved", "when fever; instead of mri use ct")
KEPT = rule("special case", "kept", "when fever and cancer; overrides moved")


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        # Another one overrides all that it overrides: either of the two can go, and not both.
        (
            URGENT + MOVED + KEPT + KEPT.replace("kept", "kept_too"),
            "the special case `kept` never decides: while it holds, `moved` would change nothing "
            "without it",
        ),
        # What would be replaced is recommended by nothing.
        (
            rule("red flag", "ill", "when cancer; image urgently with ct") + MOVED + KEPT,
            "the special case `moved` never decides: while it holds, nothing is recommended of "
            "`mri`",
        ),
        (
            URGENT + MOVED + KEPT.replace("when fever and", "when age over 130 years and"),
            "",
        ),
    ],
)
def test_a_special_case_that_keeps_nothing_back_is_dead(
    rules: str, message: str, tmp_path: Path
) -> None:
    rules = rules.replace("age over 130 years", "course is worse")
    found = messages(HEADER + FACTS + rules, tmp_path, "W509")
    assert found[:1] == ([message] if message else [])
    compare(loads(HEADER + FACTS + rules).model)


def test_two_special_cases_can_be_dead_of_which_one_overrides_the_other(tmp_path: Path) -> None:
    rules = HEADER + FACTS + URGENT + MOVED + KEPT.replace("fever and cancer", "fever")
    assert messages(rules, tmp_path, "W509") == [
        "the special case `moved` never decides: whenever it holds, it is overridden by `kept`",
        "the special case `kept` never decides: `moved`, which it overrides, never decides",
    ]
    compare(loads(rules).model)


def test_not_all_rules_are_compared_where_very_many_are_dead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("imaging_rules.analyse.checks.dead_rules.MOST_COMPARED", 2)
    rules = URGENT + "".join(
        rule("indication", f"hot_{n}", "when fever and cancer; image with mri") for n in range(3)
    )
    told = messages(HEADER + FACTS + rules, tmp_path, "W509")
    assert told == [
        "the indication `hot_0` never decides: whenever it speaks, `fever` says more",
        "the indication `hot_1` never decides: whenever it speaks, other rules say more; "
        "which, there are too many to tell",
        "the indication `hot_2` never decides: whenever it speaks, other rules say more; "
        "which, there are too many to tell",
    ]
