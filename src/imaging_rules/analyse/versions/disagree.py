"""Two guidelines compared for all patients: on whom they disagree, the largest groups first."""

from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from imaging_rules.analyse.groups.consistent import consistent
from imaging_rules.analyse.groups.cover import Cube, cover, from_cube, some_patient
from imaging_rules.analyse.groups.in_words import given, group_words, named_facts, quiet_values
from imaging_rules.analyse.versions.difference import ComparedVersion
from imaging_rules.analyse.versions.disagreement import (
    DisagreeingGroup,
    Disagreement,
    Disagreements,
    kind_of,
)
from imaging_rules.analyse.versions.with_contradictions import both_with_contradictions, level_at
from imaging_rules.diagram.from_model import Diagrams
from imaging_rules.diagram.operations import AND, EQUAL, FALSE, OR, TRUE
from imaging_rules.diagram.pair import BUDGET as BUDGET_OF_A_PAIR
from imaging_rules.diagram.pair import Both, both_from, reached_together, where_both
from imaging_rules.diagram.pair_facts import CommonFact, with_common_facts
from imaging_rules.diagram.search import all_patients, asked, implies, patients
from imaging_rules.diagram.store import OverBudgetError
from imaging_rules.model.conditions import ALWAYS, comparisons
from imaging_rules.model.facts import ChoiceType, Fact, NumberType, YesNoType
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import Contradiction
from imaging_rules.values.numbers import decimal_text, quantity_text

MOST_GROUPS = 20
"""In how many groups one disagreement is told."""
BUDGET = 50_000
"""How many steps each try may take to tell who the patients of one disagreement are."""
BUDGET_OF_ALL = 1_000_000
"""How many steps all of these tries may take."""


@frozen
class _Besides:
    """Something that holds of patients: its diagram, its words, how much it adds to read."""

    diagram: int
    words: str
    burden: int


def disagreements(one: Guideline, other: Guideline, names: tuple[str, str]) -> Disagreements:
    """Return on whom two guidelines disagree.

    Args:
        one: One guideline.
        other: The other one.
        names: What they are called, which tells them apart.

    Raises:
        TooEntangledError: Together they tell too many cases apart.
        OverBudgetError: So does comparing them.
    """
    one, other = _asked_freely(one), _asked_freely(other)
    both = both_from(one, other)
    both, compared = both_with_contradictions(one, other, both)
    with both.store.allowing(BUDGET_OF_A_PAIR):
        teller = _Teller(one, other, both, names)
        levels, studies = tuple(teller.of_levels()), tuple(teller.of_studies())
    return Disagreements(
        one=_version(one),
        other=_version(other),
        names=names,
        patients=all_patients(both.store),
        levels=levels,
        studies=studies,
        in_one_alone=(
            *_in_one_alone(one, other, both.facts, names),
            *_left_out(one, other, names, compared),
        ),
    )


def _left_out(
    one: Guideline, other: Guideline, names: tuple[str, str], compared: bool
) -> Iterator[str]:
    """Yield sentences about contradictions that were left out of the comparison."""
    for name, guideline in zip(names, (one, other), strict=True):
        rules = [
            rule.name
            for rule in guideline.of(Contradiction)
            if not compared or comparisons(rule.when)
        ]
        if rules:
            why = (
                "as they compare numbers with each other" if compared else "as that takes too long"
            )
            yield (
                f"of `{name}` these contradictions were left out, {why}: {_listed(rules)}; while "
                "one is found, its facts count as open"
            )


def _asked_freely(guideline: Guideline) -> Guideline:
    """Return a guideline whose facts may all be asked for: of these patients all is known."""
    return evolve(guideline, facts=tuple(evolve(fact, gate=ALWAYS) for fact in guideline.facts))


def _version(guideline: Guideline) -> ComparedVersion:
    header = guideline.header
    return ComparedVersion(header.name, header.version, guideline.text.name)


