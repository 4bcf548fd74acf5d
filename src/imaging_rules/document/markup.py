"""Pages of Markdown, and HTML that stands in them: no text can be taken for anything else.

A piece of HTML begins a line with an element that is a block, and has no blank line, so that
every reader of Markdown leaves it as it is.
"""

import re
from collections.abc import Iterable

from imaging_rules.text import inert

FRONT_MATTER = "---\nrender_macros: false\n---\n\n"
"""The head of every page: it tells a site's plugin for macros to leave the page as it is."""

_SPACES = re.compile(r"[^\S\u00a0\u2007\u202f]+")


def page(parts: Iterable[str]) -> str:
    """Return a page.

    Args:
        parts: Headings, paragraphs and other blocks of Markdown, in order.
    """
    return FRONT_MATTER + "\n\n".join(parts) + "\n"


def fenced(text: str) -> str:
    """Return a block of text in which nothing acts."""
    longest = max((len(found) for found in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}"


def plain(words: str) -> str:
    """Return words on one line of Markdown in which no sign can be taken for markup."""
    return inert.markdown_by_numbers(on_one_line(words))


def on_one_line(words: str) -> str:
    """Return words with one space for all white space but what keeps words together."""
    return _SPACES.sub(" ", words).strip()


def text(words: str) -> str:
    """Return words as HTML that shows them.

    Args:
        words: The words; white space of any kind counts as one space.
    """
    return inert.html(on_one_line(words))


def kept(words: str) -> str:
    """Return words as HTML that shows them with their line breaks and spaces, for `pre`."""
    return inert.html_in_element(words)


def tag(name: str, *inside: str, **attributes: str | bool) -> str:
    """Return an element.

    Args:
        name: The name of the element.
        inside: What stands in it, as HTML.
        attributes: Its attributes; an underscore at the end of a name is left out, others are
            hyphens. One that is false or empty is left out, one that is true has no value.
    """
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}"
        + ("" if value is True else f'="{text(str(value))}"')
        for key, value in attributes.items()
        if value
    )
    return f"<{name}{written}>{''.join(inside)}</{name}>"


def link(place: str, inside: str, **attributes: str | bool) -> str:
    """Return a link to a place on the same page.

    Args:
        place: The `id` of what it leads to.
        inside: What is shown, as HTML.
        attributes: Further attributes.
    """
    return tag("a", inside, href=f"#{place}", **attributes)


def items(kind: str, inside: Iterable[str], **attributes: str | bool) -> str:
    """Return a list, `ul` or `ol`, of pieces of HTML; nothing where there are none."""
    told = [f"<li>{each}</li>" for each in inside]
    return tag(kind, *told, **attributes) if told else ""


def pairs(inside: Iterable[tuple[str, str]], **attributes: str | bool) -> str:
    """Return a list of what is asked and what is said, both as HTML; empty ones are left out."""
    told = [f"<div><dt>{lead}</dt><dd>{said}</dd></div>" for lead, said in inside if said]
    return tag("dl", *told, **attributes) if told else ""


def table(heads: Iterable[str], rows: Iterable[Iterable[str]], **attributes: str | bool) -> str:
    """Return a table of pieces of HTML.

    On a narrow screen each row is shown as a card, in which each cell says under which head it
    stands; so each cell carries its head.

    Args:
        heads: The heads of the columns, as plain words.
        rows: The rows, with a cell for each head. The first cell is the head of its row.
        attributes: Further attributes.
    """
    names = list(heads)
    top = "".join(tag("th", text(name), scope="col") for name in names)
    body = []
    for row in rows:
        first, *others = row
        cells = [tag("th", first, scope="row")]
        cells += [
            tag("td", tag("div", cell), data_head=name)
            for name, cell in zip(names[1:], others, strict=True)
        ]
        body.append(tag("tr", *cells))
    inside = f"<thead><tr>{top}</tr></thead><tbody>{''.join(body)}</tbody>"
    return tag("table", inside, **attributes)
