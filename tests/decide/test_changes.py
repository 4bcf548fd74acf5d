"""What would change a decision is what trying every other value, and every time, shows."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise, product
from math import floor
from typing import Any

import pytest
from attrs import evolve
from hypothesis import event, given, note
from hypothesis import strategies as st

from imaging_rules import Guideline, Recommendation, between, evaluate, load, loads, one_of, unknown
from imaging_rules.model.conditions import ComparesFacts
from imaging_rules.model.facts import Fact, NumberType, Value
from imaging_rules.model.rules import Contradiction, WaitingPeriod
from imaging_rules.testing import guidelines, partial_patients
from imaging_rules.values.regions import Interval
from imaging_rules.values.units import BY_NAME, find
from tests.agreement.oracle import LOWEST_FIRST, Oracle, in_order, recommended
from tests.agreement.oracle_values import Known, known, of_statement, parts

R = Recommendation
MOST_COMPLETIONS = 200
# A month is a twelfth of the mean year of the calendar.
SECONDS = {
    "time": Fraction(1),
    "calendar time": Fraction(3652425, 10000) / 12 * 24 * 60 * 60,
}
CALM = {
    "age": 42,
    "red_flags": "none",
    "conservative_care": "3 weeks",
    "meaningful_improvement": False,
    "pregnant": False,
}
LOW_BACK_PAIN = load("low_back_pain")


# --- by trying everything -----------------------------------------------------------------------


def level(oracle: Oracle, patient: Mapping[str, Known]) -> R:
    """What is recommended, contradictions aside."""
    values = [oracle.values(fact, patient[fact.name]) for fact in oracle.model.facts]
    return recommended(in_order(oracle.outcome(each).level for each in product(*values)))


def small(oracle: Oracle, facts: dict[str, Any]) -> dict[str, Any]:
    """Return facts with some more stated, where there would be too many completions to try."""
    for fact in oracle.model.facts:
        if oracle.size(facts) <= MOST_COMPLETIONS:
            break
        one = known(oracle.model, facts)[fact.name]
        facts = {**facts, fact.name: oracle.values(fact, one)[0]}
    return facts


def rank(each: R) -> int:
    return -1 if each is R.UNDETERMINED else LOWEST_FIRST.index(each)


def runs(
    oracle: Oracle, patient: Mapping[str, Known], fact: Fact, now: R
) -> Iterator[tuple[R, list[Value]]]:
    """The values that a fact is known not to have and that lead elsewhere; neighbours together."""
    one = patient[fact.name]
    possible = {fact.region_of(value) for value in oracle.values(fact, one)}
    together: list[Value] = []
    becomes = now
    for value in oracle.values(fact, of_statement(fact, unknown, "open")):
        leads_to = now
        if fact.region_of(value) not in possible:
            other = of_statement(fact, value, "stated")
            leads_to = level(oracle, {**patient, fact.name: other})
        if leads_to is not becomes or one.interval is None:
            if becomes is not now:
                yield becomes, together
            together, becomes = [], leads_to
        together.append(value)
    if becomes is not now:
        yield becomes, together


def bounds(words: str, fact: Fact) -> Callable[[Value], bool]:
    """Read the words for some values of a fact."""
    if not isinstance(fact.type, NumberType):
        return lambda value: words == fact.words(value)
    found = re.fullmatch(
        r"(?P<one>any from |under |at most |at least |over )?(?P<low>\S+)"
        r"(?: (?P<unit>(?!to\b)\S.*?))?"
        r"(?: to (?P<under>under )?(?P<high>\S+)(?: (?P<last>\S.*))?)?",
        words,
    )
    assert found, words

    def number(text: str, unit: str | None) -> Fraction:
        assert isinstance(fact.type, NumberType)
        if unit is None:
            return Fraction(text)
        assert fact.type.unit
        measured = find(unit)
        assert measured is not None
        return Fraction(text) * measured.size / fact.type.unit.size

    low = number(found["low"], found["unit"] or found["last"])
    if found["high"]:
        high = number(found["high"], found["last"])
        over, under = found["one"] == "over ", bool(found["under"])
        return lambda v: (low < v if over else low <= v) and (v < high if under else v <= high)  # type: ignore[operator]
    signs: dict[str | None, Callable[[Any], bool]] = {
        "under ": lambda value: value < low,
        "at most ": lambda value: value <= low,
        "at least ": lambda value: value >= low,
        "over ": lambda value: value > low,
        None: lambda value: value == low,
    }
    return signs[found["one"]]


def check_changes(guideline: Guideline, oracle: Oracle, facts: dict[str, Any]) -> None:
    decision = guideline.evaluate(facts)
    if oracle.contradictions(facts):
        assert decision.changes == ()
        return
    patient = known(guideline.model, facts)
    now = level(oracle, patient)
    left = list(decision.changes)
    for fact in guideline.model.facts:
        everything = oracle.values(fact, of_statement(fact, unknown, "open"))
        for becomes, values in runs(oracle, patient, fact, now):
            told = next(each for each in left if (each.fact, each.becomes) == (fact.name, becomes))
            left.remove(told)
            if "about" not in told.to:
                is_meant = bounds(told.to, fact)
                assert not any(map(is_meant, oracle.values(fact, patient[fact.name])))
                assert [value for value in everything if is_meant(value)] == values
            check_when(guideline, patient, fact, values, told.when)
    assert left == []
    event(f"changes: {min(len(decision.changes), 3)}")
    ranks = [rank(each.becomes) for each in decision.changes]
    raising = [each for each in ranks if each > rank(now)]
    assert ranks[: len(raising)] == sorted(raising, reverse=True)
    assert ranks[len(raising) :] == sorted(ranks[len(raising) :], reverse=True)


# --- time ---------------------------------------------------------------------------------------


def clocks(guideline: Guideline) -> list[Fact]:
    model = guideline.model
    names = set()
    for waiting in model.of(WaitingPeriod):
        type = model.fact[waiting.fact].type
        assert isinstance(type, NumberType)
        if type.unit and type.unit.dimension in SECONDS:
            names.add(waiting.fact)
    beside = set()
    for rule in model.of(Contradiction):
        for part in parts(rule.when):
            if isinstance(part, ComparesFacts):
                pair = {part.fact, part.other}
                beside |= pair if pair & names else set()
    return [fact for fact in model.facts if fact.name in names | beside]


def seconds(fact: Fact) -> Fraction:
    assert isinstance(fact.type, NumberType)
    assert fact.type.unit
    return fact.type.unit.size * SECONDS[fact.type.unit.dimension]


def read_time(words: str) -> tuple[Fraction, bool]:
    """Read a time in seconds, and whether it takes a little more."""
    if words == "a moment":
        return Fraction(0), True
    number, unit = words.removeprefix("more than ").split(" ", 1)
    size = BY_NAME[unit].size * SECONDS[BY_NAME[unit].dimension]
    return Fraction(number) * size, words.startswith("more than ")


def shows(fact: Fact, value: Fraction) -> Fraction:
    """What a clock shows: a whole number where only those count."""
    assert isinstance(fact.type, NumberType)
    return Fraction(floor(value)) if fact.type.whole else value


def later(fact: Fact, one: Known, time: Fraction) -> Known:
    assert one.interval
    assert isinstance(fact.type, NumberType)
    # Past the end of its range, a number counts as it does there.
    low, high = (
        min(shows(fact, end + time / seconds(fact)), fact.type.range.high)
        for end in (one.interval.low, one.interval.high)
    )
    return evolve(one, interval=Interval(low, high))


def is_unknown(fact: Fact, one: Known) -> bool:
    assert isinstance(fact.type, NumberType)
    return one.interval == fact.type.range


def times(oracle: Oracle, patient: Mapping[str, Known], running: Sequence[Fact]) -> list[Fraction]:
    """All times at which something may change, and times between them."""
    found = {Fraction(0)}
    for fact in running:
        interval = patient[fact.name].interval
        assert interval
        places = {
            place
            for constant in oracle.constants[fact.name]
            for place in (constant, Fraction(floor(constant)), Fraction(floor(constant) + 1))
        }
        for place in places:
            for end in (interval.low, interval.high):
                found |= {(place - end) * seconds(fact)} if place > end else set()
    for rule in oracle.model.of(Contradiction):
        for part in parts(rule.when):
            if isinstance(part, ComparesFacts):
                pair = oracle.model.fact[part.fact], oracle.model.fact[part.other]
                for one, other in (pair, pair[::-1]):
                    if one in running:
                        found |= passing(one, patient[one.name], other, patient[other.name])
    points = sorted(found)
    points.append(points[-1] + 1)
    return sorted({*points, *((a + b) / 2 for a, b in pairwise(points))})


def passing(fact: Fact, one: Known, other: Fact, beside: Known) -> set[Fraction]:
    """The times at which a clock shows what another number is, or the next it can show."""
    assert one.interval
    assert beside.interval
    places = {
        place
        for end in (beside.interval.low, beside.interval.high)
        for level in (end * seconds(other) / seconds(fact),)
        for place in (level, Fraction(floor(level)), Fraction(floor(level) + 1))
    }
    ends = (one.interval.low, one.interval.high)
    return {(place - end) * seconds(fact) for place in places for end in ends if place > end}


def check_when(
    guideline: Guideline,
    patient: Mapping[str, Known],
    fact: Fact,
    values: Sequence[Value],
    when: str,
) -> None:
    """It is told when a clock reaches the values, where time leads there."""
    interval = patient[fact.name].interval
    first = fact.regions[fact.region_of(values[0])]
    if fact not in clocks(guideline) or not interval or not isinstance(first, Interval):
        assert when == ""
        return
    if interval.low > first.low:
        assert when == ""
        return
    if "about" in when:
        return
    ends = (interval.high, interval.low)
    expected = [((first.low - end) * seconds(fact), first.low_open) for end in ends]
    if expected[0] == expected[1]:
        expected = expected[:1]
    event("a change by waiting")
    assert [read_time(each) for each in when.split(" to ")] == expected


def check_review(guideline: Guideline, oracle: Oracle, facts: dict[str, Any]) -> None:
    review = guideline.evaluate(facts).review_after
    if oracle.contradictions(facts):
        assert review is None
        return
    patient = known(guideline.model, facts)
    running = [fact for fact in clocks(guideline) if not is_unknown(fact, patient[fact.name])]
    now = level(oracle, patient)
    before = Fraction(0)
    for time in times(oracle, patient, running):
        waited = {fact.name: later(fact, patient[fact.name], time) for fact in running}
        if compares(guideline) and any(is_past(fact, patient[fact.name], time) for fact in running):
            return
        becomes, found = at(oracle, facts, patient, waited)
        if becomes is not now:
            event("a change by waiting for all clocks")
            assert review is not None
            assert review.becomes is becomes
            assert set(review.contradictions) == found
            event(f"contradictions by waiting: {len(found)}")
            if "about" not in review.after:
                after, beyond = read_time(review.after)
                assert before < time if beyond else after == time
                assert before <= after <= time
            return
        before = time
    assert review is None


def compares(guideline: Guideline) -> bool:
    """Whether a contradiction compares facts with each other."""
    return any(
        isinstance(part, ComparesFacts)
        for rule in guideline.model.of(Contradiction)
        for part in parts(rule.when)
    )


def is_past(fact: Fact, one: Known, time: Fraction) -> bool:
    """Whether a clock has run past the end of its range after a time."""
    assert isinstance(fact.type, NumberType)
    assert one.interval
    return shows(fact, one.interval.high + time / seconds(fact)) > fact.type.range.high


def at(
    oracle: Oracle,
    facts: Mapping[str, Any],
    patient: Mapping[str, Known],
    waited: Mapping[str, Known],
) -> tuple[R, set[str]]:
    """What is recommended once the clocks show this, and the contradictions of rules found then."""
    then = oracle.patient({name: value for name, value in facts.items() if name in patient})
    then.known = {**patient, **waited}
    then.work_out()
    return then.recommendation(), {name for name, _ in then.found}


UNITS = ("days", "weeks", "months")


@st.composite
def guidelines_with_clocks(draw: st.DrawFn) -> str:
    """The text of a guideline in which most depends on how long something has lasted."""
    one, other = draw(st.sampled_from(UNITS)), draw(st.sampled_from(UNITS))
    whole = draw(st.sampled_from(("", "whole ")))
    numbers = st.integers(1, 8)
    first, last = sorted((draw(numbers), draw(numbers)))
    level = st.sampled_from(("consider mri", "image with mri", "image urgently with mri"))
    text = f"""
