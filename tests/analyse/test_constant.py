"""What is told to always or never hold can be left out, and nothing else is told."""

from pathlib import Path

import pytest
from hypothesis import assume, given, note

from imaging_rules import Guideline
from imaging_rules.analyse.conditions import Conditions
from imaging_rules.analyse.constant import Constants, Where
from imaging_rules.diagram.from_model import Diagrams, diagrams_from
from imaging_rules.diagram.store import TRUE
from imaging_rules.diagram.walk import ends
from imaging_rules.model.conditions import (
    ALWAYS,
    NEVER,
    Adds,
    All,
    AtLeast,
    Condition,
    Defined,
    Not,
)
from imaging_rules.model.guideline import Guideline as Model
from imaging_rules.model.meaning import Patient, holds, truths
from imaging_rules.testing import guidelines
from tests.analyse.files import FACTS, HEADER, SCOPED, messages, rule
from tests.analyse.patients import MOST, number_of_patients, patients


@given(guidelines())
def test_what_is_constant_can_be_left_out(guideline: Guideline) -> None:
    model = guideline.model
    note(model.text.text)
    assume(number_of_patients(model) <= MOST)
    diagrams = diagrams_from(model)
    constants = Constants(model, Conditions(model, diagrams), diagrams)
    everyone = list(patients(model))
    for told, _, condition, where in constants.asked(set()):
        if condition in (ALWAYS, NEVER):
            continue
        found = list(constants.parts(condition, where, whole=True))
        asked = [p for p in everyone if is_asked(model, diagrams, where, p)]
        truth = [holds(condition, p, truths(model, p)) for p in asked]
        for each in found:
            note(f"{told}: {each}")
            without = replaced(condition, each.part, ALWAYS if each.always else NEVER)
            assert [holds(without, p, truths(model, p)) for p in asked] == truth
        if not any(truth) and not isinstance(condition, Defined):
            assert [(each.whole, each.always) for each in found] == [(True, False)]


def is_asked(model: Model, diagrams: Diagrams, where: Where, patient: Patient) -> bool:
    states = [
        model.facts[place].region_of(patient[model.facts[place].name]) for place in diagrams.order
    ]
    return ends(diagrams.store, where.asked, states) == 1 << TRUE


def replaced(condition: Condition, part: Condition, by: Condition) -> Condition:
    """Return a condition with one part of it, that very one, replaced."""
    if condition is part:
        return by
    match condition:
        case Not(inner):
            return Not(replaced(inner, part, by))
        case All(parts):
            return All(tuple(replaced(each, part, by) for each in parts))
        case AtLeast(count, parts):
            return AtLeast(count, tuple(replaced(each, part, by) for each in parts))
        case Adds(lines, operator, bound):
            each = tuple((points, replaced(inner, part, by)) for points, inner in lines)
            return Adds(each, operator, bound)
        case _:
            return condition


