"""Looking for words that mean something which the language has other words for."""

import re

from imaging_rules.diagnostics import Diagnostic, Edit, Pointer
from imaging_rules.syntax.grammar import keywords
from imaging_rules.syntax.paraphrases.clauses import CLAUSES
from imaging_rules.syntax.paraphrases.conditions import CONDITIONS
from imaging_rules.syntax.paraphrases.paraphrase import Paraphrase, one_line
from imaging_rules.syntax.recovery.missing_parts import keyword_of_clause
from imaging_rules.syntax.recovery.repair import (
    Found,
    begins_line,
    clause_start,
    declared,
    meant,
    next_block,
    skipped,
    without,
)
from imaging_rules.syntax.recovery.stop import Stop, phrases_at
from imaging_rules.syntax.recovery.wrong_words import stands_as_a_block
from imaging_rules.text import SourceText, Span
from imaging_rules.text.words import NUMBER_IN_WORDS, in_digits

_LOOKED_AT = 200
# The groups of a pattern that take names, which no words of the language are.
_NAMES = ("name", "one", "other")


def paraphrased(source: SourceText, text: str, stop: Stop) -> Found | None:
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
        and (not each.begins_block or stands_as_a_block(text, at, stop.block_start))
        and not (each.is_guess and meant(text, at, phrases_at(stop)))
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
) -> Found:
    span = Span(match.end() - len(match[0].lstrip()), _end(match, text))
    fix = (Edit(span, each.fix(match)),) if each.fix else ()
    written = " ".join(text[span.start : span.end].split())
    message = f"`{written}` is not how the language says it"
    if each.message is not None:
        message = each.message(match)
    at = Pointer(source, span)
    diagnostic = Diagnostic(each.code, message, at, help=each.help(match), fix=fix)
    if stop.complete and stands_as_a_block(text, span.start, stop.block_start):
        block = Span(span.start, next_block(text, span.end))
        keyword_ends = match.end("at") if "at" in match.groupdict() else match.end()
        return without(text, block, diagnostic, declared(text, "", keyword_ends))
    return skipped(text, stop, diagnostic)


def _end(match: re.Match[str], text: str) -> int:
    """Return where the words end; they may end with a number in words, in digits in the match."""
    within = NUMBER_IN_WORDS.finditer(text, match.start())
    ends = (words.end() for words in within if words.start() < match.end() < words.end())
    return next(ends, match.end())


def _clause(text: str, stop: Stop) -> str:
    """Return the words that begin the clause that the parser stopped in or right after."""
    clause = ""
    if stop.name is not None:
        for found in clause_start(stop.block).finditer(text, stop.name.end, stop.at.start):
            if begins_line(text, found.start()):
                clause = " ".join(found[0].split())
    return keyword_of_clause(text, stop) or clause
