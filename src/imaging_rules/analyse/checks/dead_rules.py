"""Rules for which there is no patient for whom they decide."""

from collections.abc import Iterator, Sequence

from attrs import evolve

from imaging_rules.analyse.checks.outranked_rules import Outranked
from imaging_rules.analyse.conditions import Conditions
from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.diagram.decisive import ever_decides
from imaging_rules.diagram.exchange import Exchange
from imaging_rules.diagram.from_model import Diagrams, said_in_the_end
from imaging_rules.diagram.operations import AND, FALSE, HIGHER, NOTHING
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import Contraindication, Rule, SpecialCase


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
    outranked = Outranked(guideline, conditions, diagrams) if dead else None
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
        """Return when a special case replaces something, if some others are gone."""
        over = [
            self._diagrams.rules[other.name]
            for other in self._cases.values()
            if name in other.overrides and other.name not in gone
        ]
        free = self._store.negation(self._store.any(over))
        return self._store.combine(AND, self._diagrams.rules[name], free)
