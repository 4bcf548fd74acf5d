"""The one call that most users need."""

from datetime import date
from os import PathLike
from typing import Literal

from imaging_rules.decide.decision import Decision
from imaging_rules.decide.read.facts import Facts, Ignore, made_for
from imaging_rules.errors import FactsError, UnknownGuidelineError
from imaging_rules.library.find import load
from imaging_rules.library.guideline import Guideline


class _Default(str):
    """The name that is used where none is given: told from the same name, given by a caller."""

    __slots__ = ()


_LOW_BACK_PAIN = _Default("low_back_pain")


def evaluate(
    facts: Facts,
    guideline: Guideline | str | PathLike[str] = _LOW_BACK_PAIN,
    *,
    ignore: Ignore = (),
    today: date | None = None,
    mistakes: Literal["raise", "unknown"] = "raise",
) -> Decision:
    """Return the decision of a guideline for one patient.

    Args:
        facts: The patient's facts, in any form that `Guideline.evaluate` takes: a mapping, a
            `PatientFacts`, or an instance of an attrs class or a dataclass.
        guideline: A `Guideline`, or its name or the path of its file, as `load` takes them.
            Without one, it is the guideline for which a generated class of facts was written,
            and of other facts ``low_back_pain``.
        ignore: Names in ``facts`` that the guideline need not have. With ``True``, all names that
            are no facts are left aside; one that is near to the name of a fact is a mistake
            all the same.
        today: The day of the decision, for which the guideline's review date is judged; without
            it, today.
        mistakes: With ``"unknown"``, a value that cannot be used counts as ``unknown``, and
            `Decision.refused` says so; a name that the guideline does not have is still an
            exception.

    Returns:
        The decision: what is recommended, what is still possible, why, and what to ask.

    Raises:
        FactsError: Names or values that cannot be used; all of them are named at once.
        OtherGuidelineError: The facts are of a class that was written for another guideline, or
            for another text of this one.
        UnknownGuidelineError: There is no such guideline.
        GuidelineError: The guideline's file has errors.
        TypeError: The guideline, or ``today``, is something else.

    Units:
        A bare number is in the unit that the guideline declares for the fact.

    Unknown:
        Facts left out, ``None`` and ``unknown`` stay open, unless the guideline assumes a fact
        that was not stated, which the decision lists. Nothing open is taken for a no.

    Source:
        The bundled guideline encodes "Should I Get an MRI for Low Back Pain?", LivaFortis
        Editorial Team, 2024.

    Examples:
        >>> from imaging_rules import evaluate
        >>> decision = evaluate({"age": 42, "fever_or_chills": True})
        >>> decision.recommendation.words
        'image urgently'
        >>> [each.fact for each in decision.missing][:2]
        ['bowel_or_bladder_loss', 'recent_significant_trauma']
    """
    try:
        return _guideline(facts, guideline).evaluate(
            facts, ignore=ignore, today=today, mistakes=mistakes
        )
    except FactsError as problem:
        # As in `Guideline.evaluate`, no frame of its traceback holds the facts.
        del facts
        raise problem.with_traceback(None) from None


def _guideline(facts: Facts, given: Guideline | str | PathLike[str]) -> Guideline:
    made = made_for(facts)
    if made is None or given is not _LOW_BACK_PAIN:
        return load(given)
    try:
        return load(made[0])
    except UnknownGuidelineError as problem:
        raise UnknownGuidelineError(
            f"{problem}; {type(facts).__name__} was written for it: give it as the second argument"
        ) from None
