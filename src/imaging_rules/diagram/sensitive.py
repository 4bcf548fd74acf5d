"""Where a diagram turns on one variable."""

from imaging_rules.diagram.cofactor import cofactor
from imaging_rules.diagram.operations import DIFFER
from imaging_rules.diagram.store import Store


def turns_on(store: Store, root: int, variable: int) -> int:
    """Return the diagram of where changing one variable alone changes what a diagram comes to.

    Raises:
        OverBudgetError: The budget of the store is used up.
    """
    first, *others = (
        cofactor(store, root, variable, value) for value in range(store.sizes[variable])
    )
    # Where no value differs from the first, no two differ.
    return store.any(store.combine(DIFFER, first, other) for other in others)
