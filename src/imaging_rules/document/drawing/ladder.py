"""The decision at a glance: the levels as a ladder, each with the lines that lead to it.

It is the meaning of the language as it stands: the highest level of which a line holds is the
decision, where the guideline is for the patient, and as far as no limit holds it back. Red flags
know neither scope nor limits.
"""

from collections.abc import Iterable

from attrs import frozen

from imaging_rules.diagram.from_model import diagrams_from
from imaging_rules.diagram.store import AND, FALSE, TRUE
from imaging_rules.diagram.walk import meets
from imaging_rules.document.drawing.conditions import (
    LEVELS,
    DrawnConditions,
    Lines,
    says,
    says_at_least,
    speaking,
    with_common_part,
)
from imaging_rules.model.conditions import Condition
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import Limit, RedFlag, Rule
from imaging_rules.values.recommendation import Recommendation


@frozen
class Rung:
    """A level, and the lines that lead to it."""

    level: Recommendation
    red_flags: Lines
    rules: Lines


@frozen
class Ladder:
    """The levels with their lines, highest first, and what frames them.

    ``limits`` holds what they hold back, at each level that they hold at. ``has_others`` says that
    there are patients whom the guideline was not written for, and ``otherwise`` what holds where
    no line does, if that can be.
    """

    rungs: tuple[Rung, ...]
    limits: tuple[tuple[Recommendation, Lines], ...]
    applies: Condition
    has_others: bool
    otherwise: Recommendation | None


def ladder(guideline: Guideline) -> Ladder:
    """Return the levels with what leads to each."""
    diagrams = diagrams_from(guideline)
    store, applies = diagrams.store, diagrams.applies
    conditions = DrawnConditions(guideline, diagrams)

    def lines(rules: Iterable[tuple[Rule, Condition]], within: int) -> Lines:
        found = tuple(
            conditions.line(rule.name, when, within)
            for rule, when in rules
            if meets(store, within, conditions.diagram(when))
        )
        return with_common_part(found, conditions)

    flags, others = guideline.of(RedFlag), speaking(guideline)
    rungs = [
        Rung(
            level,
            lines(((each, says(each, level)) for each in flags), TRUE),
            lines(((each, says(each, level)) for each in others), applies),
        )
        for level in LEVELS
    ]
    limits = [
        (level, lines(((e, e.when) for e in guideline.of(Limit) if e.level is level), applies))
        for level in LEVELS
    ]
    spoken = store.any(
        conditions.diagram(says_at_least(each, LEVELS[-1])) for each in (*flags, *others)
    )
    silent = store.combine(AND, applies, store.negation(spoken)) != FALSE
    return Ladder(
        rungs=tuple(each for each in rungs if each.red_flags.lines or each.rules.lines),
        limits=tuple((level, held) for level, held in limits if held.lines),
        applies=conditions.guarded(guideline.header.applies, TRUE),
        has_others=applies != TRUE,
        otherwise=guideline.header.otherwise if silent else None,
    )
