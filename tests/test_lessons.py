"""What `explain` shows: every mistake is found with its code, and every mend is not."""

from pathlib import Path

import pytest

from imaging_rules import check
from imaging_rules.diagnostics import CATALOGUE
from imaging_rules.diagnostics.lessons import LESSONS, SETTING, explained

# What these say cannot be shown in a few lines of text.
TOLD_IN_WORDS = {
    *("E104", "E105", "E107", "E113", "E203", "E204", "E310", "E410", "E411"),
    *("W501", "W513", "W516", "W517"),
}


def codes_of(example: str, code: str, folder: Path) -> set[str]:
    """Return the codes of what is said of an example, in the setting it is meant for."""
    whole = code == "E110" or example.startswith("guideline ")
    path = folder / "lesson.guideline"
    path.write_text(example if whole else f"{SETTING}\n{example}", encoding="utf-8")
    return {each.code for each in check(path)}


def test_the_setting_itself_is_good(tmp_path: Path) -> None:
    assert codes_of("", "E101", tmp_path) <= {"W517"}


@pytest.mark.parametrize("code", sorted(LESSONS))
def test_the_mistake_is_found_and_its_mend_is_not(code: str, tmp_path: Path) -> None:
    assert code in codes_of(LESSONS[code].mistake, code, tmp_path)
    mended = codes_of(LESSONS[code].mended, code, tmp_path)
    assert code not in mended
    assert not {each for each in mended if each.startswith("E")}


def test_every_code_has_a_lesson_or_is_told_in_words() -> None:
    assert set(CATALOGUE) - set(LESSONS) == TOLD_IN_WORDS
    assert set(LESSONS) <= set(CATALOGUE)


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_every_code_is_explained(code: str) -> None:
    told = explained(code)
    assert told.startswith(f"{code}: {CATALOGUE[code].title}\n")
    assert ("Mended:" in told) == (code in LESSONS)
    assert all(len(line) <= 88 for line in told.partition("A mistake:")[0].splitlines())
