"""Units of measure, and which of them can be converted into which."""

from fractions import Fraction

from attrs import frozen


@frozen
class Unit:
    """One unit: its names, the dimension it measures, and its size in that dimension.

    ``short`` holds the short forms in which people and records write it beside a number. A
    guideline file has none of them.
    """

    singular: str
    plural: str
    dimension: str
    size: Fraction
    short: tuple[str, ...] = ()

    def words(self, one: bool) -> str:
        """Return the word for it after a number that is, or is not, exactly one."""
        return self.singular if one else self.plural


def _unit(singular: str, plural: str, dimension: str, size: int = 1, short: str = "") -> Unit:
    return Unit(singular, plural, dimension, Fraction(size), tuple(short.split()))


# Weeks and months do not convert: a month has no fixed number of days.
ALL = (
    _unit("second", "seconds", "time", 1, "s sec secs"),
    _unit("minute", "minutes", "time", 60, "min mins"),
    _unit("hour", "hours", "time", 3600, "h hr hrs"),
    _unit("day", "days", "time", 86400, "d"),
    _unit("week", "weeks", "time", 604800, "w wk wks"),
    _unit("month", "months", "calendar time", 1, "mo mos"),
    _unit("year", "years", "calendar time", 12, "y yr yrs"),
    _unit("mm", "mm", "length", 1),
    _unit("cm", "cm", "length", 10),
    _unit("m", "m", "length", 1000),
    _unit("point", "points", "points"),
    _unit("per minute", "per minute", "rate", 1, "/min"),
    _unit("percent", "percent", "percentage", 1, "%"),
    _unit("mmHg", "mmHg", "pressure"),
    _unit("ng/mL", "ng/mL", "concentration"),
)

BY_NAME = {name: unit for unit in ALL for name in (unit.singular, unit.plural)}

_SHORT = {short: unit for unit in ALL for short in unit.short}
# M may be meters, months or minutes, and is none of them.
_BY_LOWER_CASE = {
    name.lower(): unit for name, unit in {**_SHORT, **BY_NAME}.items() if unit.dimension != "length"
}


def find(written: str) -> Unit | None:
    """Return the unit written so, white space aside, or ``None``."""
    return BY_NAME.get(" ".join(written.split()))


def find_typed(written: str) -> Unit | None:
    """Return the unit that a person means who writes so, or ``None``.

    Beside its names it may have one of its short forms, and capital letters.
    """
    return find(written) or _BY_LOWER_CASE.get(" ".join(written.lower().split()))


def factor(unit: Unit | None, into: Unit | None) -> Fraction | None:
    """Return what a number in ``unit`` is multiplied by to be in ``into``, or ``None``.

    ``None`` comes back where the two measure different things, or only one is a unit.
    """
    if unit is None or into is None:
        return Fraction(1) if unit is into else None
    if unit.dimension != into.dimension:
        return None
    return unit.size / into.size
