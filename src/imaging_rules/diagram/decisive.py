"""When each rule decides: when what it says reaches the decision's level or a study's level."""

from collections.abc import Iterator, Sequence
from threading import Lock
from typing import assert_never

from imaging_rules.diagram.from_model import Diagrams, moved, reached
from imaging_rules.diagram.store import (
    ABOVE,
    AND,
    COUNTS,
    FALSE,
    OR,
    PREPARE,
    RECOMMENDED,
    TRUE,
)
from imaging_rules.diagram.walk import agree
from imaging_rules.model import rules
from imaging_rules.values.recommendation import StudyRecommendation
from imaging_rules.values.timing import Timing, due_first


class Deciding:
    """The diagrams of when rules decide, each made when it is first asked for.

    Making one adds nodes to the store, so only one thread does so at a time.
    """

    def __init__(self, diagrams: Diagrams) -> None:
        self._diagrams = diagrams
        self._made: dict[str, int] = {}
        self._timings: tuple[tuple[Timing, int], ...] | None = None
        self._lock = Lock()

    def when(self, rule: rules.DecidingRule) -> int:
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

    def timings(self, deciding: Sequence[rules.DecidingRule]) -> tuple[tuple[Timing, int], ...]:
        """Return what `timings` does; it is made when it is first asked for.

        Args:
            deciding: The rules of the guideline.
        """
        if self._timings is None:
            with self._lock:
                self._timings = timings(deciding, self._diagrams)
                self._diagrams.store.forget_results()
        return self._timings


def timings(
    deciding: Sequence[rules.DecidingRule], diagrams: Diagrams
) -> tuple[tuple[Timing, int], ...]:
    """Return each time in numbers that rules give, with the diagram of when it is the decision's.

    It is that of a rule that itself says the level; of several, the one that ends first. What a
    rule recommends without such a time is not put off by another rule.

    Raises:
        OverBudgetError: The budget of the store is used up.
    """
    store, parts = diagrams.store, diagrams.parts
    measured: dict[Timing, list[int]] = {}
    others: list[int] = []
    said = parts.flags.get(None, {}) | parts.uncapped.get(None, {})
    if not any(rule.timing and rule.timing.latest for rule in deciding):
        return ()
    for rule in deciding:
        if rule.recommends:
            at_level = store.combine(COUNTS, said[rule.name], diagrams.level)
            timing = rule.timing if rule.timing and rule.timing.latest else None
            (others if timing is None else measured.setdefault(timing, [])).append(at_level)
    found, earlier, unmeasured = [], FALSE, store.any(others)
    for timing in sorted(measured, key=due_first):
        own = store.any(measured[timing])
        barred = store.combine(OR, earlier, unmeasured) if timing.low else earlier
        found.append((timing, store.combine(AND, own, store.negation(barred))))
        earlier = store.combine(OR, earlier, own)
    return tuple(found)


def decides(rule: rules.DecidingRule, diagrams: Diagrams) -> int:
    """Return the diagram that is true where a rule decides.

    Raises:
        OverBudgetError: The budget of the store is used up.
    """
    store = diagrams.store
    return store.any(store.combine(COUNTS, one, other) for one, other in _ways(rule, diagrams))


def taken(precaution: rules.Precaution, diagrams: Diagrams) -> int:
    """Return the diagram that is true where a precaution is to be taken.

    Raises:
        OverBudgetError: The budget of the store is used up.
    """
    store, of_each = diagrams.store, diagrams.precautions
    return store.any(
        store.where(of_each[precaution.name, study], PREPARE) for study in precaution.before
    )


def ever_decides(rule: rules.DecidingRule, diagrams: Diagrams) -> bool:
    """Return whether a rule decides for some patient, as soon as one is found.

    Raises:
        OverBudgetError: The budget of the store is used up.
    """
    return any(agree(diagrams.store, one, other) for one, other in _ways(rule, diagrams))


def _ways(rule: rules.DecidingRule, diagrams: Diagrams) -> Iterator[tuple[int, int]]:
    """Yield pairs of diagrams: a rule decides where two of a pair come to the same, but nothing.

    One is what the rule says, and the other what is said in the end; or both are true/false.
    """
    store, parts = diagrams.store, diagrams.parts
    match rule:
        case rules.Limit():
            # It lowers something that another rule says within the scope.
            more = store.combine(ABOVE, parts.scoped, rule.level.end)
            yield diagrams.rules[rule.name], more
        case rules.SpecialCase():
            if rule.remarks or rule.actions:
                yield diagrams.rules[rule.name], TRUE
            for move in parts.moves:
                if move.case == rule.name:
                    recommended = store.map(RECOMMENDED, diagrams.recommended[move.study])
                    yield move.active, recommended
            yield from _reaching(rule, diagrams)
        case rules.Contraindication(rules_out=studies):
            for study in studies:
                ruled_out = store.where(diagrams.studies[study], StudyRecommendation.RULED_OUT.end)
                yield diagrams.rules[rule.name], ruled_out
        case rules.RedFlag() | rules.Indication() | rules.NotIndicated() | rules.WaitingPeriod():
            yield from _reaching(rule, diagrams)
        case _:
            assert_never(rule)


def _reaching(rule: rules.DecidingRule, diagrams: Diagrams) -> Iterator[tuple[int, int]]:
    """Yield what a rule says of imaging and of studies, each with what is said in the end."""
    store, parts = diagrams.store, diagrams.parts
    yield parts.heard(store, rule.name, None), diagrams.level
    for study in rule.against:
        yield parts.against[study][rule.name], diagrams.studies[study]
    own = {study: parts.heard(store, rule.name, study) for study in rule.studies}
    for study in reached(parts, own):
        yield moved(store, parts, own, study), diagrams.studies[study]
