"""What a caller states of a patient: every form that is accepted, and every one that is not."""

import copy
import dataclasses
import pickle
import re
from collections import OrderedDict, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from fractions import Fraction
from math import ceil, floor, inf, isfinite, nan, nextafter
from struct import pack, unpack
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imaging_rules import (
    FactsError,
    Guideline,
    PatientFacts,
    Recommendation,
    Unknown,
    at_least,
    at_most,
    between,
    loads,
    one_of,
    over,
    under,
    unknown,
)
from imaging_rules.decide.compiled import compiled_from
from imaging_rules.decide.read.stated_value import NotAStatementError, plain, regions, statement
from imaging_rules.errors import Kind, Mistake
from imaging_rules.model.facts import Fact, NumberType
from imaging_rules.values.regions import Interval

# Cut points that no binary float can hold, and bounds in other units than the fact's own.
TEXT = """
guideline forms
  title     "Forms"
  otherwise no guidance
fact flag
  yes or no
  ask "?"
fact stage
  one of early, middle, late
  ask "?"
fact age
  whole number in years from 0 to 120
  ask "?"
fact care
  number in weeks from 0 to 52
  ask "?"
fact growth
  number in months from 0 to 24
  ask "?"
fact height
  number in m from 0.05 to 2.95
  ask "?"
fact ratio
  number from -1 to 1
  ask "?"
fact visits
  whole number from -5 to 10
  ask "?"
fact drug
  whole number in weeks from 1 to 30
  ask "?"
screen signs
  covers flag, stage is early
  ask    "?"
study mri
  title "MRI"
red flag sign
  title    "Sign"
  when     flag or stage is late or age over 70 years
  image    urgently with mri
  question "?"
  assumes  "Made up."
indication lengths
  title    "Lengths"
  when     any of (care over 27 days, care at least 1 day, care under 0.1 weeks,
                   care at most 0.3 weeks, care over 10 weeks, care at least 20 weeks,
                   growth at least 0.5 years, height over 0.9 m, height at least 91 cm,
                   height under 100 mm)
  image    with mri
  question "?"
  assumes  "Made up."
indication counts
  title    "Counts"
  when     any of (ratio over 0.1, ratio at least 0.3, ratio under -0.3, ratio at most -0.7,
                   visits over 2, visits at least 7, visits under -3, drug over 70 days,
                   drug at least 20 weeks)
  consider mri
  question "?"
  assumes  "Made up."
"""
FORMS = loads(TEXT)
FACT = FORMS.model.fact
NUMBERS = [fact for fact in FORMS.model.facts if isinstance(fact.type, NumberType)]
COMPILED = compiled_from(FORMS.model)


def stated(facts: Any, **more: Any) -> dict[str, Any]:
    """What a decision says was stated, in the one way in which records write it."""
    record: dict[str, Any] = FORMS.evaluate(facts, **more).to_dict()
    return dict(record["facts"]["stated"])


def mistakes(facts: Any, **more: Any) -> list[str]:
    return [mistake.problem for mistake in raised(facts, **more)]


def raised(facts: Any, **more: Any) -> tuple[Mistake, ...]:
    with pytest.raises(FactsError) as error:
        FORMS.evaluate(facts, **more)
    return error.value.mistakes


def refused(fact: str, given: object) -> str:
    (problem,) = mistakes({fact: given})
    return problem


# --- stand-ins for what other libraries hand over -----------------------------------------------


class Scalar:
    """Behaves as a scalar of NumPy does, and says that it comes from there."""

    def __init__(self, value: object, shape: tuple[int, ...] = ()) -> None:
        self.value = value
        self.shape = shape

    def item(self) -> object:
        return self.value


class Masked(Scalar):
    """Behaves as a masked scalar of NumPy does: asked for its item, it gives 0."""


Scalar.__module__ = "numpy"
Masked.__module__ = "numpy.ma.core"


class Level(IntEnum):
    THREE = 3


class Stage(StrEnum):
    LATE = "late"
    UNKNOWN = "unknown"


class OddFloat(float):
    def __repr__(self) -> str:
        return "odd"


class Weeks(int):
    pass


class Read(Mapping[str, Any]):
    """A mapping that is no dict."""

    def __init__(self, **facts: Any) -> None:
        self.facts = facts

    def __getitem__(self, name: str) -> Any:
        return self.facts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.facts)

    def __len__(self) -> int:
        return len(self.facts)


@attrs.define
class AttrsPatient:
    age: Any
    flag: Any = None


@dataclasses.dataclass
class DataPatient:
    age: Any
    flag: Any = None


# --- the whole of the facts ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "facts",
    [
        {"age": 42, "flag": None},
        {"age": 42},
        OrderedDict(age=42),
        defaultdict(lambda: True, age=42),
        Read(age=42, flag=None),
        PatientFacts(age=42, flag=None),
        AttrsPatient(42),
        DataPatient(42),
    ],
    ids=lambda facts: type(facts).__name__,
)
def test_facts_come_in_any_of_these_forms(facts: Any) -> None:
    assert FORMS.evaluate(facts) == FORMS.evaluate({"age": 42})
    assert stated(facts) == {"age": 42}


