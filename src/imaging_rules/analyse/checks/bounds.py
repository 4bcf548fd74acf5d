"""The numbers that conditions compare facts with."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from attrs import frozen

from imaging_rules.model.conditions import Adds, All, Compares, Condition, Defined, IsAmong, walk
from imaging_rules.model.facts import NumberType
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import WaitingPeriod
from imaging_rules.values.numbers import decimal_text, quantity_text
from imaging_rules.values.timing import Timing
from imaging_rules.values.units import BY_NAME, Unit

# A bound on a whole number may be spoken of by the next one: over 70 is at least 71, and who is
# not over 70 is under 71.
_UP, _DOWN = {"at least": 1, "under": 1}, {"over": -1, "at most": -1}
_NEXT: dict[str, dict[str, int]] = {
    "over": _UP,
    "at most": _UP,
    "at least": _DOWN,
    "under": _DOWN,
    "is": {},
}
# In another unit, a number this many times a bound is hardly meant as that bound.
_FAR = 10
_TIMING = "timing"


@frozen
class Bound:
    """A number that a fact, or a score, is compared with, in its own unit; or of a timing."""

    name: str
    operator: str
    value: Fraction
    unit: Unit | None
    whole: bool

    @property
    def words(self) -> str:
        """The comparison as the language writes it."""
        return f"{self.name} {self.operator} {self.quantity}"

    @property
    def quantity(self) -> str:
        """The number with its unit."""
        return quantity_text(self.value, self.unit)


class Numbers:
    """Tells of numbers, as texts speak of them, which of some bounds they mean."""

    def __init__(self, bounds: Iterable[Bound]) -> None:
        self._bounds = tuple(bounds)
        self._by_value: dict[tuple[object, ...], Bound] = {}
        for bound in self._bounds:
            steps = {"": 0, **(_NEXT[bound.operator] if bound.whole else {})}
            for operator, step in steps.items():
                # It is found with its unit, and without one.
                for unit in (bound.unit, None):
                    key = _key(bound.value + step, unit, operator)
                    self._by_value.setdefault(key, bound)
                    self._by_value.setdefault((bound.name, *key), bound)

    def __bool__(self) -> bool:
        return bool(self._by_value)

    def may_mean(self, value: Fraction, unit: Unit | None) -> bool:
        """Return whether a number may be meant as some bound, right or wrong.

        Args:
            value: The number.
            unit: Its unit; without one, it may mean any bound.
        """
        # A number alone is not taken for a time from now.
        return any(
            bound.name != _TIMING if unit is None else _is_near(value, unit, bound)
            for bound in self._bounds
        )

    def meant(
        self, value: Fraction, unit: Unit | None, operator: str, name: str = ""
    ) -> Bound | None:
        """Return the bound that a number means, or ``None``.

        Args:
            value: The number.
            unit: Its unit; without one, it is in the bound's own.
            operator: How it is compared with, in a word of the language; empty if it is not said.
            name: What is compared with it; empty if that is not said.
        """
        before = (name,) if name else ()
        for tried in dict.fromkeys(("", operator)):
            found = self._by_value.get((*before, *_key(value, unit, tried)))
            if found is not None:
                return found
        rounded = (each for each in self._bounds if not name and _is_rounded(value, unit, each))
        return next(rounded, None)


def _is_near(value: Fraction, unit: Unit, bound: Bound) -> bool:
    if bound.unit is None or bound.unit.dimension != unit.dimension:
        return False
    one, other = value * unit.size, bound.value * bound.unit.size
    return unit == bound.unit or other / _FAR <= one <= other * _FAR


def _is_rounded(value: Fraction, unit: Unit | None, bound: Bound) -> bool:
    """Return whether a bound is a number rounded, such as 0.9 m of 0.914 m."""
    if unit is None or unit != bound.unit or bound.value.denominator == 1:
        return False
    places = len((decimal_text(bound.value) or "").partition(".")[2])
    return abs(value - bound.value) < Fraction(1, 2 * 10**places)


def _key(value: Fraction, unit: Unit | None, operator: str) -> tuple[object, ...]:
    return (operator, unit.dimension, value * unit.size) if unit else (operator, "", value)


Blocks = dict[tuple[str, str], frozenset[Bound]]
"""Bounds by the keyword and the name of a block."""


def bounds_of_blocks(guideline: Guideline) -> Blocks:
    """Return the bounds of each block of a guideline, with those of what it is defined by.

    The bounds of the header are those of the scope.
    """
    # A definition stands after those that it uses.
    defined: dict[str, frozenset[Bound]] = {}
    for definition in guideline.definitions:
        defined[definition.name] = _with_used([definition.condition], guideline, defined)
    found = {
        block: _with_used(conditions, guideline, defined)
        for block, conditions in _conditions_of_blocks(guideline).items()
    }
    for rule in guideline.rules:
        found[rule.kind, rule.name] |= frozenset(_times(rule.timing))
    return found


def _times(timing: Timing | None) -> Iterator[Bound]:
    """Yield the ends of a timing that has numbers; from now on is none."""
    if timing is None:
        return
    for value in (timing.low, timing.high):
        if value:
            yield Bound(_TIMING, "is", value, BY_NAME[timing.unit], whole=False)


def _with_used(
    conditions: Iterable[Condition],
    guideline: Guideline,
    defined: Mapping[str, frozenset[Bound]],
) -> frozenset[Bound]:
    found: set[Bound] = set()
    for each in _bounds(All(tuple(conditions)), guideline):
        found |= defined[each.name] if isinstance(each, Defined) else {each}
    return frozenset(found)


def bounds_of_facts(guideline: Guideline, blocks: Blocks) -> Blocks:
    """Return the bounds that the questions for the facts of a guideline may speak of.

    Of a fact these are the bounds of the condition on which it is asked for; of a number, the
    ends of its range too, and what it is compared with in the whole guideline.
    """
    kinds = {score.name: "score" for score in guideline.scores}
    defined = {
        each.name: blocks[kinds.get(each.block, "define"), each.block]
        for each in guideline.definitions
    }
    found = {
        fact.name: set(_with_used([fact.gate], guideline, defined)) for fact in guideline.facts
    }
    for bound in frozenset().union(*blocks.values()):
        if bound.name in found:
            found[bound.name].add(bound)
    for fact in guideline.facts:
        if isinstance(fact.type, NumberType):
            ends = (("at least", fact.type.range.low), ("at most", fact.type.range.high))
            found[fact.name] |= {_bound(fact.name, *end, guideline) for end in ends}
    return {("fact", name): frozenset(bounds) for name, bounds in found.items()}


def direct_bounds_of_blocks(guideline: Guideline) -> Blocks:
    """Return the bounds that each block of a guideline has itself."""
    return {
        block: frozenset(
            each for each in _bounds(All(tuple(conditions)), guideline) if isinstance(each, Bound)
        )
        for block, conditions in _conditions_of_blocks(guideline).items()
    }


def _conditions_of_blocks(guideline: Guideline) -> dict[tuple[str, str], list[Condition]]:
    header = guideline.header
    found: dict[tuple[str, str], list[Condition]] = {("guideline", header.name): [header.applies]}
    kinds = {score.name: "score" for score in guideline.scores}
    for definition in guideline.definitions:
        key = kinds.get(definition.block, "define"), definition.block
        found.setdefault(key, []).append(definition.condition)
    for rule in guideline.rules:
        own = found[rule.kind, rule.name] = [rule.condition]
        if isinstance(rule, WaitingPeriod):
            own.append(Compares(rule.fact, "at least", rule.last))
    return found


def _bounds(condition: Condition, guideline: Guideline) -> Iterator[Bound | Defined]:
    """Yield the bounds of a condition, and the definitions that it uses."""
    for part in walk(condition):
        match part:
            case Defined():
                yield part
            case Compares(fact, operator, value):
                yield _bound(fact, operator, value, guideline)
            case IsAmong(fact, values):
                for each in values:
                    if isinstance(each, Fraction):
                        yield _bound(fact, "is", each, guideline)
            case Adds(lines, operator, value):
                points = BY_NAME["points"]
                yield Bound("score", operator, value, points, whole=False)
                for worth, _ in lines:
                    yield Bound("score", "is", abs(worth), points, whole=False)


def _bound(fact: str, operator: str, value: Fraction, guideline: Guideline) -> Bound:
    type = guideline.fact[fact].number
    return Bound(fact, operator, value, type.unit, type.whole)
