"""The rules of a guideline as records: what each says, when, and why."""

from collections.abc import Sequence
from typing import Any, assert_never

from imaging_rules.analyse.conditions import in_full
from imaging_rules.diagram.contradiction import ContradictionDiagram
from imaging_rules.document.export import records
from imaging_rules.document.export.nodes import ExportedNodes
from imaging_rules.document.export.notes import notes
from imaging_rules.model.conditions import ALWAYS, NEVER
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import (
    Contraindication,
    DecidingRule,
    Indication,
    Limit,
    NotIndicated,
    Precaution,
    RedFlag,
    RuleTexts,
    SpecialCase,
    WaitingPeriod,
)
from imaging_rules.model.texts import texts_of
from imaging_rules.values.numbers import number_text


class ExportedRules:
    """Writes the rules of a guideline; facts, studies and rules are told by their places."""

    def __init__(self, guideline: Guideline) -> None:
        self._guideline = guideline
        self._fact = {each.name: place for place, each in enumerate(guideline.facts)}
        self._study = {each.name: place for place, each in enumerate(guideline.studies)}

    def rule(self, rule: DecidingRule, holds: int, decides: int) -> records.Rule:
        """Return a rule that can decide.

        Args:
            rule: The rule.
            holds: The number of the diagram of when it holds.
            decides: The number of the diagram of when it decides.
        """
        return records.Rule(
            name=rule.name,
            kind=rule.kind,
            when="" if rule.when == ALWAYS else in_full(rule.when, self._guideline),
            **texts_of(rule, RuleTexts),
            says=tuple(
                records.Says(each.level.end, tuple(self._study[name] for name in each.studies))
                for each in rule.says
            ),
            against=tuple(self._study[each] for each in rule.against),
            remarks=rule.remarks,
            holds=holds,
            decides=decides,
            **notes(rule.notes),
            **self._particulars(rule),
        )

    def precaution(self, rule: Precaution, diagrams: Sequence[int]) -> records.Precaution:
        """Return a precaution.

        Args:
            rule: The precaution.
            diagrams: For each of its studies the number of the diagram of whether to take it.
        """
        studies = [self._study[name] for name in rule.before]
        return records.Precaution(
            name=rule.name,
            when=in_full(rule.when, self._guideline),
            before=tuple(map(records.Before, studies, diagrams)),
            actions=rule.actions,
            **notes(rule.notes),
        )

    def contradiction(self, diagram: ContradictionDiagram) -> records.Contradiction:
        """Return a contradiction, with a diagram of its own: it compares facts with each other.

        Its variables are its facts and then its comparisons.
        """
        nodes = ExportedNodes(diagram.store)
        root = nodes.number(diagram.root)
        rule = diagram.rule
        return records.Contradiction(
            name=rule.name,
            when=in_full(rule.when, self._guideline),
            facts=tuple(self._fact[name] for name in diagram.facts),
            comparisons=tuple(
                records.Comparison(
                    fact=self._fact[each.fact],
                    operator=each.operator,
                    other=self._fact[each.other],
                    factor=number_text(each.factor),
                )
                for each in diagram.comparisons
            ),
            diagram=root,
            nodes=nodes.nodes,
            **notes(rule.notes),
        )

    def _particulars(self, rule: DecidingRule) -> dict[str, Any]:
        match rule:
            case RedFlag() | Indication() | NotIndicated():
                return {}
            case WaitingPeriod():
                unless = "" if rule.without == NEVER else in_full(rule.without, self._guideline)
                return {
                    "fact": self._fact[rule.fact],
                    "first": number_text(rule.first),
                    "last": number_text(rule.last),
                    "without": unless,
                }
            case Limit():
                return {"hold_at": rule.level.end}
            case SpecialCase():
                return {
                    "instead": tuple(
                        (self._study[of], self._study[use]) for of, use in rule.replaces
                    ),
                    "overrides": rule.overrides,
                }
            case Contraindication():
                return {"rules_out": tuple(self._study[each] for each in rule.rules_out)}
            case _:
                assert_never(rule)
