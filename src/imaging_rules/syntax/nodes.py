"""What was written: the blocks, clauses and conditions of a file, each with its place."""

from fractions import Fraction
from typing import TypeAlias

from attrs import field, frozen

from imaging_rules.text import Span


def _span() -> Span:
    """Return the field that holds where a node was written."""
    span: Span = field(eq=False, repr=False, kw_only=True, default=Span(0, 0))
    return span


# --- words and values -----------------------------------------------------------------------


@frozen
class Name:
    """A name, a value, a unit or another single word."""

    text: str
    span: Span = _span()


@frozen
class Text:
    """A text in quotes; a line break with its indentation counts as one space."""

    text: str
    span: Span = _span()


@frozen
class Number:
    """A number, exact, with the digits it was written with."""

    value: Fraction
    written: str
    span: Span = _span()


@frozen
class Quantity:
    """A number with its unit, where one was written."""

    number: Number
    unit: Name | None = None
    span: Span = _span()


@frozen
class Date:
    """A date as written, year first."""

    text: str
    span: Span = _span()


Value: TypeAlias = Name | Quantity


# --- conditions -----------------------------------------------------------------------------


@frozen
class Named:
    """A yes/no fact or a defined condition, by its name."""

    name: Name
    span: Span = _span()
    depth: int = field(default=1, eq=False, repr=False)


@frozen
class Is:
    """``FACT is [not] VALUE`` or ``FACT is [not] one of (VALUE, ...)``."""

    name: Name
    values: tuple[Value, ...]
    negated: bool = False
    span: Span = _span()
    depth: int = field(default=1, eq=False, repr=False)


@frozen
class Compared:
    """``FACT over QUANTITY`` and its like; in a contradiction also with another fact."""

    name: Name
    operator: str
    bound: Quantity | Name
    span: Span = _span()
    depth: int = field(default=1, eq=False, repr=False)


@frozen
class Not:
    """``not E``."""

    part: "Condition"
    span: Span = _span()
    depth: int = field(default=1, eq=False, repr=False)


@frozen
class Joined:
    """``E and E ...`` or ``E or E ...``; ``word`` says which."""

    word: str
    parts: "tuple[Condition, ...]"
    span: Span = _span()
    depth: int = field(default=1, eq=False, repr=False)


@frozen
class Brackets:
    """``(E)``, kept because a reader sees them."""

    part: "Condition"
    span: Span = _span()
    depth: int = field(default=1, eq=False, repr=False)


@frozen
class Counted:
    """``any of``, ``all of``, ``none of`` or ``at least N of`` several conditions."""

    word: str
    parts: "tuple[Condition, ...]"
    count: Number | None = None
    span: Span = _span()
    depth: int = field(default=1, eq=False, repr=False)


@frozen
class TooDeep:
    """What stands for a condition nested beyond the limit."""

    span: Span = _span()
    depth: int = field(default=1, eq=False, repr=False)


Condition: TypeAlias = Named | Is | Compared | Not | Joined | Brackets | Counted | TooDeep


# --- clauses --------------------------------------------------------------------------------


@frozen
class TextClause:
    """A clause that holds one text: ``title``, ``ask``, ``because``, ``question``, ..."""

    keyword: str
    text: Text
    span: Span = _span()


@frozen
class Timing:
    """``timing within A UNIT`` or ``timing in [A to] B UNIT``, and a text that may follow."""

    word: str
    first: Quantity | None
    last: Quantity
    text: Text | None = None
    span: Span = _span()


@frozen
class WordClause:
    """A clause that holds one word: ``status active``, ``topic care``."""

    keyword: str
    word: Name
    span: Span = _span()


@frozen
class DateClause:
    """``published``, ``updated`` or ``review by`` with a date, or a text where none is known."""

    keyword: str
    date: Date | Text
    span: Span = _span()


@frozen
class Language:
    """``language N``: the version of the language that the file is written in."""

    number: Number
    span: Span = _span()


@frozen
class ConditionClause:
    """A clause that holds a condition: ``when``, ``without``, ``applies when``, ``as``."""

    keyword: str
    condition: Condition
    span: Span = _span()


@frozen
class Cite:
    """``cite SOURCE [STATEMENT, ...] ["section"] [quote "..."]``."""

    source: Name
    statements: tuple[Name, ...] = ()
    section: Text | None = None
    quote: Text | None = None
    span: Span = _span()


@frozen
class LeavesOut:
    """``leaves out STATEMENT, ... because "..."``."""

    statements: tuple[Name, ...]
    because: Text
    span: Span = _span()


@frozen
class LevelClause:
    """``otherwise``, ``hold at`` or nothing before a level that is said of imaging as a whole."""

    keyword: str
    level: Name
    span: Span = _span()


@frozen
class Recommend:
    """``image [...] with S or S`` or ``consider S or S``; after ``then`` in a waiting period."""

    keyword: str
    level: Name
    studies: tuple[Name, ...]
    span: Span = _span()


