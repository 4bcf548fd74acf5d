"""What would change a decision: one fact alone, or time."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import groupby
from math import ceil, floor

from attrs import frozen

from imaging_rules.decide.answer.records import Change, Review
from imaging_rules.decide.answer.values import Values, Wait, numbers, values_of, wait_between
from imaging_rules.decide.patient import RECOMMENDATIONS, Case, level_mask, recommendation
from imaging_rules.decide.read.stated_value import Statement, regions, words
from imaging_rules.diagram.walk import State, asked_of, ends
from imaging_rules.model.facts import Fact, NumberType
from imaging_rules.model.rules import Contradiction, WaitingPeriod
from imaging_rules.values.numbers import quantity_text
from imaging_rules.values.recommendation import Recommendation
from imaging_rules.values.regions import Interval
from imaging_rules.values.stated import Unknown

# Months and days do not convert; to know which of two times comes first, a month is taken as a
# twelfth of the mean year of the calendar.
_SECONDS = {"time": Fraction(1), "calendar time": Fraction(2_629_746)}


def changes(case: Case) -> tuple[Change, ...]:
    """Return the single facts whose change alone would change the recommendation.

    Of a fact known in part, those values count that it is known not to have. Changes that raise
    the recommendation come first, the highest before; then the others. While a contradiction is
    found there are none, since it is not known what holds now. Contradictions that a change
    would bring are not looked into.
    """
    if case.contradictions:
        return ()
    now = recommendation(case)
    clocks = _clocks(case)
    diagrams = case.compiled.diagrams
    asked = asked_of(diagrams.store, diagrams.level, case.states)
    found = [
        Change(
            fact=name,
            value=words(fact, stated),
            to=to,
            becomes=becomes,
            when=when,
            values=values_of(fact, stated),
            to_values=to_values,
            wait=wait,
        )
        for name, stated in _known(case).items()
        if diagrams.place[name] in asked
        for fact in (case.compiled.guideline.fact[name],)
        for becomes, together in _alike(case, fact, stated, now)
        for to, to_values in (_to(fact, together),)
        for when, wait in (_when(fact, stated, together[0]) if name in clocks else ("", None),)
    ]
    return tuple(sorted(found, key=lambda each: (each.becomes.end < now.end, -each.becomes.end)))


def review_after(case: Case) -> Review | None:
    """Return the earliest time at which waiting alone changes the recommendation.

    The clocks that run are the durations that waiting periods count, and those that
    contradictions compare them with. Of these, all that are known, in full or in part, run on
    together. If durations that run on come to contradict what else is known, the facts of that
    contradiction count as open from then on. The answers to screens are of today, and what a
    duration past the end of its range is compared with is not looked into.
    """
    if case.contradictions:
        return None
    now = recommendation(case)
    clocks = {
        fact: two
        for name, stated in _known(case).items()
        if name in _clocks(case)
        for fact in (case.compiled.guideline.fact[name],)
        for two in _ends(stated)
    }
    waits: dict[_Wait, Fact] = {}
    for fact, two in clocks.items():
        for wait in (*_waits(fact, two), *_until_compared(case, clocks, fact)):
            waits.setdefault(wait, fact)
    in_order = sorted(waits, key=lambda each: (each.seconds, each.beyond))
    for place, wait in enumerate(in_order):
        # Between two of these times, nothing changes.
        later = next((w.seconds for w in in_order[place:] if w.seconds > wait.seconds), None)
        beyond = wait.seconds + 1 if later is None else (wait.seconds + later) / 2
        becomes, found = _at(case, clocks, wait, beyond if wait.beyond else wait.seconds)
        if becomes is not now:
            fact = waits[wait]
            names = tuple(rule.name for rule in found)
            return Review(wait.words(fact), becomes, names, _wait(fact, wait, wait))
    return None


# --- one fact alone ---------------------------------------------------------------------------


def _alike(
    case: Case, fact: Fact, stated: Statement, now: Recommendation
) -> Iterator[tuple[Recommendation, list[int]]]:
    """Yield what a fact would change the recommendation to, with the regions that do.

    Regions of a number that lie side by side and lead to the same come together.
    """
    variable = case.compiled.diagrams.place[fact.name]
    possible = regions(fact, stated)
    leads_to = [
        (region, now if region in possible else _with(case, {variable: region}))
        for region in range(len(fact.regions))
    ]
    for becomes, group in groupby(leads_to, lambda each: each[1]):
        together = [region for region, _ in group]
        if becomes is now:
            continue
        if isinstance(fact.type, NumberType):
            yield becomes, together
        else:
            yield from ((becomes, [region]) for region in together)


def _to(fact: Fact, together: list[int]) -> tuple[str, Values]:
    """Return the values of regions, in words and for programs."""
    if not isinstance(fact.type, NumberType):
        return fact.region_words(together[0]), values_of(fact, fact.sample(together[0]))
    first, last = fact.type.regions[together[0]], fact.type.regions[together[-1]]
    span = Interval(first.low, last.high, first.low_open, last.high_open)
    return fact.type.words(span), numbers(fact, span)


def _when(fact: Fact, stated: Statement, region: int) -> tuple[str, Wait | None]:
    """Return in how long a clock reaches a region, in words and for programs.

    There are no words, and no time, where time does not lead there.
    """
    piece = fact.number.regions[region]
    for low, high in _ends(stated):
        latest, earliest = _until(fact, low, piece), _until(fact, high, piece)
        if earliest is not None and latest is not None:
            first, last = earliest.words(fact), latest.words(fact)
            words = first if first == last else f"{first} to {last}"
            return words, _wait(fact, earliest, latest)
    return "", None


# --- time -------------------------------------------------------------------------------------


@frozen
class _Wait:
    """A time to wait; ``beyond``: a little more."""

    seconds: Fraction
    beyond: bool

    def words(self, fact: Fact) -> str:
        """Return the time in words, in the unit of a fact."""
        if not self.seconds:
            return "a moment"
        told = quantity_text(self.seconds / _seconds(fact), fact.unit)
        return f"more than {told}" if self.beyond else told


def _wait(fact: Fact, first: _Wait, last: _Wait) -> Wait:
    """Return a time from one to another, of which a fact is the clock."""
    seconds = _seconds(fact)
    assert fact.unit is not None
    return wait_between(first.seconds / seconds, last.seconds / seconds, fact.unit, last.beyond)


def _waits(fact: Fact, two: tuple[Fraction, Fraction]) -> Iterator[_Wait]:
    """Yield the times after which either end of what is known lies in another region."""
    for piece in fact.number.regions:
        yield from _waits_for(fact, two, piece)


def _waits_for(fact: Fact, two: tuple[Fraction, Fraction], piece: Interval) -> Iterator[_Wait]:
    for end in two:
        wait = _until(fact, end, piece)
        if wait is not None:
            yield wait


def _until(fact: Fact, value: Fraction, piece: Interval) -> _Wait | None:
    """Return how long it takes until a running clock reaches a region; ``None`` for never."""
    left = piece.low - value
    if left < 0 or (left == 0 and not piece.low_open):
        return None
    return _Wait(left * _seconds(fact), piece.low_open)


def _after(
    case: Case, clocks: Mapping[Fact, tuple[Fraction, Fraction]], wait: _Wait
) -> dict[int, State]:
    """Return the regions that the running clocks are in after a time."""
    found: dict[int, State] = {}
    for fact, two in clocks.items():
        low, high = (_reached(fact, end + wait.seconds / _seconds(fact), wait) for end in two)
        place = case.compiled.diagrams.place[fact.name]
        found[place] = low if low == high else tuple(range(low, high + 1))
    return found


def _at(
    case: Case, clocks: Mapping[Fact, tuple[Fraction, Fraction]], wait: _Wait, seconds: Fraction
) -> tuple[Recommendation, tuple[Contradiction, ...]]:
    """Return what is recommended after a time, and the contradictions found then.

    Args:
        case: The patient.
        clocks: What is known of the durations that run on.
        wait: The time.
        seconds: A time in seconds at which all is as after ``wait``.
    """
    compiled = case.compiled
    states = list(case.states)
    for variable, state in _after(case, clocks, wait).items():
        states[variable] = state
    known = _known(case)
    past = set()
    for fact, two in clocks.items():
        low, high = (end + seconds / _seconds(fact) for end in two)
        if fact.number.whole:
            low, high = Fraction(floor(low)), Fraction(floor(high))
        known[fact.name] = Interval(low, high)
        if high > fact.number.range.high:
            past.add(fact.name)
    found = compiled.contradictions.found_with(states, known, past)
    return RECOMMENDATIONS[level_mask(compiled, states, found)], found


def _until_compared(
    case: Case, clocks: Mapping[Fact, tuple[Fraction, Fraction]], fact: Fact
) -> Iterator[_Wait]:
    """Yield the times at which a clock passes a number that a contradiction compares it with.

    Two that run on together stay as far from each other as they are.
    """
    facts, known = case.compiled.guideline.fact, _known(case)
    for diagram in case.compiled.contradictions.made:
        for comparison in diagram.comparisons:
            pair = (facts[comparison.fact], facts[comparison.other])
            if fact not in pair:
                continue
            other = pair[0] if pair[1] is fact else pair[1]
            if other in clocks:
                continue
            span = other.number.range
            levels = next(iter(_ends(known.get(other.name, span))), (span.low, span.high))
            for level in levels:
                at = level * _seconds(other) / _seconds(fact)
                for piece in _beside(fact, at):
                    yield from _waits_for(fact, clocks[fact], piece)


def _reached(fact: Fact, later: Fraction, wait: _Wait) -> int:
    """Return the region that a clock is in, which stays in the last one."""
    return max(
        place
        for place, piece in enumerate(fact.number.regions)
        if piece.low < later or (piece.low == later and (wait.beyond or not piece.low_open))
    )


def _beside(fact: Fact, at: Fraction) -> tuple[Interval, Interval]:
    """Return the numbers from a place on, and those above it, as a clock shows them."""
    if fact.number.whole:
        first, above = Fraction(ceil(at)), Fraction(floor(at) + 1)
        return Interval(first, first), Interval(above, above)
    return Interval(at, at), Interval(at, at, low_open=True)


def _clocks(case: Case) -> set[str]:
    """Return the facts that run on with time."""
    guideline = case.compiled.guideline
    counted = {rule.fact for rule in guideline.of(WaitingPeriod)}
    units = {name: guideline.fact[name].unit for name in counted}
    counted = {name for name, unit in units.items() if unit and unit.dimension in _SECONDS}
    compared = [
        {comparison.fact, comparison.other}
        for diagram in case.compiled.contradictions.made
        for comparison in diagram.comparisons
    ]
    return counted.union(*(pair for pair in compared if pair & counted))


# --- what is known ----------------------------------------------------------------------------


def _known(case: Case) -> dict[str, Statement]:
    """Return the facts that are known, in full or in part, in file order."""
    return {
        name: stated for name, (stated, _) in case.known.items() if not isinstance(stated, Unknown)
    }


def _ends(stated: Statement) -> Iterable[tuple[Fraction, Fraction]]:
    """Return the two ends of what is known of a number, alike where it is one value."""
    match stated:
        case Interval(low, high):
            return [(low, high)]
        case Fraction():
            return [(stated, stated)]
        case _:
            return []


def _with(case: Case, values: Mapping[int, State]) -> Recommendation:
    """Return the recommendation if some variables had these values."""
    states: list[State] = list(case.states)
    for variable, value in values.items():
        states[variable] = value
    diagrams = case.compiled.diagrams
    return RECOMMENDATIONS[ends(diagrams.store, diagrams.level, states)]


def _seconds(fact: Fact) -> Fraction:
    """Return how many seconds the unit of a duration has."""
    assert fact.unit is not None
    return fact.unit.size * _SECONDS[fact.unit.dimension]
