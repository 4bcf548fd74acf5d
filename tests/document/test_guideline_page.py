"""A guideline's page says all that its file says, as text, whatever the text is."""

import re
from collections.abc import Callable
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imaging_rules import Guideline, Recommendation, guidelines, load, loads
from imaging_rules.document.markup import FRONT_MATTER, plain
from imaging_rules.document.page.page import guideline_page
from imaging_rules.document.page.rules import NO_RED_FLAGS
from imaging_rules.document.site.guideline_pages import (
    INDEX,
    STYLE,
    SameNameError,
    guideline_pages,
    page_of,
)
from imaging_rules.model.rules import RedFlag
from imaging_rules.testing import guidelines as some_guidelines
from tests.cli.command_line import SMALL
from tests.document.rendered import READERS, Page, by_commonmark, by_python_markdown

NAMES = guidelines()
DAY = date(2026, 6, 1)
# A theme has its own part of a page.
LARGEST = 500_000 - 25_000

ORDER = [
    "What it does not cover",
    "The decision at a glance",
    "Try it",
    "Red flags",
    "How long to wait",
    "Indications",
    "When imaging is held back",
    "Special cases",
    "What to watch for",
    "What to do meanwhile",
    "Questions for the doctor",
    "From the patient to the decision",
    "What is asked",
    "Several questions at once",
    "Answers that cannot all be true",
    "What is defined",
    "Studies",
    "Every rule and its source",
    "What the evidence says",
    "What happens in the scan",
    "Cost",
    "Insurance and referral",
    "Worked examples",
    "The statements of the source",
    "The file",
]


@cache
def page(name: str, reader: Callable[[str], str] = by_python_markdown) -> Page:
    return Page(reader(guideline_page(load(name), DAY)))


def assert_sound(shown: Page) -> None:
    assert not shown.closed_wrongly
    assert not shown.open
    assert len(shown.ids) == len(set(shown.ids))
    lost = {each for each in shown.links if each.startswith("#")} - {f"#{i}" for i in shown.ids}
    assert not lost
    names = {name for name, _ in shown.elements}
    assert not names & {"img", "link", "iframe", "object", "base", "meta"}
    for _, attributes in shown.elements:
        assert not any(key.startswith("on") or key in ("src", "style") for key in attributes)
    for each in shown.links:
        assert each.startswith(("#", "https://")) or each == "index.md"


@pytest.mark.parametrize("reader", READERS, ids=["python-markdown", "commonmark"])
@pytest.mark.parametrize("name", NAMES)
def test_a_page_holds_together(name: str, reader: Callable[[str], str]) -> None:
    shown = page(name, reader)
    assert_sound(shown)
    title, *sections = shown.headings
    assert title == load(name).title
    assert sections == [each for each in ORDER if each in sections]


@pytest.mark.parametrize("name", NAMES)
def test_everything_has_its_anchor(name: str) -> None:
    model = load(name).model
    ids = set(page(name).ids)
    assert {f"rule-{each.name}" for each in model.rules} <= ids
    assert {f"fact-{each.name}" for each in model.facts} <= ids
    assert {f"screen-{each.name}" for each in model.screens} <= ids
    assert {f"define-{each.block}" for each in model.definitions} <= ids
    assert {f"study-{each.name}" for each in model.studies} <= ids
    assert {f"advice-{each.name}" for each in model.advice} <= ids
    assert {f"source-{each.name}" for each in model.sources} <= ids
    for source in model.sources:
        assert {f"statement-{source.name}-{each.id}" for each in source.statements} <= ids
    lines = model.text.text.rstrip("\n").count("\n") + 1
    assert {f"line-{number}" for number in range(1, lines + 1)} <= ids
    assert f"line-{lines + 1}" not in ids


@pytest.mark.parametrize("name", NAMES)
def test_every_text_of_the_file_is_shown(name: str) -> None:
    model = load(name).model
    text, listed = page(name).text.split(" The file ")
    # But for comments and names, the texts are all that an author writes to be read.
    written = {" ".join(each.split()) for each in re.findall(r'"([^"]*)"', model.text.text)}
    files = {each.name for each in model.sources}
    lost = [each for each in sorted(written) if each not in text and not each.endswith(".json")]
    addresses = {each.url for each in model.sources} | {each.doi for each in model.sources}
    assert not set(lost) - addresses - files
    assert "guideline " in listed


