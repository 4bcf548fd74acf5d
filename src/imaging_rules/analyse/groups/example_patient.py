"""A patient that a diagram leads to, as an author would write it."""

from imaging_rules.diagram.from_model import Diagrams
from imaging_rules.diagram.operations import FALSE
from imaging_rules.model.facts import ChoiceType, NumberType
from imaging_rules.model.guideline import Guideline


def patient_for(guideline: Guideline, diagrams: Diagrams, root: int) -> str:
    """Return the facts of a patient for whom a diagram is true, as `given` lists them.

    The diagram must be true for some patient; facts that play no part are left out. Where none
    plays a part, any patient will do.
    """
    store, stated = diagrams.store, []
    node = root
    while store.children[node]:
        variable = store.variable[node]
        region, node = next(
            (value, child)
            for value, child in reversed(list(enumerate(store.children[node])))
            if child != FALSE
        )
        fact = guideline.facts[diagrams.order[variable]]
        value = fact.words(fact.sample(region))
        if isinstance(fact.type, ChoiceType | NumberType):
            stated.append(f"{fact.name} is {value}")
        else:
            stated.append(fact.name if value == "yes" else f"not {fact.name}")
    return ", ".join(stated) or "everything else is no"
