"""What a decision should be, by trying every completion: slow, plain, and apart from `diagram`.

Written from the language reference (sections "Meaning" and "Levels"). It takes the meaning of a
complete patient from `model.meaning`, and what a caller stated from `evaluate.statements`; all
else is worked out here.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations, product
from math import prod
from typing import Any, TypeVar

from attrs import define, field, frozen

from imaging_rules.library.guideline import Guideline
from imaging_rules.model import meaning
from imaging_rules.model.conditions import ALWAYS, Condition
from imaging_rules.model.facts import Fact, NumberType, Value
from imaging_rules.model.guideline import Guideline as Model
from imaging_rules.model.rules import (
    Contradiction,
    Contraindication,
    Limit,
    Precaution,
    RedFlag,
    Rule,
    SpecialCase,
    WaitingPeriod,
)
from imaging_rules.values.recommendation import Recommendation, StudyRecommendation
from imaging_rules.values.stated import unknown
from imaging_rules.values.timing import Timing
from tests.agreement.oracle_values import (
    Known,
    constants,
    dense_values,
    facts_in,
    known,
    may_be,
    numbers,
    of_statement,
    said_none,
)

LOWEST_FIRST = (
    StudyRecommendation.NOT_NAMED,
    StudyRecommendation.RULED_OUT,
    Recommendation.OUT_OF_SCOPE,
    Recommendation.NO_GUIDANCE,
    Recommendation.DO_NOT_IMAGE,
    Recommendation.WAIT,
    Recommendation.CONSIDER,
    Recommendation.IMAGE,
    Recommendation.IMAGE_URGENTLY,
    Recommendation.IMAGE_IMMEDIATELY,
)
IMAGING = {Recommendation.IMAGE, Recommendation.IMAGE_URGENTLY, Recommendation.IMAGE_IMMEDIATELY}
RECOMMENDING = {*IMAGING, Recommendation.CONSIDER}

_OUT_OF_SCOPE_TOO = RedFlag | SpecialCase | Limit | Contraindication

Said = Recommendation | StudyRecommendation
Levels = tuple[Said, ...]
T = TypeVar("T", Recommendation, StudyRecommendation)
Completion = tuple[Value, ...]


def in_order(levels: Iterable[T]) -> tuple[T, ...]:
    return tuple(sorted(set(levels), key=LOWEST_FIRST.index))


def rank(levels: Levels) -> int:
    """How high the highest of some levels is; 0 where there is none."""
    return 1 + max((LOWEST_FIRST.index(level) for level in levels), default=-1)


def is_ruled_out(outcome: meaning.Outcome, study: str) -> bool:
    return outcome.studies[study] is StudyRecommendation.RULED_OUT


def is_recommended(outcome: meaning.Outcome, study: str) -> bool:
    return outcome.studies[study].value in {level.value for level in RECOMMENDING}


def no_study_left(outcome: meaning.Outcome) -> bool:
    """Whether imaging is recommended, and no study is at the level of that."""
    carried = {each.value for each in outcome.studies.values()}
    return outcome.level in RECOMMENDING and outcome.level.value not in carried


def in_all(several: Iterable[bool]) -> bool | None:
    """What all have in common, if they have."""
    found = set(several)
    return found.pop() if len(found) == 1 else None


def _said(outcome: meaning.Outcome) -> Levels:
    return (outcome.level, *outcome.studies.values())


# --- the decision -----------------------------------------------------------------------------


@frozen
class Expected:
    """The parts of a decision, as the oracle has them; names as in `Decision`."""

    possible: Levels
    recommendation: Recommendation
    settled: bool
    complete: bool
    study: str | None
    may_rise_to: Recommendation | None
    studies: list[tuple[str, Said, Levels]]
    ruled_out_by: dict[str, tuple[str, ...]]
    instead: dict[str, str]
    no_study_left: bool | None
    precautions: list[tuple[str, tuple[str, ...]]]
    missing: list[tuple[str, Levels, tuple[str, ...]]]
    later: list[tuple[str, Levels, tuple[str, ...], set[str]]]
    to_check: dict[str, Levels]
    assumed: list[tuple[str, Levels, bool]]
    screened: list[tuple[str, str]]
    contradictions: list[tuple[str, set[str]]]
    reasons: list[tuple[str, bool]]
    open_rules: list[tuple[str, tuple[str, ...]]]
    blocked: list[str]
    remarks: list[tuple[str, str]]
    actions: list[tuple[str, str]]
    timing: Timing | None


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
        """How many completions there are to try, with those in which an assumption differs.

        The facts of contradictions are counted as open.
        """
        patient = _Patient(self, facts)
        by_fact = [len(values) for values in patient.with_disputed_open()]
        return prod(by_fact) * (1 + sum(one.how == "assumed" for one in patient.known.values()))

    def expected(self, facts: Mapping[str, Any]) -> Expected:
        return _Patient(self, facts).expected()

    def contradictions(self, facts: Mapping[str, Any]) -> list[tuple[str, set[str]]]:
        return _Patient(self, facts).found

    def patient(self, facts: Mapping[str, Any]) -> "_Patient":
        return _Patient(self, facts)

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
                if not isinstance(rule, Contradiction | Precaution)
                and true(rule.when)
                and (isinstance(rule, _OUT_OF_SCOPE_TOO) or true(self._applies))
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
    found: list[tuple[str, set[str]]] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.known = known(self.model, self.facts)
        self.work_out()

    def work_out(self) -> None:
        """Work out, from what is known, the values of the facts and what contradicts itself."""
        self.values = [self.oracle.values(f, self.known[f.name]) for f in self.model.facts]
        self.found = self.contradictions()

    @property
    def disputed(self) -> set[str]:
        """The facts of the contradictions that are found."""
        return {name for _, names in self.found for name in names}

    def with_disputed_open(self) -> list[tuple[Value, ...]]:
        """The values of the facts; of those that contradict each other any may be right."""
        disputed = self.disputed
        return [
            self.with_open(place)[place] if name in disputed else self.values[place]
            for place, name in enumerate(self.oracle.names)
        ]

    @property
    def model(self) -> Model:
        return self.oracle.model

    def level(self, completion: Completion) -> Recommendation:
        return self.oracle.outcome(completion).level

    def completions(self) -> list[Completion]:
        return list(product(*self.values))

    def with_open(self, place: int) -> list[tuple[Value, ...]]:
        """The values of the facts, were one of them open."""
        fact = self.model.facts[place]
        values = list(self.values)
        values[place] = self.oracle.values(fact, of_statement(fact, unknown, "open"))
        return values

    def open_what_is_disputed(self) -> None:
        flags = {flag.name for flag in self.model.of(RedFlag)}
        if self.found and any(not flags & self.oracle.holding(c) for c in self.completions()):
            self.values = self.with_disputed_open()

    def recommendation(self) -> Recommendation:
        self.open_what_is_disputed()
        return recommended(in_order(self.level(each) for each in self.completions()))

    def expected(self) -> Expected:
        self.open_what_is_disputed()
        completions = self.completions()
        outcomes = [self.oracle.outcome(each) for each in completions]
        possible = in_order(outcome.level for outcome in outcomes)
        recommendation = recommended(possible)
        studies: list[tuple[str, Said, Levels]] = []
        for study in self.model.studies:
            said = in_order(outcome.studies[study.name] for outcome in outcomes)
            studies.append((study.name, recommended(said), said))
        studies.sort(key=lambda study: (-rank(study[2][:1]), -rank(study[2])))
        rises = recommendation is not Recommendation.UNDETERMINED and len(possible) > 1
        needed = [each for each in self.missing() if each[0] not in self.disputed]
        waiting = {fact.name: self.turns(fact.gate) for fact in self.model.facts}
        waiting = {name: facts for name, facts in waiting.items() if facts}
        reasons, open_rules, blocked = self.rules(completions)
        return Expected(
            possible=possible,
            recommendation=recommendation,
            settled=len(possible) == 1 and not self.found,
            complete=not self.found and len(set(map(_said, outcomes))) == 1,
            study=None if self.found else self.study(recommendation, outcomes),
            may_rise_to=possible[-1] if rises else None,
            studies=studies,
            ruled_out_by=self.ruled_out_by(completions),
            instead=self.instead(outcomes),
            no_study_left=in_all(map(no_study_left, outcomes)),
            precautions=self.precautions(outcomes),
            missing=[each for each in needed if each[0] not in waiting],
            later=[(*each, waiting[each[0]]) for each in needed if each[0] in waiting],
            to_check={name: self.could_become(name) for name in self.disputed},
            assumed=self.assumed(),
            screened=[(n, k.screen) for n, k in self.known.items() if k.how == "screen"],
            contradictions=self.found,
            reasons=reasons,
            open_rules=open_rules,
            blocked=blocked,
            remarks=[
                (rule.name, remark)
                for rule in self.model.rules
                if rule.name in {name for name, _ in reasons}
                for remark in rule.remarks
            ],
            actions=self.actions(completions),
            timing=outcomes[0].timing if len({each.timing for each in outcomes}) == 1 else None,
        )

    def study(self, recommendation: Recommendation, outcomes: list[meaning.Outcome]) -> str | None:
        """The first study that carries the decision's level in every completion."""
        if recommendation not in RECOMMENDING:
            return None
        for study in self.model.studies:
            if all(each.studies[study.name].value == each.level.value for each in outcomes):
                return study.name
        return None

    # --- what must not be done, and what is to be done before a study ---

    def ruled_out_by(self, completions: list[Completion]) -> dict[str, tuple[str, ...]]:
        """For each study that may be ruled out the contraindications that hold, or else may."""
        found = {}
        for study in self.model.studies:
            if any(is_ruled_out(self.oracle.outcome(c), study.name) for c in completions):
                rules = self.model.of(Contraindication)
                names = [each.name for each in rules if study.name in each.rules_out]
                held = [self.oracle.holding(each) for each in completions]
                certain = tuple(name for name in names if all(name in each for each in held))
                some = tuple(name for name in names if any(name in each for each in held))
                found[study.name] = certain or some
        return found

    def instead(self, outcomes: list[meaning.Outcome]) -> dict[str, str]:
        """The studies that are ruled out in every completion, and what all use in their place."""
        found = {}
        for study in self.model.study:
            used = {each.instead.get(study) for each in outcomes}
            if len(used) == 1 and (use := used.pop()) is not None:
                found[study] = use
        return found

    def precautions(self, outcomes: list[meaning.Outcome]) -> list[tuple[str, tuple[str, ...]]]:
        """The precautions that are due wherever one of their studies is recommended."""
        found = []
        for rule in self.model.of(Precaution):
            due = []
            for study in rule.before:
                where = [each for each in outcomes if is_recommended(each, study)]
                if where and all((rule.name, study) in each.due for each in where):
                    due.append(study)
            if due:
                found.append((rule.name, tuple(due)))
        return found

    # --- what to ask ---

    def missing(self) -> list[tuple[str, Levels, tuple[str, ...]]]:
        for_level, for_study, for_precautions = [], [], []
        for place, fact in enumerate(self.model.facts):
            levels, study, before = self.pivots(self.values, place)
            if levels:
                for_level.append((fact.name, levels, ()))
            elif study:
                for_study.append((fact.name, levels, ()))
            elif before:
                in_file_order = tuple(name for name in self.model.study if name in before)
                for_precautions.append((fact.name, levels, in_file_order))
        for_level.sort(key=lambda each: -rank(each[1]))
        return [*for_level, *for_study, *for_precautions]

    def turns(self, condition: Condition) -> set[str]:
        """The facts of which another value can make a condition hold, or not hold any more."""

        def holds(completion: Completion) -> bool:
            patient = dict(zip(self.oracle.names, completion, strict=True))
            return meaning.holds(condition, patient, meaning.truths(self.model, patient))

        if condition == ALWAYS:
            return set()
        found = set()
        for place, name in enumerate(self.oracle.names):
            for completion in self.completions():
                now = holds(completion)
                others = (
                    (*completion[:place], v, *completion[place + 1 :]) for v in self.values[place]
                )
                if any(holds(other) != now for other in others):
                    found.add(name)
                    break
        return found

    def could_become(self, name: str) -> Levels:
        """The levels between which a fact could turn the decision, were it open."""
        place = self.oracle.names.index(name)
        return self.pivots(self.with_open(place), place)[0]

    def pivots(
        self, values: Sequence[tuple[Value, ...]], place: int
    ) -> tuple[Levels, bool, set[str]]:
        """The levels of a fact's pivots, whether it has one for a study, and what it is before."""
        levels: set[Recommendation] = set()
        study = False
        before: set[str] = set()
        if len(values[place]) == 1:
            return (), False, before
        for rest in product(*values[:place], (None,), *values[place + 1 :]):
            outcomes = [
                self.oracle.outcome((*rest[:place], value, *rest[place + 1 :]))  # type: ignore[arg-type]
                for value in values[place]
            ]
            if len({outcome.level for outcome in outcomes}) > 1:
                levels |= {outcome.level for outcome in outcomes}
            study |= any(outcome.studies != outcomes[0].studies for outcome in outcomes)
            due = [outcome.due for outcome in outcomes]
            # Whether the study is recommended makes none of them due, nor does it go.
            before |= {
                name
                for rule, name in frozenset().union(*due)
                if any(
                    (rule, name) not in each.due and is_recommended(each, name) for each in outcomes
                )
            }
        return in_order(levels), study, before

    def assumed(self) -> list[tuple[str, Levels, bool]]:
        """The assumed facts, with where another value than the assumed one could lead instead."""
        found: list[tuple[str, Levels, bool]] = []
        for place, fact in enumerate(self.model.facts):
            if self.known[fact.name].how != "assumed":
                continue
            levels: set[Recommendation] = set()
            study = False
            values = list(self.values)
            values[place] = self.oracle.values(fact, self.known[fact.name])
            for completion in product(*values):
                now = self.oracle.outcome(completion)
                for value in self.with_open(place)[place]:
                    other = (*completion[:place], value, *completion[place + 1 :])
                    then = self.oracle.outcome(other)
                    levels |= {then.level} - {now.level}
                    study |= then.studies != now.studies
            found.append((fact.name, in_order(levels), study))
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
            if isinstance(rule, Contradiction | Precaution):
                continue
            if all(rule.name in each for each in held):
                reasons.append((rule, rule.name in decisive))
            elif any(rule.name in each for each in held):
                open_rules.append((rule.name, self.open_facts(rule.name)))
            else:
                blocked.append(rule.name)
        reasons.sort(key=lambda each: (not each[1], not isinstance(each[0], RedFlag)))
        return [(rule.name, decides) for rule, decides in reasons], open_rules, blocked

    def actions(self, completions: list[Completion]) -> list[tuple[str, str]]:
        """What the rules say is to be done that decide in every completion."""
        deciding = frozenset.intersection(*(self.oracle.outcome(c).decisive for c in completions))
        rules = [rule for rule in self.model.rules if rule.name in deciding]
        rules.sort(key=lambda rule: not isinstance(rule, RedFlag))
        return [(rule.name, action) for rule in rules for action in rule.actions]

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
        facts = [self.model.fact[name] for name in names]
        # Those that the condition uses are among the definitions that need no other facts.
        definitions = [
            (definition.name, definition.condition)
            for definition in self.model.definitions
            if facts_in(self.model, definition.condition) <= set(names)
        ]
        for completion in product(*dense_values(facts, self.known, self.oracle.constants)):
            patient = dict(zip(names, completion, strict=True))
            defined: dict[str, bool] = {}
            for name, inner in definitions:
                defined[name] = meaning.holds(inner, patient, defined)
            if not meaning.holds(condition, patient, defined):
                return False
        return True


