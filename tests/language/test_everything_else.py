"""`everything else is no` in an example, and what it leaves alone."""

from imaging_rules import loads
from tests.language.made import block, header, indication, study, yes_no

FACTS = (
    header()
    + yes_no("walks")
    + yes_no("fever")
    + yes_no("quiet", "if not stated assume yes")
    + block("screen signs", 'ask "Any?"', "covers walks is yes, fever")
    + study("ct")
    + indication("does_not_walk", "not walks or fever")
    + indication("loud", "not quiet", "consider ct")
)


def given(items: str, expected: str) -> dict:
    text = FACTS + block('example "one"', f"given {items}", f"expect {expected}")
    (example,) = loads(text).model.examples
    return dict(example.given)


def test_it_sets_every_other_yes_no_fact_but_those_assumed() -> None:
    assert given("fever, everything else is no", "image") == {"fever": True, "walks": False}


def test_it_leaves_alone_what_a_screen_sets() -> None:
    assert given("signs is none, everything else is no", "no guidance") == {"signs": "none"}
