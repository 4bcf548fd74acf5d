"""Values of facts and times to wait, for programs, and how a form asks for them."""

from datetime import timedelta
from fractions import Fraction
from typing import Literal, TypeAlias, assert_never

from attrs import frozen

from imaging_rules.decide.read.stated_value import Statement
from imaging_rules.model.facts import ChoiceType, Fact, NumberType, Value, YesNoType
from imaging_rules.values.calendar_time import time_between
from imaging_rules.values.numbers import exact_text
from imaging_rules.values.regions import Interval
from imaging_rules.values.stated import Unknown
from imaging_rules.values.units import Unit

Plain: TypeAlias = bool | str | int
"""A value as `evaluate` takes it; a number that is not whole is a text with its unit."""


@frozen
class AnswerValue:
    """One of the values that can be answered: as `evaluate` takes it, and as people read it.

    Examples:
        >>> from imaging_rules import evaluate
        >>> decision = evaluate({"age": 42, "fever_or_chills": True})
        >>> decision.missing[0].answer.values[0]
        AnswerValue(value=True, label='yes')
    """

    value: bool | str
    label: str


@frozen
class AnswerType:
    """How a fact is answered: what a form needs to draw the field for it.

    ``values`` holds what can be chosen, for ``"yes or no"`` and ``"one of"``; it is empty for a
    number. A number lies from ``lowest`` to ``highest``, both included, and is ``whole`` where it
    has to be. ``unit`` is its unit in the plural, and empty where it has none.

    Examples:
        >>> from imaging_rules import evaluate
        >>> decision = evaluate({"age": 42, "fever_or_chills": True})
        >>> answer = decision.missing[0].answer
        >>> answer.type, [each.label for each in answer.values]
        ('yes or no', ['yes', 'no'])
    """

    type: Literal["yes or no", "one of", "number"]
    values: tuple[AnswerValue, ...] = ()
    whole: bool = False
    unit: str = ""
    lowest: int | float | None = None
    highest: int | float | None = None


def answer_type(fact: Fact) -> AnswerType:
    """Return how a fact is answered: by one of its values, or by a number in its range."""
    match fact.type:
        case YesNoType():
            return AnswerType("yes or no", (AnswerValue(True, "yes"), AnswerValue(False, "no")))
        case ChoiceType(values):
            return AnswerType(
                "one of", tuple(AnswerValue(each, each.replace("_", " ")) for each in values)
            )
        case NumberType(range, whole, unit):
            ends = _end(range.low), _end(range.high)
            return AnswerType("number", (), whole, unit.plural if unit else "", *ends)
        case _:
            assert_never(fact.type)


def _end(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)


@frozen
class NumberRange:
    """The numbers from ``low`` to ``high``, in ``unit``; a single number is both.

    An end that is open, ``low_open`` or ``high_open``, does not belong to them. ``unit`` is empty
    for a fact without one.

    Examples:
        >>> from imaging_rules import evaluate
        >>> stated = {"age": 42, "red_flags": "none", "conservative_care": "3 weeks"}
        >>> decision = evaluate({**stated, "meaningful_improvement": False})
        >>> found = decision.changes[1].to_values
        >>> int(found.low), found.low_open, found.unit
        (71, False, 'years')
    """

    low: Fraction
    high: Fraction
    low_open: bool
    high_open: bool
    unit: str


Values: TypeAlias = tuple[bool | str, ...] | NumberRange
"""What a fact can be: ``True``, ``False`` or words, or numbers."""


@frozen
class Wait:
    """A time to wait: at least ``earliest``, and for sure ``latest``.

    Both are the same where the time is known exactly. They differ where a fact is known in part,
    and where it counts months or years, which are not all as long. Parts of a second are rounded
    outwards. ``longer`` says that it is a little longer than that, however little.

    Examples:
        >>> from imaging_rules import evaluate
        >>> stated = {"age": 42, "red_flags": "none", "conservative_care": "3 weeks"}
        >>> decision = evaluate({**stated, "meaningful_improvement": False})
        >>> decision.review_after.wait.latest
        datetime.timedelta(days=7)
    """

    earliest: timedelta
    latest: timedelta
    longer: bool


def as_given(fact: Fact, value: Value) -> Plain:
    """Return a value in the form in which `evaluate` takes it again, ready for JSON."""
    if not isinstance(value, Fraction):
        return value
    return int(value) if value.denominator == 1 else exact_text(value, fact.unit)


def values_of(fact: Fact, stated: Statement) -> Values:
    """Return all that a fact can be by what is known of it."""
    if isinstance(fact.type, NumberType):
        return numbers(fact, _interval(fact.type, stated))
    match stated:
        case Unknown():
            return fact.type.values if isinstance(fact.type, ChoiceType) else (False, True)
        case tuple(several):
            return several
        case bool() | str():
            return (stated,)
    raise AssertionError(stated)


def numbers(fact: Fact, span: Interval) -> NumberRange:
    """Return the numbers of an interval in the unit of a fact."""
    unit = fact.unit.plural if fact.unit else ""
    return NumberRange(span.low, span.high, span.low_open, span.high_open, unit)


def wait_between(first: Fraction, last: Fraction, unit: Unit, longer: bool) -> Wait:
    """Return a time to wait that lies between two numbers of a unit of time."""
    return Wait(*time_between(first, last, unit), longer)


def _interval(type: NumberType, stated: Statement) -> Interval:
    match stated:
        case Interval():
            return stated
        case Fraction():
            return Interval(stated, stated)
    return type.range
