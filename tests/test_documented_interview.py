"""The interview that the documentation shows ends, whatever is answered."""

import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from imaging_rules import Decision, Guideline, Recommendation, between, guidelines, load, unknown
from imaging_rules.model.facts import ChoiceType, Fact, NumberType

PYTHON = Path(__file__).resolve().parents[1] / "docs" / "python.md"
LOOP = re.compile(r"^def interview\(.*?(?=^def |^\w|^```)", re.MULTILINE | re.DOTALL)
LOW_BACK_PAIN = load("low_back_pain")


def interview(guideline: Guideline, answers: Callable[[str], Any]) -> tuple[Decision, list[str]]:
    """Hold the interview of the documentation; return the decision, and what was asked."""
    found = LOOP.search(PYTHON.read_text("utf-8"))
    assert found is not None
    names: dict[str, Any] = {}
    exec(found[0], names)
    asked: list[str] = []
    # Each fact and each screen once; and each fact of a contradiction once more, to be checked.
    most = 2 * len(guideline.model.facts) + len(guideline.model.screens)

    def answer(name: str) -> Any:
        asked.append(name)
        assert len(asked) <= most
        return answers(name)

    return names["interview"](guideline, answer), asked


def some_value(fact: Fact, choose: random.Random) -> Any:
    """Return what may be stated of a fact: a value, or a range of a number."""
    match fact.type:
        case NumberType(span):
            low, high = sorted(choose.choice((span.low, span.high, span.high // 3)) for _ in "ab")
            return float(low) if low == high else between(float(low), float(high))
        case ChoiceType(values):
            return choose.choice(values)
        case _:
            return choose.random() < 0.3


@pytest.mark.parametrize("name", guidelines())
def test_it_ends_where_every_answer_is_that_it_is_not_known(name: str) -> None:
    decision, asked = interview(load(name), lambda name: unknown)
    assert len(asked) == len(set(asked))
    assert decision.to_ask == ()
    assert all(each.asked for each in decision.missing)


@pytest.mark.parametrize("name", guidelines())
def test_it_ends_whatever_is_answered_and_confirmed(name: str) -> None:
    guideline = load(name)
    facts = guideline.model.fact
    for seed in range(12):
        choose = random.Random(seed)
        said: dict[str, Any] = {}

        def answers(name: str, said: dict[str, Any] = said, choose: Any = choose) -> Any:
            # What was said once is said again: so a contradiction is confirmed.
            if name not in said:
                if name in facts:
                    value = some_value(facts[name], choose)
                    said[name] = value if choose.random() < 0.8 else unknown
                else:
                    said[name] = choose.choice(("none", unknown))
            return said[name]

        decision, _ = interview(guideline, answers)
        assert decision.to_ask == ()
        assert decision.complete or decision.missing or decision.later


class Begun:
    """A guideline for a patient of whom something is known before the interview."""

    def __init__(self, guideline: Guideline, facts: dict[str, Any]) -> None:
        self.model = guideline.model
        self._guideline, self._facts = guideline, facts

    def evaluate(self, facts: dict[str, Any]) -> Decision:
        return self._guideline.evaluate({**self._facts, **facts})


def of_a_patient_in_pain_for_three_weeks(care: list[str]) -> tuple[Decision, list[str]]:
    """Hold an interview in which weeks of care are answered, one after the other."""
    answers: dict[str, Any] = {"age": 42, "red_flags": "none", "symptom_duration": "3 weeks"}
    answers |= {"meaningful_improvement": False, "pregnant": False}
    begun: Any = Begun(LOW_BACK_PAIN, {"symptom_duration": "3 weeks"})
    return interview(
        begun, lambda name: care.pop(0) if name == "conservative_care" else answers[name]
    )


def test_a_contradiction_is_asked_of_once_more_and_may_be_confirmed() -> None:
    decision, asked = of_a_patient_in_pain_for_three_weeks(["9 weeks", "9 weeks"])
    assert asked.count("conservative_care") == 2
    assert asked.count("symptom_duration") == 1
    assert [each.name for each in decision.contradictions] == ["care_longer_than_symptoms"]
    checked = {each.fact: each.asked for each in decision.missing if each.to_check}
    assert checked == {"conservative_care": True, "symptom_duration": True}
    assert not decision.complete
    assert decision.study is None


def test_a_contradiction_may_be_put_right() -> None:
    decision, asked = of_a_patient_in_pain_for_three_weeks(["9 weeks", "2 weeks"])
    assert asked.count("conservative_care") == 2
    assert decision.contradictions == ()
    assert decision.recommendation is Recommendation.WAIT
    assert decision.complete


def test_a_healthy_patient_is_asked_three_questions() -> None:
    answers = {"age": 42, "red_flags": "none", "conservative_care": "1 week"}
    decision, asked = interview(LOW_BACK_PAIN, answers.__getitem__)
    assert asked == ["red_flags", "age", "conservative_care"]
    assert decision.complete
