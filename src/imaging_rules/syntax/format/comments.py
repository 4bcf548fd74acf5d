"""Where the comments of a file stand among its clauses."""

from collections import deque
from collections.abc import Iterable

from attrs import define, frozen

from imaging_rules.syntax.nodes import Comment
from imaging_rules.text import Span


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
