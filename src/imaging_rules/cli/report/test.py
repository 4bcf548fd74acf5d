"""What `test` found in one file, as text and as data."""

from collections.abc import Iterator
from textwrap import indent
from typing import Any

from attrs import frozen

from imaging_rules.diagnostics import Diagnostic, as_data
from imaging_rules.library.example_coverage import Coverage, Gap
from imaging_rules.library.examples import (
    Tried,
    deciding_rules,
    expected,
    recommended_studies,
    told,
    why,
)
from imaging_rules.text.words import wrapped

_MORE = "there may be more to add: confirm these, then run `imaging-rules test --write` again"
_MISSING = {
    "decides": "no example in which it decides",
    "does not hold": "no example in which it does not hold",
    "bound": "no example beside a bound, where the bound matters",
    "unanswered": "red flag that no example leaves unanswered",
}


@frozen
class Tested:
    """What was found in one file and added to it, or why it could not be read or written.

    ``not_told`` says why what the examples show cannot be told, ``not_written`` why nothing was
    added, ``broken_off`` that there was more to look for than is done at once.
    """

    name: str
    diagnostics: tuple[Diagnostic, ...] = ()
    problem: str | None = None
    tried: tuple[Tried, ...] = ()
    coverage: Coverage | None = None
    not_told: str | None = None
    added: tuple[str, ...] = ()
    not_written: str | None = None
    broken_off: bool = False
    is_vocabulary: bool = False

    @property
    def failing(self) -> tuple[Tried, ...]:
        """The examples that fail."""
        return tuple(each for each in self.tried if not each.passed)

    def fails(self, strict: bool) -> bool:
        """Return whether anything is wrong, or (``strict``) missing."""
        wrong = self.diagnostics or self.failing or self.not_written
        missing = self.not_told or (self.coverage and self.coverage.gaps)
        return bool(wrong or (strict and missing))

    def text(self, verbose: bool, listed: bool) -> str:
        """Return the lines on standard output.

        Args:
            verbose: Whether to tell of the examples that pass, too.
            listed: Whether to list what no example shows.
        """
        return "\n".join(self._lines(verbose, listed))

    def _lines(self, verbose: bool, listed: bool) -> Iterator[str]:
        yield f"{self.name}: {self._summary}"
        if self.coverage and not self.tried and not listed:
            yield "  `--coverage` lists what they are to show, `--write` adds some to be confirmed"
        for each in self.tried if verbose else self.failing:
            outcome = "passes" if each.passed else "FAILS"
            yield f"  “{each.example.title}” (line {each.line}) {outcome}"
            yield indent("\n".join([*each.complaints, told(each)]), "    ")
        if listed and self.coverage:
            yield from _listed(self.coverage.gaps)
        if self.added:
            yield f"  {_count(len(self.added), 'example')} added, to be confirmed:"
            yield from (f"    “{title}”" for title in self.added)
        if self.broken_off:
            yield f"  {_MORE}"
        if self.not_written:
            yield f"  nothing was added: {self.not_written}"

    @property
    def _summary(self) -> str:
        if self.problem:
            return "not read"
        if self.is_vocabulary:
            return "a vocabulary, which has no examples"
        if self.diagnostics:
            return f"{_count(len(self.diagnostics), 'error')}, so no example was run"
        return f"{self._outcome}; {self._shown}"

    @property
    def _outcome(self) -> str:
        if not self.tried:
            return "no examples"
        if self.failing:
            fail = "fails" if len(self.failing) == 1 else "fail"
            return f"{len(self.failing)} of {_count(len(self.tried), 'example')} {fail}"
        return f"{_count(len(self.tried), 'example')} pass" + "es" * (len(self.tried) == 1)

    @property
    def _shown(self) -> str:
        if self.coverage is None:
            return f"coverage is not told: {self.not_told}"
        return f"coverage {self.coverage.aims - len(self.coverage.gaps)} of {self.coverage.aims}"

    @property
    def data(self) -> dict[str, Any]:
        """All of it, ready for JSON."""
        found = self.coverage
        return {
            "file": self.name,
            "problem": self.problem,
            "diagnostics": [as_data(each) for each in self.diagnostics],
            "passed": len(self.tried) - len(self.failing),
            "failed": len(self.failing),
            "examples": [_example(each) for each in self.tried],
            "coverage": found
            and {
                "shown": found.aims - len(found.gaps),
                "of": found.aims,
                "gaps": [_gap(each) for each in found.gaps],
            },
            "added": list(self.added),
            "not_added_because": self.not_written,
            "may_have_more_to_add": self.broken_off,
        }


def _listed(gaps: tuple[Gap, ...]) -> Iterator[str]:
    for kind, head in _MISSING.items():
        names = [
            f"{each.name} at {each.where}" if each.where else each.name
            for each in gaps
            if each.kind == kind
        ]
        if names:
            yield "\n".join(wrapped(f"{head}: {'; '.join(names)}", "  ", "    "))


def _gap(gap: Gap) -> dict[str, str]:
    return {"kind": gap.kind, "name": gap.name} | ({"at": gap.where} if gap.where else {})


def _example(tried: Tried) -> dict[str, Any]:
    example, decision = tried.example, tried.decision
    return {
        "title": example.title,
        "line": tried.line,
        "passed": tried.passed,
        "expected": {
            "words": expected(example),
            "possible": [level.words for level in example.levels],
            "studies": list(example.studies),
            "because": list(example.because),
            "asking": list(example.asking),
            "later": list(example.later),
        },
        "came": {
            "possible": [level.words for level in decision.possible],
            "studies": list(recommended_studies(decision)),
            "because": list(deciding_rules(decision)),
            "asking": [each.fact for each in decision.missing],
            "later": [each.fact for each in decision.later],
        },
        "differs": list(tried.complaints),
        "why": list(why(tried)),
    }


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
