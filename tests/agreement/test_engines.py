"""Each engine decides as the library does: for generated guidelines, and for those that ship."""

from functools import cache

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from imaging_rules import Guideline, guidelines, load
from imaging_rules.testing import complete_patients, partial_patients
from imaging_rules.testing import guidelines as some_guidelines
from tests.agreement.engines import ENGINES, QUICK_ENGINES, Engine, agree


@pytest.mark.parametrize("engine", ENGINES)
@given(guideline=some_guidelines(), data=st.data())
def test_an_engine_decides_as_the_library_does(
    engine: type[Engine], guideline: Guideline, data: st.DataObject
) -> None:
    note(guideline.model.text.text)
    made = engine(guideline)
    patients = st.one_of(partial_patients(guideline), complete_patients(guideline))
    for drawn in data.draw(st.lists(patients, min_size=1, max_size=8)):
        facts = made.reachable(drawn)
        note(str(facts))
        if facts is not None:
            agree(made, guideline, facts)


@cache
def for_what_ships(engine: type[Engine], name: str) -> Engine:
    return engine(load(name))


@pytest.mark.parametrize("name", guidelines())
@pytest.mark.parametrize("engine", QUICK_ENGINES)
@given(data=st.data())
def test_an_engine_decides_for_what_ships_as_the_library_does(
    engine: type[Engine], name: str, data: st.DataObject
) -> None:
    guideline = load(name)
    made = for_what_ships(engine, name)
    patients = st.one_of(partial_patients(guideline), complete_patients(guideline))
    facts = made.reachable(data.draw(patients))
    note(str(facts))
    if facts is not None:
        agree(made, guideline, facts)
