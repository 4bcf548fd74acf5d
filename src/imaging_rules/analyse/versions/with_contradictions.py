"""What is recommended for known patients, those included whose answers contradict each other.

Of them the facts of the contradictions that are found count as open, unless a red flag holds. So
what is recommended is the only level that is then possible, or the lowest where imaging is certain;
else it is undetermined.
"""

from collections.abc import Set
from typing import TypeAlias

from attrs import evolve

from imaging_rules.analyse.conditions import Conditions
from imaging_rules.diagram.conditions import facts_of
from imaging_rules.diagram.from_model import Diagrams
from imaging_rules.diagram.pair import Both, with_common_facts
from imaging_rules.diagram.store import (
    AND,
    CAP,
    ENDS,
    FALSE,
    HIGHER,
    ONLY_IF,
    OR,
    TERMINALS,
    Operation,
    OverBudgetError,
    Store,
)
from imaging_rules.model.conditions import comparisons
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import Contradiction
from imaging_rules.values.recommendation import (
    AT_END,
    OF_STUDY_AT_END,
    Recommendation,
    StudyRecommendation,
)

BUDGET = 500_000
"""How many steps that may take for two guidelines."""

UNDETERMINED = Recommendation.UNDETERMINED

_IMAGE = Recommendation.IMAGE.end
# Ends that stand for undetermined: imaging as a whole is always named, and no study is out of
# scope.
OPEN_LEVEL, OPEN_STUDY = StudyRecommendation.NOT_NAMED.end, Recommendation.OUT_OF_SCOPE.end

_ByDispute: TypeAlias = dict[frozenset[int], int]
"""Diagrams of patients, by the variables of the facts that count as open of them."""


def level_at(end: int, study: str | None) -> Recommendation | StudyRecommendation:
    """Return what an end of such a diagram means, of the decision (``None``) or of a study."""
    if study is None:
        return UNDETERMINED if end == OPEN_LEVEL else AT_END[end]
    return StudyRecommendation.UNDETERMINED if end == OPEN_STUDY else OF_STUDY_AT_END[end]


def both_with_contradictions(old: Guideline, new: Guideline, both: Both) -> tuple[Both, bool]:
    """Return two guidelines with what contradictions make of the decisions of both.

    Returns:
        They, and whether that was done: it is not where it takes too long.
    """
    old = with_common_facts(old, both.facts, old=True)
    new = with_common_facts(new, both.facts, old=False)
    try:
        with both.store.allowing(BUDGET):
            before, after = with_contradictions(old, both.old), with_contradictions(new, both.new)
    except OverBudgetError:
        return both, False
    return evolve(both, old=before, new=after), True


def with_contradictions(guideline: Guideline, diagrams: Diagrams) -> Diagrams:
    """Return diagrams whose level and studies are what is recommended, contradictions counted.

    Contradictions that compare facts are left out: how numbers compare is in no diagram.

    Args:
        guideline: The guideline, with the regions of the diagrams.
        diagrams: Its diagrams.

    Raises:
        OverBudgetError: That takes more steps than the store has left.
    """
    store = diagrams.store
    conditions = Conditions(guideline, diagrams)
    by_dispute: _ByDispute = {frozenset(): store.negation(diagrams.any_red_flag)}
    for rule in guideline.of(Contradiction):
        if not comparisons(rule.when):
            facts = {diagrams.place[name] for name in facts_of(rule.when, guideline)}
            by_dispute = _split(store, by_dispute, conditions.diagram(rule.when), facts)
    by_dispute.pop(frozenset(), None)
    if not by_dispute:
        return diagrams

    def recommended(root: int, end: int) -> int:
        stays = store.negation(store.any(by_dispute.values()))
        found = [store.combine(ONLY_IF, stays, root)]
        for facts, patients in by_dispute.items():
            found.append(store.combine(ONLY_IF, patients, with_open(store, root, facts, end)))
        return store.fold(HIGHER, found, FALSE)

    return evolve(
        diagrams,
        level=recommended(diagrams.level, OPEN_LEVEL),
        studies={name: recommended(root, OPEN_STUDY) for name, root in diagrams.studies.items()},
    )


def with_open(store: Store, root: int, variables: Set[int], end: int) -> int:
    """Return what is recommended where facts are open.

    Args:
        store: What holds the diagrams.
        root: The diagram of a level, or of a study.
        variables: Those of the open facts.
        end: What stands for undetermined: `OPEN_LEVEL` or `OPEN_STUDY`.
    """
    single = Operation(lambda a, b: a if a == b or a >= _IMAGE else end, ENDS, ENDS)
    lowest, highest = (over(store, root, variables, how) for how in (CAP, HIGHER))
    return store.combine(single, lowest, highest)


def _split(store: Store, by_dispute: _ByDispute, found: int, facts: Set[int]) -> _ByDispute:
    """Return the patients apart, those too of whom one more contradiction is found."""
    parts: _ByDispute = {}
    for disputed, patients in by_dispute.items():
        for part, names in ((store.negation(found), disputed), (found, disputed | facts)):
            both = store.combine(AND, patients, part)
            if both != FALSE:
                parts[names] = store.combine(OR, parts.get(names, FALSE), both)
    return parts


def over(store: Store, root: int, variables: Set[int], operation: Operation) -> int:
    """Return the diagram of an operation on what another one comes to for each value of facts."""
    done = {end: end for end in range(TERMINALS)}
    pending = [root]
    while pending:
        node = pending[-1]
        children = store.children[node]
        below = [child for child in children if child not in done]
        if below:
            pending += below
            continue
        pending.pop()
        if node not in done:
            results = tuple(done[child] for child in children)
            variable = store.variable[node]
            done[node] = (
                store.fold(operation, results[1:], results[0])
                if variable in variables
                else store.node(variable, results)
            )
    return done[root]


def consistent_patients(guideline: Guideline, diagrams: Diagrams) -> int:
    """Return the diagram of the patients whose answers contradict nothing: they are shown.

    Of others the facts that contradict each other count as open, so what is decided for them is
    not what the diagram of the level has for them. Contradictions that compare facts are left
    out: how numbers compare is in no diagram.
    """
    conditions = Conditions(guideline, diagrams)
    store = diagrams.store
    found = [
        conditions.diagram(rule.when)
        for rule in guideline.of(Contradiction)
        if not comparisons(rule.when)
    ]
    return store.negation(store.any(found))
