"""The rules of a guideline as plain data: what each says, when, and why."""

from typing import Any, assert_never

from imaging_rules.analyse.conditions import in_full
from imaging_rules.diagram.contradiction import ContradictionDiagram
from imaging_rules.document.export.facts import number
from imaging_rules.document.export.nodes import ExportedNodes
from imaging_rules.document.export.notes import filled, notes
from imaging_rules.model.conditions import ALWAYS, NEVER
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import (
    KINDS,
    Contradiction,
    Indication,
    Limit,
    NotIndicated,
    RedFlag,
    Rule,
    Says,
    SpecialCase,
    WaitingPeriod,
)
from imaging_rules.values.recommendation import Recommendation


class ExportedRules:
    """Writes the rules of a guideline; facts, studies and rules are told by their places."""

    def __init__(self, guideline: Guideline) -> None:
        self._guideline = guideline
        self._fact = {each.name: place for place, each in enumerate(guideline.facts)}
        self._study = {each.name: place for place, each in enumerate(guideline.studies)}

    def rule(self, rule: Rule, holds: int, decides: int) -> dict[str, Any]:
        """Return a rule that is no contradiction.

        Args:
            rule: The rule.
            holds: The number of the diagram of when it holds.
            decides: The number of the diagram of when it decides.
        """
        found = filled(
            name=rule.name,
            kind=KINDS[type(rule)],
            when="" if rule.when == ALWAYS else in_full(rule.when, self._guideline),
            question=getattr(rule, "question", ""),
            suspect=getattr(rule, "suspect", ""),
            timing=getattr(rule, "timing", ""),
            **notes(rule.notes),
            **self._particulars(rule),
        )
        return {**found, "holds": holds, "decides": decides}

    def contradiction(self, diagram: ContradictionDiagram) -> dict[str, Any]:
        """Return a contradiction, with a diagram of its own: it compares facts with each other.

        Its variables are its facts and then its comparisons.
        """
        nodes = ExportedNodes(diagram.store)
        root = nodes.number(diagram.root)
        rule = diagram.rule
        return {
            **filled(name=rule.name, when=in_full(rule.when, self._guideline), **notes(rule.notes)),
            "facts": [self._fact[name] for name in diagram.facts],
            "comparisons": [
                {
                    "fact": self._fact[each.fact],
                    "operator": each.operator,
                    "other": self._fact[each.other],
                    "factor": number(each.factor),
                }
                for each in diagram.comparisons
            ],
            "diagram": root,
            "nodes": nodes.nodes,
        }

    def _particulars(self, rule: Rule) -> dict[str, Any]:
        match rule:
            case RedFlag():
                return {"says": self._says((rule.says,))}
            case Indication():
                return {
                    "says": self._says(rule.says),
                    "against": [self._study[each] for each in rule.against],
                    "remarks": list(rule.remarks),
                }
            case NotIndicated():
                return {"says": [{"level": rule.level.end, "studies": []}]}
            case WaitingPeriod():
                first = Says(Recommendation.CONSIDER, rule.then.studies)
                unless = "" if rule.without == NEVER else in_full(rule.without, self._guideline)
                return {
                    "fact": self._fact[rule.fact],
                    "first": number(rule.first),
                    "last": number(rule.last),
                    "without": unless,
                    "says": self._says((first, rule.then)),
                }
            case Limit():
                return {"hold_at": rule.level.end}
            case SpecialCase():
                return {
                    "says": self._says(rule.says),
                    "instead": [[self._study[of], self._study[use]] for of, use in rule.replaces],
                    "overrides": list(rule.overrides),
                    "remarks": list(rule.remarks),
                }
            case Contradiction():
                raise AssertionError("a contradiction says nothing of imaging")
            case _:
                assert_never(rule)

    def _says(self, says: tuple[Says, ...]) -> list[dict[str, Any]]:
        return [
            {"level": each.level.end, "studies": [self._study[name] for name in each.studies]}
            for each in says
        ]
