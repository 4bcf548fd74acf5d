"""The names of guidelines: of those that ship, and of those in packages and folders."""

import os
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from imaging_rules.diagnostics import nearest
from imaging_rules.errors import UnknownGuidelineError
from imaging_rules.resources import GUIDELINE_SUFFIX, shipped
from imaging_rules.text.words import joined

if TYPE_CHECKING:
    from imaging_rules.library.packages import Packaged

OWN_PACKAGE = "imaging-rules"
_LONGEST_SHOWN = 1000


def files_in(folder: Path, suffixes: tuple[str, ...] = (GUIDELINE_SUFFIX,)) -> tuple[Path, ...]:
    """Return the files of a kind in a folder and below it; hidden folders are left out.

    Args:
        folder: The folder.
        suffixes: How their names end, that of the usual kind first.

    Returns:
        The files, in order.

    Raises:
        UnknownGuidelineError: There is none, or a folder cannot be read.
    """
    found: list[Path] = []
    unread: list[OSError] = []
    for here, folders, names in os.walk(folder, onerror=unread.append):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        found += [Path(here, name) for name in sorted(names) if name.endswith(suffixes)]
    if unread:
        why = f"the folder {unread[0].filename} cannot be read: {unread[0].strerror}"
        raise UnknownGuidelineError(why)
    if not found:
        why = f"there is no file in {folder} whose name ends in {suffixes[0]}"
        raise UnknownGuidelineError(why)
    return tuple(found)


@frozen
class NamedFile:
    """A guideline file that has a name.

    Attributes:
        name: The name, which is no other's.
        package: The package that it comes with.
        folder: Where it lies, with what it names beside it.
        file: The file.
    """

    name: str
    package: str
    folder: Traversable
    file: Traversable


def guidelines() -> tuple[str, ...]:
    """Return the names of the guidelines there are: those that ship, and those of packages.

    Returns:
        Names that `load` and `evaluate` accept. Those that ship come first, then those of other
        installed packages, each in order. One that would not be clear by its name alone has its
        package before it: ``their-package:ankle``.

    Examples:
        >>> from imaging_rules import guidelines
        >>> "low_back_pain" in guidelines()
        True
    """
    ships = sorted(_shipped_files())
    files = _packaged().files
    bare = [each.name for each in files]
    return (
        *ships,
        *sorted(
            each.full_name if each.name in ships or bare.count(each.name) > 1 else each.name
            for each in files
        ),
    )


def problems() -> tuple[str, ...]:
    """Return what is wrong with the packages that have guidelines, a sentence for each."""
    return _packaged().problems


def ships(name: str) -> bool:
    """Return whether a guideline of that name ships; packages are not looked at."""
    return name in _shipped_files()


def is_name(name: str) -> bool:
    """Return whether a guideline, or several, have that name."""
    return bool(_files_named(name))


def named(name: str) -> NamedFile:
    """Return the guideline file that a name means.

    Args:
        name: A name, or one in full: the package, a colon, and the name.

    Raises:
        UnknownGuidelineError: None has that name, or several have.
    """
    found = _files_named(name)
    if not found:
        raise UnknownGuidelineError(f"there is no guideline `{shown(name)}`: {_instead_of(name)}")
    if len(found) > 1:
        packages = joined([f"`{each.package}`" for each in found], "and")
        names = joined([f"`{each.name}`" for each in found], "or")
        raise UnknownGuidelineError(
            f"the packages {packages} each have a guideline `{name}`: write {names}"
        )
    return found[0]


def shown(written: object) -> str:
    """Return a name or a path as a message shows it: so much of it as one can have."""
    text = str(written)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def _files_named(name: str) -> list[NamedFile]:
    package, colon, bare = name.rpartition(":")
    own = _shipped_files()
    if bare in own and (not colon or _canonical(package) == OWN_PACKAGE):
        return [NamedFile(bare, OWN_PACKAGE, shipped("guidelines"), own[bare])]
    full_name = f"{_canonical(package)}:{bare}"
    return [
        NamedFile(each.full_name, each.package, each.folder, each.file)
        for each in _packaged().files
        if (each.full_name == full_name if colon else each.name == name)
    ]


def nearest_name(name: str) -> str | None:
    """Return the name of a guideline that was probably meant by a wrong one."""
    full = (each.full_name for each in _packaged().files)
    return nearest(name, {*guidelines(), *full} if ":" in name else guidelines())


def _instead_of(name: str) -> str:
    near = nearest_name(name)
    mend = f"did you mean `{near}`?" if near else f"there are {', '.join(guidelines())}"
    # It may be one that could not be found.
    return "; ".join((mend, *problems()))


def _canonical(package: str) -> str:
    from imaging_rules.library.packages import canonical

    return canonical(package)


def _packaged() -> "Packaged":
    # It takes a while to find what is installed, and most need only what ships.
    from imaging_rules.library.packages import packaged

    return packaged()


def _shipped_files() -> dict[str, Traversable]:
    return {
        entry.name.removesuffix(GUIDELINE_SUFFIX): entry
        for entry in shipped("guidelines").iterdir()
        if entry.name.endswith(GUIDELINE_SUFFIX)
    }
