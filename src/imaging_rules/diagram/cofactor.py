"""A diagram for patients of whom one value of one fact is known."""

from imaging_rules.diagram.store import Store


def cofactor(store: Store, root: int, variable: int, value: int) -> int:
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
    for node in sorted(store.nodes([root], last=variable)):
        below = store.children[node]
        if store.variable[node] == variable:
            done[node] = below[value]
        else:
            children = tuple([done.get(child, child) for child in below])
            done[node] = store.node(store.variable[node], children)
    return done.get(root, root)
