"""Names in the order in which they depend on each other, and the circles in which they do."""

from hypothesis import given
from hypothesis import strategies as st

from imaging_rules.model.from_syntax.definitions import ordered

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
