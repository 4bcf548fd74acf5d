"""Words in Markdown and in HTML, such that they show as they are."""

import pytest

from imaging_rules.text.inert import html, markdown, markdown_by_numbers, markdown_with_code


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("plain", "plain"),
        ("a_b *c* [d](e) <f> #g | h", r"a\_b \*c\* \[d\](e) &#60;f&#62; &#35;g &#124; h"),
        ("`a_b` and c_d", r"`a_b` and c\_d"),
        ("a lone ` and c_d", r"a lone ` and c\_d"),
        ("C:\\x", r"C:\\x"),
    ],
)
def test_only_what_stands_in_backticks_is_set_apart(words: str, written: str) -> None:
    assert markdown_with_code(words) == written


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("1. a", "1&#46; a"),
        ("- a", "&#45; a"),
        ("a.b: 1.5 `c`", r"a&#46;b: 1.5 \`c\`"),
        ("{{ a }} ~~b~~", "&#123;&#123; a &#125;&#125; &#126;&#126;b&#126;&#126;"),
    ],
)
def test_no_word_begins_a_block_or_markup(words: str, written: str) -> None:
    assert markdown(words) == written


def test_every_sign_can_be_a_number() -> None:
    assert markdown_by_numbers('a-b"é"') == "a&#45;b&#34;é&#34;"
    assert html("<a> `b` {{") == "&lt;a&gt; &#96;b&#96; &#123;&#123;"
