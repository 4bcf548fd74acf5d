"""Why a rule never decides: what keeps it silent, or which rules always say more."""

from collections.abc import Iterable

from imaging_rules.analyse.conditions import Conditions
from imaging_rules.diagram.from_model import CAP, CAP_STUDY, NOTHING, Diagrams, moved
from imaging_rules.diagram.search import implies, meets
from imaging_rules.diagram.store import AND, FALSE, HIGHER, OR, TERMINALS, Operation
from imaging_rules.model.conditions import Compares
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import Indication, Limit, Rule, SpecialCase, WaitingPeriod
from imaging_rules.values.recommendation import Recommendation

Why = tuple[str, tuple[Rule, ...]]

_ENDS = tuple(range(TERMINALS))
_SPOKEN = {end: int(end != NOTHING) for end in _ENDS}
_ABOVE = Operation(lambda one, other: int(one > other), _ENDS, _ENDS)
_MOST_NAMED = 4
MOST_COMPARED = 20_000
"""How many pairs of rules are compared to tell what outranks the dead rules of one file."""


class Outranked:
    """Tells of rules that never decide what the reason is.

    Args:
        guideline: The guideline.
        conditions: Its conditions as diagrams.
        diagrams: Its diagrams.
    """

    def __init__(self, guideline: Guideline, conditions: Conditions, diagrams: Diagrams) -> None:
        self._guideline = guideline
        self._conditions = conditions
        self._diagrams = diagrams
        self._store = diagrams.store
        self._left = MOST_COMPARED
        self._said = _said_by_rule(diagrams)
        speaking = [rule for rule in guideline.rules if rule.name in self._said]
        # Those that can say most come first: they are the likeliest to outrank.
        self._candidates = sorted(speaking, key=_most_said, reverse=True)

    def why(self, rule: Rule) -> Why:
        """Return why a rule that never decides does not, and the rules that outrank it."""
        silent = self._why_silent(rule)
        if silent:
            return silent, ()
        if isinstance(rule, Limit):
            held = f"`{rule.level.words}`"
            return f"whenever it holds, no other rule says more than {held}", ()
        reasons: list[str] = []
        by: list[Rule] = []
        if isinstance(rule, SpecialCase) and rule.replaces:
            reason, cases = self._why_nothing_is_replaced(rule)
            reasons.append(reason)
            by += cases
        if self._said.get(rule.name):
            reason, rules = self._why_outranked(rule)
            reasons.append(reason)
            by += [each for each in rules if each not in by]
        return "; ".join(reasons) or "it says nothing that could count", tuple(by)

    def _why_silent(self, rule: Rule) -> str:
        """Return why a rule never speaks, or nothing where it does."""
        speaks = self._diagrams.rules[rule.name]
        when = self._conditions.diagram(rule.when)
        if when == FALSE:
            return "its condition never holds"
        if isinstance(rule, WaitingPeriod):
            waited = self._conditions.diagram(Compares(rule.fact, "at least", rule.first))
            late = self._store.combine(AND, when, waited)
            if late == FALSE:
                return f"its condition holds only before `{rule.fact}` is long enough"
            if implies(self._store, late, self._conditions.diagram(rule.without)):
                return "its `without` holds whenever it could speak"
        if speaks == FALSE or (
            isinstance(rule, SpecialCase)
            and not (rule.replaces or rule.remarks or rule.overrides)
            and not meets(self._store, speaks, self._diagrams.applies)
        ):
            return "it holds only where `applies when` does not"
        return ""

    def _why_nothing_is_replaced(self, case: SpecialCase) -> Why:
        moves = [move for move in self._diagrams.parts.moves if move.case == case.name]
        if any(move.active != FALSE for move in moves):
            studies = ", ".join(f"`{study}`" for study, _ in case.replaces)
            return f"while it holds, nothing is recommended of {studies}", ()
        over = [o for o in self._guideline.of(SpecialCase) if case.name in o.overrides]
        names = _named(over)
        return f"whenever it holds, it is overridden by {names}", tuple(over[:_MOST_NAMED])

    def _why_outranked(self, rule: Rule) -> Why:
        by: list[Rule] = []
        one_at_a_time = True
        for study in self._heard_of(rule):
            own = self._heard(rule.name, study)
            found = self._outranking(rule, own, study, by)
            if found is None:
                return "whenever it speaks, other rules say more", ()
            one_at_a_time &= len(found) == 1
            by += [each for each in found if each not in by]
        names = _named(by)
        one_of = "" if one_at_a_time else "one of "
        verb = "say" if one_at_a_time and len(by) > 1 else "says"
        return f"whenever it speaks, {one_of}{names} {verb} more", tuple(by[:_MOST_NAMED])

    def _heard_of(self, rule: Rule) -> Iterable[str | None]:
        """Return of what a rule is heard, once studies are replaced: imaging (None), studies."""
        return (None, *self._diagrams.studies)

    def _heard(self, rule: str, study: str | None) -> int:
        """Return what a rule says of imaging or of a study, after limits and replacements."""
        store, parts, said = self._store, self._diagrams.parts, self._said[rule]
        if study is None:
            return self._capped(said, None)
        own = {name: self._capped(said, name) for name, _ in said if name is not None}
        heard = moved(store, parts, {k: v for k, v in own.items() if v != NOTHING}, study)
        against = [diagram for name, diagram in parts.against.get(study, []) if name == rule]
        return store.fold(HIGHER, against, heard)

    def _capped(self, said: "_Said", study: str | None) -> int:
        store, cap = self._store, self._diagrams.parts.cap
        operation = CAP if study is None else CAP_STUDY
        diagrams = [
            diagram if flag else store.combine(operation, diagram, cap)
            for (each, flag), diagrams in said.items()
            if each == study
            for diagram in diagrams
        ]
        return store.fold(HIGHER, diagrams, NOTHING)
