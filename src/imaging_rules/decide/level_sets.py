"""Sets of ends of a diagram, read as recommendations."""

from functools import cache

from imaging_rules.decide.answer.records import Levels
from imaging_rules.diagram.store import TERMINALS
from imaging_rules.values.recommendation import Recommendation

_IMAGING = sum(1 << each.value for each in Recommendation if each.value >= 6)
_BY_VALUE = {each.value: each for each in Recommendation}


@cache
def levels(mask: int) -> Levels:
    """Return the recommendations in a mask, lowest first, those beside the scale before it."""
    return tuple(_BY_VALUE[end] for end in range(TERMINALS) if mask >> end & 1)


def _recommendation(mask: int) -> Recommendation:
    found = levels(mask)
    if len(found) == 1:
        return found[0]
    # Imaging is certain where every possible level is at least `image`; how soon is open.
    if found and not mask & ~_IMAGING:
        return found[0]
    return Recommendation.UNDETERMINED


RECOMMENDATIONS = tuple(_recommendation(mask) for mask in range(1 << TERMINALS))
"""For each mask the recommendation: the only one, the lowest where imaging is certain."""
