"""Two guidelines compared for all patients: on whom they disagree, the largest groups first."""

from collections.abc import Iterator

from attrs import evolve

from imaging_rules.analyse.versions.context import Context, contexts_of_any, same_level
from imaging_rules.analyse.versions.disagreement import Disagreement, Disagreements, kind_of
from imaging_rules.analyse.versions.only_in_one import in_one_guideline_alone, listed_names
from imaging_rules.analyse.versions.records import ComparedVersion
from imaging_rules.analyse.versions.side_by_side import Allowance, SideBySide
from imaging_rules.analyse.versions.with_contradictions import both_with_contradictions, level_at
from imaging_rules.diagram.pair import BUDGET as BUDGET_OF_A_PAIR
from imaging_rules.diagram.pair import Both, both_from
from imaging_rules.diagram.store import TRUE
from imaging_rules.diagram.walk import all_patients, patients
from imaging_rules.model.conditions import ALWAYS, comparisons
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import Contradiction

MOST_GROUPS = 20
"""In how many groups one disagreement is told."""
BUDGET = 50_000
"""How many steps each try may take to tell who the patients of one disagreement are."""
BUDGET_OF_ALL = 1_000_000
"""How many steps all of these tries may take."""


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
        levels, *studies = _disagreements(one, other, both, names)
    return Disagreements(
        one=ComparedVersion.of(one),
        other=ComparedVersion.of(other),
        names=names,
        patients=all_patients(both.store),
        levels=levels,
        studies=tuple(each for found in studies for each in found),
        in_one_alone=(
            *in_one_guideline_alone(one, other, both.facts, names),
            *_contradictions_left_out(one, other, names, compared),
        ),
    )


def _contradictions_left_out(
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
                f"of `{name}` these contradictions were left out, {why}: {listed_names(rules)}; "
                "while one is found, its facts count as open"
            )


def _asked_freely(guideline: Guideline) -> Guideline:
    """Return a guideline whose facts may all be asked for: of these patients all is known."""
    return evolve(guideline, facts=tuple(evolve(fact, gate=ALWAYS) for fact in guideline.facts))


def _disagreements(
    one: Guideline, other: Guideline, both: Both, names: tuple[str, str]
) -> Iterator[tuple[Disagreement, ...]]:
    """Yield the disagreements on the level, then those on each study where the levels agree."""
    facts = {variable: both.fact(variable) for variable in range(len(both.facts))}
    # Where each has a fact of that name and means something else by it, it is told whose.
    labels = {
        variable: f" ({names[fact.old is None]})"
        for variable, fact in facts.items()
        if fact.name in one.fact and fact.name in other.fact
        if fact.old is None or fact.new is None
    }
    allowance = Allowance(MOST_GROUPS, BUDGET, BUDGET_OF_ALL)
    pair = SideBySide(one, other, both, labels, allowance)

    def on(study: str | None, roots: tuple[int, int], among: int) -> tuple[Disagreement, ...]:
        differing = [
            (-patients(both.store, wanted), ends, wanted)
            for ends, wanted in pair.differences(*roots, among)
        ]
        # Time is spent first on what concerns the most.
        return tuple(
            _disagreement(pair, study, ends, -count, wanted, _contexts(both, names, study, ends))
            for count, ends, wanted in sorted(differing)
        )

    yield on(None, (both.old.level, both.new.level), TRUE)
    for study, root in both.old.studies.items():
        if study in both.new.studies:
            yield on(study, (root, both.new.studies[study]), same_level(both))


def _disagreement(
    pair: SideBySide,
    study: str | None,
    ends: tuple[int, int],
    count: int,
    wanted: int,
    contexts: Iterator[Context],
) -> Disagreement:
    found = pair.description(wanted, contexts)
    groups = pair.groups(wanted, found)
    one, other = (level_at(end, study) for end in ends)
    return Disagreement(
        study,
        one,
        other,
        kind_of(one, other),
        count,
        tuple(sorted(groups, key=lambda each: (-each.patients, len(each.words), each.words))),
        pair.left_out(wanted, found),
    )


def _contexts(
    both: Both, names: tuple[str, str], study: str | None, ends: tuple[int, int]
) -> Iterator[Context]:
    """Yield what may hold of all the patients, so that few facts need be named of them."""
    for name, diagrams, end in zip(names, (both.old, both.new), ends, strict=True):
        root = diagrams.level if study is None else diagrams.studies[study]
        words = f"of whom `{name}` says `{level_at(end, study).words}`"
        words += f" of {study}" if study else ""
        yield Context(both.store.where(root, end), words, 2)
    yield from contexts_of_any(both)
