"""On which open facts a diagram turns for one patient, and between which ends.

Two completions of the patient that differ in one variable alone and come to different ends turn on
that variable. Only the open nodes that a patient reaches are looked at: what leads from one to the
next past facts that are known is walked once.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations

from imaging_rules.diagram.operations import TERMINALS
from imaging_rules.diagram.walk import States

ENDS = {end: 1 << TERMINALS + end | 1 << end for end in range(TERMINALS)}
"""For each end of a diagram its mask, where it counts for itself."""


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
