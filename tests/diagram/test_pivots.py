"""What diagrams can still come to and turn on for a patient: against every completion."""

import pickle
import random
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise, product
from threading import Barrier
from types import MethodType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imaging_rules import load
from imaging_rules.decide import compiled
from imaging_rules.diagram import boolean_difference as joining
from imaging_rules.diagram import generated_source, pivot_tables
from imaging_rules.diagram.boolean_difference import Pivots, joined_pivots, pivots
from imaging_rules.diagram.generated_source import mask_of
from imaging_rules.diagram.pivot_tables import PivotTables
from imaging_rules.diagram.store import TERMINALS, Store
from imaging_rules.diagram.walk import State, differing, instead


@st.composite
def diagrams(draw: st.DrawFn) -> tuple[Store, list[int]]:
    """Some diagrams over a few variables of one to four values, with nodes shared by chance."""
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=5))
    store = Store(sizes)
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


@given(diagram=diagrams(), data=st.data())
def test_what_could_be_instead_is_what_every_completion_comes_to(
    diagram: tuple[Store, list[int]], data: st.DataObject
) -> None:
    store, roots = diagram
    patient = data.draw(states(store.sizes))
    one, other = roots[0], roots[-1]
    ends = [(end_of(store, one, c), end_of(store, other, c)) for c in completions(patient)]
    mask = 0
    for now, then in ends:
        mask |= 1 << then if now != then else 0
    assert differing(store, one, other, patient) == mask
    for variable, state in enumerate(patient):
        if isinstance(state, tuple):
            continue
        for values in ([each] for each in range(store.sizes[variable])):
            mask = 0
            for completion in completions(patient):
                changed = (*completion[:variable], *values, *completion[variable + 1 :])
                now, then = (end_of(store, one, each) for each in (completion, changed))
                mask |= 1 << then if now != then else 0
            assert instead(store, one, patient, variable, values) == mask


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
        patch.setattr(generated_source, "MOST_NODES", most_nodes)
        assert mask_of(store, root)(patient) == mask
    assert pivots(store.variable, store.children, root, patient) == turns(store, root, patient)


@pytest.mark.parametrize(
    ("most_places", "most_differences", "most_entries"),
    [(5_000, 20_000, 50_000), (5_000, 20_000, 5), (5_000, 0, 0), (0, 20_000, 50_000), (0, 0, 0)],
)
@given(diagram=diagrams(), step=st.integers(1, 4), data=st.data())
def test_together_they_turn_on_what_one_turns_on_and_tell_the_ends_of_the_first(
    most_places: int,
    most_differences: int,
    most_entries: int,
    diagram: tuple[Store, list[int]],
    step: int,
    data: st.DataObject,
) -> None:
    store, (level, *studies) = diagram
    # What is kept of one patient serves the others, and the first again.
    patients = data.draw(st.lists(states(store.sizes), min_size=1, max_size=4))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(joining, "MOST_PLACES", most_places)
        patch.setattr(pivot_tables, "MOST_DIFFERENCES", most_differences)
        patch.setattr(pivot_tables, "MOST_ENTRIES", most_entries)
        patch.setattr(pivot_tables, "STEP_LENGTH", step)
        found = joined_pivots(store, level, studies)
        for patient in [*patients, patients[0]]:
            expected = {v: 0 for study in studies for v in turns(store, study, patient)}
            pivots_found = found(patient)
            assert dict(pivots_found) == expected | turns(store, level, patient)
            assert len(pivots_found) == len(dict(pivots_found))


def test_a_study_that_turns_below_a_settled_level_is_told_without_levels() -> None:
    # The level is 5 whatever variable 0 is; variable 1 decides what is said of the study.
    store = Store([2, 2])
    study = store.node(0, (store.node(1, (3, 4)), 3))
    together = joined_pivots(store, 5, [study])
    assert sorted(together([(0, 1), (0, 1)])) == [(0, 0), (1, 0)]
    assert together([1, (0, 1)]) == []
    # Where both turn on one variable, only the ends of the level count.
    together = joined_pivots(store, store.test(0, (False, True)), [study])
    assert together([(0, 1), 1]) == [(0, 0b11)]


