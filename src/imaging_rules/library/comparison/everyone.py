"""On whom two guidelines disagree, of all patients whom both can describe."""

from os import PathLike

from imaging_rules.analyse.versions.disagreement import Disagreements
from imaging_rules.diagram.from_model import TooEntangledError
from imaging_rules.diagram.store import OverBudgetError
from imaging_rules.errors import ImagingRulesError
from imaging_rules.library.find import load
from imaging_rules.library.guideline import Guideline


def disagreements(
    one: Guideline | str | PathLike[str], other: Guideline | str | PathLike[str]
) -> Disagreements:
    """Return on whom two guidelines disagree, and what each of them says of these patients.

    Every patient whom both can describe is compared, by way of the diagrams of both: where no
    disagreement is found, there is none. Facts of the same name are the same fact, where both
    declare them with the same type; any other fact is free, and matters to one side alone.

    Args:
        one: One guideline: a `Guideline`, or a name or a path as `load` takes them.
        other: The other one, in the same forms.

    Returns:
        For each two answers that differ, in which way they differ, how many patients that
        concerns, and the largest groups of them in words.

    Raises:
        UnknownGuidelineError: There is no such guideline or file, or it cannot be read.
        GuidelineError: A file has errors; the exception holds all of them, rendered.
        ImagingRulesError: The two guidelines tell too many cases apart to be compared in
            bounded time.

    Units:
        A fact that they measure in different units of one dimension is compared by what it
        measures.

    Unknown:
        The patients compared are known in full. Of one whose answers contradict each other it is
        compared what is recommended then, which may be undetermined; contradictions that compare
        numbers with each other are left out, and named.

    Examples:
        >>> from imaging_rules import disagreements
        >>> found = disagreements("ottawa_knee", "pittsburgh_knee")
        >>> found.agree
        False
    """
    # Whoever compares nothing need not wait for this to be imported.
    from imaging_rules.analyse.versions.disagree import disagreements as found_in

    both = [load(one), load(other)]
    try:
        return found_in(both[0].model, both[1].model, (labels(both)[0], labels(both)[1]))
    except (TooEntangledError, OverBudgetError):
        raise ImagingRulesError(
            f"`{both[0].name}` and `{both[1].name}` tell too many cases apart to be compared in "
            "bounded time; compare them for one patient, by giving facts"
        ) from None


def labels(guidelines: list[Guideline]) -> list[str]:
    """Return what each of several guidelines is called, which tells it apart from the others.

    Args:
        guidelines: The guidelines.

    Returns:
        Their names; with the version, or else numbered, where two have the same.
    """
    names = [each.name for each in guidelines]
    found = [
        f"{each.name} {each.version}".strip() if names.count(each.name) > 1 else each.name
        for each in guidelines
    ]
    return [
        f"{name} ({found[:place].count(name) + 1})" if found.count(name) > 1 else name
        for place, name in enumerate(found)
    ]
