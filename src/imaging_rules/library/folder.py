"""The files of the language in a folder."""

import os
from pathlib import Path

from imaging_rules.errors import UnknownGuidelineError
from imaging_rules.resources import GUIDELINE_SUFFIX


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
