"""Looking for words that mean something which the language has other words for."""

from imaging_rules.diagnostics import Diagnostic, Edit, Pointer
from imaging_rules.syntax.grammar import keywords
from imaging_rules.syntax.incomplete import keyword_of_clause
from imaging_rules.syntax.meant import meant
from imaging_rules.syntax.options import phrases_at
from imaging_rules.syntax.paraphrases.clauses import CLAUSES
from imaging_rules.syntax.paraphrases.conditions import CONDITIONS
from imaging_rules.syntax.paraphrases.paraphrase import one_line
from imaging_rules.syntax.recover import begins_line, clause_start, next_block
from imaging_rules.syntax.repair import Found, declared, skipped, without
from imaging_rules.syntax.stop import Stop
from imaging_rules.syntax.unknown import stands_as_a_block
from imaging_rules.text import SourceText, Span

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
    for each in (*CLAUSES, *CONDITIONS):
        if (
            not each.options <= stop.options
            or (each.blocks and stop.block not in each.blocks)
            or (each.clauses and clause not in each.clauses)
            or (each.is_guess and meant(text, at, phrases_at(stop)))
        ):
            continue
        for found in each.pattern.finditer(text, start, at + _LOOKED_AT):
            groups = found.groupdict()
            within = found.span("at") if "at" in groups else found.span()
            names = {groups.get(name) for name in _NAMES}
            if within[0] <= at < within[1] and not names & keywords():
                if each.begins_block and not stands_as_a_block(text, at, stop.block_start):
                    continue
                help = each.help(found)
                if f"`{one_line(found)}`" in help:
                    # It is written as it should be: something within it is wrong.
                    continue
                span = Span(found.end() - len(found[0].lstrip()), found.end())
                fix = (Edit(span, each.fix(found)),) if each.fix else ()
                pointer, message = Pointer(source, span), each.message(found)
                diagnostic = Diagnostic(each.code, message, pointer, help=help, fix=fix)
                if stop.complete and stands_as_a_block(text, span.start, stop.block_start):
                    block = Span(span.start, next_block(text, span.end))
                    return without(text, block, diagnostic, declared(text, "", within[1]))
                return skipped(text, stop, diagnostic)
    return None


def _clause(text: str, stop: Stop) -> str:
    """Return the words that begin the clause that the parser stopped in or right after."""
    clause = ""
    if stop.name is not None:
        for found in clause_start(stop.block).finditer(text, stop.name.end, stop.at.start):
            if begins_line(text, found.start()):
                clause = " ".join(found[0].split())
    return keyword_of_clause(text, stop) or clause
