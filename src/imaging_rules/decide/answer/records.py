"""The parts of a decision, each a plain immutable record.

What tells a value of the patient, directly or by what it would have to be, is held hidden: it is
read by its name, and nothing that prints objects shows it.
"""

from typing import Annotated, TypeAlias

from attrs import field, frozen

from imaging_rules.decide.read.known import HowKnown
from imaging_rules.errors import Kind
from imaging_rules.model.notes import Citation, Source
from imaging_rules.model.rules import KINDS, Contradiction
from imaging_rules.values.hidden import Hidden, hidden
from imaging_rules.values.json_schema import Keywords
from imaging_rules.values.recommendation import Recommendation, StudyRecommendation

Levels: TypeAlias = tuple[Recommendation, ...]
StudyLevels: TypeAlias = tuple[StudyRecommendation, ...]

RuleKind: TypeAlias = Annotated[
    str,
    Keywords({"enum": [kind for kind in KINDS if kind != Contradiction.kind]}),
]
"""The kind of a rule that is no contradiction, as the language writes it."""


@frozen
class StudyDecision:
    """What is said of one study.

    ``recommendation`` is ``NOT_NAMED`` where nothing is said of it. ``possible`` holds all that
    the open facts leave possible, lowest first.
    """

    name: str
    title: str
    recommendation: StudyRecommendation
    possible: StudyLevels


@frozen
class Reason:
    """A rule that holds, whatever the open facts turn out to be.

    ``decisive`` says whether what it says reaches the decision's level or a study's level, for
    some way in which the open facts may turn out.
    """

    rule: str
    kind: RuleKind
    title: str
    decisive: bool
    question: str
    suspect: str
    timing: str
    because: tuple[str, ...]
    citations: tuple[Citation, ...]
    assumes: tuple[str, ...]
    editorial: tuple[str, ...]


@frozen
class OpenRule:
    """A rule that may still hold, and the open facts on which that depends."""

    rule: str
    kind: RuleKind
    title: str
    facts: tuple[str, ...]


@frozen
class BlockingFact:
    """A fact that keeps a rule from holding, with its value in words.

    ``known`` says how it is known: stated, screened or assumed.
    """

    fact: str
    _value: Hidden[str] = field(converter=hidden, repr=False)
    known: HowKnown

    @property
    def value(self) -> str:
        """The value of the fact, in words."""
        return self._value.value


@frozen
class BlockedRule:
    """A rule that does not hold, and facts that by themselves keep it from holding."""

    rule: str
    kind: RuleKind
    title: str
    by: tuple[BlockingFact, ...]


@frozen(slots=False)
class Missing:
    """A fact to ask for, or (``to_check``) to check because it is part of a contradiction.

    ``could_become`` holds the levels between which the fact can turn the decision; it is empty
    where only a study hangs on it. ``asked`` says that it was stated, as unknown, in part, or
    against another answer: asking again would help only if the answer can now be another one.
    ``screens`` names the screens, not yet answered, that ask for it together with other facts
    that are missing: with the answer none, one question takes the place of several.
    """

    fact: str
    ask: str
    explain: str
    could_become: Levels
    to_check: bool
    asked: bool
    screens: tuple[str, ...]


@frozen
class Later:
    """A fact that is needed and may not be asked for yet.

    ``opened_by`` names the open facts on which it hangs whether it may be asked for.
    """

    fact: str
    ask: str
    explain: str
    could_become: Levels
    opened_by: tuple[str, ...]


@frozen
class Change:
    """A fact whose change alone would change the recommendation.

    ``value`` is what it is now and ``to`` what it would have to be, in words. ``when`` is the
    time until it is so by waiting, empty for a fact that does not run on with time.
    """

    fact: str
    _value: Hidden[str] = field(converter=hidden, repr=False)
    _to: Hidden[str] = field(converter=hidden, repr=False)
    becomes: Recommendation
    _when: Hidden[str] = field(converter=hidden, repr=False)

    @property
    def value(self) -> str:
        """What the fact is now, in words."""
        return self._value.value

    @property
    def to(self) -> str:
        """What it would have to be, in words."""
        return self._to.value

    @property
    def when(self) -> str:
        """The time until it is so by waiting, or nothing."""
        return self._when.value


