"""Pivots by looking up what patients have in common, for diagrams that are small enough.

`boolean_difference` walks a diagram for each patient. Here the way of a patient is put together
from rows of tables, up from the last variable to the first and down again. Going up, a row says how
pairs of nodes differ above a variable, given how they differ below it and what is known of the
variable. Going down, it says which nodes are reached below the variable, and between what these
turn, given which of its nodes are reached. Rows of neighbouring variables are joined into steps.
Most patients need no row and no step that others did not need before. What is kept decides how long
it takes, and never what is found.

Sets of nodes are numbers with a bit for each node.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from itertools import combinations
from operator import itemgetter, or_
from typing import TypeAlias

from imaging_rules.diagram.walk import State, States

MOST_DIFFERENCES = 20_000
"""How many differences of nodes may be looked at before the tables are given up as too large."""
STEP_LENGTH = 3
"""How many variables a step goes past. For longer steps fewer patients are alike."""
MOST_ENTRIES = 50_000
"""How many rows, steps and their answers are kept before the tables are started afresh."""

Masks: TypeAlias = tuple[int, ...]
"""How several pairs of nodes differ for some patients: 0 where they do not; else 1, and above it
the bits of what they come to where they differ. Ends that count for the same add no bits."""
Turned: TypeAlias = tuple[tuple[int, int], ...]
"""Variables, each with the mask of what a diagram turns between on it."""
_Difference: TypeAlias = int | tuple[int, int]
"""How two nodes differ, where that is sure; else the two."""
_Pick: TypeAlias = Callable[[Masks], Masks]


class _Variable:
    """What is the same of a variable for all patients.

    ``nodes`` holds those that ask it, each as a set of its own, with what it leads to as sets.
    ``images`` gives for each value how pairs differ above the variable by how they differ below it,
    and ``apart`` the same for the children of its nodes for the first and another value of a state.
    """

    __slots__ = ("apart", "images", "mask", "nodes", "number")

    def __init__(
        self,
        number: int,
        nodes: Sequence[tuple[int, tuple[int, ...]]],
        images: Sequence[_Pick],
        apart: Mapping[tuple[int, int], _Pick],
    ) -> None:
        self.number = number
        self.nodes = nodes
        self.mask = sum(node for node, _ in nodes)
        self.images = images
        self.apart = apart


class _Row:
    """One state of a variable, and between what each of its nodes turns for some patients.

    ``reached`` maps those of its nodes that are reached to the nodes that are reached in their
    stead, and the mask of what these turn between.
    """

    __slots__ = ("own", "reached", "state", "variable")

    def __init__(self, variable: _Variable, state: State, own: Masks) -> None:
        self.variable = variable
        self.state = state
        self.own = own
        self.reached: dict[int, tuple[int, int]] = {}


class _Below:
    """How the pairs that have to be told apart at one place differ for some patients.

    ``rows`` is by the state of the variable above, ``steps`` by those of several above.
    """

    __slots__ = ("masks", "rows", "steps")

    def __init__(self, masks: Masks) -> None:
        self.masks = masks
        self.rows: dict[State, tuple[_Row, _Below]] = {}
        self.steps: dict[tuple[State, ...], _Step] = {}


class _Step:
    """Rows of several variables, the first variable's first.

    ``reached`` maps those of their nodes that are reached to the nodes that are reached below them
    in their stead, and what is turned on of their variables. Other steps of the same rows share it.
    """

    __slots__ = ("above", "reached", "rows")

    def __init__(
        self, above: _Below, rows: tuple[_Row, ...], reached: dict[int, tuple[int, Turned]]
    ) -> None:
        self.above = above
        self.rows = rows
        self.reached = reached


class _Entries:
    """The rows and steps that patients needed so far."""

    __slots__ = ("below", "reached", "rows", "size", "start")

    def __init__(self, start: Masks) -> None:
        self.start = _Below(start)
        self.below: dict[tuple[int, Masks], _Below] = {}
        self.rows: dict[tuple[int, State, Masks], _Row] = {}
        self.reached: dict[tuple[_Row, ...], dict[int, tuple[int, Turned]]] = {}
        self.size = 0


class PivotTables:
    """The tables of one diagram. Several threads may use them at once.

    Args:
        root: The diagram, as a set of nodes.
        variables: Its variables, in order.
        sure: How pairs differ of which it is sure.
    """

    __slots__ = ("_downwards", "_entries", "_root", "_sure", "_upwards")

    def __init__(self, root: int, variables: Sequence[_Variable], sure: Masks) -> None:
        self._root = root
        self._sure = sure
        groups = [variables[at : at + STEP_LENGTH] for at in range(0, len(variables), STEP_LENGTH)]
        self._downwards = [sum(each.mask for each in group) for group in groups]
        self._upwards = [(_states_of(group), group[::-1]) for group in reversed(groups)]
        self._entries = _Entries(sure)

    def pivots(self, states: States) -> list[tuple[int, int]]:
        """Return each variable on which the diagram turns for a patient, with its mask."""
        entries = self._entries
        if entries.size > MOST_ENTRIES:
            entries = self._entries = _Entries(self._sure)
        below = entries.start
        steps = []
        for states_of, variables in self._upwards:
            known = states_of(states)
            step = below.steps.get(known) or _step(entries, below, variables, known)
            steps.append(step)
            below = step.above
        reached = self._root
        found: list[tuple[int, int]] = []
        for nodes in self._downwards:
            step = steps.pop()
            if here := reached & nodes:
                to, turned = step.reached.get(here) or _past(entries, step, here)
                reached = reached ^ here | to
                found += turned
        return found


def _states_of(variables: Sequence[_Variable]) -> Callable[[States], tuple[State, ...]]:
    """Return what picks the states of some variables, the last variable's first."""
    numbers = [each.number for each in reversed(variables)]
    # Of one alone an `itemgetter` returns no tuple.
    return itemgetter(*(numbers if len(numbers) > 1 else numbers * 2))


