"""Where something comes from, and where each statement of a source went, as HTML."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import assert_never

from imaging_rules.decide.explain.content import address_of, is_address
from imaging_rules.decide.explain.wording import labelled, spaced
from imaging_rules.document.markup import items, link, tag, text
from imaging_rules.document.page.names import rule_link, title
from imaging_rules.model.facts import Fact, Screen
from imaging_rules.model.guideline import (
    Block,
    Choice,
    Definition,
    Guideline,
    Header,
    Score,
    Study,
)
from imaging_rules.model.notes import Citation, Notes, Source, SourceStatement
from imaging_rules.model.rules import Advice, Rule


def notes(said: Notes, guideline: Guideline) -> str:
    """Return the reasons, what the sources say, and what is not from them."""
    told = [note("because", "Because", text(each)) for each in said.because]
    told += [each for citation in said.citations for each in _cited(citation, guideline)]
    return "".join(told) + not_the_source(said)


def notes_in_short(said: Notes, guideline: Guideline) -> str:
    """Return the same as `notes`, with the words of the sources closed until they are opened."""
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


def statements(guideline: Guideline) -> str:
    """Return a table for each source that has numbered statements; nothing where none has."""
    went: dict[tuple[str, str], dict[str, None]] = {}
    numbered: dict[str, dict[str, SourceStatement]] = {
        each.name: {statement.id: statement for statement in each.statements}
        for each in guideline.sources
    }
    for where, citation in _citations(guideline):
        for statement in citation.statements:
            went.setdefault((citation.source, statement.id), {})[where] = None
            numbered[citation.source].setdefault(statement.id, statement)
    told = [
        _table(each, list(numbered[each.name].values()), went)
        for each in guideline.sources
        if numbered[each.name]
    ]
    return "\n".join(told)


def _table(
    source: Source, all_: list[SourceStatement], went: dict[tuple[str, str], dict[str, None]]
) -> str:
    left_out = dict(source.left_out)
    heads = ("SourceStatement", "What it says", "Where it went")
    top = "".join(tag("th", text(each), scope="col") for each in heads)
    groups = []
    for section, several in groupby(all_, lambda each: each.section):
        rows = [tag("tr", tag("th", text(section), colspan="3", scope="rowgroup"))]
        for each in several:
            places = list(went.get((source.name, each.id), ()))
            if each.id in left_out:
                reason = text(left_out[each.id])
                places.append(f"{tag('b', 'left out', class_='ir-word')}: {reason}")
            rows.append(_row(source, each, ", ".join(places)))
        groups.append(tag("tbody", *(rows if section else rows[1:])))
    told = tag("table", tag("thead", tag("tr", top)), *groups, class_="ir-table ir-statements")
    head = tag("h3", text(source.notes.title or source.name))
    return head + tag("div", told, class_="ir-wide")


def _row(source: Source, statement: SourceStatement, places: str) -> str:
    quote = tag("q", text(statement.quote)) if statement.quote else ""
    note = f"Encoder’s note: {text(statement.gloss)}" if statement.gloss else ""
    gloss = tag("div", note, class_="ir-small") if note else ""
    anchor = f"statement-{source.name}-{statement.id}"
    return tag(
        "tr",
        tag("th", text(statement.id), id=anchor, scope="row"),
        tag("td", quote + gloss),
        tag("td", places or tag("b", "nowhere", class_="ir-word")),
    )


def _citations(guideline: Guideline) -> Iterator[tuple[str, Citation]]:
    """Yield all citations, each with a link to the block that it stands in."""
    for block in guideline.blocks():
        yield from ((_place_of(block), each) for each in block.notes.citations)


def _place_of(block: Block) -> str:
    if isinstance(block, Rule):
        return rule_link(block)
    match block:
        case Header():
            return link("header", "header")
        case Fact() | Screen():
            kind = "fact" if isinstance(block, Fact) else "screen"
            return link(f"{kind}-{block.name}", text(f"{kind}: {spaced(block.name)}"))
        case Source():
            kind = "source"
        case Definition() | Choice() | Score():
            kind = "define"
        case Study():
            kind = "study"
        case Advice():
            kind = "advice"
        case _:
            assert_never(block)
    return link(f"{kind}-{block.name}", text(title(block)))
