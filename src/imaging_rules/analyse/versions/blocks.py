"""The blocks that changed between two versions: those that decide otherwise, and the rest."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs
from attrs import evolve, frozen

from imaging_rules.analyse.conditions import Conditions
from imaging_rules.analyse.versions.context import meanings
from imaging_rules.analyse.versions.only_in_one import in_one_version_alone
from imaging_rules.analyse.versions.records import BlockChange
from imaging_rules.analyse.versions.renamed_facts import given_as_written
from imaging_rules.diagram.pair import Both, with_common_facts
from imaging_rules.diagram.store import TRUE
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.notes import Notes
from imaging_rules.model.rules import KINDS, Contradiction, Precaution, Rule, WaitingPeriod

# The words of a clause, where the field is named otherwise.
_CLAUSES = {
    "population": "for",
    "review_by": "review by",
    "applies": "applies when",
    "assumed": "if not stated assume",
    "condition": "as",
    "gate": "ask only when",
    "vocabulary": "use",
    "lines": "first, then",
    "says": "what it recommends",
    "against": "do not image with",
    "replaces": "instead of",
    "rules_out": "rules out",
    "instead": "if ruled out use",
    "remarks": "remark",
    "actions": "action",
    "first": "lasts",
    "last": "lasts",
    "fact": "lasts",
    "citations": "cite",
    "left_out": "leaves out",
    "texts": "text",
}
_OF_ADVICE = {"levels": "for"}
_OF_EXAMPLE = {"levels": "expect", **dict.fromkeys(("studies", "scores", "choices"), "with")}
_OF_A_SCORE = {"lines": "add, take"}
_OF_A_WAITING_PERIOD = {"says": "then"}
_OF_A_KIND = {
    "advice": _OF_ADVICE,
    "example": _OF_EXAMPLE,
    "score": _OF_A_SCORE,
    WaitingPeriod.kind: _OF_A_WAITING_PERIOD,
}
_NOT_WRITTEN = {"span", "regions"}
# What decides something. Whether it does is told by the diagrams, and not by the text.
DECIDING = frozenset(
    {
        *("when", "says", "against", "level", "first", "last", "fact", "without"),
        *("replaces", "overrides", "condition", "applies", "otherwise", "type", "covers"),
        *("assumed", "lines", "rules_out", "instead"),
    }
)


@frozen
class Changed:
    """A block that is in one version alone, or in both with other clauses.

    ``fields`` are those of the model that differ; it is empty where a version lacks the block.
    """

    kind: str
    name: str
    how: str
    fields: tuple[str, ...] = ()

    def words(self, fields: Iterable[str]) -> str:
        """Return the words for some of its fields, each clause once, in order."""
        special = _OF_A_KIND.get(self.kind, {})
        clauses = (special.get(each) or _CLAUSES.get(each, each) for each in fields)
        return ", ".join(dict.fromkeys(f"`{clause}`" for clause in clauses))


def changed_blocks(old: Guideline, new: Guideline, names: Mapping[str, str]) -> Iterator[Changed]:
    """Yield each block that differs between two versions, by kind and in the new one's order.

    Args:
        old: The old version, its facts called as in the new one.
        new: The new version.
        names: The facts of the old version that are called otherwise in the new one.
    """
    fields = tuple(_different(old.header, new.header))
    if fields:
        yield Changed("header", "", "changed", fields)
    before, after = _by_kind(old), _by_kind(new)
    # What `everything else is no` means hangs on the facts: an example that was not touched gives
    # the same.
    was_given, is_given = given_as_written(old, names), given_as_written(new, {})
    untouched = {title for title, given in is_given.items() if was_given.get(title) == given}
    for kind in after:
        for changed in _of_kind(kind, before[kind], after[kind]):
            if kind != "example" or changed.how != "changed" or changed.name not in untouched:
                yield changed
                continue
            left = tuple(field for field in changed.fields if field != "given")
            if left:
                yield evolve(changed, fields=left)


def _of_kind(kind: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Changed]:
    for name, block in new.items():
        if name not in old:
            yield Changed(_kind(kind, block), name, "added")
        elif type(old[name]) is not type(block):
            yield Changed(_kind(kind, block), name, f"was a {_kind(kind, old[name])}", ("when",))
        else:
            fields = tuple(_different(old[name], block))
            if fields:
                yield Changed(_kind(kind, block), name, "changed", fields)
    for name, block in old.items():
        if name not in new:
            yield Changed(_kind(kind, block), name, "removed")
    shared = [name for name in old if name in new]
    if shared != [name for name in new if name in old]:
        yield Changed(kind, "", "in another order")


def _kind(kind: str, block: Any) -> str:
    return block.kind if isinstance(block, Rule) else kind


def _by_kind(guideline: Guideline) -> dict[str, dict[str, Any]]:
    # Those made of a choice or a score are told of with it.
    plain = [each for each in guideline.definitions if each.name == each.block]
    return {
        "source": dict(guideline.source),
        "fact": dict(guideline.fact),
        "screen": dict(guideline.screen),
        "define": {d.name: d for d in plain} | {c.name: c for c in guideline.choices},
        "score": {each.name: each for each in guideline.scores},
        "study": dict(guideline.study),
        "rule": {rule.name: rule for rule in guideline.rules},
        "advice": {advice.name: advice for advice in guideline.advice},
        "example": {example.title: example for example in guideline.examples},
    }


def _different(old: Any, new: Any) -> Iterator[str]:
    """Yield the fields in which two blocks differ, those of their notes among them."""
    for field in attrs.fields(type(new)):
        was, now = getattr(old, field.name), getattr(new, field.name)
        if field.name in _NOT_WRITTEN or was == now:
            continue
        if isinstance(now, Notes):
            yield from _different(was, now)
        else:
            yield field.name


_TOLD_ELSEWHERE = frozenset({Contradiction.kind, Precaution.kind})
_RULES = frozenset(KINDS) - _TOLD_ELSEWHERE
_IN_ANOTHER_ORDER = {
    "study": "the studies stand in another order: another is named first among equals",
    "fact": "the facts stand in another order: so do the questions",
}

_DEFINING = ("define", "score")


def block_changes(
    old: Guideline, new: Guideline, both: Both, names: Mapping[str, str]
) -> tuple[list[BlockChange], list[BlockChange]]:
    """Return the blocks that say something else of patients, and what changed besides.

    Contradictions, precautions, what is assumed and what screens cover are told of elsewhere.

    Args:
        old: The old version, its facts called as in the new one.
        new: The new version.
        both: Both as diagrams.
        names: The facts of the old version that are called otherwise in the new one.
    """
    teller = _Teller(old, new, both)
    for changed in changed_blocks(old, new, names):
        teller.tell(changed)
    return teller.deciding, teller.others


class _Teller:
    """Sorts what changed by whether it decides."""

    def __init__(self, old: Guideline, new: Guideline, both: Both) -> None:
        self._old, self._new, self._both = old, new, both
        self._before, self._after = meanings(old, both.old), meanings(new, both.new)
        self._said = " ".join(in_one_version_alone(old, new, both.facts))
        self.deciding: list[BlockChange] = []
        self.others: list[BlockChange] = []

    def tell(self, changed: Changed) -> None:
        """Add a block to what decides, or to what does not."""
        if changed.how == "in another order":
            words = _IN_ANOTHER_ORDER.get(changed.kind, "")
            self.others += [BlockChange(changed.kind, "", words)] if words else []
        elif changed.how == "changed":
            self._tell_clauses(changed)
        elif changed.kind in _RULES:
            self._tell_rule(changed)
        elif changed.kind not in _TOLD_ELSEWHERE and not self._is_said(changed):
            self.others.append(BlockChange(changed.kind, changed.name, changed.how))

    def _tell_rule(self, changed: Changed) -> None:
        """Tell of a rule that was added or removed, or is of another kind."""
        name = changed.name
        if changed.how == "added":
            for other, meaning in self._before.items():
                if other not in self._after and meaning == self._after[name]:
                    self.others.append(
                        BlockChange(changed.kind, changed.name, f"was called {other}")
                    )
                    return
        if changed.how == "removed" and any(
            other not in self._before and meaning == self._before[name]
            for other, meaning in self._after.items()
        ):
            return
        self.deciding.append(BlockChange(changed.kind, changed.name, changed.how))

    def _tell_clauses(self, changed: Changed) -> None:
        deciding = [field for field in changed.fields if field in DECIDING]
        others = [field for field in changed.fields if field not in DECIDING]
        if changed.kind in ("fact", "screen"):
            # Of what is assumed and covered, it is told elsewhere, and of most types.
            others += [f for f in deciding if f == "type" and not self._is_said(changed)]
        elif changed.kind not in _TOLD_ELSEWHERE and deciding:
            words = changed.words(deciding)
            if self._means_the_same(changed, deciding):
                same = f"{words}: written otherwise, with the same meaning"
                self.others.append(BlockChange(changed.kind, changed.name, same))
            elif changed.kind in (*_RULES, "header", "study", *_DEFINING):
                self.deciding.append(BlockChange(changed.kind, changed.name, words))
            else:
                self.others.append(BlockChange(changed.kind, changed.name, words))
        if others:
            words = changed.words(others)
            if changed.kind == "fact" and "gate" in others and self._gate_moved(changed.name):
                words += "; other patients are asked for it"
            self.others.append(BlockChange(changed.kind, changed.name, words))

    def _means_the_same(self, changed: Changed, deciding: list[str]) -> bool:
        if changed.kind in _RULES:
            return self._before[changed.name] == self._after[changed.name]
        if changed.kind == "header":
            return deciding == ["applies"] and self._both.old.applies == self._both.new.applies
        if changed.kind in _DEFINING:
            facts = self._both.facts
            before = Conditions(with_common_facts(self._old, facts, old=True), self._both.old)
            after = Conditions(with_common_facts(self._new, facts, old=False), self._both.new)
            return _defined(before, changed.name) == _defined(after, changed.name)
        return False

    def _gate_moved(self, fact: str) -> bool:
        before, after = (side.gates.get(fact, TRUE) for side in (self._both.old, self._both.new))
        return before != after

    def _is_said(self, changed: Changed) -> bool:
        """Return whether it is told already what of a fact or a study is in one version alone."""
        return changed.kind in ("fact", "study") and f"`{changed.name}`" in self._said


def _defined(conditions: Conditions, block: str) -> dict[str, int]:
    """Return the diagrams of all that a `define` or a `score` makes, by name."""
    return {
        each.name: conditions.diagram(each.condition)
        for each in conditions.guideline.definitions
        if each.block == block
    }
