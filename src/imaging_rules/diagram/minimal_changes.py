"""The smallest sets of variables whose change together changes what a diagram comes to.

Source: for families of minimal sets on decision diagrams, A. Rauzy, "New algorithms for fault
trees analysis", Reliability Engineering and System Safety 40 (1993) 203-211.
"""

from collections.abc import Collection, Iterable, Iterator

from imaging_rules.diagram.operations import TERMINALS
from imaging_rules.diagram.store import OverBudgetError, Store
from imaging_rules.diagram.walk import States

_Pair = tuple[int, int]


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
