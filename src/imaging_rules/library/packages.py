"""The guideline files of other installed packages, found by their entry points.

A package names each of its folders under the group ``imaging_rules.guidelines``, as an importable
package: ``theirs = "their_package.guidelines"``. One that is broken never hides the others.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.metadata import Distribution, distributions
from importlib.resources import files
from importlib.resources.abc import Traversable

from attrs import frozen

from imaging_rules.resources import GUIDELINE_SUFFIX
from imaging_rules.text import UNSAFE

GROUP = "imaging_rules.guidelines"

_MODULE = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_LONGEST_SHOWN = 200


@frozen
class PackagedFile:
    """A guideline file of an installed package.

    Attributes:
        package: The name under which the package is installed, in the form of `canonical`.
        name: The name of the guideline: that of the file, without its ending.
        folder: Where the file lies, with what it names beside it.
    """

    package: str
    name: str
    folder: Traversable

    @property
    def full_name(self) -> str:
        """The name that means this guideline and can never mean another one."""
        return f"{self.package}:{self.name}"

    @property
    def file(self) -> Traversable:
        """The file itself."""
        return self.folder / f"{self.name}{GUIDELINE_SUFFIX}"


@frozen
class Packaged:
    """What other packages have: their files by full name, and what is wrong, in sentences."""

    files: tuple[PackagedFile, ...]
    problems: tuple[str, ...]


class _BrokenError(Exception):
    """Why a folder that a package names cannot be used."""


@cache
def packaged() -> Packaged:
    """Return the guideline files of all installed packages; they are looked for once."""
    found: dict[str, PackagedFile] = {}
    problems: dict[str, None] = {}
    twice: set[str] = set()
    for package, value in dict.fromkeys(_entry_points(problems)):
        try:
            folder = _folder(value)
            names = _names(folder)
            if not names:
                raise _BrokenError(
                    f"no file in `{value}` has a name that ends in {GUIDELINE_SUFFIX}"
                )
        except _BrokenError as problem:
            problems[f"the guidelines of the package `{package}` cannot be used: {problem}"] = None
            continue
        for name in names:
            one = PackagedFile(package, name, folder)
            if not _NAME.fullmatch(name):
                problems[
                    f"`{_shown(name)}{GUIDELINE_SUFFIX}` of the package `{package}` is left out: "
                    "the name of a guideline has small letters, digits and underscores"
                ] = None
            elif one.full_name in found:
                twice.add(one.full_name)
            else:
                found[one.full_name] = one
    for name in sorted(twice):
        del found[name]
        problems[f"`{name}` lies in two folders of its package, and neither is taken"] = None
    return Packaged(tuple(found[name] for name in sorted(found)), tuple(problems))


def canonical(package: str) -> str:
    """Return the name of a package in the one form that all its spellings have."""
    return re.sub(r"[-_.]+", "-", package).lower()


def _entry_points(problems: dict[str, None]) -> Iterator[tuple[str, str]]:
    """Yield the name of each package that names a folder, with what it names.

    The packages are gone through one by one, since one with broken metadata must not hide the
    others.
    """
    for distribution in distributions():
        try:
            text = distribution.read_text("entry_points.txt") or ""
        except (OSError, ValueError):
            continue
        if GROUP not in text:
            continue
        package = _package(distribution)
        try:
            named = distribution.entry_points.select(group=GROUP)
            values = [each.value for each in named]
        except Exception:
            problems[
                f"the guidelines of the package `{package}` cannot be used: its list of entry "
                "points cannot be read"
            ] = None
            continue
        yield from ((package, value) for value in values)


def _package(distribution: Distribution) -> str:
    try:
        name: str | None = distribution.metadata["Name"]
    except Exception:
        name = None
    return canonical(_shown(name)) if name else "(without a name)"


def _folder(value: str) -> Traversable:
    """Return the folder that an entry point names.

    Raises:
        _BrokenError: There is none, or importing it fails in whatever way.
    """
    if not _MODULE.fullmatch(value):
        raise _BrokenError(
            f"`{_shown(value)}` names no folder, which is written as it is imported: "
            "`their_package.guidelines`"
        )
    try:
        module = import_module(value)
        is_folder = hasattr(module, "__path__")
        folder = files(module) if is_folder else None
    except (Exception, SystemExit) as problem:
        why = _shown(str(problem)) or "that fails"
        raise _BrokenError(f"`{value}` cannot be imported: {why}") from None
    if folder is None:
        raise _BrokenError(f"`{value}` is a module and not a folder")
    return folder


def _names(folder: Traversable) -> list[str]:
    """Return the names of the guideline files in a folder, in order."""
    try:
        return sorted(
            each.name.removesuffix(GUIDELINE_SUFFIX)
            for each in folder.iterdir()
            if each.name.endswith(GUIDELINE_SUFFIX) and each.is_file()
        )
    except Exception as problem:
        why = _shown(getattr(problem, "strerror", None) or str(problem))
        raise _BrokenError(f"its folder cannot be read: {why}") from None


def _shown(text: str) -> str:
    """Return a text of a package, which may hold anything, as it is shown."""
    plain = UNSAFE.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.split()))
    return plain if len(plain) <= _LONGEST_SHOWN else plain[:_LONGEST_SHOWN] + "…"
