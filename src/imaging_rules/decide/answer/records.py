"""The parts of a decision, each a plain immutable record.

What tells a value of the patient, directly or by what it would have to be, is held hidden: it is
read by its name, and nothing that prints objects shows it.
"""

from typing import Annotated, Any, TypeAlias, get_args

from attrs import Attribute, field, frozen

from imaging_rules.decide.answer.values import AnswerType, Values, Wait
from imaging_rules.decide.read.known import HowKnown
from imaging_rules.errors import Kind
from imaging_rules.model.notes import CLAUSE, Citation
from imaging_rules.model.rules import DecidingRule, RuleTexts
from imaging_rules.values.hidden import Hidden, hidden
from imaging_rules.values.json_schema import Keywords
from imaging_rules.values.recommendation import Recommendation, StudyRecommendation

Levels: TypeAlias = tuple[Recommendation, ...]
StudyLevels: TypeAlias = tuple[StudyRecommendation, ...]

RuleKind: TypeAlias = Annotated[
    str, Keywords({"enum": [rule.kind for rule in get_args(DecidingRule)]})
]
"""The kind of a rule that can decide, as the language writes it."""


def _texts_last(_: type, found: "list[Attribute[Any]]") -> "list[Attribute[Any]]":
    """Return the fields of a record, those that hold texts of clauses last."""
    return sorted(found, key=lambda each: CLAUSE in each.metadata)


@frozen
class RuleFact:
    """A known fact that makes a rule hold, or keeps it from holding, with its value in words.

    ``known`` says how it is known: stated, screened or assumed; ``values`` is for programs.

    Examples:
        >>> from imaging_rules import evaluate
        >>> stated = {"age": 42, "red_flags": "none", "conservative_care": "3 weeks"}
        >>> decision = evaluate({**stated, "meaningful_improvement": False})
        >>> fact = decision.blocked[0].by[0]
        >>> fact.value, fact.known
        ('no', 'screened')
    """

    fact: str
    _value: Hidden[str] = field(converter=hidden, repr=False)
    known: HowKnown
    _values: Hidden[Values] = field(converter=hidden, repr=False)

    @property
    def value(self) -> str:
        """The value of the fact, in words."""
        return self._value.value

    @property
    def values(self) -> Values:
        """All that the fact can be."""
        return self._values.value


@frozen(kw_only=True, field_transformer=_texts_last)
class Reason(RuleTexts):
    """A rule that holds, whatever the open facts turn out to be.

    ``decisive``: for some of the open facts' values, it gives the level of the decision or a study.

    ``by`` holds known facts that by themselves make it hold, none of which could be left out: what
    was stated is named before what a screen has set or what is assumed, and an earlier fact of the
    file before a later one. ``other_ways`` is how many other such sets of facts there are; ``None``
    where they are too many to be counted.

    Examples:
        >>> from imaging_rules import evaluate
        >>> decision = evaluate({"age": 42, "fever_or_chills": True})
        >>> reason = decision.reasons[0]
        >>> reason.title
        'Fever or chills with back pain'
        >>> [(each.fact, each.value) for each in reason.by], reason.other_ways
        ([('fever_or_chills', 'yes')], 0)
    """

    rule: str
    kind: RuleKind
    title: str
    decisive: bool
    by: tuple[RuleFact, ...]
    other_ways: int | None
    because: tuple[str, ...]
    citations: tuple[Citation, ...]
    assumes: tuple[str, ...]
    editorial: tuple[str, ...]


@frozen
class UsedDefinition:
    """A definition, a choice or a score that says where it comes from, and is rested on.

    ``rule`` names the first of the reasons, or else of the contradictions found, that rests on
    it, also through other definitions; it is empty where ``applies when`` does, out of scope.

    Examples:
        >>> from imaging_rules import load
        >>> facts = {"age": 35, "symptom_duration": "3 days", "nass_red_flags": "none"}
        >>> [each.name for each in load("nass").evaluate(facts).definitions]
        ['red_flag_present']
    """

    name: str
    rule: str
    title: str
    because: tuple[str, ...]
    citations: tuple[Citation, ...]
    assumes: tuple[str, ...]
    editorial: tuple[str, ...]


