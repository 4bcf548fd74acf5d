"""Points added up and compared with a bound, as a diagram."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate

from imaging_rules.diagram.store import AND, FALSE, OR, TRUE, Store
from imaging_rules.model.meaning import OPERATORS


def points(
    store: Store, lines: Sequence[tuple[Fraction, int]], operator: str, bound: Fraction
) -> int:
    """Return the diagram that is true where the points of what holds compare so with a bound.

    Lines are added up one by one. A sum that no line still to come can bring across the bound is
    settled, and goes no further; so only few different sums are kept beside each other.

    Args:
        store: Where the nodes are made.
        lines: Points, which may be negative, with the diagrams of the conditions they are for.
        operator: ``over``, ``under``, ``at least`` or ``at most``.
        bound: What the sum is compared with.

    Raises:
        OverBudgetError: The sums to keep outgrow what is left of the store's budget.
    """
    # What is asked first is added first, so that diagrams are made from their ends up.
    rows = sorted(lines, key=lambda line: store.variable[line[1]])
    most = _left([max(add, Fraction(0)) for add, _ in rows])
    least = _left([min(add, Fraction(0)) for add, _ in rows])
    compare = OPERATORS[operator]

    def settled(total: Fraction, taken: int) -> int | None:
        lowest = compare(total + least[taken], bound)
        highest = compare(total + most[taken], bound)
        # Between the two the comparison turns at most once, so ends that agree speak for all.
        return int(lowest) if lowest == highest else None

    sums: list[set[Fraction]] = [{Fraction(0)}]
    for taken, (add, _) in enumerate(rows, 1):
        reached = {total + each for total in sums[-1] for each in (Fraction(0), add)}
        sums.append({total for total in reached if settled(total, taken) is None})
        store.spend(8 * len(reached))
    below: dict[Fraction, int] = {}
    for taken, (add, condition) in reversed(list(enumerate(rows, 1))):
        otherwise = store.negation(condition)
        made = {}
        for total in sums[taken - 1]:
            with_it, without = (
                below[each] if (end := settled(each, taken)) is None else end
                for each in (total + add, total)
            )
            holds = store.combine(AND, condition, with_it)
            made[total] = store.combine(OR, holds, store.combine(AND, otherwise, without))
        below = made
    end = settled(Fraction(0), 0)
    return below[Fraction(0)] if end is None else (TRUE if end else FALSE)


def _left(adds: Sequence[Fraction]) -> list[Fraction]:
    """Return for each number of lines taken what the lines still to come add up to."""
    return list(accumulate(reversed(adds), initial=Fraction(0)))[::-1]
