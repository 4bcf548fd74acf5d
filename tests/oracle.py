"""What a decision should be, by trying every completion: slow, plain, and apart from `diagram`.

Written from the language reference (sections "Meaning" and "Levels"). It takes the meaning of a
complete patient from `model.meaning`, and what a caller stated from `evaluate.statements`; all
else is worked out here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, pairwise, product
from math import ceil, floor, prod
from typing import Any

from attrs import define, field, frozen

from imaging_rules.evaluate.statements import statement
from imaging_rules.library.guideline import Guideline
from imaging_rules.model import meaning
from imaging_rules.model.conditions import (
    All,
    AtLeast,
    Compares,
    ComparesFacts,
    Condition,
    Defined,
    IsAmong,
    IsYes,
    Not,
)
from imaging_rules.model.facts import ChoiceType, Fact, NumberType, Value, YesNoType
from imaging_rules.model.guideline import Guideline as Model
from imaging_rules.model.rules import (
    Contradiction,
    Indication,
    Limit,
    RedFlag,
    Rule,
    SpecialCase,
    WaitingPeriod,
)
from imaging_rules.values.recommendation import Recommendation as R
from imaging_rules.values.regions import Interval
from imaging_rules.values.stated import Unknown

LOWEST_FIRST = (
    R.NOT_NAMED,
    R.OUT_OF_SCOPE,
    R.NO_GUIDANCE,
    R.DO_NOT_IMAGE,
    R.WAIT,
    R.CONSIDER,
    R.IMAGE,
    R.IMAGE_URGENTLY,
    R.IMAGE_IMMEDIATELY,
)
IMAGING = {R.IMAGE, R.IMAGE_URGENTLY, R.IMAGE_IMMEDIATELY}
FEW_WHOLE_NUMBERS = 30

Levels = tuple[R, ...]
Completion = tuple[Value, ...]


def in_order(levels: Iterable[R]) -> Levels:
    return tuple(sorted(set(levels), key=LOWEST_FIRST.index))


def rank(levels: Levels) -> int:
    """How high the highest of some levels is; 0 where there is none."""
    return 1 + max((LOWEST_FIRST.index(level) for level in levels), default=-1)


# --- what may be of each fact -----------------------------------------------------------------


@frozen
class Known:
    """What is known of a fact, and how: the values that stay possible."""

    how: str  # "stated", "screen", "assumed" or "open"
    values: tuple[Value, ...] = ()  # of yes/no facts and choices
    interval: Interval | None = None  # of numbers
    screen: str = ""


def known(guideline: Model, facts: Mapping[str, Any]) -> dict[str, Known]:
    """What is stated stands; then an answered screen; then what is assumed."""
    found = {}
    for fact in guideline.facts:
        given = facts.get(fact.name)
        if given is not None:
            found[fact.name] = of_statement(fact, statement(fact, given), "stated")
            continue
        by_screen = [
            (screen.name, value)
            for screen in guideline.screens
            if said_none(facts.get(screen.name))
            for name, value in screen.covers
            if name == fact.name
        ]
        if by_screen:
            screen, value = by_screen[-1]
            found[fact.name] = of_statement(fact, value, "screen", screen)
        elif fact.assumed is not None:
            found[fact.name] = of_statement(fact, fact.assumed, "assumed")
        else:
            found[fact.name] = of_statement(fact, Unknown(), "open")
    return found


def said_none(answer: object) -> bool:
    return isinstance(answer, str) and answer == "none"


def of_statement(fact: Fact, stated: object, how: str, screen: str = "") -> Known:
    match fact.type, stated:
        case NumberType(range), Unknown():
            return Known(how, (), range, screen)
        case NumberType(), Interval() as interval:
            return Known(how, (), interval, screen)
        case NumberType(), Fraction() as number:
            return Known(how, (), Interval(number, number), screen)
        case YesNoType(), Unknown():
            return Known(how, (False, True), None, screen)
        case ChoiceType(values), Unknown():
            return Known(how, values, None, screen)
        case ChoiceType(), tuple() as words:
            return Known(how, words, None, screen)
        case _, (bool() | str()) as value:
            return Known(how, (value,), None, screen)
    raise AssertionError((fact, stated))


def may_be(one: Known, value: Value) -> bool:
    if one.interval is None:
        return value in one.values
    assert isinstance(value, Fraction)
    return one.interval.low <= value <= one.interval.high


# --- which values matter ----------------------------------------------------------------------


def conditions(guideline: Model) -> Iterator[Condition]:
    yield guideline.header.applies
    for definition in guideline.definitions:
        yield definition.condition
    for rule in guideline.rules:
        yield rule.when
        if isinstance(rule, WaitingPeriod):
            yield rule.without
            yield Compares(rule.fact, "at least", rule.first)
            yield Compares(rule.fact, "at least", rule.last)


def parts(condition: Condition) -> Iterator[Condition]:
    """A condition and all that it is made of."""
    yield condition
    match condition:
        case Not(part):
            yield from parts(part)
        case All(inner) | AtLeast(_, inner):
            for part in inner:
                yield from parts(part)


def constants(guideline: Model) -> dict[str, set[Fraction]]:
    """For each number all values that the file compares it with."""
    found: dict[str, set[Fraction]] = {fact.name: set() for fact in guideline.facts}
    for condition in conditions(guideline):
        for part in parts(condition):
            match part:
                case Compares(fact, _, bound):
                    found[fact].add(bound)
                case IsAmong(fact, values):
                    found[fact] |= {value for value in values if isinstance(value, Fraction)}
    return found


def facts_in(guideline: Model, condition: Condition) -> set[str]:
    """The facts that a condition names, directly or through definitions."""
    named: set[str] = set()
    definitions: set[str] = set()
    pending = [condition]
    while pending:
        for part in parts(pending.pop()):
            match part:
                case IsYes(fact) | IsAmong(fact) | Compares(fact):
                    named.add(fact)
                case ComparesFacts(fact, _, other):
                    named |= {fact, other}
                case Defined(name) if name not in definitions:
                    definitions.add(name)
                    pending.append(guideline.definition[name].condition)
    return named


def numbers(interval: Interval, at: Iterable[Fraction], whole: bool) -> tuple[Fraction, ...]:
    """Numbers of an interval: one for each way in which it can lie among some values."""
    low, high = interval.low, interval.high
    assert not interval.low_open
    assert not interval.high_open
    if whole and high - low <= FEW_WHOLE_NUMBERS:
        return tuple(Fraction(n) for n in range(ceil(low), floor(high) + 1))
    points = sorted({low, high} | {value for value in at if low <= value <= high})
    if whole:
        near = {n for p in points for n in (floor(p) - 1, floor(p), floor(p) + 1, floor(p) + 2)}
        return tuple(Fraction(n) for n in sorted(near) if low <= n <= high)
    between = [(a + b) / 2 for a, b in pairwise(points)]
    return tuple(sorted([*points, *between]))


# --- the decision -----------------------------------------------------------------------------


@frozen
class Expected:
    """The parts of a decision, as the oracle has them; names as in `Decision`."""

    possible: Levels
    recommendation: R
    settled: bool
    may_rise_to: R | None
    studies: list[tuple[str, R, Levels]]
    missing: list[tuple[str, Levels]]
    to_check: dict[str, Levels]
    assumed: list[tuple[str, Levels, bool]]
    screened: list[tuple[str, str]]
    contradictions: list[tuple[str, set[str]]]
    reasons: list[tuple[str, bool]]
    open_rules: list[tuple[str, tuple[str, ...]]]
    blocked: list[str]
    remarks: list[tuple[str, str]]


class Oracle:
    """Decides for the patients of one guideline; each completion is worked out once."""

    def __init__(self, guideline: Guideline) -> None:
        self.model = guideline.model
        self.names = [fact.name for fact in self.model.facts]
        self.constants = constants(self.model)
        self._outcomes: dict[Completion, meaning.Outcome] = {}
        self._holding: dict[Completion, frozenset[str]] = {}

    def values(self, fact: Fact, one: Known) -> tuple[Value, ...]:
        """The values to try of a fact."""
        if one.interval is None:
            return one.values
        assert isinstance(fact.type, NumberType)
        return numbers(one.interval, self.constants[fact.name], fact.type.whole)

    def size(self, facts: Mapping[str, Any]) -> int:
        """How many completions there are to try, with those in which an assumption differs."""
        patient = known(self.model, facts)
        by_fact = [len(self.values(f, patient[f.name])) for f in self.model.facts]
        return prod(by_fact) * (1 + sum(one.how == "assumed" for one in patient.values()))

    def expected(self, facts: Mapping[str, Any]) -> Expected:
        return _Patient(self, facts).expected()

    def contradictions(self, facts: Mapping[str, Any]) -> list[tuple[str, set[str]]]:
        return _Patient(self, facts).contradictions()

    def outcome(self, completion: Completion) -> meaning.Outcome:
        found = self._outcomes.get(completion)
        if found is None:
            patient = dict(zip(self.names, completion, strict=True))
            found = self._outcomes[completion] = meaning.decide(self.model, patient)
        return found

    def holding(self, completion: Completion) -> frozenset[str]:
        """The rules that hold for a completion, contradictions aside."""
        found = self._holding.get(completion)
        if found is None:
            patient = dict(zip(self.names, completion, strict=True))
            defined = meaning.truths(self.model, patient)

            def true(condition: Condition) -> bool:
                return meaning.holds(condition, patient, defined)

            found = self._holding[completion] = frozenset(
                rule.name
                for rule in self.model.rules
                if not isinstance(rule, Contradiction)
                and true(rule.when)
                and (isinstance(rule, RedFlag | SpecialCase | Limit) or true(self._applies))
                and not (isinstance(rule, WaitingPeriod) and self._waits(rule, patient, true))
            )
        return found

    @property
    def _applies(self) -> Condition:
        return self.model.header.applies

    def _waits(self, rule: WaitingPeriod, patient: Mapping[str, Any], true: Any) -> bool:
        return bool(patient[rule.fact] < rule.first or true(rule.without))


@define
class _Patient:
    oracle: Oracle
    facts: Mapping[str, Any]
    known: dict[str, Known] = field(init=False)
    values: list[tuple[Value, ...]] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.known = known(self.model, self.facts)
        self.values = [self.oracle.values(f, self.known[f.name]) for f in self.model.facts]

    @property
    def model(self) -> Model:
        return self.oracle.model

    def level(self, completion: Completion) -> R:
        return self.oracle.outcome(completion).level

    def completions(self) -> list[Completion]:
        return list(product(*self.values))

    def with_open(self, place: int) -> list[tuple[Value, ...]]:
        """The values of the facts, were one of them open."""
        fact = self.model.facts[place]
        values = list(self.values)
        values[place] = self.oracle.values(fact, of_statement(fact, Unknown(), "open"))
        return values

    def expected(self) -> Expected:
        completions = self.completions()
        outcomes = [self.oracle.outcome(each) for each in completions]
        possible = in_order(outcome.level for outcome in outcomes)
        contradictions = self.contradictions()
        flags = {flag.name for flag in self.model.of(RedFlag)}
        sure_flag = all(flags & self.oracle.holding(each) for each in completions)
        contrary = bool(contradictions) and not sure_flag
        recommendation = R.UNDETERMINED if contrary else recommended(possible)
        studies = []
        for study in self.model.studies:
            said = in_order(outcome.studies[study.name] for outcome in outcomes)
            studies.append((study.name, R.UNDETERMINED if contrary else recommended(said), said))
        studies.sort(key=lambda study: (-rank(study[2][:1]), -rank(study[2])))
        rises = recommendation is not R.UNDETERMINED and len(possible) > 1
        to_check = {name for _, names in contradictions for name in names}
        reasons, open_rules, blocked = self.rules(completions)
        return Expected(
            possible=possible,
            recommendation=recommendation,
            settled=len(possible) == 1 and not contradictions,
            may_rise_to=possible[-1] if rises else None,
            studies=studies,
            missing=[each for each in self.missing() if each[0] not in to_check],
            to_check={name: self.could_become(name) for name in to_check},
            assumed=self.assumed(completions),
            screened=[(n, k.screen) for n, k in self.known.items() if k.how == "screen"],
            contradictions=contradictions,
            reasons=reasons,
            open_rules=open_rules,
            blocked=blocked,
            remarks=[
                (rule.name, remark)
                for rule in self.model.rules
                if isinstance(rule, SpecialCase | Indication)
                and rule.name in {name for name, _ in reasons}
                for remark in rule.remarks
            ],
        )

    # --- what to ask ---

    def missing(self) -> list[tuple[str, Levels]]:
        for_level, for_study = [], []
        for place, fact in enumerate(self.model.facts):
            levels, study = self.pivots(self.values, place)
            if levels:
                for_level.append((fact.name, levels))
            elif study:
                for_study.append((fact.name, levels))
        for_level.sort(key=lambda each: -rank(each[1]))
        return for_level + for_study

    def could_become(self, name: str) -> Levels:
        """The levels between which a fact could turn the decision, were it open."""
        place = self.oracle.names.index(name)
        return self.pivots(self.with_open(place), place)[0]

    def pivots(self, values: Sequence[tuple[Value, ...]], place: int) -> tuple[Levels, bool]:
        """The levels of a fact's pivots, and whether it has one for a study."""
        levels: set[R] = set()
        study = False
        if len(values[place]) == 1:
            return (), False
        for rest in product(*values[:place], (None,), *values[place + 1 :]):
            outcomes = [
                self.oracle.outcome((*rest[:place], value, *rest[place + 1 :]))  # type: ignore[arg-type]
                for value in values[place]
            ]
            if len({outcome.level for outcome in outcomes}) > 1:
                levels |= {outcome.level for outcome in outcomes}
            study |= any(outcome.studies != outcomes[0].studies for outcome in outcomes)
        return in_order(levels), study

    def assumed(self, completions: list[Completion]) -> list[tuple[str, Levels, bool]]:
        """The assumed facts, with where another value could lead instead."""
        found = []
        for place, fact in enumerate(self.model.facts):
            if self.known[fact.name].how != "assumed":
                continue
            levels: set[R] = set()
            study = False
            for completion in completions:
                now = self.oracle.outcome(completion)
                for value in self.with_open(place)[place]:
                    other = (*completion[:place], value, *completion[place + 1 :])
                    then = self.oracle.outcome(other)
                    levels |= {then.level} - {now.level}
                    study |= then.studies != now.studies
            found.append((fact.name, in_order(levels), study))
        # The highest level first; a fact on which only a study hangs before one that is idle.
        found.sort(key=lambda each: (-rank(each[1]), not (each[1] or each[2])))
        return found

    # --- rules ---

    def rules(
        self, completions: list[Completion]
    ) -> tuple[list[tuple[str, bool]], list[tuple[str, tuple[str, ...]]], list[str]]:
        held = [self.oracle.holding(each) for each in completions]
        decisive = frozenset().union(*(self.oracle.outcome(c).decisive for c in completions))
        reasons: list[tuple[Rule, bool]] = []
        open_rules, blocked = [], []
        for rule in self.model.rules:
            if isinstance(rule, Contradiction):
                continue
            if all(rule.name in each for each in held):
                reasons.append((rule, rule.name in decisive))
            elif any(rule.name in each for each in held):
                open_rules.append((rule.name, self.open_facts(rule.name)))
            else:
                blocked.append(rule.name)
        reasons.sort(key=lambda each: (not each[1], not isinstance(each[0], RedFlag)))
        return [(rule.name, decides) for rule, decides in reasons], open_rules, blocked

    def open_facts(self, rule: str) -> tuple[str, ...]:
        """The facts of which another value can make the rule hold, or not hold any more."""
        found = []
        for place, name in enumerate(self.oracle.names):
            if len(self.values[place]) == 1:
                continue
            rests = product(*self.values[:place], (None,), *self.values[place + 1 :])
            turns = (
                {
                    rule in self.oracle.holding((*rest[:place], value, *rest[place + 1 :]))  # type: ignore[arg-type]
                    for value in self.values[place]
                }
                for rest in rests
            )
            if any(len(each) > 1 for each in turns):
                found.append(name)
        return tuple(found)

    # --- contradictions ---

    def contradictions(self) -> list[tuple[str, set[str]]]:
        found = [
            (rule.name, facts_in(self.model, rule.when))
            for rule in self.model.of(Contradiction)
            if self.always(rule.when)
        ]
        for screen in self.model.screens:
            against = {
                name
                for name, value in screen.covers
                if self.known[name].how == "stated" and not may_be(self.known[name], value)
            }
            if said_none(self.facts.get(screen.name)) and against:
                found.append((screen.name, against))
        return found

    def always(self, condition: Condition) -> bool:
        """Whether a condition holds whatever its facts turn out to be."""
        names = sorted(facts_in(self.model, condition))
        # Those that the condition uses are among the definitions that need no other facts.
        definitions = [
            (definition.name, definition.condition)
            for definition in self.model.definitions
            if facts_in(self.model, definition.condition) <= set(names)
        ]
        for completion in product(*self.dense_values([self.model.fact[name] for name in names])):
            patient = dict(zip(names, completion, strict=True))
            defined: dict[str, bool] = {}
            for name, inner in definitions:
                defined[name] = meaning.holds(inner, patient, defined)
            if not meaning.holds(condition, patient, defined):
                return False
        return True

    def dense_values(self, facts: Sequence[Fact]) -> list[tuple[Value, ...]]:
        """Values such that the numbers of one dimension come in every order they can be in."""
        values = []
        for fact in facts:
            one = self.known[fact.name]
            if one.interval is None:
                values.append(one.values)
                continue
            assert isinstance(fact.type, NumberType)
            alike = [other for other in facts if dimension(other) == dimension(fact)]
            values.append(self._among(fact, fact.type, one.interval, alike))
        return values

    def _among(
        self, fact: Fact, type: NumberType, interval: Interval, alike: Sequence[Fact]
    ) -> tuple[Fraction, ...]:
        low, high = interval.low, interval.high
        if type.whole and (len(alike) > 1 or high - low <= FEW_WHOLE_NUMBERS):
            return tuple(Fraction(n) for n in range(ceil(low), floor(high) + 1))
        # All places where something changes for this fact or one it may be compared with.
        places: set[Fraction] = {low, high}
        for other in alike:
            assert isinstance(other.type, NumberType)
            by = size(other) / size(fact)
            span = self.known[other.name].interval
            assert span is not None
            own = {span.low, span.high, *self.oracle.constants[other.name]}
            if other.type.whole:
                own |= {Fraction(n) for n in range(ceil(span.low), floor(span.high) + 1)}
            places |= {value * by for value in own}
        inside = sorted(place for place in places if low <= place <= high)
        # As many places in each gap as there are numbers that may have to share it.
        gaps = [
            a + (b - a) * Fraction(step, len(alike) + 1)
            for a, b in pairwise(inside)
            for step in range(1, len(alike) + 1)
        ]
        if type.whole:
            return numbers(interval, inside, whole=True)
        return tuple(sorted([*inside, *gaps]))


