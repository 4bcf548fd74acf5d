"""Rules that advise against every study, and leave imaging as a whole without a word."""

from collections.abc import Iterator

from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.diagram.from_model import Diagrams
from imaging_rules.diagram.walk import meets
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import Indication
from imaging_rules.values.recommendation import Recommendation


def only_against(guideline: Guideline, diagrams: Diagrams) -> Iterator[Diagnostic]:
    """Yield a warning where some patient is told "do not image" of all studies, and no more.

    A rule with a `remark` is meant so: what is left open is said there, and the reader of the
    decision sees it.

    Args:
        guideline: The guideline.
        diagrams: Its diagrams.
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
