"""The problems found so far in a file."""

from collections.abc import Iterable, Sequence

from imaging_rules.diagnostics import Diagnostic, Edit, Pointer, nearest
from imaging_rules.text import SourceText, Span

MOST_PROBLEMS = 1_000
# Looking for the nearest name is slow beside everything else, so a file gets only so much of it.
_MOST_NAMES_COMPARED = 50_000

_MOST_LISTED = 12


def several(names: Sequence[str]) -> str:
    """Return a list of names in words, a long one cut short."""
    more = f" and {len(names) - _MOST_LISTED} more" if len(names) > _MOST_LISTED else ""
    return ", ".join(names[:_MOST_LISTED]) + more


class Problems:
    """Collects the diagnostics of one file."""

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.found: list[Diagnostic] = []
        self._compared = 0

    def add(
        self,
        code: str,
        span: Span,
        message: str,
        *,
        label: str = "",
        help: str = "",
        also: tuple[tuple[Span, str], ...] = (),
        pointers: tuple[Pointer, ...] = (),
        fix: tuple[Edit, ...] = (),
    ) -> None:
        """Add a problem at a place, with other places that belong to it, and its fix if any.

        ``also`` are places in this file, and ``pointers`` places in others.
        Beyond a limit, problems are not kept; a last one then says so.
        """
        if len(self.found) > MOST_PROBLEMS:
            return
        if len(self.found) == MOST_PROBLEMS:
            last = max(each.at.span.start for each in self.found)
            code, span = "E113", Span(last, last + 1)
            message = f"the file has more than {MOST_PROBLEMS:,} problems; the rest is not shown"
            label, help, also, pointers, fix = "", "", (), (), ()
        pointers += tuple(Pointer(self.source, place, words) for place, words in also)
        at = Pointer(self.source, span, label)
        self.found.append(Diagnostic(code, message, at, pointers, help, fix))

    def suggest(self, name: str, names: Iterable[str]) -> str:
        """Return the help that names the nearest right name, or nothing."""
        found = self.nearest(name, names)
        return f"did you mean `{found}`?" if found else ""

    def nearest(self, name: str, names: Iterable[str]) -> str | None:
        """Return the nearest right name, if one is near and not too many were compared before."""
        if self._compared > _MOST_NAMES_COMPARED:
            return None
        known = list(names)
        self._compared += len(known)
        return nearest(name, known)
