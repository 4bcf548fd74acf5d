"""When each rule decides: when what it says reaches the decision's level or a study's level."""

from threading import Lock
from typing import assert_never

from imaging_rules.diagram.from_model import Diagrams, moved
from imaging_rules.diagram.operations import (
    ABOVE,
    AND,
    COUNTS,
    FALSE,
    HIGHER,
    NOTHING,
    RECOMMENDED,
)
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import (
    DecidingRule,
    Indication,
    Limit,
    NotIndicated,
    RedFlag,
    SpecialCase,
    WaitingPeriod,
)
from imaging_rules.values.recommendation import Recommendation

_CONSIDER = Recommendation.CONSIDER.value
# Whether something was said, and is what counts in the end.


class Deciding:
    """The diagrams of when rules decide, each made when it is first asked for.

    Making one adds nodes to the store, so only one thread does so at a time.
    """

    def __init__(self, guideline: Guideline, diagrams: Diagrams) -> None:
        self._guideline = guideline
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
                # Usually the budget is lifted: what is made here is bounded by the diagrams that
                # were made within it, and a patient never goes without an answer.
                found = self._made[rule.name] = self._make(rule)
                self._diagrams.store.forget_results()
        return found

    def _make(self, rule: DecidingRule) -> int:
        match rule:
            case Limit():
                return self._lowers(rule)
            case SpecialCase():
                store = self._diagrams.store
                shown = self._diagrams.rules[rule.name] if rule.remarks else FALSE
                return store.any([shown, self._replaces(rule), self._reaches(rule)])
            case RedFlag() | Indication() | NotIndicated() | WaitingPeriod():
                return self._reaches(rule)
            case _:
                assert_never(rule)

    def _lowers(self, limit: Limit) -> int:
        """Return when a limit lowers something that another rule says within the scope."""
        store, parts = self._diagrams.store, self._diagrams.parts
        said = parts.uncapped.get(None, {}).values()
        highest = store.fold(HIGHER, said, NOTHING)
        above = store.combine(ABOVE, highest, limit.level.value)
        return store.combine(AND, self._diagrams.rules[limit.name], above)

    def _replaces(self, case: SpecialCase) -> int:
        """Return when a special case replaces something that was recommended."""
        store, parts = self._diagrams.store, self._diagrams.parts
        return store.any(
            store.combine(
                AND, move.active, store.map(RECOMMENDED, self._diagrams.recommended[move.study])
            )
            for move in parts.moves
            if move.case == case.name
        )

    def _reaches(self, rule: DecidingRule) -> int:
        """Return when what a rule says is the level of the decision, or of a study."""
        diagrams, parts = self._diagrams, self._diagrams.parts
        store = diagrams.store
        own = {study: parts.heard(store, rule.name, study) for study in diagrams.studies}
        reached = [(parts.heard(store, rule.name, None), diagrams.level)]
        for study, final in diagrams.studies.items():
            reached.append((moved(store, parts, own, study), final))
            reached.append((parts.against.get(study, {}).get(rule.name, NOTHING), final))
        return store.any(store.combine(COUNTS, said, final) for said, final in reached)
