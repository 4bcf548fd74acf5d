"""An answer of a choice that stands beside it without `is`: `weakness severe`."""

import re

from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.syntax.recovery.expected import joins_conditions
from imaging_rules.syntax.recovery.repair import Found, skipped
from imaging_rules.syntax.recovery.stop import Stop
from imaging_rules.text import SourceText, Span

_CHOICE = re.compile(
    r"(?m)^fact\s+(\w+)\b(?:(?!^fact\b)[^\n]*\n)*?[ \t]*one\s+of\s+(\w+(?:\s*,\s*\w+)*)"
)
_OTHERS = re.compile(r"(?:\s*(?:,|/|\bor\b)\s*\w+\b(?!\s*(?:is\b|[<>=])))+")
_AFTER_NOT = re.compile(r"not\s+(\w+)")


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
                meant = f"one of ({', '.join([answer, *more])})" if more else answer
                help = f"write `{fact} is {negation}{meant}`"
                diagnostic = Diagnostic("E101", message, Pointer(source, at), help=help)
                return skipped(text, stop, diagnostic)
    return None
