"""The problems found so far in a file."""

from collections.abc import Iterable

from imaging_rules.diagnostics import Diagnostic, Pointer, nearest
from imaging_rules.text import SourceText, Span

# Looking for the nearest name is slow beside everything else, so a file gets only so many.
_MOST_SUGGESTIONS = 50


class Problems:
    """Collects the diagnostics of one file."""

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.found: list[Diagnostic] = []
        self._suggestions = 0

    def add(
        self,
        code: str,
        span: Span,
        message: str,
        *,
        label: str = "",
        help: str = "",
        also: tuple[tuple[Span, str], ...] = (),
    ) -> None:
        """Add a problem at a place, with other places that belong to it."""
        pointers = tuple(Pointer(self.source, place, words) for place, words in also)
        at = Pointer(self.source, span, label)
        self.found.append(Diagnostic(code, message, at, pointers, help))

    def suggest(self, name: str, names: Iterable[str]) -> str:
        """Return the help that names the nearest right name, or nothing."""
        self._suggestions += 1
        if self._suggestions > _MOST_SUGGESTIONS:
            return ""
        found = nearest(name, names)
        return f"did you mean `{found}`?" if found else ""
