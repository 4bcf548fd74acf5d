"""What a comparison of two guidelines, or of two versions of one, is made of."""

from enum import StrEnum
from typing import Any

from attrs import frozen

from imaging_rules.analyse.patient_groups import PatientGroup
from imaging_rules.model.guideline import Guideline
from imaging_rules.values.recommendation import Recommendation, StudyRecommendation


@frozen
class LevelChange:
    """Decisions that change from one level to another.

    Attributes:
        study: The study of which the level is said, or ``None`` where it is the decision's.
        before: The level by the old version.
        after: The level by the new version.
        patients: How many combinations of answers it concerns: patients, told apart by the
            regions of their facts.
        groups: Who they are.
        complete: Whether the groups are all of them; else there would be too many groups, or
            finding them would take too long. ``patients`` is exact all the same.

    Examples:
        >>> from imaging_rules import diff
        >>> found = diff("ottawa_ankle", "ottawa_foot")
        >>> change = found.levels[0]
        >>> change.before.words, change.after.words, change.patients
        ('no guidance', 'image', 279)
    """

    study: str | None
    before: Recommendation | StudyRecommendation
    after: Recommendation | StudyRecommendation
    patients: int
    groups: tuple[PatientGroup, ...]
    complete: bool


@frozen
class BlockChange:
    """A block of the file that changed.

    Attributes:
        kind: What the block is, such as ``red flag``.
        name: Its name; empty for the header, and where all blocks of the kind are meant.
        what: What changed of it, in words.
        given: Of a contradiction that compares no facts with each other, a patient of whom one
            version finds it and the other does not, as `given` lists facts; of a precaution one
            for whom one version takes it and the other does not; else empty.

    Examples:
        >>> from imaging_rules import diff
        >>> found = diff("ottawa_ankle", "ottawa_foot")
        >>> found.rules[0]
        BlockChange(kind='indication', name='fifth_metatarsal_base', what='added', given='')
    """

    kind: str
    name: str
    what: str
    given: str = ""


@frozen
class OldNumber:
    """A text of the new version that speaks of a threshold of the old one.

    Attributes:
        number: The threshold that is gone, with its unit.
        kind: What the block is in which the text stands.
        name: Its name.
        clause: The clause that holds the text.
        words: The words that speak of the number.

    Examples:
        >>> from imaging_rules import diff
        >>> found = diff("nexus", "nexus")
        >>> found.old_numbers
        ()
    """

    number: str
    kind: str
    name: str
    clause: str
    words: str


@frozen
class ComparedVersion:
    """One of the two guidelines, or versions of one, that are compared.

    Attributes:
        name: The name in its header.
        version: The version in its header.
        file: What its file is called.

    Examples:
        >>> from imaging_rules import disagreements
        >>> found = disagreements("ottawa_knee", "pittsburgh_knee")
        >>> found.one.words
        'ottawa_knee 1.0.0 (ottawa_knee.guideline)'
    """

    name: str
    version: str
    file: str

    @property
    def words(self) -> str:
        """What it is called where it is told of: its name, its version and its file."""
        return " ".join(filter(None, (self.name, self.version, f"({self.file})")))

    @classmethod
    def of(cls, guideline: Guideline) -> "ComparedVersion":
        """Return what a guideline is called."""
        return cls(guideline.header.name, guideline.header.version, guideline.text.name)


def recommendation_words(_: object, __: object, value: Any) -> Any:
    """Return a value as data, a recommendation in the words of the language."""
    return value.value if isinstance(value, StrEnum) else value
