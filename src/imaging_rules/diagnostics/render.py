"""Diagnostics as plain text and as data."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from imaging_rules.diagnostics.diagnostic import Diagnostic, Pointer
from imaging_rules.text import UNSAFE

_LONGEST_LINE = 160
_KEPT_BEFORE = 60
_TAB = "    "


def as_text(diagnostics: Iterable[Diagnostic]) -> str:
    """Return diagnostics as an author reads them, one after the other, a blank line between."""
    return "\n\n".join(_one(each) for each in diagnostics)


def as_data(diagnostic: Diagnostic) -> dict[str, Any]:
    """Return a diagnostic as plain data, ready for JSON; lines and columns count from 1."""
    return {
        "code": diagnostic.code,
        "severity": "error" if diagnostic.is_error else "warning",
        "title": diagnostic.kind.title,
        "message": diagnostic.message,
        "at": _pointer_data(diagnostic.at),
        "also": [_pointer_data(each) for each in diagnostic.also],
        "help": diagnostic.help,
    }


def _pointer_data(pointer: Pointer) -> dict[str, Any]:
    start, end = pointer.place, pointer.source.place(pointer.span.end)
    return {
        "file": pointer.source.name,
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
        "label": pointer.label,
    }


def _one(diagnostic: Diagnostic) -> str:
    word = "error" if diagnostic.is_error else "warning"
    lines = [f"{word}[{diagnostic.code}]: {diagnostic.message}"]
    pointers = (diagnostic.at, *diagnostic.also)
    margin = max(len(str(pointer.place.line)) for pointer in pointers)
    for number, pointer in enumerate(pointers):
        lines += _shown(pointer, margin, "-->" if number == 0 else ":::")
    if diagnostic.help:
        lines.append(f"{' ' * margin} = {diagnostic.help}")
    return "\n".join(lines)


def _shown(pointer: Pointer, margin: int, arrow: str) -> list[str]:
    place = pointer.place
    line = pointer.source.line(place.line)
    first = place.column - 1
    length = max(1, min(pointer.span.end - pointer.span.start, len(line) - first))
    before, marked, after = line[:first], line[first : first + length], line[first + length :]
    if len(line) > _LONGEST_LINE:
        before = before if len(before) <= _KEPT_BEFORE else "…" + before[-_KEPT_BEFORE:]
        marked = marked[:_KEPT_BEFORE]
        after = after[: _LONGEST_LINE - len(before) - len(marked)] + "…"
    before, marked, after = _visible(before), _visible(marked), _visible(after)
    gutter = " " * margin
    underline = " " * _width(before) + "^" * max(1, _width(marked))
    return [
        f"{gutter}{arrow} {pointer.source.name}:{place.line}:{place.column}",
        f"{gutter} |",
        f"{place.line:>{margin}} | {before}{marked}{after}".rstrip(),
        f"{gutter} | {underline} {pointer.label}".rstrip(),
    ]


def _visible(text: str) -> str:
    """Return text in which a tab has a width and no hidden character acts on the terminal."""
    return UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text.replace("\t", _TAB))


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(
        0
        if unicodedata.combining(character)
        else 2
        if unicodedata.east_asian_width(character) in "WF"
        else 1
        for character in text
    )
