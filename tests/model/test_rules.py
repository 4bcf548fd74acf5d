"""What rules of every kind say of themselves."""

from fractions import Fraction
from typing import get_args

from imaging_rules.model.conditions import ALWAYS, All, Compares, IsYes, Not
from imaging_rules.model.rules import (
    KINDS,
    Contradiction,
    DecidingRule,
    Limit,
    Precaution,
    Rule,
    Says,
    SpecialCase,
    WaitingPeriod,
)
from imaging_rules.syntax.grammar import clauses_of
from imaging_rules.values.recommendation import Recommendation, StudyRecommendation

CARE = WaitingPeriod(
    name="care",
    fact="weeks",
    first=Fraction(4),
    last=Fraction(6),
    without=IsYes("better"),
    says=(Says(Recommendation.CONSIDER, ("mri",)), Says(Recommendation.IMAGE, ("mri",))),
)


def test_every_kind_of_rule_is_a_block_of_the_language() -> None:
    assert KINDS == (
        "red flag",
        "indication",
        "not indicated",
        "waiting period",
        "limit",
        "special case",
        "contraindication",
        "precaution",
        "contradiction",
    )
    assert {*get_args(DecidingRule), Precaution, Contradiction} == set(get_args(Rule))
    assert all("when" in clauses_of(kind) for kind in KINDS)


def test_a_waiting_period_says_two_things_and_holds_after_its_time() -> None:
    assert CARE.highest is Recommendation.IMAGE
    assert CARE.then == Says(Recommendation.IMAGE, ("mri",))
    assert CARE.studies == ("mri",)
    assert CARE.condition == All(
        (ALWAYS, Compares("weeks", "at least", Fraction(4)), Not(IsYes("better")))
    )


def test_what_says_nothing_recommends_nothing() -> None:
    limit = Limit(name="held", when=IsYes("better"), level=Recommendation.CONSIDER)
    moving = SpecialCase(name="moved", when=IsYes("pregnant"), replaces=(("ct", "mri"),))
    for rule in (limit, moving):
        assert rule.highest is StudyRecommendation.NOT_NAMED
        assert not rule.recommends
        assert not rule.can_say(Recommendation.DO_NOT_IMAGE)
        assert rule.condition == rule.when
    waits = Says(Recommendation.WAIT)
    assert SpecialCase(name="w", when=ALWAYS, says=(waits,)).can_say(Recommendation.WAIT)
