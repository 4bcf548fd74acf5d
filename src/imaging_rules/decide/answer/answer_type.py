"""How a fact is answered, as a form needs it."""

from fractions import Fraction
from typing import assert_never

from imaging_rules.decide.answer.records import AnswerType, AnswerValue
from imaging_rules.model.facts import ChoiceType, Fact, NumberType, YesNoType


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