@pytest.mark.parametrize("name", NAMES)
def test_the_file_is_shown_as_it_is(name: str) -> None:
    html = by_python_markdown(guideline_page(load(name), DAY))
    listing = html[html.index('<pre class="ir-file"') :].split("</pre>")[0]
    shown = Page(re.sub(r"<a id=line-[0-9]+ href=#line-[0-9]+>[0-9]+</a>", "", listing + "</pre>"))
    text = load(name).model.text.text
    assert "".join(shown.pieces).strip(" ").rstrip("\n") == text.rstrip("\n")


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_not_too_large_and_needs_nothing_else(name: str) -> None:
    html = by_python_markdown(guideline_page(load(name), DAY))
    assert len(html.encode("utf-8")) < LARGEST
    style = guideline_pages([])[STYLE]
    assert "url(" not in style
    assert "@import" not in style
    assert "@font-face" not in style


@pytest.mark.parametrize("name", NAMES)
def test_examples_show_what_is_decided(name: str) -> None:
    guideline, html = load(name), guideline_page(load(name), DAY)
    for place, example in enumerate(guideline.model.examples, 1):
        (piece,) = re.findall(
            rf'<details class="ir-example" id="example-{place}">.*?</details>', html
        )
        decision = guideline.evaluate(dict(example.given), today=DAY)
        summary, inside = piece.split("</summary>")
        ((_, chip),) = Page(summary).of_class("ir-chip")
        words = decision.recommendation.words
        assert chip["class"] == f"ir-chip ir-{words.replace(' ', '-')}"
        if decision.recommendation is Recommendation.UNDETERMINED:
            assert "possible: " in summary
        links = Page(inside).links
        for reason in decision.reasons:
            assert (f"#rule-{reason.rule}" in links) == reason.decisive


@given(some_guidelines())
def test_any_guideline_has_a_page(guideline: Guideline) -> None:
    written = guideline_page(guideline, DAY)
    for reader in READERS:
        shown = Page(reader(written))
        assert_sound(shown)
        assert {f"rule-{each.name}" for each in guideline.model.rules} <= set(shown.ids)


# --- texts ------------------------------------------------------------------------------------

HOSTILE = [
    "<script>alert(1)</script>",
    "</script></div></dl>-->]]><b>",
    "& &amp; &#42; &lt;",
    "*a* __b__ `c` ~~d~~ [e](f) ![g](h) [i]: j <k@l.m> \\* \\",
    "``` ~~~~ ``````",
    "{{ x }} {% raw %} ${y} $$z$$ {: .a #rule-fever } {++b++} [^1] [TOC]",
    "# a | b # --- === + - 1. > :::",
    "' ’ “ ” \N{NO-BREAK SPACE} é 漢 🙂",
    '"--8<-- a.md"'.strip('"'),
]

TEMPLATE = """guideline odd
  title        "TEXT"
  version      "TEXT"
  for          "TEXT"
  summary      "TEXT"
  published    "TEXT"
  applies when age at least 18 years
  otherwise    wait
  because      "TEXT"
  cite         paper "TEXT" quote "TEXT"
  assumes      "TEXT"
  editorial    "TEXT"

source paper
  title     "TEXT"
  publisher "TEXT"
  author    "TEXT"
  kind      "TEXT"
  published "TEXT"
  updated   "TEXT"
  interest  "TEXT"

fact age
  whole number in years from 0 to 120
  ask     "TEXT"
  explain "TEXT"
  cite    paper "TEXT"

fact fever
  yes or no
  ask "TEXT"

fact care
  number in weeks from 0 to 100
  ask "TEXT"

screen signs
  ask    "TEXT"
  covers fever

score points
  add 1 point when fever
  title "TEXT"

define group
  first old when age over 70 years
  otherwise young
  title "TEXT"

study mri
  title    "TEXT"
  modality "TEXT"
  contrast "TEXT"
  explain  "TEXT"

red flag fever
  title    "TEXT"
  when     fever and points at least 1 point and not (group is old and fever)
  suspect  "TEXT"
  image    urgently with mri
  timing   "TEXT"
  question "TEXT"
  because  "TEXT"
  cite     paper "TEXT" quote "TEXT"

waiting period care
  title    "TEXT"
  lasts    4 to 6 weeks of care
  then     image with mri
  question "TEXT"
  cite     paper

special case old
  title     "TEXT"
  when      group is old
  remark    "TEXT"
  editorial "TEXT"

contradiction odd_one
  title     "TEXT"
  when      care over 50 weeks and fever
  editorial "TEXT"

advice meanwhile
  title "TEXT"
  topic care
  for   wait
  text  "TEXT"
  cite  paper

example "TEXT"
  given  age is 30 years, fever is no, care is 0 weeks
  expect wait
"""

