"""A set of patients as groups: all of the set, nothing else, and no fact in vain."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from imaging_rules.analyse.cover import Cube, cover, some_patient
from imaging_rules.diagram.store import FALSE, TRUE, Store
from imaging_rules.diagram.walk import all_patients, patients

SIZES = st.lists(st.integers(1, 4), min_size=1, max_size=5)


@st.composite
def sets(draw: st.DrawFn) -> tuple[list[int], list[bool], list[bool]]:
    """Return a strategy for the sizes of variables, a set, and a set that the first lies in."""
    sizes = draw(SIZES)
    count = 1
    for size in sizes:
        count *= size
    wanted = draw(st.lists(st.booleans(), min_size=count, max_size=count))
    more = draw(st.lists(st.booleans(), min_size=count, max_size=count))
    return sizes, wanted, [w or m for w, m in zip(wanted, more, strict=True)]


def diagram(store: Store, truth: list[bool]) -> int:
    """Return the diagram of a set that is given as one truth for each patient, in order."""

    def below(variable: int, part: list[bool]) -> int:
        if variable == len(store.sizes):
            return TRUE if part[0] else FALSE
        step = len(part) // store.sizes[variable]
        children = (
            below(variable + 1, part[n * step : (n + 1) * step])
            for n in range(store.sizes[variable])
        )
        return store.node(variable, tuple(children))

    return below(0, truth)


def members(sizes: list[int], cube: Cube) -> list[bool]:
    return [
        all(patient[variable] in values for variable, values in cube.items())
        for patient in product(*map(range, sizes))
    ]


@given(sets())
def test_groups_are_the_set_and_name_no_fact_in_vain(
    case: tuple[list[int], list[bool], list[bool]],
) -> None:
    sizes, wanted, within = case
    store = Store(sizes)
    root = diagram(store, wanted)
    if root == FALSE:
        assert not any(wanted)
        return
    quiet = [list(range(size)) for size in sizes]
    cubes, complete = cover(store, root, diagram(store, within), quiet, most=10**6)
    assert complete
    belonging = [members(sizes, cube) for cube in cubes]
    covered = [any(each) for each in zip(*belonging, strict=True)]
    assert [c and w for c, w in zip(covered, within, strict=True)] == wanted
    for cube in cubes:
        for variable in cube:
            fewer = {other: values for other, values in cube.items() if other != variable}
            outside = zip(members(sizes, fewer), within, wanted, strict=True)
            assert any(m and i and not w for m, i, w in outside)
    for place in range(len(cubes)):
        others = belonging[:place] + belonging[place + 1 :]
        rest = [any(each[n] for each in others) for n in range(len(wanted))]
        assert not all(r for r, w in zip(rest, wanted, strict=True) if w)


@given(sets())
def test_patients_are_counted_exactly(case: tuple[list[int], list[bool], list[bool]]) -> None:
    sizes, wanted, _ = case
    store = Store(sizes)
    assert patients(store, diagram(store, wanted)) == sum(wanted)
    assert all_patients(store) == len(wanted)


def test_a_patient_is_as_quiet_as_the_set_allows() -> None:
    store = Store([2, 3])
    root = store.test(1, [False, True, True])
    assert some_patient(store, root, [[1, 0], [0, 2, 1]]) == [1, 2]


def test_more_groups_than_allowed_are_left_out() -> None:
    store = Store([2, 2])
    either = store.node(0, (store.test(1, [False, True]), store.test(1, [True, False])))
    cubes, complete = cover(store, either, TRUE, [[0, 1], [0, 1]], most=1)
    assert (len(cubes), complete) == (1, False)