guideline clocks
  otherwise wait
  assumes   "Made up."
fact one
  {whole}number in {one} from 0 to 10
fact other
  number in {other} from 0 to 10
fact sign
  yes or no
study mri
waiting period by_one
  lasts    {first} to {last} {one} of one
  {draw(st.sampled_from(("when sign", "without sign", "")))}
  then     {draw(level)}
  question "?"
  assumes  "Made up."
indication by_other
  when     other {draw(st.sampled_from(("over", "under", "at least")))} {draw(numbers)} {other}
  {draw(level)}
  question "?"
  assumes  "Made up."
"""
    if draw(st.booleans()):
        text += f"""
waiting period by_other_too
  lasts    {draw(numbers)} {other} of other
  then     {draw(level)}
  question "?"
  assumes  "Made up."
"""
    whens = [f"one over {draw(numbers)} {one} and sign"]
    if (one == "months") == (other == "months"):
        whens += ["one over other", "one at least other and sign", "other under one"]
    if draw(st.booleans()):
        text += f"""
contradiction too_long
  when    {draw(st.sampled_from(whens))}
  assumes "Made up."
"""
    return text


def check(guideline: Guideline, oracle: Oracle, facts: dict[str, Any]) -> None:
    note(guideline.model.text.text)
    note(str(facts))
    check_changes(guideline, oracle, facts)
    check_review(guideline, oracle, facts)


@given(guidelines(), st.data())
def test_what_would_change_a_decision_is_what_trying_everything_shows(
    guideline: Guideline, data: st.DataObject
) -> None:
    oracle = Oracle(guideline)
    check(guideline, oracle, small(oracle, data.draw(partial_patients(guideline))))


@given(guidelines_with_clocks(), st.data())
def test_what_time_changes_is_what_trying_all_times_shows(text: str, data: st.DataObject) -> None:
    note(text)
    guideline = loads(text)
    numbers = st.integers(0, 16).map(lambda half: Fraction(half, 2))
    ranges = st.tuples(numbers, numbers).map(lambda ends: between(*sorted(ends)))
    whole = st.integers(0, 8)
    facts = st.fixed_dictionaries(
        {
            "one": whole | st.tuples(whole, whole).map(lambda ends: between(*sorted(ends))),
        },
        optional={"sign": st.booleans(), "other": numbers | numbers | ranges},
    )
    check(guideline, Oracle(guideline), data.draw(facts))


def test_a_clock_stays_at_the_end_of_its_range() -> None:
    # No number that can be stated is over two weeks.
    guideline = loads("""
