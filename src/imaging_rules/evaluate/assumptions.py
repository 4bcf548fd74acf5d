"""What was assumed of a patient, and what other values of it could change, alone or together."""

from collections.abc import Iterable

from imaging_rules.diagram.minimal_changes import minimal, minimal_changes
from imaging_rules.diagram.restrict import Restricted, restricted
from imaging_rules.diagram.store import OverBudgetError
from imaging_rules.diagram.walk import State, instead
from imaging_rules.evaluate.asking import waits
from imaging_rules.evaluate.case import Case, assumed
from imaging_rules.evaluate.masks import levels
from imaging_rules.evaluate.parts import Assumed, AssumedTogether

# The guidelines that ship take a few thousand at most.
_BUDGET = 200_000
_STUDY = -1


def assumptions(case: Case) -> tuple[Assumed, ...]:
    """Return what was assumed, what matters first, by the highest level it could lead to."""
    diagrams, guideline = case.compiled.diagrams, case.compiled.guideline
    store, found = diagrams.store, []
    level, studies = _opened(case)
    asked = _asked((level, *studies))
    for name, value in assumed(case).items():
        fact, variable = guideline.fact[name], diagrams.place[name]
        others = [r for r in range(len(fact.regions)) if r != case.states[variable]]
        mask = instead(store, diagrams.level, case.states, variable, others)
        changes_study = any(
            instead(store, root, case.states, variable, others)
            for root in diagrams.studies.values()
        )
        value_in_words, matters = fact.words(value), variable in asked
        one = Assumed(name, value_in_words, levels(mask), changes_study, matters)
        found.append((mask, one))
    found.sort(key=lambda each: (-each[0].bit_length(), not each[1].by_itself, not each[1].matters))
    return tuple(each for _, each in found)


def assumed_together(case: Case) -> tuple[AssumedTogether, ...]:
    """Return sets of assumed facts that together could change what none of them could alone.

    Of many such sets so many are told that each fact of one of them is in one that is told, for
    each level. Those that could lead to the highest level come first.
    """
    level, studies = _opened(case)
    now = _as_assumed(case)
    try:
        by_level = minimal_changes(level, now, _BUDGET)
        by_study = minimal(
            each
            for study in studies
            for sets in minimal_changes(study, now, _BUDGET).values()
            for each in sets
        )
    except OverBudgetError:
        return _all_at_once(case, level, studies)
    ends: dict[int, list[int]] = {}
    reached: set[int] = set()
    for end in sorted(by_level, reverse=True):
        own = by_level[end]
        reached.update(own)
        as_high = minimal(reached)
        for each in _covering(each for each in as_high if each in own):
            ends.setdefault(each, []).append(end)
    for each in _covering(by_study):
        ends.setdefault(each, []).append(_STUDY)
    return tuple(
        AssumedTogether(
            _names(case, (v for v in now if each >> v & 1)),
            levels(sum(1 << end for end in leads_to if end != _STUDY)),
            _STUDY in leads_to,
        )
        for each, leads_to in ends.items()
    )


def to_offer(case: Case) -> frozenset[str]:
    """Return the assumed facts to check before an interview ends, but for those that must wait.

    By itself, or together with others that are among them, each could change the answer. What
    only prevents what others bring about is not among them: once the others are stated, it is.
    """
    offered = {each.fact for each in assumptions(case) if each.by_itself}
    offered.update(*(each.facts for each in assumed_together(case)))
    return frozenset(name for name in offered if not waits(case, name))


def _all_at_once(
    case: Case, level: Restricted, studies: list[Restricted]
) -> tuple[AssumedTogether, ...]:
    """Return as one set all assumed facts that matter only together with others."""
    alone = {each.fact for each in assumptions(case) if each.by_itself}
    places = case.compiled.diagrams.place
    left = {places[name] for name in assumed(case) if name not in alone}
    pivots = level.pivots()
    mask = 0
    for variable in left:
        mask |= pivots.get(variable, 0)
    if not case.mask & (case.mask - 1):
        mask &= ~case.mask
    of_level, of_study = _asked([level]), _asked(studies)
    names = _names(case, left & (of_level | of_study))
    if not names:
        return ()
    return (AssumedTogether(names, levels(mask), bool(left & of_study), exact=False),)


def _opened(case: Case) -> tuple[Restricted, list[Restricted]]:
    """Return the diagrams of the level and of the studies, with all that was assumed open."""
    diagrams = case.compiled.diagrams
    states: list[State] = list(case.states)
    for variable in _as_assumed(case):
        states[variable] = tuple(range(diagrams.store.sizes[variable]))
    level, *studies = (
        restricted(diagrams.store, root, states)
        for root in (diagrams.level, *diagrams.studies.values())
    )
    return level, studies


def _as_assumed(case: Case) -> dict[int, int]:
    """Return the variables of what was assumed, each with the value that is assumed."""
    found: dict[int, int] = {}
    for name in assumed(case):
        variable = case.compiled.diagrams.place[name]
        state = case.states[variable]
        assert isinstance(state, int)
        found[variable] = state
    return found


def _asked(diagrams: Iterable[Restricted]) -> set[int]:
    """Return the variables that some diagrams still ask."""
    return {each.variable[node] for each in diagrams for node in each.children}


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
