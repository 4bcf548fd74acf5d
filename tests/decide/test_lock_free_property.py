"""A property that is worked out once, also where threads ask for it at the same time."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from imaging_rules import Decision, load
from imaging_rules.decide.answer.answer import lock_free_property


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
