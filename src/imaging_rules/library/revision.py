"""A guideline as it was in a revision that git keeps."""

import subprocess

from imaging_rules.errors import UnknownGuidelineError
from imaging_rules.library.find import without_errors
from imaging_rules.library.guideline import Guideline
from imaging_rules.library.read import read

PREFIX = "git:"
_LONGEST_WAIT = 30
_LONGEST_SHOWN = 200


def load_revision(written: str) -> Guideline:
    """Return a guideline from a revision of the git repository in which the program runs.

    Examples of it may fail: it is there to be compared with.

    Args:
        written: ``git:REVISION:PATH``, the path as git takes it: from the top of the
            repository, or beginning with ``./``. What the file names beside it, such as the
            statements of a source, is read from the same revision.

    Returns:
        The guideline.

    Raises:
        UnknownGuidelineError: It is not written so, or git does not have it.
        GuidelineError: The file has other errors than examples that fail.
    """
    revision, _, path = written.removeprefix(PREFIX).partition(":")
    if not revision or not path:
        raise UnknownGuidelineError(
            f"`{written}` is not a file in a revision: write `git:REVISION:PATH`"
        )
    for each in (revision, path):
        if each.startswith("-"):
            raise UnknownGuidelineError(
                f"`{written}` is refused: neither a revision nor a path begins with `-`"
            )

    def read_beside(name: str) -> bytes:
        parts = name.split("/")
        if not all(parts) or ".." in parts or "\\" in name or ":" in name:
            raise OSError("it does not lie beside the guideline")
        folder, slash, _ = path.rpartition("/")
        return _shown(revision, folder + slash + name)

    try:
        data = _shown(revision, path)
    except OSError as problem:
        raise UnknownGuidelineError(f"`{written}` cannot be read: {problem}") from None
    return without_errors(*read(written, data, read_beside, but_examples=True))


def _shown(revision: str, path: str) -> bytes:
    """Return what is in a file in a revision.

    Raises:
        OSError: Git does not have it, or is not there.
    """
    command = ["git", "show", "--no-textconv", f"{revision}:{path}"]
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_LONGEST_WAIT,
            check=False,
        )
    except FileNotFoundError:
        raise OSError("git is not installed") from None
    except ValueError:
        raise OSError("it is not a path") from None
    except subprocess.TimeoutExpired:
        raise OSError("git does not answer") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        raise OSError((said or "git fails")[:_LONGEST_SHOWN])
    return done.stdout
