"""The decisions that change between two versions, and for which patients."""

from collections.abc import Iterator

from attrs import frozen

from imaging_rules.analyse.cover import Cube, cover, from_cube, some_patient
from imaging_rules.analyse.difference import Change, Group
from imaging_rules.analyse.groups import given, group_words, named_facts, quiet_values
from imaging_rules.analyse.same import unchanged_rules
from imaging_rules.diagram.common import with_common_facts
from imaging_rules.diagram.compare import Both, reached_together, where, where_both
from imaging_rules.diagram.count import patients
from imaging_rules.diagram.from_model import CAP, CAP_STUDY, NOTHING, Diagrams
from imaging_rules.diagram.search import asked, implies
from imaging_rules.diagram.store import AND, FALSE, HIGHER, OR, TERMINALS, TRUE
from imaging_rules.model.guideline import Guideline
from imaging_rules.values.recommendation import Recommendation

MOST_GROUPS = 60
"""How many groups one change is told in."""

_BY_VALUE = {each.value: each for each in Recommendation}


@frozen
class _Within:
    """Something that holds of all patients of a change, and the words for it."""

    diagram: int
    words: str


class Changes:
    """Finds the decisions that change between two versions of a guideline.

    Args:
        old: The old version.
        new: The new version.
        both: Both as diagrams.
    """

    def __init__(self, old: Guideline, new: Guideline, both: Both) -> None:
        self._both = both
        self._store = store = both.store
        self._old = with_common_facts(old, both.facts, old=True)
        self._new = with_common_facts(new, both.facts, old=False)
        count = len(both.facts)
        self._told = [both.fact(variable).told for variable in range(count)]
        self._labels = {
            variable: " (old)" if both.fact(variable).new is None else " (new)"
            for variable in range(count)
            if None in (both.fact(variable).new, both.fact(variable).old)
        }
        applies = store.combine(AND, both.old.applies, both.new.applies)
        self._quiet = quiet_values(store, self._told, (old, new), applies)
        self._alike = unchanged_rules(old, new, both)
        flags = store.combine(OR, both.old.any_red_flag, both.new.any_red_flag)
        self._no_red_flag = _Within(store.negation(flags), "no red flag holds")

    def levels(self) -> Iterator[Change]:
        """Yield each change of the decision's level."""
        both = self._both
        for before, after in self._different(both.old.level, both.new.level):
            wanted = where_both(self._store, both.old.level, before, both.new.level, after)
            yield self._change(None, before, after, wanted)

    def studies(self) -> Iterator[Change]:
        """Yield each change of a study's level for patients whose decision's level stays."""
        store, both = self._store, self._both
        same = FALSE
        for before, after in reached_together(store, both.old.level, both.new.level):
            if before == after:
                here = where_both(store, both.old.level, before, both.new.level, after)
                same = store.combine(OR, same, here)
        names = dict.fromkeys([*both.new.studies, *both.old.studies])
        for study in names:
            old = both.old.studies.get(study, NOTHING)
            new = both.new.studies.get(study, NOTHING)
            for before, after in self._different(old, new):
                wanted = store.combine(AND, same, where_both(store, old, before, new, after))
                if wanted != FALSE:
                    yield self._change(study, before, after, wanted)

    def _different(self, old: int, new: int) -> list[tuple[int, int]]:
        pairs = reached_together(self._store, old, new)
        return sorted((before, after) for before, after in pairs if before != after)

    def _change(self, study: str | None, before: int, after: int, wanted: int) -> Change:
        options = [_Within(TRUE, ""), self._no_red_flag, self._no_other_rule(study, before, after)]
        best: tuple[list[Cube], bool, _Within] | None = None
        for within in options:
            if within.diagram == TRUE and within.words:
                continue
            if implies(self._store, wanted, within.diagram):
                most = MOST_GROUPS if best is None else len(best[0])
                cubes, complete = cover(
                    self._store, wanted, within.diagram, self._quiet, most
                )
                found = (cubes, complete, within)
                if best is None or _length(found) < _length(best):
                    best = found
        assert best is not None
        cubes, complete, within = best
        return Change(
            study,
            _BY_VALUE[before],
            _BY_VALUE[after],
            patients(self._store, wanted),
            tuple(self._group(cube, within, wanted) for cube in cubes),
            complete,
        )

    def _no_other_rule(self, study: str | None, before: int, after: int) -> _Within:
        """Return where no rule that is alike in both versions says more than the lower level.

        By the version that says less, no rule at all says more.
        """
        store = self._store
        lower = min(before, after)
        diagrams = self._both.old if before < after else self._both.new
        parts = diagrams.parts
        cap = CAP if study is None else CAP_STUDY
        said = [d for name, d in parts.flags.get(study, []) if name in self._alike]
        said += [
            store.combine(cap, d, parts.cap)
            for name, d in parts.uncapped.get(study, [])
            if name in self._alike
        ]
        highest = store.fold(HIGHER, said, NOTHING)
        silent = store.map({end: int(end <= lower) for end in range(TERMINALS)}, highest)
        level = _BY_VALUE[lower]
        words = f"no other rule says more than {level.words}" if level.is_level else (
            "no other rule speaks"
        )
        return _Within(silent, words + (f" of {study}" if study else ""))

    def _group(self, cube: Cube, within: _Within, wanted: int) -> Group:
        store = self._store
        among = store.combine(AND, wanted, from_cube(store, cube))
        patient = some_patient(store, among, self._quiet)
        named = named_facts(cube, self._told, self._labels)
        return Group(
            group_words(named, within.words),
            named,
            within.words,
            self._given(self._old, self._both.old, patient),
            self._given(self._new, self._both.new, patient),
        )

    def _given(self, guideline: Guideline, diagrams: Diagrams, patient: list[int]) -> str:
        facts = [guideline.facts[place].name for place in self._both.order]
        hang = asked(self._store, [diagrams.level, *diagrams.studies.values()])
        values = dict(zip(facts, patient, strict=True))
        return given(guideline, values, {facts[variable] for variable in hang})


def _length(found: tuple[list[Cube], bool, _Within]) -> tuple[bool, int]:
    """Return how long a description is: an incomplete one is the longest."""
    cubes, complete, within = found
    return not complete, sum(1 + len(cube) + bool(within.words) for cube in cubes)
