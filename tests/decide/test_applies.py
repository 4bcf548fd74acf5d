"""Whether a guideline was written for a patient: it was, it was not, or that cannot be told."""

import pytest

from imaging_rules import Recommendation, between, load, unknown

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
