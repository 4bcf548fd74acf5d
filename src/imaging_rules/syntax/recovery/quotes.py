"""Quotes of texts: others than straight double ones, and straight ones within a text."""

import re

from imaging_rules.diagnostics import Diagnostic, Edit, Pointer
from imaging_rules.syntax.recovery.repair import Found, replaced, skipped
from imaging_rules.syntax.recovery.resume import swallows
from imaging_rules.syntax.recovery.stop import Stop
from imaging_rules.text import SourceText, Span

_WITHIN = r"[^“”„«»\"]"
PAIRED = rf"“(?:{_WITHIN}|“{_WITHIN}*”)*”|„{_WITHIN}*[“”]|«{_WITHIN}*»|»{_WITHIN}*«"
"""The pattern of a text between an opening and a closing quote that differ.

So it may hold a quotation, and go on in further lines.
"""
_PAIRED = re.compile(PAIRED)
_LOOKED_AT = 4_000
_INNER = re.compile("“")
_CURLY = re.compile(r"[“”„‟«»]([^“”„‟«»\"\n]*)[“”„‟«»]")
_SINGLE = re.compile(r"['‘’‚`]([^'‘’‚`\"\n]*)['‘’‚`]")
_NO_MORE_QUOTES = re.compile(r"[^\n\"'“”„‟«»‘’‚`]*$", re.MULTILINE)
_NO_MORE_CLOSE = re.compile(r"[^\n\"“”„‟«»]*(?:$|(?<=\s)[\"“„«»])", re.MULTILINE)


def quoted_otherwise(source: SourceText, text: str, stop: Stop) -> Found | None:
    """A text in other quotes than straight double ones."""
    if "TEXT" not in stop.options:
        return None
    at = stop.at.start
    found, sure_before = _paired(text, at), _NO_MORE_CLOSE
    if found is None:
        found = _CURLY.match(text, at) or _SINGLE.match(text, at)
        # Where more quotes follow, the text may go on behind an apostrophe.
        sure_before = _NO_MORE_QUOTES
    if found is None:
        return None
    span = Span(*found.span())
    right = f'"{found[0][1:-1]}"'
    sure = sure_before.match(text, span.end)
    help = f"write `{right}`" if "\n" not in right else 'write `"` before the text and after it'
    diagnostic = Diagnostic(
        "E101",
        "a text stands in straight double quotes",
        Pointer(source, span),
        help=help,
        fix=(Edit(span, right),) if sure else (),
    )
    return replaced(diagnostic, span, right)


def _paired(text: str, at: int) -> re.Match[str] | None:
    """Return the text that a quote opens and another one closes, with no other text in it."""
    found = _PAIRED.match(text, at, at + _LOOKED_AT)
    if found is None:
        return None
    within = (quote.end() for quote in _INNER.finditer(text, at + 1, found.end()))
    return None if any(swallows(text[at:end]) for end in within) else found


_QUOTE = re.compile(r'\\?"')
_REST_OF_LINE = re.compile(r"[^\n]*")
_OPENS = re.compile(r"(?:\A|[\s(\[])\Z")
_CLOSES = re.compile(r"(?:\Z|[\s).,;:!?\]])")


def inner_quotes(source: SourceText, text: str, stop: Stop) -> Found | None:
    """A text that goes on, in the same line, after a quote that was meant to stand within it."""
    before = stop.before
    if before is None or stop.at_end or text[before.end - 1] != '"' or stop.block == "":
        return None
    rest = _REST_OF_LINE.match(text, before.end, before.end + _LOOKED_AT)
    goes_on = rest[0].rstrip() if rest else ""
    backslash = text[before.end - 2 : before.end - 1] == "\\"
    touches = before.end == stop.at.start and stop.piece[0].isalnum()
    if swallows(text[before.start : before.end]):
        # The quote that ends the text was to begin another one.
        return None
    if not goes_on or not (
        touches or backslash or (goes_on.endswith('"') and goes_on.count('"') % 2)
    ):
        return None
    # The last quote of the line, if there is one, ends the text.
    whole = Span(before.start, before.end + len(goes_on))
    inner = text[whole.start + 1 : whole.end - 1]
    curly = _with_curly(inner) if goes_on.endswith('"') else None
    quote = Span(before.end - 1 - backslash, before.end)
    diagnostic = Diagnostic(
        "E115",
        "a text cannot hold a straight double quote: it ends there",
        Pointer(source, quote, "this quote ends the text"),
        help=f'write `"{curly}"`'
        if curly and len(curly) <= 80 and "\n" not in curly
        else "write “ and ” within a text, and inches or ″ after a number",
        fix=() if curly is None else (Edit(whole, f'"{curly}"'),),
    )
    if curly is None or len(curly) != len(inner):
        return skipped(text, stop, diagnostic)
    return replaced(diagnostic, whole, f'"{curly}"')


def _with_curly(inner: str) -> str | None:
    """Return a text with curly quotes for its straight ones, if these surely come in pairs."""
    written, start, opened = "", 0, False
    for found in _QUOTE.finditer(inner):
        before, after = inner[: found.start()], inner[found.end() :]
        fits = _CLOSES.match(after) if opened else _OPENS.search(before)
        beside = before[-1:] if opened else after[:1]
        if not fits or not beside or beside.isspace():
            return None
        written += inner[start : found.start()] + ("”" if opened else "“")
        start, opened = found.end(), not opened
    return None if opened else written + inner[start:]
