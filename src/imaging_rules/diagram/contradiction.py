"""The diagram of a contradiction, in which each comparison of two facts is a variable."""

from attrs import field, frozen

from imaging_rules.diagram.conditions import from_condition, holds_in
from imaging_rules.diagram.operations import FALSE, TERMINALS
from imaging_rules.diagram.store import OverBudgetError, Store
from imaging_rules.diagram.variable_order import definitions_of, facts_of
from imaging_rules.model.conditions import ComparesFacts, Test, comparisons
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import Contradiction

BUDGET = 20_000
BUDGET_OF_ALL = 400_000
MOST_WAYS = 500
"""How many paths to false a contradiction may have: each is put to the values one by one."""


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
