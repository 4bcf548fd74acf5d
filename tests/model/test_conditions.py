"""What conditions are made of, and what they ask."""

from fractions import Fraction

from imaging_rules.model.conditions import (
    ALWAYS,
    Adds,
    All,
    AtLeast,
    Compares,
    ComparesFacts,
    Condition,
    Defined,
    IsAmong,
    IsYes,
    Not,
    comparisons,
    facts_asked,
    parts,
    walk,
    with_parts,
)

FEVER, CHILLS = IsYes("fever"), IsYes("chills")
OLD = Compares("age", "over", Fraction(70))
SEVERE = IsAmong("pain", frozenset({"severe"}))
LONGER = ComparesFacts("care", "over", "pain_for", Fraction(1))
SCORE = Adds(((Fraction(1), FEVER), (Fraction(-2), Not(OLD))), "over", Fraction(0))


def test_a_condition_is_walked_as_it_is_read() -> None:
    several = AtLeast(2, (Not(FEVER), SCORE, Defined("alarm")))
    assert list(walk(All((CHILLS, several)))) == [
        All((CHILLS, several)),
        CHILLS,
        several,
        Not(FEVER),
        FEVER,
        SCORE,
        FEVER,
        Not(OLD),
        OLD,
        Defined("alarm"),
    ]


def test_what_points_are_given_for_is_a_part_of_a_score() -> None:
    assert parts(SCORE) == (FEVER, Not(OLD))
    assert parts(Not(SCORE)) == (SCORE,)
    assert parts(ALWAYS) == parts(FEVER) == parts(Defined("alarm")) == ()


def test_facts_that_are_compared_are_found_wherever_they_stand() -> None:
    under_points = Adds(((Fraction(1), LONGER),), "at least", Fraction(1))
    assert comparisons(AtLeast(1, (Not(LONGER), under_points))) == [LONGER, LONGER]
    assert comparisons(All((OLD, SCORE))) == []


def test_a_condition_asks_facts_itself_where_it_has_no_parts() -> None:
    asked = {condition: facts_asked(condition) for condition in (FEVER, OLD, SEVERE, LONGER)}
    assert asked == {
        FEVER: ("fever",),
        OLD: ("age",),
        SEVERE: ("pain",),
        LONGER: ("care", "pain_for"),
    }
    assert facts_asked(Not(FEVER)) == facts_asked(SCORE) == facts_asked(Defined("fever")) == ()


def test_parts_are_replaced_and_all_else_stays() -> None:
    def no_fever(part: Condition) -> Condition:
        return CHILLS if part == FEVER else with_parts(part, no_fever)

    assert no_fever(AtLeast(1, (Not(FEVER), SCORE, SEVERE))) == AtLeast(
        1,
        (
            Not(CHILLS),
            Adds(((Fraction(1), CHILLS), (Fraction(-2), Not(OLD))), "over", Fraction(0)),
            SEVERE,
        ),
    )
