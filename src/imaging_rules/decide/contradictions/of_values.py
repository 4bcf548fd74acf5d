"""Contradictions among the facts of a patient, worked out on the values themselves.

A contradiction is found when its condition holds whatever the open facts turn out to be. So the
question is whether some completion makes it false. Every path of its diagram to false asks of the
numbers that they lie in certain ranges and are in a certain order; if no path asks for something
that the patient's numbers can still be, the contradiction is found.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor

from attrs import evolve, frozen

from imaging_rules.diagram.contradiction import ContradictionDiagram
from imaging_rules.diagram.operations import FALSE, TERMINALS
from imaging_rules.model.conditions import ComparesFacts
from imaging_rules.model.facts import Fact
from imaging_rules.values.regions import Interval


@frozen
class Possible:
    """What a fact can still be: its regions, and for a number the interval it lies in."""

    regions: tuple[int, ...]
    interval: Interval | None = None


def is_found(
    diagram: ContradictionDiagram, facts: Mapping[str, Fact], possible: Mapping[str, Possible]
) -> bool:
    """Return whether a contradiction holds in every completion of a patient.

    Args:
        diagram: The diagram of the contradiction.
        facts: The facts of the guideline by name.
        possible: What each fact of the contradiction can still be.
    """
    return not any(
        _can_be(ranges, orders, facts)
        for ranges, orders in _ways_to_false(diagram, facts, possible)
    )


@frozen
class _Before:
    """One number is not above another (strict: lies below it), each in its fact's unit."""

    low: str
    high: str
    strict: bool


def _ways_to_false(
    diagram: ContradictionDiagram, facts: Mapping[str, Fact], possible: Mapping[str, Possible]
) -> Iterator[tuple[dict[str, Interval], list[_Before]]]:
    """Yield for each path to false the intervals and the order that it asks of numbers."""
    store = diagram.store
    start = {name: p.interval for name, p in possible.items() if p.interval is not None}
    pending: list[tuple[int, dict[str, Interval], list[_Before]]] = [(diagram.root, start, [])]
    while pending:
        node, ranges, orders = pending.pop()
        if node < TERMINALS:
            if node == FALSE:
                yield ranges, orders
            continue
        variable, children = store.variable[node], store.children[node]
        if variable >= len(diagram.facts):
            comparison = diagram.comparisons[variable - len(diagram.facts)]
            for truth in (False, True):
                order = _order(comparison, truth)
                pending.append((children[truth], ranges, [*orders, order]))
            continue
        name = diagram.facts[variable]
        for region in possible[name].regions:
            narrowed = ranges
            if name in ranges:
                common = ranges[name].common(facts[name].number.regions[region])
                if common is None:
                    continue
                narrowed = {**ranges, name: common}
            pending.append((children[region], narrowed, orders))


def _order(comparison: ComparesFacts, truth: bool) -> _Before:
    """Return the order of two numbers that a comparison being true, or false, means."""
    left, right = comparison.fact, comparison.other
    match comparison.operator, truth:
        case ("over", True) | ("at most", False):
            return _Before(right, left, strict=True)
        case ("over", False) | ("at most", True):
            return _Before(left, right, strict=False)
        case ("under", True) | ("at least", False):
            return _Before(left, right, strict=True)
        case _:
            return _Before(right, left, strict=False)


def _can_be(
    ranges: Mapping[str, Interval], orders: Sequence[_Before], facts: Mapping[str, Fact]
) -> bool:
    """Return whether numbers in these ranges can be in this order.

    Numbers that must be equal are taken as one. Then no order is left in a circle, and each
    number is made as small as the smaller ones let it be; the order can be if none ends up above
    its range.
    """
    names = {name for order in orders for name in (order.low, order.high)}
    after = {name: [o.high for o in orders if o.low == name] for name in names}
    beyond = {name: _reached(name, after) for name in names}
    if any(order.strict and order.low in beyond[order.high] for order in orders):
        return False
    group = {
        name: min(other for other in names if other in beyond[name] and name in beyond[other])
        for name in names
    }
    spans: dict[str, _Span | None] = {}
    for name in names:
        span = _scaled(facts[name], ranges[name])
        first = group[name]
        spans[first] = span if first not in spans else span.common(spans[first])
    least: dict[str, _Bound] = {}
    for first in sorted(spans, key=lambda each: len(beyond[each]), reverse=True):
        own = spans[first]
        if own is None:
            return False
        below = [
            evolve(least[group[o.low]], beyond=o.strict or least[group[o.low]].beyond)
            for o in orders
            if group[o.high] == first and group[o.low] != first
        ]
        bound = own.least([own.low, *below])
        if not own.reaches(bound):
            return False
        least[first] = bound
    return True


def _reached(start: str, after: Mapping[str, list[str]]) -> set[str]:
    found = {start}
    pending = [start]
    while pending:
        for name in after[pending.pop()]:
            if name not in found:
                found.add(name)
                pending.append(name)
    return found


@frozen(order=True)
class _Bound:
    """A number that another is at least, or (``beyond``) is above by however little."""

    value: Fraction
    beyond: bool = False


@frozen
class _Span:
    """Where a number can lie, in the smallest unit; ``step`` is 0 where it can be any number."""

    low: _Bound
    high: Fraction
    high_open: bool
    step: Fraction

    def common(self, other: "_Span | None") -> "_Span | None":
        """Return where a number lies that is in both; ``None`` goes with anything as ``None``.

        Of two steps, one divides the other, as all units of a dimension do.
        """
        if other is None:
            return None
        high, high_closed = min((self.high, not self.high_open), (other.high, not other.high_open))
        return _Span(max(self.low, other.low), high, not high_closed, max(self.step, other.step))

    def least(self, bounds: Sequence[_Bound]) -> _Bound:
        """Return the lowest place within reach that satisfies all lower bounds."""
        bound = max(bounds)
        if not self.step:
            return bound
        steps = bound.value / self.step
        whole = floor(steps) + 1 if bound.beyond else ceil(steps)
        return _Bound(whole * self.step)

    def reaches(self, bound: _Bound) -> bool:
        """Return whether a place that satisfies a lower bound lies within the upper end."""
        if bound.beyond or self.high_open:
            return bound.value < self.high
        return bound.value <= self.high


def _scaled(fact: Fact, interval: Interval) -> _Span:
    size = fact.unit.size if fact.unit else Fraction(1)
    return _Span(
        _Bound(interval.low * size, interval.low_open),
        interval.high * size,
        interval.high_open,
        size if fact.number.whole else Fraction(0),
    )
