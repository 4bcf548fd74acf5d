"""The facts that may be known of a patient, and the values that each may have."""

from fractions import Fraction
from typing import Any, TypeAlias

from attrs import NOTHING, Factory, field, frozen

from imaging_rules.model.conditions import ALWAYS, Condition
from imaging_rules.model.notes import NO_NOTES, Notes, text
from imaging_rules.text import Span
from imaging_rules.values.numbers import quantity_text
from imaging_rules.values.regions import Interval, describe
from imaging_rules.values.units import Unit

Value: TypeAlias = bool | str | Fraction
"""One value of a fact: yes or no, a word, or a number in the fact's own unit."""

Region: TypeAlias = bool | str | Interval
"""Values of a fact that no rule tells apart: a single one, or an interval of numbers."""


def _regions(default: Any = NOTHING) -> Any:
    """Return the field that holds all values in order, divided where rules tell them apart.

    How rules divide them is nothing that a fact declares: two types are equal without regard to it.
    """
    return field(default=default, eq=False, repr=False)


@frozen
class YesNoType:
    """Yes or no."""

    regions: tuple[bool, ...] = _regions((False, True))


@frozen
class ChoiceType:
    """One of several words."""

    values: tuple[str, ...]
    regions: tuple[str, ...] = _regions(Factory(lambda type: type.values, takes_self=True))


@frozen
class NumberType:
    """A number in a unit (or none) within a range, both ends included."""

    range: Interval
    whole: bool
    unit: Unit | None
    regions: tuple[Interval, ...] = _regions(Factory(lambda type: (type.range,), takes_self=True))

    def words(self, piece: Interval) -> str:
        """Return the words for a piece of its range, such as ``4 to under 6 weeks``."""
        return describe(piece, self.range, self.unit, self.whole)

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


FactType: TypeAlias = YesNoType | NumberType | ChoiceType


@frozen(kw_only=True)
class FactTexts:
    """What a fact or a screen says to who is asked for it, beside its notes."""

    ask: str = text()
    explain: str = text()


@frozen(kw_only=True)
class Fact(FactTexts):
    """One thing that may be known of a patient.

    It is asked for only where ``gate`` is known to hold. ``vocabulary`` names the one it comes
    from, if any.
    """

    name: str
    type: FactType
    assumed: Value | None = None
    gate: Condition = ALWAYS
    vocabulary: str = ""
    notes: Notes = NO_NOTES
    span: Span = field(eq=False, repr=False, default=Span(0, 0))

    @property
    def regions(self) -> tuple[Region, ...]:
        """All its values, divided into those that no rule tells apart, in order."""
        return self.type.regions

    @property
    def number(self) -> NumberType:
        """Its type, for what is done with numbers alone, such as waiting for one to be reached."""
        assert isinstance(self.type, NumberType), f"`{self.name}` is no number"
        return self.type

    @property
    def unit(self) -> Unit | None:
        """The unit of a number, where it has one."""
        return self.type.unit if isinstance(self.type, NumberType) else None

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
        if isinstance(value, Fraction):
            return next(i for i, region in enumerate(self.number.regions) if value in region)
        return self.regions.index(value)

    def sample(self, region: int) -> Value:
        """Return one value that lies in a region."""
        found = self.regions[region]
        return found.sample(self.number.whole) if isinstance(found, Interval) else found

    def words(self, value: Value) -> str:
        """Return a value as the language writes it."""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, str):
            return value
        return quantity_text(value, self.unit)

    def region_words(self, region: int) -> str:
        """Return the words for the values of a region, such as ``4 to under 6 weeks``."""
        found = self.regions[region]
        return self.number.words(found) if isinstance(found, Interval) else self.words(found)


@frozen(kw_only=True)
class Screen(FactTexts):
    """One question about several facts; ``none`` gives each of them the value named here."""

    name: str
    covers: tuple[tuple[str, Value], ...]
    notes: Notes = NO_NOTES
    span: Span = field(eq=False, repr=False, default=Span(0, 0))
