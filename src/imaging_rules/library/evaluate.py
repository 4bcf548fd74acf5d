"""The one call that most users need."""

from collections.abc import Iterable
from datetime import date
from os import PathLike
from typing import Literal

from imaging_rules.decide.decision import Decision
from imaging_rules.decide.read.facts import Facts
from imaging_rules.errors import FactsError
from imaging_rules.library.find import load
from imaging_rules.library.guideline import Guideline


def evaluate(
    facts: Facts,
    guideline: Guideline | str | PathLike[str] = "low_back_pain",
    *,
    ignore: Iterable[str] = (),
    today: date | None = None,
    mistakes: Literal["raise", "unknown"] = "raise",
) -> Decision:
    """Return the decision of a guideline for one patient.

    Args:
        facts: The patient's facts, in any form that `Guideline.evaluate` takes: a mapping, a
            `PatientFacts`, or an instance of an attrs class or a dataclass.
        guideline: A `Guideline`, or its name or the path of its file, as `load` takes them.
        ignore: Names in ``facts`` that the guideline need not have.
        today: The day of the decision, for which the guideline's review date is judged; without
            it, today.
        mistakes: With ``"unknown"``, a value that cannot be used counts as ``unknown``, and
            `Decision.refused` says so; a name that the guideline does not have is still an
            exception.

    Returns:
        The decision: what is recommended, what is still possible, why, and what to ask.

    Raises:
        FactsError: Names or values that cannot be used; all of them are named at once.
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
    """
    try:
        return load(guideline).evaluate(facts, ignore=ignore, today=today, mistakes=mistakes)
    except FactsError as problem:
        # As in `Guideline.evaluate`, no frame of its traceback holds the facts.
        del facts
        raise problem.with_traceback(None) from None
