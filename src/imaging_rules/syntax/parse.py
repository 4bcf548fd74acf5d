"""A file's text into nodes, with every syntax problem of the file and not only the first."""

import re

from lark import UnexpectedInput
from lark.utils import TextSlice

from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.syntax.grammar import parser
from imaging_rules.syntax.nodes import Block, Comment, File
from imaging_rules.syntax.recover import declared, next_block
from imaging_rules.syntax.unexpected import unexpected
from imaging_rules.text import UNSAFE, SourceText, Span, name_of

LONGEST_FILE = 2_000_000
MOST_PROBLEMS = 100
_TEXT_OR_COMMENT = re.compile(r'"[^"]*"|(#[^\n]*)')


def decode(name: str, data: bytes) -> tuple[SourceText, tuple[Diagnostic, ...]]:
    """Return the text of a file's bytes; not UTF-8, or too long, is a diagnostic.

    Args:
        name: What the file is called in messages.
        data: The bytes of the file. A byte order mark and any line ends are accepted.

    Returns:
        The text, and what keeps it from being read. Where something does, the text is for
        showing only.
    """
    if len(data) > 4 * LONGEST_FILE:
        source = SourceText.of(name, data[:200].decode("utf-8", errors="replace"))
        return source, (_too_long(source),)
    try:
        return SourceText.of(name, data.decode("utf-8")), ()
    except UnicodeDecodeError as problem:
        source = SourceText.of(name, data.decode("utf-8", errors="replace"))
        before = SourceText.of(name, data[: problem.start].decode("utf-8"))
        at = Span(len(before.text), len(before.text) + 1)
        byte = f"{data[problem.start]:02X}"
        return source, (
            Diagnostic(
                "E104",
                f"the file is not UTF-8: the byte {byte} here is no part of a letter",
                Pointer(source, at),
                help="save the file as UTF-8",
            ),
        )


def parse(source: SourceText) -> tuple[File, tuple[Diagnostic, ...]]:
    """Return what was written in a file, and all that is wrong with how it was written.

    After a problem, reading goes on at the next block, so one broken block hides no other.

    Args:
        source: The text of the file.

    Returns:
        The blocks that could be read, in order, with the comments; and the diagnostics, in
        order of place. Any text whatever gives a result; none raises an exception.
    """
    text = source.text
    if len(text) > LONGEST_FILE:
        return File(()), (_too_long(source),)
    problems = list(_hidden_characters(source))
    # A hidden character has been told; a space in its place keeps all other places true.
    text = UNSAFE.sub(" ", text)
    blocks: list[Block] = []
    broken: list[tuple[str, str]] = []
    start: int | None = 0
    syntax_problems = 0
    while start is not None:
        try:
            # Lark's parser returns what the embedded transformer makes of `start`.
            rest: File = parser().parse(TextSlice(text, start, len(text)))  # type: ignore[assignment]
        except UnexpectedInput as problem:
            read = _blocks_before(problem)
            blocks += read
            begun = read[-1].span.end if read else start
            diagnostic, resume = unexpected(source, text, problem, begun)
            problems.append(diagnostic)
            broken += declared(text, begun, resume)
            syntax_problems += 1
            if syntax_problems >= MOST_PROBLEMS:
                problems.append(_too_many(source, diagnostic))
                break
            start = next_block(text, resume)
        else:
            blocks += rest.blocks
            break
    file = File(tuple(blocks), tuple(_comments(text)), tuple(broken))
    return file, tuple(sorted(problems, key=lambda each: each.order))


def _blocks_before(problem: UnexpectedInput) -> list[Block]:
    """Return the blocks that were read whole before a problem."""
    there: list[Block] = []
    parsing = problem.interactive_parser  # type: ignore[attr-defined]
    for part in parsing.parser_state.value_stack:
        # Blocks already read stand alone or in the list that the parser keeps for `block*`.
        inside = getattr(part, "children", [part])
        there += [each for each in inside if isinstance(each, Block)]
    return there


def _comments(text: str) -> list[Comment]:
    return [
        Comment(found[1].rstrip(), span=Span(*found.span(1)))
        for found in _TEXT_OR_COMMENT.finditer(text)
        if found[1] is not None
    ]


def _hidden_characters(source: SourceText) -> list[Diagnostic]:
    found = []
    for match in UNSAFE.finditer(source.text):
        found.append(
            Diagnostic(
                "E105",
                f"the file holds a character that cannot be seen: {name_of(match[0])}",
                Pointer(source, Span(*match.span()), "delete it"),
            )
        )
        if len(found) >= MOST_PROBLEMS:
            found.append(_too_many(source, found[-1]))
            break
    return found


def _too_long(source: SourceText) -> Diagnostic:
    return Diagnostic(
        "E107",
        f"a guideline file holds at most {LONGEST_FILE:,} characters, and this one is longer",
        Pointer(source, Span(0, 1)),
        help="split the guideline into several files",
    )


def _too_many(source: SourceText, last: Diagnostic) -> Diagnostic:
    return Diagnostic(
        "E113",
        f"the file has more than {MOST_PROBLEMS} problems of this kind; the rest is not shown",
        Pointer(source, last.at.span),
    )
