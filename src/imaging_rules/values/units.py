"""Units of measure: what each measures, how large it is, and how people write it.

The units are those of UCUM (https://ucum.org) that rules of imaging use. They are named as people
read them: UCUM writes `weeks` as `wk`, `ft` as `[ft_i]` and `degrees Celsius` as `Cel`. All sizes
are exact. Inch and foot are those of the international agreement of 1959, and so is the pound.

What a unit in quotation marks measures, the language does not know: it compares with itself alone.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from attrs import frozen

CALENDAR, TIME = "calendar time", "time"
LONGEST_QUOTED = 40
# The next smaller or larger unit, as people count in them: a metre has 100 centimetres.
_MOST_PARTS = 100


@frozen
class Unit:
    """One unit: its names, the dimension it measures, its size in that, and other spellings.

    Spellings are in small letters, but for single letters, and as `folded` has them.
    """

    singular: str
    plural: str
    dimension: str
    size: Fraction
    spellings: tuple[str, ...] = ()

    def words(self, one: bool) -> str:
        """Return the word for it after a number that is, or is not, exactly one."""
        return self.singular if one else self.plural

    @property
    def is_quoted(self) -> bool:
        """Whether it is one in quotation marks, which are part of its name."""
        return self.plural.startswith('"')


def _unit(names: str, dimension: str, size: int, spellings: str = "") -> Unit:
    """Return a unit.

    Args:
        names: Its name; where singular and plural differ, both with a bar between them.
        dimension: What it measures.
        size: How large it is among the units of its dimension.
        spellings: Other ways to write it, with bars between them.
    """
    singular, _, plural = names.partition("|")
    others = tuple(spellings.split("|")) if spellings else ()
    return Unit(singular, plural or singular, dimension, Fraction(size), others)


def _mass_concentrations() -> Iterator[Unit]:
    """Yield the masses in a volume, the smaller ones first."""
    # In picograms, and in milliliters.
    masses = {"pg": 1, "ng": 10**3, "ug": 10**6, "mg": 10**9, "g": 10**12}
    volumes = {"L": 1000, "dL": 100, "mL": 1}
    sizes = {
        f"{mass}/{volume}": masses[mass] * 1000 // volumes[volume]
        for mass, volume in product(masses, volumes)
    }
    for name in sorted(sizes, key=lambda name: sizes[name]):
        yield _unit(name, "mass concentration", sizes[name])


# Weeks and months do not convert: a month has no fixed number of days. Nor do millimoles and
# milligrams, whose factor depends on the substance. In one dimension larger units come later.
ALL = (
    _unit("second|seconds", TIME, 1, "s|sec|secs"),
    _unit("minute|minutes", TIME, 60, "min|mins"),
    _unit("hour|hours", TIME, 3600, "h|hr|hrs"),
    _unit("day|days", TIME, 86_400, "d"),
    _unit("week|weeks", TIME, 604_800, "w|wk|wks"),
    _unit("month|months", CALENDAR, 1, "mo|mos|mth|mths"),
    _unit("year|years", CALENDAR, 12, "y|yr|yrs|yo"),
    _unit("mm", "length", 10, "millimeter|millimeters|millimetre|millimetres"),
    _unit("cm", "length", 100, "centimeter|centimeters|centimetre|centimetres"),
    _unit("inch|inches", "length", 254, "in"),
    _unit("ft", "length", 3048, "foot|feet"),
    _unit("m", "length", 10_000, "meter|meters|metre|metres"),
    _unit("ug", "mass", 1, "microgram|micrograms"),
    _unit("mg", "mass", 10**3, "milligram|milligrams"),
    _unit("g", "mass", 10**6, "gram|grams"),
    _unit("lb", "mass", 453_592_370, "lbs|pound|pounds"),
    _unit("kg", "mass", 10**9, "kgs|kilogram|kilograms"),
    _unit("mL", "volume", 1, "cc|milliliter|milliliters|millilitre|millilitres"),
    _unit("dL", "volume", 100, "deciliter|deciliters|decilitre|decilitres"),
    _unit("L", "volume", 1000, "l|liter|liters|litre|litres"),
    *_mass_concentrations(),
    _unit("umol/L", "substance concentration", 1),
    _unit("mmol/L", "substance concentration", 1000),
    _unit("U/L", "enzyme activity", 1),
    _unit("IU/L", "international units in a volume", 1),
    _unit("mIU/mL", "international units in a volume", 1),
    _unit("mL/min", "clearance", 1),
    _unit("mL/min/1.73m2", "clearance for a body surface", 1, "ml/min per 1.73m2"),
    _unit("kg/m2", "mass on a surface", 1),
    _unit(
        "degree Celsius|degrees Celsius",
        "temperature",
        1,
        "C|cel|celsius|°c|° c|deg c|degree c|degrees c",
    ),
    _unit("HU", "radiodensity", 1, "hounsfield unit|hounsfield units"),
    _unit("mSv", "radiation dose", 1, "millisievert|millisieverts"),
    _unit("km/h", "speed", 1_000_000, "kmh|kph|km/hr"),
    _unit("mph", "speed", 1_609_344, "mi/h|miles per hour"),
    _unit("pack-year|pack-years", "smoking", 1, "pack year|pack years|py"),
    _unit("point|points", "points", 1, "pt|pts"),
    _unit(
        "per minute",
        "rate",
        1,
        "/min|/minute|per min|bpm|beats per minute|beats/min|breaths per minute|breaths/min",
    ),
    _unit("percent", "percentage", 1, "%|pct|per cent"),
    _unit("mmHg", "pressure", 1, "mm hg|mm of hg"),
)

BY_NAME = {name: unit for unit in ALL for name in (unit.singular, unit.plural)}


def find(written: str) -> Unit | None:
    """Return the unit written so, white space aside, or ``None``.

    In straight quotation marks, whatever stands in them is one, and measures nothing else.
    """
    words = " ".join(written.split())
    if words.startswith('"'):
        name = '"' + words.strip('" ') + '"'
        return Unit(name, name, name, Fraction(1), (name.strip('"').lower(),))
    return BY_NAME.get(words)


def factor(unit: Unit | None, into: Unit | None) -> Fraction | None:
    """Return what a number in ``unit`` is multiplied by to be in ``into``, or ``None``.

    ``None`` comes back where the two measure different things, or only one is a unit.
    """
    if unit is None or into is None:
        return Fraction(1) if unit is into else None
    if unit.dimension != into.dimension:
        return None
    return unit.size / into.size


def is_whole_in_one(factor: Fraction) -> bool:
    """Return whether the whole numbers of one of two units are whole in the other one too.

    So are weeks in days, and feet in inches, but not feet in centimeters.

    Args:
        factor: What converts one into the other.
    """
    return 1 in (factor.numerator, factor.denominator)


def alike(unit: Unit, *, by_calendar: bool = False) -> tuple[Unit, ...]:
    """Return the units that a unit converts into, itself among them.

    Args:
        unit: The unit.
        by_calendar: Whether units of time and of the calendar go together, which convert into
            ranges.
    """
    wanted = {unit.dimension}
    if by_calendar and wanted & {TIME, CALENDAR}:
        wanted = {TIME, CALENDAR}
    return tuple(each for each in ALL if each.dimension in wanted) or (unit,)


def parts(unit: Unit) -> list[tuple[int, Unit]]:
    """Return the units of which a few make up one of this, and how many, the fewest first.

    A few are 2 to 100: so many days of a week, or millimeters of a centimeter, and no inches of a
    meter. What is measured in a volume has none: nobody counts 500 ng/mL in ng/dL.
    """
    if "/" in unit.plural:
        return []
    found = ((factor(unit, each), each) for each in ALL)
    return sorted(
        (
            (int(count), each)
            for count, each in found
            if count and count.denominator == 1 and 1 < count <= _MOST_PARTS
        ),
        key=lambda part: part[0],
    )
