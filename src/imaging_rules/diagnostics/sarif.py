"""Diagnostics as SARIF 2.1.0, the form in which tools exchange what they found in files."""

import os
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from imaging_rules.diagnostics.catalogue import DiagnosticKind
from imaging_rules.diagnostics.diagnostic import Diagnostic, Pointer
from imaging_rules.diagnostics.explain_code import explained
from imaging_rules.text import SourceText, Span

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def as_sarif(
    diagnostics: Iterable[Diagnostic], version: str, problems: Iterable[str] = ()
) -> dict[str, Any]:
    """Return diagnostics as a SARIF log, ready for JSON.

    Args:
        diagnostics: What is to be told of files.
        version: The version of this library.
        problems: Sentences for what kept a file from being looked into.

    Returns:
        The log, with one run. Columns count characters, as in every other form.
    """
    told = list(diagnostics)
    kinds = sorted({each.kind for each in told}, key=lambda kind: kind.code)
    index = {kind.code: number for number, kind in enumerate(kinds)}
    notes = [{"level": "error", "message": _message(each)} for each in problems]
    run = {
        "tool": {
            "driver": {
                "name": "imaging-rules",
                "version": version,
                "rules": [_rule(kind) for kind in kinds],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": not notes, "toolExecutionNotifications": notes}],
        "results": [_result(each, index[each.code]) for each in told],
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(kind: DiagnosticKind) -> dict[str, Any]:
    return {
        "id": kind.code,
        "name": "".join(filter(str.isalnum, kind.title.title())),
        "shortDescription": _message(kind.title),
        "fullDescription": _message(kind.why),
        "help": _message(explained(kind.code)),
        "defaultConfiguration": {"level": _level(kind)},
    }


def _result(diagnostic: Diagnostic, index: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": index,
        "level": _level(diagnostic.kind),
        "message": _message(diagnostic.sentences),
        "locations": [_location(diagnostic.at)],
    }
    if diagnostic.also:
        result["relatedLocations"] = [
            {"id": number, **_location(each)} for number, each in enumerate(diagnostic.also, 1)
        ]
    if diagnostic.fix:
        source = diagnostic.at.source
        replacements = [
            {"deletedRegion": _region(source, each.span), "insertedContent": {"text": each.text}}
            for each in diagnostic.fix
        ]
        change = {"artifactLocation": _artifact(source), "replacements": replacements}
        result["fixes"] = [
            {"description": _message("what `check --fix` changes"), "artifactChanges": [change]}
        ]
    return result


def _level(kind: DiagnosticKind) -> str:
    return "error" if kind.is_error else "warning"


def _location(pointer: Pointer) -> dict[str, Any]:
    physical = {
        "artifactLocation": _artifact(pointer.source),
        "region": _region(pointer.source, pointer.span),
    }
    said = {"message": _message(pointer.label)} if pointer.label else {}
    return {"physicalLocation": physical, **said}


def _region(source: SourceText, span: Span) -> dict[str, int]:
    """Return a place; the end column is the first one behind it."""
    start, end = source.place(span.start), source.place(span.end)
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }


def _artifact(source: SourceText) -> dict[str, str]:
    path = PurePath(source.name)
    if path.is_absolute():
        return {"uri": path.as_uri()}
    # A colon in the first part would be taken for the end of a scheme.
    return {"uri": quote(os.fsencode(path.as_posix()))}


def _message(text: str) -> dict[str, str]:
    """Return a message in which nothing is taken for a placeholder or for a link."""
    return {"text": text.replace("{", "{{").replace("}", "}}").replace("](", "] (")}
