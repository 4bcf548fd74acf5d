"""A condition as a diagram."""

from collections.abc import Callable, Mapping
from typing import assert_never

from imaging_rules.diagram.store import FALSE, Store
from imaging_rules.diagram.weighted_sum import points
from imaging_rules.model import conditions
from imaging_rules.model.conditions import Condition
from imaging_rules.model.facts import Fact
from imaging_rules.model.meaning import holds


def from_condition(
    store: Store,
    condition: Condition,
    test: Callable[[conditions.Test | conditions.ComparesFacts], int],
    defined: Mapping[str, int],
) -> int:
    """Return the diagram of a condition.

    Args:
        store: Where the nodes are made.
        condition: The condition.
        test: Returns the diagram of a condition that has no parts.
        defined: The diagrams of the definitions that the condition uses.
    """

    def inner(part: Condition) -> int:
        return from_condition(store, part, test, defined)

    match condition:
        case (
            conditions.IsYes()
            | conditions.IsAmong()
            | conditions.Compares()
            | conditions.ComparesFacts()
        ):
            return test(condition)
        case conditions.Defined(name):
            return defined[name]
        case conditions.Not(part):
            return store.negation(inner(part))
        case conditions.All(parts):
            return store.every([inner(part) for part in parts])
        case conditions.AtLeast(count, parts):
            if count > len(parts):
                return FALSE
            return store.at_least(count, [inner(part) for part in parts])
        case conditions.Adds(lines, operator, bound):
            return points(store, [(add, inner(part)) for add, part in lines], operator, bound)
        case _:
            assert_never(condition)


def holds_in(fact: Fact, condition: conditions.Test) -> tuple[bool, ...]:
    """Return for each region of a fact whether a condition on that fact holds in it."""
    return tuple(
        holds(condition, {fact.name: fact.sample(region)}, {})
        for region in range(len(fact.regions))
    )
