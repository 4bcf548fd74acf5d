"""Several lines of a drawing, of which one is to hold."""

from attrs import frozen

from imaging_rules.document.drawing.conditions import DrawnConditions, Line, conjuncts, every
from imaging_rules.model.conditions import Condition, Defined, Not, Test


@frozen
class Lines:
    """Some lines, one of which is to hold, and what has to hold with whichever it is."""

    lines: tuple[Line, ...] = ()
    common: tuple[Condition, ...] = ()


def with_common_part(lines: tuple[Line, ...], conditions: DrawnConditions) -> Lines:
    """Return lines of which what all of them ask stands before them, once.

    Args:
        lines: The lines.
        conditions: The conditions of the guideline.
    """
    if len(lines) < 2 or any(line.gates for line in lines):
        return Lines(lines)
    parts = [conjuncts(line.when) for line in lines]
    asked = [frozenset(each) for each in parts]
    by_all = frozenset.intersection(*asked)
    common = tuple(
        each
        for each in dict.fromkeys(parts[0])
        if each in by_all
        and _is_short(each)
        and not any(True for _ in conditions.gated_facts(each))
    )
    left_out = frozenset(common)
    # Where some line asks nothing else, it holds as soon as the common part does.
    if not common or any(each <= left_out for each in asked):
        return Lines(lines)
    rest = tuple(
        Line(line.rule, every(part for part in each if part not in left_out))
        for line, each in zip(lines, parts, strict=True)
    )
    return Lines(rest, common)


def _is_short(condition: Condition) -> bool:
    """Return whether a condition is no list."""
    inside = condition.part if isinstance(condition, Not) else condition
    return isinstance(inside, Test | Defined)
