"""From a file's bytes to a guideline, through every check, in the order in which they run.

What cannot be read is told by what reads it: bytes by `decode`, syntax by `parse`, and names,
types, units and clauses by `guideline_from`. Then `read` goes through the functions of this file
that come before it, from the first to the last.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from attrs import evolve

from imaging_rules.analyse.checks.constant_conditions import compared_with_itself
from imaging_rules.analyse.checks.facts import (
    assumed_in_alarms,
    gates_in_circles,
    hiding_gates,
    idle_facts,
    left_out_of_screens,
)
from imaging_rules.analyse.checks.studies import (
    advised_against_in_vain,
    collisions,
    lists_in_vain,
    never_recommended,
    only_against,
    studies_in_another_order,
)
from imaging_rules.analyse.checks.upkeep import placeholders, upkeep
from imaging_rules.analyse.conditions import Conditions, WrittenConditions
from imaging_rules.decide.answer.guideline_info import GuidelineOrigin
from imaging_rules.decide.compiled import FROM_TEXT, Compiled, compiled_from
from imaging_rules.decide.contradictions import Possible, is_found
from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.diagram.conditions import (
    MOST_WAYS,
    ContradictionDiagram,
    ContradictionTooEntangledError,
    ways_to,
)
from imaging_rules.diagram.from_model import TooEntangledError
from imaging_rules.diagram.store import FALSE, TRUE, OverBudgetError
from imaging_rules.library.examples import FAILS, failing_examples
from imaging_rules.library.guideline import Guideline, guideline_of
from imaging_rules.model.facts import NumberType
from imaging_rules.model.from_syntax import ReadBeside, guideline_from
from imaging_rules.model.guideline import Guideline as Model
from imaging_rules.model.rules import SpecialCase
from imaging_rules.syntax import nodes
from imaging_rules.syntax.format import layout_differs
from imaging_rules.syntax.parse import decode, parse
from imaging_rules.text import SourceText

BUDGET = 3_000_000
"""How many steps looking into the rules of one guideline may take."""

Result = tuple[Guideline | None, tuple[Diagnostic, ...]]


def of_what_is_written(file: nodes.File, source: SourceText) -> Iterator[Diagnostic]:
    """Yield the errors of a file that can be read, whatever it means."""
    yield from placeholders(file, source)  # E417


def of_what_it_decides(
    model: Model, origin: GuidelineOrigin
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
    from imaging_rules.analyse.checks import dead_rules as dead
    from imaging_rules.analyse.checks.constant_conditions import Constants
    from imaging_rules.analyse.checks.numbers_in_texts import numbers_in_texts
    from imaging_rules.analyse.checks.opposite_signs import opposite_signs

    guideline, diagrams = compiled.guideline, compiled.diagrams
    yield from contradictions_in_vain(compiled)  # W509, W510, W511
    yield from studies_in_another_order(guideline)  # W515
    yield from numbers_in_texts(guideline)  # W520
    yield from lists_in_vain(guideline)  # W532
    try:
        with diagrams.store.allowing(BUDGET):
            yield from dead.red_flags_out_of_scope(guideline, diagrams)  # W514
            yield from left_out_of_screens(guideline, diagrams)  # W519
            yield from only_against(guideline, diagrams)  # W518
            yield from advised_against_in_vain(guideline, diagrams)  # W530
            yield from never_recommended(guideline, diagrams)  # W531
            yield from idle_facts(guideline, diagrams)  # W512
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


def contradictions_in_vain(compiled: Compiled) -> Iterator[Diagnostic]:
    """Yield the warnings of the contradictions of a guideline that is ready to decide.

    This makes nodes in their diagrams, so they must not be in use by anyone else.
    """
    conditions = WrittenConditions(compiled.guideline)
    for diagram in compiled.contradictions.made:
        yield from _of_contradiction(compiled.guideline, diagram, conditions)


def _of_contradiction(
    guideline: Model, diagram: ContradictionDiagram, conditions: WrittenConditions
) -> Iterator[Diagnostic]:
    rule = diagram.rule
    if _holds_for_everyone(guideline, diagram):
        written = conditions.of(rule.when)
        assert written is not None, "a contradiction has a `when`, and stands in the file"
        yield Diagnostic(
            "W510",
            f"the condition of `{rule.name}` always holds: `{written.words}`",
            Pointer(guideline.text, written.span),
            help="change it: no patient could be free of this contradiction",
        )
        return
    # It is never found where its contrary holds for everyone.
    contrary = evolve(diagram, root=diagram.store.negation(diagram.root))
    if _holds_for_everyone(guideline, contrary):
        yield Diagnostic(
            "W509",
            f"the contradiction `{rule.name}` is never found: its condition never holds",
            Pointer(guideline.text, rule.span),
            help="change its condition, or remove it",
        )
        return
    yield from compared_with_itself(guideline, rule, conditions)


def _holds_for_everyone(guideline: Model, diagram: ContradictionDiagram) -> bool:
    if not diagram.comparisons:
        return diagram.root == TRUE
    if ways_to(diagram.store, diagram.root, FALSE) > MOST_WAYS:
        # Not to be worked out in bounded time; with so many ways, one can hardly fail to be.
        return False
    facts = guideline.fact
    everything = {}
    for name in diagram.facts:
        type, regions = facts[name].type, tuple(range(len(facts[name].regions)))
        everything[name] = Possible(regions, type.range if isinstance(type, NumberType) else None)
    return is_found(diagram, facts, everything)


def of_upkeep(model: Model, today: date) -> Iterator[Diagnostic]:
    """Yield what wants looking after, in a guideline or a vocabulary."""
    yield from upkeep(model, today)  # W501 to W508


def of_layout(source: SourceText) -> Iterator[Diagnostic]:
    """Yield what the formatter would change; this too only where a file is checked."""
    yield from layout_differs(source)  # W517


def _too_entangled(code: str, model: Model, name: str) -> Diagnostic:
    named = (*model.facts, *model.definitions, *model.rules)
    span = next((each.span for each in named if each.name == name), model.header.span)
    if code == "E411":
        message = f"`{name}` compares facts in more ways than can be worked through"
        help = "make several contradictions of it"
    else:
        message = f"the cases to tell apart outgrow the limit while `{name}` is worked in"
        help = "move facts that rules combine next to each other, or split the guideline"
    return Diagnostic(code, message, Pointer(model.text, span), help=help)


def read(
    name: str,
    data: bytes,
    read_beside: ReadBeside,
    thoroughly: bool = False,
    but_examples: bool = False,
    origin: GuidelineOrigin = FROM_TEXT,
) -> Result:
    """Return the guideline that a file holds, and what is to be said of the file.

    Args:
        name: What the file is called in messages.
        data: The bytes of the file.
        read_beside: Reads a file named in it, such as a source's statements.
        thoroughly: Whether to look for dead rules and their like too. That takes longer than
            all the rest, and nothing of it keeps a file from loading.
        but_examples: Whether to leave it untold that examples fail; else that is an error too.
        origin: Where the file was read from.

    Returns:
        The guideline, or ``None`` where there is an error; and the diagnostics, in order of
        place. Any bytes whatever give a result.
    """
    source, problems = decode(name, data)
    if problems:
        return None, problems
    file, problems = parse(source)
    model, more = guideline_from(file, source, read_beside)
    problems += tuple(each for each in more if not _follows(each, problems))
    left_over = tuple(of_what_is_written(file, source))
    compiled = None
    if model is not None and not any(problem.is_error for problem in problems):
        if not model.header.is_vocabulary:
            compiled, errors = of_what_it_decides(model, origin)
            problems += errors
            if compiled is not None and not errors:
                problems += tuple(of_examples(compiled, but_examples))
                problems += tuple(warnings(compiled)) if thoroughly else ()
        problems += tuple(of_upkeep(model, date.today()))
    problems += left_over
    if compiled is None or any(problem.is_error for problem in problems):
        return None, _in_order(problems)
    said = _in_order((*problems, *(of_layout(source) if thoroughly else ())))
    return guideline_of(compiled, said), said


def said_of(guideline: Guideline) -> tuple[Diagnostic, ...]:
    """Return what is to be said of a guideline that was read: what `read` says, thoroughly."""
    model = guideline.model
    said = [*guideline._diagnostics]
    # Others may be deciding with the guideline's own diagrams, and this adds to them.
    said += warnings(compiled_from(model))
    said += of_upkeep(model, date.today())
    said += of_layout(model.text)
    return _in_order(dict.fromkeys(said))


def _follows(problem: Diagnostic, told: Iterable[Diagnostic]) -> bool:
    """Whether a problem lies where the syntax is wrong, so that what was read there is a guess."""
    place = problem.at.span
    return any(
        each.is_error
        and each.at.source.name == problem.at.source.name
        and each.at.span.start < place.end
        and place.start < each.at.span.end
        for each in told
    )


def _in_order(problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(problems, key=lambda each: each.order))
