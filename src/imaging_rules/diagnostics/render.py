"""Diagnostics as plain text and as data."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from imaging_rules.diagnostics.diagnostic import Diagnostic, Pointer
from imaging_rules.text import UNSAFE, SourceText, Span

_LONGEST_LINE = 160
_KEPT_BEFORE = 60
_KEPT_MARKED = 60
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
    lines.append(f"{' ' * margin} = imaging-rules explain {diagnostic.code}")
    return "\n".join(lines)


def _shown(pointer: Pointer, margin: int, arrow: str) -> list[str]:
    source, place = pointer.source, pointer.place
    before, marked, after = (_visible(part) for part in _parts(source, pointer.span))
    gutter = " " * margin
    underline = " " * _width(before) + "^" * max(1, _width(marked))
    return [
        f"{gutter}{arrow} {_visible(source.name)}:{place.line}:{place.column}",
        f"{gutter} |",
        f"{place.line:>{margin}} | {before}{marked}{after}".rstrip(),
        f"{gutter} | {underline} {pointer.label}".rstrip(),
    ]


def _parts(source: SourceText, span: Span) -> tuple[str, str, str]:
    """Return the line of a place in three parts: before it, the place, after it.

    Only the first line of a place is shown, and of a very long line what is near the place.
    """
    text = source.text
    line = source.line(source.place(span.start).line)
    start = min(span.start, line.end)
    end = max(start, min(span.end, line.end))
    if line.end - line.start <= _LONGEST_LINE:
        return text[line.start : start], text[start:end], text[end : line.end]
    first = max(line.start, start - _KEPT_BEFORE)
    end = min(end, start + _KEPT_MARKED)
    last = min(line.end, first + _LONGEST_LINE)
    return (
        ("…" if first > line.start else "") + text[first:start],
        text[start:end],
        text[end:last] + ("…" if last < line.end else ""),
    )


def _visible(text: str) -> str:
    """Return text in which a tab has a width and no hidden character acts on the terminal."""
    return UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text.replace("\t", _TAB).replace("\n", " "))


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
