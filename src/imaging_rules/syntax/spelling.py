"""Slips of the pen that have one clear meaning, so that reading can go on with what was meant."""

import re
import unicodedata

from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.syntax.grammar import keywords, phrases
from imaging_rules.syntax.repair import Found, replaced, skipped
from imaging_rules.syntax.stop import Stop
from imaging_rules.text import SourceText, Span, name_of

_JOINED = re.compile(r"[A-Za-z][\w-]*")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_NUMBER_AND_UNIT = re.compile(r"([0-9]+(?:\.[0-9]+)?)([A-Za-z%]+(?:/[A-Za-z]+)?)")
_DIGITS = re.compile(r"[0-9]+")
_CURLY = re.compile(r"[“”„‟«»]([^“”„‟«»\"\n]*)[“”„‟«»]")
_SINGLE = re.compile(r"['‘’‚`]([^'‘’‚`\"\n]*)['‘’‚`]")
_BRACKETS = {"[": "(", "]": ")", "{": "(", "}": ")"}
_WORDS_FOR = {
    "=": "is",
    "==": "is",
    "!=": "is not",
    "<>": "is not",
    "≠": "is not",
    "≥": "at least",
    "≤": "at most",
    "=>": "at least",
    "=<": "at most",
    "&": "and",
    "&&": "and",
    "+": "and",
    "|": "or",
    "||": "or",
    "!": "not",
    "true": "yes",
    "false": "no",
}
_ENDS_NOTHING = {":": "no colon", ";": "no semicolon", ".": "no full stop"}


def misspelt(source: SourceText, text: str, stop: Stop) -> Found | None:
    """Return what is to be said where a sign or the spelling of a word alone is wrong."""
    for look in (_upper_case, _joined, _quoted_otherwise, _number, _sign):
        found = look(source, text, stop)
        if found is not None:
            return found
    return None


def _wrong(source: SourceText, span: Span, message: str, help: str) -> Diagnostic:
    return Diagnostic("E101", message, Pointer(source, span), help=help)


def _upper_case(source: SourceText, text: str, stop: Stop) -> Found | None:
    """A keyword or a name with capital letters."""
    start = stop.at.start
    for terminal in sorted(stop.options):
        words = phrases().get(terminal)
        if words is None:
            continue
        pattern = re.compile(words.replace(" ", r"\s+") + r"\b", re.IGNORECASE)
        written = pattern.match(text, start)
        if written and written[0] != written[0].lower():
            at = Span(start, written.end())
            help = f"write `{words}`"
            return replaced(
                _wrong(source, at, "the words of the language are in lower case", help),
                at,
                written[0].lower(),
            )
    lower = stop.piece.lower()
    if (
        "NAME" not in stop.options
        or lower == stop.piece
        or not _WORD.fullmatch(stop.piece)
        or lower in keywords()
    ):
        return None
    help = f"write `{lower}`"
    return replaced(
        _wrong(source, stop.at, "names are written in lower case", help), stop.at, lower
    )


def _joined(source: SourceText, text: str, stop: Stop) -> Found | None:
    """A name with a hyphen or with letters that names do not have."""
    before = stop.before
    touches = before is not None and before.end == stop.at.start and not stop.at_end
    start = before.start if before is not None and touches else stop.at.start
    found = _JOINED.match(text, start)
    if found is None or not found.start() <= stop.at.start < found.end():
        return None
    if not touches and "NAME" not in stop.options:
        return None
    whole, span = found[0], Span(*found.span())
    if _WORD.fullmatch(whole):
        return None
    name = whole.replace("-", "_").lower()
    said = "a name is made of small letters from a to z, digits and underscores"
    if not _NAME.fullmatch(name):
        return replaced(_wrong(source, span, said, ""), span, re.sub(r"[^a-z0-9_]", "x", name))
    return replaced(_wrong(source, span, said, f"write `{name}`"), span, name)


def _quoted_otherwise(source: SourceText, text: str, stop: Stop) -> Found | None:
    """A text in other quotes than straight double ones."""
    if "TEXT" not in stop.options:
        return None
    found = _CURLY.match(text, stop.at.start) or _SINGLE.match(text, stop.at.start)
    if found is None:
        return None
    span = Span(*found.span())
    wrong = _wrong(source, span, "a text stands in straight double quotes", f'write `"{found[1]}"`')
    return replaced(wrong, span, f'"{found[1]}"')


def _number(source: SourceText, text: str, stop: Stop) -> Found | None:
    """A number that touches its unit or another number, or that has a decimal comma."""
    glued = _NUMBER_AND_UNIT.fullmatch(text, stop.at.start, stop.at.end)
    if glued and "NUMBER" in stop.options:
        wrong = _wrong(
            source,
            stop.at,
            "a space stands between a number and its unit",
            f"write `{glued[1]} {glued[2]}`",
        )
        return skipped(text, stop, wrong)
    before = stop.before
    last = text[before.start : before.end] if before is not None else ""
    if before is None or not _DIGITS.fullmatch(last):
        return None
    after = _DIGITS.search(text, stop.at.start)
    if after is None:
        return None
    between = text[before.end : after.start()]
    whole = Span(before.start, after.end())
    if between == ",":
        wrong = _wrong(
            source, whole, "decimals are written with a point", f"write `{last}.{after[0]}`"
        )
        return replaced(wrong, whole, f"{last}.{after[0]}")
    if between.strip() in ("-", "–", "—", "..", "...", "…"):
        wrong = _wrong(
            source, whole, "a range is written with `to`", f"write `{last} to {after[0]}`"
        )
        return skipped(text, stop, wrong)
    return None


def _sign(source: SourceText, text: str, stop: Stop) -> Found | None:
    """A sign that other languages use."""
    piece, at = stop.piece, stop.at
    if piece in _BRACKETS and {"(": "OPEN", ")": "CLOSE"}[_BRACKETS[piece]] in stop.options:
        wrong = _wrong(
            source, at, "brackets of conditions are round", f"write `{_BRACKETS[piece]}`"
        )
        return replaced(wrong, at, _BRACKETS[piece])
    if piece == ")" and stop.opened is None:
        wrong = _wrong(source, at, "this bracket closes nothing", "delete it, or open one before")
        return replaced(wrong, at, " ")
    if unicodedata.category(piece[:1] or "x") in ("Zs", "Cf"):
        message = f"the sign {name_of(piece[0])} cannot stand here"
        wrong = _wrong(source, at, message, "write an ordinary space")
        return replaced(wrong, at, " ")
    if piece in _ENDS_NOTHING:
        wrong = _wrong(source, at, f"{_ENDS_NOTHING[piece]} is needed here", "delete it")
        return replaced(wrong, at, " ")
    if piece == "/" and text[at.end : at.end + 1] in ("/", "*"):
        end = text.find("\n", at.start)
        line = Span(at.start, end if end >= 0 else len(text))
        slashes = Span(at.start, at.start + 2)
        wrong = _wrong(source, slashes, "a comment begins with another sign", "write `#`")
        return replaced(wrong, line, " " * (line.end - line.start))
    word = _WORDS_FOR.get(piece.lower())
    can = {phrases()[name] for name in stop.options if name in phrases()}
    if word is None or word.removesuffix(" not") not in can:
        return None
    wrong = _wrong(source, at, f"`{piece}` is not a word of the language", f"write `{word}`")
    return skipped(text, stop, wrong)
