"""Two versions of a guideline as diagrams over the same variables, and where they differ."""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

from attrs import evolve, field, frozen

from imaging_rules.diagram.conditions import order_of_use
from imaging_rules.diagram.from_model import Diagrams, TooEntangledError, diagrams_in
from imaging_rules.diagram.store import AND, NOTHING, TERMINALS, Store
from imaging_rules.model.conditions import ALWAYS
from imaging_rules.model.facts import ChoiceType, Fact, NumberType, YesNoType
from imaging_rules.model.guideline import Guideline
from imaging_rules.values.regions import Cut, Interval, cut
from imaging_rules.values.units import Unit, factor, is_whole_in_one

BUDGET = 1_500_000
"""How many steps each version may take, and as many again to tell them apart."""


@frozen
class CommonFact:
    """A fact of two versions.

    ``old`` and ``new`` are the fact as each version declares it, or ``None`` where it does not,
    and ``told`` is the one by which it is spoken of. All have the same number of regions, and
    the regions at one place hold the same values, each in its own unit.
    """

    told: Fact
    old: Fact | None
    new: Fact | None

    @property
    def name(self) -> str:
        """The name of the fact."""
        return self.told.name


def common_facts(old: Guideline, new: Guideline) -> tuple[CommonFact, ...]:
    """Return the facts of two versions: in the order of the new one, others after those before."""
    found: list[CommonFact] = []
    for fact in new.facts:
        both = _both(old.fact[fact.name], fact) if fact.name in old.fact else None
        found.append(both or CommonFact(fact, None, fact))
    shared = {each.name for each in found if each.old is not None}
    place = 0
    for fact in old.facts:
        if fact.name in shared:
            place = 1 + next(n for n, each in enumerate(found) if each.name == fact.name)
        else:
            found.insert(place, CommonFact(fact, fact, None))
            place += 1
    return tuple(found)


def with_common_facts(guideline: Guideline, facts: tuple[CommonFact, ...], old: bool) -> Guideline:
    """Return a version whose facts are the common ones; it uses no other than its own."""
    own = []
    for each in facts:
        fact = each.old if old else each.new
        # No name has a space, so no condition can mean what stands in for a missing fact. When
        # that one may be asked for hangs on facts of the other version, and is of no account.
        own.append(fact or evolve(each.told, name=f"{each.name} (not here)", gate=ALWAYS))
    return evolve(guideline, facts=tuple(own))


def _both(old: Fact, new: Fact) -> CommonFact | None:
    """Return a fact of both versions, or ``None`` where they have nothing in common."""
    match old.type, new.type:
        case YesNoType(), YesNoType():
            return CommonFact(new, old, new)
        case ChoiceType() as one, ChoiceType() as other:
            shared = tuple(value for value in other.values if value in one.values)
            if not shared:
                return None
            told = evolve(new, type=evolve(other, regions=shared))
            return CommonFact(told, evolve(old, type=evolve(one, regions=shared)), told)
        case NumberType() as one, NumberType() as other:
            return _both_numbers(old, one, new, other)
        case _:
            return None


def _both_numbers(
    old: Fact, old_type: NumberType, new: Fact, new_type: NumberType
) -> CommonFact | None:
    by = factor(old_type.unit, new_type.unit)
    if by is None or (old_type.whole and new_type.whole and not is_whole_in_one(by)):
        return None
    # Where only whole numbers count in both, those that do are whole in the larger unit.
    whole = [type for type in (new_type, old_type) if type.whole]
    unit = max(whole or [new_type], key=lambda type: _size(type.unit)).unit
    ranges = [_scaled(type.range, type.unit, unit) for type in (old_type, new_type)]
    shared = ranges[0].common(ranges[1])
    if shared is None:
        return None
    if whole:
        low, high = ceil(shared.low), floor(shared.high)
        if low > high:
            return None
        shared = Interval(Fraction(low), Fraction(high))
    cuts = {*_cuts(old_type, unit), *_cuts(new_type, unit)}
    pieces = cut(shared, cuts, bool(whole))
    told = evolve(new, type=NumberType(shared, bool(whole), unit, pieces), assumed=None)
    return CommonFact(told, _divided(old, pieces, unit), _divided(new, pieces, unit))


def _divided(fact: Fact, pieces: tuple[Interval, ...], unit: Unit | None) -> Fact:
    """Return a number divided into pieces, which are in some unit of the same dimension."""
    own = tuple(_scaled(piece, unit, fact.unit) for piece in pieces)
    return evolve(fact, type=evolve(fact.number, regions=own))


def _size(unit: Unit | None) -> Fraction:
    return unit.size if unit else Fraction(1)


def _scaled(interval: Interval, unit: Unit | None, into: Unit | None) -> Interval:
    by = factor(unit, into)
    assert by is not None, "both units measure the same"
    return evolve(interval, low=interval.low * by, high=interval.high * by)


def _cuts(type: NumberType, into: Unit | None) -> Iterator[Cut]:
    """Yield where the regions of a number begin."""
    for region in type.regions:
        scaled = _scaled(region, type.unit, into)
        yield Cut(scaled.low, above=scaled.low_open)


@frozen
class Both:
    """Two versions as diagrams in one store.

    ``facts`` has the common facts, of which ``order`` holds the position for each variable.
    """

    facts: tuple[CommonFact, ...]
    order: tuple[int, ...]
    store: Store = field(repr=False)
    old: Diagrams
    new: Diagrams

    def fact(self, variable: int) -> CommonFact:
        """Return the fact that a variable stands for."""
        return self.facts[self.order[variable]]

    @property
    def studies(self) -> dict[str, tuple[int, int]]:
        """What the old and the new version say of each study; nothing of one it does not have."""
        old, new = self.old.studies, self.new.studies
        names = dict.fromkeys([*new, *old])
        return {name: (old.get(name, NOTHING), new.get(name, NOTHING)) for name in names}


def both_from(old: Guideline, new: Guideline) -> Both:
    """Return two versions of a guideline as diagrams over the same variables.

    Raises:
        TooEntangledError: Together they outgrow the budget, though each may be within it.
    """
    facts = common_facts(old, new)
    one, other = with_common_facts(old, facts, True), with_common_facts(new, facts, False)
    orders = [tuple(range(len(facts))), tuple(order_of_use(other))]
    for attempt, order in enumerate(orders):
        store = Store([len(facts[place].told.regions) for place in order])
        try:
            with store.allowing(BUDGET):
                before = diagrams_in(store, one, order)
            with store.allowing(BUDGET):
                after = diagrams_in(store, other, order)
        except TooEntangledError:
            if attempt == len(orders) - 1:
                raise
        else:
            return Both(facts, order, store, before, after)
    raise AssertionError("there is always an order to try")


def reached_together(store: Store, one: int, other: int) -> set[tuple[int, int]]:
    """Return each two ends that two diagrams come to for the same patient.

    Raises:
        OverBudgetError: The budget of the store is used up.
    """
    found = set()
    seen = set()
    pending = [(one, other)]
    while pending:
        a, b = pair = pending.pop()
        if pair in seen:
            continue
        seen.add(pair)
        if a < TERMINALS and b < TERMINALS:
            found.add(pair)
            continue
        pending += store.below(pair)
    return found


def where_both(store: Store, one: int, end: int, other: int, other_end: int) -> int:
    """Return the diagram that is true where one comes to one end and another to another.

    Raises:
        OverBudgetError: The budget of the store is used up.
    """
    return store.combine(AND, store.where(one, end), store.where(other, other_end))
