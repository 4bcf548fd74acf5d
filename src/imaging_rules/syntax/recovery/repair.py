"""How reading goes on after a problem: with the word that was meant, or at the next clause."""

import re
from collections.abc import Callable, Iterable
from functools import cache

from attrs import frozen

from imaging_rules.diagnostics import Diagnostic, Edit
from imaging_rules.diagnostics.nearest import slips
from imaging_rules.syntax.grammar import BLOCKS, before_texts, clauses_of, keywords
from imaging_rules.syntax.recovery.stop import Stop
from imaging_rules.text import Span

_LETTERS = re.compile(r"[A-Za-z_]+")
_REST_OF_LINE = re.compile(r"[^\n]*")
_MOST_LOOKED_AT = 60
_MOST_SLIPS = 3
_SURE_SLIPS = 2
_OPPOSITES = (("at least", "at most"), ("over", "under"), ("with", "without"), ("yes", "no"))
_OPPOSITE = {one: other for pair in _OPPOSITES for one, other in (pair, pair[::-1])}
_TEXT_COMMENT_OR_LINE = re.compile(r'"[^"]*"|#[^\n]*|\n[ \t]*')
_SPACE = re.compile(r"[ \t]*")
_WORD = re.compile(r"[A-Za-z]\w*")
# Words that begin a clause in one block, and stand within a clause of another.
_ALSO_WITHIN = {"because", "consider", "do not image", "image", "one of", "wait"}
_ALONE = tuple(each for each in BLOCKS if each != "use")
# `use T` can begin a line within `instead of S use T`.
_USE = r"use(?=\s[^\n\"#]*\bfrom\b)"
_NAME = re.compile(r"\s+([A-Za-z][A-Za-z0-9_]*)")


@frozen
class Meant:
    """A phrase of the language, and the stretch of text that seems to mean it.

    ``surely`` says that no other phrase is near, and that at most two letters are wrong, and
    ``opposite`` is one that is near and means the opposite, if there is one.
    """

    phrase: str
    span: Span
    surely: bool
    opposite: str = ""

    @property
    def question(self) -> str:
        """The help that asks for the phrase, and for its opposite where that is as near."""
        phrases = sorted(filter(None, (self.phrase, self.opposite)))
        return f"did you mean {' or '.join(f'`{each}`' for each in phrases)}?"

    @property
    def fix(self) -> tuple[Edit, ...]:
        """The edit that writes the phrase, where it is surely meant."""
        return (Edit(self.span, self.phrase),) if self.surely else ()


def meant(text: str, at: int, options: Iterable[str]) -> Meant | None:
    """Return which phrase was meant by the words at a place, or ``None`` where none is near.

    Args:
        text: The text.
        at: Where the words begin.
        options: The phrases among which to look.
    """
    line = _REST_OF_LINE.match(text, at, at + _MOST_LOOKED_AT)
    words = list(_LETTERS.finditer(text, at, line.end() if line else at))
    if not words or words[0].start() != at:
        return None
    joined = words[0][0].lower().replace("_", "")
    found, fewest = None, None
    near: set[str] = set()
    for phrase in sorted(options):
        said = words[: len(phrase.split())]
        ways = [(" ".join(word[0].lower() for word in said), phrase, said[-1].end())]
        if " " in phrase:
            ways.append((joined, phrase.replace(" ", ""), words[0].end()))
        for written, right, end in ways:
            count = slips(written, right, min(_MOST_SLIPS, len(right) // 3))
            if count is None:
                continue
            near.add(phrase)
            if fewest is None or count < fewest:
                found, fewest = (phrase, Span(at, end)), count
    if found is None or fewest is None:
        return None
    surely = fewest == 0 or (fewest <= _SURE_SLIPS and len(near) == 1)
    opposite = _OPPOSITE.get(found[0], "") if fewest else ""
    return Meant(*found, surely, opposite if opposite in near else "")


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


@frozen
class Found:
    """One syntax problem.

    Attributes:
        diagnostic: What is said of it.
        span: The stretch of the text that is replaced, so that reading can go on.
        instead: What replaces it, of the same length, so that all other places stay true.
        loses: Whether something that was written is lost by that.
        lost: The keyword and name of a block that cannot be read at all, where there is one;
            empty where they are not known.
    """

    diagnostic: Diagnostic
    span: Span
    instead: str
    loses: bool = True
    lost: tuple[str, str] | None = None


def replaced(diagnostic: Diagnostic, span: Span, instead: str) -> Found:
    """Return a problem after which reading goes on with what was clearly meant."""
    return Found(diagnostic, span, instead, loses=False)


def skipped(text: str, stop: Stop, diagnostic: Diagnostic) -> Found:
    """Return a problem after which reading goes on at the next clause or block.

    A clause that ended in a line before the problem is kept; any other is lost.
    """
    after = max(stop.at.start + 1, stop.at.end)
    if not stop.block:
        return without(text, Span(stop.at.start, next_block(text, after)), diagnostic)
    if stop.name is None:
        return without_block(text, stop, diagnostic, after)
    start = stop.at.start
    ended = stop.complete and begins_line(text, start)
    if not ended and stop.clause_start is not None:
        start = stop.clause_start
    return without(text, Span(start, next_clause(text, after, stop.block)), diagnostic)


def without_block(text: str, stop: Stop, diagnostic: Diagnostic, after: int) -> Found:
    """Return a problem that makes a block unreadable up to the next block after a place.

    Its name still counts as declared.
    """
    span = Span(stop.block_start, next_block(text, after))
    keyword = block_start().match(text, stop.block_start)
    lost = declared(text, stop.block, keyword.end()) if keyword else None
    if lost is None and stop.block != "example":
        lost = (stop.block, "")
    return without(text, span, diagnostic, lost)


def without(
    text: str, span: Span, diagnostic: Diagnostic, lost: tuple[str, str] | None = None
) -> Found:
    """Return a problem after which a stretch of the text is left out."""
    blank = re.sub(r"[^\n]", " ", text[span.start : span.end])
    return Found(diagnostic, span, blank, lost=lost)


def declared(text: str, keyword: str, after: int) -> tuple[str, str] | None:
    """Return a block's keyword with the name that follows it, in lower case, if one does."""
    found = _NAME.match(text, after)
    if found is None or ("\n" in found[0] and found[1] in keywords()):
        return None
    return keyword, found[1].lower()
