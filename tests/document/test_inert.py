"""No text of a guideline starts anything in what reads a page: engines of templates first."""

import re
from collections.abc import Callable
from datetime import date
from itertools import pairwise

import jinja2
import pytest

from imaging_rules import Guideline, loads
from imaging_rules.document.form import try_it
from imaging_rules.document.markup import FRONT_MATTER
from imaging_rules.document.page.page import guideline_page
from tests.document.test_guideline_page import TEMPLATE

DAY = date(2026, 1, 1)
MARKS = ("{{", "{%", "{#", "[[", "${", "<%", "<?", "--8<--", "```", "~~~", "$$")
ANY_MARK = re.compile("|".join(map(re.escape, MARKS)))
FACTS = {"age": 80, "fever": True, "care": 5}
FORMS: dict[str, Callable[[Guideline], str]] = {
    "page": lambda guideline: guideline_page(guideline, DAY),
    "form": lambda guideline: try_it(guideline, links=False),
    "HTML": lambda guideline: guideline.evaluate(FACTS, today=DAY).explain("html"),
    "Markdown": lambda guideline: guideline.evaluate(FACTS, today=DAY).explain("markdown"),
}


def with_texts(words: str) -> Guideline:
    """Return a guideline with these words in every text of every kind of block."""
    return loads(TEMPLATE.replace("TEXT", words))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("mark", MARKS)
def test_no_text_brings_a_mark_of_a_template_into_a_page(form: str, mark: str) -> None:
    def marks(words: str) -> list[str]:
        return ANY_MARK.findall(FORMS[form](with_texts(words)))

    # What is left are marks of the page itself, such as those of its scripts.
    assert marks(f"{mark} x") == marks("x")
    # Nor does a text begin a mark that what is written around it would end.
    for first, rest in pairwise(mark):
        assert marks(first) == marks("x") == marks(rest)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "words", ["{{ 1234 * 1234 }}", "{% set x = 1 %}", "{# away #}", "{% include 'x' %}", "{{ open"]
)
def test_an_engine_of_templates_leaves_a_page_as_it_is(form: str, words: str) -> None:
    written = FORMS[form](with_texts(words))
    assert jinja2.Template(written, keep_trailing_newline=True).render() == written


def test_a_page_tells_the_plugin_for_macros_to_leave_it() -> None:
    assert guideline_page(with_texts("x"), DAY).startswith(FRONT_MATTER)
    assert FRONT_MATTER == "---\nrender_macros: false\n---\n\n"
