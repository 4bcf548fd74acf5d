"""A contradiction is found exactly when it holds in every completion: against brute force."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import pairwise, product
from math import ceil, floor
from typing import Any

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from imaging_rules import Guideline, between, loads, unknown
from imaging_rules.model.conditions import (
    All,
    AtLeast,
    Compares,
    ComparesFacts,
    Condition,
    IsAmong,
    IsYes,
    Not,
)
from imaging_rules.model.facts import Fact, NumberType, Value, YesNoType
from imaging_rules.model.meaning import holds
from imaging_rules.model.rules import Contradiction

DAYS_OF_A_WEEK = 7


def guideline(facts: Mapping[str, str], when: str) -> Guideline:
    """A guideline with these facts and one contradiction, that does nothing besides."""
    blocks = [f"fact {name}\n  {type}\n" for name, type in facts.items()]
    return loads(
        "guideline made\n  otherwise no guidance\n"
        + "".join(blocks)
        + f'contradiction found\n  when {when}\n  assumes "Made up."\n'
    )


def is_found(made: Guideline, facts: Mapping[str, Any]) -> bool:
    return bool(made.evaluate(facts).contradictions)


# --- by hand ------------------------------------------------------------------------------------

WHOLE = "whole number in days from 0 to 16"
DENSE = "number in days from 0 to 16"
WHOLE_WEEKS = "whole number in weeks from 0 to 2"
SHORT = "number in days from 0 to 2"
DENSE_WEEKS = "number in weeks from 0 to 2"


@pytest.mark.parametrize(
    ("types", "when", "facts", "found"),
    [
        # Both values known: one step below, at, and above.
        ((DENSE, DENSE), "x over y", {"x": 6, "y": 7}, False),
        ((DENSE, DENSE), "x over y", {"x": 7, "y": 7}, False),
        ((DENSE, DENSE), "x over y", {"x": "7.0010 days", "y": 7}, True),
        ((DENSE, DENSE), "x at least y", {"x": "6.9990 days", "y": 7}, False),
        ((DENSE, DENSE), "x at least y", {"x": 7, "y": 7}, True),
        ((DENSE, DENSE), "x under y", {"x": 7, "y": 7}, False),
        ((DENSE, DENSE), "x at most y", {"x": 7, "y": 7}, True),
        ((DENSE, DENSE), "x at most y", {"x": "7.0010 days", "y": 7}, False),
        # A float is read as a decimal: 0.9 is nine tenths.
        ((DENSE, DENSE), "x over y", {"x": 0.9, "y": Fraction(9, 10)}, False),
        ((DENSE, DENSE), "x at least y", {"x": 0.9, "y": Fraction(9, 10)}, True),
        # Ranges: their ends count, those least in favour.
        ((DENSE, DENSE), "x over y", {"x": between(5, 9), "y": between(1, 5)}, False),
        ((DENSE, DENSE), "x over y", {"x": between(6, 9), "y": between(1, 5)}, True),
        ((DENSE, DENSE), "x at least y", {"x": between(5, 9), "y": between(1, 5)}, True),
        ((DENSE, DENSE), "x under y", {"x": between(5, 9), "y": between(9, 12)}, False),
        ((DENSE, DENSE), "x under y", {"x": between(5, 8), "y": between(9, 12)}, True),
        # One of them open: the end of its range decides.
        ((DENSE, DENSE), "x over y", {"x": 16}, False),
        ((DENSE, DENSE), "x at least y", {"x": 16}, True),
        ((DENSE, DENSE), "x at least y", {"x": 16, "y": unknown}, True),
        ((DENSE, DENSE), "x at least y", {"y": 0}, True),
        ((DENSE, DENSE), "x over y", {"y": 0}, False),
        ((DENSE, DENSE), "x over y", {}, False),
        # A week is seven days.
        ((DENSE_WEEKS, DENSE), "x over y", {"x": 1, "y": 7}, False),
        ((DENSE_WEEKS, DENSE), "x over y", {"x": 1, "y": 6}, True),
        ((DENSE_WEEKS, DENSE), "x over y", {"x": "8 days", "y": 7}, True),
        ((WHOLE_WEEKS, WHOLE), "x at least y", {"x": 2, "y": between(0, 14)}, True),
        ((WHOLE_WEEKS, WHOLE), "x at least y", {"x": 2, "y": between(0, 15)}, False),
        # Nothing is over itself, and all is at least itself.
        ((DENSE, DENSE), "x over x", {"x": 3}, False),
        ((DENSE, DENSE), "x over x", {"x": between(3, 5)}, False),
        ((DENSE, DENSE), "x at least x", {"x": between(3, 5)}, True),
        ((DENSE, DENSE), "x at least x", {}, True),
        # What cannot be is never found, what must be always.
        ((DENSE, DENSE), "x over y and y over x", {}, False),
        ((DENSE, DENSE), "x over y and y over x", {"x": 3, "y": 5}, False),
        ((DENSE, DENSE), "not (x over y and y over x)", {}, True),
        ((DENSE, DENSE), "x over y or y over x", {"x": 3, "y": 5}, True),
        ((DENSE, DENSE), "x over y or y over x", {"x": 3, "y": between(3, 5)}, False),
        ((DENSE, DENSE), "x over y or y over x", {"x": 3, "y": between(4, 5)}, True),
        ((DENSE, DENSE), "x over y or y at least x", {}, True),
        ((DENSE, DENSE), "x at least y or y at least x", {}, True),
        # Whole weeks and whole days meet at every seventh day only.
        ((WHOLE_WEEKS, WHOLE), "x over y or y over x", {"x": between(1, 2), "y": between(8, 13)},
         True),
        ((WHOLE_WEEKS, WHOLE), "x over y or y over x", {"x": between(1, 2), "y": between(7, 13)},
         False),
        ((WHOLE_WEEKS, WHOLE), "x over y or y over x", {"x": between(1, 2), "y": between(8, 14)},
         False),
        ((DENSE_WEEKS, WHOLE), "x over y or y over x", {"x": between(1, 2), "y": between(8, 13)},
         False),
        # Between two neighbours there is no whole number, but there are others.
        ((WHOLE, WHOLE, WHOLE), "not (x under y and y under z)", {"x": 3, "z": 4}, True),
        ((WHOLE, DENSE, WHOLE), "not (x under y and y under z)", {"x": 3, "z": 4}, False),
        ((WHOLE, WHOLE, WHOLE), "not (x under y and y under z)", {"x": 3, "z": 5}, False),
        ((WHOLE, WHOLE_WEEKS, WHOLE), "not (x under y and y under z)", {"x": 7, "z": 14}, True),
        ((WHOLE, WHOLE_WEEKS, WHOLE), "not (x under y and y under z)", {"x": 6, "z": 14}, False),
        # Bounds that do not belong to a region, against numbers just beside them.
        ((DENSE, DENSE), "x at least y or x at most 5 days or y at least 5 days",
         {"x": between(5, 6)}, True),
        ((DENSE, DENSE), "x over y or x at most 5 days or y over 5 days", {"x": between(5, 6)},
         True),
        ((DENSE, DENSE), "x over y or x under 5 days or y over 5 days", {"x": between(5, 6)},
         False),
        ((DENSE, DENSE), "x under y or y under 5 days or x at least 5 days", {}, True),
        ((DENSE, DENSE), "x under y or y under 5 days or x over 5 days", {}, False),
        ((DENSE, DENSE), "x over y or y over x or x at least 5 days or y under 5 days", {}, True),
        ((DENSE, DENSE), "x over y or y over x or x over 5 days or y under 5 days", {}, False),
        ((DENSE_WEEKS, DENSE), "x over y or y over x or x at least 7 days or y under 7 days", {},
         True),
        # Chains of any length.
        ((DENSE, DENSE, DENSE), "not (x over y and y over z)", {"x": 3, "z": 3}, True),
        ((DENSE, DENSE, DENSE), "not (x at least y and y at least z)", {"x": 3, "z": 3}, False),
        ((DENSE, DENSE, DENSE), "not (x at least y and y over z)", {"x": 3, "z": 3}, True),
        ((SHORT, SHORT, SHORT), "x over y or y over z or z over x", {}, False),
        ((SHORT, SHORT, SHORT), "x over y or y over z or z at least x", {}, True),
    ],
)  # fmt: skip
def test_a_case_worked_out_by_hand(
    types: tuple[str, ...], when: str, facts: dict[str, Any], found: bool
) -> None:
    made = guideline(dict(zip("xyz", types, strict=False)), when)
    assert is_found(made, facts) == found
    assert brute_force(made, facts) == found


def test_an_assumed_fact_counts_as_what_is_assumed() -> None:
    made = guideline({"x": DENSE, "y": f"{DENSE} if not stated assume 5 days"}, "x over y")
    assert not is_found(made, {"x": 5})
    assert is_found(made, {"x": 6})
    assert not is_found(made, {"x": 6, "y": unknown})
    assert not is_found(made, {"x": 6, "y": 6})


def test_a_screened_fact_counts_as_what_the_screen_says() -> None:
    made = loads(
        """
        guideline made
          otherwise no guidance
        fact x
          number in days from 0 to 28
        fact y
          number in days from 0 to 28
        screen short
          covers y is 2 days
        contradiction found
          when x over y
          assumes "Made up."
        """
    )
    assert not is_found(made, {"x": 3})
    assert is_found(made, {"x": 3, "short": "none"})
    assert not is_found(made, {"x": 2, "short": "none"})
    assert not is_found(made, {"x": 3, "short": "unknown"})
    assert not is_found(made, {"x": 3, "y": unknown, "short": "none"})


# --- brute force --------------------------------------------------------------------------------


def scale(fact: Fact) -> Fraction:
    """How many days are in the unit of a fact, or 1."""
    assert isinstance(fact.type, NumberType)
    in_weeks = fact.type.unit is not None and fact.type.unit.singular == "week"
    return Fraction(DAYS_OF_A_WEEK if in_weeks else 1)


def bounds(condition: Condition) -> Iterator[tuple[str, Fraction]]:
    match condition:
        case Compares(fact, _, bound):
            yield fact, bound
        case IsAmong(fact, values):
            yield from ((fact, value) for value in values if isinstance(value, Fraction))
        case Not(part):
            yield from bounds(part)
        case All(parts) | AtLeast(_, parts):
            for part in parts:
                yield from bounds(part)


def values(made: Guideline, facts: Mapping[str, Any]) -> dict[str, list[Value]]:
    """The values to try of each fact: all that can tell one order of the numbers from another.

    Between two places where something may change lie as many more as there are numbers, so that
    each can find room on either side of every other.
    """
    model = made.model
    (rule,) = model.of(Contradiction)
    numbers = {
        fact.name: within(fact, facts.get(fact.name))
        for fact in model.facts
        if isinstance(fact.type, NumberType)
    }
    ends = {scale(model.fact[name]) * end for name, span in numbers.items() for end in span}
    ends |= {scale(model.fact[name]) * bound for name, bound in bounds(rule.when)}
    whole = range(floor(min(ends, default=Fraction())), ceil(max(ends, default=Fraction())) + 1)
    places = sorted(ends | {Fraction(day) for day in whole})
    room = len(numbers) + 1
    dense = {
        low + (high - low) * part / room for low, high in pairwise(places) for part in range(room)
    } | set(places)
    found: dict[str, list[Value]] = {}
    for fact in model.facts:
        if isinstance(fact.type, YesNoType):
            stated = facts.get(fact.name)
            found[fact.name] = [stated] if isinstance(stated, bool) else [False, True]
            continue
        assert isinstance(fact.type, NumberType)
        low, high = numbers[fact.name]
        found[fact.name] = [
            number
            for number in sorted(day / scale(fact) for day in dense)
            if low <= number <= high and not (fact.type.whole and number.denominator != 1)
        ]
    return found


def within(fact: Fact, stated: Any) -> tuple[Fraction, Fraction]:
    """The lowest and the highest that a number can be, in the fact's own unit."""
    assert isinstance(fact.type, NumberType)
    if stated is None or stated is unknown:
        return fact.type.range.low, fact.type.range.high
    if hasattr(stated, "low"):
        return in_unit(fact, stated.low), in_unit(fact, stated.high)
    return in_unit(fact, stated), in_unit(fact, stated)


