"""What differs between two versions of a guideline, and for whom."""

from enum import StrEnum
from typing import Any, NoReturn

import attrs
from attrs import frozen

from imaging_rules.analyse.groups.in_words import PatientGroup
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
            version finds it and the other does not, as `given` lists facts; else empty.
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


@frozen(kw_only=True)
class Difference:
    """What differs between two versions of a guideline.

    Attributes:
        old: The old version.
        new: The new version.
        patients: How many were compared: all patients whom both versions can describe, told
            apart by the regions of their facts.
        levels: How the decision's level changes, and for whom. Of those whose answers contradict
            each other it is what is recommended then, which may be undetermined; contradictions
            that compare numbers with each other are left out of that.
        studies: How the level of a study changes where the decision's stays as it is.
        cautions: What whoever uses the new version must know, in words: facts that are called
            otherwise, numbers without a unit that now mean something else, a version that stayed.
        in_one_alone: Facts, values of facts and studies that only one version has, and what that
            means for the comparison, in words.
        contradictions: Contradictions that changed; while one is found, its facts count as open.
        unstated: What is taken of facts that are not stated, where that changed and decides.
        rules: Rules that were added or removed, or that say something else.
        texts: What changed and decides nothing: texts, sources, examples, the order of blocks.
        old_numbers: Texts of the new version that speak of a threshold which only the old one has.
        same_citations: Blocks whose threshold changed, and which cite the same for it, with no
            new `assumes` or `editorial`.
        examples: The examples that give the same in both versions, and are decided otherwise.
        old_examples: Other examples of the old version that the new one decides otherwise.
        new_examples: Other examples of the new version that the old one decides otherwise.
    """

    old: ComparedVersion
    new: ComparedVersion
    patients: int
    levels: tuple[LevelChange, ...]
    studies: tuple[LevelChange, ...]
    in_one_alone: tuple[str, ...]
    contradictions: tuple[BlockChange, ...]
    unstated: tuple[BlockChange, ...]
    rules: tuple[BlockChange, ...]
    texts: tuple[BlockChange, ...]
    cautions: tuple[str, ...] = ()
    old_numbers: tuple[OldNumber, ...] = ()
    same_citations: tuple[BlockChange, ...] = ()
    examples: tuple[str, ...] = ()
    old_examples: tuple[str, ...] = ()
    new_examples: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the difference as plain data, ready for JSON.

        Returns:
            A dictionary with the attributes; levels are named in the words of the language.
        """
        data: dict[str, Any] = attrs.asdict(self, value_serializer=recommendation_words)
        return {"changes_decisions": self.changes_decisions, **data}

    @property
    def changes_decisions(self) -> bool:
        """Whether a decision changes for some patient, known in full or in part."""
        return bool(self.levels or self.studies or self.contradictions or self.unstated)

    def __bool__(self) -> NoReturn:
        raise TypeError("a difference is not a yes or a no: look at its `changes_decisions`")


def recommendation_words(_: object, __: object, value: Any) -> Any:
    """Return a value as data, a recommendation in the words of the language."""
    return value.value if isinstance(value, StrEnum) else value
