"""The forms of an explanation: they say the same, and no text of a file becomes markup."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Literal

import markdown
import pytest
from attrs import define, field
from hypothesis import given, note
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from imaging_rules import Decision, Guideline, evaluate, load, loads
from imaging_rules.decide.explain import short_explanation
from imaging_rules.testing import guidelines, partial_patients
from tests.decide.test_explain import CASES, case, flat

FORMS: tuple[Literal["text", "markdown", "html"], ...] = ("text", "markdown", "html")
INLINE = {"strong", "cite", "a", "em", "code"}
EMPTY = {"hr", "br", "img"}
KINDS = {"source", "assumed", "editorial"}
MARKERS = re.compile(r"\*|-+|=+|[0-9]+\.")


# --- reading a page -----------------------------------------------------------------------------


@define
class Page(HTMLParser):
    """What a page says, and what it is made of; it must be nested well."""

    texts: list[str] = field(factory=list)
    tags: list[str] = field(factory=list)
    inside: list[str] = field(factory=list)
    parents: set[tuple[str, str]] = field(factory=set)
    attributes: list[tuple[str, str, str | None]] = field(factory=list)

    def __attrs_pre_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.parents.add((self.inside[-1] if self.inside else "", tag))
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag not in INLINE:
            self.texts.append(" ")
        if tag not in EMPTY:
            self.inside.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.inside.pop() == tag
        if tag not in INLINE:
            self.texts.append(" ")

    def handle_data(self, data: str) -> None:
        assert self.inside or not data.strip()
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)

    @property
    def words(self) -> list[str]:
        return "".join(self.texts).split()


def page(html: str) -> Page:
    read = Page()
    read.feed(html)
    read.close()
    assert read.inside == []
    return read


def pages_of(text: str) -> list[Page]:
    """Markdown as several readers of it show it."""
    common = MarkdownIt("commonmark").render(text)
    with_tables = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text)
    extensions = ["tables", "fenced_code", "footnotes", "attr_list", "def_list", "admonition"]
    return [page(common), page(with_tables), page(markdown.markdown(text, extensions=extensions))]


def without_markers(words: list[str]) -> list[str]:
    return [word for word in words if not MARKERS.fullmatch(word)]


# --- what holds for every explanation -----------------------------------------------------------


def check_html(html: str) -> Page:
    assert html.startswith('<section class="explanation">\n')
    assert html.endswith("</section>\n")
    read = page(html)
    assert set(read.tags) <= {
        *("section", "div", "footer", "h2", "h3", "p", "ul", "ol", "li", "blockquote"),
        *("strong", "cite", "a"),
    }
    for parent, tag in read.parents:
        assert (parent in ("ul", "ol")) == (tag == "li")
        if parent in ("p", "h2", "h3", *INLINE):
            assert tag in INLINE
    for tag, name, value in read.attributes:
        assert (tag, name) in {("a", "href"), ("blockquote", "cite")} or name == "class"
        if name != "class":
            assert value is not None
            assert re.fullmatch(r"https://[!-~]+", value)
        else:
            assert value is not None
            assert re.fullmatch("[a-z-]+", value)
    found = [tag for tag in read.tags if tag in ("h2", "h3")]
    assert found[0] == "h2"
    assert set(found[1:]) == {"h3"}
    return read


def check(decision: Decision) -> Page:
    text, marked, html = map(decision.explain, FORMS)
    read = check_html(html)
    links = [value for tag, name, value in read.attributes if (tag, name) == ("a", "href")]
    for shown in pages_of(marked):
        assert shown.words == read.words
        assert set(shown.tags) <= {
            *("h1", "h2", "p", "ul", "ol", "li", "blockquote", "strong", "a", "hr"),
        }
        assert shown.tags.count("h1") == 1
        for tag in ("li", "strong", "blockquote", "ol"):
            assert shown.tags.count(tag) == read.tags.count(tag)
        assert shown.tags.count("h2") == read.tags.count("h3")
        assert [v for _, name, v in shown.attributes if name == "href"] == links
        assert shown.tags.count("hr") == 1
    assert without_markers(text.split()) == without_markers(read.words)
    assert re.search(r"\n[ \t]|[ \t]\n|\t", html) is None
    return read


@pytest.mark.parametrize("name", CASES)
def test_all_forms_say_the_same(name: str) -> None:
    check(case(name))


LOW_BACK_PAIN = load("low_back_pain")


@given(partial_patients(LOW_BACK_PAIN))
def test_all_forms_say_the_same_of_every_patient(facts: dict[str, Any]) -> None:
    check(evaluate(facts))


@given(guidelines().flatmap(lambda made: partial_patients(made).map(lambda facts: (made, facts))))
def test_all_forms_say_the_same_by_every_guideline(made: tuple[Guideline, dict[str, Any]]) -> None:
    check(made[0].evaluate(made[1]))


# --- texts that look like markup ----------------------------------------------------------------

TEXTS = """
guideline made
  title     "{0}"
  for       "{1}"
  otherwise wait
  because   "{2}"
  cite      handbook "{3}" quote "{4}"
  assumes   "{5}"
  editorial "{6}"
