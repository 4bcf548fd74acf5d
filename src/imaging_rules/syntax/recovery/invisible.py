"""What is said of characters that cannot be seen, and which of them can safely be taken away."""

import re
import unicodedata
from bisect import bisect_right

from imaging_rules.diagnostics import Diagnostic, Edit, Pointer
from imaging_rules.text import UNSAFE, SourceText, Span, name_of

MOST_PROBLEMS = 100
"""After this many problems of how a file is written, the rest is not told."""

TEXT_OR_COMMENT = re.compile(r'"[^"]*"|(#[^\n]*)')
_SPACES = frozenset("\x0b\x0c\x85\u2028\u2029")


def hidden_characters(source: SourceText) -> list[Diagnostic]:
    """Return a problem for each character of a file that cannot be seen.

    Args:
        source: The text of the file.
    """
    text = source.text
    found: list[Diagnostic] = []
    for match in UNSAFE.finditer(text):
        if not found:
            bounds = [end for each in TEXT_OR_COMMENT.finditer(text) for end in each.span()]
        if len(found) >= MOST_PROBLEMS:
            found.append(too_many(source, found[-1]))
            break
        at = Span(*match.span())
        instead = _instead(text, at, within=bisect_right(bounds, at.start) % 2 == 1)
        found.append(
            Diagnostic(
                "E105",
                f"the file holds a character that cannot be seen: {name_of(match[0])}",
                Pointer(source, at),
                help="delete it, or write what it stands for in visible letters",
                fix=() if instead is None else (Edit(at, instead),),
            )
        )
    return found


def too_many(source: SourceText, last: Diagnostic) -> Diagnostic:
    """Return what is said after the last problem that is told.

    Args:
        source: The text of the file.
        last: That problem.
    """
    return Diagnostic(
        "E113",
        f"the file has more than {MOST_PROBLEMS} problems of this kind; the rest is not shown",
        Pointer(source, last.at.span),
    )


def _instead(text: str, at: Span, within: bool) -> str | None:
    """Return what a reader sees in the place of a hidden character; ``None`` if that is not sure.

    Args:
        text: The text of the file.
        at: Where the character stands.
        within: Whether that is within a text or a comment.
    """
    character = text[at.start]
    if character in _SPACES:
        return " "
    if unicodedata.category(character) != "Cf":
        # It may be what is left of a letter in another encoding.
        return None
    if within:
        return ""
    beside = text[at.start - 1 : at.start], text[at.end : at.end + 1]
    # Names and numbers that it stands within may be one or two.
    return None if all(each and not each.isspace() for each in beside) else " "
