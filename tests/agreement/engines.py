"""The other ways to decide, and what of a decision each of them works out.

An engine is a class: it reads a guideline, and says of a patient which levels are possible, and
whatever else it knows. `ENGINES` lists them, and `test_engines.py` holds each against the library.
"""

import json
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, Protocol

import pytest
import z3
from jsonschema import Draft202012Validator

from imaging_rules import (
    Decision,
    Guideline,
    Later,
    Missing,
    Recommendation,
    StudyRecommendation,
    export,
    export_schema,
)
from imaging_rules.decide.answer.assumptions import to_offer
from imaging_rules.decide.answer.why import open_actions, open_timings, outside_scope
from imaging_rules.model.facts import NumberType
from imaging_rules.values.regions import Interval, describe
from tests.agreement.by_export import ByExport
from tests.agreement.by_script import needs_node, shared_scripts
from tests.agreement.by_z3 import Formulas
from tests.agreement.oracle import Oracle, rank
from tests.agreement.oracle_values import known

Level = Recommendation | StudyRecommendation
VALID = Draft202012Validator(export_schema())
MOST_COMPLETIONS = 1500
MOST_COMPARED = 3


class Engine(Protocol):
    """Another way to decide for the patients of one guideline."""

    def __init__(self, guideline: Guideline) -> None: ...

    def reachable(self, facts: dict[str, Any]) -> dict[str, Any] | None:
        """Return facts for which it takes no too long time, or ``None`` where there are none."""

    def decide(self, facts: dict[str, Any]) -> dict[str, Any]:
        """Return what it works out, by the names of `PARTS`; a set where it has no order."""


def ends(levels: Iterable[Level]) -> tuple[int, ...]:
    """Return levels as plain data: each has a number."""
    return tuple(each.end for each in levels)


def asked(fact: Missing | Later) -> tuple[str, tuple[int, ...], tuple[str, ...]]:
    """Return what hangs on a fact to ask for: levels, or else studies that it comes before."""
    return fact.fact, ends(fact.could_become), fact.before


PARTS: dict[str, Callable[[Decision], Any]] = {
    "possible": lambda it: ends(it.possible),
    "recommendation": lambda it: it.recommendation.end,
    "settled": lambda it: it.settled,
    "complete": lambda it: it.complete,
    "study": lambda it: it.study.name if it.study else None,
    "may_rise_to": lambda it: it.may_rise_to,
    "studies": lambda it: [
        (each.name, (each.recommendation.end, ends(each.possible))) for each in it.studies
    ],
    "ruled_out_by": lambda it: {s.name: s.ruled_out_by for s in it.studies if s.ruled_out_by},
    "instead": lambda it: {each.name: each.instead for each in it.studies if each.instead},
    "no_study_left": lambda it: it.no_study_left,
    "precautions": lambda it: [(each.rule, each.before) for each in it.precautions],
    "missing": lambda it: [asked(each) for each in it.missing],
    "to_check": lambda it: [(e.fact, ends(e.could_become)) for e in it.missing if e.to_check],
    "needed": lambda it: [asked(each) for each in it.missing if not each.to_check],
    "later": lambda it: [asked(each) for each in it.later],
    "opened_by": lambda it: [(each.fact, set(each.opened_by)) for each in it.later],
    "assumed": lambda it: [(e.fact, ends(e.could_become), e.changes_study) for e in it.assumed],
    "offered": lambda it: to_offer(it._case),
    "assumed_together": lambda it: [(e.facts, ends(e.could_become)) for e in it.assumed_together],
    "screened": lambda it: [(each.fact, each.screen) for each in it.screened],
    "screened_values": lambda it: [(each.fact, each.value) for each in it.screened],
    "contradictions": lambda it: [each.name for each in it.contradictions],
    "contradicting": lambda it: [each.facts for each in it.contradictions],
    "disputed": lambda it: [set(each.facts) for each in it.contradictions],
    "outside": lambda it: [e.fact for e in outside_scope(it._case)] if it.applies is False else [],
    "reasons": lambda it: [(each.rule, each.decisive) for each in it.reasons],
    "open_rules": lambda it: [each.rule for each in it.open_rules],
    "open_facts": lambda it: [each.facts for each in it.open_rules],
    "blocked": lambda it: [each.rule for each in it.blocked],
    "remarks": lambda it: [(each.rule, each.text) for each in it.remarks],
    "actions": lambda it: [(each.rule, each.text) for each in it.actions],
    "open_actions": lambda it: [(each.rule, each.text) for each in open_actions(it._case)],
    "timing": lambda it: it.timing,
    "due": lambda it: [str(it.timing)] if it.timing else [],
    "open_timings": lambda it: [str(each) for each in open_timings(it._case)],
    "advice": lambda it: [each.name for each in it.advice],
    "changes": lambda it: [(each.fact, each.to, each.becomes.end) for each in it.changes],
}


