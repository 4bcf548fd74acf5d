"""The diagram of the level and those of the studies as one, which comes to all their ends together.

So it is looked for at once on which open facts the level turns, and on which only a study does.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from imaging_rules.diagram.boolean_difference import pivots
from imaging_rules.diagram.operations import TERMINALS
from imaging_rules.diagram.pivot_tables import pivot_tables
from imaging_rules.diagram.store import Store
from imaging_rules.diagram.walk import States

Pivots: TypeAlias = Callable[[States], list[tuple[int, int]]]
"""Returns each variable on which something turns for a patient, with the mask of the levels."""

MOST_PLACES = 5_000
"""How many places of several diagrams may be visited together before they are left apart."""


def joined_pivots(store: Store, level: int, studies: Sequence[int]) -> Pivots:
    """Return what finds on which variables the level or a study turns.

    The mask is of the levels that it turns between, and empty where only a study does.
    """
    together = _joined(store, (level, *studies), MOST_PLACES, of_level=True)
    if together is not None:
        return together
    # Together they would outgrow the bound. What is found of the level replaces what is of studies.
    alone = [_joined(store, (root,), None, of_level=False) for root in studies]
    alone.append(_joined(store, (level,), None, of_level=True))

    def one_by_one(states: States) -> list[tuple[int, int]]:
        found = dict([pivot for each in alone if each is not None for pivot in each(states)])
        return list(found.items())

    return one_by_one


def _joined(
    store: Store, roots: tuple[int, ...], most: int | None, of_level: bool
) -> Pivots | None:
    # The children of a place are worked out before the place, without recursion.
    ends: dict[tuple[int, ...], int] = {}
    nodes: dict[tuple[int, tuple[int, ...]], int] = {}
    places: dict[tuple[int, ...], int] = {}
    below: dict[tuple[int, ...], list[tuple[int, ...]]] = {}
    pending = [roots]
    while pending:
        place = pending[-1]
        if place in places:
            pending.pop()
        elif all(node < TERMINALS for node in place):
            # Ends are numbered downwards from -1 until it is known how many there are.
            places[place] = ends.setdefault(place, -1 - len(ends))
        elif place not in below:
            if most is not None and len(below) == most:
                return None
            asked = min(store.variable[node] for node in place)
            below[place] = [
                tuple(
                    store.children[node][value] if store.variable[node] == asked else node
                    for node in place
                )
                for value in range(store.sizes[asked])
            ]
            pending += below[place]
        else:
            asked = min(store.variable[node] for node in place)
            under = tuple(places[each] for each in below[place])
            same = all(each == under[0] for each in under)
            places[place] = under[0] if same else nodes.setdefault((asked, under), len(nodes))
    masks = [1 << place[0] if of_level else 0 for place in ends]
    return _numbered(places[roots], masks, nodes, len(store.sizes))


def _numbered(
    root: int, ends: list[int], nodes: Iterable[tuple[int, tuple[int, ...]]], last: int
) -> Pivots:
    """Return what finds the pivots of a diagram. Its ends are numbered first, then its nodes.

    Args:
        root: The diagram; ends are numbered downwards from -1, nodes upwards from 0. A node comes
            after its children.
        ends: The mask of levels that each end counts for.
        nodes: What each node asks and leads to.
        last: A number above that of every variable.
    """

    def number(node: int) -> int:
        return -1 - node if node < 0 else len(ends) + node

    variable = [last] * len(ends)
    children: list[tuple[int, ...]] = [()] * len(ends)
    for asked, under in nodes:
        variable.append(asked)
        children.append(tuple(number(each) for each in under))
    tables = pivot_tables(variable, children, number(root), ends)
    if tables is not None:
        return tables.pivots
    masks = {end: 1 << end | level << len(ends) for end, level in enumerate(ends)}

    def walked(states: States) -> list[tuple[int, int]]:
        return list(pivots(variable, children, number(root), states, masks).items())

    return walked
