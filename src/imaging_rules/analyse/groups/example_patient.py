"""A patient as `given` lists the facts, with no more of them than is needed."""

from collections.abc import Mapping

from imaging_rules.diagram.from_model import Diagrams
from imaging_rules.diagram.store import FALSE
from imaging_rules.model.facts import Fact, Value, YesNoType
from imaging_rules.model.guideline import Guideline
from imaging_rules.values.stated import Unknown

EVERYTHING_ELSE_NO = "everything else is no"


def given_item(fact: Fact, value: Value | Unknown, name: str = "") -> str:
    """Return what `given` says of one fact, by its own name or by another."""
    name = name or fact.name
    if isinstance(value, Unknown):
        return f"{name} is unknown"
    if not isinstance(fact.type, YesNoType):
        return f"{name} is {fact.words(value)}"
    return name if value is True else f"not {name}"


def given_clause(
    guideline: Guideline,
    values: Mapping[str, Value | Unknown],
    names: Mapping[str, str] | None = None,
) -> str:
    """Return the facts of a patient as `given` lists them.

    What is assumed anyway is left out, and what is no is told by `everything else is no`.

    Args:
        guideline: The guideline in which they are to be given.
        values: The facts on which something hangs, each with its value.
        names: Names to write for some facts in place of their own.
    """
    items = []
    rest = False
    for fact in guideline.facts:
        value = values.get(fact.name)
        if value is None or (value == fact.assumed and type(value) is type(fact.assumed)):
            continue
        if value is False and fact.assumed is None:
            rest = True
        else:
            items.append(given_item(fact, value, (names or {}).get(fact.name, "")))
    if rest or not items:
        items.append(EVERYTHING_ELSE_NO)
    return ", ".join(items)


def patient_for(guideline: Guideline, diagrams: Diagrams, root: int) -> str:
    """Return the facts of a patient for whom a diagram is true, as `given` lists them.

    The diagram must be true for some patient; facts that play no part are left out. Where none
    plays a part, any patient will do.
    """
    store, items = diagrams.store, []
    node = root
    while store.children[node]:
        variable = store.variable[node]
        region, node = next(
            (value, child)
            for value, child in reversed(list(enumerate(store.children[node])))
            if child != FALSE
        )
        fact = guideline.facts[diagrams.order[variable]]
        items.append(given_item(fact, fact.sample(region)))
    return ", ".join(items) or EVERYTHING_ELSE_NO
