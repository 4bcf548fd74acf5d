"""A patient and the decision, written as an `example` of the guideline file."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from imaging_rules.analyse.groups.example_patient import given_item
from imaging_rules.decide.decision import Decision
from imaging_rules.decide.read.stated_value import statement, words
from imaging_rules.decide.read.states import is_none
from imaging_rules.model.facts import Fact, NumberType
from imaging_rules.model.guideline import Guideline
from imaging_rules.syntax.format import formatted
from imaging_rules.text import SourceText
from imaging_rules.values.recommendation import StudyRecommendation
from imaging_rules.values.regions import Interval
from imaging_rules.values.stated import Between, Unknown

_HEADER = "guideline any_name\n\n"


def as_example(
    guideline: Guideline, facts: Mapping[str, Any], decision: Decision, title: str
) -> str:
    """Return an `example` block, laid out, that expects the decision as it is.

    Args:
        guideline: The guideline that decided.
        facts: What was stated; numbers as whole numbers, decimals, texts with a unit, or
            `between` of these.
        decision: The decision.
        title: What the example is called; it holds no double quotes.

    Returns:
        The block. It expects the levels that are possible, and where imaging is recommended the
        studies that are sure. What decides, and contradictions, stand after `because`.

    Unknown:
        A fact stated as unknown is given as unknown; what was not stated is not given.
    """
    items = ", ".join(_given(guideline, facts))
    expected = " or ".join(level.words for level in decision.possible)
    studies = [each.name for each in decision.studies if _is_sure(each.recommendation)]
    because = [each.rule for each in decision.reasons if each.decisive]
    because += [each.rule for each in decision.precautions]
    because += [each.name for each in decision.contradictions if each.name not in guideline.screen]
    if studies:
        expected += f" with {' or '.join(studies)}"
    if because:
        expected += f" because {', '.join(because)}"
    block = f'example "{title}"\n  given {items}\n  expect {expected}\n'
    text, _ = formatted(SourceText("", _HEADER + block))
    return text.removeprefix(_HEADER)


def _is_sure(said: StudyRecommendation) -> bool:
    return said.is_level and said >= StudyRecommendation.CONSIDER


def _given(guideline: Guideline, facts: Mapping[str, Any]) -> list[str]:
    given = [
        f"{screen.name} is none"
        for screen in guideline.screens
        if is_none(screen, facts.get(screen.name))
    ]
    given += [_item(fact, facts[fact.name]) for fact in guideline.facts if fact.name in facts]
    # An example has to give something; of a fact that is open, unknown says no more than nothing.
    given += [f"{fact.name} is unknown" for fact in guideline.facts if fact.assumed is None]
    return given[: max(1, len(facts))]


def _item(fact: Fact, form: Any) -> str:
    stated = statement(fact, form)
    if isinstance(stated, bool):
        return given_item(fact, stated)
    if isinstance(stated, Unknown) or not isinstance(fact.type, NumberType):
        return f"{fact.name} is {words(fact, stated)}"
    low, high = (form.low, form.high) if isinstance(form, Between) else (form, form)
    if isinstance(stated, Interval):
        return (
            f"{fact.name} between {_end(fact, low, stated.low)} and {_end(fact, high, stated.high)}"
        )
    return f"{fact.name} is {_quantity(fact.type, form)}"


def _end(fact: Fact, form: Any, read: Fraction) -> str:
    """Return an end as it was stated; as it was read, where it is a range by itself."""
    in_itself = isinstance(statement(fact, form), Interval)
    return fact.words(read) if in_itself else _quantity(fact.number, form)


def _quantity(type: NumberType, form: Any) -> str:
    """Return a number as it was stated, digit by digit, with its unit."""
    if isinstance(form, str):
        return form
    number = f"{Decimal(form):f}"
    return f"{number} {type.unit.words(form == 1)}" if type.unit else number
