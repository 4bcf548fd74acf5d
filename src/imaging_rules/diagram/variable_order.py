"""The orders in which diagrams may ask the facts."""

from imaging_rules.model.conditions import All, Condition, Defined, facts_asked, parts
from imaging_rules.model.guideline import Guideline


def order_of_use(guideline: Guideline) -> list[int]:
    """Return the positions of the facts by their first use in the rules, unused ones last."""
    position = {fact.name: place for place, fact in enumerate(guideline.facts)}
    used: dict[int, None] = {}
    conditions = [guideline.header.applies, *(rule.condition for rule in guideline.rules)]
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
        condition = pending.pop()
        found.update(dict.fromkeys(facts_asked(condition)))
        if not isinstance(condition, Defined):
            pending += reversed(parts(condition))
        elif condition.name not in seen:
            seen.add(condition.name)
            pending.append(guideline.definition[condition.name].condition)
    return found, seen
