"""Sources, and the files of numbered statements beside a guideline."""

import json
import re
from collections.abc import Callable
from typing import Any

from imaging_rules.model.from_syntax.clauses import Clauses, known_statements
from imaging_rules.model.from_syntax.problems import Problems
from imaging_rules.model.notes import Notes, Source, SourceStatement
from imaging_rules.syntax import nodes
from imaging_rules.text import UNSAFE

_LINKS = ("https://", "http://doi.org/", "http://dx.doi.org/")
# What can be written after `cite`.
_ID = re.compile(r"[A-Za-z_-]*[0-9][A-Za-z0-9_.-]*")

ReadBeside = Callable[[str], bytes]
"""Returns the bytes of a file named beside a guideline; raises ``OSError`` where it cannot."""


class TooMuchBesideError(OSError):
    """A file beside a guideline is there, but more than is read."""


def statements(
    clauses: Clauses, read_beside: ReadBeside, problems: Problems
) -> dict[str, SourceStatement] | None:
    """Return the statements of a source by number, or ``None`` where it names no file of them.

    A file that cannot be read, or does not hold a list of statements, is a problem.
    """
    named = clauses.one(nodes.TextClause, "statements")
    if named is None:
        return None

    def unreadable(why: str) -> None:
        problems.add(
            "E204",
            named.text.span,
            f"the statements in `{named.text.text}` cannot be read: {why}",
            help="name a JSON file beside the guideline: a list of objects with id and quote",
        )

    try:
        content = json.loads(read_beside(named.text.text).decode("utf-8"))
    except OSError as problem:
        unreadable(_why(problem))
        return None
    except (ValueError, RecursionError):
        unreadable("it is not JSON in UTF-8")
        return None
    if not isinstance(content, list) or not all(_is_statement(each) for each in content):
        unreadable("it is not a list of statements that each have an id")
        return None
    read = [_statement(each) for each in content]
    for each in read:
        if not _ID.fullmatch(each.id) or UNSAFE.search(each.section + each.quote + each.gloss):
            unreadable("an id is not like S12, or a text holds a hidden character")
            return None
    found = {each.id: each for each in read}
    if len(found) < len(read):
        unreadable("two statements have the same id")
    return found


def _why(problem: OSError) -> str:
    match problem:
        case FileNotFoundError():
            return "there is no such file"
        case IsADirectoryError():
            return "it is a folder"
        case PermissionError():
            return "reading it is not allowed"
        case _:
            return problem.strerror or str(problem) or "it is not there"


def _is_statement(content: Any) -> bool:
    return (
        isinstance(content, dict)
        and isinstance(content.get("id"), str)
        and isinstance(content.get("line"), int | None)
        and all(isinstance(content.get(key, ""), str) for key in ("section", "quote", "gloss"))
    )


def _statement(content: dict[str, Any]) -> SourceStatement:
    return SourceStatement(
        content["id"],
        content.get("line"),
        content.get("section", ""),
        content.get("quote", ""),
        content.get("gloss", ""),
    )


def _addresses(clauses: Clauses, problems: Problems) -> None:
    url, doi = (clauses.one(nodes.TextClause, keyword) for keyword in ("url", "doi"))
    if url is not None and not url.text.text.startswith(_LINKS):
        problems.add(
            "W506",
            url.text.span,
            "this address does not begin with https://",
            help="write the whole address, as the browser shows it",
        )
    if doi is not None and not doi.text.text.startswith("10."):
        problems.add(
            "W506",
            doi.text.span,
            "this is not a doi",
            help="a doi begins with `10.`, and has a slash within",
        )


def source(
    clauses: Clauses, known: dict[str, SourceStatement] | None, notes: Notes, problems: Problems
) -> Source:
    """Return a source with its statements, and those that the guideline leaves out."""
    _addresses(clauses, problems)
    left_out: list[tuple[str, str]] = []
    for clause in clauses.every(nodes.LeavesOut):
        known_statements(clause.statements, known, problems)
        left_out += [(each.text, clause.because.text) for each in clause.statements]
    return Source(
        name=clauses.name,
        **clauses.texts_for(Source),
        published=clauses.date("published")[0],
        updated=clauses.date("updated")[0],
        statements=tuple((known or {}).values()),
        left_out=tuple(left_out),
        vocabulary=clauses.block.vocabulary,
        notes=notes,
        span=clauses.span,
    )
