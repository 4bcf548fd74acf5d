"""What differs between two versions of a guideline, and for whom."""

from enum import StrEnum
from typing import Any, NoReturn

import attrs
from attrs import frozen

from imaging_rules.values.recommendation import Recommendation, StudyRecommendation


@frozen
class NamedFact:
    """A fact that a group names, and the words for the values that it allows.

    Examples:
        >>> from imaging_rules import disagreements
        >>> found = disagreements("ottawa_knee", "pittsburgh_knee")
        >>> found.levels[0].groups[0].facts[0]
        NamedFact(fact='paraplegia', values='yes')
    """

    fact: str
    values: str


@frozen
class ChangedGroup:
    """Patients whose decision changes in one way.

    Attributes:
        words: The words for the group. They describe it exactly, and name no fact in vain.
        facts: The facts that it names, each with the words for the values that it allows.
        besides: What holds of all its patients besides; empty where that is nothing.
        given_old: A patient of the group, as an example of the old version lists the facts.
        given_new: The same patient, as an example of the new version lists the facts.

    Examples:
        >>> from imaging_rules import diff
        >>> found = diff("ottawa_ankle", "ottawa_foot")
        >>> found.levels[0].groups[0].facts[1]
        NamedFact(fact='navicular_tender (new)', values='yes')
    """

    words: str
    facts: tuple[NamedFact, ...]
    besides: str
    given_old: str
    given_new: str


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
    groups: tuple[ChangedGroup, ...]
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
    """One of the two versions that are compared.

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
        contradictions_compared: Whether what contradictions make of decisions was compared: it is
            not where that takes too long. Then the levels are told as if none were found.
        examples: The examples that give the same in both versions, and are decided otherwise.
        old_examples: Other examples of the old version that the new one decides otherwise.
        new_examples: Other examples of the new version that the old one decides otherwise.

    Examples:
        >>> from imaging_rules import diff
        >>> found = diff("nexus", "nexus")
        >>> found.changes_decisions
        False
        >>> found.patients
        256
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
    contradictions_compared: bool = True
    examples: tuple[str, ...] = ()
    old_examples: tuple[str, ...] = ()
    new_examples: tuple[str, ...] = ()

    def explain(self) -> str:
        """Return the difference as people read it, in plain text.

        Returns:
            For each change of a decision the patients whom it concerns, each group with an example
            of it; what only one version has; which rules, texts and examples differ.
        """
        from imaging_rules.analyse.versions.difference_text import as_text

        return as_text(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the difference as plain data, ready for JSON.

        Returns:
            A dictionary with the attributes; levels are named in the words of the language.
        """
        data: dict[str, Any] = attrs.asdict(self, value_serializer=_plain)
        return {"changes_decisions": self.changes_decisions, **data}

    @property
    def changes_decisions(self) -> bool:
        """Whether a decision changes for some patient, known in full or in part."""
        return bool(self.levels or self.studies or self.contradictions or self.unstated)

    def __bool__(self) -> NoReturn:
        raise TypeError("a difference is not a yes or a no: look at its `changes_decisions`")


def _plain(_: object, __: object, value: Any) -> Any:
    return value.value if isinstance(value, StrEnum) else value
