"""What a decision would be along all values of one fact, everything else as it is."""

from imaging_rules.decide.answer.answer import Answer
from imaging_rules.decide.level_sets import RECOMMENDATIONS
from imaging_rules.diagram.walk import ends
from imaging_rules.values.recommendation import Recommendation


def along(decision: Answer, fact: str) -> tuple[int, tuple[Recommendation, ...]] | None:
    """Return what would be recommended for each region of a fact, the others staying as they are.

    Args:
        decision: The decision.
        fact: The name of a fact of its guideline.

    Returns:
        The region in which the fact lies, and the recommendations in the order of its regions;
        ``None`` where it is not known in which region it lies.
    """
    case = decision._case
    diagrams = case.compiled.diagrams
    variable = diagrams.place[fact]
    now = case.states[variable]
    if isinstance(now, tuple):
        return None
    found = []
    for region in range(diagrams.store.sizes[variable]):
        states = list(case.states)
        states[variable] = region
        found.append(RECOMMENDATIONS[ends(diagrams.store, diagrams.level, states)])
    return now, tuple(found)
