"""What differs between two versions of a guideline, and for whom, as data and as a text."""

from collections.abc import Iterable, Iterator, Sequence
from textwrap import indent
from typing import Any, NoReturn

import attrs
from attrs import frozen

from imaging_rules.analyse.patient_groups import PatientGroup
from imaging_rules.analyse.versions.records import (
    BlockChange,
    ComparedVersion,
    LevelChange,
    OldNumber,
    recommendation_words,
)
from imaging_rules.values.counts import combinations, count, readable

_MOST_GROUPS = 12
_MOST_NAMED = 3


@frozen(kw_only=True)
class Difference:
    """What differs between two versions of a guideline.

    Attributes:
        old: The old version.
        new: The new version.
        patients: How many were compared: all patients whom both versions can describe, told
            apart by the regions of their facts.
        levels: How the decision's level changes, and for whom. Of those whose answers contradict
            each other it is what is recommended then, which may be undetermined; contradictions
            that compare numbers with each other are left out of that.
        studies: How the level of a study changes where the decision's stays as it is.
        cautions: What whoever uses the new version must know, in words: facts that are called
            otherwise, numbers without a unit that now mean something else, a version that stayed.
        in_one_alone: Facts, values of facts and studies that only one version has, and what that
            means for the comparison, in words.
        contradictions: Contradictions that changed; while one is found, its facts count as open.
        precautions: Precautions that are to be taken for other patients than before.
        unstated: What is taken of facts that are not stated, where that changed and decides.
        rules: Rules that were added or removed, or that say something else.
        texts: What changed and decides nothing: texts, sources, examples, the order of blocks.
        old_numbers: Texts of the new version that speak of a threshold which only the old one has.
        same_citations: Blocks whose threshold changed, and which cite the same for it, with no
            new `assumes` or `editorial`.
        contradictions_compared: Whether what contradictions make of decisions was compared: it is
            not where that takes too long. Then the levels are told as if none were found.
        examples: The examples that give the same in both versions, and are decided otherwise.
        old_examples: Other examples of the old version that the new one decides otherwise.
        new_examples: Other examples of the new version that the old one decides otherwise.

    Examples:
        >>> from imaging_rules import diff
        >>> found = diff("nexus", "nexus")
        >>> found.changes_decisions
        False
        >>> found.patients
        256
    """

    old: ComparedVersion
    new: ComparedVersion
    patients: int
    levels: tuple[LevelChange, ...]
    studies: tuple[LevelChange, ...]
    in_one_alone: tuple[str, ...]
    contradictions: tuple[BlockChange, ...]
    precautions: tuple[BlockChange, ...] = ()
    unstated: tuple[BlockChange, ...]
    rules: tuple[BlockChange, ...]
    texts: tuple[BlockChange, ...]
    cautions: tuple[str, ...] = ()
    old_numbers: tuple[OldNumber, ...] = ()
    same_citations: tuple[BlockChange, ...] = ()
    contradictions_compared: bool = True
    examples: tuple[str, ...] = ()
    old_examples: tuple[str, ...] = ()
    new_examples: tuple[str, ...] = ()

    def explain(self) -> str:
        """Return the difference as people read it, in plain text.

        Returns:
            For each change of a decision the patients whom it concerns, each group with an example
            of it; what only one version has; which rules, texts and examples differ.
        """
        return "\n\n".join(_sections(self)) + "\n"

    def to_dict(self) -> dict[str, Any]:
        """Return the difference as plain data, ready for JSON.

        Returns:
            A dictionary with the attributes; levels are named in the words of the language.
        """
        data: dict[str, Any] = attrs.asdict(self, value_serializer=recommendation_words)
        return {"changes_decisions": self.changes_decisions, **data}

    @property
    def changes_decisions(self) -> bool:
        """Whether a decision changes for some patient, known in full or in part."""
        said = self.levels or self.studies or self.contradictions or self.precautions
        return bool(said or self.unstated)

    def __bool__(self) -> NoReturn:
        raise TypeError("a difference is not a yes or a no: look at its `changes_decisions`")