def dimension(fact: Fact) -> str | None:
    if not isinstance(fact.type, NumberType):
        return None
    return fact.type.unit.dimension if fact.type.unit else "none"


def size(fact: Fact) -> Fraction:
    assert isinstance(fact.type, NumberType)
    return fact.type.unit.size if fact.type.unit else Fraction(1)


def recommended(possible: Levels) -> R:
    """The only level; the lowest where imaging is certain and only its urgency is open."""
    if len(possible) == 1 or set(possible) <= IMAGING:
        return possible[0]
    return R.UNDETERMINED


def colliding(
    oracle: Oracle, replaces: Mapping[str, Mapping[str, str]]
) -> set[frozenset[str]]:
    """The pairs of rules that can hold together and replace studies in ways that disagree.

    Args:
        oracle: For the guideline with the rules.
        replaces: For each rule the studies that it replaces, each with the one used instead.
    """
    everything_open = dict.fromkeys(oracle.names, "unknown")
    held = {oracle.holding(each) for each in _Patient(oracle, everything_open).completions()}
    found = set()
    for one, other in combinations(replaces, 2):
        ones, others = replaces[one], replaces[other]
        chained = {*ones} & {*others.values()} or {*others} & {*ones.values()}
        if chained or any(others.get(study, use) != use for study, use in ones.items()):
            if any({one, other} <= rules for rules in held):
                found.add(frozenset((one, other)))
    return found
