"""The nodes of decision diagrams, each different one kept once, and the operations on them."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from imaging_rules.values.recommendation import Recommendation, StudyRecommendation

TERMINALS = 1 + max(each.end for each in Recommendation)
"""How many ends there are: false and true, which are 0 and 1, and those of recommendations."""
FALSE, TRUE = 0, 1
BOOLEANS = (FALSE, TRUE)
ENDS = tuple(range(TERMINALS))
NOTHING = StudyRecommendation.NOT_NAMED.end
"""The end where nothing is said."""


# Ends as true and false: whether something is said, and whether imaging is recommended.
SPOKEN = {end: int(end != NOTHING) for end in ENDS}
RECOMMENDED = {end: int(end >= Recommendation.CONSIDER.end) for end in ENDS}
Nodes = TypeVar("Nodes", bound=tuple[int, ...])


class Operation:
    """A function of two ends, with its absorbing and its neutral values on either side.

    At an absorbing value the result hangs on nothing else; at a neutral one it is the other side.

    Args:
        function: What is worked out of the ends.
        left: The ends that can come on the left.
        right: The ends that can come on the right.
    """

    def __init__(
        self, function: Callable[[int, int], int], left: Iterable[int], right: Iterable[int]
    ) -> None:
        self.function = function
        rows = {a: [function(a, b) for b in right] for a in left}
        columns = {b: [function(a, b) for a in left] for b in right}
        self.left_decides = {a: row[0] for a, row in rows.items() if len(set(row)) == 1}
        self.right_decides = {b: col[0] for b, col in columns.items() if len(set(col)) == 1}
        self.left_yields = {a for a, row in rows.items() if row == list(right)}
        self.right_yields = {b for b, column in columns.items() if column == list(left)}


AND = Operation(lambda a, b: a & b, BOOLEANS, BOOLEANS)
OR = Operation(lambda a, b: a | b, BOOLEANS, BOOLEANS)
BUT_NOT = Operation(lambda one, other: int(one and not other), BOOLEANS, BOOLEANS)

EQUAL = Operation(lambda one, other: int(one == other), ENDS, ENDS)
DIFFER = Operation(lambda one, other: int(one != other), ENDS, ENDS)
ABOVE = Operation(lambda one, other: int(one > other), ENDS, ENDS)
# Whether something was said, and is what counts in the end.
COUNTS = Operation(lambda said, final: int(said != NOTHING and said == final), ENDS, ENDS)

# Whether a precaution is to be taken: where its study is not recommended, that is no question.
NOT_TO_PREPARE, PREPARE = 1, 2
TO_PREPARE = Operation(
    lambda recommended, holds: (NOT_TO_PREPARE, PREPARE)[holds] if recommended else FALSE,
    BOOLEANS,
    BOOLEANS,
)

ONLY_IF = Operation(lambda condition, value: value if condition else 0, BOOLEANS, ENDS)
OR_ELSE = Operation(lambda said, silent: said or silent, ENDS, ENDS)
HIGHER = Operation(max, ENDS, ENDS)
# Of a study that is ruled out nothing else is said.
RULED_OUT_OR = Operation(
    lambda ruled_out, said: StudyRecommendation.RULED_OUT.end if ruled_out else said,
    BOOLEANS,
    ENDS,
)
CAP = Operation(min, ENDS, ENDS)
# Held at `wait`, nothing is recommended of a study any more.
CAP_STUDY = Operation(
    lambda level, cap: (
        level if level <= cap else NOTHING if cap == Recommendation.WAIT.end else cap
    ),
    ENDS,
    ENDS,
)


class OverBudgetError(Exception):
    """Diagrams have grown beyond what was allowed."""


class Store:
    """Makes nodes, and diagrams from diagrams, within a budget where one is set by `allowing`.

    Args:
        sizes: How many values each variable has, in the order in which they are asked.
    """

    def __init__(self, sizes: Sequence[int]) -> None:
        self.sizes = tuple(sizes)
        # The ends ask a variable that comes after all others.
        self.variable: list[int] = [len(sizes)] * TERMINALS
        self.children: list[tuple[int, ...]] = [()] * TERMINALS
        self.budget = sys.maxsize
        self._known: dict[tuple[int, ...], int] = {}
        self._results: dict[object, dict[tuple[int, int], int]] = {}

    def node(self, variable: int, children: tuple[int, ...]) -> int:
        """Return the node that asks a variable and goes on to one of the children."""
        first = children[0]
        if all(child == first for child in children):
            return first
        key = (variable, *children)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = len(self.variable)
            self.variable.append(variable)
            self.children.append(children)
        return found

    def test(self, variable: int, holds: Iterable[bool]) -> int:
        """Return the diagram that is true for those values of a variable for which it holds."""
        return self.node(variable, tuple(int(each) for each in holds))

    def forget_results(self) -> None:
        """Give back the memory of results that are kept while diagrams are built."""
        self._results.clear()

    @contextmanager
    def allowing(self, steps: int) -> Iterator[None]:
        """Allow so many steps of work, and give the budget back however that ends."""
        kept, self.budget = self.budget, steps
        try:
            yield
        finally:
            self.budget = kept

    def nodes(
        self, roots: Iterable[int], last: int | None = None, counted: bool = True
    ) -> Iterator[int]:
        """Yield every node that some diagrams have, each once, the ends left out.

        Args:
            roots: The diagrams.
            last: The last variable of which nodes are wanted; without it, of all.
            counted: Whether each is a step of work. It is not where a patient waits for an answer.

        Raises:
            OverBudgetError: The budget is used up.
        """
        last = len(self.sizes) - 1 if last is None else last
        seen: set[int] = set()
        pending = list(roots)
        while pending:
            node = pending.pop()
            if self.variable[node] <= last and node not in seen:
                seen.add(node)
                if counted:
                    self.spend(len(self.children[node]))
                yield node
                pending += self.children[node]

    def below(self, nodes: Nodes) -> Iterator[Nodes]:
        """Yield where several nodes go together for each value of the first variable they ask.

        Raises:
            OverBudgetError: The budget is used up.
        """
        variable, children = self.variable, self.children
        first = min([variable[node] for node in nodes])
        size = self.sizes[first]
        self.spend(size)
        ways = [children[node] if variable[node] == first else (node,) * size for node in nodes]
        return zip(*ways, strict=True)  # type: ignore[return-value]

    def combine(self, operation: Operation, left: int, right: int) -> int:
        """Return the diagram of an operation on what two diagrams come to.

        Raises:
            OverBudgetError: The budget is used up.
        """
        self.spend(0)
        results = self._results.setdefault(operation, {})
        variable, children = self.variable, self.children
        pending = [(left, right)]
        # The children of a pair are worked out before the pair; no recursion, so that the
        # number of facts is not bound by Python's stack.
        while pending:
            pair = pending[-1]
            if pair in results:
                pending.pop()
                continue
            a, b = pair
            end = self._from_one_side(operation, a, b)
            if end is not None:
                results[pair] = end
                pending.pop()
                continue
            var = min(variable[a], variable[b])
            size = self.sizes[var]
            self.spend(size)
            ones = children[a] if variable[a] == var else (a,) * size
            others = children[b] if variable[b] == var else (b,) * size
            pairs = list(zip(ones, others, strict=True))
            open_pairs = [each for each in pairs if each not in results]
            if open_pairs:
                pending += open_pairs
            else:
                results[pair] = self.node(var, tuple(results[each] for each in pairs))
                pending.pop()
        return results[(left, right)]

    def _from_one_side(self, operation: Operation, a: int, b: int) -> int | None:
        if a < TERMINALS:
            if b < TERMINALS:
                return operation.function(a, b)
            if a in operation.left_decides:
                return operation.left_decides[a]
            if a in operation.left_yields:
                return b
        elif b < TERMINALS:
            if b in operation.right_decides:
                return operation.right_decides[b]
            if b in operation.right_yields:
                return a
        return None

    def map(self, ends: dict[int, int], diagram: int) -> int:
        """Return a diagram with other values at its ends; those not named stay.

        Raises:
            OverBudgetError: The budget is used up.
        """
        done = {end: ends.get(end, end) for end in range(TERMINALS)}
        pending = [diagram]
        while pending:
            node = pending[-1]
            if node in done:
                pending.pop()
                continue
            self.spend(len(self.children[node]))
            open_children = [child for child in self.children[node] if child not in done]
            if open_children:
                pending += open_children
            else:
                done[node] = self.node(
                    self.variable[node], tuple(done[child] for child in self.children[node])
                )
                pending.pop()
        return done[diagram]

    def where(self, diagram: int, end: int) -> int:
        """Return the diagram that is true where another one comes to an end.

        Raises:
            OverBudgetError: The budget is used up.
        """
        return self.map({each: int(each == end) for each in range(TERMINALS)}, diagram)

    def negation(self, diagram: int) -> int:
        """Return the diagram that is true where a true/false diagram is false.

        Raises:
            OverBudgetError: The budget is used up.
        """
        return self.map({FALSE: TRUE, TRUE: FALSE}, diagram)

    def every(self, diagrams: Iterable[int]) -> int:
        """Return the diagram that is true where all of several are.

        Raises:
            OverBudgetError: The budget is used up.
        """
        return self.fold(AND, diagrams, TRUE)

    def any(self, diagrams: Iterable[int]) -> int:
        """Return the diagram that is true where one of several is.

        Raises:
            OverBudgetError: The budget is used up.
        """
        return self.fold(OR, diagrams, FALSE)

    def at_least(self, count: int, diagrams: Sequence[int]) -> int:
        """Return the diagram that is true where at least ``count`` of several are.

        Raises:
            OverBudgetError: The budget is used up.
        """
        if count == 1:
            return self.any(diagrams)
        # reached[k]: of the diagrams taken so far, at least k are true.
        reached = [TRUE] + [FALSE] * count
        for taken, diagram in enumerate(sorted(diagrams, key=self._depth_first), 1):
            left = len(diagrams) - taken
            # No more than were taken can be true, and fewer than can still be made up for.
            for k in range(min(count, taken), max(0, count - left - 1), -1):
                one_more = self.combine(AND, diagram, reached[k - 1])
                reached[k] = self.combine(OR, one_more, reached[k])
        return reached[count]

    def fold(self, operation: Operation, diagrams: Iterable[int], start: int) -> int:
        """Return several diagrams combined by an operation for which their order is nothing.

        Raises:
            OverBudgetError: The budget is used up.
        """
        return self.fold_named(operation, ((diagram, "") for diagram in diagrams), start)

    def fold_named(
        self,
        operation: Operation,
        diagrams: Iterable[tuple[int, str]],
        start: int,
        working_on: Callable[[str], None] = lambda name: None,
    ) -> int:
        """Return several diagrams combined, telling whose is worked in before each step.

        Neighbours are combined first, and then what came of them. So each diagram takes part in
        few steps, even where all of them begin with the same variable and reach to the last.

        Raises:
            OverBudgetError: The budget is used up.
        """
        row = sorted(diagrams, key=lambda each: self._depth_first(each[0]))
        while len(row) > 1:
            pairs = zip(row[::2], row[1::2], strict=False)
            combined = []
            for (one, name), (other, _) in pairs:
                working_on(name)
                combined.append((self.combine(operation, other, one), name))
            row = combined + row[len(combined) * 2 :]
        if not row:
            return start
        working_on(row[0][1])
        return self.combine(operation, row[0][0], start)

    def _depth_first(self, diagram: int) -> int:
        return -self.variable[diagram]

    def spend(self, size: int) -> None:
        """Account for a step of work over so many values.

        Raises:
            OverBudgetError: The budget is used up.
        """
        # A step over very many values counts for several.
        self.budget -= 1 + size // 8
        if self.budget < 0:
            raise OverBudgetError
