"""What the examples of a guideline are to show, as far as some patient can show it.

Each rule is to decide once and not to hold once. Of each value at which a number's meaning
changes there is to be a patient on each side, for whom the side makes a difference. Each red flag
is to be left unanswered once, where that keeps the decision open.
"""

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias

from attrs import frozen

from imaging_rules.analyse.conditions import Conditions
from imaging_rules.diagram.conditions import facts_of
from imaging_rules.diagram.decisive import Deciding, taken
from imaging_rules.diagram.from_model import Diagrams
from imaging_rules.diagram.store import AND, DIFFER, FALSE, ONLY_IF, OR, TRUE
from imaging_rules.diagram.walk import State, States, cofactor, ends
from imaging_rules.model.facts import Fact, NumberType, Value
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import Precaution, RedFlag, Rule
from imaging_rules.values.numbers import decimal_text
from imaging_rules.values.regions import Interval
from imaging_rules.values.units import Unit, parts

BUDGET = 3_000_000
"""How many steps looking for what one guideline's examples are to show may take."""

_BOTH = 1 << TRUE | 1 << FALSE


@frozen
class Decides:
    """A rule is to decide, or a precaution to be taken, for one of ``patients``, as in all aims."""

    rule: str
    patients: int


@frozen
class DoesNotHold:
    """A rule is not to hold: its own condition, whatever the scope."""

    rule: str
    patients: int


@frozen
class Beside:
    """A number is to lie beside a value at which its meaning changes.

    ``near`` is where it may lie, in the region of number ``side``, and ``other`` is the region
    on the other side.
    """

    fact: str
    near: Interval
    side: int
    other: int
    patients: int


@frozen
class Unanswered:
    """A red flag is to be open, and to matter. ``fact`` is one to leave open for that."""

    flag: str
    fact: str
    patients: int


Aim: TypeAlias = Decides | DoesNotHold | Beside | Unanswered


