"""What is said of a word that cannot stand where it stands."""

import re

from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.syntax.grammar import BLOCKS, NOT_YET, a_block, clauses_of, keywords, phrases
from imaging_rules.syntax.meant import meant
from imaging_rules.syntax.options import either, wanted, what_can_stand
from imaging_rules.syntax.recover import (
    begins_line,
    clause_start,
    next_block,
    next_clause,
    swallows,
)
from imaging_rules.syntax.repair import Found, declared, skipped, without, without_block
from imaging_rules.syntax.spelling import misspelt
from imaging_rules.syntax.stop import Stop
from imaging_rules.text import SourceText, Span

_TEXT = re.compile(r'"[^"]*"')
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_REST_OF_LINE = re.compile(r"[^\n]*")
_FIRST_WORD = re.compile(r"[ \t]*")
_LAST_WORD = re.compile(r"[^\s(),]+\Z|[(),]\Z")
_SHOWN = 40
# Words that join or compare: in the place of a name, it is the name that is missing.
_BETWEEN = {"and", "or", "not", "is", "over", "under", "of", "with", "to", "use", "from", "in"}
_NOT_IN_THIS_VERSION = NOT_YET | {"use"}
_MISSING_AFTER = {
    **dict.fromkeys(("and", "or", "not", "when", "without", "as", "("), "a condition"),
    **dict.fromkeys(("with", "consider", "use"), "the name of a study"),
    "is": "a value",
}
_EXAMPLES = {
    "when": "when fever_or_chills",
    "without": "without meaningful_improvement",
    "applies when": "applies when age at least 18 years",
    "as": "as age over 70 years",
    "image": "image urgently with mri",
    "consider": "consider mri",
    "then": "then image with mri",
    "lasts": "lasts 4 to 6 weeks of conservative_care",
    "instead of": "instead of mri use ct",
    "covers": "covers fever_or_chills, weight_loss",
    "cite": "cite livafortis S12",
    "whole": "whole number in years from 0 to 120",
    "number": "number in weeks from 0 to 520",
    "one of": "one of better, same, worse",
    "given": "given age is 42 years, everything else is no",
    "expect": "expect wait",
    "otherwise": "otherwise wait",
    "hold at": "hold at wait",
    "leaves out": 'leaves out S71 because "It is an advertisement."',
    "for": "for wait, consider",
    "review by": "review by 2027-01-26",
    "published": "published 2024-01-26",
}


def unexpected(source: SourceText, text: str, stop: Stop) -> Found:
    """Return what is said of a syntax problem, and how reading goes on after it."""
    return (
        _open_text(source, text, stop)
        or _missing(source, text, stop)
        or misspelt(source, text, stop)
        or _reserved(source, text, stop)
        or _misspelt_phrase(source, text, stop)
        or _not_a_block(source, text, stop)
        or _not_a_clause(source, text, stop)
        or _cannot_stand(source, text, stop)
    )


def _open_text(source: SourceText, text: str, stop: Stop) -> Found | None:
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
        return without(text, Span(opens, next_block(text, opens + 1)), diagnostic)
    if stop.name is None or opens <= stop.name.start:
        return without_block(text, stop, diagnostic, opens + 1)
    start = max(text.rfind("\n", 0, opens) + 1, stop.name.end)
    if stop.clause_start is not None and not stop.complete:
        start = min(start, stop.clause_start)
    return without(text, Span(start, next_clause(text, opens + 1, stop.block)), diagnostic)


def _swallowing(text: str, stop: Stop) -> Span | None:
    """Return the first text of the block that runs on to where another one was to begin."""
    if stop.block:
        for found in _TEXT.finditer(text, stop.block_start, stop.at.start):
            if swallows(found[0]):
                return Span(*found.span())
    return None


