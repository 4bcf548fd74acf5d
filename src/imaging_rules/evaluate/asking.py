"""What to ask: the facts that still matter, what was assumed, and what contradicts itself."""

from imaging_rules.diagram.reach import masks_below, pivots
from imaging_rules.diagram.walk import State, ends, instead
from imaging_rules.evaluate.case import CERTAIN, Case, assumed, in_dispute, screened_values
from imaging_rules.evaluate.compiled import Compiled
from imaging_rules.evaluate.masks import levels
from imaging_rules.evaluate.parts import Assumed, FoundContradiction, Later, Missing, Screened
from imaging_rules.model.facts import Screen
from imaging_rules.model.rules import Contradiction


def missing(case: Case) -> tuple[Missing, ...]:
    """Return the facts to ask for, in the order to ask; those that must wait are left out."""
    if not case.compiled.diagrams.gates:
        return _needed(case)
    return tuple(each for each in _needed(case) if each.to_check or not _waits(case, each.fact))


def later(case: Case) -> tuple[Later, ...]:
    """Return the facts that are needed and may not be asked for yet, in the order to ask."""
    diagrams = case.compiled.diagrams
    if not diagrams.gates:
        return ()
    return tuple(
        Later(
            each.fact,
            each.ask,
            each.explain,
            each.could_become,
            open_facts(case, diagrams.gates[each.fact]),
        )
        for each in _needed(case)
        if not each.to_check and _waits(case, each.fact)
    )


def open_facts(case: Case, root: int) -> tuple[str, ...]:
    """Return the open facts on which it hangs what a diagram comes to, in file order."""
    diagrams, facts = case.compiled.diagrams, case.compiled.guideline.facts
    variable, children = diagrams.store.variable, diagrams.store.children
    masks = masks_below(variable, children, root, case.states)
    turned = pivots(variable, children, root, case.states, masks)
    places = {diagrams.order[each] for each in turned}
    return tuple(facts[place].name for place in sorted(places))


def _waits(case: Case, fact: str) -> bool:
    """Return whether a fact may not be asked for, as far as is known."""
    diagrams = case.compiled.diagrams
    gate = diagrams.gates.get(fact)
    return gate is not None and ends(diagrams.store, gate, case.states) != CERTAIN


def _needed(case: Case) -> tuple[Missing, ...]:
    """Return the facts that are needed, in the order to ask.

    Facts of a contradiction come first, to be checked; then those on which the level turns, by
    the highest level they could lead to; then those on which only a study turns.
    """
    compiled = case.compiled
    order, level, asked = compiled.diagrams.order, compiled.level, compiled.asked
    by_level = level.pivots(case.states, case.masks) if case.masks else {}
    # The highest level first; and among facts that can lead as high, file order.
    ranked = sorted([(-mask.bit_length(), order[v], mask) for v, mask in by_level.items()])
    listed = [
        asked.get((place, mask)) or _asked(compiled, place, mask) for _, place, mask in ranked
    ]
    others = [v for v, state in enumerate(case.states) if state.__class__ is tuple]
    if len(others) > len(by_level):
        turned = _turn_only_a_study(case, [v for v in others if v not in by_level])
        listed += [asked.get((place, 0)) or _asked(compiled, place, 0) for place in turned]
    if case.contradictions:
        return _to_check_first(case, listed)
    return tuple(listed)


def _to_check_first(case: Case, listed: list[Missing]) -> tuple[Missing, ...]:
    """Return what is missing, led by the facts of the contradictions that were found."""
    fact = case.compiled.guideline.fact
    to_check = in_dispute(case.compiled, case.given, case.contradictions)
    checks = [
        Missing(name, fact[name].ask, fact[name].explain, levels(_if_open(case, name)), True)
        for name in to_check
    ]
    return (*checks, *(each for each in listed if each.fact not in to_check))


def _turn_only_a_study(case: Case, variables: list[int]) -> list[int]:
    """Return the positions of those facts, of some open ones, on which a study turns."""
    left = sum([1 << variable for variable in variables])
    found = 0
    for studies in case.compiled.studies:
        found |= studies.turns_on(case.states, left & ~found)
    order = case.compiled.diagrams.order
    return sorted([order[variable] for variable in variables if found >> variable & 1])


def assumptions(case: Case) -> tuple[Assumed, ...]:
    """Return what was assumed, what matters first, by the highest level it could lead to."""
    diagrams, guideline = case.compiled.diagrams, case.compiled.guideline
    store, found = diagrams.store, []
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
        found.append((mask, Assumed(name, fact.words(value), levels(mask), changes_study)))
    found.sort(key=lambda each: (-each[0].bit_length(), not each[1].matters))
    return tuple(each for _, each in found)


def screened(case: Case) -> tuple[Screened, ...]:
    """Return the facts that answered screens have set, in file order."""
    facts, found = case.compiled.guideline.fact, screened_values(case)
    return tuple(
        Screened(name, facts[name].words(found[name][0]), found[name][1])
        for name in facts
        if name in found
    )


def contradictions(case: Case) -> tuple[FoundContradiction, ...]:
    """Return the contradictions found: those of rules, then screens answered against a fact."""
    return tuple(
        FoundContradiction(
            found.name,
            found.notes.title,
            in_dispute(case.compiled, case.given, [found]),
            found.notes.because,
            found.notes.citations,
            found.notes.assumes,
            found.notes.editorial,
        )
        if isinstance(found, Contradiction)
        else _against_screen(found, in_dispute(case.compiled, case.given, [found]))
        for found in case.contradictions
    )


def _against_screen(screen: Screen, facts: tuple[str, ...]) -> FoundContradiction:
    told = " and ".join(f"`{name}`" for name in facts)
    title = f"`{screen.name}` was answered with none, and {told} stated otherwise"
    return FoundContradiction(screen.name, title, facts)


def _asked(compiled: Compiled, place: int, mask: int) -> Missing:
    fact = compiled.guideline.facts[place]
    made = Missing(fact.name, fact.ask, fact.explain, levels(mask))
    return compiled.asked.setdefault((place, mask), made)


def _if_open(case: Case, name: str) -> int:
    """Return the mask of the levels between which a fact could turn, were it open."""
    diagrams, fact = case.compiled.diagrams, case.compiled.guideline.fact[name]
    states = list(case.states)
    variable = diagrams.place[name]
    states[variable] = tuple(range(len(fact.regions)))
    level = case.compiled.level
    return level.pivots(states, level.masks(states)).get(variable, 0)