TEXTS = st.sampled_from(HOSTILE) | st.text(
    st.characters(exclude_characters='"', exclude_categories=("C", "Zl", "Zp")),
    min_size=1,
    max_size=40,
).filter(str.strip)


@settings(max_examples=40)
@given(TEXTS)
def test_no_text_is_taken_for_anything_else(words: str) -> None:
    written = guideline_page(loads(TEMPLATE.replace("TEXT", words)), DAY)
    harmless = guideline_page(loads(TEMPLATE.replace("TEXT", "x")), DAY)
    for reader in READERS:
        shown, expected = Page(reader(written)), Page(reader(harmless))
        assert [name for name, _ in shown.elements] == [name for name, _ in expected.elements]
        # The first heading has an anchor made of its words.
        assert set(expected.ids) - {"x"} <= set(shown.ids)
        told = " ".join(words.split())
        text = " ".join("".join(shown.pieces).split())
        assert text.count(told) >= TEMPLATE.count("TEXT")
        assert " ".join(shown.headings[0].split()) == told


@pytest.mark.parametrize("title", ["Rule fever", "rule: fever!", "Line 3", "Header", "Study mri"])
def test_no_title_takes_an_anchor(title: str) -> None:
    text = TEMPLATE.replace('title        "TEXT"', f'title        "{title}"')
    shown = Page(by_python_markdown(guideline_page(loads(text), DAY)))
    assert_sound(shown)
    assert shown.headings[0] == f"{title} (guideline)"


@pytest.mark.parametrize("words", HOSTILE)
def test_no_title_is_taken_for_anything_else(words: str) -> None:
    for reader in READERS:
        shown = Page(reader(f"# {plain(words)}\n\n[{plain(words)}](a.md)\n"))
        assert [name for name, _ in shown.elements] == ["h1", "p", "a"]
        assert shown.headings[0].split() == words.split()
        assert "\N{NO-BREAK SPACE}" in shown.headings[0] or "\N{NO-BREAK SPACE}" not in words


# --- what single parts say -------------------------------------------------------------------


def test_the_opening_says_for_whom_what_and_from_where() -> None:
    text = page("low_back_pain").text
    opening = text[: text.index("What it does not cover")]
    for said in ("For adults with low back pain", "Version 1.0.0", "Status active"):
        assert said in opening
    assert "age at least 18 years" in opening
    assert "published 2024-01-26" in opening
    assert "Interest: The article promotes" in opening


def test_red_flags_say_why_how_soon_and_which_study() -> None:
    text = page("low_back_pain").text
    flags = text[text.index("Any one of these calls") : text.index("How long to wait")]
    assert "Sign Why How soon Which study" in flags
    assert (
        "Recent significant injury recent significant trauma Suspected: fracture. "
        "Image urgently often within the first few days"
    ) in flags
    assert flags.count("Image urgently") == 9
    assert flags.count("Image immediately") == 1


@pytest.mark.parametrize("name", NAMES)
def test_no_red_flag_is_no_reassurance(name: str) -> None:
    assert (NO_RED_FLAGS in page(name).text) == (not load(name).model.of(RedFlag))


def test_the_timeline_is_drawn_and_told() -> None:
    html = guideline_page(load("low_back_pain"), DAY)
    (drawing,) = re.findall(r"<svg.*?</svg>", html)
    drawn = Page(drawing)
    (_, svg) = drawn.elements[0]
    named = {each["id"] for name, each in drawn.elements if name in ("title", "desc")}
    assert set(svg["aria-labelledby"].split()) == named
    assert svg["role"] == "img"
    text = drawn.text
    for said in ("Below 4 weeks this rule says nothing.", "4 to under 6 weeks: Consider imaging."):
        assert said in text
    assert "From 6 weeks on: Image (MRI of the lumbar spine" in text
    ticks = re.findall(r"<text x=\"([0-9]+)\" y=\"[0-9]+\"[^>]*>([0-9.]+)</text>", drawing)
    assert [number for _, number in ticks] == ["0", "4", "6"]
    places = [int(x) for x, _ in ticks]
    assert places == sorted(places)
    # It takes the colour of the page, and has none of its own.
    assert not re.search(r"#[0-9a-f]{3,6}\b", drawing)


