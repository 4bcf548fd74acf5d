"""The command `check`: all that is wrong, in every file, and the exit code."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

import imaging_rules
from imaging_rules import check as check_file
from imaging_rules.cli.exit_codes import MisuseError
from imaging_rules.diagnostics import as_data, as_text
from imaging_rules.diagnostics.render import as_github
from imaging_rules.diagnostics.sarif import as_sarif
from tests.cli.command_line import BROKEN, SMALL, WARNED, run


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


def test_github_annotations_are_lines_on_standard_output() -> None:
    result = run("check", "good.guideline", "broken.guideline", "--format", "github")
    assert result.exit_code == 1
    assert result.stderr == ""
    assert result.stdout == as_github(check_file("broken.guideline")) + "\n"
    assert result.stdout.startswith("::error file=broken.guideline,line=")
    assert run("check", "good.guideline", "--format", "github").stdout == ""
    lost = run("check", "nowhere.guideline", "--format", "github")
    assert lost.exit_code == 2
    assert lost.stdout == "::error::there is no file nowhere.guideline\n"


def test_sarif_is_one_document_with_every_file() -> None:
    files = ("good.guideline", "broken.guideline", "warned.guideline")
    result = run("check", *files, "--format", "sarif")
    assert result.exit_code == 1
    assert result.stderr == ""
    told = [*check_file("broken.guideline"), *check_file("warned.guideline")]
    assert json.loads(result.stdout) == as_sarif(told, imaging_rules.__version__)
    lost = run("check", "nowhere.guideline", "--format", "sarif")
    assert lost.exit_code == 2
    (sarif_run,) = json.loads(lost.stdout)["runs"]
    assert sarif_run["invocations"][0]["executionSuccessful"] is False


@pytest.mark.parametrize("form", ["sarif", "github"])
@pytest.mark.parametrize("option", ["--laws", "--gaps"])
def test_what_a_form_cannot_show_is_refused(form: str, option: str) -> None:
    result = run("check", "good.guideline", option, "--format", form)
    assert result.exit_code == 2
    assert f"error: `{option}` can be shown with --format text or json only" in result.stderr


MENDABLE = BROKEN.replace("when      pian", "When      pian")


def test_fix_mends_what_is_certain_and_tells_what_is_left() -> None:
    path = Path("mendable.guideline")
    path.write_text(MENDABLE)
    result = run("check", "--fix", path)
    assert result.exit_code == 1
    assert (
        result.stdout
        == "mendable.guideline: 1 mended, 1 error\n  20:3 E101: `When` is now `when`\n"
    )
    assert path.read_text() == BROKEN
    assert result.stderr.rstrip() == as_text(check_file(path))
    again = run("check", "--fix", path)
    assert again.stdout == "mendable.guideline: 1 error\n"
    assert path.read_text() == BROKEN


def test_fix_lays_a_good_file_out_and_looks_into_it_then() -> None:
    Path("good.guideline").write_text(SMALL.replace("  when ", "      when "))
    result = run("check", "--fix", "--gaps", "good.guideline")
    assert result.exit_code == 0
    first, second, *more = result.stdout.splitlines()
    assert first == "good.guideline: 1 mended, no problems"
    assert second.startswith("  20:7 W517: the file is laid out otherwise")
    assert more[0].startswith("good.guideline: ")
    assert Path("good.guideline").read_text() == SMALL


def test_fix_writes_nothing_where_nothing_can_be_mended(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, data: bytes) -> None:
        raise AssertionError(path)

    monkeypatch.setattr("imaging_rules.cli.commands.check.replace", refuse)
    result = run("check", "--fix", "good.guideline", "broken.guideline")
    assert result.stdout == "good.guideline: no problems\nbroken.guideline: 1 error\n"


def test_fix_mends_every_file_of_a_folder() -> None:
    Path("sub").mkdir()
    for name in ("sub/a.guideline", "sub/b.guideline"):
        Path(name).write_text(SMALL.replace("when ", "When "))
    result = run("check", "--fix", "sub")
    assert result.exit_code == 0
    assert result.stdout.count("1 mended, no problems") == 2
    assert Path("sub/a.guideline").read_text() == Path("sub/b.guideline").read_text() == SMALL


def test_fix_takes_files_and_not_guidelines_that_ship() -> None:
    result = run("check", "--fix", "low_back_pain")
    assert result.exit_code == 2
    assert "the guideline `low_back_pain`, which ships, is not meant here" in result.stderr


def test_a_mended_file_that_cannot_be_written_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, data: bytes) -> None:
        raise MisuseError(f"the file {path} cannot be written: No space left on device")

    monkeypatch.setattr("imaging_rules.cli.commands.check.replace", refuse)
    Path("mendable.guideline").write_text(MENDABLE)
    result = run("check", "--fix", "mendable.guideline", "good.guideline")
    assert result.exit_code == 2
    assert result.stdout == "mendable.guideline: not mended\ngood.guideline: no problems\n"
    assert "error: the file mendable.guideline cannot be written: No space" in result.stderr
    assert Path("mendable.guideline").read_text() == MENDABLE


def test_json_tells_what_can_be_mended_and_what_was() -> None:
    Path("mendable.guideline").write_text(MENDABLE)
    (before,) = json.loads(run("check", "mendable.guideline", "--format", "json").stdout)["files"]
    assert "mended" not in before
    fix = {"line": 20, "column": 3, "end_line": 20, "end_column": 7, "text": "when"}
    assert [each["fix"] for each in before["diagnostics"]] == [[fix], []]
    arguments = ("check", "--fix", "mendable.guideline", "--format", "json")
    (after,) = json.loads(run(*arguments).stdout)["files"]
    assert [each["fix"] for each in after["mended"]] == [[fix]]
    assert [each["code"] for each in after["diagnostics"]] == ["E201"]
    (again,) = json.loads(run(*arguments).stdout)["files"]
    assert again["mended"] == []


def test_a_folder_is_checked_with_its_vocabularies() -> None:
    Path("some").mkdir()
    Path("some/shared.vocabulary").write_text('vocabulary shared\n  title "S"\n')
    Path("some/made_up.guideline").write_text('guideline made_up\n  title "M"\n')
    result = run("check", "some")
    assert result.exit_code == 0
    told = result.stdout.replace("\\", "/").splitlines()
    assert told == ["some/made_up.guideline: no problems", "some/shared.vocabulary: no problems"]


# --- what --fix could mend --------------------------------------------------------------------

SLIPS = SMALL.replace("yes or no", "Yes Or No", 1).replace("count over 2", "count > 2 & pain", 1)


def test_in_the_end_it_is_said_how_much_can_be_mended() -> None:
    Path("slips.guideline").write_text(SLIPS)
    Path("laid.guideline").write_text(SMALL.replace("  title", "     title", 1))
    told = run("check", "slips.guideline").stderr
    assert told.endswith("\n\n2 of these can be mended with `--fix`\n")
    told = run("check", "slips.guideline", "broken.guideline", "laid.guideline").stderr
    assert told.endswith("\n\n3 of these can be mended with `--fix`\n")
    assert "warning[W517]" in told


def test_no_more_is_said_to_be_mendable_than_is_mended() -> None:
    """What would bring something unclear to light is not mended, so it is not counted."""
    hidden = 'red flag other\n  title "A"\n  wehn "odd"\n'
    Path("slips.guideline").write_text(f"{SLIPS}\n{hidden}")
    told = run("check", "slips.guideline").stderr
    assert told.count("did you mean `when`?") == 1
    assert told.endswith("\n\n2 of these can be mended with `--fix`\n")
    assert "slips.guideline: 2 mended" in run("check", "--fix", "slips.guideline").stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("good.guideline",),
        ("broken.guideline",),
        ("--fix", "slips.guideline"),
        ("--format", "json", "slips.guideline"),
        ("--format", "sarif", "slips.guideline"),
        ("low_back_pain",),
    ],
)
def test_where_nothing_can_be_mended_or_it_was_nothing_is_said_of_it(
    arguments: tuple[str, ...],
) -> None:
    Path("slips.guideline").write_text(SLIPS)
    assert "can be mended" not in run("check", *arguments).stderr


def test_in_a_long_file_it_is_said_that_mending_was_not_tried() -> None:
    Path("slips.guideline").write_text(SLIPS + "# A long remark.\n" * 12_000)
    told = run("check", "slips.guideline").stderr
    assert told.endswith(
        "\n\nsome of these may be mended with `--fix`: the file is too long to try it here\n"
    )
