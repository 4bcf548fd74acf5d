"""What a guideline means for a patient of whom everything is known.

This is the language's meaning, written to be read. It is not used to answer: the decision
diagrams do that, faster and for incomplete patients too, and are tested against this.
"""

import operator
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from itertools import takewhile
from typing import assert_never

from attrs import frozen

from imaging_rules.model import conditions, rules
from imaging_rules.model.conditions import Condition
from imaging_rules.model.facts import Value
from imaging_rules.model.guideline import Guideline
from imaging_rules.values.recommendation import Recommendation, StudyRecommendation
from imaging_rules.values.timing import Timing, due_first

OPERATORS = {
    "over": operator.gt,
    "under": operator.lt,
    "at least": operator.ge,
    "at most": operator.le,
}

Patient = Mapping[str, Value]


@frozen
class Said:
    """One thing that a rule says: a level, of one study or (``study`` is None) of imaging."""

    rule: str
    level: Recommendation
    study: str | None = None


@frozen
class Outcome:
    """The decision for a known patient, the rules that decide it, and how soon imaging is due.

    ``instead`` maps what is recommended and ruled out to the study that is used in its place.
    ``due`` holds the precautions that are to be taken, each with a study that it comes before.
    """

    level: Recommendation
    studies: dict[str, StudyRecommendation]
    decisive: frozenset[str]
    timing: Timing | None
    instead: dict[str, str]
    due: frozenset[tuple[str, str]]


def truths(guideline: Guideline, patient: Patient) -> dict[str, bool]:
    """Return for each definition of a guideline whether it holds for a patient."""
    known: dict[str, bool] = {}
    for definition in guideline.definitions:
        known[definition.name] = holds(definition.condition, patient, known)
    return known


def holds(condition: Condition, patient: Patient, defined: Mapping[str, bool]) -> bool:
    """Return whether a condition holds for a patient."""
    match condition:
        case conditions.IsYes(fact):
            return patient[fact] is True
        case conditions.IsAmong(fact, values):
            return any(patient[fact] == value for value in values)
        case conditions.Compares(fact, sign, bound):
            return bool(OPERATORS[sign](patient[fact], bound))
        case conditions.ComparesFacts(fact, sign, other, factor):
            scaled = patient[other]
            assert isinstance(scaled, Fraction)
            return bool(OPERATORS[sign](patient[fact], scaled * factor))
        case conditions.Defined(name):
            return defined[name]
        case conditions.Not(part):
            return not holds(part, patient, defined)
        case conditions.All(parts):
            return all(holds(part, patient, defined) for part in parts)
        case conditions.AtLeast(count, parts):
            return sum(holds(part, patient, defined) for part in parts) >= count
        case conditions.Adds(lines, sign, bound):
            points = [points for points, part in lines if holds(part, patient, defined)]
            return bool(OPERATORS[sign](sum(points), bound))
        case _:
            assert_never(condition)


