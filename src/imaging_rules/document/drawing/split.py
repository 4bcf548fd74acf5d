"""Two groups of patients for whom a guideline has rules of their own."""

from collections.abc import Iterator

from imaging_rules.diagram.store import TRUE
from imaging_rules.diagram.walk import asked, implies
from imaging_rules.document.drawing.conditions import DrawnConditions, conjuncts
from imaging_rules.document.drawing.saying import LEVELS, says, speaking
from imaging_rules.model.conditions import ALWAYS, NEVER, Condition, Defined, Not, Test
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import RedFlag

_FEWEST = 2
# Three rules of four are for one of the groups alone.
_SHARE = 0.75


def split(guideline: Guideline, conditions: DrawnConditions) -> tuple[Condition, ...]:
    """Return the groups of patients for each of whom a drawing of its own is clearer.

    It is clearer where one fact splits the guideline: where most of its rules ask for one side of
    it, and several rules ask for each side.

    Args:
        guideline: The guideline.
        conditions: Its conditions.

    Returns:
        The conditions of two groups, or of all patients as one group.
    """
    whens = [
        says(rule, level)
        for rule in (*guideline.of(RedFlag), *speaking(guideline))
        for level in LEVELS
        if says(rule, level) != NEVER
    ]
    store = conditions.store
    drawn = [conditions.diagram(when) for when in whens]
    for sides in _sides(whens, conditions):
        groups = [conditions.narrowed(_spelled_out(each, guideline), TRUE) for each in sides]
        asking = [
            sum(implies(store, each, conditions.diagram(group)) for each in drawn)
            for group in groups
        ]
        short = all(isinstance(each, Test) for each in map(_bare, groups))
        if short and min(asking) >= _FEWEST and sum(asking) >= _SHARE * len(drawn):
            return tuple(groups)
    return (ALWAYS,)


def _sides(
    whens: list[Condition], conditions: DrawnConditions
) -> Iterator[tuple[Condition, Condition]]:
    """Yield the parts of conditions that ask one fact alone, each two that exclude each other."""
    store = conditions.store
    parts: dict[int, Condition] = {}
    for part in (part for when in whens for part in conjuncts(when)):
        diagram = conditions.diagram(part)
        if len(asked(store, [diagram])) == 1:
            parts.setdefault(diagram, part)
    for diagram, part in parts.items():
        opposite = store.negation(diagram)
        if opposite in parts and not any(True for _ in conditions.gated_facts(part)):
            yield part, parts[opposite]


def _bare(condition: Condition) -> Condition:
    return condition.part if isinstance(condition, Not) else condition


def _spelled_out(condition: Condition, guideline: Guideline) -> Condition:
    """Return a condition in terms of its fact."""
    match condition:
        case Defined(name):
            return _spelled_out(guideline.definition[name].condition, guideline)
        case Not(Defined(name)):
            return _spelled_out(Not(guideline.definition[name].condition), guideline)
        case _:
            return condition
