"""The grammar: the parser made from it, and the words of the language that it names."""

import re
from functools import cache

from lark import Lark

from imaging_rules.resources import shipped
from imaging_rules.syntax.from_tokens import FromTokens

_NOT_KEYWORDS = {
    "TEXT": "a text in quotes",
    "DATE": "a date such as `2024-01-26`",
    "NUMBER": "a number",
    "STATEMENT": "a statement such as `S12`",
    "NAME": "a name",
    "UNIT": "a unit",
    "WORD": "a value",
    "COMMA": "`,`",
    "OPEN": "`(`",
    "CLOSE": "`)`",
    "$END": "the end of the file",
}
_HIDDEN = {"WHITE_SPACE", "COMMENT"}


@cache
def parser() -> Lark:
    """Return the parser made from the grammar; it is made on first use and kept."""
    grammar = shipped("grammars").joinpath("guideline.lark").read_text(encoding="utf-8")
    return Lark(
        grammar,
        parser="lalr",
        lexer="contextual",
        keep_all_tokens=True,
        maybe_placeholders=True,
        transformer=FromTokens(),
    )


@cache
def spoken() -> dict[str, str]:
    """Return how each terminal of the grammar is spoken of in a message."""
    keywords = {
        terminal.name: f"`{_phrase(terminal.pattern.value)}`"
        for terminal in parser().terminals
        if terminal.name not in _HIDDEN
    }
    return keywords | _NOT_KEYWORDS


@cache
def keywords() -> frozenset[str]:
    """Return every keyword of the language, of one word or of several."""
    return frozenset(
        words.strip("`") for name, words in spoken().items() if name not in _NOT_KEYWORDS
    )


def _phrase(pattern: str) -> str:
    """Return the words that a keyword's pattern stands for: ``red\\s+flag\\b`` is ``red flag``."""
    return re.sub(r"\\b.*", "", pattern.replace(r"\s+", " "))
