"""Patients whose answers contradict nothing: they are the ones to show.

Of others the facts that contradict each other count as open, so what is decided for them is not
what the diagram of the level has for them.
"""

from imaging_rules.analyse.conditions import Conditions
from imaging_rules.diagram.from_model import Diagrams
from imaging_rules.model.conditions import comparisons
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import Contradiction


def consistent(guideline: Guideline, diagrams: Diagrams) -> int:
    """Return the diagram of the patients for whom no contradiction is found.

    Contradictions that compare facts are left out: how numbers compare is in no diagram.
    """
    conditions = Conditions(guideline, diagrams)
    store = diagrams.store
    found = [
        conditions.diagram(rule.when)
        for rule in guideline.of(Contradiction)
        if not comparisons(rule.when)
    ]
    return store.negation(store.any(found))
