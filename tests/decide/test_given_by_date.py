"""Facts in units of time may be given by a date: as of the day of the decision."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy
import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imaging_rules import AskFact, FactsError, Interview, age_on, compare, loads
from imaging_rules.decide.read.from_text import from_words
from imaging_rules.decide.read.stated_value import NotAStatementError
from imaging_rules.values.dates import months_between

DATED = loads("""
guideline dated
  title     "Dated"
  otherwise no guidance

fact age
  whole number in years from 0 to 120
  ask "?"

fact age_in_months
  whole number in months from 0 to 240
  ask "?"

fact gestational_age
  whole number in weeks from 0 to 45
  ask "?"

fact care
  number in weeks from 0 to 520
  ask "?"

fact drug
  whole number in weeks from 0 to 520
  ask "?"

fact growth
  number in months from 0 to 240
  ask "?"

fact ago
  whole number in years from 0 to 120
  ask "?"

fact dimer
  number in ng/mL from 0 to 5000
  ask "?"

study mri
  title "MRI"

indication old
  title     "Old"
  when      age over 70 years or care at least 6 weeks
  image     with mri
  question  "?"
  editorial "Made up."
""")
DAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("fact", "given", "told"),
    [
        # The day before a birthday, the day itself, and the day after.
        ("age", date(1956, 3, 2), "69 years"),
        ("age", date(1956, 3, 1), "70 years"),
        ("age", date(1956, 2, 28), "70 years"),
        # Who was born on 29 February completes a year on 1 March where there is no such day.
        ("age", date(1956, 2, 29), "70 years"),
        ("age", "born 1956-02-29", "70 years"),
        ("age", "Born  1956-03-01", "70 years"),
        ("age", "born 1956-03", "between 69 years and 70 years"),
        ("age", "born 1956-02", "70 years"),
        ("age", "born 1956", "between 69 years and 70 years"),
        ("age", "born 2026", "0 years"),
        ("age_in_months", "born 2025-03-02", "11 months"),
        ("age_in_months", "born 2025-03-01", "12 months"),
        ("age_in_months", "born 2026-01-31", "1 month"),
        ("gestational_age", "since 2026-02-09", "2 weeks"),
        ("care", date(2026, 2, 1), "4 weeks"),
        ("care", "since 2026-02-28", "1 day"),
        ("care", "since 2026-03-01", "0 weeks"),
        ("care", "since 2026-02", "between 1 day and 4 weeks"),
        ("care", "since 2026", "at most 59 days"),
        # Whether the whole number was counted or rounded, it is one of these.
        ("drug", "since 2026-02-20", "between 1 week and 2 weeks"),
        ("drug", "since 2026-02-15", "2 weeks"),
        ("growth", "since 2025-12-01", "3 months"),
        ("growth", "since 2025-11-20", "over 3 months and under 4 months"),
        ("growth", "since 2025-11", "between 3 months and 4 months"),
        ("ago", "since 2023-03-01", "3 years"),
        ("ago", "since 2022-05-06", "between 3 years and 4 years"),
        ("age", numpy.datetime64("1956-03-02"), "69 years"),
    ],
)
def test_a_date_says_how_long_ago_it_was(fact: str, given: Any, told: str) -> None:
    decision = DATED.evaluate({fact: given}, today=DAY)
    assert decision.stated[0].value == told
    # The record has the number, and means the same on any other day.
    recorded = decision.to_dict()["facts"]["stated"]
    assert DATED.evaluate(recorded, today=date(2030, 1, 1)).stated == decision.stated


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2025, 2, 28), "24 years"),
        (date(2025, 3, 1), "25 years"),
        (date(2028, 2, 28), "27 years"),
        (date(2028, 2, 29), "28 years"),
    ],
)
def test_a_birthday_on_the_29th_of_february(day: date, told: str) -> None:
    for born in (date(2000, 2, 29), "born 2000-02-29"):
        assert DATED.evaluate({"age": born}, today=day).stated[0].value == told


@pytest.mark.parametrize(
    ("fact", "given", "told"),
    [
        ("age", date(2026, 3, 2), "lies after the day of the decision"),
        ("age", "born 2026-03-02", "lies after the day of the decision"),
        ("care", "since 2026-04", "lies after the day of the decision"),
        ("age", "born 1850", "what was given is too high"),
        ("age", "born yesterday", "a date is written as in since 2026-10-01"),
        ("age", "born 2025-02-29", "a date is written as in since 2026-10-01"),
        ("age", "1956-03-02", "a date was given: write since or born before it"),
        ("age", datetime(1956, 3, 2), "a date with a time was given"),  # noqa: DTZ001
        ("age", datetime(1956, 3, 2, tzinfo=UTC), "depends on the time zone"),
        ("age", pandas.Timestamp("1956-03-02"), "depends on the time zone"),
        ("age", numpy.datetime64("1956-03-02T00:00"), "depends on the time zone"),
        ("age", pandas.NaT, "leave the fact out"),
        ("age", {"at least": date(1956, 3, 2)}, "a date stands alone"),
        ("dimer", date(1956, 3, 2), "and a date was given"),
        ("dimer", "since 2026-02", "a text that is no number was given"),
    ],
)
def test_what_says_no_time_is_refused_with_a_sentence(fact: str, given: Any, told: str) -> None:
    with pytest.raises(FactsError) as raised:
        DATED.evaluate({fact: given}, today=DAY)
    (mistake,) = raised.value.mistakes
    assert told in mistake.problem
    assert "1956" not in mistake.problem
    decision = DATED.evaluate({fact: given}, today=DAY, mistakes="unknown")
    assert decision.stated[0].value == "unknown"


def test_a_date_stands_beside_other_facts_and_mistakes() -> None:
    with pytest.raises(FactsError) as raised:
        DATED.evaluate({"age": date(1956, 3, 2), "care": "since 2027", "x": 1}, today=DAY)
    assert [(each.fact, each.kind) for each in raised.value.mistakes] == [
        ("care", "too_low"),
        ("x", "unknown_name"),
    ]
    assert DATED.evaluate({"age": "born 1955-02-01", "dimer": 3}, today=DAY).settled


def test_dates_are_read_wherever_a_person_types() -> None:
    assert from_words(DATED.model.fact["age"], " born 1956-03-02 ") == "born 1956-03-02"
    facts = DATED.read_text({"age": "born 1956-03-02", "care": "since 2026-02"})
    assert DATED.evaluate(facts, today=DAY).stated[0].value == "69 years"
    with pytest.raises(NotAStatementError, match="a date is written as in"):
        from_words(DATED.model.fact["age"], "born 56")


def test_an_interview_keeps_what_a_date_said_on_its_day() -> None:
    interview = Interview(DATED)
    assert isinstance(interview.turn, AskFact)
    answered = interview.answer(date.today() - timedelta(days=30))
    said = {"age": 0, "care": "30 days"}[interview.turn.fact]
    assert answered.to_dict()["steps"] == [["answer", interview.turn.fact, said]]
    with pytest.raises(FactsError, match="lies after the day"):
        interview.answer(date.today() + timedelta(days=1))


def test_guidelines_are_compared_as_of_one_day() -> None:
    found = compare({"age": "born 1956-03-02"}, [DATED, DATED], today=DAY)
    assert [row.decision.stated[0].value for row in found.rows] == ["69 years", "69 years"]
    with pytest.raises(FactsError, match="lies after the day"):
        compare({"age": "born 2026-03-02"}, [DATED, DATED], today=DAY)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 50_000))
def test_completed_months_are_those_that_the_calendar_has(start: date, days: int) -> None:
    day = start + timedelta(days=days)
    months, just = months_between(start, day)
    # In so many months the calendar has 28 to 31 days each.
    assert 28 * months <= days <= 31 * (months + 1)
    assert months // 12 == age_on(start, day)
    before, _ = months_between(start, day - timedelta(days=1)) if days else (0, True)
    assert just == (days == 0 or before == months - 1)
