"""Examples that are to expect what the guideline decides by now."""

from collections.abc import Iterable
from pathlib import Path

from imaging_rules.errors import ImagingRulesError
from imaging_rules.library.authoring.mend import encoded
from imaging_rules.library.examples.run import Tried
from imaging_rules.library.examples.words import instead
from imaging_rules.library.find import read_as
from imaging_rules.library.guideline import Guideline
from imaging_rules.syntax import nodes
from imaging_rules.syntax.format import formatted, layout_differs
from imaging_rules.syntax.parse import parse
from imaging_rules.text import SourceText


def accepting(
    path: Path, data: bytes, guideline: Guideline, accepted: Iterable[Tried]
) -> tuple[bytes, Guideline]:
    """Return what a file is to hold so that examples of it expect what came of them.

    Nothing but what follows `expect` in these examples is changed; a file that was laid out by
    `fmt` is laid out again.

    Args:
        path: The file.
        data: What it holds.
        guideline: The guideline that it holds, of which examples may fail.
        accepted: The examples that are to be changed.

    Returns:
        The bytes, and the guideline as it is read from them.

    Raises:
        ImagingRulesError: The file would have an error then that it does not have now.
    """
    source = guideline.model.text
    file, _ = parse(source)
    expects = {
        block.name.span: clause
        for block in file.blocks
        for clause in block.clauses
        if isinstance(clause, nodes.Expect)
    }
    text = source.text
    for each in sorted(accepted, key=lambda tried: tried.example.span.start, reverse=True):
        clause = expects[each.example.span]
        words = instead(each.example, each.decision, guideline.model)
        start, end = clause.levels[0].span.start, clause.span.end
        text = f"{text[:start]}{words}{text[end:]}"
    if not layout_differs(source):
        text, _ = formatted(SourceText.of(source.name, text))
    data = encoded(text, data)
    after, problems = read_as(path, data, but_examples=True)
    if after is None:
        wrong = next(each.message for each in problems if each.is_error)
        raise ImagingRulesError(f"the file would have an error then: {wrong}")
    return data, after
