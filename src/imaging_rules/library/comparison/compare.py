"""The same patient under several guidelines, and on whom of all patients two of them disagree."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from os import PathLike
from typing import Any, NoReturn

from attrs import field, frozen

from imaging_rules.analyse.versions.disagreement import Disagreements
from imaging_rules.decide.read.facts import Facts, Ignore, as_dict, check_class, names_to_ignore
from imaging_rules.diagram.from_model import TooEntangledError
from imaging_rules.diagram.store import OverBudgetError
from imaging_rules.errors import FactsError, ImagingRulesError
from imaging_rules.library.comparison.differences import ComparisonRow, DifferingPair, differences
from imaging_rules.library.comparison.facts import Named, facts_for_each
from imaging_rules.library.find import load
from imaging_rules.library.guideline import Guideline
from imaging_rules.values.numbers import number_text
from imaging_rules.values.recommendation import Recommendation, StudyRecommendation
from imaging_rules.version import VERSION

SCHEMA = 1
"""The version of the data; it rises when a field changes its meaning or goes."""


@frozen(kw_only=True)
class Comparison:
    """The same patient under several guidelines.

    Made by `compare`. Nothing is counted or averaged: each guideline speaks for itself.

    Attributes:
        rows: What each guideline says, in the order in which they were named.
        differences: Each two guidelines that differ, in the order of the rows.
        notices: What is to be known of the facts: those that the guidelines ask in different
            words, and those that a screen of one guideline answers for another.

    Examples:
        >>> from imaging_rules import compare
        >>> found = compare({"age": 42, "red_flags": "none"}, ["low_back_pain", "acp_2011"])
        >>> found.agree
        False
        >>> [each.kind for each in found.differences]
        ['open']
    """

    rows: tuple[ComparisonRow, ...]
    differences: tuple[DifferingPair, ...]
    notices: tuple[str, ...] = field(repr=False)

    @property
    def agree(self) -> bool:
        """Whether all guidelines give a recommendation, settled, and no two of them differ."""
        return not self.differences and all(each.gives_a_level for each in self.rows)

    def explain(self) -> str:
        """Return the comparison as a clinician reads it, in plain text of at most 88 columns.

        Returns:
            For each guideline its recommendation, studies, reasons and missing facts; then
            which of them differ, in which way and why.

        Unknown:
            What is open is told as open.
        """
        from imaging_rules.library.comparison.text import as_text

        return as_text(self.rows, self.differences, self.notices)

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as plain data, ready for JSON.

        Returns:
            The rows, the differences and the notices; recommendations in the words of the
            language. The facts of the patient are not in it: each decision's own `to_dict`
            records them.
        """
        return {
            "schema": SCHEMA,
            "library": VERSION,
            "day": self.rows[0].decision.day.isoformat(),
            "agree": self.agree,
            "rows": [_row(each) for each in self.rows],
            "differences": [
                {
                    "one": each.one,
                    "other": each.other,
                    "kind": each.kind,
                    "facts": list(each.facts),
                    "why": each.why,
                }
                for each in self.differences
            ],
            "notices": list(self.notices),
        }

    def __bool__(self) -> NoReturn:
        raise TypeError("a comparison is not a yes or a no: look at `agree`")


def _row(row: ComparisonRow) -> dict[str, Any]:
    decision = row.decision
    info = decision.guideline
    highest = decision.may_rise_to
    return {
        "guideline": row.guideline,
        "title": info.title,
        "version": info.version,
        "status": info.status,
        "sha256": info.sha256,
        "notices": list(info.notices),
        "recommendation": decision.recommendation.value,
        "settled": decision.settled,
        "complete": decision.complete,
        "study": decision.study.name if decision.study is not None else None,
        "possible": _words(decision.possible),
        "may_rise_to": highest.value if highest is not None else None,
        "studies": [
            {
                "name": each.name,
                "title": each.title,
                "recommendation": each.recommendation.value,
                "possible": _words(each.possible),
            }
            for each in decision.studies
        ],
        "no_study_left": decision.no_study_left,
        "precautions": [
            {"rule": each.rule, "title": each.title, "before": list(each.before)}
            for each in decision.precautions
        ],
        "timing": None if decision.timing is None else decision.timing.words,
        "actions": [{"rule": each.rule, "text": each.text} for each in decision.actions],
        "reasons": [
            {"rule": each.rule, "kind": each.kind, "title": each.title, "decisive": each.decisive}
            for each in decision.reasons
        ],
        "scores": [
            {
                "name": each.name,
                "title": each.title,
                "value": None if each.value is None else number_text(each.value),
                "lowest": number_text(each.lowest),
                "highest": number_text(each.highest),
            }
            for each in decision.scores
        ],
        "choices": [
            {"name": each.name, "title": each.title, "values": list(each.values)}
            for each in decision.choices
        ],
        "missing": [
            {
                "fact": each.fact,
                "ask": each.ask,
                "could_become": _words(each.could_become),
                "before": list(each.before),
            }
            for each in decision.missing
        ],
        "later": [
            {"fact": each.fact, "ask": each.ask, "opened_by": list(each.opened_by)}
            for each in decision.later
        ],
        "contradictions": [each.name for each in decision.contradictions],
        "lacks": list(row.lacks),
    }