@pytest.mark.parametrize(
    "facts",
    [None, 42, "age", [("age", 42)], ("age",), {"age"}, AttrsPatient, DataPatient, object()],
    ids=lambda given: type(given).__name__,
)
def test_what_holds_no_facts_is_refused_as_a_whole(facts: object) -> None:
    (problem,) = mistakes(facts)
    assert problem.startswith("the facts of a patient come as a mapping from names to values")


def test_nothing_stated_is_a_patient_too() -> None:
    assert FORMS.evaluate({}) == FORMS.evaluate(PatientFacts())
    assert stated({}) == {}


def test_a_fact_given_as_none_is_not_stated() -> None:
    nothing = dict.fromkeys([*FACT, "signs"])
    assert stated(nothing) == {}
    assert FORMS.evaluate(nothing) == FORMS.evaluate({})


# --- the value of a fact ------------------------------------------------------------------------

ACCEPTED: list[tuple[str, Any, Any]] = [
    # yes or no
    ("flag", True, True),
    ("flag", False, False),
    ("flag", Scalar(True), True),
    ("flag", Scalar(False), False),
    # a choice
    ("stage", "late", "late"),
    ("stage", Stage.LATE, "late"),
    ("stage", Scalar("late"), "late"),
    ("stage", one_of("late"), "late"),
    ("stage", one_of("late", "early"), {"one_of": ["early", "late"]}),
    ("stage", one_of("late", "early", "late"), {"one_of": ["early", "late"]}),
    ("stage", {"one_of": ["middle", "late"]}, {"one_of": ["middle", "late"]}),
    ("stage", {"one_of": ["late"]}, "late"),
    # bare numbers, in the fact's own unit
    ("care", 6, 6),
    ("care", 6.0, 6),
    ("care", 0.9, "0.9 weeks"),
    ("care", Decimal("6.5"), "6.5 weeks"),
    ("care", Decimal("0.65E1"), "6.5 weeks"),
    ("care", Fraction(13, 2), "6.5 weeks"),
    ("care", Fraction(27, 7), "27 days"),
    ("care", Scalar(6.5), "6.5 weeks"),
    ("care", Weeks(6), 6),
    ("care", OddFloat(6.5), "6.5 weeks"),
    ("visits", Level.THREE, 3),
    ("visits", Scalar(3), 3),
    ("visits", 3.0, 3),
    ("visits", Decimal("3.00"), 3),
    ("visits", Fraction(3), 3),
    ("visits", -5, -5),
    ("ratio", -0.25, "-0.25"),
    ("ratio", Fraction(1, 3), "1/3"),
    ("ratio", -0.0, 0),
    # text with a unit, converted exactly
    ("care", "6 weeks", 6),
    ("care", "1 week", 1),
    ("care", " 6  weeks ", 6),
    ("care", "6weeks", 6),
    ("care", "27 days", "27 days"),
    ("care", "28 days", 4),
    ("care", "84 hours", "0.5 weeks"),
    ("care", "604800 seconds", 1),
    ("care", "1/3 weeks", "56 hours"),
    ("drug", "70 days", 10),
    ("growth", "1.5 years", 18),
    ("growth", "3 months", 3),
    ("height", "90 cm", "0.9 m"),
    ("height", "905 mm", "0.905 m"),
    ("ratio", "0.3", "0.3"),
    ("ratio", "-0.3", "-0.3"),
    ("ratio", "0.125", "0.125"),
    # as programs write numbers, and people units
    ("care", "5e1 weeks", 50),
    ("care", "1e-07 weeks", "0.0000001 weeks"),
    ("care", "1.440e1 weeks", "14.4 weeks"),
    ("care", "3 Weeks", 3),
    ("care", "3 wks", 3),
    ("care", "6w", 6),
    ("care", "21 d", 3),
    ("care", "504 h", 3),
    ("care", "30240 MIN", 3),
    ("age", "42y", 42),
    ("growth", "3 mo", 3),
    # A fourth decimal says that a point parts no thousands.
    ("care", Fraction(9, 8), "1.1250 weeks"),
    ("care", "1.1250 weeks", "1.1250 weeks"),
    ("care", 1.125, "1.1250 weeks"),
    ("visits", "7", 7),
    ("care", Scalar("6 weeks"), 6),
    # durations
    ("care", timedelta(weeks=6), 6),
    ("care", timedelta(days=27), "27 days"),
    ("care", timedelta(hours=84), "0.5 weeks"),
    ("care", timedelta(microseconds=604800), "0.000001 weeks"),
    ("care", Scalar(timedelta(days=28)), 4),
    # ranges, ends included
    ("care", between(3, 5), {"between": [3, 5]}),
    ("care", under(5), {"under": 5}),
    ("care", over("21 days"), {"over": 3}),
    ("care", at_least(5), {"between": [5, 52]}),
    ("care", at_most("3 weeks"), {"between": [0, 3]}),
    ("care", between(3, None), {"between": [3, 52]}),
    ("care", {"below": "5.5 weeks"}, {"under": "5.5 weeks"}),
    ("care", {"above": 3, "at most": 5}, {"over": 3, "at most": 5}),
    ("care", {"at least": 5, "at most": 5}, 5),
    ("age", over(70), {"between": [71, 120]}),
    ("age", under(18), {"between": [0, 17]}),
    # Who is under 216 months has completed 17 years, and who is over them 18.
    ("age", under("216 months"), {"between": [0, 17]}),
    ("age", over("216 months"), {"between": [18, 120]}),
    ("age", at_most("216 months"), {"between": [0, 18]}),
    ("age", at_least("215 months"), {"between": [17, 120]}),
    ("care", between("27 days", timedelta(days=28)), {"between": ["27 days", 4]}),
    ("care", between(Scalar(3), 5.5), {"between": [3, "5.5 weeks"]}),
    ("care", between(4, "28 days"), 4),
    ("care", {"between": [3, "5 weeks"]}, {"between": [3, 5]}),
    ("age", between(0, 120), {"between": [0, 120]}),
    # not known
    *(
        (fact, not_known, "unknown")
        for fact in ("flag", "stage", "care")
        for not_known in (unknown, "unknown", Scalar("unknown"), Stage.UNKNOWN)
    ),
    # a screen
    ("signs", "none", "none"),
    ("signs", "unknown", "unknown"),
    ("signs", unknown, "unknown"),
]


