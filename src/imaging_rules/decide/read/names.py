"""The names in a patient's facts that are no facts: told as mistakes, or left aside."""

from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import TypeAlias

from imaging_rules.diagnostics import nearest
from imaging_rules.errors import Mistake

Ignore: TypeAlias = Iterable[str] | bool
"""Names that need not be facts; or ``True`` for all that are not near to the name of one."""

_MOST_SUGGESTIONS = 50


def names_to_ignore(given: Ignore) -> Collection[str] | bool:
    """Return names that may be gone through more than once.

    Raises:
        TypeError: It is neither names nor ``True`` or ``False``.
    """
    if isinstance(given, bool):
        return given
    # One name is most likely meant where a text is given for several.
    if isinstance(given, str):
        return (given,)
    try:
        return frozenset(given)
    except TypeError:
        kind = type(given).__name__
        raise TypeError(f"`ignore` is True, or names of no facts, and {kind} was given") from None


def unknown_names(
    facts: Iterable[object],
    names: frozenset[str],
    ignore: Collection[str] | bool,
    none_has: str,
) -> list[Mistake]:
    """Return a mistake for each name that is no fact and is not to be ignored.

    A name that is near to the name of a fact is a mistake where all others are ignored: what it
    was to say would be lost.

    Args:
        facts: The names that were given.
        names: Those of the facts and screens.
        ignore: As `names_to_ignore` returns it.
        none_has: The words before the name, such as ``nexus has no fact``.
    """
    if names.issuperset(facts):
        return []
    if ignore is True:
        near = _near_misses(frozenset(facts).difference(names), names)
        return [
            _unknown(name, near[name], none_has, " If it is no fact, leave it out")
            for name in facts
            if isinstance(name, str) and name in near
        ]
    by_name = () if isinstance(ignore, bool) else ignore
    found = []
    for place, name in enumerate(n for n in facts if n not in names and n not in by_name):
        if not isinstance(name, str):
            told = "the name of a fact is a text, and one of those given is not"
            found.append(Mistake("", told, "unknown_name", None, name))
            continue
        meant = nearest(name, names) if place < _MOST_SUGGESTIONS else None
        found.append(_unknown(name, meant, none_has))
    return found


def _unknown(name: str, near: str | None, none_has: str, otherwise: str = "") -> Mistake:
    mend = f": did you mean `{near}`?{otherwise}" if near else ""
    return Mistake(name, f"{none_has} `{name}`{mend}", "unknown_name", near)


# All rows of a table have the same names.
@lru_cache(maxsize=16)
def _near_misses(given: frozenset[object], names: frozenset[str]) -> dict[str, str]:
    """Return for those of the names given that are near to the name of a fact that name."""
    found = ((name, nearest(name, names)) for name in given if isinstance(name, str))
    return {name: near for name, near in found if near is not None}
