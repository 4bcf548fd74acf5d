"""Writes an explanation as Markdown in which every text shows as it is."""

import re
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

# Four columns, since some readers of Markdown take less for no indentation at all.
_INDENT = 4

# A backslash is understood by every reader before these alone; the others are written as
# numbers. A full stop or a colon inside a word could make an address, or a sign that some
# readers turn into a picture.
_BY_BACKSLASH = re.compile(r"([\\`*_\[\]])")
_BY_NUMBER = re.compile(r"[<>&|~@$^=#{}]|:(?=[\w/])|(?<![0-9])\.(?=\w)|\.(?=[^\W\d])")
_FIRST = re.compile(r"^([0-9]*)([.)]|(?<![0-9])[+:!?/%-])")


def as_markdown(said: Explanation) -> str:
    """Return an explanation as Markdown.

    Of all texts, nothing is taken for markup. Links lead to https addresses alone.
    """
    blocks = [f"# {_escaped(said.title)}", _escaped(said.edition)]
    if said.population:
        blocks.append(_escaped(said.population))
    blocks += map(_line, said.recommendation)
    for section in said.sections:
        blocks += _section(section)
    blocks.append("---")
    blocks += map(_line, said.notices)
    return "\n\n".join(blocks) + "\n"


def _section(section: Section) -> Iterator[str]:
    yield f"## {_escaped(section.heading)}"
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
            yield f"**{_escaped(lead)}** {_escaped(place)}"
            yield "\n>\n".join(f"> {_escaped(quote.whole)}" for quote in quotes)
        case Points(texts):
            yield _list([_listed("-", [_escaped(text)]) for text in texts], tight=True)


def _listed(mark: str, blocks: Iterable[str]) -> str:
    """Return blocks as one item of a list."""
    first, *rest = "\n\n".join(blocks).split("\n")
    mark = f"{mark} ".ljust(_INDENT)
    indent = " " * len(mark)
    return "\n".join([mark + first, *(indent + line if line else "" for line in rest)])


def _line(line: Line) -> str:
    parts = []
    if line.lead:
        parts.append(f"**{_escaped(line.lead)}**")
    if line.address:
        parts.append(f"[{_escaped(line.text)}](<{line.text.replace('&', '&amp;')}>)")
    elif line.text:
        parts.append(_escaped(line.text))
    return " ".join(parts)


def _escaped(text: str) -> str:
    """Return a text such that nothing in it is taken for markup."""
    text = _BY_NUMBER.sub(_number, text)
    # What would begin a list, a heading or another block.
    text = _FIRST.sub(lambda found: found[1] + _number(found, 2), text)
    return _BY_BACKSLASH.sub(r"\\\1", text)


def _number(found: re.Match[str], group: int = 0) -> str:
    return f"&#{ord(found[group])};"
