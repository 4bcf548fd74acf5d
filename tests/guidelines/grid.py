"""Every patient of a grid: a guideline is compared with its criteria, written as plain Python."""

from collections.abc import Callable, Iterable, Mapping
from itertools import product
from typing import Any

from imaging_rules import Guideline, Recommendation

Patient = dict[str, Any]
Grid = dict[str, tuple[Any, ...]]

NO_YES = (False, True)


def compare_all(
    guideline: Guideline,
    criteria: Callable[[Patient], Recommendation],
    values: Mapping[str, Iterable[Any]],
) -> set[Recommendation]:
    """Hold a guideline against its criteria for every combination of values.

    Args:
        guideline: The guideline.
        criteria: What is expected of a patient of whom everything is known.
        values: The values of each fact of the guideline.

    Returns:
        The recommendations that came: a grid on which all patients get the same shows little.
    """
    assert set(values) == {fact.name for fact in guideline.model.facts}
    seen = set()
    for combination in product(*values.values()):
        patient = dict(zip(values, combination, strict=True))
        expected = criteria(patient)
        decision = guideline.evaluate(patient)
        if decision.possible != (expected,) or decision.recommendation is not expected:
            raise AssertionError(f"expected {expected.name}, not {decision}: {patient}")
        seen.add(expected)
    return seen
