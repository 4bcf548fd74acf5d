"""Which contradictions are found among the facts of a patient, as they are stated."""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from fractions import Fraction
from math import ceil, floor
from typing import Any, TypeAlias

from attrs import evolve, frozen

from imaging_rules.decide.read.known import known_of
from imaging_rules.decide.read.stated_value import Statement, regions
from imaging_rules.decide.read.states import Given
from imaging_rules.diagram.conditions import ContradictionDiagram
from imaging_rules.diagram.from_model import Diagrams
from imaging_rules.diagram.store import FALSE, TERMINALS, TRUE, Store
from imaging_rules.diagram.walk import States, ends
from imaging_rules.model.conditions import ComparesFacts
from imaging_rules.model.facts import Fact, NumberType
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.meaning import OPERATORS
from imaging_rules.model.rules import Contradiction
from imaging_rules.values.numbers import has_32_bits
from imaging_rules.values.regions import Interval
from imaging_rules.values.stated import unknown

Holds: TypeAlias = Callable[[States, Given], bool]
_CERTAIN = 1 << TRUE
_MOST_IN_FULL = 100_000


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


class Contradictions:
    """The contradictions of one guideline.

    Args:
        guideline: The guideline.
        diagrams: Its diagrams.
        made: The diagrams of its contradictions, in file order.
    """

    def __init__(
        self, guideline: Guideline, diagrams: Diagrams, made: tuple[ContradictionDiagram, ...]
    ) -> None:
        self.made = made
        self.facts = {each.rule.name: each.facts for each in made}
        self._guideline = guideline
        self._place = diagrams.place
        self.tests = tuple((each.rule, self.test(each)) for each in made)
        """Each with what tells whether it is found of a patient, in file order."""

    def found_with(
        self, states: States, known: Mapping[str, Statement], past: Set[str]
    ) -> tuple[Contradiction, ...]:
        """Return those that would be found if this, and nothing else, were known of the facts.

        Args:
            states: The patient.
            known: The same of all facts that are known, in full or in part.
            past: Numbers that have run past the end of their range; what compares them is left out.
        """
        found = []
        for diagram in self.made:
            if diagram.comparisons:
                if any({each.fact, each.other} & past for each in diagram.comparisons):
                    continue
                facts = self._guideline.fact
                possible = {
                    name: _possible(facts[name], known.get(name, unknown)) for name in diagram.facts
                }
                holds = is_found(diagram, facts, possible)
            else:
                # What is given plays no part where no facts are compared.
                holds = self.test(diagram)(states, ())
            if holds:
                found.append(diagram.rule)
        return tuple(found)

    def test(self, diagram: ContradictionDiagram) -> Holds:
        """Return what tells whether a condition of facts holds in every completion of a patient."""
        store, root = diagram.store, diagram.root
        if not diagram.comparisons:
            return _walked(store, root, [self._place[name] for name in diagram.facts])
        hardest = _hardest_case(self._guideline, diagram)

        def in_full(states: States, given: Given) -> bool:
            return self._holds_throughout(diagram, given)

        return in_full if hardest is None else hardest(in_full)

    def _holds_throughout(self, diagram: ContradictionDiagram, given: Given) -> bool:
        guideline = self._guideline
        known = known_of(guideline, given, diagram.facts)
        possible = {
            name: _possible(guideline.fact[name], known[name].stated if name in known else unknown)
            for name in diagram.facts
        }
        return is_found(diagram, guideline.fact, possible)


def _walked(store: Store, root: int, place: Sequence[int]) -> Holds:
    """Return what walks a diagram whose variables have these places among those of the patient."""
    children = store.children
    asked = {node: place[store.variable[node]] for node in store.nodes([root], counted=False)}

    def holds(states: States, given: Given) -> bool:
        node = root
        # Most often its facts are known.
        while node >= TERMINALS:
            state = states[asked[node]]
            if state.__class__ is tuple:
                return ends(store, node, [states[variable] for variable in place]) == _CERTAIN
            node = children[node][state]  # type: ignore[index]
        return node == TRUE

    return holds


def _possible(fact: Fact, stated: Statement) -> Possible:
    if not isinstance(fact.type, NumberType):
        return Possible(regions(fact, stated))
    if isinstance(stated, Fraction):
        interval = Interval(stated, stated)
    else:
        interval = stated if isinstance(stated, Interval) else fact.type.range
    return Possible(regions(fact, stated), interval)


def _hardest_case(
    guideline: Guideline, diagram: ContradictionDiagram
) -> Callable[[Holds], Holds] | None:
    """Return a quick way to tell whether a condition always holds, or the way in full.

    It serves a contradiction that is one comparison of two facts in the same unit, where each is
    a plain number, or all of its range: then the ends that speak most against it decide.
    """
    comparison = diagram.rule.when
    # The two ends of the range of one fact are no two numbers: it is never anything but itself.
    if (
        not isinstance(comparison, ComparesFacts)
        or comparison.factor != 1
        or comparison.fact == comparison.other
        or diagram.root != diagram.store.test(len(diagram.facts), (False, True))
    ):
        return None
    positions = {fact.name: place for place, fact in enumerate(guideline.facts)}
    left, right = positions[comparison.fact], positions[comparison.other]
    lowest = comparison.operator in ("over", "at least")
    unknown_left = _end(guideline.facts[left], lowest)
    unknown_right = _end(guideline.facts[right], not lowest)
    unstated_left = unknown_left if _is_open(guideline, guideline.facts[left]) else None
    unstated_right = unknown_right if _is_open(guideline, guideline.facts[right]) else None
    compare = OPERATORS[comparison.operator]

    def quick(in_full: Holds) -> Holds:
        def holds(states: States, given: Given) -> bool:
            a, b = given[left], given[right]
            # Most often both are plain, or not stated.
            if a is None:
                a = unstated_left
            elif a.__class__ is not int and not _compares_as_it_is(a):
                a = unknown_left if a is unknown else None
            if b is None:
                b = unstated_right
            elif b.__class__ is not int and not _compares_as_it_is(b):
                b = unknown_right if b is unknown else None
            if a is None or b is None:
                return in_full(states, given)
            is_so: bool = compare(a, b)
            return is_so

        return holds

    return quick


def _compares_as_it_is(value: Any) -> bool:
    """Return whether a number is what it is read as; a float that came from fewer bits is not."""
    if value.__class__ is not float:
        return value.__class__ is int
    # Sixteenths below the most have so few digits that they are read as their own text.
    return -_MOST_IN_FULL < value < _MOST_IN_FULL and bool(
        value * 16 % 1 == 0 or not has_32_bits(value)
    )


def _end(fact: Fact, lowest: bool) -> Any:
    """Return an end of a fact's range, or ``None`` where it is no whole number."""
    span = fact.number.range
    end = span.low if lowest else span.high
    return int(end) if end.denominator == 1 else None


def _is_open(guideline: Guideline, fact: Fact) -> bool:
    """Return whether a fact that is not stated can be all of its range, whatever else is said."""
    covered = {name for screen in guideline.screens for name, _ in screen.covers}
    return fact.assumed is None and fact.name not in covered
