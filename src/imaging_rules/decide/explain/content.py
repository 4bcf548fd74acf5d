"""What an explanation says, apart from any form in which it is written, and where it comes from."""

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from itertools import groupby
from typing import TypeAlias
from urllib.parse import quote

from attrs import field, frozen

from imaging_rules.decide.answer.guideline_info import SourceInfo
from imaging_rules.model.notes import Citation, Source, SourceStatement

# White space but for the spaces that keep two words together.
_SPACES = re.compile(r"[^\S\u00a0\u2007\u202f]+")
# Nothing that would need to be escaped, and no name or password before the host.
_ADDRESS = re.compile(
    r"https://[A-Za-z0-9.-]+(?::[0-9]+)?(?:[/?#][A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*)?"
)
_IN_A_DOI = "/:;()._-"


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


def told(
    because: Sequence[str],
    citations: Sequence[Citation],
    assumes: Sequence[str],
    editorial: Sequence[str],
    addresses: Mapping[str, str],
) -> tuple[Detail, ...]:
    """Return notes as details: reasons, what the source says, what is not from it.

    Args:
        because: Reasons.
        citations: What the source says.
        assumes: Readings that the encoder chose.
        editorial: Remarks that are not from the source.
        addresses: Where each source can be read.
    """
    return (
        *(Line("Because:", text) for text in because),
        *(each for citation in citations for each in _quoted(citation, addresses)),
        *not_the_source(assumes, editorial),
    )


def not_the_source(assumes: Sequence[str], editorial: Sequence[str]) -> tuple[Line, ...]:
    """Return what the encoder assumed, and what is editorial."""
    return (
        *(Line("Assumed by the encoder:", text, Origin.ASSUMED) for text in assumes),
        *(Line("Editorial, not from the source:", text, Origin.EDITORIAL) for text in editorial),
    )


def named(citation: Citation) -> Line:
    """Return which statements are meant, without their words."""
    numbers = ", ".join(statement.id for statement in citation.statements)
    place = " ".join(part for part in (citation.source, numbers, citation.section) if part)
    return Line("Source:", place, Origin.SOURCE)


def _quoted(citation: Citation, addresses: Mapping[str, str]) -> Iterator[Detail]:
    """Yield what a source says, that of one section together."""
    address = addresses.get(citation.source, "")

    def place(statement: SourceStatement) -> tuple[str, bool]:
        return statement.section, bool(statement.quote)

    def quotes(section: str, words: tuple[Quote, ...]) -> Quotes:
        where = f"{citation.source}, {section}" if section else citation.source
        return Quotes("Source:", where, words, address)

    for (section, has_words), together in groupby(citation.statements, place):
        if has_words:
            yield quotes(section, tuple(Quote(each.quote, each.id) for each in together))
        else:
            within = f", {section}" if section else ""
            numbers = ", ".join(each.id for each in together)
            yield Line("Source:", f"{citation.source}{within} [{numbers}]", Origin.SOURCE)
    if citation.quote:
        yield quotes(citation.section, (Quote(citation.quote),))
    elif not citation.statements:
        within = f", {citation.section}" if citation.section else ""
        yield Line("Source:", f"{citation.source}{within}", Origin.SOURCE)


# --- the sources themselves -------------------------------------------------------------------


def source(one: SourceInfo) -> Item:
    """Return a source with its date, and what a reader should know of it."""
    details = [Line("Address:", each, address=is_address(each)) for each in _addresses(one)]
    if one.kind:
        details.append(Line("Kind:", one.kind))
    if one.interest:
        details.append(Line("Interest:", one.interest))
    return Item(Line("", one.citation), tuple(details))


def address_of(one: Source | SourceInfo) -> str:
    """Return where a source can be read; empty where nobody says, or it is no safe address."""
    return next(filter(is_address, _addresses(one)), "")


def is_address(text: str) -> bool:
    """Return whether a text is the whole address of a page that is safe to link to."""
    return _ADDRESS.fullmatch(text) is not None


def _addresses(one: Source | SourceInfo) -> tuple[str, ...]:
    doi = f"https://doi.org/{quote(one.doi, _IN_A_DOI)}" if one.doi else ""
    return tuple(each for each in (doi, one.url) if each)
