"""Facts without effect, red flags out of scope or of a screen, and studies in another order."""

from pathlib import Path

import pytest
from hypothesis import assume, given, note

from imaging_rules import Guideline
from imaging_rules.analyse.checks.facts import idle_facts
from imaging_rules.diagram.conditions import facts_of
from imaging_rules.diagram.from_model import diagrams_from
from imaging_rules.model.conditions import Condition
from imaging_rules.model.guideline import Guideline as Model
from imaging_rules.model.meaning import Patient, decide, holds, truths
from imaging_rules.model.rules import (
    Contradiction,
    Contraindication,
    RedFlag,
    SpecialCase,
    WaitingPeriod,
)
from imaging_rules.testing import guidelines
from tests.analyse.files import FACTS, HEADER, SCOPED, messages, rule
from tests.analyse.patients import MOST, condition_holds, number_of_patients, patients


@given(guidelines())
def test_of_an_idle_fact_another_value_changes_nothing(guideline: Guideline) -> None:
    model = guideline.model
    note(model.text.text)
    assume(number_of_patients(model) <= MOST)
    compared = {name for r in model.of(Contradiction) for name in facts_in(model, r.when)}
    telling = [r for r in model.deciding_rules if r.remarks or r.actions]
    shown = {}
    for patient in patients(model):
        outcome = decide(model, patient)
        in_scope = patient_in_scope(guideline, patient)
        texts = tuple(
            condition_holds(model, r, patient)
            and (isinstance(r, RedFlag | SpecialCase | Contraindication) or in_scope)
            for r in telling
        )
        key = tuple(patient.values())
        said = outcome.level, tuple(outcome.studies.values()), outcome.due
        shown[key] = (said, texts)
    told = {each.message.split("`")[1] for each in idle_facts(model, diagrams_from(model))}
    for place, fact in enumerate(model.facts):
        by_rest: dict[tuple[object, ...], set[object]] = {}
        for key, what in shown.items():
            by_rest.setdefault((*key[:place], *key[place + 1 :]), set()).add(what)
        turns = any(len(each) > 1 for each in by_rest.values())
        if fact.name in told:
            assert not turns
            assert fact.name not in compared
        elif not turns and fact.name not in compared:
            assert fact.name not in used_by_rules(guideline)


def facts_in(model: Model, condition: Condition) -> set[str]:
    return set(facts_of(condition, model))


def patient_in_scope(guideline: Guideline, patient: Patient) -> bool:
    model = guideline.model
    return holds(model.header.applies, patient, truths(model, patient))


def used_by_rules(guideline: Guideline) -> set[str]:
    model = guideline.model
    used = set(facts_in(model, model.header.applies))
    for each in model.rules:
        used |= facts_in(model, each.when)
        if isinstance(each, WaitingPeriod):
            used |= facts_in(model, each.without) | {each.fact}
    return used


URGENT = rule("red flag", "fever", "when fever; image urgently with mri")


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        (
            URGENT + rule("indication", "hot", "when fever and cancer; image with mri"),
            "rules use `cancer`, and yet no decision depends on it",
        ),
        (
            URGENT + rule("limit", "held", "when cancer; hold at consider"),
            "rules use `cancer`, and yet no decision depends on it",
        ),
        # A remark that is shown, a study, and a contradiction are something.
        (rule("special case", "told", 'when cancer; remark "Mind that."'), ""),
        (URGENT + rule("special case", "moved", "when cancer; instead of mri use ct"), ""),
        (rule("contradiction", "odd", "when cancer and course is better"), ""),
        # Of a fact that no rule uses, that is said already.
        (URGENT, ""),
    ],
)
def test_facts_without_effect_are_told(rules: str, message: str, tmp_path: Path) -> None:
    told = messages(HEADER + FACTS + rules, tmp_path, "W512")
    assert told == ([message] if message else [])


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ("age under 18 years", True),
        ("age under 17 years and fever", True),
        ("age under 19 years", False),
        ("fever", False),
        # That it never holds is said as such.
        ("age under 18 years and age over 70 years", False),
    ],
)
def test_a_red_flag_out_of_scope_is_told(condition: str, told: bool, tmp_path: Path) -> None:
    text = SCOPED + FACTS + rule("red flag", "sign", f"when {condition}; image urgently with mri")
    expected = "the red flag `sign` can hold only where `applies when` does not"
    assert messages(text, tmp_path, "W514") == ([expected] if told else [])


