"""The patients of a small guideline, one for each way in which its rules can tell them apart."""

from collections.abc import Iterator
from itertools import product
from math import prod

from imaging_rules.model.guideline import Guideline
from imaging_rules.model.meaning import Patient, holds, truths
from imaging_rules.model.rules import Rule, WaitingPeriod

MOST = 3_000


def number_of_patients(guideline: Guideline) -> int:
    return prod(len(fact.regions) for fact in guideline.facts)


def patients(guideline: Guideline) -> Iterator[Patient]:
    """Yield a patient for each combination of regions of the facts."""
    names = [fact.name for fact in guideline.facts]
    values = [[fact.sample(n) for n in range(len(fact.regions))] for fact in guideline.facts]
    for completion in product(*values):
        yield dict(zip(names, completion, strict=True))


def condition_holds(guideline: Guideline, rule: Rule, patient: Patient) -> bool:
    """Whether the condition of a rule holds, the scope aside."""
    defined = truths(guideline, patient)
    if not holds(rule.when, patient, defined):
        return False
    if isinstance(rule, WaitingPeriod):
        waited = patient[rule.fact]
        return waited >= rule.first and not holds(rule.without, patient, defined)  # type: ignore[operator]
    return True