def _sections(found: Difference) -> Iterator[str]:
    yield f"{found.old.words}\n→ {found.new.words}"
    yield from _listed("Take care:", found.cautions)
    if not found.changes_decisions:
        alone = " What only one of them has is told below." if found.in_one_alone else ""
        yield (
            f"No patient's decision changes: {combinations(found.patients)} were compared, all "
            f"that the rules of both versions tell apart.{alone}"
        )
    elif not (found.levels or found.studies):
        yield (
            f"No level changes for a patient of whom all is stated{_left_out(found)}: "
            f"{combinations(found.patients)} were compared."
        )
    changed = sum(each.patients for each in found.levels)
    if found.levels:
        yield (
            f"Decisions that change, for {readable(changed)} of {combinations(found.patients)} "
            "that the rules of both versions tell apart. Other rules are those that say the same "
            "in both."
        )
    yield from (_change(each) for each in found.levels)
    if found.studies:
        yield "Studies that change, where the level of the decision stays:"
    yield from (_change(each) for each in found.studies)
    for title, blocks in (
        (
            "Contradictions that changed; while one is found, its facts count as open:",
            found.contradictions,
        ),
        ("Precautions that are taken for other patients:", found.precautions),
        ("Changes for patients of whom not all is stated:", found.unstated),
        ("Rules that say something else:", found.rules),
    ):
        yield from _listed(title, _lines(blocks))
    yield from _listed("In one version alone:", found.in_one_alone)
    yield from _old_numbers(found.old_numbers)
    yield from _listed(
        "Another threshold under the same citation, with no new `assumes` or `editorial`:",
        _lines(found.same_citations),
    )
    yield from _examples(found)
    yield from _listed("Changed, and decides nothing:", _lines(found.texts))


def _left_out(found: Difference) -> str:
    """Return the words for the patients of whom it is not known whether decisions change."""
    if not found.contradictions_compared:
        return ", and no contradiction found"
    if all(each.given for each in found.contradictions):
        return ""
    return ", and no contradiction found that compares numbers with each other"


def _change(change: LevelChange) -> str:
    of = f"{change.study}: " if change.study else ""
    concerned = combinations(change.patients)
    head = f"{of}{change.before.words} → {change.after.words} ({concerned})"
    shown = change.groups[:_MOST_GROUPS]
    lines = [head, *(_group(each, number, change) for number, each in enumerate(shown, 1))]
    more = len(change.groups) - len(shown)
    if not change.complete:
        lines.append(f"  {'and more, ' if shown else ''}in too many groups to tell")
    elif more:
        lines.append(f"  and {more} more groups; the JSON has them all")
    return "\n".join(lines)


def _group(group: PatientGroup, number: int, change: LevelChange) -> str:
    lines = [group.words]
    if change.study:
        # The level of the decision is the same in both, and what changes is not an expectation.
        lines += [f"  given {group.given_other}"]
    else:
        title = f"{change.before.words} to {change.after.words}, {number}"
        lines += [
            f'  example "{title}"',
            f"    given  {group.given_other}",
            f"    expect {change.after.words}",
        ]
    if group.given_one != group.given_other:
        lines.append(f"  in the old version: given {group.given_one}")
    return indent("\n".join(lines), "  ")


def _examples(found: Difference) -> Iterator[str]:
    for whose, titles in (
        ("that the two versions decide otherwise", found.examples),
        ("of the old version that the new one decides otherwise", found.old_examples),
        ("of the new version that the old one decides otherwise", found.new_examples),
    ):
        if titles:
            title = f"{count(len(titles), 'example')} {whose}:"
            yield from _listed(title, [f"“{each}”" for each in titles])


def _old_numbers(found: Iterable[OldNumber]) -> Iterator[str]:
    by_number: dict[str, list[str]] = {}
    for each in found:
        if each.kind == each.clause:
            place = f"{each.kind} “{each.name}”"
        else:
            place = f"{each.kind} {each.name}: `{each.clause}`: “{each.words}”"
        by_number.setdefault(each.number, []).append(place)
    for number, places in by_number.items():
        yield from _listed(f"Texts that still speak of {number}:", list(dict.fromkeys(places)))


def _lines(blocks: Iterable[BlockChange]) -> list[str]:
    """Return a line for each block, and one for many of a kind that changed alike."""
    alike: dict[tuple[str, str], list[str]] = {}
    for each in blocks:
        what = each.what
        if each.given:
            how = "another answer" if each.kind == "precaution" else "found"
            what += f"; {how} for example of: given {each.given}"
        elif each.kind == "contradiction":
            what += "; it compares numbers with each other: whom that concerns is not worked out"
        alike.setdefault((each.kind, what), []).append(each.name)
    lines = []
    for (kind, what), names in alike.items():
        shown = names if len(names) <= _MOST_NAMED else names[:_MOST_NAMED]
        more = f" and {len(names) - len(shown)} more" if len(names) > len(shown) else ""
        told = ", ".join(f"“{name}”" if kind == "example" else name for name in shown)
        lines.append(f"{f'{kind} {told}'.strip()}{more}: {what}")
    return lines


def _listed(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield "\n".join([title, *(f"  {line}" for line in lines)])
