"""Writes an explanation as plain text, as Markdown, or as a piece of a page in HTML."""

import re
from collections.abc import Iterable, Iterator
from itertools import count

from imaging_rules.decide.explain import content
from imaging_rules.text import inert
from imaging_rules.text.words import WIDTH, wrapped

_IS_A_SENTENCE = re.compile(r".*[.!?…][”’\"')\]]*", re.DOTALL)
# Four columns, since some readers of Markdown take less for no indentation at all.
_INDENT = 4


def as_text(said: content.Explanation) -> str:
    """Return an explanation as plain text.

    A line is longer only where a single word is.
    """
    first = [*_text_heading(said.title, "="), *wrapped(said.edition), *wrapped(said.population)]
    blocks = [first, list(_text_recommendation(said.recommendation))]
    blocks += [[*_text_heading(each.heading, "-"), *_text_section(each)] for each in said.sections]
    blocks += [wrapped(notice.whole) for notice in said.notices]
    return "\n\n".join("\n".join(lines) for lines in blocks) + "\n"


def _text_recommendation(lines: tuple[content.Line, ...]) -> Iterator[str]:
    first, *others = lines
    beside = " " * (len(first.lead) + 1)
    yield from wrapped(first.text, f"{first.lead} ", beside)
    for line in others:
        yield from wrapped(line.whole, beside, beside)


def _text_section(section: content.Section) -> Iterator[str]:
    for place, item in enumerate(section.items, 1):
        yield from _text_item(item, f"{place}. " if section.numbered else "* ")
    for line in section.after:
        yield from wrapped(line.whole)


def _text_item(item: content.Item, mark: str) -> Iterator[str]:
    indent = " " * len(mark)
    first, details = item.line.whole, item.details
    # Texts can stand one after the other where each is whole sentences.
    if (
        details
        and isinstance(details[0], content.Points)
        and all(map(_IS_A_SENTENCE.fullmatch, details[0].texts))
    ):
        first, details = " ".join((first, *details[0].texts)), details[1:]
    yield from wrapped(first, mark, " " * len(mark))
    for detail in details:
        yield from _text_detail(detail, indent)


def _text_detail(detail: content.Detail, indent: str) -> Iterator[str]:
    match detail:
        case content.Line():
            # What is only said about the item stands below it; what has a name of its own hangs.
            hanging = f"{indent}  " if detail.lead else indent
            yield from wrapped(detail.whole, indent, hanging)
        case content.Quotes(lead, place, quotes):
            yield from wrapped(f"{lead} {place}", indent, f"{indent}    ")
            for quote in quotes:
                yield from wrapped(quote.whole, f"{indent}  ", f"{indent}    ")
        case content.Points(texts):
            for text in texts:
                yield from wrapped(text, f"{indent}- ", f"{indent}  ")


def _text_heading(text: str, underline: str) -> Iterator[str]:
    lines = wrapped(text)
    yield from lines
    yield underline * min(max(map(len, lines), default=0), WIDTH)


def as_markdown(said: content.Explanation) -> str:
    """Return an explanation as Markdown.

    Of all texts, nothing is taken for markup. Links lead to https addresses alone.
    """
    blocks = [f"# {inert.markdown(said.title)}", inert.markdown(said.edition)]
    if said.population:
        blocks.append(inert.markdown(said.population))
    blocks += map(_markdown_line, said.recommendation)
    for section in said.sections:
        blocks += _markdown_section(section)
    blocks.append("---")
    blocks += map(_markdown_line, said.notices)
    return "\n\n".join(blocks) + "\n"


def _markdown_section(section: content.Section) -> Iterator[str]:
    yield f"## {inert.markdown(section.heading)}"
    if section.items:
        marks = (f"{place}." if section.numbered else "-" for place in count(1))
        yield _markdown_list(
            [
                _markdown_listed(mark, _markdown_item(item))
                for mark, item in zip(marks, section.items, strict=False)
            ],
            tight=not any(item.details for item in section.items),
        )
    yield from map(_markdown_line, section.after)