def in_unit(fact: Fact, stated: Any) -> Fraction:
    if isinstance(stated, str):
        number, unit = stated.split()
        assert unit in ("day", "days")
        return Fraction(number) / scale(fact)
    return Fraction(str(stated))


def brute_force(made: Guideline, facts: Mapping[str, Any]) -> bool:
    (rule,) = made.model.of(Contradiction)
    choices = values(made, facts)
    return all(
        holds(rule.when, dict(zip(choices, completion, strict=True)), {})
        for completion in product(*choices.values())
    )


# --- generated ----------------------------------------------------------------------------------

SIGNS = st.sampled_from(("over", "under", "at least", "at most"))
TYPES = {
    "whole days": ("whole number in days from {} to {}", 1, True),
    "days": ("number in days from {} to {}", 1, False),
    "whole weeks": ("whole number in weeks from {} to {}", DAYS_OF_A_WEEK, True),
    "weeks": ("number in weeks from {} to {}", DAYS_OF_A_WEEK, False),
}


@st.composite
def cases(draw: st.DrawFn) -> tuple[Guideline, list[dict[str, Any]]]:
    """A guideline with up to three numbers and a yes/no fact, and some patients."""
    names = ["x", "y", "z"][: draw(st.integers(1, 3))]
    types, sizes = {}, {}
    for name in names:
        text, size, whole = TYPES[draw(st.sampled_from(sorted(TYPES)))]
        low = draw(st.integers(0, 2 if size == 1 else 0))
        high = low + draw(st.integers(0, 3 if size == 1 else 1))
        types[name] = text.format(low, high)
        sizes[name] = (low, high, size, whole)
    types["flag"] = "yes or no"
    made = guideline(types, draw(conditions(names, sizes)))
    patients = st.fixed_dictionaries(
        {},
        optional={
            "flag": st.sampled_from((True, False, unknown)),
            **{name: st.sampled_from(stated(*sizes[name])) for name in names},
        },
    )
    return made, draw(st.lists(patients, min_size=1, max_size=3))


