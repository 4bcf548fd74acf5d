"""The nearest right name to a wrong one."""

from collections.abc import Iterable
from difflib import get_close_matches

_LONGEST_NAME = 80


def nearest(name: str, names: Iterable[str]) -> str | None:
    """Return the one of ``names`` most like ``name``, or ``None`` where none is near."""
    if len(name) > _LONGEST_NAME:
        return None
    found = get_close_matches(name, sorted(names), n=1, cutoff=0.6)
    return found[0] if found else None
