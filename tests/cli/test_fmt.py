"""The command `fmt`: files laid out in place, and what it says and does where it cannot."""

import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from imaging_rules.diagnostics import as_text
from imaging_rules.syntax.parse import parse
from imaging_rules.text import SourceText
from tests.cli.command_line import SMALL, environment_with, process, run

MESSY = SMALL.replace("  title     ", "\ttitle ").replace("over 2", "> 2")
# The text of the title is not closed.
BROKEN = SMALL.replace('guideline"', "guideline")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("good.guideline").write_bytes(SMALL.encode())
    Path("messy.guideline").write_bytes(MESSY.encode())
    return tmp_path


def test_a_file_is_laid_out_in_place_and_named() -> None:
    result = run("fmt", "messy.guideline")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "messy.guideline: changed\n", "")
    assert Path("messy.guideline").read_bytes() == SMALL.encode()
    again = run("fmt", "messy.guideline")
    assert (again.exit_code, again.stdout, again.stderr) == (0, "", "")


def test_a_file_in_its_layout_is_not_touched() -> None:
    before = Path("good.guideline").stat()
    result = run("fmt", "good.guideline")
    assert (result.exit_code, result.output) == (0, "")
    after = Path("good.guideline").stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


@pytest.mark.parametrize(
    "data", [SMALL.replace("\n", "\r\n").encode(), b"\xef\xbb\xbf" + SMALL.encode()]
)
def test_line_ends_and_a_byte_order_mark_are_made_plain(data: bytes) -> None:
    Path("odd.guideline").write_bytes(data)
    assert run("fmt", "--check", "odd.guideline").exit_code == 1
    assert run("fmt", "odd.guideline").stdout == "odd.guideline: changed\n"
    assert Path("odd.guideline").read_bytes() == SMALL.encode()


def test_check_changes_nothing_and_names_what_would_change() -> None:
    result = run("fmt", "--check", "good.guideline", "messy.guideline")
    assert (result.exit_code, result.stdout) == (1, "messy.guideline: would change\n")
    assert result.stderr == ""
    assert Path("messy.guideline").read_text() == MESSY
    assert run("fmt", "--check", "good.guideline").exit_code == 0


def test_diff_changes_nothing_and_shows_what_would() -> None:
    result = run("fmt", "--diff", "good.guideline", "messy.guideline")
    assert result.exit_code == 0
    assert result.stderr == ""
    assert Path("messy.guideline").read_text() == MESSY
    assert result.stdout == (
        "--- messy.guideline\n"
        "+++ messy.guideline\n"
        "@@ -1,5 +1,5 @@\n"
        " guideline small\n"
        '-\ttitle "A small guideline"\n'
        '+  title     "A small guideline"\n'
        '   version   "1.2.3"\n'
        "   language  1\n"
        "   otherwise no guidance\n"
        "@@ -16,8 +16,8 @@\n"
        '   title "MRI"\n'
        " \n"
        " indication pain\n"
        '-\ttitle "Pain"\n'
        "-  when      pain and count > 2\n"
        '+  title     "Pain"\n'
        "+  when      pain and count over 2\n"
        "   image     with mri\n"
        '   question  "Why?"\n'
        '   editorial "Made up for a test."\n'
    )


def test_diff_tells_of_a_missing_line_end() -> None:
    Path("short.guideline").write_text('guideline a\n  title "A"')
    assert run("fmt", "--diff", "short.guideline").stdout == (
        "--- short.guideline\n+++ short.guideline\n@@ -1,2 +1,2 @@\n guideline a\n"
        '-  title "A"\n\\ No newline at end of file\n+  title "A"\n'
    )


def test_what_would_change_in_a_very_long_file_is_not_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = MESSY.count("\n")
    monkeypatch.setattr("imaging_rules.cli.commands.fmt.MOST_COMPARED", lines)
    assert run("fmt", "--diff", "messy.guideline").stdout.startswith("--- messy.guideline\n")
    monkeypatch.setattr("imaging_rules.cli.commands.fmt.MOST_COMPARED", lines - 1)
    assert run("fmt", "--diff", "messy.guideline").stdout == (
        "messy.guideline: would change; where is not shown, as the file has more than "
        f"{lines - 1:,} lines\n"
    )


def test_diff_and_check_together_show_and_end_with_a_finding() -> None:
    result = run("fmt", "--diff", "--check", "messy.guideline")
    assert result.exit_code == 1
    assert result.stdout.startswith("--- messy.guideline\n")
    assert "would change" not in result.stdout


