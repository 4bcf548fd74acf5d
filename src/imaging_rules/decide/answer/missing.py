"""What to ask: the facts that still matter, what a screen has set, and what contradicts itself."""

from collections.abc import Iterable, Mapping

from imaging_rules.decide.answer.records import FoundContradiction, Later, Missing, Screened
from imaging_rules.decide.compiled import Compiled, RankedMissing
from imaging_rules.decide.level_sets import levels
from imaging_rules.decide.patient import CERTAIN, Case, assumed, in_dispute, screened_values
from imaging_rules.diagram.boolean_difference import pivots
from imaging_rules.diagram.walk import States, ends
from imaging_rules.model.facts import Screen
from imaging_rules.model.rules import Contradiction


def missing(case: Case) -> tuple[Missing, ...]:
    """Return the facts to ask for, in the order to ask; those that must wait are left out.

    Facts of a contradiction come first, to be checked; then those on which the level turns, by
    the highest level they could lead to; then those on which only a study turns.
    """
    compiled, given = case.compiled, case.given
    needed = _needed(case)
    checks = _to_check(case) if case.contradictions else {}
    if compiled.diagrams.gates:
        waiting = _waiting(case, needed)
        needed = {place: mask for place, mask in needed.items() if place not in waiting}
    kept, screens = compiled.missing, _screens(case, needed, checks)
    found = []
    for place, mask in needed.items():
        if place not in checks:
            key = (place, mask, False, given[place] is not None, screens.get(place, ()))
            found.append(kept.get(key) or _ranked(compiled, *key))
    found.sort()
    first = [
        _ranked(compiled, place, mask, True, given[place] is not None, screens.get(place, ()))
        for place, mask in checks.items()
    ]
    return tuple([each for _, _, each in first + found])


def later(case: Case) -> tuple[Later, ...]:
    """Return the facts that are needed and may not be asked for yet, in the order to ask."""
    diagrams, facts = case.compiled.diagrams, case.compiled.guideline.facts
    if not diagrams.gates:
        return ()
    checks = _to_check(case) if case.contradictions else {}
    needed = _needed(case)
    waiting = [place for place in _waiting(case, needed) if place not in checks]
    return tuple(
        Later(
            fact.name,
            fact.ask,
            fact.explain,
            levels(needed[place]),
            open_facts(case, diagrams.gates[fact.name]),
        )
        for place in sorted(waiting, key=lambda place: _rank(place, needed[place]))
        for fact in (facts[place],)
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


def _needed(case: Case) -> dict[int, int]:
    """Return for the position of each fact that is needed the mask of the levels it turns between.

    The mask is empty where only a study turns on it.
    """
    order = case.compiled.diagrams.order
    turned = _turned(case.compiled, case.states)
    return {order[variable]: mask for variable, mask in turned.items()}


def _rank(place: int, mask: int) -> tuple[int, int]:
    """Return by what facts are put in order: the highest level first, then as in the file."""
    return -mask.bit_length(), place


def _waiting(case: Case, needed: Iterable[int]) -> set[int]:
    """Return which facts may not be asked for, as far as is known, by their positions."""
    facts = case.compiled.guideline.facts
    return {place for place in needed if waits(case, facts[place].name)}


def _turned(compiled: Compiled, states: States) -> dict[int, int]:
    """Return for each variable on which the level or a study turns the mask of the levels."""
    together, *alone = compiled.asked
    turned = together.pivots(states)
    for study in alone:
        turned = study.pivots(states) | turned
    return turned


def _to_check(case: Case) -> dict[int, int]:
    """Return the facts of the contradictions that were found, as `_needed` does, were they open."""
    position = case.compiled.position
    names = in_dispute(case.compiled, case.given, case.contradictions)
    return {position[name]: _if_open(case, name) for name in names}


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


def _ranked(
    compiled: Compiled,
    place: int,
    mask: int,
    to_check: bool,
    is_stated: bool,
    screens: tuple[str, ...],
) -> RankedMissing:
    """Return what is told of a fact to ask for, behind its rank; and keep it."""
    fact = compiled.guideline.facts[place]
    made = Missing(fact.name, fact.ask, fact.explain, levels(mask), to_check, is_stated, screens)
    key = (place, mask, to_check, is_stated, screens)
    return compiled.missing.setdefault(key, (*_rank(place, mask), made))


def _screens(case: Case, *needed: Mapping[int, int]) -> dict[int, tuple[str, ...]]:
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
            spared = covers & set().union(*needed) - _known_unstated(case)
            if given[at] is None and len(spared) > 1:
                found |= {place: (*found.get(place, ()), screen) for place in spared}
    return found


def _known_unstated(case: Case) -> set[int]:
    """Return the facts of a contradiction that are known without having been stated."""
    if not case.contradictions:
        return set()
    position = case.compiled.position
    return {position[name] for name in (*screened_values(case), *assumed(case))}


def _if_open(case: Case, name: str) -> int:
    """Return the mask of the levels between which a fact could turn, were it open."""
    states = list(case.states)
    variable = case.compiled.diagrams.place[name]
    states[variable] = tuple(range(len(case.compiled.guideline.fact[name].regions)))
    return _turned(case.compiled, states).get(variable, 0)
