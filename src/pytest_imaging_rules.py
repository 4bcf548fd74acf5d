"""The pytest plugin: with `--guidelines`, the examples of guideline files run as tests.

pytest imports it at every start, so it stands beside the package and imports nothing of it until
a guideline file is collected.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from imaging_rules import Guideline
    from imaging_rules.model.rules import Example

_SUFFIX = ".guideline"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option and the setting that ask for the plugin."""
    text = "Run the examples of *.guideline files as tests."
    parser.getgroup("imaging-rules").addoption("--guidelines", action="store_true", help=text)
    parser.addini("guidelines", text, type="bool", default=False)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> GuidelineFile | None:
    """Collect a guideline file, if that is asked for."""
    if file_path.suffix != _SUFFIX:
        return None
    asked_for = parent.config.getoption("--guidelines") or parent.config.getini("guidelines")
    return GuidelineFile.from_parent(parent, path=file_path) if asked_for else None


class GuidelineFile(pytest.File):
    """A guideline file; one that does not load is one test, which fails."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield a test for each example of the file."""
        from imaging_rules.errors import ImagingRulesError, VocabularyError
        from imaging_rules.library.find import load_but_examples

        try:
            guideline = load_but_examples(self.path)
        except VocabularyError:
            return
        except ImagingRulesError as problem:
            yield Unloaded.from_parent(self, name="loads", problem=str(problem))
            return
        times: dict[str, int] = {}
        for example in guideline.model.examples:
            times[example.title] = number = times.get(example.title, 0) + 1
            name = example.title if number == 1 else f"{example.title} ({number})"
            yield ExampleTest.from_parent(self, name=name, guideline=guideline, example=example)


class ExampleTest(pytest.Item):
    """One example of a guideline."""

    def __init__(self, *, guideline: Guideline, example: Example, **more: Any) -> None:
        super().__init__(**more)
        self._guideline = guideline
        self._example = example

    def runtest(self) -> None:
        """Decide for the patient of the example, and compare with what is expected."""
        from imaging_rules.library.examples import told, tried

        came = tried(self._guideline, self._example)
        if not came.passed:
            differs = "\n".join(came.complaints)
            raise _FailedError(f"{differs}\n  --> {self.path}:{came.line}\n\n{told(came)}")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Return what is told of a failure: no traceback, as no code of the author's failed."""
        return _told(excinfo) or super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return where the example stands."""
        place = self._guideline.model.text.place(self._example.span.start)
        return self.path, place.line - 1, f"example “{self.name}”"


class Unloaded(pytest.Item):
    """Stands for a guideline file that does not load."""

    def __init__(self, *, problem: str, **more: Any) -> None:
        super().__init__(**more)
        self._problem = problem

    def runtest(self) -> None:
        """Fail with all that is wrong in the file."""
        raise _FailedError(self._problem)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Return what is wrong in the file, without a traceback."""
        return _told(excinfo) or super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return which file it is."""
        return self.path, 0, "the guideline loads"


class _FailedError(Exception):
    """A test has failed; the message is all that there is to tell."""


def _told(excinfo: pytest.ExceptionInfo[BaseException]) -> str:
    return str(excinfo.value) if isinstance(excinfo.value, _FailedError) else ""
