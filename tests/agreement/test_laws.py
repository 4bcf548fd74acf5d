"""The laws of the language hold on the guideline that ships and on made-up ones."""

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, note, settings
from hypothesis import strategies as st

from imaging_rules import Guideline, GuidelineError, Recommendation, load, loads
from imaging_rules.model.from_syntax import guideline_from
from imaging_rules.model.rules import RedFlag
from imaging_rules.syntax import nodes
from imaging_rules.syntax.parse import parse
from imaging_rules.syntax.pieces import write
from imaging_rules.testing import (
    an_alarm_never_reassures,
    complete_patients,
    guidelines,
    learning_more_never_contradicts,
    learning_patients,
    no_silent_choice,
    nothing_ruled_out_is_recommended,
    order_is_for_readers,
    partial_patients,
    red_flags_override,
    silence_is_not_health,
    total,
)
from imaging_rules.testing.definitions import fact_block
from imaging_rules.testing.definitions import facts as some_facts
from imaging_rules.testing.guidelines import Scene, special_cases
from imaging_rules.text import SourceText
from tests.agreement.oracle import Oracle, colliding

Law = Callable[[Guideline, Mapping[str, Any]], None]

LOW_BACK_PAIN = load("low_back_pain")

# A value of a fact with which each red flag holds.
RED_FLAG_SIGNS = {
    "bowel_or_bladder_loss": ("bowel_or_bladder_loss", True),
    "progressive_leg_weakness": ("leg_weakness", "worsening"),
    "saddle_anesthesia": ("saddle_anesthesia", True),
    "fever_or_chills": ("fever_or_chills", True),
    "unexplained_weight_loss": ("unexplained_weight_loss", True),
    "history_of_cancer": ("history_of_cancer", True),
    "recent_significant_trauma": ("recent_significant_trauma", True),
    "constant_night_pain": ("constant_night_pain", True),
    "age_over_70": ("age", 71),
    "long_term_steroids": ("long_term_steroids", True),
}


@given(
    complete_patients(LOW_BACK_PAIN),
    st.sampled_from(sorted(RED_FLAG_SIGNS)),
    st.sampled_from((0, "3 weeks", 3.9, "28 days", 5, 6, 12)),
    st.booleans(),
)
def test_red_flags_override_the_waiting_period(
    facts: dict[str, Any], flag: str, care: object, improved: bool
) -> None:
    waiting = {
        **facts,
        "age": 42,
        "conservative_care": care,
        "meaningful_improvement": improved,
    }
    fact, sign = RED_FLAG_SIGNS[flag]
    decision = LOW_BACK_PAIN.evaluate({**waiting, fact: sign})
    assert decision.recommendation >= Recommendation.IMAGE_URGENTLY
    assert flag in {reason.rule for reason in decision.reasons}


def test_every_red_flag_of_low_back_pain_is_tried() -> None:
    assert RED_FLAG_SIGNS.keys() == {flag.name for flag in LOW_BACK_PAIN.model.of(RedFlag)}


OF_ONE_PATIENT = (
    red_flags_override,
    silence_is_not_health,
    an_alarm_never_reassures,
    total,
    no_silent_choice,
    nothing_ruled_out_is_recommended,
)


@pytest.mark.parametrize("law", OF_ONE_PATIENT)
@given(facts=partial_patients(LOW_BACK_PAIN))
def test_low_back_pain_keeps_the_law(law: Law, facts: dict[str, Any]) -> None:
    law(LOW_BACK_PAIN, facts)


