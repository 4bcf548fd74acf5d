"""Texts that only hold a place, in a guideline that is no longer a draft."""

from collections.abc import Iterator

from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.syntax import nodes
from imaging_rules.syntax.nodes import texts_of
from imaging_rules.text import SourceText

PLACEHOLDER = "placeholder"
"""How a text begins that holds the place of another, as `imaging-rules new` writes it."""


def placeholders(file: nodes.File, source: SourceText) -> Iterator[Diagnostic]:
    """Yield an error for each placeholder of a file that does not call itself a draft.

    Args:
        file: The file as parsed.
        source: Its text.
    """
    if _is_draft(file):
        return
    for block in file.blocks:
        for _, text in texts_of(block):
            if text.text.casefold().startswith(PLACEHOLDER):
                yield Diagnostic(
                    "E417",
                    "this text is a placeholder, and the guideline is not a draft",
                    Pointer(source, text.span),
                    help="write what belongs here, or keep `status draft` until it is known",
                )


def _is_draft(file: nodes.File) -> bool:
    return any(
        isinstance(clause, nodes.WordClause) and (clause.keyword, clause.word.text) == _DRAFT
        for block in file.blocks[:1]
        for clause in block.clauses
    )


_DRAFT = ("status", "draft")
