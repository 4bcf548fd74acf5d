"""Sets of ends of a diagram, read as recommendations."""

from collections.abc import Mapping
from functools import cache
from typing import TypeVar

from imaging_rules.decide.answer.records import Levels, StudyLevels
from imaging_rules.diagram.operations import TERMINALS
from imaging_rules.values.recommendation import (
    AT_END,
    OF_STUDY_AT_END,
    Recommendation,
    StudyRecommendation,
)

Said = TypeVar("Said", Recommendation, StudyRecommendation)


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


_MASKS = range(1 << TERMINALS)

RECOMMENDATIONS = tuple(_sure(levels(mask), Recommendation.UNDETERMINED) for mask in _MASKS)
"""For each mask the recommendation: the only one, the lowest where imaging is certain."""

OF_STUDY = tuple(_sure(study_levels(mask), StudyRecommendation.UNDETERMINED) for mask in _MASKS)
"""The same for each mask of a study."""
