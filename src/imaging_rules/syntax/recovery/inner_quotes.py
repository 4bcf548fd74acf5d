"""Straight quotes within a text, which end it before its end."""

import re

from imaging_rules.diagnostics import Diagnostic, Edit, Pointer
from imaging_rules.syntax.recovery.repair import Found, replaced, skipped
from imaging_rules.syntax.recovery.resume import swallows
from imaging_rules.syntax.recovery.stop import Stop
from imaging_rules.text import SourceText, Span

_QUOTE = re.compile(r'\\?"')
_REST_OF_LINE = re.compile(r"[^\n]*")
_OPENS = re.compile(r"(?:\A|[\s(\[])\Z")
_CLOSES = re.compile(r"(?:\Z|[\s).,;:!?\]])")
_LOOKED_AT = 4_000


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
