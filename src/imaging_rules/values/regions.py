"""The regions that a number is cut into, and intervals of numbers."""

from collections.abc import Iterable
from fractions import Fraction
from math import ceil, floor

from attrs import frozen

from imaging_rules.values.numbers import decimal_text, quantity_text
from imaging_rules.values.units import Unit


@frozen
class Interval:
    """The numbers from ``low`` to ``high``; each end belongs to it unless marked open."""

    low: Fraction
    high: Fraction
    low_open: bool = False
    high_open: bool = False

    def __contains__(self, value: Fraction) -> bool:
        above = value > self.low or (value == self.low and not self.low_open)
        below = value < self.high or (value == self.high and not self.high_open)
        return above and below

    def common(self, other: "Interval") -> "Interval | None":
        """Return the numbers that lie in both, or ``None`` where none do."""
        low, low_open = max((self.low, self.low_open), (other.low, other.low_open))
        high, high_closed = min((self.high, not self.high_open), (other.high, not other.high_open))
        if low > high or (low == high and (low_open or not high_closed)):
            return None
        return Interval(low, high, low_open, not high_closed)

    def sample(self, whole: bool) -> Fraction:
        """Return one number that lies in it (a whole one, where only whole ones count)."""
        if not self.low_open:
            return self.low
        if not self.high_open:
            return self.high
        return Fraction(floor(self.low) + 1) if whole else (self.low + self.high) / 2


@frozen
class Cut:
    """A place where a number's meaning may change: just below ``at``, or just above it."""

    at: Fraction
    above: bool


def cut(whole: Interval, cuts: Iterable[Cut], only_whole: bool) -> tuple[Interval, ...]:
    """Return an interval in pieces, in order, divided at every cut that lies within it.

    Args:
        whole: The interval to divide, with both ends in it.
        cuts: Where to divide; those outside the interval change nothing.
        only_whole: Whether only whole numbers count. Then every piece begins and ends at one.
    """
    if only_whole:
        firsts = {floor(c.at) + 1 if c.above else ceil(c.at) for c in cuts}
        starts = [int(whole.low), *sorted(f for f in firsts if whole.low < f <= whole.high)]
        ends = [first - 1 for first in starts[1:]] + [int(whole.high)]
        return tuple(Interval(Fraction(a), Fraction(b)) for a, b in zip(starts, ends, strict=True))
    inside = sorted(
        {(c.at, c.above) for c in cuts} - {(whole.low, False), (whole.high, True)},
    )
    inside = [each for each in inside if whole.low <= each[0] <= whole.high]
    lows = [(whole.low, False), *inside]
    highs = [*((at, not above) for at, above in inside), (whole.high, False)]
    return tuple(
        Interval(low, high, low_open, high_open)
        for (low, low_open), (high, high_open) in zip(lows, highs, strict=True)
    )


def describe(piece: Interval, of: Interval, unit: Unit | None, only_whole: bool) -> str:
    """Return the words for one piece of an interval, such as ``4 to under 6 weeks``."""
    low, high = quantity_text(piece.low, unit), quantity_text(piece.high, unit)
    if piece.low == piece.high:
        return low
    # Told in a smaller unit, one end does not lend its unit to the other.
    first = (decimal_text(piece.low) if decimal_text(piece.high) else None) or low
    if piece == of:
        return f"any from {first} to {high}"
    if piece.low == of.low and not piece.low_open:
        return f"under {high}" if piece.high_open else f"at most {high}"
    if piece.high == of.high and not piece.high_open:
        return f"over {low}" if piece.low_open else f"at least {low}"
    over = "over " if piece.low_open else ""
    joint = "to under" if piece.high_open else "to"
    return f"{over}{first} {joint} {high}"
