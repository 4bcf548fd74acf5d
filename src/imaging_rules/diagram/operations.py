"""The ends of diagrams, and the operations on them by which diagrams are made from diagrams."""

from collections.abc import Callable, Iterable

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
