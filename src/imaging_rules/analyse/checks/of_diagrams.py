"""All that the diagrams of a guideline tell its author: warnings, never errors."""

from collections.abc import Iterator

from imaging_rules.analyse.checks import dead_rules
from imaging_rules.analyse.checks.advised_against import advised_against_in_vain
from imaging_rules.analyse.checks.constant_conditions import Constants
from imaging_rules.analyse.checks.numbers_in_texts import numbers_in_texts
from imaging_rules.analyse.checks.only_against import only_against
from imaging_rules.analyse.checks.opposite_signs import opposite_signs
from imaging_rules.analyse.checks.screens import left_out_of_screens
from imaging_rules.analyse.checks.without_effect import (
    idle_facts,
    red_flags_out_of_scope,
    studies_in_another_order,
)
from imaging_rules.analyse.conditions import Conditions
from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.diagram.from_model import Diagrams
from imaging_rules.diagram.store import OverBudgetError
from imaging_rules.model.guideline import Guideline

BUDGET = 3_000_000
"""How many steps looking into one guideline may take."""


def findings(guideline: Guideline, diagrams: Diagrams) -> Iterator[Diagnostic]:
    """Yield the warnings that the diagrams of a guideline give rise to.

    This makes nodes in the store of the diagrams, so no one else may use it meanwhile.

    Args:
        guideline: The guideline.
        diagrams: Its diagrams.
    """
    yield from studies_in_another_order(guideline)
    yield from numbers_in_texts(guideline)
    try:
        with diagrams.store.allowing(BUDGET):
            yield from _from_diagrams(guideline, diagrams)
    except OverBudgetError:
        yield Diagnostic(
            "W516",
            "the guideline is too entangled for all of its rules to be looked into",
            Pointer(guideline.text, guideline.header.span),
            help="what else was found is right, but rules that never decide may be left untold",
        )
    finally:
        diagrams.store.forget_results()


def _from_diagrams(guideline: Guideline, diagrams: Diagrams) -> Iterator[Diagnostic]:
    yield from red_flags_out_of_scope(guideline, diagrams)
    yield from left_out_of_screens(guideline, diagrams)
    yield from only_against(guideline, diagrams)
    yield from advised_against_in_vain(guideline, diagrams)
    yield from idle_facts(guideline, diagrams)
    conditions = Conditions(guideline, diagrams)
    yield from opposite_signs(guideline, conditions, diagrams)
    never = dead_rules.dead_rules(guideline, diagrams)
    yield from dead_rules.told(never, guideline, conditions, diagrams)
    yield from Constants(guideline, conditions, diagrams).diagnostics(never)
