"""A diagram for patients of whom the value of one fact is known."""

from imaging_rules.diagram.search import spend
from imaging_rules.diagram.store import TERMINALS, Store


def fixed(store: Store, root: int, variable: int, value: int) -> int:
    """Return a diagram with one of its variables fixed at a value; it asks that one no more.

    Args:
        store: Where the nodes are.
        root: The diagram.
        variable: The variable to fix.
        value: The value that it is to have.

    Raises:
        OverBudgetError: The budget of the store is used up.
    """
    done: dict[int, int] = {}
    # A node is made after its children, so in the order of their numbers children come first.
    for node in sorted(_down_to(store, root, variable)):
        below = store.children[node]
        if store.variable[node] == variable:
            done[node] = below[value]
        else:
            children = tuple([done.get(child, child) for child in below])
            done[node] = store.node(store.variable[node], children)
    return done.get(root, root)


def _down_to(store: Store, root: int, variable: int) -> set[int]:
    """Return the nodes of a diagram that ask this variable, or one that comes before it."""
    found: set[int] = set()
    pending = [root]
    while pending:
        node = pending.pop()
        if node >= TERMINALS and node not in found and store.variable[node] <= variable:
            found.add(node)
            spend(store, len(store.children[node]))
            if store.variable[node] < variable:
                pending += store.children[node]
    return found
