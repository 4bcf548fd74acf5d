"""What is said of a word that cannot stand where it stands, and of what it paraphrases."""

import re

from imaging_rules.diagnostics import Diagnostic, Edit, Pointer
from imaging_rules.syntax.grammar import BLOCKS, keywords, phrases
from imaging_rules.syntax.paraphrases import Paraphrase, one_line
from imaging_rules.syntax.paraphrases.clauses import CLAUSES
from imaging_rules.syntax.paraphrases.conditions import CONDITIONS
from imaging_rules.syntax.paraphrases.fact_types import DATE_FORM
from imaging_rules.syntax.recovery import repair, wrong_words
from imaging_rules.syntax.recovery.characters import inner_quotes, other_spaces, quoted_otherwise
from imaging_rules.syntax.recovery.missing_parts import FORMS, keyword_of_clause, missing, open_text
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
from imaging_rules.text import SourceText, Span
from imaging_rules.text.words import NUMBER_IN_WORDS, in_digits

_LOOKED_AT = 200
# The groups of a pattern that take names, which no words of the language are.
_NAMES = ("name", "one", "other")
_REST_OF_LINE = re.compile(r"[^\n]*")
_SHOWN = 40


def paraphrased(source: SourceText, text: str, stop: Stop) -> repair.Found | None:
    """Words for which the language has others, where they are what the parser stopped at.

    Nothing that can be read is looked at, so a paraphrase never changes what a file means.
    """
    at = stop.at.start
    before = stop.before.start if stop.before else at
    start = max(text.rfind("\n", 0, min(before, at)) + 1, at - _LOOKED_AT)
    clause = _clause(text, stop)
    end = at + _LOOKED_AT
    in_numbers = f"{text[:start]}{in_digits(text[start:end])}{text[end:]}"
    for each, looked_at in (
        *((each, text) for each in CLAUSES),
        *((each, in_numbers) for each in CONDITIONS),
    ):
        if _can_stand(each, clause, text, stop):
            for match in each.pattern.finditer(looked_at, start, end):
                if _is_met(each, match, stop):
                    return _found(each, match, source, text, stop)
    return None


def _can_stand(each: Paraphrase, clause: str, text: str, stop: Stop) -> bool:
    """Whether the parser stopped where the paraphrase can stand."""
    at = stop.at.start
    return (
        each.options <= stop.options
        and (not each.blocks or stop.block in each.blocks)
        and (not each.clauses or clause in each.clauses)
        and (not each.begins_block or wrong_words.stands_as_a_block(text, at, stop.block_start))
        and not (each.is_guess and repair.meant(text, at, phrases_at(stop)))
    )


def _is_met(each: Paraphrase, match: re.Match[str], stop: Stop) -> bool:
    """Whether it is these words, and not something else within them, that cannot be read."""
    groups = match.groupdict()
    start, end = match.span("at") if "at" in groups else match.span()
    names = {(groups.get(name) or "").lower() for name in _NAMES}
    if not start <= stop.at.start < end or names & keywords():
        return False
    if each.clauses and start == stop.clause_start:
        # The first word begins the clause, as `without` does in a waiting period.
        return False
    return f"`{one_line(match)}`" not in each.help(match)


def _found(
    each: Paraphrase, match: re.Match[str], source: SourceText, text: str, stop: Stop
) -> repair.Found:
    span = Span(match.end() - len(match[0].lstrip()), _end(match, text))
    fix = (Edit(span, each.fix(match)),) if each.fix else ()
    written = " ".join(text[span.start : span.end].split())
    message = f"`{written}` is not how the language says it"
    if each.message is not None:
        message = each.message(match)
    at = Pointer(source, span)
    diagnostic = Diagnostic(each.code, message, at, help=each.help(match), fix=fix)
    if stop.complete and wrong_words.stands_as_a_block(text, span.start, stop.block_start):
        block = Span(span.start, repair.next_block(text, span.end))
        keyword_ends = match.end("at") if "at" in match.groupdict() else match.end()
        return repair.without(text, block, diagnostic, repair.declared(text, "", keyword_ends))
    return repair.skipped(text, stop, diagnostic)


def _end(match: re.Match[str], text: str) -> int:
    """Return where the words end; they may end with a number in words, in digits in the match."""
    within = NUMBER_IN_WORDS.finditer(text, match.start(), match.end() + _LOOKED_AT)
    ends = (words.end() for words in within if words.start() < match.end() < words.end())
    return next(ends, match.end())


def _clause(text: str, stop: Stop) -> str:
    """Return the words that begin the clause that the parser stopped in or right after."""
    clause = ""
    if stop.name is not None:
        for found in repair.clause_start(stop.block).finditer(text, stop.name.end, stop.at.start):
            if repair.begins_line(text, found.start()):
                clause = " ".join(found[0].split())
    return keyword_of_clause(text, stop) or clause


def unexpected(source: SourceText, text: str, stop: Stop) -> repair.Found:
    """Return what is said of a syntax problem, and how reading goes on after it."""
    return (
        other_spaces(source, text, stop)
        or quoted_otherwise(source, text, stop)
        or inner_quotes(source, text, stop)
        or open_text(source, text, stop)
        or unknown_unit(source, text, stop)
        or keyword_in_capitals(source, text, stop)
        or paraphrased(source, text, stop)
        or wrong_words.answer_beside(source, text, stop)
        or missing(source, text, stop)
        or misspelt(source, text, stop)
        or wrong_words.reserved(source, text, stop)
        or wrong_words.misspelt_phrase(source, text, stop)
        or wrong_words.one_name(source, text, stop)
        or wrong_words.not_a_block(source, text, stop)
        or wrong_words.taken_for_a_unit(source, text, stop)
        or wrong_words.not_a_clause(source, text, stop)
        or _cannot_stand(source, text, stop)
    )


def _cannot_stand(source: SourceText, text: str, stop: Stop) -> repair.Found:
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
        guess = repair.meant(text, at.start, [phrases()[word]])
        if guess is not None:
            message, help = f"{piece} cannot stand here", guess.question
        else:
            help = f"it is written `{FORMS[keyword]}`" if keyword in FORMS else ""
    else:
        message = f"{piece} cannot stand here"
        guess = (
            repair.meant(text, at.start, phrases_at(stop)) if stop.piece not in keywords() else None
        )
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
    return repair.skipped(text, stop, diagnostic)
