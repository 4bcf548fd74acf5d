"""When each rule decides: when what it says reaches the decision's level or a study's level."""

from collections.abc import Mapping
from threading import Lock

from imaging_rules.diagram.from_model import CAP, CAP_STUDY, NOTHING, Diagrams, moved
from imaging_rules.diagram.store import AND, FALSE, HIGHER, TERMINALS, Operation
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import Contradiction, Limit, Rule, SpecialCase
from imaging_rules.values.recommendation import Recommendation

_ENDS = tuple(range(TERMINALS))
_CONSIDER = Recommendation.CONSIDER.end
# Whether something was said, and is what counts in the end.
_COUNTS = Operation(lambda said, final: int(said != NOTHING and said == final), _ENDS, _ENDS)

# What each rule says of imaging as a whole (None), or of a study: it may say several things.
_Said = dict[tuple[str, str | None], list[int]]


class Deciding:
    """The diagrams of when rules decide, each made when it is first asked for.

    Making one adds nodes to the store, so only one thread does so at a time.
    """

    def __init__(self, guideline: Guideline, diagrams: Diagrams) -> None:
        self._guideline = guideline
        self._diagrams = diagrams
        parts = diagrams.parts
        self._flags, self._uncapped, self._against = map(
            _by_rule, (parts.flags, parts.uncapped, parts.against)
        )
        self._made: dict[str, int] = {}
        self._lock = Lock()

    def when(self, rule: Rule) -> int:
        """Return the diagram that is true where a rule (no contradiction) decides."""
        found = self._made.get(rule.name)
        if found is None:
            with self._lock:
                # Usually the budget is lifted: what is made here is bounded by the diagrams that
                # were made within it, and a patient never goes without an answer.
                found = self._made[rule.name] = self._make(rule)
                self._diagrams.store.forget_results()
        return found

    def _make(self, rule: Rule) -> int:
        match rule:
            case Contradiction():
                raise AssertionError("a contradiction is worked out on values, not on diagrams")
            case Limit():
                return self._lowers(rule)
            case SpecialCase():
                store = self._diagrams.store
                shown = self._diagrams.rules[rule.name] if rule.remarks else FALSE
                return store.any([shown, self._replaces(rule), self._reaches(rule)])
            case _:
                return self._reaches(rule)

    def _lowers(self, limit: Limit) -> int:
        """Return when a limit lowers something that another rule says within the scope."""
        store, parts = self._diagrams.store, self._diagrams.parts
        said = [diagram for _, diagram in parts.uncapped.get(None, [])]
        highest = store.fold(HIGHER, said, NOTHING)
        above = {end: int(end > limit.level.end) for end in _ENDS}
        return store.combine(AND, self._diagrams.rules[limit.name], store.map(above, highest))

    def _replaces(self, case: SpecialCase) -> int:
        """Return when a special case replaces something that was recommended."""
        store, parts = self._diagrams.store, self._diagrams.parts
        there = {end: int(end >= _CONSIDER) for end in _ENDS}
        return store.any(
            store.combine(
                AND, move.active, store.map(there, self._diagrams.recommended[move.study])
            )
            for move in parts.moves
            if move.case == case.name
        )

    def _reaches(self, rule: Rule) -> int:
        """Return when what a rule says is the level of the decision, or of a study."""
        diagrams, parts = self._diagrams, self._diagrams.parts
        store = diagrams.store
        reached = [
            store.combine(_COUNTS, store.combine(CAP, said, parts.cap), diagrams.level)
            for said in _of(rule, self._uncapped, None)
        ]
        reached += [
            store.combine(_COUNTS, said, diagrams.level) for said in _of(rule, self._flags, None)
        ]
        own = {}
        for study in diagrams.studies:
            said = [
                store.combine(CAP_STUDY, s, parts.cap) for s in _of(rule, self._uncapped, study)
            ]
            said += _of(rule, self._flags, study)
            if said:
                own[study] = store.fold(HIGHER, said, NOTHING)
        for study, final in diagrams.studies.items():
            if own:
                reached.append(store.combine(_COUNTS, moved(store, parts, own, study), final))
            reached += [
                store.combine(_COUNTS, said, final) for said in _of(rule, self._against, study)
            ]
        return store.any(reached)


def _by_rule(said: Mapping[str | None, list[tuple[str, int]]]) -> _Said:
    found: _Said = {}
    for study, several in said.items():
        for rule, diagram in several:
            found.setdefault((rule, study), []).append(diagram)
    return found


def _of(rule: Rule, said: _Said, study: str | None) -> list[int]:
    return said.get((rule.name, study), [])
