"""What to ask: the facts that still matter, what a screen has set, and what contradicts itself."""

from typing import TypeAlias

from imaging_rules.diagram.pivots import pivots
from imaging_rules.diagram.walk import States, ends
from imaging_rules.evaluate.case import CERTAIN, Case, assumed, in_dispute, screened_values
from imaging_rules.evaluate.compiled import Compiled
from imaging_rules.evaluate.masks import levels
from imaging_rules.evaluate.parts import FoundContradiction, Later, Missing, Screened
from imaging_rules.model.facts import Screen
from imaging_rules.model.rules import Contradiction

_Needed: TypeAlias = tuple[int, int, bool]
"""The place of a fact that is needed, the mask of the levels between which it turns, and whether
it is to be checked."""


def missing(case: Case) -> tuple[Missing, ...]:
    """Return the facts to ask for, in the order to ask; those that must wait are left out."""
    needed = _needed(case)
    if case.compiled.diagrams.gates:
        facts = case.compiled.guideline.facts
        needed = [each for each in needed if each[2] or not waits(case, facts[each[0]].name)]
    given, kept, screens = case.given, case.compiled.missing, _screens(case, needed)
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
    turned = pivots(diagrams.store.variable, diagrams.store.children, root, case.states)
    places = {diagrams.order[each] for each in turned}
    return tuple(facts[place].name for place in sorted(places))


def waits(case: Case, fact: str) -> bool:
    """Return whether a fact may not be asked for, as far as is known."""
    diagrams = case.compiled.diagrams
    gate = diagrams.gates.get(fact)
    return gate is not None and ends(diagrams.store, gate, case.states) != CERTAIN


def _needed(case: Case) -> list[_Needed]:
    """Return the facts that are needed, in the order to ask.

    Facts of a contradiction come first, to be checked; then those on which the level turns, by
    the highest level they could lead to; then those on which only a study turns.
    """
    order = case.compiled.diagrams.order
    turned = _turned(case.compiled, case.states).items()
    # The highest level first; and among facts that can lead as high, file order.
    ranked = sorted([(-mask.bit_length(), order[variable], mask) for variable, mask in turned])
    needed = [(place, mask, False) for _, place, mask in ranked]
    return _to_check_first(case, needed) if case.contradictions else needed


def _turned(compiled: Compiled, states: States) -> dict[int, int]:
    """Return for each variable on which the level or a study turns the mask of the levels."""
    together, *alone = compiled.asked
    turned = together.pivots(states)
    for study in alone:
        turned = study.pivots(states) | turned
    return turned


def _to_check_first(case: Case, needed: list[_Needed]) -> list[_Needed]:
    """Return what is needed, led by the facts of the contradictions that were found."""
    position = case.compiled.position
    names = in_dispute(case.compiled, case.given, case.contradictions)
    to_check = {position[name]: _if_open(case, name) for name in names}
    checks = [(place, mask, True) for place, mask in to_check.items()]
    return checks + [each for each in needed if each[0] not in to_check]


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
    return compiled.missing.setdefault((place, mask, to_check, is_stated, screens), made)


def _screens(case: Case, needed: list[_Needed]) -> dict[int, tuple[str, ...]]:
    """Return for facts the screens that ask for them and for others, and so spare questions.

    Of none of the facts of such a screen anything is known, nor of the screen itself.
    """
    found: dict[int, tuple[str, ...]] = {}
    given = case.given
    for at, screen, covers in case.compiled.screens:
        # Most often something is known of one of its facts.
        for place in covers:
            if given[place] is not None:
                break
        else:
            if given[at] is None:
                spared = covers & _to_ask(case, needed)
                if len(spared) > 1:
                    found |= {place: (*found.get(place, ()), screen) for place in spared}
    return found


def _to_ask(case: Case, needed: list[_Needed]) -> set[int]:
    """Return the places of what is needed and is not known without having been stated."""
    to_ask = {place for place, *_ in needed}
    if case.contradictions:
        known = (*screened_values(case), *assumed(case))
        to_ask.difference_update(case.compiled.position[name] for name in known)
    return to_ask


def _if_open(case: Case, name: str) -> int:
    """Return the mask of the levels between which a fact could turn, were it open."""
    states = list(case.states)
    variable = case.compiled.diagrams.place[name]
    states[variable] = tuple(range(len(case.compiled.guideline.fact[name].regions)))
    return _turned(case.compiled, states).get(variable, 0)