class _Teller:
    """Finds the patients of each disagreement, and words for them."""

    def __init__(
        self, one: Guideline, other: Guideline, both: Both, names: tuple[str, str]
    ) -> None:
        self._both = both
        self._store = store = both.store
        self._names = names
        self._left = BUDGET_OF_ALL
        self._sides = (
            (with_common_facts(one, both.facts, old=True), both.old),
            (with_common_facts(other, both.facts, old=False), both.new),
        )
        facts = [both.fact(variable) for variable in range(len(both.facts))]
        self._told = [fact.told for fact in facts]
        shared = {name for name in one.fact if name in other.fact}
        # Where each has a fact of that name and means something else by it, it is told whose.
        self._labels = {
            variable: f" ({names[fact.old is None]})"
            for variable, fact in enumerate(facts)
            if fact.name in shared and (fact.old is None or fact.new is None)
        }
        self._narrowed = {
            fact.name for fact in facts if fact.old and fact.new and fact.old.type != fact.new.type
        }
        applies = store.combine(AND, both.old.applies, both.new.applies)
        self._quiet = quiet_values(store, self._told, (one, other), applies)
        flags = store.combine(OR, both.old.any_red_flag, both.new.any_red_flag)
        self._no_red_flag = store.negation(flags)
        self._consistent = tuple(consistent(*side) for side in self._sides)
        self._same_level = store.combine(EQUAL, both.old.level, both.new.level)

    def of_levels(self) -> list[Disagreement]:
        return self._all_of(None, self._both.old.level, self._both.new.level, TRUE)

    def of_studies(self) -> Iterator[Disagreement]:
        ones, others = self._both.old.studies, self._both.new.studies
        for study in ones:
            if study in others:
                yield from self._all_of(study, ones[study], others[study], self._same_level)

    def _all_of(self, study: str | None, one: int, other: int, among: int) -> list[Disagreement]:
        found = []
        for says in sorted(reached_together(self._store, one, other)):
            wanted = where_both(self._store, one, says[0], other, says[1])
            wanted = self._store.combine(AND, wanted, among)
            if says[0] != says[1] and wanted != FALSE:
                found.append((-patients(self._store, wanted), says, wanted))
        # Time is spent first on what concerns the most.
        return [
            self._told_of(study, (one, other), says, wanted) for _, says, wanted in sorted(found)
        ]

    def _told_of(
        self, study: str | None, roots: tuple[int, int], says: tuple[int, int], wanted: int
    ) -> Disagreement:
        cubes, besides = self._groups(study, roots, says, wanted)
        groups = [self._group(cube, besides, wanted) for cube in cubes]
        told = self._store.any([from_cube(self._store, cube) for cube in cubes])
        left = self._store.combine(AND, wanted, self._store.negation(told))
        one, other = (level_at(end, study) for end in says)
        return Disagreement(
            study,
            one,
            other,
            kind_of(one, other),
            patients(self._store, wanted),
            tuple(sorted(groups, key=lambda each: (-each.patients, len(each.words), each.words))),
            patients(self._store, left),
        )

    def _groups(
        self, study: str | None, roots: tuple[int, int], says: tuple[int, int], wanted: int
    ) -> tuple[list[Cube], _Besides]:
        """Return groups that are all of the patients, or as many as can be told in time."""
        best: tuple[tuple[bool, int], list[Cube], _Besides] | None = None
        most = MOST_GROUPS
        for besides in self._besides(study, roots, says):
            told = self._cover(wanted, besides, most) or self._cover(wanted, besides, 1)
            if told is not None:
                cubes, complete = told
                length = not complete, sum(1 + len(cube) + besides.burden for cube in cubes)
                if best is None or length < best[0]:
                    best = length, cubes, besides
                # What needs more groups than another way is not the shortest.
                most = min(most, len(cubes)) if complete else most
        return ([], _Besides(TRUE, "", 0)) if best is None else best[1:]

    def _cover(self, wanted: int, besides: _Besides, most: int) -> tuple[list[Cube], bool] | None:
        """Return groups that are the patients, or ``None`` where there are none, or no time."""
        store = self._store
        granted = min(BUDGET, self._left)
        with store.allowing(granted):
            try:
                if not implies(store, wanted, besides.diagram):
                    return None
                return cover(store, wanted, besides.diagram, self._quiet, most)
            except OverBudgetError:
                return None
            finally:
                self._left -= granted - max(0, store.budget)

    def _besides(
        self, study: str | None, roots: tuple[int, int], says: tuple[int, int]
    ) -> Iterator[_Besides]:
        """Yield what may hold of all the patients, so that few facts need be named of them."""
        for name, root, end in zip(self._names, roots, says, strict=True):
            words = f"of whom `{name}` says `{level_at(end, study).words}`"
            words += f" of {study}" if study else ""
            yield _Besides(self._store.where(root, end), words, 2)
        if self._no_red_flag not in (TRUE, FALSE):
            yield _Besides(self._no_red_flag, "of whom no red flag holds", 1)
        yield _Besides(TRUE, "", 0)

    def _group(self, cube: Cube, besides: _Besides, wanted: int) -> DisagreeingGroup:
        among = self._store.combine(AND, wanted, from_cube(self._store, cube))
        sound = self._store.every(self._consistent)
        patient = some_patient(self._store, among, self._quiet, sound)
        named = named_facts(cube, self._told, self._labels)
        one, other = (
            self._given(*side, sound, patient)
            for side, sound in zip(self._sides, self._consistent, strict=True)
        )
        words = group_words(named, besides.words)
        return DisagreeingGroup(
            words, named, besides.words, patients(self._store, among), one, other
        )

    def _given(
        self, guideline: Guideline, diagrams: Diagrams, consistent: int, patient: Sequence[int]
    ) -> str:
        facts = [guideline.facts[place].name for place in self._both.order]
        hang = asked(self._store, [diagrams.level, *diagrams.studies.values(), consistent])
        values = dict(zip(facts, patient, strict=True))
        # Of a fact that has other values too in one of them, one that both have must be given.
        return given(guideline, values, {facts[variable] for variable in hang} | self._narrowed)


