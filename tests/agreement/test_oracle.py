"""The decision is what trying every completion gives, in all of its parts."""

from decimal import Decimal
from fractions import Fraction
from functools import cache
from math import inf, nextafter
from typing import Any

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from imaging_rules import FactsError, Guideline, Recommendation, between, load, loads, unknown
from imaging_rules.diagram import from_model
from imaging_rules.model.facts import NumberType
from imaging_rules.syntax import nodes
from imaging_rules.syntax.pieces import write
from imaging_rules.testing import complete_patients, guidelines, partial_patients
from imaging_rules.testing.definitions import (
    UNITS,
    Declared,
    conditions,
    fact_block,
    leaves,
    numbers,
)
from imaging_rules.testing.guidelines import rule
from tests.agreement.engines import MOST_COMPLETIONS, TryingEveryCompletion, agree
from tests.agreement.oracle import Oracle
from tests.agreement.oracle_values import Known, known

MOST_OPEN = 6

LOW_BACK_PAIN = load("low_back_pain")


def compare(
    oracle: TryingEveryCompletion, facts: dict[str, Any], most: int = MOST_COMPLETIONS
) -> None:
    facts = oracle.reachable(facts, most)
    note(str(facts))
    agree(oracle, oracle.guideline, facts)


@given(guidelines(), st.data())
def test_a_patient_known_in_full_gets_one_level(guideline: Guideline, data: st.DataObject) -> None:
    note(guideline.model.text.text)
    for facts in data.draw(st.lists(complete_patients(guideline), min_size=1, max_size=8)):
        note(str(facts))
        decision = guideline.evaluate(facts)
        assert len(decision.possible) == 1 or decision.contradictions


# --- numbers: their boundaries, and contradictions between them -------------------------------


@st.composite
def guidelines_on_one_number(draw: st.DrawFn) -> Guideline:
    """Draw guidelines with one number and rules that show in which of its regions it lies."""
    fact = Declared("a", draw(numbers(UNITS)))
    whens = draw(st.lists(leaves([fact]), min_size=1, max_size=5))
    return made_of([fact], "special case", whens)


@st.composite
def guidelines_with_contradictions(draw: st.DrawFn) -> Guideline:
    """Draw guidelines with contradictions between two or three numbers of one dimension."""
    units = draw(st.sampled_from(((None,), ("weeks", "days"), ("years", "months"), ("cm", "mm"))))
    several = draw(st.lists(numbers(units), min_size=2, max_size=3))
    facts = [Declared("abc"[place], type) for place, type in enumerate(several)]
    in_turn = st.permutations([fact.name for fact in facts])
    below, above = st.sampled_from(("at most", "under")), st.sampled_from(("at least", "over"))
    whens = st.one_of(
        conditions(leaves(facts, between_facts=True)),
        st.builds(outside, in_turn, below, above),
    )
    return made_of(facts, "contradiction", draw(st.lists(whens, min_size=1, max_size=3)))


def outside(names: list[str], below: str, above: str) -> nodes.Condition:
    """Return that a number does not lie between two others (of two numbers: differs)."""
    low, middle, high = nodes.Name(names[0]), nodes.Name(names[1]), nodes.Name(names[-1])
    if len(names) == 2:
        high = low
    parts = nodes.Compared(middle, below, low), nodes.Compared(middle, above, high)
    return nodes.Joined("or", parts)


def made_of(facts: list[Declared], kind: str, whens: list[nodes.Condition]) -> Guideline:
    remark = nodes.TextClause("remark", nodes.Text("It holds."))
    rules = [
        rule(
            kind,
            f"rule_{place}",
            nodes.ConditionClause("when", when),
            *((remark,) if kind == "special case" else ()),
        )
        for place, when in enumerate(whens)
    ]
    header = nodes.Block("guideline", nodes.Name("made_up"), ())
    return loads(write(nodes.File((header, *(fact_block(fact) for fact in facts), *rules))))


@settings(max_examples=settings().max_examples * 3)
@given(guidelines_on_one_number(), st.data())
def test_a_number_is_read_exactly_at_every_boundary(
    guideline: Guideline, data: st.DataObject
) -> None:
    note(guideline.model.text.text)
    oracle = TryingEveryCompletion(guideline)
    patients = st.one_of(complete_patients(guideline), partial_patients(guideline))
    for facts in data.draw(st.lists(patients, min_size=1, max_size=15)):
        note(str(facts))
        agree(oracle, guideline, facts)


