"""What scores and choices come to is what trying every completion gives, in Python and Node."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from imaging_rules import Guideline, checks, export, loads
from imaging_rules.model.meaning import holds, truths
from imaging_rules.syntax import nodes
from imaging_rules.syntax.pieces import write
from imaging_rules.testing import complete_patients, partial_patients
from imaging_rules.testing.definitions import conditions, fact_block, facts, leaves, name, number
from imaging_rules.testing.guidelines import rule
from tests.agreement.by_script import Scripts, needs_node, running_scripts
from tests.agreement.engines import TryingEveryCompletion
from tests.agreement.oracle import Oracle

_POINTS = tuple(map(Fraction, ("1", "0.5", "2", "0.1", "0.3")))


@st.composite
def guidelines_with_scores(draw: st.DrawFn) -> Guideline:
    """Draw guidelines with a score and a choice, the lines of which share facts."""
    declared = draw(facts(4))
    inner = conditions(leaves(declared), deepest=1)
    points = st.builds(
        nodes.Points,
        st.sampled_from(("add", "add", "take")),
        st.sampled_from(_POINTS).map(lambda each: nodes.Quantity(number(each), name("points"))),
        inner,
    )
    lines = draw(st.lists(points, min_size=1, max_size=5))
    fits = draw(st.lists(st.tuples(st.sampled_from(("low", "high")), inner), max_size=3))
    choice = [
        nodes.Fits("then" if place else "first", name(value), when)
        for place, (value, when) in enumerate(fits)
    ]
    blocks = [
        nodes.Block("guideline", name("made_up"), ()),
        *map(fact_block, declared),
        nodes.Block("score", name("sum_of_it"), tuple(lines)),
        nodes.Block("screen", name("several"), (nodes.Covers(_covered(declared)),)),
        rule("contradiction", "impossible", nodes.ConditionClause("when", draw(inner))),
    ]
    if choice:
        last = nodes.WordClause("otherwise", name("middle"))
        blocks.append(nodes.Block("define", name("group"), (*choice, last)))
    return loads(write(nodes.File(tuple(block for block in blocks if _is_whole(block)))))


def _covered(declared: Any) -> tuple[nodes.Covered, ...]:
    return tuple(
        nodes.Covered(name(each.name), None)
        for each in declared
        if isinstance(each.type, nodes.YesNo)
    )


def _is_whole(block: nodes.Block) -> bool:
    return block.clauses != (nodes.Covers(()),)


def compare(guideline: Guideline, oracle: Oracle, stated: dict[str, Any]) -> None:
    note(str(stated))
    decision = guideline.evaluate(stated)
    patient = oracle.patient(stated)
    patient.open_what_is_disputed()
    held = []
    for completion in patient.completions():
        one = dict(zip(oracle.names, completion, strict=True))
        held.append((one, truths(guideline.model, one)))
    for score, told in zip(guideline.model.scores, decision.scores, strict=True):
        lines = [[holds(when, *each) for _, when in score.lines] for each in held]
        sums = [
            sum(points for (points, _), it in zip(score.lines, one, strict=True) if it)
            for one in lines
        ]
        assert (told.lowest, told.highest) == (min(sums), max(sums))
        assert told.value == (sums[0] if len(set(sums)) == 1 else None)
        counts = [set(each) for each in zip(*lines, strict=True)]
        assert [{each.counts} for each in told.lines] == [
            each if len(each) == 1 else {None} for each in counts
        ]
        assert told.minimum <= told.lowest
        assert told.highest <= told.maximum
    for choice, said in zip(guideline.model.choices, decision.choices, strict=True):
        values = {
            next((value for value, when in choice.lines if holds(when, *each)), choice.otherwise)
            for each in held
        }
        assert set(said.values) == values
        assert said.value == (said.values[0] if len(values) == 1 else None)


@settings(max_examples=settings().max_examples * 2)
@given(guidelines_with_scores(), st.data())
def test_scores_and_choices_come_to_what_every_completion_gives(
    guideline: Guideline, data: st.DataObject
) -> None:
    note(guideline.model.text.text)
    trying = TryingEveryCompletion(guideline)
    patients = st.one_of(partial_patients(guideline), complete_patients(guideline))
    for stated in data.draw(st.lists(patients, min_size=1, max_size=6)):
        compare(guideline, trying.oracle, trying.reachable(stated))


@given(guidelines_with_scores())
def test_the_scale_of_a_score_is_that_of_all_patients(guideline: Guideline) -> None:
    note(guideline.model.text.text)
    nothing = dict.fromkeys(guideline.model.fact, "unknown")
    if not guideline.evaluate(nothing).contradictions:
        (told,) = guideline.evaluate(nothing).scores
        assert (told.lowest, told.highest) == (told.minimum, told.maximum)


TOGETHER = """
guideline made_up
fact age
  whole number in years from 0 to 120
fact fever
  yes or no
score risk
  add 1 point when age at least 65 years
  add 1 point when age at least 75 years
  add 2 points when fever
  take 1.5 points when fever or age under 10 years
contradiction young
  when age under 1 year
  editorial "Made up."
"""


@pytest.mark.parametrize(
    ("stated", "lowest", "highest"),
    [
        ({}, "-1.5", "2.5"),
        ({"age": 64}, "0", "0.5"),
        ({"age": 65}, "1", "1.5"),
        ({"age": 9}, "-1.5", "0.5"),
        ({"age": {"between": [64, 74]}, "fever": False}, "0", "1"),
        ({"fever": True}, "0.5", "2.5"),
        # What contradicts itself counts as open.
        ({"age": 0, "fever": True}, "0.5", "2.5"),
    ],
)
def test_lines_that_share_facts_are_added_up_together(
    stated: dict[str, Any], lowest: str, highest: str
) -> None:
    (told,) = loads(TOGETHER).evaluate(stated).scores
    assert (told.lowest, told.highest) == (Fraction(lowest), Fraction(highest))


def test_a_score_too_entangled_to_be_told_is_refused() -> None:
    # Rows and columns of a square: whatever is asked first, very many lines are open at a time.
    side = range(14)
    declared = "\n".join(f"fact at_{row}_{column} yes or no" for row in side for column in side)
    lines = [[f"at_{row}_{column}" for column in side] for row in side]
    lines += [[f"at_{row}_{column}" for row in side] for column in side]
    score = "\n".join(f"add 1 point when any of ({', '.join(each)})" for each in lines)
    found = checks(f"guideline made_up {declared} score squares {score}")
    assert [(each.code, each.message) for each in found if each.is_error] == [
        ("E410", "the cases to tell apart outgrow the limit while `squares` is worked in")
    ]


# --- the form -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def by_script() -> Iterator[Scripts]:
    with running_scripts() as found:
        yield found


@needs_node
@given(guideline=guidelines_with_scores(), data=st.data())
def test_the_scripts_add_up_as_the_library_does(
    by_script: Scripts, guideline: Guideline, data: st.DataObject
) -> None:
    note(guideline.model.text.text)
    by_script.read(export(guideline))
    patients = st.one_of(partial_patients(guideline), complete_patients(guideline))
    for stated in data.draw(st.lists(patients, min_size=1, max_size=6)):
        note(str(stated))
        decision = guideline.evaluate(stated)
        found = by_script.decide(decision.to_dict()["facts"]["stated"])
        assert [[each["low"], each["high"], each["counts"]] for each in found["scores"]] == [
            [float(e.lowest), float(e.highest), [line.counts for line in e.lines]]
            for e in decision.scores
        ]
        assert [each["possible"] for each in found["choices"]] == [
            list(each.values) for each in decision.choices
        ]
