"""Several diagrams as one, which comes to all their ends together.

So it is looked for at once whether an open fact can change what is said of any study.
"""

from collections.abc import Iterable, Sequence

from attrs import frozen

from imaging_rules.diagram.store import TERMINALS, Store
from imaging_rules.diagram.walk import States

MOST_PLACES = 5_000
"""How many places of several diagrams may be visited together before they are left apart."""


@frozen
class Joined:
    """A diagram whose ends are numbers that mean nothing but that they differ.

    The ends are the numbers below ``ends``. ``depends`` holds for each node the variables that it
    depends on, as a set of bits.
    """

    root: int
    ends: int
    variable: tuple[int, ...]
    children: tuple[tuple[int, ...], ...]
    depends: tuple[int, ...]

    def turns_on(self, states: States, wanted: int) -> int:
        """Return on which of some open variables it turns; both are sets of bits."""
        variable, children, depends = self.variable, self.children, self.depends
        found = 0
        pending = [self.root]
        seen = set()
        while pending:
            node = pending.pop()
            while depends[node] & wanted:
                asked = variable[node]
                state = states[asked]
                if state.__class__ is not tuple:
                    node = children[node][state]  # type: ignore[index]
                    continue
                if node in seen:
                    break
                seen.add(node)
                under = children[node]
                first, *others = [under[value] for value in state]
                if wanted >> asked & 1:
                    for other in others:
                        if self._can_differ(first, other, states):
                            found |= 1 << asked
                            wanted &= ~found
                            break
                node = first
                pending += others
        return found

    def _can_differ(self, one: int, other: int, states: States) -> bool:
        """Return whether two nodes come to different ends for some completion of a patient."""
        ends, variable, children = self.ends, self.variable, self.children
        seen = set()
        pairs = [(one, other)]
        while pairs:
            a, b = pairs.pop()
            while a >= ends and (state := states[variable[a]]).__class__ is not tuple:
                a = children[a][state]  # type: ignore[index]
            while b >= ends and (state := states[variable[b]]).__class__ is not tuple:
                b = children[b][state]  # type: ignore[index]
            if a == b or (a, b) in seen:
                continue
            if a < ends and b < ends:
                return True
            seen.add((a, b))
            asked = min(variable[a], variable[b])
            ones = children[a] if variable[a] == asked else None
            others = children[b] if variable[b] == asked else None
            for value in states[asked]:  # type: ignore[union-attr]
                pairs.append((ones[value] if ones else a, others[value] if others else b))
        return False


def joined(store: Store, roots: Sequence[int]) -> tuple[Joined, ...]:
    """Return several diagrams as one; or each by itself, where they would outgrow the bound."""
    together = _joined(store, tuple(roots), MOST_PLACES)
    if together is not None:
        return (together,)
    alone = (_joined(store, (root,), None) for root in roots)
    return tuple(each for each in alone if each is not None)


def _joined(store: Store, roots: tuple[int, ...], most: int | None) -> Joined | None:
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
    return _numbered(places[roots], len(ends), nodes, len(store.sizes))


def _numbered(
    root: int, ends: int, nodes: Iterable[tuple[int, tuple[int, ...]]], last: int
) -> Joined:
    """Return the diagram with its ends numbered first; a node comes after its children."""

    def number(node: int) -> int:
        return -1 - node if node < 0 else ends + node

    variable, depends = [last] * ends, [0] * ends
    children: list[tuple[int, ...]] = [()] * ends
    for asked, under in nodes:
        below = tuple(number(each) for each in under)
        variable.append(asked)
        children.append(below)
        bits = 1 << asked
        for each in below:
            bits |= depends[each]
        depends.append(bits)
    return Joined(number(root), ends, tuple(variable), tuple(children), tuple(depends))
