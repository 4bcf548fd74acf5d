"""The facts that may be known of a patient, and the values that each may have."""

from fractions import Fraction
from typing import TypeAlias

from attrs import field, frozen

from imaging_rules.model.conditions import ALWAYS, Condition
from imaging_rules.model.notes import NO_NOTES, Notes
from imaging_rules.text import Span
from imaging_rules.values.numbers import quantity_text
from imaging_rules.values.regions import Interval, describe
from imaging_rules.values.units import Unit

Value: TypeAlias = bool | str | Fraction
"""One value of a fact: yes or no, a word, or a number in the fact's own unit."""

Region: TypeAlias = bool | str | Interval
"""Values of a fact that no rule tells apart: a single one, or an interval of numbers."""


@frozen
class YesNoType:
    """Yes or no."""


@frozen
class NumberType:
    """A number in a unit (or none) within a range, both ends included."""

    range: Interval
    whole: bool
    unit: Unit | None

    @property
    def in_words(self) -> str:
        """What it can be: `a number of weeks from 0 to 52`, `a number from 0 to 50 m`."""
        kind = "a whole number" if self.whole else "a number"
        # One says a number of weeks, but not a number of per minute.
        counted = self.unit is not None and self.unit.singular != self.unit.plural
        of = f" of {self.unit.plural}" if self.unit and counted else ""
        low = quantity_text(self.range.low, None)
        high = quantity_text(self.range.high, None if counted else self.unit)
        return f"{kind}{of} from {low} to {high}"


@frozen
class ChoiceType:
    """One of several words."""

    values: tuple[str, ...]


FactType: TypeAlias = YesNoType | NumberType | ChoiceType


@frozen
class Fact:
    """One thing that may be known of a patient.

    ``regions`` divides all its values into those that no rule tells apart, in order. It is asked
    for only where ``gate`` is known to hold. ``vocabulary`` names the one it comes from, if any.
    """

    name: str
    type: FactType
    regions: tuple[Region, ...]
    ask: str = ""
    explain: str = ""
    assumed: Value | None = None
    gate: Condition = ALWAYS
    vocabulary: str = ""
    notes: Notes = NO_NOTES
    span: Span = field(eq=False, repr=False, default=Span(0, 0))

    @property
    def is_age(self) -> bool:
        """Whether it is an age in whole years, months, weeks or days, which counts those completed.

        A name says so that has the word ``age``. Of any other duration, who was asked for a
        whole number may have rounded it.
        """
        return (
            isinstance(self.type, NumberType)
            and self.type.whole
            and self.type.unit is not None
            and self.type.unit.dimension in ("time", "calendar time")
            and "age" in self.name.split("_")
        )

    def region_of(self, value: Value) -> int:
        """Return the position of the region that a value of the fact lies in."""
        if isinstance(self.type, NumberType):
            assert isinstance(value, Fraction)
            return next(
                i
                for i, region in enumerate(self.regions)
                if isinstance(region, Interval) and value in region
            )
        return self.regions.index(value)

    def sample(self, region: int) -> Value:
        """Return one value that lies in a region."""
        found = self.regions[region]
        if isinstance(found, Interval):
            assert isinstance(self.type, NumberType)
            return found.sample(self.type.whole)
        return found

    def words(self, value: Value) -> str:
        """Return a value as the language writes it."""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, str):
            return value
        return quantity_text(value, self.type.unit if isinstance(self.type, NumberType) else None)

    def region_words(self, region: int) -> str:
        """Return the words for the values of a region, such as ``4 to under 6 weeks``."""
        found = self.regions[region]
        if isinstance(found, Interval):
            assert isinstance(self.type, NumberType)
            return describe(found, self.type.range, self.type.unit, self.type.whole)
        return self.words(found)


@frozen
class Screen:
    """One question about several facts; ``none`` gives each of them the value named here."""

    name: str
    covers: tuple[tuple[str, Value], ...]
    ask: str = ""
    explain: str = ""
    notes: Notes = NO_NOTES
    span: Span = field(eq=False, repr=False, default=Span(0, 0))
