"""The guideline that an argument names, and the files that several name."""

from collections.abc import Iterable
from pathlib import Path

from imaging_rules.diagnostics import nearest
from imaging_rules.errors import UnknownGuidelineError
from imaging_rules.library.names import files_in, is_name, named, nearest_name, problems, ships
from imaging_rules.resources import GUIDELINE_SUFFIX, VOCABULARY_SUFFIX

WRITTEN = (GUIDELINE_SUFFIX, VOCABULARY_SUFFIX)
"""How the names of files end that are written in the language."""


def meant_by(argument: str) -> str | Path:
    """Return what to load: the name of a guideline, or the path of a file.

    Args:
        argument: A name or a path, as it was typed.

    Returns:
        A name if a guideline has it, else a path if there is a file or it is written as one.

    Raises:
        UnknownGuidelineError: There is none, or several have that name; the message has the
            nearest one there is.
    """
    path = Path(argument)
    if ships(argument):
        return argument
    written_as_path = path.name != argument or argument.endswith(GUIDELINE_SUFFIX)
    if not written_as_path and is_name(argument):
        # Of a name that several packages use, this says so.
        named(argument)
        return argument
    if _exists(path):
        return path
    near = _near_path(path)
    if not written_as_path and near != argument + GUIDELINE_SUFFIX:
        near = nearest_name(argument)
    what = f"file {argument}" if written_as_path else f"guideline `{argument}`"
    mend = f": did you mean `{near}`?" if near else ""
    if not mend and not written_as_path:
        mend = (
            ": `imaging-rules guidelines` lists those there are; or give the path of a "
            f"{GUIDELINE_SUFFIX} file"
        )
    broken = "" if written_as_path else "".join(f"; {each}" for each in problems())
    raise UnknownGuidelineError(f"there is no {what}{mend}{broken}")


def all_meant_by(
    arguments: Iterable[str], suffixes: tuple[str, ...] = (GUIDELINE_SUFFIX,)
) -> tuple[list[str | Path], list[str]]:
    """Return all that arguments name, in order and each once, and what is wrong with them.

    Args:
        arguments: Names, paths of files, and folders, which are searched with all below them.
        suffixes: How the names of the files end that are looked for in folders.

    Returns:
        Names and paths, and a sentence for each argument that names nothing.
    """
    found: dict[str | Path, None] = {}
    problems = []
    for argument in arguments:
        try:
            meant = meant_by(argument)
            is_folder = isinstance(meant, Path) and meant.is_dir()
            more = files_in(Path(meant), suffixes) if is_folder else [meant]
        except UnknownGuidelineError as problem:
            problems.append(str(problem))
        else:
            found |= dict.fromkeys(more)
    return list(found), problems


def paths_meant_by(
    arguments: Iterable[str], suffixes: tuple[str, ...] = (GUIDELINE_SUFFIX,)
) -> tuple[list[Path], list[str]]:
    """Return the files that arguments name, in order and each once, and what is wrong with them.

    Args:
        arguments: Paths of files, and folders, which are searched with all below them. The names
            of guidelines that ship are not taken.
        suffixes: How the names of the files end that are looked for in folders.

    Returns:
        Paths, and a sentence for each argument that leads to none.
    """
    found: dict[Path, None] = {}
    problems = []
    for argument in arguments:
        path = Path(argument)
        try:
            more = files_in(path, suffixes) if path.is_dir() else [path]
        except UnknownGuidelineError as problem:
            problems.append(str(problem))
            continue
        if _exists(path):
            found |= dict.fromkeys(map(Path, more))
            continue
        near = _near_path(path)
        mend = f": did you mean `{near}`?" if near else ""
        if ships(argument):
            mend = f"; the guideline `{argument}`, which ships, is not meant here"
        elif is_name(argument):
            mend = f"; the guideline `{argument}` of a package is not meant here"
        problems.append(f"there is no file {argument}{mend}")
    return list(found), problems


def _near_path(path: Path) -> str | None:
    """Return the path of a guideline file that is named much like this one."""
    beside = [each.stem for each in _listed(path.parent) if each.suffix == GUIDELINE_SUFFIX]
    near = nearest(path.name.removesuffix(GUIDELINE_SUFFIX), beside)
    return near and str(path.with_name(near + GUIDELINE_SUFFIX))


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


def _listed(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []
