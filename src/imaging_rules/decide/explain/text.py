"""Writes an explanation as plain text of at most 88 columns."""

import re
from collections.abc import Iterator

from imaging_rules.decide.explain.content import (
    Detail,
    Explanation,
    Item,
    Line,
    Points,
    Quotes,
    Section,
)
from imaging_rules.text.words import WIDTH, wrapped

_IS_A_SENTENCE = re.compile(r".*[.!?…][”’\"')\]]*", re.DOTALL)


def as_text(said: Explanation) -> str:
    """Return an explanation as plain text.

    A line is longer only where a single word is.
    """
    first = [*_heading(said.title, "="), *wrapped(said.edition), *wrapped(said.population)]
    blocks = [first, list(_recommendation(said.recommendation))]
    blocks += [[*_heading(each.heading, "-"), *_section(each)] for each in said.sections]
    blocks += [wrapped(notice.whole) for notice in said.notices]
    return "\n\n".join("\n".join(lines) for lines in blocks) + "\n"


def _recommendation(lines: tuple[Line, ...]) -> Iterator[str]:
    first, *others = lines
    beside = " " * (len(first.lead) + 1)
    yield from wrapped(first.text, f"{first.lead} ", beside)
    for line in others:
        yield from wrapped(line.whole, beside, beside)


def _section(section: Section) -> Iterator[str]:
    for place, item in enumerate(section.items, 1):
        yield from _item(item, f"{place}. " if section.numbered else "* ")
    for line in section.after:
        yield from wrapped(line.whole)


def _item(item: Item, mark: str) -> Iterator[str]:
    indent = " " * len(mark)
    first, details = item.line.whole, item.details
    if details and isinstance(details[0], Points) and _run_on(details[0]):
        first, details = " ".join((first, *details[0].texts)), details[1:]
    yield from wrapped(first, mark, " " * len(mark))
    for detail in details:
        yield from _detail(detail, indent)


def _detail(detail: Detail, indent: str) -> Iterator[str]:
    match detail:
        case Line():
            # What is only said about the item stands below it; what has a name of its own hangs.
            hanging = f"{indent}  " if detail.lead else indent
            yield from wrapped(detail.whole, indent, hanging)
        case Quotes(lead, place, quotes):
            yield from wrapped(f"{lead} {place}", indent, f"{indent}    ")
            for quote in quotes:
                yield from wrapped(quote.whole, f"{indent}  ", f"{indent}    ")
        case Points(texts):
            for text in texts:
                yield from wrapped(text, f"{indent}- ", f"{indent}  ")


def _run_on(points: Points) -> bool:
    """Return whether texts can stand one after the other, each being whole sentences."""
    return all(map(_IS_A_SENTENCE.fullmatch, points.texts))


def _heading(text: str, underline: str) -> Iterator[str]:
    lines = wrapped(text)
    yield from lines
    yield underline * min(max(map(len, lines), default=0), WIDTH)
