"""The built site in a browser: each kind of page, light and dark, on a phone, and printed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from imaging_rules import guidelines
from imaging_rules.decide.explain.recommendation import SAID
from imaging_rules.values.recommendation import Recommendation
from tests.browser.reader import Reader

Opened = Callable[..., Reader]

# One of each kind.
KINDS = (
    "index.html",
    "language.html",
    "write-a-guideline.html",
    "command-line.html",
    "reference/grammar.html",
    "reference/api.html",
    "codes/index.html",
    "codes/E301.html",
    "comparison.html",
    "guidelines/index.html",
    "guidelines/low_back_pain.html",
    "guidelines/pecarn_head.html",
)
MOST_BYTES = 500_000
BACK = "guidelines/low_back_pain.html"


@pytest.mark.parametrize("page", KINDS)
@pytest.mark.parametrize(("width", "dark"), [(320, False), (320, True), (1200, False)])
def test_no_page_has_a_barrier(
    opened: Opened, site: str, page: str, width: int, dark: bool
) -> None:
    reader = opened(site + page, dark=dark, width=width)
    assert reader.overflow() <= 0
    assert reader.barriers() == []


@pytest.mark.parametrize("page", KINDS)
def test_every_page_can_be_printed(opened: Opened, site: str, page: str) -> None:
    reader = opened(site + page)
    assert reader.printed().startswith(b"%PDF-")


@pytest.mark.parametrize("name", guidelines())
def test_each_form_comes_to_an_end_on_its_page(
    opened: Opened, site: str, site_folder: Path, name: str
) -> None:
    path = f"guidelines/{name}.html"
    assert (site_folder / path).stat().st_size < MOST_BYTES
    reader = opened(site + path, width=400)
    reader.answer({}, otherwise="Not known")
    assert reader.says("said") in {SAID[each] for each in Recommendation if each in SAID}
    # What the answer leads to is on the page.
    for link in reader.part("result").find_elements("css selector", "a[href^='#']"):
        place = (link.get_attribute("href") or "").partition("#")[2]
        assert reader.driver.find_elements("id", place), place
    assert reader.barriers() == []


def test_the_answer_is_on_the_printed_page_and_the_form_is_not(opened: Opened, site: str) -> None:
    reader = opened(site + BACK)
    reader.answer({"old": "42"}, otherwise="No")
    reader.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert reader.part("said").is_displayed()
    assert not reader.part("back").is_displayed()
    reader.script("document.querySelector('.ir-try').dataset.printed = true")
    shown = reader.driver.find_element("tag name", "body").text
    assert shown.startswith("MRI for low back pain\nVersion 1.0.0, active; ")
    assert reader.says("said") in shown
    assert "Every rule and its source" not in shown
    # One sheet, and none for what the page around it keeps free.
    assert reader.printed().count(b"/Type /Page\n") == 1


def test_a_page_without_scripts_says_everything(opened: Opened, site: str) -> None:
    reader = opened(site + BACK)
    reader.forbid_scripts()
    reader.open(reader.driver.current_url)
    shown = reader.driver.find_element("tag name", "article").text
    assert "nothing is missing" in shown
    assert "Every rule and its source" in shown


def test_the_form_works_on_a_page_read_from_disk(opened: Opened, site_folder: Path) -> None:
    reader = opened((site_folder / BACK).as_uri())
    reader.answer({"old": "42"}, otherwise="No")
    assert reader.says("said") in SAID.values()
    # The search of the theme asks for its index, which no browser reads for a page from disk.
    complaints = reader.complaints()
    assert [each for each in complaints if "search" not in each] == []
