"""Which known facts, by themselves, lead a diagram to an end: the smallest sets of them."""

from collections.abc import Iterable, Sequence

from imaging_rules.diagram.boolean_difference import minimal
from imaging_rules.diagram.store import TERMINALS, OverBudgetError, Store
from imaging_rules.diagram.walk import State, States, asked, ends

_BUDGET = 20_000


def support(
    store: Store, root: int, states: States, end: int, weakest_first: Iterable[int]
) -> set[int]:
    """Return known variables that by themselves lead a diagram to an end.

    None of them could be left out. Those that come first are left out first where others do.

    Args:
        store: Where the nodes are.
        root: The diagram.
        states: The patient, for whom it comes to that end and to no other.
        end: The end.
        weakest_first: The variables of which something is known.
    """
    depends_on = asked(store, [root], counted=False)
    every = [tuple(range(size)) if size > 1 else 0 for size in store.sizes]
    # All that is known of what it depends on leads there; what is not needed for that goes.
    kept: list[State] = [states[v] if v in depends_on else every[v] for v in range(len(every))]
    needed = set()
    for variable in weakest_first:
        if variable in depends_on:
            known, kept[variable] = kept[variable], every[variable]
            if ends(store, root, kept) != 1 << end:
                kept[variable] = known
                needed.add(variable)
    return needed


def number_of_supports(store: Store, root: int, states: States, end: int) -> int | None:
    """Return how many such sets there are; ``None`` where they are too many to be worked out."""
    try:
        return len(_supports(store, root, states, end))
    except OverBudgetError:
        return None


def _supports(store: Store, root: int, states: States, end: int) -> tuple[int, ...]:
    """Return all smallest sets as masks: bit ``n`` stands for the variable ``n``."""
    found: dict[int, tuple[int, ...]] = {e: (0,) if e == end else () for e in range(TERMINALS)}
    budget = _BUDGET
    # A node is made after its children, so in the order of their numbers children come first.
    for node in sorted(store.nodes([root], counted=False)):
        variable, below = store.variable[node], store.children[node]
        state = states[variable]
        values = (state,) if isinstance(state, int) else state
        sets, budget = _of_all([found[below[value]] for value in values], budget)
        if len(values) < len(below):
            # It is known in part or in full: either that is needed, or all values lead there.
            unneeded, budget = _of_all([found[child] for child in below], budget)
            sets = minimal([*unneeded, *(each | 1 << variable for each in sets)])
        found[node] = sets
    return found[root]


def _of_all(families: Sequence[tuple[int, ...]], budget: int) -> tuple[tuple[int, ...], int]:
    """Return the smallest sets that have one of each family in them, and what is left to do."""
    sets: tuple[int, ...] = (0,)
    for family in dict.fromkeys(families):
        budget -= (len(sets) * len(family)) ** 2
        if budget < 0:
            raise OverBudgetError
        sets = minimal(one | other for one in sets for other in family)
    return sets, budget
