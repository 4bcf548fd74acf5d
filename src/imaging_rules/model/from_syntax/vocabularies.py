"""What a file uses from vocabularies, put in the place of its ``use``.

Blocks that come from a vocabulary have the place of the ``use`` that brought them, so whatever is
said of them points into the file that its author is looking at.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from attrs import evolve, fields, frozen, has

from imaging_rules.diagnostics import Diagnostic, Pointer, nearest
from imaging_rules.model.from_syntax.problems import Problems
from imaging_rules.model.from_syntax.sources import ReadBeside, TooMuchBesideError
from imaging_rules.resources import GUIDELINE_SUFFIX, VOCABULARY_SUFFIX, shipped
from imaging_rules.syntax import nodes
from imaging_rules.syntax.parse import decode, parse
from imaging_rules.text import SourceText, Span
from imaging_rules.text.words import plural

N = TypeVar("N")

_CONDITIONS = ("fact", "screen", "define", "score")
_MOST_SHOWN = 3

Check = Callable[[nodes.File, SourceText, ReadBeside], tuple[Diagnostic, ...]]
"""Returns all that is wrong with a vocabulary by itself."""


@frozen
class Vocabulary:
    """A vocabulary as read: its blocks by name, its text, and what reads files beside it."""

    conditions: dict[str, nodes.Block]
    sources: dict[str, nodes.Block]
    text: SourceText
    read_beside: ReadBeside


def with_used(
    file: nodes.File, problems: Problems, read_beside: ReadBeside, check: Check
) -> tuple[nodes.File, dict[str, Vocabulary]]:
    """Return a file with the blocks it uses from vocabularies in the place of each ``use``.

    Args:
        file: What was written.
        problems: Where it is reported that a vocabulary, or a name in it, cannot be used.
        read_beside: Reads a file beside the guideline; those that ship are looked into second.
        check: Looks through a vocabulary.

    Returns:
        The file, and the vocabularies it uses by name.
    """
    uses = [block for block in file.blocks if isinstance(block, nodes.Use)]
    found: dict[str, Vocabulary | None] = {}
    for use in uses:
        if use.name.text not in found:
            found[use.name.text] = _read(use, problems, read_beside, check)
    brought: set[tuple[bool, str, str]] = set()
    own = set(names_in(file.blocks))
    blocks: list[nodes.Block] = []
    for block in file.blocks:
        if not isinstance(block, nodes.Use):
            blocks.append(block)
        elif (vocabulary := found[block.name.text]) is not None:
            for each in _brought(block, vocabulary, own, problems):
                key = (each.keyword == "source", each.name.text, block.name.text)
                if key not in brought:
                    brought.add(key)
                    moved = _at(each, block.span)
                    blocks.append(evolve(moved, vocabulary=block.name.text))
    # What an unread vocabulary declares is not known, so no name can be told to be missing.
    unread = [("fact", ""), ("source", "")] if None in found.values() else []
    for use in uses:
        vocabulary = found[use.name.text]
        # A name that a vocabulary does not declare has been told where it was to be used.
        missing = [] if vocabulary is None else _undeclared(use, vocabulary)
        unread += [("fact", name.text) for name in missing]
    read = {name: each for name, each in found.items() if each is not None}
    return evolve(file, blocks=tuple(blocks), broken=(*file.broken, *unread)), read


def _read(
    use: nodes.Use, problems: Problems, read_beside: ReadBeside, check: Check
) -> Vocabulary | None:
    name = use.name
    label = f"{name.text}{VOCABULARY_SUFFIX}"
    beside = read_beside
    try:
        data = beside(label)
    except TooMuchBesideError as problem:
        problems.add("E416", name.span, f"the vocabulary `{name.text}` cannot be read: {problem}")
        return None
    except OSError:
        beside = _read_shipped
        try:
            data = beside(label)
        except OSError:
            _not_there(use, problems, read_beside)
            return None
    text, wrong = decode(label, data)
    file = nodes.File(())
    if not wrong:
        file, wrong = parse(text)
    declared = [block for block in file.blocks if block.keyword == "vocabulary"]
    if not wrong and (not declared or declared[0].name.text != name.text):
        problems.add(
            "E416",
            name.span,
            f"the file `{label}` does not hold the vocabulary `{name.text}`",
            help=f"begin it with `vocabulary {name.text}`",
        )
        return None
    if not wrong:
        wrong = check(file, text, beside)
    errors = [each for each in wrong if each.is_error]
    if errors:
        _has_errors(name, errors, problems)
        return None
    return Vocabulary(
        {each.name.text: each for each in file.blocks if each.keyword in _CONDITIONS},
        {each.name.text: each for each in file.blocks if each.keyword == "source"},
        text,
        beside,
    )


def _not_there(use: nodes.Use, problems: Problems, read_beside: ReadBeside) -> None:
    name, declared = use.name, _elsewhere(each.text for each in use.names)
    message = f"there is no vocabulary `{name.text}`"
    help = problems.suggest(name.text, _shipped_names()) or declared
    if _is_there(f"{name.text}{GUIDELINE_SUFFIX}", read_beside):
        message = f"`{name.text}` is a guideline, and only what a vocabulary declares can be used"
        help = declared or (
            "use the vocabulary that it uses itself, or move what both need to one; "
            "no guideline can use the decision of another"
        )
    help = help or f"put it beside the guideline, in a file named `{name.text}{VOCABULARY_SUFFIX}`"
    problems.add("E416", name.span, message, help=help)


def _elsewhere(names: Iterable[str]) -> str:
    """Return which vocabulary that ships declares the first of some names that any of them does."""
    for name in names:
        declares = re.compile(rf"(?m)^(?:{'|'.join(_CONDITIONS)})\s+{name}\b")
        for vocabulary in sorted(_shipped_names()):
            if declares.search(_read_shipped(f"{vocabulary}{VOCABULARY_SUFFIX}").decode("utf-8")):
                return (
                    f"the vocabulary `{vocabulary}` declares `{name}`: "
                    f"write `use {name} from {vocabulary}`"
                )
    return ""


def _is_there(label: str, read_beside: ReadBeside) -> bool:
    for read in (read_beside, _read_shipped):
        try:
            read(label)
        except OSError:
            continue
        return True
    return False


def _has_errors(
    name: nodes.Name | nodes.Text, errors: list[Diagnostic], problems: Problems
) -> None:
    more = f", of which {_MOST_SHOWN} are shown" if len(errors) > _MOST_SHOWN else ""
    problems.add(
        "E416",
        name.span,
        f"the vocabulary `{name.text}` has {len(errors)} {plural(len(errors), 'error')}{more}",
        pointers=tuple(
            Pointer(each.at.source, each.at.span, each.message) for each in errors[:_MOST_SHOWN]
        ),
        help="mend the vocabulary first",
    )


def _shipped_names() -> list[str]:
    return [
        entry.name.removesuffix(VOCABULARY_SUFFIX)
        for entry in shipped("guidelines").iterdir()
        if entry.name.endswith(VOCABULARY_SUFFIX)
    ]


def _read_shipped(name: str) -> bytes:
    return shipped("guidelines").joinpath(*name.split("/")).read_bytes()


def _brought(
    use: nodes.Use, vocabulary: Vocabulary, own: set[str], problems: Problems
) -> list[nodes.Block]:
    """Return the blocks that a ``use`` brings, with those they depend on, in their order."""
    declared = vocabulary.conditions
    wanted = [name for name in declared if name in own] if not use.names else []
    missing = _undeclared(use, vocabulary)
    for name in use.names:
        if name not in missing:
            wanted.append(name.text)
        else:
            help = _elsewhere([name.text])
            near = None if help else nearest(name.text, declared)
            help = f"did you mean `{near}`?" if near else help
            help = help or f"declare it here: `fact {name.text}`"
            message = f"`{use.name.text}` declares no `{name.text}`"
            problems.add("E201", name.span, message, help=help)
            # The file may well speak of what was meant here, and that is no other mistake.
            wanted += [near] if near else []
    needed: set[str] = set()
    while wanted:
        needing = wanted.pop()
        if needing not in needed:
            needed.add(needing)
            wanted += [each for each in names_in([declared[needing]]) if each in declared]
    conditions = [declared[name] for name in declared if name in needed]
    cited = {
        clause.source.text
        for block in conditions
        for clause in block.clauses
        if isinstance(clause, nodes.Cite)
    }
    sources = [block for name, block in vocabulary.sources.items() if name in cited]
    return [*sources, *conditions]


def _undeclared(use: nodes.Use, vocabulary: Vocabulary) -> list[nodes.Name]:
    """Return the names that a ``use`` wants and its vocabulary does not declare."""
    return [name for name in use.names if name.text not in vocabulary.conditions]


def names_in(blocks: Iterable[nodes.Block]) -> Iterator[str]:
    """Yield the names of facts, screens, definitions and scores that blocks speak of."""
    for block in blocks:
        for clause in block.clauses:
            match clause:
                case (
                    nodes.ConditionClause(condition=condition)
                    | nodes.Fits(condition=condition)
                    | nodes.Points(condition=condition)
                ):
                    yield from _named(condition)
                case nodes.Covers(items):
                    yield from (item.fact.text for item in items)
                case nodes.Lasts(fact=fact):
                    yield fact.text
                case nodes.Given(items):
                    for item in items:
                        if not isinstance(item, nodes.EverythingElseNo):
                            yield item.fact.text
                case nodes.Expect(come_to=items):
                    yield from (item.fact.text for item in items)
                case _:
                    pass


def _named(condition: nodes.Condition) -> Iterator[str]:
    match condition:
        case nodes.Named(name) | nodes.Is(name):
            yield name.text
        case nodes.Compared(name, _, bound):
            yield name.text
            if isinstance(bound, nodes.Name):
                yield bound.text
        case nodes.Not(part) | nodes.Brackets(part):
            yield from _named(part)
        case nodes.Joined(_, parts) | nodes.Counted(_, parts):
            for part in parts:
                yield from _named(part)
        case nodes.TooDeep():
            return


def _at(node: N, span: Span) -> N:
    """Return a node, and all within it, moved to one place."""
    moved: dict[str, Any] = {}
    for field in fields(type(node)):  # type: ignore[arg-type]
        value = getattr(node, field.name)
        if isinstance(value, Span):
            moved[field.name] = span
        elif isinstance(value, tuple):
            moved[field.name] = tuple(
                _at(each, span) if has(type(each)) else each for each in value
            )
        elif has(type(value)):
            moved[field.name] = _at(value, span)
    return evolve(node, **moved)  # type: ignore[misc]
