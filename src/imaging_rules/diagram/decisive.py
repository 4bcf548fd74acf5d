"""When each rule decides: when what it says reaches the decision's level or a study's level."""

from threading import Lock
from typing import assert_never

from imaging_rules.diagram.from_model import Diagrams, moved
from imaging_rules.diagram.operations import (
    ABOVE,
    AND,
    COUNTS,
    FALSE,
    RECOMMENDED,
)
from imaging_rules.model.rules import (
    DecidingRule,
    Indication,
    Limit,
    NotIndicated,
    RedFlag,
    SpecialCase,
    WaitingPeriod,
)


class Deciding:
    """The diagrams of when rules decide, each made when it is first asked for.

    Making one adds nodes to the store, so only one thread does so at a time.
    """

    def __init__(self, diagrams: Diagrams) -> None:
        self._diagrams = diagrams
        self._made: dict[str, int] = {}
        self._lock = Lock()

    def when(self, rule: DecidingRule) -> int:
        """Return the diagram that is true where a rule decides.

        Raises:
            OverBudgetError: The budget of the store is used up, where one is set.
        """
        found = self._made.get(rule.name)
        if found is None:
            with self._lock:
                # Usually there is no budget: what is made here is bounded by the diagrams that
                # were made within one, and a patient never goes without an answer.
                found = self._made[rule.name] = decides(rule, self._diagrams)
                self._diagrams.store.forget_results()
        return found


def decides(rule: DecidingRule, diagrams: Diagrams) -> int:
    """Return the diagram that is true where a rule decides.

    Raises:
        OverBudgetError: The budget of the store is used up.
    """
    store = diagrams.store
    match rule:
        case Limit():
            more = store.combine(ABOVE, diagrams.parts.scoped, rule.level.value)
            return store.combine(AND, diagrams.rules[rule.name], more)
        case SpecialCase():
            shown = diagrams.rules[rule.name] if rule.remarks else FALSE
            return store.any([shown, _replaces(rule, diagrams), _reaches(rule, diagrams)])
        case RedFlag() | Indication() | NotIndicated() | WaitingPeriod():
            return _reaches(rule, diagrams)
        case _:
            assert_never(rule)


def _replaces(case: SpecialCase, diagrams: Diagrams) -> int:
    """Return when a special case replaces something that was recommended."""
    store = diagrams.store
    return store.any(
        store.combine(AND, move.active, store.map(RECOMMENDED, diagrams.recommended[move.study]))
        for move in diagrams.parts.moves
        if move.case == case.name
    )


def _reaches(rule: DecidingRule, diagrams: Diagrams) -> int:
    """Return when what a rule says is the level of the decision, or of a study."""
    store, parts = diagrams.store, diagrams.parts
    own = {study: parts.heard(store, rule.name, study) for study in rule.studies}
    used_instead = (use for study, use in parts.routes if study in own)
    reached = [(parts.heard(store, rule.name, None), diagrams.level)]
    for study in dict.fromkeys((*own, *used_instead)):
        reached.append((moved(store, parts, own, study), diagrams.studies[study]))
    for study in rule.against:
        reached.append((parts.against[study][rule.name], diagrams.studies[study]))
    return store.any(store.combine(COUNTS, said, final) for said, final in reached)
