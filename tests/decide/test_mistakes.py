"""Names that are no facts, and values that cannot be read: refused, or left aside on request."""

import pickle
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import attrs
import jsonschema
import pytest

from imaging_rules import (
    FactsError,
    PatientFacts,
    Recommendation,
    compare,
    decision_schema,
    evaluate,
    load,
    unknown,
)

ROW: dict[Any, Any] = {"patient_id": 4711, "age": 42, "fever_or_chills": True, 7: "seven"}


def test_all_names_of_no_fact_are_left_aside() -> None:
    row: Any = {**ROW, **{f"column_{number}": number for number in range(500)}}
    decision = evaluate(row, ignore=True)
    assert decision.recommendation is Recommendation.IMAGE_URGENTLY
    assert decision == evaluate({"age": 42, "fever_or_chills": True})


def test_a_near_miss_is_refused_all_the_same() -> None:
    with pytest.raises(FactsError) as raised:
        evaluate({"patient_id": 4711, "age": 42, "fever_or_chill": True}, ignore=True)
    (mistake,) = raised.value.mistakes
    assert (mistake.fact, mistake.kind) == ("fever_or_chill", "unknown_name")
    assert mistake.suggestion == "fever_or_chills"
    assert mistake.problem == (
        "`low_back_pain` has no fact `fever_or_chill`: did you mean `fever_or_chills`? "
        "If it is no fact, leave it out"
    )


def test_a_comparison_leaves_names_aside_too() -> None:
    row = {"patient_id": 4711, "age": 42, "fever_or_chills": True}
    found = compare(row, ["low_back_pain", "nass"], ignore=True)
    assert [each.lacks for each in found.rows] == [(), ("fever_or_chills",)]
    with pytest.raises(FactsError, match="did you mean `fever_or_chills`"):
        compare({**row, "fever_or_chill": True}, ["low_back_pain", "nass"], ignore=True)


@pytest.mark.parametrize(
    "names",
    [("patient_id",), ["patient_id"], {"patient_id"}, {"patient_id": 1}, iter(["patient_id"])],
    ids=lambda names: type(names).__name__,
)
def test_names_may_come_in_anything_that_can_be_gone_through(names: Iterable[str]) -> None:
    row = {"patient_id": 4711, "age": 42, "conservative_care": "?"}
    assert evaluate(row, ignore=names, mistakes="unknown").refused[0].fact == "conservative_care"


def test_without_it_every_name_counts() -> None:
    with pytest.raises(FactsError, match="has no fact `patient_id`"):
        evaluate({"patient_id": 4711}, ignore=False)
    with pytest.raises(TypeError, match="`ignore` is True, or names of no facts, and int was"):
        evaluate({"patient_id": 4711}, ignore=3)  # type: ignore[arg-type]


def test_of_many_mistakes_ten_are_told_and_all_are_kept() -> None:
    with pytest.raises(FactsError) as raised:
        evaluate({f"unheard_of_{number}": 1 for number in range(500)})
    lines = str(raised.value).splitlines()
    assert lines[0] == "500 mistakes in the facts given:"
    assert lines[10] == "  `low_back_pain` has no fact `unheard_of_9`"
    assert lines[11:] == ["  and 490 more"]
    assert len(raised.value.mistakes) == 500


def test_a_field_can_be_marked_as_no_fact() -> None:
    no_fact = {"imaging_rules.fact": None}

    @dataclass
    class Visit:
        age: int
        ward: str = field(default="B", metadata=no_fact)

    @attrs.frozen
    class Stay:
        age: int
        ward: str = attrs.field(default="B", metadata=no_fact)

    assert evaluate(Visit(42)) == evaluate(Stay(42)) == evaluate({"age": 42})


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
