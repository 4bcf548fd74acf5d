"""Every check of a guideline file, in the order in which they run.

What cannot be read is told by what reads it: bytes by `decode`, syntax by `parse`, and names,
types, units and clauses by `guideline_from`. Then `library/read.py` goes through the functions of
this file, from the first to the last.
"""

from collections.abc import Iterator
from datetime import date

from imaging_rules.analyse.checks.assumed_facts import assumed_in_alarms
from imaging_rules.analyse.checks.collisions import collisions
from imaging_rules.analyse.checks.gates import gates_in_circles, hiding_gates
from imaging_rules.analyse.checks.placeholders import placeholders
from imaging_rules.analyse.checks.upkeep import upkeep
from imaging_rules.decide.answer.guideline_info import GuidelineOrigin
from imaging_rules.decide.compiled import Compiled, compiled_from
from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.diagram.contradiction import ContradictionTooEntangledError
from imaging_rules.diagram.from_model import TooEntangledError
from imaging_rules.diagram.store import OverBudgetError
from imaging_rules.library.examples.failing import FAILS, failing_examples
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import SpecialCase
from imaging_rules.syntax import nodes
from imaging_rules.syntax.format import layout_differs
from imaging_rules.text import SourceText

BUDGET = 3_000_000
"""How many steps looking into the rules of one guideline may take."""


def of_what_is_written(file: nodes.File, source: SourceText) -> Iterator[Diagnostic]:
    """Yield the errors of a file that can be read, whatever it means."""
    yield from placeholders(file, source)  # E417


def of_what_it_decides(
    model: Guideline, origin: GuidelineOrigin
) -> tuple[Compiled | None, tuple[Diagnostic, ...]]:
    """Return a guideline made ready to decide, and the errors that keep it from deciding."""
    in_circles = tuple(gates_in_circles(model))  # E407
    problems = [*assumed_in_alarms(model), *in_circles]  # E404
    try:
        compiled = compiled_from(model, origin)
    except TooEntangledError as problem:
        return None, (*problems, _too_entangled("E410", model, problem.rule))
    except ContradictionTooEntangledError as problem:
        return None, (*problems, _too_entangled("E411", model, problem.rule))
    try:
        problems += collisions(model, compiled.diagrams)  # E405
    except OverBudgetError:
        last = model.of(SpecialCase)[-1]
        return None, (*problems, _too_entangled("E410", model, last.name))
    try:
        problems += () if in_circles else hiding_gates(model, compiled.diagrams)  # E415
    except OverBudgetError:
        return None, (*problems, _too_entangled("E410", model, max(model.gated)))
    return compiled, tuple(problems)


def of_examples(compiled: Compiled, but_failing: bool) -> Iterator[Diagnostic]:
    """Yield the errors of the examples; but that one fails only if that is to be told."""
    for each in failing_examples(compiled):  # E408, E409
        if not (but_failing and each.code == FAILS):
            yield each


def warnings(compiled: Compiled) -> Iterator[Diagnostic]:
    """Yield the warnings of a guideline that is ready to decide.

    Whether a file loads does not hang on them, and they take longer than all the rest, so they are
    worked out when a file is checked and not when it is loaded.

    This makes nodes in the diagrams, so they must not be in use by anyone else.
    """
    # Whoever only loads a guideline need not wait for these to be imported.
    from imaging_rules.analyse.checks import (
        advised_against,
        never_recommended,
        numbers_in_texts,
        without_effect,
    )
    from imaging_rules.analyse.checks import dead_rules as dead
    from imaging_rules.analyse.checks.constant_conditions import Constants
    from imaging_rules.analyse.checks.only_against import only_against
    from imaging_rules.analyse.checks.opposite_signs import opposite_signs
    from imaging_rules.analyse.checks.screens import left_out_of_screens
    from imaging_rules.analyse.conditions import Conditions
    from imaging_rules.library.contradiction_warnings import contradictions_in_vain

    guideline, diagrams = compiled.guideline, compiled.diagrams
    yield from contradictions_in_vain(compiled)  # W509, W510, W511
    yield from without_effect.studies_in_another_order(guideline)  # W515
    yield from numbers_in_texts.numbers_in_texts(guideline)  # W520
    yield from never_recommended.lists_in_vain(guideline)  # W532
    try:
        with diagrams.store.allowing(BUDGET):
            yield from without_effect.red_flags_out_of_scope(guideline, diagrams)  # W514
            yield from left_out_of_screens(guideline, diagrams)  # W519
            yield from only_against(guideline, diagrams)  # W518
            yield from advised_against.advised_against_in_vain(guideline, diagrams)  # W530
            yield from never_recommended.never_recommended(guideline, diagrams)  # W531
            yield from without_effect.idle_facts(guideline, diagrams)  # W512
            conditions = Conditions(guideline, diagrams)
            yield from opposite_signs(guideline, conditions, diagrams)  # W513
            never = dead.dead_rules(guideline, diagrams)
            yield from dead.told(never, guideline, conditions, diagrams)  # W509
            yield from Constants(guideline, conditions, diagrams).diagnostics(never)  # W510, W511
    except OverBudgetError:
        yield Diagnostic(
            "W516",
            "the guideline is too entangled for all of its rules to be looked into",
            Pointer(guideline.text, guideline.header.span),
            help="what else was found is right, but rules that never decide may be left untold",
        )
    finally:
        diagrams.store.forget_results()


def of_upkeep(model: Guideline, today: date) -> Iterator[Diagnostic]:
    """Yield what wants looking after, in a guideline or a vocabulary."""
    yield from upkeep(model, today)  # W501 to W508


def of_layout(source: SourceText) -> Iterator[Diagnostic]:
    """Yield what the formatter would change; this too only where a file is checked."""
    yield from layout_differs(source)  # W517


def _too_entangled(code: str, model: Guideline, name: str) -> Diagnostic:
    named = (*model.facts, *model.definitions, *model.rules)
    span = next((each.span for each in named if each.name == name), model.header.span)
    if code == "E411":
        message = f"`{name}` compares facts in more ways than can be worked through"
        help = "make several contradictions of it"
    else:
        message = f"the cases to tell apart outgrow the limit while `{name}` is worked in"
        help = "move facts that rules combine next to each other, or split the guideline"
    return Diagnostic(code, message, Pointer(model.text, span), help=help)
