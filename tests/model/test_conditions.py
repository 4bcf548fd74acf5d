"""What conditions are made of and ask, and the order in which definitions depend on each other."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

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
from imaging_rules.model.from_syntax.definitions import ordered

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


NAMES = "abcdef"
NEEDS = st.dictionaries(st.sampled_from(NAMES), st.lists(st.sampled_from(NAMES), max_size=4))


def reaches(needs: dict[str, list[str]], start: str) -> set[str]:
    """Return the names that a name needs, directly or not, among those that are declared."""
    found: set[str] = set()
    pending = list(needs[start])
    while pending:
        name = pending.pop()
        if name in needs and name not in found:
            found.add(name)
            pending += needs[name]
    return found


@given(NEEDS)
def test_each_name_stands_after_all_that_it_needs(needs: dict[str, list[str]]) -> None:
    order, circles = ordered(needs)
    assert sorted(order) == sorted(needs)
    if not circles:
        for place, name in enumerate(order):
            assert reaches(needs, name) <= set(order[:place])


@given(NEEDS)
def test_a_circle_is_told_where_there_is_one_and_nowhere_else(needs: dict[str, list[str]]) -> None:
    _, circles = ordered(needs)
    in_circle = {name for name in needs if name in reaches(needs, name)}
    assert bool(circles) == bool(in_circle)
    for circle in circles:
        assert len(set(circle)) == len(circle)
        for name, following in zip(circle, [*circle[1:], circle[0]], strict=True):
            assert following in needs[name]
    told = [name for circle in circles for name in circle]
    assert len(set(told)) == len(told)


def test_every_circle_is_told_and_not_only_the_first() -> None:
    needs = {"a": ["b"], "b": ["a"], "c": ["d", "x"], "d": ["e"], "e": ["c", "a"], "f": ["f"]}
    assert ordered(needs)[1] == [["a", "b"], ["c", "d", "e"], ["f"]]


def test_a_long_chain_is_ordered_without_running_out_of_stack() -> None:
    needs = {str(n): [str(n + 1)] for n in range(100_000)}
    order, circles = ordered(needs)
    assert circles == []
    assert order[:2] == ["99999", "99998"]
    needs["99999"] = ["0"]
    assert len(ordered(needs)[1][0]) == 100_000
