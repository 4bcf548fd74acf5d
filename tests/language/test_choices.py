"""Named choices: the first line that fits counts."""

import pytest

from imaging_rules import GuidelineError, Recommendation, loads
from tests.language.made import block, header, indication, number, study, yes_no

IMAGE, SILENT = Recommendation.IMAGE, Recommendation.NO_GUIDANCE
AGES = (
    header()
    + number("age", "whole number in years from 0 to 120")
    + yes_no("small")
    + study("ct")
    + block(
        "define group",
        "first infant when age under 2 years or small",
        "then child when age under 18 years",
        "then infant when age over 110 years",
        "otherwise adult",
    )
)


def expected(age: int, small: bool) -> str:
    if age < 2 or small:
        return "infant"
    if age < 18:
        return "child"
    if age > 110:
        return "infant"
    return "adult"


@pytest.mark.parametrize("small", [False, True])
@pytest.mark.parametrize("age", [0, 1, 2, 17, 18, 110, 111])
def test_the_first_line_that_fits_counts(age: int, small: bool) -> None:
    group = expected(age, small)
    for value in ("infant", "child", "adult"):
        for written, holds in (
            (f"group is {value}", group == value),
            (f"group is not {value}", group != value),
            (f"group is one of ({value}, child)", group in (value, "child")),
        ):
            decision = loads(AGES + indication("here", written)).evaluate(
                {"age": age, "small": small}
            )
            assert decision.recommendation is (IMAGE if holds else SILENT), written


def test_an_open_choice_asks_for_what_it_hangs_on() -> None:
    decision = loads(AGES + indication("here", "group is child")).evaluate({"age": 12})
    assert decision.possible == (SILENT, IMAGE)
    assert [each.fact for each in decision.missing] == ["small"]
    old = loads(AGES + indication("here", "group is child")).evaluate({"age": 40})
    assert old.possible == (SILENT,)


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("otherwise adult", "", "E112", "otherwise"),
        ("first infant", "then infant", "E111", "first"),
        ("then child", "first child", "E111", "then"),
        ("otherwise adult", "otherwise adult\n  as small", "E111", "condition or a choice"),
        ("group is child", "group is chid", "E304", "child"),
        ("when group is child", "when group", "E307", "cannot stand alone"),
        ("when group is child", "when group over 2", "E307", "cannot be compared"),
        ("age under 18 years", "group is infant", "E407", "group"),
    ],
)
def test_what_is_wrong_with_a_choice_is_told(old: str, new: str, code: str, words: str) -> None:
    text = AGES + indication("here", "group is child")
    assert old in text
    with pytest.raises(GuidelineError) as raised:
        loads(text.replace(old, new))
    (problem,) = [each for each in raised.value.diagnostics if each.is_error]
    assert problem.code == code
    assert words in problem.message + problem.help
