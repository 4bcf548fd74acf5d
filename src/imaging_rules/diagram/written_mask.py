"""The mask of the ends that a patient can reach in a small diagram, in source written for it.

A walk looks for the nodes that a patient can reach. Where a diagram has few nodes it is quicker to
settle every one of them in source that holds no loop, from the ends up. What it comes to is the
same, and tested to be.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from imaging_rules.diagram.operations import TERMINALS
from imaging_rules.diagram.store import Store
from imaging_rules.diagram.walk import States, ends

MOST_NODES = 200
"""How many nodes source is written for. In larger diagrams a patient reaches few of them."""


def mask_of(store: Store, root: int) -> Callable[[States], int]:
    """Return the function that returns the mask of all ends that a patient can reach."""
    nodes = sorted(store.nodes([root], counted=False))
    return _written(store, root, nodes) if len(nodes) <= MOST_NODES else partial(ends, store, root)


def _written(store: Store, root: int, nodes: Sequence[int]) -> Callable[[States], int]:
    """Return the same from source, which holds numbers only.

    ``s4`` is the state of variable 4, and ``r17`` the mask of node 17.
    """
    variable, children = store.variable, store.children
    asking: dict[int, list[int]] = {}
    for node in nodes:
        asking.setdefault(variable[node], []).append(node)
    lines = ["def mask(states):"]
    if asking:
        lines.append(f" {''.join(f's{place}, ' for place in range(len(store.sizes)))}= states")
    # A node comes after the variables below it, so the last variable is settled first.
    for asked in sorted(asking, reverse=True):
        lines.append(f" if s{asked}.__class__ is tuple:")
        lines += [f"  r{node} = {_joined(children[node], asked)}" for node in asking[asked]]
        values = range(store.sizes[asked])
        for value in values:
            lines.append(f" elif s{asked} == {value}:" if value < values[-1] else " else:")
            lines += [f"  r{node} = {_mask(children[node][value])}" for node in asking[asked]]
    lines.append(f" return {_mask(root)}")
    scope: dict[str, Any] = {"join": _join}
    exec("\n".join(lines), scope)
    written: Callable[[States], int] = scope["mask"]
    return written


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
