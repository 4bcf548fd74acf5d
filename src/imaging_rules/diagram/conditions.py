"""A condition as a diagram."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate
from typing import assert_never

from imaging_rules.diagram.operations import AND, FALSE, OR, TRUE
from imaging_rules.diagram.store import Store
from imaging_rules.model import conditions
from imaging_rules.model.conditions import Condition
from imaging_rules.model.facts import Fact
from imaging_rules.model.meaning import OPERATORS, holds


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

    Raises:
        OverBudgetError: The budget of the store is used up.
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
            return weighted_sum(store, [(add, inner(part)) for add, part in lines], operator, bound)
        case _:
            assert_never(condition)


def holds_in(fact: Fact, condition: conditions.Test) -> tuple[bool, ...]:
    """Return for each region of a fact whether a condition on that fact holds in it."""
    return tuple(
        holds(condition, {fact.name: fact.sample(region)}, {})
        for region in range(len(fact.regions))
    )


def weighted_sum(
    store: Store, lines: Sequence[tuple[Fraction, int]], operator: str, bound: Fraction
) -> int:
    """Return the diagram that is true where the points of what holds compare so with a bound.

    Lines are added up one by one. A sum that no line still to come can bring across the bound is
    settled, and goes no further; so only few different sums are kept beside each other.

    Args:
        store: Where the nodes are made.
        lines: Points, which may be negative, with the diagrams of the conditions they are for.
        operator: ``over``, ``under``, ``at least`` or ``at most``.
        bound: What the sum is compared with.

    Raises:
        OverBudgetError: The sums to keep outgrow what is left of the store's budget.
    """
    # What is asked first is added first, so that diagrams are made from their ends up.
    rows = sorted(lines, key=lambda line: store.variable[line[1]])
    most = _left([max(add, Fraction(0)) for add, _ in rows])
    least = _left([min(add, Fraction(0)) for add, _ in rows])
    compare = OPERATORS[operator]

    def settled(total: Fraction, taken: int) -> int | None:
        lowest = compare(total + least[taken], bound)
        highest = compare(total + most[taken], bound)
        # Between the two the comparison turns at most once, so ends that agree speak for all.
        return int(lowest) if lowest == highest else None

    sums: list[set[Fraction]] = [{Fraction(0)}]
    for taken, (add, _) in enumerate(rows, 1):
        reached = {total + each for total in sums[-1] for each in (Fraction(0), add)}
        sums.append({total for total in reached if settled(total, taken) is None})
        store.spend(8 * len(reached))
    below: dict[Fraction, int] = {}
    for taken, (add, condition) in reversed(list(enumerate(rows, 1))):
        otherwise = store.negation(condition)
        made = {}
        for total in sums[taken - 1]:
            with_it, without = (
                below[each] if (end := settled(each, taken)) is None else end
                for each in (total + add, total)
            )
            counted = store.combine(AND, condition, with_it)
            made[total] = store.combine(OR, counted, store.combine(AND, otherwise, without))
        below = made
    end = settled(Fraction(0), 0)
    return below[Fraction(0)] if end is None else (TRUE if end else FALSE)


def _left(adds: Sequence[Fraction]) -> list[Fraction]:
    """Return for each number of lines taken what the lines still to come add up to."""
    return list(accumulate(reversed(adds), initial=Fraction(0)))[::-1]
