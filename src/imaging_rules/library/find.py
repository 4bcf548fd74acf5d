"""Guidelines by name and by path."""

from collections.abc import Mapping
from functools import cache
from importlib.resources.abc import Traversable
from os import PathLike, fspath
from pathlib import Path, PurePosixPath
from threading import RLock

from imaging_rules.decide.answer.guideline_info import GuidelineOrigin
from imaging_rules.decide.read.facts import PatientFacts
from imaging_rules.diagnostics import Diagnostic, as_text
from imaging_rules.errors import GuidelineError, UnknownGuidelineError, VocabularyError
from imaging_rules.library.guideline import Guideline
from imaging_rules.library.names import NamedFile, named, shown
from imaging_rules.library.read import Result, read, said_of
from imaging_rules.model.from_syntax import ReadBeside, TooMuchBesideError
from imaging_rules.resources import GUIDELINE_SUFFIX
from imaging_rules.syntax.parse import LONGEST_FILE

# More bytes than that no file of so many characters has, so none is read any further.
_LONGEST = 4 * LONGEST_FILE
# How many bytes a guideline may read beside it, in all: each of many sources may name one file.
MOST_BESIDE = 2 * _LONGEST

_LOADING = RLock()


def load(guideline: Guideline | str | PathLike[str]) -> Guideline:
    """Return a guideline, by its name or from a file.

    Args:
        guideline: The name of a guideline that ships, such as ``"low_back_pain"``, or of one
            that another installed package brings, such as ``"ankle"`` or, in full,
            ``"their-package:ankle"``; or the path of a file: a ``Path`` or its like, or a text
            that ends in ``.guideline`` or has a slash in it. A `Guideline` is returned as it is.

    Returns:
        The guideline. One that has a name is read once and kept, also where several threads ask
        for it at once.

    Raises:
        UnknownGuidelineError: There is no such guideline or file, or it cannot be read.
        GuidelineError: The file has errors; the exception holds all of them, rendered.
        TypeError: It is something else, such as bytes or an open file.

    Examples:
        >>> from imaging_rules import load
        >>> load("nexus")
        <Guideline nexus 1.1.0>
    """
    found = guideline_or_place(guideline)
    if isinstance(found, Path):
        return without_errors(*_read_path(found))
    if isinstance(found, Guideline):
        return found
    # Where several threads ask for it at once, one reads it and the others wait.
    with _LOADING:
        return _load_named(found)


def load_but_examples(guideline: Guideline | str | PathLike[str]) -> Guideline:
    """Return a guideline as `load` does, though examples of it may fail.

    Args:
        guideline: A guideline, or a name or a path, as `load` takes them.

    Returns:
        The guideline.

    Raises:
        UnknownGuidelineError: There is no such guideline or file, or it cannot be read.
        GuidelineError: The file has other errors than examples that fail.
        TypeError: It is something else.
    """
    found = guideline_or_place(guideline)
    if isinstance(found, Guideline):
        return found
    return without_errors(*_read_place(found, but_examples=True))


def loads(
    text: str,
    *,
    name: str = "<text>",
    folder: str | PathLike[str] | Mapping[str, str] | None = None,
) -> Guideline:
    """Return a guideline from its text.

    Args:
        text: The text of a guideline file.
        name: What the file is called in messages.
        folder: Where the files lie that it names, vocabularies and statements: the path of a
            folder, or a mapping from their names, such as ``"ankle.vocabulary"``, to their
            texts. Without it, it can name vocabularies that ship, and no other file.

    Returns:
        The guideline.

    Raises:
        GuidelineError: The text has errors; the exception holds all of them, rendered. A file
            that it names and that is not in ``folder`` is one.
        TypeError: The text is no ``str``.

    Examples:
        >>> from imaging_rules import load, loads
        >>> loads(load("nexus").model.text.text)
        <Guideline nexus 1.1.0>
    """
    return without_errors(*_read_text(text, name, folder))


def check(guideline: Guideline | str | PathLike[str]) -> tuple[Diagnostic, ...]:
    """Return everything that is to be said of a guideline file: errors and warnings.

    Args:
        guideline: A guideline, or a name or a path, as `load` takes them.

    Returns:
        The diagnostics in order of place; with no error among them the file loads.

    Raises:
        UnknownGuidelineError: There is no such guideline or file, or it cannot be read.
        TypeError: It is something else.

    Examples:
        >>> from imaging_rules import check
        >>> check("nexus")
        ()
    """
    found = guideline_or_place(guideline)
    if isinstance(found, Guideline):
        return said_of(found)
    return _read_place(found, thoroughly=True)[1]