source handbook
  title     "{7}"
  publisher "{8}"
  author    "{9}"
  published 2020-01-01
  kind      "{0}"
  interest  "{1}"
  doi       "{2}"
  url       "{3}"
fact pain
  yes or no
  ask     "{4}"
  explain "{5}"
fact sign
  yes or no
  ask "Is there a sign?"
study mri
  title "{6}"
red flag alarm
  title    "{7}"
  when     sign
  suspect  "{8}"
  timing   "{9}"
  question "{0}"
  image    urgently with mri
  because  "{1}"
  cite     handbook "{2}" quote "{3}"
indication hurts
  title    "{4}"
  when     pain
  consider mri
  question "{5}"
  remark   "{6}"
  remark   "{7}"
  cite     handbook quote "{8}"
  assumes  "{9}"
advice one
  title     "{0}"
  topic     care
  for       undetermined, wait, consider, image urgently
  text      "{1}"
  text      "{2}"
  editorial "{3}"
advice two
  title     "{4}"
  topic     safety
  for       undetermined, wait, consider, image urgently
  text      "{5}."
  text      "{6}!"
  assumes   "{7}"
"""
SNIPPETS = (
    *("# heading", "heading #", "- item", "* item", "+ item", "1. one", "1) one", "> quote"),
    *("**b**", "_i_", "__b__", "`code`", "``", "```", "~~~", "~~s~~", "a | b", "|---|", "---"),
    *("***", "===", "<b>", "</section>", "<script>alert(1)</script>", "<!-- x -->", "<br>"),
    *("[a](http://example.org)", "![a](b.png)", "[a]: http://example.org", "[^1]", "[ ] open"),
    *("https://example.org/a_b_c", "<https://example.org>", "www.example.org", "a@example.org"),
    *("&amp;", "&#42;", "&copy;", "a & b", "\\", "\\*", "{: .c}", "!!! note", "??? note"),
    *(":smile:", "$x$", "a^b^", "==m==", "    indented", "one\n    two", "one\n\ntwo", "a  b"),
    *("Term\n: Definition", "*[HTML]: x", "javascript:alert(1)", "https://a.b/?q=1&copy=2"),
    *(
        "a\u00a0b",
        "‘x’",
        "4–6",
        "</p>",
        "'",
        "' onclick='alert(1)",
        "[TOC]",
        "{{ x }}",
        "1.5",
        "2.",
    ),
)
# Anything that a file may hold, with much of what could be markup.
LETTERS = st.sampled_from("#*_`~|<>[](){}!&+-=.:;^$@\\/'0123456789 \n\tabcé“”–\u00a0")


@st.composite
def strange_texts(draw: st.DrawFn) -> str:
    several = st.lists(st.sampled_from(SNIPPETS) | st.text(LETTERS, max_size=8), max_size=4)
    return draw(st.sampled_from(("x", ""))) + draw(st.sampled_from((" ", ""))).join(draw(several))


@given(st.lists(strange_texts(), min_size=10, max_size=10), st.sampled_from((True, False, None)))
def test_every_text_is_shown_as_it_is(texts: list[str], answer: bool | None) -> None:
    texts = [text if text.strip() else "x" for text in texts]
    note(str(texts))
    decision = loads(TEXTS.format(*texts)).evaluate({"pain": answer, "sign": answer})
    read = check(decision)
    said = [
        " ".join(read.words),
        *(" ".join(p.words) for p in pages_of(decision.explain("markdown"))),
    ]
    said.append(flat(decision.explain("text")))
    for each in said:
        for text in texts:
            assert flat(text) in each


@pytest.mark.parametrize("snippet", SNIPPETS)
def test_nothing_in_a_text_is_markup(snippet: str) -> None:
    """A text makes no part of a page that a plain word in its place does not make."""
    facts = {"pain": True, "sign": True}
    plain = loads(TEXTS.format(*["x"] * 10)).evaluate(facts)
    strange = loads(TEXTS.format(*[snippet] * 10)).evaluate(facts)

    for text in (strange.explain("text"), " ".join(check(strange).words)):
        assert flat(snippet) in flat(text)

    def tags(shown: Page) -> list[str]:
        return [tag for tag in shown.tags if tag != "a"]

    assert tags(page(strange.explain("html"))) == tags(page(plain.explain("html")))
    for one, other in zip(
        pages_of(strange.explain("markdown")), pages_of(plain.explain("markdown")), strict=True
    ):
        assert tags(one) == tags(other)


# --- links, quotes and kinds --------------------------------------------------------------------


def with_address(url: str, doi: str = "") -> Decision:
    doi = f'doi "{doi}"' if doi else ""
    text = f"""
        guideline made
          otherwise wait
          cite      handbook "Wrist" quote "A sprain needs no scan."
          assumes   "That holds for adults."
          editorial "So say others."
        source handbook
          url "{url}"
          {doi}
        fact pain
          yes or no
        study mri
        indication hurts
          when     pain
          consider mri
          question "?"
          assumes  "Made up."
        """
    return loads(text).evaluate({"pain": False})


def links(decision: Decision) -> list[str | None]:
    found = check(decision).attributes
    return [value for tag, name, value in found if (tag, name) == ("a", "href")]


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "https://example.org/a_b*c/?q=1&copy;=2&amp;r=3#part",
        "https://example.org:8080/(a)'b'",
    ],
)
def test_an_https_address_is_a_link(url: str) -> None:
    assert links(with_address(url)) == [url]
    assert f"Address: {url}\n" in with_address(url).explain()


@pytest.mark.parametrize(
    "url",
    [
        *("http://example.org", "javascript:alert(1)", "data:text/html,x", "ftp://example.org"),
        *("https:/example.org", "https://", "https://a b", "https://user:word@example.org"),
        *(
            "https://example.org/>",
            "https://example.org/é",
            "//example.org",
            "example.org",
            "HTTPS",
        ),
        "https://example.org/\n  next",
    ],
)
def test_no_other_address_is_a_link(url: str) -> None:
    assert links(with_address(url)) == []
    assert flat(f"Address: {url}") in flat(with_address(url).explain())


def test_a_doi_is_a_link_whatever_is_in_it() -> None:
    doi = "10.1000/(x)<1>:2;3&#4?5%é"
    expected = "https://doi.org/10.1000/(x)%3C1%3E:2;3%26%234%3F5%25%C3%A9"
    assert links(with_address("http://example.org", doi)) == [expected]


def test_a_quote_is_marked_as_one_with_its_source() -> None:
    html = with_address("https://example.org/handbook").explain("html")
    assert (
        '<p class="source"><strong>Source:</strong> <cite>handbook, Wrist</cite></p>\n'
        '<blockquote cite="https://example.org/handbook">\n'
        "<p>“A sprain needs no scan.”</p>\n"
        "</blockquote>" in html
    )
    assert "<blockquote>" in with_address("http://example.org/handbook").explain("html")


def test_what_is_not_from_the_source_is_marked_as_such() -> None:
    html = with_address("https://example.org").explain("html")
    assert '<p class="assumed"><strong>Assumed by the encoder:</strong> That holds' in html
    assert '<p class="editorial"><strong>Editorial, not from the source:</strong> So say' in html


def test_the_classes_of_the_parts_are_those_of_the_page_for_python() -> None:
    text = (Path(__file__).parents[2] / "docs" / "python.md").read_text("utf-8")
    (told,) = re.findall(r"by their classes: (.*?)\. What the source says", text)
    attributes = [each for name in CASES for each in page(case(name).explain("html")).attributes]
    found = {value for _, name, value in attributes if name == "class"}
    assert found == {*re.findall(r"`([a-z-]+)`", told), *KINDS, "explanation"}


# --- the short form -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", CASES)
def test_the_short_form_keeps_what_must_not_be_missed(name: str) -> None:
    decision = case(name)
    whole, short = flat(decision.explain()), flat(short_explanation(decision))
    assert len(short) < len(whole)
    assert whole.split(" Why ")[0] == short.split(" Why ")[0]
    for reason in decision.reasons:
        assert flat(reason.title or reason.rule) in short
    for missing in decision.missing:
        assert flat(missing.ask) in short
    for remark in decision.remarks:
        assert flat(remark.text) in short
    for found in decision.contradictions:
        assert flat(found.title) in short or "`" in found.title
    for advice in decision.advice:
        assert (flat(advice.texts[0]) in short) == (advice.topic == "safety")
    assert "It is not a medical device" in short
    # No section of its own says anything else than the whole does.
    assert set(short.split()) <= set(whole.split())
