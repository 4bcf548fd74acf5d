"""What libraries of tables hand over: taken as what it says, or refused with the way to a form."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from enum import Enum
from fractions import Fraction
from io import BytesIO
from math import inf, nextafter
from struct import pack, unpack
from typing import Any, NamedTuple

import numpy
import numpy as np
import pandas
import pandas as pd
import polars
import polars as pl
import pyarrow
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from imaging_rules import (
    FactsError,
    Guideline,
    Recommendation,
    between,
    evaluate,
    guidelines,
    load,
    loads,
)
from imaging_rules.decide.read.stated_value import regions, statement
from imaging_rules.model.facts import Fact, NumberType
from imaging_rules.values.numbers import decimal_text, from_float
from imaging_rules.values.regions import Interval


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
        ("fever_or_chills", date(1956, 3, 1), "and a date was given"),
        ("age", numpy.datetime64("1956-03-01", "ns"), "datetime64 was given: on which day a"),
        ("conservative_care", datetime(2026, 1, 1, tzinfo=UTC), "a date with a time was given"),
        ("conservative_care", pandas.Timestamp("2026-01-01"), "give the `date` alone"),
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
            between(None, None),
            "a range without an end was given: leave the fact out, or give unknown",
        ),
        (
            "age",
            {"from": 65},
            'what is known in part is {"between": [a, b]}, {"under": a} or {"one_of": [a, b]}',
        ),
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


Handed = Callable[[float], object]


def by_parquet(value: float) -> object:
    file = BytesIO()
    pq.write_table(pa.table({"x": pa.array([value], pa.float32())}), file)
    return pq.read_table(file).to_pylist()[0]["x"]


def by_rows_of_pandas(value: float) -> object:
    # Beside a whole number, the row is made one of 64-bit floats.
    frame = pd.DataFrame({"x": np.array([value], np.float32), "n": np.array([7], np.int32)})
    (row,) = (row for _, row in frame.iterrows())
    return row["x"]


HANDED: dict[str, Handed] = {
    "float": float,
    "numpy 64": np.float64,
    "numpy 32": np.float32,
    "numpy array 32": lambda value: np.array(value, np.float32),
    "numpy list 32": lambda value: np.array([value], np.float32).tolist()[0],
    "polars 32": lambda value: next(
        pl.DataFrame({"x": pl.Series([value], dtype=pl.Float32)}).iter_rows(named=True)
    )["x"],
    "polars 64": lambda value: pl.Series([value], dtype=pl.Float64)[0],
    "arrow 32": lambda value: pa.array([value], pa.float32())[0].as_py(),
    "parquet 32": by_parquet,
    "pandas 32": lambda value: pd.Series([value], dtype="float32").iloc[0],
    "pandas 32 as records": lambda value: pd.DataFrame(
        {"x": pd.Series([value], dtype="float32")}
    ).to_dict("records")[0]["x"],
    "pandas 32 by rows": by_rows_of_pandas,
    "numpy long double": lambda value: np.longdouble(repr(value)),
}
# These say that they have 16 bits.
OF_16_BITS: dict[str, Handed] = {
    "numpy 16": np.float16,
    "numpy array 16": lambda value: np.array(value, np.float16),
    "pandas 16": lambda value: pd.Series([value], dtype="float16").iloc[0],
}
# These have been made floats of 64 bits.
FROM_16_BITS: dict[str, Handed] = {
    "arrow 16": lambda value: pa.array([np.float16(value)], pa.float16())[0].as_py(),
    "polars 16": lambda value: pl.Series([value], dtype=pl.Float16)[0],
    "numpy list 16": lambda value: np.array([value], np.float16).tolist()[0],
    "numpy 16 as 32": lambda value: np.float32(np.float16(value)),
    "pandas 16 as records": lambda value: pd.DataFrame(
        {"x": pd.Series([value], dtype="float16")}
    ).to_dict("records")[0]["x"],
}


def decimals(guideline: Guideline) -> Iterator[tuple[Fact, Fraction]]:
    """Yield every number with decimals, and every other one, at which a fact's meaning changes."""
    for fact in guideline.model.facts:
        if isinstance(fact.type, NumberType) and not fact.type.whole:
            ends = {end for r in fact.regions if isinstance(r, Interval) for end in (r.low, r.high)}
            yield from ((fact, end) for end in sorted(ends) if decimal_text(end))