def numbered(cases: Sequence[tuple[Any, ...]]) -> list[str]:
    """Names for cases: values such as a number of 5000 digits make none."""
    return [f"{place}-{fact}" for place, (fact, *_) in enumerate(cases)]


@pytest.mark.parametrize(("fact", "given", "meant"), ACCEPTED, ids=numbered(ACCEPTED))
def test_a_value_is_accepted_and_read_exactly(fact: str, given: Any, meant: Any) -> None:
    assert stated({fact: given}) == {fact: meant}
    # What a record holds is read as what was recorded.
    assert stated({fact: meant}) == {fact: meant}


NO_ANSWERS: list[Any] = [True, False, "no", "None", "some", 0, [], one_of("none")]

REFUSED: list[tuple[str, Any, Kind, str]] = [
    # yes or no
    *(
        ("flag", given, "wrong_form", f"`flag` is yes or no (true or false), and {told} was given")
        for given, told in (
            ("false", "a text"),
            ("yes", "a text"),
            ("", "a text"),
            (1, "a number"),
            (0, "a number"),
            (1.0, "a number"),
            (Scalar(1), "a number"),
            (between(0, 1), "a range"),
            (one_of(True), "a list of values"),
            ([True], "a list of values"),
            (object(), "object"),
        )
    ),
    # a choice
    (
        "stage",
        "Late",
        "unknown_word",
        "`stage` is one of early, middle, late, and another text was given",
    ),
    ("stage", "lat", "unknown_word", "and another text was given"),
    ("stage", "x" * 100, "unknown_word", "and another text was given"),
    ("stage", True, "wrong_form", "and a yes or no was given"),
    ("stage", 2, "wrong_form", "and a number was given"),
    ("stage", ("early", "late"), "wrong_form", "and a list of values was given"),
    ("stage", one_of(), "wrong_form", "and none was given"),
    ("stage", {"one_of": []}, "wrong_form", "and none was given"),
    ("stage", one_of("early", "lats"), "unknown_word", "another text was given"),
    ("stage", one_of("early", unknown), "wrong_form", "and unknown was given"),
    ("stage", one_of("early", ["late"]), "wrong_form", "and a list of values was given"),
    (
        "stage",
        {"one_of": "early"},
        "wrong_form",
        "and a group of values with names was given",
    ),
    ("stage", {"one_of": ["early"], "more": 1}, "wrong_form", "a group of values with names"),
    # a number, but none that can be used
    (
        "age",
        True,
        "wrong_form",
        "`age` is a whole number of years from 0 to 120, and a yes or no was given",
    ),
    ("age", False, "wrong_form", "and a yes or no was given"),
    ("age", Scalar(True), "wrong_form", "and a yes or no was given"),
    *(
        ("age", given, "not_a_number", "and NaN or infinity was given: leave the fact out, or give")
        for given in (nan, inf, -inf, Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"))
    ),
    *(
        (fact, given, "too_many_digits", "and a number of too many digits was given")
        for fact, given in (
            ("age", Decimal("1E+999999")),
            ("age", Decimal("1E-999999")),
            ("age", 10**5000),
            ("age", -(10**5000)),
            ("care", Fraction(1, 10**5000)),
            ("care", Decimal("0." + "1" * 5000)),
            ("care", f"0.{'1' * 5000} weeks"),
            ("care", f"0.{'1' * 600} weeks"),
            ("ratio", "1" * 5000),
            ("care", "1e999 weeks"),
            ("care", "1e-999 weeks"),
            ("care", "1e999 months"),
        )
    ),
    ("age", 1j, "wrong_form", "and complex was given"),
    ("age", b"42", "wrong_form", "and bytes was given"),
    ("ratio", date(2020, 1, 1), "wrong_form", "and a date was given"),
    ("age", object(), "wrong_form", "and object was given"),
    ("age", [42], "wrong_form", "and a list of values was given"),
    ("age", (42,), "wrong_form", "and a list of values was given"),
    ("age", {42}, "wrong_form", "and a list of values was given"),
    (
        "age",
        {"years": 42},
        "wrong_form",
        "and a group of values with names was given",
    ),
    ("age", one_of(41, 42), "wrong_form", "and a list of values was given"),
    ("age", Scalar([42], (1,)), "wrong_form", "and Scalar was given"),
    ("age", Masked(0), "wrong_form", "and Masked was given"),
    ("care", Masked(0.0), "wrong_form", "and Masked was given"),
    # out of range, one step outside of either end
    ("age", -1, "too_low", "`age` is a whole number of years from 0 to 120, and what was given is"),
    ("age", 121, "too_high", "from 0 to 120, and what was given is too high"),
    ("age", "121 years", "too_high", "too high"),
    ("care", nextafter(0, -1), "too_low", "too low"),
    ("care", nextafter(52, 53), "too_high", "too high"),
    ("care", "365 days", "too_high", "too high"),
    (
        "visits",
        -6,
        "too_low",
        "`visits` is a whole number from -5 to 10, and what was given is too",
    ),
    ("visits", 11, "too_high", "too high"),
    ("drug", 0, "too_low", "too low"),
    ("care", between(-1, 5), "too_low", "too low"),
    ("care", between(50, 53), "too_high", "too high"),
    # A month can be too long although it can be short enough.
    ("care", "12 months", "too_high", "too high"),
    ("drug", "0 months", "too_low", "too low"),
    # a decimal for a whole number
    ("age", 42.5, "not_whole", "and what was given is no whole number: give completed years"),
    ("age", Decimal("42.5"), "not_whole", "no whole number"),
    ("age", Fraction(85, 2), "not_whole", "no whole number"),
    ("age", "42.5 years", "not_whole", "no whole number"),
    ("age", between(41.5, 43), "not_whole", "no whole number"),
    ("drug", "9.5 weeks", "not_whole", "and what was given is no whole number"),
    ("drug", "6 days", "too_low", "too low"),
    ("drug", "211 days", "too_high", "too high"),
    # units
    ("care", "6", "no_unit", "a text without a unit was given: give a number, or write weeks too"),
    ("care", "1", "no_unit", "or write weeks too"),
    ("age", "42", "no_unit", "or write years too"),
    ("care", "2 m", "other_unit", "m, which means meters, cannot be converted"),
    ("ratio", "6 weeks", "other_unit", "weeks cannot be converted"),
    ("height", "6 weeks", "other_unit", "weeks cannot be converted"),
    ("ratio", timedelta(days=30), "other_unit", "seconds cannot be converted"),
    ("care", "6 wekks", "unknown_unit", "is no unit: write seconds, minutes, hours, days, weeks,"),
    ("care", "6 M", "unknown_unit", "what follows the number is no unit"),
    ("care", "6 fortnights", "unknown_unit", "what follows the number is no unit"),
    ("care", "1 week 3 days", "unknown_unit", "more than one number was given: write one"),
    ("ratio", "6 fortnights", "unknown_unit", "is no unit: write the number alone"),
    ("height", "3 yards", "unknown_unit", "is no unit: write mm, cm, inches, ft or m"),
    # text that is no number
    *(
        ("care", text, "not_a_number", "weeks from 0 to 52, and a text that is no number was given")
        for text in ("", "six weeks", "weeks", "+1 weeks", ".5 weeks", "nan weeks", "inf weeks")
    ),
    ("care", "P3W", "not_a_number", "and a text that is no number was given"),
    ("care", "1/0 weeks", "unknown_unit", "more than one number was given"),
    ("care", "\N{ARABIC-INDIC DIGIT THREE} weeks", "not_a_number", "that is no number was given"),
    # signs between digits
    *(
        ("care", text, "unclear_number", "signs that may part thousands or decimals stand between")
        for text in ("1,5 weeks", "1,440 minutes", "1.440 minutes", "1'440 minutes", "1,440")
    ),
    # ranges
    ("care", between(5, 3), "reversed_range", "the lower end of the range given lies above"),
    ("care", {"between": [5, 3]}, "reversed_range", "the lower end of the range given lies above"),
    ("care", between("4 months", "3 months"), "reversed_range", "the lower end of the range given"),
    ("care", between(True, 3), "wrong_form", "and a yes or no was given"),
    ("care", between(0, False), "wrong_form", "and a yes or no was given"),
    ("care", between(0, nan), "not_a_number", "and NaN or infinity was given"),
    ("care", between(0, "3"), "no_unit", "a text without a unit was given"),
    ("care", between(None, None), "wrong_form", "and a range without an end was given"),
    ("care", {"between": [0, None]}, "wrong_form", "a group of values with names was given"),
    ("care", under(0), "reversed_range", "and no number lies in the range given"),
    ("care", over(52), "reversed_range", "and no number lies in the range given"),
    ("care", {"over": 3, "at least": 2}, "wrong_form", "a group of values with names was given"),
    ("care", {"over": 3, "beside": 2}, "wrong_form", "a group of values with names was given"),
    ("care", {"over": 5, "at most": 3}, "reversed_range", "lies above the upper one"),
    ("care", between(0, unknown), "wrong_form", "and unknown was given"),
    ("care", between(0, between(1, 2)), "wrong_form", "and a range was given"),
    (
        "care",
        {"between": [1, 2, 3]},
        "wrong_form",
        "and a group of values with names was given",
    ),
    (
        "care",
        {"between": 3},
        "wrong_form",
        "and a group of values with names was given",
    ),
    # a screen
    *(
        ("signs", answer, "wrong_form", "`signs` is answered with none (or unknown)")
        for answer in NO_ANSWERS
    ),
]


@pytest.mark.parametrize(("fact", "given", "kind", "told"), REFUSED, ids=numbered(REFUSED))
def test_a_value_is_refused_with_its_kind_and_what_is_accepted(
    fact: str, given: Any, kind: Kind, told: str
) -> None:
    (mistake,) = raised({fact: given})
    assert mistake.problem.startswith(f"`{fact}` is ")
    assert told in mistake.problem
    assert len(mistake.problem) < 250
    assert (mistake.fact, mistake.kind) == (fact, kind)
    if kind != "not_a_number":
        assert mistake.given == plain(given)


SUGGESTED: list[tuple[str, Any, str | None]] = [
    ("stage", "lat", "late"),
    ("stage", "quite other", None),
    ("care", "6", "6 weeks"),
    ("care", "1", "1 week"),
    ("care", "6 wekks", "weeks"),
    ("care", "6 Monhts", "months"),
    ("care", "6 fortnights", None),
    ("care", "1,440 minutes", "1440 minutes or 1.4400 minutes"),
    ("care", "1.440 minutes", "1440 minutes or 1.4400 minutes"),
    ("care", "1,000 minutes", "1000 minutes or 1.0000 minutes"),
    ("care", "1'440 minutes", "1440 minutes"),
    ("care", "1 440 minutes", "1440 minutes"),
    ("care", "1\N{NO-BREAK SPACE}440 minutes", "1440 minutes"),
    ("care", "1\N{NARROW NO-BREAK SPACE}440 minutes", "1440 minutes"),
    ("care", "12,345,678 seconds", "12345678 seconds"),
    ("care", "12.345.678 seconds", "12345678 seconds"),
    ("care", "1,500.5 minutes", "1500.5 minutes"),
    ("care", "1.500,5 minutes", "1500.5 minutes"),
    ("care", "1,5 weeks", "1.5 weeks"),
    ("care", "1·5 weeks", "1.5 weeks"),
    ("care", "0,125 weeks", "0.125 weeks"),
    ("care", "90,5 days", "90.5 days"),
    ("care", "1,4e3 minutes", "1.4e3 minutes"),
    ("care", "1,5 fortnights", None),
    ("care", "1,2,3 weeks", None),
    ("ratio", "-1,440", "-1440 or -1.4400"),
]


@pytest.mark.parametrize(("fact", "given", "meant"), SUGGESTED)
def test_what_may_have_been_meant_is_told_apart_from_the_sentence(
    fact: str, given: Any, meant: str | None
) -> None:
    (mistake,) = raised({fact: given})
    assert mistake.suggestion == meant
    assert not re.search(r"\d", mistake.problem.partition(", and ")[2])


def test_what_is_suggested_for_unclear_digits_can_be_given() -> None:
    assert stated({"care": "1440 minutes"}) == {"care": "1 day"}
    assert stated({"care": "1.4400 minutes"}) == {"care": "0.001 days"}


# What months are in weeks and the reverse: exactly what the calendar allows.
RANGES: list[tuple[str, Any, Any]] = [
    ("care", "1 month", {"between": [4, "31 days"]}),
    ("care", "2 months", {"between": ["59 days", "62 days"]}),
    ("care", "3 months", {"between": ["89 days", "92 days"]}),
    ("care", "0.5 years", {"between": ["181 days", "184 days"]}),
    ("care", "0 months", 0),
    ("care", "1.5 months", {"between": ["43.5 days", "46.5 days"]}),
    ("care", between("1 month", "2 months"), {"between": [4, "62 days"]}),
    ("care", between(3, "1 month"), {"between": [3, "31 days"]}),
    ("care", {"between": ["1 month", "50 days"]}, {"between": [4, "50 days"]}),
    ("growth", "28 days", {"between": ["0.9 months", 1]}),
    ("growth", "31 days", {"between": [1, "1.1 months"]}),
    ("growth", "6 weeks", {"between": ["1.35 months", "1.46 months"]}),
    ("growth", timedelta(days=365), {"between": ["11.96 months", 12]}),
    ("growth", timedelta(days=366), {"between": [12, "12.04 months"]}),
    ("growth", "0 weeks", 0),
    # Of whole numbers, those on both sides.
    ("drug", "2 months", {"between": [8, 9]}),
    ("drug", "69 days", {"between": [9, 10]}),
    ("drug", timedelta(days=69), {"between": [9, 10]}),
    ("drug", "70 days", 10),
    # Of an age in years, those that can be completed.
    ("age", "729 days", 1),
    ("age", "730 days", {"between": [1, 2]}),
    ("age", "731 days", 2),
]


@pytest.mark.parametrize(("fact", "given", "meant"), RANGES)
def test_months_for_weeks_and_weeks_for_months_are_the_range_that_they_can_be(
    fact: str, given: Any, meant: Any
) -> None:
    assert stated({fact: given}) == {fact: meant}
    assert stated({fact: meant}) == {fact: meant}
    if isinstance(meant, dict):
        words = FORMS.evaluate({fact: given}).explain("text")
        assert f"{fact}: between " in words


@pytest.mark.parametrize("fact", NUMBERS, ids=lambda fact: fact.name)
def test_a_range_holds_its_ends_and_nothing_beside_them(fact: Fact) -> None:
    assert isinstance(fact.type, NumberType)
    step = 1 if fact.type.whole else Fraction(1, 10**9)
    low, high = fact.type.range.low, fact.type.range.high
    for inside in (low, low + step, high - step, high, between(low, high)):
        assert fact.name in stated({fact.name: inside})
    for outside in (low - step, high + step, between(low - step, high), between(low, high + step)):
        assert refused(fact.name, outside)


@pytest.mark.parametrize(
    "number", [Fraction(10**399 + 7, 10**399 - 9), Fraction(1, 10**400), 5e-324, 1 / 3]
)
def test_a_number_of_very_many_digits_is_recorded_and_read_again_exactly(
    number: float | Fraction,
) -> None:
    told = stated({"care": number})
    assert stated(told) == told
    assert FORMS.evaluate(told).possible == FORMS.evaluate({"care": number}).possible


# --- names --------------------------------------------------------------------------------------


def test_an_unknown_name_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(FactsError) as raised:
        FORMS.evaluate({"heigth": 1})
    (mistake,) = raised.value.mistakes
    assert mistake.fact == "heigth"
    assert mistake.suggestion == "height"
    assert mistake.problem == "`forms` has no fact `heigth`: did you mean `height`?"
    assert "1 mistake in the facts given" in str(raised.value)


def test_an_unknown_name_is_refused_even_if_its_value_is_none() -> None:
    assert mistakes({"zzz": None}) == ["`forms` has no fact `zzz`"]


def test_an_unknown_name_is_found_where_every_fact_is_stated_too() -> None:
    complete = {
        "flag": False, "stage": "early", "age": 42, "care": 1, "growth": 1, "height": 1,
        "ratio": 0, "visits": 0, "drug": 1,
    }  # fmt: skip
    assert complete.keys() == FACT.keys()
    assert stated(complete) == complete
    assert mistakes({**complete, "zzz": 1}) == ["`forms` has no fact `zzz`"]
    del complete["drug"]
    assert mistakes({**complete, "zzz": 1}) == ["`forms` has no fact `zzz`"]


def test_a_name_that_is_no_text_is_refused() -> None:
    assert mistakes({1: True, ("age",): 2}) == [
        "the name of a fact is a text, and one of those given is not",
        "the name of a fact is a text, and one of those given is not",
    ]


def test_names_may_be_ignored_one_by_one() -> None:
    facts = {"age": 42, "zip": "x", "ward": 3}
    assert stated(facts, ignore=("zip", "ward")) == {"age": 42}
    assert mistakes(facts, ignore=("zip",)) == ["`forms` has no fact `ward`"]
    # Part of a name is not the name.
    assert len(mistakes(facts, ignore=("zips", "forward"))) == 2
    assert len(mistakes(facts, ignore="zip and ward")) == 2
    # One name by itself is taken as that one name.
    assert mistakes(facts, ignore="zip") == ["`forms` has no fact `ward`"]
    # A fact that the guideline has is read all the same.
    assert stated({"age": 42}, ignore=("age",)) == {"age": 42}
    assert len(mistakes({"age": -1}, ignore=("age",))) == 1


def test_every_mistake_of_a_call_is_named_once_and_in_the_same_order() -> None:
    facts = {"zzz": 1, "care": "6", "signs": "yes", "flag": "no", "yyy": 2, "age": nan}
    with pytest.raises(FactsError) as raised:
        FORMS.evaluate(facts)
    # Screens, then facts as in the file, then names as given.
    names = ["signs", "flag", "age", "care", "zzz", "yyy"]
    assert [mistake.fact for mistake in raised.value.mistakes] == names
    turned = dict(reversed(facts.items()))
    assert mistakes(turned)[:4] == [mistake.problem for mistake in raised.value.mistakes][:4]
    text = str(raised.value)
    assert text.startswith("6 mistakes in the facts given:\n")
    assert all(mistake.problem in text for mistake in raised.value.mistakes)


def test_the_exception_can_be_sent_to_another_process() -> None:
    with pytest.raises(FactsError) as raised:
        FORMS.evaluate({"age": nan, "zzz": 1})
    again = pickle.loads(pickle.dumps(raised.value))
    assert again.mistakes == raised.value.mistakes
    assert str(again) == str(raised.value)
    assert isinstance(again, ValueError)


# --- floats -------------------------------------------------------------------------------------


def test_a_float_is_read_as_the_decimal_that_was_typed() -> None:
    tall = loads(
        """
        guideline tall
          otherwise no guidance
        fact height
          number in m from 0 to 3
        study mri
        indication tall
          when     height over 0.9 m
          image    with mri
          question "?"
          assumes  "Made up."
        """
    )

    def level(height: object) -> Recommendation:
        return tall.evaluate({"height": height}).recommendation

    # As a binary fraction, 0.9 lies above nine tenths.
    assert Fraction(0.9) > Fraction(9, 10)
    for nine_tenths in (0.9, Decimal("0.9"), Fraction(9, 10), "90 cm", "0.9 m"):
        assert level(nine_tenths) is Recommendation.NO_GUIDANCE
    assert level(nextafter(0.9, 0)) is Recommendation.NO_GUIDANCE
    assert level(nextafter(0.9, 1)) is Recommendation.IMAGE
    assert level(Fraction(0.9)) is Recommendation.IMAGE


# --- the shortcut that reads plain values -------------------------------------------------------


def ends(fact: Fact) -> set[Fraction]:
    """Every number at which the meaning of a fact may change."""
    assert isinstance(fact.type, NumberType)
    found = {fact.type.range.low, fact.type.range.high}
    for region in fact.regions:
        assert isinstance(region, Interval)
        found |= {region.low, region.high}
    return found


def floats_near(value: Fraction, steps: int = 4) -> list[float]:
    near = [float(value)]
    for _ in range(steps):
        near = [nextafter(near[0], -inf), *near, nextafter(near[-1], inf)]
    return near + floats_of_32_bits_near(value)


def floats_of_32_bits_near(value: Fraction) -> list[float]:
    (bits,) = unpack("i", pack("f", value))
    near = [unpack("f", pack("i", each))[0] for each in range(bits - 4, bits + 5)]
    return [each for each in near if isfinite(each)]


def read_fast(facts: dict[str, Any]) -> dict[str, tuple[int, ...]] | None:
    (states, *_), mistakes = COMPILED.reader.read(facts)
    if mistakes:
        return None
    order = COMPILED.diagrams.order
    found = {}
    for variable, state in enumerate(states):
        name = FORMS.model.facts[order[variable]].name
        found[name] = (state,) if isinstance(state, int) else state
    return found


def read_slowly(facts: dict[str, Any]) -> dict[str, tuple[int, ...]] | None:
    try:
        return {
            name: regions(fact, statement(fact, facts[name]) if name in facts else unknown)
            for name, fact in FACT.items()
        }
    except NotAStatementError:
        return None


@pytest.mark.parametrize("fact", NUMBERS, ids=lambda fact: fact.name)
def test_the_shortcut_reads_as_the_long_way_does_at_every_boundary(fact: Fact) -> None:
    near: list[Any] = []
    for end in ends(fact):
        near += floats_near(end)
        near += [floor(end) - 1, floor(end), ceil(end), ceil(end) + 1]
        near += [float(floor(end)), end]
    told = [read_slowly({fact.name: value}) for value in near]
    assert None in told
    assert len({str(each) for each in told}) > len(fact.regions)
    for value in near:
        assert read_fast({fact.name: value}) == read_slowly({fact.name: value}), repr(value)


VALUES = {
    fact.name: st.one_of(
        st.integers(-10, 130),
        st.floats(),
        st.floats(-2, 60),
        st.sampled_from([n for end in sorted(ends(fact)) for n in floats_near(end)]),
    )
    for fact in NUMBERS
}


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "flag": st.booleans(),
            "stage": st.sampled_from(("early", "middle", "late")),
            **VALUES,
        },
    )
)
def test_the_shortcut_reads_as_the_long_way_does(facts: dict[str, Any]) -> None:
    assert read_fast(facts) == read_slowly(facts)


