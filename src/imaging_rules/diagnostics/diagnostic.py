"""One message to an author: what is wrong, where, and how to mend it."""

import re

from attrs import field, frozen

from imaging_rules.diagnostics.catalogue import CATALOGUE, DiagnosticKind
from imaging_rules.text import Place, SourceText, Span

_LONGEST_WORD = 80
_LONGEST_SENTENCE = 4_000
_LONG_WORD = re.compile(rf"([^\s`]{{{_LONGEST_WORD}}})[^\s`]+")


def _bounded(words: str) -> str:
    """Return a sentence in which nothing that was taken from a file is without end."""
    words = _LONG_WORD.sub(r"\1…", words)
    return words if len(words) <= _LONGEST_SENTENCE else words[:_LONGEST_SENTENCE] + "…"


@frozen
class Pointer:
    """A place in a file with the words that are shown under it.

    Examples:
        >>> from imaging_rules import checks
        >>> (found,) = checks("guidelne ankle")
        >>> found.at.place.line, found.at.place.column
        (1, 1)
    """

    source: SourceText
    span: Span
    label: str = field(default="", converter=_bounded)

    @property
    def place(self) -> Place:
        """The line and column at which the place begins."""
        return self.source.place(self.span.start)


@frozen
class Edit:
    """A stretch of a file's text, and what is to stand there instead.

    Examples:
        >>> from imaging_rules import checks
        >>> (found,) = checks("guidelne ankle")
        >>> found.fix
        (Edit(span=Span(start=0, end=8), text='guideline'),)
    """

    span: Span
    text: str


@frozen
class Diagnostic:
    """A problem in a guideline file.

    ``message`` is a sentence in the words of the language, ``at`` where the problem is,
    ``also`` other places that belong to it, and ``help`` what to write instead. ``fix`` are the
    edits, in order and apart from each other, that mend it all at once, in the file that ``at``
    points to. There are some only where the author cannot have meant anything else.

    Examples:
        >>> from imaging_rules import checks
        >>> (found,) = checks("guidelne ankle")
        >>> found.code, found.is_error
        ('E101', True)
        >>> found.message
        '`guidelne` begins no block of the language'
    """

    code: str
    message: str = field(converter=_bounded)
    at: Pointer
    also: tuple[Pointer, ...] = ()
    help: str = field(default="", converter=_bounded)
    fix: tuple[Edit, ...] = ()

    @property
    def kind(self) -> DiagnosticKind:
        """What the catalogue says of the code."""
        return CATALOGUE[self.code]

    @property
    def is_error(self) -> bool:
        """Whether the problem keeps the file from loading."""
        return self.kind.is_error

    @property
    def sentences(self) -> str:
        """What is said without showing the place: a line each for what is wrong and how to mend."""
        return "\n".join(filter(None, (self.message, self.at.label, self.help)))

    @property
    def order(self) -> tuple[str, int, str]:
        """The key by which messages are sorted: by file and place, then by code."""
        return (self.at.source.name, self.at.span.start, self.code)
