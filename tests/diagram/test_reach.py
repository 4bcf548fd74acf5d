"""What a diagram can still come to and turns on for a patient: against every completion."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imaging_rules.diagram import joined as joining
from imaging_rules.diagram import taken_out as taking_out
from imaging_rules.diagram.joined import joined
from imaging_rules.diagram.reach import masks_below, pivots
from imaging_rules.diagram.store import TERMINALS, Store
from imaging_rules.diagram.taken_out import taken_out
from imaging_rules.diagram.walk import State


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
def test_masks_and_pivots_are_those_of_every_completion(
    most_nodes: int, diagram: tuple[Store, list[int]], data: st.DataObject
) -> None:
    store, (root, *_) = diagram
    patient = data.draw(states(store.sizes))
    mask = 0
    for completion in completions(patient):
        mask |= 1 << end_of(store, root, completion)
    # Of few nodes source is written; of more, only those are looked at that are reached.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(taking_out, "MOST_NODES", most_nodes)
        alone = taken_out(store, root)
    masks = alone.masks(patient)
    assert masks[alone.root] == mask
    assert alone.pivots(patient, masks) == turns(store, root, patient)
    variable, children = store.variable, store.children
    masks = masks_below(variable, children, root, patient)
    assert pivots(variable, children, root, patient, masks) == turns(store, root, patient)


@pytest.mark.parametrize("most_places", [0, 5_000])
@given(diagram=diagrams(), data=st.data())
def test_several_diagrams_turn_on_what_one_of_them_turns_on(
    most_places: int, diagram: tuple[Store, list[int]], data: st.DataObject
) -> None:
    store, roots = diagram
    patient = data.draw(states(store.sizes))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(joining, "MOST_PLACES", most_places)
        together = joined(store, roots)
    wanted = {v for v, state in enumerate(patient) if isinstance(state, tuple)}
    wanted = data.draw(st.sets(st.sampled_from(sorted(wanted)))) if wanted else set()
    found = 0
    for each in together:
        found |= each.turns_on(patient, sum(1 << variable for variable in wanted))
    expected = {variable for root in roots for variable in turns(store, root, patient)} & wanted
    assert found == sum(1 << variable for variable in expected)


def test_studies_that_outgrow_the_bound_together_are_looked_at_one_by_one() -> None:
    # 12 independent studies come to 4,096 different ends together.
    store = Store([2] * 13, budget=1_000)
    roots = [store.test(variable, (False, True)) for variable in range(13)]
    assert len(joined(store, roots[:4])) == 1
    assert len(joined(store, roots)) == 13
    # A guideline may have no study.
    assert joined(store, [])[0].turns_on([0] * 13, 0) == 0
