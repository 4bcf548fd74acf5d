"""Two versions that differ in a choice, a score, a gate, or what a vocabulary says."""

import pytest

from imaging_rules import diff, loads
from imaging_rules.analyse.versions.records import BlockChange
from tests.language.made import block, header, indication, number, study, yes_no
from tests.language.test_gates import NECK

BASE = (
    header()
    + number("age", "whole number in years from 0 to 120")
    + yes_no("fever")
    + study("ct")
    + block(
        "define group",
        "first child when age under 18 years",
        "then old when age over 70 years",
        "otherwise grown",
    )
    + block("score risk", "add 1 point when fever", "add 2 points when group is old")
    + indication("risky", "risk over 1 point")
    + indication("young", "group is child", "consider ct")
)


def told(old: str, new: str) -> tuple[list[str], list[str]]:
    difference = diff(loads(old), loads(new))
    return [_words(each) for each in difference.rules], [_words(each) for each in difference.texts]


def _words(change: BlockChange) -> str:
    return f"{change.kind} {change.name}: {change.what}"


@pytest.mark.parametrize(
    ("old", "new", "rules", "texts"),
    [
        ("over 70", "over 75", ["define group: `first, then`"], []),
        ("add 1 point", "add 2 points", ["score risk: `add, take`"], []),
        (
            "add 1 point",
            "add 0.5 points",
            [],
            ["score risk: `add, take`: written otherwise, with the same meaning"],
        ),
    ],
)
def test_a_choice_and_a_score_are_told_by_their_names(
    old: str, new: str, rules: list[str], texts: list[str]
) -> None:
    assert told(BASE, BASE.replace(old, new)) == (rules, texts)


def test_a_gate_decides_nothing_and_is_told_in_the_words_of_the_language() -> None:
    gate = "  ask only when not danger and safe\n"
    assert told(NECK, NECK.replace(gate, "")) == (
        [],
        ["fact rotates: `ask only when`; other patients are asked for it"],
    )


def test_a_gated_fact_of_one_version_alone_is_compared() -> None:
    without = (
        header()
        + yes_no("danger")
        + yes_no("safe")
        + study("ct")
        + indication("danger_or_no_safe_sign", "danger or not safe")
    )
    for old, new in ((NECK, without), (without, NECK)):
        assert diff(loads(old), loads(new)).levels
