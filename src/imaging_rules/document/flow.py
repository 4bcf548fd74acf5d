"""The way from a patient to the level of the decision, as a row of gates.

A patient takes the gates from the first to the last and leaves at the first one that is open; its
level is the decision's. The order is the language's: red flags, scope, limits, the rest; so each
gate says what is asked there, and not what has been asked before. A gate that no patient can
leave by is left out.
"""

from collections.abc import Callable, Iterable

from attrs import frozen

from imaging_rules.diagram.from_model import Diagrams, diagrams_from
from imaging_rules.diagram.search import ends_of, implies, meets
from imaging_rules.diagram.store import AND, FALSE, TERMINALS, TRUE
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import Limit, RedFlag
from imaging_rules.values.recommendation import Recommendation

_LEVELS = tuple(reversed([each for each in Recommendation if each.is_level]))
_HELD_AT = (Recommendation.WAIT, Recommendation.CONSIDER)


@frozen
class Gate:
    """A question on the way, and the level at which the patients leave for whom it is a yes.

    It is a yes where all of this is so: one of ``red_flags`` holds, if there are any; one of
    ``limits`` holds, if there are any; one of ``rules`` says this level or a higher one, if there
    are any; the guideline is for the patient, if ``for_this_patient``; and none of ``unless``
    holds. The gate for those whom the guideline was not written for has no rules at all.
    """

    level: Recommendation
    red_flags: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    for_this_patient: bool = False
    unless: tuple[str, ...] = ()


@frozen
class Flow:
    """The gates in order, and the level of those who leave by none, if there can be any."""

    gates: tuple[Gate, ...]
    otherwise: Recommendation | None


def flow(guideline: Guideline) -> Flow:
    """Return the way from a patient to the decision's level.

    Args:
        guideline: The guideline.
    """
    return _Way(guideline, diagrams_from(guideline)).flow()


class _Way:
    """The gates that have been made, and the diagram of who is still on the way."""

    def __init__(self, guideline: Guideline, diagrams: Diagrams) -> None:
        self._guideline = guideline
        self._diagrams = diagrams
        self._gates: list[Gate] = []
        self._left = TRUE

    def flow(self) -> Flow:
        self._diagrams.store.lift_budget()
        self._red_flags()
        store = self._diagrams.store
        self._add(Gate(Recommendation.OUT_OF_SCOPE), store.negation(self._diagrams.applies))
        for level in _HELD_AT:
            self._held_at(level)
        for level in _LEVELS:
            rules = self._speaking(level)
            self._add(Gate(level, rules=rules), self._said(rules, level))
        silent = self._guideline.header.otherwise if self._left != FALSE else None
        return Flow(tuple(self._gates), silent)

    def _add(self, gate: Gate, opens: int) -> None:
        """Add a gate, if anyone on the way can leave by it."""
        store = self._diagrams.store
        if meets(store, self._left, opens):
            self._gates.append(gate)
            self._left = store.combine(AND, self._left, store.negation(opens))

    def _red_flags(self) -> None:
        """Add the gates of red flags, and of other rules that say more than some red flag."""
        store, rules = self._diagrams.store, self._diagrams.rules
        flags = self._guideline.of(RedFlag)
        limits = self._limits(lambda limit: True)
        lowest = self._lowest_before_red_flags()
        for level in _LEVELS:
            here = tuple(each.name for each in flags if each.says.level is level)
            self._add(Gate(level, red_flags=here), store.any(rules[name] for name in here))
            # Once one such gate stands here, those that lead higher have to stand before it.
            if lowest is not None and level >= lowest:
                gate = Gate(level, (), (), self._speaking(level), True, limits)
                self._add(gate, self._without_limits(level))

    def _lowest_before_red_flags(self) -> Recommendation | None:
        """Return the lowest level that another rule decides although some red flag says less."""
        store, rules = self._diagrams.store, self._diagrams.rules
        flags = self._guideline.of(RedFlag)
        for level in reversed(_LEVELS):
            lower = store.any(rules[each.name] for each in flags if each.says.level < level)
            same = store.any(rules[each.name] for each in flags if each.says.level is level)
            decided = store.every(
                [self._decided(level), self._without_limits(level), store.negation(same)]
            )
            if meets(store, decided, lower):
                return level
        return None

    def _without_limits(self, level: Recommendation) -> int:
        """Return when a rule that is no red flag says a level, and no limit holds it back."""
        store, rules = self._diagrams.store, self._diagrams.rules
        held = store.any(rules[each.name] for each in self._guideline.of(Limit))
        said = self._said(self._speaking(level), level)
        return store.every([said, self._diagrams.applies, store.negation(held)])

    def _decided(self, level: Recommendation) -> int:
        """Return when a level is the decision's."""
        only = {end: int(end == level.value) for end in range(TERMINALS)}
        return self._diagrams.store.map(only, self._diagrams.level)

    def _held_at(self, level: Recommendation) -> None:
        """Add the gate of what is held at a level, by itself where that settles it."""
        store, rules = self._diagrams.store, self._diagrams.rules
        limits = self._limits(lambda limit: limit.level is level)
        holds = store.any(rules[name] for name in limits)
        here = store.combine(AND, self._left, holds)
        if implies(store, here, self._decided(level)):
            self._add(Gate(level, limits=limits), holds)
            return
        speaking = tuple(
            dict.fromkeys(
                name for each in _LEVELS if each >= level for name in self._speaking(each)
            )
        )
        opens = store.combine(AND, holds, self._said(speaking, level))
        self._add(Gate(level, limits=limits, rules=self._in_file_order(speaking)), opens)

    def _limits(self, wanted: Callable[[Limit], bool]) -> tuple[str, ...]:
        return tuple(each.name for each in self._guideline.of(Limit) if wanted(each))

    def _speaking(self, level: Recommendation) -> tuple[str, ...]:
        """Return the rules, red flags aside, that say a level for some patient."""
        said = self._diagrams.parts.uncapped.get(None, [])
        store = self._diagrams.store
        return tuple(name for name, diagram in said if level.value in ends_of(store, diagram))

    def _said(self, rules: Iterable[str], level: Recommendation) -> int:
        """Return when one of some rules says a level or a higher one."""
        store = self._diagrams.store
        reaches = {end: int(end >= level.value) for end in range(TERMINALS)}
        wanted = set(rules)
        return store.any(
            store.map(reaches, diagram)
            for name, diagram in self._diagrams.parts.uncapped.get(None, [])
            if name in wanted
        )

    def _in_file_order(self, names: Iterable[str]) -> tuple[str, ...]:
        wanted = set(names)
        return tuple(each.name for each in self._guideline.rules if each.name in wanted)