def decide(guideline: Guideline, patient: Patient) -> Outcome:
    """Return the decision for a patient of whom every fact is known.

    Args:
        guideline: The guideline.
        patient: A value for each of its facts, numbers in the fact's own unit.
    """
    defined = truths(guideline, patient)

    def true(condition: Condition) -> bool:
        return holds(condition, patient, defined)

    # 1. Red flags hold whoever the patient is.
    said = [
        Said(flag.name, says.level, study)
        for flag in guideline.of(rules.RedFlag)
        if true(flag.when)
        for says in flag.says
        for study in (None, *says.studies)
    ]

    uncapped = [*said]

    # 2. Within the scope the other rules speak, capped by every limit that holds.
    in_scope = true(guideline.header.applies)
    lowered: set[str] = set()
    if in_scope:
        limits = [limit for limit in guideline.of(rules.Limit) if true(limit.when)]
        scoped = [each for rule in guideline.rules for each in _scoped(rule, patient, true)]
        lowered = {limit.name for limit in limits for each in scoped if each.level > limit.level}
        uncapped += scoped
        said += [capped for each in scoped for capped in _capped(each, limits)]

    # 3. Special cases replace studies, whatever the scope; each study moves at most once.
    cases = [case for case in guideline.of(rules.SpecialCase) if true(case.when)]
    overridden = {name for case in cases for name in case.overrides}
    active = [case for case in cases if case.name not in overridden]
    moves = {study: use for case in active for study, use in case.replaces}
    recommended = {each.study for each in said if _recommends(each)}
    replacing = {case.name for case in active if recommended & {s for s, _ in case.replaces}}
    said = [
        Said(each.rule, each.level, moves.get(each.study or "", each.study))
        if _recommends(each)
        else each
        for each in said
    ]

    # 4. What is recommended of a study that is ruled out goes to the first of those to use instead
    # that is not ruled out, or else nowhere. Those that were passed over would have been done.
    barring = [each for each in guideline.of(rules.Contraindication) if true(each.when)]
    barred = {study for each in barring for study in each.rules_out}
    ruled_out: set[str] = set()
    instead: dict[str, str] = {}
    left = []
    for each in said:
        if each.study is None or not _recommends(each):
            left.append(each)
            continue
        in_turn = (each.study, *guideline.study[each.study].instead)
        passed_over = tuple(takewhile(barred.__contains__, in_turn))
        ruled_out.update(passed_over)
        for use in in_turn[len(passed_over) :][:1]:
            left.append(Said(each.rule, each.level, use))
            if use != each.study:
                instead[each.study] = use
    said = [each for each in left if each.study not in ruled_out]
    ruling = {each.name for each in barring if ruled_out.intersection(each.rules_out)}

    # 5. The highest level that was said counts, of imaging as a whole and of each study.
    highest: dict[str | None, Recommendation] = {}
    for each in said:
        highest[each.study] = max(highest.get(each.study, each.level), each.level)
    silent = guideline.header.otherwise if in_scope else Recommendation.OUT_OF_SCOPE
    deciding = {each.rule for each in said if each.level is highest[each.study]}
    telling = {case.name for case in cases if case.remarks or case.actions}
    studies = {
        study: StudyRecommendation.RULED_OUT
        if study in ruled_out
        else StudyRecommendation(highest.get(study, StudyRecommendation.NOT_NAMED))
        for study in guideline.study
    }

    # 6. What must be minded before a study is said where that study is recommended.
    due = frozenset(
        (each.name, study)
        for each in guideline.of(rules.Precaution)
        if true(each.when)
        for study in each.before
        if studies[study].end >= Recommendation.CONSIDER.end
    )
    level = highest.get(None, silent)
    own: dict[str, Recommendation] = {}
    for each in uncapped:
        if each.study is None:
            own[each.rule] = max(own.get(each.rule, each.level), each.level)
    saying = [e for e in guideline.rules if own.get(e.name) is level and e.recommends]
    return Outcome(
        level,
        studies,
        frozenset(deciding | lowered | replacing | ruling | telling),
        _timing(saying),
        instead,
        due,
    )


def _timing(timed: Iterable[rules.Rule]) -> Timing | None:
    """Return how soon imaging is due where these rules recommend it: the earliest end counts.

    What one of them recommends without a time in numbers is not put off by another one.
    """
    due = [rule.timing if rule.timing and rule.timing.latest else None for rule in timed]
    measured = [each for each in due if each is not None]
    earliest = min(measured, key=due_first, default=None)
    return None if earliest and earliest.low and len(measured) < len(due) else earliest


def _recommends(said: Said) -> bool:
    """Whether a study is recommended: `do not image with S` stays with its study."""
    return said.study is not None and said.level >= Recommendation.CONSIDER


def _scoped(rule: rules.Rule, patient: Patient, true: Callable[[Condition], bool]) -> list[Said]:
    """Return what a rule says of a patient within the scope, before any limit."""
    match rule:
        case (
            rules.RedFlag()
            | rules.Limit()
            | rules.Contraindication()
            | rules.Precaution()
            | rules.Contradiction()
        ):
            return []
        case rules.Indication() | rules.NotIndicated() | rules.SpecialCase():
            if not true(rule.when):
                return []
            return _all_said(rule.name, rule.says) + [
                Said(rule.name, Recommendation.DO_NOT_IMAGE, study) for study in rule.against
            ]
        case rules.WaitingPeriod():
            waited = patient[rule.fact]
            assert isinstance(waited, Fraction)
            if not true(rule.when) or true(rule.without) or waited < rule.first:
                return []
            consider, then = rule.says
            return _all_said(rule.name, (consider if waited < rule.last else then,))
        case _:
            assert_never(rule)


def _all_said(rule: str, says: tuple[rules.Says, ...]) -> list[Said]:
    return [Said(rule, each.level, study) for each in says for study in (None, *each.studies)]


def _capped(said: Said, limits: list[rules.Limit]) -> list[Said]:
    """Return what is left of something said under limits: held at `wait`, no study is named."""
    cap = min((limit.level for limit in limits), default=said.level)
    if said.level <= cap:
        return [said]
    if cap is Recommendation.WAIT and said.study is not None:
        return []
    return [Said(said.rule, cap, said.study)]
