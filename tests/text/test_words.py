"""Words put together as they are read everywhere."""

import pytest

from imaging_rules.text.words import joined, plural, wrapped


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
