"""How diagnostics are shown: to people in lines, and to other programs as data."""

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any, Literal, TypeAlias

from imaging_rules.diagnostics.diagnostic import Diagnostic, Pointer
from imaging_rules.text import UNSAFE, SourceText, Span

Part: TypeAlias = Literal["error", "warning", "message", "frame", "file", "note", "line"]
Line: TypeAlias = tuple[tuple[Part, str], ...]
"""The pieces of a line, with the part that each plays; no piece holds a line end."""

_LONGEST_LINE = 160
_KEPT_BEFORE = 60
_KEPT_MARKED = 60
_TAB = "    "
# A line feed would end the command, and a comma or colon one of its properties.
_IN_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def lines_of(diagnostics: Iterable[Diagnostic]) -> Iterator[Line]:
    """Yield the lines of diagnostics, one after the other, an empty line between.

    Args:
        diagnostics: What is to be shown.
    """
    for number, each in enumerate(diagnostics):
        if number:
            yield ()
        yield from _one(each)


def _one(diagnostic: Diagnostic) -> Iterator[Line]:
    weight: Part = "error" if diagnostic.is_error else "warning"
    head = f"{weight}[{diagnostic.code}]:"
    yield (weight, head), ("message", f" {_visible(diagnostic.message)}")
    pointers = (diagnostic.at, *diagnostic.also)
    margin = max(len(str(pointer.place.line)) for pointer in pointers)
    for number, pointer in enumerate(pointers):
        first = number == 0
        yield from _shown(pointer, margin, "-->" if first else ":::", weight if first else "note")
    for help in (diagnostic.help, f"imaging-rules explain {diagnostic.code}"):
        if help:
            yield ("frame", f"{' ' * margin} = "), ("line", _visible(help))


def _shown(pointer: Pointer, margin: int, arrow: str, mark: Part) -> Iterator[Line]:
    source, place = pointer.source, pointer.place
    before, marked, after = (_visible(part) for part in _parts(source, pointer.span))
    gutter = " " * margin
    yield (
        ("frame", f"{gutter}{arrow} "),
        ("file", f"{_visible(source.name)}:{place.line}:{place.column}"),
    )
    yield (("frame", f"{gutter} |"),)
    yield _ended(("frame", f"{place.line:>{margin}} | "), ("line", f"{before}{marked}{after}"))
    underline = " " * _width(before) + "^" * max(1, _width(marked))
    yield _ended(("frame", f"{gutter} | "), (mark, f"{underline} {_visible(pointer.label)}"))


def _ended(frame: tuple[Part, str], rest: tuple[Part, str]) -> Line:
    """Return a line of two pieces without white space at its end."""
    trimmed = rest[1].rstrip()
    return (frame, (rest[0], trimmed)) if trimmed else ((frame[0], frame[1].rstrip()),)


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


def as_text(diagnostics: Iterable[Diagnostic]) -> str:
    """Return diagnostics as an author reads them, one after the other, a blank line between.

    Args:
        diagnostics: What is to be shown.
    """
    return "\n".join("".join(words for _, words in line) for line in lines_of(diagnostics))


def as_data(diagnostic: Diagnostic) -> dict[str, Any]:
    """Return a diagnostic as plain data, ready for JSON.

    Args:
        diagnostic: What is to be told.

    Returns:
        A mapping. Lines and columns count from 1, columns in characters; the end of a place is
        the first character behind it. ``fix`` lists the changes that `check --fix` makes.
    """
    return {
        "code": diagnostic.code,
        "severity": "error" if diagnostic.is_error else "warning",
        "title": diagnostic.kind.title,
        "message": diagnostic.message,
        "at": _pointer_data(diagnostic.at),
        "also": [_pointer_data(each) for each in diagnostic.also],
        "help": diagnostic.help,
        "fix": [
            {**_place_data(diagnostic.at.source, each.span), "text": each.text}
            for each in diagnostic.fix
        ],
    }


def _pointer_data(pointer: Pointer) -> dict[str, Any]:
    return {
        "file": pointer.source.name,
        **_place_data(pointer.source, pointer.span),
        "label": pointer.label,
    }


def _place_data(source: SourceText, span: Span) -> dict[str, int]:
    start, end = source.place(span.start), source.place(span.end)
    return {
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
    }


def as_github(diagnostics: Iterable[Diagnostic], problems: Iterable[str] = ()) -> str:
    """Return a line for each diagnostic, as a workflow reads them from its log.

    Args:
        diagnostics: What is to be told of files.
        problems: Sentences for what belongs to no place in a file.

    Returns:
        The lines; empty if there is nothing to tell.
    """
    lines = [_annotation(each) for each in diagnostics]
    lines += [f"::error::{each.translate(_IN_MESSAGE)}" for each in problems]
    return "\n".join(lines)


def _annotation(diagnostic: Diagnostic) -> str:
    at = diagnostic.at
    start, end = at.place, at.source.place(at.span.end)
    properties: dict[str, object] = {
        "file": at.source.name.replace("\\", "/"),
        "line": start.line,
        "endLine": end.line,
    }
    if start.line == end.line:
        # Columns mean something within one line alone, and the last one is part of the place.
        properties |= {"col": start.column, "endColumn": max(start.column, end.column - 1)}
    properties["title"] = f"{diagnostic.code}: {diagnostic.kind.title}"
    written = ",".join(
        f"{name}={str(value).translate(_IN_PROPERTY)}" for name, value in properties.items()
    )
    level = "error" if diagnostic.is_error else "warning"
    return f"::{level} {written}::{diagnostic.sentences.translate(_IN_MESSAGE)}"
