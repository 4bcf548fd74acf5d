"""What is said of words that begin no block or clause, are unknown, or are no name."""

import re

from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.diagnostics.nearest import NO_STUDY, is_a_study, is_no_study, slips
from imaging_rules.syntax.grammar import BLOCKS, HEADERS, a_block, clauses_of, keywords
from imaging_rules.syntax.recovery.missing_parts import taken_for_a_value
from imaging_rules.syntax.recovery.repair import (
    Found,
    Meant,
    begins_line,
    declared,
    meant,
    next_block,
    next_clause,
    skipped,
    without,
)
from imaging_rules.syntax.recovery.stop import (
    CONNECTIVES,
    Stop,
    either,
    joins_conditions,
    phrases_at,
    said,
)
from imaging_rules.text import SourceText, Span

_DECLARED = re.compile(
    r"(?m)^(?:fact|screen|define|score|study|source|red\s+flag|indication)\s+(\w+)"
)
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_NAMES_STUDIES = re.compile(r"\s*(?:image|consider|then|do\s+not\s+image|instead\s+of)\b")
_WORDS = re.compile(r"[a-z][a-z0-9_]*(?:[ \t]+[a-z][a-z0-9_]*)+")
_CHOICE = re.compile(
    r"(?m)^fact\s+(\w+)\b(?:(?!^fact\b)[^\n]*\n)*?[ \t]*one\s+of\s+(\w+(?:\s*,\s*\w+)*)"
)
_OTHERS = re.compile(r"(?:\s*(?:,|/|\bor\b)\s*\w+\b(?!\s*(?:is\b|[<>=])))+")
_AFTER_NOT = re.compile(r"not\s+(\w+)")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_REST_OF_LINE = re.compile(r"[^\n]*")
_BEGINS_WITH_HEADER = re.compile(rf"(?m)^(?:{'|'.join(HEADERS)})\s")
_SHORTEST_CUT = 4
_SPACE = re.compile(r"[ \t]*")


def one_name(source: SourceText, text: str, stop: Stop) -> Found | None:
    """A word after a name, which seems to belong to it."""
    before = stop.before
    if before is None or stop.name is None or before.start <= stop.name.start or not stop.complete:
        return None
    found = _WORDS.match(text, before.start)
    after_number = text[before.start - 9 : before.start].rstrip()[-1:].isdecimal()
    # After a number, a word is its unit.
    if found is None or found.end() <= stop.at.start or after_number:
        return None
    words = found[0].split()
    last = next((n for n, word in enumerate(words) if word in keywords()), len(words))
    if last < 2 or meant(text, stop.at.start, phrases_at(stop)):
        return None
    names = set(_DECLARED.findall(text))
    known = [n for n in range(last, 1, -1) if "_".join(words[:n]) in names]
    if not known and joins_conditions(stop) and {words[0], words[last - 1]} <= names:
        return None
    count = known[0] if known else last
    name = "_".join(words[:count])
    ends = [word.end() for word in _NAME.finditer(text, before.start, found.end())]
    at = Span(before.start, ends[count - 1])
    message, help = "a name is one word", f"write `{name}`"
    if joins_conditions(stop) and not known:
        help += ", or join two conditions with `and` or `or`"
    begins = text.rfind("\n", 0, before.start) + 1
    if not known and is_no_study(name) and _NAMES_STUDIES.match(text, begins):
        said_words = " ".join(words[:count])
        message, help = f"`{said_words}` makes no images, and is no study", NO_STUDY
    diagnostic = Diagnostic("E101", message, Pointer(source, at), help=help)
    return skipped(text, stop, diagnostic)


