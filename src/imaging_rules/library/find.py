"""Guidelines by name and by path."""

from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath

from imaging_rules.diagnostics import Diagnostic, as_text
from imaging_rules.errors import GuidelineError, UnknownGuidelineError, VocabularyError
from imaging_rules.library.guideline import Guideline
from imaging_rules.library.names import NamedFile, named
from imaging_rules.library.read import Result, read
from imaging_rules.model.from_syntax import ReadBeside, TooMuchBesideError
from imaging_rules.resources import GUIDELINE_SUFFIX
from imaging_rules.syntax.format import layout_differs
from imaging_rules.syntax.parse import LONGEST_FILE

# More bytes than that no file of so many characters has, so none is read any further.
_LONGEST = 4 * LONGEST_FILE
# How many bytes a guideline may read beside it, in all: each of many sources may name one file.
MOST_BESIDE = 2 * _LONGEST


def load(guideline: str | Path) -> Guideline:
    """Return a guideline, by its name or from a file.

    Args:
        guideline: The name of a guideline that ships, such as ``"low_back_pain"``, or of one
            that another installed package brings, such as ``"ankle"`` or, in full,
            ``"their-package:ankle"``; or the path of a file: a ``Path``, or a text that ends
            in ``.guideline`` or has a slash in it.

    Returns:
        The guideline. One that has a name is read once and kept.

    Raises:
        UnknownGuidelineError: There is no such guideline or file, or it cannot be read.
        GuidelineError: The file has errors; the exception holds all of them, rendered.
    """
    if _is_path(guideline):
        return without_errors(*_read_path(Path(guideline)))
    return _load_named(str(guideline))


def load_but_examples(guideline: str | Path) -> Guideline:
    """Return a guideline as `load` does, though examples of it may fail.

    Args:
        guideline: A name or a path, as `load` takes them.

    Returns:
        The guideline.

    Raises:
        UnknownGuidelineError: There is no such guideline or file, or it cannot be read.
        GuidelineError: The file has other errors than examples that fail.
    """
    if _is_path(guideline):
        return without_errors(*_read_path(Path(guideline), but_examples=True))
    return without_errors(*_read_named(named(str(guideline)), but_examples=True))


def loads(text: str, *, name: str = "<text>") -> Guideline:
    """Return a guideline from its text.

    Args:
        text: The text of a guideline file.
        name: What the file is called in messages.

    Returns:
        The guideline.

    Raises:
        GuidelineError: The text has errors; the exception holds all of them, rendered. A source
            that names a file of statements is one: there is no folder to look in.
    """
    return without_errors(*read(name, text.encode("utf-8", "surrogatepass"), _no_folder))


def check(guideline: str | Path) -> tuple[Diagnostic, ...]:
    """Return everything that is to be said of a guideline file: errors and warnings.

    Args:
        guideline: A name or a path, as `load` takes them.

    Returns:
        The diagnostics in order of place; with no error among them the file loads.

    Raises:
        UnknownGuidelineError: There is no such guideline or file, or it cannot be read.
    """
    if _is_path(guideline):
        read_well, diagnostics = _read_path(Path(guideline), thoroughly=True)
    else:
        read_well, diagnostics = _read_named(named(str(guideline)), thoroughly=True)
    if read_well is None:
        return diagnostics
    layout = layout_differs(read_well.model.text)
    return tuple(sorted((*diagnostics, *layout), key=lambda each: each.order))


def _is_path(guideline: str | Path) -> bool:
    if isinstance(guideline, Path):
        return True
    return guideline.endswith(GUIDELINE_SUFFIX) or "/" in guideline or "\\" in guideline


def without_errors(guideline: Guideline | None, diagnostics: tuple[Diagnostic, ...]) -> Guideline:
    """Return a guideline that was read, or raise what was said of its file.

    Args:
        guideline: The guideline, or ``None`` where its file has errors.
        diagnostics: What is said of the file.

    Returns:
        The guideline.

    Raises:
        GuidelineError: The file has errors.
        VocabularyError: The file holds a vocabulary, and no guideline.
    """
    if guideline is None:
        errors = [each for each in diagnostics if each.is_error]
        if not errors:
            raise VocabularyError(
                "the file holds a vocabulary: guidelines use it, and it decides nothing by itself"
            )
        raise GuidelineError(as_text(errors), diagnostics)
    return guideline


def read_as(path: Path, data: bytes, but_examples: bool = False) -> Result:
    """Return what would be read of a file, and said of it, if it held something else.

    Args:
        path: The file; what it names beside it is read from its folder.
        data: What it would hold.
        but_examples: Whether examples of it may fail.

    Returns:
        The guideline, or ``None`` where there would be an error; and the diagnostics.
    """
    return read(str(path), data, beside(path.parent), but_examples=but_examples)


def contents(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises:
        UnknownGuidelineError: It cannot be read.
    """
    try:
        with path.open("rb") as file:
            # A longer file is refused anyway, and need not be read to its end.
            return file.read(_LONGEST + 1)
    except (OSError, ValueError) as problem:
        why = getattr(problem, "strerror", None) or "it is not a path"
        raise UnknownGuidelineError(f"the file {path} cannot be read: {why}") from None


def _read_path(path: Path, thoroughly: bool = False, but_examples: bool = False) -> Result:
    return read(str(path), contents(path), beside(path.parent), thoroughly, but_examples)


def _read_named(found: NamedFile, thoroughly: bool = False, but_examples: bool = False) -> Result:
    try:
        with found.file.open("rb") as file:
            data = file.read(_LONGEST + 1)
    except OSError as problem:
        why = problem.strerror or "reading failed"
        raise UnknownGuidelineError(f"the guideline `{found.name}` cannot be read: {why}") from None
    return read(
        f"{found.name}{GUIDELINE_SUFFIX}", data, beside(found.folder), thoroughly, but_examples
    )


@cache
def _load_named(name: str) -> Guideline:
    found = named(name)
    # A guideline that has several names is kept once.
    return without_errors(*_read_named(found)) if found.name == name else _load_named(found.name)


def beside(folder: Traversable | Path) -> ReadBeside:
    """Return what reads files in and below a folder, and nowhere else; so many bytes in all."""
    left = MOST_BESIDE

    def read_beside(name: str) -> bytes:
        nonlocal left
        parts = PurePosixPath(name).parts
        if not parts or name.startswith("/") or "\\" in name or ":" in name or ".." in parts:
            raise OSError("it does not lie beside the guideline")
        file: Traversable | Path = folder
        # Not every kind of folder takes all parts at once.
        for part in parts:
            file = file / part
        with file.open("rb") as opened:
            data = opened.read(_LONGEST + 1)
        if len(data) > _LONGEST:
            raise TooMuchBesideError(f"it is longer than {_LONGEST:,} bytes")
        left -= len(data)
        if left < 0:
            raise TooMuchBesideError(
                f"the files that the guideline reads are longer than {MOST_BESIDE:,} bytes in all"
            )
        return data

    return read_beside


def _no_folder(name: str) -> bytes:
    raise OSError("a guideline given as text has no folder beside it")
