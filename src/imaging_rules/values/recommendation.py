"""The scale of recommendations, and what stands beside it."""

from enum import Enum
from typing import Self


class Recommendation(Enum):
    """What a guideline says of imaging for a patient.

    The six levels from ``DO_NOT_IMAGE`` to ``IMAGE_IMMEDIATELY`` are ordered and can be
    compared with ``<``. The others stand beside the scale; comparing one of them for order
    raises ``TypeError``, because the absence of an answer is neither low nor high.
    """

    UNDETERMINED = -1
    NOT_NAMED = 0
    OUT_OF_SCOPE = 1
    NO_GUIDANCE = 2
    DO_NOT_IMAGE = 3
    WAIT = 4
    CONSIDER = 5
    IMAGE = 6
    IMAGE_URGENTLY = 7
    IMAGE_IMMEDIATELY = 8

    @property
    def is_level(self) -> bool:
        """Whether this is one of the six ordered levels."""
        return self.value >= Recommendation.DO_NOT_IMAGE.value

    @property
    def words(self) -> str:
        """The words for it in the guideline language."""
        return self.name.lower().replace("_", " ")

    def __bool__(self) -> bool:
        raise TypeError(
            "a recommendation is not a yes or a no: compare it, "
            "for example `decision.recommendation is Recommendation.WAIT`"
        )

    def _rank(self, other: object) -> int | None:
        if not isinstance(other, Recommendation):
            return None
        for each in (self, other):
            if not each.is_level:
                raise TypeError(f"{each.name} is not on the scale and has no order: test it first")
        value: int = self.value - other.value
        return value

    def __lt__(self, other: Self) -> bool:
        rank = self._rank(other)
        return NotImplemented if rank is None else rank < 0

    def __le__(self, other: Self) -> bool:
        rank = self._rank(other)
        return NotImplemented if rank is None else rank <= 0

    def __gt__(self, other: Self) -> bool:
        rank = self._rank(other)
        return NotImplemented if rank is None else rank > 0

    def __ge__(self, other: Self) -> bool:
        rank = self._rank(other)
        return NotImplemented if rank is None else rank >= 0


BY_WORDS = {each.words: each for each in Recommendation}
