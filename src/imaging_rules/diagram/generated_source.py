"""Diagrams written out as Python source: the end for a patient, or the mask of all ends reached."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from imaging_rules.diagram.store import TERMINALS, Store
from imaging_rules.diagram.walk import States, ends

MOST_QUESTIONS = 600
"""How many questions the source may ask; shared nodes are written out at each use."""
DEEPEST = 60

MOST_NODES = 200
"""How many nodes source is written for. In larger diagrams a patient reaches few of them."""


def expression(store: Store, root: int, names: Sequence[str]) -> str | None:
    """Return the source of an expression for the end that a diagram comes to.

    Args:
        store: Where the nodes are.
        root: The diagram.
        names: For each variable the name that holds its value.

    Returns:
        The source, or ``None`` where it would be too long or nest too deeply.
    """
    questions = _questions(store, root)
    if questions[0] > MOST_QUESTIONS or questions[1] > DEEPEST:
        return None
    return _expression(store, root, names)


def _questions(store: Store, root: int) -> tuple[int, int]:
    """Return how many questions the source of a diagram asks, and how deeply they nest."""
    found = dict.fromkeys(range(TERMINALS), (0, 0))
    # A node is made after its children, so in the order of their numbers children come first.
    for node in sorted(store.nodes([root], counted=False)):
        below = [found[child] for child in store.children[node]]
        asked = len(below) - 1
        found[node] = asked + sum(n for n, _ in below), asked + max(depth for _, depth in below)
    return found[root]


def _expression(store: Store, node: int, names: Sequence[str]) -> str:
    if node < TERMINALS:
        return str(node)
    name, children = names[store.variable[node]], store.children[node]
    if len(children) == 2:
        no, yes = (_expression(store, child, names) for child in children)
        return f"({yes} if {name} else {no})"
    source = _expression(store, children[0], names)
    # The last value comes first in the source, and the first value is what is left.
    for value in range(1, len(children)):
        if children[value] != children[0]:
            asked = _expression(store, children[value], names)
            source = f"({asked} if {name} == {value} else {source})"
    return source


def mask_of(store: Store, root: int) -> Callable[[States], int]:
    """Return the function that returns the mask of all ends that a patient can reach."""
    nodes = sorted(store.nodes([root], counted=False))
    return (
        _mask_function(store, root, nodes)
        if len(nodes) <= MOST_NODES
        else partial(ends, store, root)
    )


def _mask_function(store: Store, root: int, nodes: Sequence[int]) -> Callable[[States], int]:
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
