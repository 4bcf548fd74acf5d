"""Words put together: lists such as ``a, b or c``, plurals, and lines of at most 88 columns."""

from collections.abc import Sequence
from textwrap import wrap

WIDTH = 88
"""How many columns a line has that people read in a terminal."""


def joined(words: Sequence[str], joint: str = "and") -> str:
    """Return words as one text, such as ``age, weight and height``; empty for none."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"


def plural(number: int, word: str) -> str:
    """Return a word for so many of a kind; its plural ends in s."""
    return word if number == 1 else f"{word}s"


def wrapped(text: str, first: str = "", rest: str = "", width: int = WIDTH) -> list[str]:
    """Return a text in lines; one is longer than the width only where a single word is.

    Args:
        text: The text; white space of any kind counts as one space.
        first: What stands before the first line.
        rest: What stands before the other lines.
        width: How many columns a line has.
    """
    return wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
