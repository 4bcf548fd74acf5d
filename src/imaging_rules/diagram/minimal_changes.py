"""The smallest sets of variables whose change together changes what a diagram comes to.

Source: for families of minimal sets on decision diagrams, A. Rauzy, "New algorithms for fault
trees analysis", Reliability Engineering and System Safety 40 (1993) 203-211.
"""

from collections.abc import Iterable, Iterator, Mapping

from imaging_rules.diagram.restrict import Restricted
from imaging_rules.diagram.store import TERMINALS, OverBudgetError

_Pair = tuple[int, int]


def minimal_changes(
    diagram: Restricted, now: Mapping[int, int], budget: int
) -> dict[int, tuple[int, ...]]:
    """Return for each end the smallest sets of variables that could change the diagram to it.

    A set could, if for some values of the variables that are open, other values of all of its
    variables lead to that end, and the values they have now lead to another one.

    Args:
        diagram: The diagram, with the variables that may change open in it.
        now: The variables that may change, each with the value it has now.
        budget: How many pairs of sets, and of nodes, may be looked at.

    Returns:
        The sets as masks: bit ``n`` stands for the variable ``n``. Small sets come first.

    Raises:
        OverBudgetError: The budget is used up.
    """
    # Of a pair, one node is where the values as they are lead, the other where changed ones do.
    start = diagram.root, diagram.root
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
        steps = list(_steps(diagram, now, as_is, changed))
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
    diagram: Restricted, now: Mapping[int, int], as_is: int, changed: int
) -> Iterator[tuple[int, _Pair]]:
    """Yield what each value of the next variable leads to, and the variable where that changes."""
    variable = min(diagram.variable[as_is], diagram.variable[changed])
    asking = as_is if diagram.variable[as_is] == variable else changed
    for value in range(len(diagram.children[asking])):
        kept = now.get(variable, value)
        change = 0 if value == kept else 1 << variable
        below = _child(diagram, as_is, variable, kept), _child(diagram, changed, variable, value)
        yield change, below


def _child(diagram: Restricted, node: int, variable: int, value: int) -> int:
    """Return where a value leads from a node; a node that does not ask the variable stays."""
    return diagram.children[node][value] if diagram.variable[node] == variable else node
