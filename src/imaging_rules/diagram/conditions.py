"""Conditions and contradictions as diagrams, and the order in which these ask the facts."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate
from typing import assert_never

from attrs import field, frozen

from imaging_rules.diagram.store import AND, FALSE, OR, TERMINALS, TRUE, OverBudgetError, Store
from imaging_rules.model import conditions
from imaging_rules.model.conditions import (
    All,
    ComparesFacts,
    Condition,
    Defined,
    Test,
    comparisons,
    facts_asked,
    parts,
)
from imaging_rules.model.facts import Fact
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.meaning import OPERATORS, holds
from imaging_rules.model.rules import Contradiction

BUDGET = 20_000
BUDGET_OF_ALL = 400_000

MOST_WAYS = 500
"""How many paths to false a contradiction may have: each is put to the values one by one."""


def order_of_use(guideline: Guideline) -> list[int]:
    """Return the positions of the facts by their first use in the rules, unused ones last."""
    position = {fact.name: place for place, fact in enumerate(guideline.facts)}
    used: dict[int, None] = {}
    # All at once, so that a definition which many rules use is looked into only once.
    tested = All((guideline.header.applies, *(rule.condition for rule in guideline.rules)))
    used.update((position[name], None) for name in facts_of(tested, guideline))
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


class ContradictionTooEntangledError(Exception):
    """A contradiction can be false in more ways than can be worked through in bounded time."""

    def __init__(self, rule: str) -> None:
        self.rule = rule
        super().__init__(rule)


@frozen
class ContradictionDiagram:
    """The diagram of one contradiction.

    Its variables are ``facts``, then ``comparisons`` (false, true).
    """

    rule: Contradiction
    store: Store = field(repr=False)
    root: int
    facts: tuple[str, ...]
    comparisons: tuple[ComparesFacts, ...]


def contradictions_from(guideline: Guideline) -> tuple[ContradictionDiagram, ...]:
    """Return the diagrams of all contradictions of a guideline, in file order.

    Raises:
        ContradictionTooEntangledError: One is too large, or false in too many ways, or there are
            too many.
    """
    found = []
    left = BUDGET_OF_ALL
    for rule in guideline.of(Contradiction):
        diagram, spent = _contradiction_from(guideline, rule, min(BUDGET, left))
        found.append(diagram)
        left -= spent
    return tuple(found)


def _contradiction_from(
    guideline: Guideline, rule: Contradiction, budget: int
) -> tuple[ContradictionDiagram, int]:
    """Return the diagram of a contradiction, and how much of the budget it took."""
    facts = list(facts_of(rule.when, guideline))
    definitions = definitions_of(rule.when, guideline)
    # Comparisons of facts stand in contradictions alone, and never in definitions.
    compared = list(dict.fromkeys(comparisons(rule.when)))
    sizes = [len(guideline.fact[name].regions) for name in facts] + [2] * len(compared)
    store = Store(sizes)
    place: dict[object, int] = {each: i for i, each in enumerate([*facts, *compared])}

    def test(condition: Test | ComparesFacts) -> int:
        if isinstance(condition, ComparesFacts):
            return store.test(place[condition], (False, True))
        fact = guideline.fact[condition.fact]
        return store.test(place[fact.name], holds_in(fact, condition))

    defined: dict[str, int] = {}
    try:
        with store.allowing(budget):
            for definition in guideline.definitions:
                if definition.name in definitions:
                    made = from_condition(store, definition.condition, test, defined)
                    defined[definition.name] = made
            root = from_condition(store, rule.when, test, defined)
            spent = budget - store.budget
    except OverBudgetError:
        raise ContradictionTooEntangledError(rule.name) from None
    if compared and ways_to(store, root, FALSE) > MOST_WAYS:
        raise ContradictionTooEntangledError(rule.name)
    store.forget_results()
    diagram = ContradictionDiagram(rule, store, root, tuple(facts), tuple(compared))
    return diagram, spent


def ways_to(store: Store, root: int, end: int) -> int:
    """Return how many paths lead from a node to an end."""
    ways = {each: int(each == end) for each in range(TERMINALS)}
    # A node is made after its children, so numbers rise from the ends to the root.
    for node in range(TERMINALS, root + 1):
        ways[node] = sum(ways[child] for child in store.children[node])
    return ways[root]
