"""How many patients a diagram speaks of, told apart by the regions of their facts."""

from math import prod

from imaging_rules.diagram.store import TERMINALS, TRUE, Store
from imaging_rules.diagram.walk import nodes_of


def all_patients(store: Store) -> int:
    """Return how many patients the variables of a store tell apart."""
    return prod(store.sizes)


def patients(store: Store, root: int) -> int:
    """Return for how many patients a true/false diagram is true, exactly."""
    count = len(store.sizes)
    # Of the variables from each one on, how many patients they tell apart.
    below = [1] * (count + 1)
    for variable in reversed(range(count)):
        below[variable] = below[variable + 1] * store.sizes[variable]
    found = {end: int(end == TRUE) for end in range(TERMINALS)}
    for node in sorted(nodes_of(store, root)):
        after = below[store.variable[node] + 1]
        found[node] = sum(
            found[child] * (after // below[store.variable[child]]) for child in store.children[node]
        )
    return found[root] * (below[0] // below[store.variable[root]])
