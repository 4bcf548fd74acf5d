"""Words put together, and numbers in words."""

import pytest

from imaging_rules.text.words import in_digits, joined, plural, wrapped


@pytest.mark.parametrize(
    ("words", "joint", "text"),
    [
        ([], "and", ""),
        (["a"], "or", "a"),
        (["a", "b"], "or", "a or b"),
        (["a", "b", "c"], "and", "a, b and c"),
    ],
)
def test_words_are_joined_as_in_a_sentence(words: list[str], joint: str, text: str) -> None:
    assert joined(words, joint) == text


def test_one_alone_is_not_in_the_plural() -> None:
    assert [plural(number, "error") for number in (0, 1, 2)] == ["errors", "error", "errors"]


def test_lines_break_between_words_alone() -> None:
    assert wrapped("of-the neck", "* ", "  ", 6) == ["* of-the", "  neck"]
    assert [len(line) for line in wrapped(" ".join(["word"] * 36))] == [84, 84, 9]


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("over seventy years", "over 70      years"),
        ("sixty-five", "65        "),
        ("sixty five", "65        "),
        ("Eighteen", "18      "),
        ("a hundred weeks", "100       weeks"),
        ("one hundred and five", "105                 "),
        ("two hundred", "200        "),
        ("zero to ten", "0    to 10 "),
        # Here something is counted, or it is part of a name.
        ("two of (fever, chills)", "two of (fever, chills)"),
        ("one or more of", "one or more of"),
        ("six_weeks", "six_weeks"),
        ("two-level", "two-level"),
        ("tenderness", "tenderness"),
    ],
)
def test_each_number_in_words_becomes_digits_in_its_place(words: str, digits: str) -> None:
    assert in_digits(words) == digits
