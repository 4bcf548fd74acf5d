"""What is to be done beside imaging or instead of it: told as soon as it is certain, not sooner."""

import pytest

from imaging_rules import Decision, Recommendation, loads
from tests.language.made import block, header, indication, study, yes_no

OBSERVE = 'action "Observe for four hours."'
HEAD = loads(
    header("otherwise do not image", 'editorial "Made up."')
    + yes_no("high")
    + yes_no("medium")
    + yes_no("bleeding")
    + yes_no("old")
    + study("ct")
    + block(
        "red flag bleeding",
        "when bleeding",
        "image urgently with ct",
        'question "Where?"',
        'action "Stop the bleeding."',
        'action "Call for help."',
        'editorial "."',
    )
    + indication("high_risk", "high")
    + indication("medium_risk", "medium", f"consider ct\n  {OBSERVE}")
    + block("special case old", "when old", 'action "Ask about falls."', 'editorial "."')
)
QUIET = {"high": False, "medium": False, "bleeding": False, "old": False}


def done(decision: Decision) -> list[tuple[str, str]]:
    return [(each.rule, each.text) for each in decision.actions]


def test_the_actions_of_the_rules_that_decide_are_told_red_flags_first() -> None:
    assert done(HEAD.evaluate({**QUIET, "medium": True, "old": True})) == [
        ("medium_risk", "Observe for four hours."),
        ("old", "Ask about falls."),
    ]
    bleeding = HEAD.evaluate({**QUIET, "bleeding": True, "old": True})
    assert done(bleeding) == [
        ("bleeding", "Stop the bleeding."),
        ("bleeding", "Call for help."),
        ("old", "Ask about falls."),
    ]
    assert bleeding.to_dict()["decision"]["actions"][0] == {
        "rule": "bleeding",
        "text": "Stop the bleeding.",
    }


def test_what_is_outranked_says_nothing_of_what_is_to_be_done() -> None:
    decision = HEAD.evaluate({**QUIET, "medium": True, "high": True})
    assert decision.recommendation is Recommendation.IMAGE
    assert done(decision) == []
    assert "Observe" not in decision.explain()


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_what_is_open_is_told_as_open_and_not_at_all_while_nothing_is_recommended(form) -> None:  # type: ignore[no-untyped-def]
    # It holds for sure, and another rule may yet outrank it.
    open_still = HEAD.evaluate({"medium": True, "bleeding": False, "old": False})
    assert open_still.recommendation is Recommendation.UNDETERMINED
    assert done(open_still) == []
    assert "Observe" not in open_still.explain(form)
    # A settled level, and what else is to be done hangs on what is open.
    settled = HEAD.evaluate({key: QUIET[key] for key in ("high", "medium", "bleeding")})
    assert settled.settled
    assert done(settled) == []
    told = settled.explain(form)
    assert "Perhaps to be done, which is still open:" in told
    assert "To be done:" not in told
    assert "Ask about falls" in told


def test_an_action_stands_right_under_the_recommendation() -> None:
    told = HEAD.evaluate({**QUIET, "medium": True}).explain()
    assert (
        "Recommendation: Consider imaging. It may be appropriate.\n"
        "                To be done: Observe for four hours.\n"
    ) in told
