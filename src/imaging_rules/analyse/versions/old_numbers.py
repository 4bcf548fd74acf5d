"""What a changed threshold leaves behind: texts with the old number, and the old citation."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from imaging_rules.analyse.checks.bounds import (
    Bound,
    Numbers,
    bounds_of_blocks,
    direct_bounds_of_blocks,
)
from imaging_rules.analyse.checks.numbers_in_texts import Spoken, is_known, may_mean, spoken_numbers
from imaging_rules.analyse.versions.records import BlockChange, OldNumber
from imaging_rules.diagram.conditions import definitions_of
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.notes import Notes
from imaging_rules.model.rules import Rule
from imaging_rules.syntax.parse import parse
from imaging_rules.syntax.texts import texts_of

Block = tuple[str, str]
"""The keyword and the name of a block."""

# The words of a source stay as they are, and other versions were published at other times.
_NOT_LOOKED_INTO = frozenset({"cite", "quote", "version", "published", "updated"})


def old_numbers(old: Guideline, new: Guideline) -> Iterator[OldNumber]:
    """Yield each text of a new version that speaks of a number that was a bound in the old one.

    Where another block has the number still, only the texts of the block that lost it are told,
    and the ranges that were those of that block.
    """
    before, after = bounds_of_blocks(old), bounds_of_blocks(new)
    kept = Numbers(frozenset().union(*after.values()))
    now = {block: Numbers(bounds) for block, bounds in after.items()}
    gone = {
        block: [bound for bound in bounds if not _has(now[block], bound)]
        for block, bounds in before.items()
        if block in after
    }
    changed = {block: bounds for block, bounds in gone.items() if bounds}
    if not changed:
        return
    lost_by = {block: Numbers(bounds) for block, bounds in changed.items()}
    was = {block: Numbers(before[block]) for block in changed}
    everywhere = Numbers(
        bound for bounds in changed.values() for bound in bounds if not _has(kept, bound)
    )
    file, _ = parse(new.text)
    for block in file.blocks:
        own = lost_by.get((block.keyword, block.name.text), everywhere)
        for keyword, text in texts_of(block):
            if keyword in _NOT_LOOKED_INTO:
                continue
            written = new.text.text[text.span.start + 1 : text.span.end - 1]
            for spoken in spoken_numbers(written):
                lost = _meant(own, spoken) or _meant(everywhere, spoken)
                if lost is None and len(spoken.values) > 1:
                    lost = _lost_of_range(spoken, was, now, lost_by)
                if lost is not None:
                    yield OldNumber(
                        lost.quantity, block.keyword, block.name.text, keyword, spoken.words
                    )


def _has(numbers: Numbers, bound: Bound) -> bool:
    """Return whether a bound is among some, written in whatever way."""
    return numbers.meant(bound.value, bound.unit, bound.operator, bound.name) is not None


def _meant(numbers: Numbers, spoken: Spoken) -> Bound | None:
    """Return the first of some bounds that a text speaks of."""
    if not may_mean(spoken, numbers):
        return None
    found = (numbers.meant(value, spoken.unit, spoken.operator) for value in spoken.values)
    return next(filter(None, found), None)


def _lost_of_range(
    spoken: Spoken,
    was: Mapping[Block, Numbers],
    now: Mapping[Block, Numbers],
    lost_by: Mapping[Block, Numbers],
) -> Bound | None:
    """Return what a block has lost of a range that was its own, and that no block has now."""

    def has_all(numbers: Numbers) -> bool:
        return may_mean(spoken, numbers) and is_known(spoken, numbers)

    if any(has_all(numbers) for numbers in now.values()):
        return None
    found = (_meant(lost_by[block], spoken) for block, numbers in was.items() if has_all(numbers))
    return next(filter(None, found), None)


def same_citations(old: Guideline, new: Guideline) -> Iterator[BlockChange]:
    """Yield each block with another threshold under the citations that it had before.

    It is accounted for where an `assumes` or `editorial` is new. A definition that cites nothing
    counts with the rules that use it.
    """
    before, after = direct_bounds_of_blocks(old), direct_bounds_of_blocks(new)
    notes_before, notes_after = _notes(old), _notes(new)
    changed = {
        block
        for block, bounds in after.items()
        if block in before and _thresholds(bounds) != _thresholds(before[block])
    }
    uncited = {
        name
        for kind, name in changed
        if kind in ("define", "score")
        and not notes_after[kind, name].citations
        and not _is_accounted_for(notes_before[kind, name], notes_after[kind, name])
    }
    rules = {(rule.kind, rule.name): rule for rule in new.rules}
    for block in after:
        if block not in before or not notes_after[block].citations:
            continue
        through = (
            sorted(_used_by(rules[block], new) & uncited) if uncited and block in rules else []
        )
        if block in changed or through:
            was, now = notes_before[block], notes_after[block]
            if was.citations == now.citations and not _is_accounted_for(was, now):
                own = block in changed
                what = _what_changed(before[block], after[block])
                yield BlockChange(*block, what if own else f"by way of `{through[0]}`")


def _what_changed(before: frozenset[Bound], after: frozenset[Bound]) -> str:
    """Return the words for bounds that are gone and bounds that are new."""
    told = []
    for how, bounds in (("no longer", before - after), ("now", after - before)):
        if bounds:
            told.append(f"{how} {', '.join(sorted(f'`{bound.words}`' for bound in bounds))}")
    return ", ".join(told)


def _is_accounted_for(was: Notes, now: Notes) -> bool:
    return not {*now.assumes, *now.editorial} <= {*was.assumes, *was.editorial}


def _thresholds(bounds: frozenset[Bound]) -> set[tuple[str, str, Fraction]]:
    """Return what bounds tell apart: `over 70` and `at least 71` are one where all is whole."""
    found = set()
    for bound in bounds:
        size = bound.unit.size if bound.unit else Fraction(1)
        operator, value = bound.operator, bound.value
        if bound.whole and operator in ("over", "at most"):
            operator, value = ("at least" if operator == "over" else "under"), value + 1
        found.add((bound.name, operator, value * size))
    return found


def _used_by(rule: Rule, guideline: Guideline) -> set[str]:
    """Return the blocks of the definitions that a rule uses."""
    used = definitions_of(rule.condition, guideline)
    return {guideline.definition[each].block for each in used}


def _notes(guideline: Guideline) -> dict[Block, Notes]:
    found = {("guideline", guideline.header.name): guideline.header.notes}
    for definition in guideline.definitions:
        found["define", definition.block] = definition.notes
    for score in guideline.scores:
        found["score", score.name] = score.notes
    for rule in guideline.rules:
        found[rule.kind, rule.name] = rule.notes
    return found
