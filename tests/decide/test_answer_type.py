"""What is missing says how it is answered, so that a form can draw the field for it."""

from imaging_rules import evaluate, loads
from imaging_rules.decide.answer.values import AnswerType, AnswerValue

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