guideline made_up
fact a
  whole number in weeks from 0 to 2
study mri
waiting period period_1
  lasts 2 weeks of a
  when a over 2 weeks
  then image with mri
  question "What is it?"
  editorial "Made up."
""")
    check_review(guideline, Oracle(guideline), {"a": 0})
    assert guideline.evaluate({"a": 0}).review_after is None


VISITS = """
guideline visits
  otherwise wait
  editorial "Made up."
fact care
  number in weeks from 0 to 52
fact pain
  number in weeks from 0 to 52
fact improved
  yes or no
fact first_visit
  yes or no
study mri
waiting period care
  lasts   4 to 6 weeks of care
  without improved
  then    image with mri
  question "Is it?"
  editorial "Made up."
contradiction long_before_the_first_visit
  when first_visit and care at least 5 weeks
  editorial "Made up."
contradiction care_before_pain
  when care over pain
  editorial "Made up."
"""


@pytest.mark.parametrize(
    ("facts", "review"),
    [
        # Care that lasts five weeks goes with no first visit: from then on both are open.
        (
            {"first_visit": True, "care": 4},
            ("1 week", R.UNDETERMINED, "long_before_the_first_visit"),
        ),
        ({"first_visit": False, "care": 4}, ("2 weeks", R.IMAGE, None)),
        # Pain that is not known to run on stays within its range, and so does care.
        ({"first_visit": False, "care": 4, "pain": unknown}, ("2 weeks", R.IMAGE, None)),
        # Pain and care run on together, and stay as far apart.
        ({"first_visit": False, "care": 4, "pain": 4}, ("2 weeks", R.IMAGE, None)),
    ],
)
def test_it_is_told_where_waiting_brings_a_contradiction_about(
    facts: dict[str, Any], review: tuple[str, R, str | None]
) -> None:
    decision = loads(VISITS).evaluate({"improved": False, **facts})
    assert decision.recommendation is R.CONSIDER
    found = decision.review_after
    assert found is not None
    after, becomes, contradiction = review
    assert (found.after, found.becomes) == (after, becomes)
    assert found.contradictions == ((contradiction,) if contradiction else ())
    text = " ".join(decision.explain().split())
    told = "what is known contradicts itself by then and has to be asked anew"
    assert (told in text) == bool(contradiction)


# --- by hand ------------------------------------------------------------------------------------


def told(facts: dict[str, Any], guideline: Guideline = LOW_BACK_PAIN) -> list[tuple[str, ...]]:
    changes = guideline.evaluate(facts).changes
    return [(each.fact, each.value, each.to, each.becomes.words, each.when) for each in changes]


def test_what_raises_the_recommendation_comes_first() -> None:
    found = [each[3] for each in told({**CALM, "conservative_care": 5})]
    order = ["image immediately", "image urgently", "image", "consider", "wait", "out of scope"]
    assert [order.index(each) for each in found] == sorted(order.index(each) for each in found)
    assert {"image immediately", "image", "wait", "out of scope"} <= set(found)


@pytest.mark.parametrize(
    ("care", "when"),
    [
        ("3 weeks", {"4 to under 6 weeks": "1 week", "at least 6 weeks": "3 weeks"}),
        ("27 days", {"4 to under 6 weeks": "1 day", "at least 6 weeks": "15 days"}),
        (4, {"under 4 weeks": "", "at least 6 weeks": "2 weeks"}),
        (6, {"under 4 weeks": "", "4 to under 6 weeks": ""}),
        (
            between(1, 3),
            {"4 to under 6 weeks": "1 week to 3 weeks", "at least 6 weeks": "3 weeks to 5 weeks"},
        ),
    ],
)
def test_of_a_duration_it_is_told_when(care: object, when: dict[str, str]) -> None:
    found = {
        each[2]: each[4]
        for each in told({**CALM, "conservative_care": care})
        if each[0] == "conservative_care"
    }
    assert found == when


def test_a_fact_that_is_known_in_part_can_change_too() -> None:
    (change,) = (
        each for each in told({**CALM, "age": between(30, 50)}) if each[3] == "out of scope"
    )
    assert change == (
        "age",
        "between 30 years and 50 years",
        "at most 17 years",
        "out of scope",
        "",
    )


def test_what_is_open_is_no_change() -> None:
    assert "pregnant" not in {each[0] for each in told({**CALM, "pregnant": unknown})}
    weakness = {**CALM, "leg_weakness": one_of("none", "improving")}
    values = [each[2] for each in told(weakness) if each[0] == "leg_weakness"]
    assert "none" not in values
    assert "improving" not in values


TWO_CLOCKS = """
guideline two_clocks
  otherwise wait
  assumes   "Made up."