@pytest.mark.parametrize(
    ("lasts", "numbers"),
    [
        ("6 weeks", ["0", "6"]),
        ("1 to 2 days", ["0", "1 day", "2 days"]),
        ("99.5 to 100 weeks", ["0", "99.5", "100"]),
    ],
)
def test_any_window_is_wide_enough_to_read(lasts: str, numbers: list[str]) -> None:
    text = TEMPLATE.replace("4 to 6 weeks", lasts).replace("TEXT", "x")
    (drawing,) = re.findall(r"<svg.*?</svg>", guideline_page(loads(text), DAY))
    widths = [int(each) for each in re.findall(r'<rect[^>]* width="([0-9]+)"', drawing)]
    assert len(widths) == len(numbers)
    assert re.findall(r"<text[^>]*>([0-9][^<]*)</text>", drawing) == numbers
    assert min(widths) >= 90
    assert sum(widths) <= 376


def test_statements_say_where_they_went() -> None:
    text = page("low_back_pain").text
    table = text[text.index("The statements of the source") :]
    assert "S71" in table
    assert "left out: Promotion of digital physical therapy" in table
    assert "nowhere" not in table[: table.index("The file")]
    row = table[table.index(" S42 ") : table.index(" S43 ")]
    assert "Surgery is a real prospect" in row
    assert "fact: surgery considered" in row


def test_what_is_assumed_and_what_is_editorial_is_marked() -> None:
    model = load("low_back_pain").model
    html = guideline_page(load("low_back_pain"), DAY)
    for rule in model.rules:
        start = html.index(f'id="rule-{rule.name}"')
        card = html[start : html.index("</section>", start)]
        assert card.count("ir-note ir-assumed") == len(rule.notes.assumes)
        assert card.count("ir-note ir-editorial") == len(rule.notes.editorial)
        assert ("<blockquote" in card) == bool(rule.notes.citations)


def small(*clauses: str) -> Guideline:
    first, rest = SMALL.split("\n", 1)
    return loads("\n".join([first, *clauses, rest]))


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        ("  status draft", "This is a draft. Do not rely on it."),
        ("  status retired", "This guideline is retired."),
        ("  review by 2026-05-31", "It was to be reviewed by 2026-05-31."),
    ],
)
def test_a_guideline_that_is_not_in_force_says_so_first(clause: str, said: str) -> None:
    text = Page(by_commonmark(guideline_page(small(clause), DAY))).text
    assert text.startswith(f"A small guideline {said}")
    assert said not in Page(by_commonmark(guideline_page(small(), DAY))).text


def test_the_day_of_review_itself_is_in_time() -> None:
    written = guideline_page(small("  review by 2026-06-01"), DAY)
    assert "It was to be reviewed" not in written
    assert "2026-06-01" in written


def test_silence_is_told_where_it_can_come() -> None:
    silent = Page(by_commonmark(guideline_page(small(), DAY))).text
    assert "Where none of its rules holds it is silent, and that is no reassurance." in silent
    # Nobody is without a rule there.
    assert "it is silent" not in page("pulmonary_embolism").text


# --- all pages -----------------------------------------------------------------------------------


def test_a_form_that_takes_too_long_is_left_out_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = guideline_page(load("low_back_pain"))
    monkeypatch.setattr("imaging_rules.document.export.guideline.BUDGET", 10)
    page = guideline_page(load("low_back_pain"))
    told = (
        "## Try it\n\n<p>The form is left out: with so many rules, it takes too long to tell when "
        "each of them decides.</p>\n\n"
    )
    assert told in page
    form = whole[whole.index("## Try it") : whole.index("## Red flags")]
    assert page == whole.replace(form, told)


def test_the_index_leads_to_every_page() -> None:
    loaded = [load(name) for name in NAMES]
    pages = guideline_pages(loaded, DAY)
    assert list(pages) == [INDEX, STYLE, *map(page_of, loaded)]
    for reader in READERS:
        shown = Page(reader(pages[INDEX]))
        assert [f"guidelines/{each}" for each in shown.links] == [page_of(each) for each in loaded]
        for each in loaded:
            header = each.model.header
            row = f"{each.title} {header.population} {header.status} {header.version}"
            assert row in shown.text


def test_no_guidelines_make_an_index_that_says_so() -> None:
    assert "There are no guidelines here." in guideline_pages([])[INDEX]


def test_two_of_the_same_name_are_refused() -> None:
    with pytest.raises(SameNameError, match="two guidelines are named `small`"):
        guideline_pages([loads(SMALL), loads(SMALL)])


def test_a_guideline_named_index_does_not_take_the_place_of_the_index() -> None:
    odd = loads(SMALL.replace("guideline small", "guideline index"))
    pages = guideline_pages([odd])
    assert len(pages) == 3
    assert pages[INDEX].startswith(f"{FRONT_MATTER}# Guidelines\n")
    assert "(index_.md)" in pages[INDEX]