def stated(low: int, high: int, size: int, whole: bool) -> list[Any]:
    """What can be stated of a number: single values, ranges, unknown."""
    numbers: list[Fraction] = [Fraction(n) for n in range(low, high + 1)]
    if not whole:
        step = Fraction(1, 2) if size == 1 else Fraction(1, DAYS_OF_A_WEEK)
        more = [n + step for n in numbers] + [n - step for n in numbers]
        numbers = sorted({*numbers, *(n for n in more if low <= n <= high)})
    ranges = [between(a, b) for a, b in product(numbers, repeat=2) if a < b]
    plain = [int(number) for number in numbers if number.denominator == 1]
    return [*numbers, *plain, *ranges, unknown]


@st.composite
def conditions(
    draw: st.DrawFn, names: list[str], sizes: Mapping[str, tuple[int, int, int, bool]]
) -> str:
    def leaf() -> str:
        kind = draw(st.sampled_from(("facts", "facts", "facts", "bound", "flag")))
        one = draw(st.sampled_from(names))
        if kind == "facts":
            return f"{one} {draw(SIGNS)} {draw(st.sampled_from(names))}"
        if kind == "flag":
            return "flag"
        low, high, size, _ = sizes[one]
        day = draw(st.integers(low * size, high * size))
        if sizes[one][3] and day % size:
            day = low * size
        return f"{one} {draw(SIGNS)} {day} days"

    def condition(depth: int) -> str:
        form = draw(st.sampled_from(("leaf", "not", "all", "any", "two"))) if depth else "leaf"
        if form == "leaf":
            return leaf()
        if form == "not":
            return f"not ({condition(depth - 1)})"
        parts = ", ".join(condition(depth - 1) for _ in range(draw(st.integers(1, 3))))
        if form == "two":
            parts = ", ".join([parts, leaf(), leaf()])
        word = {"all": "all", "any": "any", "two": "at least 2"}[form]
        return f"{word} of ({parts})"

    # Somewhere two facts are compared, or nothing is worked out on values.
    first = f"{draw(st.sampled_from(names))} {draw(SIGNS)} {draw(st.sampled_from(names))}"
    joint = draw(st.sampled_from(("any", "all")))
    return f"{joint} of ({first}, {condition(2)})"


@given(cases())
def test_a_contradiction_is_found_exactly_when_no_completion_escapes_it(
    case: tuple[Guideline, list[dict[str, Any]]],
) -> None:
    made, patients = case
    note(made.model.text.text)
    for facts in patients:
        note(str({name: (v.low, v.high) if hasattr(v, "low") else v for name, v in facts.items()}))
        assert is_found(made, facts) == brute_force(made, facts)


def test_brute_force_tells_yes_no_and_numbers_apart() -> None:
    """What the tests above rest on: it tries what makes a difference."""
    made = guideline({"x": WHOLE_WEEKS, "y": DENSE, "flag": "yes or no"}, "flag and x over y")
    (rule,) = made.model.of(Contradiction)
    assert IsYes("flag") in rule.when.parts  # type: ignore[union-attr]
    assert any(isinstance(part, ComparesFacts) for part in rule.when.parts)  # type: ignore[union-attr]
    tried = values(made, {"x": between(1, 2), "y": between(7, 8)})
    assert tried["flag"] == [False, True]
    assert tried["x"] == [1, 2]
    assert tried["y"] == [7, Fraction(22, 3), Fraction(23, 3), 8]
