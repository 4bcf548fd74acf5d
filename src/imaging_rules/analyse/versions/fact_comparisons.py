"""Conditions that compare facts with each other, as two versions of a guideline write them."""

from collections.abc import Hashable
from fractions import Fraction
from typing import assert_never

from imaging_rules.diagram.conditions import definitions_of
from imaging_rules.model import conditions
from imaging_rules.model.conditions import Condition
from imaging_rules.model.guideline import Guideline


def in_base_units(condition: Condition, guideline: Guideline) -> Hashable:
    """Return a condition such that what is written alike, in whatever units, is equal.

    With it come the definitions that it uses, each of them once.
    """
    used = sorted(definitions_of(condition, guideline))
    defined = [(name, _scaled(guideline.definition[name].condition, guideline)) for name in used]
    return _scaled(condition, guideline), *defined


def _scaled(condition: Condition, guideline: Guideline) -> Hashable:
    def inner(part: Condition) -> Hashable:
        return _scaled(part, guideline)

    match condition:
        case conditions.IsYes(fact):
            return fact
        case conditions.IsAmong(fact, values):
            scaled = (
                value * _size(fact, guideline) if isinstance(value, Fraction) else value
                for value in values
            )
            return fact, frozenset(scaled)
        case conditions.Compares(fact, operator, bound):
            return fact, operator, bound * _size(fact, guideline)
        case conditions.ComparesFacts(fact, operator, other):
            return fact, operator, other, _dimension(fact, guideline)
        case conditions.Defined(name):
            return "defined", name
        case conditions.Not(part):
            return "not", inner(part)
        case conditions.All(parts):
            return "all", *map(inner, parts)
        case conditions.AtLeast(count, parts):
            return count, *map(inner, parts)
        case conditions.Adds(lines, operator, bound):
            return operator, bound, *((points, inner(part)) for points, part in lines)
        case _:
            assert_never(condition)


def _size(fact: str, guideline: Guideline) -> Fraction:
    unit = guideline.fact[fact].unit
    return unit.size if unit else Fraction(1)


def _dimension(fact: str, guideline: Guideline) -> str:
    unit = guideline.fact[fact].unit
    return unit.dimension if unit else ""
