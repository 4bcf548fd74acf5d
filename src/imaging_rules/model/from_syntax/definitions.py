"""What a file defines of its own: named conditions, choices and scores, and their order."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from imaging_rules.model.conditions import ALWAYS, Adds, All, AtLeast, Condition, Defined, Not, walk
from imaging_rules.model.facts import ChoiceType, FactType
from imaging_rules.model.from_syntax.clauses import Clauses
from imaging_rules.model.from_syntax.conditions import POINTS, Compared, Conditions
from imaging_rules.model.from_syntax.problems import Problems
from imaging_rules.model.from_syntax.quantities import in_unit_of
from imaging_rules.model.guideline import Choice, Definition, Score
from imaging_rules.model.notes import Notes
from imaging_rules.syntax import nodes

MOST_LINKS = 6
"""How many names of one circle are told."""

L = TypeVar("L", bound=nodes.Fits | nodes.Points)

MOST_LINES = 100
"""How many lines a choice or a score may have: each line is told apart from all before it."""

_FIRST = "first VALUE when CONDITION"


def defined_in(condition: Condition) -> Iterator[str]:
    """Return the names of the definitions that a condition uses directly."""
    return (each.name for each in walk(condition) if isinstance(each, Defined))


def chain(circle: Sequence[str]) -> str:
    """Return the words for a circle, from its first name back to it; a long one cut short."""
    return " → ".join(f"`{name}`" for name in [*circle[:MOST_LINKS], circle[0]])


def ordered(needs: Mapping[str, Iterable[str]]) -> tuple[list[str], list[list[str]]]:
    """Return names in an order in which each stands after all that it needs, and the circles.

    Args:
        needs: For each name, those it needs. Names that are not keys are left out of account.

    Returns:
        The order, and the names of each circle in turn. Without a circle the order holds every
        name; circles that have a name in common are told as one.
    """
    order: list[str] = []
    circles: list[list[str]] = []
    told: set[str] = set()
    done: set[str] = set()
    for start in needs:
        path: list[tuple[str, Iterator[str]]] = []
        on_path: dict[str, int] = {}
        step: str | None = start
        while step is not None or path:
            if step is not None and step in on_path:
                circle = [name for name, _ in path[on_path[step] :]]
                if told.isdisjoint(circle):
                    circles.append(circle)
                    told.update(circle)
            elif step is not None and step not in done and step in needs:
                on_path[step] = len(path)
                path.append((step, iter(needs[step])))
            step = next(path[-1][1], None) if path else None
            if step is None and path:
                finished = path.pop()[0]
                on_path.pop(finished)
                done.add(finished)
                order.append(finished)
    return order, circles


def derived_types(defines: Iterable[Clauses], scores: Iterable[Clauses]) -> dict[str, FactType]:
    """Return the types of the choices and scores that a file defines, by name."""
    choices = {each.name: _values(each) for each in defines if each.every(nodes.Fits)}
    types: dict[str, FactType] = {name: ChoiceType(values) for name, values in choices.items()}
    return types | {each.name: POINTS for each in scores}


def _values(clauses: Clauses) -> tuple[str, ...]:
    last = clauses.one(nodes.WordClause, "otherwise")
    named = [each.value.text for each in clauses.every(nodes.Fits)]
    return tuple(dict.fromkeys([*named, last.word.text] if last else named))


def defined(
    clauses: Clauses, conditions: Conditions, notes: Notes, problems: Problems
) -> Definition | Choice:
    """Return what a ``define`` block means: a condition, or a choice."""
    lines = clauses.every(nodes.Fits)
    if lines:
        return _choice(clauses, lines, conditions, notes, problems)
    written = clauses.needed(nodes.ConditionClause, "as", "as CONDITION")
    otherwise = clauses.one(nodes.WordClause, "otherwise")
    if otherwise is not None:
        clauses.missing("first", _FIRST)
    condition = conditions.read(written.condition) if written else ALWAYS
    return Definition(clauses.name, condition, clauses.name, notes, clauses.span)


def _choice(
    clauses: Clauses,
    lines: list[nodes.Fits],
    conditions: Conditions,
    notes: Notes,
    problems: Problems,
) -> Choice:
    named = clauses.one(nodes.ConditionClause, "as")
    if named is not None:
        problems.add(
            "E111",
            named.span,
            "a `define` names a condition or a choice, and this one does both",
            also=((lines[0].span, "the choice begins here"),),
            help="keep `as`, or the lines that begin with `first` and `then`",
        )
    lines = _not_too_many(clauses.name, lines, problems)
    for place, line in enumerate(lines):
        keyword = "first" if place == 0 else "then"
        if line.keyword != keyword:
            problems.add(
                "E111",
                line.span,
                f"line {place + 1} of a choice begins with `{keyword}`",
                help=f"write `{keyword} {line.value.text} when ...`",
            )
    otherwise = clauses.needed(nodes.WordClause, "otherwise", "otherwise VALUE")
    return Choice(
        clauses.name,
        tuple((line.value.text, conditions.read(line.condition)) for line in lines),
        otherwise.word.text if otherwise else lines[-1].value.text,
        notes,
        clauses.span,
    )


def score(clauses: Clauses, conditions: Conditions, notes: Notes, problems: Problems) -> Score:
    """Return what a ``score`` block means."""
    lines = []
    written = clauses.every(nodes.Points)
    if not written:
        clauses.missing("add", "add N points when CONDITION")
    for line in _not_too_many(clauses.name, written, problems):
        condition = conditions.read(line.condition)
        points = in_unit_of(clauses.name, POINTS, line.points, problems)
        if points is None:
            continue
        if points <= 0:
            problems.add(
                "E303",
                line.points.span,
                "a line of a score is worth more than 0 points",
                help="write `take` where points are to be taken away",
            )
        lines.append((points if line.keyword == "add" else -points, condition))
    return Score(clauses.name, tuple(lines), notes, clauses.span)


def _not_too_many(name: str, lines: list[L], problems: Problems) -> list[L]:
    """Return the lines of a choice or a score, of far too many the first ones."""
    if len(lines) > MOST_LINES:
        problems.add(
            "E310",
            lines[MOST_LINES].span,
            f"`{name}` has {len(lines):,} lines, and at most {MOST_LINES} can be told apart",
            help="join the lines that come to the same by `or`, or make several blocks of it",
        )
    return lines[:MOST_LINES]


def of_choice(choice: Choice) -> list[Definition]:
    """Return a definition of each value of a choice: of the lines that hold, the first counts."""
    when: dict[str, list[Condition]] = {value: [] for value in choice.values}
    before: list[Condition] = []
    for value, condition in (*choice.lines, (choice.otherwise, ALWAYS)):
        when[value].append(All((condition, *map(Not, before))))
        before.append(condition)
    return [
        Definition(
            f"{choice.name} is {value}",
            AtLeast(1, tuple(lines)),
            choice.name,
            choice.notes,
            choice.span,
        )
        for value, lines in when.items()
    ]


def of_score(score: Score, compared: Mapping[str, Compared]) -> list[Definition]:
    """Return a definition of each comparison that a file makes of a score."""
    return [
        Definition(
            name, Adds(score.lines, each.operator, each.bound), score.name, score.notes, each.span
        )
        for name, each in compared.items()
    ]
