"""Pages of Markdown, and plain words and examples that they show as they are."""

import re
from collections.abc import Iterable

FRONT_MATTER = "---\nrender_macros: false\n---\n\n"
"""The head of every page: it tells a site's plugin for macros to leave the page as it is."""

_SPECIAL = re.compile(r"([\\*_{}\[\]<>#|])")
_SPACES = re.compile(r"[^\S\u00a0\u2007\u202f]+")
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")


def page(parts: Iterable[str]) -> str:
    """Return a page.

    Args:
        parts: Headings, paragraphs and other blocks of Markdown, in order.
    """
    return FRONT_MATTER + "\n\n".join(parts) + "\n"


def prose(words: str) -> str:
    """Return a sentence in which only what stands in backticks is set apart.

    Args:
        words: The sentence.
    """
    pieces = words.split("`")
    # Every second piece stands in backticks, and nothing acts in there; a last lone one does not.
    even = len(pieces) % 2 == 1
    return "`".join(
        each if number % 2 and even else _SPECIAL.sub(r"\\\1", each)
        for number, each in enumerate(pieces)
    )


def fenced(text: str) -> str:
    """Return a block of text in which nothing acts.

    Args:
        text: Its lines.
    """
    longest = max((len(found) for found in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}"


def plain(words: str) -> str:
    """Return words on one line in which no sign can be taken for markup, not even a backtick.

    Args:
        words: The words; white space of any kind counts as one space.
    """
    return _PUNCTUATION.sub(lambda sign: f"&#{ord(sign[0])};", on_one_line(words))


def on_one_line(words: str) -> str:
    """Return words with one space for white space of any kind, but for what keeps words together.

    Args:
        words: The words.
    """
    return _SPACES.sub(" ", words).strip()
