"""What `explain` shows: every mistake is found with its code, and every mend is not."""

from pathlib import Path

import pytest

from imaging_rules import check
from imaging_rules.diagnostics import CATALOGUE
from imaging_rules.diagnostics.explain_code import LESSONS, explained, shown
from imaging_rules.diagnostics.lessons import BESIDE, SETTING
from imaging_rules.text.words import WIDTH


def codes_of(example: str, code: str, folder: Path, encoding: str = "utf-8") -> set[str]:
    """Return the codes of what is said of an example, in the setting it is meant for."""
    whole = code in {"E110", "E114"} or example.startswith("guideline ")
    for name, text in BESIDE.items():
        (folder / name).write_text(text, "utf-8")
    path = folder / "lesson.guideline"
    path.write_text(example if whole else f"{SETTING}\n{example}", encoding)
    return {each.code for each in check(path)}


def test_the_setting_itself_is_good(tmp_path: Path) -> None:
    assert codes_of("", "E101", tmp_path) <= {"W517"}


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_the_mistake_is_found_and_its_mend_is_not(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if code == "W516":
        # What reaches the limit itself takes too long for a test.
        monkeypatch.setattr("imaging_rules.library.read.BUDGET", 30_000)
    lesson = LESSONS[code]
    assert code in codes_of(lesson.mistake, code, tmp_path, lesson.encoding)
    mended = codes_of(lesson.mended, code, tmp_path)
    assert code not in mended
    assert not {each for each in mended if each.startswith("E")}


def test_every_code_has_a_lesson_and_every_lesson_a_code() -> None:
    assert set(LESSONS) == set(CATALOGUE)


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_every_code_is_explained(code: str) -> None:
    kind, told = CATALOGUE[code], explained(code)
    lines = told.splitlines()
    assert lines[0] == f"{code}: {kind.title}"
    weight = "An error: the file does not load." if kind.is_error else "A warning: the file loads."
    assert f"{kind.why} {weight}" in " ".join(told.partition("\n\nA mistake")[0].split())
    assert any(line.startswith("A mistake") for line in lines)
    assert sum(line.startswith("Mended") for line in lines) == 1
    # An example stands four columns further in.
    assert all(len(line) <= WIDTH + 4 for line in lines)
    assert len(lines) < 60
    assert told.isprintable() or all(line.isprintable() for line in lines)


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_a_mistake_and_its_mend_do_not_look_the_same(code: str) -> None:
    lesson = LESSONS[code]
    looks = shown(lesson.mistake), shown(lesson.mended)
    assert looks[0] != looks[1] or lesson.encoding != "utf-8"


def test_hidden_characters_are_spelt_out() -> None:
    assert "It is<U+202E> rare." in explained("E105")


def test_a_long_mistake_is_cut_short() -> None:
    told = explained("E113")
    assert 'remark "Rest for 1 days."' in told
    assert 'remark "Rest for 101 days."' in told
    assert "    ...\n" in told
    assert "Rest for 50 days." not in told
    assert f"# {'-' * 80}" in explained("E107")


def test_what_lies_beside_an_example_is_shown() -> None:
    assert "Beside it lies statements.json:\n\n    [\n" in explained("E203")
    assert "Beside it lies signs.vocabulary:\n\n    vocabulary signs\n" in explained("E416")
    assert "Beside" not in explained("E301")


def test_another_encoding_is_named() -> None:
    told = explained("E104")
    assert told.index("A mistake, saved as latin-1:") < told.index("Mended, saved as utf-8:")
