"""The flow chart: for every patient, the way that is shown leads to the decision's level."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imaging_rules import Guideline, Recommendation, guidelines, load, loads
from imaging_rules.document.flow import Gate, flow
from imaging_rules.document.page.flow_chart import flow_chart
from imaging_rules.model.facts import Value
from imaging_rules.model.guideline import Guideline as Model
from imaging_rules.model.meaning import decide, holds, truths
from imaging_rules.model.rules import (
    Indication,
    NotIndicated,
    RedFlag,
    Rule,
    SpecialCase,
    WaitingPeriod,
)
from imaging_rules.testing import guidelines as some_guidelines
from tests.document.rendered import Page
from tests.language.made import block, header, indication, study, yes_no

Patient = Mapping[str, Value]
CONSIDER = Recommendation.CONSIDER


class Reader:
    """Reads the gates as a person does who knows everything of the patient."""

    def __init__(self, model: Model, patient: Patient) -> None:
        self.model, self.patient = model, patient
        self.defined = truths(model, patient)
        self.rules = {each.name: each for each in model.rules}

    def leaves_by(self, gate: Gate) -> bool:
        if gate.level is Recommendation.OUT_OF_SCOPE:
            return not self.true(self.model.header.applies)
        parts = [
            any(self.holds(name) for name in names)
            for names in (gate.red_flags, gate.limits)
            if names
        ]
        if gate.rules:
            said = [level for name in gate.rules for level in self.says(self.rules[name])]
            parts.append(any(level >= gate.level for level in said))
        if gate.for_this_patient:
            parts.append(self.true(self.model.header.applies))
        assert parts
        return all(parts) and not any(self.holds(name) for name in gate.unless)

    def holds(self, name: str) -> bool:
        return self.true(self.rules[name].when)

    def true(self, condition: object) -> bool:
        return holds(condition, self.patient, self.defined)  # type: ignore[arg-type]

    def says(self, rule: Rule) -> Iterator[Recommendation]:
        if not self.true(rule.when):
            return
        match rule:
            case Indication() | SpecialCase():
                yield from (said.level for said in rule.says)
            case NotIndicated():
                yield rule.level
            case WaitingPeriod():
                waited = self.patient[rule.fact]
                assert isinstance(waited, Fraction)
                if waited >= rule.first and not self.true(rule.without):
                    yield rule.then.level if waited >= rule.last else CONSIDER
            case _:
                raise AssertionError("no other rule is told of there")


def walked(model: Model, patient: Patient) -> tuple[Recommendation | None, Gate | None]:
    """Return where the way leads for a patient, and the gate by which they leave."""
    way, reader = flow(model), Reader(model, patient)
    for gate in way.gates:
        if reader.leaves_by(gate):
            return gate.level, gate
    return way.otherwise, None


def every_patient(model: Model) -> Iterator[Patient]:
    for regions in product(*(range(len(fact.regions)) for fact in model.facts)):
        yield patient_of(model, regions)


def patient_of(model: Model, regions: tuple[int, ...]) -> Patient:
    pairs = zip(model.facts, regions, strict=True)
    return {fact.name: fact.sample(region) for fact, region in pairs}


@given(some_guidelines())
def test_for_every_patient_the_way_leads_to_the_decision(guideline: Guideline) -> None:
    model = guideline.model
    way = flow(model)
    left: set[Gate | None] = set()
    for patient in every_patient(model):
        level, gate = walked(model, patient)
        assert level is decide(model, patient).level
        left.add(gate)
    # No gate is there for nobody, and the end is there only if somebody comes to it.
    assert left - {None} == set(way.gates)
    assert (None in left) == (way.otherwise is not None)


@pytest.mark.parametrize("name", guidelines())
@given(data=st.data())
def test_the_way_through_a_guideline_that_ships(name: str, data: st.DataObject) -> None:
    model = load(name).model
    regions = st.tuples(*(st.integers(0, len(fact.regions) - 1) for fact in model.facts))
    patient = patient_of(model, data.draw(regions))
    assert walked(model, patient)[0] is decide(model, patient).level


def test_the_order_is_that_of_the_language() -> None:
    gates = flow(load("low_back_pain").model).gates
    assert [each.level.words for each in gates] == [
        "image immediately",
        "image urgently",
        "out of scope",
        "wait",
        "image",
        "consider",
    ]
    assert [len(each.red_flags) for each in gates] == [1, 9, 0, 0, 0, 0]
    assert gates[3].limits == ("no_clinical_question",)
    # The limit by itself settles it, so the rules that it holds back are not told there.
    assert gates[3].rules == ()


SIGNS = "".join(yes_no(name) for name in ("fever", "fall", "old", "unsure"))
FEVER = block(
    "red flag fever",
    "when fever",
    "image with ct",
    'question "Why?"',
    'editorial "."',
)


def test_a_rule_that_says_more_than_a_red_flag_comes_before_it() -> None:
    fall = indication("fall", "fall", "image urgently with ct")
    limit = block("limit unsure", "when unsure", "hold at wait", 'editorial "."')
    text = header("applies when old") + SIGNS + study("ct") + FEVER + fall + limit
    way = flow(loads(text).model)
    first, second = way.gates[:2]
    assert first == Gate(
        Recommendation.IMAGE_URGENTLY, rules=("fall",), for_this_patient=True, unless=("unsure",)
    )
    assert second == Gate(Recommendation.IMAGE, red_flags=("fever",))
    shown = Page(flow_chart(loads(text).model, way)).text
    assert "Only where the guideline is for this patient" in shown
    assert "where none of these holds: Unsure" in shown


def test_once_a_rule_stands_before_a_red_flag_higher_ones_stand_before_it() -> None:
    fall = indication("fall", "fall", "image urgently with ct")
    # This one never meets the red flag, but it can hold together with the other.
    unsure = indication("unsure", "unsure and not fever", "image immediately with ct")
    text = header() + SIGNS + study("ct") + FEVER + fall + unsure
    gates = flow(loads(text).model).gates
    assert [(each.level.words, each.rules or each.red_flags) for each in gates] == [
        ("image immediately", ("unsure",)),
        ("image urgently", ("fall",)),
        ("image", ("fever",)),
    ]


def test_a_limit_that_needs_something_to_hold_back_says_so() -> None:
    limit = block("limit unsure", "when unsure", "hold at consider", 'editorial "."')
    text = header() + SIGNS + study("ct") + indication("fall", "fall") + limit
    (held, *_) = flow(loads(text).model).gates
    assert held == Gate(CONSIDER, limits=("unsure",), rules=("fall",))
    shown = Page(flow_chart(loads(text).model, flow(loads(text).model))).text
    assert "Is there a reason to hold back? Unsure and one of these speaks: A rule" in shown


@pytest.mark.parametrize("name", guidelines())
def test_the_chart_shows_each_gate_with_its_rules_and_its_outcome(name: str) -> None:
    model = load(name).model
    way = flow(model)
    steps = flow_chart(model, way).split('class="ir-step"')[1:]
    assert len(steps) == len(way.gates) + (way.otherwise is not None)
    for gate, step in zip(way.gates, steps, strict=False):
        page = Page(step)
        shown = {each.removeprefix("#rule-") for each in page.links if "#rule-" in each}
        assert shown >= {*gate.red_flags, *gate.limits, *gate.rules}
        ((_, chip),) = page.of_class("ir-chip")
        assert chip["class"].endswith(f" ir-{gate.level.words.replace(' ', '-')}")
    flags = {each.name for each in model.of(RedFlag)}
    assert flags == {name for gate in way.gates for name in gate.red_flags}
