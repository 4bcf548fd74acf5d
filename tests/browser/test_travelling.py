"""An answer of the form wherever it goes says which guideline it is from, and what was denied."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from imaging_rules import Guideline, guidelines, load, loads
from imaging_rules.document.form import try_it
from imaging_rules.library.interview import Interview
from imaging_rules.library.interview_turns import AskFact, AskScreen, CheckAssumed
from imaging_rules.model.facts import Fact, NumberType, YesNoType
from tests.browser.conftest import PAGE
from tests.browser.reader import Reader
from tests.cli.command_line import run

Opened = Callable[..., Reader]
BACK = "low_back_pain"
PHONE = 390

RETIRED = """
guideline wrist
  title     "The wrist"
  version   "0.9"
  status    retired
  review by 2020-01-31
  otherwise no guidance
  editorial "Made up."

fact pain
  yes or no
  ask "Is there pain?"

fact weeks
  number in weeks from 0 to 20

screen signs
  ask    "Any of these?"
  covers pain, weeks is 1 week

study xray
  title "X-ray"

red flag bone
  title     "Bone"
  when      pain
  image     immediately with xray
  question  "Why?"
  editorial "Made up."

not indicated early
  title        "Early"
  when         weeks under 2 weeks
  do not image
  editorial    "Made up."
