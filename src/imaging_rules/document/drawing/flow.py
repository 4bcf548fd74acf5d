"""The way from a patient to the level of the decision, as a row of boxes.

A patient takes the boxes from the first to the last and leaves at the first one that is a yes; its
level is the decision's. A box stands only where it decides for all who still come to it, which the
diagrams know; so the order is the language's: red flags, scope, limits, the rest, highest level
first. It differs for a fact that is asked only at times: those of whom it is not asked leave first,
where other rules decide for them.
"""

from collections.abc import Iterable, Iterator

from attrs import evolve, frozen

from imaging_rules.diagram.from_model import BUDGET, Diagrams, diagrams_from
from imaging_rules.diagram.store import AND, FALSE, TRUE, OverBudgetError
from imaging_rules.diagram.walk import asked, implies, meets
from imaging_rules.document.drawing.conditions import (
    LEVELS,
    DrawnConditions,
    Line,
    Lines,
    conjuncts,
    every,
    says,
    says_at_least,
    speaking,
    with_common_part,
)
from imaging_rules.model.conditions import ALWAYS, NEVER, Condition, Defined, Not, Test
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import Limit, RedFlag
from imaging_rules.values.recommendation import Recommendation

_HELD_AT = (Recommendation.WAIT, Recommendation.CONSIDER)


@frozen
class Box:
    """A question on the way, and the level at which the patients leave for whom it is a yes.

    It is a yes where all of this is so: one of ``red_flags`` holds, if there are any; one of
    ``limits`` holds, if there are any; one of ``rules`` holds, if there are any; ``applies`` holds,
    if it is given; and none of ``unless`` holds. The box for those whom the guideline was not
    written for has nothing but ``applies``, and they leave where it does not hold. ``is_for_all``
    says that nobody comes to the box who does not leave by it. ``studies`` are those that have the
    level in the decision, if they are the same for all who leave, special cases aside.
    """

    level: Recommendation
    red_flags: Lines = Lines()
    limits: Lines = Lines()
    rules: Lines = Lines()
    applies: Condition | None = None
    unless: Lines = Lines()
    is_for_all: bool = False
    studies: tuple[str, ...] | None = None


@frozen
class Flow:
    """The boxes in order, for the patients of whom ``only`` holds.

    ``otherwise`` is the level of those who leave by no box, if there can be any. ``defined`` holds
    the conditions of the guideline's definitions as they are for these patients.
    """

    boxes: tuple[Box, ...]
    otherwise: Recommendation | None
    only: Condition
    defined: dict[str, Condition]


def flow(guideline: Guideline) -> tuple[Flow, ...]:
    """Return the ways from a patient to the decision's level: one, or one for each of two groups.

    Returns:
        The ways; none where finding them would take too long.
    """
    diagrams = diagrams_from(guideline)
    try:
        with diagrams.store.allowing(BUDGET):
            conditions = DrawnConditions(guideline, diagrams)
            groups = split(guideline, conditions)
            return tuple(_Way(guideline, diagrams, conditions, only).flow() for only in groups)
    except OverBudgetError:
        return ()


@frozen
class _Candidate:
    """A box that could come next, and the diagram of who is a yes there."""

    box: Box
    opens: int


