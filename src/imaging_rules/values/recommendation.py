"""The scale of recommendations, and what stands beside it."""

from enum import StrEnum
from typing import NoReturn, Self


class _Said(StrEnum):
    """What can be said of imaging, as text; a text that is compared by the scale alone."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        return cls.__members__.get(value) if isinstance(value, str) else None

    @property
    def end(self) -> int:
        """The number that stands for it in decision diagrams and in an export.

        It is no rank: what stands beside the scale has one too.
        """
        return _END[self.value]

    @property
    def is_level(self) -> bool:
        """Whether this is one of the six ordered levels."""
        return self.end >= _LOWEST

    @property
    def words(self) -> str:
        """The words for it in the guideline language."""
        return self.value

    def __bool__(self) -> NoReturn:
        raise TypeError(
            "a recommendation is not a yes or a no: compare it, "
            "for example `decision.recommendation is Recommendation.WAIT`"
        )

    def __contains__(self, text: object) -> NoReturn:
        # "image" stands in "do not image".
        raise TypeError(
            "a recommendation is not searched for words: compare it, "
            "for example `decision.recommendation is Recommendation.WAIT`"
        )

    def _above(self, other: object) -> int:
        # As a text, it would be compared by the alphabet, were this left to the other side.
        if not isinstance(other, _Said):
            raise TypeError(
                "a recommendation has its order on the scale, and is compared with another "
                "recommendation alone: write `Recommendation.WAIT`, or `Recommendation(text)`"
            )
        for each in (self, other):
            if not each.is_level:
                raise TypeError(f"{each.name} is not on the scale and has no order: test it first")
        return self.end - other.end

    def __lt__(self, other: "_Said") -> bool:  # type: ignore[override]
        return self._above(other) < 0

    def __le__(self, other: "_Said") -> bool:  # type: ignore[override]
        return self._above(other) <= 0

    def __gt__(self, other: "_Said") -> bool:  # type: ignore[override]
        return self._above(other) > 0

    def __ge__(self, other: "_Said") -> bool:  # type: ignore[override]
        return self._above(other) >= 0


class Recommendation(_Said):
    """What a guideline says of imaging for a patient.

    The six levels from ``DO_NOT_IMAGE`` to ``IMAGE_IMMEDIATELY`` are ordered and can be
    compared with ``<``. The others stand beside the scale; comparing one of them for order
    raises ``TypeError``, because the absence of an answer is neither low nor high.

    Each is a text, the words for it in the guideline language, and it equals these words; JSON
    and tables keep it as them. ``Recommendation("image urgently")`` and
    ``Recommendation("IMAGE_URGENTLY")`` are ``Recommendation.IMAGE_URGENTLY``. Comparing one with
    a text for order raises ``TypeError``, and so does ``in``.

    Examples:
        >>> from imaging_rules import Recommendation
        >>> Recommendation("image urgently") > Recommendation.WAIT
        True
        >>> Recommendation.IMAGE == "image"
        True
    """

    UNDETERMINED = "undetermined"
    OUT_OF_SCOPE = "out of scope"
    NO_GUIDANCE = "no guidance"
    DO_NOT_IMAGE = "do not image"
    WAIT = "wait"
    CONSIDER = "consider"
    IMAGE = "image"
    IMAGE_URGENTLY = "image urgently"
    IMAGE_IMMEDIATELY = "image immediately"


class StudyRecommendation(_Said):
    """What a guideline says of one study for a patient.

    The levels are those of `Recommendation`, have the same words, equal them, and are ordered
    among them. ``NOT_NAMED`` means that nothing is said of the study. ``RULED_OUT`` means that it
    must not be done: it would be recommended, and a contraindication holds.

    Examples:
        >>> from imaging_rules import StudyRecommendation, evaluate
        >>> evaluate({"age": 42}).studies[0].recommendation is StudyRecommendation.UNDETERMINED
        True
    """

    UNDETERMINED = "undetermined"
    NOT_NAMED = "not named"
    RULED_OUT = "ruled out"
    DO_NOT_IMAGE = "do not image"
    WAIT = "wait"
    CONSIDER = "consider"
    IMAGE = "image"
    IMAGE_URGENTLY = "image urgently"
    IMAGE_IMMEDIATELY = "image immediately"


_OF_STUDY_ALONE = ("not named", "ruled out")
_AT_ENDS = (
    *_OF_STUDY_ALONE,
    *(each.value for each in Recommendation if each != "undetermined"),
)
# No diagram ends in what is undetermined.
_END = {"undetermined": -1} | {words: end for end, words in enumerate(_AT_ENDS)}
_LOWEST = _END["do not image"]

AT_END = {each.end: each for each in Recommendation}
"""The recommendation that each end of a diagram of the level stands for."""

OF_STUDY_AT_END = {each.end: each for each in StudyRecommendation}
"""What each end of a diagram of a study says of it."""

WORDS_AT_END = {end: words for words, end in _END.items()}
"""The words for what each end of either stands for."""