def answer_beside(source: SourceText, text: str, stop: Stop) -> Found | None:
    """A choice with its answer beside it, in whichever order."""
    given = {"IS", "COMMA"} <= stop.options
    if stop.before is None or not (given or joins_conditions(stop)):
        return None
    first, second = text[stop.before.start : stop.before.end], stop.piece
    end, negation = stop.at.end, ""
    denied = _AFTER_NOT.match(text, stop.at.start)
    if denied:
        second, end, negation = denied[1], denied.end(), "not "
    for fact, answers in _CHOICE.findall(text):
        known = re.findall(r"\w+", answers)
        for name, answer in ((first, second), (second, first)):
            if name == fact and answer in known:
                others = _OTHERS.match(text, end)
                more = [
                    each
                    for each in re.findall(r"\w+", others[0] if others else "")
                    if each in known
                ]
                at = Span(stop.before.start, others.end() if others and more else end)
                words = " ".join(text[at.start : at.end].split())
                message = f"`{words}` is not how the language says it"
                right = f"one of ({', '.join([answer, *more])})" if more else answer
                help = f"write `{fact} is {negation}{right}`"
                diagnostic = Diagnostic("E101", message, Pointer(source, at), help=help)
                return skipped(text, stop, diagnostic)
    return None


def reserved(source: SourceText, text: str, stop: Stop) -> Found | None:
    """A word of the language in the place of a name."""
    piece = stop.piece
    single = piece in keywords() and " " not in piece
    if "NAME" not in stop.options or not single or (stop.name and piece in CONNECTIVES):
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


def misspelt_phrase(source: SourceText, text: str, stop: Stop) -> Found | None:
    """A keyword that was read as a name, so that only what follows it cannot stand."""
    if stop.before is None or stop.name is None or stop.before.start <= stop.name.start:
        return None
    if text[stop.before.start : stop.before.end] in keywords():
        return None
    of_several = [words for words in keywords() if " " in words and words not in BLOCKS]
    guess = meant(text, stop.before.start, of_several)
    if guess is None or guess.span.end <= stop.before.end:
        guess = meant(text, stop.before.start, ["not"]) if joins_conditions(stop) else None
    if guess is None:
        return None
    diagnostic = Diagnostic(
        "E101",
        f"{said(text[guess.span.start : guess.span.end])} cannot stand here",
        Pointer(source, guess.span),
        help=guess.question,
    )
    return skipped(text, stop, diagnostic)


def not_a_block(source: SourceText, text: str, stop: Stop) -> Found | None:
    """A word that stands where a block begins, and is no block of the language."""
    at = stop.at.start
    if not stop.complete or not begins_line(text, at) or stop.piece in keywords():
        return None
    begun = stop.block_start if stop.block else at
    outdented = stands_as_a_block(text, at, begun)
    if outdented and stop.piece.startswith('"'):
        message = f"{said(stop.piece)} begins no block of the language"
        at_text = Pointer(source, stop.at)
        diagnostic = Diagnostic("E101", message, at_text, help="write `example` before it")
        return without(text, Span(at, next_block(text, stop.at.end)), diagnostic)
    if not _WORD.match(text, at):
        return None
    guess = meant(text, at, phrases_at(stop))
    if not stop.block and not stop.read and not _BEGINS_WITH_HEADER.search(text):
        guess = _header_at(text, at, guess)
    glued = next((words for words in BLOCKS if stop.piece.startswith(words)), None)
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
    message = f"{said(stop.piece)} begins no block of the language"
    help = f"the blocks are {', '.join(BLOCKS)}"
    if guess:
        help = guess.question
    elif glued:
        name = stop.piece.removeprefix(glued)
        lost, help = (glued, name), f"write `{glued} {name}`, with a space"
    fix = guess.fix if guess else ()
    diagnostic = Diagnostic("E101", message, Pointer(source, span), help=help, fix=fix)
    return without(text, Span(at, next_block(text, span.end)), diagnostic, lost)


