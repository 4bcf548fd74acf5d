"""The decision is what trying every completion gives, in all of its parts."""

from typing import Any

from hypothesis import given, note
from hypothesis import strategies as st

from imaging_rules import Guideline, load
from imaging_rules.testing import complete_patients, guidelines, partial_patients
from tests.oracle import Oracle, known

MOST_COMPLETIONS = 1500

LOW_BACK_PAIN = load("low_back_pain")
LOW_BACK_PAIN_ORACLE = Oracle(LOW_BACK_PAIN)


def small(oracle: Oracle, facts: dict[str, Any]) -> dict[str, Any]:
    """Return facts with some more stated, where there would be too many completions to try."""
    for fact in oracle.model.facts:
        if oracle.size(facts) <= MOST_COMPLETIONS:
            break
        one = known(oracle.model, facts)[fact.name]
        facts = {**facts, fact.name: oracle.values(fact, one)[0]}
    return facts


def compare(guideline: Guideline, oracle: Oracle, facts: dict[str, Any]) -> None:
    note(str(facts))
    decision = guideline.evaluate(facts)
    expected = oracle.expected(facts)
    assert decision.possible == expected.possible
    assert decision.recommendation is expected.recommendation
    assert decision.settled == expected.settled
    assert decision.may_rise_to is expected.may_rise_to
    assert [
        (study.name, study.recommendation, study.possible) for study in decision.studies
    ] == expected.studies
    to_check = {each.fact: each.could_become for each in decision.missing if each.to_check}
    assert to_check == expected.to_check
    assert [each.to_check for each in decision.missing[: len(to_check)]] == [True] * len(to_check)
    assert [
        (each.fact, each.could_become) for each in decision.missing[len(to_check) :]
    ] == expected.missing
    assert [
        (each.fact, each.could_become, each.changes_study) for each in decision.assumed
    ] == expected.assumed
    assert [(each.fact, each.screen) for each in decision.screened] == expected.screened
    assert [
        (each.name, set(each.facts)) for each in decision.contradictions
    ] == expected.contradictions
    assert [(each.rule, each.decisive) for each in decision.reasons] == expected.reasons
    assert [(each.rule, each.facts) for each in decision.open_rules] == expected.open_rules
    assert [each.rule for each in decision.blocked] == expected.blocked
    assert [(each.rule, each.text) for each in decision.remarks] == expected.remarks
    assert [each.name for each in decision.advice] == [
        each.name for each in guideline.model.advice if expected.recommendation in each.levels
    ]


@given(guidelines(), st.data())
def test_a_patient_known_in_part_gets_what_every_completion_gets(
    guideline: Guideline, data: st.DataObject
) -> None:
    note(guideline.model.text.text)
    oracle = Oracle(guideline)
    for facts in data.draw(st.lists(partial_patients(guideline), min_size=1, max_size=4)):
        compare(guideline, oracle, small(oracle, facts))


@given(guidelines(), st.data())
def test_a_patient_known_in_full_gets_what_the_meaning_says(
    guideline: Guideline, data: st.DataObject
) -> None:
    note(guideline.model.text.text)
    oracle = Oracle(guideline)
    for facts in data.draw(st.lists(complete_patients(guideline), min_size=1, max_size=4)):
        compare(guideline, oracle, facts)
        assert len(guideline.evaluate(facts).possible) == 1
