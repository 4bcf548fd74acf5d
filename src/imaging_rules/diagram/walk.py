"""What a diagram comes to for a patient or for many, found without making new ones."""

from collections.abc import Iterable, Sequence
from math import prod
from typing import TypeAlias

from imaging_rules.diagram.store import DIFFER, FALSE, TERMINALS, TRUE, Store

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


def cofactor(store: Store, root: int, variable: int, value: int) -> int:
    """Return a diagram with one of its variables fixed at a value; it asks that one no more.

    Args:
        store: Where the nodes are.
        root: The diagram.
        variable: The variable to fix.
        value: The value that it is to have.

    Raises:
        OverBudgetError: The budget of the store is used up.
    """
    done: dict[int, int] = {}
    # A node is made after its children, so in the order of their numbers children come first.
    for node in sorted(store.nodes([root], last=variable)):
        below = store.children[node]
        if store.variable[node] == variable:
            done[node] = below[value]
        else:
            children = tuple([done.get(child, child) for child in below])
            done[node] = store.node(store.variable[node], children)
    return done.get(root, root)


def turns_on(store: Store, root: int, variable: int) -> int:
    """Return the diagram of where changing one variable alone changes what a diagram comes to.

    Raises:
        OverBudgetError: The budget of the store is used up.
    """
    first, *others = (
        cofactor(store, root, variable, value) for value in range(store.sizes[variable])
    )
    # Where no value differs from the first, no two differ.
    return store.any(store.combine(DIFFER, first, other) for other in others)
