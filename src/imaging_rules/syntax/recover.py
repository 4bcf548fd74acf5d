"""Where reading goes on after a problem: at the next line that begins a clause or a block."""

import re
from functools import cache

from imaging_rules.syntax.grammar import BLOCKS, clauses_of

_TAKE_TEXT = (
    "title because assumes editorial version for summary publisher author url doi kind interest "
    "statements ask explain modality contrast suspect timing question remark text published "
    "updated quote example"
).split()
# What ends a line directly before the text of a clause.
_BEFORE_TEXT = re.compile(
    rf"[ \t]*(?:{'|'.join(_TAKE_TEXT)}|cite\s[^\n]*|leaves\s+out\s[^\n]*because)[ \t]+\Z"
)
_TEXT_COMMENT_OR_LINE = re.compile(r'"[^"]*"|#[^\n]*|\n[ \t]*')
_TO_WORD = re.compile(r"[ \t]*")


@cache
def block_start() -> re.Pattern[str]:
    """Return the pattern of the keyword of a block."""
    return re.compile(rf"(?:{_any_of(BLOCKS)})\b")


@cache
def clause_start(block: str) -> re.Pattern[str]:
    """Return the pattern of the keyword of a clause of a block, or of another block."""
    return re.compile(rf"(?:{_any_of((*clauses_of(block), *BLOCKS))})\b")


def next_block(text: str, start: int) -> int:
    """Return where the first line from ``start`` on begins that begins a block; else the end."""
    return _next_line(text, start, block_start())


def next_clause(text: str, start: int, block: str) -> int:
    """Return where the first line from ``start`` on begins a clause of a block, or a block."""
    return _next_line(text, start, clause_start(block))


def begins_line(text: str, at: int) -> bool:
    """Whether nothing but white space stands before a place in its line."""
    return not text[text.rfind("\n", 0, at) + 1 : at].strip()


def swallows(piece: str) -> bool:
    """Whether a text in quotes ends where another one was to begin: its own end was forgotten."""
    last_line = piece.rfind("\n") + 1
    return last_line > 0 and bool(_BEFORE_TEXT.match(piece, last_line, len(piece) - 1))


def _next_line(text: str, start: int, wanted: re.Pattern[str]) -> int:
    """Return where a line outside texts and comments begins with what is wanted."""
    at = start
    if begins_line(text, start):
        word = _end_of_space(text, start)
        if wanted.match(text, word):
            return word
    while found := _TEXT_COMMENT_OR_LINE.search(text, at):
        piece = found[0]
        at = found.end()
        if piece.startswith("\n"):
            if wanted.match(text, at):
                return at
        elif piece.startswith('"') and swallows(piece):
            # A quote that closes nothing, or is never closed, does not hide what follows.
            at = found.start() + 1
    return len(text)


def _end_of_space(text: str, start: int) -> int:
    found = _TO_WORD.match(text, start)
    return found.end() if found else start


def _any_of(phrases: tuple[str, ...]) -> str:
    return "|".join(phrase.replace(" ", r"\s+") for phrase in phrases)
