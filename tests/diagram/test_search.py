"""What is found of diagrams without making new ones is what new ones would show."""

from hypothesis import given, note
from hypothesis import strategies as st

from imaging_rules import Guideline
from imaging_rules.diagram.from_model import diagrams_from
from imaging_rules.diagram.store import AND, FALSE
from imaging_rules.diagram.walk import asked, turns_on, turns_within
from imaging_rules.testing import guidelines


@given(guidelines(), st.data())
def test_a_diagram_depends_on_a_variable_where_changing_it_changes_something(
    guideline: Guideline, data: st.DataObject
) -> None:
    note(guideline.model.text.text)
    diagrams = diagrams_from(guideline.model)
    store = diagrams.store
    variable = data.draw(st.integers(0, len(store.sizes) - 1))
    free = [d for d in diagrams.rules.values() if variable not in asked(store, [d])]
    within = data.draw(st.sampled_from([diagrams.applies, *free]))
    if variable in asked(store, [within]):
        within = 1
    for group in (within, store.negation(within)):
        for root in (diagrams.level, *diagrams.studies.values()):
            turns = store.combine(AND, group, turns_on(store, root, variable))
            assert turns_within(store, root, variable, group) == (turns != FALSE)
