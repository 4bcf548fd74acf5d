"""Why a rule never decides: what keeps it silent, or which rules always say more."""

from collections.abc import Iterable, Sequence
from heapq import merge
from itertools import chain

from imaging_rules.analyse.conditions import Conditions
from imaging_rules.diagram.from_model import Diagrams, moved
from imaging_rules.diagram.store import ABOVE, AND, BUT_NOT, FALSE, HIGHER, NOTHING, SPOKEN
from imaging_rules.diagram.walk import implies, meets
from imaging_rules.model.conditions import Compares
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import Limit, Rule, SpecialCase, WaitingPeriod

Why = tuple[str, tuple[Rule, ...]]

MOST_NAMED = 4
"""How many rules one message names."""
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
        self._heard_before: dict[tuple[str, str | None], int] = {}
        speaking = [rule for rule in guideline.rules if rule.says]
        # Those that can say most come first: they are the likeliest to outrank.
        self._candidates = sorted(speaking, key=_highest, reverse=True)
        self._using: dict[str, list[Rule]] = {}
        for each in self._candidates:
            for fact in self._facts(each):
                self._using.setdefault(fact, []).append(each)

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
        if isinstance(rule, SpecialCase) and rule.overrides:
            names = " and ".join(f"`{name}`" for name in rule.overrides)
            reasons.append(f"while it holds, {names} would change nothing without it")
        if rule.says:
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
            and not (rule.replaces or rule.remarks or rule.actions or rule.overrides)
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
        names = named(over)
        return f"whenever it holds, it is overridden by {names}", tuple(over[:MOST_NAMED])

    def _why_outranked(self, rule: Rule) -> Why:
        by: list[Rule] = []
        several = False
        for study in (None, *self._diagrams.studies):
            own = self._heard(rule, study)
            if own == NOTHING:
                continue
            found = self._outranking(rule, own, study, by)
            if not found:
                more = "; which, there are too many to tell" if self._left <= 0 else ""
                return f"whenever it speaks, other rules say more{more}", ()
            several |= len(found) > 1
            by += [each for each in found if each not in by]
        if several:
            return f"whenever it speaks, one of {named(by)} says more", tuple(by[:MOST_NAMED])
        verb = "says" if len(by) == 1 else "say"
        return f"whenever it speaks, {named(by)} {verb} more", tuple(by[:MOST_NAMED])

    def _outranking(self, rule: Rule, own: int, study: str | None, first: list[Rule]) -> list[Rule]:
        """Return the one rule that always says more, or several of which one always does.

        Args:
            rule: The rule that is outranked.
            own: What it says.
            study: Of what it says it: imaging (None) or a study.
            first: Rules to try before all others.
        """
        store = self._store
        left = store.map(SPOKEN, own)
        some: list[tuple[Rule, int]] = []
        # Those that speak of the same facts come first, for most often it is one of them.
        alike = merge(
            *(self._using.get(fact, []) for fact in self._facts(rule)),
            key=_highest,
            reverse=True,
        )
        tried = {rule.name}
        for other in chain(first, alike, self._candidates):
            if other.name in tried:
                continue
            tried.add(other.name)
            if self._left <= 0:
                return []
            self._left -= 1
            above = store.combine(ABOVE, self._heard(other, study), own)
            if above == FALSE:
                continue
            if implies(store, left, above):
                return [other]
            some.append((other, above))
        found: list[Rule] = []
        for other, above in some:
            if meets(store, left, above):
                left = store.combine(BUT_NOT, left, above)
                found.append(other)
        return found if left == FALSE else []

    def _facts(self, rule: Rule) -> Iterable[str]:
        """Return the facts on which it depends whether a rule speaks, the scope aside."""
        return self._conditions.facts(rule.condition)

    def _heard(self, rule: Rule, study: str | None) -> int:
        """Return what a rule says of imaging (None) or a study, when all is said and replaced."""
        key = (rule.name, study)
        if key not in self._heard_before:
            self._heard_before[key] = self._hear(rule, study)
        return self._heard_before[key]

    def _hear(self, rule: Rule, study: str | None) -> int:
        store, parts = self._store, self._diagrams.parts
        if study is None:
            return parts.heard(store, rule.name, None)
        own = {each: parts.heard(store, rule.name, each) for each in rule.studies}
        against = parts.against.get(study, {}).get(rule.name, NOTHING)
        return store.combine(HIGHER, against, moved(store, parts, own, study))


def _highest(rule: Rule) -> int:
    return rule.highest.end


def named(rules: Sequence[Rule]) -> str:
    """Return the names of rules in words, of many the first ones and how many more there are."""
    names = [f"`{rule.name}`" for rule in rules[:MOST_NAMED]]
    more = len(rules) - len(names)
    if more:
        return f"{', '.join(names)} and {more} more"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
