"""The difference of two versions, as people read it."""

from collections.abc import Iterable, Iterator, Sequence
from textwrap import indent

from imaging_rules.analyse.difference import BlockChange, Change, Difference, Group, Version
from imaging_rules.cli.numbers import count, readable

_MOST_GROUPS = 12
_MOST_NAMED = 3


def as_text(found: Difference) -> str:
    """Return the difference of two versions as text, sections apart by a blank line."""
    return "\n\n".join(_sections(found))


def _sections(found: Difference) -> Iterator[str]:
    yield f"{_version(found.old)}\n→ {_version(found.new)}"
    if not found.changes_decisions:
        alone = " What only one of them has is told below." if found.in_one_alone else ""
        yield (
            f"No patient's decision changes: {count(found.patients, 'patient')} were compared, "
            f"all that the rules of both versions tell apart.{alone}"
        )
    changed = sum(each.patients for each in found.levels)
    if found.levels:
        yield (
            f"Decisions that change, for {readable(changed)} of the "
            f"{count(found.patients, 'patient')} that the rules of both versions tell apart. "
            "Other rules are those that say the same in both."
        )
    yield from (_change(each) for each in found.levels)
    if found.studies:
        yield "Studies that change, where the level of the decision stays:"
    yield from (_change(each) for each in found.studies)
    for title, blocks in (
        (
            "Contradictions that changed; while one is found, nothing is settled:",
            found.contradictions,
        ),
        ("Changes for patients of whom not all is stated:", found.unstated),
        ("Rules that say something else:", found.rules),
    ):
        yield from _listed(title, _lines(blocks))
    yield from _listed("In one version alone:", found.in_one_alone)
    yield from _examples(found)
    yield from _listed("Changed, and decides nothing:", _lines(found.texts))


def _version(version: Version) -> str:
    return " ".join(filter(None, (version.name, version.version, f"({version.file})")))


def _change(change: Change) -> str:
    of = f"{change.study}: " if change.study else ""
    concerned = count(change.patients, "patient")
    head = f"{of}{change.before.words} → {change.after.words} ({concerned})"
    shown = change.groups[:_MOST_GROUPS]
    lines = [head, *(_group(each, number, change) for number, each in enumerate(shown, 1))]
    more = len(change.groups) - len(shown)
    if not change.complete:
        lines.append(f"  {'and more, ' if shown else ''}in too many groups to tell")
    elif more:
        lines.append(f"  and {more} more groups; --format json has them all")
    return "\n".join(lines)


def _group(group: Group, number: int, change: Change) -> str:
    lines = [group.words]
    if change.study:
        # The level of the decision is the same in both, and what changes is not an expectation.
        lines += [f"  given {group.given_new}"]
    else:
        title = f"{change.before.words} to {change.after.words}, {number}"
        lines += [
            f'  example "{title}"',
            f"    given  {group.given_new}",
            f"    expect {change.after.words}",
        ]
    if group.given_old != group.given_new:
        lines.append(f"  in the old version: given {group.given_old}")
    return indent("\n".join(lines), "  ")


def _examples(found: Difference) -> Iterator[str]:
    for whose, other, titles in (
        ("old", "new", found.old_examples),
        ("new", "old", found.new_examples),
    ):
        if titles:
            examples = count(len(titles), "example")
            title = f"{examples} of the {whose} version that the {other} one decides otherwise:"
            yield from _listed(title, [f"“{each}”" for each in titles])


def _lines(blocks: Iterable[BlockChange]) -> list[str]:
    """Return a line for each block, and one for many of a kind that changed alike."""
    alike: dict[tuple[str, str], list[str]] = {}
    for each in blocks:
        alike.setdefault((each.kind, each.what), []).append(each.name)
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