def _missing(source: SourceText, text: str, stop: Stop) -> Found | None:
    """A clause or block that begins, or a file that ends, before what stands there is complete."""
    if stop.complete or stop.before is None:
        return None
    begins = clause_start(stop.block).match(text, stop.at.start) and begins_line(
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
    else:
        keyword = _keyword(text, stop)
        example = f"write for example `{_EXAMPLES[keyword]}`" if keyword in _EXAMPLES else ""
        if stop.name is None and stop.block != "example":
            example = "a name is made of small letters, digits and underscores"
        diagnostic = Diagnostic(
            "E101",
            f"{wanted(stop, keyword)} is missing after "
            f"{_said(text[stop.before.start : stop.before.end])}",
            Pointer(source, stop.before),
            help=example,
        )
    if stop.name is None or stop.clause_start is None:
        return without_block(text, stop, diagnostic, stop.at.start)
    return without(text, Span(stop.clause_start, stop.at.start), diagnostic)


def _keyword(text: str, stop: Stop) -> str:
    """Return the words that begin the clause that is being read."""
    if stop.clause_start is None or stop.complete:
        return ""
    found = clause_start(stop.block).match(text, stop.clause_start)
    return " ".join(found[0].split()) if found else ""


def _reserved(source: SourceText, text: str, stop: Stop) -> Found | None:
    """A word of the language in the place of a name."""
    piece = stop.piece
    single = piece in NOT_YET or (piece in keywords() and " " not in piece)
    if "NAME" not in stop.options or not single or (stop.name and piece in _BETWEEN):
        return None
    help = "write another name, here and where it is declared"
    if stop.name is None:
        help = f"write another name, such as `{piece}_{stop.block.split()[-1]}`"
    diagnostic = Diagnostic(
        "E103",
        f"`{piece}` is a word of the language and cannot be a name",
        Pointer(source, stop.at),
        help=help,
    )
    return skipped(text, stop, diagnostic)


def _misspelt_phrase(source: SourceText, text: str, stop: Stop) -> Found | None:
    """A keyword that was read as a name, so that only what follows it cannot stand."""
    if stop.before is None or not stop.block or stop.name is None or not _joins_conditions(stop):
        return None
    phrases_of_several = [words for words in keywords() if " " in words and words not in BLOCKS]
    guess = meant(text, stop.before.start, [*phrases_of_several, "not"])
    if guess is None or (guess.span.end <= stop.before.end and guess.phrase != "not"):
        return None
    diagnostic = Diagnostic(
        "E101",
        f"{_said(text[guess.span.start : guess.span.end])} cannot stand here",
        Pointer(source, guess.span),
        help=f"did you mean `{guess.phrase}`?",
    )
    return skipped(text, stop, diagnostic)


def _not_a_block(source: SourceText, text: str, stop: Stop) -> Found | None:
    """A word that stands where a block begins, and is no block of the language."""
    at = stop.at.start
    if not stop.complete or not begins_line(text, at) or not _WORD.match(text, at):
        return None
    if stop.piece in keywords():
        return None
    guess = meant(text, at, _phrases(stop))
    glued = next((words for words in BLOCKS if stop.piece.startswith(words)), None)
    begun = stop.block_start if stop.block else at
    outdented = _indent(text, at) <= _indent(text, begun) + 1
    if guess is None and glued is None and (not outdented if stop.block else not stop.read):
        return None
    if guess is not None and guess.phrase not in BLOCKS:
        return None
    span = guess.span if guess else stop.at
    lost = declared(text, guess.phrase if guess else "", span.end)
    rest = _REST_OF_LINE.match(text, span.end)
    if guess is None and (rest is None or not rest[0].strip()):
        # A keyword was forgotten, and this is the name.
        lost = ("", stop.piece)
    message = f"{_said(stop.piece)} begins no block of the language"
    help = f"the blocks are {', '.join(BLOCKS)}"
    if stop.piece in _NOT_IN_THIS_VERSION:
        message, help = f"this version of the language has no `{stop.piece}`", ""
    elif guess:
        help = f"did you mean `{guess.phrase}`?"
    elif glued:
        name = stop.piece.removeprefix(glued)
        lost, help = (glued, name), f"write `{glued} {name}`, with a space"
    diagnostic = Diagnostic("E101", message, Pointer(source, span), help=help)
    return without(text, Span(at, next_block(text, span.end)), diagnostic, lost)


def _not_a_clause(source: SourceText, text: str, stop: Stop) -> Found | None:
    """A word that stands where a clause begins, and begins none of this block."""
    if not stop.block or stop.name is None:
        return None
    block = a_block(stop.block)
    own = clauses_of(stop.block)
    at = stop.at
    if not stop.complete or not begins_line(text, at.start) or not _WORD.match(text, at.start):
        # A clause can be taken for a name, a unit or a value; what follows then gives it away.
        at = stop.before or at
        taken = _taken_for_a_value(source, text, stop)
        if taken is not None:
            return taken
        if not begins_line(text, at.start) or not meant(text, at.start, own) or stop.at_end:
            return None
        if at.start <= stop.name.start or text[at.start : at.end] in keywords():
            return None
    guess = None if stop.piece in keywords() and at is stop.at else meant(text, at.start, own)
    joint = meant(text, at.start, _phrases(stop)) if at is stop.at else guess
    if joint is not None and (guess is None or joint.phrase != guess.phrase):
        return None
    span = guess.span if guess else at
    word = " ".join(text[span.start : span.end].split())
    message = f"{block} has no {_said(word)}"
    help = f"{block} can hold {either([f'`{each}`' for each in own])}"
    if word in _NOT_IN_THIS_VERSION:
        message = f"this version of the language has no `{word}`"
    elif guess:
        help = f"did you mean `{guess.phrase}`?"
    diagnostic = Diagnostic("E101", message, Pointer(source, span), help=help)
    after = next_clause(text, max(span.end, stop.at.end), stop.block)
    return without(text, Span(span.start, after), diagnostic)


def _taken_for_a_value(source: SourceText, text: str, stop: Stop) -> Found | None:
    """A clause or block whose keyword was read as the name or value that is missing before it."""
    if stop.before is None or stop.clause_start is None:
        return None
    line = _FIRST_WORD.match(text, text.rfind("\n", 0, stop.before.start) + 1)
    begins = clause_start(stop.block).match(text, line.end()) if line else None
    if begins is None or begins.start() <= stop.clause_start or begins.end() < stop.before.start:
        return None
    last = _LAST_WORD.search(text, stop.clause_start, len(text[: begins.start()].rstrip()))
    if last is None:
        return None
    diagnostic = Diagnostic(
        "E101",
        f"{_MISSING_AFTER.get(last[0], 'something')} is missing after {_said(last[0])}",
        Pointer(source, Span(*last.span())),
    )
    return without(text, Span(stop.clause_start, begins.start()), diagnostic)


def _cannot_stand(source: SourceText, text: str, stop: Stop) -> Found:
    """Any other word that cannot stand where it stands."""
    at, keyword = stop.at, _keyword(text, stop)
    piece = _said(stop.piece)
    if not stop.block:
        message = f"{piece} cannot stand here"
        help = f"the blocks are {', '.join(BLOCKS)}"
        if not stop.read:
            message = f"a file begins with its header, and {piece} stands before it"
            help = "begin the file with `guideline NAME`"
    elif stop.options == {"TEXT"}:
        before = stop.before or at
        after = text[before.start : before.end]
        line = _REST_OF_LINE.match(text, at.start)
        rest = line[0].strip().strip('"') if line else ""
        message = f"a text in double quotes is missing after {_said(after)}"
        help = f'write `{after} "{rest}"`' if 0 < len(rest) <= _SHOWN else ""
    elif len(stop.options) == 1 and stop.options <= phrases().keys():
        (word,) = stop.options
        message = f"`{phrases()[word]}` is missing before {piece}"
        help = f"write for example `{_EXAMPLES[keyword]}`" if keyword in _EXAMPLES else ""
    else:
        message = f"{piece} cannot stand here"
        guess = meant(text, at.start, _phrases(stop)) if stop.piece not in keywords() else None
        help = f"what can stand here: {what_can_stand(stop)}"
        lacks = wanted(stop, keyword)
        if guess is not None:
            help = f"did you mean `{guess.phrase}`?"
        elif stop.piece in _BETWEEN and lacks == "a condition" and stop.before:
            last = _said(text[stop.before.start : stop.before.end])
            message, help = f"a condition is missing between {last} and {piece}", ""
        elif stop.options == {"DATE"}:
            message = f"{piece} is not a date of the language"
            help = "write year, month and day: `2027-01-26`"
        elif stop.name is None:
            message = f"{piece} cannot be a name"
            help = (
                "a name begins with a letter, and is made of small letters, digits and underscores"
            )
            if stop.block == "example":
                message = f"{lacks} is missing after `example`"
                help = 'write for example `example "fever and nothing else"`'
        elif _joins_conditions(stop):
            inside = "COMMA" in stop.options and "CLOSE" in stop.options
            help = f"join conditions with {'a comma, ' if inside else ''}`and` or `or`"
        elif not stop.complete and keyword in _EXAMPLES:
            help = f"{help}; for example `{_EXAMPLES[keyword]}`"
    also: tuple[Pointer, ...] = ()
    if stop.before is not None and "\n" in text[stop.before.start : stop.before.end]:
        also = (Pointer(source, stop.before, "the text before it opens here"),)
    diagnostic = Diagnostic("E101", message, Pointer(source, at), also, help=help)
    return skipped(text, stop, diagnostic)


def _joins_conditions(stop: Stop) -> bool:
    """Whether a condition stands where one has just ended."""
    ends = {"AND", "OR"} <= stop.options
    return ends and (stop.piece == "(" or bool(_WORD.fullmatch(stop.piece)))


def _indent(text: str, at: int) -> int:
    """Return how far the line of a place is indented."""
    start = text.rfind("\n", 0, at) + 1
    space = _FIRST_WORD.match(text, start)
    return space.end() - start if space else 0


def _phrases(stop: Stop) -> list[str]:
    """Return the words of the language that could stand at a place."""
    return [phrases()[name] for name in stop.options if name in phrases()]


def _said(piece: str) -> str:
    if not piece:
        return "the end of the file"
    if piece.startswith('"'):
        return "a text in quotes"
    shown = " ".join(piece.split())
    return f"`{shown[:_SHOWN]}{'…' if len(shown) > _SHOWN else ''}`"
