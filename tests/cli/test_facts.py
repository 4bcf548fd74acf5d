"""Facts as they are written after -f: every form is read, every other is told."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from imaging_rules.cli.exit_codes import MisuseError
from imaging_rules.cli.facts import read_facts_file
from tests.cli.command_line import SMALL, evaluate, run


def stated(*facts: str) -> dict[str, Any]:
    """Return what the decision's record says was stated."""
    return recorded(evaluate(*facts))


def recorded(result: Result) -> dict[str, Any]:
    assert result.exit_code in (0, 3), result.stderr
    found: dict[str, Any] = json.loads(result.stdout)["facts"]["stated"]
    return found


def refused(*facts: str) -> str:
    """Return what is said of facts that cannot be used."""
    return misuse(evaluate(*facts))


def misuse(result: Result) -> str:
    assert result.exit_code == 2
    assert result.stdout == ""
    return result.stderr


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("fever_or_chills=yes", True),
        ("fever_or_chills=no", False),
        ("fever_or_chills=YES", True),
        ("fever_or_chills=y", True),
        ("fever_or_chills=n", False),
        (" fever_or_chills = no ", False),
        ("fever_or_chills=unknown", "unknown"),
        ("age=42", 42),
        ("age=42 years", 42),
        ("age=504 months", 42),
        ("age=unknown", "unknown"),
        ("age=between 65 and 74", {"between": [65, 74]}),
        ("conservative_care=3", 3),
        ("conservative_care=3.5", "3.5 weeks"),
        ("conservative_care=3 weeks", 3),
        ("conservative_care=3weeks", 3),
        ("conservative_care=3 Weeks", 3),
        ("conservative_care=3 wks", 3),
        ("conservative_care=3w", 3),
        ("conservative_care=504 h", 3),
        ("conservative_care=1.5 weeks", "1.5 weeks"),
        ("conservative_care=1,5 weeks", "1.5 weeks"),
        ("conservative_care=1·5 weeks", "1.5 weeks"),
        ("conservative_care=0,125 weeks", "0.125 weeks"),
        ("conservative_care=1,4400 minutes", "0.001 days"),
        ("conservative_care=5e2 days", "500 days"),
        ("conservative_care=5e2", 500),
        ("conservative_care=1,5 to 2,5 weeks", {"between": ["1.5 weeks", "2.5 weeks"]}),
        ("conservative_care=2 months", {"between": ["59 days", "62 days"]}),
        ("conservative_care=2 to 3 months", {"between": ["59 days", "92 days"]}),
        ("age=42y", 42),
        ("age=3 weeks", 0),
        ("conservative_care=21 days", 3),
        ("conservative_care=between 3 and 5", {"between": [3, 5]}),
        ("conservative_care=between 3 and 5 weeks", {"between": [3, 5]}),
        ("conservative_care=Between 21 and 35 days", {"between": [3, 5]}),
        ("conservative_care=between 14 days and 5 weeks", {"between": [2, 5]}),
        ("conservative_care=between 4 and 4 weeks", 4),
        ("leg_weakness=improving", "improving"),
        ("leg_weakness=Not improving", "not_improving"),
        ("leg_weakness=one of none, improving", {"one_of": ["none", "improving"]}),
        ("leg_weakness=one of (none, improving)", {"one_of": ["none", "improving"]}),
        ("leg_weakness=one of none or improving", {"one_of": ["none", "improving"]}),
        ("leg_weakness=one of worsening", "worsening"),
        ("leg_weakness=none", "none"),
        ("leg_weakness=unknown", "unknown"),
        ("red_flags=none", "none"),
        ("red_flags=None", "none"),
    ],
)
def test_words_are_read_by_the_type_of_the_fact(written: str, value: object) -> None:
    assert stated(written) == {written.partition("=")[0].strip(): value}


def test_a_screen_is_answered_unknown_and_then_sets_nothing() -> None:
    record = json.loads(evaluate("red_flags=unknown").stdout)
    assert record["facts"]["screened"] == []


