"""Two versions of a guideline as diagrams over the same variables, and where they differ."""

from attrs import field, frozen

from imaging_rules.diagram.from_model import Diagrams, TooEntangledError, diagrams_in
from imaging_rules.diagram.operations import AND, NOTHING, TERMINALS
from imaging_rules.diagram.pair_facts import CommonFact, common_facts, with_common_facts
from imaging_rules.diagram.store import Store
from imaging_rules.diagram.variable_order import order_of_use
from imaging_rules.model.guideline import Guideline

BUDGET = 1_500_000
"""How many steps each version may take, and as many again to tell them apart."""


@frozen
class Both:
    """Two versions as diagrams in one store.

    ``facts`` has the common facts, of which ``order`` holds the position for each variable.
    """

    facts: tuple[CommonFact, ...]
    order: tuple[int, ...]
    store: Store = field(repr=False)
    old: Diagrams
    new: Diagrams

    def fact(self, variable: int) -> CommonFact:
        """Return the fact that a variable stands for."""
        return self.facts[self.order[variable]]

    @property
    def studies(self) -> dict[str, tuple[int, int]]:
        """What the old and the new version say of each study; nothing of one it does not have."""
        old, new = self.old.studies, self.new.studies
        names = dict.fromkeys([*new, *old])
        return {name: (old.get(name, NOTHING), new.get(name, NOTHING)) for name in names}


def both_from(old: Guideline, new: Guideline) -> Both:
    """Return two versions of a guideline as diagrams over the same variables.

    Raises:
        TooEntangledError: Together they outgrow the budget, though each may be within it.
    """
    facts = common_facts(old, new)
    one, other = with_common_facts(old, facts, True), with_common_facts(new, facts, False)
    orders = [tuple(range(len(facts))), tuple(order_of_use(other))]
    for attempt, order in enumerate(orders):
        store = Store([len(facts[place].told.regions) for place in order])
        try:
            with store.allowing(BUDGET):
                before = diagrams_in(store, one, order)
            with store.allowing(BUDGET):
                after = diagrams_in(store, other, order)
        except TooEntangledError:
            if attempt == len(orders) - 1:
                raise
        else:
            return Both(facts, order, store, before, after)
    raise AssertionError("there is always an order to try")


def reached_together(store: Store, one: int, other: int) -> set[tuple[int, int]]:
    """Return each two ends that two diagrams come to for the same patient.

    Raises:
        OverBudgetError: The budget of the store is used up.
    """
    found = set()
    seen = set()
    pending = [(one, other)]
    while pending:
        a, b = pair = pending.pop()
        if pair in seen:
            continue
        seen.add(pair)
        if a < TERMINALS and b < TERMINALS:
            found.add(pair)
            continue
        pending += store.below(pair)
    return found


def where_both(store: Store, one: int, end: int, other: int, other_end: int) -> int:
    """Return the diagram that is true where one comes to one end and another to another.

    Raises:
        OverBudgetError: The budget of the store is used up.
    """
    return store.combine(AND, store.where(one, end), store.where(other, other_end))
