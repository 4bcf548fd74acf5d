"""Which contradictions are found among the facts of a patient, as they are stated.

One that compares no facts with each other is a condition like that of any rule, and its diagram is
walked. For others the values of their own facts are read; what most often tells the answer is
looked at first, and is tested against the whole way, which is in `contradictions`.
"""

from collections.abc import Callable, Mapping, Sequence, Set
from fractions import Fraction
from typing import Any, TypeAlias

from imaging_rules.decide.contradictions.of_values import Possible, is_found
from imaging_rules.decide.read.known import known_of
from imaging_rules.decide.read.stated_value import Statement, regions
from imaging_rules.decide.read.states import Given
from imaging_rules.diagram.contradiction import ContradictionDiagram
from imaging_rules.diagram.from_model import Diagrams
from imaging_rules.diagram.operations import TERMINALS, TRUE
from imaging_rules.diagram.store import Store
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
