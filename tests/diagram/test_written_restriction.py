"""The restriction written out as source comes to what looking for reachable nodes comes to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imaging_rules.diagram import written_restriction
from imaging_rules.diagram.restrict import Restricted, restricted
from imaging_rules.diagram.store import TERMINALS, Store
from imaging_rules.diagram.walk import State
from imaging_rules.diagram.written_restriction import restriction


@st.composite
def diagrams(draw: st.DrawFn) -> tuple[Store, int]:
    """A diagram over a few variables of two to four values, with nodes shared by chance."""
    sizes = draw(st.lists(st.integers(2, 4), min_size=1, max_size=5))
    store = Store(sizes, budget=10_000)
    made = list(range(TERMINALS))
    for variable in reversed(range(len(sizes))):
        for _ in range(draw(st.integers(1, 3))):
            below = [draw(st.sampled_from(made)) for _ in range(sizes[variable])]
            made.append(store.node(variable, tuple(below)))
    return store, made[-1]


@st.composite
def states(draw: st.DrawFn, sizes: tuple[int, ...]) -> list[State]:
    """What is known of a patient: of each variable one value, or several in order."""
    found: list[State] = []
    for size in sizes:
        values = draw(st.sets(st.integers(0, size - 1), min_size=1))
        found.append(tuple(sorted(values)) if len(values) > 1 else values.pop())
    return found


def unfolded(diagram: Restricted, node: int) -> object:
    """The diagram as nested tuples, in which it does not show how nodes are numbered."""
    if node < TERMINALS:
        return node
    below = tuple(unfolded(diagram, child) for child in diagram.children[node])
    return diagram.variable[node], diagram.reach[node], below


@given(diagrams(), st.data())
def test_both_ways_come_to_the_same(diagram: tuple[Store, int], data: st.DataObject) -> None:
    store, root = diagram
    patient = data.draw(states(store.sizes))
    quick, plain = restriction(store, root)(patient), restricted(store, root, patient)
    assert unfolded(quick, quick.root) == unfolded(plain, plain.root)
    assert quick.mask == plain.mask
    assert quick.pivots() == plain.pivots()


def test_a_large_diagram_is_not_written_out(monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store([2, 2], budget=1000)
    root = store.node(0, (4, store.node(1, (5, 6))))
    monkeypatch.setattr(written_restriction, "MOST_NODES", 1)
    large = restriction(store, root)
    assert getattr(large, "func", None) is restricted
    assert large([0, (0, 1)]).mask == 1 << 4
    assert large([(0, 1), 1]).pivots() == {0: 1 << 4 | 1 << 6}
