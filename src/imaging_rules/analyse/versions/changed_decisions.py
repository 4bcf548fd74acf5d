"""The decisions that change between two versions, and for which patients."""

from collections.abc import Iterable, Iterator, Mapping

from imaging_rules.analyse.versions.context import ChangeContexts, Context, same_level
from imaging_rules.analyse.versions.records import LevelChange
from imaging_rules.analyse.versions.side_by_side import Allowance, SideBySide
from imaging_rules.analyse.versions.with_contradictions import level_at
from imaging_rules.diagram.pair import Both
from imaging_rules.diagram.walk import patients
from imaging_rules.model.guideline import Guideline

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
