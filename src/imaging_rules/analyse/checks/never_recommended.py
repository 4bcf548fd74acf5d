"""Studies that rules speak of for safety, and that are never recommended where it would matter."""

from collections.abc import Iterator

from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.diagram.from_model import Diagrams
from imaging_rules.diagram.operations import FALSE, PREPARE
from imaging_rules.diagram.search import ends_of, meets
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import Contraindication, Precaution, Rule
from imaging_rules.values.recommendation import StudyRecommendation


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
                yield _told(guideline, rule, study, "rules out")
    for care in guideline.of(Precaution):
        for study in care.before:
            root = diagrams.precautions[care.name, study]
            if PREPARE not in ends_of(store, root):
                yield _told(guideline, care, study, "comes before")


def _told(guideline: Guideline, rule: Rule, study: str, verb: str) -> Diagnostic:
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
