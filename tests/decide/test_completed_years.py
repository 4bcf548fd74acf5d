"""An age is a number of completed years, in whatever unit it is given; other numbers are not."""

import json
from datetime import timedelta
from typing import Any

import pytest

from imaging_rules import FactsError, between, load, loads
from tests.cli.command_line import run

GUIDELINE = loads("""
guideline ages
  title     "Ages"
  otherwise no guidance
fact age
  whole number in years from 0 to 120
fact age_at_injury
  whole number in years from 18 to 120
fact age_in_months
  whole number in months from 0 to 60
fact gestational_age
  whole number in weeks from 0 to 45
fact years_since_scan
  whole number in years from 0 to 120
fact weeks_of_care
  whole number in weeks from 0 to 52
fact exact_age
  number in years from 0 to 120
fact dosage
  whole number in weeks from 0 to 52
study mri
indication grown_up
  when      any of (age at least 18 years, years_since_scan over 1 year, weeks_of_care over 6 weeks)
  image     with mri
  question  "?"
  assumes   "Made up."
""")


def stated(name: str, given: Any) -> Any:
    return GUIDELINE.evaluate({name: given}).to_dict()["facts"]["stated"][name]


@pytest.mark.parametrize(
    ("name", "given", "meant"),
    [
        # Both sides of a birthday: the 18th, the first, the last there is.
        ("age", "215 months", 17),
        ("age", "216 months", 18),
        ("age", "215.99 months", 17),
        ("age", "18 months", 1),
        ("age", "11 months", 0),
        ("age", "1451 months", 120),
        # Eighteen years have 6573 to 6575 days: two to five of them have a 29th of February.
        ("age", "6572 days", 17),
        ("age", "6574 days", {"between": [17, 18]}),
        ("age", "6575 days", 18),
        ("age", "6600 days", 18),
        ("age", timedelta(days=6600), 18),
        ("age", "52 weeks", 0),
        ("age", "53 weeks", 1),
        ("age", "3 weeks", 0),
        ("age", between("215 months", "217 months"), {"between": [17, 18]}),
        ("age", between("216 months", "227 months"), 18),
        ("age_at_injury", "227 months", 18),
        ("age_in_months", "10 weeks", 2),
        ("age_in_months", "30 days", {"between": [0, 1]}),
        ("age_in_months", "1.5 years", 18),
        ("gestational_age", "48 days", 6),
        ("gestational_age", "49 days", 7),
        # Of other durations, a whole number may have been rounded.
        ("years_since_scan", "18 months", {"between": [1, 2]}),
        ("years_since_scan", "24 months", 2),
        ("weeks_of_care", "45 days", {"between": [6, 7]}),
        ("dosage", "45 days", {"between": [6, 7]}),
        # What is no whole number stays what it is.
        ("exact_age", "18 months", "1.5 years"),
    ],
)
def test_an_age_counts_what_is_completed(name: str, given: Any, meant: Any) -> None:
    assert stated(name, given) == meant


@pytest.mark.parametrize(
    ("name", "given", "kind"),
    [
        ("age", "1452 months", "too_high"),
        ("age_at_injury", "215 months", "too_low"),
        ("age", "-1 month", "too_low"),
        ("age", "-3 days", "too_low"),
        ("age", 17.5, "not_whole"),
        ("age", "17.5 years", "not_whole"),
        ("weeks_of_care", "6.5 weeks", "not_whole"),
    ],
)
def test_an_age_beyond_its_range_or_in_parts_of_its_own_unit_is_refused(
    name: str, given: Any, kind: str
) -> None:
    with pytest.raises(FactsError) as refused:
        GUIDELINE.evaluate({name: given})
    assert [each.kind for each in refused.value.mistakes] == [kind]


def test_who_gives_half_a_year_is_told_what_is_accepted() -> None:
    with pytest.raises(FactsError, match="no whole number: give completed years"):
        GUIDELINE.evaluate({"age": 17.5})


@pytest.mark.parametrize(
    ("given", "possible"),
    [
        ({"age": "215 months"}, {"NO_GUIDANCE"}),
        ({"age": "216 months"}, {"IMAGE"}),
        # Over one year begins at two; who was asked for a whole number may have rounded to it.
        ({"age": 1, "years_since_scan": "18 months"}, {"NO_GUIDANCE", "IMAGE"}),
        ({"age": 1, "weeks_of_care": "45 days"}, {"NO_GUIDANCE", "IMAGE"}),
    ],
)
def test_only_where_it_is_certain_an_answer_is_settled(
    given: dict[str, Any], possible: set[str]
) -> None:
    known = {"age": 0, "years_since_scan": 0, "weeks_of_care": 0}
    found = GUIDELINE.evaluate(known | given)
    assert {each.name for each in found.possible} == possible


def test_an_adult_of_seventy_years_and_eleven_months_is_not_over_seventy() -> None:
    rest = {"red_flags": "none", "conservative_care": 2}
    guideline = load("low_back_pain")
    for given, age in (("851 months", 70), ("852 months", 71)):
        assert guideline.evaluate(rest | {"age": given}).possible == (
            guideline.evaluate(rest | {"age": age}).possible
        )
    assert guideline.evaluate(rest | {"age": 70}) != guideline.evaluate(rest | {"age": 71})


@pytest.mark.parametrize(
    ("age", "expected"),
    [("20000 days", "DO_NOT_IMAGE"), ("20088 days", "UNDETERMINED"), ("20090 days", "IMAGE")],
)
def test_a_knee_without_a_finding_is_imaged_from_the_55th_birthday(age: str, expected: str) -> None:
    rest = {
        "knee_injured": True, "time_since_injury": 2, "bends_knee_to_90_degrees": True,
        "patella_tender": False, "fibular_head_tender": False, "other_knee_bone_tender": False,
        "walked_four_steps_after_injury": True, "walks_four_steps_now": True,
        "ottawa_knee_exclusions": "none", "ottawa_knee_examination": "none",
    }  # fmt: skip
    assert load("ottawa_knee").evaluate({**rest, "age": age}).recommendation.name == expected


@pytest.mark.parametrize(("given", "age"), [("215 months", 17), ("216 months", 18)])
def test_the_command_line_and_a_file_read_an_age_as_python_does(given: str, age: int) -> None:
    for options, file in (
        (("-f", f"age={given}"), ""),
        (("--facts", "-"), json.dumps({"age": given})),
    ):
        result = run("evaluate", "low_back_pain", "--format", "json", *options, stdin=file)
        assert json.loads(result.stdout)["facts"]["stated"] == {"age": age}
    typed = run("ask", "low_back_pain", stdin=f"none\n{given}\nquit\n")
    assert "How old is the patient?" in typed.output
    assert "That was not understood" not in typed.output
