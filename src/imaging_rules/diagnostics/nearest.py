"""The nearest right name to a wrong one."""

from collections.abc import Iterable
from difflib import get_close_matches

_LONGEST_NAME = 80


def nearest(name: str, names: Iterable[str]) -> str | None:
    """Return the one of ``names`` most like ``name``, or ``None`` where none is near."""
    if len(name) > _LONGEST_NAME:
        return None
    known = sorted(names)
    found = get_close_matches(name, known, n=1, cutoff=0.6)
    if found:
        return found[0]
    # Part of a name, such as `fever` for `fever_or_chills`, is near it if it is near no other.
    holding = [each for each in known if name in each.split("_")]
    return holding[0] if len(holding) == 1 else None