def test_diagrams_that_outgrow_the_bound_together_are_looked_at_one_by_one() -> None:
    # 12 independent diagrams come to 4,096 different ends together.
    store = Store([2] * 13)
    roots = [store.test(variable, (False, True)) for variable in range(13)]
    patient: list[State] = [(0, 1), *[0] * 11, (0, 1)]
    assert joined_pivots(store, roots[0], roots[1:4])(patient) == [(0, 0b11)]
    assert sorted(joined_pivots(store, roots[0], roots[1:])(patient)) == [(0, 0b11), (12, 0)]
    # A guideline may have no study, and its level may depend on nothing.
    assert joined_pivots(store, roots[0], [])([(0, 1), *[0] * 12]) == [(0, 0b11)]
    assert joined_pivots(store, 4, [])([(0, 1)] * 13) == []


def test_a_number_with_many_regions_is_walked() -> None:
    # Of 300 values, each two would have to be told apart: too many for tables.
    store = Store([300, 2])
    ends = [store.node(1, (each % 5 + 3, each % 3 + 5)) for each in range(300)]
    root = store.node(0, tuple(ends))
    for values in ((0, 15), (0, 1), (1, 2, 299)):
        patient: list[State] = [values, 0]
        assert dict(joined_pivots(store, root, [])(patient)) == turns(store, root, patient)


LOW_BACK_PAIN = load("low_back_pain")._compiled.diagrams


def tables_of(found: Pivots) -> PivotTables:
    assert isinstance(found, MethodType)
    assert isinstance(found.__self__, PivotTables)
    return found.__self__


def tables_of_low_back_pain() -> PivotTables:
    studies = tuple(LOW_BACK_PAIN.studies.values())
    return tables_of(joined_pivots(LOW_BACK_PAIN.store, LOW_BACK_PAIN.level, studies))


def some_patients(count: int) -> list[list[State]]:
    """Patients of each of whom another half of what could be known is known."""
    chance = random.Random(0)
    return [
        [
            tuple(range(size)) if size > 1 and chance.random() < 0.5 else chance.randrange(size)
            for size in LOW_BACK_PAIN.store.sizes
        ]
        for _ in range(count)
    ]


def walked(patient: list[State]) -> dict[int, int]:
    """The pivots of the level and the studies of `low_back_pain`, each walked by itself."""
    store = LOW_BACK_PAIN.store
    of_level, *of_studies = (
        pivots(store.variable, store.children, root, patient)
        for root in (LOW_BACK_PAIN.level, *LOW_BACK_PAIN.studies.values())
    )
    return {variable: 0 for each in of_studies for variable in each} | of_level


def test_tables_are_started_afresh_and_find_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pivot_tables, "MOST_ENTRIES", 1_000)
    tables, sizes = tables_of_low_back_pain(), []
    for patient in some_patients(200):
        assert dict(tables.pivots(patient)) == walked(patient)
        sizes.append(tables._entries.size)
    # What is new with one patient is at most two answers for each variable and each step.
    assert max(sizes) < 1_000 + 2 * (27 + 9)
    afresh = [after < before for before, after in pairwise(sizes)]
    assert afresh.count(True) > 2


def test_threads_that_share_tables_find_what_one_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pivot_tables, "MOST_ENTRIES", 1_000)
    tables, patients = tables_of_low_back_pain(), some_patients(100)
    expected = [walked(patient) for patient in patients]
    started = Barrier(8)

    def found(_: int) -> list[dict[int, int]]:
        started.wait()
        return [dict(tables.pivots(patient)) for patient in patients]

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as threads:
            for each in threads.map(found, range(8)):
                assert each == expected
    finally:
        sys.setswitchinterval(before)


def test_tables_show_nothing_of_patients_and_stay_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    guideline = load("low_back_pain")
    assert guideline.evaluate({"age": 31}).missing
    tables = tables_of(guideline._compiled.pivots)
    assert tables._entries.size > 0
    for shown in (tables, tables._entries, tables._entries.start, *tables._entries.rows.values()):
        assert re.fullmatch(r"<[\w.]+ object at 0x[0-9a-f]+>", repr(shown))
        assert not hasattr(shown, "__dict__")
    packed = pickle.dumps(guideline)
    # In another process, where nobody holds the guideline.
    monkeypatch.setattr(compiled, "_SENT", {})
    again = pickle.loads(packed)
    assert tables_of(again._compiled.pivots)._entries.size == 0
