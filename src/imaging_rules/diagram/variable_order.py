"""The orders in which diagrams may ask the facts."""

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
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import WaitingPeriod


def order_of_use(guideline: Guideline) -> list[int]:
    """Return the positions of the facts by their first use in the rules, unused ones last."""
    position = {fact.name: place for place, fact in enumerate(guideline.facts)}
    used: dict[int, None] = {}
    conditions = [guideline.header.applies]
    for rule in guideline.rules:
        conditions.append(rule.when)
        if isinstance(rule, WaitingPeriod):
            conditions += [Compares(rule.fact, "at least", rule.first), rule.without]
    # All at once, so that a definition which many rules use is looked into only once.
    used.update((position[name], None) for name in facts_of(All(tuple(conditions)), guideline))
    used.update((place, None) for place in range(len(guideline.facts)))
    return list(used)


def facts_of(condition: Condition, guideline: Guideline) -> dict[str, None]:
    """Return the names of the facts that a condition depends on, in order of first use."""
    return _used(condition, guideline)[0]


def definitions_of(condition: Condition, guideline: Guideline) -> set[str]:
    """Return the names of the definitions that a condition depends on, directly or not."""
    return _used(condition, guideline)[1]


def _used(condition: Condition, guideline: Guideline) -> tuple[dict[str, None], set[str]]:
    found: dict[str, None] = {}
    seen: set[str] = set()
    pending = [condition]
    while pending:
        match pending.pop():
            case IsYes(fact) | IsAmong(fact) | Compares(fact):
                found[fact] = None
            case ComparesFacts(fact, _, other):
                found.update({fact: None, other: None})
            case Defined(name):
                if name not in seen:
                    seen.add(name)
                    pending.append(guideline.definition[name].condition)
            case Not(part):
                pending.append(part)
            case All(parts) | AtLeast(_, parts):
                pending += reversed(parts)
            case Adds() as adds:
                pending += reversed(adds.parts)
    return found, seen
