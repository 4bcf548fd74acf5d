"""The command that writes pages: all of them or none, and in one sentence why not."""

from pathlib import Path

import pytest

from imaging_rules import guidelines, load
from imaging_rules.document.site.guideline_pages import guideline_pages
from tests.cli.command_line import BROKEN, ROOT, SMALL, run


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.guideline").write_text(SMALL)
    return tmp_path


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_pages_are_written(folder: Path) -> None:
    done = run("docs", "small.guideline", "low_back_pain", "--out", "a/b")
    assert (done.exit_code, done.output) == (0, "a/b: 2 guidelines, 4 files\n")
    pages = guideline_pages([load("small.guideline"), load("low_back_pain")])
    assert files(folder / "a" / "b") == set(pages)
    for name, text in pages.items():
        assert (folder / "a" / "b" / name).read_bytes().decode("utf-8") == text


def test_a_folder_is_searched(folder: Path) -> None:
    assert run("docs", ROOT / "guidelines", "--out", "pages").exit_code == 0
    names = {f"guidelines/{name}.md" for name in guidelines() if ":" not in name}
    assert files(folder / "pages") >= names


def test_pages_are_written_anew_and_others_stay(folder: Path) -> None:
    run("docs", "small.guideline", "--out", ".")
    page = folder / "guidelines" / "small.md"
    before = page.read_text("utf-8")
    page.write_text("old")
    (folder / "guidelines" / "mine.md").write_text("mine")
    assert run("docs", "small.guideline", "--out", ".").exit_code == 0
    assert page.read_text("utf-8") == before
    assert (folder / "guidelines" / "mine.md").read_text() == "mine"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--out", "x"], "name a guideline, a file or a folder"),
        (["small.guideline"], "write --out DIR, to say where the pages go"),
        (["smal.guideline", "--out", "x"], "did you mean `small.guideline`?"),
        (["small.guideline", "copy.guideline", "--out", "x"], "two guidelines are named `small`"),
        (["words.vocabulary", "--out", "x"], "words.vocabulary: the file holds a vocabulary"),
        (["empty", "--out", "x"], "whose name ends in .guideline"),
        (["small.guideline", "--out", "copy.guideline"], "cannot be written"),
    ],
)
def test_misuse_is_told_and_nothing_is_written(
    folder: Path, arguments: list[str], said: str
) -> None:
    (folder / "copy.guideline").write_text(SMALL)
    (folder / "words.vocabulary").write_text("vocabulary words\n")
    (folder / "empty").mkdir()
    before = files(folder)
    done = run("docs", *arguments)
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stdout == ""
    assert files(folder) == before


def test_all_errors_of_all_files_are_told_and_nothing_is_written(folder: Path) -> None:
    (folder / "one.guideline").write_text(BROKEN)
    (folder / "two.guideline").write_text(BROKEN)
    done = run("docs", "small.guideline", "one.guideline", "two.guideline", "--out", "x")
    assert done.exit_code == 1
    assert "one.guideline:" in done.stderr
    assert "two.guideline:" in done.stderr
    assert not (folder / "x").exists()
