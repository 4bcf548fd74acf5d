"""The one canonical layout of a guideline file, comments and all."""

from collections import deque
from collections.abc import Iterator
from itertools import takewhile, zip_longest
from typing import assert_never

from imaging_rules.diagnostics import Diagnostic, Edit, Pointer
from imaging_rules.syntax import nodes
from imaging_rules.syntax.from_tokens import DEEPEST_CONDITION
from imaging_rules.syntax.lines import Around, Standing, indent_at, lines_of, placed
from imaging_rules.syntax.parse import LONGEST_FILE, parse
from imaging_rules.syntax.pieces import Written, clause_pieces, head
from imaging_rules.text import SourceText, Span

_INDENT = 2


def formatted(source: SourceText) -> tuple[str, tuple[Diagnostic, ...]]:
    """Return the text of a file in the one canonical layout.

    What the file says stays as it is, and so do its comments and the order of everything.

    Args:
        source: The text of the file.

    Returns:
        The text laid out, and what is wrong with how the file is written. If anything is, the
        text is as it was.
    """
    file, problems = parse(source)
    problems = problems or tuple(_too_deep(source, file))
    if problems:
        return source.text, problems
    text = "".join(f"{line}\n" for line in _file(source.text, file))
    if len(text) > LONGEST_FILE:
        problem = Diagnostic(
            "E107",
            f"laid out, the file would have more than {LONGEST_FILE:,} characters",
            Pointer(source, Span(0, 1)),
            help="split the guideline into several files",
        )
        return source.text, (problem,)
    return text, ()


def says_the_same(one: SourceText, other: SourceText) -> bool:
    """Return whether two files without mistakes say the same, comments included."""
    (first, problems), (second, more) = parse(one), parse(other)
    comments, others = ([each.text for each in file.comments] for file in (first, second))
    return not problems and not more and first == second and comments == others


def _file(text: str, file: nodes.File) -> list[str]:
    spans = []
    for block in file.blocks:
        spans += [block.span.to(block.name.span), *(each.span for each in block.clauses)]
    found, last = placed(text, file.comments, spans)
    around = deque(found)
    lines: list[str] = []
    for number, block in enumerate(file.blocks):
        of_head = around.popleft()
        of_clauses = [around.popleft() for _ in block.clauses]
        next_block = file.blocks[number + 1] if around else block
        following = around[0].before if around else last
        own = _taken(following, indent_at(text, next_block.span.start)) if following else []
        _add_comments(lines, of_head.before)
        if lines and (of_head.apart or not of_head.before):
            lines.append("")
        lines += _block(block, of_head, of_clauses, own)
    _add_comments(lines, last)
    return lines


def _taken(comments: list[Standing], indent: int) -> list[Standing]:
    """Take away the comments that belong to a block, of those between it and the next one.

    They are the first ones, as long as they are indented more than the next block.
    """
    own = list(takewhile(lambda each: each.indent > indent, comments))
    del comments[: len(own)]
    return own


def _add_comments(lines: list[str], comments: list[Standing]) -> None:
    """Add comments that stand outside blocks."""
    for number, comment in enumerate(comments):
        if lines and (comment.apart or number == 0):
            lines.append("")
        lines.append(comment.text)


def _block(
    block: nodes.Block, of_head: Around, of_clauses: list[Around], last: list[Standing]
) -> list[str]:
    """Return the lines of a block; ``last`` are the comments after its last clause."""
    clauses = [clause_pieces(each) for each in block.clauses]
    width = max((len(each.keyword) for each in clauses), default=0)
    lines, commented = _lines(head(block), 0, len(block.keyword), of_head)
    only_head = len(lines)
    for written, around in zip(clauses, of_clauses, strict=True):
        _add_standing(lines, around.before, only_head)
        if around.apart and (around.before or commented):
            lines.append("")
        more, commented = _lines(written, _INDENT, width, around)
        lines += more
    _add_standing(lines, last, only_head)
    return lines


def _add_standing(lines: list[str], comments: list[Standing], only_head: int) -> None:
    """Add comments that stand between clauses; the first lines are the head of the block."""
    for comment in comments:
        if comment.apart and len(lines) > only_head:
            lines.append("")
        lines.append(" " * _INDENT + comment.text)


def _lines(written: Written, indent: int, width: int, around: Around) -> tuple[list[str], bool]:
    """Return the lines of a clause, and whether the last of them is nothing but a comment."""
    lines, after = lines_of(written, indent, width, around.within)
    after += [around.behind] if around.behind else []
    if after:
        lines[-1] += f"  {after[0]}"
        lines += [" " * _INDENT + each for each in after[1:]]
    return lines, len(after) > 1


def _too_deep(source: SourceText, file: nodes.File) -> Iterator[Diagnostic]:
    for block in file.blocks:
        for each in block.clauses:
            if isinstance(each, nodes.ConditionClause | nodes.Fits | nodes.Points):
                for span in _deepest(each.condition):
                    yield Diagnostic(
                        "E108",
                        f"this condition is nested more than {DEEPEST_CONDITION} levels deep",
                        Pointer(source, span),
                        help="give its parts names with `define`",
                    )


def _deepest(condition: nodes.Condition) -> Iterator[Span]:
    match condition:
        case nodes.TooDeep(span=span):
            yield span
        case nodes.Not(part) | nodes.Brackets(part):
            yield from _deepest(part)
        case nodes.Joined(_, parts) | nodes.Counted(_, parts):
            for part in parts:
                yield from _deepest(part)
        case nodes.Named() | nodes.Is() | nodes.Compared():
            return
        case _:
            assert_never(condition)


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
