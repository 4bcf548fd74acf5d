"""On whom two guidelines disagree, as people read it."""

from collections.abc import Iterator
from textwrap import indent

from imaging_rules.analyse.groups.in_words import PatientGroup
from imaging_rules.analyse.versions.disagreement import Disagreement, Disagreements
from imaging_rules.cli.numbers import combinations, count, readable

_MOST_GROUPS = 4


def as_text(found: Disagreements) -> str:
    """Return on whom two guidelines disagree as text, sections apart by a blank line."""
    return "\n\n".join(_sections(found))


def _sections(found: Disagreements) -> Iterator[str]:
    one, other = found.one.words, found.other.words
    yield f"{one}\nand {other}"
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
        lines.append(f"  and {count(more, 'smaller group')}; --format json has all of them")
    return "\n".join(lines)


def _larger(more: int) -> str:
    if not more:
        return "these are the largest that were found"
    return f"--format json has {count(more, 'more group')}"


def _group(group: PatientGroup) -> str:
    lines = [f"{group.words} ({combinations(group.patients)})", f"  given {group.given_one}"]
    if group.given_one != group.given_other:
        lines.append(f"  and for the second: given {group.given_other}")
    return indent("\n".join(lines), "  ")
