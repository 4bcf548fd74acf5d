"""Contradictions that may be found for other patients than by the old version."""

from collections.abc import Hashable, Iterator

from attrs import frozen

from imaging_rules.analyse.conditions import Conditions
from imaging_rules.analyse.versions.changed_decisions import Changes
from imaging_rules.analyse.versions.fact_comparisons import in_base_units
from imaging_rules.analyse.versions.records import BlockChange
from imaging_rules.diagram.pair import Both, with_common_facts
from imaging_rules.diagram.store import AND, FALSE
from imaging_rules.model.conditions import comparisons
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import Contradiction


@frozen
class _Meaning:
    """When a contradiction holds: the diagram, or how it is written where it compares facts.

    Two that are written otherwise may mean the same all the same; that is then not known.
    """

    diagram: int | None
    written: Hashable = None

    @property
    def never_holds(self) -> bool:
        return self.diagram == FALSE


def contradiction_changes(
    old: Guideline, new: Guideline, both: Both, changes: Changes
) -> Iterator[BlockChange]:
    """Yield each contradiction that is found for other patients than before, as far as is known.

    Of a patient for whom one version finds it, that version holds facts for open which the other
    one believes: the decisions may differ. One that is merely called otherwise is left out.

    Args:
        old: The old version.
        new: The new version.
        both: Both as diagrams.
        changes: What finds words for patients.
    """
    before = _meanings(old, both, old=True)
    after = _meanings(new, both, old=False)
    unmatched = [each for name, each in after.items() if before.get(name) != each]
    for name, now in after.items():
        was = before.get(name)
        if was == now or (was is None and (now.never_holds or now in before.values())):
            continue
        what = "added" if was is None else "`when`"
        yield BlockChange("contradiction", name, what, _patient(was, now, both, changes))
    for name, was in before.items():
        if name not in after and not was.never_holds and was not in unmatched:
            yield BlockChange("contradiction", name, "removed", _patient(was, None, both, changes))


def _meanings(guideline: Guideline, both: Both, old: bool) -> dict[str, _Meaning]:
    diagrams = both.old if old else both.new
    conditions = Conditions(with_common_facts(guideline, both.facts, old), diagrams)
    return {
        rule.name: _Meaning(None, in_base_units(rule.when, guideline))
        if comparisons(rule.when)
        else _Meaning(conditions.diagram(rule.when))
        for rule in guideline.of(Contradiction)
    }


def _patient(was: _Meaning | None, now: _Meaning | None, both: Both, changes: Changes) -> str:
    """Return a patient of whom one version finds a contradiction and the other does not."""
    store = both.store
    before = FALSE if was is None else was.diagram
    after = FALSE if now is None else now.diagram
    if before is None or after is None:
        # How numbers compare with each other is in no diagram.
        return ""
    for one, other, is_new in ((before, after, False), (after, before, True)):
        alone = store.combine(AND, one, store.negation(other))
        if alone != FALSE:
            return changes.patient(alone, is_new)
    return ""
