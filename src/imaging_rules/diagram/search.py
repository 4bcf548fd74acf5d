"""What is true of diagrams, found without making new ones.

A diagram other than false is true for some patient, so most questions are answered by the first
path that is found. Each step is counted against the budget of the store.
"""

from collections.abc import Iterable, Iterator

from imaging_rules.diagram.store import FALSE, TERMINALS, TRUE, OverBudgetError, Store
from imaging_rules.diagram.walk import States


def meets(store: Store, one: int, other: int) -> bool:
    """Return whether two true/false diagrams are both true for some patient."""
    return one != FALSE and (one == other or _some_path(store, one, other, FALSE))


def implies(store: Store, one: int, other: int) -> bool:
    """Return whether a true/false diagram is true wherever another one is.

    Args:
        store: Where the nodes are.
        one: The diagram that is to imply the other.
        other: The diagram that is to be implied.
    """
    return one == other or not _some_path(store, one, other, TRUE)


def _some_path(store: Store, one: int, other: int, barred: int) -> bool:
    """Return whether for some patient one diagram is true and another not at its barred end."""
    variable, children = store.variable, store.children
    seen = set()
    pending = [(one, other)]
    while pending:
        a, b = pair = pending.pop()
        if a == FALSE or b == barred or pair in seen:
            continue
        if a < TERMINALS or b < TERMINALS:
            # What is left of the other one has a path of its own that will do.
            return True
        if a == b:
            if barred == FALSE:
                return True
            continue
        seen.add(pair)
        var = min(variable[a], variable[b])
        size = store.sizes[var]
        spend(store, size)
        ones = children[a] if variable[a] == var else (a,) * size
        others = children[b] if variable[b] == var else (b,) * size
        pending += zip(ones, others, strict=True)
    return False


def turns_within(store: Store, root: int, variable: int, within: int) -> bool:
    """Return whether a diagram depends on a variable for some patients.

    Args:
        store: Where the nodes are.
        root: The diagram.
        variable: The variable.
        within: The true/false diagram of the patients; it does not ask the variable.
    """
    seen = set()
    pending = [(root, within)]
    while pending:
        a, b = pair = pending.pop()
        # What comes after the variable in the order does not ask it any more.
        if b == FALSE or store.variable[a] > variable or pair in seen:
            continue
        seen.add(pair)
        if store.variable[a] == variable:
            first, *others = dict.fromkeys(store.children[a])
            if any(_differ_within(store, first, other, b) for other in others):
                return True
            continue
        pending += zip(*_below(store, (a, b)), strict=True)
    return False


def _differ_within(store: Store, one: int, other: int, within: int) -> bool:
    """Return whether two diagrams come to different ends for some patients."""
    seen = set()
    pending = [(one, other, within)]
    while pending:
        a, b, c = triple = pending.pop()
        if a == b or c == FALSE or triple in seen:
            continue
        if a < TERMINALS and b < TERMINALS:
            return True
        seen.add(triple)
        pending += zip(*_below(store, triple), strict=True)
    return False


def _below(store: Store, nodes: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Yield for each of several nodes where it goes for each value of the first variable asked."""
    first = min(store.variable[node] for node in nodes)
    size = store.sizes[first]
    spend(store, size)
    for node in nodes:
        yield store.children[node] if store.variable[node] == first else (node,) * size


def spend(store: Store, size: int = 1) -> None:
    """Count one step of work over so many values.

    Raises:
        OverBudgetError: The budget of the store is used up.
    """
    store.budget -= 1 + size // 8
    if store.budget < 0:
        raise OverBudgetError


def nodes(store: Store, roots: Iterable[int]) -> Iterator[int]:
    """Yield every node that some of the diagrams have, each once, the ends left out."""
    seen: set[int] = set()
    pending = list(roots)
    while pending:
        node = pending.pop()
        if node >= TERMINALS and node not in seen:
            seen.add(node)
            spend(store, len(store.children[node]))
            yield node
            pending += store.children[node]


def asked(store: Store, roots: Iterable[int]) -> set[int]:
    """Return the variables that some of the diagrams depend on."""
    return {store.variable[node] for node in nodes(store, roots)}


def ends_of(store: Store, root: int) -> set[int]:
    """Return the ends that a diagram comes to for some patient."""
    found = {child for node in nodes(store, [root]) for child in store.children[node]}
    return {end for end in (found or {root}) if end < TERMINALS}


def is_true_throughout(store: Store, root: int, states: States) -> bool:
    """Return whether a true/false diagram is true for every patient within the states."""
    variable, children = store.variable, store.children
    seen = set()
    pending = [root]
    while pending:
        node = pending.pop()
        if node == FALSE:
            return False
        if node < TERMINALS or node in seen:
            continue
        seen.add(node)
        state = states[variable[node]]
        values = (state,) if isinstance(state, int) else state
        spend(store, len(values))
        pending += [children[node][value] for value in values]
    return True
