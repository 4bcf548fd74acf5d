"""Every patient of a grid, with what is said of each study: criteria written as plain Python."""

from collections.abc import Callable, Iterable, Mapping
from itertools import product
from typing import Any

from imaging_rules import Decision, Guideline, Recommendation, StudyRecommendation
from tests.guidelines.grid import Patient

Said = tuple[Recommendation, dict[str, Recommendation]]
"""The decision’s level, and the level of each study of which something is said."""


def said_of_studies(decision: Decision) -> dict[str, Recommendation]:
    """Return the level of each study of which something is said."""
    return {
        study.name: Recommendation(study.recommendation)
        for study in decision.studies
        if study.possible != (StudyRecommendation.NOT_NAMED,)
    }


def compare_studies(
    guideline: Guideline,
    criteria: Callable[[Patient], Said],
    well: Patient,
    values: Mapping[str, Iterable[Any]],
) -> set[Recommendation]:
    """Hold a guideline against its criteria for every combination of values.

    Args:
        guideline: The guideline.
        criteria: What is expected of a patient of whom everything is known.
        well: A value of each fact of the guideline.
        values: The values of the facts that are varied; the others are as in ``well``.

    Returns:
        The recommendations that came: a grid on which all patients get the same shows little.
    """
    assert set(well) == {fact.name for fact in guideline.model.facts}
    assert set(values) <= set(well)
    seen = set()
    for combination in product(*values.values()):
        patient = well | dict(zip(values, combination, strict=True))
        level, studies = criteria(patient)
        decision = guideline.evaluate(patient)
        if decision.possible != (level,) or decision.recommendation is not level:
            raise AssertionError(f"expected {level.name}, not {decision}: {patient}")
        if said_of_studies(decision) != studies:
            raise AssertionError(f"expected {studies}, not {decision.studies}: {patient}")
        seen.add(level)
    return seen
