"""Pieces laid out in lines, with the comments that stood among them."""

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterable
from typing import assert_never

from attrs import define, frozen

from imaging_rules.syntax import pieces
from imaging_rules.syntax.nodes import Comment
from imaging_rules.text import Span

WIDTH = 100

JOINED_WIDTH = 88
"""Conditions joined by ``and`` or ``or`` are read one by one, and get lines of their own sooner."""

_ROOM_FOR_TEXT = 50
_FARTHEST_BRACKET = 60
# A line break counts as one space, so a line ends only where there is exactly one.
_LINE_MAY_END = re.compile(r"(?<=\S) (?=\S)")


@frozen
class Standing:
    """A comment on a line of its own; ``apart`` if a blank line stands before it."""

    text: str
    indent: int
    apart: bool


@frozen
class Aside:
    """A comment within a clause: where it stands, and whether it has a line of its own."""

    text: str
    at: int
    own_line: bool


@define
class Around:
    """The comments of a clause, or of the head of a block.

    ``before`` stand on lines of their own above it, ``within`` between its words, and ``behind``
    at the end of its line. It is ``apart`` if a blank line stands directly before it.
    """

    before: list[Standing]
    within: list[Aside]
    behind: str
    apart: bool


def placed(
    text: str, comments: Iterable[Comment], spans: Iterable[Span]
) -> tuple[list[Around], list[Standing]]:
    """Return what stands around each of several clauses and heads, and after the last of them.

    Args:
        text: The text of the file.
        comments: Its comments, in order.
        spans: Where its clauses and heads of blocks are, in order.
    """
    waiting = deque(comments)
    found: list[Around] = []
    end = 0
    for span in (*spans, Span(len(text), len(text))):
        before: list[Standing] = []
        while waiting and waiting[0].span.start < span.start:
            comment = waiting.popleft()
            start = comment.span.start
            if found and "\n" not in text[end:start]:
                found[-1].behind = comment.text
            else:
                apart = _is_apart(text, end, start)
                before.append(Standing(comment.text, indent_at(text, start), apart))
            end = comment.span.end
        apart = _is_apart(text, end, span.start)
        within = []
        while waiting and waiting[0].span.start < span.end:
            comment = waiting.popleft()
            start = comment.span.start
            line = text[text.rfind("\n", 0, start) + 1 : start]
            within.append(Aside(comment.text, start, not line.strip()))
        found.append(Around(before, within, "", apart))
        end = span.end
    return found[:-1], found[-1].before


def indent_at(text: str, place: int) -> int:
    """Return how far the line at a place is indented."""
    line = text[text.rfind("\n", 0, place) + 1 : place].expandtabs()
    return len(line) - len(line.lstrip())


def _is_apart(text: str, end: int, start: int) -> bool:
    return text.count("\n", end, start) > 1


def lines_of(
    written: pieces.Written, indent: int, width: int, comments: Iterable[Aside]
) -> tuple[list[str], list[str]]:
    """Return the lines of a clause, or of the head of a block.

    Args:
        written: The clause.
        indent: The column in which it begins.
        width: How many columns the longest keyword of its block takes.
        comments: The comments that stood within it, in order.

    Returns:
        The lines, and the comments that come after all that the clause says.
    """
    places = [written.piece.at, *pieces.stops(written.piece)]
    within: dict[int, list[Aside]] = {}
    after = []
    for comment in comments:
        following = bisect_right(places, comment.at)
        if following < len(places):
            within.setdefault(places[following], []).append(comment)
        else:
            after.append(comment.text)
    return _Lines(within).of(written, indent, width), after


