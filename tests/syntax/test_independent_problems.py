"""What is broken in one block neither hides what is wrong in another nor makes anything else wrong.

Each slip is put into a good file by itself, then with each of the others, then all at once: what is
said of many is what is said of each, in order.
"""

from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

import pytest

from imaging_rules import check

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
