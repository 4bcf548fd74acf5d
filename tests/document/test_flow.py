"""The order of the boxes of a flow chart, and what stands in each."""

import pytest

from imaging_rules import Guideline, Recommendation, guidelines, load, loads
from imaging_rules.document.drawing import flow as flow_module
from imaging_rules.document.drawing.flow import Box, Flow, flow
from imaging_rules.document.page.flow_chart import flow_chart
from imaging_rules.model.rules import RedFlag
from tests.document.rendered import Page
from tests.language.made import block, header, indication, study, yes_no

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
