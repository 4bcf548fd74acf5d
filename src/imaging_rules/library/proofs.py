"""What is proved of a guideline that has loaded: the laws of the language, and its gaps."""

from time import perf_counter

from attrs import frozen

from imaging_rules.analyse.gaps import Gap, NoStudyLeft, gaps, no_study_left
from imaging_rules.analyse.laws import Proof, proofs
from imaging_rules.decide.patient import OF_STUDY, RECOMMENDATIONS
from imaging_rules.diagram.from_model import diagrams_from
from imaging_rules.diagram.store import OverBudgetError
from imaging_rules.diagram.walk import all_patients
from imaging_rules.errors import ImagingRulesError
from imaging_rules.library.guideline import Guideline


@frozen
class Proofs:
    """What was found of laws 1 to 5 and of law 8 for one guideline.

    Attributes:
        proofs: What was found of each law.
        patients: For how many known patients: all that the rules tell apart.
        seconds: How long it took.
    """

    proofs: tuple[Proof, ...]
    patients: int
    seconds: float

    @property
    def all_hold(self) -> bool:
        """Whether each law was proved."""
        return all(each.holds for each in self.proofs)


def prove_laws(guideline: Guideline) -> Proofs:
    """Return what is found of laws 1 to 5 and 8 for a guideline, by proof and not by trial.

    Args:
        guideline: The guideline.

    Returns:
        A proof for each law, or a patient for whom it does not hold.
    """
    start = perf_counter()
    # Others may be deciding with the guideline's own diagrams, and proofs add to them.
    diagrams = diagrams_from(guideline.model)
    said = RECOMMENDATIONS.__getitem__, OF_STUDY.__getitem__
    found = tuple(proofs(guideline.model, diagrams, *said))
    return Proofs(found, all_patients(diagrams.store), perf_counter() - start)


def find_gaps(guideline: Guideline) -> tuple[tuple[Gap, ...], NoStudyLeft | None]:
    """Return the patients in whom something stands out, and for whom a guideline has nothing.

    Args:
        guideline: The guideline.

    Returns:
        At most one gap for each fact, in the order of the facts: patients of whom nothing is said.
        And those to whom imaging is recommended with no study left, if there are any.

    Raises:
        ImagingRulesError: The guideline is too entangled to be looked through.
    """
    # Others may be deciding with the guideline's own diagrams, and this adds to them.
    diagrams = diagrams_from(guideline.model)
    try:
        return gaps(guideline.model, diagrams), no_study_left(guideline.model, diagrams)
    except OverBudgetError:
        raise ImagingRulesError(
            f"`{guideline.name}` is too entangled to be looked through for gaps"
        ) from None
