"""What authors write in other words than the language, and what is said of it."""

import re
from collections.abc import Callable

from attrs import field, frozen
from attrs.converters import optional

NAME = r"[a-z][a-z0-9_]*"
NAME_IN_LIST = rf"(?!and\b|or\b)\b{NAME}"
RULES = frozenset(
    (
        "red flag",
        "indication",
        "not indicated",
        "waiting period",
        "limit",
        "special case",
        "contradiction",
    )
)
# A number whole: none of its digits stands before a comma or the like, or after it.
NUMBER = r"(?<![0-9.,'’])-?[0-9]+(?:\.[0-9]+)?(?![0-9.]|[,'’][0-9]|\s[0-9]{3}(?![0-9]))"


def pattern(expression: str | re.Pattern[str]) -> re.Pattern[str]:
    """Return a pattern that begins with a word, where it does, and in which capitals do not matter.

    Args:
        expression: A regular expression, in which a space stands for any white space; or a pattern
            that was made of one, which is returned as it is.
    """
    if isinstance(expression, re.Pattern):
        return expression
    apart = rf"(?:(?<![\w/-])|(?!\w))(?:{expression})"
    return re.compile(apart.replace(" ", r"\s+"), re.IGNORECASE)


Saying = Callable[[re.Match[str]], str]


def _saying(said: str | Saying) -> Saying:
    return (lambda _: said) if isinstance(said, str) else said


@frozen
class Paraphrase:
    """Words that are not of the language, and what is said of them.

    Attributes:
        pattern: What is written; made from a regular expression in which a space stands for any
            white space. The parser stopped within it; within its group ``at``, where it has one.
        help: The sentence that says how the language writes it, or what makes it from the match.
        clauses: The keywords of the clauses it stands in; none where it may stand in any.
        options: Terminals, all of which can stand where the parser stopped.
        blocks: The blocks it stands in; none where it may stand in any.
        begins_block: Whether it stands where a block begins.
        is_guess: Whether it gives way where a word that can stand there is misspelt.
        message: What is said to be wrong, likewise; without one, that it is not said so.
        fix: What is to stand there instead, likewise, where nothing else can be meant.
        code: The code of the message.
    """

    pattern: re.Pattern[str] = field(converter=pattern)
    help: Saying = field(converter=_saying)
    clauses: frozenset[str] = frozenset()
    options: frozenset[str] = frozenset()
    blocks: frozenset[str] = frozenset()
    begins_block: bool = False
    is_guess: bool = False
    message: Saying | None = field(default=None, converter=optional(_saying))
    fix: Saying | None = field(default=None, converter=optional(_saying))
    code: str = "E101"


def one_line(found: re.Match[str], group: str | int = 0) -> str:
    """Return what was written, in one line."""
    return " ".join((found[group] or "").split())
