"""What `explain` shows: every mistake is found with its code, and every mend is not."""

import pytest

from imaging_rules.diagnostics import CATALOGUE
from imaging_rules.diagnostics.lessons import LESSONS, SETTING, explained
from imaging_rules.library.read import read

# What these say cannot be shown in a few lines of text.
TOLD_IN_WORDS = {"E104", "E105", "E107", "E113", "E203", "E204", "E310", "E410", "E411", "W501"}


def codes_of(example: str, code: str) -> set[str]:
    """Return the codes of what is said of an example, in the setting it is meant for."""
    whole = code == "E110" or example.startswith("guideline ")
    text = example if whole else f"{SETTING}\n{example}"
    _, diagnostics = read("lesson.guideline", text.encode(), _no_file)
    return {each.code for each in diagnostics}


def _no_file(name: str) -> bytes:
    raise OSError("there is no such file")


def test_the_setting_itself_is_good():
    assert codes_of("", "E101") == set()


@pytest.mark.parametrize("code", sorted(LESSONS))
def test_the_mistake_is_found_and_its_mend_is_not(code):
    assert code in codes_of(LESSONS[code].mistake, code)
    assert codes_of(LESSONS[code].mended, code) == set()


def test_every_code_has_a_lesson_or_is_told_in_words():
    assert set(CATALOGUE) - set(LESSONS) == TOLD_IN_WORDS
    assert set(LESSONS) <= set(CATALOGUE)


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_every_code_is_explained(code):
    told = explained(code)
    assert told.startswith(f"{code}: {CATALOGUE[code].title}\n")
    assert ("Mended:" in told) == (code in LESSONS)
    assert all(len(line) <= 88 for line in told.partition("A mistake:")[0].splitlines())
