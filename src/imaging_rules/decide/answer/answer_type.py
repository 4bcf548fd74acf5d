"""How a fact is answered, as a form needs it."""

from fractions import Fraction
from typing import Literal, assert_never

from attrs import frozen

from imaging_rules.model.facts import ChoiceType, Fact, NumberType, YesNoType


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
            return AnswerType("one of", tuple(map(_word, values)))
        case NumberType(range, whole, unit):
            ends = _end(range.low), _end(range.high)
            return AnswerType("number", (), whole, unit.plural if unit else "", *ends)
        case _:
            assert_never(fact.type)


def _word(value: str) -> AnswerValue:
    return AnswerValue(value, value.replace("_", " "))


def _end(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)
