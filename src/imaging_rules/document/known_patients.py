"""Invented patients on whom guidelines for low back pain are known to disagree."""

from collections.abc import Iterable, Mapping

from attrs import frozen

from imaging_rules.library.guideline import Guideline
from imaging_rules.model.facts import ChoiceType, Fact, YesNoType
from imaging_rules.values.stated import unknown


@frozen(eq=False)
class KnownPatient:
    """One of the patients.

    Attributes:
        anchor: A short name, for links.
        short: The same for a reader.
        title: Who it is, in a few words.
        facts: What is said of the patient beyond `USUAL`, or otherwise.
    """

    anchor: str
    short: str
    title: str
    facts: Mapping[str, object]


GUIDELINES = ("low_back_pain", "acp_2011", "aafp", "nass", "acr_2021", "nice_ng59")
"""The guidelines for low back pain that may ship, in the order in which they are shown."""

USUAL: Mapping[str, object] = {
    "age": "42 years",
    "sex": "female",
    "care_setting": "non_specialist",
    "clinical_question": True,
    "new_low_back_pain": True,
    "symptom_duration": "3 days",
    "conservative_care": "0 weeks",
    "trial_of_therapy": "0 weeks",
    "medical_management": "0 weeks",
}
"""What holds for each of them unless something else is said: the third day, nothing tried yet."""

PATIENTS = (
    KnownPatient(
        "old",
        "71 years",
        "A woman of 71 years, on the third day of her pain",
        {"age": "71 years", "older_adult": True},
    ),
    KnownPatient(
        "injured",
        "Injury",
        "A significant injury in a car accident, on the day after it",
        {
            "symptom_duration": "1 day",
            "recent_significant_trauma": True,
            "high_velocity_trauma": True,
            "suspected_spinal_injury": True,
        },
    ),
    KnownPatient(
        "steroids",
        "Steroids",
        "Long-term use of steroids, on the third day of the pain",
        {"long_term_steroids": True},
    ),
    KnownPatient(
        "weight",
        "Loss of weight",
        "Loss of weight that nothing explains, on the third day of the pain",
        {
            "unexplained_weight_loss": True,
            "unintentional_weight_loss": True,
            "suspected_cancer": unknown,
        },
    ),
    KnownPatient(
        "operated",
        "After surgery",
        "New pain after an operation on the spine, in the first week",
        {
            "symptom_duration": "5 days",
            "prior_spine_surgery": True,
            "prior_lumbar_surgery": True,
            "new_symptoms_since_surgery": True,
        },
    ),
    KnownPatient(
        "treated",
        "Six weeks of care",
        "Six weeks of treatment without success, and no operation or injection in view",
        {
            "new_low_back_pain": False,
            "symptom_duration": "7 weeks",
            "conservative_care": "6 weeks",
            "trial_of_therapy": "6 weeks",
            "medical_management": "6 weeks",
        },
    ),
)


def all_facts(patient: KnownPatient, guidelines: Iterable[Guideline]) -> dict[str, object]:
    """Return the facts of a patient who is well but for what is said of them.

    Args:
        patient: The patient.
        guidelines: The guidelines that are to be asked.

    Returns:
        What is said of the patient, as far as one of the guidelines asks for it. Any other fact
        has the value that a guideline assumes, or is no, or none.

    Unknown:
        A number or a word of which nothing is said, and that no guideline assumes, stays open.
    """
    asked = [fact for guideline in guidelines for fact in guideline.model.facts]
    names = {fact.name for fact in asked}
    said = {**USUAL, **patient.facts}
    usual = {fact.name: _usual(fact) for fact in asked}
    usual |= {fact.name: fact.assumed for fact in asked if fact.assumed is not None}
    known = {name: value for name, value in usual.items() if value is not None}
    return known | {name: value for name, value in said.items() if name in names}


def _usual(fact: Fact) -> object:
    if isinstance(fact.type, YesNoType):
        return False
    if isinstance(fact.type, ChoiceType) and "none" in fact.type.values:
        return "none"
    return None
