"""Texts in other quotes than straight double ones, as word processors write them."""

import re

from imaging_rules.diagnostics import Diagnostic, Edit, Pointer
from imaging_rules.syntax.recovery.repair import Found, replaced
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
