"""One message to an author: what is wrong, where, and how to mend it."""

from attrs import frozen

from imaging_rules.diagnostics.catalogue import CATALOGUE, Kind
from imaging_rules.text import Place, SourceText, Span


@frozen
class Pointer:
    """A place in a file with the words that are shown under it."""

    source: SourceText
    span: Span
    label: str = ""

    @property
    def place(self) -> Place:
        """The line and column at which the place begins."""
        return self.source.place(self.span.start)


@frozen
class Diagnostic:
    """A problem in a guideline file.

    ``message`` is a sentence in the words of the language, ``at`` where the problem is,
    ``also`` other places that belong to it, and ``help`` what to write instead.
    """

    code: str
    message: str
    at: Pointer
    also: tuple[Pointer, ...] = ()
    help: str = ""

    @property
    def kind(self) -> Kind:
        """What the catalogue says of the code."""
        return CATALOGUE[self.code]

    @property
    def is_error(self) -> bool:
        """Whether the problem keeps the file from loading."""
        return self.kind.is_error

    @property
    def order(self) -> tuple[str, int, str]:
        """The key by which messages are sorted: by file and place, then by code."""
        return (self.at.source.name, self.at.span.start, self.code)
