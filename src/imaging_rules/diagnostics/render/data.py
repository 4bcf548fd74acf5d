"""Diagnostics as plain data."""

from typing import Any

from imaging_rules.diagnostics.diagnostic import Diagnostic, Edit, Pointer
from imaging_rules.text import SourceText, Span


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
        "fix": [_edit_data(diagnostic.at.source, each) for each in diagnostic.fix],
    }


def _pointer_data(pointer: Pointer) -> dict[str, Any]:
    return {
        "file": pointer.source.name,
        **_place_data(pointer.source, pointer.span),
        "label": pointer.label,
    }


def _edit_data(source: SourceText, edit: Edit) -> dict[str, Any]:
    return {**_place_data(source, edit.span), "text": edit.text}


def _place_data(source: SourceText, span: Span) -> dict[str, int]:
    start, end = source.place(span.start), source.place(span.end)
    return {
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
    }
