"""What to ask: the facts that still matter, what a screen has set, and what contradicts itself."""

from collections.abc import Iterable, Mapping

from imaging_rules.decide.answer.records import FoundContradiction, Later, Missing, Screened, Stated
from imaging_rules.decide.answer.studies import needed_before
from imaging_rules.decide.answer.values import answer_type, values_of
from imaging_rules.decide.compiled import Compiled, RankedMissing
from imaging_rules.decide.patient import CERTAIN, Case, assumed, in_dispute, levels, screened_values
from imaging_rules.decide.read.known import answered
from imaging_rules.decide.read.stated_value import words
from imaging_rules.decide.read.states import is_none, statements
from imaging_rules.diagram.boolean_difference import pivots
from imaging_rules.diagram.walk import ends
from imaging_rules.model.facts import Screen
from imaging_rules.model.rules import Contradiction


def missing(case: Case) -> tuple[Missing, ...]:
    """Return the facts to ask for, in the order to ask; those that must wait are left out.

    Facts of a contradiction come first, to be checked; then those on which the level turns, by
    the highest level they could lead to; then those on which only a study turns; then those on
    which only a precaution hangs.
    """
    compiled, given = case.compiled, case.given
    turned, order = compiled.pivots(case.states), compiled.diagrams.order
    checks = _to_check(case) if case.contradictions else {}
    before: Mapping[int, tuple[str, ...]] = {}
    if compiled.diagrams.precautions:
        before = needed_before(case, turned)
        turned = [*turned, *((variable, 0) for variable in before)]
    if compiled.diagrams.gates:
        waiting = _waiting(case, [order[variable] for variable, _ in turned])
        turned = [pivot for pivot in turned if order[pivot[0]] not in waiting]
    screens = _screens(case, turned, checks)
    if checks or screens or before:
        return _checked_and_screened(case, turned, checks, screens, before)
    kept = compiled.plainly_missing
    found = []
    for pivot in turned:
        place, forms = kept.get(pivot) or _plainly_missing(compiled, *pivot)
        found.append(forms[given[place] is not None])
    found.sort()
    return tuple([each for _, each in found])


def _checked_and_screened(
    case: Case,
    turned: Iterable[tuple[int, int]],
    checks: Mapping[int, int],
    screens: Mapping[int, tuple[str, ...]],
    before: Mapping[int, tuple[str, ...]],
) -> tuple[Missing, ...]:
    """Return the facts to ask for, of which some are to check, in screens or for precautions."""
    order, given = case.compiled.diagrams.order, case.given

    def ranked(place: int, mask: int, to_check: bool, studies: tuple[str, ...]) -> RankedMissing:
        told = given[place] is not None, screens.get(place, ()), studies
        return _ranked(case.compiled, place, mask, to_check, *told)

    found = sorted(
        ranked(order[variable], mask, False, before.get(variable, ()))
        for variable, mask in turned
        if order[variable] not in checks
    )
    first = [ranked(*each, True, ()) for each in checks.items()]
    return tuple(each for _, each in [*first, *found])


