"""What holds of any file whatever, however it came to be."""

from functools import cache
from pathlib import Path

from imaging_rules import Guideline, diff
from imaging_rules.diagnostics import Diagnostic, as_data, as_text
from imaging_rules.errors import ImagingRulesError
from imaging_rules.library.read import read
from imaging_rules.resources import shipped
from imaging_rules.syntax.format import formatted, layout_differs, says_the_same
from imaging_rules.syntax.parse import decode
from imaging_rules.text import SourceText

CORPUS = Path(__file__).parent.parent / "corpus"
FOLDER = shipped("guidelines")
NAME = "made_up.guideline"


@cache
def shipped_text(name: str) -> bytes:
    """Return a guideline that ships."""
    return (FOLDER / f"{name}.guideline").read_bytes()


@cache
def _beside() -> dict[str, bytes]:
    """Return the vocabularies there are, and the statements of one source."""
    found = {path.name: path.read_bytes() for path in sorted(CORPUS.glob("*/*.vocabulary"))}
    statements = (FOLDER / "sources" / "livafortis.json").read_bytes()
    return {**found, "livafortis.json": statements, "statements.json": statements}


def read_beside(name: str) -> bytes:
    """Return the file of a name, in whatever folder it is looked for."""
    try:
        return _beside()[name.rpartition("/")[2]]
    except KeyError:
        raise OSError("it is not there") from None


def read_thoroughly(data: bytes) -> tuple[Guideline | None, tuple[Diagnostic, ...]]:
    """Return what `check` finds, the layout aside."""
    return read(NAME, data, read_beside, thoroughly=True)


def hold_all(data: bytes, other: bytes) -> None:
    """Hold all promises of one file, and of its comparison with another one.

    Args:
        data: The file.
        other: Another file; compared with the first one where both load.
    """
    guideline, problems = read_thoroughly(data)
    errors = any(each.is_error for each in problems)
    assert guideline is None or not errors
    # A vocabulary is no guideline, whether or not anything is wrong with it.
    assert guideline is not None or errors or b"vocabulary" in data
    hold_diagnostics(problems)
    assert read_thoroughly(data)[1] == problems
    hold_layout(data, guideline)
    if guideline is not None:
        one, _ = read(NAME, other, read_beside)
        if one is not None:
            hold_difference(one, guideline)
            hold_difference(guideline, one)


def hold_diagnostics(problems: tuple[Diagnostic, ...]) -> None:
    """Hold diagnostics to their order, and their places to the text."""
    assert list(problems) == sorted(problems, key=lambda each: each.order)
    for each in problems:
        assert as_text([each]).startswith(("error[", "warning["))
        assert as_data(each)["message"] == each.message
        for pointer in (each.at, *each.also):
            text = pointer.source.text
            assert 0 <= pointer.span.start <= pointer.span.end
            assert pointer.span.start <= len(text)
            place = pointer.place
            assert 1 <= place.line <= text.count("\n") + 1
            assert 1 <= place.column <= len(text.split("\n")[place.line - 1]) + 1


def hold_layout(data: bytes, guideline: Guideline | None) -> None:
    """Hold the layout of a file: it comes to rest, and says what the file says."""
    source, problems = decode(NAME, data)
    if problems:
        return
    text, problems = formatted(source)
    hold_diagnostics(problems)
    if problems:
        # What cannot be laid out cannot be loaded either.
        assert guideline is None
        return
    laid_out = SourceText(NAME, text)
    assert formatted(laid_out) == (text, ())
    assert layout_differs(laid_out) == ()
    assert says_the_same(source, laid_out)
    again, _ = read(NAME, text.encode(), read_beside)
    assert (again is None) == (guideline is None)
    if guideline is not None and again is not None:
        assert again.model == guideline.model


def hold_difference(old: Guideline, new: Guideline) -> None:
    """Hold a comparison: it gives a result, or says why it cannot."""
    try:
        found = diff(old, new)
    except ImagingRulesError as problem:
        if "bounded time" in str(problem):
            return
        raise
    assert found.to_dict()["changes_decisions"] == found.changes_decisions
    if old.model == new.model:
        assert not found.changes_decisions
    for change in (*found.levels, *found.studies):
        assert change.before is not change.after
        assert 0 < change.patients <= found.patients
        assert change.groups or not change.complete
