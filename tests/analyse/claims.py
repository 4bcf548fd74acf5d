"""What the words for a group of patients claim, read again and put to one patient.

Nothing here looks at diagrams: the words are all there is to go by, as for a reader.
"""

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise, product
from math import ceil, floor
from typing import TypeVar

from attrs import define, evolve, field

from imaging_rules import Recommendation, StudyRecommendation
from imaging_rules.analyse.patient_groups import NamedFact, PatientGroup
from imaging_rules.diagram.conditions import facts_of
from imaging_rules.model import meaning
from imaging_rules.model.conditions import Condition, comparisons
from imaging_rules.model.facts import ChoiceType, Fact, NumberType, Value, YesNoType
from imaging_rules.model.guideline import Guideline as Model
from imaging_rules.model.meaning import Outcome, Patient, decide, holds, truths
from imaging_rules.model.rules import Contradiction, Indication, Limit, RedFlag, Rule, SpecialCase
from imaging_rules.values.units import factor, find

BySide = tuple[Value | None, Value | None]
"""One value of a fact in the units of the old and of the new version, where they have it."""


# --- the patients of both versions ------------------------------------------------------------


@define
class Two:
    """Two versions, and every patient whom both can describe."""

    old: Model
    new: Model
    facts: dict[str, list[BySide]] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.facts = {}
        for name in dict.fromkeys([*self.new.fact, *self.old.fact]):
            old, new = self.old.fact.get(name), self.new.fact.get(name)
            shared = list(_shared(old, new)) if old and new else []
            if shared:
                self.facts[name] = shared
                continue
            if old:
                self.facts[f"{name} (old)"] = [(value, None) for value in _values(old)]
            if new:
                self.facts[f"{name} (new)"] = [(None, value) for value in _values(new)]

    @property
    def count(self) -> int:
        count = 1
        for values in self.facts.values():
            count *= len(values)
        return count

    def patients(self) -> Iterator[tuple[Patient, Patient]]:
        names = [name.partition(" ")[0] for name in self.facts]
        for values in product(*self.facts.values()):
            sides: list[Patient] = []
            for side in (0, 1):
                pairs = zip(names, values, strict=True)
                sides.append({n: v[side] for n, v in pairs if v[side] is not None})  # type: ignore[misc]
            yield sides[0], sides[1]


T = TypeVar("T", Recommendation, StudyRecommendation)


class Disputed:
    """Decides for patients whose answers may contradict each other, by trying what they could be.

    Contradictions that compare facts are left out.
    """

    def __init__(self, model: Model) -> None:
        self._model = model
        self._flags = [flag.when for flag in model.of(RedFlag)]
        rules = [rule for rule in model.of(Contradiction) if not comparisons(rule.when)]
        self._rules = [(rule.when, set(facts_of(rule.when, model))) for rule in rules]
        self._decided: dict[tuple[Value, ...], Outcome] = {}

    def decide(self, patient: Patient) -> Outcome:
        defined = truths(self._model, patient)
        disputed = {
            name for when, names in self._rules if holds(when, patient, defined) for name in names
        }
        plain = self._plain(patient)
        if not disputed or any(holds(when, patient, defined) for when in self._flags):
            return plain
        values = product(*(_values(self._model.fact[name]) for name in disputed))
        tried = [
            self._plain({**patient, **dict(zip(disputed, each, strict=True))}) for each in values
        ]
        return Outcome(
            _recommended({each.level for each in tried}),
            {name: _recommended({each.studies[name] for each in tried}) for name in plain.studies},
            frozenset(),
            None,
            {},
            frozenset(),
        )

    def _plain(self, patient: Patient) -> Outcome:
        key = tuple(patient[fact.name] for fact in self._model.facts)
        if key not in self._decided:
            self._decided[key] = decide(self._model, patient)
        return self._decided[key]


def _recommended(possible: set[T]) -> T:
    """The only one, or the lowest where imaging is certain."""
    if len(possible) == 1:
        return next(iter(possible))
    if all(each.is_level and each >= Recommendation.IMAGE for each in possible):
        return min(possible)
    return type(next(iter(possible)))("undetermined")


def _values(fact: Fact) -> list[Value]:
    return [fact.sample(region) for region in range(len(fact.regions))]