class Aims:
    """Finds what is to be shown, and tells who shows it.

    This makes nodes in the store of the diagrams, so no one else may use it meanwhile.
    """

    def __init__(self, guideline: Guideline, diagrams: Diagrams, deciding: Deciding) -> None:
        self._guideline = guideline
        self._diagrams = diagrams
        self._store = diagrams.store
        self._precautions = guideline.of(Precaution)
        self._rules: tuple[Rule, ...] = (*guideline.deciding_rules, *self._precautions)
        self._deciding = deciding
        self._decides: dict[str, int] = {}
        self._beside_levels: tuple[int, ...] = ()
        self._without: dict[str, int] = {}

    def all(self) -> tuple[Aim, ...]:
        """Return all that some patient can show, contradictions aside.

        Raises:
            OverBudgetError: The guideline is too entangled.
        """
        with self._store.allowing(BUDGET):
            decides = {r.name: self._deciding.when(r) for r in self._guideline.deciding_rules}
            cares = {rule.name: taken(rule, self._diagrams) for rule in self._precautions}
            self._decides = decides | cares
            # A rule may give the timing where it does not decide: a limit holds what it says.
            timings = self._deciding.timings(self._guideline.deciding_rules)
            instead = self._diagrams.used_instead.values()
            self._beside_levels = (*self._decides.values(), *(t for _, t in timings), *instead)
            found = tuple(self._all())
        self._store.forget_results()
        return found

    def _all(self) -> Iterator[Aim]:
        conditions = Conditions(self._guideline, self._diagrams)
        for rule in self._rules:
            if self._decides[rule.name] != FALSE:
                yield Decides(rule.name, self._decides[rule.name])
        for fact in self._guideline.facts:
            if isinstance(fact.type, NumberType):
                yield from self._beside_bounds(fact, fact.type)
        for flag in self._guideline.of(RedFlag):
            yield from self._unanswered(flag)
        for rule in self._rules:
            without = self._store.negation(conditions.diagram(rule.condition))
            if without != FALSE:
                yield DoesNotHold(rule.name, without)

    def _beside_bounds(self, fact: Fact, type: NumberType) -> Iterator[Beside]:
        for lower, (below, above) in enumerate(pairwise(type.regions)):
            patients = self._matters(fact.name, lower, lower + 1)
            if patients != FALSE:
                here, there = _beside(below, above, type)
                yield Beside(fact.name, here, lower, lower + 1, patients)
                yield Beside(fact.name, there, lower + 1, lower, patients)

    def _matters(self, fact: str, one: int, other: int) -> int:
        """Return for whom it makes a difference in which of two regions a number lies."""
        said = [self._diagrams.level, *self._diagrams.studies.values()]
        found = self._differ(said, fact, one, other)
        # Some bounds only say which rules decide, such as that of an action, or how soon it is due.
        return found if found != FALSE else self._differ(self._beside_levels, fact, one, other)

    def _differ(self, roots: Iterable[int], fact: str, one: int, other: int) -> int:
        store, variable = self._store, self._diagrams.place[fact]
        return store.any(
            store.combine(
                DIFFER,
                cofactor(store, root, variable, one),
                cofactor(store, root, variable, other),
            )
            for root in roots
        )

    def _unanswered(self, flag: RedFlag) -> Iterator[Unanswered]:
        """Yield the aim with the first fact of a red flag that alone can show it."""
        for name in facts_of(flag.when, self._guideline):
            patients = self._open_by(flag, name)
            if patients != FALSE:
                yield Unanswered(flag.name, name, patients)
                return

    def _open_by(self, flag: RedFlag, fact: str) -> int:
        """Return for whom some level is possible only with a red flag, with one fact open."""
        store, variable = self._store, self._diagrams.place[fact]
        holds, levels = (
            [cofactor(store, root, variable, value) for value in range(store.sizes[variable])]
            for root in (self._diagrams.rules[flag.name], self._diagrams.level)
        )
        free = [store.negation(each) for each in holds]
        ways = []
        for with_flag, level in zip(holds, levels, strict=True):
            if with_flag != FALSE:
                apart = [
                    store.combine(OR, flagged, store.combine(DIFFER, level, other))
                    for flagged, other in zip(holds, levels, strict=True)
                ]
                ways.append(store.every([with_flag, *apart]))
        return store.combine(AND, store.any(ways), store.any(free))

    def shows(self, aim: Aim, states: States, value_of: Callable[[str], Value | None]) -> bool:
        """Return whether a patient shows something that is to be shown.

        Args:
            aim: What is to be shown.
            states: The patient, in the diagrams that the aim was found in.
            value_of: Returns what a fact of the patient is, or ``None`` where it is open.
        """
        match aim:
            case Decides(_, patients) | DoesNotHold(_, patients):
                return ends(self._store, patients, states) == 1 << TRUE
            case Beside():
                value = value_of(aim.fact)
                near = isinstance(value, Fraction) and value in aim.near
                return near and self._tells_apart(aim, states)
            case Unanswered():
                return self._is_open(aim.flag, states)

    def changing_rules(self, aim: Beside, states: States) -> list[str]:
        """Return the rules that decide for a patient, and might not beyond the bound."""
        beyond = self._beyond(aim, states)
        return [
            name
            for name, root in self._decides.items()
            if ends(self._store, root, states) == 1 << TRUE
            and ends(self._store, root, beyond) != 1 << TRUE
        ]

    def _tells_apart(self, aim: Beside, states: States) -> bool:
        beyond = self._beyond(aim, states)
        roots = (self._diagrams.level, *self._diagrams.studies.values(), *self._beside_levels)
        return any(
            ends(self._store, root, states) != ends(self._store, root, beyond) for root in roots
        )

    def _beyond(self, aim: Beside, states: States) -> list[State]:
        """Return the patient with the number on the other side of the bound."""
        moved = list(states)
        moved[self._diagrams.place[aim.fact]] = aim.other
        return moved

    def _is_open(self, flag: str, states: States) -> bool:
        """Return whether a red flag is open, and some level is possible only with it."""
        store, level = self._store, self._diagrams.level
        holds = self._diagrams.rules[flag]
        if ends(store, holds, states) != _BOTH:
            return False
        if flag not in self._without:
            self._without[flag] = store.combine(ONLY_IF, store.negation(holds), level)
        # The end 0 stands for the patients with the flag; no level has it.
        return ends(store, self._without[flag], states) & ~1 != ends(store, level, states)


def _beside(below: Interval, above: Interval, type: NumberType) -> tuple[Interval, Interval]:
    """Return the numbers that count as beside a bound: those below it, and those above it.

    One side has the bound itself, and only that counts there. On the other side no number is the
    next one; a little away counts: one of the next smaller unit, such as a day for weeks.
    """
    if type.whole:
        return Interval(below.high, below.high), Interval(above.low, above.low)
    at = above.low
    step = _step(at, type.unit)
    just = Interval(at, at)
    if above.low_open:
        near = above.common(Interval(at, at + step, low_open=True))
        assert near is not None
        return just, near
    near = below.common(Interval(at - step, at, high_open=True))
    assert near is not None
    return near, just


def _step(at: Fraction, unit: Unit | None) -> Fraction:
    smaller = parts(unit) if unit else []
    if smaller:
        return Fraction(1, smaller[0][0])
    written = decimal_text(at) or ""
    return Fraction(1, 10 ** len(written.partition(".")[2]))
