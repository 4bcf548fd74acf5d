"""The grammar: the parser made from it, and the words of the language that it names."""

import re
from functools import cache
from typing import Any

from lark import Lark, Token

from imaging_rules.resources import shipped
from imaging_rules.syntax.from_tokens import FromTokens

HEADERS = ("guideline", "vocabulary")
"""The keywords of the block that a file begins with."""

BLOCKS = (
    *HEADERS,
    "use",
    "source",
    "fact",
    "screen",
    "define",
    "score",
    "study",
    "red flag",
    "indication",
    "not indicated",
    "waiting period",
    "limit",
    "special case",
    "contraindication",
    "precaution",
    "contradiction",
    "advice",
    "example",
)
_SPOKEN_BLOCKS = {
    "guideline": "the header",
    "use": "a `use`",
    "define": "a `define`",
    "not indicated": "a `not indicated` block",
    "advice": "an `advice` block",
}
_NOT_KEYWORDS = {
    "TEXT": "a text in double quotes",
    "DATE": "a date (`YYYY-MM-DD`)",
    "NUMBER": "a number",
    "STATEMENT": "the number of a statement",
    "NAME": "a name",
    "UNIT": "a unit",
    "QUOTED_UNIT": "a unit in double quotes",
    "WORD": "a value",
    "COMMA": "`,`",
    "OPEN": "`(`",
    "CLOSE": "`)`",
    "$END": "the end of the file",
}
_HIDDEN = {"WHITE_SPACE", "COMMENT", "_NOT_RESERVED"}
_OF_EVERY_BLOCK = ("title", "because", "assumes", "editorial", "cite")


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
def phrases() -> dict[str, str]:
    """Return the words of each keyword of the language by the name of its terminal."""
    return {
        terminal.name: _phrase(terminal.pattern.value)
        for terminal in parser().terminals
        if terminal.name not in _HIDDEN and terminal.name not in _NOT_KEYWORDS
    }


@cache
def spoken() -> dict[str, str]:
    """Return how each terminal of the grammar is spoken of in a message."""
    return {name: f"`{words}`" for name, words in phrases().items()} | _NOT_KEYWORDS


@cache
def keywords() -> frozenset[str]:
    """Return every keyword of the language, of one word or of several."""
    return frozenset(phrases().values())


@cache
def clauses_of(block: str) -> tuple[str, ...]:
    """Return the words that begin the clauses of a block, those of every block last."""
    if block == "use":
        return ()
    can_follow = _after_head_of(block).accepts()
    found = [
        words for name, words in phrases().items() if name in can_follow and words not in BLOCKS
    ]
    shared = [words for words in _OF_EVERY_BLOCK if words in found]
    return (*(words for words in found if words not in shared), *shared)


@cache
def text_clauses_of(block: str) -> tuple[str, ...]:
    """Return those of the clauses of a block that are a keyword and a text."""
    found = []
    for words in clauses_of(block):
        begun = _after_head_of(block)
        begun.feed_token(Token(_terminals()[words], words))
        if begun.accepts() == {"TEXT"}:
            found.append(words)
    return tuple(found)


def _after_head_of(block: str) -> Any:
    """Return the parser as it is after the keyword and the name of a block."""
    begun: Any = parser().parse_interactive("")
    begun.feed_token(Token(_terminals()[block], block))
    begun.feed_token(Token("TEXT", '""') if block == "example" else Token("NAME", "x"))
    return begun


def _terminals() -> dict[str, str]:
    return {words: name for name, words in phrases().items()}


@cache
def before_texts() -> frozenset[tuple[str, str]]:
    """Return the keywords before each text of the grammar: a clause's first one, and the last.

    The last one is empty where a name or the like stands between the two.
    """
    words = phrases()
    found = set()
    for rule in parser().rules:
        symbols = [symbol.name for symbol in rule.expansion]
        for place, name in enumerate(symbols):
            if name == "TEXT":
                found.add((words[symbols[0]], words.get(symbols[place - 1], "")))
    # What stands within a clause can begin a line of its own.
    return frozenset(found | {(last, last) for _, last in found if last})


def a_block(keyword: str) -> str:
    """Return how a block with this keyword is spoken of, with its article."""
    article = "an" if keyword[0] in "aeiou" else "a"
    return _SPOKEN_BLOCKS.get(keyword, f"{article} {keyword}")


def _phrase(pattern: str) -> str:
    r"""Return the words that a keyword's pattern stands for: ``red\s+flag\b`` is ``red flag``."""
    return re.sub(r"\\b.*", "", pattern.replace(r"\s+", " "))
