"""What is taken of facts that are not stated, where it differs between two versions."""

from collections.abc import Iterator

from imaging_rules.analyse.versions.difference import BlockChange
from imaging_rules.model.facts import Fact, Value
from imaging_rules.model.guideline import Guideline


def unstated_changes(old: Guideline, new: Guideline) -> Iterator[tuple[str, BlockChange]]:
    """Yield each fact of both versions of which something else is taken, and what changed.

    That is what is assumed of it where nobody says, and what a screen's none gives it. For a
    patient of whom everything is stated, nothing changes.

    Args:
        old: The old version.
        new: The new version.
    """
    for fact in new.facts:
        before = old.fact.get(fact.name)
        if before is not None:
            was, now = _words(before, before.assumed), _words(fact, fact.assumed)
            if was != now:
                how = f"not stated, it was {was}, and is {now}"
                yield fact.name, BlockChange("fact", fact.name, how)
    for name in dict.fromkeys([*old.screen, *new.screen]):
        before_all = dict(old.screen[name].covers) if name in old.screen else {}
        after_all = dict(new.screen[name].covers) if name in new.screen else {}
        for covered in dict.fromkeys([*before_all, *after_all]):
            if covered in old.fact and covered in new.fact:
                was = _words(old.fact[covered], before_all.get(covered))
                now = _words(new.fact[covered], after_all.get(covered))
                if was != now:
                    how = f"none to it left `{covered}` {was}, and leaves it {now}"
                    yield covered, BlockChange("screen", name, how)


def _words(fact: Fact, value: Value | None) -> str:
    return "open" if value is None else fact.words(value)
