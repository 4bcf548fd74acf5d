"""The statements of each source, and where each of them went."""

from collections.abc import Iterator
from itertools import groupby
from typing import assert_never

from imaging_rules.decide.explain.wording import spaced
from imaging_rules.document.markup import link, tag, text
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
from imaging_rules.model.notes import Citation, Source, SourceStatement
from imaging_rules.model.rules import Advice, Rule


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
