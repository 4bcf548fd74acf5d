"""What a block says to its reader: the source, the encoder and the editor kept apart."""

from attrs import field, frozen

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

    title: str = ""
    citations: tuple[Citation, ...] = ()
    because: tuple[str, ...] = ()
    assumes: tuple[str, ...] = ()
    editorial: tuple[str, ...] = ()

    @property
    def accounted(self) -> bool:
        """Whether it is said where the block comes from."""
        return bool(self.citations or self.assumes or self.editorial)


NO_NOTES = Notes()


@frozen
class Source:
    """Where statements come from. ``left_out`` holds statement numbers with the reason.

    ``vocabulary`` names the one that it comes from, if any.
    """

    name: str
    publisher: str = ""
    author: str = ""
    published: str = ""
    updated: str = ""
    url: str = ""
    doi: str = ""
    kind: str = ""
    interest: str = ""
    statements: tuple[SourceStatement, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    vocabulary: str = ""
    notes: Notes = NO_NOTES
    span: Span = field(eq=False, repr=False, default=Span(0, 0))
