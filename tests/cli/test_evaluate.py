"""The command `evaluate`: the guideline that is meant, the result, and the exit code."""

import json
from html import unescape
from pathlib import Path
from typing import Literal

import pytest

from imaging_rules import evaluate as decide
from tests.cli.command_line import BROKEN, SMALL, WARNED, process, run

FEVER = {"age": 42, "fever_or_chills": True}


def test_the_explanation_of_the_decision_is_the_result() -> None:
    result = run("evaluate", "low_back_pain", "-f", "age=42", "-f", "fever_or_chills=yes")
    assert result.exit_code == 0
    assert (
        result.stdout
        == decide({"age": 42, "fever_or_chills": True}).explain("text").rstrip("\n") + "\n"
    )
    assert "Recommendation: Image urgently: now or within days.\n" in result.stdout
    assert result.stderr == ""


def test_the_record_of_the_decision_is_the_result_in_json() -> None:
    result = run("evaluate", "-f", "age=42", "-f", "fever_or_chills=yes", "--format", "json")
    assert result.exit_code == 0
    record = json.loads(result.stdout)
    assert record == decide({"age": 42, "fever_or_chills": True}).to_dict()
    assert record["facts"]["stated"] == {"age": 42, "fever_or_chills": True}
    assert result.stdout.isascii()


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_the_explanation_comes_in_other_forms(form: Literal["markdown", "html"]) -> None:
    result = run("evaluate", "-f", "age=42", "-f", "fever_or_chills=yes", "--format", form)
    assert result.exit_code == 0
    assert unescape(result.stdout) == unescape(decide(FEVER).explain(form))
    assert result.stderr == ""


def test_html_is_written_in_ascii() -> None:
    """A file of it does not say in which encoding it is."""
    written = process("evaluate", "-f", "fever_or_chills=yes", "--format", "html").stdout
    assert written.isascii()
    assert unescape(written.decode()) == unescape(decide({"fever_or_chills": True}).explain("html"))


def test_markdown_keeps_its_characters_where_the_output_has_them() -> None:
    arguments = ("evaluate", "-f", "fever_or_chills=yes", "--format", "markdown")
    expected = decide({"fever_or_chills": True}).explain("markdown")
    assert process(*arguments, PYTHONIOENCODING="utf-8").stdout.decode() == expected
    # What looks alike could be taken for markup.
    poor = process(*arguments, PYTHONIOENCODING="ascii").stdout.decode("ascii")
    assert poor != expected
    assert unescape(poor) == unescape(expected)


def test_a_form_that_is_not_known_is_refused_with_those_that_are() -> None:
    result = run("evaluate", "--format", "md")
    assert result.exit_code == 2
    assert "'text', 'markdown', 'html', 'json'" in result.stderr


def test_low_back_pain_is_meant_where_no_guideline_is_named() -> None:
    assert run("evaluate").stdout == run("evaluate", "low_back_pain").stdout


def test_both_spellings_of_the_option_are_one() -> None:
    short = run("evaluate", "-f", "age=42")
    assert run("evaluate", "--fact", "age=42").stdout == short.stdout
    assert run("evaluate", "-fage=42").stdout == short.stdout


def test_a_guideline_is_read_by_its_path(tmp_path: Path) -> None:
    file = tmp_path / "small.guideline"
    file.write_text(SMALL)
    result = run("evaluate", file, "-f", "pain=yes", "-f", "count=3")
    assert result.exit_code == 0
    assert "A small guideline" in result.stdout


def test_a_file_of_any_name_can_be_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("small.txt").write_text(SMALL)
    assert run("evaluate", "small.txt", "-f", "pain=yes", "-f", "count=3").exit_code == 0


@pytest.mark.parametrize(
    ("facts", "recommendation"),
    [
        ((), "undetermined"),
        (("age=10", "red_flags=none"), "out of scope"),
    ],
)
def test_no_recommendation_ends_with_3(facts: tuple[str, ...], recommendation: str) -> None:
    options = [word for fact in facts for word in ("-f", fact)]
    result = run("evaluate", *options, "--format", "json")
    assert result.exit_code == 3
    assert json.loads(result.stdout)["decision"]["recommendation"] == recommendation


