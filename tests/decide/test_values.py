"""What is told in words of values and answers is there for programs, exactly."""

from datetime import timedelta
from fractions import Fraction

import pytest

from imaging_rules import Guideline, NumberRange, Wait, between, evaluate, loads, one_of, unknown
from imaging_rules.decide.answer.values import AnswerType, AnswerValue

WAITS = {
    "age": 42,
    "red_flags": "none",
    "conservative_care": "3 weeks",
    "meaningful_improvement": False,
}


def lasting(unit: str, whole: str = "number", limit: str = "6") -> Guideline:
    return loads(f"""
guideline pain
  title     "Pain"
  otherwise do not image
  editorial "Made up for a test."

fact pain
  {whole} in {unit} from 0 to 100
  ask "For how long has there been pain?"

study mri
  title "MRI"

waiting period lasting_pain
  title     "Pain that lasts"
  lasts     {limit} {unit} of pain
  then      image with mri
  question  "What hurts?"
  editorial "Made up for a test."
""")


def test_values_of_changes_are_exact() -> None:
    changes = {(each.fact, each.to): each for each in evaluate(WAITS).changes}
    age = changes["age", "at least 71 years"]
    assert age.values == NumberRange(Fraction(42), Fraction(42), False, False, "years")
    assert age.to_values == NumberRange(Fraction(71), Fraction(120), False, False, "years")
    assert age.wait is None
    care = changes["conservative_care", "4 to under 6 weeks"]
    assert care.to_values == NumberRange(Fraction(4), Fraction(6), False, True, "weeks")
    assert care.wait == Wait(timedelta(weeks=1), timedelta(weeks=1), False)
    weakness = changes["leg_weakness", "worsening"]
    assert (weakness.values, weakness.to_values) == (("none",), ("worsening",))
    fever = changes["fever_or_chills", "yes"]
    assert (fever.values, fever.to_values) == ((False,), (True,))


def test_values_of_what_blocks_a_rule_are_exact() -> None:
    facts = {**WAITS, "age": between(40, 50), "leg_weakness": one_of("none", "improving")}
    by = {fact.fact: fact for rule in evaluate(facts).blocked for fact in rule.by}
    assert by["age"].values == NumberRange(Fraction(40), Fraction(50), False, False, "years")
    assert by["leg_weakness"].values == ("none", "improving")
    assert (by["fever_or_chills"].known, by["fever_or_chills"].values) == ("screened", (False,))


@pytest.mark.parametrize(
    ("unit", "stated", "wait"),
    [
        ("weeks", 5, Wait(timedelta(weeks=1), timedelta(weeks=1), False)),
        ("days", "5.5 days", Wait(timedelta(hours=12), timedelta(hours=12), False)),
        # Months are not all as long: one has 28 to 31 days, two in a row 59 to 62.
        ("months", 5, Wait(timedelta(days=28), timedelta(days=31), False)),
        ("months", 4, Wait(timedelta(days=59), timedelta(days=62), False)),
        ("years", 5, Wait(timedelta(days=365), timedelta(days=366), False)),
        # A third of a second is told as no time and as a second.
        ("seconds", "17/3 seconds", Wait(timedelta(0), timedelta(seconds=1), False)),
    ],
)
def test_a_review_is_told_as_a_time(unit: str, stated: object, wait: Wait) -> None:
    review = lasting(unit).evaluate({"pain": stated}).review_after
    assert review is not None
    assert review.wait == wait


def test_a_time_that_is_known_in_part_has_two_ends() -> None:
    (change,) = lasting("weeks").evaluate({"pain": between(2, 4)}).changes
    assert change.values == NumberRange(Fraction(2), Fraction(4), False, False, "weeks")
    assert change.wait == Wait(timedelta(weeks=2), timedelta(weeks=4), False)


def test_what_was_stated_is_told_facts_first() -> None:
    stated = evaluate(
        {"red_flags": "none", "age": unknown, "conservative_care": "10 days", "pregnant": False}
    ).stated
    assert [(each.fact, each.value, each.values) for each in stated] == [
        ("age", "unknown", NumberRange(Fraction(0), Fraction(120), False, False, "years")),
        (
            "conservative_care",
            "10 days",
            NumberRange(Fraction(10, 7), Fraction(10, 7), False, False, "weeks"),
        ),
        ("pregnant", "no", (False,)),
        ("red_flags", "none", ("none",)),
    ]
    (screen,) = evaluate({"red_flags": unknown}).stated
    assert (screen.fact, screen.value, screen.values) == ("red_flags", "unknown", ())


def test_the_record_has_them_too() -> None:
    decision = evaluate(WAITS).to_dict()["decision"]
    assert decision["review_after"]["wait"] == {
        "earliest": 604800,
        "latest": 604800,
        "longer": False,
    }
    care = next(each for each in decision["changes"] if each["to"] == "4 to under 6 weeks")
    assert care["to_values"] == {
        "low": "4",
        "high": "6",
        "low_open": False,
        "high_open": True,
        "unit": "weeks",
    }
    assert decision["blocked"][0]["by"][0]["values"] == [False]


MADE_UP = loads(
    """
guideline made_up
  otherwise no guidance

fact age
  whole number in years from 0 to 120

fact points_of_it
  number from 0.1 to 5.5

fact lasted
  number in weeks from 0.5 to 52

fact course
  one of much_better, worse

study mri

indication any
  when      age over 3 years and points_of_it over 1 and lasted over 2 weeks and course is worse
  image     with mri
  question  "Why?"
  editorial "Made up."
"""
)


def answers() -> dict[str, AnswerType]:
    return {each.fact: each.answer for each in MADE_UP.evaluate({}).missing}


def test_a_number_has_its_range_and_its_unit() -> None:
    found = answers()
    assert found["age"] == AnswerType("number", (), True, "years", 0, 120)
    assert found["points_of_it"] == AnswerType("number", (), False, "", 0.1, 5.5)
    assert found["lasted"] == AnswerType("number", (), False, "weeks", 0.5, 52)


def test_a_choice_has_its_values_with_labels() -> None:
    values = (AnswerValue("much_better", "much better"), AnswerValue("worse", "worse"))
    assert answers()["course"] == AnswerType("one of", values)


def test_yes_and_no_are_given_as_true_and_false() -> None:
    (fever,) = [e for e in evaluate({"age": 42}).missing if e.fact == "fever_or_chills"]
    assert fever.answer == AnswerType(
        "yes or no", (AnswerValue(True, "yes"), AnswerValue(False, "no"))
    )