def flag(condition: str) -> str:
    return rule("red flag", "sign", f"when {condition}; image urgently with mri")


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        (
            "care over 6 weeks and care over 4 weeks",
            "in the condition of `sign`, `care over 4 weeks` adds nothing to `care over 6 weeks`",
        ),
        (
            "care over 6 weeks and care over 28 days",
            "in the condition of `sign`, `care over 4 weeks` adds nothing to `care over 6 weeks`",
        ),
        (
            "any of (care over 6 weeks, fever, care over 4 weeks)",
            "in the condition of `sign`, `care over 6 weeks` adds nothing to `care over 4 weeks`",
        ),
        ("fever and fever", "in the condition of `sign`, `fever` adds nothing to `fever`"),
        (
            "fever and (cancer or fever)",
            "in the condition of `sign`, `cancer or fever` adds nothing to `fever`",
        ),
        (
            "fever and (cancer or not fever)",
            "in the condition of `sign`, `not fever` never holds where it is asked",
        ),
        (
            "age over 70 years and age is not 60 years",
            "in the condition of `sign`, `age is not 60 years` adds nothing to `age over 70 years`",
        ),
        (
            # Whole numbers: over 70 begins at 71.
            "age at least 71 years and age over 70 years",
            "in the condition of `sign`, `age over 70 years` adds nothing to "
            "`age at least 71 years`",
        ),
        (
            "fever and course is one of (better, same, worse)",
            "in the condition of `sign`, `course is one of (better, same, worse)` always holds "
            "where it is asked",
        ),
        (
            "fever and age at least 0 years",
            "in the condition of `sign`, `age at least 0 years` always holds where it is asked",
        ),
        (
            "fever or age over 120 years",
            "in the condition of `sign`, `age over 120 years` never holds where it is asked",
        ),
        (
            "fever or not fever",
            "the condition of `sign` always holds: `fever or not fever`",
        ),
        (
            "care over 4 weeks or care under 6 weeks",
            "the condition of `sign` always holds: `care over 4 weeks or care under 6 weeks`",
        ),
        (
            "fever and none of (course is worse, cancer)",
            "",
        ),
        (
            "at least 2 of (fever, cancer, age over 120 years)",
            "in the condition of `sign`, `age over 120 years` never holds where it is asked",
        ),
        # Beside each other, and yet all of it counts.
        ("care over 6 weeks and age over 4 years", ""),
        ("care over 4 weeks and care under 6 weeks", ""),
        ("age over 70 years or age over 60 years and fever", ""),
        ("at least 2 of (fever, cancer, course is worse)", ""),
    ],
)
def test_what_always_or_never_holds_is_told(condition: str, message: str, tmp_path: Path) -> None:
    told = messages(HEADER + FACTS + flag(condition), tmp_path, "W510", "W511")
    assert told == ([message] if message else [])


def test_a_scope_that_is_everyone_is_told(tmp_path: Path) -> None:
    text = HEADER.replace("  otherwise", "  applies when age at least 0 years\n  otherwise")
    told = messages(text + FACTS + flag("fever"), tmp_path, "W510")
    assert told == ["`applies when` always holds: `age at least 0 years`"]


def test_a_definition_is_told_once_and_not_where_it_is_used(tmp_path: Path) -> None:
    defined = "\ndefine any_age\n  as age over 70 years or age at most 70 years\n"
    used = flag("fever and any_age") + rule(
        "indication", "other", "when cancer and any_age; image with mri"
    )
    told = messages(HEADER + FACTS + defined + used, tmp_path, "W510", "W511")
    assert told == ["`any_age` always holds: `age over 70 years or age at most 70 years`"]


def test_what_a_definition_says_is_seen_through(tmp_path: Path) -> None:
    defined = "\ndefine elderly\n  as age over 70 years\n"
    told = messages(
        HEADER + FACTS + defined + flag("elderly and age over 60 years"), tmp_path, "W510"
    )
    assert told == ["in the condition of `sign`, `age over 60 years` adds nothing to `elderly`"]


def test_within_the_scope_what_never_holds_is_told_and_a_repeated_scope_is_not(
    tmp_path: Path,
) -> None:
    never = rule(
        "indication", "hot", "when fever and (cancer or age under 12 years); image with mri"
    )
    assert messages(SCOPED + FACTS + never, tmp_path, "W511") == [
        "in the condition of `hot`, `age under 12 years` never holds where it is asked"
    ]
    again = rule("indication", "hot", "when fever and age at least 18 years; image with mri")
    assert messages(SCOPED + FACTS + again, tmp_path, "W510", "W511") == []
    # A red flag holds whoever the patient is.
    assert (
        messages(
            SCOPED + FACTS + flag("fever and (cancer or age under 12 years)"), tmp_path, "W511"
        )
        == []
    )


def test_a_without_that_never_holds_is_told(tmp_path: Path) -> None:
    period = "when not fever; lasts 4 to 6 weeks of care; without care under 4 weeks; "
    text = HEADER + FACTS + rule("waiting period", "care", period + "then image with mri")
    assert messages(text, tmp_path, "W511") == [
        "the `without` of `care` never holds: `care under 4 weeks`"
    ]


def test_a_contradiction_that_everyone_has_is_told(tmp_path: Path) -> None:
    text = HEADER + FACTS + rule("contradiction", "each", "when care at most care")
    assert messages(text, tmp_path, "W510") == [
        "the condition of `each` always holds: `care at most care`"
    ]
