"""Names in several words, and answers that stand beside their choice without `is`."""

import re

from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.diagnostics.opposed import NO_STUDY, is_no_study
from imaging_rules.syntax.grammar import keywords
from imaging_rules.syntax.recovery.expected import joins_conditions, phrases_at
from imaging_rules.syntax.recovery.guess import meant
from imaging_rules.syntax.recovery.repair import Found, skipped
from imaging_rules.syntax.recovery.stop import Stop
from imaging_rules.text import SourceText, Span

_DECLARED = re.compile(
    r"(?m)^(?:fact|screen|define|score|study|source|red\s+flag|indication)\s+(\w+)"
)
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_NAMES_STUDIES = re.compile(r"\s*(?:image|consider|then|do\s+not\s+image|instead\s+of)\b")
_WORDS = re.compile(r"[a-z][a-z0-9_]*(?:[ \t]+[a-z][a-z0-9_]*)+")


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
    declared = set(_DECLARED.findall(text))
    known = [n for n in range(last, 1, -1) if "_".join(words[:n]) in declared]
    if not known and joins_conditions(stop) and {words[0], words[last - 1]} <= declared:
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
        said = " ".join(words[:count])
        message, help = f"`{said}` makes no images, and is no study", NO_STUDY
    diagnostic = Diagnostic("E101", message, Pointer(source, at), help=help)
    return skipped(text, stop, diagnostic)


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
