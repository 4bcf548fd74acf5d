"""Two guidelines side by side: where they differ, and for whom, in words and with a patient."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import define, frozen

from imaging_rules.analyse.cover import Cube, cover, from_cube, some_patient
from imaging_rules.analyse.patient_groups import (
    PatientGroup,
    given_clause,
    group_words,
    named_facts,
    quiet_values,
)
from imaging_rules.analyse.versions.context import Context
from imaging_rules.analyse.versions.with_contradictions import consistent_patients
from imaging_rules.diagram.from_model import Diagrams
from imaging_rules.diagram.pair import Both, reached_together, where_both, with_common_facts
from imaging_rules.diagram.store import AND, FALSE, TRUE, OverBudgetError
from imaging_rules.diagram.walk import asked, implies, patients
from imaging_rules.model.guideline import Guideline


@define
class Allowance:
    """What finding words for patients may take.

    Attributes:
        groups: In how many groups those are told who differ in one way.
        steps_each: How many steps one try may take to find them.
        steps_left: How many steps all tries that are still to come may take.
    """

    groups: int
    steps_each: int
    steps_left: int


@frozen
class Description:
    """Patients as groups, with what holds of all of them; incomplete where some are in none."""

    cubes: list[Cube]
    context: Context
    complete: bool

    @property
    def burden(self) -> tuple[bool, int]:
        """How much there is to read; what is incomplete is more than what is not."""
        facts = sum(1 + len(cube) + self.context.burden for cube in self.cubes)
        return not self.complete, facts


class SideBySide:
    """Finds the patients for whom two guidelines say different things, and words for them.

    Args:
        one: One guideline, or the old version.
        other: The other one.
        both: Both as diagrams.
        labels: For some variables, what to add to the name of the fact.
        allowance: What it may take; it is used up.
        names: Names by which the first guideline calls facts that both have.
    """

    def __init__(
        self,
        one: Guideline,
        other: Guideline,
        both: Both,
        labels: Mapping[int, str],
        allowance: Allowance,
        names: Mapping[str, str] | None = None,
    ) -> None:
        self._both = both
        self._store = both.store
        self._labels = labels
        self._allowance = allowance
        self._sides: tuple[tuple[Guideline, Diagrams, Mapping[str, str]], ...] = (
            (with_common_facts(one, both.facts, old=True), both.old, names or {}),
            (with_common_facts(other, both.facts, old=False), both.new, {}),
        )
        facts = [both.fact(variable) for variable in range(len(both.facts))]
        self._facts = [fact.told for fact in facts]
        # Of a fact that has other values too in one of them, one that both have must be given.
        self._narrowed = {
            fact.name for fact in facts if fact.old and fact.new and fact.old.type != fact.new.type
        }
        applies = self._store.combine(AND, both.old.applies, both.new.applies)
        self._quiet = quiet_values(self._store, self._facts, (one, other), applies)
        self._consistent = [
            consistent_patients(guideline, diagrams) for guideline, diagrams, _ in self._sides
        ]

    def differences(
        self, one: int, other: int, among: int = TRUE
    ) -> Iterator[tuple[tuple[int, int], int]]:
        """Yield each two ends to which diagrams of both come, with the patients for whom they do.

        Args:
            one: A diagram of the first guideline.
            other: One of the second.
            among: The diagram of the patients who are looked at.
        """
        for ends in sorted(reached_together(self._store, one, other)):
            if ends[0] != ends[1]:
                found = where_both(self._store, one, ends[0], other, ends[1])
                found = self._store.combine(AND, found, among)
                if found != FALSE:
                    yield ends, found

    def description(self, wanted: int, contexts: Iterable[Context]) -> Description:
        """Return patients in as few words as were found; in no group if all takes too long."""
        best: Description | None = None
        most = self._allowance.groups
        for context in contexts:
            found = self._described(wanted, context, most)
            if found and found.cubes and (best is None or found.burden < best.burden):
                best = found
            if found and found.complete:
                # What needs more groups than another way is not the shortest.
                most = min(most, len(found.cubes))
        return best or Description([], Context(TRUE, "", 0), complete=False)

    def _described(self, wanted: int, context: Context, most: int) -> Description | None:
        """Return groups with one context; ``None`` where it does not hold, or takes too long."""
        store = self._store
        steps = min(self._allowance.steps_each, self._allowance.steps_left)
        with store.allowing(steps):
            try:
                if implies(store, wanted, context.diagram):
                    cubes, complete = cover(store, wanted, context.diagram, self._quiet, most)
                    return Description(cubes, context, complete)
            except OverBudgetError:
                pass
            finally:
                self._allowance.steps_left -= steps - max(0, store.budget)
        return None

    def groups(self, wanted: int, found: Description) -> tuple[PatientGroup, ...]:
        """Return the groups of a description, each with one of its patients.

        Args:
            wanted: The diagram of the patients who are described.
            found: Their description.
        """
        return tuple(self._group(cube, found.context, wanted) for cube in found.cubes)

    def left_out(self, wanted: int, found: Description) -> int:
        """Return how many of the patients are in no group."""
        if found.complete:
            return 0
        inside = self._store.any([from_cube(self._store, cube) for cube in found.cubes])
        return patients(self._store, self._store.combine(AND, wanted, self._store.negation(inside)))

    def _group(self, cube: Cube, context: Context, wanted: int) -> PatientGroup:
        among = self._store.combine(AND, wanted, from_cube(self._store, cube))
        sound = self._store.every(self._consistent)
        patient = some_patient(self._store, among, self._quiet, sound)
        named = named_facts(cube, self._facts, self._labels)
        one, other = (self._given(side, patient, self._consistent[side]) for side in (0, 1))
        words = group_words(named, context.words)
        return PatientGroup(words, named, context.words, patients(self._store, among), one, other)

    def patient_in(self, among: int, side: int) -> str:
        """Return a patient for whom a diagram is true, as examples of one guideline list facts.

        Args:
            among: The diagram; it is true for some patient.
            side: Which guideline is meant: 0 or 1.
        """
        return self._given(side, some_patient(self._store, among, self._quiet), among)

    def _given(self, side: int, patient: Sequence[int], also: int) -> str:
        guideline, diagrams, names = self._sides[side]
        hang = asked(self._store, [diagrams.level, *diagrams.studies.values(), also])
        values = {}
        for variable, region in enumerate(patient):
            fact = guideline.facts[self._both.order[variable]]
            if variable in hang or fact.name in self._narrowed:
                values[fact.name] = fact.sample(region)
        return given_clause(guideline, values, names)
