"""The decisions that change between two versions, and for which patients."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress

from attrs import frozen

from imaging_rules.analyse.groups.consistent import consistent
from imaging_rules.analyse.groups.cover import Cube, cover, from_cube, some_patient
from imaging_rules.analyse.groups.in_words import given, group_words, named_facts, quiet_values
from imaging_rules.analyse.versions.context import AllBesides, Besides
from imaging_rules.analyse.versions.difference import ChangedGroup, LevelChange
from imaging_rules.analyse.versions.with_contradictions import level_at
from imaging_rules.diagram.from_model import Diagrams
from imaging_rules.diagram.operations import AND, FALSE, NOTHING
from imaging_rules.diagram.pair import Both, reached_together, where_both
from imaging_rules.diagram.pair_facts import with_common_facts
from imaging_rules.diagram.search import asked, implies, patients
from imaging_rules.diagram.store import OverBudgetError
from imaging_rules.model.guideline import Guideline

MOST_GROUPS = 60
"""How many groups one change is told in."""
BUDGET = 3_000_000
"""How many steps finding the changes may take, and how many finding the groups of all of them."""
BUDGET_OF_ONE = 500_000
"""How many steps finding the groups of one change may take."""


@frozen
class _Cover:
    """Groups that describe a change, with what holds of all of them besides."""

    cubes: list[Cube]
    complete: bool
    besides: Besides

    @property
    def length(self) -> tuple[bool, int]:
        """How much there is to read; what is incomplete is longer than what is not."""
        facts = sum(1 + len(cube) + self.besides.burden for cube in self.cubes)
        return not self.complete, facts


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
        self._old_names = {now: was for was, now in names.items()}
        self._store = both.store
        self._old = with_common_facts(old, both.facts, old=True)
        self._new = with_common_facts(new, both.facts, old=False)
        facts = [both.fact(variable) for variable in range(len(both.facts))]
        self._told = [fact.told for fact in facts]
        self._labels = {
            variable: " (old)" if fact.new is None else " (new)"
            for variable, fact in enumerate(facts)
            if fact.new is None or fact.old is None
        }
        self._narrowed = {
            fact.name for fact in facts if fact.old and fact.new and fact.old.type != fact.new.type
        }
        applies = self._store.combine(AND, both.old.applies, both.new.applies)
        self._quiet = quiet_values(self._store, self._told, (old, new), applies)
        self._besides = AllBesides(old, new, both)
        self._consistent = consistent(self._old, both.old), consistent(self._new, both.new)
        self._left = BUDGET

    def levels(self) -> Iterator[LevelChange]:
        """Yield each change of the decision's level."""
        old, new = self._both.old.level, self._both.new.level
        for before, after in self._different(old, new):
            wanted = where_both(self._store, old, before, new, after)
            besides = self._besides.of_level(before, after)
            yield self._change(None, before, after, wanted, besides)

    def studies(self) -> Iterator[LevelChange]:
        """Yield each change of a study's level for patients whose decision's level stays."""
        before_all, after_all = self._both.old.studies, self._both.new.studies
        for study in dict.fromkeys([*after_all, *before_all]):
            old, new = before_all.get(study, NOTHING), after_all.get(study, NOTHING)
            for before, after in self._different(old, new):
                changed = where_both(self._store, old, before, new, after)
                wanted = self._store.combine(AND, changed, self._besides.level_stays)
                if wanted != FALSE:
                    besides = self._besides.of_study(study, before, after)
                    yield self._change(study, before, after, wanted, besides)

    def patient(self, among: int, is_new: bool) -> str:
        """Return a patient for whom a diagram is true, as examples of one version list facts.

        Args:
            among: The diagram; it is true for some patient.
            is_new: Whether the new version is meant.
        """
        patient = some_patient(self._store, among, self._quiet)
        guideline, diagrams = (self._new, self._both.new) if is_new else (self._old, self._both.old)
        return self._given(guideline, diagrams, patient, [among])

    def _different(self, old: int, new: int) -> list[tuple[int, int]]:
        pairs = reached_together(self._store, old, new)
        return sorted((before, after) for before, after in pairs if before != after)

    def _change(
        self, study: str | None, before: int, after: int, wanted: int, possible: Iterable[Besides]
    ) -> LevelChange:
        best = min(self._covers(wanted, possible), key=lambda each: each.length, default=None)
        return LevelChange(
            study,
            level_at(before, study),
            level_at(after, study),
            patients(self._store, wanted),
            tuple(self._group(cube, best.besides, wanted) for cube in best.cubes) if best else (),
            best is not None and best.complete,
        )

    def _covers(self, wanted: int, possible: Iterable[Besides]) -> list[_Cover]:
        """Return groups in which a change can be told, in several ways; none if all take long."""
        found: list[_Cover] = []
        allowed = min(BUDGET_OF_ONE, self._left)
        # What was found is right, and what was not is told as incomplete.
        with self._store.allowing(allowed):
            with suppress(OverBudgetError):
                for besides in possible:
                    if implies(self._store, wanted, besides.diagram):
                        # One that needs more groups than the best one so far is not the shortest.
                        fewest = [len(each.cubes) for each in found if each.complete]
                        most = min(fewest, default=MOST_GROUPS)
                        told = cover(self._store, wanted, besides.diagram, self._quiet, most)
                        found.append(_Cover(*told, besides))
            self._left -= allowed - max(0, self._store.budget)
        return found

    def _group(self, cube: Cube, besides: Besides, wanted: int) -> ChangedGroup:
        among = self._store.combine(AND, wanted, from_cube(self._store, cube))
        old, new = self._consistent
        sound = self._store.combine(AND, old, new)
        patient = some_patient(self._store, among, self._quiet, sound)
        named = named_facts(cube, self._told, self._labels)
        return ChangedGroup(
            group_words(named, besides.words),
            named,
            besides.words,
            self._given(self._old, self._both.old, patient, [old]),
            self._given(self._new, self._both.new, patient, [new]),
        )

    def _given(
        self,
        guideline: Guideline,
        diagrams: Diagrams,
        patient: list[int],
        also: Sequence[int] = (),
    ) -> str:
        facts = [guideline.facts[place].name for place in self._both.order]
        hang = asked(self._store, [diagrams.level, *diagrams.studies.values(), *also])
        values = dict(zip(facts, patient, strict=True))
        # Of a fact that has other values too in one version, one that both have must be given.
        matters = {facts[variable] for variable in hang} | self._narrowed
        called = self._old_names if diagrams is self._both.old else {}
        return given(guideline, values, matters, called)
