"""Writing a file anew in one step: whoever reads it finds all of the old or all of the new."""

import os
from contextlib import suppress
from errno import EACCES
from pathlib import Path
from stat import S_IMODE
from tempfile import mkstemp

from imaging_rules.cli.exit_codes import MisuseError


def replace(path: Path, data: bytes) -> None:
    """Replace what a file holds; its permissions stay, and a link to it stays a link.

    Args:
        path: The file, which is there.
        data: What it is to hold.

    Raises:
        MisuseError: It cannot be written; then it is as it was.
    """
    try:
        _replace(path.resolve(strict=True), data)
    except OSError as problem:
        why = problem.strerror or "writing failed"
        raise MisuseError(f"the file {path} cannot be written: {why}") from None


def _replace(file: Path, data: bytes) -> None:
    if not os.access(file, os.W_OK):
        # A file that must not be written could still be replaced.
        raise PermissionError(EACCES, os.strerror(EACCES))
    before = file.stat()
    opened, name = mkstemp(dir=file.parent, prefix=f".{file.name}.", suffix=".tmp")
    new = Path(name)
    try:
        with os.fdopen(opened, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        # There are no owners to keep on Windows, and others may not give files away.
        with suppress(AttributeError, OSError):
            os.chown(new, before.st_uid, before.st_gid)
        new.chmod(S_IMODE(before.st_mode))
        new.replace(file)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