def _words(levels: tuple[Recommendation | StudyRecommendation, ...]) -> list[str]:
    return [each.value for each in levels]


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


def compare(
    facts: Facts,
    guidelines: Iterable[Guideline | str | PathLike[str]],
    *,
    ignore: Ignore = (),
    today: date | None = None,
) -> Comparison:
    """Return what several guidelines say of one patient, and where and why they differ.

    Args:
        facts: The patient's facts, in any form that `evaluate` takes. A fact that a guideline
            does not have is left out for it.
        guidelines: Two guidelines or more: `Guideline` objects, or names or paths as `load`
            takes them.
        ignore: Names in ``facts`` that none of the guidelines need have; or ``True``, as for
            `evaluate`.
        today: The day of the decisions, for which review dates are judged; without it, today.

    Returns:
        A row for each guideline, in the order given; and for each two that differ, in which way.
        Nothing is counted or averaged.

    Raises:
        FactsError: Names that no guideline has, values that do not mean the same to all that
            have the name, or that cannot be used; all of them are named at once.
        OtherGuidelineError: The facts are of a class that was written for none of the guidelines.
        UnknownGuidelineError: There is no such guideline or file, or it cannot be read.
        GuidelineError: A file has errors.
        ImagingRulesError: Fewer than two guidelines were named.

    Units:
        A number with a unit is converted for each guideline. One without is refused where the
        guidelines measure the fact in different units.

    Unknown:
        As for `evaluate`: what is not stated stays open in each guideline that has the fact,
        unless that guideline assumes it. What a screen of one guideline answers is known to the
        others too.

    Examples:
        >>> from imaging_rules import compare
        >>> found = compare({"age": 42, "red_flags": "none"}, ["low_back_pain", "acp_2011"])
        >>> [row.decision.recommendation.name for row in found.rows]
        ['UNDETERMINED', 'UNDETERMINED']
    """
    one_alone = isinstance(guidelines, str | PathLike | Guideline)
    named = [] if one_alone else list(guidelines)
    if len(named) < 2:
        raise ImagingRulesError("a comparison takes two guidelines or more")
    loaded = [load(each) for each in named]
    several = [Named(*each) for each in zip(labels(loaded), loaded, strict=True)]
    ignored = names_to_ignore(ignore)
    check_class(facts, {each.sha256: each.name for each in loaded})
    try:
        rows, notices = _rows(facts, several, ignored, today)
    except FactsError as problem:
        # As in `Guideline.evaluate`, no frame of its traceback holds the facts.
        del facts
        raise problem.with_traceback(None) from None
    return Comparison(rows=rows, differences=tuple(differences(rows, loaded)), notices=notices)


def _rows(
    facts: Facts, guidelines: Sequence[Named], ignore: Collection[str] | bool, today: date | None
) -> tuple[tuple[ComparisonRow, ...], tuple[str, ...]]:
    """Return a row for each guideline, and what is to be known of the facts."""
    stated = as_dict(facts)
    found = facts_for_each(stated, guidelines, ignore, today)
    if isinstance(found, FactsError):
        raise found
    each_has, notices = found
    by_name = () if isinstance(ignore, bool) else ignore
    to_have = {name for own in each_has for name in own if name not in by_name}
    rows = tuple(
        ComparisonRow(
            guideline=each.name,
            decision=each.guideline.evaluate(own, today=today),
            lacks=tuple(
                name
                for name, value in stated.items()
                if value is not None and not each.has(name) and name in to_have
            ),
        )
        for each, own in zip(guidelines, each_has, strict=True)
    )
    return rows, tuple(notices)
