"""What is said of each study: what must not be done, and what must be known before it is done."""

from collections.abc import Iterable

from attrs import frozen

from imaging_rules.decide.answer.records import StudyLevels
from imaging_rules.decide.patient import CERTAIN, Case
from imaging_rules.diagram.boolean_difference import pivots
from imaging_rules.diagram.store import NOT_TO_PREPARE, PREPARE
from imaging_rules.diagram.walk import ends
from imaging_rules.model.guideline import Study
from imaging_rules.model.notes import Citation
from imaging_rules.model.rules import Contraindication, Precaution
from imaging_rules.values.recommendation import StudyRecommendation

RULED_OUT = 1 << StudyRecommendation.RULED_OUT.end
"""The mask of a study that is ruled out."""


@frozen
class StudyDecision:
    """What is said of one study.

    ``recommendation`` is ``NOT_NAMED`` where nothing is said of it, and ``RULED_OUT`` where it
    would be recommended and must not be done. ``possible`` holds all that the open facts leave
    possible, lowest first. ``ruled_out_by`` names the contraindications by which it is ruled out;
    while none is certain, those by which it may be. ``instead`` is the study that is used in its
    place, where that is sure.

    Examples:
        >>> from imaging_rules import evaluate
        >>> decision = evaluate({"age": 42, "fever_or_chills": True})
        >>> study = decision.studies[0]
        >>> study.name, study.recommendation.name
        ('mri', 'UNDETERMINED')
    """

    name: str
    title: str
    recommendation: StudyRecommendation
    possible: StudyLevels
    ruled_out_by: tuple[str, ...] = ()
    instead: str | None = None


@frozen
class DuePrecaution:
    """What is to be done before studies: wherever one of them is recommended, the rule holds.

    ``before`` names these studies, and ``actions`` says what is to be done.

    Examples:
        >>> from imaging_rules import loads
        >>> guideline = loads('''
        ... guideline chest
        ... fact pain
        ...   yes or no
        ... fact contrast_allergy
        ...   yes or no
        ... study ct
        ... indication pain
        ...   when     pain
        ...   image    with ct
        ...   question "Is there an embolism?"
        ...   editorial "Made up."
        ... precaution contrast_allergy
        ...   when   contrast_allergy
        ...   before ct
        ...   action "Prepare the patient."
        ...   editorial "Made up."
        ... ''')
        >>> due = guideline.evaluate({"pain": True, "contrast_allergy": True}).precautions[0]
        >>> due.before, due.actions
        (('ct',), ('Prepare the patient.',))
    """

    rule: str
    title: str
    before: tuple[str, ...]
    actions: tuple[str, ...]
    because: tuple[str, ...]
    citations: tuple[Citation, ...]
    assumes: tuple[str, ...]
    editorial: tuple[str, ...]


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


def needed_before(case: Case, turned: Iterable[tuple[int, int]]) -> dict[int, tuple[str, ...]]:
    """Return the variables on which a precaution hangs, each with the studies that it is before.

    Args:
        case: The patient.
        turned: The variables on which the level or a study turns, which are left out.
    """
    diagrams = case.compiled.diagrams
    store, found = diagrams.store, dict[int, set[str]]()
    for (_, study), root in diagrams.precautions.items():
        for variable in pivots(store.variable, store.children, root, case.states):
            found.setdefault(variable, set()).add(study)
    for variable, _ in turned:
        found.pop(variable, None)
    return {
        variable: tuple(name for name in case.compiled.guideline.study if name in studies)
        for variable, studies in found.items()
    }
