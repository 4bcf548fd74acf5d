"""Pages as a browser gets them: the Markdown made HTML by two readers of it, and taken apart."""

from collections.abc import Callable
from html.parser import HTMLParser

import markdown
from markdown_it import MarkdownIt

from imaging_rules.document.markup import FRONT_MATTER

INLINE = {"a", "b", "code", "em", "i", "q", "span", "strong", "u", "var", "cite", "small"}
VOID = {"br", "hr", "img", "input", "link", "meta", "rect", "line"}


def by_python_markdown(page: str) -> str:
    """Return a page as MkDocs makes it, with what its users often add to it."""
    extensions = ["toc", "tables", "fenced_code", "attr_list", "def_list", "footnotes", "smarty"]
    extensions += ["md_in_html", "abbr"]
    html: str = markdown.markdown(page.removeprefix(FRONT_MATTER), extensions=extensions)
    return html


def by_commonmark(page: str) -> str:
    """Return a page as readers of CommonMark make it."""
    reader = MarkdownIt("commonmark", {"html": True}).enable("table")
    html: str = reader.render(page.removeprefix(FRONT_MATTER))
    return html


READERS: tuple[Callable[[str], str], ...] = (by_python_markdown, by_commonmark)


class Page(HTMLParser):
    """What a page holds: its elements with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.pieces: list[str] = []
        self.headings: list[str] = []
        self.open: list[str] = []
        self.closed_wrongly: list[str] = []
        self.feed(html)
        self.close()

    @property
    def ids(self) -> list[str]:
        return [each["id"] for _, each in self.elements if "id" in each]

    @property
    def links(self) -> list[str]:
        return [each["href"] for name, each in self.elements if name == "a" and "href" in each]

    @property
    def text(self) -> str:
        return " ".join("".join(self.pieces).split())

    def of_class(self, name: str) -> list[tuple[str, dict[str, str]]]:
        return [each for each in self.elements if name in each[1].get("class", "").split()]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {key: value or "" for key, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)
        if tag in ("h1", "h2"):
            self.headings.append("")
        if tag not in INLINE:
            self.pieces.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.closed_wrongly.append(tag)

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in ("script", "style"):
            return
        self.pieces.append(data)
        if self.open and self.open[-1] in ("h1", "h2"):
            self.headings[-1] += data
