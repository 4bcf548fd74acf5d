"""Special cases that can hold together and disagree on the study."""

from collections.abc import Iterator

from imaging_rules.analyse.patients import patient_for
from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.diagram.from_model import Diagrams
from imaging_rules.diagram.store import AND, FALSE
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import SpecialCase

MOST_TOLD = 50
"""How many collisions are told of one file: where all collide with all, a few say it."""


def collisions(guideline: Guideline, diagrams: Diagrams) -> Iterator[Diagnostic]:
    """Yield an error for each two special cases that collide, with a patient.

    Raises:
        OverBudgetError: Whether they can hold together outgrows the budget of the diagrams.
    """
    told = 0
    for first, second, disagreement in _disagreements(guideline.of(SpecialCase), diagrams):
        both = diagrams.store.combine(AND, diagrams.rules[first.name], diagrams.rules[second.name])
        if both == FALSE:
            continue
        patient = patient_for(guideline, diagrams, both)
        yield Diagnostic(
            "E405",
            f"`{first.name}` and `{second.name}` can hold together, and {disagreement}",
            Pointer(guideline.text, second.span),
            (Pointer(guideline.text, first.span, "collides with this one"),),
            help=f"write `overrides {second.name}` in `{first.name}`, or the other way round; both "
            f"hold for `given {patient}`",
        )
        told += 1
        if told >= MOST_TOLD:
            return


def _disagreements(
    cases: tuple[SpecialCase, ...], diagrams: Diagrams
) -> Iterator[tuple[SpecialCase, SpecialCase, str]]:
    """Yield each two special cases that disagree, neither overriding the other, and on what.

    Those are left out that cannot hold together with any other that they disagree with.
    """
    store = diagrams.store
    place = {case.name: i for i, case in enumerate(cases)}
    # Special cases by what they replace: those alike in that do not disagree.
    alike: dict[tuple[tuple[str, str], ...], list[SpecialCase]] = {}
    for case in cases:
        if case.replaces:
            alike.setdefault(case.replaces, []).append(case)
    holds = {
        replaces: store.any(diagrams.rules[case.name] for case in group)
        for replaces, group in alike.items()
    }
    for case in cases:
        for replaces, group in alike.items():
            disagreement = _disagreement(case.replaces, replaces)
            if not disagreement or not case.replaces:
                continue
            if store.combine(AND, diagrams.rules[case.name], holds[replaces]) == FALSE:
                continue
            overridden = set(case.overrides)
            for other in group:
                # Each two are met twice; they are told at the later one.
                if place[other.name] < place[case.name] and not (
                    other.name in overridden or case.name in other.overrides
                ):
                    yield other, case, disagreement


def _disagreement(ones: tuple[tuple[str, str], ...], others: tuple[tuple[str, str], ...]) -> str:
    """Return how two special cases disagree, or nothing where they do not."""
    for first, second in ((dict(others), dict(ones)), (dict(ones), dict(others))):
        for study, use in first.items():
            if second.get(study, use) != use:
                return f"replace `{study}` by `{use}` and by `{second[study]}`"
            if use in second:
                return f"one replaces `{study}` by `{use}`, which the other replaces"
    return ""
