"""What diagrams can still come to and turn on for a patient: against every completion."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imaging_rules.diagram import joined as joining
from imaging_rules.diagram import written_mask
from imaging_rules.diagram.boolean_difference import pivots
from imaging_rules.diagram.joined import joined
from imaging_rules.diagram.store import TERMINALS, Store
from imaging_rules.diagram.walk import State
from imaging_rules.diagram.written_mask import mask_of


@st.composite
def diagrams(draw: st.DrawFn) -> tuple[Store, list[int]]:
    """Some diagrams over a few variables of one to four values, with nodes shared by chance."""
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=5))
    store = Store(sizes, budget=10_000)
    made = list(range(TERMINALS))
    for variable in reversed(range(len(sizes))):
        below = st.tuples(*[st.sampled_from(tuple(made))] * sizes[variable])
        made += [
            store.node(variable, each) for each in draw(st.lists(below, min_size=1, max_size=3))
        ]
    return store, draw(st.lists(st.sampled_from(made[-4:]), min_size=1, max_size=3))


@st.composite
def states(draw: st.DrawFn, sizes: tuple[int, ...]) -> list[State]:
    """What is known of a patient: of each variable one value, or several in order."""
    found: list[State] = []
    for size in sizes:
        values = draw(st.sets(st.integers(0, size - 1), min_size=1))
        found.append(tuple(sorted(values)) if len(values) > 1 else values.pop())
    return found


def end_of(store: Store, root: int, completion: tuple[int, ...]) -> int:
    while root >= TERMINALS:
        root = store.children[root][completion[store.variable[root]]]
    return root


def completions(patient: list[State]) -> list[tuple[int, ...]]:
    return list(product(*((s,) if isinstance(s, int) else s for s in patient)))


def turns(store: Store, root: int, patient: list[State]) -> dict[int, int]:
    """For each variable the ends of all pairs of completions that differ in it alone."""
    found: dict[int, int] = {}
    for completion in completions(patient):
        now = end_of(store, root, completion)
        for variable, state in enumerate(patient):
            for value in state if isinstance(state, tuple) else ():
                other = (*completion[:variable], value, *completion[variable + 1 :])
                then = end_of(store, root, other)
                if now != then:
                    found[variable] = found.get(variable, 0) | 1 << now | 1 << then
    return found


@pytest.mark.parametrize("most_nodes", [0, 200])
@given(diagram=diagrams(), data=st.data())
def test_the_mask_and_the_pivots_are_those_of_every_completion(
    most_nodes: int, diagram: tuple[Store, list[int]], data: st.DataObject
) -> None:
    store, (root, *_) = diagram
    patient = data.draw(states(store.sizes))
    mask = 0
    for completion in completions(patient):
        mask |= 1 << end_of(store, root, completion)
    # Of few nodes source is written; of more, only those are looked at that are reached.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(written_mask, "MOST_NODES", most_nodes)
        assert mask_of(store, root)(patient) == mask
    assert pivots(store.variable, store.children, root, patient) == turns(store, root, patient)


@pytest.mark.parametrize("most_places", [0, 5_000])
@given(diagram=diagrams(), data=st.data())
def test_together_they_turn_on_what_one_turns_on_and_tell_the_ends_of_the_first(
    most_places: int, diagram: tuple[Store, list[int]], data: st.DataObject
) -> None:
    store, (level, *studies) = diagram
    patient = data.draw(states(store.sizes))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(joining, "MOST_PLACES", most_places)
        first, *others = joined(store, level, studies)
    found = first.pivots(patient)
    for each in others:
        alone = each.pivots(patient)
        assert set(alone.values()) <= {0}
        found = alone | found
    expected = {v: 0 for study in studies for v in turns(store, study, patient)}
    assert found == expected | turns(store, level, patient)


def test_a_study_that_turns_below_a_settled_level_is_told_without_levels() -> None:
    # The level is 5 whatever variable 0 is; variable 1 decides what is said of the study.
    store = Store([2, 2], budget=100)
    study = store.node(0, (store.node(1, (3, 4)), 3))
    (together,) = joined(store, 5, [study])
    assert together.pivots([(0, 1), (0, 1)]) == {0: 0, 1: 0}
    assert together.pivots([1, (0, 1)]) == {}
    # Where both turn on one variable, only the ends of the level count.
    (together,) = joined(store, store.test(0, (False, True)), [study])
    assert together.pivots([(0, 1), 1]) == {0: 0b11}


def test_diagrams_that_outgrow_the_bound_together_are_looked_at_one_by_one() -> None:
    # 12 independent diagrams come to 4,096 different ends together.
    store = Store([2] * 13, budget=1_000)
    roots = [store.test(variable, (False, True)) for variable in range(13)]
    assert len(joined(store, roots[0], roots[1:4])) == 1
    assert len(joined(store, roots[0], roots[1:])) == 13
    # A guideline may have no study, and its level may depend on nothing.
    (alone,) = joined(store, roots[0], [])
    assert alone.pivots([(0, 1), *[0] * 12]) == {0: 0b11}
    (alone,) = joined(store, 4, [])
    assert alone.pivots([(0, 1)] * 13) == {}