class _Way:
    """The boxes that have been made, and the diagram of who is still on the way."""

    def __init__(
        self,
        guideline: Guideline,
        diagrams: Diagrams,
        conditions: DrawnConditions,
        only: Condition,
    ) -> None:
        self._guideline = guideline
        self._diagrams = diagrams
        self._store = diagrams.store
        self._conditions = conditions
        self._only = only
        self._left = conditions.diagram(only)

    def flow(self) -> Flow:
        boxes = []
        while (found := self._next()) is not None:
            boxes.append(found.box)
            self._left = self._leaving_out(found.opens)
        ends = self._left == FALSE
        silent = None if ends else self._guideline.header.otherwise
        only = self._conditions.diagram(self._only)
        defined = {
            each.name: self._conditions.narrowed(each.condition, only)
            for each in self._guideline.definitions
        }
        return Flow(tuple(boxes), silent, self._only, defined)

    def _next(self) -> _Candidate | None:
        """Return the first candidate that decides for all who come to it; none at the end."""
        for candidate in self._candidates():
            here = self._store.combine(AND, self._left, candidate.opens)
            if here != FALSE and implies(self._store, here, self._decided(candidate.box.level)):
                is_for_all = here == self._left
                studies = self._studies(candidate.box.level, here)
                box = evolve(candidate.box, is_for_all=is_for_all, studies=studies)
                return evolve(candidate, box=box)
        return None

    def _candidates(self) -> Iterator[_Candidate]:
        """Yield boxes that could come next, the most wanted first.

        The last ones are there for the few guidelines in which none of the others decides alone.
        """
        for level in LEVELS:
            flags = self._lines((each.name, says(each, level)) for each in self._flags)
            yield _Candidate(Box(level, red_flags=self._told(flags)), self._opens(flags))
        yield self._scope()
        for level in _HELD_AT:
            limits = self._limits(level)
            yield _Candidate(Box(level, limits=self._told(limits)), self._opens(limits))
            rules = self._rules_at_least(level)
            box = Box(level, limits=self._told(limits), rules=self._told(rules))
            yield _Candidate(box, self._both(self._opens(limits), self._opens(rules)))
        for wait in (True, False):
            for level in LEVELS:
                rules = self._rules(level, wait)
                yield _Candidate(Box(level, rules=self._told(rules)), self._opens(rules))
        for level in LEVELS:
            yield self._before_red_flags(level)

    @property
    def _flags(self) -> tuple[RedFlag, ...]:
        return self._guideline.of(RedFlag)

    def _scope(self) -> _Candidate:
        applies = self._applies()
        box = Box(Recommendation.OUT_OF_SCOPE, applies=applies)
        return _Candidate(box, self._store.negation(self._conditions.diagram(applies)))

    def _applies(self) -> Condition:
        applies = self._conditions.narrowed(self._guideline.header.applies, self._left)
        return self._conditions.guarded(applies, self._left)

    def _before_red_flags(self, level: Recommendation) -> _Candidate:
        """Return the box of what rules say more than some red flag that is still to come."""
        rules = self._rules_at_least(level)
        limits = tuple(line for each in LEVELS for line in self._limits(each))
        applies = self._applies()
        box = Box(
            level,
            rules=self._told(rules),
            applies=None if applies == ALWAYS else applies,
            unless=Lines(limits),
        )
        free = self._store.negation(self._opens(limits))
        opens = [self._opens(rules), self._conditions.diagram(applies), free]
        return _Candidate(box, self._store.every(opens))

    def _limits(self, level: Recommendation) -> tuple[Line, ...]:
        limits = self._guideline.of(Limit)
        return self._lines((each.name, each.when) for each in limits if each.level is level)

    def _rules_at_least(self, level: Recommendation) -> tuple[Line, ...]:
        rules = speaking(self._guideline)
        return self._lines((each.name, says_at_least(each, level)) for each in rules)

    def _rules(self, level: Recommendation, wait: bool) -> tuple[Line, ...]:
        """Return the lines of the rules that say a level; without those that had better wait."""
        rules = speaking(self._guideline)
        told = [(each.name, says(each, level)) for each in rules]
        return self._lines(each for each in told if not (wait and self._waits(each[1])))

    def _waits(self, when: Condition) -> bool:
        """Return whether a fact of a rule is not asked of some who will have left by other rules.

        A rule that opens the gate itself, and holds for them all the same, need not wait.
        """
        here = self._both(self._left, self._conditions.diagram(when))
        opens_itself = self._conditions.is_in_order(when, TRUE)
        for gate in self._conditions.gated_facts(when):
            opened = self._conditions.diagram(gate.when)
            closed = self._leaving_out(opened)
            if closed == FALSE or (opens_itself and not implies(self._store, here, opened)):
                continue
            if implies(self._store, closed, self._without(gate.fact)):
                return True
        return False

    def _without(self, fact: str) -> int:
        """Return for whom some rule speaks that does not read a fact."""
        found = []
        for rule in speaking(self._guideline):
            when = says_at_least(rule, LEVELS[-1])
            if all(gate.fact != fact for gate in self._conditions.gated_facts(when)):
                found.append(self._conditions.diagram(when))
        return self._store.any(found)

    def _lines(self, rules: Iterable[tuple[str, Condition]]) -> tuple[Line, ...]:
        """Return the lines of those rules that hold for someone on the way."""
        return tuple(
            self._conditions.line(rule, when, self._left)
            for rule, when in rules
            if when != NEVER and meets(self._store, self._left, self._conditions.diagram(when))
        )

    def _told(self, lines: tuple[Line, ...]) -> Lines:
        return with_common_part(lines, self._conditions)

    def _opens(self, lines: tuple[Line, ...]) -> int:
        return self._store.any(
            self._conditions.diagram(every((*(gate.when for gate in line.gates), line.when)))
            for line in lines
        )

    def _both(self, one: int, other: int) -> int:
        return self._store.combine(AND, one, other)

    def _leaving_out(self, opens: int) -> int:
        return self._both(self._left, self._store.negation(opens))

    def _decided(self, level: Recommendation) -> int:
        """Return when a level is the decision's."""
        return self._ends_in(level, self._diagrams.level)

    def _ends_in(self, level: Recommendation, diagram: int) -> int:
        return self._store.where(diagram, level.end)

    def _studies(self, level: Recommendation, here: int) -> tuple[str, ...] | None:
        """Return the studies that have a level, if they are the same ones for all patients."""
        named = []
        for study, diagram in self._diagrams.recommended.items():
            at_level = self._ends_in(level, diagram)
            if implies(self._store, here, at_level):
                named.append(study)
            elif meets(self._store, here, at_level):
                return None
        return tuple(named)


