"""Rules that decide for no patient, and why: what keeps them silent, or which always say more."""

from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import chain

from attrs import evolve

from imaging_rules.analyse.conditions import Conditions
from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.diagram.decisive import ever_decides
from imaging_rules.diagram.exchange import Exchange
from imaging_rules.diagram.from_model import Diagrams, moved, said_in_the_end
from imaging_rules.diagram.store import ABOVE, AND, BUT_NOT, FALSE, HIGHER, NOTHING, SPOKEN
from imaging_rules.diagram.walk import implies, meets
from imaging_rules.model.conditions import Compares
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import (
    Contraindication,
    Limit,
    RedFlag,
    Rule,
    SpecialCase,
    WaitingPeriod,
)


def dead_rules(guideline: Guideline, diagrams: Diagrams) -> tuple[Rule, ...]:
    """Return the rules, contradictions aside, that decide for no patient at all.

    All of them together can be removed, and every decision stays. So a special case counts as
    alive where, by keeping others from replacing a study, it makes some decision another.
    """
    overriding = _Overriding(guideline, diagrams)
    found: list[Rule] = []
    for rule in guideline.deciding_rules:
        if not ever_decides(rule, diagrams) and not (
            isinstance(rule, SpecialCase) and overriding.matters(rule, found)
        ):
            found.append(rule)
    return tuple(found)


def told(
    dead: tuple[Rule, ...], guideline: Guideline, conditions: Conditions, diagrams: Diagrams
) -> Iterator[Diagnostic]:
    """Yield a warning for each rule that never decides, with what always outranks it."""
    names = frozenset(rule.name for rule in dead)
    outranked = Outranked(guideline, conditions, diagrams, names) if dead else None
    for rule in dead:
        assert outranked is not None
        if isinstance(rule, Contraindication) and diagrams.rules[rule.name] != FALSE:
            # It is said of each study that it rules out.
            continue
        why, by = outranked.why(rule)
        yield Diagnostic(
            "W509",
            f"the {rule.kind} `{rule.name}` never decides: {why}",
            Pointer(guideline.text, rule.span),
            tuple(Pointer(guideline.text, each.span, "this outranks it") for each in by),
            help="remove it, or change what outranks it"
            if by
            else "change when it holds, or remove it",
        )


class _Overriding:
    """Tells of special cases whether it makes a difference that they override others."""

    def __init__(self, guideline: Guideline, diagrams: Diagrams) -> None:
        self._diagrams = diagrams
        self._store = diagrams.store
        self._cases = {case.name: case for case in guideline.of(SpecialCase)}

    def matters(self, case: SpecialCase, dead: Sequence[Rule]) -> bool:
        """Return whether some decision would be another without a special case.

        The dead rules are gone too: to override one of them changes nothing.
        """
        if not case.overrides:
            return False
        store, parts = self._store, self._diagrams.parts
        gone = {case.name, *(rule.name for rule in dead)}
        moves = [evolve(move, active=self._active(move.case, gone)) for move in parts.moves]
        leaving: dict[str, list[int]] = {}
        along: dict[str, dict[str, list[int]]] = {}
        for move in moves:
            leaving.setdefault(move.study, []).append(move.active)
            along.setdefault(move.use, {}).setdefault(move.study, []).append(move.active)
        without = evolve(
            parts,
            replaced=Exchange(
                {study: store.negation(store.any(active)) for study, active in leaving.items()},
                {
                    use: {study: store.any(active) for study, active in others.items()}
                    for use, others in along.items()
                },
            ),
        )
        against = {
            study: store.fold(HIGHER, parts.against.get(study, {}).values(), NOTHING)
            for study in self._diagrams.studies
        }
        said = said_in_the_end(store, without, self._diagrams.recommended, against)
        return said != self._diagrams.studies

    def _active(self, name: str, gone: set[str]) -> int:
        """Return when a special case replaces something, if some are gone."""
        if name in gone:
            return FALSE
        over = [
            self._diagrams.rules[other.name]
            for other in self._cases.values()
            if name in other.overrides and other.name not in gone
        ]
        free = self._store.negation(self._store.any(over))
        return self._store.combine(AND, self._diagrams.rules[name], free)


Why = tuple[str, tuple[Rule, ...]]

MOST_NAMED = 4
"""How many rules one message names."""
MOST_COMPARED = 20_000
"""How many pairs of rules are compared to tell what outranks the dead rules of one file."""


class Outranked:
    """Tells of rules that never decide, of which ``dead`` has all names, what the reason is."""

    def __init__(
        self,
        guideline: Guideline,
        conditions: Conditions,
        diagrams: Diagrams,
        dead: frozenset[str],
    ) -> None:
        self._guideline = guideline
        self._conditions = conditions
        self._diagrams = diagrams
        self._store = diagrams.store
        self._dead = dead
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
            reasons += self._why_overriding_is_idle(rule)
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

    def _why_overriding_is_idle(self, case: SpecialCase) -> Iterator[str]:
        # What never decides may do so only because it is overridden.
        for name in case.overrides:
            if name in self._dead:
                yield f"`{name}`, which it overrides, never decides"
        alive = [f"`{name}`" for name in case.overrides if name not in self._dead]
        if alive:
            yield f"while it holds, {' and '.join(alive)} would change nothing without it"

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


def red_flags_out_of_scope(guideline: Guideline, diagrams: Diagrams) -> Iterator[Diagnostic]:
    """Yield a warning for each red flag that can hold only where `applies when` does not."""
    if diagrams.applies == FALSE:
        # Then it is said of `applies when` itself.
        return
    for flag in guideline.of(RedFlag):
        holds = diagrams.rules[flag.name]
        if holds != FALSE and not meets(diagrams.store, holds, diagrams.applies):
            yield Diagnostic(
                "W514",
                f"the red flag `{flag.name}` can hold only where `applies when` does not",
                Pointer(guideline.text, flag.span),
                (Pointer(guideline.text, guideline.header.span, "the scope is set here"),),
                help="widen `applies when`, or see whether the red flag belongs here",
            )
