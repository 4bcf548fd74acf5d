"""What scores and choices come to, where it is told and where an example expects it."""

from fractions import Fraction

import pytest

from imaging_rules import GuidelineError, compare, load, loads

RISK = """
guideline made_up
fact age
  whole number in years from 0 to 120
fact fever
  yes or no
fact cough
  yes or no
define age_group
  first     child when age under 16 years
  then      grown when age under 65 years
  otherwise old
score risk
  title "Risk points"
  add   1.5 points when fever or cough
  add   1 point when age at least 65 years
score unused
  add   2 points when cough
  take  0.5 points when fever
study mri
indication high
  title "High risk"
  when  risk over 2 points and not age_group is child
  image with mri
  question "Is it?"
  editorial "Made up."
"""


def told(text: str) -> list[str]:
    """Return the items of the part on points and groups, each on one line."""
    _, _, rest = text.partition("Points and groups\n-----------------\n")
    part, _, _ = rest.partition("\n\n")
    return [" ".join(item.split()) for item in part.split("* ")[1:]]


def test_a_known_score_is_told_with_the_lines_that_count() -> None:
    decision = loads(RISK).evaluate({"age": 70, "fever": True, "cough": False})
    assert decision.scores[0].value == Fraction(5, 2)
    assert told(decision.explain()) == [
        "Risk points: 2.5 of 2.5: fever or cough (1.5), age at least 65 years (1).",
        "Age group: old.",
    ]


def test_an_open_score_is_told_with_what_may_still_count() -> None:
    text = loads(RISK).evaluate({"fever": True}).explain()
    assert told(text) == [
        "Risk points: between 1.5 and 2.5 of 2.5: fever or cough (1.5); may still count: age at "
        "least 65 years (1).",
        "Age group: still open: child, grown or old.",
    ]


def test_a_score_on_which_nothing_rests_is_in_the_record_alone() -> None:
    decision = loads(RISK).evaluate({"age": 10, "fever": True, "cough": False})
    assert "Unused" not in decision.explain()
    unused = decision.to_dict()["decision"]["scores"][1]
    assert unused == {
        "name": "unused",
        "title": "",
        "value": "-0.5",
        "lowest": "-0.5",
        "highest": "-0.5",
        "minimum": "-0.5",
        "maximum": "2",
        "lines": [
            {"points": "2", "when": "cough", "counts": False},
            {"points": "-0.5", "when": "fever", "counts": True},
        ],
    }
    assert decision.to_dict()["decision"]["choices"] == [
        {"name": "age_group", "title": "", "value": "child", "values": ["child"]}
    ]


def test_where_no_line_holds_that_is_said() -> None:
    decision = loads(RISK).evaluate({"age": 20, "fever": False, "cough": False})
    assert told(decision.explain())[0] == "Risk points: 0 of 2.5: no line of it holds."


def test_a_comparison_tells_what_scores_come_to() -> None:
    facts = {"pulse": 110, "hemoptysis": True, "age": 30}
    text = " ".join(compare(facts, ["pulmonary_embolism", "years_algorithm"]).explain().split())
    assert "Wells points: between 2.5 and 12.5 of 12.5: pulse over 100 per minute (1.5)" in text


@pytest.mark.parametrize(
    ("given", "expect"),
    [
        ("age is 70 years, fever", "image with mri with risk is 2.5 points, age_group is old"),
        ("fever", "image or no guidance with risk between 1.5 and 2.5 points"),
        ("age between 10 and 20 years", "no guidance with age_group is one of (child, grown)"),
        ("not cough", "no guidance or image with unused between -0.5 and 0 points because high"),
    ],
)
def test_an_example_expects_what_comes(given: str, expect: str) -> None:
    expect = expect.removesuffix(" because high")
    loads(f'{RISK}\nexample "it"\n  given {given}\n  expect {expect}\n')


@pytest.mark.parametrize(
    ("expect", "instead"),
    [
        ("risk is 1.5 points", "risk between 1.5 and 2.5 points"),
        ("risk between 0 and 2.5 points", "risk between 1.5 and 2.5 points"),
        ("unused is 2 points", "unused between -0.5 and 1.5 points"),
        ("age_group is old", "age_group is one of (child, grown, old)"),
        ("age_group is one of (child, grown)", "age_group is one of (child, grown, old)"),
    ],
)
def test_an_example_that_expects_anything_else_fails(expect: str, instead: str) -> None:
    with pytest.raises(GuidelineError) as failed:
        loads(f'{RISK}\nexample "it"\n  given fever\n  expect image or no guidance with {expect}\n')
    assert f"with {instead}` comes" in str(failed.value)


def test_the_choice_of_a_shipped_guideline_is_told() -> None:
    (group,) = load("pecarn_head").evaluate({"age": "8 months"}).choices
    assert (group.value, group.values) == ("under_two", ("under_two",))
