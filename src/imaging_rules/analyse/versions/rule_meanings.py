"""Rules of two versions that say the same of every patient."""

from collections.abc import Hashable
from typing import assert_never

from imaging_rules.diagram.from_model import Diagrams
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import (
    Contraindication,
    DecidingRule,
    Indication,
    Limit,
    NotIndicated,
    RedFlag,
    SpecialCase,
    WaitingPeriod,
)


def meanings(guideline: Guideline, diagrams: Diagrams) -> dict[str, Hashable]:
    """Return for each rule, contradictions aside, what it means.

    Two rules whose diagrams are in one store mean the same exactly where these are equal: they
    speak for the same patients and say the same, before limits and before special cases replace
    anything. What they are called, and their remarks, may differ.

    Args:
        guideline: The guideline.
        diagrams: Its diagrams.
    """
    parts = diagrams.parts
    said: dict[str, set[Hashable]] = {}
    for kind, by_study in (
        ("flag", parts.flags),
        ("said", parts.uncapped),
        ("against", parts.against),
    ):
        for study, rules in by_study.items():
            for name, diagram in rules.items():
                said.setdefault(name, set()).add((kind, study, diagram))
    for move in parts.moves:
        said.setdefault(move.case, set()).add(("moves", move.study, move.use, move.active))
    return {
        rule.name: (
            type(rule),
            diagrams.rules[rule.name],
            _besides(rule),
            frozenset(said.get(rule.name, ())),
        )
        for rule in guideline.deciding_rules
    }


def _besides(rule: DecidingRule) -> Hashable:
    """Return what a rule says that is in no diagram of its own."""
    match rule:
        case Limit():
            return rule.level
        case SpecialCase():
            return frozenset(rule.overrides)
        case Contraindication():
            return frozenset(rule.rules_out)
        case RedFlag() | Indication() | NotIndicated() | WaitingPeriod():
            return None
        case _:
            assert_never(rule)
