"""What is typed into the form for a number is read as on the command line, or told apart."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from imaging_rules import export, load, loads
from imaging_rules.decide.read.from_text import from_words
from imaging_rules.decide.read.stated_value import NotAStatementError, statement
from imaging_rules.document.form import try_it
from tests.agreement.by_script import Scripts, needs_node, running_scripts

TYPED = loads("""
guideline typed
  title     "Typed"
  otherwise no guidance
fact age
  whole number in years from 0 to 120
fact care
  number in weeks from 0 to 520
fact growth
  number in months from 0 to 24
fact height
  number in m from 0 to 3
fact ratio
  number from -1 to 1
fact drug
  whole number in weeks from 1 to 30
fact gestational_age
  whole number in weeks from 0 to 45
fact shift
  whole number in weeks from -9 to 9
fact shift_to
  number in months from -9 to 9
fact cytology
  whole number in "Bethesda class" from 1 to 6
fact filtration
  number in mL/min/1.73m2 from 0 to 200
fact creatinine
  number in umol/L from 0 to 2000
fact pulse
  whole number in per minute from 0 to 350
study mri
indication long
  when      care at least 6 weeks or growth at least 1 year or age over 70 years
  image     with mri
  question  "?"
  assumes   "Made up."
""")
FACT = TYPED.model.fact
EXPORTED = export(TYPED)


@pytest.fixture(scope="module")
def by_script() -> Iterator[Scripts]:
    with running_scripts() as found:
        found.read(EXPORTED)
        yield found


@needs_node
@pytest.mark.parametrize(
    ("fact", "typed", "given"),
    [
        ("care", "6", "6 weeks"),
        ("care", "1", "1 week"),
        ("care", "1,5", "1.5 weeks"),
        ("care", "1·5", "1.5 weeks"),
        ("care", "1.5", "1.5 weeks"),
        ("care", "0,125", "0.125 weeks"),
        ("care", "1440 minutes", "1440 minutes"),
        ("care", "1.4400 minutes", "1.4400 minutes"),
        ("care", "3 days", "3 days"),
        ("care", "3 Days", "3 days"),
        ("care", "3wks", "3 weeks"),
        ("care", "504 h", "504 hours"),
        ("care", "2 months", {"between": ["59 days", "62 days"]}),
        ("care", "1,5 months", {"between": ["43.5 days", "46.5 days"]}),
        ("care", "1 year", {"between": ["365 days", "366 days"]}),
        ("growth", "365 days", {"between": ["11.96 months", "12 months"]}),
        ("growth", "366 days", {"between": ["12 months", "12.04 months"]}),
        ("drug", "2 months", {"between": ["8 weeks", "9 weeks"]}),
        ("drug", "69 days", {"between": ["9 weeks", "10 weeks"]}),
        ("drug", "7 days", "1 week"),
        ("age", "729 days", "1 year"),
        ("age", "730 days", {"between": ["1 year", "2 years"]}),
        ("age", "731 days", "2 years"),
        ("age", "18 months", "1 year"),
        ("age", "215 months", "17 years"),
        ("age", "1451 months", "120 years"),
        ("gestational_age", "48 days", "6 weeks"),
        ("gestational_age", "49 days", "7 weeks"),
        ("shift", "-10 days", {"between": ["-2 weeks", "-1 weeks"]}),
        ("shift", "-1 month", {"between": ["-5 weeks", "-4 weeks"]}),
        ("shift_to", "-28 days", {"between": ["-1 months", "-0.9 months"]}),
        ("age", "42y", "42 years"),
        ("height", "90 cm", "90 cm"),
        ("ratio", "-0,5", "-0.5"),
        ("pulse", "70 /min", "70 per minute"),
        ("height", "3 ft", "3 ft"),
        ("care", "<6", {"under": "6 weeks"}),
        ("care", "at  least 3 days", {"at least": "3 days"}),
        ("care", "Up to 6", {"at most": "6 weeks"}),
        ("care", "over 2 months", {"over": "59 days"}),
        ("ratio", ">-0,5", {"over": "-0.5"}),
        ("age", ">60", {"at least": "61 years"}),
        ("age", "less than 18", {"at most": "17 years"}),
        ("age", "under 216 months", {"at most": "17 years"}),
        ("age", "over 216 months", {"at least": "18 years"}),
        ("drug", "under 14 days", {"at most": "2 weeks"}),
        ("height", "1 inch", "1 inch"),
        ("height", "3 inches", "3 inches"),
        ("cytology", "3", '3 "Bethesda class"'),
        ("cytology", "3 bethesda  class", '3 "Bethesda class"'),
        ("cytology", "3 “Bethesda class”", '3 "Bethesda class"'),
        ("filtration", "59,5 ml/min/1.73 m²", "59.5 mL/min/1.73m2"),
        ("filtration", "60 mL / min / 1,73m^2", "60 mL/min/1.73m2"),
        ("creatinine", "80 μmol/l", "80 umol/L"),
        ("creatinine", "0.1 mmol/l", "0.1 mmol/L"),
    ],
)
def test_what_is_typed_is_given_as_a_record_has_it(
    by_script: Scripts, fact: str, typed: str, given: Any
) -> None:
    assert by_script.amount(fact, typed)["given"] == given


@needs_node
@pytest.mark.parametrize(
    ("fact", "typed", "mistake", "meant"),
    [
        ("care", "", "empty", []),
        ("care", " ", "empty", []),
        ("care", "x", "not_a_number", []),
        ("care", "under", "not_a_number", []),
        ("care", "<0", "no_number", []),
        ("care", "1/2", "not_a_number", []),
        ("care", "3 to 5", "not_a_number", []),
        ("care", "1 week 3 days", "not_a_number", []),
        ("care", "5e1", "not_a_number", []),
        ("care", "1,440 minutes", "unclear_number", ["1440 minutes", "1.4400 minutes"]),
        ("care", "1.440 minutes", "unclear_number", ["1440 minutes", "1.4400 minutes"]),
        ("care", "1,000", "unclear_number", ["1000 weeks", "1.0000 weeks"]),
        ("care", "1 440 minutes", "unclear_number", ["1440 minutes"]),
        ("care", "1\N{NARROW NO-BREAK SPACE}440 minutes", "unclear_number", ["1440 minutes"]),
        ("care", "1’440 minutes", "unclear_number", ["1440 minutes"]),
        ("care", "12,345,678 seconds", "unclear_number", ["12345678 seconds"]),
        ("care", "1,500.5 minutes", "unclear_number", ["1500.5 minutes"]),
        ("care", "1·440", "unclear_number", ["1440 weeks", "1.4400 weeks"]),
        ("care", "1,440 fortnights", "unclear_number", ["1440", "1.4400"]),
        ("ratio", "-1,440", "unclear_number", ["-1440", "-1.4400"]),
        ("care", "3 yards", "unknown_unit", []),
        ("care", "3 feet", "other_unit", []),
        ("care", "3 M", "unknown_unit", []),
        ("ratio", "3 feet", "unknown_unit", []),
        ("cytology", "3 class", "unknown_unit", []),
        ("cytology", "3 weeks", "other_unit", []),
        ("care", "3 Bethesda class", "other_unit", []),
        ("care", "3 m", "other_unit", []),
        ("height", "3 weeks", "other_unit", []),
        ("care", "521", "too_high", []),
        ("care", "12345678901 months", "too_high", []),
        ("care", "-1", "too_low", []),
        ("age", "42.5", "not_whole", []),
        ("age", "1452 months", "too_high", []),
        ("shift", "-1.5", "not_whole", []),
        ("drug", "211 days", "too_high", []),
    ],
)
def test_each_mistake_has_a_name_of_its_own(
    by_script: Scripts, fact: str, typed: str, mistake: str, meant: list[str]
) -> None:
    found = by_script.amount(fact, typed)
    assert (found["mistake"], found.get("meant", [])) == (mistake, meant)
    # On the command line, ranges can be given, and numbers as programs write them.
    if typed not in {"3 to 5", "5e1"}:
        with pytest.raises(NotAStatementError):
            from_words(FACT[fact], typed)


@needs_node
@given(
    st.sampled_from(sorted(FACT)),
    st.lists(st.sampled_from(["", "0", "1", "12", "125", "440", "7000"]), min_size=1, max_size=3),
    st.sampled_from([",", ".", "'", "’", " ", "\N{NO-BREAK SPACE}"]),
    st.sampled_from(["", "", "-", "<", "≥", "over ", "Under -", "up to "]),
    st.sampled_from(
        [
            "",
            "weeks",
            "d",
            "Months",
            "yr",
            "cm",
            "m",
            "M",
            "mins",
            "feet",
            "/min",
            "Bethesda class",
            "µmol/L",
            "mL/min/1.73 m²",
        ]
    ),
)
@example("care", ["1", "440"], ",", "", "mins")
@example("growth", ["12", "5"], ".", "", "weeks")
@example("care", ["0"], ",", "-", "Months")
@example("age", ["125"], ",", "over ", "Months")
@example("age", ["12"], ",", "<", "Months")
@example("age", ["12"], ",", "<", "")
@example("ratio", ["1"], ",", "over ", "")
@example("growth", ["12"], ",", "<", "weeks")
def test_the_form_reads_what_the_command_line_reads(
    by_script: Scripts, fact: str, digits: list[str], sign: str, minus: str, unit: str
) -> None:
    typed = f"{minus}{sign.join(digits)} {unit}".strip()
    try:
        read = statement(FACT[fact], from_words(FACT[fact], typed))
    except NotAStatementError:
        assert "given" not in by_script.amount(fact, typed)
        return
    assert statement(FACT[fact], by_script.amount(fact, typed)["given"]) == read


# --- the unit that is chosen, or not ------------------------------------------------------------


@needs_node
@pytest.mark.parametrize(
    ("fact", "typed", "chosen", "found"),
    [
        # 3 weeks and 3 days mean the same to the rules, 6 weeks and 6 days do not.
        ("care", "3", "", "3 weeks"),
        ("care", "6", "", "which_unit"),
        ("care", "6", "days", "6 days"),
        ("care", "6 weeks", "days", "6 weeks"),
        ("care", "600", "", "too_high"),
    ],
)
def test_no_unit_is_taken_where_another_one_would_mean_something_else(
    by_script: Scripts, fact: str, typed: str, chosen: str, found: str
) -> None:
    read = by_script.amount(fact, typed, chosen, ["", "weeks", "days"])
    assert read.get("given", read.get("mistake")) == found


@needs_node
@pytest.mark.parametrize(
    ("chosen", "meant"),
    [("", ["1440", "1.4400"]), ("days", ["1440 days", "1.4400 days"])],
)
def test_an_unclear_number_is_told_with_the_unit_that_it_is_in(
    by_script: Scripts, chosen: str, meant: list[str]
) -> None:
    assert by_script.amount("care", "1,440", chosen, ["", "weeks", "days"])["meant"] == meant


def test_a_unit_is_chosen_beforehand_only_where_the_question_names_it() -> None:
    assert '"units":["","years","months"]' in try_it(load("pecarn_head"))
    assert '"units":["minutes","seconds","hours"]' in try_it(load("canadian_ct_head"))


def test_a_whole_number_is_asked_for_in_its_own_unit_alone() -> None:
    asked = try_it(load("low_back_pain"))
    assert '"range":"A whole number of years from 0 to 120.","units":[]' in asked
