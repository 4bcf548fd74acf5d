"""A set of patients as a few groups, each of which names only facts that it needs.

A group allows each fact some of its regions, and is all patients whose facts are allowed. The
groups lie within the set and together are all of it. No group can do without a fact that it
names: without it, patients outside the set would belong to the group too.
"""

from collections.abc import Sequence
from math import prod
from typing import TypeAlias

from imaging_rules.diagram.store import AND, FALSE, OR, TERMINALS, TRUE, OverBudgetError, Store
from imaging_rules.diagram.walk import State, asked, implies, is_true_throughout, meets

Cube: TypeAlias = dict[int, tuple[int, ...]]
"""For each variable that a group names, the values that it allows."""


def cover(
    store: Store, wanted: int, within: int, quiet: Sequence[Sequence[int]], most: int
) -> tuple[list[Cube], bool]:
    """Return groups that together are a set of patients.

    Args:
        store: Where the diagrams are.
        wanted: The diagram of the set; some patient belongs to it.
        within: A diagram that holds for all of the set. Patients for whom it does not hold may
            belong to a group and count as left out.
        quiet: For each variable its values, those first that a reader expects least to be told.
        most: How many groups there may be.

    Returns:
        The groups, and whether they are all of the set; they are not where there would be too
        many, or finding them takes more steps than the store allows.
    """
    allowed = store.combine(OR, wanted, store.negation(within))
    cubes: list[Cube] = []
    left = wanted
    try:
        while left != FALSE:
            if len(cubes) == most:
                return cubes, False
            cube = _largest(store, allowed, some_patient(store, left, quiet), quiet)
            cube = _without_vacant(store, wanted, cube)
            cubes.append(cube)
            left = store.combine(AND, left, store.negation(from_cube(store, cube)))
        return _without_needless(store, wanted, cubes), True
    except OverBudgetError:
        return cubes, False


def some_patient(
    store: Store, root: int, quiet: Sequence[Sequence[int]], rather: int = TRUE
) -> list[int]:
    """Return the values of a patient for whom a diagram is true, as quiet ones as it goes.

    Args:
        store: Where the diagram is.
        root: The diagram; it is true for some patient.
        quiet: For each variable its values, those first that are preferred.
        rather: The diagram of patients of whom one is taken if there is one.
    """
    patient = [values[0] for values in quiet]
    preferred = store.combine(AND, root, rather)
    node = root if preferred == FALSE else preferred
    while node >= TERMINALS:
        variable = store.variable[node]
        value = next(v for v in quiet[variable] if store.children[node][v] != FALSE)
        patient[variable] = value
        node = store.children[node][value]
    assert node != FALSE, "the diagram is true for no one"
    return patient


def from_cube(store: Store, cube: Cube) -> int:
    """Return the diagram of a group."""
    return store.every(
        [
            store.test(variable, [value in values for value in range(store.sizes[variable])])
            for variable, values in cube.items()
        ]
    )


def _largest(
    store: Store, allowed: int, patient: list[int], quiet: Sequence[Sequence[int]]
) -> Cube:
    """Return the group around a patient that names the fewest facts; of those, the largest."""
    named = sorted(asked(store, [allowed]))
    # What is quiet of the patient is left out first, so that what is told is what stands out.
    loud = [variable for variable in named if patient[variable] != quiet[variable][0]]
    silent = [variable for variable in named if variable not in loud]
    orders = [silent + loud, silent[::-1] + loud, silent + loud[::-1], named, named[::-1]]
    cubes = [_grown(store, allowed, patient, order) for order in orders]
    return min(cubes, key=lambda cube: (len(cube), -_share(store, cube)))


def _share(store: Store, cube: Cube) -> float:
    return prod(len(values) / store.sizes[variable] for variable, values in cube.items())


def _grown(store: Store, allowed: int, patient: list[int], order: Sequence[int]) -> Cube:
    """Return a group around a patient from which no fact can be left out, nor a value added."""
    states: list[State] = [tuple(range(size)) for size in store.sizes]
    for variable in order:
        states[variable] = patient[variable]
    left = []
    for variable in order:
        states[variable] = tuple(range(store.sizes[variable]))
        if not is_true_throughout(store, allowed, states):
            states[variable] = patient[variable]
            left.append(variable)
    cube = {}
    for variable in left:
        values = [patient[variable]]
        for value in range(store.sizes[variable]):
            if value != patient[variable]:
                states[variable] = tuple(sorted([*values, value]))
                if is_true_throughout(store, allowed, states):
                    values.append(value)
        cube[variable] = tuple(sorted(values))
        states[variable] = cube[variable]
    return cube


def _without_vacant(store: Store, wanted: int, cube: Cube) -> Cube:
    """Return a group without the values that none of its patients in the set has.

    Values between two that some have stay, where the group allows them: a range is told in fewer
    words than its parts.
    """
    among = store.combine(AND, wanted, from_cube(store, cube))
    found = {}
    for variable, values in cube.items():
        numbers = range(store.sizes[variable])
        some = [
            value
            for value in values
            if meets(store, among, store.test(variable, [n == value for n in numbers]))
        ]
        found[variable] = tuple(value for value in values if some[0] <= value <= some[-1])
    return found


def _without_needless(store: Store, wanted: int, cubes: list[Cube]) -> list[Cube]:
    """Return the groups without those of which every patient belongs to another one too."""
    kept = list(cubes)
    for cube in cubes[::-1]:
        others = [from_cube(store, each) for each in kept if each is not cube]
        if implies(store, wanted, store.any(others)):
            kept = [each for each in kept if each is not cube]
    return kept
