"""Where something comes from: the source, the encoder and the editor, each marked as such."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from urllib.parse import quote

from imaging_rules.decide.answer.guideline_info import SourceInfo
from imaging_rules.decide.explain.content import Detail, Item, Line, Origin, Quote, Quotes
from imaging_rules.model.notes import Citation, Source, SourceStatement

# Nothing that would need to be escaped, and no name or password before the host.
_ADDRESS = re.compile(
    r"https://[A-Za-z0-9.-]+(?::[0-9]+)?(?:[/?#][A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*)?"
)
_IN_A_DOI = "/:;()._-"


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
