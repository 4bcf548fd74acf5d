"""The warning that a file is not in its layout."""

from itertools import zip_longest

from imaging_rules.diagnostics import Diagnostic, Edit, Pointer
from imaging_rules.syntax.format.file import formatted
from imaging_rules.text import SourceText, Span


def layout_differs(source: SourceText) -> tuple[Diagnostic, ...]:
    """Return a warning at the first line that is laid out otherwise than `fmt` does it.

    Args:
        source: The text of a file without mistakes.

    Returns:
        One diagnostic, or none if the file is in its layout. Line ends make no difference.
    """
    text, problems = formatted(source)
    if problems or text == source.text:
        return ()
    lines, laid_out = (each.removesuffix("\n").split("\n") for each in (source.text, text))
    both = enumerate(zip_longest(lines, laid_out))
    # Where only the last line end is missing, it is the last line that can be shown.
    number = next((number for number, (old, new) in both if old != new), len(lines) - 1)
    line = lines[number]
    start = source.line_starts[number] + len(line) - len(line.lstrip())
    return (
        Diagnostic(
            "W517",
            "the file is laid out otherwise than `imaging-rules fmt` does it, first in this line",
            Pointer(source, Span(start, start + max(1, len(line.strip())))),
            help="`imaging-rules fmt` lays it out; with --diff it only shows what would change",
            fix=(_difference(source, text),),
        ),
    )


def _difference(source: SourceText, text: str) -> Edit:
    """Return the edit that lays a file out: from the first line that differs to the last."""
    lines, laid_out = (each.splitlines(keepends=True) for each in (source.text, text))
    shorter = min(len(lines), len(laid_out))
    first = next((i for i in range(shorter) if lines[i] != laid_out[i]), shorter)
    last = next((i for i in range(shorter - first) if lines[-1 - i] != laid_out[-1 - i]), None)
    same = shorter - first if last is None else last
    start = sum(map(len, lines[:first]))
    instead = "".join(laid_out[first : len(laid_out) - same])
    return Edit(Span(start, len(source.text) - sum(map(len, lines[len(lines) - same :]))), instead)