def _shared(old: Fact, new: Fact) -> Iterator[BySide]:
    """Yield a value for each two regions that have one in common."""
    match old.type, new.type:
        case YesNoType(), YesNoType():
            yield from ((False, False), (True, True))
        case ChoiceType(values), ChoiceType(others):
            yield from ((value, value) for value in others if value in values)
        case NumberType() as one, NumberType() as other:
            by = factor(one.unit, other.unit)
            if by is None:
                return
            seen = set()
            for value in _numbers(old, one, new, other, by):
                both = (old.region_of(value), new.region_of(value * by))
                if both not in seen:
                    seen.add(both)
                    yield value, value * by


def _numbers(
    old: Fact, one: NumberType, new: Fact, other: NumberType, by: Fraction
) -> Iterator[Fraction]:
    ends = {end for r in old.regions for end in (r.low, r.high)}  # type: ignore[union-attr]
    ends |= {end / by for r in new.regions for end in (r.low, r.high)}  # type: ignore[union-attr]
    places = sorted(ends)
    places += [(low + high) / 2 for low, high in pairwise(places)]
    for type, scale in ((one, Fraction(1)), (other, by)):
        low, high = ceil(type.range.low), floor(type.range.high)
        places += [n / scale for n in map(Fraction, range(low, high + 1))]
    for value in sorted(places):
        within = value in one.range and value * by in other.range
        whole = (not one.whole or value.denominator == 1) and (
            not other.whole or (value * by).denominator == 1
        )
        if within and whole:
            yield value


# --- what is claimed --------------------------------------------------------------------------


@define
class Claims:
    """Tells of one patient whether the words for a group are true of them."""

    two: Two
    alike: set[str] = field(init=False)
    decided: tuple[Disputed, Disputed] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.decided = Disputed(self.two.old), Disputed(self.two.new)
        everyone = list(self.two.patients())
        old = {rule.name: rule for rule in self.two.old.rules}
        self.alike = {
            rule.name
            for rule in self.two.new.rules
            if type(rule) is type(old.get(rule.name))
            and not isinstance(rule, Contradiction)
            and all(
                said(self.two.old, old[rule.name], one) == said(self.two.new, rule, other)
                for one, other in everyone
            )
        }

    def belongs(self, group: PatientGroup, one: Patient, other: Patient, rises: bool) -> bool:
        """Whether a patient belongs to a group; ``rises`` where the level of its change does."""
        return all(self.allows(each, one, other) for each in group.facts) and all(
            self.holds(words, one, other, rises) for words in _clauses(group.besides)
        )

    def allows(self, named: NamedFact, one: Patient, other: Patient) -> bool:
        name, _, label = named.fact.partition(" ")
        new = label == "(new)" or (not label and name in other)
        guideline, patient = (self.two.new, other) if new else (self.two.old, one)
        return is_allowed(guideline.fact[name], patient[name], named.values)

    def holds(self, words: str, one: Patient, other: Patient, rises: bool) -> bool:
        old, new = self.two.old, self.two.new
        before, after = (each.decide(p) for each, p in zip(self.decided, (one, other), strict=True))
        level = found[1] if (found := re.search(r"`(.*)`", words)) else None
        lower, patient = (old, one) if rises else (new, other)
        if words == "whose level stays":
            return before.level is after.level
        if words == "of whom no red flag holds":
            flags = [(old, one, f) for f in old.of(RedFlag)] + [
                (new, other, f) for f in new.of(RedFlag)
            ]
            return not any(is_true(model, flag.when, p) for model, p, flag in flags)
        if words.startswith("whose decision was "):
            return before.level.value == level
        if words.startswith("whose decision is now "):
            return after.level.value == level
        if words.startswith("for whom the other rules come to "):
            return self.others(lower, patient).level.value == level
        if found := re.fullmatch(
            r"for whom no other rule (speaks|says more than `.*?`)(?: of (.*))?", words
        ):
            header = evolve(lower.header, otherwise=Recommendation.NO_GUIDANCE)
            outcome = self.others(evolve(lower, header=header), patient)
            highest = outcome.studies[found[2]] if found[2] else outcome.level
            return not highest.is_level or (level is not None and highest <= Recommendation(level))
        if found := re.fullmatch(r"for whom (\w+) (was|is now) `.*`", words):
            studies = (before if found[2] == "was" else after).studies
            return studies.get(found[1], StudyRecommendation.NOT_NAMED).value == level
        raise AssertionError(f"what is claimed by {words!r}?")

    def others(self, model: Model, patient: Patient) -> Outcome:
        """What comes of the rules that say the same in both versions."""
        rules: list[Rule] = []
        for rule in model.rules:
            if rule.name in self.alike:
                match rule:
                    case SpecialCase():
                        rules.append(evolve(rule, replaces=()))
                    case Indication():
                        rules.append(evolve(rule, against=()))
                    case _:
                        rules.append(rule)
        return decide(evolve(model, rules=tuple(rules)), patient)


