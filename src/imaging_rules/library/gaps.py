"""The gaps of a guideline that has loaded."""

from imaging_rules.analyse.proofs.gaps import Gap, gaps
from imaging_rules.diagram.from_model import diagrams_from
from imaging_rules.diagram.store import OverBudgetError
from imaging_rules.errors import ImagingRulesError
from imaging_rules.library.guideline import Guideline


def find_gaps(guideline: Guideline) -> tuple[Gap, ...]:
    """Return the patients in whom something stands out, and of whom a guideline says nothing.

    Args:
        guideline: The guideline.

    Returns:
        At most one gap for each fact, in the order of the facts.

    Raises:
        ImagingRulesError: The guideline is too entangled to be looked through.
    """
    # Others may be deciding with the guideline's own diagrams, and this adds to them.
    diagrams = diagrams_from(guideline.model)
    try:
        return gaps(guideline.model, diagrams)
    except OverBudgetError:
        raise ImagingRulesError(
            f"`{guideline.name}` is too entangled to be looked through for gaps"
        ) from None