def checks(
    text: str,
    *,
    name: str = "<text>",
    folder: str | PathLike[str] | Mapping[str, str] | None = None,
) -> tuple[Diagnostic, ...]:
    """Return everything that is to be said of the text of a guideline file.

    Args:
        text: The text.
        name: What the file is called in messages.
        folder: Where the files lie that it names, as `loads` takes it.

    Returns:
        The diagnostics in order of place; with no error among them `loads` returns a guideline.

    Raises:
        TypeError: The text is no ``str``.

    Examples:
        >>> from imaging_rules import checks
        >>> [each.code for each in checks("guidelne ankle")]
        ['E101']
    """
    return _read_text(text, name, folder, thoroughly=True)[1]


def guideline_or_place(given: object) -> Guideline | Path | str:
    """Return a guideline as it is given: itself, the path of its file, or its name.

    Raises:
        UnknownGuidelineError: It is the text of a guideline.
        TypeError: It is something else.
    """
    if isinstance(given, Guideline):
        return given
    if isinstance(given, str):
        if "\n" in given or "\r" in given:
            raise UnknownGuidelineError(
                "what was given is the text of a guideline, as it seems, and no name or path: "
                "`loads` takes a text"
            )
        is_path = given.endswith(GUIDELINE_SUFFIX) or "/" in given or "\\" in given
        return Path(given) if is_path else given
    if isinstance(given, PathLike):
        path = fspath(given)
        if isinstance(path, str):
            return Path(path)
    kind = f"{type(given).__module__}.{type(given).__qualname__}".removeprefix("builtins.")
    more = "; the facts come first" if isinstance(given, Mapping | PatientFacts) else ""
    raise TypeError(
        "a guideline is given as a Guideline, its name, or the path of its file, "
        f"and {kind} was given{more}"
    )


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
        raise UnknownGuidelineError(f"the file {shown(path)} cannot be read: {why}") from None


def _read_place(place: Path | str, thoroughly: bool = False, but_examples: bool = False) -> Result:
    if isinstance(place, Path):
        return _read_path(place, thoroughly, but_examples)
    return _read_named(named(place), thoroughly, but_examples)


def _read_path(path: Path, thoroughly: bool = False, but_examples: bool = False) -> Result:
    origin = GuidelineOrigin(path=str(path))
    return read(str(path), contents(path), beside(path.parent), thoroughly, but_examples, origin)


def _read_named(found: NamedFile, thoroughly: bool = False, but_examples: bool = False) -> Result:
    try:
        with found.file.open("rb") as file:
            data = file.read(_LONGEST + 1)
    except OSError as problem:
        why = problem.strerror or "reading failed"
        raise UnknownGuidelineError(f"the guideline `{found.name}` cannot be read: {why}") from None
    origin = GuidelineOrigin(found.package, found.name.rpartition(":")[2])
    named_file = f"{found.name}{GUIDELINE_SUFFIX}"
    return read(named_file, data, beside(found.folder), thoroughly, but_examples, origin)


@cache
def _load_named(name: str) -> Guideline:
    found = named(name)
    # A guideline that has several names is kept once.
    return without_errors(*_read_named(found)) if found.name == name else _load_named(found.name)


def beside(folder: Traversable | Path) -> ReadBeside:
    """Return what reads files in and below a folder, and nowhere else; so many bytes in all."""

    def opened(name: str) -> bytes:
        parts = PurePosixPath(name).parts
        if not parts or name.startswith("/") or "\\" in name or ":" in name or ".." in parts:
            raise OSError("it does not lie beside the guideline")
        file: Traversable | Path = folder
        # Not every kind of folder takes all parts at once.
        for part in parts:
            file = file / part
        with file.open("rb") as stream:
            return stream.read(_LONGEST + 1)

    return _bounded(opened)


def _bounded(opened: ReadBeside) -> ReadBeside:
    left = MOST_BESIDE

    def read_beside(name: str) -> bytes:
        nonlocal left
        data = opened(name)
        if len(data) > _LONGEST:
            raise TooMuchBesideError(f"it is longer than {_LONGEST:,} bytes")
        left -= len(data)
        if left < 0:
            raise TooMuchBesideError(
                f"the files that the guideline reads are longer than {MOST_BESIDE:,} bytes in all"
            )
        return data

    return read_beside


def _read_text(
    text: str,
    name: str,
    folder: str | PathLike[str] | Mapping[str, str] | None,
    thoroughly: bool = False,
) -> Result:
    if not isinstance(text, str):
        raise TypeError(f"the text of a guideline is a str, and {type(text).__name__} was given")
    data = text.encode("utf-8", "surrogatepass")
    return read(name, data, _beside_text(folder), thoroughly)


def _beside_text(folder: str | PathLike[str] | Mapping[str, str] | None) -> ReadBeside:
    if folder is not None and not isinstance(folder, Mapping):
        return beside(Path(folder))
    texts = folder

    def opened(name: str) -> bytes:
        if texts is None:
            raise OSError("a guideline given as text has no folder beside it")
        if name not in texts:
            raise FileNotFoundError
        return texts[name].encode("utf-8", "surrogatepass")

    return _bounded(opened)