# --- nothing of the caller's is changed or kept -------------------------------------------------


def test_what_the_caller_holds_is_not_changed_and_not_kept() -> None:
    facts: dict[str, Any] = {
        "flag": False,
        "stage": {"one_of": ["early", "late"]},
        "care": {"between": [1, 5]},
        "age": None,
    }
    before = copy.deepcopy(facts)
    decision = FORMS.evaluate(facts)
    assert facts == before
    told = FORMS.evaluate(before).to_dict()
    facts["stage"]["one_of"][:] = ["late", "late"]
    facts["care"]["between"][0] = 50
    facts["flag"] = True
    facts["age"] = 99
    assert decision.to_dict() == told
    assert decision == FORMS.evaluate(before)


# --- PatientFacts, unknown, between and one_of --------------------------------------------------


def test_patient_facts_cannot_be_changed() -> None:
    ages = {"between": [1, 5]}
    facts = PatientFacts(age=ages, flag=True, care=None)
    assert dict(facts.stated) == {"age": between(1, 5), "flag": True}
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        facts.stated = {}  # type: ignore[misc]
    with pytest.raises(TypeError):
        facts.stated["flag"] = False  # type: ignore[index]
    ages["between"][0] = 4
    assert facts.stated["age"] == between(1, 5)


def test_patient_facts_are_equal_by_what_they_state_and_can_be_hashed() -> None:
    facts = PatientFacts(age=42, flag=None)
    assert facts == PatientFacts(age=42)
    assert facts != PatientFacts(age=43)
    assert hash(facts) == hash(PatientFacts(age=42))
    assert {facts, PatientFacts(age=42), PatientFacts(age=43)} == {facts, PatientFacts(age=43)}


