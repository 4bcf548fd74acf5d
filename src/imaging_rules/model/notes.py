"""What a block says to its reader: the source, the encoder and the editor kept apart."""

from attrs import field, frozen

from imaging_rules.model.texts import text, texts
from imaging_rules.text import Span


@frozen
class SourceStatement:
    """One numbered statement of a source.

    Examples:
        >>> from imaging_rules import evaluate
        >>> decision = evaluate({"age": 42, "fever_or_chills": True})
        >>> decision.reasons[0].citations[0].statements[0].quote
        "If you're experiencing any of the following, see a doctor promptly"
    """

    id: str
    line: int | None = None
    section: str = ""
    quote: str = ""
    gloss: str = ""


@frozen
class Citation:
    """A reference to a source: its statements, or a section of it, with a short quote.

    Examples:
        >>> from imaging_rules import evaluate
        >>> decision = evaluate({"age": 42, "fever_or_chills": True})
        >>> citation = decision.reasons[0].citations[0]
        >>> citation.source, [each.id for each in citation.statements]
        ('livafortis', ['S23', 'S24', 'S28', 'S35', 'S91', 'S107'])
    """

    source: str
    statements: tuple[SourceStatement, ...] = ()
    section: str = ""
    quote: str = ""
    span: Span = field(eq=False, repr=False, default=Span(0, 0))


@frozen
class Notes:
    """The clauses that every block may carry."""

    title: str = text()
    citations: tuple[Citation, ...] = ()
    because: tuple[str, ...] = texts()
    assumes: tuple[str, ...] = texts()
    editorial: tuple[str, ...] = texts()

    @property
    def accounted(self) -> bool:
        """Whether it is said where the block comes from."""
        return bool(self.citations or self.assumes or self.editorial)


NO_NOTES = Notes()


@frozen(kw_only=True)
class SourceTexts:
    """What a source says of itself to the reader, beside its notes and its dates."""

    publisher: str = text()
    author: str = text()
    url: str = text()
    doi: str = text()
    kind: str = text()
    interest: str = text()


@frozen(kw_only=True)
class Source(SourceTexts):
    """Where statements come from. ``left_out`` holds statement numbers with the reason.

    ``vocabulary`` names the one that it comes from, if any.
    """

    name: str
    published: str = ""
    updated: str = ""
    statements: tuple[SourceStatement, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    vocabulary: str = ""
    notes: Notes = NO_NOTES
    span: Span = field(eq=False, repr=False, default=Span(0, 0))
