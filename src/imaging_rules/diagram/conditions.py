"""A condition as a diagram."""

from collections.abc import Callable, Mapping
from typing import TypeAlias, assert_never

from imaging_rules.diagram.store import FALSE, Store
from imaging_rules.diagram.weighted_sum import points
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
from imaging_rules.model.facts import Fact
from imaging_rules.model.meaning import holds

Test: TypeAlias = IsYes | IsAmong | Compares
"""A condition on one fact alone."""


def from_condition(
    store: Store,
    condition: Condition,
    test: Callable[[Test | ComparesFacts], int],
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
        case IsYes() | IsAmong() | Compares() | ComparesFacts():
            return test(condition)
        case Defined(name):
            return defined[name]
        case Not(part):
            return store.negation(inner(part))
        case All(parts):
            return store.every([inner(part) for part in parts])
        case AtLeast(count, parts):
            if count > len(parts):
                return FALSE
            return store.at_least(count, [inner(part) for part in parts])
        case Adds(lines, operator, bound):
            return points(store, [(add, inner(part)) for add, part in lines], operator, bound)
        case _:
            assert_never(condition)


def holds_in(fact: Fact, condition: Test) -> tuple[bool, ...]:
    """Return for each region of a fact whether a condition on that fact holds in it."""
    return tuple(
        holds(condition, {fact.name: fact.sample(region)}, {})
        for region in range(len(fact.regions))
    )