def _step(
    entries: _Entries, below: _Below, variables: Sequence[_Variable], known: tuple[State, ...]
) -> _Step:
    """Return the step past some variables, the last of them first; and keep it."""
    entries.size += 1
    above, rows = below, []
    for variable, state in zip(variables, known, strict=False):
        row, above = above.rows.get(state) or _row(entries, above, variable, state)
        rows.append(row)
    joined = (*reversed(rows),)
    reached = entries.reached.get(joined)
    if reached is None:
        reached = entries.reached.setdefault(joined, {})
    return below.steps.setdefault(known, _Step(above, joined, reached))


def _row(
    entries: _Entries, below: _Below, variable: _Variable, state: State
) -> tuple[_Row, _Below]:
    """Return the row of a variable, and how pairs differ above it; and keep them."""
    entries.size += 1
    own: Masks = ()
    if isinstance(state, tuple):
        first, *others = state
        own = _either(variable.apart[first, other](below.masks) for other in others)
        masks = _either(variable.images[value](below.masks) for value in state)
    else:
        masks = variable.images[state](below.masks)
    row = entries.rows.get((variable.number, state, own))
    if row is None:
        row = entries.rows.setdefault((variable.number, state, own), _Row(variable, state, own))
    above = entries.below.get((variable.number, masks))
    if above is None:
        above = entries.below.setdefault((variable.number, masks), _Below(masks))
    return below.rows.setdefault(state, (row, above))


def _either(masks: Iterable[Masks]) -> Masks:
    return reduce(lambda one, other: tuple(map(or_, one, other)), masks)


def _past(entries: _Entries, step: _Step, here: int) -> tuple[int, Turned]:
    """Return what is reached below a step and turned on in it; and keep that."""
    entries.size += 1
    reached, turned = here, []
    for row in step.rows:
        asking = reached & row.variable.mask
        if asking:
            to, mask = row.reached.get(asking) or _past_one(entries, row, asking)
            reached = reached ^ asking | to
            if mask:
                turned.append((row.variable.number, mask >> 1))
    return step.reached.setdefault(here, (reached, tuple(turned)))


def _past_one(entries: _Entries, row: _Row, here: int) -> tuple[int, int]:
    """Return what is reached below a variable, and between what it turns; and keep that."""
    entries.size += 1
    reached = mask = 0
    state = row.state
    values = state if isinstance(state, tuple) else (state,)
    for place, (node, below) in enumerate(row.variable.nodes):
        if here & node:
            for value in values:
                reached |= below[value]
            if row.own:
                mask |= row.own[place]
    return row.reached.setdefault(here, (reached, mask))