fact pain
  number in months from 0 to 120
fact care
  number in weeks from 0 to 520
fact weight
  number in mm from 0 to 100
study mri
waiting period by_pain
  lasts    1 month of pain
  then     image with mri
  question "?"
  assumes  "Made up."
waiting period by_care
  lasts    5 weeks of care
  then     consider mri
  question "?"
  assumes  "Made up."
waiting period by_size
  lasts    10 mm of weight
  then     image urgently with mri
  question "?"
  assumes  "Made up."
"""


@pytest.mark.parametrize(
    ("pain", "care", "after", "becomes"),
    [
        (0, 0, "1 month", R.IMAGE),
        (0, 1, "4 weeks", R.CONSIDER),
        ("0.5 months", 4, "1 week", R.CONSIDER),
        ("0.9 months", 4, "0.1 months", R.IMAGE),
        (unknown, 4, None, None),
        (2, 4, None, None),
    ],
)
def test_clocks_in_weeks_and_in_months_run_together(
    pain: object, care: object, after: str | None, becomes: R | None
) -> None:
    facts = {"pain": pain, "care": care, "weight": 0}
    review = loads(TWO_CLOCKS).evaluate(facts).review_after
    assert (review and review.after, review and review.becomes) == (after, becomes)


def test_a_length_does_not_grow_with_time() -> None:
    guideline = loads(TWO_CLOCKS)
    facts = {"pain": 2, "care": 9, "weight": 3}
    assert guideline.evaluate(facts).review_after is None
    assert ("weight", "3 mm", "at least 10 mm", "image urgently", "") in told(facts, guideline)


OVER = """
guideline made_up
  otherwise wait
  assumes   "Made up."