def _markdown_list(items: Iterable[str], tight: bool) -> str:
    return ("\n" if tight else "\n\n").join(items)


def _markdown_item(item: content.Item) -> Iterator[str]:
    yield _markdown_line(item.line)
    for detail in item.details:
        yield from _markdown_detail(detail)


def _markdown_detail(detail: content.Detail) -> Iterator[str]:
    match detail:
        case content.Line():
            yield _markdown_line(detail)
        case content.Quotes(lead, place, quotes):
            yield f"**{inert.markdown(lead)}** {inert.markdown(place)}"
            yield "\n>\n".join(f"> {inert.markdown(quote.whole)}" for quote in quotes)
        case content.Points(texts):
            yield _markdown_list(
                [_markdown_listed("-", [inert.markdown(text)]) for text in texts], tight=True
            )


def _markdown_listed(mark: str, blocks: Iterable[str]) -> str:
    """Return blocks as one item of a list."""
    first, *rest = "\n\n".join(blocks).split("\n")
    mark = f"{mark} ".ljust(_INDENT)
    indent = " " * len(mark)
    return "\n".join([mark + first, *(indent + line if line else "" for line in rest)])


def _markdown_line(line: content.Line) -> str:
    parts = []
    if line.lead:
        parts.append(f"**{inert.markdown(line.lead)}**")
    if line.address:
        parts.append(f"[{inert.markdown(line.text)}](<{line.text.replace('&', '&amp;')}>)")
    elif line.text:
        parts.append(inert.markdown(line.text))
    return " ".join(parts)


def as_html(said: content.Explanation) -> str:
    """Return an explanation as one ``section`` element, for a page that has its own heading.

    It has no script and no style; its parts have classes by which a page can style them. Links
    lead to https addresses alone.
    """
    lines = ['<section class="explanation">', f"<h2>{inert.html(said.title)}</h2>"]
    lines.append(f"<p>{inert.html(said.edition)}</p>")
    if said.population:
        lines.append(f"<p>{inert.html(said.population)}</p>")
    lines.append('<div class="recommendation">')
    lines += map(_html_line, said.recommendation)
    lines.append("</div>")
    for section in said.sections:
        lines += _html_section(section)
    lines.append("<footer>")
    lines += map(_html_line, said.notices)
    lines += ["</footer>", "</section>"]
    return "\n".join(lines) + "\n"


def _html_section(section: content.Section) -> Iterator[str]:
    yield f'<section class="{section.name}">'
    yield f"<h3>{inert.html(section.heading)}</h3>"
    if section.items:
        yield from _html_list("ol" if section.numbered else "ul", map(_html_item, section.items))
    yield from map(_html_line, section.after)
    yield "</section>"


def _html_list(kind: str, items: Iterable[str]) -> Iterator[str]:
    yield f"<{kind}>"
    yield from (f"<li>{item}</li>" for item in items)
    yield f"</{kind}>"


def _html_item(item: content.Item) -> str:
    return "\n".join((_html_line(item.line), *(_html_detail(detail) for detail in item.details)))


def _html_detail(detail: content.Detail) -> str:
    match detail:
        case content.Line():
            return _html_line(detail)
        case content.Quotes(lead, place, quotes, address):
            where = f' cite="{inert.html(address)}"' if address else ""
            said = "\n".join(f"<p>{inert.html(quote.whole)}</p>" for quote in quotes)
            return (
                f'<p class="source"><strong>{inert.html(lead)}</strong> '
                f"<cite>{inert.html(place)}</cite></p>\n"
                f"<blockquote{where}>\n{said}\n</blockquote>"
            )
        case content.Points(texts):
            return "\n".join(_html_list("ul", map(inert.html, texts)))


def _html_line(line: content.Line) -> str:
    text = inert.html(line.text)
    if line.address:
        text = f'<a href="{text}">{text}</a>'
    kind = f' class="{line.origin.value}"' if line.origin else ""
    lead = f"<strong>{inert.html(line.lead)}</strong>" if line.lead else ""
    return f"<p{kind}>{' '.join(part for part in (lead, text) if part)}</p>"
