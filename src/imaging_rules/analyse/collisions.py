"""Special cases that can hold together and disagree on the study."""

from collections.abc import Iterator
from itertools import combinations

from imaging_rules.analyse.patients import patient_for
from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.diagram.from_model import Diagrams
from imaging_rules.diagram.store import AND, FALSE
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import SpecialCase


def collisions(guideline: Guideline, diagrams: Diagrams) -> Iterator[Diagnostic]:
    """Yield an error for each two special cases that collide, with a patient."""
    cases = [case for case in guideline.of(SpecialCase) if case.replaces]
    for first, second in combinations(cases, 2):
        if first.name in second.overrides or second.name in first.overrides:
            continue
        disagreement = _disagreement(first, second) or _disagreement(second, first)
        if not disagreement:
            continue
        both = diagrams.store.combine(AND, diagrams.rules[first.name], diagrams.rules[second.name])
        if both != FALSE:
            patient = patient_for(guideline, diagrams, both)
            yield Diagnostic(
                "E405",
                f"`{first.name}` and `{second.name}` can hold together, and {disagreement}",
                Pointer(guideline.text, second.span),
                (Pointer(guideline.text, first.span, "collides with this one"),),
                help=f"let one of them override the other; a patient: `given {patient}`",
            )


def _disagreement(first: SpecialCase, second: SpecialCase) -> str:
    """Return how two special cases disagree, or nothing where the first finds no fault."""
    others = dict(second.replaces)
    for study, use in first.replaces:
        if others.get(study, use) != use:
            return f"replace `{study}` by `{use}` and by `{others[study]}`"
        if use in others:
            return f"one replaces `{study}` by `{use}`, which the other replaces"
    return ""
