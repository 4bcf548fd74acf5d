"""Diagnostics as annotations of a GitHub workflow: lines of its log that it shows at the code."""

from collections.abc import Iterable

from imaging_rules.diagnostics.diagnostic import Diagnostic

# A line feed would end the command, and a comma or colon one of its properties.
_IN_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


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
