"""What a guideline says as formulas for z3, made from the model and from nothing else."""

from fractions import Fraction
from typing import Any, assert_never

import z3

from imaging_rules.diagram.from_model import Diagrams
from imaging_rules.diagram.store import TERMINALS
from imaging_rules.model import conditions
from imaging_rules.model.conditions import Condition
from imaging_rules.model.facts import ChoiceType, NumberType, YesNoType
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import (
    Contraindication,
    Indication,
    Limit,
    NotIndicated,
    RedFlag,
    SpecialCase,
    WaitingPeriod,
)
from imaging_rules.values.recommendation import Recommendation, StudyRecommendation
from imaging_rules.values.regions import Interval

Formula = Any
CONSIDER = Recommendation.CONSIDER.end


class Formulas:
    """The facts of a guideline as unknowns, and what it says of them."""

    def __init__(self, guideline: Guideline) -> None:
        self.guideline = guideline
        self.unknown: dict[str, Formula] = {}
        # What is true of every patient: each number lies in its range.
        self.patient: list[Formula] = []
        for fact in guideline.facts:
            match fact.type:
                case YesNoType():
                    self.unknown[fact.name] = z3.Bool(fact.name)
                case ChoiceType(values):
                    number = self.unknown[fact.name] = z3.Int(fact.name)
                    self.patient += [number >= 0, number < len(values)]
                case NumberType() as type:
                    make = z3.Int if type.whole else z3.Real
                    number = self.unknown[fact.name] = make(fact.name)
                    low, high = exact(type.range.low), exact(type.range.high)
                    self.patient += [number >= low, number <= high]

    def holds(self, condition: Condition) -> Formula:
        """Return when a condition holds."""
        match condition:
            case conditions.IsYes(fact):
                return self.unknown[fact]
            case conditions.IsAmong(name, values):
                return z3.Or([self.has(name, value) for value in values])
            case conditions.Compares(name, operator, bound):
                return compared(self.unknown[name], operator, bound)
            case conditions.Defined(name):
                return self.holds(self.guideline.definition[name].condition)
            case conditions.Not(part):
                return z3.Not(self.holds(part))
            case conditions.All(parts):
                return z3.And([self.holds(part) for part in parts])
            case conditions.AtLeast(count, parts):
                return z3.Sum([z3.If(self.holds(p), 1, 0) for p in parts] or [0]) >= count
            case conditions.Adds(lines, operator, bound):
                worth = [
                    z3.If(self.holds(part), exact(points), exact(Fraction(0)))
                    for points, part in lines
                ]
                return compared(z3.Sum(worth), operator, bound)
            case _:
                raise AssertionError("only contradictions compare facts")

    def has(self, name: str, value: object) -> Formula:
        fact = self.guideline.fact[name]
        if isinstance(value, bool):
            return self.unknown[name] == value
        if isinstance(value, Fraction):
            return self.unknown[name] == exact(value)
        assert isinstance(fact.type, ChoiceType)
        return self.unknown[name] == list(fact.type.values).index(str(value))

    def said(
        self, study: str | None = None, without: str = "", backwards: bool = False
    ) -> tuple[Formula, Formula, Formula]:
        """Return what red flags say, what other rules do, and their cap; of imaging or a study."""
        flags: list[Formula] = []
        scoped: list[Formula] = []
        cap: Formula = z3.IntVal(Recommendation.IMAGE_IMMEDIATELY.end)
        for rule in self.guideline.deciding_rules[:: -1 if backwards else 1]:
            if rule.name == without and isinstance(rule, RedFlag):
                continue
            says = [s.level.end for s in rule.says if study is None or study in s.studies]
            match rule:
                case RedFlag(when=when):
                    flags += [z3.If(self.holds(when), level, 0) for level in says]
                case Indication() | NotIndicated() | SpecialCase():
                    scoped.append(z3.If(self.holds(rule.when), max(says, default=0), 0))
                case WaitingPeriod():
                    waited = self.unknown[rule.fact]
                    late = z3.If(waited >= exact(rule.last), rule.then.level.end, CONSIDER)
                    speaks = z3.And(
                        self.holds(rule.when),
                        z3.Not(self.holds(rule.without)),
                        waited >= exact(rule.first),
                    )
                    scoped.append(z3.If(speaks, late, 0) if says else z3.IntVal(0))
                case Limit(when=when, level=level):
                    held = z3.And(self.holds(when), cap > level.end)
                    cap = z3.If(held, level.end, cap)
                case Contraindication():
                    pass
                case _:
                    assert_never(rule)
        applies = self.holds(self.guideline.header.applies)
        return highest_of(flags), z3.If(applies, highest_of(scoped), 0), cap

    def level(self, without: str = "", backwards: bool = False) -> Formula:
        """Return the level of the decision, at will without a rule or with the rules reversed."""
        flags, said, cap = self.said(without=without, backwards=backwards)
        spoken = highest_of([flags, z3.If(said > cap, cap, said)])
        applies = self.holds(self.guideline.header.applies)
        silent = z3.If(
            applies, self.guideline.header.otherwise.end, Recommendation.OUT_OF_SCOPE.end
        )
        return z3.If(spoken > 0, spoken, silent)

    def studies(self) -> dict[str, Formula]:
        """Return what is said of each study, once others are used instead of some."""
        names = list(self.guideline.study)
        recommended = {}
        for name in names:
            flags, said, cap = self.said(name)
            held = z3.If(cap == Recommendation.WAIT.end, 0, cap)
            recommended[name] = highest_of([flags, z3.If(said > cap, held, said)])
        cases = self.guideline.of(SpecialCase)
        moved: dict[str, list[Formula]] = {name: [] for name in names}
        stays = {name: z3.BoolVal(True) for name in names}
        for case in cases:
            over = [self.holds(each.when) for each in cases if case.name in each.overrides]
            active = z3.And(self.holds(case.when), z3.Not(z3.Or(over)))
            for study, use in case.replaces:
                moved[use].append(z3.If(active, recommended[study], 0))
                stays[study] = z3.And(stays[study], z3.Not(active))
        replaced = {
            name: highest_of([z3.If(stays[name], recommended[name], 0), *moved[name]])
            for name in names
        }
        barred = {
            name: z3.Or(
                [
                    self.holds(rule.when)
                    for rule in self.guideline.of(Contraindication)
                    if name in rule.rules_out
                ]
            )
            for name in names
        }
        left: dict[str, list[Formula]] = {name: [] for name in names}
        passed: dict[str, list[Formula]] = {name: [] for name in names}
        for own in names:
            before: list[Formula] = []
            for use in (own, *self.guideline.study[own].instead):
                comes = z3.And([replaced[own] > 0, *before])
                free = z3.And(comes, z3.Not(barred[use]))
                left[use].append(z3.If(free, replaced[own], 0))
                passed[use].append(z3.And(comes, barred[use]))
                before.append(barred[use])
        return {
            name: z3.If(
                z3.Or(passed[name]),
                StudyRecommendation.RULED_OUT.end,
                highest_of([*left[name], *self.against(name)]),
            )
            for name in names
        }

    def against(self, study: str) -> list[Formula]:
        """Return what is said by rules that advise against a study."""
        applies = self.holds(self.guideline.header.applies)
        return [
            z3.If(z3.And(applies, self.holds(rule.when)), Recommendation.DO_NOT_IMAGE.end, 0)
            for rule in self.guideline.of(Indication)
            if study in rule.against
        ]

    def from_diagram(self, diagrams: Diagrams, root: int) -> Formula:
        """Return what a diagram comes to, its questions asked of the unknowns."""
        store = diagrams.store
        made: dict[int, Formula] = {end: z3.IntVal(end) for end in range(TERMINALS)}
        for node in range(TERMINALS, root + 1):
            fact = self.guideline.facts[diagrams.order[store.variable[node]]]
            below = store.children[node]
            formula = made[below[-1]]
            for region, child in list(enumerate(below))[-2::-1]:
                here = self.lies_in(fact.name, fact.regions[region])
                formula = z3.If(here, made[child], formula)
            made[node] = formula
        return made[root]

    def lies_in(self, name: str, region: object) -> Formula:
        if not isinstance(region, Interval):
            return self.has(name, region)
        number, low, high = self.unknown[name], exact(region.low), exact(region.high)
        return z3.And(
            number > low if region.low_open else number >= low,
            number < high if region.high_open else number <= high,
        )

    def never(self, formula: Formula) -> bool:
        """Return whether something is true of no patient."""
        solver = z3.Solver()
        solver.add(*self.patient, formula)
        found = solver.check()
        assert found != z3.unknown
        return bool(found == z3.unsat)


def exact(value: Fraction) -> Formula:
    return z3.Q(value.numerator, value.denominator)


def compared(number: Formula, operator: str, bound: Fraction) -> Formula:
    at = exact(bound)
    return {
        "over": number > at,
        "under": number < at,
        "at least": number >= at,
        "at most": number <= at,
    }[operator]


def highest_of(levels: list[Formula]) -> Formula:
    highest: Formula = z3.IntVal(0)
    for level in levels:
        highest = z3.If(level > highest, level, highest)
    return highest