@frozen
class Lasts:
    """``lasts [A to] B UNIT of FACT``."""

    first: Quantity | None
    last: Quantity
    fact: Name
    span: Span = _span()


@frozen
class Instead:
    """``instead of S or S use T``."""

    studies: tuple[Name, ...]
    use: Name
    span: Span = _span()


@frozen
class NamesClause:
    """A clause that lists names: ``overrides``, ``rules out``, ``before``, ``for LEVEL, ...``.

    With ``or`` between them: ``do not image with S or S``; of ``with all others`` it names none.
    """

    keyword: str
    names: tuple[Name, ...]
    span: Span = _span()


@frozen
class YesNo:
    """The type ``yes or no``."""

    span: Span = _span()


@frozen
class Numeric:
    """The type ``[whole] number [in UNIT] from A to B``."""

    whole: bool
    unit: Name | None
    low: Number
    high: Number
    span: Span = _span()


@frozen
class OneOf:
    """The type ``one of VALUE, VALUE, ...``."""

    values: tuple[Name, ...]
    span: Span = _span()


@frozen
class Assume:
    """``if not stated assume VALUE``."""

    value: Value
    span: Span = _span()


@frozen
class Fits:
    """``first V when E`` or ``then V when E``: the value of a choice where the condition holds."""

    keyword: str
    value: Name
    condition: Condition
    span: Span = _span()


@frozen
class Points:
    """``add N points when E`` or ``take N points when E``, in a score."""

    keyword: str
    points: Quantity
    condition: Condition
    span: Span = _span()


@frozen
class Covered:
    """One fact that a screen covers, with the value that ``none`` gives it (no, if not said)."""

    fact: Name
    value: Value | None = None
    span: Span = _span()


@frozen
class Covers:
    """``covers FACT, FACT is VALUE, ...``."""

    items: tuple[Covered, ...]
    span: Span = _span()


@frozen
class GivenYesNo:
    """``FACT`` or ``not FACT`` among the facts of an example."""

    fact: Name
    value: bool
    span: Span = _span()


@frozen
class GivenIs:
    """``FACT is VALUE``, ``FACT is one of (...)``, ``FACT is unknown`` or ``SCREEN is none``.

    No values at all means ``unknown``.
    """

    fact: Name
    values: tuple[Value, ...]
    span: Span = _span()


@frozen
class GivenRange:
    """``FACT between A and B UNIT``, or with one or two ends: ``FACT under B UNIT``."""

    fact: Name
    ends: tuple[tuple[str, Quantity], ...]
    span: Span = _span()


@frozen
class EverythingElseNo:
    """``everything else is no``."""

    span: Span = _span()


GivenItem: TypeAlias = GivenYesNo | GivenIs | GivenRange | EverythingElseNo


@frozen
class Given:
    """``given ITEM, ...`` of an example."""

    items: tuple[GivenItem, ...]
    span: Span = _span()


@frozen
class Expect:
    """``expect LEVEL [or LEVEL] [with S or S] [because RULE, ...] [asking FACT, ...]``.

    After ``later`` it names facts that must wait, and after a ``with`` of its own what scores and
    choices come to.
    """

    levels: tuple[Name, ...]
    studies: tuple[Name, ...] = ()
    because: tuple[Name, ...] = ()
    asking: tuple[Name, ...] = ()
    later: tuple[Name, ...] = ()
    come_to: tuple[GivenIs | GivenRange, ...] = ()
    span: Span = _span()


Clause: TypeAlias = (
    TextClause
    | Timing
    | WordClause
    | DateClause
    | Language
    | ConditionClause
    | Cite
    | LeavesOut
    | LevelClause
    | Recommend
    | Lasts
    | Instead
    | NamesClause
    | YesNo
    | Numeric
    | OneOf
    | Assume
    | Fits
    | Points
    | Covers
    | Given
    | Expect
)


# --- blocks and files -----------------------------------------------------------------------


@frozen
class Block:
    """A block: its keyword, the name (of an example: the text) after it, and its clauses.

    It is not ``whole`` where some of what was written in it could not be read. ``vocabulary``
    names the one that it comes from, where it does not stand in the file itself.
    """

    keyword: str
    name: Name | Text
    clauses: tuple[Clause, ...]
    span: Span = _span()
    whole: bool = field(default=True, kw_only=True)
    vocabulary: str = field(default="", kw_only=True)


@frozen
class Use(Block):
    """``use NAME, ... from VOCABULARY``: ``name`` is the vocabulary's; ``all`` names nothing."""

    names: tuple[Name, ...] = field(default=(), kw_only=True)


@frozen
class Comment:
    """A comment, from its ``#`` to the end of the line, kept for the formatter."""

    text: str
    span: Span = _span()


@frozen
class File:
    """A whole file: its blocks in order, and its comments.

    ``broken`` holds the keyword and name of each block that could not be read at all; the keyword
    is empty where it is not known either.
    """

    blocks: tuple[Block, ...]
    comments: tuple[Comment, ...] = field(default=(), eq=False)
    broken: tuple[tuple[str, str], ...] = ()