@given(learning_patients(LOW_BACK_PAIN))
def test_low_back_pain_never_contradicts_what_it_said(
    pair: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    learning_more_never_contradicts(LOW_BACK_PAIN, *pair)


# Each example reads the whole file anew.
@settings(max_examples=settings().max_examples // 5)
@given(partial_patients(LOW_BACK_PAIN), st.randoms(use_true_random=False))
def test_low_back_pain_says_the_same_in_any_order(facts: dict[str, Any], random: Random) -> None:
    order_is_for_readers(LOW_BACK_PAIN, facts, random)


@given(guidelines(), st.data())
def test_made_up_guidelines_keep_the_laws(guideline: Guideline, data: st.DataObject) -> None:
    note(guideline.model.text.text)
    for facts in data.draw(st.lists(partial_patients(guideline), min_size=1, max_size=8)):
        for law in OF_ONE_PATIENT:
            law(guideline, facts)


@given(guidelines(), st.data())
def test_made_up_guidelines_keep_the_laws_for_patients_known_in_full(
    guideline: Guideline, data: st.DataObject
) -> None:
    note(guideline.model.text.text)
    for facts in data.draw(st.lists(complete_patients(guideline), min_size=1, max_size=8)):
        for law in OF_ONE_PATIENT:
            law(guideline, facts)
        decision = guideline.evaluate(facts)
        assert len(decision.possible) == 1 or decision.contradictions


@given(guidelines(), st.data())
def test_made_up_guidelines_never_contradict_what_they_said(
    guideline: Guideline, data: st.DataObject
) -> None:
    note(guideline.model.text.text)
    for _ in range(6):
        learning_more_never_contradicts(guideline, *data.draw(learning_patients(guideline)))


@given(guidelines(), st.data(), st.randoms(use_true_random=False))
def test_made_up_guidelines_say_the_same_in_any_order(
    guideline: Guideline, data: st.DataObject, random: Random
) -> None:
    note(guideline.model.text.text)
    for facts in data.draw(st.lists(partial_patients(guideline), min_size=1, max_size=2)):
        order_is_for_readers(guideline, facts, random)


# --- law 7: what may not load -----------------------------------------------------------------


@st.composite
def files_with_special_cases(draw: st.DrawFn) -> nodes.File:
    """Draw files with several special cases, of which some may override earlier ones."""
    declared = draw(some_facts(most=3))
    studies = ("mri", "ct", "xray")
    scene = Scene(declared, (), declared, (), studies)
    cases = [draw(special_cases(scene, f"case_{n}")) for n in range(draw(st.integers(2, 4)))]
    for place in range(1, len(cases)):
        earlier = [case.name.text for case in cases[:place]]
        names = draw(st.one_of(st.just([]), st.lists(st.sampled_from(earlier), unique=True)))
        if names:
            written = nodes.NamesClause("overrides", tuple(nodes.Name(name) for name in names))
            cases[place] = evolve(cases[place], clauses=(*cases[place].clauses, written))
    blocks = [
        nodes.Block("guideline", nodes.Name("made_up"), ()),
        *(fact_block(fact) for fact in declared),
        *(nodes.Block("study", nodes.Name(study), ()) for study in studies),
        *cases,
    ]
    return nodes.File(tuple(blocks))


@settings(max_examples=settings().max_examples * 3)
@given(files_with_special_cases())
def test_special_cases_that_can_collide_do_not_load_and_a_patient_is_shown(
    file: nodes.File,
) -> None:
    note(write(file))
    # The same special cases, but none of them replaces anything: this one loads.
    apart = write(nodes.File(tuple(without_replacements(block) for block in file.blocks)))
    oracle = Oracle(loads(apart))
    found = said_to_collide(write(file))
    assert {pair for pair, _ in found} == colliding(oracle, replacements(file), overridden(file))
    for pair, patient in found:
        note(patient)
        decision = loads(apart).evaluate(given_in(apart, patient))
        assert pair <= {reason.rule for reason in decision.reasons}


def without_replacements(block: nodes.Block) -> nodes.Block:
    if block.keyword != "special case":
        return block
    clauses = [clause for clause in block.clauses if not isinstance(clause, nodes.Instead)]
    remark = nodes.TextClause("remark", nodes.Text("It replaces nothing here."))
    return nodes.Block(block.keyword, block.name, (*clauses, remark))


def replacements(file: nodes.File) -> dict[str, dict[str, str]]:
    return {
        block.name.text: {
            study.text: clause.use.text
            for clause in block.clauses
            if isinstance(clause, nodes.Instead)
            for study in clause.studies
        }
        for block in file.blocks
        if block.keyword == "special case"
    }


def overridden(file: nodes.File) -> dict[str, set[str]]:
    return {
        block.name.text: {name.text for name in clause.names}
        for block in file.blocks
        for clause in block.clauses
        if isinstance(clause, nodes.NamesClause) and clause.keyword == "overrides"
    }


def said_to_collide(text: str) -> list[tuple[frozenset[str], str]]:
    """Return the special cases that are said to collide, each two with the patient shown."""
    try:
        loads(text)
    except GuidelineError as problem:
        errors = [each for each in problem.diagnostics if each.is_error]
        assert {error.code for error in errors} == {"E405"}
        # The message begins with the two names, the help ends with the patient, all in `...`.
        return [
            (frozenset(error.message.split("`")[1:4:2]), error.help.split("`")[-2])
            for error in errors
        ]
    return []


def given_in(text: str, patient: str) -> dict[str, object]:
    """Return the facts of a patient who is written as in an example."""
    source = SourceText("", f'{text}\nexample "x"\n{patient}\nexpect wait\n')
    file, problems = parse(source)
    assert not problems
    model, _ = guideline_from(file, source, read_beside=lambda name: b"")
    assert model is not None
    return dict(model.examples[0].given)


# --- found by the tests above -----------------------------------------------------------------


def test_a_patient_is_shown_also_where_special_cases_collide_for_everyone() -> None:
    # There was nothing to tell of the patient, and `given` stood alone.
    text = """
guideline made_up
fact a
  yes or no
study mri
study ct
special case one
  when a or not a
  instead of ct use mri
  editorial "Made up."
special case two
  when a or not a
  instead of mri use ct
  editorial "Made up."
"""
    assert said_to_collide(text) == [(frozenset({"one", "two"}), "given everything else is no")]
