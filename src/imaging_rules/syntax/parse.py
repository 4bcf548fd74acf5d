"""A file's bytes into nodes, with every syntax problem of the file and not only the first."""

import re
from functools import lru_cache

from attrs import evolve
from lark import UnexpectedInput
from lark.utils import TextSlice

from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.syntax.grammar import parser
from imaging_rules.syntax.nodes import Block, Comment, File
from imaging_rules.syntax.recovery.characters import (
    MOST_PROBLEMS,
    TEXT_OR_COMMENT,
    hidden_characters,
    too_many,
)
from imaging_rules.syntax.recovery.diagnose import unexpected
from imaging_rules.syntax.recovery.repair import block_start, declared, next_block
from imaging_rules.syntax.recovery.stop import stop_at
from imaging_rules.syntax.recovery.wrong_words import stands_as_a_block
from imaging_rules.text import UNSAFE, SourceText, Span

_BEGINNINGS = (
    (rb"\{\\rtf", "an RTF file, as word processors save it", True),
    (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a file of an older Word or other Office program", True),
    (rb"PK\x03\x04.{26}mimetypeapplication/vnd\.oasis\.opendocument", "an OpenDocument file", True),
    (rb"PK\x03\x04.*?word/", "a Word file", True),
    (rb"PK\x03\x04.*?xl/", "a spreadsheet", True),
    (rb"PK\x03\x04", "an archive (zip)", False),
    (rb"%PDF-", "a PDF file", True),
    (rb"(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html)\b", "an HTML page", True),
    (rb"\s*<\?xml", "an XML file", False),
    (rb"\x89PNG|\xff\xd8\xff|GIF8|BM.{4}\0\0\0\0|II\*\0|MM\0\*", "a picture", False),
    (rb"\x1f\x8b", "a compressed file (gzip)", False),
)
_LOOKED_AT = 100_000
_PATTERNS = tuple(
    (re.compile(begins, re.IGNORECASE | re.DOTALL), kind, holds)
    for begins, kind, holds in _BEGINNINGS
)
LONGEST_FILE = 1_000_000

MOST_WORDS = 250_000
"""How many words and signs a file may have. What a file costs goes by them, not by its length."""

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# A file of which nothing was read: its header is not missing, but unread too.
_UNREAD = File((), broken=(("guideline", ""),))
_IN_WORD = re.compile(rf"(?<=\w)(?:{UNSAFE.pattern})+(?=\w)")
# After a problem its block is read again without it; a file of one huge block not for ever.
_MOST_READ_AGAIN = 500_000
_WORD_OR_SIGN = re.compile(r'"[^"]*"|#[^\n]*|[\w.]+|[^\w\s]')


def kind_of_file(data: bytes) -> tuple[str, str] | None:
    """Return what kind of file bytes are, and what is to be done; ``None`` where they may be text.

    Args:
        data: The bytes of a file.
    """
    beginning = data[:_LOOKED_AT]
    for pattern, kind, holds_text in _PATTERNS:
        if pattern.match(beginning):
            mend = (
                "open it where it was made, and save it as plain text (UTF-8), with a name that "
                "ends in .guideline"
                if holds_text
                else "name the guideline file itself"
            )
            return kind, mend
    return None


def decode(name: str, data: bytes) -> tuple[SourceText, tuple[Diagnostic, ...]]:
    """Return the text of a file's bytes; not UTF-8, or too long, is a diagnostic.

    Args:
        name: What the file is called in messages.
        data: The bytes of the file. A byte order mark and any line ends are accepted.

    Returns:
        The text, and what keeps it from being read. Where something does, the text is for
        showing only.
    """
    other = kind_of_file(data)
    if other is not None:
        kind, mend = other
        source = SourceText.of(name, "")
        message = f"this is {kind}, and a guideline is plain text"
        return source, (Diagnostic("E114", message, Pointer(source, Span(0, 0)), help=mend),)
    if len(data) > 4 * LONGEST_FILE:
        source = SourceText.of(name, data[:200].decode("utf-8", errors="replace"))
        return source, (_too_long(source),)
    try:
        return SourceText.of(name, data.decode("utf-8")), ()
    except UnicodeDecodeError as problem:
        if data.startswith(_UTF_16):
            source = SourceText.of(name, data.decode("utf-16", errors="replace"))
            return source, (_not_utf_8(source, Span(0, 1), "it is UTF-16"),)
        source = SourceText.of(name, data.decode("utf-8", errors="replace"))
        before = SourceText.of(name, data[: problem.start].decode("utf-8"))
        at = Span(len(before.text), len(before.text) + 1)
        byte = f"{data[problem.start]:02X}"
        return source, (_not_utf_8(source, at, f"the byte {byte} here is no part of a letter"),)


def _not_utf_8(source: SourceText, at: Span, why: str) -> Diagnostic:
    return Diagnostic(
        "E104",
        f"the file is not UTF-8: {why}",
        Pointer(source, at),
        help="save the file again, with the encoding UTF-8",
    )


# A file is looked at several times in a row: for its meaning, its texts and its layout.
@lru_cache(maxsize=1)
def parse(source: SourceText) -> tuple[File, tuple[Diagnostic, ...]]:
    """Return what was written in a file, and all that is wrong with how it was written.

    After a problem, reading goes on at the next clause, so nothing broken hides what follows.

    Args:
        source: The text of the file.

    Returns:
        The blocks that could be read, in order, with the comments; and the diagnostics, in
        order of place. Any text whatever gives a result; none raises an exception.
    """
    text = source.text
    if len(text) > LONGEST_FILE:
        return _UNREAD, (_too_long(source),)
    problems = hidden_characters(source)
    if _IN_WORD.search(TEXT_OR_COMMENT.sub("", text)):
        # No one can tell what the word is meant to be, so more messages would not help.
        return _UNREAD, tuple(problems)
    # A hidden character has been told; a space in its place keeps all other places true.
    text = UNSAFE.sub(" ", text)
    if len(text) > MOST_WORDS and sum(1 for _ in _WORD_OR_SIGN.finditer(text)) > MOST_WORDS:
        return _UNREAD, (*problems, _too_many_words(source))
    comments = tuple(
        Comment(found[1].rstrip(), span=Span(*found.span(1)))
        for found in TEXT_OR_COMMENT.finditer(text)
        if found[1] is not None
    )
    blocks: list[Block] = []
    broken: list[tuple[str, str]] = []
    partial: set[int] = set()
    start, syntax_problems, read_again = 0, 0, 0
    while True:
        try:
            # Lark's parser returns what the embedded transformer makes of `start`.
            rest: File = parser().parse(TextSlice(text, start, len(text)))  # type: ignore[assignment]
        except UnexpectedInput as problem:
            stop = stop_at(text, problem)
            blocks += stop.read
            start = stop.block_start if stop.block else stop.at.start
            if syntax_problems >= MOST_PROBLEMS:
                problems.append(too_many(source, problems[-1]))
                broken += _declared_from(text, start)
                break
            found = unexpected(source, text, stop)
            # What is said of a stretch that was mended by a guess would go by that guess.
            if not any(_holds(found.diagnostic, each) for each in problems):
                problems.append(found.diagnostic)
            syntax_problems += 1
            broken += [found.lost] if found.lost else []
            if found.loses:
                partial.add(start)
                if stop.block == "use" and blocks and not stands_as_a_block(text, start, 0):
                    # It was meant for a clause of the block before it.
                    partial.add(blocks[-1].span.start)
            read_again += stop.at.start - start
            if read_again > _MOST_READ_AGAIN:
                resume = next_block(text, max(stop.at.start + 1, stop.at.end))
                broken += _declared_from(text[: stop.at.start], start)
                start = resume
            else:
                span = found.span
                text = f"{text[: span.start]}{found.instead}{text[span.end :]}"
        else:
            blocks += rest.blocks
            break
    blocks = [evolve(block, whole=block.span.start not in partial) for block in blocks]
    file = File(tuple(blocks), comments, tuple(broken))
    return file, tuple(sorted(problems, key=lambda each: each.order))


def _holds(one: Diagnostic, other: Diagnostic) -> bool:
    """Return whether the place of one problem holds the beginning of another's."""
    return one.at.span.start <= other.at.span.start < one.at.span.end


def _declared_from(text: str, start: int) -> list[tuple[str, str]]:
    """Return the keyword and name of each block from a place on."""
    found = []
    at = next_block(text, start)
    while at < len(text):
        keyword = block_start().match(text, at)
        end = keyword.end() if keyword else at + 1
        lost = declared(text, " ".join(text[at:end].split()), end)
        found += [lost] if lost else []
        at = next_block(text, end)
    return found


def _too_long(source: SourceText) -> Diagnostic:
    return Diagnostic(
        "E107",
        f"a guideline file holds at most {LONGEST_FILE:,} characters, and this one is longer",
        Pointer(source, Span(0, 1)),
        help="split the guideline into several files",
    )


def _too_many_words(source: SourceText) -> Diagnostic:
    return Diagnostic(
        "E107",
        f"a guideline file holds at most {MOST_WORDS:,} words and signs, a text in quotes or a "
        "comment counting as one, and this one holds more",
        Pointer(source, Span(0, 1)),
        help="split the guideline into several files",
    )
