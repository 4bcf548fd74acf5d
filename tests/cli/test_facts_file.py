"""Facts from a JSON file or standard input."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from imaging_rules.cli.exit_codes import MisuseError
from imaging_rules.cli.facts import read_facts_file
from tests.cli.command_line import run


def from_file(content: str | bytes, *more: str) -> Result:
    return run("evaluate", "--facts", "-", "--format", "json", *more, stdin=content)


def stated(content: str, *more: str) -> dict[str, Any]:
    result = from_file(content, *more)
    assert result.exit_code in (0, 3), result.stderr
    found: dict[str, Any] = json.loads(result.stdout)["facts"]["stated"]
    return found


def refused(content: str | bytes, *more: str) -> str:
    result = from_file(content, *more)
    assert result.exit_code == 2
    assert result.stdout == ""
    return result.stderr


@pytest.mark.parametrize(
    ("content", "facts"),
    [
        ("{}", {}),
        ('{"fever_or_chills": true}', {"fever_or_chills": True}),
        ('{"fever_or_chills": false}', {"fever_or_chills": False}),
        ('{"fever_or_chills": null}', {}),
        ('{"fever_or_chills": "unknown"}', {"fever_or_chills": "unknown"}),
        ('{"age": 42}', {"age": 42}),
        ('{"age": 4.2e1}', {"age": 42}),
        ('{"age": "42 years"}', {"age": 42}),
        ('{"age": {"between": [65, 74]}}', {"age": {"between": [65, 74]}}),
        (
            '{"conservative_care": {"between": ["21 days", 4.5]}}',
            {"conservative_care": {"between": [3, "4.5 weeks"]}},
        ),
        ('{"leg_weakness": "improving"}', {"leg_weakness": "improving"}),
        (
            '{"leg_weakness": {"one_of": ["none", "improving"]}}',
            {"leg_weakness": {"one_of": ["none", "improving"]}},
        ),
        ('{"red_flags": "none"}', {"red_flags": "none"}),
    ],
)
def test_each_form_is_read(content: str, facts: dict[str, Any]) -> None:
    assert stated(content) == facts


@pytest.mark.parametrize(
    ("weeks", "level"),
    # As a binary float the first of them is 6.
    [("5.99999999999999999999", "consider"), ("6.0", "image"), ("6.00000000000000000001", "image")],
)
def test_numbers_are_read_exactly(weeks: str, level: str) -> None:
    content = (
        '{"age": 40, "red_flags": "none", "meaningful_improvement": false, "pregnant": false, '
        f'"conservative_care": {weeks}}}'
    )
    result = from_file(content)
    assert json.loads(result.stdout)["decision"]["recommendation"] == level


def test_a_file_is_read_by_its_path(tmp_path: Path) -> None:
    file = tmp_path / "patient.json"
    file.write_text('{"age": 42, "fever_or_chills": true}')
    result = run("evaluate", "low_back_pain", "--facts", file)
    assert result.exit_code == 0
    assert "Recommendation: Image urgently" in result.stdout


def test_the_facts_of_a_record_can_be_given_again() -> None:
    first = stated('{"age": {"between": [65, 74]}, "conservative_care": 2.5}')
    assert stated(json.dumps(first)) == first


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ('{"age": 42, "age": 42}', "standard input states ‘age’ twice"),
        ('{"age": {"between": [1, 2], "between": [1, 3]}}', "states ‘between’ twice"),
        (
            '{"age": NaN}',
            'holds NaN, which is not a number; what is not known is written "unknown"',
        ),
        ('{"age": Infinity}', "holds Infinity, which is not a number"),
        ('{"age": -Infinity}', "holds -Infinity, which is not a number"),
        ("[1, 2]", "standard input is no JSON object; facts are written like"),
        ("42", "standard input is no JSON object"),
        ("null", "standard input is no JSON object"),
        (b"\xff\xfea\x00", "standard input is not UTF-8 text"),
        (b'{"age": "\xe9"}', "standard input is not UTF-8 text"),
        (b"\xef\xbb\xbf{}", "begins with a byte order mark; save it as UTF-8 without one"),
        ("", "standard input is empty; facts that are not known yet are written {}"),
        (" \n ", "standard input is empty"),
        ('{"age": 42', "standard input is not JSON: line 1, column 11: "),
        ("{\n'age': 42}", "standard input is not JSON: line 2, column 1: "),
        ('{"age": 42} {}', "standard input is not JSON: line 1, column 13: extra data"),
        ("[" * 200_000, "standard input is nested too deeply for facts"),
        ('{"age":' * 100_000, "standard input is nested too deeply for facts"),
        (" " * 1_000_001, "standard input is longer than 1000000 bytes"),
        ('{"age": 1e' + "9" * 30 + "}", "holds a number that is too long"),
    ],
    ids=lambda value: str(value[:20]),
)
def test_what_is_no_facts_file_is_told_in_one_sentence(content: str | bytes, sentence: str) -> None:
    said = refused(content)
    assert sentence in said
    assert said.startswith("error: ")
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            '{"fever_or_chills": "yes"}',
            "`fever_or_chills` is true or false in a facts file, and a text was given",
        ),
        (
            '{"fever_or_chills": 1}',
            "`fever_or_chills` is true or false in a facts file, and a number was given",
        ),
        ('{"fever_or_chills": [true]}', "and a list of values was given"),
        ('{"fever_or_chills": {"between": [1, 2]}}', "and a group of values with names was given"),
        (
            '{"age": true}',
            "`age` is a whole number of years from 0 to 120, and a yes or no was given",
        ),
        ('{"age": "42"}', "give a number, or write years too (did you mean 42 years?)"),
        ('{"age": "1,440"}', "stand between the digits given: write none for thousands, and"),
        ('{"age": "1,440"}', "(did you mean 1440 or 1.4400?)"),
        ('{"age": "1.440 years"}', "(did you mean 1440 years or 1.4400 years?)"),
        ('{"conservative_care": "1,5 weeks"}', "(did you mean 1.5 weeks?)"),
        ('{"age": 42.5}', "`age` is a whole number of years from 0 to 120"),
        ('{"age": 1' + "0" * 5000 + "}", "`age` is a whole number of years from 0 to 120"),
        ('{"age": 1e99999999}', "`age` is a whole number of years from 0 to 120"),
        ('{"age": {"betwen": [1, 2]}}', '{"between": [a, b]} or {"one_of": [a, b]}'),
        ('{"age": {"between": [1]}}', '{"between": [a, b]} or {"one_of": [a, b]}'),
        ('{"age": {"between": [1, 2], "one_of": [1]}}', '{"between": [a, b]}'),
        ('{"age": {"between": [null, 3]}}', "`age` is a whole number of years"),
        ('{"leg_weakness": ["none"]}', "`leg_weakness` is one of none, improving"),
        ('{"red_flags": false}', "`red_flags` is answered with none (or unknown)"),
        ('{"fever": true}', "has no fact `fever`: did you mean `fever_or_chills`?"),
        ('{"": true}', "`low_back_pain` has no fact ``"),
    ],
    ids=lambda value: value[:30],
)
def test_a_value_that_cannot_be_used_is_told(content: str, sentence: str) -> None:
    assert sentence in refused(content)


def test_mistakes_of_file_and_options_are_told_together() -> None:
    said = refused('{"age": 200, "fever_or_chills": "yes"}', "-f", "pregnant=perhaps")
    assert said.startswith("error: 3 mistakes in the facts given:\n")


def test_a_fact_in_the_file_and_with_an_option_is_refused() -> None:
    said = refused('{"age": 42}', "-f", "age=42")
    assert said == "error: `age` is given both in the facts file and with -f\n"


def test_a_null_in_the_file_leaves_the_fact_to_the_option() -> None:
    assert stated('{"age": null}', "-f", "age=42") == {"age": 42}


def test_file_and_options_are_put_together() -> None:
    assert stated('{"age": 42}', "-f", "pregnant=no") == {"age": 42, "pregnant": False}


def test_two_files_are_refused(tmp_path: Path) -> None:
    said = refused("{}", "--facts", str(tmp_path))
    assert said == "error: one facts file can be given, and there are several\n"


def test_a_missing_file_is_told() -> None:
    result = run("evaluate", "--facts", "no/such.json")
    assert result.exit_code == 2
    assert result.stderr.startswith("error: the facts file no/such.json cannot be read: ")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    result = run("evaluate", "--facts", tmp_path)
    assert result.exit_code == 2
    assert f"the facts file {tmp_path} cannot be read: " in result.stderr


def test_hidden_characters_of_a_file_do_not_reach_the_terminal() -> None:
    said = refused('{"\\u001b[2J": 1, "\\ud800": 2, "a\\nb": 3}')
    assert "\x1b" not in said
    assert "has no fact `a b`" in said


def test_closed_standard_input_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(MisuseError, match="come from standard input, which is closed"):
        read_facts_file("-", [])
