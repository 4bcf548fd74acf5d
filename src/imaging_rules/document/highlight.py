"""The text of a guideline file in pieces, each with what it is, so that it can be coloured.

The words of the language are those of its grammar; there is no second list of them.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal, TypeAlias

from imaging_rules.syntax.grammar import BLOCKS, keywords
from imaging_rules.values.units import BY_NAME

Kind: TypeAlias = Literal[
    "block", "named", "keyword", "value", "operator", "unit", "number", "text", "comment", "plain"
]
"""What a piece is; ``named`` is the name that a block declares, ``plain`` is all the rest."""

_VALUES = ("yes", "no", "unknown")


def pieces(text: str) -> Iterator[tuple[Kind, str]]:
    """Yield the pieces of a text, which together are the text, whatever it is.

    Args:
        text: A guideline file, or a part of one; it need not be right.
    """
    end, after = 0, ""
    for found in _pattern().finditer(text):
        if found.start() > end:
            yield "plain", text[end : found.start()]
        kind, end = found.lastgroup or "plain", found.end()
        if kind == "word":
            kind = "named" if after == "block" else "plain"
        elif kind == "unit" and after not in ("number", "in"):
            kind = "plain"
        yield kind, found[0]  # type: ignore[misc]
        after = "in" if found[0] == "in" else kind
    if end < len(text):
        yield "plain", text[end:]


@cache
def _pattern() -> re.Pattern[str]:
    others = keywords() - set(_VALUES)
    kinds = {
        "comment": r"\#[^\n]*",
        "text": r'"[^"]*"?',
        # A block begins a line; the same word further on is a clause or part of a condition.
        "block": rf"^(?:{_either(BLOCKS)})\b",
        "number": r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b|\b[0-9]+(?:\.[0-9]+)?\b",
        "keyword": rf"\b(?:{_either(others)})\b",
        "value": rf"\b(?:{_either(_VALUES)})\b",
        "unit": rf"\b(?:{_either(BY_NAME)})\b",
        "operator": r"[<>]=?",
        "word": r"[A-Za-z_][A-Za-z0-9_]*",
    }
    named = "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in kinds.items())
    return re.compile(named, re.MULTILINE)


def _either(phrases: object) -> str:
    # The longest first, so that `at least` is not taken for something shorter.
    several = sorted(phrases, key=len, reverse=True)  # type: ignore[call-overload]
    return "|".join(re.escape(each).replace(r"\ ", r"\s+") for each in several)
