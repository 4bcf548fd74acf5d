"""From a file's bytes to a guideline, through every check."""

from collections.abc import Iterable
from datetime import date

from imaging_rules.decide.answer.guideline_info import GuidelineOrigin
from imaging_rules.decide.compiled import FROM_TEXT, compiled_from
from imaging_rules.diagnostics import Diagnostic
from imaging_rules.library import checks
from imaging_rules.library.guideline import Guideline, guideline_of
from imaging_rules.model.from_syntax import ReadBeside, guideline_from
from imaging_rules.syntax.parse import decode, parse

Result = tuple[Guideline | None, tuple[Diagnostic, ...]]


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
    left_over = tuple(checks.of_what_is_written(file, source))
    compiled = None
    if model is not None and not any(problem.is_error for problem in problems):
        if not model.header.is_vocabulary:
            compiled, errors = checks.of_what_it_decides(model, origin)
            problems += errors
            if compiled is not None and not errors:
                problems += tuple(checks.of_examples(compiled, but_examples))
                problems += tuple(checks.warnings(compiled)) if thoroughly else ()
        problems += tuple(checks.of_upkeep(model, date.today()))
    problems += left_over
    if compiled is None or any(problem.is_error for problem in problems):
        return None, _in_order(problems)
    said = _in_order((*problems, *(checks.of_layout(source) if thoroughly else ())))
    return guideline_of(compiled, said), said


def said_of(guideline: Guideline) -> tuple[Diagnostic, ...]:
    """Return what is to be said of a guideline that was read: what `read` says, thoroughly."""
    model = guideline.model
    said = [*guideline._diagnostics]
    # Others may be deciding with the guideline's own diagrams, and this adds to them.
    said += checks.warnings(compiled_from(model))
    said += checks.of_upkeep(model, date.today())
    said += checks.of_layout(model.text)
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
