"""What it takes to check a file and to lay it out grows as the file does.

Counted are the calls of functions, which are the same on every machine; how long they take is
measured by `benchmarks/growth.py`, with the same kinds of files.
"""

import sys
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Any

import pytest

from benchmarks.growth import HEADER, KINDS, Kind, checked, laid_out
from imaging_rules import loads
from imaging_rules.library.example_proposals import proposals

SMALL, LARGE = 5_000, 20_000
# Measured were at most 60 calls for each character of a large file, where work grows as it does.
MOST_CALLS = 10 * 60
# What grows faster up to a bound, at which `check` says that it stops.
BOUNDED = {
    "chain of defines, a fact each": "the diagram of each define asks all facts before",
    "bounds of one number": "each bound is looked at in each of up to so many regions",
    "wrong names": "each is compared with the names there are, up to so many",
}


# The others are counted by the thorough tests too.
ALWAYS_COUNTED = {"red flags", "indications", "chain of defines", "defines alike", "examples"}


def of_size(kind: Kind, size: int) -> str:
    """Return a file of about so many characters."""
    block = (len(kind.text(200)) - len(kind.text(100))) // 100
    return kind.text(size // block)


def calls(action: Callable[[], object]) -> int:
    """Return how many functions an action calls."""
    counted = 0

    def count(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal counted
        if event in ("call", "c_call"):
            counted += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        action()
    finally:
        sys.setprofile(before)
    return counted


@pytest.mark.parametrize("what", [checked, laid_out])
@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(kind, marks=() if kind in ALWAYS_COUNTED else pytest.mark.thorough)
        for kind in KINDS
    ],
)
def test_work_grows_as_the_file_does(kind: str, what: Callable[[str], object]) -> None:
    what(HEADER)  # makes the parser
    small, large = (of_size(KINDS[kind], size) for size in (SMALL, LARGE))
    few, many = calls(partial(what, small)), calls(partial(what, large))
    assert many <= MOST_CALLS * len(large)
    if kind not in BOUNDED:
        assert many / len(large) <= 1.5 * few / len(small)


def test_proposing_examples_of_rules_alike_grows_as_the_rules_do() -> None:
    few, many = (loads(KINDS["red flags of one fact"].text(number)) for number in (50, 200))
    found = proposals(many, ())
    assert [(each.title, each.given) for each in found.examples] == [
        ("red flag r0 decides", "a, everything else is no"),
        ("red flag r0 is not answered", "a is unknown, everything else is no"),
        ("red flag r0 does not hold", "everything else is no"),
    ]
    assert calls(partial(proposals, many, ())) <= 5 * calls(partial(proposals, few, ()))


def test_what_is_bounded_is_a_kind_of_file() -> None:
    assert set(BOUNDED) < set(KINDS)
