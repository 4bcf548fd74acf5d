"""Assumed facts are without effect only where no combination of them can change the answer."""

from collections.abc import Iterator
from itertools import product
from math import prod
from typing import Any

from hypothesis import given, note
from hypothesis import strategies as st

from imaging_rules import Decision, Guideline, Recommendation, load, loads, unknown
from imaging_rules.decide.answer.assumptions import to_offer
from imaging_rules.model.conditions import ALWAYS
from imaging_rules.testing import guidelines, partial_patients
from tests.agreement.oracle import LOWEST_FIRST, Oracle, Said
from tests.agreement.oracle_values import known, of_statement

R = Recommendation
LOW_BACK_PAIN = load("low_back_pain")
# Asked in an interview after three answers, as `ask` and the form do.
CALM = {"age": 42, "red_flags": "none", "conservative_care": "1 week"}
MOST_COMBINATIONS = 1000


def together(decision: Decision) -> dict[frozenset[str], tuple[Recommendation, ...]]:
    return {frozenset(each.facts): each.could_become for each in decision.assumed_together}


def made(facts: str, *rules: str, more: str = "") -> Guideline:
    """Return a guideline with facts assumed to be no, and indications such as "urgently: a"."""
    declared = "".join(f"fact {f}\n  yes or no\n  if not stated assume no\n" for f in facts)
    said = ""
    for place, written in enumerate(rules):
        level, when = written.split(": ")
        image = level if level == "consider" else f"{level} with"
        said += (
            f"indication rule_{place}\n  when {when}\n  {image} mri\n"
            '  question "Why?"\n  editorial "Made up."\n'
        )
    header = 'guideline made\n  otherwise wait\n  editorial "Made up."\n'
    return loads(f"{header}{declared}study mri\n{more}{said}")


def test_leg_pain_is_not_without_effect() -> None:
    decision = LOW_BACK_PAIN.evaluate(CALM)
    assert decision.recommendation is R.WAIT
    assert together(decision) == {
        frozenset({"persistent_leg_pain", "severe_leg_pain"}): (R.IMAGE,),
        frozenset({"persistent_leg_pain", "constant_leg_pain"}): (R.IMAGE,),
        frozenset({"osteoporosis", "older_adult"}): (R.CONSIDER,),
    }
    assumed = {each.fact: each for each in decision.assumed}
    for fact in ("persistent_leg_pain", "severe_leg_pain", "osteoporosis", "older_adult"):
        assert assumed[fact].matters
        assert not assumed[fact].by_itself
    assert [fact for fact, each in assumed.items() if not each.matters] == [
        "surgery_considered",
        "administrative_request",
        "claustrophobia",
    ]


def test_an_explanation_says_what_several_assumptions_could_lead_to() -> None:
    text = " ".join(LOW_BACK_PAIN.evaluate(CALM).explain().split())
    assert (
        "Together, other answers to these could lead to image: persistent leg pain: no and severe "
        "leg pain: no; persistent leg pain: no and constant leg pain: no." in text
    )
    assert (
        "Together, other answers to these could lead to consider: osteoporosis: no and older "
        "adult: no." in text
    )
    # It only prevents what others bring about.
    assert "Without effect unless another of these is otherwise too: clinical question" in text
    assert (
        "Without effect here: surgery considered: no; administrative request: no; "
        "claustrophobia: no." in text
    )
    # With one of them stated, the other counts by itself.
    with_one = LOW_BACK_PAIN.evaluate({**CALM, "older_adult": True})
    (osteoporosis,) = (each for each in with_one.assumed if each.fact == "osteoporosis")
    assert osteoporosis.could_become == (R.CONSIDER,)


def test_assumptions_that_count_only_together_are_told_with_the_recommendation() -> None:
    decision = made("ab", "image: a and b").evaluate({})
    assert decision.recommendation is R.WAIT
    assert together(decision) == {frozenset("ab"): (R.IMAGE,)}
    assert "It rests on assumptions" in decision.explain()


