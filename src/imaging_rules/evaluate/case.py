"""One patient under one guideline: what is known, how it is known, and what is still possible."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from imaging_rules.diagram.contradiction import ContradictionDiagram
from imaging_rules.diagram.restrict import Restricted
from imaging_rules.diagram.store import TRUE
from imaging_rules.diagram.walk import State, ends
from imaging_rules.errors import Mistake
from imaging_rules.evaluate.compiled import Compiled
from imaging_rules.evaluate.contradictions import Possible, is_found
from imaging_rules.evaluate.masks import RECOMMENDATIONS
from imaging_rules.evaluate.read import AsRead, Given, is_none, statements
from imaging_rules.evaluate.statements import Statement, regions
from imaging_rules.model.facts import Fact, NumberType, Screen, Value
from imaging_rules.model.rules import Contradiction
from imaging_rules.values.recommendation import Recommendation
from imaging_rules.values.regions import Interval
from imaging_rules.values.stated import Unknown

CERTAIN = 1 << TRUE
"""The mask of a condition that holds in every completion."""


class Case(NamedTuple):
    """A patient as read, with the mask of the levels that are still possible.

    ``states`` follows the variables of the diagrams, ``given`` the facts and screens of the file.
    ``level`` is the diagram of the level restricted to the patient, where facts it asks are open.
    ``contradictions`` holds those found, and the screens answered with none against a fact.
    ``refused`` holds what could not be read, and counts as unknown.
    """

    compiled: Compiled
    states: Sequence[State]
    given: Given
    mask: int
    contradictions: tuple[Contradiction | Screen, ...]
    today: date | None
    level: Restricted | None
    refused: tuple[Mistake, ...] = ()


def case_of(compiled: Compiled, patient: AsRead, today: date | None) -> Case:
    """Return the case of a patient whose facts have been read.

    Args:
        compiled: The guideline.
        patient: The patient as read.
        today: The day for which the review date is judged.
    """
    states, given, end, screened = patient
    level = None
    if end is None:
        level = compiled.restrict_level(states)
        mask = level.mask
    else:
        mask = 1 << end
    found: tuple[Contradiction | Screen, ...] = ()
    for diagram, shortcut in compiled.contradictions:
        holds = shortcut(given)
        if holds or (holds is None and holds_throughout(compiled, diagram, states, given)):
            found += (diagram.rule,)
    if screened:
        for screen, answer in answered(compiled, given):
            if is_none(screen, answer) and against(compiled, given, screen):
                found += (screen,)
    return Case(compiled, states, given, mask, found, today, level)


def recommendation(case: Case, root: int | None = None) -> Recommendation:
    """Return what is recommended, or (``root``) what is said of a study.

    While a contradiction is found nothing is settled, unless some red flag is certain.
    """
    mask = case.mask if root is None else ends(case.compiled.diagrams.store, root, case.states)
    if case.contradictions and not red_flag_is_certain(case):
        return Recommendation.UNDETERMINED
    return RECOMMENDATIONS[mask]


def red_flag_is_certain(case: Case) -> bool:
    """Return whether in every completion some red flag holds."""
    diagrams = case.compiled.diagrams
    return ends(diagrams.store, diagrams.any_red_flag, case.states) == CERTAIN


def answered(compiled: Compiled, given: Given) -> list[tuple[Screen, object]]:
    """Return the screens that were answered, with the answers."""
    guideline = compiled.guideline
    if not guideline.screens:
        return []
    answers = given[len(guideline.facts) :]
    return [
        (screen, answer)
        for screen, answer in zip(guideline.screens, answers, strict=True)
        if answer is not None
    ]


def set_by_screens(case: Case) -> dict[str, tuple[Value, str]]:
    """Return the facts that answered screens have set, each with its value and the screen."""
    compiled, given = case.compiled, case.given
    found: dict[str, tuple[Value, str]] = {}
    for screen, answer in answered(compiled, given):
        if is_none(screen, answer):
            for name, value in screen.covers:
                if given[compiled.position[name]] is None:
                    found[name] = (value, screen.name)
    return found


def assumed(case: Case) -> dict[str, Value]:
    """Return the facts that were not stated and are assumed, each with its value."""
    set_already = set_by_screens(case)
    return {
        fact.name: fact.assumed
        for fact, given in zip(case.compiled.guideline.facts, case.given, strict=False)
        if given is None and fact.assumed is not None and fact.name not in set_already
    }


def against(compiled: Compiled, given: Given, screen: Screen) -> list[str]:
    """Return the facts stated otherwise than the answer `none` to a screen says."""
    stated = statements(compiled.guideline, given)
    return [
        name for name, value in screen.covers if name in stated and not _can_be(stated[name], value)
    ]


def _can_be(stated: Statement, value: Value) -> bool:
    match stated:
        case Unknown():
            return True
        case Interval():
            return isinstance(value, Fraction) and value in stated
        case tuple():
            return value in stated
        case _:
            return stated == value


def holds_throughout(
    compiled: Compiled, diagram: ContradictionDiagram, states: Sequence[State], given: Given
) -> bool:
    """Return whether the condition of a contradiction holds in every completion of a patient."""
    stated = statements(compiled.guideline, given)
    set_already = set_by_screens(Case(compiled, states, given, 0, (), None, None))

    def possible(fact: Fact) -> Possible:
        if fact.name in stated:
            known: Statement = stated[fact.name]
        elif fact.name in set_already:
            known = set_already[fact.name][0]
        elif fact.assumed is not None:
            known = fact.assumed
        else:
            known = Unknown()
        if not isinstance(fact.type, NumberType):
            return Possible(regions(fact, known))
        if isinstance(known, Fraction):
            interval = Interval(known, known)
        else:
            interval = known if isinstance(known, Interval) else fact.type.range
        return Possible(regions(fact, known), interval)

    facts = compiled.guideline.fact
    return is_found(diagram, facts, {name: possible(facts[name]) for name in diagram.facts})
