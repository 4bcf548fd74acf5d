"""Conditions as drawings show them: what is still open, and each fact behind its gate.

A fact with `ask only when` is read by nobody of whom it is not known that its gate is open. A
condition is read from left to right, and no further than needed: of `a or b` the second part only
where the first does not hold. So a gate is open where what has been read before says so.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from attrs import evolve, frozen

from imaging_rules.diagram.conditions import from_condition, holds_in
from imaging_rules.diagram.from_model import Diagrams
from imaging_rules.diagram.store import AND, TRUE
from imaging_rules.diagram.walk import implies, meets
from imaging_rules.model import conditions
from imaging_rules.model.conditions import NEVER, Compares, Condition, Defined, Not, Test
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import RedFlag, Rule, WaitingPeriod
from imaging_rules.values.recommendation import Recommendation

_OPPOSITE = {"under": "at least", "at least": "under", "over": "at most", "at most": "over"}


@frozen
class Gate:
    """A fact that is asked only when a condition holds."""

    fact: str
    when: Condition


@frozen
class Line:
    """A line of a drawing: it holds where its gates are open, read in their order, and ``when``."""

    rule: str
    when: Condition
    gates: tuple[Gate, ...] = ()


class DrawnConditions:
    """The conditions of a guideline, for drawings."""

    def __init__(self, guideline: Guideline, diagrams: Diagrams) -> None:
        self.store = diagrams.store
        self._guideline = guideline
        self._place = diagrams.place
        self._scope = diagrams.applies
        self._defined: dict[str, int] = {}
        # By identity: to compare a long condition takes as long as to make its diagram. The
        # condition is kept, so that no other one gets its place.
        self._known: dict[int, tuple[Condition, int]] = {}
        self._gated: dict[str, bool] = {}
        self._choice = {each.name: each for each in guideline.choices}
        for each in guideline.definitions:
            self._defined[each.name] = self.diagram(each.condition)
            self._gated[each.name] = self._is_gated(each.condition)

    def diagram(self, condition: Condition) -> int:
        """Return the diagram of a condition."""
        known = self._known.get(id(condition))
        if known is None:
            made = from_condition(self.store, condition, self._test, self._defined)
            known = self._known[id(condition)] = (condition, made)
        return known[1]

    def narrowed(self, condition: Condition, within: int) -> Condition:
        """Return a condition without the parts that are settled for all patients within a diagram.

        Args:
            condition: The condition.
            within: The true/false diagram of the patients.

        Returns:
            A condition that holds for the same ones of these patients.
        """
        whole = self.diagram(condition)
        if implies(self.store, within, whole):
            return conditions.ALWAYS
        if not meets(self.store, within, whole):
            return conditions.NEVER
        match condition:
            case conditions.Not(conditions.Compares(fact, operator, bound)):
                return conditions.Compares(fact, _OPPOSITE[operator], bound)
            case conditions.Not(part):
                return conditions.Not(self.narrowed(part, within))
            case conditions.All(parts):
                return every(self.narrowed(part, within) for part in dict.fromkeys(parts))
            case conditions.AtLeast(count, parts):
                counted = dict.fromkeys(parts) if count == 1 else parts
                told = [self.narrowed(part, within) for part in counted]
                count -= told.count(conditions.ALWAYS)
                left = tuple(
                    part for part in told if part not in (conditions.ALWAYS, conditions.NEVER)
                )
                return every(left) if count == len(left) else conditions.AtLeast(count, left)
            case _:
                return condition

    def line(self, rule: str, when: Condition, within: int) -> Line:
        """Return the line of a rule as it is drawn for patients within a diagram.

        The line may count a fact whose gate is closed as having its first value: such a fact
        matters for no decision, so any value of it will do.
        """
        wanted = self.narrowed(when, within)
        if self.is_in_order(wanted, TRUE):
            return Line(rule, wanted)
        gates = self._gates(wanted)
        opened = self.store.every([within, *(self.diagram(gate.when) for gate in gates)])
        if implies(self.store, self.store.combine(AND, within, self.diagram(wanted)), opened):
            told = (evolve(gate, when=self._in_scope(gate.when, within)) for gate in gates)
            return Line(rule, self.narrowed(wanted, opened), tuple(told))
        return Line(rule, self.guarded(wanted, within))

    def _in_scope(self, gate: Condition, within: int) -> Condition:
        """Return a gate without what is settled for everyone whom the guideline is for."""
        scope = self._scope if implies(self.store, within, self._scope) else TRUE
        return self.narrowed(gate, scope)

    def is_in_order(self, condition: Condition, within: int) -> bool:
        """Return whether each gate of a condition is open by what is read before its fact."""
        return not any(True for _ in self._unopened(condition, within))

    def gated_facts(self, condition: Condition) -> Iterator[Gate]:
        """Yield the gates of the facts that a condition reads."""
        for part in conditions.walk(condition):
            for fact in conditions.facts_asked(part):
                gate = self._guideline.fact[fact].gate
                if gate != conditions.ALWAYS:
                    yield Gate(fact, gate)
            if isinstance(part, conditions.Defined):
                yield from self.gated_facts(self._guideline.definition[part.name].condition)

    def guarded(self, condition: Condition, within: int) -> Condition:
        """Return a condition in which each fact with a gate stands behind it.

        Args:
            condition: The condition.
            within: The true/false diagram of the patients of whom it is asked.
        """
        if self.is_in_order(condition, within):
            return condition

        def inner(part: Condition) -> Condition:
            return self.guarded(part, within)

        match condition:
            case conditions.IsYes(name) | conditions.IsAmong(name) | conditions.Compares(name):
                fact = self._guideline.fact[name]
                gate = inner(fact.gate)
                if holds_in(fact, condition)[0]:
                    return conditions.AtLeast(1, (conditions.Not(gate), condition))
                return conditions.All((gate, condition))
            case conditions.Defined(name):
                return inner(self._guideline.definition[name].condition)
            case conditions.All(parts):
                return conditions.All(tuple(self._guarded_in_turn(parts, within, until=False)))
            case conditions.AtLeast(1, parts):
                return conditions.AtLeast(
                    1, tuple(self._guarded_in_turn(parts, within, until=True))
                )
            case _:
                return conditions.with_parts(condition, inner)

    def _guarded_in_turn(
        self, parts: Iterable[Condition], within: int, until: bool
    ) -> Iterator[Condition]:
        for part in sorted(parts, key=self._is_gated):
            told = self.guarded(part, within)
            yield told
            within = self._read_on(within, told, until)

    def _gates(self, condition: Condition) -> tuple[Gate, ...]:
        """Return the gates that a condition does not open itself, each after those it needs."""
        found: dict[Gate, None] = {}
        for gate in self._unopened(condition, TRUE):
            found.update(dict.fromkeys((*self._gates(gate.when), gate)))
        return tuple(found)

    def _unopened(self, condition: Condition, within: int) -> Iterator[Gate]:
        """Yield the gates that are not known to be open where their facts are read."""
        if not self._is_gated(condition):
            return
        match condition:
            case conditions.IsYes() | conditions.IsAmong() | conditions.Compares():
                for gate in self.gated_facts(condition):
                    if not implies(self.store, within, self.diagram(gate.when)):
                        yield gate
            case conditions.Defined(name):
                definition = self._guideline.definition[name]
                choice = self._choice.get(definition.block)
                # A choice is read line by line, up to the first that fits.
                lines = tuple(when for _, when in choice.lines) if choice else ()
                read = conditions.AtLeast(1, lines) if choice else definition.condition
                yield from self._unopened(read, within)
            case conditions.All(parts):
                yield from self._unopened_in_turn(parts, within, until=False)
            case conditions.AtLeast(1, parts):
                yield from self._unopened_in_turn(parts, within, until=True)
            case _:
                for part in conditions.parts(condition):
                    yield from self._unopened(part, within)

    def _unopened_in_turn(
        self, parts: Iterable[Condition], within: int, until: bool
    ) -> Iterator[Gate]:
        for part in parts:
            yield from self._unopened(part, within)
            within = self._read_on(within, part, until)

    def _read_on(self, within: int, part: Condition, until: bool) -> int:
        """Return for whom the next part is read: until one holds, or while all hold."""
        read = self.diagram(part)
        return self.store.combine(AND, within, self.store.negation(read) if until else read)

    def _is_gated(self, condition: Condition) -> bool:
        return any(
            self._gated[part.name]
            if isinstance(part, conditions.Defined)
            else not self._guideline.gated.isdisjoint(conditions.facts_asked(part))
            for part in conditions.walk(condition)
        )

    def _test(self, condition: conditions.Test | conditions.ComparesFacts) -> int:
        assert not isinstance(condition, conditions.ComparesFacts), (
            "only contradictions compare facts"
        )
        fact = self._guideline.fact[condition.fact]
        return self.store.test(self._place[fact.name], holds_in(fact, condition))


def every(parts: Iterable[Condition]) -> Condition:
    """Return the condition that all parts hold; a single one stands for itself."""
    told = tuple(each for part in parts for each in conjuncts(part))
    return told[0] if len(told) == 1 else conditions.All(told)


def conjuncts(condition: Condition) -> tuple[Condition, ...]:
    """Return the parts that all have to hold for a condition to hold."""
    match condition:
        case conditions.All(parts):
            return tuple(each for part in parts for each in conjuncts(part))
        case conditions.AtLeast(1, (part,)):
            return conjuncts(part)
        case _:
            return (condition,)


@frozen
class Lines:
    """Some lines, one of which is to hold, and what has to hold with whichever it is."""

    lines: tuple[Line, ...] = ()
    common: tuple[Condition, ...] = ()


def with_common_part(lines: tuple[Line, ...], conditions: DrawnConditions) -> Lines:
    """Return lines of which what all of them ask stands before them, once."""
    if len(lines) < 2 or any(line.gates for line in lines):
        return Lines(lines)
    parts = [conjuncts(line.when) for line in lines]
    asked = [frozenset(each) for each in parts]
    by_all = frozenset.intersection(*asked)
    common = tuple(
        each
        for each in dict.fromkeys(parts[0])
        if each in by_all
        and _is_short(each)
        and not any(True for _ in conditions.gated_facts(each))
    )
    left_out = frozenset(common)
    # Where some line asks nothing else, it holds as soon as the common part does.
    if not common or any(each <= left_out for each in asked):
        return Lines(lines)
    rest = tuple(
        Line(line.rule, every(part for part in each if part not in left_out))
        for line, each in zip(lines, parts, strict=True)
    )
    return Lines(rest, common)


def _is_short(condition: Condition) -> bool:
    """Return whether a condition is no list."""
    inside = condition.part if isinstance(condition, Not) else condition
    return isinstance(inside, Test | Defined)


LEVELS = tuple(reversed([each for each in Recommendation if each.is_level]))
"""The levels, highest first."""

_CONSIDER = Recommendation.CONSIDER


def says_at_least(rule: Rule, level: Recommendation) -> Condition:
    """Return when a rule says a level or a higher one, the scope and limits aside."""
    if isinstance(rule, WaitingPeriod):
        if rule.then.level < level:
            return NEVER
        return _waited(rule, (Compares(rule.fact, "at least", _from(rule, level)),))
    return rule.when if rule.can_say(level) else NEVER


def says(rule: Rule, level: Recommendation) -> Condition:
    """Return when a level is the highest that a rule says, the scope and limits aside."""
    if not isinstance(rule, WaitingPeriod):
        return rule.when if rule.highest is level else NEVER
    if rule.then.level is level:
        return says_at_least(rule, level)
    if level is not _CONSIDER or rule.first == rule.last:
        return NEVER
    window = Compares(rule.fact, "at least", rule.first), Compares(rule.fact, "under", rule.last)
    return _waited(rule, window)


def speaking(guideline: Guideline) -> tuple[Rule, ...]:
    """Return the rules that can say a level, red flags aside."""
    return tuple(r for r in guideline.rules if r.says and not isinstance(r, RedFlag))


def _from(rule: WaitingPeriod, level: Recommendation) -> Fraction:
    return rule.first if level <= _CONSIDER else rule.last


def _waited(rule: WaitingPeriod, waited: tuple[Condition, ...]) -> Condition:
    without = () if rule.without == NEVER else (Not(rule.without),)
    return every((*waited, rule.when, *without))