def test_a_set_is_told_for_a_level_that_fewer_facts_do_not_reach() -> None:
    decision = made("abc", "image: a", "image urgently: a and b", "image: b and c").evaluate({})
    assert [(each.fact, each.could_become) for each in decision.assumed] == [
        ("a", (R.IMAGE,)),
        ("b", ()),
        ("c", ()),
    ]
    assert together(decision) == {
        frozenset("ab"): (R.IMAGE_URGENTLY,),
        frozenset("bc"): (R.IMAGE,),
    }


def test_what_only_prevents_matters_and_need_not_be_offered() -> None:
    decision = made("ab", "image: a and not b").evaluate({})
    assert [(each.fact, each.matters) for each in decision.assumed] == [("a", True), ("b", True)]
    assert decision.assumed_together == ()
    assert to_offer(decision._case) == {"a"}
    assert "Without effect unless another of these is otherwise too: b: no." in decision.explain()


def test_of_many_sets_so_many_are_told_that_every_fact_is_in_one() -> None:
    decision = made("abcde", "image: at least 2 of (a, b, c, d, e)").evaluate({})
    assert [each.facts for each in decision.assumed_together] == [
        ("a", "b"),
        ("c", "d"),
        ("a", "e"),
    ]


def test_too_many_sets_to_work_out_are_told_as_one() -> None:
    many = "abcdefghijklmnopqrstuvwx"
    decision = made(many, f"image: at least 8 of ({', '.join(many)})").evaluate({})
    (all_of_them,) = decision.assumed_together
    assert all_of_them.facts == tuple(many)
    assert all_of_them.could_become == (R.IMAGE,)
    assert not all_of_them.exact
    assert to_offer(decision._case) == set(many)
    text = " ".join(decision.explain().split())
    assert "Other answers, several together, to these could lead to image: a: no and b: no" in text


def test_the_record_tells_assumptions_that_count_together() -> None:
    record = LOW_BACK_PAIN.evaluate(CALM).to_dict()
    assert record["decision"]["assumed_together"][2] == {
        "facts": ["osteoporosis", "older_adult"],
        "could_become": ["consider"],
        "changes_study": True,
        "exact": True,
    }
    assumed = {each["fact"]: each["matters"] for each in record["facts"]["assumed"]}
    assert assumed["persistent_leg_pain"]
    assert not assumed["claustrophobia"]


# --- by every combination -------------------------------------------------------------------------


class Combinations:
    """What every combination of values of the facts that were assumed leads to."""

    def __init__(self, guideline: Guideline, facts: dict[str, Any]) -> None:
        oracle = Oracle(guideline)
        patient = known(guideline.model, facts)
        self.assumed = [name for name, one in patient.items() if one.how == "assumed"]
        values = []
        for fact in guideline.model.facts:
            one = patient[fact.name]
            possible = oracle.values(fact, one)
            if fact.name in self.assumed:
                # The value that is assumed comes first.
                others = oracle.values(fact, of_statement(fact, unknown, "open"))
                possible = tuple(dict.fromkeys((*possible, *others)))
            values.append(possible)
        self.size = prod(map(len, values))
        if self.size > MOST_COMBINATIONS:
            return
        outcomes = {each: oracle.outcome(each) for each in product(*values)}
        self.matter = {
            name
            for completion, outcome in outcomes.items()
            for place, name in enumerate(oracle.names)
            if name in self.assumed
            for value in values[place]
            if differs(outcomes[(*completion[:place], value, *completion[place + 1 :])], outcome)
        }
        self.to_level: dict[Said, set[frozenset[str]]] = {}
        self.to_study: set[frozenset[str]] = set()
        for completion, outcome in outcomes.items():
            as_is = tuple(
                values[place][0] if name in self.assumed else completion[place]
                for place, name in enumerate(oracle.names)
            )
            now = oracle.outcome(as_is)
            pairs = zip(oracle.names, completion, as_is, strict=True)
            changed = frozenset(name for name, value, before in pairs if value != before)
            if outcome.level is not now.level:
                self.to_level.setdefault(outcome.level, set()).add(changed)
            if outcome.studies != now.studies:
                self.to_study.add(changed)

    def as_high(self, level: Said) -> set[frozenset[str]]:
        """The sets that could change the decision to a level, or to a higher one."""
        higher = LOWEST_FIRST[LOWEST_FIRST.index(level) :]
        return set().union(*(self.to_level.get(each, set()) for each in higher))

    def minimal(self) -> Iterator[tuple[Said | None, frozenset[str]]]:
        """Each level, or ``None`` for a study, with each smallest set of several facts for it."""
        for level, sets in self.to_level.items():
            as_high = self.as_high(level)
            yield from ((level, each) for each in sets if not any(o < each for o in as_high))
        for each in self.to_study:
            if not any(other < each for other in self.to_study):
                yield None, each


