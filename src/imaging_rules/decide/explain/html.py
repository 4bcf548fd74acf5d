"""Writes an explanation as a piece of a page in HTML."""

from collections.abc import Iterable, Iterator

from imaging_rules.decide.explain.content import (
    Detail,
    Explanation,
    Item,
    Line,
    Points,
    Quotes,
    Section,
)
from imaging_rules.text import inert


def as_html(said: Explanation) -> str:
    """Return an explanation as one ``section`` element, for a page that has its own heading.

    It has no script and no style; its parts have classes by which a page can style them. Links
    lead to https addresses alone.
    """
    lines = ['<section class="explanation">', f"<h2>{inert.html(said.title)}</h2>"]
    lines.append(f"<p>{inert.html(said.edition)}</p>")
    if said.population:
        lines.append(f"<p>{inert.html(said.population)}</p>")
    lines.append('<div class="recommendation">')
    lines += map(_line, said.recommendation)
    lines.append("</div>")
    for section in said.sections:
        lines += _section(section)
    lines.append("<footer>")
    lines += map(_line, said.notices)
    lines += ["</footer>", "</section>"]
    return "\n".join(lines) + "\n"


def _section(section: Section) -> Iterator[str]:
    yield f'<section class="{section.name}">'
    yield f"<h3>{inert.html(section.heading)}</h3>"
    if section.items:
        yield from _list("ol" if section.numbered else "ul", map(_item, section.items))
    yield from map(_line, section.after)
    yield "</section>"


def _list(kind: str, items: Iterable[str]) -> Iterator[str]:
    yield f"<{kind}>"
    yield from (f"<li>{item}</li>" for item in items)
    yield f"</{kind}>"


def _item(item: Item) -> str:
    return "\n".join((_line(item.line), *(_detail(detail) for detail in item.details)))


def _detail(detail: Detail) -> str:
    match detail:
        case Line():
            return _line(detail)
        case Quotes(lead, place, quotes, address):
            where = f' cite="{inert.html(address)}"' if address else ""
            said = "\n".join(f"<p>{inert.html(quote.whole)}</p>" for quote in quotes)
            return (
                f'<p class="source"><strong>{inert.html(lead)}</strong> '
                f"<cite>{inert.html(place)}</cite></p>\n"
                f"<blockquote{where}>\n{said}\n</blockquote>"
            )
        case Points(texts):
            return "\n".join(_list("ul", map(inert.html, texts)))


def _line(line: Line) -> str:
    text = inert.html(line.text)
    if line.address:
        text = f'<a href="{text}">{text}</a>'
    kind = f' class="{line.origin.value}"' if line.origin else ""
    lead = f"<strong>{inert.html(line.lead)}</strong>" if line.lead else ""
    return f"<p{kind}>{' '.join(part for part in (lead, text) if part)}</p>"