def _in_one_alone(
    one: Guideline, other: Guideline, facts: tuple[CommonFact, ...], names: tuple[str, str]
) -> Iterator[str]:
    """Yield sentences about facts, values and studies that only one of two guidelines has."""
    for name, mine, theirs in ((names[0], one, other), (names[1], other, one)):
        alone = [fact.name for fact in mine.facts if fact.name not in theirs.fact]
        if alone:
            yield f"only `{name}` asks for {_listed(alone)}"
    for each in facts:
        before, after = one.fact.get(each.name), other.fact.get(each.name)
        if before is None or after is None:
            continue
        if each.old is None or each.new is None:
            if each.new is not None:
                yield (
                    f"`{each.name}` is {_type_words(before)} in `{names[0]}` and "
                    f"{_type_words(after)} in `{names[1]}`; they were taken for two facts"
                )
        elif _type_words(before) != _type_words(after):
            yield (
                f"`{each.name}` is {_type_words(before)} in `{names[0]}` and "
                f"{_type_words(after)} in `{names[1]}`; what both allow was compared"
            )
        elif before.ask != after.ask:
            yield (
                f"`{each.name}` is asked as “{before.ask}” by `{names[0]}` and as "
                f"“{after.ask}” by `{names[1]}`; they were taken for the same fact"
            )
    for name, mine, theirs in ((names[0], one, other), (names[1], other, one)):
        studies = [study.name for study in mine.studies if study.name not in theirs.study]
        if studies:
            yield f"only `{name}` has the studies {_listed(studies)}"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _type_words(fact: Fact) -> str:
    match fact.type:
        case YesNoType():
            return "yes or no"
        case ChoiceType(values):
            return f"one of {', '.join(values)}"
        case NumberType(range, whole, unit):
            low = decimal_text(range.low) or quantity_text(range.low, unit)
            kind = "a whole number" if whole else "a number"
            return f"{kind} from {low} to {quantity_text(range.high, unit)}"