def differs(one: Any, other: Any) -> bool:
    return bool(one.level is not other.level or one.studies != other.studies)


def assert_right(guideline: Guideline, facts: dict[str, Any]) -> None:
    note(str(facts))
    decision = guideline.evaluate(facts)
    if decision.contradictions:
        return
    right = Combinations(guideline, facts)
    if right.size > MOST_COMBINATIONS:
        return
    assert {each.fact for each in decision.assumed if each.matters} == right.matter
    smallest = set(right.minimal())
    told = set()
    for several in decision.assumed_together:
        assert several.exact
        assert len(several.facts) > 1
        led_to = [*several.could_become, *([None] if several.changes_study else [])]
        assert led_to
        told |= {(level, frozenset(several.facts)) for level in led_to}
    assert told <= smallest
    # Every fact that is in such a set is in one that is told.
    in_sets = {(level, fact) for level, each in smallest if len(each) > 1 for fact in each}
    assert in_sets == {(level, fact) for level, each in told for fact in each}
    offered = {fact for _, each in smallest for fact in each}
    if all(fact.gate == ALWAYS for fact in guideline.model.facts):
        assert to_offer(decision._case) == offered


@given(guidelines(), st.data())
def test_every_combination_of_what_is_assumed_is_told_rightly(
    guideline: Guideline, data: st.DataObject
) -> None:
    note(guideline.model.text.text)
    for facts in data.draw(st.lists(partial_patients(guideline), min_size=1, max_size=2)):
        assert_right(guideline, facts)


@st.composite
def guidelines_of_terms(draw: st.DrawFn) -> Guideline:
    """Draw guidelines whose rules hold where a few facts do, of which most are assumed."""
    literals = st.tuples(st.sampled_from("abcdeo"), st.sampled_from(("", "", "not ")))
    terms = st.lists(literals, min_size=1, max_size=3, unique_by=lambda each: each[0])
    levels = st.sampled_from(("consider", "image", "image urgently", "image"))
    rules = []
    for level, term in draw(st.lists(st.tuples(levels, terms), min_size=1, max_size=5)):
        rules.append(f"{level}: {' and '.join(no + fact for fact, no in term)}")
    exchange = draw(terms)
    return made(
        "abcde",
        *rules,
        more="study ct\nfact o\n  yes or no\nspecial case exchange\n  when "
        + " and ".join(no + fact for fact, no in exchange)
        + '\n  instead of mri use ct\n  editorial "Made up."\n',
    )


@given(guidelines_of_terms(), st.sampled_from(({}, {"o": True}, {"o": False}, {"a": unknown})))
def test_every_combination_of_many_assumed_facts_is_told_rightly(
    guideline: Guideline, facts: dict[str, Any]
) -> None:
    note(guideline.model.text.text)
    assert_right(guideline, facts)
