"""Writing a file that is not there yet; what is there is never written over."""

from contextlib import suppress
from pathlib import Path

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
