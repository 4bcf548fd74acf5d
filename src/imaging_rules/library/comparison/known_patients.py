"""Invented patients on whom guidelines are known to disagree, read from beside the guidelines."""

import tomllib
from collections.abc import Iterable, Mapping

from attrs import frozen

from imaging_rules.library.guideline import Guideline
from imaging_rules.model.facts import ChoiceType, Fact, YesNoType
from imaging_rules.resources import shipped
from imaging_rules.values.stated import unknown

# The words of an example for what is no text in Python. A number is written with its unit.
_WORDS: Mapping[str, object] = {"yes": True, "no": False, "unknown": unknown}


@frozen(eq=False)
class KnownPatient:
    """One of the patients.

    Attributes:
        anchor: A short name, for links.
        short: The same for a reader.
        title: Who it is, in a few words.
        facts: What is said of the patient beyond what is usual, or otherwise, in the words of the
            file.
    """

    anchor: str
    short: str
    title: str
    facts: Mapping[str, str]


@frozen(eq=False)
class KnownPatients:
    """The patients of one file.

    Attributes:
        title: What they have in common.
        guidelines: The names of the guidelines, in the order in which they are shown.
        usual: What holds for each patient unless something else is said.
        patients: The patients.
    """

    title: str
    guidelines: tuple[str, ...]
    usual: Mapping[str, str]
    patients: tuple[KnownPatient, ...]

    def all_facts(
        self, patient: KnownPatient, guidelines: Iterable[Guideline]
    ) -> dict[str, object]:
        """Return the facts of a patient who is well but for what is said of them.

        Args:
            patient: One of the patients.
            guidelines: The guidelines that are to be asked.

        Returns:
            What is said of the patient, as far as one of the guidelines asks for it. Any other
            fact has the value that a guideline assumes, or is no, or none.

        Unknown:
            A number or a word of which nothing is said, and that no guideline assumes, stays open.
        """
        asked = [fact for guideline in guidelines for fact in guideline.model.facts]
        names = {fact.name for fact in asked}
        usual = {fact.name: _usual(fact) for fact in asked}
        usual |= {fact.name: fact.assumed for fact in asked if fact.assumed is not None}
        known = {name: value for name, value in usual.items() if value is not None}
        said = {**self.usual, **patient.facts}
        return known | {n: _WORDS.get(value, value) for n, value in said.items() if n in names}


def known_patients() -> tuple[KnownPatients, ...]:
    """Return the patients that ship, those of each file in ``guidelines/comparisons`` together."""
    folder = shipped("guidelines") / "comparisons"
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    return tuple(_read(file.read_text("utf-8")) for file in files)


def _read(text: str) -> KnownPatients:
    data = tomllib.loads(text)
    return KnownPatients(
        data["title"],
        tuple(data["guidelines"]),
        data["usual"],
        tuple(KnownPatient(**each) for each in data["patient"]),
    )


def _usual(fact: Fact) -> object:
    if isinstance(fact.type, YesNoType):
        return False
    if isinstance(fact.type, ChoiceType) and "none" in fact.type.values:
        return "none"
    return None
