"""What would change a decision: one fact alone, or time."""

from collections.abc import Iterable
from fractions import Fraction

from attrs import frozen

from imaging_rules.diagram.restrict import restricted
from imaging_rules.diagram.walk import State
from imaging_rules.evaluate.case import Case, assumed, recommendation, set_by_screens
from imaging_rules.evaluate.masks import RECOMMENDATIONS
from imaging_rules.evaluate.parts import Change, Review
from imaging_rules.evaluate.read import statements
from imaging_rules.model.conditions import ComparesFacts
from imaging_rules.model.facts import Fact, NumberType, Value
from imaging_rules.model.rules import Contradiction, WaitingPeriod
from imaging_rules.values.numbers import quantity_text
from imaging_rules.values.recommendation import Recommendation
from imaging_rules.values.regions import Interval
from imaging_rules.values.units import Unit


def changes(case: Case) -> tuple[Change, ...]:
    """Return the single facts whose change alone would change the recommendation.

    Only a fact of which one value is known can change. Changes that raise the recommendation
    come first, the highest before; then the others. While a contradiction is found there are
    none, since it is not known what holds now.
    """
    if case.contradictions:
        return ()
    now = recommendation(case)
    clocks = _clocks(case)
    found = []
    for name, value in _known(case).items():
        fact = case.compiled.guideline.fact[name]
        variable = case.compiled.diagrams.place[name]
        for region in range(len(fact.regions)):
            becomes = _with(case, {variable: region})
            if becomes is not now:
                wait = _until(fact, value, region) if name in clocks else None
                found.append(
                    Change(
                        fact=name,
                        value=fact.words(value),
                        to=fact.region_words(region),
                        becomes=becomes,
                        when=wait.words(fact) if wait else "",
                    )
                )
    return tuple(sorted(found, key=lambda change: _rank(change.becomes, now)))


def review_after(case: Case) -> Review | None:
    """Return the earliest time at which waiting alone changes the recommendation.

    The clocks that run are the facts that waiting periods count, and those that contradictions
    compare them with. Of these, all that are known run on together.
    """
    if case.contradictions:
        return None
    now = recommendation(case)
    guideline, known = case.compiled.guideline, _known(case)
    clocks = [(guideline.fact[name], known[name]) for name in _clocks(case) if name in known]
    waits = {
        wait: fact
        for fact, value in clocks
        for region in range(len(fact.regions))
        if (wait := _until(fact, value, region)) is not None
    }
    for wait in sorted(waits, key=lambda each: (each.dimension, each.time, each.beyond)):
        becomes = _with(case, _after(case, clocks, wait))
        if becomes is not now:
            return Review(wait.words(waits[wait]), becomes)
    return None


@frozen
class _Wait:
    """A time to wait, in the smallest unit of its dimension; ``beyond``: a little more."""

    dimension: str
    time: Fraction
    beyond: bool

    def words(self, fact: Fact) -> str:
        """Return the time in words, in the unit of a fact."""
        told = quantity_text(self.time / _size(_unit(fact)), _unit(fact))
        return f"more than {told}" if self.beyond else told


def _until(fact: Fact, value: Value, region: int) -> _Wait | None:
    """Return how long it takes until a running clock reaches a region; ``None`` for never."""
    piece = fact.regions[region]
    if not isinstance(piece, Interval) or not isinstance(value, Fraction):
        return None
    left = piece.low - value
    if left < 0 or (left == 0 and not piece.low_open):
        return None
    unit = _unit(fact)
    return _Wait(unit.dimension if unit else "", left * _size(unit), piece.low_open)


def _after(case: Case, clocks: Iterable[tuple[Fact, Value]], wait: _Wait) -> dict[int, int]:
    """Return the regions that the running clocks are in after a time."""
    found = {}
    for fact, value in clocks:
        unit = _unit(fact)
        assert isinstance(fact.type, NumberType)
        assert isinstance(value, Fraction)
        if (unit.dimension if unit else "") != wait.dimension:
            continue
        later = value + wait.time / _size(unit)
        reached = [
            place
            for place, piece in enumerate(fact.regions)
            if isinstance(piece, Interval)
            and (piece.low < later or (piece.low == later and (wait.beyond or not piece.low_open)))
        ]
        found[case.compiled.diagrams.place[fact.name]] = reached[-1]
    return found


def _with(case: Case, regions: dict[int, int]) -> Recommendation:
    """Return the recommendation if some variables had these values."""
    states: list[State] = list(case.states)
    for variable, region in regions.items():
        states[variable] = region
    diagrams = case.compiled.diagrams
    return RECOMMENDATIONS[restricted(diagrams.store, diagrams.level, states).mask]


def _clocks(case: Case) -> dict[str, None]:
    """Return the facts that run on with time."""
    guideline = case.compiled.guideline
    counted = {rule.fact: None for rule in guideline.of(WaitingPeriod)}
    for rule in guideline.of(Contradiction):
        if isinstance(rule.when, ComparesFacts):
            pair = (rule.when.fact, rule.when.other)
            if counted.keys() & set(pair):
                counted |= dict.fromkeys(pair)
    return counted


def _known(case: Case) -> dict[str, Value]:
    """Return the facts of which one value is known, in file order."""
    known: dict[str, Value] = dict(assumed(case))
    known |= {name: value for name, (value, _) in set_by_screens(case).items()}
    for name, stated in statements(case.compiled.guideline, case.given).items():
        if isinstance(stated, bool | str | Fraction):
            known[name] = stated
    return {name: known[name] for name in case.compiled.guideline.fact if name in known}


def _rank(becomes: Recommendation, now: Recommendation) -> tuple[bool, int]:
    return becomes.value < now.value, -becomes.value


def _unit(fact: Fact) -> Unit | None:
    assert isinstance(fact.type, NumberType)
    return fact.type.unit


def _size(unit: Unit | None) -> Fraction:
    return unit.size if unit else Fraction(1)