def _clauses(besides: str) -> list[str]:
    return [each for each in re.split(r" and (?=whose level stays)", besides) if each]


def said(model: Model, rule: Rule, patient: Patient) -> object:
    """What a rule says of a patient before any limit, and which studies it replaces."""
    true = truth_of(model, patient)
    if isinstance(rule, RedFlag):
        return true(rule.when) and (rule.highest, rule.says)
    if isinstance(rule, Limit):
        return true(rule.when) and rule.level
    scoped = meaning._scoped(rule, patient, true) if true(model.header.applies) else []
    says = frozenset((each.level, each.study) for each in scoped)
    if isinstance(rule, SpecialCase):
        held_back = any(
            true(case.when) and rule.name in case.overrides for case in model.of(SpecialCase)
        )
        moves = frozenset(rule.replaces) if true(rule.when) and not held_back else frozenset()
        return true(rule.when), says, moves, frozenset(rule.overrides)
    against = frozenset(rule.against) if says else frozenset()
    in_scope = true(model.header.applies)
    return true(rule.when) and in_scope, says, against


def truth_of(model: Model, patient: Patient) -> Callable[[Condition], bool]:
    defined = truths(model, patient)
    return lambda condition: holds(condition, patient, defined)


def is_true(model: Model, condition: Condition, patient: Patient) -> bool:
    return truth_of(model, patient)(condition)


# --- the words for values ---------------------------------------------------------------------

_QUANTITY = r"(-?[0-9]+(?:\.[0-9]+)?)( [a-zA-Z/][a-zA-Z0-9/. ]*?| \"[^\"]*\")?"
_FORMS: tuple[tuple[str, Callable[[Fraction, Fraction, Fraction], bool]], ...] = (
    (rf"any from {_QUANTITY} to {_QUANTITY}", lambda v, a, b: a <= v <= b),
    (rf"over {_QUANTITY} to under {_QUANTITY}", lambda v, a, b: a < v < b),
    (rf"over {_QUANTITY} to {_QUANTITY}", lambda v, a, b: a < v <= b),
    (rf"{_QUANTITY} to under {_QUANTITY}", lambda v, a, b: a <= v < b),
    (rf"{_QUANTITY} to {_QUANTITY}", lambda v, a, b: a <= v <= b),
    (rf"under(){{0}}() {_QUANTITY}", lambda v, a, b: v < b),
    (rf"at most(){{0}}() {_QUANTITY}", lambda v, a, b: v <= b),
    (rf"over(){{0}}() {_QUANTITY}", lambda v, a, b: v > b),
    (rf"at least(){{0}}() {_QUANTITY}", lambda v, a, b: v >= b),
    (rf"()()?{_QUANTITY}", lambda v, a, b: v == b),
)


def is_allowed(fact: Fact, value: Value, words: str) -> bool:
    """Whether the words for some values of a fact allow one."""
    if isinstance(value, Fraction):
        return any(_is_within(fact, value, piece) for piece in words.split(" or "))
    said = fact.words(value)
    if words.startswith("other than "):
        return said not in words.removeprefix("other than ").split(" or ")
    return said in words.split(" or ")


def _is_within(fact: Fact, value: Fraction, words: str) -> bool:
    for pattern, test in _FORMS:
        found = re.fullmatch(pattern, words)
        if found:
            low, low_unit, high, high_unit = found.groups()
            high_unit = high_unit or ""
            last = _in_unit_of(fact, high, high_unit)
            first = _in_unit_of(fact, low, low_unit or high_unit) if low else last
            return test(value, first, last)
    raise AssertionError(f"which numbers are {words!r}?")


def _in_unit_of(fact: Fact, number: str, unit: str) -> Fraction:
    assert isinstance(fact.type, NumberType)
    by = factor(find(unit) if unit else None, fact.type.unit)
    assert by is not None, f"{fact.name} is not measured in {unit}"
    return Fraction(number) * by
