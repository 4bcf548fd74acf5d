"""What a define, a choice or a score says of itself is told wherever something rests on it."""

import pytest

from imaging_rules import export, loads
from imaging_rules.document.form import try_it
from imaging_rules.document.page.page import guideline_page

GUIDELINE = loads("""
guideline made_up
  title     "Made up"
  editorial "Made up."

source book
  title "A book"
  kind  "book"

fact lump
  yes or no
  ask "Is there a lump?"

fact age
  whole number in years from 0 to 120
  ask "How old?"

define old
  first   yes_old when age at least 65 years
  otherwise not_old
  assumes "Old is read as 65 years."

score points
  add   1 point when lump
  add   1 point when old is yes_old
  cite  book "page 7"

define many_points
  as        points over 1 point
  title     "Many points"
  editorial "The name is ours."

define never_used
  as      lump and age under 3 years
  assumes "Nobody rests on this."

study xray
  title "X-ray"

red flag first_flag
  title     "First"
  when      many_points
  image     with xray
  question  "What is it?"
  editorial "Made up."

red flag second_flag
  title     "Second"
  when      old is yes_old or many_points
  image     with xray
  question  "What is it?"
  editorial "Made up."

contradiction not_both
  title     "Not a lump before 3 years"
  when      never_used
  editorial "Made up."
""")
SAID = ("Old is read as 65 years.", "book, page 7", "The name is ours.")


def test_an_explanation_tells_each_definition_once_with_the_first_reason_that_rests_on_it() -> None:
    text = GUIDELINE.evaluate({"lump": True, "age": 70}).explain()
    assert text[text.index("* First") : text.index("* Second")] == (
        "* First (red flag)\n"
        "  It holds because lump is yes and age is 70 years.\n"
        "  Question for imaging: What is it?\n"
        "  Editorial, not from the source: Made up.\n"
        "  Rests on: ‘Many points’\n"
        "  Editorial, not from the source: The name is ours.\n"
        "  Rests on: ‘points’\n"
        "  Source: book, page 7\n"
        "  Rests on: ‘old’\n"
        "  Assumed by the encoder: Old is read as 65 years.\n"
    )
    assert [text.count(each) for each in SAID] == [1, 1, 1]
    assert "Nobody rests on this." not in text


def test_a_contradiction_that_is_found_tells_what_it_rests_on() -> None:
    decision = GUIDELINE.evaluate({"lump": True, "age": 2})
    assert [(each.name, each.rule) for each in decision.definitions] == [("never_used", "not_both")]
    assert "Rests on: ‘never used’\n  Assumed by the encoder: Nobody" in decision.explain()


SCOPED = loads("""
guideline scoped
  title        "Scoped"
  for          "adults without a lump"
  applies when adult
  otherwise    no guidance
  editorial    "Made up."

fact lump
  yes or no
  ask "Is there a lump?"

fact age
  whole number in years from 0 to 120
  ask "How old?"

define grown
  as        age at least 18 years
  editorial "Eighteen is ours."

define adult
  as      grown and not lump
  title   "An adult without a lump"
  assumes "A lump is for others."

define never_used
  as      lump and age under 3 years
  assumes "Nobody rests on this."

study xray
  title "X-ray"

indication old
  when      grown and age over 65 years
  image     with xray
  question  "What is it?"
  editorial "Made up."
""")


def test_an_answer_out_of_scope_tells_what_the_scope_rests_on() -> None:
    decision = SCOPED.evaluate({"lump": True, "age": 70})
    text = decision.explain()
    assert (
        "does not apply, because lump is yes. It is for adults without a lump. "
        "Rests on: ‘An adult without a lump’ Assumed by the encoder: A lump is for others. "
        "Rests on: ‘grown’ Editorial, not from the source: Eighteen is ours. "
    ) in " ".join(text.split())
    assert "Nobody rests on this." not in text
    recorded = decision.to_dict()["decision"]["definitions"]
    assert [(each["name"], each["rule"]) for each in recorded] == [("adult", ""), ("grown", "")]


def test_an_answer_within_the_scope_tells_nothing_of_it() -> None:
    decision = SCOPED.evaluate({"lump": False, "age": 70})
    assert [(each.name, each.rule) for each in decision.definitions] == [("grown", "old")]
    assert SCOPED.evaluate({"lump": False}).definitions == ()


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_all_forms_of_an_explanation_tell_it(form: str) -> None:
    told = GUIDELINE.evaluate({"lump": True, "age": 70}).explain(form)  # type: ignore[arg-type]
    assert all(each in told for each in SAID)


def test_the_record_tells_what_definitions_say() -> None:
    definitions = GUIDELINE.evaluate({"lump": True, "age": 70}).to_dict()["decision"]["definitions"]
    assert [(each["name"], each["rule"]) for each in definitions] == [
        ("many_points", "first_flag"),
        ("points", "first_flag"),
        ("old", "first_flag"),
    ]
    assert definitions[1]["citations"] == [
        {"source": "book", "statements": [], "section": "page 7", "quote": ""}
    ]
    assert definitions[2]["assumes"] == ["Old is read as 65 years."]


def test_the_export_tells_what_definitions_say_once() -> None:
    data = export(GUIDELINE)
    (choice,), (score,) = data["choices"], data["scores"]
    assert choice == {
        "name": "old",
        "assumes": ["Old is read as 65 years."],
        "lines": [{"value": "yes_old", "when": "age at least 65 years"}],
        "otherwise": "not_old",
        "values": [{"value": "yes_old", "diagram": 11}, {"value": "not_old", "diagram": 12}],
    }
    assert score["citations"] == [{"source": "book", "section": "page 7"}]
    assert score["lines"][1] == {"points": "1", "when": "old is yes_old", "diagram": 11}
    assert (score["groups"], score["minimum"], score["maximum"]) == ([[0], [1]], "0", "2")
    own = {each["name"]: each for each in data["definitions"] if "block" not in each}
    assert own["many_points"]["editorial"] == ["The name is ours."]
    assert str(data).count("Old is read as 65 years.") == 1
    made = {each["name"]: each["block"] for each in data["definitions"] if "block" in each}
    assert made == {
        "old is yes_old": "old",
        "old is not_old": "old",
        "points over 1 point": "points",
    }


def test_page_and_form_tell_what_definitions_say() -> None:
    form = try_it(GUIDELINE, links=False)
    assert "Old is read as 65 years." in form
    assert "book page 7" in form
    assert '<template data-part="define many_points">' in form
    page = guideline_page(GUIDELINE)
    for name in ("old", "points", "many_points", "never_used"):
        assert page.count(f'id="define-{name}"') == 1
    assert page.count("Old is read as 65 years.") == 3


def test_blocks_are_all_that_have_notes_each_once() -> None:
    assert [each.name for each in GUIDELINE.model.blocks()] == [
        "made_up",
        "book",
        "lump",
        "age",
        "old",
        "points",
        "many_points",
        "never_used",
        "xray",
        "first_flag",
        "second_flag",
        "not_both",
    ]
