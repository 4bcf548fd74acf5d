"""Writes an explanation as Markdown in which every text shows as it is."""

from collections.abc import Iterable, Iterator
from itertools import count

from imaging_rules.decide.explain.content import (
    Detail,
    Explanation,
    Item,
    Line,
    Points,
    Quotes,
    Section,
)
from imaging_rules.text.inert import markdown

# Four columns, since some readers of Markdown take less for no indentation at all.
_INDENT = 4


def as_markdown(said: Explanation) -> str:
    """Return an explanation as Markdown.

    Of all texts, nothing is taken for markup. Links lead to https addresses alone.
    """
    blocks = [f"# {markdown(said.title)}", markdown(said.edition)]
    if said.population:
        blocks.append(markdown(said.population))
    blocks += map(_line, said.recommendation)
    for section in said.sections:
        blocks += _section(section)
    blocks.append("---")
    blocks += map(_line, said.notices)
    return "\n\n".join(blocks) + "\n"


def _section(section: Section) -> Iterator[str]:
    yield f"## {markdown(section.heading)}"
    if section.items:
        marks = (f"{place}." if section.numbered else "-" for place in count(1))
        yield _list(
            [_listed(mark, _item(item)) for mark, item in zip(marks, section.items, strict=False)],
            tight=not any(item.details for item in section.items),
        )
    yield from map(_line, section.after)


def _list(items: Iterable[str], tight: bool) -> str:
    return ("\n" if tight else "\n\n").join(items)


def _item(item: Item) -> Iterator[str]:
    yield _line(item.line)
    for detail in item.details:
        yield from _detail(detail)


def _detail(detail: Detail) -> Iterator[str]:
    match detail:
        case Line():
            yield _line(detail)
        case Quotes(lead, place, quotes):
            yield f"**{markdown(lead)}** {markdown(place)}"
            yield "\n>\n".join(f"> {markdown(quote.whole)}" for quote in quotes)
        case Points(texts):
            yield _list([_listed("-", [markdown(text)]) for text in texts], tight=True)


def _listed(mark: str, blocks: Iterable[str]) -> str:
    """Return blocks as one item of a list."""
    first, *rest = "\n\n".join(blocks).split("\n")
    mark = f"{mark} ".ljust(_INDENT)
    indent = " " * len(mark)
    return "\n".join([mark + first, *(indent + line if line else "" for line in rest)])


def _line(line: Line) -> str:
    parts = []
    if line.lead:
        parts.append(f"**{markdown(line.lead)}**")
    if line.address:
        parts.append(f"[{markdown(line.text)}](<{line.text.replace('&', '&amp;')}>)")
    elif line.text:
        parts.append(markdown(line.text))
    return " ".join(parts)