def recommended(possible: tuple[T, ...]) -> T:
    """The only level; the lowest where imaging is certain and only its urgency is open."""
    if len(possible) == 1 or set(possible) <= IMAGING:
        return possible[0]
    return type(possible[0])("undetermined")


def colliding(
    oracle: Oracle,
    replaces: Mapping[str, Mapping[str, str]],
    overrides: Mapping[str, Collection[str]],
) -> set[frozenset[str]]:
    """The pairs of rules that can both replace studies, in ways that disagree.

    Args:
        oracle: For the guideline with the rules.
        replaces: For each rule the studies that it replaces, each with the one used instead.
        overrides: For each rule those that replace nothing while it holds.
    """
    everything_open = dict.fromkeys(oracle.names, "unknown")
    held = {oracle.holding(each) for each in _Patient(oracle, everything_open).completions()}
    replacing = {
        rules - {each for rule in rules for each in overrides.get(rule, ())} for rules in held
    }
    found = set()
    for one, other in combinations(replaces, 2):
        ones, others = replaces[one], replaces[other]
        chained = {*ones} & {*others.values()} or {*others} & {*ones.values()}
        different = any(others.get(study, use) != use for study, use in ones.items())
        if (chained or different) and any({one, other} <= rules for rules in replacing):
            found.add(frozenset((one, other)))
    return found
