"""What the lines of a score add up to, exactly, for a patient known in full or in part."""

from collections.abc import Sequence
from fractions import Fraction
from typing import TypeAlias

from attrs import frozen

from imaging_rules.diagram.store import FALSE, TRUE, Store
from imaging_rules.diagram.walk import State, States, asked

Line: TypeAlias = tuple[Fraction, int]
"""The points of a line, and the diagram of when it holds."""


@frozen
class ScoreDiagrams:
    """The lines of one score, in file order.

    ``groups`` holds the places of lines that depend on facts in common; lines of different groups
    do not, so each group is added up by itself. ``minimum`` and ``maximum`` are the lowest and the
    highest that the score comes to for anyone.
    """

    lines: tuple[Line, ...]
    groups: tuple[tuple[int, ...], ...]
    minimum: Fraction
    maximum: Fraction


def score_diagrams(store: Store, lines: Sequence[Line]) -> ScoreDiagrams:
    """Return a score of which the diagrams of the lines are made.

    The sums of all patients are worked out here, within the budget: those of a patient of whom
    something is known take no more work.

    Raises:
        OverBudgetError: The budget of the store is used up.
    """
    groups = _groups(store, lines)
    everyone: list[State] = [tuple(range(size)) for size in store.sizes]
    least, most = _added_up(store, lines, groups, everyone, counted=True)
    return ScoreDiagrams(tuple(lines), groups, least, most)


def lowest_and_highest(
    store: Store, score: ScoreDiagrams, states: States
) -> tuple[Fraction, Fraction]:
    """Return the lowest and the highest that a score can still come to for a patient."""
    return _added_up(store, score.lines, score.groups, states, counted=False)


def _groups(store: Store, lines: Sequence[Line]) -> tuple[tuple[int, ...], ...]:
    """Return lines together that depend on a fact in common, directly or by way of others."""
    groups: list[tuple[set[int], list[int]]] = []
    for place, (_, root) in enumerate(lines):
        facts, members = asked(store, [root]), [place]
        apart = []
        for group in groups:
            if facts.isdisjoint(group[0]):
                apart.append(group)
            else:
                facts, members = facts | group[0], group[1] + members
        groups = [*apart, (facts, members)]
    return tuple(tuple(sorted(members)) for _, members in groups)


def _added_up(
    store: Store,
    lines: Sequence[Line],
    groups: Sequence[Sequence[int]],
    states: States,
    counted: bool,
) -> tuple[Fraction, Fraction]:
    low = high = Fraction(0)
    for group in groups:
        least, most = _joint(store, [lines[place] for place in group], states, counted)
        low, high = low + least, high + most
    return low, high


def _joint(
    store: Store, lines: Sequence[Line], states: States, counted: bool
) -> tuple[Fraction, Fraction]:
    """Return the lowest and the highest of lines that may depend on the same facts.

    Their diagrams are walked together, fact by fact. Ways that have come to the same place in
    each of them go on together, with the lowest and the highest that they have added up.
    """
    variable, children = store.variable, store.children
    finished = len(store.sizes)
    nothing = (FALSE,) * len(lines)
    # By the variable that is asked next: the places reached, with what was added up on the way.
    reached: dict[int, dict[tuple[int, ...], tuple[Fraction, Fraction]]] = {}

    def reach(nodes: Sequence[int], low: Fraction, high: Fraction) -> None:
        held = [points for (points, _), node in zip(lines, nodes, strict=True) if node == TRUE]
        added = sum(held, Fraction(0))
        place = tuple(FALSE if node == TRUE else node for node in nodes)
        at = reached.setdefault(min((variable[n] for n in place), default=finished), {})
        low, high = low + added, high + added
        if place in at:
            low, high = min(low, at[place][0]), max(high, at[place][1])
        at[place] = low, high

    reach([root for _, root in lines], Fraction(0), Fraction(0))
    while (asks := min(reached)) != finished:
        for nodes, (low, high) in reached.pop(asks).items():
            state = states[asks]
            values = (state,) if isinstance(state, int) else state
            if counted:
                store.spend(8 * len(values) * len(nodes))
            for value in values:
                below = [children[n][value] if variable[n] == asks else n for n in nodes]
                reach(below, low, high)
    return reached[finished][nothing]