def test_a_screen_answered_none_sets_what_it_covers() -> None:
    record = json.loads(evaluate("red_flags=none").stdout)
    assert "fever_or_chills" in [each["fact"] for each in record["facts"]["screened"]]


def test_a_number_without_unit_is_in_the_facts_own_unit_at_its_boundary() -> None:
    care = ("age=40", "red_flags=none", "meaningful_improvement=no", "pregnant=no")
    levels = [
        json.loads(evaluate(*care, f"conservative_care={weeks}").stdout)["decision"][
            "recommendation"
        ]
        for weeks in ("5.999999999999999999", "6", "42 days")
    ]
    assert levels == ["consider", "image", "image"]


def test_a_number_of_a_fact_without_unit_stands_alone(tmp_path: Path) -> None:
    file = tmp_path / "small.guideline"
    file.write_text(SMALL)
    assert run("evaluate", file, "-f", "pain=yes", "-f", "count=3").exit_code == 0
    result = run("evaluate", file, "-f", "count=3 weeks")
    assert result.exit_code == 2
    assert "`count` is a number from 0 to 10, and weeks cannot be converted" in result.stderr
    result = run("evaluate", file, "-f", "count=some")
    assert "a range is written ‘between A and B’" in result.stderr


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("fever_or_chills=maybe", "`fever_or_chills` is yes or no, and ‘maybe’ was given"),
        ("fever_or_chills=1", "`fever_or_chills` is yes or no, and ‘1’ was given"),
        ("fever_or_chills=", "`fever_or_chills` is yes or no, and nothing was given"),
        ("age=", "`age` is a whole number of years from 0 to 120, and nothing was given"),
        ("age=121", "from 0 to 120, and what was given is too high"),
        ("age=-1", "from 0 to 120, and what was given is too low"),
        ("age=42.5", "`age` is a whole number of years from 0 to 120"),
        ("age=yes", "from 0 to 120, and ‘yes’ was given"),
        ("age=" + "9" * 500, "`age` is a whole number of years from 0 to 120"),
        ("age=3 m", "m, which means meters, cannot be converted"),
        ("age=12.345.678", "‘12.345.678’ is not clear: write 12345678, without signs that part"),
        ("age=1,000", "‘1,000’ is not clear: it can mean 1000 or 1.0000; write the one that is"),
        ("age=1.000", "‘1.000’ is not clear: it can mean 1000 or 1.0000; write the one that is"),
        ("conservative_care=1,440 minutes", "it can mean 1440 minutes or 1.4400 minutes; write"),
        (
            "conservative_care=1 440 minutes",
            "write 1440 minutes, without signs that part",
        ),
        (
            "conservative_care=1’440 minutes",
            "write 1440 minutes, without signs that part thousands",
        ),
        ("conservative_care=1\N{NO-BREAK SPACE}440 minutes", "write 1440 minutes, without"),
        (
            "conservative_care=1,500.5 minutes",
            "write 1500.5 minutes, without signs that part thousands",
        ),
        ("conservative_care=1,2,3 weeks", "write the number without signs between its digits"),
        ("conservative_care=1,000 to 2,000 minutes", "it can mean 1000 minutes or 1.0000 minutes"),
        ("conservative_care=P3W", "‘P3W’ was given; write a number such as ‘3 weeks’; a range is"),
        (
            "conservative_care=1 week 3 days",
            "‘1 week 3 days’ was given; write a number such as ‘3 weeks’",
        ),
        ("conservative_care=5200 weeks", "from 0 to 520, and what was given is too high"),
        ("age=between 74 and 65", "the lower end of the range given lies above the upper one"),
        ("age=between 65 and old", "a range is written ‘between A and B years’"),
        ("conservative_care=3 wekks", "what follows the number is no unit: write seconds, min"),
        ("conservative_care=3 wekks", "(did you mean weeks?)"),
        ("conservative_care=4-6 weeks", "a range is written ‘between A and B weeks’"),
        (
            "conservative_care=between 3 days and 5",
            "in ‘between 3 days and 5’ the second number has no unit; write it there too",
        ),
        ("leg_weakness=bad", "is one of none, improving, not_improving, worsening"),
        ("leg_weakness=improvin", "did you mean improving?"),
        ("leg_weakness=one of none, improvin", "did you mean improving?"),
        ("red_flags=no", "`red_flags` is answered with none (or unknown)"),
        ("red_flags=", "`red_flags` is answered with none (or unknown), and nothing was given"),
        ("age", "such as `-f age=42`, and ‘age’ was given"),
        ("age:42", "a fact is given as NAME=VALUE, such as `-f age=42`, and ‘age:42’ was given"),
        ("=42", "a fact is given as NAME=VALUE"),
        ("fever_or_chills", "such as `-f fever_or_chills=yes`, and ‘fever_or_chills’ was given"),
        ("fever_or_chils=yes", "has no fact `fever_or_chils`: did you mean `fever_or_chills`?"),
        ("fever=yes", "did you mean `fever_or_chills`?"),
        ("red_flag=none", "did you mean `red_flags`?"),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence(written: str, sentence: str) -> None:
    said = refused(written)
    assert sentence in said
    assert said.startswith("error: ")


