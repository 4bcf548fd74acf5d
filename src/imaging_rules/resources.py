"""Where the grammar and the guidelines that ship are found, and how such files are called."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

GUIDELINE_SUFFIX = ".guideline"
VOCABULARY_SUFFIX = ".vocabulary"


def shipped(folder: str) -> Traversable:
    """Return a folder that ships with the library: ``grammars`` or ``guidelines``.

    An installed wheel, zipped or not, holds the folder inside the package. A checkout and an
    editable install have it at the top of the project.
    """
    inside = files("imaging_rules") / folder
    if inside.is_dir():
        return inside
    return Path(__file__).resolve().parents[2] / folder
