"""Units in signs that no unit of the language has, or in several words: `°C`, `/min`, `mm Hg`."""

import re
from fractions import Fraction

from imaging_rules.diagnostics import Diagnostic, Edit, Pointer
from imaging_rules.syntax.recovery.repair import Found, skipped
from imaging_rules.syntax.recovery.stop import Stop
from imaging_rules.text import SourceText, Span
from imaging_rules.values.numbers import NUMBER
from imaging_rules.values.unit_spellings import instead_of_unit, is_known, meant_unit
from imaging_rules.values.units import find

_LOOKED_AT = 80
_WORD = r"(?!(?:and|or|to|of(?!\s[Hh]g)|not|from|when|but|then)\b)[^\s(),\"#=<>&|]+"
_DECLARED = re.compile(rf"\bnumber\s+in\s+(?P<unit>{_WORD}(?:[ \t]+{_WORD}){{0,3}})")
_MEASURED = re.compile(
    rf"(?<![\w.,'’])(?P<number>{NUMBER.pattern})"
    rf"(?P<unit>[ \t]*(?![-.,;:]){_WORD}(?:[ \t]+{_WORD})*)"
)
# `at least 50 % of (...)`, in which nothing is measured.
_SHARE = re.compile(r"\s*of\b")
_DEGREES = re.compile(r"\s*degrees?\s+(?:celsius|fahrenheit|c|f)\b", re.IGNORECASE)


def unknown_unit(source: SourceText, text: str, stop: Stop) -> Found | None:
    """A unit that was not even read as one."""
    at = stop.at.start
    for found in _DECLARED.finditer(text, max(0, at - _LOOKED_AT), at + _LOOKED_AT):
        if found.start("unit") <= at < found.end("unit"):
            unit = found["unit"]
            if find(unit.split()[0]) and not is_known(unit):
                return None
            help = instead_of_unit(unit, declared=True)
            return _problem(source, text, stop, Span(*found.span("unit")), help, before="")
    for found in _MEASURED.finditer(text, max(0, at - _LOOKED_AT), at + _LOOKED_AT):
        if found.start("unit") <= at < found.end("unit"):
            end = _end_of_unit(text, found, stop)
            unit = text[found.start("unit") : end].strip()
            # Of a unit of the language it can only be wrong that it stands here.
            if end is None or _SHARE.match(text, end) or find(unit):
                return None
            help = instead_of_unit(unit, Fraction(found["number"]))
            return _problem(source, text, stop, Span(found.start("unit"), end), help, before=" ")
    return None


def _end_of_unit(text: str, found: re.Match[str], stop: Stop) -> int | None:
    """Return where the unit ends: as many words as make a known one, else the one met first."""
    start = found.start("unit")
    ends = [start + each.end() for each in re.finditer(r"\S+", found["unit"])]
    for end in reversed(ends[:3]):
        if end > stop.at.start and is_known(text[start:end].strip()):
            return end
    first = text[start : ends[0]]
    scale = _DEGREES.match(text, start)
    if scale and stop.at.start < scale.end():
        return scale.end()
    if start < stop.at.start < ends[0] and text[stop.at.start - 1].isalpha():
        # Only its beginning was read as a unit: kg/m2.
        return ends[0]
    is_unit = "UNIT" in stop.options and any(each.isalpha() or each == "°" for each in first)
    return ends[0] if is_unit and stop.at.start < ends[0] else None


def _problem(
    source: SourceText, text: str, stop: Stop, span: Span, help: str, before: str
) -> Found:
    written = text[span.start : span.end]
    unit = " ".join(written.split())
    right = meant_unit(unit)
    return skipped(
        text,
        stop,
        Diagnostic(
            "E306",
            f"`{unit}` is not a unit of the language",
            Pointer(source, Span(span.end - len(written.lstrip()), span.end)),
            help=help,
            fix=() if right is None else (Edit(span, f"{before}{right.plural}"),),
        ),
    )
