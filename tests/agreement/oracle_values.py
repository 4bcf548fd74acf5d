"""What may still be true of a patient's facts, and which values are worth trying.

Written for the oracle, apart from `diagram`: it collects from the model the values that numbers
are compared with, and takes them, what lies beside them and what lies between them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import Any

from attrs import frozen

from imaging_rules.decide.read.stated_value import statement
from imaging_rules.model.conditions import (
    Adds,
    All,
    AtLeast,
    Compares,
    ComparesFacts,
    Condition,
    Defined,
    IsAmong,
    IsYes,
    Not,
)
from imaging_rules.model.facts import ChoiceType, Fact, NumberType, Value, YesNoType
from imaging_rules.model.guideline import Guideline as Model
from imaging_rules.model.rules import WaitingPeriod
from imaging_rules.values.regions import Interval
from imaging_rules.values.stated import Unknown, unknown

FEW_WHOLE_NUMBERS = 30


# --- what may be of each fact -----------------------------------------------------------------


@frozen
class Known:
    """What is known of a fact, and how: the values that stay possible."""

    how: str  # "stated", "screen", "assumed" or "open"
    values: tuple[Value, ...] = ()  # of yes/no facts and choices
    interval: Interval | None = None  # of numbers
    screen: str = ""


def known(guideline: Model, facts: Mapping[str, Any]) -> dict[str, Known]:
    """What is stated stands; then an answered screen; then what is assumed."""
    found = {}
    for fact in guideline.facts:
        given = facts.get(fact.name)
        if given is not None:
            found[fact.name] = of_statement(fact, statement(fact, given), "stated")
            continue
        by_screen = [
            (screen.name, value)
            for screen in guideline.screens
            if said_none(facts.get(screen.name))
            for name, value in screen.covers
            if name == fact.name
        ]
        if by_screen:
            screen, value = by_screen[-1]
            found[fact.name] = of_statement(fact, value, "screen", screen)
        elif fact.assumed is not None:
            found[fact.name] = of_statement(fact, fact.assumed, "assumed")
        else:
            found[fact.name] = of_statement(fact, unknown, "open")
    return found


def said_none(answer: object) -> bool:
    return isinstance(answer, str) and answer == "none"


def of_statement(fact: Fact, stated: object, how: str, screen: str = "") -> Known:
    match fact.type, stated:
        case NumberType(range), Unknown():
            return Known(how, (), range, screen)
        case NumberType(), Interval() as interval:
            return Known(how, (), interval, screen)
        case NumberType(), Fraction() as number:
            return Known(how, (), Interval(number, number), screen)
        case YesNoType(), Unknown():
            return Known(how, (False, True), None, screen)
        case ChoiceType(values), Unknown():
            return Known(how, values, None, screen)
        case ChoiceType(), tuple() as words:
            return Known(how, words, None, screen)
        case _, (bool() | str()) as value:
            return Known(how, (value,), None, screen)
    raise AssertionError((fact, stated))


def may_be(one: Known, value: Value) -> bool:
    if one.interval is None:
        return value in one.values
    assert isinstance(value, Fraction)
    return one.interval.low <= value <= one.interval.high


# --- which values matter ----------------------------------------------------------------------


def conditions(guideline: Model) -> Iterator[Condition]:
    yield guideline.header.applies
    for definition in guideline.definitions:
        yield definition.condition
    # Of a score that nothing compares there is no definition.
    for score in guideline.scores:
        for _, when in score.lines:
            yield when
    for rule in guideline.rules:
        yield rule.when
        if isinstance(rule, WaitingPeriod):
            yield rule.without
            yield Compares(rule.fact, "at least", rule.first)
            yield Compares(rule.fact, "at least", rule.last)


def parts(condition: Condition) -> Iterator[Condition]:
    """A condition and all that it is made of."""
    yield condition
    match condition:
        case Not(part):
            yield from parts(part)
        case All(inner) | AtLeast(_, inner) | Adds(parts=inner):
            for part in inner:
                yield from parts(part)


def constants(guideline: Model) -> dict[str, set[Fraction]]:
    """For each number all values that the file compares it with."""
    found: dict[str, set[Fraction]] = {fact.name: set() for fact in guideline.facts}
    for condition in conditions(guideline):
        for part in parts(condition):
            match part:
                case Compares(fact, _, bound):
                    found[fact].add(bound)
                case IsAmong(fact, values):
                    found[fact] |= {value for value in values if isinstance(value, Fraction)}
    return found


def facts_in(guideline: Model, condition: Condition) -> set[str]:
    """The facts that a condition names, directly or through definitions."""
    named: set[str] = set()
    definitions: set[str] = set()
    pending = [condition]
    while pending:
        for part in parts(pending.pop()):
            match part:
                case IsYes(fact) | IsAmong(fact) | Compares(fact):
                    named.add(fact)
                case ComparesFacts(fact, _, other):
                    named |= {fact, other}
                case Defined(name) if name not in definitions:
                    definitions.add(name)
                    pending.append(guideline.definition[name].condition)
    return named


def numbers(interval: Interval, at: Iterable[Fraction], whole: bool) -> tuple[Fraction, ...]:
    """Numbers of an interval: one for each way in which it can lie among some values."""
    inside = _with_ends(interval, at, whole)
    return tuple(number for number in inside if number in interval)


def _with_ends(interval: Interval, at: Iterable[Fraction], whole: bool) -> tuple[Fraction, ...]:
    low, high = interval.low, interval.high
    if whole and high - low <= FEW_WHOLE_NUMBERS:
        return tuple(Fraction(n) for n in range(ceil(low), floor(high) + 1))
    points = sorted({low, high} | {value for value in at if low <= value <= high})
    if whole:
        near = {n for p in points for n in (floor(p) - 1, floor(p), floor(p) + 1, floor(p) + 2)}
        return tuple(Fraction(n) for n in sorted(near) if low <= n <= high)
    between = [(a + b) / 2 for a, b in pairwise(points)]
    return tuple(sorted([*points, *between]))


# --- numbers that are compared with one another -----------------------------------------------


def dense_values(
    facts: Sequence[Fact], known: Mapping[str, Known], constants: Mapping[str, set[Fraction]]
) -> list[tuple[Value, ...]]:
    """Values such that the numbers of one dimension come in every order they can be in."""
    values: list[tuple[Value, ...]] = []
    for fact in facts:
        one = known[fact.name]
        if one.interval is None:
            values.append(one.values)
            continue
        alike = [other for other in facts if dimension(other) == dimension(fact)]
        places = {
            place * size(other) / size(fact)
            for other in alike
            for place in places_of(other, known[other.name], constants[other.name])
        }
        values.append(among(fact, one.interval, places, len(alike)))
    return values


def places_of(fact: Fact, one: Known, constants: set[Fraction]) -> set[Fraction]:
    """All places at which something changes for a number."""
    assert isinstance(fact.type, NumberType)
    assert one.interval is not None
    low, high = one.interval.low, one.interval.high
    whole = range(ceil(low), floor(high) + 1) if fact.type.whole else ()
    return {low, high} | constants | {Fraction(n) for n in whole}


def among(
    fact: Fact, interval: Interval, places: Iterable[Fraction], sharing: int
) -> tuple[Fraction, ...]:
    """Numbers of an interval: the places, and in each gap as many as may have to share it."""
    assert isinstance(fact.type, NumberType)
    low, high = interval.low, interval.high
    if fact.type.whole:
        return tuple(Fraction(n) for n in range(ceil(low), floor(high) + 1))
    inside = sorted(place for place in places if low <= place <= high)
    gaps = [
        a + (b - a) * Fraction(step, sharing + 1)
        for a, b in pairwise(inside)
        for step in range(1, sharing + 1)
    ]
    return tuple(number for number in sorted([*inside, *gaps]) if number in interval)


def dimension(fact: Fact) -> str | None:
    """What a number measures; of two that measure the same, the order can matter."""
    if not isinstance(fact.type, NumberType):
        return None
    return fact.type.unit.dimension if fact.type.unit else "none"


def size(fact: Fact) -> Fraction:
    """The size of a number's unit in its dimension."""
    assert isinstance(fact.type, NumberType)
    return fact.type.unit.size if fact.type.unit else Fraction(1)
