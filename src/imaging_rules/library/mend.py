"""A guideline file with all mended that can be mended, and its examples brought up to date."""

import codecs
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from attrs import frozen

from imaging_rules.diagnostics import Diagnostic
from imaging_rules.errors import ImagingRulesError
from imaging_rules.library.examples import Tried, instead
from imaging_rules.library.find import contents, read_as
from imaging_rules.library.guideline import Guideline
from imaging_rules.model.guideline import Guideline as Model
from imaging_rules.syntax import nodes
from imaging_rules.syntax.format import formatted, layout_differs
from imaging_rules.syntax.parse import decode, parse
from imaging_rules.text import SourceText

LAYOUT = "W517"
_REST_UNTOLD = "E113"
# A long file is read fewer times than a short one, so that trying ends in bounded time.
_FEWEST_TRIALS = 12
_MOST_CHARACTERS = 4_000_000
_LINE_END = re.compile(rb"\r\n|\r|\n")


@frozen
class Mended:
    """What came of a file.

    Attributes:
        data: What the file is to hold; what it held, if nothing was mended.
        done: What was mended, in order; each with its place in the text that it was mended in.
    """

    data: bytes
    done: tuple[Diagnostic, ...] = ()


@frozen
class _State:
    """The text of a file, what it means if it loads, and what is said of it."""

    text: str
    model: Model | None
    diagnostics: tuple[Diagnostic, ...]

    @property
    def untold(self) -> int:
        """How many characters stand behind the last mistake that is told, if not all are."""
        ends = [each.at.span.start for each in self.diagnostics if each.code == _REST_UNTOLD]
        return len(self.text) - min(ends, default=len(self.text))

    def unclear(self, but_last: int) -> Counter[tuple[str, str]]:
        """The mistakes in how the file is written that only its author can mend.

        Args:
            but_last: How many of the last characters are not looked at.
        """
        end = len(self.text) - but_last
        told = [each for each in self.diagnostics if each.code.startswith("E1") and not each.fix]
        return Counter(
            (each.code, each.message)
            for each in told
            if each.code != _REST_UNTOLD and (not but_last or each.at.span.start < end)
        )

    def is_no_worse_than(self, before: "_State") -> bool:
        """Whether nothing was broken on the way here.

        A file that loaded means what it meant. In any other nothing new may be unclear, for what
        cannot be read may not have been understood. Mistakes in names or units may come to
        light: they were there, behind what could not be read. So were those behind the last one
        that was told.
        """
        if before.model is not None:
            return self.model == before.model
        return self.unclear(before.untold) <= before.unclear(before.untold)


def mend(path: Path) -> Mended:
    """Return what a file holds with all mended that carries a fix.

    The file itself is left as it is. One that loads means the same afterwards.

    Args:
        path: The file.

    Returns:
        What it is to hold, and what was mended. Line ends, if they are all alike, and a byte
        order mark stay as they are.

    Raises:
        UnknownGuidelineError: The file cannot be read.
    """
    data = contents(path)
    source, problems = decode(str(path), data)
    if problems:
        return Mended(data)
    trials = _Trials(path, max(_FEWEST_TRIALS, _MOST_CHARACTERS // max(1, len(source.text))))
    now, done = trials.state(source.text), []
    while more := _together(now.diagnostics):
        now, mended = trials.mended(now, more)
        if not mended:
            break
        done += mended
    return Mended(encoded(now.text, data), tuple(done)) if done else Mended(data)


def _together(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return those that can be mended in one go, in order: no two of them touch the same place.

    The layout comes last, for it touches nearly every place.
    """
    mendable = [each for each in diagnostics if each.fix]
    others = [each for each in mendable if each.code != LAYOUT]
    chosen: list[Diagnostic] = []
    end = -1
    for each in sorted(others or mendable, key=lambda each: each.fix[0].span.start):
        if each.fix[0].span.start > end:
            chosen.append(each)
            end = each.fix[-1].span.end
    return chosen


class _Trials:
    """Reads a file as it would be with other text, up to a number of times."""

    def __init__(self, path: Path, most: int) -> None:
        self._path = path
        self._left = most

    def state(self, text: str) -> _State:
        """Return what a text would be, as the text of the file."""
        self._left -= 1
        guideline, diagnostics = read_as(self._path, text.encode())
        if guideline is None:
            return _State(text, None, diagnostics)
        layout = layout_differs(guideline.model.text)
        return _State(text, guideline.model, (*diagnostics, *layout))

    def mended(self, before: _State, wanted: list[Diagnostic]) -> tuple[_State, list[Diagnostic]]:
        """Return what a file is with problems mended, and which of them were.

        Where all of them at once make it worse, the later half is tried, and then the other one:
        what stands later moves no place before it.
        """
        if not wanted or self._left <= 0:
            return before, []
        after = self.state(_edited(before.text, wanted))
        if after.is_no_worse_than(before):
            return after, wanted
        if len(wanted) == 1:
            return before, []
        middle = len(wanted) // 2
        now, late = self.mended(before, wanted[middle:])
        now, early = self.mended(now, wanted[:middle])
        return now, early + late


def _edited(text: str, wanted: list[Diagnostic]) -> str:
    pieces, start = [], 0
    for edit in (edit for each in wanted for edit in each.fix):
        pieces += [text[start : edit.span.start], edit.text]
        start = edit.span.end
    return "".join(pieces) + text[start:]


def encoded(text: str, before: bytes) -> bytes:
    """Return the bytes of a text, with the line ends and the byte order mark of another one.

    Args:
        text: The text, its lines ended by line feeds.
        before: What the file held.
    """
    ends = set(_LINE_END.findall(before))
    end = ends.pop() if len(ends) == 1 else b"\n"
    mark = codecs.BOM_UTF8 if before.startswith(codecs.BOM_UTF8) else b""
    return mark + text.encode().replace(b"\n", end)


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