def agree(engine: Engine, guideline: Guideline, facts: dict[str, Any]) -> None:
    """Hold what an engine says of a patient against the library."""
    assert_the_same(engine.decide(facts), guideline.evaluate(facts))


def assert_the_same(found: dict[str, Any], decision: Decision) -> None:
    """Hold parts of a decision, by the names of `PARTS`, against the decision of the library."""
    assert "possible" in found
    for name, part in found.items():
        expected = PARTS[name](decision)
        assert part == (type(part)(expected) if isinstance(part, set | dict) else expected), name
    assert decision.settled or decision.missing
    # What is to be checked is asked first.
    assert sorted(decision.missing, key=lambda it: not it.to_check) == list(decision.missing)
    # The highest level first; then what changes a study alone; what never matters last.
    ranks = [(-rank(a.could_become), not a.by_itself, not a.matters) for a in decision.assumed]
    assert ranks == sorted(ranks)


def stated(guideline: Guideline, facts: dict[str, Any]) -> dict[str, Any]:
    """Return facts as a record of a decision has them: plain data, which went through JSON."""
    found: dict[str, Any] = json.loads(
        json.dumps(guideline.evaluate(facts).to_dict()["facts"]["stated"])
    )
    return found


class TryingEveryCompletion:
    """The oracle: whatever the meaning gives for some way in which open facts may turn out."""

    def __init__(self, guideline: Guideline) -> None:
        self.guideline = guideline
        self.oracle = Oracle(guideline)

    def reachable(self, facts: dict[str, Any], most: int = MOST_COMPLETIONS) -> dict[str, Any]:
        """Return facts with some more stated, where there would be too many completions to try."""
        for fact in self.oracle.model.facts:
            if self.oracle.size(facts) <= most:
                break
            one = known(self.oracle.model, facts)[fact.name]
            facts = {**facts, fact.name: self.oracle.values(fact, one)[0]}
        return facts

    def decide(self, facts: dict[str, Any]) -> dict[str, Any]:
        it = self.oracle.expected(facts)
        level = it.recommendation
        return {
            "possible": ends(it.possible),
            "recommendation": level.end,
            "settled": it.settled,
            "complete": it.complete,
            "study": it.study,
            "may_rise_to": it.may_rise_to,
            "studies": [(name, (said.end, ends(possible))) for name, said, possible in it.studies],
            "to_check": {name: ends(levels) for name, levels in it.to_check.items()},
            "ruled_out_by": it.ruled_out_by,
            "instead": it.instead,
            "no_study_left": it.no_study_left,
            "precautions": it.precautions,
            "needed": [(name, ends(levels), before) for name, levels, before in it.missing],
            "later": [(name, ends(levels), before) for name, levels, before, _ in it.later],
            "opened_by": [(name, by) for name, _, _, by in it.later],
            "assumed": {(name, ends(levels), of_study) for name, levels, of_study in it.assumed},
            "screened": it.screened,
            "contradictions": [name for name, _ in it.contradictions],
            "disputed": [facts for _, facts in it.contradictions],
            "reasons": it.reasons,
            "open_rules": [name for name, _ in it.open_rules],
            "open_facts": [facts for _, facts in it.open_rules],
            "blocked": it.blocked,
            "remarks": it.remarks,
            "actions": it.actions,
            "timing": it.timing,
            "advice": [a.name for a in self.guideline.model.advice if level in a.levels],
        }


class FromExport:
    """What is read in the export of a guideline, and in nothing else."""

    def __init__(self, guideline: Guideline) -> None:
        self.guideline = guideline
        # As it arrives: through JSON, and found valid.
        data = json.loads(json.dumps(export(guideline)))
        VALID.validate(data)
        self.by_export = ByExport(data)

    def reachable(self, facts: dict[str, Any]) -> dict[str, Any] | None:
        # To try every order of many numbers takes too long.
        few = all(len(c["facts"]) <= MOST_COMPARED for c in self.by_export.data["contradictions"])
        return facts if few else None

    def decide(self, facts: dict[str, Any]) -> dict[str, Any]:
        it = self.by_export.answer(stated(self.guideline, facts))

        def one(level: int | None) -> int:
            return Recommendation.UNDETERMINED.end if level is None else level

        return {
            "possible": tuple(it.possible),
            "recommendation": one(it.recommendation),
            "studies": {
                name: (one(said), tuple(possible)) for name, (possible, said) in it.studies.items()
            },
            "no_study_left": it.no_study_left,
            "precautions": it.precautions,
            "missing": [(each.fact, tuple(each.could_become), each.before) for each in it.missing],
            "later": [(each.fact, tuple(each.could_become), each.before) for each in it.later],
            "contradictions": it.contradictions,
            "reasons": it.holding,
            "open_rules": it.open_rules,
            "blocked": it.blocked,
            "advice": it.advice,
        }