@pytest.mark.parametrize(
    "written",
    ["age=x", "fever_or_chills=3", "leg_weakness=3", "red_flags=3", "age=NaN", "age=inf", "a=b"],
)
def test_no_word_of_the_programming_language_is_shown(written: str) -> None:
    said = refused(written)
    assert not re.search(r"\b(True|False|None|str|int|float|bool|Decimal|Traceback)\b", said)


def test_all_mistakes_are_told_at_once() -> None:
    said = refused("age=200", "fever_or_chills=maybe", "feverr=yes", "leg_weakness=bad")
    assert said.startswith("error: 4 mistakes in the facts given:\n")
    for name in ("`age`", "`fever_or_chills`", "`feverr`", "`leg_weakness`"):
        assert name in said


def test_one_mistake_is_one_sentence() -> None:
    assert refused("age=200") == (
        "error: `age` is a whole number of years from 0 to 120, and what was given is too high\n"
    )


def test_a_name_like_no_other_is_answered_with_all_names() -> None:
    said = refused("xyz=yes")
    assert "low_back_pain has: age, " in said
    assert said.rstrip().endswith("red_flags")


def test_the_names_are_not_listed_where_one_is_suggested() -> None:
    assert "low_back_pain has" not in refused("fever_or_chils=yes")
    assert "low_back_pain has" not in refused("age:42")


def test_very_many_mistakes_are_counted() -> None:
    said = refused(*(f"unheard_of_{number}=yes" for number in range(25)))
    assert said.startswith("error: 25 mistakes in the facts given:\n")
    assert "  and 15 more\n" in said


def test_a_very_long_name_is_cut() -> None:
    assert len(max(refused("x" * 5000 + "=yes").splitlines(), key=len)) < 400


def test_a_fact_given_twice_with_different_values_is_refused() -> None:
    assert refused("age=42", "age=43") == "error: `age` is given twice, with different values\n"
    assert "`fever_or_chills` is given twice" in refused(
        "fever_or_chills=no", "fever_or_chills=yes"
    )


def test_a_fact_given_twice_with_the_same_value_is_taken_once() -> None:
    assert stated("age=42", "age= 42") == {"age": 42}


def test_hidden_characters_do_not_act_on_the_terminal() -> None:
    said = refused("\x1b[31mage=42", "age=\x1b[2J\u202e")
    assert "\x1b" not in said
    assert "\u202e" not in said


def test_ignored_names_may_be_given() -> None:
    result = run(
        "evaluate", "-f", "age=42", "-f", "ward=7", "-f", "bed=2",
        "--ignore", "ward", "--ignore", "bed", "--format", "json",
    )  # fmt: skip
    assert result.exit_code == 3
    assert json.loads(result.stdout)["facts"]["stated"] == {"age": 42}
    assert run("evaluate", "-f", "ward=7", "-f", "bed=2", "--ignore", "bed").exit_code == 2


