"""Guidelines by name and by path."""

from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath

from imaging_rules.diagnostics import Diagnostic, as_text, nearest
from imaging_rules.errors import GuidelineError, UnknownGuidelineError
from imaging_rules.library.guideline import Guideline
from imaging_rules.library.read import Result, read
from imaging_rules.model.from_syntax import ReadBeside
from imaging_rules.resources import shipped
from imaging_rules.syntax.format import layout_differs
from imaging_rules.syntax.parse import LONGEST_FILE

SUFFIX = ".guideline"


def guidelines() -> tuple[str, ...]:
    """Return the names of the guidelines that ship with the library, in order.

    Returns:
        Names that `load` and `evaluate` accept.
    """
    return tuple(sorted(_shipped_files()))


def load(guideline: str | Path) -> Guideline:
    """Return a guideline, by its name or from a file.

    Args:
        guideline: The name of a guideline that ships, such as ``"low_back_pain"``, or the path
            of a file: a ``Path``, or a text that ends in ``.guideline`` or has a slash in it.

    Returns:
        The guideline. One that ships is read once and kept.

    Raises:
        UnknownGuidelineError: There is no such guideline or file, or it cannot be read.
        GuidelineError: The file has errors; the exception holds all of them, rendered.
    """
    if _is_path(guideline):
        return without_errors(*_read_path(Path(guideline)))
    return _load_shipped(str(guideline))


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
        read_well, diagnostics = _read_shipped(str(guideline), thoroughly=True)
    if read_well is None:
        return diagnostics
    layout = layout_differs(read_well.model.text)
    return tuple(sorted((*diagnostics, *layout), key=lambda each: each.order))


def _is_path(guideline: str | Path) -> bool:
    if isinstance(guideline, Path):
        return True
    return guideline.endswith(SUFFIX) or "/" in guideline or "\\" in guideline


def without_errors(guideline: Guideline | None, diagnostics: tuple[Diagnostic, ...]) -> Guideline:
    """Return a guideline that was read, or raise what was said of its file.

    Args:
        guideline: The guideline, or ``None`` where its file has errors.
        diagnostics: What is said of the file.

    Returns:
        The guideline.

    Raises:
        GuidelineError: The file has errors.
    """
    if guideline is None:
        errors = [each for each in diagnostics if each.is_error]
        raise GuidelineError(as_text(errors), diagnostics)
    return guideline


def _read_path(path: Path, thoroughly: bool = False) -> Result:
    try:
        with path.open("rb") as file:
            # A longer file is refused anyway, and need not be read to its end.
            data = file.read(4 * LONGEST_FILE + 1)
    except (OSError, ValueError) as problem:
        why = getattr(problem, "strerror", None) or "it is not a path"
        raise UnknownGuidelineError(f"the file {path} cannot be read: {why}") from None
    return read(str(path), data, _beside(path.parent), thoroughly)


def _shipped_files() -> dict[str, Traversable]:
    return {
        entry.name.removesuffix(SUFFIX): entry
        for entry in shipped("guidelines").iterdir()
        if entry.name.endswith(SUFFIX)
    }


def _read_shipped(name: str, thoroughly: bool = False) -> Result:
    files = _shipped_files()
    if name not in files:
        near = nearest(name, files)
        mend = f"did you mean `{near}`?" if near else f"there are {', '.join(sorted(files))}"
        raise UnknownGuidelineError(f"there is no guideline `{name}`: {mend}")
    data = files[name].read_bytes()
    return read(f"{name}{SUFFIX}", data, _beside(shipped("guidelines")), thoroughly)


@cache
def _load_shipped(name: str) -> Guideline:
    return without_errors(*_read_shipped(name))


def _beside(folder: Traversable | Path) -> ReadBeside:
    """Return what reads files in and below a folder, and nowhere else."""

    def read_beside(name: str) -> bytes:
        parts = PurePosixPath(name).parts
        if not parts or name.startswith("/") or "\\" in name or ":" in name or ".." in parts:
            raise OSError("it does not lie beside the guideline")
        return folder.joinpath(*parts).read_bytes()

    return read_beside


def _no_folder(name: str) -> bytes:
    raise OSError("a guideline given as text has no folder beside it")