@given(guidelines_on_one_number())
def test_a_number_beside_its_range_is_refused_in_every_form(guideline: Guideline) -> None:
    note(guideline.model.text.text)
    (fact,) = guideline.model.facts
    assert isinstance(fact.type, NumberType)
    low, high = fact.type.range.low, fact.type.range.high
    beside: list[Any] = [nextafter(float(low), -inf), nextafter(float(high), inf)]
    for value in (low - 1, low - Fraction(1, 1000), high + Fraction(1, 1000), high + 1):
        beside += [value, float(value), Decimal(value.numerator) / value.denominator]
        beside += [int(value)] if value.denominator == 1 else []
    beside += [between(value, high) for value in (low - 1, float(low) - 1)]
    beside += [between(low, value) for value in (high + 1, float(high) + 1)]
    for value in beside:
        with pytest.raises(FactsError):
            guideline.evaluate({"a": value})


@settings(max_examples=settings().max_examples * 3)
@given(guidelines_with_contradictions(), st.data())
def test_a_contradiction_is_found_where_no_completion_escapes_it(
    guideline: Guideline, data: st.DataObject
) -> None:
    note(guideline.model.text.text)
    oracle = Oracle(guideline)
    for facts in data.draw(st.lists(partial_patients(guideline), min_size=1, max_size=12)):
        note(str(facts))
        found = [(each.name, set(each.facts)) for each in guideline.evaluate(facts).contradictions]
        assert found == oracle.contradictions(facts)


@pytest.mark.parametrize("kind", ["number", "whole number"])
def test_numbers_are_equal_only_where_the_coarser_of_them_can_be(kind: str) -> None:
    guideline = loads(f"""
guideline made_up
fact a
  whole number in weeks from 0 to 3
fact b
  {kind} in days from 0 to 21
contradiction differ
  when a over b or a under b
  editorial "Made up."
""")
    for low, high, found in ((8, 13, 1), (8, 14, 0), (7, 13, 0), (0, 6, 0), (15, 20, 1)):
        assert len(guideline.evaluate({"b": between(low, high)}).contradictions) == found


# --- the guideline that ships -----------------------------------------------------------------


@st.composite
def low_back_pain_slices(draw: st.DrawFn) -> dict[str, Any]:
    """Draw patients of the guideline that ships, of whom only a few facts may be open."""
    facts = draw(complete_patients(LOW_BACK_PAIN))
    other = draw(partial_patients(LOW_BACK_PAIN))
    names = st.sampled_from([*LOW_BACK_PAIN.model.fact, *LOW_BACK_PAIN.model.screen])
    for name in draw(st.lists(names, max_size=MOST_OPEN, unique=True)):
        facts[name] = other.get(name)
    return facts


@given(low_back_pain_slices())
def test_low_back_pain_gets_what_every_completion_gets(facts: dict[str, Any]) -> None:
    compare(TryingEveryCompletion(LOW_BACK_PAIN), facts)


# --- facts asked in another order than that of the file ---------------------------------------


