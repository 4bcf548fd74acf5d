"""The pages about codes: one for each, reached from the index, that says what the code means."""

import re

import pytest

from imaging_rules.diagnostics import CATALOGUE
from imaging_rules.diagnostics.explain_code import LESSONS
from imaging_rules.document.markdown import FRONT_MATTER, fenced, prose
from imaging_rules.document.site.code_pages import INDEX, code_pages

PAGES = code_pages()


def test_every_code_has_a_page_and_the_index_leads_to_it() -> None:
    assert set(PAGES) == {INDEX, *(f"codes/{code}.md" for code in CATALOGUE)}
    assert re.findall(r"\]\((\w+)\.md\)", PAGES[INDEX]) == list(CATALOGUE)


def test_the_index_has_an_anchor_for_each_family() -> None:
    anchors = re.findall(r"^## .* \{: #(\w+) \}$", PAGES[INDEX], re.MULTILINE)
    assert anchors == ["e1", "e2", "e3", "e4", "w5"]
    assert {code[:2].lower() for code in CATALOGUE} == set(anchors)


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_a_page_says_what_the_code_means(code: str) -> None:
    kind, page = CATALOGUE[code], PAGES[f"codes/{code}.md"]
    assert page.startswith(f"{FRONT_MATTER}# {code}: {prose(kind.title)}\n")
    assert prose(kind.why) in page
    assert ("the file does not load" in page) == kind.is_error
    assert "**Mended" in page
    first = LESSONS[code].mended.splitlines()[0]
    assert f"```text\n{first}\n" in page
    assert page.isprintable() or all(line.isprintable() for line in page.splitlines())


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("plain", "plain"),
        ("a_b *c* [d](e) <f> #g | h", r"a\_b \*c\* \[d\](e) \<f\> \#g \| h"),
        ("`a_b` and c_d", r"`a_b` and c\_d"),
        ("a lone ` and c_d", r"a lone ` and c\_d"),
        ("C:\\x", r"C:\\x"),
    ],
)
def test_prose_is_shown_as_it_is(words: str, written: str) -> None:
    assert prose(words) == written


@pytest.mark.parametrize("text", ["plain", "a ``` b", "````"])
def test_nothing_in_an_example_ends_it(text: str) -> None:
    opening, *inside, closing = fenced(text).split("\n")
    assert "\n".join(inside) == text
    assert opening == f"{closing}text"
    assert closing not in text
