"""One diagram taken out of its store, with the quickest way to walk it for one patient."""

from collections.abc import Callable
from functools import partial

from attrs import frozen

from imaging_rules.diagram.reach import Masks, masks_below, pivots
from imaging_rules.diagram.store import TERMINALS, Store
from imaging_rules.diagram.walk import States, nodes_of
from imaging_rules.diagram.written_reach import written

MOST_NODES = 200
"""How many nodes source is written for. In larger diagrams a patient reaches few of them."""


@frozen
class Diagram:
    """A diagram whose nodes are numbered without gaps, after the ends.

    ``masks`` returns what each node can still come to for a patient, and ``pivots`` takes that and
    returns for each variable on which the diagram turns the mask of the ends it turns between.
    """

    root: int
    variable: tuple[int, ...]
    children: tuple[tuple[int, ...], ...]
    masks: Callable[[States], Masks]
    pivots: Callable[[States, Masks], dict[int, int]]


def taken_out(store: Store, root: int) -> Diagram:
    """Return one diagram of a store by itself."""
    nodes = sorted(nodes_of(store, root))
    number = {node: place for place, node in enumerate([*range(TERMINALS), *nodes])}
    variable = tuple(store.variable[node] for node in number)
    children = tuple(tuple(number[to] for to in store.children[node]) for node in number)
    start = number[root]
    if 0 < len(nodes) <= MOST_NODES:
        quick = written(variable, children, start, len(store.sizes))
        return Diagram(start, variable, children, *quick)
    return Diagram(
        start,
        variable,
        children,
        partial(masks_below, variable, children, start),
        partial(pivots, variable, children, start),
    )