class ByScript:
    """The scripts of the form, in Node.js."""

    def __init__(self, guideline: Guideline) -> None:
        self.guideline = guideline

    @cached_property
    def exported(self) -> dict[str, Any]:
        return export(self.guideline)

    def reachable(self, facts: dict[str, Any]) -> dict[str, Any] | None:
        return facts

    def decide(self, facts: dict[str, Any]) -> dict[str, Any]:
        scripts = shared_scripts()
        scripts.read(self.exported)
        return self.parts(scripts.decide(stated(self.guideline, facts)))

    def parts(self, it: dict[str, Any]) -> dict[str, Any]:
        """Return what the scripts have found, by the names of `PARTS`."""
        rules, screened = it["rules"], [e for e in it["known"] if e["how"] == "screened"]

        def asked(several: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
            return [(e["name"], tuple(e["could_become"]), tuple(e["before"])) for e in several]

        return {
            "possible": tuple(it["possible"]),
            "recommendation": it["level"],
            "studies": [(e["name"], (e["level"], tuple(e["possible"]))) for e in it["studies"]],
            # The masks of a condition that is known, and of one that is open.
            "no_study_left": {1: False, 2: True, 3: None}[it["left"]],
            "precautions": [(each["name"], tuple(each["before"])) for each in it["precautions"]],
            "missing": asked(it["missing"]),
            "later": asked(it["later"]),
            "offered": set(it["assumed"]),
            "assumed_together": [
                (tuple(each["facts"]), tuple(each["could_become"])) for each in it["together"]
            ],
            "screened": [(each["name"], each["screen"]) for each in screened],
            "screened_values": [(each["name"], each["words"]) for each in screened],
            "contradictions": [each["name"] for each in it["found"]],
            "contradicting": [tuple(each["facts"]) for each in it["found"]],
            "outside": it["outside"],
            "reasons": [(each["name"], each["decisive"]) for each in rules if each["holds"]],
            "actions": self._actions(rules, sure=True),
            "due": [each["timing"]["words"] for each in it["due"] if each["mask"] == 2],
            "open_timings": [each["timing"]["words"] for each in it["due"] if each["mask"] == 3],
            "open_actions": self._actions(rules, sure=False),
            "open_rules": {e["name"] for e in rules if not e["holds"] and not e["out"]},
            "blocked": {each["name"] for each in rules if each["out"]},
            "changes": [
                (
                    each["fact"]["name"],
                    self._words(each["fact"]["name"], each["from"], each["to"]),
                    each["becomes"],
                )
                for each in it["changes"]
            ],
        }

    def _actions(self, rules: list[dict[str, Any]], sure: bool) -> list[tuple[str, str]]:
        """Return what else is to be done by the rules that decide, for sure or perhaps."""
        return [
            (each["name"], text)
            for each in rules
            if each["decisive"] and each["sure"] is sure
            for text in each.get("actions", ())
        ]

    def _words(self, name: str, first: int, last: int) -> str:
        """Return what lies from one region of a fact to another."""
        fact = self.guideline.model.fact[name]
        if not isinstance(fact.type, NumberType):
            assert first == last
            return fact.region_words(first)
        low, high = fact.regions[first], fact.regions[last]
        assert isinstance(low, Interval)
        assert isinstance(high, Interval)
        piece = Interval(low.low, high.high, low.low_open, high.high_open)
        return describe(piece, fact.type.range, fact.type.unit, fact.type.whole)


class ByFormulas:
    """Formulas for z3, of which it finds the levels that some patient can have."""

    def __init__(self, guideline: Guideline) -> None:
        self.guideline = guideline
        self.formulas = Formulas(guideline.model)
        self.level = self.formulas.level()

    def reachable(self, facts: dict[str, Any]) -> dict[str, Any] | None:
        # What contradicts itself is no part of the formulas.
        return None if self.guideline.evaluate(facts).contradictions else facts

    def decide(self, facts: dict[str, Any]) -> dict[str, Any]:
        is_so = [
            self.formulas.lies_in(name, one.interval)
            if one.interval is not None
            else z3.Or([self.formulas.has(name, value) for value in one.values])
            for name, one in known(self.guideline.model, facts).items()
        ]
        levels = [each for each in Recommendation if each is not Recommendation.UNDETERMINED]
        return {
            "possible": ends(
                each
                for each in sorted(levels, key=lambda level: level.end)
                if not self.formulas.never(z3.And(*is_so, self.level == each.end))
            )
        }


QUICK_ENGINES: list[Any] = [
    FromExport,
    pytest.param(ByScript, marks=needs_node),
]
"""Those that are quick enough for the guidelines that ship."""

ENGINES: list[Any] = [
    *QUICK_ENGINES,
    TryingEveryCompletion,
    ByFormulas,
]
