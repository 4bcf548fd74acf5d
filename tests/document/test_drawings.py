"""The drawings are the rules: whoever walks one by what is printed on it comes to the decision."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache, partial
from itertools import product
from random import Random

import pytest
from hypothesis import given

from imaging_rules import Guideline, guidelines, load, loads
from imaging_rules.diagram.from_model import Diagrams, diagrams_from
from imaging_rules.diagram.store import TERMINALS
from imaging_rules.diagram.walk import ends_of
from imaging_rules.document.drawing.flow import flow
from imaging_rules.document.drawing.ladder import ladder
from imaging_rules.document.page.flow_chart import flow_chart
from imaging_rules.document.page.glance import glance
from imaging_rules.document.page.page import guideline_page
from imaging_rules.model.facts import Fact, Value
from imaging_rules.model.guideline import Guideline as Model
from imaging_rules.testing import guidelines as some_guidelines
from imaging_rules.values.regions import Interval
from tests.document.rendered import Page
from tests.document.walker import FlowWalker, GlanceWalker
from tests.language.made import block, header, indication, number, study, yes_no

Patient = Mapping[str, Value]


class Drawings:
    def __init__(self, guideline: Guideline) -> None:
        self.guideline = guideline
        self.model = guideline.model
        self.diagrams = diagrams_from(self.model)
        self.chart = FlowWalker(self.model, self.diagrams, flow_chart(self.model, flow(self.model)))
        self.glance = GlanceWalker(
            self.model, self.diagrams, glance(self.model, ladder(self.model))
        )

    def assert_both_say(self, level: str, patient: Patient) -> None:
        assert self.guideline.evaluate(dict(patient)).recommendation.words == level
        assert self.chart.walked(patient)[0].words == level
        assert self.glance.read(patient).words == level

    def assert_right(self, patient: Patient) -> None:
        decision = self.guideline.evaluate(dict(patient))
        # Answers that cannot all be true are not on the drawings, and the page says so.
        if not decision.contradictions:
            assert self.chart.walked(patient)[0] is decision.recommendation
            assert self.glance.read(patient) is decision.recommendation


def every_patient(model: Model) -> Iterator[Patient]:
    for regions in product(*(range(len(fact.regions)) for fact in model.facts)):
        pairs = zip(model.facts, regions, strict=True)
        yield {fact.name: fact.sample(region) for fact, region in pairs}


def some_patients(model: Model, diagrams: Diagrams, count: int) -> Iterator[Patient]:
    """Patients on random ways through the diagram to each of its levels in turn.

    Most of any other patients would be out of scope. Each comes a second time with one fact
    changed. Numbers are at the ends of what the rules do not tell apart.
    """
    random, store = Random(1), diagrams.store
    ends = cache(partial(ends_of, store))
    levels = sorted(ends(diagrams.level))
    for number_of_patient in range(count):
        level = levels[number_of_patient % len(levels)]
        regions = [random.randrange(len(fact.regions)) for fact in model.facts]
        node = diagrams.level
        while node >= TERMINALS:
            ways = [i for i, each in enumerate(store.children[node]) if level in ends(each)]
            place = diagrams.order[store.variable[node]]
            # A value by chance, and not the way of most values.
            children = list(dict.fromkeys(store.children[node][i] for i in ways))
            node, before = random.choice(children), node
            regions[place] = random.choice([i for i in ways if store.children[before][i] == node])
        pairs = zip(model.facts, regions, strict=True)
        patient = {fact.name: random.choice(samples(fact, region)) for fact, region in pairs}
        yield patient
        # What one fact alone changes shows only where all others are quiet.
        fact = random.choice(model.facts)
        region = random.randrange(len(fact.regions))
        yield patient | {fact.name: random.choice(samples(fact, region))}


def samples(fact: Fact, region: int) -> list[Value]:
    found: list[Value] = [fact.sample(region)]
    interval = fact.regions[region]
    if isinstance(interval, Interval) and not interval.high_open:
        found.append(interval.high)
    return found


def assert_right_for(name: str, count: int) -> None:
    drawings = Drawings(load(name))
    for patient in some_patients(drawings.model, drawings.diagrams, count):
        drawings.assert_right(patient)


@pytest.mark.parametrize("name", guidelines())
def test_the_drawings_of_a_guideline_that_ships_are_its_rules(name: str) -> None:
    assert_right_for(name, 50)


@pytest.mark.thorough
@pytest.mark.parametrize("name", guidelines())
def test_the_drawings_of_a_guideline_that_ships_are_its_rules_for_many(name: str) -> None:
    assert_right_for(name, 1000)


@given(some_guidelines())
def test_the_drawings_of_any_guideline_are_its_rules(guideline: Guideline) -> None:
    drawings = Drawings(guideline)
    for patient in every_patient(guideline.model):
        drawings.assert_right(patient)


# --- what drawings once got wrong -----------------------------------------------------------------

DO_NOT = header("otherwise do not image", 'editorial "."')
CT = study("ct")
HELD_APART = "ask only when not high and low"


def drawn(*parts: str) -> Drawings:
    return Drawings(loads("".join(parts)))


def test_what_several_rules_ask_in_common_is_not_lost() -> None:
    facts = [yes_no(name) for name in ("pain", "tender", "limps")]
    rules = [indication("tender", "pain and tender"), indication("limps", "pain and limps")]
    ankle = drawn(DO_NOT, *facts, CT, *rules)
    ankle.assert_both_say("do not image", {"pain": False, "tender": True, "limps": True})
    ankle.assert_both_say("image", {"pain": True, "tender": False, "limps": True})


def test_a_test_is_not_read_where_it_is_not_asked() -> None:
    facts = [yes_no("likely"), yes_no("ruled_out")]
    test = yes_no("raised", "ask only when not likely and not ruled_out")
    rules = [
        indication("likely", "likely"),
        indication("raised", "not likely and not ruled_out and raised"),
        block(
            "not indicated out", "when ruled_out and not likely", "do not image", 'editorial "."'
        ),
    ]
    embolism = drawn(DO_NOT, *facts, test, CT, *rules)
    embolism.assert_both_say("do not image", {"likely": False, "ruled_out": True, "raised": True})
    embolism.assert_both_say("image", {"likely": False, "ruled_out": False, "raised": True})
    embolism.assert_both_say("image", {"likely": True, "ruled_out": True, "raised": False})


def test_what_ends_a_waiting_period_is_not_lost() -> None:
    facts = [number("care", "number in weeks from 0 to 20"), yes_no("better"), yes_no("imaged")]
    period = block(
        "waiting period care",
        "when not imaged",
        "lasts 4 to 6 weeks of care",
        "without better",
        "then image with ct",
        'question "Why?"',
        'editorial "."',
    )
    back = drawn(header("otherwise wait", 'editorial "."'), *facts, CT, period)
    told = {"better": False, "imaged": False}
    for weeks, level in [("3.9", "wait"), ("4", "consider"), ("5.9", "consider"), ("6", "image")]:
        back.assert_both_say(level, {"care": Fraction(weeks), **told})
    back.assert_both_say("wait", {"care": Fraction(6), "better": True, "imaged": False})
    back.assert_both_say("wait", {"care": Fraction(6), "better": False, "imaged": True})


NECK = [
    # The gate stands in the rule, behind the fact; and it stands in no rule at all.
    "not turns and not high and low",
    "not turns",
    "not turns and not (high and turns)",
    "any of (high, not low, not turns)",
    "none of (turns, high)",
    "at least 1 of (not turns, high and low)",
]


@pytest.mark.parametrize("when", NECK)
def test_the_neck_is_not_turned_where_that_is_not_safe(when: str) -> None:
    facts = [yes_no("high"), yes_no("low"), yes_no("turns", HELD_APART)]
    rules = [indication("high", "high"), indication("no_low", "not low"), indication("turn", when)]
    neck = drawn(DO_NOT, *facts, CT, *rules)
    for patient in every_patient(neck.model):
        turned = patient["turns"] or patient["high"] or not patient["low"]
        fine = patient["turns"] and not patient["high"] and patient["low"]
        assert fine == (turned and not patient["high"] and patient["low"])
        neck.assert_both_say("do not image" if fine else "image", patient)


@pytest.mark.parametrize(
    "fact",
    ["whole number from 0 to 9", "one of small, middle, large"],
)
def test_a_gated_fact_of_any_kind_stands_behind_its_gate(fact: str) -> None:
    small, large = (
        ("size under 3", "size over 6")
        if "number" in fact
        else ("size is small", "size is not one of (small, middle)")
    )
    size = block("fact size", fact, 'ask "?"', "ask only when seen")
    rules = [
        indication("unseen", "not seen", "image urgently with ct"),
        indication("small", small),
        indication("large", f"{large} or not ({small})", "consider ct"),
    ]
    lump = drawn(DO_NOT, yes_no("seen"), size, CT, *rules)
    for patient in every_patient(lump.model):
        lump.assert_right(patient)


def test_a_gate_may_stand_behind_a_gate() -> None:
    facts = [
        yes_no("hurt"),
        yes_no("seen", "ask only when hurt"),
        yes_no("large", "ask only when seen and hurt"),
    ]
    score = block("score points", "add 1 point when hurt and seen", "add 2 points when large")
    choice = block("define size", "first big when large", "then some when seen", "otherwise none")
    rules = [
        indication("every", "hurt and seen and large"),
        indication("some", "hurt and seen and points over 2 points", "consider ct"),
        indication("big", "hurt and seen and size is big", "image urgently with ct"),
    ]
    drawings = drawn(DO_NOT, *facts, score, choice, CT, *rules)
    for patient in every_patient(drawings.model):
        drawings.assert_right(patient)


def test_the_glance_says_for_whom_and_how_far_its_lines_count() -> None:
    model = load("low_back_pain").model
    told = Page(glance(model, ladder(model))).text
    for said in (
        "The highest level of which a line holds is the decision.",
        "The lines count only where this holds, red flags aside: age at least 18 years",
        "The lines lead no higher than this, red flags aside, where one of these holds:",
        "An emergency. Red flags, whoever the patient is:",
        "Fever or chills with back pain: fever or chills",
        "Not yet. The guideline is for this patient, and no line holds.",
        "No red flag holds, and the guideline is not for this patient.",
    ):
        assert said in told


def test_a_condition_that_joins_is_denied_as_a_whole() -> None:
    signs = [yes_no("fever"), yes_no("fall"), yes_no("old")]
    text = "".join([DO_NOT, *signs, CT, indication("odd", "old and not (fever and fall)")])
    told = Page(guideline_page(loads(text))).text
    assert "not: fever and fall" in told
    assert "not fever and fall" not in told
