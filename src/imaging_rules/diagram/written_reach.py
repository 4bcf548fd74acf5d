"""The masks and the pivots of a small diagram, worked out in source written for it.

`reach` looks for the nodes that a patient can reach. Where a diagram has few nodes it is quicker to
settle every one of them in source that holds no loop: first the masks, from the ends up, then what
can be reached, from the root down. What it comes to is the same, and tested to be.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from imaging_rules.diagram.reach import Masks, differences
from imaging_rules.diagram.store import TERMINALS
from imaging_rules.diagram.walk import States


def written(
    variable: Sequence[int], children: Sequence[tuple[int, ...]], root: int, size: int
) -> tuple[Callable[[States], Masks], Callable[[States, Masks], dict[int, int]]]:
    """Return the two functions of a diagram; the second takes what the first returns.

    Their source holds numbers only. ``s4`` is the state of variable 4 and ``p4`` the ends between
    which it turns; ``r17`` is the mask of node 17, and ``q17`` whether it can be reached.

    Args:
        variable: For each node the variable that it asks; a child comes before its parents.
        children: For each node what it leads to.
        root: The diagram; it is no end.
        size: How many variables there are.
    """
    asking: dict[int, list[int]] = {}
    for node in range(TERMINALS, len(variable)):
        asking.setdefault(variable[node], []).append(node)
    unpacked = f" {''.join(f's{place}, ' for place in range(size))}= states"
    every = "".join(f"{_mask(node)}, " for node in range(len(variable)))

    up = ["def masks(states):", unpacked]
    # A node comes after the variables below it, so the last variable is settled first.
    for asked in sorted(asking, reverse=True):
        up.append(f" if s{asked}.__class__ is tuple:")
        up += [f"  r{node} = {_joined(children[node], asked)}" for node in asking[asked]]
        for value in range(len(children[asking[asked][0]])):
            up.append(f" elif s{asked} == {value}:")
            up += [f"  r{node} = {_mask(children[node][value])}" for node in asking[asked]]
    up.append(f" return {every}")

    nodes = "".join(f"r{node}, " for node in range(TERMINALS, len(variable)))
    down = ["def pivots(states, masks):", unpacked, f" {'_, ' * TERMINALS}{nodes}= masks"]
    down.append(" " + "".join(f"q{node} = " for node in range(TERMINALS, len(variable))) + "False")
    down += [f" q{root} = True", " found = {}"]
    for asked in sorted(asking):
        down += [f" if s{asked}.__class__ is tuple:", f"  p{asked} = 0"]
        for node in asking[asked]:
            down += [f"  if q{node}:", *(f"   {line}" for line in _turns(node, asked, children))]
        down.append(f"  if p{asked}: found[{asked}] = p{asked}")
        for value in range(len(children[asking[asked][0]])):
            down.append(f" elif s{asked} == {value}:")
            below = [(node, children[node][value]) for node in asking[asked]]
            down += [f"  if q{node}: q{to} = True" for node, to in below if to >= TERMINALS]
            down.append("  pass")
    down.append(" return found")

    scope: dict[str, Any] = {
        "join": _join,
        "differ": partial(differences, variable, children),
        "turned": partial(_turned, variable, children),
    }
    exec("\n".join(up + down), scope)
    return scope["masks"], scope["pivots"]


def _mask(node: int) -> str:
    return str(1 << node) if node < TERMINALS else f"r{node}"


def _joined(below: Sequence[int], asked: int) -> str:
    masks = [_mask(child) for child in below]
    if len(masks) == 2:
        # Of two values, an open fact can have both.
        return " | ".join(masks)
    return f"join(({', '.join(masks)}), s{asked})"


def _join(masks: Sequence[int], state: Sequence[int]) -> int:
    mask = 0
    for value in state:
        mask |= masks[value]
    return mask


def _turns(node: int, asked: int, children: Sequence[tuple[int, ...]]) -> list[str]:
    """Return the lines for a node of an open variable that can be reached."""
    below = children[node]
    if len(below) > 2:
        lines = [
            f"if r{node} & ~p{asked}: p{asked} = turned({node}, s{asked}, states, masks, p{asked})"
        ]
        for value, to in enumerate(below):
            lines += [f"if {value} in s{asked}: q{to} = True"] if to >= TERMINALS else []
        return lines
    a, b = below
    lines = [f"q{to} = True" for to in below if to >= TERMINALS]
    one, other = _mask(a), _mask(b)
    hard = " and ".join(
        [f"{one} & {other}"]
        + [f"{mask} & {mask} - 1" for mask, to in ((one, a), (other, b)) if to >= TERMINALS]
    )
    if min(a, b) < TERMINALS:
        # One end alone: the two differ, unless the other comes to that one end too.
        return [*lines, f"if {one} != {other}: p{asked} |= r{node}"]
    return [
        *lines,
        f"if not ({hard}):",
        f" if {one} != {other}: p{asked} |= r{node}",
        f"elif r{node} & ~p{asked}: p{asked} = differ(states, masks, ({a}, {b}), p{asked})",
    ]


def _turned(
    variable: Sequence[int],
    children: Sequence[tuple[int, ...]],
    node: int,
    state: Sequence[int],
    states: States,
    masks: Masks,
    mask: int,
) -> int:
    below = [children[node][value] for value in state]
    return differences(variable, children, states, masks, below, mask)
