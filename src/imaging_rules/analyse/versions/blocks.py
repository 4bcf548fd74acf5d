"""The blocks that differ between two versions of a guideline, and in which clauses."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs
from attrs import evolve, frozen

from imaging_rules.analyse.versions.example_facts import given_as_written
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.notes import Notes
from imaging_rules.model.rules import Rule, WaitingPeriod

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
    "actions": "action",
    "remarks": "remark",
    "first": "lasts",
    "last": "lasts",
    "fact": "lasts",
    "citations": "cite",
    "left_out": "leaves out",
    "texts": "text",
}
_OF_ADVICE = {"levels": "for"}
_OF_EXAMPLE = {"levels": "expect", "studies": "with"}
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
