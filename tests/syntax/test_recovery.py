"""Reading goes on after a problem; what is broken hides nothing else, and breaks nothing else."""

from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from lark import Token

from imaging_rules import check
from imaging_rules.syntax.grammar import BLOCKS, clauses_of, parser, phrases
from imaging_rules.syntax.parse import parse
from imaging_rules.text import SourceText


def takes_a_text(block: str, clause: str) -> bool:
    """Whether a text may follow the first word of a clause, as the parser itself says it."""
    terminals = {words: name for name, words in phrases().items()}
    begun: Any = parser().parse_interactive("")
    for terminal in (terminals[block], "NAME", terminals[clause]):
        begun.feed_token(Token(terminal, "x"))
    return "TEXT" in begun.accepts()


BEFORE_A_TEXT = [
    (block, clause)
    for block in BLOCKS
    if block not in ("example", "use")
    for clause in clauses_of(block)
    if takes_a_text(block, clause)
]


def test_there_are_many_such_clauses() -> None:
    assert len(BEFORE_A_TEXT) > 70
    assert ("special case", "remark") in BEFORE_A_TEXT


@pytest.mark.parametrize(("block", "clause"), BEFORE_A_TEXT)
def test_a_quote_that_was_forgotten_before_any_text_is_told_as_that(
    block: str, clause: str
) -> None:
    text = f'{block} x\n  title "it is not closed\n  {clause} "a text"\n\nstudy y\n'
    file, (problem, *more) = parse(SourceText.of("x", text))
    assert problem.code == "E102"
    assert problem.at.span.start == text.index('"')
    assert more == []
    assert [each.name.text for each in file.blocks][-1] == "y"


@pytest.mark.parametrize(
    "line",
    ['cite paper "3"', 'cite paper S1 quote "so"', 'leaves out S1 because "so"', 'quote "so"'],
)
def test_so_it_is_before_a_text_that_stands_later_in_its_line(line: str) -> None:
    text = f'source paper\n  title "it is not closed\n  {line}\n\nstudy y\n'
    _, (problem, *_) = parse(SourceText.of("x", text))
    assert problem.code == "E102"


GOOD = """\
guideline sample
  title     "A sample"
  otherwise wait
  editorial "Made up."

source paper
  title "A paper"

fact pain
  yes or no
  ask "Is there pain?"

fact care
  number in weeks from 0 to 52
  ask "For how many weeks has it been treated?"

fact rest
  number in days from 0 to 14
  ask "For how many days was there rest?"

fact course
  one of better, same, worse
  ask "How did it go?"

screen signs
  ask    "Is any of these present?"
  covers pain, course is better

define long_care
  as care over 6 weeks

study mri
  title "MRI"

red flag sign
  title    "A sign"
  when     pain and course is worse
  image    urgently with mri
  question "Is there an infection?"
  cite     paper "1"

indication lasting
  title    "Lasting pain"
  when     long_care or care at least 4 weeks
  consider mri
  question "What is the cause?"
  cite     paper "2"

waiting period care
  title    "Care"
  lasts    4 to 6 weeks of care
  then     consider mri
  question "What is the cause?"
  cite     paper "3"

limit held
  title   "Better"
  when    course is better
  hold at wait
  cite    paper "4"

advice rest
  topic care
  for   wait
  text  "Rest."
  cite  paper "5"
"""

# Each in a block of its own, with the code that it leads to.
SLIPS = {
    "text without its end in the header": ('"A sample"', '"A sample', "E102"),
    "misspelt clause in a source": ('  title "A paper"', '  titel "A paper"', "E101"),
    "misspelt type": ("yes or no", "yes or on", "E101"),
    "reversed range": ("0 to 14", "14 to 0", "E403"),
    "value named twice": ("better, same", "better, same, same", "E202"),
    "unknown fact in a screen": ("covers pain", "covers pian", "E201"),
    "missing unit in a definition": ("over 6 weeks", "over 6", "E301"),
    "keyword in capital letters": ("study mri", "Study mri", "E101"),
    "value that the fact does not have": ("is worse", "is wrose", "E304"),
    "missing bracket": ("long_care or care", "(long_care or care", "E101"),
    "no such unit": ("6 weeks of", "6 wekks of", "E306"),
    "no citation": ('  hold at wait\n  cite    paper "4"', "  hold at wait\n", "E401"),
    "no such topic": ("topic care", "topic caer", "E304"),
}


def said_of(slips: Iterable[str], folder: Path) -> list[tuple[int, str]]:
    """Return the line and the code of each error in the file with slips in it."""
    text = GOOD
    for slip in slips:
        right, wrong, _ = SLIPS[slip]
        assert GOOD.count(right) == 1
        assert right.count("\n") == wrong.count("\n")
        text = text.replace(right, wrong)
    path = folder / "sample.guideline"
    path.write_text(text, "utf-8")
    return [(each.at.place.line, each.code) for each in check(path) if each.is_error]


def test_nothing_is_wrong_with_the_file_itself(tmp_path: Path) -> None:
    (tmp_path / "sample.guideline").write_text(GOOD, "utf-8")
    assert not [each for each in check(tmp_path / "sample.guideline") if each.is_error]


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_one_error_in_its_own_line(slip: str, tmp_path: Path) -> None:
    right, _, code = SLIPS[slip]
    first = GOOD[: GOOD.index(right)].count("\n") + 1
    ((line, found),) = said_of([slip], tmp_path)
    assert found == code
    # What is missing from a block is told at its name.
    assert line == (GOOD[: GOOD.index("limit held")].count("\n") + 1 if code == "E401" else first)


@pytest.mark.parametrize(("one", "other"), list(combinations(SLIPS, 2)))
def test_two_slips_are_the_errors_of_both(one: str, other: str, tmp_path: Path) -> None:
    alone = [*said_of([one], tmp_path), *said_of([other], tmp_path)]
    assert said_of([one, other], tmp_path) == sorted(alone)


def test_all_slips_are_the_errors_of_each(tmp_path: Path) -> None:
    alone = [said for slip in SLIPS for said in said_of([slip], tmp_path)]
    assert said_of(SLIPS, tmp_path) == sorted(alone)


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
