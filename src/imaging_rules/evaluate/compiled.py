"""A guideline made ready to decide: its model, its diagrams, and what reads a patient's facts."""

import hashlib
from collections.abc import Callable
from functools import cached_property
from typing import Any

from imaging_rules.diagram.contradiction import ContradictionDiagram, contradictions_from
from imaging_rules.diagram.deciding import Deciding
from imaging_rules.diagram.from_model import Diagrams, diagrams_from
from imaging_rules.diagram.written_restriction import restriction
from imaging_rules.evaluate.read import Given, Reader
from imaging_rules.model.conditions import ComparesFacts
from imaging_rules.model.facts import Fact, NumberType
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.meaning import OPERATORS

Shortcut = Callable[[Given], bool | None]
_PLAIN = (int, float)


class Compiled:
    """A guideline made ready to decide; nothing of a patient is kept in it.

    Args:
        guideline: What the guideline means.
        diagrams: Its diagrams.
        contradictions: The diagrams of its contradictions, in file order.
    """

    def __init__(
        self,
        guideline: Guideline,
        diagrams: Diagrams,
        contradictions: tuple[ContradictionDiagram, ...],
    ) -> None:
        self.guideline = guideline
        self.diagrams = diagrams
        self.restrict_level = restriction(diagrams.store, diagrams.level)
        self.deciding = Deciding(guideline, diagrams)
        self.reader = Reader(guideline, diagrams)
        self.contradictions = tuple((each, _shortcut(guideline, each)) for each in contradictions)
        self.position = {fact.name: place for place, fact in enumerate(guideline.facts)}

    @cached_property
    def sha256(self) -> str:
        """The hash of the guideline's text and its vocabularies', line ends made line feeds."""
        texts = (self.guideline.text, *self.guideline.vocabularies)
        # No text of a guideline holds a zero character.
        return hashlib.sha256("\0".join(each.text for each in texts).encode()).hexdigest()

    def __reduce__(self) -> tuple[Any, ...]:
        return compiled_from, (self.guideline,)


def compiled_from(guideline: Guideline) -> Compiled:
    """Return a guideline made ready to decide.

    Raises:
        TooEntangledError: Its diagrams outgrow their budget.
        ContradictionTooEntangledError: A contradiction cannot be worked through.
    """
    return Compiled(guideline, diagrams_from(guideline), contradictions_from(guideline))


def _shortcut(guideline: Guideline, diagram: ContradictionDiagram) -> Shortcut:
    """Return a quick way to tell whether a contradiction is found; ``None`` means: work it out.

    It serves a contradiction that is one comparison of two facts in the same unit, where both
    are plain numbers or not stated: then the ends of their ranges decide.
    """
    comparison = diagram.rule.when
    if not isinstance(comparison, ComparesFacts) or comparison.factor != 1:
        return lambda given: None
    if comparison.fact == comparison.other:
        # The two ends of its range are no two numbers: it is never anything but itself.
        return lambda given: None
    positions = {fact.name: place for place, fact in enumerate(guideline.facts)}
    left, right = positions[comparison.fact], positions[comparison.other]
    lowest = comparison.operator in ("over", "at least")
    # The hardest case for the comparison: the end of the range that speaks most against it.
    unstated_left = _end(guideline, guideline.facts[left], lowest)
    unstated_right = _end(guideline, guideline.facts[right], not lowest)
    compare = OPERATORS[comparison.operator]

    def shortcut(given: Given) -> bool | None:
        a, b = given[left], given[right]
        if a is None:
            a = unstated_left
        if b is None:
            b = unstated_right
        # Whole numbers and floats read as decimals compare as Python compares them.
        if a.__class__ in _PLAIN and b.__class__ in _PLAIN:
            return bool(compare(a, b))
        return None

    return shortcut


def _end(guideline: Guideline, fact: Fact, lowest: bool) -> Any:
    """Return an end of a fact's range, or ``None`` where what is not stated is not the range."""
    covered = {name for screen in guideline.screens for name, _ in screen.covers}
    assert isinstance(fact.type, NumberType)
    end = fact.type.range.low if lowest else fact.type.range.high
    plain = fact.assumed is None and fact.name not in covered and end.denominator == 1
    return int(end) if plain else None
