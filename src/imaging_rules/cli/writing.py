"""Writing files: a new one, never over another, or one anew, in one step."""

import os
from contextlib import suppress
from errno import EACCES
from pathlib import Path
from stat import S_IMODE
from tempfile import mkstemp

from imaging_rules.cli.exit_codes import MisuseError


def refuse_if_there(path: Path) -> None:
    """Refuse a path where something is already.

    Raises:
        MisuseError: Something is there.
    """
    if _is_there(path):
        raise MisuseError(f"there is {path} already, and it is not written over")


def write_new(path: Path, content: str | bytes) -> None:
    """Write a new file, a text in UTF-8 and with line feeds; its folder is made if need be.

    Raises:
        MisuseError: Something is there already, or it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
    except FileExistsError:
        raise MisuseError(f"there is {path} already, and it is not written over") from None
    except (OSError, ValueError) as problem:
        why = getattr(problem, "strerror", None) or "it is not a path"
        raise MisuseError(f"the file {path} cannot be written: {why}") from None


def _is_there(path: Path) -> bool:
    with suppress(OSError, ValueError):
        return path.exists() or path.is_symlink()
    return False


def replace(path: Path, data: bytes) -> None:
    """Replace what a file holds; its permissions stay, and a link to it stays a link.

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
