"""The facts of a guideline as records: what each is asked, and what values it tells apart."""

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any, assert_never

from imaging_rules.analyse.conditions import in_full
from imaging_rules.document.export import records
from imaging_rules.document.export.notes import notes
from imaging_rules.model.facts import (
    ChoiceType,
    Fact,
    FactTexts,
    NumberType,
    Screen,
    Value,
    YesNoType,
)
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.notes import texts_of
from imaging_rules.values.numbers import number_text
from imaging_rules.values.regions import Interval
from imaging_rules.values.unit_spellings import spellings_of
from imaging_rules.values.units import ALL, Unit

_TIME = {"time", "calendar time"}


def facts(
    guideline: Guideline, gate: Callable[[str], int | None]
) -> tuple[records.WordFact | records.NumberFact, ...]:
    """Return the facts of a guideline, in file order.

    Args:
        guideline: The guideline.
        gate: Returns for a fact the number of the diagram of when it may be asked, if it may
            not be asked at all times.
    """
    return tuple(_fact(guideline, fact, gate(fact.name)) for fact in guideline.facts)


def screens(guideline: Guideline) -> tuple[records.Screen, ...]:
    """Return the screens of a guideline, in file order."""
    place = {fact.name: number for number, fact in enumerate(guideline.facts)}
    return tuple(_screen(guideline, each, place) for each in guideline.screens)


def units(facts: Iterable[Fact]) -> tuple[records.Unit, ...]:
    """Return the units in which the numbers among some facts may be given."""
    own = [each.unit for each in facts if each.unit]
    dimensions = {unit.dimension for unit in own}
    # Months can be given for weeks, and weeks for months.
    dimensions |= _TIME if dimensions & _TIME else set()
    return tuple(_unit(unit) for unit in ALL if unit.dimension in dimensions)


def _fact(
    guideline: Guideline, fact: Fact, gate: int | None
) -> records.WordFact | records.NumberFact:
    asked: dict[str, Any] = {
        "name": fact.name,
        **texts_of(fact, FactTexts),
        "assumed": None if fact.assumed is None else records.Value(*_value(fact, fact.assumed)),
        "ask_only_when": None
        if gate is None
        else records.Gate(in_full(fact.gate, guideline), gate),
        **notes(fact.notes),
    }
    match fact.type:
        case YesNoType():
            values = tuple(fact.words(each) for each in (False, True))
            return records.WordFact(type="yes or no", values=values, **asked)
        case ChoiceType(values):
            return records.WordFact(type="one of", values=values, **asked)
        case NumberType(range, whole, unit, regions):
            return records.NumberFact(
                type="number",
                whole=whole,
                unit=unit.plural if unit else "",
                from_=number_text(range.low),
                to=number_text(range.high),
                regions=tuple(_region(fact.type, each) for each in regions),
                **asked,
            )
        case _:
            assert_never(fact.type)


def _region(type: NumberType, region: Interval) -> records.Region:
    return records.Region(
        from_=number_text(region.low),
        to=number_text(region.high),
        above=region.low_open,
        below=region.high_open,
        words=type.words(region),
    )


def _value(fact: Fact, value: Value) -> tuple[int, str, str]:
    """Return the place of a value among those of its fact, the value, and its words."""
    plain = number_text(value) if isinstance(value, Fraction) else fact.words(value)
    return fact.region_of(value), plain, fact.words(value)


def _screen(guideline: Guideline, screen: Screen, place: dict[str, int]) -> records.Screen:
    return records.Screen(
        name=screen.name,
        **texts_of(screen, FactTexts),
        covers=tuple(
            records.Covered(*_value(guideline.fact[name], value), fact=place[name])
            for name, value in screen.covers
        ),
        **notes(screen.notes),
    )


def _unit(unit: Unit) -> records.Unit:
    return records.Unit(
        one=unit.singular,
        many=unit.plural,
        short=tuple(spellings_of(unit)),
        dimension=unit.dimension,
        size=number_text(unit.size),
    )
