"""A diagram written out as the source of one expression, for patients of whom all is known.

Walking nodes in a loop costs more than asking the same questions in source, which is why a small
diagram is also written out. What it comes to is the same, and tested to be.
"""

from collections.abc import Sequence

from imaging_rules.diagram.operations import TERMINALS
from imaging_rules.diagram.store import Store

MOST_QUESTIONS = 600
"""How many questions the source may ask; shared nodes are written out at each use."""
DEEPEST = 60


def expression(store: Store, root: int, names: Sequence[str]) -> str | None:
    """Return the source of an expression for the end that a diagram comes to.

    Args:
        store: Where the nodes are.
        root: The diagram.
        names: For each variable the name that holds its value.

    Returns:
        The source, or ``None`` where it would be too long or nest too deeply.
    """
    questions = _questions(store, root)
    if questions[0] > MOST_QUESTIONS or questions[1] > DEEPEST:
        return None
    return _written(store, root, names)


def _questions(store: Store, root: int) -> tuple[int, int]:
    """Return how many questions the source of a diagram asks, and how deeply they nest."""
    found = dict.fromkeys(range(TERMINALS), (0, 0))
    # A node is made after its children, so in the order of their numbers children come first.
    for node in sorted(store.nodes([root], counted=False)):
        below = [found[child] for child in store.children[node]]
        asked = len(below) - 1
        found[node] = asked + sum(n for n, _ in below), asked + max(depth for _, depth in below)
    return found[root]


def _written(store: Store, node: int, names: Sequence[str]) -> str:
    if node < TERMINALS:
        return str(node)
    name, children = names[store.variable[node]], store.children[node]
    if len(children) == 2:
        no, yes = (_written(store, child, names) for child in children)
        return f"({yes} if {name} else {no})"
    source = _written(store, children[0], names)
    # The last value comes first in the source, and the first value is what is left.
    for value in range(1, len(children)):
        if children[value] != children[0]:
            asked = _written(store, children[value], names)
            source = f"({asked} if {name} == {value} else {source})"
    return source
