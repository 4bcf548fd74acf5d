"""The command `check`: all that is wrong, in every file, and the exit code."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from imaging_rules import check as check_file
from imaging_rules.diagnostics import as_data, as_text
from tests.command_line import BROKEN, SMALL, WARNED, run


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("good.guideline").write_text(SMALL)
    Path("warned.guideline").write_text(WARNED)
    Path("broken.guideline").write_text(BROKEN)
    return tmp_path


def test_a_good_file_has_no_problems() -> None:
    result = run("check", "good.guideline")
    assert (result.exit_code, result.stdout, result.stderr) == (
        0,
        "good.guideline: no problems\n",
        "",
    )


def test_an_error_is_a_finding() -> None:
    result = run("check", "broken.guideline")
    assert result.exit_code == 1
    assert result.stdout == "broken.guideline: 1 error\n"
    assert result.stderr.rstrip() == as_text(check_file("broken.guideline"))


def test_a_warning_alone_is_a_finding_only_if_strict() -> None:
    result = run("check", "warned.guideline")
    assert result.exit_code == 0
    assert result.stdout == "warned.guideline: 1 warning\n"
    assert "warning[W503]: " in result.stderr
    assert run("check", "--strict", "warned.guideline").exit_code == 1
    assert run("check", "--strict", "good.guideline").exit_code == 0


@pytest.mark.parametrize(
    ("condition", "study", "counts"),
    [
        ("pian and count over 2", "mir", "2 errors"),
        ("pian or pain and pain", "mri", "1 error, 1 warning"),
        ("pian or pain and pain", "mir", "2 errors, 1 warning"),
        ("pain or pain and pain", "mri", "3 warnings"),
    ],
)
def test_errors_and_warnings_are_counted(condition: str, study: str, counts: str) -> None:
    text = SMALL.replace("pain and count over 2", condition).replace("with mri", f"with {study}")
    Path("counted.guideline").write_text(text)
    assert run("check", "counted.guideline").stdout == f"counted.guideline: {counts}\n"


def test_a_guideline_that_ships_is_checked_by_its_name() -> None:
    result = run("check", "low_back_pain", "--strict")
    assert (result.exit_code, result.stdout) == (0, "low_back_pain: no problems\n")


def test_a_folder_is_searched_with_all_below_it_in_order() -> None:
    for name in ("b/z", "b/a", "a/x"):
        Path(name + ".guideline").parent.mkdir(exist_ok=True)
        Path(name + ".guideline").write_text(SMALL)
    Path("b/notes.txt").write_text("not a guideline")
    Path(".hidden").mkdir()
    Path(".hidden/x.guideline").write_text(BROKEN)
    Path("broken.guideline").unlink()
    lines = run("check", ".").stdout.splitlines()
    assert [line.partition(":")[0].replace("\\", "/") for line in lines] == [
        "good.guideline",
        "warned.guideline",
        "a/x.guideline",
        "b/a.guideline",
        "b/z.guideline",
    ]


def test_a_folder_without_guidelines_is_misuse() -> None:
    Path("empty").mkdir()
    result = run("check", "empty")
    assert result.exit_code == 2
    assert result.stderr == "error: there is no file in empty whose name ends in .guideline\n"


def test_a_folder_that_cannot_be_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    scanned = os.scandir

    def refuse(folder: Any) -> Any:
        if str(folder) == "closed":
            raise PermissionError(13, "Permission denied", "closed")
        return scanned(folder)

    Path("closed").mkdir()
    monkeypatch.setattr("os.scandir", refuse)
    result = run("check", "closed", "good.guideline")
    assert result.exit_code == 2
    assert result.stdout == "good.guideline: no problems\n"
    assert result.stderr == "error: the folder closed cannot be read: Permission denied\n"


def test_a_file_named_twice_is_checked_once() -> None:
    assert run("check", "good.guideline", ".", "good.guideline").stdout.count("good.guideline") == 1


def test_all_files_are_checked_though_some_cannot_be_read() -> None:
    Path("folder.guideline").mkdir()
    Path("folder.guideline/inner.guideline").mkdir()
    result = run(
        "check", "nowhere.guideline", "folder.guideline", "low_back_pian", "broken.guideline"
    )
    assert result.exit_code == 2
    assert result.stdout == "broken.guideline: 1 error\n"
    assert "error: there is no file nowhere.guideline\n" in result.stderr
    assert "error: there is no file in folder.guideline" in result.stderr
    assert "no guideline `low_back_pian`: did you mean `low_back_pain`?" in result.stderr


def test_a_file_that_cannot_be_opened_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.open

    def refuse(path: Path, *arguments: Any, **options: Any) -> object:
        if path.name == "good.guideline":
            raise PermissionError(13, "Permission denied")
        return opened(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", refuse)
    result = run("check", "good.guideline", "broken.guideline")
    assert result.exit_code == 2
    assert result.stdout == "good.guideline: not read\nbroken.guideline: 1 error\n"
    assert "error: the file good.guideline cannot be read: Permission denied\n" in result.stderr
    document = json.loads(run("check", "good.guideline", "--format", "json").stdout)
    problem = "the file good.guideline cannot be read: Permission denied"
    assert document["files"][0]["problem"] == problem
    assert document["problems"] == [problem]


def test_json_is_one_document_with_every_file() -> None:
    result = run("check", "good.guideline", "broken.guideline", "--format", "json")
    assert result.exit_code == 1
    assert result.stderr == ""
    document = json.loads(result.stdout)
    assert document["problems"] == []
    good, broken = document["files"]
    assert good == {
        "file": "good.guideline",
        "problem": None,
        "errors": 0,
        "warnings": 0,
        "diagnostics": [],
    }
    assert (broken["file"], broken["errors"], broken["warnings"]) == ("broken.guideline", 1, 0)
    assert broken["diagnostics"] == [as_data(each) for each in check_file("broken.guideline")]


def test_json_holds_what_cannot_be_found_too() -> None:
    result = run("check", "nowhere.guideline", "--format", "json")
    assert result.exit_code == 2
    assert json.loads(result.stdout) == {
        "files": [],
        "problems": ["there is no file nowhere.guideline"],
    }


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"\x00" * 100, b"guideline" * 10_000])
def test_a_file_of_any_bytes_is_checked(data: bytes) -> None:
    Path("odd.guideline").write_bytes(data)
    result = run("check", "odd.guideline")
    assert result.exit_code == 1
    assert result.stdout.startswith("odd.guideline: ")


def test_a_file_is_needed() -> None:
    result = run("check")
    assert result.exit_code == 2
    assert result.stderr == (
        "error: missing argument 'FILE...'\n  `imaging-rules check --help` shows how to write it\n"
    )
