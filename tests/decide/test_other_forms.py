"""What libraries hand over and `evaluate` does not take is named, with the way to what it takes."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, NamedTuple

import numpy
import pandas
import polars
import pyarrow
import pytest

from imaging_rules import FactsError, between, evaluate


class Weakness(Enum):
    WORSE = "worsening"


class Visit(NamedTuple):
    age: int


class Model:
    """Behaves as a model of pydantic does."""

    def model_dump(self) -> dict[str, int]:
        return {"age": 42}


NOT_THERE = "leave the fact out, or give None or unknown"


@pytest.mark.parametrize(
    ("fact", "given", "told"),
    [
        (
            "leg_weakness",
            Weakness.WORSE,
            "a member of Weakness, and not its value, was given: give",
        ),
        ("leg_weakness", ["none"], "several that are possible are `one_of(a, b)`"),
        ("age", date(1956, 3, 1), "a date was given: give completed years, or use `age_on`"),
        ("age", numpy.datetime64("1956-03-01", "ns"), "datetime64 was given: give completed years"),
        ("conservative_care", datetime(2026, 1, 1, tzinfo=UTC), "a date was given: use `since`"),
        ("conservative_care", pandas.Timestamp("2026-01-01"), "a date was given: use `since`"),
        ("age", pandas.NA, f"NAType was given: {NOT_THERE}"),
        ("fever_or_chills", pandas.NA, f"NAType was given: {NOT_THERE}"),
        ("age", pandas.NaT, f"NaTType was given: {NOT_THERE}"),
        ("age", numpy.ma.masked, f"MaskedConstant was given: {NOT_THERE}"),
        ("age", float("nan"), f"NaN or infinity was given: {NOT_THERE}"),
        ("fever_or_chills", float("nan"), f"NaN was given: {NOT_THERE}"),
        ("leg_weakness", numpy.float64("nan"), f"NaN was given: {NOT_THERE}"),
        ("conservative_care", numpy.timedelta64("NaT"), f"NaN was given: {NOT_THERE}"),
        ("age", pyarrow.scalar(None), f"NullScalar was given: {NOT_THERE}"),
        ("age", pyarrow.scalar(42), "Int64Scalar was given: give what its `as_py()` returns"),
        (
            "age",
            between(65, None),
            "a range with one end was given: give both, of which the widest ",
        ),
        ("age", {"from": 65}, 'what is known in part is {"between": [a, b]} or {"one_of": [a, b]}'),
        ("age", [65, 74], "a list of values was given: a range is `between(a, b)`"),
    ],
)
def test_a_value_of_another_form_is_named_with_the_way(fact: str, given: Any, told: str) -> None:
    with pytest.raises(FactsError) as raised:
        evaluate({fact: given})
    (mistake,) = raised.value.mistakes
    assert told in mistake.problem
    assert mistake.fact == fact


def row() -> sqlite3.Row:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.row_factory = sqlite3.Row
        found: sqlite3.Row = connection.execute("SELECT 42 AS age").fetchone()
    return found


FRAME = pandas.DataFrame({"age": [42]})
# What is given, what is told of it, and the way that is told.
PATIENTS: dict[str, tuple[Any, str, Callable[[Any], Any] | None]] = {
    "pydantic": (Model(), "Model was given: give its `model_dump()`", lambda e: e.model_dump()),
    "named": (Visit(42), "Visit was given: give its `_asdict()`", lambda e: e._asdict()),
    "itertuples": (
        next(FRAME.itertuples(index=False)),
        "Pandas was given: give its `_asdict()`",
        lambda e: e._asdict(),
    ),
    "sqlite3": (row(), "Row was given: give `dict(...)` of it", dict),
    "series": (FRAME.iloc[0], "Series was given: give its `to_dict()`", lambda e: e.to_dict()),
    "pandas": (FRAME, "DataFrame was given: give one patient at a time, such as one row", None),
    "polars": (
        polars.DataFrame({"age": [42]}),
        "DataFrame was given: give one patient at a time, such as one row",
        lambda e: e.row(0, named=True),
    ),
    "list": ([{"age": 42}], "list was given: give one patient at a time", lambda e: e[0]),
    "text": ('{"age": 42}', "str was given: `json.loads` makes a mapping of JSON", None),
    "class": (Model, "the class Model itself was given, and not an instance of it", None),
    "nothing": (None, "NoneType was given", None),
}


@pytest.mark.parametrize("name", PATIENTS)
def test_a_patient_in_another_form_is_named_with_the_way(name: str) -> None:
    given, told, way = PATIENTS[name]
    with pytest.raises(FactsError) as raised:
        evaluate(given)
    assert raised.value.mistakes[0].problem.startswith(
        "the facts of a patient come as a mapping from names to values, as PatientFacts, or as an "
        f"instance of an attrs class or a dataclass, and {told}"
    )
    if way:
        assert evaluate(way(given)) == evaluate({"age": 42})


def test_the_form_of_json_may_hold_a_tuple() -> None:
    assert evaluate({"age": {"between": (65, 74)}}) == evaluate({"age": between(65, 74)})
