"""`ask only when`: a fact that must not be asked for before others are known."""

import pytest

from imaging_rules import GuidelineError, Recommendation, loads, unknown
from tests.language.made import header, indication, study, yes_no

IMAGE, SILENT = Recommendation.IMAGE, Recommendation.NO_GUIDANCE
NECK = (
    header()
    + yes_no("danger")
    + yes_no("safe")
    + yes_no("rotates", "ask only when not danger and safe")
    + study("ct")
    + indication("danger_or_no_safe_sign", "danger or not safe")
    + indication("does_not_rotate", "not danger and safe and not rotates")
)


def asked(facts: dict) -> tuple[list[str], list[tuple[str, tuple[str, ...]]]]:
    decision = loads(NECK).evaluate(facts)
    later = [(each.fact, each.opened_by) for each in decision.later]
    return [each.fact for each in decision.missing], later


def test_a_gated_fact_is_asked_for_only_once_its_gate_is_open() -> None:
    assert asked({}) == (["danger", "safe"], [("rotates", ("danger", "safe"))])
    assert asked({"danger": False}) == (["safe"], [("rotates", ("safe",))])
    assert asked({"danger": False, "safe": True}) == (["rotates"], [])
    assert asked({"danger": True}) == ([], [])
    assert asked({"safe": False, "danger": False}) == ([], [])


def test_a_gate_hides_nothing_that_is_possible() -> None:
    decision = loads(NECK).evaluate({"danger": False, "safe": True})
    assert decision.possible == (SILENT, IMAGE)
    assert decision.recommendation is Recommendation.UNDETERMINED


def test_a_gate_that_hangs_on_an_unknown_fact_asks_for_that_fact_again() -> None:
    assert asked({"danger": False, "safe": unknown}) == (["safe"], [("rotates", ("safe",))])


def test_a_gated_fact_that_is_stated_counts_all_the_same() -> None:
    assert loads(NECK).evaluate({"rotates": False, "danger": False}).possible == (IMAGE,)


def errors(text: str) -> list[str]:
    with pytest.raises(GuidelineError) as raised:
        loads(text)
    return [f"{each.code} {each.message} {each.help}" for each in raised.value.diagnostics]


def test_a_gate_that_hides_what_matters_is_refused_with_a_patient() -> None:
    (problem,) = errors(
        NECK.replace("not danger and safe and not rotates", "not danger and not rotates").replace(
            "danger or not safe", "danger"
        )
    )
    assert problem.startswith("E415 `rotates` is not asked for where the decision depends on it")
    assert "`given not danger, not safe`" in problem


def test_a_gate_that_hides_what_is_said_of_a_study_is_refused() -> None:
    text = NECK + study("mri") + indication("either", "danger and rotates", "image with mri")
    (problem,) = errors(text)
    assert "what is said of `mri`" in problem


def test_facts_that_wait_for_each_other_are_refused() -> None:
    text = (
        header()
        + yes_no("a", "ask only when b")
        + yes_no("b", "ask only when not a")
        + study("ct")
        + indication("both", "a and b")
    )
    (problem,) = errors(text)
    assert problem.startswith("E407 these facts wait for each other to be asked: `a` → `b` → `a`")
    (itself,) = errors(
        text.replace("ask only when b", "ask only when a").replace("  ask only when not a\n", "")
    )
    assert itself.startswith("E407 `a` waits for itself to be asked")