@cache
def far_apart() -> Guideline:
    """Return a guideline whose rules combine facts that stand far apart in the file.

    Its diagrams outgrow a small budget in the order of the file, and are built in another.
    """
    pairs = range(6)
    facts = [f"fact {half}{i} yes or no" for half in "ab" for i in pairs]
    rules = [
        f"""indication both_{i} when a{i} and b{i}
        {("image", "image urgently", "image immediately")[i % 3]} with {("mri", "ct")[i % 2]}
        question "Is it?" editorial "Made up." """
        for i in pairs
    ]
    studies = ["study mri", "study ct"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(from_model, "BUDGET", 500)
        return loads("\n".join(["guideline made_up", *facts, *studies, *rules]))


@given(partial_patients(far_apart()))
def test_a_decision_is_the_same_whatever_the_order_in_diagrams(facts: dict[str, Any]) -> None:
    compare(TryingEveryCompletion(far_apart()), facts, most=200)


def test_that_order_is_another_than_that_of_the_file() -> None:
    order = far_apart()._compiled.diagrams.order
    assert order[:4] == (0, 6, 1, 7)


# --- what blocks a rule -----------------------------------------------------------------------


@given(guidelines(), st.data())
def test_what_blocks_a_rule_excludes_it_alone_and_none_of_it_can_be_left_out(
    guideline: Guideline, data: st.DataObject
) -> None:
    note(guideline.model.text.text)
    for facts in data.draw(st.lists(partial_patients(guideline), min_size=1, max_size=8)):
        note(str(facts))
        only_what_blocks(guideline, facts)


@given(partial_patients(LOW_BACK_PAIN))
def test_what_blocks_a_rule_of_low_back_pain_excludes_it_alone(facts: dict[str, Any]) -> None:
    only_what_blocks(LOW_BACK_PAIN, facts)


def only_what_blocks(guideline: Guideline, facts: dict[str, Any]) -> None:
    patient = known(guideline.model, facts)
    nothing = dict.fromkeys(guideline.model.fact, unknown)
    for blocked in guideline.evaluate(facts).blocked:
        names = [each.fact for each in blocked.by]
        alone = {name: said(patient[name], facts.get(name)) for name in names}
        assert blocked.rule in rules_blocked(guideline, {**nothing, **alone})
        for name in names:
            fewer = {**nothing, **alone, name: unknown}
            assert blocked.rule not in rules_blocked(guideline, fewer)


def said(one: Known, given: Any) -> Any:
    """Return a fact as a caller states it, also where a screen or an assumption has set it."""
    if given is not None:
        return given
    return one.values[0] if one.interval is None else one.interval.low


def rules_blocked(guideline: Guideline, facts: dict[str, Any]) -> set[str]:
    return {each.rule for each in guideline.evaluate(facts).blocked}


# --- found by the tests above -----------------------------------------------------------------


def test_a_number_compared_with_itself_is_one_number() -> None:
    # The ends of its range were taken for two numbers, as those of two facts are.
    guideline = loads("""
guideline made_up
fact b
  whole number from 0 to 1
contradiction always
  when b at least b
  editorial "Made up."
contradiction never
  when b over b
  editorial "Made up."
""")
    for facts in ({}, {"b": unknown}, {"b": 1}):
        assert [each.name for each in guideline.evaluate(facts).contradictions] == ["always"]


def test_a_rule_is_blocked_by_what_a_person_stated_rather_than_by_what_is_assumed() -> None:
    guideline = loads("""
guideline made_up
fact assumed_no
  yes or no
  if not stated assume no
fact denied
  yes or no
fact stated_no
  yes or no
screen several
  covers denied
study mri
indication all_three
  when assumed_no and denied and stated_no
  image with mri
  question "Is it?"
  editorial "Made up."
""")

    def by(facts: dict[str, Any]) -> list[tuple[str, str]]:
        (blocked,) = guideline.evaluate(facts).blocked
        return [(each.fact, each.known) for each in blocked.by]

    # Each of the three blocks the rule alone, and the weakest reason is asked first.
    assert by({"several": "none", "stated_no": False}) == [("stated_no", "stated")]
    assert by({"several": "none", "stated_no": True}) == [("denied", "screened")]
    assert by({"denied": True, "stated_no": True}) == [("assumed_no", "assumed")]
    assert by({"denied": False, "stated_no": False}) == [("denied", "stated")]


def test_an_open_rule_names_only_facts_on_which_it_hangs() -> None:
    # Without `b`, it does not matter any more what `a` is.
    guideline = loads("""
guideline made_up
fact a
  yes or no
fact b
  yes or no
fact c
  yes or no
limit held
  when c or a and b
  hold at wait
  editorial "Made up."
""")
    (held,) = guideline.evaluate({"b": False}).open_rules
    assert held.facts == ("c",)
    assert guideline.evaluate({"b": False}).recommendation is Recommendation.NO_GUIDANCE


def test_a_limit_decides_where_it_lowers_something_and_only_there() -> None:
    guideline = loads("""
guideline made_up
fact a
  yes or no
study mri
indication weighed
  when a
  consider mri
  question "Is it?"
  editorial "Made up."
limit at_consider
  when a
  hold at consider
  editorial "Made up."
limit at_wait
  when a
  hold at wait
  editorial "Made up."
""")
    reasons = {each.rule: each.decisive for each in guideline.evaluate({"a": True}).reasons}
    assert reasons == {"weighed": True, "at_consider": False, "at_wait": True}