def test_a_scope_that_is_no_one_is_told_once(tmp_path: Path) -> None:
    scope = "  applies when age under 18 years and age over 18 years\n  otherwise"
    text = HEADER.replace("  otherwise", scope) + FACTS + URGENT
    assert messages(text, tmp_path, "W511", "W514") == [
        "`applies when` never holds: `age under 18 years and age over 18 years`"
    ]


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        (rule("red flag", "sign", "when fever; image urgently with ct or mri"), True),
        (rule("red flag", "sign", "when fever; image urgently with mri or ct"), False),
        (rule("red flag", "sign", "when fever; image urgently with ct"), False),
        (rule("indication", "sign", "when fever; consider ct or mri"), True),
        (rule("indication", "sign", "when fever; do not image with ct or mri"), True),
        (rule("special case", "sign", "when fever; consider ct or mri"), True),
        (
            rule("waiting period", "sign", "lasts 6 weeks of care; then image with ct or mri"),
            True,
        ),
        # Of several studies that are replaced, none is named first.
        (
            rule("red flag", "flag", "when cancer; image urgently with mri or ct")
            + rule("special case", "sign", "when fever; instead of ct or mri use plain"),
            False,
        ),
    ],
)
def test_studies_in_another_order_are_told(rules: str, told: bool, tmp_path: Path) -> None:
    plain = '\nstudy plain\n  title "Plain"\n'
    expected = "`sign` names `ct or mri`, and among equals the decision names `mri` first"
    found = messages(HEADER + FACTS + plain + rules, tmp_path, "W515")
    assert found == ([expected] if told else [])


MORE = """
fact drugs
  yes or no
  ask "Drugs by vein?"

fact chills
  yes or no
  ask "Chills?"
"""
FLAGS = rule(
    "red flag",
    "ill",
    "when any of (fever, cancer, drugs, age over 70 years, chills and course is worse); "
    "image urgently with mri",
)
EXAMPLE = """
example "none"
  given  signs is none, everything else is no
  expect wait or image urgently
"""


def screen(covers: str, *more: str) -> str:
    lines = "".join(f"\n  {line}" for line in ('ask "Any?"', f"covers {covers}", *more))
    return f"\nscreen signs{lines}\n"


LEFT_OUT = "`signs` covers 2 of 3 yes/no red flags; `drugs` is not covered"


@pytest.mark.parametrize(
    ("screens", "told"),
    [
        (screen("fever, cancer"), [LEFT_OUT]),
        # An example that fills it in does not hide it.
        (screen("fever, cancer") + EXAMPLE, [LEFT_OUT]),
        (screen("fever, cancer, drugs"), []),
        # Chills raise no red flag by themselves, and an age is no yes or no.
        (screen("fever, drugs, cancer, course is better"), []),
        (screen("fever, cancer", 'editorial "Drugs are asked about in private."'), []),
        (screen("fever, cancer", 'editorial "Made up."'), [LEFT_OUT]),
        (screen("fever, cancer") + '\nscreen habits\n  ask "Any?"\n  covers drugs\n', []),
        # One of three is no list of the red flags.
        (screen("fever, course is better"), []),
    ],
)
def test_what_a_screen_leaves_out(screens: str, told: list[str], tmp_path: Path) -> None:
    text = HEADER + FACTS + MORE + screens + FLAGS
    assert messages(text, tmp_path, "W519") == told


def test_a_fact_that_is_not_always_asked_for_is_let_be(tmp_path: Path) -> None:
    gated = MORE.replace('vein?"', 'vein?"\n  ask only when age at least 18 years')
    flag = FLAGS.replace("drugs,", "drugs and age at least 18 years,")
    text = HEADER + FACTS + gated + screen("fever, cancer") + flag
    assert messages(text, tmp_path, "W519") == []
