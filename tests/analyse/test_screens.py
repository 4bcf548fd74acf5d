"""A red flag that its screen leaves out is told, unless it is left out on purpose."""

from pathlib import Path

import pytest

from tests.analyse.files import FACTS, HEADER, messages, rule

MORE = """
fact drugs
  yes or no
  ask "Drugs by vein?"

fact chills
  yes or no
  ask "Chills?"
"""
FLAGS = rule(
    "red flag",
    "ill",
    "when any of (fever, cancer, drugs, age over 70 years, chills and course is worse); "
    "image urgently with mri",
)
EXAMPLE = """
example "none"
  given  signs is none, everything else is no
  expect wait or image urgently
"""


def screen(covers: str, *more: str) -> str:
    lines = "".join(f"\n  {line}" for line in ('ask "Any?"', f"covers {covers}", *more))
    return f"\nscreen signs{lines}\n"


LEFT_OUT = "`signs` covers 2 of 3 yes/no red flags; `drugs` is not covered"


@pytest.mark.parametrize(
    ("screens", "told"),
    [
        (screen("fever, cancer"), [LEFT_OUT]),
        # An example that fills it in does not hide it.
        (screen("fever, cancer") + EXAMPLE, [LEFT_OUT]),
        (screen("fever, cancer, drugs"), []),
        # Chills raise no red flag by themselves, and an age is no yes or no.
        (screen("fever, drugs, cancer, course is better"), []),
        (screen("fever, cancer", 'editorial "Drugs are asked about in private."'), []),
        (screen("fever, cancer", 'editorial "Made up."'), [LEFT_OUT]),
        (screen("fever, cancer") + '\nscreen habits\n  ask "Any?"\n  covers drugs\n', []),
        # One of three is no list of the red flags.
        (screen("fever, course is better"), []),
    ],
)
def test_what_a_screen_leaves_out(screens: str, told: list[str], tmp_path: Path) -> None:
    text = HEADER + FACTS + MORE + screens + FLAGS
    assert messages(text, tmp_path, "W519") == told


def test_a_fact_that_is_not_always_asked_for_is_let_be(tmp_path: Path) -> None:
    gated = MORE.replace('vein?"', 'vein?"\n  ask only when age at least 18 years')
    flag = FLAGS.replace("drugs,", "drugs and age at least 18 years,")
    text = HEADER + FACTS + gated + screen("fever, cancer") + flag
    assert messages(text, tmp_path, "W519") == []
