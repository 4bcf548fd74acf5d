"""The restriction of a small diagram written out as source, for patients with open facts.

`restrict.restricted` looks for the nodes that a patient can reach, and then reduces them. Where a
diagram has few nodes it is quicker to settle every one of them, from the ends up, in source that
holds no loop: the value of a known fact picks a child, and only at an open one is a node kept.
What it comes to is the same, and tested to be.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeAlias

from imaging_rules.diagram.restrict import END_MASKS, Restricted, restricted
from imaging_rules.diagram.store import TERMINALS, Store
from imaging_rules.diagram.walk import States, nodes_of

MOST_NODES = 200
"""How many nodes the source may settle. In larger diagrams a patient reaches few of them."""

Restriction: TypeAlias = Callable[[States], Restricted]


def restriction(store: Store, root: int) -> Restriction:
    """Return the quickest way to restrict one diagram to what is known of a patient."""
    nodes = nodes_of(store, root)
    if not 0 < len(nodes) <= MOST_NODES:
        return partial(restricted, store, root)
    scope: dict[str, Any] = {
        "END_MASKS": END_MASKS,
        "Restricted": Restricted,
        "join": _join,
        "variable": store.variable,
    }
    exec("\n".join(_source(store, root, sorted(nodes))), scope)
    written: Restriction = scope["restrict"]
    return written


def _source(store: Store, root: int, nodes: Sequence[int]) -> list[str]:
    """Return the lines of the function; they hold numbers only.

    ``r17`` is what node 17 comes to for this patient, ``s4`` the state of variable 4.
    """
    lines = [
        "def restrict(states):",
        " children, known, reach = {}, {}, END_MASKS.copy()",
        f" {''.join(f's{variable}, ' for variable in range(len(store.sizes)))}= states",
    ]
    asking: dict[int, list[int]] = {}
    for node in nodes:
        asking.setdefault(store.variable[node], []).append(node)
    # A node comes after the variables below it, so the last variable is settled first.
    for variable in sorted(asking, reverse=True):
        for value in range(store.sizes[variable]):
            lines.append(f" {'elif' if value else 'if'} s{variable} == {value}:")
            for node in asking[variable]:
                lines.append(f"  r{node} = {_come_to(store.children[node][value])}")
        lines.append(" else:")
        for node in asking[variable]:
            below = [_come_to(child) for child in store.children[node]]
            lines += _kept(node, variable, below)
    lines.append(f" return Restricted({_come_to(root)}, variable, children, reach)")
    return lines


def _come_to(node: int) -> str:
    return str(node) if node < TERMINALS else f"r{node}"


def _kept(node: int, variable: int, below: Sequence[str]) -> list[str]:
    """Return the lines that settle a node of an open variable."""
    if len(below) > 2:
        picked = f"[{', '.join(below)}], s{variable}"
        return [f"  r{node} = join({node}, {variable}, {picked}, children, known, reach)"]
    # Most facts are yes or no: for them what `_join` does is written out.
    a, b = below
    twin = f"r{node} := known.setdefault(({variable}, {a}, {b}), {node})"
    return [
        f"  if {a} == {b}: r{node} = {a}",
        f"  elif ({twin}) == {node}:",
        f"   children[{node}] = {a}, {b}; reach[{node}] = reach[{a}] | reach[{b}]",
    ]


def _join(
    node: int,
    variable: int,
    below: Sequence[int],
    state: tuple[int, ...],
    children: dict[int, tuple[int, ...]],
    known: dict[tuple[int, ...], int],
    reach: dict[int, int],
) -> int:
    """Return what a node comes to of whose variable several values are possible."""
    reduced = tuple([below[value] for value in state])
    first = reduced[0]
    if reduced.count(first) == len(reduced):
        return first
    twin = known.setdefault((variable, *reduced), node)
    if twin == node:
        children[node] = reduced
        mask = 0
        for child in reduced:
            mask |= reach[child]
        reach[node] = mask
    return twin
