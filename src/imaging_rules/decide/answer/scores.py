"""What the scores and the choices of a guideline come to for one patient."""

from fractions import Fraction

from attrs import field, frozen

from imaging_rules.decide.patient import Case, holds
from imaging_rules.diagram.scores import lowest_and_highest
from imaging_rules.values.hidden import Hidden, hidden


@frozen
class ScoreLine:
    """A line of a score: its points, below 0 where they are taken, and what they are given for.

    ``counts`` is whether the condition holds, and ``None`` while that is open.

    Examples:
        >>> from imaging_rules import evaluate
        >>> wells = evaluate({"pulse": 110}, "pulmonary_embolism").scores[0]
        >>> [(each.when, float(each.points)) for each in wells.lines if each.counts]
        [('pulse over 100 per minute', 1.5)]
    """

    points: Fraction
    when: str
    _counts: Hidden[bool | None] = field(converter=hidden, repr=False)

    @property
    def counts(self) -> bool | None:
        """Whether its points are counted."""
        return self._counts.value


@frozen
class ScoreValue:
    """What a score comes to: exactly, however the lines depend on each other.

    ``lowest`` and ``highest`` are still possible, and what lies between them need not be.
    ``minimum`` and ``maximum`` are the lowest and the highest that the score has for anyone.

    Examples:
        >>> from imaging_rules import evaluate
        >>> wells = evaluate({"pulse": 110}, "pulmonary_embolism").scores[0]
        >>> wells.value, float(wells.lowest), float(wells.highest), float(wells.maximum)
        (None, 1.5, 12.5, 12.5)
    """

    name: str
    title: str
    _value: Hidden[Fraction | None] = field(converter=hidden, repr=False)
    _lowest: Hidden[Fraction] = field(converter=hidden, repr=False)
    _highest: Hidden[Fraction] = field(converter=hidden, repr=False)
    minimum: Fraction
    maximum: Fraction
    lines: tuple[ScoreLine, ...]

    @property
    def value(self) -> Fraction | None:
        """What it comes to, where that is known."""
        return self._value.value

    @property
    def lowest(self) -> Fraction:
        """The lowest that is still possible."""
        return self._lowest.value

    @property
    def highest(self) -> Fraction:
        """The highest that is still possible."""
        return self._highest.value


@frozen
class ChoiceValue:
    """What a choice comes to: ``values`` holds all that it can still be, in file order.

    Examples:
        >>> from imaging_rules import evaluate
        >>> evaluate({"age": "8 months"}, "pecarn_head").choices[0].value
        'under_two'
    """

    name: str
    title: str
    _value: Hidden[str | None] = field(converter=hidden, repr=False)
    _values: Hidden[tuple[str, ...]] = field(converter=hidden, repr=False)

    @property
    def value(self) -> str | None:
        """What it comes to, where that is known."""
        return self._value.value

    @property
    def values(self) -> tuple[str, ...]:
        """The values that are still possible."""
        return self._values.value


def scores(case: Case) -> tuple[ScoreValue, ...]:
    """Return what each score comes to, in file order."""
    diagrams, words = case.compiled.diagrams, case.compiled.score_conditions
    found = []
    for score in case.compiled.guideline.scores:
        of = diagrams.scores[score.name]
        low, high = lowest_and_highest(diagrams.store, of, case.states)
        lines = tuple(
            ScoreLine(points, when, holds(case, root))
            for (points, root), when in zip(of.lines, words[score.name], strict=True)
        )
        value = low if low == high else None
        about = score.name, score.notes.title, value, low, high, of.minimum, of.maximum
        found.append(ScoreValue(*about, lines))
    return tuple(found)


def choices(case: Case) -> tuple[ChoiceValue, ...]:
    """Return what each choice comes to, in file order."""
    found = []
    for choice in case.compiled.guideline.choices:
        roots = case.compiled.diagrams.choices[choice.name]
        possible = tuple(each for each, root in roots.items() if holds(case, root) is not False)
        value = possible[0] if len(possible) == 1 else None
        found.append(ChoiceValue(choice.name, choice.notes.title, value, possible))
    return tuple(found)
