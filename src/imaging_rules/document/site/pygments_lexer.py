"""The lexer of the guideline language for Pygments; only Pygments imports it."""

from collections.abc import Iterator
from typing import ClassVar

from pygments.lexer import Lexer
from pygments.token import (
    Comment,
    Keyword,
    Name,
    Number,
    Operator,
    String,
    Text,
    _TokenType,
)

from imaging_rules.document.highlight import Kind, pieces

_TOKENS: dict[Kind, _TokenType] = {
    "block": Keyword.Declaration,
    "named": Name.Function,
    "keyword": Keyword,
    "value": Keyword.Constant,
    "operator": Operator,
    "unit": Keyword.Type,
    "number": Number,
    "text": String,
    "comment": Comment.Single,
    "plain": Text,
}


class GuidelineLexer(Lexer):  # type: ignore[misc]
    """Colours guideline files, and what a page shows of them."""

    name = "Guideline"
    url = ""
    aliases: ClassVar[list[str]] = ["guideline"]
    filenames: ClassVar[list[str]] = ["*.guideline", "*.vocabulary"]

    def get_tokens_unprocessed(self, text: str) -> Iterator[tuple[int, _TokenType, str]]:
        """Yield where each piece of a text begins, what it is, and the piece."""
        start = 0
        for kind, piece in pieces(text):
            yield start, _TOKENS[kind], piece
            start += len(piece)
