"""Texts of tables and forms are read as the command line reads them, and by the same code."""

import csv
import io
import json
from typing import Any

import pytest

from imaging_rules import FactsError, PatientFacts, between, load, one_of, unknown
from tests.cli.command_line import evaluate as on_the_command_line

GUIDELINE = load("low_back_pain")


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("age", "42", 42),
        ("age", " 42 years ", "42 years"),
        ("age", "65 to 74", between(65, 74)),
        ("conservative_care", "3 to 5 wk", between("3 weeks", "5 weeks")),
        ("fever_or_chills", "yes", True),
        ("fever_or_chills", "N", False),
        ("leg_weakness", "Not improving", "not_improving"),
        ("leg_weakness", "one of none, improving", one_of("none", "improving")),
        ("red_flags", "None", "none"),
        ("pregnant", "unknown", unknown),
    ],
)
def test_each_form_is_read(name: str, text: str, value: object) -> None:
    assert GUIDELINE.read_text({name: text}).stated == {name: value}
    record = GUIDELINE.evaluate({name: value}).to_dict()["facts"]
    assert json.loads(on_the_command_line(f"{name}={text}").stdout)["facts"] == record


@pytest.mark.parametrize("text", ["", "  ", "\t", None])
def test_where_nothing_is_written_nothing_is_stated(text: str | None) -> None:
    assert GUIDELINE.read_text({"age": text, "red_flags": text}) == PatientFacts()


def test_the_rows_of_a_table_are_read() -> None:
    table = io.StringIO("patient,age,fever_or_chills\n1,42,yes\n2,,no\n3\n")
    rows = [GUIDELINE.read_text(row, ignore=True).stated for row in csv.DictReader(table)]
    assert rows == [{"age": 42, "fever_or_chills": True}, {"fever_or_chills": False}, {}]


def test_all_mistakes_are_told_at_once_and_show_no_text_of_the_patient() -> None:
    texts: dict[str, Any] = {
        "age": "31,000",
        "fever_or_chills": "wrosen",
        "conservative_care": "31 days to 77",
        "symptom_duration": "31 x 77",
        "leg_weakness": "wrosening",
        "pregnant": True,
        "agee": "31",
    }
    with pytest.raises(FactsError) as raised:
        GUIDELINE.read_text(texts)
    assert str(raised.value).splitlines() == [
        "7 mistakes in the facts given:",
        "  `low_back_pain` has no fact `agee`: did you mean `age`?",
        "  `age` is a whole number of years from 0 to 120, and signs that may part thousands or "
        "decimals stand between the digits given: write none for thousands, and decimals with a "
        "point, but not three of them",
        "  `fever_or_chills` is yes or no, and another text was given",
        "  `conservative_care`: in the text given the second number has no unit; write it there "
        "too",
        "  `symptom_duration` is a number of weeks from 0 to 5200, and another text was given; "
        "write a number such as ‘3 weeks’; a range is written ‘between A and B weeks’, "
        "or ‘under A weeks’",
        "  `leg_weakness` is one of none, improving, not_improving, worsening, and another text "
        "was given",
        "  `pregnant` is yes or no, and bool was given: only texts are read here, and `evaluate` "
        "takes other values",
    ]
    weakness = next(each for each in raised.value.mistakes if each.fact == "leg_weakness")
    assert (weakness.given, weakness.suggestion) == ("wrosening", "worsening")


def test_a_text_without_end_is_refused_at_once() -> None:
    with pytest.raises(FactsError, match="a text of more than 2000 letters was given"):
        GUIDELINE.read_text({"age": "1 to " * 100_000})


def test_what_is_no_mapping_is_refused() -> None:
    with pytest.raises(FactsError, match="a mapping from names to texts, and str was given"):
        GUIDELINE.read_text("age=42")  # type: ignore[arg-type]
