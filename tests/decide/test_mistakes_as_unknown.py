"""With ``mistakes="unknown"``, a value that cannot be read costs only its own fact."""

import pickle
from typing import Any

import jsonschema
import pytest

from imaging_rules import (
    FactsError,
    PatientFacts,
    Recommendation,
    decision_schema,
    evaluate,
    load,
    unknown,
)

CALM: dict[str, Any] = {
    "age": 42,
    "red_flags": "none",
    "conservative_care": 3,
    "meaningful_improvement": False,
    "pregnant": False,
}
TOO_MUCH = {**CALM, "conservative_care": "5,000 weeks", "fever_or_chills": "yes"}


def test_what_cannot_be_read_is_unknown_and_is_told() -> None:
    decision = evaluate(TOO_MUCH, mistakes="unknown")
    assert [(each.fact, each.kind) for each in decision.refused] == [
        ("fever_or_chills", "wrong_form"),
        ("conservative_care", "unclear_number"),
    ]
    fever, care = (each.problem for each in decision.refused)
    assert fever == "`fever_or_chills` is yes or no (true or false), and a text was given"
    assert "5" not in care.replace("from 0 to 520", "")
    # A screen does not answer it, and nothing reassures.
    same = evaluate({**CALM, "conservative_care": unknown, "fever_or_chills": unknown})
    assert decision.possible == same.possible
    assert Recommendation.IMAGE_URGENTLY in decision.possible
    assert decision.recommendation is Recommendation.UNDETERMINED
    assert {"fever_or_chills", "conservative_care"} <= {each.fact for each in decision.missing}


def test_what_was_given_is_never_taken_as_assumed() -> None:
    decision = evaluate({**CALM, "procedure_considered": "perhaps"}, mistakes="unknown")
    assert "procedure_considered" not in [each.fact for each in decision.assumed]
    assert decision.recommendation is Recommendation.UNDETERMINED


def test_it_stands_in_the_record_and_in_every_explanation() -> None:
    decision = load("low_back_pain").evaluate(PatientFacts(**TOO_MUCH), mistakes="unknown")
    record = decision.to_dict()
    jsonschema.validate(record, decision_schema())
    assert record["facts"]["stated"]["conservative_care"] == "unknown"
    assert [each["fact"] for each in record["facts"]["refused"]] == [
        "fever_or_chills",
        "conservative_care",
    ]
    assert evaluate(record["facts"]["stated"]).possible == decision.possible
    for form in ("text", "markdown", "html"):
        told = decision.explain(form)
        assert "Given, but it could not be read" in told
        assert "5,000" not in told


def test_nothing_refused_is_told_where_all_can_be_read() -> None:
    decision = evaluate(CALM, mistakes="unknown")
    assert decision == evaluate(CALM)
    assert decision.refused == ()
    assert decision.to_dict()["facts"]["refused"] == []
    assert "could not be read" not in decision.explain()


def test_an_answer_to_a_screen_that_cannot_be_read_answers_nothing() -> None:
    decision = evaluate({**CALM, "red_flags": "no"}, mistakes="unknown")
    assert [(each.fact, each.kind) for each in decision.refused] == [("red_flags", "wrong_form")]
    assert decision.screened == ()
    assert decision.to_dict()["facts"]["stated"]["red_flags"] == "unknown"


def test_a_name_that_is_wrong_is_an_exception_all_the_same() -> None:
    with pytest.raises(FactsError) as raised:
        evaluate({**TOO_MUCH, "fever_or_chils": True}, mistakes="unknown")
    assert [each.kind for each in raised.value.mistakes] == [
        "wrong_form",
        "unclear_number",
        "unknown_name",
    ]
    assert evaluate({**TOO_MUCH, "ward": 3}, mistakes="unknown", ignore=("ward",)).refused


def test_without_it_a_mistake_is_an_exception() -> None:
    with pytest.raises(FactsError):
        evaluate(TOO_MUCH)
    with pytest.raises(FactsError):
        evaluate(TOO_MUCH, mistakes="raise")
    with pytest.raises(ValueError, match="'raise' or 'unknown'"):
        evaluate(CALM, mistakes="ignore")  # type: ignore[arg-type]


def test_what_was_refused_is_part_of_the_decision() -> None:
    decision = evaluate(TOO_MUCH, mistakes="unknown")
    again = pickle.loads(pickle.dumps(decision))
    assert again == decision
    assert again.refused == decision.refused
    assert decision != evaluate({**CALM, "conservative_care": unknown, "fever_or_chills": unknown})