def _header_at(text: str, at: int, guess: Meant | None) -> Meant | None:
    """Return what was meant at the top of a file that has no header, where one has to stand."""
    if guess is not None and guess.phrase in HEADERS:
        return guess
    word = text[at:].split(maxsplit=1)[0]
    cut = (each for each in HEADERS if each.startswith(word) or each.endswith(word))
    header = next(cut, None) if len(word) >= _SHORTEST_CUT else None
    if header is not None:
        return Meant(header, Span(at, at + len(word)), surely=False)
    # Another block is meant only where hardly a letter is wrong.
    near = guess is not None and slips(word, guess.phrase.split()[0], 1) is not None
    return guess if near else None


def taken_for_a_unit(source: SourceText, text: str, stop: Stop) -> Found | None:
    """A misspelt block that was read as the unit or name that is missing before it."""
    word = stop.before
    if word is None or stop.name is None or word.start <= stop.name.start:
        return None
    if (
        not stands_as_a_block(text, word.start, stop.block_start)
        or text[word.start : word.end] in BLOCKS
    ):
        return None
    guess = meant(text, word.start, BLOCKS)
    if guess is None:
        return None
    diagnostic = Diagnostic(
        "E101",
        f"{said(text[word.start : guess.span.end])} begins no block of the language",
        Pointer(source, guess.span),
        help=guess.question,
        fix=guess.fix,
    )
    lost = declared(text, guess.phrase, guess.span.end)
    return without(text, Span(word.start, next_block(text, guess.span.end)), diagnostic, lost)


def not_a_clause(source: SourceText, text: str, stop: Stop) -> Found | None:
    """A word that stands where a clause begins, and begins none of this block."""
    if not stop.block or stop.name is None:
        return None
    block = a_block(stop.block)
    own = clauses_of(stop.block)
    at = stop.at
    if not stop.complete or not begins_line(text, at.start) or not _WORD.match(text, at.start):
        # A clause can be taken for a name, a unit or a value; what follows then gives it away.
        at = stop.before or at
        taken = taken_for_a_value(source, text, stop)
        if taken is not None:
            return taken
        if not begins_line(text, at.start) or not meant(text, at.start, own) or stop.at_end:
            return None
        if at.start <= stop.name.start or text[at.start : at.end] in keywords():
            return None
    guess = None if stop.piece in keywords() and at is stop.at else meant(text, at.start, own)
    joint = meant(text, at.start, phrases_at(stop)) if at is stop.at else guess
    if joint is not None and (guess is None or joint.phrase != guess.phrase):
        return None
    span = guess.span if guess else at
    word = " ".join(text[span.start : span.end].split())
    message = f"{block} has no {said(word)}"
    help = f"{block} can hold {either([f'`{each}`' for each in own])}"
    if guess:
        help = guess.question
    elif "image" in own and _is_study_alone(text, span):
        help = (
            f"write `image with {word}` where it is appropriate, `consider {word}` where it may be"
        )
    fix = guess.fix if guess else ()
    diagnostic = Diagnostic("E101", message, Pointer(source, span), help=help, fix=fix)
    after = next_clause(text, max(span.end, stop.at.end), stop.block)
    return without(text, Span(span.start, after), diagnostic)


def _is_study_alone(text: str, span: Span) -> bool:
    """Whether a line is the name of a study, so that what is said of it can be no other thing."""
    word, rest = text[span.start : span.end], _REST_OF_LINE.match(text, span.end)
    if rest is None or rest[0].partition("#")[0].strip():
        return False
    return is_a_study(word) or re.search(rf"(?m)^study\s+{word}\b", text) is not None


def stands_as_a_block(text: str, at: int, begun: int) -> bool:
    """Whether a word begins a line that is indented no further than the block before it."""
    return begins_line(text, at) and _indent(text, at) <= _indent(text, begun) + 1


def _indent(text: str, at: int) -> int:
    """Return how far the line of a place is indented."""
    start = text.rfind("\n", 0, at) + 1
    space = _SPACE.match(text, start)
    return space.end() - start if space else 0
