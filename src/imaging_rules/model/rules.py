"""The rules of a guideline, each with its condition and what it says."""

from fractions import Fraction
from typing import ClassVar, TypeAlias, get_args

from attrs import field, frozen

from imaging_rules.model.conditions import ALWAYS, NEVER, All, Compares, Condition, Not
from imaging_rules.model.notes import NO_NOTES, Notes, text, texts, timed
from imaging_rules.text import Span
from imaging_rules.values.recommendation import Recommendation, StudyRecommendation
from imaging_rules.values.timing import Timing


def _span() -> Span:
    """Return the field that holds where a rule was written."""
    span: Span = field(eq=False, repr=False, default=Span(0, 0))
    return span


@frozen
class Says:
    """A level that is recommended, and the studies it is recommended of."""

    level: Recommendation
    studies: tuple[str, ...] = ()


@frozen(kw_only=True)
class RuleTexts:
    """What a rule says to its reader, beside its notes."""

    suspect: str = text()
    timing: Timing | None = timed()
    question: str = text()
    strength: str = text()
    evidence: str = text()


@frozen(kw_only=True)
class _Rule(RuleTexts):
    """What rules of every kind have.

    ``says`` holds all that a rule can say, before limits; one that says nothing by itself has none.
    ``against`` names studies that it advises against.
    """

    kind: ClassVar[str]
    in_scope_only: ClassVar[bool] = True

    name: str
    when: Condition
    says: tuple[Says, ...] = ()
    against: tuple[str, ...] = ()
    remarks: tuple[str, ...] = texts("remark")
    actions: tuple[str, ...] = texts("action")
    notes: Notes = NO_NOTES
    span: Span = _span()

    @property
    def condition(self) -> Condition:
        """When it holds, the scope aside: ``when`` with all else that it asks for."""
        return self.when

    @property
    def highest(self) -> Recommendation | StudyRecommendation:
        """The highest level that it can say, or ``NOT_NAMED`` where it says none."""
        levels = [each.level for each in self.says]
        return max(levels) if levels else StudyRecommendation.NOT_NAMED

    def can_say(self, level: Recommendation) -> bool:
        """Return whether it can say a level, or a higher one."""
        return any(each.level >= level for each in self.says)

    @property
    def studies(self) -> tuple[str, ...]:
        """The studies that it can recommend, each once."""
        return tuple(dict.fromkeys(study for says in self.says for study in says.studies))

    @property
    def recommends(self) -> bool:
        """Whether it can recommend a study."""
        return self.can_say(Recommendation.CONSIDER)


@frozen(kw_only=True)
class RedFlag(_Rule):
    """A sign that calls for imaging whoever the patient is."""

    kind: ClassVar[str] = "red flag"
    in_scope_only: ClassVar[bool] = False


@frozen(kw_only=True)
class Indication(_Rule):
    """Recommends on its own."""

    kind: ClassVar[str] = "indication"


@frozen(kw_only=True)
class NotIndicated(_Rule):
    """Says on its own that imaging is not needed, or not yet."""

    kind: ClassVar[str] = "not indicated"


@frozen(kw_only=True)
class WaitingPeriod(_Rule):
    """The time threshold: from ``first`` on consider, from ``last`` on what ``then`` says.

    Both are in the unit of ``fact``. So it says two things, one after the other.
    """

    kind: ClassVar[str] = "waiting period"

    fact: str
    first: Fraction
    last: Fraction
    when: Condition = ALWAYS
    without: Condition = NEVER

    @property
    def then(self) -> Says:
        """What it says in the end."""
        return self.says[-1]

    @property
    def condition(self) -> Condition:
        """When it holds, the scope aside: ``when``, after the time it lasts, not ``without``."""
        return All((self.when, Compares(self.fact, "at least", self.first), Not(self.without)))


@frozen(kw_only=True)
class Limit(_Rule):
    """Caps everything but red flags at ``level``; never speaks by itself."""

    kind: ClassVar[str] = "limit"
    in_scope_only: ClassVar[bool] = False

    level: Recommendation


@frozen(kw_only=True)
class SpecialCase(_Rule):
    """Recommends as an indication does, replaces studies, and adds remarks and actions.

    ``replaces`` maps a study to the one used instead, whatever the scope; ``overrides`` names
    special cases that replace nothing while this one holds.
    """

    kind: ClassVar[str] = "special case"
    in_scope_only: ClassVar[bool] = False

    replaces: tuple[tuple[str, str], ...] = ()
    overrides: tuple[str, ...] = ()


@frozen(kw_only=True)
class Contraindication(_Rule):
    """Studies that must not be done of a patient, whoever recommends them."""

    kind: ClassVar[str] = "contraindication"
    in_scope_only: ClassVar[bool] = False

    rules_out: tuple[str, ...]


@frozen(kw_only=True)
class Precaution(_Rule):
    """What must be known of a patient ``before`` some studies, and what is to be done then."""

    kind: ClassVar[str] = "precaution"
    in_scope_only: ClassVar[bool] = False

    before: tuple[str, ...]


@frozen(kw_only=True)
class Contradiction(_Rule):
    """Facts that cannot both be true."""

    kind: ClassVar[str] = "contradiction"


DecidingRule: TypeAlias = (
    RedFlag | Indication | NotIndicated | WaitingPeriod | Limit | SpecialCase | Contraindication
)
"""A rule that can decide.

A contradiction cannot: it says of answers that they disagree. Nor can a precaution: what is
recommended stays as it is.
"""

Rule: TypeAlias = DecidingRule | Precaution | Contradiction

KINDS = tuple(kind.kind for kind in get_args(Rule))
"""The keywords of the blocks that are rules."""


@frozen(kw_only=True)
class Advice:
    """Information for the reader, shown with some levels; it decides nothing."""

    name: str
    topic: str
    levels: tuple[Recommendation, ...]
    texts: tuple[str, ...] = texts("text")
    notes: Notes = NO_NOTES
    span: Span = _span()


@frozen
class Example:
    """A case with its decision. ``given`` holds facts as a caller would state them.

    ``scores`` holds the lowest and the highest that a score is expected to come to, and
    ``choices`` all that a choice may, in file order.
    """

    title: str
    given: tuple[tuple[str, object], ...]
    levels: tuple[Recommendation, ...]
    studies: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    asking: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    scores: tuple[tuple[str, tuple[Fraction, Fraction]], ...] = ()
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()
    span: Span = _span()
