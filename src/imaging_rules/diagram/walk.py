"""What a diagram comes to for a patient, of whom some facts may be open.

A patient is a state for each variable: the number of the one value it can have, or a tuple of
the several that are still possible; False and True serve as 0 and 1. Results are masks: bit ``n``
stands for the end ``n``.
"""

from collections.abc import Sequence
from typing import TypeAlias

from imaging_rules.diagram.operations import TERMINALS
from imaging_rules.diagram.store import Store

State: TypeAlias = int | tuple[int, ...]
States: TypeAlias = Sequence[State]


def end_of(store: Store, root: int, states: States) -> int:
    """Return the end for a patient of whom all is known that the diagram asks."""
    variable, children = store.variable, store.children
    while root >= TERMINALS:
        root = children[root][states[variable[root]]]  # type: ignore[index]
    return root


def ends(store: Store, root: int, states: States) -> int:
    """Return the mask of all ends that the patient can still reach, exactly."""
    variable, children = store.variable, store.children
    mask = 0
    seen = set()
    pending = [root]
    while pending:
        node = pending.pop()
        while node >= TERMINALS:
            state = states[variable[node]]
            if state.__class__ is not tuple:
                node = children[node][state]  # type: ignore[index]
                continue
            if node in seen:
                break
            seen.add(node)
            first, *others = state
            below = children[node]
            pending += [below[value] for value in others]
            node = below[first]
        else:
            mask |= 1 << node
    return mask


def asked_of(store: Store, root: int, states: States) -> set[int]:
    """Return the variables that a diagram can ask of the patient: it hangs on no other one."""
    variable, children = store.variable, store.children
    seen: set[int] = set()
    pending = [root]
    while pending:
        node = pending.pop()
        if node >= TERMINALS and node not in seen:
            seen.add(node)
            state = states[variable[node]]
            values = (state,) if isinstance(state, int) else state
            pending += [children[node][value] for value in values]
    return {variable[node] for node in seen}


def instead(store: Store, root: int, states: States, variable: int, values: Sequence[int]) -> int:
    """Return the mask of the ends that other values of a variable could lead to instead.

    For each completion of the patient and each of ``values`` the end with that value counts
    where it differs from the end with the value the patient has.

    Args:
        store: Where the nodes are.
        root: The diagram.
        states: The patient, for whom the variable is known.
        variable: The variable to change.
        values: The values to try.
    """
    mask = 0
    for node in _reached_at(store, root, states, variable):
        below = store.children[node]
        now = below[states[variable]]  # type: ignore[index]
        for value in values:
            mask |= differing(store, now, below[value], states)
    return mask


def _reached_at(store: Store, root: int, states: States, at: int) -> set[int]:
    """Return the nodes asking one variable that the patient can reach."""
    variable, children = store.variable, store.children
    found = set()
    seen = set()
    pending = [root]
    while pending:
        node = pending.pop()
        var = variable[node]
        if var == at:
            found.add(node)
        elif var < at and node not in seen:
            seen.add(node)
            state = states[var]
            values = (state,) if isinstance(state, int) else state
            pending += [children[node][value] for value in values]
    return found


def differing(store: Store, now: int, then: int, states: States) -> int:
    """Return the mask of the ends of ``then`` where ``now`` ends otherwise.

    It is empty where both come to the same whatever the open variables turn out to be.

    Args:
        store: Where the nodes are.
        now: One diagram.
        then: The other.
        states: The patient.
    """
    variable, children = store.variable, store.children
    mask = 0
    seen = set()
    pairs = [(now, then)]
    while pairs:
        a, b = pair = pairs.pop()
        if a == b or pair in seen:
            continue
        seen.add(pair)
        if a < TERMINALS and b < TERMINALS:
            mask |= 1 << b
            continue
        var = min(variable[a], variable[b])
        state = states[var]
        for value in (state,) if isinstance(state, int) else state:
            pairs.append(
                (
                    children[a][value] if variable[a] == var else a,
                    children[b][value] if variable[b] == var else b,
                )
            )
    return mask
