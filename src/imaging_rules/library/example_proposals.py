"""Patients written as examples: one who was met, and those that show what no example shows yet."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import islice, product
from typing import Any

from attrs import frozen

from imaging_rules.analyse.cover import some_patient
from imaging_rules.analyse.example_goals import Aim, Beside, Decides, DoesNotHold, Unanswered
from imaging_rules.analyse.patient_groups import given_clause, given_item, quiet_values
from imaging_rules.decide.decision import Decision
from imaging_rules.decide.patient import Case
from imaging_rules.decide.read.stated_value import statement, words
from imaging_rules.decide.read.states import is_none
from imaging_rules.diagram.store import AND, FALSE, RECOMMENDED, TRUE
from imaging_rules.diagram.walk import ends
from imaging_rules.library.example_coverage import AnyAim, Coverage, IsFound, Showing
from imaging_rules.library.examples import Tried, deciding_rules, recommended_studies
from imaging_rules.library.guideline import Guideline
from imaging_rules.model.facts import Fact, NumberType, Value, YesNoType
from imaging_rules.model.guideline import Guideline as Model
from imaging_rules.model.rules import Contradiction, SpecialCase
from imaging_rules.syntax.format import formatted
from imaging_rules.text import SourceText
from imaging_rules.values.recommendation import Recommendation, StudyRecommendation
from imaging_rules.values.regions import Interval
from imaging_rules.values.stated import Between, Unknown, unknown

_HEADER = "guideline any_name\n\n"
MARK = "# Generated, to be confirmed: is this what the guideline is to decide?"
_MOST_TRIED = 5_000
# How many facts may be read in all, and how many patients may be tried whatever their facts.
# Looking whether a contradiction is found takes as long as reading two facts.
MOST_WORK = 600_000
_FEWEST_TRIALS = 50
_MOST_RULES = 3
_ABOUT = "about "
Patient = dict[str, Value | Unknown]


def as_example(guideline: Model, facts: Mapping[str, Any], decision: Decision, title: str) -> str:
    """Return an `example` block, laid out, that expects the decision as it is.

    Args:
        guideline: The guideline that decided.
        facts: What was stated; numbers as whole numbers, decimals, texts with a unit, or
            `between` of these.
        decision: The decision.
        title: What the example is called; it holds no double quotes.

    Returns:
        The block. It expects the levels that are possible, and where imaging is recommended the
        studies that are sure. What decides, and contradictions, stand after `because`.

    Unknown:
        A fact stated as unknown is given as unknown; what was not stated is not given.
    """
    items = ", ".join(_given(guideline, facts))
    expected = " or ".join(level.words for level in decision.possible)
    studies = [each.name for each in decision.studies if _is_sure(each.recommendation)]
    because = [each.rule for each in decision.reasons if each.decisive]
    because += [each.rule for each in decision.precautions]
    because += [each.name for each in decision.contradictions if each.name not in guideline.screen]
    if studies:
        expected += f" with {' or '.join(studies)}"
    if because:
        expected += f" because {', '.join(because)}"
    block = f'example "{title}"\n  given {items}\n  expect {expected}\n'
    text, _ = formatted(SourceText("", _HEADER + block))
    return text.removeprefix(_HEADER)


def _is_sure(said: StudyRecommendation) -> bool:
    return said.is_level and said >= StudyRecommendation.CONSIDER


def _given(guideline: Model, facts: Mapping[str, Any]) -> list[str]:
    given = [
        f"{screen.name} is none"
        for screen in guideline.screens
        if is_none(screen, facts.get(screen.name))
    ]
    given += [_item(fact, facts[fact.name]) for fact in guideline.facts if fact.name in facts]
    # An example has to give something; of a fact that is open, unknown says no more than nothing.
    given += [f"{fact.name} is unknown" for fact in guideline.facts if fact.assumed is None]
    return given[: max(1, len(facts))]


def _item(fact: Fact, form: Any) -> str:
    stated = statement(fact, form)
    if isinstance(stated, bool):
        return given_item(fact, stated)
    if isinstance(stated, Unknown) or not isinstance(fact.type, NumberType):
        return f"{fact.name} is {words(fact, stated)}"
    low, high = (form.low, form.high) if isinstance(form, Between) else (form, form)
    if isinstance(stated, Interval) and (stated.low_open or stated.high_open):
        return f"{fact.name} {words(fact, stated)}"
    if isinstance(stated, Interval):
        return (
            f"{fact.name} between {_end(fact, low, stated.low)} and {_end(fact, high, stated.high)}"
        )
    if isinstance(form, Between):
        return f"{fact.name} is {words(fact, stated)}"
    return f"{fact.name} is {_quantity(fact.type, form)}"


def _end(fact: Fact, form: Any, read: Fraction) -> str:
    """Return an end as it was stated; as it was read, where it is a range by itself."""
    in_itself = form is None or statement(fact, form) != read
    return fact.words(read) if in_itself else _quantity(fact.number, form)


def _quantity(type: NumberType, form: Any) -> str:
    """Return a number as it was stated, digit by digit, with its unit."""
    if isinstance(form, str):
        return form
    number = f"{Decimal(form):f}"
    return f"{number} {type.unit.words(form == 1)}" if type.unit else number


@frozen
class Proposal:
    """An example to be confirmed: its title, and what follows `given` and `expect`."""

    title: str
    given: str
    expect: str

    @property
    def text(self) -> str:
        """The block, not yet laid out, with the comment that marks it."""
        return f'{MARK}\nexample "{self.title}"\n  given {self.given}\n  expect {self.expect}\n'


@frozen
class Proposed:
    """The examples that are proposed.

    Attributes:
        examples: The examples.
        coverage: How much of the guideline is shown with them.
        broken_off: Whether looking for more of them was broken off.
    """

    examples: tuple[Proposal, ...]
    coverage: Coverage
    broken_off: bool


def proposals(guideline: Guideline, tried: Sequence[Tried]) -> Proposed:
    """Return examples that show what the examples of a guideline do not show yet.

    Args:
        guideline: The guideline.
        tried: Its examples.

    Returns:
        Few examples of few facts each. What they expect is what the guideline decides. There is
        none for what no patient was found for. Looking is broken off after much work; once
        those that were found stand in the file, the next call goes on from there.

    Raises:
        ImagingRulesError: The guideline is too entangled.
    """
    showing = Showing(guideline, tried)
    titles = {each.title for each in guideline.model.examples}
    proposing = _Proposing(guideline, showing, titles)
    found = tuple(proposing.all())
    return Proposed(found, showing.coverage, proposing.broken_off)


def with_proposals(data: bytes, found: Sequence[Proposal]) -> bytes:
    """Return what the file of a guideline is to hold, with proposals laid out after all the rest.

    Args:
        data: What the file holds.
        found: The proposals, at least one.
    """
    text, problems = formatted(SourceText("proposals", "\n".join(each.text for each in found)))
    assert not problems, "what is proposed can be read"
    end = next((each for each in (b"\r\n", b"\n", b"\r") if each in data), b"\n")
    return data.rstrip() + end + end + text.encode().replace(b"\n", end)


class _Proposing:
    """Makes an example for each thing that is left to show."""

    def __init__(self, guideline: Guideline, showing: Showing, titles: set[str]) -> None:
        self._guideline = guideline
        self._model = guideline.model
        self._showing = showing
        self._titles = titles
        diagrams = showing.compiled.diagrams
        self._diagrams = diagrams
        self._facts = [self._model.facts[place] for place in diagrams.order]
        self._quiet = quiet_values(diagrams.store, self._facts, [self._model], diagrams.applies)
        each = 1 + len(self._facts) + 2 * len(self._model.of(Contradiction))
        self._trials = max(_FEWEST_TRIALS, MOST_WORK // each)

    @property
    def broken_off(self) -> bool:
        """Whether there was more to look for than may be tried."""
        return self._trials < 0

    def all(self) -> Iterator[Proposal]:
        aims = list(self._showing.left)
        left = set(map(id, aims))
        for aim in aims:
            if self.broken_off:
                return
            # What was proposed for another one may have shown it.
            patient = self._patient(aim) if id(aim) in left else None
            if patient is not None:
                patient = self._small(aim, patient)
                given = given_clause(self._model, patient)
                if _ABOUT not in given:
                    self._showing.add(patient)
                    left = set(map(id, self._showing.left))
                    yield Proposal(self._title(aim, patient), given, self._expect(aim, patient))

    def _patient(self, aim: AnyAim) -> Patient | None:
        """Return a patient who shows it, of whom everything else is known too."""
        if isinstance(aim, IsFound):
            return self._found(aim)
        patient = self._from_diagram(self._best(aim))
        if isinstance(aim, Unanswered):
            patient[aim.fact] = unknown
        if isinstance(aim, Beside):
            type = self._model.fact[aim.fact].type
            patient[aim.fact] = aim.near.sample(getattr(type, "whole", False))
        return patient

    def _best(self, aim: Aim) -> int:
        """Return the diagram of the patients to choose from: those with the most to show."""
        replacing = {case.name for case in self._model.of(SpecialCase) if case.replaces}
        if isinstance(aim, Decides) and aim.rule in replacing:
            # One who only gets to read its remark would show the least of it.
            store = self._diagrams.store
            imaged = store.combine(AND, aim.patients, store.map(RECOMMENDED, self._diagrams.level))
            return aim.patients if imaged == FALSE else imaged
        return aim.patients

    def _from_diagram(self, root: int) -> Patient:
        regions = some_patient(self._diagrams.store, root, self._quiet)
        return {
            fact.name: fact.sample(region)
            for fact, region in zip(self._facts, regions, strict=True)
        }

    def _found(self, aim: IsFound) -> Patient | None:
        """Return a patient for whom a contradiction is found, or excluded, if one turns up."""
        facts = [self._model.fact[name] for name in aim.diagram.facts]
        usual = self._from_diagram(TRUE)
        for values in islice(product(*map(self._some_values, facts)), _MOST_TRIED):
            patient = usual | {f.name: value for f, value in zip(facts, values, strict=True)}
            if self._showing.shows(aim, self._case(patient)):
                return patient
            if self.broken_off:
                break
        return None

    def _some_values(self, fact: Fact) -> list[Value]:
        """Return values of a fact from each of its regions, of numbers the ends and one between."""
        found: dict[Value, None] = {}
        for place in self._quiet[self._diagrams.place[fact.name]]:
            region = fact.regions[place]
            found[fact.sample(place)] = None
            if isinstance(region, Interval) and not region.high_open:
                found[region.high] = None
        return list(found)

    def _small(self, aim: AnyAim, patient: Patient) -> Patient:
        """Return a patient with what can be left out left out, while the same is possible."""
        whole = self._case(patient)
        for fact in reversed(self._model.facts):
            value = patient.get(fact.name)
            if value is None or value is unknown or value == fact.assumed:
                continue
            # What is not named is no, of facts that are yes or no.
            smaller = dict(patient)
            if not isinstance(fact.type, YesNoType) or fact.assumed is not None:
                del smaller[fact.name]
            elif value is True:
                smaller[fact.name] = False
            else:
                continue
            case = self._case(smaller)
            if self._showing.shows(aim, case) and self._possible(case) == self._possible(whole):
                patient = smaller
        return patient

    def _case(self, patient: Patient) -> Case:
        self._trials -= 1
        return self._showing.case(patient)

    def _possible(self, case: Case) -> list[int]:
        """Return the masks of what is possible: of imaging, and of each study."""
        store, studies = self._diagrams.store, self._diagrams.studies.values()
        return [case.mask, *(ends(store, root, case.states) for root in studies)]

    def _expect(self, aim: AnyAim, patient: Patient) -> str:
        decision = self._guideline.evaluate(patient)
        words = [" or ".join(level.words for level in decision.possible)]
        (lowest, *more) = decision.possible
        studies = recommended_studies(decision)
        if studies and not more and lowest.is_level and lowest >= Recommendation.CONSIDER:
            words.append(f"with {' or '.join(studies)}")
        rules = [r for r in self._because(aim, patient) if r in deciding_rules(decision)]
        if rules:
            words.append(f"because {', '.join(rules[:_MOST_RULES])}")
        asked = [each.fact for each in decision.missing]
        if isinstance(aim, Unanswered) and aim.fact in asked:
            words.append(f"asking {aim.fact}")
        return " ".join(words)

    def _because(self, aim: AnyAim, patient: Patient) -> list[str]:
        match aim:
            case Decides(rule) | Unanswered(rule):
                return [rule]
            case IsFound(diagram, True):
                return [diagram.rule.name]
            case Beside():
                states = self._showing.case(patient).states
                return self._showing.aims.changing_rules(aim, states)
            case _:
                return []

    def _title(self, aim: AnyAim, patient: Patient) -> str:
        kind = self._showing.kind
        match aim:
            case Decides(rule):
                title = f"{kind(rule)} {rule} decides"
            case DoesNotHold(rule):
                title = f"{kind(rule)} {rule} does not hold"
            case IsFound(diagram, found):
                title = f"contradiction {diagram.rule.name} is {'' if found else 'not '}found"
            case Unanswered(flag):
                title = f"red flag {flag} is not answered"
            case Beside(name):
                fact = self._model.fact[name]
                # A title stands in double quotes, as a unit of the file's own does.
                item = re.sub('"([^"]*)"', r"“\1”", given_item(fact, patient[name]))
                title = f"{item}, beside a bound"
        unique, number = title, 1
        while unique in self._titles:
            number += 1
            unique = f"{title} ({number})"
        self._titles.add(unique)
        return unique
