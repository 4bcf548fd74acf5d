"""What is said of a word that cannot stand where it stands."""

import re

from lark import UnexpectedInput, UnexpectedToken

from imaging_rules.diagnostics import Diagnostic, Pointer, nearest
from imaging_rules.syntax.grammar import keywords, spoken
from imaging_rules.syntax.recover import BLOCK_START, BLOCKS
from imaging_rules.text import SourceText, Span

_PIECE = re.compile(r'"[^"]*"|[A-Za-z0-9_]+(?:\.[0-9]+)?|[<>]=?|.', re.DOTALL)
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_NUMBER_AND_UNIT = re.compile(r"([0-9.]+)([A-Za-z]+)")
_FIRST_WORDS = re.compile(r"\n[ \t]*([a-z]+(?:[ \t]+[a-z]+)?)")
_MOST_OPTIONS = 8
_SHOWN = 40


def unexpected(
    source: SourceText, text: str, problem: UnexpectedInput, begun: int
) -> tuple[Diagnostic, int]:
    """Return the message for a syntax problem, and from where the next block is looked for.

    Args:
        source: The file.
        text: Its text as it was read.
        problem: What the parser met.
        begun: Where the block with the problem begins, or the end of the one before it.
    """
    parsing = problem.interactive_parser  # type: ignore[attr-defined]
    at_end = isinstance(problem, UnexpectedToken) and problem.token.type == "$END"
    at = len(text.rstrip()) if at_end else (problem.pos_in_stream or 0)
    found = None if at_end else _PIECE.match(text, at)
    piece = found[0] if found else ""
    before = _before(text, at)
    line = text.rfind("\n", 0, at) + 1
    resume = max(line, begun + 1)

    if piece == '"':
        return _never_closed(source, at), at + 1
    if before is not None and _swallowed(text[before.start : before.end]):
        return _quote_forgotten(source, before, Span(at, at + len(piece))), before.start + 1

    block = BLOCK_START.match(text, line)
    if block and begun < block.start(1) <= at < block.end():
        unfinished = _before(text, block.start(1))
        if unfinished is not None:
            return _block_not_complete(source, block, unfinished), block.start(1)

    options = sorted(parsing.accepts())
    span = Span(at, at + max(1, len(piece)))
    return _cannot_stand(source, text, piece, span, before, options), resume


def _before(text: str, at: int) -> Span | None:
    """Return the piece that stands before a place: a text in quotes, or what spaces part."""
    end = len(text[:at].rstrip())
    if end and text[end - 1] == '"':
        return Span(text.rfind('"', 0, end - 1), end)
    start = end
    while start and not text[start - 1].isspace():
        start -= 1
    return Span(start, end) if start < end else None


def _swallowed(piece: str) -> bool:
    """Whether a text runs over lines that look like clauses, so that its end was forgotten."""
    if not piece.startswith('"'):
        return False
    known = keywords()
    for found in _FIRST_WORDS.finditer(piece):
        words = " ".join(found[1].split())
        if words in known or words.split()[0] in known:
            return True
    return False


def _never_closed(source: SourceText, at: int) -> Diagnostic:
    return Diagnostic(
        "E102",
        "this text is never closed",
        Pointer(source, Span(at, at + 1), "it opens here"),
        help="end the text with a double quote",
    )


def _quote_forgotten(source: SourceText, text: Span, at: Span) -> Diagnostic:
    return Diagnostic(
        "E102",
        "this text runs over several clauses: its closing quote seems to be missing",
        Pointer(source, text, "it opens here"),
        (Pointer(source, at, "and what stands here is left outside"),),
        help="end the text with a double quote on the line where it belongs",
    )


def _block_not_complete(source: SourceText, block: re.Match[str], before: Span) -> Diagnostic:
    return Diagnostic(
        "E101",
        f"`{' '.join(block[1].split())}` begins a new block, "
        "but what stands before it is not complete",
        Pointer(source, Span(*block.span(1))),
        (Pointer(source, before, "something is missing after this"),),
    )


def _cannot_stand(
    source: SourceText,
    text: str,
    piece: str,
    span: Span,
    before: Span | None,
    options: list[str],
) -> Diagnostic:
    at = Pointer(source, span)
    known = keywords()
    name_wanted = "NAME" in options
    previous = " ".join(text[before.start : before.end].split()) if before else ""
    if name_wanted and piece in known and previous in BLOCKS:
        return Diagnostic(
            "E103",
            f"`{piece}` is a word of the language and cannot be a name",
            at,
            help=f"write another name, such as `{piece}_sign`",
        )
    also = ()
    if before is not None and "\n" in text[before.start : before.end]:
        also = (Pointer(source, before, "the text before it opens here"),)
    return Diagnostic(
        "E101",
        f"{_spoken(piece)} cannot stand here",
        at,
        also,
        help=_help(piece, options),
    )


def _spoken(piece: str) -> str:
    if not piece:
        return "the end of the file"
    if piece.startswith('"'):
        return "a text in quotes"
    return f"`{piece[:_SHOWN]}{'…' if len(piece) > _SHOWN else ''}`"


def _help(piece: str, options: list[str]) -> str:
    glued = _NUMBER_AND_UNIT.fullmatch(piece)
    if glued:
        return f"write `{glued[1]} {glued[2]}`, with a space between number and unit"
    names = spoken()
    can = [names[option] for option in options if option in names]
    if _WORD.fullmatch(piece):
        phrases = {words.strip("`") for words in can if words.startswith("`")}
        near = nearest(piece.lower(), phrases)
        if near:
            return f"did you mean `{near}`?"
        if piece != piece.lower() and "NAME" in options:
            return f"names are written in lower case: `{piece.lower()}`"
    blocks = {f"`{block}`" for block in BLOCKS}
    clauses = [words for words in can if words not in blocks]
    shown = clauses[:_MOST_OPTIONS]
    if len(clauses) > _MOST_OPTIONS:
        shown.append("another clause of this block")
    if len(clauses) < len(can):
        shown.append("a new block")
    return f"what can stand here: {', '.join(shown)}" if shown else ""