@frozen
class OpenRule:
    """A rule that may still hold, and the open facts on which that depends.

    Examples:
        >>> from imaging_rules import evaluate
        >>> decision = evaluate({"age": 42, "fever_or_chills": True})
        >>> decision.open_rules[0].rule, decision.open_rules[0].facts
        ('bowel_or_bladder_loss', ('bowel_or_bladder_loss',))
    """

    rule: str
    kind: RuleKind
    title: str
    facts: tuple[str, ...]


@frozen
class BlockedRule:
    """A rule that does not hold, and facts that by themselves keep it from holding.

    Examples:
        >>> from imaging_rules import evaluate
        >>> stated = {"age": 42, "red_flags": "none", "conservative_care": "3 weeks"}
        >>> decision = evaluate({**stated, "meaningful_improvement": False})
        >>> decision.blocked[0].rule, decision.blocked[0].by[0].fact
        ('bowel_or_bladder_loss', 'bowel_or_bladder_loss')
    """

    rule: str
    kind: RuleKind
    title: str
    by: tuple[RuleFact, ...]


@frozen(slots=False)
class Missing:
    """A fact to ask for, or (``to_check``) to check because it is part of a contradiction.

    ``answer`` says how it is answered: its values, or its range and unit. ``could_become`` holds
    the levels between which the fact can turn the decision; it is empty where only a study hangs
    on it. ``asked`` says that it was stated, as unknown, in part, or against another answer:
    asking again would help only if the answer can now be another one. ``screens`` names the
    screens, not yet answered, that ask for it together with other facts that are missing: with
    the answer none, one question takes the place of several. ``before`` names the studies before
    which it must be known; it is empty but for a fact on which precautions hang, and nothing else.

    Examples:
        >>> from imaging_rules import evaluate
        >>> decision = evaluate({"age": 42, "fever_or_chills": True})
        >>> missing = decision.missing[0]
        >>> missing.ask
        'Has control of the bladder or the bowel been lost?'
        >>> missing.answer.type, [level.name for level in missing.could_become]
        ('yes or no', ['IMAGE_URGENTLY', 'IMAGE_IMMEDIATELY'])
    """

    fact: str
    ask: str
    explain: str
    answer: AnswerType
    could_become: Levels
    to_check: bool
    asked: bool
    screens: tuple[str, ...]
    before: tuple[str, ...] = ()


@frozen
class Later:
    """A fact that is needed and may not be asked for yet.

    ``opened_by`` names the open facts on which it hangs whether it may be asked for. ``before`` is
    as in `Missing`.

    Examples:
        >>> from imaging_rules import evaluate
        >>> later = evaluate({}, "canadian_c_spine").later[0]
        >>> later.fact, later.opened_by
        ('pushed_into_oncoming_traffic', ('rear_end_collision',))
    """

    fact: str
    ask: str
    explain: str
    could_become: Levels
    opened_by: tuple[str, ...]
    before: tuple[str, ...] = ()


@frozen
class Change:
    """A fact whose change alone would change the recommendation.

    ``value`` is what it is now and ``to`` what it would have to be, in words. ``when`` is the
    time until it is so by waiting, empty for a fact that does not run on with time. ``values``,
    ``to_values`` and ``wait`` are the same for programs.

    Examples:
        >>> from imaging_rules import evaluate
        >>> stated = {"age": 42, "red_flags": "none", "conservative_care": "3 weeks"}
        >>> decision = evaluate({**stated, "meaningful_improvement": False})
        >>> change = decision.changes[10]
        >>> change.fact, change.to, change.becomes.name, change.when
        ('conservative_care', 'at least 6 weeks', 'IMAGE', '3 weeks')
    """

    fact: str
    _value: Hidden[str] = field(converter=hidden, repr=False)
    _to: Hidden[str] = field(converter=hidden, repr=False)
    becomes: Recommendation
    _when: Hidden[str] = field(converter=hidden, repr=False)
    _values: Hidden[Values] = field(converter=hidden, repr=False)
    _to_values: Hidden[Values] = field(converter=hidden, repr=False)
    _wait: Hidden[Wait | None] = field(converter=hidden, repr=False)

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

    @property
    def values(self) -> Values:
        """What the fact can be now."""
        return self._values.value

    @property
    def to_values(self) -> Values:
        """What it would have to be one of."""
        return self._to_values.value

    @property
    def wait(self) -> Wait | None:
        """The time until it is so by waiting, if it is by waiting."""
        return self._wait.value


