"""What was found to be wrong at one place, and how the text is made readable again after it."""

import re

from attrs import frozen

from imaging_rules.diagnostics import Diagnostic
from imaging_rules.syntax.grammar import keywords
from imaging_rules.syntax.recovery.resume import begins_line, block_start, next_block, next_clause
from imaging_rules.syntax.recovery.stop import Stop
from imaging_rules.text import Span

_NAME = re.compile(r"\s+([A-Za-z][A-Za-z0-9_]*)")


@frozen
class Found:
    """One syntax problem.

    Attributes:
        diagnostic: What is said of it.
        span: The stretch of the text that is replaced, so that reading can go on.
        instead: What replaces it, of the same length, so that all other places stay true.
        loses: Whether something that was written is lost by that.
        lost: The keyword and name of a block that cannot be read at all, where there is one;
            empty where they are not known.
    """

    diagnostic: Diagnostic
    span: Span
    instead: str
    loses: bool = True
    lost: tuple[str, str] | None = None


def replaced(diagnostic: Diagnostic, span: Span, instead: str) -> Found:
    """Return a problem after which reading goes on with what was clearly meant."""
    return Found(diagnostic, span, instead, loses=False)


def skipped(text: str, stop: Stop, diagnostic: Diagnostic) -> Found:
    """Return a problem after which reading goes on at the next clause or block.

    A clause that ended in a line before the problem is kept; any other is lost.
    """
    after = max(stop.at.start + 1, stop.at.end)
    if not stop.block:
        return without(text, Span(stop.at.start, next_block(text, after)), diagnostic)
    if stop.name is None:
        return without_block(text, stop, diagnostic, after)
    start = stop.at.start
    ended = stop.complete and begins_line(text, start)
    if not ended and stop.clause_start is not None:
        start = stop.clause_start
    return without(text, Span(start, next_clause(text, after, stop.block)), diagnostic)


def without_block(text: str, stop: Stop, diagnostic: Diagnostic, after: int) -> Found:
    """Return a problem that makes a block unreadable up to the next block after a place.

    Its name still counts as declared.
    """
    span = Span(stop.block_start, next_block(text, after))
    keyword = block_start().match(text, stop.block_start)
    lost = declared(text, stop.block, keyword.end()) if keyword else None
    if lost is None and stop.block != "example":
        lost = (stop.block, "")
    return without(text, span, diagnostic, lost)


def without(
    text: str, span: Span, diagnostic: Diagnostic, lost: tuple[str, str] | None = None
) -> Found:
    """Return a problem after which a stretch of the text is left out."""
    blank = re.sub(r"[^\n]", " ", text[span.start : span.end])
    return Found(diagnostic, span, blank, lost=lost)


def declared(text: str, keyword: str, after: int) -> tuple[str, str] | None:
    """Return a block's keyword with the name that follows it, in lower case, if one does."""
    found = _NAME.match(text, after)
    if found is None or ("\n" in found[0] and found[1] in keywords()):
        return None
    return keyword, found[1].lower()
