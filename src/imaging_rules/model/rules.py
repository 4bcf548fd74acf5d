"""The rules of a guideline, each with its condition and what it says."""

from fractions import Fraction
from typing import TypeAlias

from attrs import field, frozen

from imaging_rules.model.conditions import ALWAYS, NEVER, Condition
from imaging_rules.model.notes import NO_NOTES, Notes
from imaging_rules.text import Span
from imaging_rules.values.recommendation import Recommendation


def _span() -> Span:
    """Return the field that holds where a rule was written."""
    span: Span = field(eq=False, repr=False, default=Span(0, 0))
    return span


@frozen
class Says:
    """A level that is recommended, and the studies it is recommended of."""

    level: Recommendation
    studies: tuple[str, ...]


@frozen(kw_only=True)
class RedFlag:
    """A sign that calls for imaging whoever the patient is."""

    name: str
    when: Condition
    says: Says
    suspect: str = ""
    timing: str = ""
    question: str = ""
    notes: Notes = NO_NOTES
    span: Span = _span()


@frozen(kw_only=True)
class Indication:
    """Recommends on its own; ``against`` names studies that it advises against."""

    name: str
    when: Condition
    says: tuple[Says, ...] = ()
    against: tuple[str, ...] = ()
    suspect: str = ""
    timing: str = ""
    question: str = ""
    remarks: tuple[str, ...] = ()
    notes: Notes = NO_NOTES
    span: Span = _span()


@frozen(kw_only=True)
class NotIndicated:
    """Says on its own that imaging is not needed, or not yet."""

    name: str
    when: Condition
    level: Recommendation
    suspect: str = ""
    timing: str = ""
    question: str = ""
    notes: Notes = NO_NOTES
    span: Span = _span()


@frozen(kw_only=True)
class WaitingPeriod:
    """The time threshold: from ``first`` consider, from ``last`` what ``then`` says.

    Both are in the unit of ``fact``.
    """

    name: str
    fact: str
    first: Fraction
    last: Fraction
    then: Says
    when: Condition = ALWAYS
    without: Condition = NEVER
    suspect: str = ""
    timing: str = ""
    question: str = ""
    notes: Notes = NO_NOTES
    span: Span = _span()


@frozen(kw_only=True)
class Limit:
    """Caps everything but red flags; never speaks by itself."""

    name: str
    when: Condition
    level: Recommendation
    notes: Notes = NO_NOTES
    span: Span = _span()


@frozen(kw_only=True)
class SpecialCase:
    """Recommends as an indication does, replaces studies, and adds remarks.

    ``replaces`` maps a study to the one used instead; ``overrides`` names special cases that
    replace nothing while this one holds.
    """

    name: str
    when: Condition
    says: tuple[Says, ...] = ()
    replaces: tuple[tuple[str, str], ...] = ()
    overrides: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    suspect: str = ""
    timing: str = ""
    question: str = ""
    notes: Notes = NO_NOTES
    span: Span = _span()


@frozen(kw_only=True)
class Contradiction:
    """Facts that cannot both be true."""

    name: str
    when: Condition
    notes: Notes = NO_NOTES
    span: Span = _span()


Rule: TypeAlias = (
    RedFlag | Indication | NotIndicated | WaitingPeriod | Limit | SpecialCase | Contradiction
)

KINDS = {
    RedFlag: "red flag",
    Indication: "indication",
    NotIndicated: "not indicated",
    WaitingPeriod: "waiting period",
    Limit: "limit",
    SpecialCase: "special case",
    Contradiction: "contradiction",
}


@frozen
class Advice:
    """Information for the reader, shown with some levels; it decides nothing."""

    name: str
    topic: str
    levels: tuple[Recommendation, ...]
    texts: tuple[str, ...]
    notes: Notes = NO_NOTES
    span: Span = _span()


@frozen
class Example:
    """A case with its decision. ``given`` holds facts as a caller would state them."""

    title: str
    given: tuple[tuple[str, object], ...]
    levels: tuple[Recommendation, ...]
    studies: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    asking: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    span: Span = _span()
