"""The drawings are the rules: whoever walks one by what is printed on it comes to the decision."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache, partial
from itertools import product
from random import Random

import pytest
from hypothesis import given

from imaging_rules import Guideline, Recommendation, guidelines, load, loads
from imaging_rules.diagram.from_model import Diagrams, diagrams_from
from imaging_rules.diagram.store import TERMINALS
from imaging_rules.diagram.walk import ends_of
from imaging_rules.document.drawing import flow as flow_module
from imaging_rules.document.drawing.flow import Box, Flow, flow
from imaging_rules.document.drawing.ladder import ladder
from imaging_rules.document.page.flow_chart import flow_chart
from imaging_rules.document.page.head import glance
from imaging_rules.document.page.page import guideline_page
from imaging_rules.model.facts import Fact, Value
from imaging_rules.model.guideline import Guideline as Model
from imaging_rules.model.rules import RedFlag
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


CONSIDER = Recommendation.CONSIDER
IMAGE = Recommendation.IMAGE
URGENTLY = Recommendation.IMAGE_URGENTLY


def way(guideline: Guideline) -> Flow:
    (only,) = flow(guideline.model)
    return only


def names(box: Box) -> tuple[str, ...]:
    """The rules of a box in the order in which it shows them."""
    several = (box.red_flags, box.limits, box.rules, box.unless)
    return tuple(line.rule for lines in several for line in lines.lines)


def shown(guideline: Guideline) -> Page:
    return Page(flow_chart(guideline.model, flow(guideline.model)))


def test_the_order_is_that_of_the_language() -> None:
    boxes = way(load("low_back_pain")).boxes
    assert [each.level.words for each in boxes] == [
        "image immediately",
        "image urgently",
        "out of scope",
        "wait",
        "image",
        "consider",
    ]
    assert [len(each.red_flags.lines) for each in boxes] == [1, 9, 0, 0, 0, 0]
    # The limit by itself settles it, so the rules that it holds back are not told there.
    assert names(boxes[3]) == ("no_clinical_question",)


def test_those_of_whom_a_fact_is_not_asked_leave_before_it_is_asked() -> None:
    boxes = way(load("pulmonary_embolism")).boxes
    assert [(each.level.words, names(each)) for each in boxes] == [
        ("out of scope", ()),
        ("image", ("embolism_likely",)),
        ("do not image", ("perc_rules_out",)),
        ("image", ("d_dimer_raised",)),
        ("do not image", ("d_dimer_not_raised",)),
    ]
    assert boxes[-1].is_for_all


def test_the_neck_is_turned_last_and_behind_its_gate() -> None:
    boxes = way(load("canadian_c_spine")).boxes
    assert names(boxes[-1]) == ("neck_not_turned",)
    text = shown(load("canadian_c_spine")).text
    assert "only when: not high risk factor and low risk factor" in text
    assert text.index("only when") < text.index("The neck cannot be turned")


def test_where_one_fact_splits_a_guideline_each_group_has_a_chart() -> None:
    younger, older = flow(load("pecarn_head").model)
    assert {"palpable_skull_fracture", "scalp_hematoma"} <= {
        n for b in younger.boxes for n in names(b)
    }
    assert "basal_skull_fracture" not in {n for b in younger.boxes for n in names(b)}
    assert "basal_skull_fracture" in {n for b in older.boxes for n in names(b)}
    text = shown(load("pecarn_head")).text
    young = text[text.index("Patients with age under 2 years") :]
    young, old = young.split("Patients with age at least 2 years")
    assert "height of any fall over 0.9 m" in young
    assert "1.5 m" not in young
    assert "height of any fall over 1.5 m" in old
    assert "0.9 m" not in old


def test_what_all_lines_of_a_box_ask_stands_before_them() -> None:
    text = shown(load("ottawa_ankle")).text
    assert "Is one of these a reason to image? malleolar zone pain, and any of:" in text


def test_what_a_rule_suspects_tells_high_from_medium_risk() -> None:
    text = shown(load("canadian_ct_head")).text
    high = text.index("Suspected: an injury that may need an operation.")
    medium = text.index("Suspected: an injury of the brain that shows on CT.")
    assert high < text.index("Vomiting twice or more") < medium
    assert medium < text.index("A dangerous way of being injured")
    assert "fall height at least 0.9 m" in text


SIGNS = "".join(yes_no(name) for name in ("fever", "fall", "old", "unsure"))
FEVER = block("red flag fever", "when fever", "image with ct", 'question "Why?"', 'editorial "."')


def test_a_rule_that_says_more_than_a_red_flag_comes_before_it() -> None:
    fall = indication("fall", "fall", "image urgently with ct")
    limit = block("limit unsure", "when unsure", "hold at wait", 'editorial "."')
    text = header("applies when old") + SIGNS + study("ct") + FEVER + fall + limit
    first, second = way(loads(text)).boxes[:2]
    assert (first.level, names(first)) == (URGENTLY, ("fall", "unsure"))
    assert (second.level, names(second)) == (IMAGE, ("fever",))
    told = shown(loads(text)).text
    assert "And the guideline is for this patient: old" in told
    assert "And none of these holds: Unsure" in told


def test_once_a_rule_stands_before_a_red_flag_higher_ones_stand_before_it() -> None:
    fall = indication("fall", "fall", "image urgently with ct")
    # This one never meets the red flag, but it can hold together with the other.
    unsure = indication("unsure", "unsure and not fever", "image immediately with ct")
    text = header() + SIGNS + study("ct") + FEVER + fall + unsure
    assert [(each.level.words, names(each)) for each in way(loads(text)).boxes] == [
        ("image immediately", ("unsure",)),
        ("image urgently", ("fall",)),
        ("image", ("fever",)),
    ]


def test_a_limit_that_needs_something_to_hold_back_says_so() -> None:
    limit = block("limit unsure", "when unsure", "hold at consider", 'editorial "."')
    text = header() + SIGNS + study("ct") + indication("fall", "fall") + limit
    (held, *_) = way(loads(text)).boxes
    assert (held.level, names(held)) == (CONSIDER, ("unsure", "fall"))
    told = shown(loads(text)).text
    assert "Is there a reason to hold back? Unsure And one of these holds: A rule: fall" in told


def test_what_the_chart_leaves_out_is_said() -> None:
    text = shown(load("low_back_pain")).text
    assert "Another study may take its place with: Pregnancy; Earlier spine surgery." in text
    assert "The chart leaves out the remarks of: " in text
    assert (
        "The chart takes it that all answers can be true together. Where they cannot, check them "
        "first: Treated for longer than there have been symptoms."
    ) in text
    assert (
        "Of single studies it is said besides: The first six weeks, without a red flag: do not "
        "image with MRI of the lumbar spine"
    ) in shown(load("nass")).text
    assert "leaves out" not in shown(load("nexus")).text


def test_a_guideline_that_takes_too_long_has_no_chart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow_module, "BUDGET", 10)
    told = shown(load("low_back_pain"))
    assert "so none is drawn" in told.text
    assert not told.of_class("ir-step")


@pytest.mark.parametrize("name", guidelines())
def test_the_chart_shows_each_box_with_its_rules_and_its_outcome(name: str) -> None:
    model = load(name).model
    ways = flow(model)
    steps = flow_chart(model, ways).split('class="ir-step"')[1:]
    boxes = [
        box
        for each in ways
        for box in (*each.boxes, *([None] if each.otherwise is not None else []))
    ]
    assert len(steps) == len(boxes)
    for box, step in zip(boxes, steps, strict=True):
        page = Page(step)
        ((_, chip),) = page.of_class("ir-chip")
        if box is None:
            continue
        rules = {each.removeprefix("#rule-") for each in page.links if "#rule-" in each}
        assert rules >= set(names(box))
        assert chip["class"].endswith(f" ir-{box.level.words.replace(' ', '-')}")
    flags = {each.name for each in model.of(RedFlag)}
    assert flags == {line.rule for box in boxes if box for line in box.red_flags.lines}
