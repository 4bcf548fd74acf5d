"""Whether diagrams answer for every patient: each value has one way on, and none is left out."""

from collections.abc import Iterator
from itertools import pairwise

from imaging_rules.diagram.from_model import Diagrams
from imaging_rules.model.facts import ChoiceType, Fact, NumberType, YesNoType
from imaging_rules.model.guideline import Guideline
from imaging_rules.values.regions import Interval


def not_whole(guideline: Guideline, diagrams: Diagrams) -> Iterator[str]:
    """Yield a sentence for each thing that keeps diagrams from answering for every patient.

    Args:
        guideline: The guideline.
        diagrams: Its diagrams.
    """
    store = diagrams.store
    for variable, place in enumerate(diagrams.order):
        fact = guideline.facts[place]
        if store.sizes[variable] != len(fact.regions) or not _regions_are_whole(fact):
            yield f"the regions of `{fact.name}` do not hold each of its values once"
    if sorted(diagrams.order) != list(range(len(guideline.facts))):
        yield "not every fact has one variable"
    for node in store.nodes([diagrams.level, *diagrams.studies.values()]):
        variable, children = store.variable[node], store.children[node]
        name = guideline.facts[diagrams.order[variable]].name
        if len(children) != store.sizes[variable]:
            yield f"a question for `{name}` does not have one way on for each region"
        if any(store.variable[child] <= variable for child in children):
            yield f"`{name}` is asked again after it was answered"


def _regions_are_whole(fact: Fact) -> bool:
    match fact.type:
        case YesNoType():
            return fact.regions == (False, True)
        case ChoiceType(values):
            return fact.regions == values and len(set(values)) == len(values)
        case NumberType() as type:
            pieces = type.regions
            first, last = pieces[0], pieces[-1]
            ends = (first.low, first.low_open, last.high, last.high_open)
            return (
                ends == (type.range.low, False, type.range.high, False)
                and all(_adjoin(one, other, type.whole) for one, other in pairwise(pieces))
                and all(piece.low <= piece.high for piece in pieces)
            )


def _adjoin(one: Interval, other: Interval, whole: bool) -> bool:
    """Return whether the second of two pieces begins where the first one ends."""
    if whole:
        return other.low == one.high + 1 and not (one.high_open or other.low_open)
    return other.low == one.high and one.high_open != other.low_open
