"""What to ask: the facts that still matter, what a screen has set, and what contradicts itself."""

from typing import NamedTuple

from imaging_rules.diagram.reach import masks_below, pivots
from imaging_rules.diagram.walk import ends
from imaging_rules.evaluate.case import CERTAIN, Case, assumed, in_dispute, screened_values
from imaging_rules.evaluate.compiled import Compiled
from imaging_rules.evaluate.masks import levels
from imaging_rules.evaluate.parts import FoundContradiction, Later, Missing, Screened
from imaging_rules.evaluate.screens import answered
from imaging_rules.model.facts import Screen
from imaging_rules.model.rules import Contradiction


def missing(case: Case) -> tuple[Missing, ...]:
    """Return the facts to ask for, in the order to ask; those that must wait are left out."""
    needed = _needed(case)
    if case.compiled.diagrams.gates:
        facts = case.compiled.guideline.facts
        needed = [
            each for each in needed if each.to_check or not waits(case, facts[each.place].name)
        ]
    given, kept, screens = case.given, case.compiled.asked, _screens(case, needed)
    found = []
    for place, mask, to_check in needed:
        key = (place, mask, to_check, given[place] is not None, screens.get(place, ()))
        found.append(kept.get(key) or _missing(case.compiled, *key))
    return tuple(found)


def later(case: Case) -> tuple[Later, ...]:
    """Return the facts that are needed and may not be asked for yet, in the order to ask."""
    diagrams, facts = case.compiled.diagrams, case.compiled.guideline.facts
    if not diagrams.gates:
        return ()
    return tuple(
        Later(
            fact.name,
            fact.ask,
            fact.explain,
            levels(mask),
            open_facts(case, diagrams.gates[fact.name]),
        )
        for place, mask, to_check in _needed(case)
        for fact in (facts[place],)
        if not to_check and waits(case, fact.name)
    )


def open_facts(case: Case, root: int) -> tuple[str, ...]:
    """Return the open facts on which it hangs what a diagram comes to, in file order."""
    diagrams, facts = case.compiled.diagrams, case.compiled.guideline.facts
    variable, children = diagrams.store.variable, diagrams.store.children
    masks = masks_below(variable, children, root, case.states)
    turned = pivots(variable, children, root, case.states, masks)
    places = {diagrams.order[each] for each in turned}
    return tuple(facts[place].name for place in sorted(places))


def waits(case: Case, fact: str) -> bool:
    """Return whether a fact may not be asked for, as far as is known."""
    diagrams = case.compiled.diagrams
    gate = diagrams.gates.get(fact)
    return gate is not None and ends(diagrams.store, gate, case.states) != CERTAIN


class _Needed(NamedTuple):
    """The place of a fact that is needed, with the mask of the levels between which it turns."""

    place: int
    mask: int
    to_check: bool = False


def _needed(case: Case) -> list[_Needed]:
    """Return the facts that are needed, in the order to ask.

    Facts of a contradiction come first, to be checked; then those on which the level turns, by
    the highest level they could lead to; then those on which only a study turns.
    """
    order, level = case.compiled.diagrams.order, case.compiled.level
    by_level = level.pivots(case.states, case.masks) if case.masks else {}
    # The highest level first; and among facts that can lead as high, file order.
    ranked = sorted([(-mask.bit_length(), order[v], mask) for v, mask in by_level.items()])
    needed = [_Needed(place, mask) for _, place, mask in ranked]
    others = [v for v, state in enumerate(case.states) if state.__class__ is tuple]
    if len(others) > len(by_level):
        turned = _turn_only_a_study(case, [v for v in others if v not in by_level])
        needed += [_Needed(place, 0) for place in turned]
    if case.contradictions:
        return _to_check_first(case, needed)
    return needed


def _to_check_first(case: Case, needed: list[_Needed]) -> list[_Needed]:
    """Return what is needed, led by the facts of the contradictions that were found."""
    position = case.compiled.position
    names = in_dispute(case.compiled, case.given, case.contradictions)
    to_check = {position[name]: _if_open(case, name) for name in names}
    checks = [_Needed(place, mask, to_check=True) for place, mask in to_check.items()]
    return checks + [each for each in needed if each.place not in to_check]


def _turn_only_a_study(case: Case, variables: list[int]) -> list[int]:
    """Return the positions of those facts, of some open ones, on which a study turns."""
    left = sum([1 << variable for variable in variables])
    found = 0
    for studies in case.compiled.studies:
        found |= studies.turns_on(case.states, left & ~found)
    order = case.compiled.diagrams.order
    return sorted([order[variable] for variable in variables if found >> variable & 1])


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


def _missing(
    compiled: Compiled,
    place: int,
    mask: int,
    to_check: bool,
    is_stated: bool,
    screens: tuple[str, ...],
) -> Missing:
    fact = compiled.guideline.facts[place]
    made = Missing(fact.name, fact.ask, fact.explain, levels(mask), to_check, is_stated, screens)
    return compiled.asked.setdefault((place, mask, to_check, is_stated, screens), made)


def _screens(case: Case, needed: list[_Needed]) -> dict[int, tuple[str, ...]]:
    """Return for facts the screens that ask for them and for others, and so spare questions.

    Of none of the facts of such a screen anything is known, nor of the screen itself.
    """
    found: dict[int, tuple[str, ...]] = {}
    guideline, position, given = case.compiled.guideline, case.compiled.position, case.given
    if not guideline.screens:
        return found
    to_ask = {each.place for each in needed}
    if case.contradictions:
        # What is to be checked may be known without having been stated.
        known = (*screened_values(case), *assumed(case))
        to_ask.difference_update(position[name] for name in known)
    is_answered = {screen.name for screen, _ in answered(guideline, given)}
    for screen in guideline.screens:
        covers = [position[name] for name, _ in screen.covers]
        spared = to_ask.intersection(covers)
        if len(spared) < 2 or screen.name in is_answered:
            continue
        if all(given[place] is None for place in covers):
            for place in spared:
                found[place] = (*found.get(place, ()), screen.name)
    return found


def _if_open(case: Case, name: str) -> int:
    """Return the mask of the levels between which a fact could turn, were it open."""
    diagrams, fact = case.compiled.diagrams, case.compiled.guideline.fact[name]
    states = list(case.states)
    variable = diagrams.place[name]
    states[variable] = tuple(range(len(fact.regions)))
    level = case.compiled.level
    return level.pivots(states, level.masks(states)).get(variable, 0)
