"""Every patient of a grid: a guideline is compared with its criteria, written as plain Python."""

from collections.abc import Callable, Iterable, Mapping
from itertools import product
from random import Random
from typing import Any

from imaging_rules import Guideline, Recommendation, unknown

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


def compare_partial(
    guideline: Guideline,
    criteria: Callable[[Patient], Recommendation],
    values: Mapping[str, tuple[Any, ...]],
    draw: Random,
    patients: int = 200,
) -> int:
    """Hold a guideline against its criteria for patients of whom up to four facts are not known.

    Args:
        guideline: The guideline.
        criteria: What is expected of a patient of whom everything is known.
        values: The values of each fact of the guideline, some on every side of every bound. One
            that comes twice is drawn more often.
        draw: Where the patients come from.
        patients: How many of them.

    Returns:
        Of how many patients the decision stayed open.
    """
    assert set(values) == {fact.name for fact in guideline.model.facts}
    several = [name for name, each in values.items() if len(set(each)) > 1]
    still_open = 0
    for _ in range(patients):
        patient = {name: draw.choice(each) for name, each in values.items()}
        missing = draw.sample(several, draw.randint(1, 4))
        completions = product(*(set(values[name]) for name in missing))
        expected = {
            criteria(patient | dict(zip(missing, each, strict=True))) for each in completions
        }
        decision = guideline.evaluate(patient | dict.fromkeys(missing, unknown))
        assert set(decision.possible) == expected, (patient, missing, decision)
        still_open += len(expected) > 1
    return still_open