def meets_every_threshold(
    guideline: Guideline, handed: Handed, holds: Callable[[Fraction], bool]
) -> None:
    for fact, bound in decimals(guideline):
        for step in (Fraction(0), Fraction(1, 100), Fraction(-1, 100)):
            number = bound + step
            if number not in fact.type.range or not holds(number):  # type: ignore[union-attr]
                continue
            told = guideline.evaluate({fact.name: number})
            found = guideline.evaluate({fact.name: handed(float(number))})
            assert found == told, (fact.name, number)
            assert found.possible == told.possible, (fact.name, number)


def digits(number: Fraction) -> int:
    return len(re.sub(r"\D", "", decimal_text(number) or "").lstrip("0"))


def is_told_from_16_bits(number: Fraction) -> bool:
    """Whether 16 bits hold a number, or what they hold instead has more than nine digits."""
    if abs(number) > 65504:
        return False
    held = Fraction(float(np.float16(float(number))))
    return held == number or (digits(number) <= 3 and digits(held) > 9)


@pytest.mark.parametrize("name", guidelines())
@pytest.mark.parametrize("kind", HANDED)
def test_every_threshold_of_what_ships_is_met_by_every_kind_of_float(name: str, kind: str) -> None:
    # 32 bits hold no more than six digits of every number.
    meets_every_threshold(load(name), HANDED[kind], lambda number: digits(number) <= 6)


@pytest.mark.parametrize("name", guidelines())
def test_every_threshold_of_what_ships_is_met_by_floats_of_16_bits(name: str) -> None:
    # They hold no more than three digits of every number.
    for handed in OF_16_BITS.values():
        meets_every_threshold(load(name), handed, lambda number: digits(number) <= 3)
    for handed in FROM_16_BITS.values():
        meets_every_threshold(load(name), handed, is_told_from_16_bits)


def test_16_bits_tell_the_thresholds_that_have_decimals() -> None:
    told = {
        (name, fact.name, bound)
        for name in ("canadian_ct_head", "canadian_c_spine", "pecarn_head")
        for fact, bound in decimals(load(name))
        if bound.denominator != 1 and is_told_from_16_bits(bound)
    }
    assert {(name, fact, str(bound)) for name, fact, bound in told} == {
        ("canadian_ct_head", "fall_height", "9/10"),
        ("canadian_c_spine", "fall_height", "9/10"),
        ("pecarn_head", "height_of_any_fall", "9/10"),
        ("pecarn_head", "height_of_any_fall", "3/2"),
    }


def test_there_are_thresholds_that_32_bits_do_not_hold() -> None:
    """What the test above rests on."""
    missed = {
        fact.name
        for name in guidelines()
        for fact, bound in decimals(load(name))
        if Fraction(float(np.float32(float(bound)))) != bound
    }
    assert {"fall_height"} <= missed


@pytest.mark.parametrize("kind", [*HANDED, *OF_16_BITS, *FROM_16_BITS])
def test_a_fall_from_nine_tenths_of_a_meter_is_imaged(kind: str) -> None:
    handed = (HANDED | OF_16_BITS | FROM_16_BITS)[kind]
    rest = {
        "head_injured": True, "age": 40, "glasgow_coma_scale_on_arrival": 15,
        "time_since_injury": 3, "witnessed_loss_of_consciousness": True,
        "canadian_ct_head_exclusions": "none",
    }  # fmt: skip
    guideline = load("canadian_ct_head")
    given = {name: value for name, value in rest.items() if name in _names(guideline)}
    decision = guideline.evaluate({**given, "fall_height": handed(0.9)})
    assert Recommendation.DO_NOT_IMAGE not in decision.possible
    assert decision.to_dict()["facts"]["stated"]["fall_height"] == "0.9 m"


def _names(guideline: Guideline) -> set[str]:
    return {*guideline.model.fact, *guideline.model.screen}


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (0.8999999761581421, "0.9"),
        (-0.8999999761581421, "-0.9"),
        (37.79999923706055, "37.8"),
        (np.float16(0.9), "0.9"),
        (np.float32(0.1), "0.1"),
        (np.float32(1e-10), "1e-10"),
        (np.longdouble("0.3"), "0.3"),
        # Nobody wrote these as the text of 32 bits.
        (0.8999999761581422, "0.8999999761581422"),
        (0.899999976158142, "0.899999976158142"),
        (0.000244140625, "0.000244140625"),
        (0.1 + 0.2, "0.30000000000000004"),
        (1 / 3, "0.3333333333333333"),
        (16777217.0, "16777217"),
    ],
)
def test_a_float_is_read_as_what_was_written(given: Any, read: str) -> None:
    guideline = loads(NUMBER)
    assert statement(guideline.model.fact["x"], given) == Fraction(read)


