"""What each of several guidelines says of a patient, and how two of them differ."""

from attrs import field, frozen

from imaging_rules.decide.decision import Decision


@frozen(kw_only=True)
class ComparisonRow:
    """What one guideline says of the patient.

    Attributes:
        guideline: What the guideline is called in this comparison.
        decision: Its decision, with its studies, reasons and missing facts.
        lacks: The facts stated that it does not have, and so does not look at.

    Examples:
        >>> from imaging_rules import compare
        >>> found = compare({"age": 42, "red_flags": "none"}, ["low_back_pain", "acp_2011"])
        >>> found.rows[1].guideline, found.rows[1].lacks
        ('acp_2011', ('red_flags',))
    """

    guideline: str
    decision: Decision
    lacks: tuple[str, ...] = field(repr=False)

    @property
    def gives_a_level(self) -> bool:
        """Whether the guideline gives a recommendation, settled."""
        return self.decision.settled and self.decision.recommendation.is_level


@frozen(kw_only=True)
class DifferingPair:
    """In which way two of the guidelines differ.

    Attributes:
        one: One guideline, as its row calls it.
        other: The other one, which stands after it.
        kind: The way: ``open``, ``different scope``, ``silent``, ``different threshold``,
            ``opposite``, ``different degree`` or ``different study``.
        facts: The numbers for which the thresholds differ; empty for any other kind.
        why: The same in sentences.

    Examples:
        >>> from imaging_rules import compare
        >>> found = compare({"age": 42, "red_flags": "none"}, ["low_back_pain", "acp_2011"])
        >>> [(each.one, each.other, each.kind) for each in found.differences]
        [('low_back_pain', 'acp_2011', 'open')]
    """

    one: str
    other: str
    kind: str
    facts: tuple[str, ...]
    why: str = field(repr=False)