@frozen
class Review:
    """The time after which waiting alone changes the recommendation, and to what.

    ``contradictions`` names those that waiting brings about by then: durations that run on come to
    contradict what else is known, which has to be asked anew. ``after`` is the time in words, and
    ``wait`` the same for programs.

    Examples:
        >>> from imaging_rules import evaluate
        >>> stated = {"age": 42, "red_flags": "none", "conservative_care": "3 weeks"}
        >>> decision = evaluate({**stated, "meaningful_improvement": False})
        >>> review = decision.review_after
        >>> review.after, review.wait.earliest.days, review.becomes.name
        ('1 week', 7, 'CONSIDER')
    """

    _after: Hidden[str] = field(converter=hidden, repr=False)
    becomes: Recommendation
    contradictions: tuple[str, ...]
    _wait: Hidden[Wait] = field(converter=hidden, repr=False)

    @property
    def after(self) -> str:
        """The time, in words."""
        return self._after.value

    @property
    def wait(self) -> Wait:
        """The time."""
        return self._wait.value


@frozen
class Assumed:
    """A fact that was not stated and is assumed.

    ``could_become`` holds the levels to which another value could lead instead;
    ``changes_study`` says whether another value could change what is said of a study. Both are of
    the fact by itself. ``matters`` says whether another value could change anything, by itself or
    together with other values of other assumed facts: see `Decision.assumed_together`.

    Examples:
        >>> from imaging_rules import evaluate
        >>> stated = {"age": 42, "red_flags": "none", "conservative_care": "3 weeks"}
        >>> decision = evaluate({**stated, "meaningful_improvement": False})
        >>> decision.assumed[0].fact, decision.assumed[0].value
        ('procedure_considered', 'no')
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

    Examples:
        >>> from imaging_rules import evaluate
        >>> found = evaluate({"age": 42}).assumed_together[0]
        >>> found.facts, [level.name for level in found.could_become]
        (('osteoporosis', 'older_adult'), ['CONSIDER'])
    """

    facts: Annotated[tuple[str, ...], Keywords({"minItems": 1})]
    could_become: Levels
    changes_study: bool
    exact: bool = True


@frozen
class Stated:
    """A fact or a screen that was stated, with its value in words.

    ``values`` is all that a fact can be by that, for programs: of one that is unknown everything.
    Of a screen it is ``("none",)``, or nothing where its answer is unknown.

    Examples:
        >>> from imaging_rules import evaluate
        >>> stated = {"age": 42, "red_flags": "none", "conservative_care": "3 weeks"}
        >>> decision = evaluate({**stated, "meaningful_improvement": False})
        >>> [(each.fact, each.value) for each in decision.stated][:2]
        [('age', '42 years'), ('conservative_care', '3 weeks')]
    """

    fact: str
    _value: Hidden[str] = field(converter=hidden, repr=False)
    _values: Hidden[Values] = field(converter=hidden, repr=False)

    @property
    def value(self) -> str:
        """What was stated, in words."""
        return self._value.value

    @property
    def values(self) -> Values:
        """What the fact can be."""
        return self._values.value


@frozen
class Screened:
    """A fact that an answered screen has set, with its value in words.

    Examples:
        >>> from imaging_rules import evaluate
        >>> stated = {"age": 42, "red_flags": "none", "conservative_care": "3 weeks"}
        >>> decision = evaluate({**stated, "meaningful_improvement": False})
        >>> decision.screened[0].fact, decision.screened[0].value, decision.screened[0].screen
        ('bowel_or_bladder_loss', 'no', 'red_flags')
    """

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

    ``kind`` is as in a `FactsError`, ``problem`` is the sentence; neither has what was given.

    Examples:
        >>> from imaging_rules import evaluate
        >>> decision = evaluate({"age": "old"}, mistakes="unknown")
        >>> decision.refused[0].fact, decision.refused[0].kind
        ('age', 'not_a_number')
    """

    fact: str
    kind: Kind
    problem: str


@frozen
class FoundContradiction:
    """Facts that cannot all be true: by a rule, or a screen answered against a stated fact.

    Examples:
        >>> from imaging_rules import evaluate
        >>> decision = evaluate({"conservative_care": 7, "symptom_duration": 2})
        >>> decision.contradictions[0].facts
        ('conservative_care', 'symptom_duration')
    """

    name: str
    title: str
    facts: tuple[str, ...]
    because: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    assumes: tuple[str, ...] = ()
    editorial: tuple[str, ...] = ()
