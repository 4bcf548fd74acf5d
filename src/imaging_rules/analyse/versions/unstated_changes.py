"""What is taken of facts that are not stated, where two versions take something else."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from imaging_rules.analyse.versions.changed_decisions import BUDGET_OF_ONE
from imaging_rules.analyse.versions.records import BlockChange
from imaging_rules.analyse.versions.with_contradictions import (
    OPEN_LEVEL,
    OPEN_STUDY,
    consistent_patients,
    level_at,
    over,
    with_open,
)
from imaging_rules.diagram.pair import Both, reached_together, where_both, with_common_facts
from imaging_rules.diagram.store import AND, CAP, HIGHER, ONLY_IF, TRUE, OverBudgetError
from imaging_rules.model.facts import Fact, Value
from imaging_rules.model.guideline import Guideline

_Taken = Mapping[str, Value | None]


def unstated_changes(
    old: Guideline, new: Guideline, both: Both
) -> Iterator[tuple[str, BlockChange]]:
    """Yield each fact of both versions of which something else is taken, and what changed.

    That is what is assumed of it where nobody says, and what a screen's none gives it. For a
    patient of whom everything is stated, nothing changes; of one of whom all else is, and whose
    answers contradict nothing, it is told which decisions do.

    Args:
        old: The old version, its facts called as in the new one.
        new: The new version.
        both: Both as diagrams, without what contradictions make of them.
    """
    levels = _Levels(old, new, both)
    for fact in new.facts:
        before = old.fact.get(fact.name)
        if before is not None:
            was, now = _words(before, before.assumed), _words(fact, fact.assumed)
            if was != now:
                how = f"not stated, it was {was}, and is {now}"
                how += levels.told({fact.name: before.assumed}, {fact.name: fact.assumed})
                yield fact.name, BlockChange("fact", fact.name, how)
    for name in dict.fromkeys([*old.screen, *new.screen]):
        before_all = dict(old.screen[name].covers) if name in old.screen else {}
        after_all = dict(new.screen[name].covers) if name in new.screen else {}
        names = dict.fromkeys([*before_all, *after_all])
        covered = [each for each in names if each in old.fact and each in new.fact]
        taken = [{each: values.get(each) for each in covered} for values in (before_all, after_all)]
        for each in covered:
            was, now = (
                _words(old.fact[each], taken[0][each]),
                _words(new.fact[each], taken[1][each]),
            )
            if was != now:
                how = f"none to it left `{each}` {was}, and leaves it {now}"
                yield each, BlockChange("screen", name, how + levels.told(*taken))


def _words(fact: Fact, value: Value | None) -> str:
    return "open" if value is None else fact.words(value)


def _has(fact: Fact, value: Value) -> bool:
    if isinstance(value, Fraction):
        return any(value in region for region in fact.number.regions)
    return value in fact.regions


class _Levels:
    """Tells which decisions change where something else is taken of facts."""

    def __init__(self, old: Guideline, new: Guideline, both: Both) -> None:
        self._both = both
        self._sides = (
            (with_common_facts(old, both.facts, old=True), both.old),
            (with_common_facts(new, both.facts, old=False), both.new),
        )

    def told(self, old: _Taken, new: _Taken) -> str:
        """Return the levels that change, or those of studies where no level does, in words.

        Args:
            old: The facts of which something is taken, with what it is; ``None`` is open.
            new: The same for the new version.
        """
        both = self._both
        if not all(map(self._compares, (0, 1), (old, new))):
            return ""
        try:
            with both.store.allowing(BUDGET_OF_ONE):
                among = TRUE
                for side, taken in enumerate((old, new)):
                    consistent = consistent_patients(*self._sides[side])
                    among = both.store.combine(AND, among, self._where(side, consistent, taken))
                level = both.old.level, both.new.level
                said: list[tuple[str | None, tuple[int, int]]] = [(None, level)]
                for study, roots in [*said, *both.studies.items()]:
                    sides = zip(roots, (old, new), strict=True)
                    one, other = (self._level(n, study, *each) for n, each in enumerate(sides))
                    found = [
                        f"{level_at(a, study).words} → {level_at(b, study).words}"
                        for a, b in sorted(reached_together(both.store, one, other))
                        if a != b
                        and both.store.combine(AND, among, where_both(both.store, one, a, other, b))
                    ]
                    if found:
                        whose = f", {study}" if study else ""
                        return f"; with all else stated{whose}: {', '.join(found)}"
        except OverBudgetError:
            return "; which decisions that changes would take too long to find"
        return ""

    def _compares(self, side: int, taken: _Taken) -> bool:
        """Return whether what is taken is among the values that both versions know."""
        facts = self._sides[side][0].fact
        return all(value is None or _has(facts[name], value) for name, value in taken.items())

    def _where(self, side: int, root: int, taken: _Taken) -> int:
        """Return where a condition holds with what is taken, whatever the open facts are."""
        return over(self._both.store, self._fixed(side, root, taken), self._open(side, taken), CAP)

    def _level(self, side: int, study: str | None, root: int, taken: _Taken) -> int:
        end = OPEN_STUDY if study else OPEN_LEVEL
        fixed = self._fixed(side, root, taken)
        return with_open(self._both.store, fixed, self._open(side, taken), end)

    def _open(self, side: int, taken: _Taken) -> set[int]:
        place = self._sides[side][1].place
        return {place[name] for name, value in taken.items() if value is None}

    def _fixed(self, side: int, root: int, taken: _Taken) -> int:
        """Return a diagram with the values that are taken put in place of their facts."""
        store, (guideline, diagrams) = self._both.store, self._sides[side]
        for name, value in taken.items():
            if value is not None:
                fact, variable = guideline.fact[name], diagrams.place[name]
                region = fact.region_of(value)
                holds = store.test(variable, [n == region for n in range(len(fact.regions))])
                root = over(store, store.combine(ONLY_IF, holds, root), {variable}, HIGHER)
        return root
