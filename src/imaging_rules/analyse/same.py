"""Rules of two versions that say the same of every patient."""

from collections.abc import Hashable

from imaging_rules.diagram.compare import Both
from imaging_rules.diagram.from_model import Diagrams
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import Contradiction, Limit, Rule, SpecialCase


def unchanged_rules(old: Guideline, new: Guideline, both: Both) -> set[str]:
    """Return the names of the rules that both versions have and that say the same in both.

    What they say is compared before limits and before special cases replace anything. Their
    remarks, and what they are called, may differ. Contradictions are left out.
    """
    before = _meanings(old, both.old)
    after = _meanings(new, both.new)
    return {name for name, meaning in before.items() if after.get(name) == meaning}


def _meanings(guideline: Guideline, diagrams: Diagrams) -> dict[str, Hashable]:
    """Return for each rule what it means, such that equal things mean the same."""
    parts = diagrams.parts
    said: dict[str, set[Hashable]] = {}
    for kind, by_study in (
        ("flag", parts.flags),
        ("said", parts.uncapped),
        ("against", parts.against),
    ):
        for study, rules in by_study.items():
            for name, diagram in rules:
                said.setdefault(name, set()).add((kind, study, diagram))
    for move in parts.moves:
        said.setdefault(move.case, set()).add(("moves", move.study, move.use, move.active))
    return {
        rule.name: (type(rule), diagrams.rules[rule.name], _kept(rule), frozenset(said.get(rule.name, ())))
        for rule in guideline.rules
        if not isinstance(rule, Contradiction)
    }


def _kept(rule: Rule) -> Hashable:
    """Return what a rule says that is in no diagram."""
    match rule:
        case Limit(level=level):
            return level
        case SpecialCase(overrides=overrides):
            return frozenset(overrides)
        case _:
            return None
