"""What each node of a diagram can still come to for one patient, as a mask of ends.

From these masks it is told on which open facts the diagram turns, and between which ends.
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from imaging_rules.diagram.store import TERMINALS
from imaging_rules.diagram.walk import States

Masks: TypeAlias = Mapping[int, int] | Sequence[int]
"""For each node that a patient reaches, ends included, the mask of the ends that it comes to."""

_ENDS = {end: 1 << end for end in range(TERMINALS)}


def masks_below(
    variable: Sequence[int], children: Sequence[tuple[int, ...]], root: int, states: States
) -> dict[int, int]:
    """Return the masks of the nodes of a diagram that a patient can reach."""
    below: dict[int, Sequence[int]] = {}
    pending = [root]
    while pending:
        node = pending.pop()
        if node >= TERMINALS and node not in below:
            state = states[variable[node]]
            values = (state,) if isinstance(state, int) else state
            below[node] = [children[node][value] for value in values]
            pending += below[node]
    masks = dict(_ENDS)
    # A node is made after its children, so in the order of their numbers children come first.
    for node in sorted(below):
        mask = 0
        for child in below[node]:
            mask |= masks[child]
        masks[node] = mask
    return masks


def pivots(
    variable: Sequence[int],
    children: Sequence[tuple[int, ...]],
    root: int,
    states: States,
    masks: Masks,
) -> dict[int, int]:
    """Return for each variable on which a diagram turns the mask of the ends it turns between.

    Two completions of the patient that differ in one variable alone and reach different ends turn
    on that variable.

    Args:
        variable: For each node the variable that it asks.
        children: For each node what it leads to.
        root: The diagram.
        states: The patient.
        masks: The masks of the nodes for this patient.
    """
    found: dict[int, int] = {}
    pending = [root]
    seen = set()
    while pending:
        node = pending.pop()
        mask = masks[node]
        # Where one end alone can be reached, nothing turns any more.
        while mask & (mask - 1):
            asked = variable[node]
            state = states[asked]
            if state.__class__ is not tuple:
                node = children[node][state]  # type: ignore[index]
                continue
            if node in seen:
                break
            seen.add(node)
            under = children[node]
            below = [under[value] for value in state]
            turned = found.get(asked, 0)
            if mask & ~turned:
                first, last = masks[below[0]], masks[below[-1]]
                # Most facts are yes or no, and most answers to yes end the matter.
                if len(below) == 2 and not (
                    first & (first - 1) and last & (last - 1) and first & last
                ):
                    if first != last:
                        found[asked] = turned | mask
                else:
                    turned = differences(variable, children, states, masks, below, turned)
                    if turned:
                        found[asked] = turned
            node = below.pop()
            for child in below:
                under_it = masks[child]
                if under_it & (under_it - 1):
                    pending.append(child)
            mask = masks[node]
    return found


def differences(
    variable: Sequence[int],
    children: Sequence[tuple[int, ...]],
    states: States,
    masks: Masks,
    below: Sequence[int],
    mask: int,
) -> int:
    """Return a mask with the ends at which two of several diagrams differ for some completion."""
    pairs = []
    for place, a in enumerate(below):
        one = masks[a]
        several = one & (one - 1)
        for b in below[place + 1 :]:
            other = masks[b]
            if several and one & other and other & (other - 1):
                pairs.append((a, b))
            # No end is common to them, or one always comes to the same: then the other comes to
            # another one at times, or to that one always.
            elif one != other:
                mask |= one | other
    seen = set()
    while pairs:
        a, b = pair = pairs.pop()
        one, other = masks[a], masks[b]
        # Where all ends below are counted, no pair need be walked.
        if a == b or not (one | other) & ~mask:
            continue
        if not (one & other and one & (one - 1) and other & (other - 1)):
            if one != other:
                mask |= one | other
        elif pair not in seen:
            seen.add(pair)
            asked = min(variable[a], variable[b])
            ones = children[a] if variable[a] == asked else None
            others = children[b] if variable[b] == asked else None
            state = states[asked]
            for value in (state,) if isinstance(state, int) else state:
                pairs.append((ones[value] if ones else a, others[value] if others else b))
    return mask
