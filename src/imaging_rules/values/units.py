"""Units of measure, and which of them can be converted into which."""

from fractions import Fraction

from attrs import frozen


@frozen
class Unit:
    """One unit: its names, the dimension it measures, and its size in that dimension."""

    singular: str
    plural: str
    dimension: str
    size: Fraction

    def words(self, one: bool) -> str:
        """Return the word for it after a number that is, or is not, exactly one."""
        return self.singular if one else self.plural


def _unit(singular: str, plural: str, dimension: str, size: int = 1) -> Unit:
    return Unit(singular, plural, dimension, Fraction(size))


# Weeks and months do not convert: a month has no fixed number of days.
ALL = (
    _unit("second", "seconds", "time", 1),
    _unit("minute", "minutes", "time", 60),
    _unit("hour", "hours", "time", 3600),
    _unit("day", "days", "time", 86400),
    _unit("week", "weeks", "time", 604800),
    _unit("month", "months", "calendar time", 1),
    _unit("year", "years", "calendar time", 12),
    _unit("mm", "mm", "length", 1),
    _unit("cm", "cm", "length", 10),
    _unit("m", "m", "length", 1000),
    _unit("point", "points", "points"),
    _unit("per minute", "per minute", "rate"),
    _unit("percent", "percent", "percentage"),
    _unit("mmHg", "mmHg", "pressure"),
    _unit("ng/mL", "ng/mL", "concentration"),
)

BY_NAME = {name: unit for unit in ALL for name in (unit.singular, unit.plural)}


def find(written: str) -> Unit | None:
    """Return the unit written so, white space aside, or ``None``."""
    return BY_NAME.get(" ".join(written.split()))


def factor(unit: Unit | None, into: Unit | None) -> Fraction | None:
    """Return what a number in ``unit`` is multiplied by to be in ``into``, or ``None``.

    ``None`` comes back where the two measure different things, or only one is a unit.
    """
    if unit is None or into is None:
        return Fraction(1) if unit is into else None
    if unit.dimension != into.dimension:
        return None
    return unit.size / into.size
