"""Studies of which rules of one patient say different things, or say them in a misleading order."""

from collections.abc import Iterator

from attrs import frozen

from imaging_rules.analyse.patient_groups import patient_for
from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.diagram.from_model import Diagrams
from imaging_rules.diagram.store import AND, FALSE, PREPARE, RECOMMENDED, SPOKEN
from imaging_rules.diagram.walk import ends_of, meets
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import (
    Contraindication,
    Indication,
    Precaution,
    Rule,
    SpecialCase,
)
from imaging_rules.values.recommendation import Recommendation, StudyRecommendation

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


def advised_against_in_vain(guideline: Guideline, diagrams: Diagrams) -> Iterator[Diagnostic]:
    """Yield a warning for each rule that advises against a study which is recommended all the same.

    The highest that is said of a study counts, so such advice is without effect for the patient
    who is named.

    Raises:
        OverBudgetError: Looking for them outgrows the budget of the diagrams.
    """
    store = diagrams.store
    span = {rule.name: rule.span for rule in guideline.rules}
    for study, root in diagrams.studies.items():
        recommended = store.map(RECOMMENDED, root)
        for name in diagrams.parts.against.get(study, {}):
            both = store.combine(AND, diagrams.rules[name], recommended)
            if both == FALSE:
                continue
            other, both = _recommending(diagrams, study, both)
            patient = f"it is so for `given {patient_for(guideline, diagrams, both)}`"
            at = Pointer(guideline.text, span[name])
            if other == name:
                yield Diagnostic(
                    "W530",
                    f"`{name}` recommends `{study}` and advises against it, "
                    "and the recommendation counts",
                    at,
                    help=f"keep one of the two clauses; {patient}",
                )
                continue
            yield Diagnostic(
                "W530",
                f"`{name}` advises against `{study}` where `{other}` recommends it, "
                "and the recommendation counts",
                at,
                (Pointer(guideline.text, span[other], "recommends it"),),
                help=f"where `{study}` must not be done, write a contraindication: `rules out "
                f"{study}`; to use another study there, a special case: `instead of {study} use "
                f"...`; else narrow one of the two; {patient}",
            )


def _recommending(diagrams: Diagrams, study: str, patients: int) -> tuple[str, int]:
    """Return a rule by which a study is recommended for some of these patients, and those."""
    store, parts = diagrams.store, diagrams.parts
    says = [
        *parts.flags.get(study, {}).items(),
        *parts.uncapped.get(study, {}).items(),
        *((move.case, move.active) for move in parts.moves if move.use == study),
    ]
    for name, said in says:
        speaks = store.map(SPOKEN, said)
        some = store.combine(AND, patients, speaks)
        if some != FALSE:
            return name, some
    raise AssertionError("what is recommended is recommended by a rule")


def only_against(guideline: Guideline, diagrams: Diagrams) -> Iterator[Diagnostic]:
    """Yield a warning where some patient is told "do not image" of all studies, and no more.

    A rule with a `remark` is meant so: what is left open is said there, and the reader of the
    decision sees it.
    """
    store = diagrams.store
    silent = store.where(diagrams.level, Recommendation.NO_GUIDANCE.end)
    against = [
        store.where(said, Recommendation.DO_NOT_IMAGE.end) for said in diagrams.studies.values()
    ]
    if not against:
        return
    patients = store.every([silent, *against])
    rules = [
        rule
        for rule in guideline.of(Indication)
        if rule.against and not rule.says and not rule.remarks
        if meets(store, patients, diagrams.rules[rule.name])
    ]
    if rules:
        first, *others = rules
        yield Diagnostic(
            "W518",
            f"where `{first.name}` holds, each study can come to `do not image` while imaging as a "
            "whole gets `no guidance`",
            Pointer(guideline.text, first.span),
            tuple(Pointer(guideline.text, each.span, "and where this holds") for each in others),
            help="add a `not indicated` with the same condition and `do not image`; or, where "
            "other imaging is left open, say so in a `remark`",
        )


def studies_in_another_order(guideline: Guideline) -> Iterator[Diagnostic]:
    """Yield a warning for each clause that lists studies in another order than their blocks."""
    place = {study.name: number for number, study in enumerate(guideline.studies)}
    for rule in guideline.rules:
        for listed in dict.fromkeys((*(says.studies for says in rule.says), rule.against)):
            in_order = sorted(listed, key=place.__getitem__)
            if list(listed) != in_order:
                yield Diagnostic(
                    "W515",
                    f"`{rule.name}` names `{' or '.join(listed)}`, and among equals the decision "
                    f"names `{in_order[0]}` first",
                    Pointer(guideline.text, rule.span),
                    tuple(
                        Pointer(guideline.text, guideline.study[name].span, label)
                        for name, label in ((in_order[0], "declared first"),)
                    ),
                    help=f"write `{' or '.join(in_order)}`, or move the blocks of the studies",
                )


def never_recommended(guideline: Guideline, diagrams: Diagrams) -> Iterator[Diagnostic]:
    """Yield a warning for each study of a contraindication or precaution that is never recommended.

    Where the rule itself never holds, that is said of its condition.

    Raises:
        OverBudgetError: Looking for them outgrows the budget of the diagrams.
    """
    store = diagrams.store
    for rule in guideline.of(Contraindication):
        for study in rule.rules_out:
            ruled_out = store.where(diagrams.studies[study], StudyRecommendation.RULED_OUT.end)
            holds = diagrams.rules[rule.name]
            if holds != FALSE and not meets(store, holds, ruled_out):
                yield _never_recommended(guideline, rule, study, "rules out")
    for care in guideline.of(Precaution):
        for study in care.before:
            root = diagrams.precautions[care.name, study]
            if PREPARE not in ends_of(store, root):
                yield _never_recommended(guideline, care, study, "comes before")


def _never_recommended(guideline: Guideline, rule: Rule, study: str, verb: str) -> Diagnostic:
    return Diagnostic(
        "W531",
        f"the {rule.kind} `{rule.name}` {verb} `{study}`, which is never recommended while it "
        "holds",
        Pointer(guideline.text, rule.span),
        help=f"take `{study}` out of its list, or see which rule should recommend it",
    )


def lists_in_vain(guideline: Guideline) -> Iterator[Diagnostic]:
    """Yield a warning for each study that says what to use where it is ruled out, and never is."""
    ruled_out = {study for each in guideline.of(Contraindication) for study in each.rules_out}
    for study in guideline.studies:
        if study.instead and study.name not in ruled_out:
            yield Diagnostic(
                "W532",
                f"`{study.name}` says what to use where it is ruled out, and nothing rules it out",
                Pointer(guideline.text, study.span),
                help="write the contraindication that rules it out, or remove `if ruled out use`",
            )
