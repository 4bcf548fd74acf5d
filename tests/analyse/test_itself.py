"""A fact compared with itself: whatever the fact is, the comparison is always true or never."""

from pathlib import Path

import pytest

from imaging_rules import check

FILE = """\
guideline sample
  title "A sample"

fact pain
  yes or no
  ask "Is there pain?"

fact one
  number in weeks from 0 to 52
  ask "In which week did it begin?"

fact other
  number in weeks from 0 to 52
  ask "In which week did it end?"

contradiction times
  title     "Times"
  when      WHEN
  editorial "Made up."
"""


def told(when: str, folder: Path) -> list[tuple[str, str]]:
    path = folder / "sample.guideline"
    path.write_text(FILE.replace("WHEN", when), "utf-8")
    found = [each for each in check(path) if each.code in {"W509", "W510", "W511"}]
    return [(each.code, each.message) for each in found]


@pytest.mark.parametrize(
    ("operator", "code", "how"),
    [
        ("at least", "W510", "always"),
        ("at most", "W510", "always"),
        ("over", "W511", "never"),
        ("under", "W511", "never"),
    ],
)
@pytest.mark.parametrize(
    "when", ["pain and (one over other or {})", "pain and not (one over other and {})"]
)
def test_a_comparison_with_itself_is_told(
    operator: str, code: str, how: str, when: str, tmp_path: Path
) -> None:
    part = f"one {operator} one"
    expected = f"in the condition of `times`, `{part}` {how} holds: `one` is compared with itself"
    assert told(when.format(part), tmp_path) == [(code, expected)]


def test_it_is_told_once(tmp_path: Path) -> None:
    assert len(told("pain and one over one or other under one and one over one", tmp_path)) == 1


def test_facts_compared_with_each_other_are_no_matter(tmp_path: Path) -> None:
    assert told("pain and one over other", tmp_path) == []