class _Lines:
    def __init__(self, comments: dict[int, list[Aside]]) -> None:
        self._comments = comments
        self._lines: list[str] = []
        self._line = ""

    def of(self, written: pieces.Written, indent: int, width: int) -> list[str]:
        self._line = " " * indent
        comments = self._comments.get(written.piece.at)
        if comments and (not written.keyword or comments[0].own_line):
            self._stop(written.piece.at, indent)
        if written.keyword:
            self._line += f"{written.keyword:<{width}} "
            self._stop(written.piece.at, len(self._line))
        self._put(written.piece)
        return [*self._lines, self._line]

    def _put(self, piece: pieces.Piece, after: str = "") -> None:
        """Put a piece at the end of the line; ``after`` comes directly behind it."""
        if self._fits(piece, after):
            self._line += pieces.flat(piece) + after
            return
        match piece:
            case pieces.Run(words):
                self._line += words + after
            case pieces.Quoted(text):
                self._put_text(text, after)
            case pieces.Led(words, inner):
                self._line += f"{words} "
                self._put(inner, after)
            case pieces.Filled(parts, comma):
                self._fill(parts, comma, after)
            case pieces.Stacked():
                self._stack(piece, after, len(self._line))
            case pieces.Bracketed():
                self._put_bracketed(piece, after)
            case _:
                assert_never(piece)

    def _put_text(self, text: str, after: str) -> None:
        indent = len(self._line) + 1
        first, *others = _LINE_MAY_END.split(f'"{text}"')
        self._line += first
        for number, word in enumerate(others, start=1):
            ending = after if number == len(others) else ""
            if len(self._line) + 1 + len(word) + len(ending) <= WIDTH:
                self._line += f" {word}"
            else:
                self._begin_line(indent)
                self._line += word
        self._line += after

    def _fill(self, parts: tuple[pieces.Piece, ...], comma: str, after: str) -> None:
        indent = len(self._line)
        for number, part in enumerate(parts):
            ending = after if number == len(parts) - 1 else comma
            if number:
                self._stop(part.at, indent)
                if len(self._line) > indent:
                    self._line += " "
                    if not self._fits(part, ending) and not self._has_room_for(part, indent):
                        self._begin_line(indent)
            self._put(part, ending)

    def _stack(self, piece: pieces.Stacked, after: str, indent: int) -> None:
        first, *others = piece.parts
        if isinstance(first, pieces.Stacked) and not self._fits(first, ""):
            # `and` within `or`: not below the latter, which would hide what belongs together.
            self._stack(first, "", indent + len("or "))
        else:
            self._put(first)
        for part in others:
            self._stop(part.at, indent)
            self._begin_line(indent)
            self._put(part, after if part is others[-1] else "")

    def _put_bracketed(self, piece: pieces.Bracketed, after: str) -> None:
        indent = len(self._line)
        self._line += f"{piece.words}("
        inner = len(self._line)
        first, last = piece.parts[0], piece.parts[-1]
        commented = not self._comments.keys().isdisjoint((first.at, piece.end))
        below = commented or inner > _FARTHEST_BRACKET or self._is_wide(piece, indent)
        if below:
            inner = indent + 2
            self._stop(first.at, inner)
            self._begin_line(inner)
        ending = "" if below else f"){after}"
        if piece.filled:
            self._fill(piece.parts, ",", ending)
        else:
            for part in piece.parts:
                if part is not first:
                    self._stop(part.at, inner)
                    self._begin_line(inner)
                self._put(part, ending if part is last else ",")
        if below:
            self._stop(piece.end, inner)
            self._begin_line(indent)
            self._line += f"){after}"

    def _stop(self, place: int, indent: int) -> None:
        """Put the comments that stood before a place, after which a line begins."""
        for comment in self._comments.pop(place, ()):
            if comment.own_line:
                self._begin_line(indent)
            elif self._line.strip():
                self._line = f"{self._line.rstrip()}  "
            self._line += comment.text
            self._begin_line(indent)

    def _begin_line(self, indent: int) -> None:
        if self._line.strip():
            self._lines.append(self._line.rstrip())
        self._line = " " * indent

    def _fits(self, piece: pieces.Piece, after: str) -> bool:
        width = JOINED_WIDTH if isinstance(piece, pieces.Stacked) else WIDTH
        if len(self._line) + len(pieces.flat(piece)) + len(after) > width:
            return False
        return not self._comments or self._comments.keys().isdisjoint(pieces.stops(piece))

    def _is_wide(self, piece: pieces.Bracketed, indent: int) -> bool:
        """Return whether some part fits on a line only if that begins to the left of here."""
        whole = [pieces.flat(part) for part in piece.parts if not isinstance(part, pieces.Stacked)]
        longest = max(map(len, whole), default=0)
        return len(self._line) + longest + 2 > WIDTH >= indent + 2 + longest + 2

    def _has_room_for(self, text: pieces.Piece, indent: int) -> bool:
        """Return whether a text that is too long for any line may begin on this one."""
        words = f"{text.words} " if isinstance(text, pieces.Led) else ""
        inner = text.piece if isinstance(text, pieces.Led) else text
        if not isinstance(inner, pieces.Quoted) or indent + len(pieces.flat(text)) <= WIDTH:
            return False
        return WIDTH - len(self._line) - len(words) >= _ROOM_FOR_TEXT
