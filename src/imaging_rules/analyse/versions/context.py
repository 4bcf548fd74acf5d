"""What may hold of all patients who differ, so that few facts need be named of them.

The *other rules* are those that say the same in both versions.
"""

from collections.abc import Hashable, Iterator
from typing import assert_never

from attrs import frozen

from imaging_rules.analyse.versions.with_contradictions import level_at
from imaging_rules.diagram.from_model import Diagrams
from imaging_rules.diagram.pair import Both
from imaging_rules.diagram.store import (
    ABOVE,
    AND,
    CAP,
    CAP_STUDY,
    EQUAL,
    FALSE,
    HIGHER,
    NOTHING,
    OR,
    OR_ELSE,
    TRUE,
)
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import (
    Contraindication,
    DecidingRule,
    Indication,
    Limit,
    NotIndicated,
    RedFlag,
    SpecialCase,
    WaitingPeriod,
)
from imaging_rules.values.recommendation import Recommendation

_HIGHEST = Recommendation.IMAGE_IMMEDIATELY.end
_WORDS = {each.end: f"`{each.words}`" for each in Recommendation}


@frozen
class Context:
    """Something that holds of patients: its diagram, its words, and how much it burdens a reader.

    The words follow those for a group: ``patients with fever, of whom no red flag holds``.
    """

    diagram: int
    words: str
    burden: int


def same_level(both: Both) -> int:
    """Return the diagram of the patients for whom both decide on the same level."""
    return both.store.combine(EQUAL, both.old.level, both.new.level)


def contexts_of_any(both: Both) -> Iterator[Context]:
    """Yield what may hold of any patients: that no red flag holds, and nothing."""
    store = both.store
    no_red_flag = store.negation(store.combine(OR, both.old.any_red_flag, both.new.any_red_flag))
    if no_red_flag not in (TRUE, FALSE):
        yield Context(no_red_flag, "of whom no red flag holds", 1)
    yield Context(TRUE, "", 0)


class ChangeContexts:
    """Finds what may hold of all patients of a change."""

    def __init__(self, old: Guideline, new: Guideline, both: Both) -> None:
        self._versions = ((old, both.old), (new, both.new))
        self._both = both
        self._store = both.store
        before, after = meanings(old, both.old), meanings(new, both.new)
        self._alike = {name for name, meant in before.items() if after.get(name) == meant}
        self._stays = same_level(both)

    def of_level(self, before: int, after: int) -> Iterator[Context]:
        """Yield what may hold of all whose decision changes from one level to another."""
        store, both = self._store, self._both
        was, now = level_at(before, None), level_at(after, None)
        yield Context(store.where(both.old.level, before), f"whose decision was `{was.words}`", 3)
        yield Context(store.where(both.new.level, after), f"whose decision is now `{now.words}`", 3)
        guideline, diagrams = self._versions[was.end > now.end]
        lower = min(was.end, now.end)
        if self._alike:
            others = self._highest(guideline, diagrams, None)
            silent = store.map(
                {0: Recommendation.OUT_OF_SCOPE.end, 1: guideline.header.otherwise.end},
                diagrams.applies,
            )
            come_to = store.where(store.combine(OR_ELSE, others, silent), lower)
            yield Context(come_to, f"for whom the other rules come to {_WORDS[lower]}", 1)
            yield self._no_other(others, lower, "")
        yield from contexts_of_any(self._both)

    def of_study(self, study: str, before: int, after: int) -> Iterator[Context]:
        """Yield what may hold of all of whom the level of a study changes, and nothing else."""
        for each in self._of_study(study, before, after):
            yield Context(
                self._store.combine(AND, each.diagram, self._stays),
                " and ".join(filter(None, (each.words, "whose level stays")))
                if each.words
                else "whose level stays",
                each.burden + 1,
            )
            yield each

    def _of_study(self, study: str, before: int, after: int) -> Iterator[Context]:
        store, both = self._store, self._both
        old, new = both.studies[study]
        was, now = level_at(before, study), level_at(after, study)
        yield Context(store.where(old, before), f"for whom {study} was `{was.words}`", 3)
        yield Context(store.where(new, after), f"for whom {study} is now `{now.words}`", 3)
        guideline, diagrams = self._versions[was.end > now.end]
        if self._alike and study in diagrams.studies:
            others = self._highest(guideline, diagrams, study)
            yield self._no_other(others, min(was.end, now.end), f" of {study}")
        yield from contexts_of_any(self._both)

    def _no_other(self, others: int, lower: int, of: str) -> Context:
        silent = self._store.negation(self._store.combine(ABOVE, others, lower))
        says = "speaks"
        if any(each.is_level and each.end <= lower for each in Recommendation):
            says = f"says more than {_WORDS[lower]}"
        return Context(silent, f"for whom no other rule {says}{of}", 1)

    def _highest(self, guideline: Guideline, diagrams: Diagrams, study: str | None) -> int:
        """Return what the other rules say of imaging (None) or of a study."""
        store, parts = self._store, diagrams.parts
        capped = _HIGHEST
        for limit in guideline.of(Limit):
            if limit.name in self._alike:
                held = store.map({0: _HIGHEST, 1: limit.level.end}, diagrams.rules[limit.name])
                capped = store.combine(CAP, held, capped)
        scoped = [d for name, d in parts.uncapped.get(study, {}).items() if name in self._alike]
        flags = [d for name, d in parts.flags.get(study, {}).items() if name in self._alike]
        lowered = store.combine(
            CAP if study is None else CAP_STUDY, store.fold(HIGHER, scoped, NOTHING), capped
        )
        return store.fold(HIGHER, flags, lowered)


def meanings(guideline: Guideline, diagrams: Diagrams) -> dict[str, Hashable]:
    """Return for each rule, contradictions aside, what it means.

    Two rules whose diagrams are in one store mean the same exactly where these are equal: they
    speak for the same patients and say the same, before limits and before special cases replace
    anything. What they are called, and their remarks and actions, may differ.
    """
    parts = diagrams.parts
    said: dict[str, set[Hashable]] = {}
    for kind, by_study in (
        ("flag", parts.flags),
        ("said", parts.uncapped),
        ("against", parts.against),
    ):
        for study, rules in by_study.items():
            for name, diagram in rules.items():
                said.setdefault(name, set()).add((kind, study, diagram))
    for move in parts.moves:
        said.setdefault(move.case, set()).add(("moves", move.study, move.use, move.active))
    return {
        rule.name: (
            type(rule),
            diagrams.rules[rule.name],
            _besides(rule),
            frozenset(said.get(rule.name, ())),
        )
        for rule in guideline.deciding_rules
    }


def _besides(rule: DecidingRule) -> Hashable:
    """Return what a rule says that is in no diagram of its own."""
    match rule:
        case Limit():
            return rule.level
        case SpecialCase():
            return frozenset(rule.overrides)
        case Contraindication():
            return frozenset(rule.rules_out)
        case RedFlag() | Indication() | NotIndicated() | WaitingPeriod():
            return None
        case _:
            assert_never(rule)
