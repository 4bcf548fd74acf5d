"""Names that are no facts: left aside on request, and told so that a near miss is not lost."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import attrs
import pytest

from imaging_rules import FactsError, Recommendation, compare, evaluate

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
