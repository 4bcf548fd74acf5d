"""An answer of a choice that stands beside it without `is`: `weakness severe`."""

import re

from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.syntax.options import joins_conditions
from imaging_rules.syntax.repair import Found, skipped
from imaging_rules.syntax.stop import Stop
from imaging_rules.text import SourceText, Span

_CHOICE = re.compile(
    r"(?m)^fact\s+(\w+)\b(?:(?!^fact\b)[^\n]*\n)*?[ \t]*one\s+of\s+(\w+(?:\s*,\s*\w+)*)"
)
_AFTER_NOT = re.compile(r"not\s+(\w+)")


def answer_beside(source: SourceText, text: str, stop: Stop) -> Found | None:
    """A choice with its answer beside it, in whichever order."""
    if stop.before is None or not joins_conditions(stop):
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
                at = Span(stop.before.start, end)
                words = " ".join(text[at.start : at.end].split())
                message = f"`{words}` is not how the language says it"
                help = f"write `{fact} is {negation}{answer}`"
                diagnostic = Diagnostic("E101", message, Pointer(source, at), help=help)
                return skipped(text, stop, diagnostic)
    return None