def test_patient_facts_take_any_name() -> None:
    assert dict(PatientFacts(self=True).stated) == {"self": True}


@pytest.mark.parametrize(
    "again", [copy.copy, copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))]
)
def test_patient_facts_can_be_copied_and_pickled(again: Any) -> None:
    facts = PatientFacts(age=between(1, 5), stage=one_of("early", "late"), flag=unknown)
    assert again(facts) == facts
    assert again(facts).stated["flag"] is unknown


@pytest.mark.parametrize(
    "shown",
    [
        PatientFacts(age=77, stage="late"),
        between(77, 78),
        one_of("late"),
        FORMS.evaluate({"age": 77, "stage": "late"}),
    ],
    ids=lambda shown: type(shown).__name__,
)
def test_nothing_of_a_patient_shows_in_repr(shown: object) -> None:
    for text in (repr(shown), str(shown), f"{shown}"):
        assert "77" not in text
        assert "late" not in text


def test_there_is_one_unknown_and_it_is_neither_yes_nor_no() -> None:
    assert list(Unknown) == [unknown]
    assert Unknown("unknown") is unknown
    assert copy.deepcopy(unknown) is unknown
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(unknown, protocol)) is unknown
    assert repr(unknown) == "unknown"
    with pytest.raises(TypeError, match="is unknown"):
        bool(unknown)


