"""What a block says to its reader: its texts; the source, the encoder and the editor apart."""

from functools import cache
from typing import Any

from attrs import field, fields, frozen

from imaging_rules.text import Span
from imaging_rules.values.timing import Timing

CLAUSE = "clause"
"""The key of the metadata of a field: the keyword of its clause, and whether that may repeat."""


@frozen
class TextField:
    """A field that holds a text, and the keyword of its clause; ``several`` if that may repeat."""

    name: str
    keyword: str
    several: bool


def text(keyword: str = "") -> str:
    """Return a field that holds the text of a clause; empty where the block does not have it.

    Args:
        keyword: The keyword of the clause, where it is not the name of the field.
    """
    made: str = field(default="", metadata={CLAUSE: (keyword, False)})
    return made


def texts(keyword: str = "") -> tuple[str, ...]:
    """Return a field that holds the texts of a clause that may be given several times.

    Args:
        keyword: The keyword of the clause, where it is not the name of the field.
    """
    made: tuple[str, ...] = field(default=(), metadata={CLAUSE: (keyword, True)})
    return made


def timed() -> Timing | None:
    """Return a field that holds the timing of a rule, which is a text or a time in numbers."""
    made: Timing | None = field(default=None, metadata={CLAUSE: ("", False)})
    return made


@cache
def text_fields(of: type) -> tuple[TextField, ...]:
    """Return the fields of a class that hold texts of clauses."""
    return tuple(
        TextField(each.name, keyword or each.name, several)
        for each in fields(of)
        for keyword, several in [each.metadata.get(CLAUSE, ("", None))]
        if several is not None
    )


def texts_of(block: object, shared: type) -> dict[str, Any]:
    """Return the texts of a block that another class has too, by the name of the field.

    Args:
        block: The block.
        shared: The class that both inherit from.
    """
    return {each.name: getattr(block, each.name) for each in text_fields(shared)}


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
