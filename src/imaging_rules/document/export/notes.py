"""Texts, citations and sources of a guideline as the records of an export."""

from typing import Any

from imaging_rules.document.export import records
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.notes import Citation, Notes, Source, SourceTexts, texts_of


def notes(said: Notes) -> dict[str, Any]:
    """Return what a block says, as the fields of a record."""
    return {
        "title": said.title,
        "because": said.because,
        "citations": tuple(_citation(each) for each in said.citations),
        "assumes": said.assumes,
        "editorial": said.editorial,
    }


def sources(guideline: Guideline) -> tuple[records.Source, ...]:
    """Return the sources of a guideline, each with the statements of it that are cited."""
    cited: dict[str, set[str]] = {}
    for citation in (each for block in guideline.blocks() for each in block.notes.citations):
        cited.setdefault(citation.source, set()).update(each.id for each in citation.statements)
    return tuple(_source(each, cited.get(each.name, set())) for each in guideline.sources)


def _citation(citation: Citation) -> records.Citation:
    return records.Citation(
        source=citation.source,
        statements=tuple(each.id for each in citation.statements),
        section=citation.section,
        quote=citation.quote,
    )


def _source(source: Source, cited: set[str]) -> records.Source:
    return records.Source(
        name=source.name,
        **notes(source.notes),
        **texts_of(source, SourceTexts),
        published=source.published,
        updated=source.updated,
        statements=tuple(
            records.Statement(id=each.id, section=each.section, quote=each.quote)
            for each in source.statements
            if each.id in cited
        ),
    )
