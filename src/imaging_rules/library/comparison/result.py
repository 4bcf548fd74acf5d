"""The same patient under several guidelines: what each says, and where and why they differ."""

from typing import Any, NoReturn

from attrs import field, frozen

from imaging_rules.library.comparison.rows import ComparisonRow, DifferingPair
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
        "reasons": [
            {
                "rule": each.rule,
                "kind": each.kind,
                "title": each.title,
                "decisive": each.decisive,
            }
            for each in decision.reasons
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
