"""What was assumed of a patient, and what other values of it could change, alone or together."""

from collections.abc import Iterable

from imaging_rules.decide.answer.missing import waits
from imaging_rules.decide.answer.records import Assumed, AssumedTogether
from imaging_rules.decide.patient import Case, assumed, levels
from imaging_rules.diagram.boolean_difference import minimal, minimal_changes, pivots
from imaging_rules.diagram.store import OverBudgetError
from imaging_rules.diagram.walk import State, instead

# The guidelines that ship take a few thousand at most.
_BUDGET = 200_000
_STUDY = -1


def assumptions(case: Case) -> tuple[Assumed, ...]:
    """Return what was assumed, what matters first, by the highest level it could lead to."""
    diagrams, guideline = case.compiled.diagrams, case.compiled.guideline
    store, found = diagrams.store, []
    turned = {each for root in _roots(case) for each in _pivots(case, root)}
    for name, value in assumed(case).items():
        fact, variable = guideline.fact[name], diagrams.place[name]
        # As part of a contradiction the fact counts as open; here it is as it is assumed.
        states: list[State] = list(case.states)
        states[variable] = now = fact.region_of(value)
        others = [region for region in range(len(fact.regions)) if region != now]
        mask = instead(store, diagrams.level, states, variable, others)
        changes_study = any(
            instead(store, root, states, variable, others) for root in diagrams.studies.values()
        )
        value_in_words, matters = fact.words(value), variable in turned
        one = Assumed(name, value_in_words, levels(mask), changes_study, matters)
        found.append((mask, one))
    found.sort(key=lambda each: (-each[0].bit_length(), not each[1].by_itself, not each[1].matters))
    return tuple(each for _, each in found)


def assumed_together(case: Case) -> tuple[AssumedTogether, ...]:
    """Return sets of assumed facts that together could change what none of them could alone.

    Of many such sets so many are told that each fact of one of them is in one that is told, for
    each level. Those that could lead to the highest level come first.
    """
    store, now = case.compiled.diagrams.store, _as_assumed(case)
    states: list[State] = list(case.states)
    for variable, value in now.items():
        states[variable] = value
    try:
        by_level, *by_study = (
            minimal_changes(store, root, states, now, _BUDGET) for root in _roots(case)
        )
    except OverBudgetError:
        return _all_at_once(case)
    leads_to: dict[int, list[int]] = {}
    reached: set[int] = set()
    for end in sorted(by_level, reverse=True):
        own = by_level[end]
        reached.update(own)
        as_high = minimal(reached)
        for each in _covering(each for each in as_high if each in own):
            leads_to.setdefault(each, []).append(end)
    of_studies = minimal(each for sets_to in by_study for sets in sets_to.values() for each in sets)
    for each in _covering(of_studies):
        leads_to.setdefault(each, []).append(_STUDY)
    return tuple(
        AssumedTogether(
            _names(case, (v for v in now if each >> v & 1)),
            levels(sum(1 << end for end in ends if end != _STUDY)),
            _STUDY in ends,
        )
        for each, ends in leads_to.items()
    )


def to_offer(case: Case) -> frozenset[str]:
    """Return the assumed facts to check before an interview ends, but for those that must wait.

    By itself, or together with others that are among them, each could change the answer. What
    only prevents what others bring about is not among them: once the others are stated, it is.
    """
    offered = {each.fact for each in assumptions(case) if each.by_itself}
    offered.update(*(each.facts for each in assumed_together(case)))
    return frozenset(name for name in offered if not waits(case, name))


def _all_at_once(case: Case) -> tuple[AssumedTogether, ...]:
    """Return as one set all assumed facts that matter only together with others."""
    places = case.compiled.diagrams.place
    left = {places[each.fact] for each in assumptions(case) if each.matters and not each.by_itself}
    if not left:
        return ()
    level, *studies = (_pivots(case, root) for root in _roots(case))
    mask = 0
    for variable in left:
        mask |= level.get(variable, 0)
    if not case.mask & (case.mask - 1):
        mask &= ~case.mask
    changes_study = any(left & study.keys() for study in studies)
    return (AssumedTogether(_names(case, left), levels(mask), changes_study, exact=False),)


def _roots(case: Case) -> tuple[int, ...]:
    """Return the diagrams of the level and of the studies."""
    return case.compiled.diagrams.level, *case.compiled.diagrams.studies.values()


def _pivots(case: Case, root: int) -> dict[int, int]:
    """Return the variables on which a diagram turns, with all that was assumed open."""
    store = case.compiled.diagrams.store
    states: list[State] = list(case.states)
    for variable in _as_assumed(case):
        states[variable] = tuple(range(store.sizes[variable]))
    return pivots(store.variable, store.children, root, states)


def _as_assumed(case: Case) -> dict[int, int]:
    """Return the variables of what was assumed, each with the value that is assumed."""
    facts, place = case.compiled.guideline.fact, case.compiled.diagrams.place
    return {place[name]: facts[name].region_of(value) for name, value in assumed(case).items()}


def _covering(sets: Iterable[int]) -> list[int]:
    """Return so many of the sets of several variables that they hold all variables of these."""
    several = [each for each in sets if each.bit_count() > 1]
    kept: list[int] = []
    covered = 0
    # Sets that have nothing in common first: so fewer are needed.
    for apart in (True, False):
        for each in several:
            if (not each & covered) if apart else (each & ~covered):
                kept.append(each)
                covered |= each
    return kept


def _names(case: Case, variables: Iterable[int]) -> tuple[str, ...]:
    """Return the facts of variables, in file order."""
    facts, order = case.compiled.guideline.facts, case.compiled.diagrams.order
    return tuple(facts[place].name for place in sorted(order[v] for v in variables))
