"""The parts of an answer: whether the guideline was written for a patient, and parts kept once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from imaging_rules import Decision, Recommendation, between, load, unknown
from imaging_rules.decide.answer.answer import lock_free_property

GUIDELINE = load("low_back_pain")


@pytest.mark.parametrize(
    ("facts", "applies"),
    [
        ({"age": 18}, True),
        ({"age": 17}, False),
        ({"age": between(17, 18)}, None),
        ({"age": unknown}, None),
        ({}, None),
    ],
)
def test_the_scope_applies_or_not_or_cannot_be_told(facts: dict, applies: bool | None) -> None:
    assert GUIDELINE.evaluate(facts).applies is applies


def test_a_red_flag_counts_outside_the_scope() -> None:
    decision = GUIDELINE.evaluate({"age": 12, "fever_or_chills": True})
    assert decision.applies is False
    assert decision.recommendation is Recommendation.IMAGE_URGENTLY


class Slow:
    def __init__(self) -> None:
        self.both = Barrier(2)

    @lock_free_property
    def made(self) -> object:
        """What is made."""
        # With a lock that all share, the other thread would never come this far.
        self.both.wait(timeout=60)
        return object()


def test_threads_do_not_wait_for_each_other_and_are_given_the_same() -> None:
    slow = Slow()
    with ThreadPoolExecutor(2) as threads:
        one, other = threads.map(lambda _: slow.made, range(2))
    assert one is other
    # It is not worked out again: alone, that would wait for another thread.
    assert slow.made is one


def test_the_class_shows_the_property_and_a_decision_keeps_what_was_found() -> None:
    assert isinstance(Slow.made, lock_free_property)
    assert Slow.made.__doc__ == "What is made."
    assert isinstance(Decision.missing, lock_free_property)
    decision = load("low_back_pain").evaluate({})
    assert decision.missing is decision.missing
