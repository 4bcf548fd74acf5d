"""What must not be done of a patient, and what must be known before a study is done."""

from imaging_rules.decide.answer.records import DuePrecaution
from imaging_rules.decide.patient import CERTAIN, Case
from imaging_rules.diagram.boolean_difference import pivots
from imaging_rules.diagram.operations import NOT_TO_PREPARE, PREPARE
from imaging_rules.diagram.walk import ends
from imaging_rules.model.guideline import Study
from imaging_rules.model.rules import Contraindication, Precaution
from imaging_rules.values.recommendation import StudyRecommendation

RULED_OUT = 1 << StudyRecommendation.RULED_OUT.end
"""The mask of a study that is ruled out."""


def ruled_out(case: Case, study: Study) -> tuple[tuple[str, ...], str | None]:
    """Return the contraindications by which a study is or may be ruled out, and what is used then.

    Args:
        case: The patient.
        study: The study; it may be ruled out.
    """
    diagrams = case.compiled.diagrams
    by = {
        each.name: ends(diagrams.store, diagrams.rules[each.name], case.states)
        for each in case.compiled.guideline.of(Contraindication)
        if study.name in each.rules_out
    }
    certain = tuple(name for name, holds in by.items() if holds == CERTAIN)
    names = certain or tuple(name for name, holds in by.items() if holds & CERTAIN)
    for use in study.instead:
        used = diagrams.used_instead.get((study.name, use))
        if used is not None and ends(diagrams.store, used, case.states) == CERTAIN:
            return names, use
    return names, None


def precautions(case: Case) -> tuple[DuePrecaution, ...]:
    """Return the precautions to be taken, in file order, each with the studies it is for."""
    due: dict[str, list[str]] = {}
    diagrams = case.compiled.diagrams
    for (name, study), root in diagrams.precautions.items():
        mask = ends(diagrams.store, root, case.states)
        if mask >> PREPARE & 1 and not mask >> NOT_TO_PREPARE & 1:
            due.setdefault(name, []).append(study)
    return tuple(
        DuePrecaution(
            each.name,
            each.notes.title,
            tuple(due[each.name]),
            each.actions,
            each.notes.because,
            each.notes.citations,
            each.notes.assumes,
            each.notes.editorial,
        )
        for each in case.compiled.guideline.of(Precaution)
        if each.name in due
    )


def needed_before(case: Case) -> dict[int, tuple[str, ...]]:
    """Return by the position of each fact on which a precaution hangs the studies it is before."""
    diagrams = case.compiled.diagrams
    store, found = diagrams.store, dict[int, set[str]]()
    for (_, study), root in diagrams.precautions.items():
        for variable in pivots(store.variable, store.children, root, case.states):
            found.setdefault(diagrams.order[variable], set()).add(study)
    return {
        place: tuple(name for name in case.compiled.guideline.study if name in studies)
        for place, studies in found.items()
    }
