"""Where something comes from, as HTML: the source, the encoder and the editor, each marked."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from imaging_rules.decide.explain.content import address_of, is_address
from imaging_rules.decide.explain.wording import labelled
from imaging_rules.document.markup import items, link, tag, text
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.notes import Citation, Notes, Source, SourceStatement


def notes(said: Notes, guideline: Guideline) -> str:
    """Return the reasons, what the sources say, and what is not from them.

    Args:
        said: What a block says to its reader.
        guideline: The guideline that it belongs to.
    """
    told = [note("because", "Because", text(each)) for each in said.because]
    told += [each for citation in said.citations for each in _cited(citation, guideline)]
    return "".join(told) + not_the_source(said)


def notes_in_short(said: Notes, guideline: Guideline) -> str:
    """Return the same as `notes`, with the words of the sources closed until they are opened.

    Args:
        said: What a block says to its reader.
        guideline: The guideline that it belongs to.
    """
    reasons = "".join(note("because", "Because", text(each)) for each in said.because)
    places = [
        " ".join([each.source, ", ".join(s.id for s in each.statements) or each.section]).strip()
        for each in said.citations
    ]
    cited = "".join(each for citation in said.citations for each in _cited(citation, guideline))
    if "<q>" not in cited:
        return reasons + cited + not_the_source(said)
    summary = tag("summary", tag("span", "Source:", class_="ir-mark"), " ", text("; ".join(places)))
    return reasons + tag("details", summary, cited, class_="ir-quotes") + not_the_source(said)


def not_the_source(said: Notes) -> str:
    """Return what the encoder assumed, and what is editorial."""
    return assumed(said.assumes) + "".join(
        note("editorial", "Editorial", text(each)) for each in said.editorial
    )


def assumed(texts: Sequence[str]) -> str:
    """Return what the encoder assumed."""
    return "".join(note("assumed", "Assumed", text(each)) for each in texts)


def labelled_texts(block: object) -> list[tuple[str, str]]:
    """Return the texts of a block, each with its label."""
    return [
        (label, text(texts[0]) if len(texts) == 1 else items("ul", [text(each) for each in texts]))
        for label, texts in labelled(block)
    ]


def source(one: Source) -> str:
    """Return a source with its date, and what a reader should know of it."""
    name = one.notes.title or one.name
    address = address_of(one)
    shown = tag("a", text(name), href=address, rel="noreferrer") if address else text(name)
    dates = [f"published {one.published}" if one.published else ""]
    dates += [f"updated {one.updated}" if one.updated else ""]
    parts = [text(each) for each in (one.author, one.publisher, one.kind, *dates) if each]
    told = tag("strong", shown) + (f"<br>{'; '.join(parts)}" if parts else "")
    return told + (note("interest", "Interest", text(one.interest)) if one.interest else "")


def note(kind: str, lead: str, said: str) -> str:
    """Return one note, marked as what it is.

    Args:
        kind: What it is, for the style: `source`, `assumed`, `editorial` and the like.
        lead: The same in a word for the reader.
        said: The note, as HTML.
    """
    mark = tag("span", f"{text(lead)}:", class_="ir-mark")
    return tag("div", mark, " ", said, class_=f"ir-note ir-{kind}")


def _cited(citation: Citation, guideline: Guideline) -> Iterator[str]:
    """Yield what a source says, that of one section together."""
    one = guideline.source[citation.source]
    address = address_of(one)

    def place(statement: SourceStatement) -> str:
        return statement.section

    for section, together in groupby(citation.statements, place):
        yield _said(one, section, [_statement(one, each) for each in together], address)
    if citation.quote:
        quote = tag("q", text(citation.quote))
        yield _said(one, citation.section, [tag("p", quote)], address)
    elif not citation.statements:
        yield _said(one, citation.section, [], address)


def _said(one: Source, section: str, quotes: Sequence[str], address: str) -> str:
    where = link(f"source-{one.name}", text(one.name)) + (f", {text(section)}" if section else "")
    cite = address if is_address(address) else ""
    told = tag("blockquote", *quotes, cite=cite) if quotes else ""
    return note("source", "Source", f"<cite>{where}</cite>{told}")


def _statement(one: Source, statement: SourceStatement) -> str:
    number = link(f"statement-{one.name}-{statement.id}", text(statement.id))
    if not statement.quote:
        return tag("p", number)
    return tag("p", tag("q", text(statement.quote)), " ", number)