def test_a_thousand_minutes_are_never_one_minute() -> None:
    known = (
        "-f", "head_injured=yes", "-f", "age=30", "-f", "glasgow_coma_scale_on_arrival=15",
        "-f", "witnessed_loss_of_consciousness=yes", "-f", "amnesia=yes", "-f", "fall_height=0",
        "-f", "time_since_injury=3", "-f", "canadian_ct_head_exclusions=none",
    )  # fmt: skip
    for written in ("1,440", "1.440", "1 440", "1'440", "1,440 minutes"):
        result = run(
            "evaluate", "canadian_ct_head", *known, "-f", f"amnesia_before_impact={written}"
        )
        assert result.exit_code == 2
        assert result.stdout == ""
        assert "1440" in result.stderr
    result = run("evaluate", "canadian_ct_head", *known, "-f", "amnesia_before_impact=1440")
    assert "Recommendation: Image." in result.stdout


def from_file(content: str | bytes, *more: str) -> Result:
    return run("evaluate", "--facts", "-", "--format", "json", *more, stdin=content)


def stated_in_file(content: str, *more: str) -> dict[str, Any]:
    return recorded(from_file(content, *more))


def refused_in_file(content: str | bytes, *more: str) -> str:
    return misuse(from_file(content, *more))


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
    assert stated_in_file(content) == facts


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
    first = stated_in_file('{"age": {"between": [65, 74]}, "conservative_care": 2.5}')
    assert stated_in_file(json.dumps(first)) == first


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
    said = refused_in_file(content)
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
        ('{"age": {"betwen": [1, 2]}}', '{"between": [a, b]}, {"under": a} or {"one_of": [a, b]}'),
        ('{"age": {"between": [1]}}', '{"between": [a, b]}, {"under": a} or {"one_of": [a, b]}'),
        ('{"age": {"over": 1, "at least": 2}}', '{"between": [a, b]}, {"under": a}'),
        ('{"age": {"between": [1, 2], "one_of": [1]}}', '{"between": [a, b]}'),
        ('{"age": {"between": [null, 3]}}', '{"between": [a, b]}, {"under": a}'),
        ('{"age": "born 2999-01-01"}', "the date given lies after the day of the decision"),
        ('{"leg_weakness": ["none"]}', "`leg_weakness` is one of none, improving"),
        ('{"red_flags": false}', "`red_flags` is answered with none (or unknown)"),
        ('{"fever": true}', "has no fact `fever`: did you mean `fever_or_chills`?"),
        ('{"": true}', "`low_back_pain` has no fact ``"),
    ],
    ids=lambda value: value[:30],
)
def test_a_value_that_cannot_be_used_is_told(content: str, sentence: str) -> None:
    assert sentence in refused_in_file(content)


def test_mistakes_of_file_and_options_are_told_together() -> None:
    said = refused_in_file('{"age": 200, "fever_or_chills": "yes"}', "-f", "pregnant=perhaps")
    assert said.startswith("error: 3 mistakes in the facts given:\n")


def test_a_fact_in_the_file_and_with_an_option_is_refused() -> None:
    said = refused_in_file('{"age": 42}', "-f", "age=42")
    assert said == "error: `age` is given both in the facts file and with -f\n"


def test_a_null_in_the_file_leaves_the_fact_to_the_option() -> None:
    assert stated_in_file('{"age": null}', "-f", "age=42") == {"age": 42}


def test_file_and_options_are_put_together() -> None:
    assert stated_in_file('{"age": 42}', "-f", "pregnant=no") == {"age": 42, "pregnant": False}


def test_two_files_are_refused(tmp_path: Path) -> None:
    said = refused_in_file("{}", "--facts", str(tmp_path))
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
    said = refused_in_file('{"\\u001b[2J": 1, "\\ud800": 2, "a\\nb": 3}')
    assert "\x1b" not in said
    assert "has no fact `a b`" in said


def test_closed_standard_input_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(MisuseError, match="come from standard input, which is closed"):
        read_facts_file("-", [])
