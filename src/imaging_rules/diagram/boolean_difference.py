"""On which open facts a diagram turns for a patient, alone or together, and between which ends."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import TypeAlias

from imaging_rules.diagram.pivot_tables import pivot_tables
from imaging_rules.diagram.store import TERMINALS, OverBudgetError, Store
from imaging_rules.diagram.walk import States

ENDS = {end: 1 << TERMINALS + end | 1 << end for end in range(TERMINALS)}
"""For each end of a diagram its mask, where it counts for itself."""

Pivots: TypeAlias = Callable[[States], list[tuple[int, int]]]
"""Returns each variable on which something turns for a patient, with the mask of the levels."""

MOST_PLACES = 5_000
"""How many places of several diagrams may be visited together before they are left apart."""

_Pair = tuple[int, int]


def pivots(
    variable: Sequence[int],
    children: Sequence[tuple[int, ...]],
    root: int,
    states: States,
    ends: Mapping[int, int] = ENDS,
) -> dict[int, int]:
    """Return for each variable on which a diagram turns the mask of what it turns between.

    Args:
        variable: For each node the variable that it asks.
        children: For each node what it leads to; a child comes before its parents.
        root: The diagram.
        states: The patient.
        ends: The mask of each end; the ends are the first numbers. A mask has a bit of the end's
            own, among as many as there are ends, and above these the bits of what it counts for,
            which is what is returned. That may be the same for several ends: between these
            alone the diagram turns on a variable too, but with an empty mask.
    """
    first = len(ends)
    own = (1 << first) - 1
    below = _open_nodes(variable, children, root, states, first)
    masks = dict(ends)
    turned: dict[int, int] = {}
    harder: dict[int, list[tuple[int, int]]] = {}
    # A node is made after its children, so in the order of their numbers children come first.
    for node in sorted(below):
        under = below[node]
        a, b = under[0], under[-1]
        mask = masks[a]
        if len(under) == 2:
            if a == b:
                masks[node] = mask
                continue
            other = masks[b]
            if mask != other:
                low, high = mask >> first, other >> first
                # Most often what one counts for is single, or nothing is common to both.
                if not (low & high and low & (low - 1) and high & (high - 1)):
                    masks[node] = mask | other
                    asked = variable[node]
                    so_far = turned.get(asked, 0)
                    turned[asked] = so_far if low == high else so_far | low | high
                    continue
                mask |= other
        else:
            for to in under:
                mask |= masks[to]
        masks[node] = mask
        if mask & (mask - 1) & own:
            harder.setdefault(variable[node], []).extend(combinations(under, 2))
    for asked, pairs in harder.items():
        differ = _differences(variable, below, masks, first, pairs, turned.get(asked))
        if differ is not None:
            turned[asked] = differ
    return turned


def _open_nodes(
    variable: Sequence[int],
    children: Sequence[tuple[int, ...]],
    root: int,
    states: States,
    first: int,
) -> dict[int, list[int]]:
    """Return the nodes of open variables that a patient reaches, each with what comes next.

    That is for each value which is possible the next open node, or the end.
    """
    while root >= first and (state := states[variable[root]]).__class__ is not tuple:
        root = children[root][state]  # type: ignore[index]
    below: dict[int, list[int]] = {}
    pending = [root] if root >= first else []
    while pending:
        node = pending.pop()
        if node in below:
            continue
        under = children[node]
        below[node] = found = []
        for value in states[variable[node]]:  # type: ignore[union-attr]
            to = under[value]
            while to >= first:
                state = states[variable[to]]
                if state.__class__ is tuple:
                    pending.append(to)
                    break
                to = children[to][state]  # type: ignore[index]
            found.append(to)
    return below


def _differences(
    variable: Sequence[int],
    below: Mapping[int, Sequence[int]],
    masks: Mapping[int, int],
    first: int,
    pairs: list[tuple[int, int]],
    found: int | None,
) -> int | None:
    """Return the mask of that between which the nodes of some pair differ for some completion.

    Args:
        variable: For each node the variable that it asks.
        below: For each open node what comes next.
        masks: The masks of the nodes and of the ends.
        first: How many ends there are.
        pairs: The pairs; it is used up.
        found: What is found already, to which it is added; ``None`` while no difference is.
    """
    seen = set()
    while pairs:
        a, b = pair = pairs.pop()
        if a == b or pair in seen:
            continue
        one, other = masks[a], masks[b]
        low, high = one >> first, other >> first
        if one != other:
            found = found or 0
            if not (low & high and low & (low - 1) and high & (high - 1)):
                # Nothing that they count for is common, or one always counts for the same: then
                # the other counts for another at times, or for the same always.
                if low != high:
                    found |= low | high
                continue
        # Where all that they count for is found, the pair need not be walked.
        if found is not None and not (low | high) & ~found:
            continue
        seen.add(pair)
        asked = min(variable[a], variable[b])
        ones = below[a] if variable[a] == asked else [a] * len(below[b])
        others = below[b] if variable[b] == asked else [b] * len(ones)
        pairs += zip(ones, others, strict=True)
    return found


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


def minimal_changes(
    store: Store, root: int, states: States, may_change: Collection[int], budget: int
) -> dict[int, tuple[int, ...]]:
    """Return for each end the smallest sets of variables that could change a diagram to it.

    A set could, if for some values of the variables that are open, other values of all of its
    variables lead to that end, and the values they have now lead to another one.

    Args:
        store: Where the nodes are.
        root: The diagram.
        states: The patient.
        may_change: The variables that may change. Of each, one value is known.
        budget: How many pairs of sets, and of nodes, may be looked at.

    Returns:
        The sets as masks: bit ``n`` stands for the variable ``n``. Small sets come first.

    Raises:
        OverBudgetError: The budget is used up.
    """
    # Of a pair, one node is where the values as they are lead, the other where changed ones do.
    start = root, root
    found: dict[_Pair, dict[int, tuple[int, ...]]] = {}
    pending = [start]
    while pending:
        pair = pending[-1]
        if pair in found:
            pending.pop()
            continue
        as_is, changed = pair
        if as_is < TERMINALS and changed < TERMINALS:
            found[pair] = {} if as_is == changed else {changed: (0,)}
            continue
        steps = list(_steps(store, pair, states, may_change))
        waiting = [below for _, below in steps if below not in found]
        if waiting:
            pending += waiting
            continue
        reached: dict[int, set[int]] = {}
        for change, below in steps:
            for end, sets in found[below].items():
                reached.setdefault(end, set()).update(change | each for each in sets)
        budget -= len(steps) + sum(len(sets) ** 2 for sets in reached.values())
        if budget < 0:
            raise OverBudgetError
        found[pair] = {end: minimal(sets) for end, sets in reached.items()}
    return found[start]


def minimal(sets: Iterable[int]) -> tuple[int, ...]:
    """Return the sets that have no other one within them, small ones first."""
    kept: list[int] = []
    for each in sorted(set(sets), key=lambda each: (each.bit_count(), each)):
        if not any(each & other == other for other in kept):
            kept.append(each)
    return tuple(kept)


def _steps(
    store: Store, pair: _Pair, states: States, may_change: Collection[int]
) -> Iterator[tuple[int, _Pair]]:
    """Yield what each value of the next variable leads to, and the variable where that changes."""
    as_is, changed = pair
    variable = min(store.variable[as_is], store.variable[changed])
    state = states[variable]
    if variable not in may_change:
        for value in (state,) if isinstance(state, int) else state:
            yield (
                0,
                (_child(store, as_is, variable, value), _child(store, changed, variable, value)),
            )
        return
    assert isinstance(state, int)
    kept = _child(store, as_is, variable, state)
    for value in range(store.sizes[variable]):
        change = 0 if value == state else 1 << variable
        yield change, (kept, _child(store, changed, variable, value))


def _child(store: Store, node: int, variable: int, value: int) -> int:
    """Return where a value leads from a node; a node that does not ask the variable stays."""
    return store.children[node][value] if store.variable[node] == variable else node
