"""Contradictions that are found for everyone or for no one, and comparisons that say nothing."""

from collections.abc import Iterator

from attrs import evolve

from imaging_rules.analyse.checks.constant_conditions import compared_with_itself
from imaging_rules.analyse.conditions import WrittenConditions
from imaging_rules.decide.compiled import Compiled
from imaging_rules.decide.contradictions.of_values import Possible, is_found
from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.diagram.contradiction import MOST_WAYS, ContradictionDiagram, ways_to
from imaging_rules.diagram.operations import FALSE, TRUE
from imaging_rules.model.facts import Fact, NumberType
from imaging_rules.model.guideline import Guideline


def contradictions_in_vain(compiled: Compiled) -> Iterator[Diagnostic]:
    """Yield the warnings of the contradictions of a guideline that is ready to decide.

    This makes nodes in their diagrams, so they must not be in use by anyone else.
    """
    conditions = WrittenConditions(compiled.guideline)
    for diagram in compiled.contradictions.made:
        yield from _of_contradiction(compiled.guideline, diagram, conditions)


def _of_contradiction(
    guideline: Guideline, diagram: ContradictionDiagram, conditions: WrittenConditions
) -> Iterator[Diagnostic]:
    rule = diagram.rule
    if _holds_for_everyone(guideline, diagram):
        written = conditions.of(rule.when)
        assert written is not None, "a contradiction has a `when`, and stands in the file"
        yield Diagnostic(
            "W510",
            f"the condition of `{rule.name}` always holds: `{written.words}`",
            Pointer(guideline.text, written.span),
            help="change it: no patient could be free of this contradiction",
        )
        return
    # It is never found where its contrary holds for everyone.
    contrary = evolve(diagram, root=diagram.store.negation(diagram.root))
    if _holds_for_everyone(guideline, contrary):
        yield Diagnostic(
            "W509",
            f"the contradiction `{rule.name}` is never found: its condition never holds",
            Pointer(guideline.text, rule.span),
            help="change its condition, or remove it",
        )
        return
    yield from compared_with_itself(guideline, rule, conditions)


def _holds_for_everyone(guideline: Guideline, diagram: ContradictionDiagram) -> bool:
    if not diagram.comparisons:
        return diagram.root == TRUE
    if ways_to(diagram.store, diagram.root, FALSE) > MOST_WAYS:
        # Not to be worked out in bounded time; with so many ways, one can hardly fail to be.
        return False
    facts = guideline.fact
    everything = {name: _everything(facts[name]) for name in diagram.facts}
    return is_found(diagram, facts, everything)


def _everything(fact: Fact) -> Possible:
    regions = tuple(range(len(fact.regions)))
    return Possible(regions, fact.type.range if isinstance(fact.type, NumberType) else None)
