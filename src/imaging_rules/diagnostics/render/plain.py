"""Diagnostics as plain text."""

from collections.abc import Iterable

from imaging_rules.diagnostics.diagnostic import Diagnostic
from imaging_rules.diagnostics.render.lines import lines_of


def as_text(diagnostics: Iterable[Diagnostic]) -> str:
    """Return diagnostics as an author reads them, one after the other, a blank line between.

    Args:
        diagnostics: What is to be shown.
    """
    return "\n".join("".join(words for _, words in line) for line in lines_of(diagnostics))
