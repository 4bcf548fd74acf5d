"""The guideline files in a folder."""

import os
from pathlib import Path

from imaging_rules.errors import UnknownGuidelineError
from imaging_rules.library.names import SUFFIX


def guideline_files(folder: Path) -> tuple[Path, ...]:
    """Return the guideline files in a folder and below it; hidden folders are left out.

    Args:
        folder: The folder.

    Returns:
        The files, in order.

    Raises:
        UnknownGuidelineError: There is none, or a folder cannot be read.
    """
    found: list[Path] = []
    unread: list[OSError] = []
    for here, folders, names in os.walk(folder, onerror=unread.append):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        found += [Path(here, name) for name in sorted(names) if name.endswith(SUFFIX)]
    if unread:
        why = f"the folder {unread[0].filename} cannot be read: {unread[0].strerror}"
        raise UnknownGuidelineError(why)
    if not found:
        raise UnknownGuidelineError(f"there is no file in {folder} whose name ends in {SUFFIX}")
    return tuple(found)
