"""Special cases that can hold together and disagree on the study."""

from collections.abc import Iterator

from attrs import frozen

from imaging_rules.analyse.groups.example_patient import patient_for
from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.diagram.from_model import Diagrams
from imaging_rules.diagram.operations import AND, FALSE
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import SpecialCase

MOST_TOLD = 50
"""How many collisions are told of one file: where all collide with all, a few say it."""


def collisions(guideline: Guideline, diagrams: Diagrams) -> Iterator[Diagnostic]:
    """Yield an error for each two special cases that collide, with a patient.

    They do where both replace studies for one patient, and disagree on the study: both hold, and
    neither is overridden, by the other one or by any third that holds.

    Raises:
        OverBudgetError: Whether they can hold together outgrows the budget of the diagrams.
    """
    active = {move.case: move.active for move in diagrams.parts.moves}
    told = 0
    for first, second, disagreement in _disagreements(guideline.of(SpecialCase), diagrams):
        both = diagrams.store.combine(AND, active[first.name], active[second.name])
        if both == FALSE:
            continue
        uses, other = _uses(disagreement, first), _uses(disagreement, second)
        yield Diagnostic(
            "E405",
            f"`{first.name}` and `{second.name}` can hold together, and {disagreement.words}",
            Pointer(guideline.text, second.span),
            (Pointer(guideline.text, first.span, "collides with this one"),),
            help=f"with `overrides {second.name}` in `{first.name}`, `{uses}` is used although "
            f"`{second.name}` holds; the other way round, `{other}` is used although "
            f"`{first.name}` holds; where neither will do, write a special case for both, which "
            f"overrides both; if the reason is that a study must not be done, write a "
            f"contraindication instead, which no special case touches; both hold for "
            f"`given {patient_for(guideline, diagrams, both)}`",
        )
        told += 1
        if told >= MOST_TOLD:
            return


@frozen
class _Disagreement:
    """What two special cases disagree on: the study that is replaced, and how that is said."""

    study: str
    words: str


def _uses(disagreement: _Disagreement, case: SpecialCase) -> str:
    """Return the study that is used where one special case alone replaces."""
    return dict(case.replaces).get(disagreement.study, disagreement.study)


def _disagreements(
    cases: tuple[SpecialCase, ...], diagrams: Diagrams
) -> Iterator[tuple[SpecialCase, SpecialCase, _Disagreement]]:
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
            if disagreement is None or not case.replaces:
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


def _disagreement(
    ones: tuple[tuple[str, str], ...], others: tuple[tuple[str, str], ...]
) -> _Disagreement | None:
    """Return what two special cases disagree on, or ``None`` where they do not."""
    for first, second in ((dict(others), dict(ones)), (dict(ones), dict(others))):
        for study, use in first.items():
            if second.get(study, use) != use:
                words = f"replace `{study}` by `{use}` and by `{second[study]}`"
                return _Disagreement(study, words)
            if use in second:
                words = f"one replaces `{study}` by `{use}`, which the other replaces"
                return _Disagreement(study, words)
    return None