def test_between_and_one_of_cannot_be_changed() -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        between(1, 2).low = 0  # type: ignore[misc]
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        one_of("early").values = ()  # type: ignore[misc]
    assert between(1, 2) == between(1, 2)
    assert one_of("early").values == ("early",)


def test_every_kind_of_enum_is_read_as_the_value_it_is() -> None:
    class Plain(Enum):
        LATE = "late"

    assert stated({"stage": Stage.LATE, "visits": Level.THREE}) == {"stage": "late", "visits": 3}
    # A plain enum is no text.
    told = "and a member of Plain, and not its value, was given: give its `value`"
    assert told in refused("stage", Plain.LATE)


def test_forms_is_a_guideline_with_awkward_cut_points() -> None:
    """What the tests above rest on."""
    assert isinstance(FORMS, Guideline)
    assert {Fraction(27, 7), Fraction(1, 7), Fraction(1, 10), Fraction(3, 10)} <= ends(FACT["care"])
    assert {Fraction(1, 10), Fraction(9, 10), Fraction(91, 100)} <= ends(FACT["height"])


TWO_SCREENS = """
guideline two_screens
fact fever
  yes or no
fact fall
  yes or no
screen of_illness
  covers fever
screen of_injury
  covers fall
study mri
red flag fever
  when      fever
  image     urgently with mri
  question  "?"
  editorial "Made up."
red flag fall
  when      fall
  image     immediately with mri
  question  "?"
  editorial "Made up."
"""


@pytest.mark.parametrize(
    ("given", "possible"),
    [
        ({"of_illness": "none"}, ["no guidance", "image immediately"]),
        ({"of_injury": "none"}, ["no guidance", "image urgently"]),
        ({"of_illness": "unknown", "of_injury": "none"}, ["no guidance", "image urgently"]),
        ({"of_illness": "none", "of_injury": "none"}, ["no guidance"]),
    ],
)
def test_a_screen_answers_for_the_facts_that_it_covers_alone(
    given: dict[str, str], possible: list[str]
) -> None:
    decision = loads(TWO_SCREENS).evaluate(given)
    assert [level.words for level in decision.possible] == possible


def test_every_screen_that_cannot_be_read_is_told() -> None:
    with pytest.raises(FactsError) as refused:
        loads(TWO_SCREENS).evaluate({"of_illness": True, "of_injury": "no"})
    assert [each.problem for each in refused.value.mistakes] == [
        f"`{screen}` is answered with none (or unknown); if something is present, state that fact"
        for screen in ("of_illness", "of_injury")
    ]
