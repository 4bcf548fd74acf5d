"""What is said where something is missing: a text's end, a bracket's, or a part of a clause."""

import re

from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.syntax.recovery import repair
from imaging_rules.syntax.recovery.stop import Stop, said, wanted
from imaging_rules.text import SourceText, Span

_TEXT = re.compile(r'"[^"]*"')
_REST_OF_LINE = re.compile(r"[^\n]*")
_SPACE = re.compile(r"[ \t]*")
_LAST_WORD = re.compile(r"[^\s(),]+\Z|[(),]\Z")
_MISSING_AFTER = {
    **dict.fromkeys(("and", "or", "not", "when", "without", "as", "("), "a condition"),
    **dict.fromkeys(("with", "consider", "use"), "the name of a study"),
    "is": "a value",
}
# How each clause is written; what is in capitals is to be named by the author.
FORMS = {
    "when": "when CONDITION",
    "without": "without CONDITION",
    "applies when": "applies when CONDITION",
    "as": "as CONDITION",
    "ask only when": "ask only when CONDITION",
    "add": "add N points when CONDITION",
    "take": "take N points when CONDITION",
    "first": "first VALUE when CONDITION",
    "use": "use FACT, FACT from VOCABULARY",
    "image": "image with STUDY",
    "consider": "consider STUDY",
    "then": "then image with STUDY",
    "lasts": "lasts A to B UNIT of FACT",
    "instead of": "instead of STUDY use STUDY",
    "covers": "covers FACT, FACT",
    "cite": 'cite SOURCE "SECTION"',
    "whole": "whole number in UNIT from A to B",
    "number": "number in UNIT from A to B",
    "one of": "one of VALUE, VALUE",
    "given": "given FACT, FACT is VALUE, everything else is no",
    "expect": "expect LEVEL",
    "hold at": "hold at wait` or `hold at consider",
    "leaves out": 'leaves out STATEMENT because "REASON"',
    "for": "for LEVEL, LEVEL",
    "review by": "review by YYYY-MM-DD",
    "published": "published YYYY-MM-DD",
}


def open_text(source: SourceText, text: str, stop: Stop) -> repair.Found | None:
    """A text whose closing quote is missing, so that it runs on to the next one or for ever."""
    also: tuple[Pointer, ...] = ()
    if stop.piece == '"':
        opens = stop.at.start
    else:
        swallowing = _swallowing(text, stop)
        if swallowing is None:
            return None
        opens, last = swallowing.start, swallowing.end - 1
        also = (Pointer(source, Span(last, last + 1), "so it runs on to this quote"),)
    line = _REST_OF_LINE.match(text, opens)
    first_line = line[0].rstrip() if line else '"'
    diagnostic = Diagnostic(
        "E102",
        "this text has no closing quote",
        Pointer(source, Span(opens, opens + len(first_line)), "it opens here"),
        also,
        help="end the text with a double quote",
    )
    if not stop.block:
        return repair.without(text, Span(opens, repair.next_block(text, opens + 1)), diagnostic)
    if stop.name is None or opens <= stop.name.start:
        return repair.without_block(text, stop, diagnostic, opens + 1)
    start = max(text.rfind("\n", 0, opens) + 1, stop.name.end)
    if stop.clause_start is not None and not stop.complete:
        start = min(start, stop.clause_start)
    return repair.without(
        text, Span(start, repair.next_clause(text, opens + 1, stop.block)), diagnostic
    )


def _swallowing(text: str, stop: Stop) -> Span | None:
    """Return the first text of the block that runs on to where another one was to begin."""
    if stop.block:
        for found in _TEXT.finditer(text, stop.block_start, stop.at.start):
            if repair.swallows(found[0]):
                return Span(*found.span())
    return None


def missing(source: SourceText, text: str, stop: Stop) -> repair.Found | None:
    """A clause or block that begins, or a file that ends, before what stands there is complete."""
    if stop.complete or stop.before is None:
        return None
    begins = repair.clause_start(stop.block).match(text, stop.at.start) and repair.begins_line(
        text, stop.at.start
    )
    if not stop.at_end and not begins:
        return None
    if stop.opened is not None and "CLOSE" in stop.options:
        diagnostic = Diagnostic(
            "E101",
            "this bracket is never closed",
            Pointer(source, stop.opened, "it opens here"),
            (Pointer(source, stop.before, "what it holds ends here"),),
            help="close it with `)`",
        )
    elif stop.block == "use" and "FROM" in stop.options:
        named = text[stop.before.start : stop.before.end]
        diagnostic = Diagnostic(
            "E101",
            "it is not said from which vocabulary this is used",
            Pointer(source, stop.before),
            help=f"write `use {named} from VOCABULARY`, or `use all from {named}`",
        )
    else:
        keyword = keyword_of_clause(text, stop)
        example = f"it is written `{FORMS[keyword]}`" if keyword in FORMS else ""
        if stop.name is None and stop.block != "example":
            example = "a name is made of small letters, digits and underscores"
        diagnostic = Diagnostic(
            "E101",
            f"{wanted(stop, keyword)} is missing after "
            f"{said(text[stop.before.start : stop.before.end])}",
            Pointer(source, stop.before),
            help=example,
        )
    if stop.name is None or stop.clause_start is None:
        return repair.without_block(text, stop, diagnostic, stop.at.start)
    return repair.without(text, Span(stop.clause_start, stop.at.start), diagnostic)


def taken_for_a_value(source: SourceText, text: str, stop: Stop) -> repair.Found | None:
    """A clause or block whose keyword was read as the name or value that is missing before it."""
    if stop.before is None or stop.clause_start is None:
        return None
    line = _SPACE.match(text, text.rfind("\n", 0, stop.before.start) + 1)
    begins = repair.clause_start(stop.block).match(text, line.end()) if line else None
    if begins is None or begins.start() <= stop.clause_start or begins.end() < stop.before.start:
        return None
    last = _LAST_WORD.search(text, stop.clause_start, len(text[: begins.start()].rstrip()))
    if last is None:
        return None
    diagnostic = Diagnostic(
        "E101",
        f"{_MISSING_AFTER.get(last[0], 'something')} is missing after {said(last[0])}",
        Pointer(source, Span(*last.span())),
    )
    return repair.without(text, Span(stop.clause_start, begins.start()), diagnostic)


def keyword_of_clause(text: str, stop: Stop) -> str:
    """Return the words that begin the clause that is being read."""
    if stop.clause_start is None or stop.complete:
        return ""
    found = repair.clause_start(stop.block).match(text, stop.clause_start)
    return " ".join(found[0].split()) if found else ""
