"""Two versions of a guideline compared, with their examples."""

from collections.abc import Iterator
from os import PathLike

from attrs import evolve

from imaging_rules.analyse.versions.difference import Difference
from imaging_rules.analyse.versions.renamed_facts import (
    facts_in_another_version,
    given_as_written,
    renamed_facts,
)
from imaging_rules.decide.decision import Decision
from imaging_rules.diagram.from_model import TooEntangledError
from imaging_rules.diagram.store import OverBudgetError
from imaging_rules.errors import FactsError, ImagingRulesError
from imaging_rules.library.find import load_but_examples
from imaging_rules.library.guideline import Guideline
from imaging_rules.values.recommendation import StudyRecommendation


def diff(old: Guideline | str | PathLike[str], new: Guideline | str | PathLike[str]) -> Difference:
    """Return what differs between two versions of a guideline, and for which patients.

    Every patient whom both versions can describe is compared, by way of the diagrams of both:
    where no change is found, there is none.

    Args:
        old: The old version: a guideline, or a name or a path as `load` takes them. Of a file,
            examples may fail: those of a version at work often do.
        new: The new version, in the same forms.

    Returns:
        For each change from one level to another the groups of patients whom it concerns, the
        same for studies where the level stays, and what else changed. ``changes_decisions`` says
        whether any decision does.

    Raises:
        UnknownGuidelineError: There is no such guideline or file, or it cannot be read.
        GuidelineError: A file has other errors than examples that fail; the exception holds
            all of them, rendered.
        ImagingRulesError: The two versions tell too many cases apart to be compared in bounded
            time.

    Units:
        A fact that the versions measure in different units of one dimension is compared by what
        it measures. In what is told, it is in the new version's unit.

    Unknown:
        The patients compared are known in full. For one who is known in part, decisions can
        change only where they do for someone known in full, or through what is taken of facts
        that are not stated, or through contradictions: these are told of too.

    Source:
        Comparing two diagrams by walking both at once is R. E. Bryant's `Apply`, IEEE
        Transactions on Computers C-35 (1986) 677-691.

    Examples:
        >>> from imaging_rules import diff
        >>> found = diff("nexus", "nexus")
        >>> found.changes_decisions
        False
    """
    # Whoever compares nothing need not wait for this to be imported.
    from imaging_rules.analyse.versions.compare import difference

    before = load_but_examples(old)
    after = load_but_examples(new)
    names = renamed_facts(before.model, after.model)
    try:
        found = difference(before.model, after.model, names)
    except (TooEntangledError, OverBudgetError):
        raise ImagingRulesError(
            "the two versions tell too many cases apart to be compared in bounded time; "
            "compare versions with fewer changes between them"
        ) from None
    of_old = tuple(_decided_otherwise(before, after, names))
    of_new = tuple(_decided_otherwise(after, before, {n: o for o, n in names.items()}))
    same = _same_patients(before, after, names)
    both = tuple(title for title in of_new if title in of_old and title in same)
    return evolve(
        found,
        examples=both,
        old_examples=tuple(title for title in of_old if title not in both),
        new_examples=tuple(title for title in of_new if title not in both),
    )


def _same_patients(before: Guideline, after: Guideline, names: dict[str, str]) -> set[str]:
    """Return the titles of the examples that give the same in both versions."""
    was, now = given_as_written(before.model, names), given_as_written(after.model, {})
    return {title for title, given in now.items() if was.get(title) == given}


def _decided_otherwise(
    guideline: Guideline, other: Guideline, names: dict[str, str]
) -> Iterator[str]:
    """Yield the examples of a guideline that another version decides otherwise.

    Args:
        guideline: The guideline with the examples.
        other: The other version.
        names: For facts that have another name there, that name.
    """
    as_written = given_as_written(guideline.model, names)
    # A fact that the other version does not have is free there.
    known = (*guideline.model.fact, *guideline.model.screen)
    for example in guideline.model.examples:
        facts = facts_in_another_version(example, as_written[example.title], other.model, names)
        one = guideline.evaluate(dict(example.given))
        try:
            decision = other.evaluate(facts, ignore=known)
        except FactsError:
            yield example.title
            continue
        if _said(one) != _said(decision):
            yield example.title


def _said(decision: Decision) -> object:
    """Return what a decision says; a study of which nothing is said need not be declared."""
    nothing = (StudyRecommendation.NOT_NAMED,)
    named = {each.name: each.possible for each in decision.studies if each.possible != nothing}
    return decision.possible, decision.recommendation, named
