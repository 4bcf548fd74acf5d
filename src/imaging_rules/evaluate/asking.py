"""What to ask: the facts that still matter, what a screen has set, and what contradicts itself."""

from typing import NamedTuple

from imaging_rules.diagram.restrict import restricted
from imaging_rules.diagram.walk import ends
from imaging_rules.evaluate.case import CERTAIN, Case, against, answered, assumed, set_by_screens
from imaging_rules.evaluate.masks import levels
from imaging_rules.evaluate.parts import FoundContradiction, Later, Missing, Screened
from imaging_rules.model.facts import Fact, Screen
from imaging_rules.model.rules import Contradiction


def missing(case: Case) -> tuple[Missing, ...]:
    """Return the facts to ask for, in the order to ask; those that must wait are left out."""
    needed = _needed(case)
    if case.compiled.diagrams.gates:
        needed = [each for each in needed if each.to_check or not waits(case, each.fact.name)]
    screens = _screens(case, needed)
    return tuple(
        Missing(
            fact.name,
            fact.ask,
            fact.explain,
            levels(mask),
            to_check,
            _is_stated(case, fact.name),
            screens.get(fact.name, ()),
        )
        for fact, mask, to_check in needed
    )


def later(case: Case) -> tuple[Later, ...]:
    """Return the facts that are needed and may not be asked for yet, in the order to ask."""
    diagrams = case.compiled.diagrams
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
        for fact, mask, to_check in _needed(case)
        if not to_check and waits(case, fact.name)
    )


def open_facts(case: Case, root: int) -> tuple[str, ...]:
    """Return the open facts on which it hangs what a diagram comes to, in file order."""
    diagrams, facts = case.compiled.diagrams, case.compiled.guideline.facts
    left = restricted(diagrams.store, root, case.states)
    places = {diagrams.order[left.variable[node]] for node in left.children}
    return tuple(facts[place].name for place in sorted(places))


def waits(case: Case, fact: str) -> bool:
    """Return whether a fact may not be asked for, as far as is known."""
    diagrams = case.compiled.diagrams
    gate = diagrams.gates.get(fact)
    return gate is not None and ends(diagrams.store, gate, case.states) != CERTAIN


class _Needed(NamedTuple):
    """A fact that is needed, with the mask of the levels between which it turns."""

    fact: Fact
    mask: int
    to_check: bool = False


def _needed(case: Case) -> list[_Needed]:
    """Return the facts that are needed, in the order to ask.

    Facts of a contradiction come first, to be checked; then those on which the level turns, by
    the highest level they could lead to; then those on which only a study turns.
    """
    facts, order = case.compiled.guideline.facts, case.compiled.diagrams.order
    by_level = case.level.pivots() if case.level else {}
    # The highest level first; and among facts that can lead as high, file order.
    ranked = sorted([(-mask.bit_length(), order[v], mask) for v, mask in by_level.items()])
    needed = [_Needed(facts[place], mask) for _, place, mask in ranked]
    if list(map(type, case.states)).count(tuple) > len(by_level):
        needed += [_Needed(facts[place], 0) for place in _turn_only_a_study(case, by_level)]
    if case.contradictions:
        return _to_check_first(case, needed)
    return needed


def _to_check_first(case: Case, needed: list[_Needed]) -> list[_Needed]:
    """Return what is needed, led by the facts of the contradictions that were found."""
    fact = case.compiled.guideline.fact
    to_check = dict.fromkeys(name for found in contradictions(case) for name in found.facts)
    checks = [_Needed(fact[name], _if_open(case, name), to_check=True) for name in to_check]
    return checks + [each for each in needed if each.fact.name not in to_check]


def _turn_only_a_study(case: Case, by_level: dict[int, int]) -> list[int]:
    """Return the positions of the facts on which a study turns and the level does not."""
    diagrams = case.compiled.diagrams
    matter: set[int] = set()
    for root in diagrams.studies.values():
        study = restricted(diagrams.store, root, case.states)
        matter.update(study.variable[node] for node in study.children)
    return sorted(diagrams.order[variable] for variable in matter.difference(by_level))


def screened(case: Case) -> tuple[Screened, ...]:
    """Return the facts that answered screens have set, in file order."""
    facts, found = case.compiled.guideline.fact, set_by_screens(case)
    return tuple(
        Screened(name, facts[name].words(found[name][0]), found[name][1])
        for name in facts
        if name in found
    )


def contradictions(case: Case) -> tuple[FoundContradiction, ...]:
    """Return the contradictions found: those of rules, then screens answered against a fact."""
    if not case.contradictions:
        return ()
    compiled = case.compiled
    facts = {diagram.rule.name: diagram.facts for diagram, _ in compiled.contradictions}
    return tuple(
        FoundContradiction(
            found.name,
            found.notes.title,
            facts[found.name],
            found.notes.because,
            found.notes.citations,
            found.notes.assumes,
            found.notes.editorial,
        )
        if isinstance(found, Contradiction)
        else _against_screen(found, against(compiled, case.given, found))
        for found in case.contradictions
    )


def _against_screen(screen: Screen, facts: list[str]) -> FoundContradiction:
    told = " and ".join(f"`{name}`" for name in facts)
    title = f"`{screen.name}` was answered with none, and {told} stated otherwise"
    return FoundContradiction(screen.name, title, tuple(facts))


def _is_stated(case: Case, fact: str) -> bool:
    return case.given[case.compiled.position[fact]] is not None


def _screens(case: Case, needed: list[_Needed]) -> dict[str, tuple[str, ...]]:
    """Return for facts the screens that ask for them and for others, and so spare questions.

    Of none of the facts of such a screen anything is known, nor of the screen itself.
    """
    found: dict[str, tuple[str, ...]] = {}
    to_ask = {each.fact.name for each in needed}
    if case.contradictions:
        # What is to be checked may be known without having been stated.
        to_ask.difference_update(set_by_screens(case), assumed(case))
    is_answered = {screen.name for screen, _ in answered(case.compiled, case.given)}
    for screen in case.compiled.guideline.screens:
        covers = [name for name, _ in screen.covers]
        spared = to_ask.intersection(covers)
        if len(spared) < 2 or screen.name in is_answered:
            continue
        if not any(_is_stated(case, name) for name in covers):
            for name in spared:
                found[name] = (*found.get(name, ()), screen.name)
    return found


def _if_open(case: Case, name: str) -> int:
    """Return the mask of the levels between which a fact could turn, were it open."""
    diagrams, fact = case.compiled.diagrams, case.compiled.guideline.fact[name]
    states = list(case.states)
    variable = diagrams.place[name]
    states[variable] = tuple(range(len(fact.regions)))
    return case.compiled.restrict_level(states).pivots().get(variable, 0)