"""


def usual(fact: Fact) -> object:
    match fact.type:
        case YesNoType():
            return True
        case NumberType(range, _, unit):
            return f"{int(range.high) // 2} {unit.plural if unit else ''}".strip()
        case _:
            return fact.type.values[-1]


def steps_to_the_end(guideline: Guideline) -> list[list[Any]]:
    """Return the steps of somebody who denies what screens ask, and affirms all else."""
    interview, steps = Interview(guideline), []
    while (turn := interview.turn) is not None:
        match turn:
            case AskFact(fact):
                interview = interview.answer(usual(guideline.model.fact[fact]))
                steps.append(["answer", fact, usual(guideline.model.fact[fact])])
            case AskScreen(screen):
                interview = interview.answer("none")
                steps.append(["answer", screen, "none"])
            case CheckAssumed():
                interview = interview.leave()
                steps.append(["accept", list(turn.facts)])
            case _:
                interview = interview.leave()
                steps.append(["leave", turn.contradiction.name, list(turn.facts)])
    return steps


def link(guideline: Guideline, steps: list[list[Any]]) -> str:
    return "#try-it=" + quote(json.dumps([guideline.name, guideline.sha256, steps]))


def page(folder: Path, *several: Guideline, links: bool = False) -> str:
    """Return the address of a page with some forms, far below its head."""
    forms = "<p style='height: 3000px'>Above.</p>".join(try_it(each, links) for each in several)
    far = f"<p style='height: 3000px'>Above.</p>{forms}"
    path = folder / "page.html"
    path.write_text(PAGE.format(name="Forms", form=far), "utf-8")
    return path.as_uri()


def is_in_view(reader: Reader, name: str) -> bool:
    """Return whether the first words of a part are in the window."""
    top: float = reader.script("return arguments[0].getBoundingClientRect().top", reader.part(name))
    height: float = reader.script("return innerHeight")
    return reader.part(name).is_displayed() and 0 <= top < height - 20


def assert_named(shown: str, guideline: Guideline) -> None:
    status = guideline.model.header.status
    shown = " ".join(shown.split())
    assert " ".join(guideline.title.split()) in shown
    assert f"Version {guideline.version}, {status}" in shown
    assert f"answered on {date.today().isoformat()}" in shown
    assert ("DRAFT: " in shown) == (status == "draft")
    if status == "draft":
        assert "Take care: This guideline is a draft." in shown


@pytest.mark.parametrize("name", guidelines())
def test_an_answer_names_its_guideline_behind_a_link_in_print_and_copied(
    opened: Opened, tmp_path: Path, name: str
) -> None:
    guideline = load(name)
    steps = steps_to_the_end(guideline)
    reader = opened(page(tmp_path, guideline), width=PHONE)
    reader.open(reader.driver.current_url + link(guideline, steps))
    assert not reader.part("question").is_displayed()
    # On the first screen of a phone.
    assert is_in_view(reader, "title")
    assert is_in_view(reader, "said")
    card = reader.driver.find_element("class name", "ir-try-card").text
    assert_named(card, guideline)
    assert card.index(reader.says("title")) < card.index(reader.says("said"))

    decision = guideline.evaluate({step[1]: step[2] for step in steps if step[0] == "answer"})
    reader.choose("Copy as JSON")
    assert is_in_view(reader, "done")
    record = decision.to_dict()
    kept = json.loads(reader.copied())
    assert kept["day"] == record["day"]
    assert kept["guideline"].items() <= record["guideline"].items()
    assert {"name", "title", "version", "status", "sha256"} <= kept["guideline"].keys()
    assert kept["facts"]["screened"] == record["facts"]["screened"]
    file = tmp_path / "answers.json"
    file.write_text(reader.copied(), "utf-8")
    again = run("evaluate", name, "--facts", str(file), "--format", "json")
    assert again.stderr == ""
    assert json.loads(again.stdout)["facts"] == record["facts"]
    reader.choose("Copy as example")
    assert_named(
        reader.copied().replace("example ", "Take care: This guideline is a draft."), guideline
    )
    assert reader.copied().startswith("# ")

    reader.script("document.querySelector('.ir-try').dataset.printed = true")
    reader.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    printed = reader.driver.find_element("tag name", "body").text
    assert_named(printed, guideline)
    assert " ".join(printed.split()).startswith(" ".join(reader.says("title").split()))
    assert reader.says("said") in printed
    # One sheet.
    assert reader.printed().count(b"/Type /Page\n") == 1
    for screened in decision.screened:
        fact = guideline.model.fact[screened.fact]
        assert " ".join(fact.ask.split()) in " ".join(printed.split())


def test_a_retired_guideline_says_so_above_each_answer(opened: Opened, tmp_path: Path) -> None:
    guideline = loads(RETIRED)
    reader = opened(page(tmp_path, guideline))
    reader.choose("None of these")
    assert reader.says("title") == "RETIRED, REVIEW DATE PASSED: The wrist"
    assert reader.says("edition").startswith("Version 0.9, retired; answered on ")
    told = reader.says("told")
    assert "Take care: This guideline is retired. It should no longer be used." in told
    assert "the date by which this guideline was to be reviewed has passed" in told
    # What was denied is listed; what the answer sets otherwise, with its value.
    assert reader.texts("answers") == [
        "Any of these? none of: Change\nIs there pain?\nWeeks? 1 week"
    ]
    reader.choose("Copy as JSON")
    assert json.loads(reader.copied())["facts"]["screened"] == [
        {"fact": "pain", "value": "no", "screen": "signs"},
        {"fact": "weeks", "value": "1 week", "screen": "signs"},
    ]


def test_help_is_called_for_at_every_step_of_an_emergency(opened: Opened) -> None:
    reader = opened(BACK, width=PHONE)
    reader.choose("Some, or not sure")
    reader.choose("Yes")
    for _ in range(20):
        assert "get help now" in reader.says("said")
        if not reader.part("question").is_displayed():
            break
        assert "get help now" in reader.says("alert")
        reader.choose(
            "Not known" if "Not known" in reader.texts("choices") else "All of this is right"
        )
    assert not reader.part("question").is_displayed()
    reader.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert "get help now" in reader.part("result").text


def test_what_does_not_say_that_no_imaging_is_needed_looks_otherwise(opened: Opened) -> None:
    reader = opened(BACK)
    reader.choose("None of these")
    levels = ["undetermined", "out of scope", "no guidance", "do not image", "wait", "consider"]
    levels += ["image", "image urgently", "image immediately"]
    look = {}
    for level in levels:
        reader.script("arguments[0].dataset.level = arguments[1]", reader.part("result"), level)
        card = reader.driver.find_element("class name", "ir-try-card")
        look[level] = reader.script(
            "const { borderLeftColor, backgroundColor } = getComputedStyle(arguments[0]);"
            "return [borderLeftColor, backgroundColor]",
            card,
        )
    silent = [look[level] for level in levels[:3]]
    assert all(each == silent[0] for each in silent)
    assert silent[0] not in [look[level] for level in levels[3:]]
    assert len({tuple(look[level]) for level in levels[-3:]}) == 3


# --- links --------------------------------------------------------------------------------------


def test_a_changed_answer_is_not_undone_by_loading_the_page_again(
    opened: Opened, tmp_path: Path
) -> None:
    guideline = load(BACK)
    reader = opened(page(tmp_path, guideline))
    first = [["answer", "red_flags", "none"], ["answer", "age", "35 years"]]
    reader.open(reader.driver.current_url + link(guideline, first))
    reader.choose("Change: How old is the patient?")
    reader.write("75")
    assert "urgently" in reader.says("said")
    answers = reader.texts("answers")
    reader.driver.refresh()
    assert reader.texts("answers") == answers
    assert "urgently" in reader.says("said")
    reader.choose("Start over")
    assert "#" not in reader.driver.current_url
    # Where no link was opened, the address carries no answers.
    reader.choose("None of these")
    assert "#" not in reader.driver.current_url


def test_a_link_is_for_the_form_that_it_names(opened: Opened, tmp_path: Path) -> None:
    other, guideline = load("nexus"), load(BACK)
    address = page(tmp_path, other, guideline, guideline)
    reader = opened(address)
    reader.open(address + link(guideline, [["answer", "age", "75 years"]]))
    answers = [
        [each.text for each in form.find_elements("css selector", '[data-part="answers"] > li')]
        for form in reader.driver.find_elements("class name", "ir-try")
    ]
    assert answers[0] == []
    assert "75 years" in answers[1][0]
    assert answers[2] == []
    for form in reader.driver.find_elements("class name", "ir-try"):
        assert not form.find_element("css selector", '[data-part="message"]').is_displayed()
    ids = reader.script("return [...document.querySelectorAll('[id]')].map((it) => it.id)")
    assert len(ids) == len(set(ids)) == 6
    # In view is the form that is meant.
    top = reader.script(
        "return document.querySelectorAll('.ir-try')[1].getBoundingClientRect().top"
    )
    assert 0 <= top < 200


@pytest.mark.parametrize("fragment", ["#try-it=x", "#try-it=%5B%22no_such%22%2C%22%22%2C%5B%5D%5D"])
def test_a_bad_link_is_told_once_and_in_view(opened: Opened, tmp_path: Path, fragment: str) -> None:
    address = page(tmp_path, load(BACK), load("nexus"))
    reader = opened(address, width=PHONE)
    reader.open(address + fragment)
    told = [
        each.text
        for each in reader.driver.find_elements("css selector", '[data-part="message"]')
        if each.is_displayed()
    ]
    assert told == ["The answers in the link cannot be read here, and none of them was used."]
    assert is_in_view(reader, "message")


@pytest.mark.parametrize("name", ["link", "json", "example"])
@pytest.mark.parametrize("width", [PHONE, 1200])
def test_a_copy_is_told_where_the_eye_is(
    opened: Opened, tmp_path: Path, name: str, width: int
) -> None:
    reader = opened(page(tmp_path, load("nexus")), width=width)
    reader.script("arguments[0].scrollIntoView({ block: 'end' })", reader.part(name))
    reader.part(name).click()
    assert reader.says("done") in {"Copied.", "It is selected below, to be copied from there."}
    assert is_in_view(reader, "done")
