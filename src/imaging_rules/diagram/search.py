"""What is true of diagrams, found without making new ones.

A diagram other than false is true for some patient, so most questions are answered by the first
path that is found. Each step is counted against the budget of the store.
"""

from collections.abc import Iterable
from math import prod

from imaging_rules.diagram.operations import FALSE, TERMINALS, TRUE
from imaging_rules.diagram.store import Store
from imaging_rules.diagram.walk import States


def meets(store: Store, one: int, other: int) -> bool:
    """Return whether two true/false diagrams are both true for some patient.

    Raises:
        OverBudgetError: The budget of the store is used up.
    """
    return one != FALSE and (one == other or _some_path(store, one, other, FALSE))


def implies(store: Store, one: int, other: int) -> bool:
    """Return whether a true/false diagram is true wherever another one is.

    Args:
        store: Where the nodes are.
        one: The diagram that is to imply the other.
        other: The diagram that is to be implied.

    Raises:
        OverBudgetError: The budget of the store is used up.
    """
    return one == other or not _some_path(store, one, other, TRUE)


def _some_path(store: Store, one: int, other: int, barred: int) -> bool:
    """Return whether for some patient one diagram is true and another not at its barred end."""
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
        pending += store.below(pair)
    return False


def agree(store: Store, one: int, other: int) -> bool:
    """Return whether two diagrams come to the same end for some patient, other than false.

    Raises:
        OverBudgetError: The budget of the store is used up.
    """
    seen = set()
    pending = [(one, other)]
    while pending:
        a, b = pair = pending.pop()
        if FALSE in pair or pair in seen:
            continue
        if a == b:
            # Of a diagram that is more than an end, some end is not false.
            return True
        if a >= TERMINALS or b >= TERMINALS:
            seen.add(pair)
            pending += store.below(pair)
    return False


def turns_within(store: Store, root: int, variable: int, within: int) -> bool:
    """Return whether a diagram depends on a variable for some patients.

    Args:
        store: Where the nodes are.
        root: The diagram.
        variable: The variable.
        within: The true/false diagram of the patients; it does not ask the variable.

    Raises:
        OverBudgetError: The budget of the store is used up.
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
        pending += store.below(pair)
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
        pending += store.below(triple)
    return False


def asked(store: Store, roots: Iterable[int], counted: bool = True) -> set[int]:
    """Return the variables that some of the diagrams depend on.

    Args:
        store: Where the nodes are.
        roots: The diagrams.
        counted: Whether it counts as work.

    Raises:
        OverBudgetError: The budget of the store is used up.
    """
    return {store.variable[node] for node in store.nodes(roots, counted=counted)}


def ends_of(store: Store, root: int) -> set[int]:
    """Return the ends that a diagram comes to for some patient.

    Raises:
        OverBudgetError: The budget of the store is used up.
    """
    found = {child for node in store.nodes([root]) for child in store.children[node]}
    return {end for end in (found or {root}) if end < TERMINALS}


def is_true_throughout(store: Store, root: int, states: States) -> bool:
    """Return whether a true/false diagram is true for every patient within the states.

    Raises:
        OverBudgetError: The budget of the store is used up.
    """
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
        store.spend(len(values))
        pending += [children[node][value] for value in values]
    return True


def all_patients(store: Store) -> int:
    """Return how many patients the variables of a store tell apart."""
    return prod(store.sizes)


def patients(store: Store, root: int) -> int:
    """Return for how many patients a true/false diagram is true, exactly.

    Patients are told apart by the regions of their facts.
    """
    count = len(store.sizes)
    # Of the variables from each one on, how many patients they tell apart.
    below = [1] * (count + 1)
    for variable in reversed(range(count)):
        below[variable] = below[variable + 1] * store.sizes[variable]
    found = {end: int(end == TRUE) for end in range(TERMINALS)}
    for node in sorted(store.nodes([root], counted=False)):
        after = below[store.variable[node] + 1]
        found[node] = sum(
            found[child] * (after // below[store.variable[child]]) for child in store.children[node]
        )
    return found[root] * (below[0] // below[store.variable[root]])