def test_a_folder_is_searched_with_all_below_it() -> None:
    Path("a/b").mkdir(parents=True)
    Path("a/b/x.guideline").write_text(MESSY)
    Path("a/notes.txt").write_text(MESSY)
    Path("a/.hidden").mkdir()
    Path("a/.hidden/x.guideline").write_text(MESSY)
    result = run("fmt", ".", "a", "messy.guideline")
    assert result.exit_code == 0
    assert result.stdout.replace("\\", "/").splitlines() == [
        "messy.guideline: changed",
        "a/b/x.guideline: changed",
    ]
    assert Path("a/notes.txt").read_text() == Path("a/.hidden/x.guideline").read_text() == MESSY


def test_a_file_with_mistakes_is_left_as_it_is_and_the_others_are_not() -> None:
    Path("broken.guideline").write_text(BROKEN)
    for options in ((), ("--check",), ("--diff",)):
        result = run("fmt", *options, "broken.guideline")
        _, problems = parse(SourceText("broken.guideline", BROKEN))
        assert result.exit_code == 1
        assert result.stdout == ""
        assert result.stderr == (
            f"{as_text(problems)}\n\nerror: broken.guideline has an error and was left as it is\n"
        )
        assert Path("broken.guideline").read_text() == BROKEN
    result = run("fmt", "broken.guideline", "messy.guideline")
    assert (result.exit_code, result.stdout) == (1, "messy.guideline: changed\n")


def test_a_file_that_does_not_mean_anything_is_laid_out_all_the_same() -> None:
    Path("unknown.guideline").write_text("define a as b")
    assert run("fmt", "unknown.guideline").exit_code == 0
    assert Path("unknown.guideline").read_text() == "define a\n  as b\n"


@pytest.mark.parametrize("data", [b"\xff\xfe", b"\x00" * 100, b"guideline" * 10_000])
def test_a_file_of_any_bytes_is_left_as_it_is(data: bytes) -> None:
    Path("odd.guideline").write_bytes(data)
    result = run("fmt", "odd.guideline")
    assert result.exit_code == 1
    assert "odd.guideline has " in result.stderr
    assert Path("odd.guideline").read_bytes() == data


@pytest.mark.parametrize(
    ("argument", "sentence"),
    [
        ("nowhere.guideline", "there is no file nowhere.guideline"),
        ("god.guideline", "there is no file god.guideline: did you mean `good.guideline`?"),
        ("good", "there is no file good: did you mean `good.guideline`?"),
        (
            "low_back_pain",
            "there is no file low_back_pain; the guideline `low_back_pain`, which ships, "
            "is not meant here",
        ),
        ("empty", "there is no file in empty whose name ends in .guideline"),
    ],
)
def test_what_is_not_there_is_told_and_the_rest_is_done(argument: str, sentence: str) -> None:
    Path("empty").mkdir()
    result = run("fmt", argument, "messy.guideline")
    assert result.exit_code == 2
    assert result.stdout == "messy.guideline: changed\n"
    assert result.stderr == f"error: {sentence}\n"


def test_a_file_that_cannot_be_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.open

    def refuse(path: Path, *arguments: Any, **options: Any) -> object:
        if path.name == "good.guideline":
            raise PermissionError(13, "Permission denied")
        return opened(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", refuse)
    result = run("fmt", "good.guideline", "messy.guideline")
    assert (result.exit_code, result.stdout) == (2, "messy.guideline: changed\n")
    assert result.stderr == ("error: the file good.guideline cannot be read: Permission denied\n")


def test_a_file_that_must_not_be_written_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda path, mode: False)
    result = run("fmt", "messy.guideline")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "error: the file messy.guideline cannot be written: Permission denied\n"
    )
    assert Path("messy.guideline").read_text() == MESSY
    assert run("fmt", "--check", "messy.guideline").exit_code == 1


