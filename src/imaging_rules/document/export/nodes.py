"""Diagrams as lists of nodes with numbers of their own, the same for the same diagrams."""

from imaging_rules.diagram.store import TERMINALS, Store


class ExportedNodes:
    """Numbers the nodes of diagrams: children before parents, from the first diagram on.

    The numbers below `TERMINALS` are the ends, and the first node has that number. A node is a
    list of the variable that it asks and of one number for each of its values.

    Args:
        store: Where the diagrams are.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._numbers = {end: end for end in range(TERMINALS)}
        self.nodes: list[list[int]] = []

    def number(self, root: int) -> int:
        """Return the number of a diagram; its nodes are among ``nodes`` from then on."""
        pending = [root]
        while pending:
            node = pending[-1]
            if node in self._numbers:
                pending.pop()
                continue
            children = self._store.children[node]
            new = [child for child in children if child not in self._numbers]
            if new:
                pending += reversed(new)
                continue
            self._numbers[node] = TERMINALS + len(self.nodes)
            below = [self._numbers[child] for child in children]
            self.nodes.append([self._store.variable[node], *below])
        return self._numbers[root]
