"""Conditions that compare facts with each other, as two versions of a guideline write them."""

from collections.abc import Hashable
from fractions import Fraction
from typing import assert_never

from imaging_rules.diagram.variable_order import definitions_of
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
from imaging_rules.model.facts import NumberType
from imaging_rules.model.guideline import Guideline


def compares_facts(condition: Condition) -> bool:
    """Return whether a condition compares facts with each other; no definition does."""
    match condition:
        case ComparesFacts():
            return True
        case Not(part):
            return compares_facts(part)
        case All(parts) | AtLeast(_, parts) | Adds(parts=parts):
            return any(map(compares_facts, parts))
        case _:
            return False


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
        case IsYes(fact):
            return fact
        case IsAmong(fact, values):
            scaled = (
                value * _size(fact, guideline) if isinstance(value, Fraction) else value
                for value in values
            )
            return fact, frozenset(scaled)
        case Compares(fact, operator, bound):
            return fact, operator, bound * _size(fact, guideline)
        case ComparesFacts(fact, operator, other):
            return fact, operator, other, _dimension(fact, guideline)
        case Defined(name):
            return "defined", name
        case Not(part):
            return "not", inner(part)
        case All(parts):
            return "all", *map(inner, parts)
        case AtLeast(count, parts):
            return count, *map(inner, parts)
        case Adds(lines, operator, bound):
            return operator, bound, *((points, inner(part)) for points, part in lines)
        case _:
            assert_never(condition)


def _size(fact: str, guideline: Guideline) -> Fraction:
    type = guideline.fact[fact].type
    return type.unit.size if isinstance(type, NumberType) and type.unit else Fraction(1)


def _dimension(fact: str, guideline: Guideline) -> str:
    type = guideline.fact[fact].type
    return type.unit.dimension if isinstance(type, NumberType) and type.unit else ""