fact care
  number in weeks from 0 to 52
study mri
indication long
  when     care over 6 weeks
  image    with mri
  question "?"
  assumes  "Made up."
waiting period treated
  lasts    8 to 10 weeks of care
  then     image with mri
  question "?"
  assumes  "Made up."
"""


def test_what_begins_just_after_a_time_is_told_so() -> None:
    guideline = loads(OVER)
    review = guideline.evaluate({"care": 4}).review_after
    assert review is not None
    assert review.after == "more than 2 weeks"
    assert told({"care": 4}, guideline) == [
        ("care", "4 weeks", "over 6 weeks", "image", "more than 2 weeks")
    ]
    at_the_end = guideline.evaluate({"care": 6}).review_after
    assert at_the_end is not None
    assert at_the_end.after == "a moment"


def test_regions_that_lead_to_the_same_are_told_as_one() -> None:
    """From 6 weeks on it is `image`, though the file also cuts at 8 and at 10 weeks."""
    assert [each[2] for each in told({"care": 0}, loads(OVER))] == ["over 6 weeks"]


def test_a_range_runs_on_with_both_its_ends() -> None:
    review = evaluate({**CALM, "conservative_care": between(1, 3)}).review_after
    assert review is not None
    assert (review.after, review.becomes) == ("1 week", R.UNDETERMINED)


def test_while_answers_contradict_each_other_nothing_is_said_of_changes() -> None:
    decision = evaluate({**CALM, "conservative_care": 8, "symptom_duration": 3})
    assert decision.contradictions
    assert decision.changes == ()
    assert decision.review_after is None


def test_only_what_is_asked_of_a_patient_is_tried_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried: list[object] = []

    def image(case: object, values: object) -> R:
        tried.append(values)
        return R.IMAGE

    signs = "".join(f'fact s{n}\n  yes or no\n  ask "{n}?"\n\n' for n in range(20))
    flags = "".join(
        f'red flag r{n}\n  title "R"\n  when s{n}\n  image with mri\n  question "?"\n'
        '  assumes "x"\n\n'
        for n in range(20)
    )
    text = f'guideline g\n  title "G"\n\nstudy mri\n  title "M"\n\n{signs}{flags}'
    guideline = loads(text)
    monkeypatch.setattr("imaging_rules.decide.answer.changes._with", image)
    # Once the second sign is there, none of the other eighteen is asked for.
    assert guideline.evaluate({f"s{n}": n == 1 for n in range(20)}).changes == ()
    assert len(tried) == 2