@frozen
class Review:
    """The time after which waiting alone changes the recommendation, and to what.

    ``contradictions`` names those that waiting brings about by then: durations that run on come to
    contradict what else is known, which has to be asked anew.
    """

    _after: Hidden[str] = field(converter=hidden, repr=False)
    becomes: Recommendation
    contradictions: tuple[str, ...] = ()

    @property
    def after(self) -> str:
        """The time, in words."""
        return self._after.value


@frozen
class Assumed:
    """A fact that was not stated and is assumed.

    ``could_become`` holds the levels to which another value could lead instead;
    ``changes_study`` says whether another value could change what is said of a study. Both are of
    the fact by itself. ``matters`` says whether another value could change anything, by itself or
    together with other values of other assumed facts: see `Decision.assumed_together`.
    """

    fact: str
    value: str
    could_become: Levels
    changes_study: bool
    matters: bool

    @property
    def by_itself(self) -> bool:
        """Whether another value of this fact alone could change anything."""
        return bool(self.could_become) or self.changes_study


@frozen
class AssumedTogether:
    """Assumed facts of which other values together could change what none of them could alone.

    ``could_become`` holds the levels to which other values of all of them could lead instead, and
    those of fewer of them could not; ``changes_study`` says the same of a study.

    ``exact`` is false for what is left over, where the sets of facts are too many to be worked
    out, or a fact only prevents what others bring about. Then each of the facts matters only
    where other assumed facts have other values too, and it can then decide between these levels.
    """

    facts: Annotated[tuple[str, ...], Keywords({"minItems": 1})]
    could_become: Levels
    changes_study: bool
    exact: bool = True


@frozen
class Screened:
    """A fact that an answered screen has set, with its value in words."""

    fact: str
    _value: Hidden[str] = field(converter=hidden, repr=False)
    screen: str

    @property
    def value(self) -> str:
        """The value that the screen has set, in words."""
        return self._value.value


@frozen
class Refused:
    """A fact that was given and could not be read, and so counts as unknown.

    ``kind`` says in which way, as in a `FactsError`, and ``problem`` is the sentence; what was
    given is in neither.
    """

    fact: str
    kind: Kind
    problem: str


@frozen
class FoundContradiction:
    """Facts that cannot all be true: by a rule, or a screen answered against a stated fact."""

    name: str
    title: str
    facts: tuple[str, ...]
    because: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    assumes: tuple[str, ...] = ()
    editorial: tuple[str, ...] = ()


@frozen
class Remark:
    """A remark of a rule that holds."""

    rule: str
    text: str
    citations: tuple[Citation, ...]
    assumes: tuple[str, ...]
    editorial: tuple[str, ...]


@frozen
class ShownAdvice:
    """Information for the reader that goes with the recommendation; it decides nothing."""

    name: str
    topic: str
    title: str
    texts: tuple[str, ...]
    citations: tuple[Citation, ...]
    assumes: tuple[str, ...]
    editorial: tuple[str, ...]


@frozen
class GuidelineInfo:
    """The guideline that a decision rests on.

    ``published`` is when it, or else its first source, was. ``sha256`` is the hash of its text,
    line ends made line feeds. ``notices`` says when it is a draft, retired, or past its review
    date, and ``marks`` the same in the words that stand before its title, such as ``DRAFT``.
    """

    name: str
    title: str
    version: str
    language: int
    status: str
    published: str
    sources: tuple[Source, ...]
    sha256: str
    marks: tuple[str, ...]
    notices: tuple[str, ...]
