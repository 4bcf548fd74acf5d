"""From a file's bytes to a guideline, through every check."""

from collections.abc import Iterable, Iterator
from datetime import date

from imaging_rules.analyse.checks.assumed_facts import assumed_under_red_flags
from imaging_rules.analyse.checks.collisions import collisions
from imaging_rules.analyse.checks.gates import gates_in_circles, hiding_gates
from imaging_rules.analyse.checks.placeholders import placeholders
from imaging_rules.analyse.checks.upkeep import upkeep
from imaging_rules.decide.compiled import Compiled, compiled_from
from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.diagram.contradiction import ContradictionTooEntangledError
from imaging_rules.diagram.from_model import TooEntangledError
from imaging_rules.diagram.store import OverBudgetError
from imaging_rules.library.examples.failing import FAILS, failing_examples
from imaging_rules.library.guideline import Guideline, guideline_of
from imaging_rules.model.from_syntax import ReadBeside, guideline_from
from imaging_rules.model.guideline import Guideline as Model
from imaging_rules.model.rules import SpecialCase
from imaging_rules.syntax.parse import decode, parse
from imaging_rules.text import Span

Result = tuple[Guideline | None, tuple[Diagnostic, ...]]


def read(
    name: str,
    data: bytes,
    read_beside: ReadBeside,
    thoroughly: bool = False,
    but_examples: bool = False,
) -> Result:
    """Return the guideline that a file holds, and what is to be said of the file.

    Args:
        name: What the file is called in messages.
        data: The bytes of the file.
        read_beside: Reads a file named in it, such as a source's statements.
        thoroughly: Whether to look for dead rules and their like too. That takes longer than
            all the rest, and nothing of it keeps a file from loading.
        but_examples: Whether to leave it untold that examples fail; else that is an error too.

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
    left_over = tuple(placeholders(file, source))
    compiled = None
    if model is not None and not any(problem.is_error for problem in problems):
        if model.header.is_vocabulary:
            return None, _in_order((*problems, *left_over, *upkeep(model, date.today())))
        compiled, more = _compile(model, thoroughly, but_examples)
        problems += (*more, *upkeep(model, date.today()))
    said = _in_order((*problems, *left_over))
    if compiled is None or any(problem.is_error for problem in said):
        return None, said
    return guideline_of(compiled, said), said


def _follows(problem: Diagnostic, told: Iterable[Diagnostic]) -> bool:
    """Whether a problem lies where the syntax is wrong, so that what was read there is a guess."""
    place = problem.at.span
    return any(
        each.is_error
        and each.at.source is problem.at.source
        and each.at.span.start < place.end
        and place.start < each.at.span.end
        for each in told
    )


def _in_order(problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(problems, key=lambda each: each.order))


def _compile(
    model: Model, thoroughly: bool, but_examples: bool
) -> tuple[Compiled | None, tuple[Diagnostic, ...]]:
    """Return the guideline made ready, and what only then comes to light."""
    in_circles = tuple(gates_in_circles(model))
    problems = [*assumed_under_red_flags(model), *in_circles]
    try:
        compiled = compiled_from(model)
    except TooEntangledError as problem:
        return None, (*problems, _too_entangled("E410", model, problem.rule))
    except ContradictionTooEntangledError as problem:
        return None, (*problems, _too_entangled("E411", model, problem.rule))
    try:
        problems += collisions(model, compiled.diagrams)
    except OverBudgetError:
        last = model.of(SpecialCase)[-1]
        return None, (*problems, _too_entangled("E410", model, last.name))
    try:
        problems += () if in_circles else hiding_gates(model, compiled.diagrams)
    except OverBudgetError:
        return None, (*problems, _too_entangled("E410", model, max(model.gated)))
    if not problems:
        failing = failing_examples(compiled)
        problems += [each for each in failing if not (but_examples and each.code == FAILS)]
        problems += _warnings(compiled) if thoroughly else ()
    return compiled, tuple(problems)


def said_of(guideline: Guideline) -> tuple[Diagnostic, ...]:
    """Return what is to be said of a guideline that was read: what `read` says, thoroughly."""
    model = guideline.model
    # Others may be deciding with the guideline's own diagrams, and this adds to them.
    warnings = _warnings(compiled_from(model))
    said = (*guideline._diagnostics, *upkeep(model, date.today()), *warnings)
    return _in_order(dict.fromkeys(said))


def _warnings(compiled: Compiled) -> Iterator[Diagnostic]:
    # Whoever only loads a guideline need not wait for this to be imported.
    from imaging_rules.library.warnings import warnings

    return warnings(compiled)


def _too_entangled(code: str, model: Model, name: str) -> Diagnostic:
    named = (*model.facts, *model.definitions, *model.rules)
    blocks = {block.name: block.span for block in named}
    span: Span = blocks.get(name, model.header.span)
    if code == "E411":
        message = f"`{name}` compares facts in more ways than can be worked through"
        help = "make several contradictions of it"
    else:
        message = f"the cases to tell apart outgrow the limit while `{name}` is worked in"
        help = "move facts that rules combine next to each other, or split the guideline"
    return Diagnostic(code, message, Pointer(model.text, span), help=help)