NUMBER = """
guideline floats
  otherwise no guidance
fact x
  number from -1000000000 to 1000000000
fact y
  number from -5 to 5
fact w
  number in weeks from 0.1 to 30.1
study mri
indication some
  when      any of (x over 0.9, x at least -0.9, x at least 37.8, x under 0.1, x over 1e1)
  image     with mri
  question  "?"
  assumes   "Made up."
indication others
  when      any of (w over 0.9 weeks, w at least 3 days, w at most 2.7 weeks, y over 0.3)
  image     with mri
  question  "?"
  assumes   "Made up."
contradiction larger
  when      x over y
  assumes   "Made up."
""".replace("x over 1e1", "x over 10")


@given(st.floats(width=32, allow_nan=False, allow_infinity=False))
@example(0.8999999761581421)
@example(2.0**-23)
def test_32_bits_read_from_64_are_what_numpy_prints_of_them(value: float) -> None:
    printed = Fraction(str(np.float32(value)))
    of_16_bits = 2**-14 <= abs(value) <= 65504 and np.float16(value) == value
    read = from_float(value)
    if of_16_bits:
        assert np.float16(float(read)) == value
        return
    if len(repr(value).strip("-0.")) > 14:
        assert read == printed
    assert unpack("f", pack("f", float(read)))[0] == value


@given(st.floats(width=16, allow_nan=False, allow_infinity=False))
@example(0.89990234375)
@example(2.0**-23)
def test_16_bits_read_from_64_are_what_numpy_prints_of_them(value: float) -> None:
    if len(repr(value).strip("-0.")) > 10 and abs(value) >= 2**-14:
        assert from_float(value) == Fraction(str(np.float16(value)))
    assert np.float16(float(from_float(value))) == value


NEAR = [
    each
    for bound in (0.1, 0.3, 0.9, -0.9, 37.8, 2.7, 30.1, 3 / 7, 10.0, 5.0, -5.0)
    for near in (bound, *(unpack(width, pack(width, bound))[0] for width in "ef"))
    for each in (near, nextafter(near, inf), nextafter(near, -inf))
]


@given(
    st.sampled_from(["x", "y", "w"]),
    st.floats()
    | st.floats(width=32)
    | st.floats(width=16)
    | st.floats(-50, 50, width=32)
    | st.sampled_from(NEAR),
)
def test_the_shortcut_reads_floats_as_the_long_way_does(name: str, value: float) -> None:
    guideline = READ
    fact = guideline.model.fact[name]
    try:
        decision = guideline.evaluate({name: value})
    except FactsError:
        return
    exact = statement(fact, value)
    assert guideline.evaluate({name: exact}).possible == decision.possible
    (patient, _) = guideline._compiled.reader.read({name: value})
    state = patient[0][guideline._compiled.diagrams.place[name]]
    assert (state,) == regions(fact, exact)


READ = loads(NUMBER)


@pytest.mark.parametrize(
    ("x", "y", "found"),
    [
        (0.30000001192092896, 0.3, False),
        (0.3, 0.30000001192092896, False),
        (0.30000001192092896, Fraction("0.299"), True),
        (np.float32(0.3), 0.3, False),
        (2.5, 2.0, True),
        (2.5, 2.5, False),
    ],
)
def test_numbers_that_are_the_same_contradict_nothing(x: Any, y: Any, found: bool) -> None:
    assert bool(READ.evaluate({"x": x, "y": y}).contradictions) == found


def test_durations_of_numpy_are_no_bare_numbers() -> None:
    stated = READ.evaluate({"w": np.timedelta64(21, "D")}).to_dict()["facts"]["stated"]
    assert stated == {"w": 3}
    stated = READ.evaluate({"w": np.timedelta64(2, "M")}).to_dict()["facts"]["stated"]
    assert stated == {"w": {"between": ["59 days", "62 days"]}}
    assert READ.evaluate({"w": pd.Timedelta(days=21)}).to_dict()["facts"]["stated"] == {"w": 3}
    for other in (np.timedelta64(5, "ns"), np.timedelta64("NaT"), np.datetime64(5, "ns")):
        with pytest.raises(FactsError):
            READ.evaluate({"w": other})
