"""What an explanation says, apart from any form in which it is written.

All text is on one line: how lines are broken is up to the form.
"""

import re
from enum import Enum
from typing import TypeAlias

from attrs import field, frozen

# White space but for the spaces that keep two words together.
_SPACES = re.compile(r"[^\S\u00a0\u2007\u202f]+")


def _on_one_line(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def _each_on_one_line(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(line for line in map(_on_one_line, texts) if line)


class Origin(Enum):
    """Whose words something is."""

    SOURCE = "source"
    ASSUMED = "assumed"
    EDITORIAL = "editorial"


@frozen
class Line:
    """A paragraph: what it begins with, which may be set off, and what follows.

    ``address`` says that the text is the address of a page.
    """

    lead: str = field(default="", converter=_on_one_line)
    text: str = field(default="", converter=_on_one_line)
    origin: Origin | None = None
    address: bool = False

    @property
    def whole(self) -> str:
        """All of it."""
        return " ".join(part for part in (self.lead, self.text) if part)


@frozen
class Quote:
    """Words of a source, with the number of the statement in it."""

    words: str = field(converter=_on_one_line)
    number: str = field(default="", converter=_on_one_line)

    @property
    def whole(self) -> str:
        """The words in quotation marks, with the number."""
        return f"“{self.words}”" + (f" [{self.number}]" if self.number else "")


@frozen
class Quotes:
    """What a source says at one place, word for word; ``address`` is where it can be read."""

    lead: str = field(converter=_on_one_line)
    place: str = field(converter=_on_one_line)
    quotes: tuple[Quote, ...]
    address: str = ""


@frozen
class Points:
    """Several short texts that belong together."""

    texts: tuple[str, ...] = field(converter=_each_on_one_line)


Detail: TypeAlias = Line | Quotes | Points


@frozen
class Item:
    """One thing of a list, and what belongs to it."""

    line: Line
    details: tuple[Detail, ...] = ()


@frozen
class Section:
    """A part with a heading: a list of items, and what is said after it.

    ``name`` is the same whatever the heading says; ``numbered`` says that the order counts.
    """

    name: str
    heading: str = field(converter=_on_one_line)
    items: tuple[Item, ...] = ()
    after: tuple[Line, ...] = ()
    numbered: bool = False


@frozen
class Explanation:
    """All that is said of a decision, in the order in which it matters.

    ``title`` and ``edition`` say which guideline it is from, in which version and status, and of
    which day it is. Every form begins with them.
    """

    title: str = field(converter=_on_one_line)
    edition: str = field(converter=_on_one_line)
    population: str = field(converter=_on_one_line)
    recommendation: tuple[Line, ...]
    sections: tuple[Section, ...]
    notices: tuple[Line, ...]
