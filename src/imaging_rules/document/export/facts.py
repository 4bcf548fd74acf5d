"""The facts of a guideline as plain data: what each is asked, and what values it tells apart."""

import builtins
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

from imaging_rules.analyse.conditions import in_full
from imaging_rules.document.export.notes import filled, notes
from imaging_rules.model.facts import ChoiceType, Fact, NumberType, Screen, Value, YesNoType
from imaging_rules.model.guideline import Guideline
from imaging_rules.values.numbers import decimal_text
from imaging_rules.values.regions import Interval
from imaging_rules.values.unit_spellings import spellings_of
from imaging_rules.values.units import ALL, Unit

_TIME = {"time", "calendar time"}


def facts(guideline: Guideline, gate: Callable[[str], int | None]) -> list[dict[str, Any]]:
    """Return the facts of a guideline, in file order.

    Args:
        guideline: The guideline.
        gate: Returns for a fact the number of the diagram of when it may be asked, if it may
            not be asked at all times.
    """
    return [_fact(guideline, fact, gate(fact.name)) for fact in guideline.facts]


def screens(guideline: Guideline) -> list[dict[str, Any]]:
    """Return the screens of a guideline, in file order."""
    place = {fact.name: number for number, fact in enumerate(guideline.facts)}
    return [_screen(guideline, each, place) for each in guideline.screens]


def units(facts: Iterable[Fact]) -> list[dict[str, Any]]:
    """Return the units in which the numbers among some facts may be given."""
    own = [each.type.unit for each in facts if isinstance(each.type, NumberType) and each.type.unit]
    dimensions = {unit.dimension for unit in own}
    # Months can be given for weeks, and weeks for months.
    dimensions |= _TIME if dimensions & _TIME else set()
    return [_unit(unit) for unit in ALL if unit.dimension in dimensions]


def number(value: Fraction) -> str:
    """Return a number as the text that is exactly it: ``1.5``, or ``10/7`` where it has to be."""
    return decimal_text(value) or f"{value.numerator}/{value.denominator}"


def _fact(guideline: Guideline, fact: Fact, gate: int | None) -> dict[str, Any]:
    found = filled(name=fact.name, ask=fact.ask, explain=fact.explain, **notes(fact.notes))
    found |= _type(fact)
    if fact.assumed is not None:
        found["assumed"] = _value(fact, fact.assumed)
    if gate is not None:
        found["ask_only_when"] = {"condition": in_full(fact.gate, guideline), "diagram": gate}
    return found


def _type(fact: Fact) -> dict[str, Any]:
    match fact.type:
        case YesNoType():
            return {"type": "yes or no", "values": [fact.words(each) for each in (False, True)]}
        case ChoiceType(values):
            return {"type": "one of", "values": list(values)}
        case NumberType(range, whole, unit):
            return {
                "type": "number",
                "whole": whole,
                **({"unit": unit.plural} if unit else {}),
                "from": number(range.low),
                "to": number(range.high),
                "regions": [_region(fact, place) for place in _places(fact)],
            }


def _places(fact: Fact) -> builtins.range:
    return range(len(fact.regions))


def _region(fact: Fact, place: int) -> dict[str, Any]:
    region = fact.regions[place]
    assert isinstance(region, Interval)
    found: dict[str, Any] = {"from": number(region.low), "to": number(region.high)}
    # An end belongs to its region, unless this says that it does not.
    found |= {"above": True} if region.low_open else {}
    found |= {"below": True} if region.high_open else {}
    return found | {"words": fact.region_words(place)}


def _value(fact: Fact, value: Value) -> dict[str, Any]:
    plain = number(value) if isinstance(value, Fraction) else fact.words(value)
    return {"region": fact.region_of(value), "value": plain, "words": fact.words(value)}


def _screen(guideline: Guideline, screen: Screen, place: dict[str, int]) -> dict[str, Any]:
    return filled(
        name=screen.name,
        ask=screen.ask,
        explain=screen.explain,
        **notes(screen.notes),
        covers=[
            {"fact": place[name], **_value(guideline.fact[name], value)}
            for name, value in screen.covers
        ],
    )


def _unit(unit: Unit) -> dict[str, Any]:
    return {
        "one": unit.singular,
        "many": unit.plural,
        "short": spellings_of(unit),
        "dimension": unit.dimension,
        "size": number(unit.size),
    }
