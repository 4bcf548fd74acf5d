"""Where a diagram turns on one variable."""

from imaging_rules.diagram.store import FALSE, OR, TERMINALS, Operation, Store
from imaging_rules.diagram.walk import nodes_of

_ENDS = tuple(range(TERMINALS))
_DIFFER = Operation(lambda one, other: int(one != other), _ENDS, _ENDS)


def turns_on(store: Store, root: int, variable: int) -> int:
    """Return the diagram of where changing one variable alone changes what a diagram comes to.

    Raises:
        OverBudgetError: It outgrows what is left of the store's budget.
    """
    first, *others = (
        _with_value(store, root, variable, value) for value in range(store.sizes[variable])
    )
    # Where no value differs from the first, no two differ.
    turns = FALSE
    for other in others:
        turns = store.combine(OR, turns, store.combine(_DIFFER, first, other))
    return turns


def _with_value(store: Store, root: int, variable: int, value: int) -> int:
    """Return a diagram for patients of whom one variable has this value."""
    made = {end: end for end in _ENDS}
    # A node is made after its children, so in the order of their numbers children come first.
    for node in sorted(nodes_of(store, root)):
        asked, children = store.variable[node], store.children[node]
        if asked > variable:
            made[node] = node
        elif asked == variable:
            made[node] = children[value]
        else:
            made[node] = store.node(asked, tuple(made[child] for child in children))
    return made[root]
