"""What is said of quotes, spaces and capitals as word processors write them."""

import pytest

from imaging_rules.syntax.parse import parse
from imaging_rules.text import SourceText

NO_BREAK = "\N{NO-BREAK SPACE}"
WAITING = """\
guideline g
  title "A title"

waiting period w
  lasts 4 weeks of care
  without better
  then image with mri
"""


def said(text: str) -> list[tuple[str, str]]:
    _, problems = parse(SourceText("f", text))
    return [(each.message, each.help) for each in problems]


def test_spaces_of_another_kind_are_told_once_and_mended_together() -> None:
    one = WAITING.replace("without better", f"without{NO_BREAK}better")
    assert said(one) == [
        ("the sign U+00A0 (no-break space) cannot stand here", "write an ordinary space")
    ]
    two = one.replace("  then", f"{NO_BREAK} then")
    assert said(two) == [
        (
            "the sign U+00A0 (no-break space) cannot stand here, "
            "and spaces of this kind stand in another place",
            "write an ordinary space in each of them",
        )
    ]
    three = two.replace("  lasts", f"{NO_BREAK}{NO_BREAK}lasts")
    _, (problem,) = parse(SourceText("f", three))
    assert problem.message.endswith("and spaces of this kind stand in 3 other places")
    assert [three[each.span.start] for each in problem.fix] == [NO_BREAK] * 4


def test_spaces_within_texts_and_comments_stay() -> None:
    within = WAITING.replace('"A title"', f"“A{NO_BREAK}title” # so{NO_BREAK}it is")
    assert [each for each, _ in said(within)] == ["a text stands in straight double quotes"]
    spaced = within.replace(" “", f"{NO_BREAK}“")
    _, (space, _quotes) = parse(SourceText("f", spaced))
    assert len(space.fix) == 1


@pytest.mark.parametrize("name", ["Better", "BETTER"])
def test_without_begins_a_clause_of_a_waiting_period_whatever_follows(name: str) -> None:
    assert said(WAITING.replace("better", name)) == [
        ("names are written in lower case", "write `better`")
    ]


def test_a_keyword_in_capitals_is_told_before_other_words_are_looked_for() -> None:
    text = WAITING.replace("  then", "  Then")
    assert said(text) == [("the words of the language are in lower case", "write `then`")]
    fact = 'guideline g\n  title "A"\n\nfact f\n  yes or no\n  If not stated assume no\n'
    assert [each for each, _ in said(fact)] == ["the words of the language are in lower case"]


def test_a_curly_text_that_is_never_closed_swallows_no_other_one() -> None:
    text = WAITING.replace('"A title"', "“A title\n  because “It holds a quote.””")
    _, problems = parse(SourceText("f", text))
    assert all("title\n" not in edit.text for each in problems for edit in each.fix)
    assert problems


def test_a_date_in_words_may_stand_in_curly_quotes() -> None:
    text = 'guideline g\n  title "A"\n  published “May 23 (no year)”\n'
    assert said(text) == [("a text stands in straight double quotes", 'write `"May 23 (no year)"`')]