def test_a_silent_guideline_ends_with_3(tmp_path: Path) -> None:
    file = tmp_path / "small.guideline"
    file.write_text(SMALL)
    result = run("evaluate", file, "-f", "pain=no", "--format", "json")
    assert result.exit_code == 3
    assert json.loads(result.stdout)["decision"]["recommendation"] == "no guidance"


def test_a_recommendation_to_wait_ends_with_0() -> None:
    facts = ("-f", "age=45", "-f", "red_flags=none", "-f", "conservative_care=2 weeks")
    result = run("evaluate", *facts)
    assert result.exit_code == 0
    assert "Recommendation: Wait" in result.stdout


def test_a_guideline_with_errors_ends_with_1_and_tells_them(tmp_path: Path) -> None:
    file = tmp_path / "broken.guideline"
    file.write_text(BROKEN)
    result = run("evaluate", file)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "error[E201]: " in result.stderr
    assert f"{file}:20:13" in result.stderr
    assert result.stderr.endswith("\nerror: the guideline has an error and was not loaded\n")


def test_several_errors_are_counted(tmp_path: Path) -> None:
    file = tmp_path / "broken.guideline"
    file.write_text(BROKEN.replace("with mri", "with mir"))
    assert "the guideline has 2 errors and was not loaded" in run("evaluate", file).stderr


def test_warnings_do_not_keep_a_guideline_from_deciding(tmp_path: Path) -> None:
    file = tmp_path / "warned.guideline"
    file.write_text(WARNED)
    result = run("evaluate", file, "-f", "pain=yes")
    assert result.exit_code == 0
    assert result.stderr == ""


@pytest.mark.parametrize(
    ("argument", "sentence"),
    [
        ("low_back_pian", "there is no guideline `low_back_pian`: did you mean `low_back_pain`?"),
        ("low-back-pain", "there is no guideline `low-back-pain`: did you mean `low_back_pain`?"),
        ("elbow", "no guideline `elbow`: `imaging-rules guidelines` lists those there"),
        ("mine", "there is no guideline `mine`: did you mean `mine.guideline`?"),
        ("mien.guideline", "there is no file mien.guideline: did you mean `mine.guideline`?"),
        ("./mien.guideline", "there is no file ./mien.guideline: did you mean `mine.guideline`?"),
        ("no/such.guideline", "there is no file no/such.guideline\n"),
        ("x" * 5000, "there is no guideline `x"),
    ],
)
def test_a_mistyped_guideline_gets_the_nearest(
    argument: str, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mine.guideline").write_text(SMALL)
    result = run("evaluate", argument)
    assert result.exit_code == 2
    assert result.stderr.startswith("error: ")
    assert sentence in result.stderr


def test_a_folder_is_no_guideline(tmp_path: Path) -> None:
    result = run("evaluate", tmp_path)
    assert result.exit_code == 2
    assert f"the file {tmp_path} cannot be read: " in result.stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("age=42",), 'a fact is given with -f: write `-f "age=42"`'),
        (("low_back_pain", "age=42"), 'a fact is given with -f: write `-f "age=42"`'),
        (("-f", "conservative_care=3", "weeks"), "‘weeks’ is not one guideline"),
        (("-f", "age=between", "3", "and", "5"), "‘3 and 5’ is not one guideline"),
        (("age", "42"), "facts are given with -f, those of several words in quotes"),
    ],
)
def test_facts_without_their_option_or_quotes_are_told(
    arguments: tuple[str, ...], sentence: str
) -> None:
    result = run("evaluate", *arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert sentence in result.stderr


def test_nothing_is_remembered_from_one_patient_to_the_next() -> None:
    before = run("evaluate", "--format", "json").stdout
    run("evaluate", "-f", "age=42", "-f", "fever_or_chills=yes")
    assert run("evaluate", "--format", "json").stdout == before


def test_no_file_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run("evaluate", "-f", "age=42")
    run("evaluate", "-f", "age=420")
    assert list(tmp_path.iterdir()) == []
