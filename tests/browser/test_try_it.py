"""The form in a browser: by keyboard, to each outcome, shared, printed, and without barriers."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from selenium.webdriver.common.keys import Keys

from imaging_rules import GuidelineError, Recommendation, evaluate, load
from imaging_rules.decide.explain.from_decision import NOTICE
from imaging_rules.decide.explain.recommendation import SAID
from tests.browser.reader import Reader
from tests.cli.command_line import ROOT

Opened = Callable[..., Reader]

LEVEL = Recommendation
BACK = "low_back_pain"
CARE = "active treatment been followed"
CASES: list[tuple[str, dict[str, str], dict[str, Any], Recommendation]] = [
    (
        BACK,
        {"old": "42", CARE: "3"},
        {"age": "42 years", "red_flags": "none", "conservative_care": "3 weeks"},
        LEVEL.WAIT,
    ),
    (BACK, {"old": "42", CARE: "4"}, {}, LEVEL.CONSIDER),
    (BACK, {"old": "42", CARE: "6"}, {}, LEVEL.IMAGE),
    (BACK, {"old": "70", CARE: "Not known"}, {}, LEVEL.UNDETERMINED),
    (BACK, {"old": "71"}, {}, LEVEL.IMAGE_URGENTLY),
    (BACK, {"old": "17"}, {}, LEVEL.OUT_OF_SCOPE),
    (BACK, {"any of these": "Some, or not sure", "bladder": "Yes"}, {}, LEVEL.IMAGE_IMMEDIATELY),
]


def facts_of(reader: Reader) -> dict[str, Any]:
    """Return the answers as the form copies them."""
    reader.choose("Copy as JSON")
    found: dict[str, Any] = json.loads(reader.copied())["facts"]["stated"]
    return found


@pytest.mark.parametrize(
    ("name", "answers", "facts", "expected"), CASES, ids=[case[3].name for case in CASES]
)
def test_each_outcome_is_reached_by_keyboard(
    opened: Opened,
    name: str,
    answers: dict[str, str],
    facts: dict[str, Any],
    expected: Recommendation,
) -> None:
    reader = opened(name)
    reader.answer(answers)
    assert reader.says("said") == SAID[expected]
    assert reader.focused == reader.part("said")
    assert NOTICE in reader.part("result").text
    given = facts_of(reader)
    assert facts.items() <= given.items()
    decision = evaluate(given, guideline=name)
    assert decision.recommendation is expected
    decisive = [each.title for each in decision.reasons if each.decisive]
    told = reader.texts("why")
    for title, said in zip(decisive, told, strict=False):
        assert title in said
    assert len(told) >= len(decisive)
    assert len(reader.texts("changes")) == len(decision.changes) or not decision.changes


def test_the_form_waits_to_be_spoken_to(opened: Opened) -> None:
    reader = opened(BACK)
    assert reader.focused.tag_name == "body"
    assert "Is any of these present?" in reader.question
    assert not reader.part("said").is_displayed()
    assert NOTICE in reader.part("result").text


def test_an_emergency_is_told_while_questions_go_on(opened: Opened) -> None:
    reader = opened(BACK)
    reader.choose("Some, or not sure")
    assert "bladder" in reader.question
    assert not reader.part("alert").is_displayed()
    reader.choose("Not known")
    reader.write("71")
    assert "image urgently" in reader.says("alert")
    assert reader.part("alert").get_attribute("role") == "alert"
    assert reader.says("said") == SAID[LEVEL.IMAGE_URGENTLY]
    assert "image immediately" in reader.says("told")
    assert "undefined" not in reader.part("result").text


def test_what_would_make_it_undetermined_is_told(opened: Opened) -> None:
    reader = opened(BACK)
    reader.choose("Some, or not sure")
    reader.choose("Yes")
    assert "emergency" in reader.says("alert")
    assert [each.endswith("no → undetermined") for each in reader.texts("changes")] == [True]


def test_back_over_and_a_changed_answer(opened: Opened) -> None:
    reader = opened(BACK)
    reader.choose("None of these")
    first = reader.question
    reader.write("42")
    assert reader.question != first
    reader.choose("Back")
    assert reader.question == first
    assert reader.focused == reader.part("question")
    reader.write("42")
    asked_then = reader.question
    reader.choose(f"Change: {first}")
    assert reader.question == first
    reader.write("71")
    assert reader.question != asked_then
    assert any("71 years" in each for each in reader.texts("answers"))
    reader.choose("Start over")
    assert "Is any of these present?" in reader.question
    assert reader.texts("answers") == []


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        ("", "Nothing is written here."),
        ("x", "This is no number."),
        ("1e1", "This is no number."),
        ("4 2", "This is no number."),
        (
            "1,440",
            "A sign in it may part thousands or decimals. Write what is meant: "
            "1440 years or 1.4400 years",
        ),
        ("121", "This is too high. A whole number of years from 0 to 120."),
        ("-1", "This is too low. A whole number of years from 0 to 120."),
        ("1.5", "This is no whole number."),
        ("4 fortnights", "What follows the number is no unit that is known here."),
        ("4 cm", "What follows the number is no unit that is known here."),
    ],
)
def test_what_is_no_answer_is_refused_with_a_sentence(
    opened: Opened, amount: str, told: str
) -> None:
    reader = opened(BACK)
    reader.choose("None of these")
    asked = reader.question
    reader.write(amount)
    assert reader.question == asked
    assert told in reader.says("refused")
    assert reader.part("amount").get_attribute("aria-invalid") == "true"
    assert reader.focused == reader.part("amount")
    assert reader.says("range") == "A whole number of years from 0 to 120."


def test_a_number_can_be_given_in_another_unit(opened: Opened) -> None:
    reader = opened(BACK)
    reader.choose("None of these")
    reader.write("42")
    assert CARE in reader.question
    reader.go_to("amount")
    reader.press("27,5", Keys.TAB, "d")
    reader.choose("Next")
    assert facts_of(reader)["conservative_care"] == "27.5 days"


def test_answers_that_contradict_each_other_are_to_be_checked(opened: Opened) -> None:
    reader = opened(BACK)
    link = shared(
        [["answer", "conservative_care", "8 weeks"], ["answer", "symptom_duration", "2 weeks"]]
    )
    reader.open(reader.driver.current_url + link)
    assert "contradict each other" in reader.question
    assert any("8 weeks" in each for each in reader.texts("listed"))
    reader.choose("Leave them as they are")
    assert "contradict each other" not in reader.question
    reader.answer({"old": "40", "pregnant": "No"})
    assert SAID[LEVEL.UNDETERMINED] == reader.says("said")
    assert "they count as open" in reader.says("told")


def shared(steps: Any, name: str = BACK, sha256: str = "") -> str:
    data = [name, sha256 or load(name).sha256, steps]
    return "#try-it=" + quote(json.dumps(data))


def test_a_link_carries_the_answers(opened: Opened) -> None:
    reader = opened(BACK)
    reader.answer({"old": "42", CARE: "4"})
    said, answers = reader.says("said"), reader.texts("answers")
    reader.choose("Link with the answers")
    link = reader.copied()
    # The address of the page does not carry them by itself.
    assert "#" not in reader.driver.current_url
    reader.open("about:blank")
    reader.open(link)
    assert reader.texts("answers") == answers
    if reader.part("question").is_displayed():
        assert "not asked" in reader.question
        reader.choose("All of this is right")
    assert reader.says("said") == said
    assert not reader.part("message").is_displayed()


def test_what_counts_only_together_is_asked_before_the_end(opened: Opened) -> None:
    reader = opened(BACK)
    reader.choose("None of these")
    reader.write("42")
    reader.write("1")
    assert "not asked" in reader.question
    listed = reader.says("listed")
    assert "Is there nerve pain in a leg that does not go away? no" in listed
    assert "Is this leg pain severe? no" in listed
    assert (
        "Together, other answers to these could lead to image: ‘Is there nerve pain in a leg that "
        "does not go away?’ + ‘Is this leg pain severe?’." in reader.says("explain")
    )
    reader.choose("All of this is right")
    assert reader.says("said") == SAID[LEVEL.WAIT]
    assert "Is this leg pain severe? no" in reader.says("taken")
    assert "Together, other answers to these could lead to image" in reader.says("taken")
    reader.choose("Change: Is there nerve pain in a leg that does not go away?")
    reader.choose("Yes")
    reader.choose("Change: Is this leg pain severe?")
    reader.choose("Yes")
    reader.answer({})
    assert reader.says("said") == SAID[LEVEL.IMAGE]


def test_a_guideline_that_advises_against_studies_is_not_called_silent(opened: Opened) -> None:
    reader = opened("nass")
    reader.answer({"old": "35", "how many weeks": "2"})
    assert reader.says("said") == (
        "MRI of the lumbar spine (contrast: not stated by the source) and CT of the lumbar spine: "
        "do not image. Of other imaging the guideline says nothing; that is no reassurance."
    )


def test_out_of_scope_says_which_answer_did_it(opened: Opened) -> None:
    reader = opened(BACK)
    reader.choose("None of these")
    reader.write("17")
    reader.answer({})
    assert (
        "The guideline does not apply because of this answer: How old is the patient? 17 years"
        in reader.says("why")
    )


def test_a_link_of_another_version_says_so(opened: Opened) -> None:
    reader = opened(BACK)
    reader.open(
        reader.driver.current_url + shared([["answer", "age", "42 years"]], sha256="0" * 64)
    )
    assert "another version" in reader.says("message")
    assert any("42 years" in each for each in reader.texts("answers"))


@pytest.mark.parametrize(
    "fragment",
    [
        "#try-it=",
        "#try-it=x",
        "#try-it=%",
        "#try-it=null",
        "#try-it=[]",
        "#try-it=%5B%22low_back_pain%22%5D",
        shared([["answer", "age", "1000 years"]]),
        shared([["answer", "<img src=x onerror=alert(1)>", True]]),
        shared([["answer", "fever_or_chills", "<b>yes</b>"]]),
        shared([["answer", "age", {"between": [1, {}]}]]),
        shared([["answer", "age", {"between": [1, 2]}]]),
        shared([["answer", "age", 40]]),
        shared([["leave", "x", 1]]),
        shared("age"),
        shared([["answer", "age", 40]], name="nexus"),
    ],
)
def test_a_link_that_cannot_be_read_is_not_used(opened: Opened, fragment: str) -> None:
    reader = opened(BACK)
    reader.open(reader.driver.current_url + fragment)
    assert "cannot be read" in reader.says("message")
    assert reader.texts("answers") == []
    assert "Is any of these present?" in reader.question


def test_other_places_of_the_page_leave_the_answers_alone(opened: Opened) -> None:
    reader = opened(BACK)
    reader.choose("None of these")
    reader.script("location.hash = 'red-flags'")
    assert len(reader.texts("answers")) == 1


@pytest.mark.parametrize("case", [*CASES, (BACK, None, {}, LEVEL.UNDETERMINED)], ids=str)
def test_the_answers_are_copied_as_an_example_that_holds(
    opened: Opened, tmp_path: Path, case: tuple[str, Any, Any, Any]
) -> None:
    reader = opened(BACK)
    if case[1] is not None:
        reader.answer(case[1])
    reader.choose("Copy as example")
    block = reader.copied()
    shutil.copytree(ROOT / "guidelines", tmp_path / "guidelines")
    path = tmp_path / "guidelines" / f"{BACK}.guideline"
    examples = len(load(path).model.examples)
    path.write_text(path.read_text("utf-8") + "\n" + block, "utf-8")
    # Loaded, a guideline has been tried on its examples; this one expects what the form says.
    assert len(load(path).model.examples) == examples + 1
    wrong = block.replace("expect", "expect no guidance or")
    path.write_text(path.read_text("utf-8").replace(block, wrong), "utf-8")
    with pytest.raises(GuidelineError):
        load(path)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [320, 1200])
def test_there_is_no_barrier_on_the_way(opened: Opened, dark: bool, width: int) -> None:
    reader = opened(BACK, dark=dark, width=width)

    def look_around() -> None:
        assert reader.barriers() == []
        assert reader.overflow() <= 0

    look_around()
    reader.choose("Some, or not sure")
    reader.choose("Yes")
    look_around()
    reader.choose("Start over")
    reader.choose("None of these")
    reader.write("1000")
    look_around()
    reader.write("42")
    reader.answer({CARE: "4"})
    reader.choose("Link with the answers")
    look_around()


def test_the_answer_is_printed_and_the_form_is_not(opened: Opened) -> None:
    reader = opened(BACK, dark=True)
    reader.answer({"old": "42", CARE: "4"})
    reader.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    form = reader.driver.find_element("css selector", ".ir-try")
    assert form.value_of_css_property("background-color") == "rgba(255, 255, 255, 1)"
    assert not reader.driver.find_element("css selector", ".ir-try-lead").is_displayed()
    assert reader.part("said").is_displayed()
    assert reader.part("answers").is_displayed()
    for name in ("back", "restart", "link", "print"):
        assert not reader.part(name).is_displayed()
    assert not reader.driver.find_element("css selector", "form").is_displayed()
    assert NOTICE in reader.part("result").text
    assert reader.printed().startswith(b"%PDF-")


def test_only_the_form_is_printed_by_its_button(opened: Opened) -> None:
    reader = opened(BACK)
    reader.answer({"old": "42", CARE: "4"})
    # What the page looks like while the browser prints it.
    reader.script(
        "window.print = () => { window.seen = document.querySelector('.ir-try').dataset.printed }"
    )
    reader.choose("Print")
    assert reader.script("return window.seen") == "true"
    reader.script("document.querySelector('.ir-try').dataset.printed = true")
    reader.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    shown = reader.driver.find_element("tag name", "body").text
    assert SAID[LEVEL.CONSIDER] in shown
    assert "After the form." not in shown


def test_without_scripts_a_sentence_says_so(opened: Opened) -> None:
    reader = opened(BACK)
    reader.forbid_scripts()
    reader.open(reader.driver.current_url)
    assert "nothing is missing" in reader.says("without")
    assert reader.driver.find_elements("css selector", "fieldset") == []


def test_a_form_that_fails_leaves_no_answer(opened: Opened) -> None:
    reader = opened(BACK)
    reader.choose("None of these")
    reader.script("imagingRules.interview = () => { throw Error('made up') }")
    reader.choose("Back")
    shown = reader.driver.find_element("css selector", ".ir-try").text
    assert shown == (
        "The form has failed and gives no answer. All that it asks and answers is on this page."
    )
    assert any("made up" in each for each in reader.complaints())
