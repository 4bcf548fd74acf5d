"""Texts, citations and sources of a guideline as plain data."""

from collections.abc import Iterator
from typing import Any

from imaging_rules.model.guideline import Guideline
from imaging_rules.model.notes import Citation, Notes, Source


def filled(**fields: Any) -> dict[str, Any]:
    """Return the fields that say something: an empty text or list is left out."""
    return {name: value for name, value in fields.items() if value not in ("", [], None)}


def notes(said: Notes) -> dict[str, Any]:
    """Return the clauses that every block may have."""
    return filled(
        title=said.title,
        because=list(said.because),
        citations=[_citation(each) for each in said.citations],
        assumes=list(said.assumes),
        editorial=list(said.editorial),
    )


def sources(guideline: Guideline) -> list[dict[str, Any]]:
    """Return the sources of a guideline, each with the statements of it that are cited."""
    cited: dict[str, set[str]] = {}
    for citation in _citations(guideline):
        cited.setdefault(citation.source, set()).update(each.id for each in citation.statements)
    return [_source(each, cited.get(each.name, set())) for each in guideline.sources]


def _citation(citation: Citation) -> dict[str, Any]:
    return filled(
        source=citation.source,
        statements=[each.id for each in citation.statements],
        section=citation.section,
        quote=citation.quote,
    )


def _citations(guideline: Guideline) -> Iterator[Citation]:
    for block in (
        guideline.header,
        *guideline.facts,
        *guideline.screens,
        *guideline.studies,
        *guideline.rules,
        *guideline.advice,
    ):
        yield from block.notes.citations


def _source(source: Source, cited: set[str]) -> dict[str, Any]:
    return filled(
        name=source.name,
        **notes(source.notes),
        publisher=source.publisher,
        author=source.author,
        published=source.published,
        updated=source.updated,
        url=source.url,
        doi=source.doi,
        kind=source.kind,
        interest=source.interest,
        statements=[
            filled(id=each.id, section=each.section, quote=each.quote)
            for each in source.statements
            if each.id in cited
        ],
    )
