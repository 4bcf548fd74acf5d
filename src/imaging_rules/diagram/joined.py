"""The diagram of the level and those of the studies as one, which comes to all their ends together.

So it is looked for at once on which open facts the level turns, and on which only a study does.
"""

from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from imaging_rules.diagram.boolean_difference import pivots
from imaging_rules.diagram.store import TERMINALS, Store
from imaging_rules.diagram.walk import States

MOST_PLACES = 5_000
"""How many places of several diagrams may be visited together before they are left apart."""


@frozen
class Joined:
    """A diagram whose ends are told apart by what is said of the level and of each study.

    ``ends`` holds their masks as `pivots` takes them. They count for the level; in the diagram of
    a study by itself, for nothing.
    """

    root: int
    ends: Mapping[int, int]
    variable: tuple[int, ...]
    children: tuple[tuple[int, ...], ...]

    def pivots(self, states: States) -> dict[int, int]:
        """Return for each variable on which it turns the mask of the levels it turns between.

        The mask is empty where only a study turns on the variable.
        """
        return pivots(self.variable, self.children, self.root, states, self.ends)


def joined(store: Store, level: int, studies: Sequence[int]) -> tuple[Joined, ...]:
    """Return the diagrams as one; or each by itself, where they would outgrow the bound."""
    together = _joined(store, (level, *studies), MOST_PLACES, of_level=True)
    if together is not None:
        return (together,)
    alone = [_joined(store, (level,), None, of_level=True)]
    alone += [_joined(store, (root,), None, of_level=False) for root in studies]
    return tuple(each for each in alone if each is not None)


def _joined(
    store: Store, roots: tuple[int, ...], most: int | None, of_level: bool
) -> Joined | None:
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
) -> Joined:
    """Return the diagram with its ends numbered first; a node comes after its children.

    Args:
        root: The diagram; ends are numbered downwards from -1, nodes upwards from 0.
        ends: What each end counts for.
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
    masks = {end: 1 << end | level << len(ends) for end, level in enumerate(ends)}
    return Joined(number(root), masks, tuple(variable), tuple(children))
