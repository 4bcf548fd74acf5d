"""A file's text with its name, the places in it, and the characters that it may not hold."""

import re
import unicodedata
from bisect import bisect_right
from functools import cached_property

from attrs import field, frozen

BYTE_ORDER_MARK = "\ufeff"
# Control characters but tab and line feed, what has no width and is not part of any script or
# sign, the bidirectional controls, the separators that some editors show as line ends and some
# do not, and letters that are never shown at all.
UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069"
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


@frozen
class Span:
    """A stretch of a file's text, from ``start`` up to but not including ``end``.

    Examples:
        >>> from imaging_rules import checks
        >>> (found,) = checks("guidelne ankle")
        >>> found.at.span
        Span(start=0, end=8)
    """

    start: int
    end: int

    def to(self, other: "Span") -> "Span":
        """Return the span from the start of this one to the end of ``other``."""
        return Span(self.start, other.end)


@frozen
class Place:
    """A line and a column, both counted from 1, the column in characters.

    Examples:
        >>> from imaging_rules import checks
        >>> (found,) = checks("guidelne ankle")
        >>> found.at.place
        Place(line=1, column=1)
    """

    line: int
    column: int


@frozen(slots=False)
class SourceText:
    """The text of a file under the name it is shown by; every line ends in a line feed.

    Examples:
        >>> from imaging_rules import checks
        >>> (found,) = checks("guidelne ankle")
        >>> found.at.source.name
        '<text>'
    """

    name: str
    text: str = field(repr=False)

    @classmethod
    def of(cls, name: str, text: str) -> "SourceText":
        """Return the text with a byte order mark dropped and all line ends made line feeds."""
        plain = text.removeprefix(BYTE_ORDER_MARK).replace("\r\n", "\n").replace("\r", "\n")
        return cls(name, plain)

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """The offset at which each line begins."""
        starts = [0]
        found = self.text.find("\n")
        while found >= 0:
            starts.append(found + 1)
            found = self.text.find("\n", found + 1)
        return tuple(starts)

    def place(self, offset: int) -> Place:
        """Return the line and column of an offset; the end of the text is a place too."""
        offset = min(offset, len(self.text))
        line = bisect_right(self.line_starts, offset)
        return Place(line, offset - self.line_starts[line - 1] + 1)

    def line(self, number: int) -> Span:
        """Return where one line stands, counted from 1, without its line feed."""
        starts = self.line_starts
        end = starts[number] - 1 if number < len(starts) else len(self.text)
        return Span(starts[number - 1], end)


def name_of(character: str) -> str:
    """Return how a character that cannot be shown is spoken of, such as ``U+202E (...)``."""
    spoken = unicodedata.name(character, "a control character").lower()
    return f"U+{ord(character):04X} ({spoken})"