@pytest.mark.parametrize("failing", ["os.fsync", "pathlib.Path.replace"])
def test_a_file_is_as_it_was_where_writing_fails(
    failing: str, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    def fail(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    before = sorted(folder.iterdir())
    monkeypatch.setattr(failing, fail)
    result = run("fmt", "messy.guideline", "good.guideline")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "error: the file messy.guideline cannot be written: No space left on device\n"
    )
    assert Path("messy.guideline").read_text() == MESSY
    assert sorted(folder.iterdir()) == before


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_permissions_stay() -> None:
    Path("messy.guideline").chmod(0o640)
    run("fmt", "messy.guideline")
    assert stat.S_IMODE(Path("messy.guideline").stat().st_mode) == 0o640


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_stays_a_link_and_the_file_it_leads_to_is_laid_out(folder: Path) -> None:
    (folder / "elsewhere").mkdir()
    (folder / "elsewhere" / "real.guideline").write_text(MESSY)
    Path("link.guideline").symlink_to("elsewhere/real.guideline")
    result = run("fmt", "link.guideline")
    assert (result.exit_code, result.stdout) == (0, "link.guideline: changed\n")
    assert Path("link.guideline").is_symlink()
    assert (folder / "elsewhere" / "real.guideline").read_text() == SMALL
    assert sorted(each.name for each in (folder / "elsewhere").iterdir()) == ["real.guideline"]


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_that_leads_nowhere_is_told() -> None:
    Path("link.guideline").symlink_to("nowhere.guideline")
    assert run("fmt", "link.guideline").exit_code == 2
    result = run("fmt", ".")
    assert result.exit_code == 2
    assert "error: link.guideline is not a file\n" in result.stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_what_is_no_file_is_told_and_not_waited_for() -> None:
    os.mkfifo("pipe.guideline")
    result = run("fmt", "pipe.guideline")
    assert (result.exit_code, result.stderr) == (2, "error: pipe.guideline is not a file\n")


def test_standard_input_is_written_to_standard_output() -> None:
    result = process("fmt", "-", stdin=MESSY.encode())
    assert (result.returncode, result.stdout, result.stderr) == (0, SMALL.encode(), b"")
    assert process("fmt", "-", stdin=SMALL.encode()).stdout == SMALL.encode()
    assert process("fmt", "-").stdout == b""


def test_standard_output_has_every_letter_whatever_the_terminal_has() -> None:
    text = 'study a\n  title "4–6 weeks, ‘quoted’ é 全角"\n'.encode()
    result = process("fmt", "-", stdin=text.replace(b"\n", b"\r\n"), PYTHONIOENCODING="ascii")
    assert (result.returncode, result.stdout) == (0, text)


def test_standard_input_can_be_checked_and_compared() -> None:
    result = run("fmt", "--check", "-", stdin=MESSY)
    assert (result.exit_code, result.stdout) == (1, "standard input: would change\n")
    assert run("fmt", "--check", "-", stdin=SMALL).exit_code == 0
    result = run("fmt", "--diff", "-", stdin=MESSY)
    assert result.exit_code == 0
    assert result.stdout.startswith("--- standard input\n+++ standard input\n@@ ")


def test_standard_input_with_mistakes_writes_nothing() -> None:
    result = run("fmt", "-", stdin=BROKEN)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "error: standard input has an error and was left as it is\n" in result.stderr


def test_standard_input_stands_alone() -> None:
    result = run("fmt", "-", "messy.guideline", stdin=SMALL)
    assert result.exit_code == 2
    assert result.stderr.startswith("error: `-` cannot be given together with other files\n")
    assert Path("messy.guideline").read_text() == MESSY


@pytest.mark.skipif(os.name == "nt", reason="there is no shell to close it")
def test_standard_input_that_is_closed_is_told() -> None:
    result = subprocess.run(
        ["sh", "-c", f"'{sys.executable}' -m imaging_rules fmt - <&-"],
        capture_output=True,
        env=environment_with(),
        check=False,
    )
    assert result.returncode == 2
    assert result.stderr.startswith(b"error: ")
    assert b"Traceback" not in result.stderr


def test_a_reader_who_stops_reading_is_no_problem() -> None:
    text = 'study a\n  title "A"\n' + "# a comment\n" * 80_000
    with subprocess.Popen(
        [sys.executable, "-m", "imaging_rules", "fmt", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment_with(),
    ) as running:
        assert running.stdin
        assert running.stdout
        assert running.stderr
        running.stdin.write(text.encode())
        running.stdin.close()
        running.stdout.read(10)
        running.stdout.close()
        assert running.wait() == 0
        assert running.stderr.read() == b""


def test_what_would_change_the_meaning_is_never_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "imaging_rules.cli.commands.fmt.formatted", lambda source: ("study a\n", ())
    )
    result = run("fmt", "messy.guideline")
    assert result.exit_code == 70
    assert "imaging-rules itself failed here" in result.stderr
    assert Path("messy.guideline").read_text() == MESSY


def test_a_path_is_needed() -> None:
    result = run("fmt")
    assert result.exit_code == 2
    assert result.stderr == (
        "error: missing argument 'PATH...'\n  `imaging-rules fmt --help` shows how to write it\n"
    )
