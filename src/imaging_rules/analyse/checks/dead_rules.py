"""Rules for which there is no patient for whom they decide."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from attrs import evolve

from imaging_rules.analyse.checks.outranked_rules import Outranked
from imaging_rules.analyse.conditions import Conditions
from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.diagram.from_model import CAP, CAP_STUDY, NOTHING, Diagrams, moved
from imaging_rules.diagram.search import ends_of, meets
from imaging_rules.diagram.store import AND, FALSE, HIGHER, TERMINALS, TRUE, Operation
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import (
    KINDS,
    Contradiction,
    Indication,
    Limit,
    RedFlag,
    Rule,
    SpecialCase,
)
from imaging_rules.values.recommendation import Recommendation

_ENDS = tuple(range(TERMINALS))
_RECOMMENDED = {end: int(end >= Recommendation.CONSIDER.end) for end in _ENDS}
_AGAINST = {end: int(end == Recommendation.DO_NOT_IMAGE.end) for end in _ENDS}
_IS = Operation(lambda said, final: int(said != NOTHING and said == final), _ENDS, _ENDS)


def dead_rules(guideline: Guideline, diagrams: Diagrams) -> tuple[Rule, ...]:
    """Return the rules, contradictions aside, that decide for no patient at all.

    All of them together can be removed, and every decision stays. So a special case counts as
    alive where, by keeping others from replacing a study, it makes some decision another.
    """
    deciding = _Deciding(guideline, diagrams)
    found: list[Rule] = []
    for rule in guideline.rules:
        if not isinstance(rule, Contradiction) and not deciding.ever(rule, found):
            found.append(rule)
    return tuple(found)


def told(
    dead: tuple[Rule, ...], guideline: Guideline, conditions: Conditions, diagrams: Diagrams
) -> Iterator[Diagnostic]:
    """Yield a warning for each rule that never decides, with what always outranks it."""
    outranked = Outranked(guideline, conditions, diagrams) if dead else None
    for rule in dead:
        assert outranked is not None
        why, by = outranked.why(rule)
        yield Diagnostic(
            "W509",
            f"the {KINDS[type(rule)]} `{rule.name}` never decides: {why}",
            Pointer(guideline.text, rule.span),
            tuple(Pointer(guideline.text, each.span, "this outranks it") for each in by),
            help="remove it, or change what outranks it"
            if by
            else "change when it holds, or remove it",
        )


class _Deciding:
    """Tells of each rule whether there is a patient for whom it decides.

    What is asked for that, of each study and level whether saying it can count in the end, is
    worked out once for all rules.
    """

    def __init__(self, guideline: Guideline, diagrams: Diagrams) -> None:
        self._guideline = guideline
        self._diagrams = diagrams
        self._store = diagrams.store
        self._counting: dict[tuple[str | None, int, bool], int] = {}
        parts = diagrams.parts
        self._said: dict[str, list[tuple[str | None, int]]] = {}
        for said in (parts.flags, parts.uncapped):
            for study, rules in said.items():
                for name, diagram in rules:
                    self._said.setdefault(name, []).append((study, diagram))
        scoped = [diagram for _, diagram in parts.uncapped.get(None, [])]
        self._highest = self._store.fold(HIGHER, scoped, NOTHING)
        self._moves: dict[str, list[tuple[str, int]]] = {}
        for move in parts.moves:
            self._moves.setdefault(move.case, []).append((move.study, move.active))
        self._cases = {case.name: case for case in guideline.of(SpecialCase)}

    def ever(self, rule: Rule, dead: Sequence[Rule]) -> bool:
        """Return whether there is a patient for whom a rule decides.

        Args:
            rule: The rule.
            dead: The rules that are known to decide for no patient.
        """
        speaks = self._diagrams.rules[rule.name]
        if speaks == FALSE:
            return False
        if isinstance(rule, Limit):
            above = {end: int(end > rule.level.end) for end in _ENDS}
            return meets(self._store, speaks, self._store.map(above, self._highest))
        if isinstance(rule, SpecialCase) and (
            rule.remarks or self._replaces(rule.name) or self._overrides(rule, dead)
        ):
            return True
        against = rule.against if isinstance(rule, Indication) else ()
        if any(meets(self._store, speaks, self._left_at[study]) for study in against):
            return True
        flag = isinstance(rule, RedFlag)
        return any(
            meets(self._store, self._store.map(_only(end), said), self._counts(study, end, flag))
            for study, said in self._said.get(rule.name, [])
            for end in ends_of(self._store, said) - {NOTHING}
        )

    def _replaces(self, case: str) -> bool:
        return any(
            meets(self._store, active, self._recommended[study])
            for study, active in self._moves.get(case, [])
        )

    def _overrides(self, case: SpecialCase, dead: Sequence[Rule]) -> bool:
        """Return whether some decision would be another if a special case overrode nothing."""
        store, parts = self._store, self._diagrams.parts
        gone = {case.name, *(rule.name for rule in dead)}
        moves = [
            evolve(move, active=self._active(move.case, gone))
            if move.case in case.overrides
            else move
            for move in parts.moves
        ]
        if all(
            move.active == before.active for move, before in zip(moves, parts.moves, strict=True)
        ):
            return False
        leaving: dict[str, list[int]] = {}
        along: dict[tuple[str, str], list[int]] = {}
        for move in moves:
            leaving.setdefault(move.study, []).append(move.active)
            along.setdefault((move.study, move.use), []).append(move.active)
        without = evolve(
            parts,
            kept={study: store.negation(store.any(active)) for study, active in leaving.items()},
            routes={studies: store.any(active) for studies, active in along.items()},
        )
        return any(
            store.combine(
                HIGHER,
                moved(store, without, self._diagrams.recommended, study),
                store.fold(HIGHER, [said for _, said in parts.against.get(study, [])], NOTHING),
            )
            != said_in_the_end
            for study, said_in_the_end in self._diagrams.studies.items()
        )

    def _active(self, name: str, gone: set[str]) -> int:
        """Return when a special case replaces something, if some others are gone."""
        over = [
            self._diagrams.rules[other.name]
            for other in self._cases.values()
            if name in other.overrides and other.name not in gone
        ]
        free = self._store.negation(self._store.any(over))
        return self._store.combine(AND, self._diagrams.rules[name], free)

    @cached_property
    def _recommended(self) -> dict[str, int]:
        """For whom each study is recommended before special cases replace anything."""
        return {
            study: self._store.map(_RECOMMENDED, said)
            for study, said in self._diagrams.recommended.items()
        }

    @cached_property
    def _left_at(self) -> dict[str, int]:
        """For whom no more is said of each study than not to image with it."""
        return {
            study: self._store.map(_AGAINST, said) for study, said in self._diagrams.studies.items()
        }

    def _counts(self, study: str | None, end: int, flag: bool) -> int:
        """Return for whom saying a level, of imaging or of a study, is what counts in the end."""
        key = (study, end, flag)
        if key not in self._counting:
            self._counting[key] = self._counting_diagram(study, end, flag)
        return self._counting[key]

    def _counting_diagram(self, study: str | None, end: int, flag: bool) -> int:
        store, parts = self._store, self._diagrams.parts
        if study is None:
            said = end if flag else store.combine(CAP, end, parts.cap)
            return store.combine(_IS, said, self._diagrams.level)
        said = end if flag else store.combine(CAP_STUDY, end, parts.cap)
        ways = [(study, parts.kept.get(study, TRUE))]
        ways += [(use, when) for (old, use), when in parts.routes.items() if old == study]
        return store.any(
            store.combine(AND, when, store.combine(_IS, said, self._diagrams.studies[use]))
            for use, when in ways
        )


def _only(end: int) -> dict[int, int]:
    """Return the ends as true for one of them and as false for all others."""
    return {each: int(each == end) for each in _ENDS}
