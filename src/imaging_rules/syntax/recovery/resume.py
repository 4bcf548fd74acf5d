"""Where reading goes on after a problem: at the next line that begins a clause or a block."""

import re
from collections.abc import Callable
from functools import cache

from imaging_rules.syntax.grammar import BLOCKS, before_texts, clauses_of, keywords
from imaging_rules.syntax.recovery.guess import meant

_TEXT_COMMENT_OR_LINE = re.compile(r'"[^"]*"|#[^\n]*|\n[ \t]*')
_SPACE = re.compile(r"[ \t]*")
_WORD = re.compile(r"[A-Za-z]\w*")
# Words that begin a clause in one block, and stand within a clause of another.
_ALSO_WITHIN = {"because", "consider", "do not image", "image", "one of", "wait"}

_ALONE = tuple(each for each in BLOCKS if each != "use")
# `use T` can begin a line within `instead of S use T`.
_USE = r"use(?=\s[^\n\"#]*\bfrom\b)"


@cache
def block_start() -> re.Pattern[str]:
    """Return the pattern of the keyword of a block."""
    return re.compile(rf"(?:{_any_of(_ALONE)})\b|{_USE}")


@cache
def clause_start(block: str) -> re.Pattern[str]:
    """Return the pattern of the keyword of a clause of a block, or of another block."""
    return re.compile(rf"(?:{_any_of((*clauses_of(block), *_ALONE))})\b|{_USE}")


def next_block(text: str, start: int) -> int:
    """Return where the first line from ``start`` on begins that begins a block; else the end."""

    def begins(at: int) -> bool:
        return block_start().match(text, at) is not None

    return _next_line(text, start, begins)


def next_clause(text: str, start: int, block: str) -> int:
    """Return where the first line from ``start`` on begins that begins a clause, or a block.

    That is a clause of this block, of another one that was put here, or one that is misspelt.
    """
    own = (*clauses_of(block), *BLOCKS)

    def begins(at: int) -> bool:
        if clause_start(block).match(text, at) or _of_any_block().match(text, at):
            return True
        word = _WORD.match(text, at)
        return word is not None and word[0] not in keywords() and meant(text, at, own) is not None

    return _next_line(text, start, begins)


def begins_line(text: str, at: int) -> bool:
    """Whether nothing but white space stands before a place in its line."""
    return not text[text.rfind("\n", 0, at) + 1 : at].strip()


def swallows(piece: str) -> bool:
    """Whether a text in quotes ends where another one was to begin: its own end was forgotten."""
    last_line = piece.rfind("\n") + 1
    return last_line > 0 and bool(_before_text().match(piece, last_line, len(piece) - 1))


def _next_line(text: str, start: int, wanted: Callable[[int], bool]) -> int:
    """Return where a line outside texts and comments begins with what is wanted."""
    at = start
    if begins_line(text, start):
        space = _SPACE.match(text, start)
        word = space.end() if space else start
        if wanted(word):
            return word
    while found := _TEXT_COMMENT_OR_LINE.search(text, at):
        piece = found[0]
        at = found.end()
        if piece.startswith("\n"):
            if wanted(at):
                return at
        elif piece.startswith('"') and swallows(piece):
            # A quote that closes nothing, or is never closed, does not hide what follows.
            at = found.start() + 1
    return len(text)


@cache
def _before_text() -> re.Pattern[str]:
    """Return the pattern of a line that ends directly before a text."""
    begun = [
        _any_of((first,)) + (rf"\s[^\n]*{_any_of((last,))}" if last != first else "")
        for first, last in before_texts()
    ]
    return re.compile(rf"[ \t]*(?:{'|'.join(begun)})[ \t]+\Z")


@cache
def _of_any_block() -> re.Pattern[str]:
    every = {words for block in BLOCKS for words in clauses_of(block)}
    return re.compile(rf"(?:{_any_of(tuple(sorted(every - _ALSO_WITHIN)))})\b")


def _any_of(phrases: tuple[str, ...]) -> str:
    return "|".join(phrase.replace(" ", r"\s+") for phrase in phrases)
