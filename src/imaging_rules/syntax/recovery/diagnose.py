"""What is said of a word that cannot stand where it stands."""

import re

from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.syntax.grammar import BLOCKS, keywords, phrases
from imaging_rules.syntax.paraphrases.fact_types import DATE_FORM
from imaging_rules.syntax.paraphrases.look import paraphrased
from imaging_rules.syntax.recovery.characters import inner_quotes, other_spaces, quoted_otherwise
from imaging_rules.syntax.recovery.missing_parts import FORMS, keyword_of_clause, missing, open_text
from imaging_rules.syntax.recovery.repair import Found, meant, skipped
from imaging_rules.syntax.recovery.slips import keyword_in_capitals, misspelt, unknown_unit
from imaging_rules.syntax.recovery.stop import (
    CONNECTIVES,
    Stop,
    joins_conditions,
    phrases_at,
    said,
    wanted,
    what_can_stand,
)
from imaging_rules.syntax.recovery.wrong_words import (
    answer_beside,
    misspelt_phrase,
    not_a_block,
    not_a_clause,
    one_name,
    reserved,
    taken_for_a_unit,
)
from imaging_rules.text import SourceText

_REST_OF_LINE = re.compile(r"[^\n]*")
_SHOWN = 40


def unexpected(source: SourceText, text: str, stop: Stop) -> Found:
    """Return what is said of a syntax problem, and how reading goes on after it."""
    return (
        other_spaces(source, text, stop)
        or quoted_otherwise(source, text, stop)
        or inner_quotes(source, text, stop)
        or open_text(source, text, stop)
        or unknown_unit(source, text, stop)
        or keyword_in_capitals(source, text, stop)
        or paraphrased(source, text, stop)
        or answer_beside(source, text, stop)
        or missing(source, text, stop)
        or misspelt(source, text, stop)
        or reserved(source, text, stop)
        or misspelt_phrase(source, text, stop)
        or one_name(source, text, stop)
        or not_a_block(source, text, stop)
        or taken_for_a_unit(source, text, stop)
        or not_a_clause(source, text, stop)
        or _cannot_stand(source, text, stop)
    )


def _cannot_stand(source: SourceText, text: str, stop: Stop) -> Found:
    """Any other word that cannot stand where it stands."""
    at, keyword = stop.at, keyword_of_clause(text, stop)
    piece = said(stop.piece)
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
        message = f"a text in double quotes is missing after {said(after)}"
        help = f'write `{after} "{rest}"`' if 0 < len(rest) <= _SHOWN else ""
        if '"' in rest:
            help = f"nothing stands between `{after}` and its text"
    elif len(stop.options) == 1 and stop.options <= phrases().keys():
        (word,) = stop.options
        message = f"`{phrases()[word]}` is missing before {piece}"
        guess = meant(text, at.start, [phrases()[word]])
        if guess is not None:
            message, help = f"{piece} cannot stand here", guess.question
        else:
            help = f"it is written `{FORMS[keyword]}`" if keyword in FORMS else ""
    else:
        message = f"{piece} cannot stand here"
        guess = meant(text, at.start, phrases_at(stop)) if stop.piece not in keywords() else None
        help = f"what can stand here: {what_can_stand(stop)}"
        lacks = wanted(stop, keyword)
        if guess is not None:
            help = guess.question
        elif stop.piece in CONNECTIVES and lacks == "a condition" and stop.before:
            last = said(text[stop.before.start : stop.before.end])
            message, help = f"a condition is missing between {last} and {piece}", ""
            if stop.piece in ("over", "under"):
                help = f"it is written `FACT {stop.piece} N UNIT`"
        elif stop.options == {"DATE"}:
            message = f"{piece} is not a date of the language"
            help = DATE_FORM
        elif stop.name is None:
            message = f"{piece} cannot be a name"
            help = (
                "a name begins with a letter, and is made of small letters, digits and underscores"
            )
            if stop.block == "example":
                message = f"{lacks} is missing after `example`"
                help = 'it is written `example "TITLE"`'
        elif joins_conditions(stop):
            inside = "COMMA" in stop.options and "CLOSE" in stop.options
            help = f"join conditions with {'a comma, ' if inside else ''}`and` or `or`"
            if stop.piece == "(":
                help += "; what is for readers alone stands after `#`"
        elif not stop.complete and keyword in FORMS:
            help = f"{help}; it is written `{FORMS[keyword]}`"
    also: tuple[Pointer, ...] = ()
    if stop.before is not None and "\n" in text[stop.before.start : stop.before.end]:
        also = (Pointer(source, stop.before, "the text before it opens here"),)
    diagnostic = Diagnostic("E101", message, Pointer(source, at), also, help=help)
    return skipped(text, stop, diagnostic)