def later(case: Case) -> tuple[Later, ...]:
    """Return the facts that are needed and may not be asked for yet, in the order to ask."""
    diagrams, facts = case.compiled.diagrams, case.compiled.guideline.facts
    if not diagrams.gates:
        return ()
    checks = _to_check(case) if case.contradictions else {}
    turned = case.compiled.pivots(case.states)
    studies = needed_before(case, turned)
    before = {diagrams.order[each]: names for each, names in studies.items()}
    needed = {diagrams.order[each]: mask for each, mask in turned} | dict.fromkeys(before, 0)

    def rank(place: int) -> int:
        return _rank(case.compiled, place, needed[place], place in before)

    waiting = [place for place in _waiting(case, needed) if place not in checks]
    return tuple(
        Later(
            fact.name,
            fact.ask,
            fact.explain,
            levels(needed[place]),
            open_facts(case, diagrams.gates[fact.name]),
            before.get(place, ()),
        )
        for place in sorted(waiting, key=rank)
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


def _rank(compiled: Compiled, place: int, mask: int, of_precautions: bool = False) -> int:
    """Return by what facts are put in order: the highest level first, then as in the file."""
    return place + (of_precautions - mask.bit_length()) * len(compiled.guideline.facts)


def _waiting(case: Case, needed: Iterable[int]) -> set[int]:
    """Return which facts may not be asked for, as far as is known, by their positions."""
    facts = case.compiled.guideline.facts
    return {place for place in needed if waits(case, facts[place].name)}


def _to_check(case: Case) -> dict[int, int]:
    """Return the facts of the contradictions found, each with the mask it had, were it open."""
    position = case.compiled.position
    names = in_dispute(case.compiled, case.given, case.contradictions)
    return {position[name]: _if_open(case, name) for name in names}


def stated(case: Case) -> tuple[Stated, ...]:
    """Return what was stated, facts and then screens, each in file order."""
    guideline = case.compiled.guideline
    facts = tuple(
        Stated(name, words(guideline.fact[name], value), values_of(guideline.fact[name], value))
        for name, value in statements(guideline, case.given).items()
    )
    return facts + tuple(
        Stated(each.name, "none", ("none",))
        if is_none(each, answer)
        else Stated(each.name, "unknown", ())
        for each, answer in answered(guideline, case.given)
    )


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


def _plainly_missing(
    compiled: Compiled, variable: int, mask: int
) -> tuple[int, tuple[RankedMissing, RankedMissing]]:
    """Return what is told of a fact to ask for where it was not stated, and where it was."""
    place = compiled.diagrams.order[variable]
    forms = (
        _ranked(compiled, place, mask, False, False, ()),
        _ranked(compiled, place, mask, False, True, ()),
    )
    return compiled.plainly_missing.setdefault((variable, mask), (place, forms))


def _ranked(
    compiled: Compiled,
    place: int,
    mask: int,
    to_check: bool,
    is_stated: bool,
    screens: tuple[str, ...],
    before: tuple[str, ...] = (),
) -> RankedMissing:
    """Return what is told of a fact to ask for, behind its rank; and keep it."""
    fact = compiled.guideline.facts[place]
    told = fact.ask, fact.explain, answer_type(fact)
    made = Missing(fact.name, *told, levels(mask), to_check, is_stated, screens, before)
    key = (place, mask, to_check, is_stated, screens, before)
    rank = _rank(compiled, place, mask, bool(before))
    return compiled.missing.setdefault(key, (rank, made))


def _screens(
    case: Case, turned: Iterable[tuple[int, int]], checks: Mapping[int, int]
) -> dict[int, tuple[str, ...]]:
    """Return for facts the screens that ask for them and for others, and so spare questions.

    Of none of the facts of such a screen anything is known, nor of the screen itself.
    """
    found: dict[int, tuple[str, ...]] = {}
    given, position = case.given, case.compiled.position
    for at, screen, covers in case.compiled.screens:
        # Most often something is known of one of its facts.
        for place in covers:
            if given[place] is not None:
                break
        else:
            order = case.compiled.diagrams.order
            needed = {order[variable] for variable, _ in turned}
            known = (*screened_values(case), *assumed(case)) if case.contradictions else ()
            known_unstated = {position[name] for name in known}
            spared = covers & (needed | checks.keys()) - known_unstated
            if given[at] is None and len(spared) > 1:
                found |= {place: (*found.get(place, ()), screen) for place in spared}
    return found


def _if_open(case: Case, name: str) -> int:
    """Return the mask of the levels between which a fact could turn, were it open."""
    states = list(case.states)
    variable = case.compiled.diagrams.place[name]
    states[variable] = tuple(range(len(case.compiled.guideline.fact[name].regions)))
    return dict(case.compiled.pivots(states)).get(variable, 0)
