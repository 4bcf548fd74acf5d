"""One patient under one guideline: what is known, how it is known, and what is still possible."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple, TypeVar

from imaging_rules.decide.answer.records import Levels, StudyLevels
from imaging_rules.decide.compiled import Compiled
from imaging_rules.decide.read.known import Known, against, answered, known_of, set_by_screens
from imaging_rules.decide.read.states import AsRead, Given, is_none
from imaging_rules.diagram.store import TERMINALS, TRUE
from imaging_rules.diagram.walk import State, States, ends
from imaging_rules.errors import Mistake
from imaging_rules.model.facts import Screen, Value
from imaging_rules.model.rules import Contradiction
from imaging_rules.values.recommendation import (
    AT_END,
    OF_STUDY_AT_END,
    Recommendation,
    StudyRecommendation,
)

Said = TypeVar("Said", Recommendation, StudyRecommendation)
_MASKS = range(1 << TERMINALS)

CERTAIN = 1 << TRUE
"""The mask of a condition that holds in every completion."""

_new = tuple.__new__


@cache
def levels(mask: int) -> Levels:
    """Return the recommendations in a mask, lowest first, those beside the scale before it."""
    return _in_mask(mask, AT_END)


@cache
def study_levels(mask: int) -> StudyLevels:
    """Return what a mask says of a study, lowest first, and first that nothing is said of it."""
    return _in_mask(mask, OF_STUDY_AT_END)


def _in_mask(mask: int, at_end: Mapping[int, Said]) -> tuple[Said, ...]:
    return tuple(at_end[end] for end in range(TERMINALS) if mask >> end & 1 and end in at_end)


def _sure(found: tuple[Said, ...], undetermined: Said) -> Said:
    # Imaging is certain where every possible level is at least `image`; how soon is open.
    if len(found) == 1 or (found and found[0].end >= Recommendation.IMAGE.end):
        return found[0]
    return undetermined


RECOMMENDATIONS = tuple(_sure(levels(mask), Recommendation.UNDETERMINED) for mask in _MASKS)
"""For each mask the recommendation: the only one, the lowest where imaging is certain."""

OF_STUDY = tuple(_sure(study_levels(mask), StudyRecommendation.UNDETERMINED) for mask in _MASKS)
"""The same for each mask of a study."""


class Case(NamedTuple):
    """A patient as read.

    ``states`` follows the variables of the diagrams, ``given`` the facts and screens of the file.
    ``contradictions`` holds those found, and the screens answered with none against a fact; in
    ``states`` their facts are open, unless some red flag is certain as the facts are stated.
    ``made`` is the day of the decision, or the moment in which it is made, in seconds since the
    epoch: few ask which day that is. ``refused`` holds what could not be read, and counts as
    unknown. ``told`` is the mask of the levels that are possible, where it is known already.
    """

    compiled: Compiled
    states: Sequence[State]
    given: Given
    told: int | None
    contradictions: tuple[Contradiction | Screen, ...]
    made: date | float
    refused: tuple[Mistake, ...] = ()

    @property
    def known(self) -> dict[str, Known]:
        """What is known of each fact of which anything is, and how, in file order."""
        return known_of(self.compiled.guideline, self.given)

    @property
    def mask(self) -> int:
        """The mask of the levels that are still possible."""
        return self.compiled.level_mask(self.states) if self.told is None else self.told

    def __repr__(self) -> str:
        # It may stand in a frame of a traceback that goes into a log.
        return "<a patient under a guideline>"


def case_of(
    compiled: Compiled, patient: AsRead, made: date | float, refused: tuple[Mistake, ...] = ()
) -> Case:
    """Return the case of a patient whose facts have been read.

    Args:
        compiled: The guideline.
        patient: The patient as read.
        made: The day or the moment for which the review date is judged.
        refused: What could not be read, and counts as unknown.
    """
    states: States
    states, given, end, screened = patient
    found: tuple[Contradiction | Screen, ...] = ()
    for rule, holds in compiled.contradictions.tests:
        if holds(states, given):
            found += (rule,)
    if screened:
        for screen, answer in answered(compiled.guideline, given):
            if is_none(screen, answer) and against(compiled.guideline, given, screen):
                found += (screen,)
    if found and not _red_flag_is_certain(compiled, states):
        states = _with_open(compiled, states, in_dispute(compiled, given, found))
        told: int | None = compiled.level_mask(states)
    else:
        told = None if end is None else 1 << end
    # What `Case(...)` does, in a third of its time.
    return _new(Case, (compiled, states, given, told, found, made, refused))


def level_mask(compiled: Compiled, states: States, found: Sequence[Contradiction]) -> int:
    """Return the mask of the levels possible for a patient of whom contradictions are found."""
    diagrams = compiled.diagrams
    if found and not _red_flag_is_certain(compiled, states):
        states = _with_open(compiled, states, in_dispute(compiled, (), found))
    return ends(diagrams.store, diagrams.level, states)


def holds(case: Case, root: int) -> bool | None:
    """Return whether a condition holds, by its diagram; ``None`` while that is open."""
    mask = ends(case.compiled.diagrams.store, root, case.states)
    return None if mask & CERTAIN and mask != CERTAIN else mask == CERTAIN


def recommendation(case: Case) -> Recommendation:
    """Return what is recommended."""
    return RECOMMENDATIONS[case.mask]


def red_flag_is_certain(case: Case) -> bool:
    """Return whether in every completion some red flag holds."""
    return _red_flag_is_certain(case.compiled, case.states)


def _red_flag_is_certain(compiled: Compiled, states: States) -> bool:
    diagrams = compiled.diagrams
    return ends(diagrams.store, diagrams.any_red_flag, states) == CERTAIN


def in_dispute(
    compiled: Compiled, given: Given, found: Sequence[Contradiction | Screen]
) -> tuple[str, ...]:
    """Return the facts of the contradictions found, each once.

    These are the facts that a rule depends on, and those stated against a screen.
    """
    facts = [
        compiled.contradictions.facts[each.name]
        if isinstance(each, Contradiction)
        else against(compiled.guideline, given, each)
        for each in found
    ]
    return tuple(dict.fromkeys(name for names in facts for name in names))


def _with_open(compiled: Compiled, states: States, facts: Sequence[str]) -> list[State]:
    """Return a patient of whom some facts are open, whatever was stated of them."""
    opened = list(states)
    for name in facts:
        variable = compiled.diagrams.place[name]
        values = tuple(range(compiled.diagrams.store.sizes[variable]))
        opened[variable] = values if len(values) > 1 else 0
    return opened


def screened_values(case: Case) -> dict[str, tuple[Value, str]]:
    """Return the facts that answered screens have set, each with its value and the screen."""
    return set_by_screens(case.compiled.guideline, case.given)


def assumed(case: Case) -> dict[str, Value]:
    """Return the facts that were not stated and are assumed, each with its value."""
    set_already = screened_values(case)
    return {
        fact.name: fact.assumed
        for fact, given in zip(case.compiled.guideline.facts, case.given, strict=False)
        if given is None and fact.assumed is not None and fact.name not in set_already
    }
