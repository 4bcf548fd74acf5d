"""What `check` found in one file, as text and as data."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from attrs import frozen

from imaging_rules.analyse.proofs.gaps import Gap
from imaging_rules.cli.output import as_json
from imaging_rules.cli.report.laws_and_gaps import gaps_data, gaps_text, laws_data, laws_text
from imaging_rules.diagnostics import Diagnostic, as_data
from imaging_rules.diagnostics.render import as_github
from imaging_rules.diagnostics.sarif import as_sarif
from imaging_rules.library.proofs import Proofs
from imaging_rules.text.words import plural
from imaging_rules.version import VERSION

_LONGEST_SHOWN = 40


@frozen
class Checked:
    """What was found in one file and mended in it, or why it could not be read or written.

    ``mended`` is ``None`` where nothing was to be mended, and ``written`` false where the mended
    file could not be written.
    """

    name: str
    diagnostics: tuple[Diagnostic, ...] = ()
    problem: str | None = None
    laws: Proofs | None = None
    gaps: tuple[Gap, ...] | None = None
    mended: tuple[Diagnostic, ...] | None = None
    written: bool = True

    @property
    def errors(self) -> int:
        """How many errors are left."""
        return sum(1 for each in self.diagnostics if each.is_error)

    @property
    def warnings(self) -> int:
        """How many warnings are left."""
        return len(self.diagnostics) - self.errors

    @property
    def breaks_a_law(self) -> bool:
        """Whether there is a law that was not proved."""
        return self.laws is not None and not self.laws.all_hold

    @property
    def text(self) -> str:
        """The lines on standard output."""
        lines = [self._line, *(_change(each) for each in self.mended or ())]
        lines += [laws_text(self.name, self.laws)] if self.laws else []
        lines += [gaps_text(self.name, self.gaps)] if self.gaps is not None else []
        return "\n".join(lines)

    @property
    def _line(self) -> str:
        if self.problem:
            return f"{self.name}: not {'read' if self.written else 'mended'}"
        counts = [_count(self.errors, "error"), _count(self.warnings, "warning")]
        found = [each for each in counts if each] or ["no problems"]
        mended = [f"{len(self.mended)} mended"] if self.mended else []
        return f"{self.name}: {', '.join(mended + found)}"

    @property
    def data(self) -> dict[str, Any]:
        """All of it, ready for JSON."""
        more: dict[str, Any] = {}
        if self.mended is not None:
            more["mended"] = [as_data(each) for each in self.mended]
        if self.laws is not None:
            more["laws"] = laws_data(self.laws)
        if self.gaps is not None:
            more["gaps"] = gaps_data(self.gaps)
        return {
            "file": self.name,
            "problem": self.problem,
            "errors": self.errors,
            "warnings": self.warnings,
            "diagnostics": [as_data(each) for each in self.diagnostics],
            **more,
        }


def _diagnostics(checked: Iterable[Checked]) -> list[Diagnostic]:
    return [each for file in checked for each in file.diagnostics]


FORMATS: dict[str, Callable[[Sequence[Checked], Sequence[str]], str]] = {
    "json": lambda checked, problems: as_json(
        {"files": [each.data for each in checked], "problems": list(problems)}
    ),
    "sarif": lambda checked, problems: as_json(
        as_sarif(_diagnostics(checked), VERSION, list(problems))
    ),
    "github": lambda checked, problems: as_github(_diagnostics(checked), problems),
}
"""What writes all that was found, and what could not be read, as one document."""


def _change(mended: Diagnostic) -> str:
    """Return the line that says what was changed, where it is short enough to be shown."""
    place, source = mended.at.place, mended.at.source
    told = mended.message
    if len(mended.fix) == 1:
        (edit,) = mended.fix
        old = source.text[edit.span.start : edit.span.end]
        shown = [each for each in (old, edit.text) if each.isprintable() and each.strip()]
        if len(shown) == 2 and max(map(len, shown)) <= _LONGEST_SHOWN:
            told = f"`{old}` is now `{edit.text.strip()}`"
    return f"  {place.line}:{place.column} {mended.code}: {told}"


def _count(number: int, word: str) -> str:
    return f"{number} {plural(number, word)}" if number else ""
