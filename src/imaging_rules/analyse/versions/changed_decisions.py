"""The decisions and contradictions that change between two versions, and for which patients."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import assert_never

from attrs import frozen

from imaging_rules.analyse.conditions import Conditions
from imaging_rules.analyse.versions.context import ChangeContexts, Context, same_level
from imaging_rules.analyse.versions.records import BlockChange, LevelChange
from imaging_rules.analyse.versions.side_by_side import Allowance, SideBySide
from imaging_rules.analyse.versions.with_contradictions import level_at
from imaging_rules.diagram.conditions import definitions_of
from imaging_rules.diagram.pair import Both, with_common_facts
from imaging_rules.diagram.store import AND, FALSE
from imaging_rules.diagram.walk import patients
from imaging_rules.model import conditions
from imaging_rules.model.conditions import Condition, comparisons
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import Contradiction

MOST_GROUPS = 60
"""How many groups one change is told in."""
BUDGET = 3_000_000
"""How many steps finding the changes may take, and how many finding the groups of all of them."""
BUDGET_OF_ONE = 500_000
"""How many steps each try may take to find the groups of one change."""


class Changes:
    """Finds the decisions that change between two versions of a guideline.

    Args:
        old: The old version.
        new: The new version.
        both: Both as diagrams.
        names: The facts of the old version that are called otherwise in the new one; in ``old``
            they have their new names.
    """

    def __init__(
        self, old: Guideline, new: Guideline, both: Both, names: Mapping[str, str]
    ) -> None:
        self._both = both
        facts = {variable: both.fact(variable) for variable in range(len(both.facts))}
        labels = {
            variable: " (old)" if fact.new is None else " (new)"
            for variable, fact in facts.items()
            if fact.new is None or fact.old is None
        }
        old_names = {now: was for was, now in names.items()}
        allowance = Allowance(MOST_GROUPS, BUDGET_OF_ONE, BUDGET)
        self._pair = SideBySide(old, new, both, labels, allowance, old_names)
        self._contexts = ChangeContexts(old, new, both)

    def levels(self) -> Iterator[LevelChange]:
        """Yield each change of the decision's level."""
        for ends, wanted in self._pair.differences(self._both.old.level, self._both.new.level):
            yield self._change(None, ends, wanted, self._contexts.of_level(*ends))

    def studies(self) -> Iterator[LevelChange]:
        """Yield each change of a study's level for patients whose decision's level stays."""
        stays = same_level(self._both)
        for study, (old, new) in self._both.studies.items():
            for ends, wanted in self._pair.differences(old, new, stays):
                yield self._change(study, ends, wanted, self._contexts.of_study(study, *ends))

    def patient(self, among: int, is_new: bool) -> str:
        """Return a patient for whom a diagram is true, as examples of one version list facts.

        Args:
            among: The diagram; it is true for some patient.
            is_new: Whether the new version is meant.
        """
        return self._pair.patient_in(among, int(is_new))

    def _change(
        self, study: str | None, ends: tuple[int, int], wanted: int, contexts: Iterable[Context]
    ) -> LevelChange:
        found = self._pair.description(wanted, contexts)
        return LevelChange(
            study,
            level_at(ends[0], study),
            level_at(ends[1], study),
            patients(self._both.store, wanted),
            self._pair.groups(wanted, found),
            found.complete,
        )


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


def in_base_units(condition: Condition, guideline: Guideline) -> Hashable:
    """Return a condition such that what is written alike, in whatever units, is equal.

    With it come the definitions that it uses, each of them once.
    """
    used = sorted(definitions_of(condition, guideline))
    defined = [(name, _scaled(guideline.definition[name].condition, guideline)) for name in used]
    return _scaled(condition, guideline), *defined


def _scaled(condition: Condition, guideline: Guideline) -> Hashable:
    def inner(part: Condition) -> Hashable:
        return _scaled(part, guideline)

    match condition:
        case conditions.IsYes(fact):
            return fact
        case conditions.IsAmong(fact, values):
            scaled = (
                value * _size(fact, guideline) if isinstance(value, Fraction) else value
                for value in values
            )
            return fact, frozenset(scaled)
        case conditions.Compares(fact, operator, bound):
            return fact, operator, bound * _size(fact, guideline)
        case conditions.ComparesFacts(fact, operator, other):
            return fact, operator, other, _dimension(fact, guideline)
        case conditions.Defined(name):
            return "defined", name
        case conditions.Not(part):
            return "not", inner(part)
        case conditions.All(parts):
            return "all", *map(inner, parts)
        case conditions.AtLeast(count, parts):
            return count, *map(inner, parts)
        case conditions.Adds(lines, operator, bound):
            return operator, bound, *((points, inner(part)) for points, part in lines)
        case _:
            assert_never(condition)


def _size(fact: str, guideline: Guideline) -> Fraction:
    unit = guideline.fact[fact].unit
    return unit.size if unit else Fraction(1)


def _dimension(fact: str, guideline: Guideline) -> str:
    unit = guideline.fact[fact].unit
    return unit.dimension if unit else ""
