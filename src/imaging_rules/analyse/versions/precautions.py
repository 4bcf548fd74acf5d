"""Precautions that are to be taken for other patients than by the old version."""

from collections.abc import Iterator

from imaging_rules.analyse.versions.changed_decisions import Changes
from imaging_rules.analyse.versions.records import BlockChange
from imaging_rules.diagram.from_model import Diagrams
from imaging_rules.diagram.pair import Both
from imaging_rules.diagram.store import BUT_NOT, FALSE, PREPARE
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import Precaution


def precaution_changes(
    old: Guideline, new: Guideline, both: Both, changes: Changes
) -> Iterator[BlockChange]:
    """Yield each precaution that is taken for other patients than before, or before other studies.

    One that is merely called otherwise is left out.

    Args:
        old: The old version.
        new: The new version.
        both: Both as diagrams.
        changes: What finds words for patients.
    """
    before, after = _taken(old, both.old), _taken(new, both.new)
    for name in dict.fromkeys((*after, *before)):
        was, now = before.get(name, {}), after.get(name, {})
        if was == now:
            continue
        if name not in before and now in (each for n, each in before.items() if n not in after):
            continue
        if name not in after and was in (each for n, each in after.items() if n not in before):
            continue
        what = "removed" if name not in new.rule else "added" if name not in old.rule else "changed"
        yield BlockChange("precaution", name, what, _patient(was, now, both, changes))


def _taken(guideline: Guideline, diagrams: Diagrams) -> dict[str, dict[str, int]]:
    """Return when each precaution is to be taken, by study; those left out that never are."""
    found: dict[str, dict[str, int]] = {}
    for each in guideline.of(Precaution):
        for study in each.before:
            root = diagrams.store.where(diagrams.precautions[each.name, study], PREPARE)
            if root != FALSE:
                found.setdefault(each.name, {})[study] = root
    return found


def _patient(was: dict[str, int], now: dict[str, int], both: Both, changes: Changes) -> str:
    """Return a patient for whom a precaution is to be taken by one version alone."""
    store = both.store
    for study in (*now, *was):
        pair = was.get(study, FALSE), now.get(study, FALSE)
        for (one, other), is_new in ((pair, False), (pair[::-1], True)):
            alone = store.combine(BUT_NOT, one, other)
            if alone != FALSE:
                return changes.patient(alone, is_new)
    raise AssertionError("two diagrams that differ come to another end for some patient")