_FEWEST = 2
# Three rules of four are for one of the groups alone.
_SHARE = 0.75


def split(guideline: Guideline, conditions: DrawnConditions) -> tuple[Condition, ...]:
    """Return the groups of patients for each of whom a drawing of its own is clearer.

    It is clearer where one fact splits the guideline: where most of its rules ask for one side of
    it, and several rules ask for each side.

    Returns:
        The conditions of two groups, or of all patients as one group.
    """
    whens = [
        says(rule, level)
        for rule in (*guideline.of(RedFlag), *speaking(guideline))
        for level in LEVELS
        if says(rule, level) != NEVER
    ]
    store = conditions.store
    drawn = [conditions.diagram(when) for when in whens]
    for sides in _sides(whens, conditions):
        groups = [conditions.narrowed(_spelled_out(each, guideline), TRUE) for each in sides]
        asking = [
            sum(implies(store, each, conditions.diagram(group)) for each in drawn)
            for group in groups
        ]
        short = all(isinstance(each, Test) for each in map(_bare, groups))
        if short and min(asking) >= _FEWEST and sum(asking) >= _SHARE * len(drawn):
            return tuple(groups)
    return (ALWAYS,)


def _sides(
    whens: list[Condition], conditions: DrawnConditions
) -> Iterator[tuple[Condition, Condition]]:
    """Yield the parts of conditions that ask one fact alone, each two that exclude each other."""
    store = conditions.store
    parts: dict[int, Condition] = {}
    for part in (part for when in whens for part in conjuncts(when)):
        diagram = conditions.diagram(part)
        if len(asked(store, [diagram])) == 1:
            parts.setdefault(diagram, part)
    for diagram, part in parts.items():
        opposite = store.negation(diagram)
        if opposite in parts and not any(True for _ in conditions.gated_facts(part)):
            yield part, parts[opposite]


def _bare(condition: Condition) -> Condition:
    return condition.part if isinstance(condition, Not) else condition


def _spelled_out(condition: Condition, guideline: Guideline) -> Condition:
    """Return a condition in terms of its fact."""
    match condition:
        case Defined(name):
            return _spelled_out(guideline.definition[name].condition, guideline)
        case Not(Defined(name)):
            return _spelled_out(Not(guideline.definition[name].condition), guideline)
        case _:
            return condition
