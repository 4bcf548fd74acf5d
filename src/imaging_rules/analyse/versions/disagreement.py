"""Where two guidelines disagree, and in which way, as data and as a text."""

from collections.abc import Iterator
from textwrap import indent
from typing import Any, NoReturn

import attrs
from attrs import frozen

from imaging_rules.analyse.patient_groups import PatientGroup
from imaging_rules.analyse.versions.records import ComparedVersion, recommendation_words
from imaging_rules.values.counts import combinations, count, readable
from imaging_rules.values.recommendation import Recommendation, StudyRecommendation

SCOPE = "different scope"
SILENT = "silent"
OPPOSITE = "opposite"
DEGREE = "different degree"
OPEN = "open"

_MOST_GROUPS = 4
_LOWEST_IMAGING = Recommendation.IMAGE
_HIGHEST_AGAINST = Recommendation.WAIT


def kind_of(
    one: Recommendation | StudyRecommendation, other: Recommendation | StudyRecommendation
) -> str:
    """Return in which way two different answers differ.

    Args:
        one: What one guideline says: a level, or that it says none.
        other: What the other one says.

    Returns:
        `OPEN` where one of them is undetermined; else `SCOPE` where the patient is out of the
        scope of one of them; else `SILENT` where one of
        them gives no guidance, or does not name the study; else `OPPOSITE` where one recommends
        imaging (`image` or above) and the other says that there is no need, or not yet, or rules
        the study out; else `DEGREE`.
    """
    if Recommendation.UNDETERMINED in (one, other):
        return OPEN
    if Recommendation.OUT_OF_SCOPE in (one, other):
        return SCOPE
    if Recommendation.NO_GUIDANCE in (one, other) or StudyRecommendation.NOT_NAMED in (one, other):
        return SILENT
    # What is ruled out has no place on the scale, but it is not to be done.
    lower, higher = sorted(
        Recommendation.DO_NOT_IMAGE if each is StudyRecommendation.RULED_OUT else each
        for each in (one, other)
    )
    if higher >= _LOWEST_IMAGING and lower <= _HIGHEST_AGAINST:
        return OPPOSITE
    return DEGREE


@frozen
class Disagreement:
    """Patients of whom one guideline says one thing and the other another.

    Attributes:
        study: The study of which it is said, where both agree on the level of the decision; or
            ``None`` where it is said of the decision.
        one: What the first guideline says.
        other: What the second one says.
        kind: In which way that differs: see `kind_of`.
        patients: How many combinations of answers it concerns, by the regions of their facts.
        groups: Who they are, the largest group first. A patient may belong to several. There
            are none where it takes too long to find words for any.
        left: How many of the patients belong to none of the groups, as there would be too many.

    Examples:
        >>> from imaging_rules import disagreements
        >>> found = disagreements("ottawa_knee", "pittsburgh_knee")
        >>> first = found.levels[0]
        >>> first.one.words, first.other.words, first.kind
        ('out of scope', 'do not image', 'different scope')
    """

    study: str | None
    one: Recommendation | StudyRecommendation
    other: Recommendation | StudyRecommendation
    kind: str
    patients: int
    groups: tuple[PatientGroup, ...]
    left: int


@frozen(kw_only=True)
class Disagreements:
    """On whom two guidelines disagree.

    Attributes:
        one: The first guideline.
        other: The second one.
        names: What they are called, which tells them apart.
        patients: How many patients were compared: all that both can describe, told apart by the
            regions of their facts.
        levels: What they say of the decision where they differ, what concerns the most patients
            first.
        studies: What they say of a study that both have, where they agree on the decision.
        in_one_alone: Facts, values of facts and studies that one of them has alone, and the
            contradictions that could not be compared, in words.

    Examples:
        >>> from imaging_rules import disagreements
        >>> found = disagreements("ottawa_knee", "pittsburgh_knee")
        >>> found.patients
        1310720
        >>> found.names
        ('ottawa_knee', 'pittsburgh_knee')
    """

    one: ComparedVersion
    other: ComparedVersion
    names: tuple[str, str]
    patients: int
    levels: tuple[Disagreement, ...]
    studies: tuple[Disagreement, ...]
    in_one_alone: tuple[str, ...]

    @property
    def agree(self) -> bool:
        """Whether they say the same of every patient whom both can describe."""
        return not (self.levels or self.studies)

    def explain(self) -> str:
        """Return on whom the two disagree as people read it, in plain text.

        Returns:
            For each two answers that differ the largest groups of patients who get them, each with
            an example of it; and by what the guidelines were compared.
        """
        return "\n\n".join(_sections(self)) + "\n"

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data, ready for JSON; levels are named in the language's words."""
        data: dict[str, Any] = attrs.asdict(self, value_serializer=recommendation_words)
        return {"agree": self.agree, **data}

    def __bool__(self) -> NoReturn:
        raise TypeError("disagreements are not a yes or a no: look at `agree`")


def _sections(found: Disagreements) -> Iterator[str]:
    yield f"{found.one.words}\nand {found.other.words}"
    disagreeing = sum(each.patients for each in found.levels)
    compared = combinations(found.patients)
    if found.levels:
        yield (
            f"They disagree on {readable(disagreeing)} of {compared}: all that both can "
            "describe, told apart by what the rules of both tell apart. These are no numbers of "
            "patients; some combinations hardly ever come."
        )
    elif found.studies:
        yield f"They agree on the level for all of {compared} that both can describe."
    else:
        yield f"They say the same of all of {compared} that both can describe."
    yield from (_disagreement(each, found) for each in found.levels)
    if found.studies:
        yield "Where they agree on the level, and not on a study:"
    yield from (_disagreement(each, found) for each in found.studies)
    without = sum(not each.groups for each in (*found.levels, *found.studies))
    if without:
        lines = "the line" if without == 1 else f"the {without} lines"
        yield f"For {lines} without a group, it would take too long to find words for who they are."
    if found.in_one_alone:
        yield "What they were compared by:\n" + "\n".join(f"  {e}" for e in found.in_one_alone)


def _disagreement(each: Disagreement, found: Disagreements) -> str:
    of = f"{each.study}: " if each.study else ""
    head = (
        f"{of}{each.one.words} by {found.names[0]}, {each.other.words} by {found.names[1]} "
        f"({each.kind}; {combinations(each.patients)})"
    )
    shown = each.groups[:_MOST_GROUPS]
    lines = [head, *(_group(group) for group in shown)]
    more = len(each.groups) - len(shown)
    if shown and each.left:
        lines.append(f"  and others, in too many groups to tell; {_larger(more)}")
    elif shown and more:
        lines.append(f"  and {count(more, 'smaller group')}; the JSON has all of them")
    return "\n".join(lines)


def _larger(more: int) -> str:
    if not more:
        return "these are the largest that were found"
    return f"the JSON has {count(more, 'more group')}"


def _group(group: PatientGroup) -> str:
    lines = [f"{group.words} ({combinations(group.patients)})", f"  given {group.given_one}"]
    if group.given_one != group.given_other:
        lines.append(f"  and for the second: given {group.given_other}")
    return indent("\n".join(lines), "  ")