def pivot_tables(
    variable: Sequence[int], children: Sequence[tuple[int, ...]], root: int, counts: Sequence[int]
) -> PivotTables | None:
    """Return tables of a diagram that hold nothing yet; ``None`` where they would be too large.

    Args:
        variable: For each node the variable that it asks.
        children: For each node what it leads to; the ends come first and lead to nothing.
        root: The diagram; all nodes are its own.
        counts: For each end the mask of what it counts for. That may be the same for several ends:
            between these alone the diagram turns on a variable too, but with an empty mask.
    """
    diagram = _Diagram(variable, children, counts)
    below = diagram.differences()
    if below is None:
        return None
    sure = sorted({0, 1}.union(*(_sure(each) for each in below)))
    start: dict[_Difference, int] = {mask: place for place, mask in enumerate(sure)}
    at, variables = start, []
    above = [set(), *below][: len(below)]
    # From the last variable to the first, with the position of each difference below it.
    for asked, needed in zip(reversed(diagram.nodes), reversed(above), strict=True):
        # Pairs that differ alike whatever the variable is have one position.
        kinds = {(place,) * diagram.size(asked): place for place in start.values()}
        above_at = dict(start)
        for pair in _pairs(needed):
            kind = tuple([at[each] for each in diagram.images(pair, asked)])
            above_at[pair] = kinds.setdefault(kind, len(kinds))
        images = [itemgetter(*places) for places in zip(*kinds, strict=True)]
        variables.append(diagram.about(asked, images, at))
        at = above_at
    return PivotTables(diagram.as_set(root), variables[::-1], tuple(sure))


class _Diagram:
    """A diagram whose tables are made; ``nodes`` holds for each variable those that ask it."""

    def __init__(
        self, variable: Sequence[int], children: Sequence[tuple[int, ...]], counts: Sequence[int]
    ) -> None:
        self._variable = variable
        self._children = children
        self._counts = counts
        ends = len(counts)
        self.nodes: dict[int, list[int]] = {each: [] for each in sorted({*variable[ends:]})}
        for node, asked in enumerate(variable[ends:], ends):
            self.nodes[asked].append(node)

    def size(self, asked: int) -> int:
        """Return how many values a variable has."""
        return len(self._children[self.nodes[asked][0]])

    def as_set(self, node: int) -> int:
        """Return the set of one node; an end is none to go on from."""
        ends = len(self._counts)
        return 1 << node - ends if node >= ends else 0

    def differences(self) -> list[set[_Difference]] | None:
        """Return for each variable the differences below it that have to be known."""
        found: list[set[_Difference]] = []
        below: set[_Difference] = set()
        left = MOST_DIFFERENCES
        for asked, nodes in self.nodes.items():
            pairs, size = _pairs(below), self.size(asked)
            left -= (len(pairs) + len(nodes) * size) * size
            if left < 0:
                return None
            below = {each for pair in pairs for each in self.images(pair, asked)}
            for node in nodes:
                below.update(self._difference(*each) for each in self._two_of(node))
            found.append(below)
        return found

    def images(self, pair: tuple[int, int], asked: int) -> list[_Difference]:
        """Return how a pair differs for each value of a variable."""
        size = self.size(asked)
        one, other = (
            self._children[node] if self._variable[node] == asked else (node,) * size
            for node in pair
        )
        return [self._difference(*each) for each in zip(one, other, strict=True)]

    def about(
        self, asked: int, images: Sequence[_Pick], at: Mapping[_Difference, int]
    ) -> _Variable:
        """Return what is the same of a variable for all patients.

        Args:
            asked: The variable.
            images: How pairs differ above it for each of its values.
            at: The position of each difference below it.
        """
        nodes = self.nodes[asked]
        each_at = [[at[self._difference(*two)] for two in self._two_of(node)] for node in nodes]
        values = combinations(range(self.size(asked)), 2)
        # Of a single position an `itemgetter` returns no tuple.
        apart = {
            two: itemgetter(*places, 0, 0) for two, *places in zip(values, *each_at, strict=True)
        }
        as_sets = [
            (self.as_set(node), tuple(map(self.as_set, self._children[node]))) for node in nodes
        ]
        return _Variable(asked, as_sets, images, apart)

    def _two_of(self, node: int) -> Iterable[tuple[int, int]]:
        return combinations(self._children[node], 2)

    def _difference(self, a: int, b: int) -> _Difference:
        if a == b:
            return 0
        counts = self._counts
        if a < len(counts) and b < len(counts):
            return 1 if counts[a] == counts[b] else 1 | (counts[a] | counts[b]) << 1
        return (a, b) if a < b else (b, a)


def _sure(differences: Iterable[_Difference]) -> list[int]:
    return [each for each in differences if isinstance(each, int)]


def _pairs(differences: Iterable[_Difference]) -> list[tuple[int, int]]:
    return [each for each in differences if not isinstance(each, int)]
