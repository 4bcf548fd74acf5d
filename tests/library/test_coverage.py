"""What examples show is what trying every patient finds, and what is missing is proposed."""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import pytest
from hypothesis import assume, given, note
from hypothesis import strategies as st

from imaging_rules import Guideline, ImagingRulesError, load, loads, unknown
from imaging_rules.analyse.example_goals import Beside
from imaging_rules.library.example_coverage import AnyAim, Coverage, Gap, Showing, coverage
from imaging_rules.library.example_proposals import MARK, proposals, with_proposals
from imaging_rules.library.examples import tried_examples
from imaging_rules.model.facts import Fact
from imaging_rules.model.guideline import Guideline as Model
from imaging_rules.model.meaning import Outcome, Patient, decide
from imaging_rules.model.rules import Contradiction, RedFlag
from imaging_rules.syntax.format import formatted, layout_differs
from imaging_rules.testing import guidelines
from imaging_rules.values.regions import Interval
from tests.analyse.files import FACTS, HEADER, SCOPED, rule
from tests.analyse.patients import MOST, condition_holds, number_of_patients, patients

FEVER = rule("red flag", "fever", "when fever; image urgently with mri")
LONG = rule("indication", "long", "when care at least 6 weeks; image with ct")

PROPOSED = """
# Generated, to be confirmed: is this what the guideline is to decide?
example "red flag fever decides"
  given  care is 0 weeks, fever, everything else is no
  expect image urgently with mri because fever

# Generated, to be confirmed: is this what the guideline is to decide?
example "indication long decides"
  given  care is 6 weeks, everything else is no
  expect image with ct because long

# Generated, to be confirmed: is this what the guideline is to decide?
example "care is 41 days, beside a bound"
  given  care is 41 days, everything else is no
  expect wait

# Generated, to be confirmed: is this what the guideline is to decide?
example "red flag fever is not answered"
  given  care is 0 weeks, fever is unknown, everything else is no
  expect wait or image urgently asking fever
"""


def gaps(guideline: Guideline, *kinds: str) -> list[tuple[str, str]]:
    found = coverage(guideline, list(tried_examples(guideline)))
    return [(gap.name, gap.where) for gap in found.gaps if not kinds or gap.kind in kinds]


def example(given: str, expect: str, title: str = "one") -> str:
    return f'\nexample "{title}"\n  given {given}\n  expect {expect}\n'


def with_all(guideline: Guideline) -> Guideline:
    """Return a guideline with the examples that are missing, or itself."""
    found = proposals(guideline, list(tried_examples(guideline))).examples
    text = guideline.model.text.text
    return loads(with_proposals(text.encode(), found).decode()) if found else guideline


# --- every guideline --------------------------------------------------------------------------


@given(guidelines())
def test_with_what_is_proposed_everything_is_shown_that_can_be(guideline: Guideline) -> None:
    note(guideline.model.text.text)
    completed = with_all(guideline)
    note(completed.model.text.text)
    contradictions = {rule.name for rule in guideline.model.of(Contradiction)}
    left = coverage(completed, list(tried_examples(completed))).gaps
    assert all(gap.name in contradictions for gap in left)
    # It expects what is decided, so it passed when it was loaded; and nothing is left to propose.
    assert proposals(completed, list(tried_examples(completed))).examples == ()


@given(guidelines(), st.data())
def test_what_a_known_patient_shows_is_what_the_meaning_says(
    guideline: Guideline, data: st.DataObject
) -> None:
    model = guideline.model
    note(model.text.text)
    assume(number_of_patients(model) <= MOST)
    everyone = list(patients(model))
    patient = data.draw(st.sampled_from(everyone))
    note(str(patient))
    contradictions = {each.name for each in model.of(Contradiction)}
    found = {gap for gap in shown_by(guideline, patient) if gap.name not in contradictions}
    outcome = decide(model, patient)
    alive = {name for each in everyone for name in told_of(decide(model, each))}
    expected = set()
    for each in model.rules:
        if isinstance(each, Contradiction):
            continue
        if each.name in told_of(outcome):
            expected.add(Gap("decides", each.name))
        if not condition_holds(model, each, patient):
            expected.add(Gap("does not hold", each.name))
    assert {gap for gap in found if gap.kind in ("decides", "does not hold")} == expected
    # No more is asked for than some patient can show.
    aimed = everything(guideline)
    assert {gap.name for gap in aimed if gap.kind == "decides"} >= alive
    for each in model.rules:
        if not isinstance(each, Contradiction):
            assert (Gap("decides", each.name) in aimed) == (each.name in alive)
            free = any(not condition_holds(model, each, p) for p in everyone)
            assert (Gap("does not hold", each.name) in aimed) == free


def told_of(outcome: Outcome) -> set[str]:
    """Return the rules that an answer names: a precaution decides nothing, it is to be taken."""
    return {*outcome.decisive, *(precaution for precaution, _ in outcome.due)}


@given(guidelines(), st.data())
def test_a_bound_is_shown_by_whom_it_makes_a_difference_to(
    guideline: Guideline, data: st.DataObject
) -> None:
    model = guideline.model
    note(model.text.text)
    assume(number_of_patients(model) <= MOST)
    patient = data.draw(st.sampled_from(list(patients(model))))
    note(str(patient))
    # Two bounds may ask for the same number, each for whom it makes a difference to.
    shown = [aim for aim in aims_shown_by(Showing(guideline), patient) if isinstance(aim, Beside)]
    for fact in model.facts:
        # A patient is a sample of each region: its lower end, where it has one.
        region = fact.region_of(patient[fact.name])
        beside = [aim.other for aim in shown if aim.fact == fact.name]
        neighbours = [n for n in (region - 1, region + 1) if 0 <= n < len(fact.regions)]
        differ = [n for n in neighbours if isinstance(fact.regions[n], Interval)]
        differ = [n for n in differ if is_told_apart(model, patient, fact, n)]
        assert len(beside) == len(set(beside))
        assert set(beside) <= set(differ)
        here = fact.regions[region]
        if region - 1 in differ and isinstance(here, Interval) and not here.low_open:
            assert patient[fact.name] == here.low
            assert region - 1 in beside


def is_told_apart(model: Model, patient: Patient, fact: Fact, region: int) -> bool:
    other = {**patient, fact.name: fact.sample(region)}
    return decide(model, patient) != decide(model, other)


@given(guidelines(), st.data())
def test_a_red_flag_is_shown_unanswered_where_a_level_hangs_on_it(
    guideline: Guideline, data: st.DataObject
) -> None:
    model = guideline.model
    note(model.text.text)
    flags = model.of(RedFlag)
    assume(flags and number_of_patients(model) <= MOST)
    patient = data.draw(st.sampled_from(list(patients(model))))
    names = [fact.name for fact in model.facts]
    left_open = data.draw(st.sets(st.sampled_from(names), min_size=1, max_size=3))
    note(f"{patient}, open: {left_open}")
    found = shown_by(guideline, {**patient, **dict.fromkeys(left_open, unknown)})
    completions = list(completed(model, patient, left_open))
    aimed = everything(guideline)
    for flag in flags:
        holding = [condition_holds(model, flag, each) for each in completions]
        levels = [decide(model, each).level for each in completions]
        without = {level for level, holds in zip(levels, holding, strict=True) if not holds}
        shown = any(holding) and without and set(levels) != without
        assert (Gap("unanswered", flag.name) in found) <= bool(shown)
        if shown and Gap("unanswered", flag.name) in aimed:
            assert Gap("unanswered", flag.name) in found


def completed(model: Model, patient: Patient, left_open: set[str]) -> Iterator[Patient]:
    names = sorted(left_open)
    facts = [model.fact[name] for name in names]
    values = [[fact.sample(n) for n in range(len(fact.regions))] for fact in facts]
    for each in product(*values):
        yield {**patient, **dict(zip(names, each, strict=True))}


def everything(guideline: Guideline) -> set[Gap]:
    return set(coverage(guideline, []).gaps)


def shown_by(guideline: Guideline, patient: Mapping[str, Any]) -> set[Gap]:
    """Return what one patient shows, as what is no longer missing once it is an example."""
    showing = Showing(guideline)
    aims_shown_by(showing, patient)
    return everything(guideline) - {showing.gap(aim) for aim in showing.left}


def aims_shown_by(showing: Showing, patient: Mapping[str, Any]) -> list[AnyAim]:
    """Add one patient, and return what that takes from what is left to show."""
    before = showing.left
    showing.add(dict(patient))
    left = {id(aim) for aim in showing.left}
    return [aim for aim in before if id(aim) not in left]


# --- what is meant ----------------------------------------------------------------------------


def test_without_examples_everything_is_missing() -> None:
    found = coverage(loads(HEADER + FACTS + FEVER + LONG), [])
    assert found == Coverage(
        aims=7,
        gaps=(
            Gap("decides", "fever"),
            Gap("decides", "long"),
            Gap("bound", "care", "41 days to under 6 weeks"),
            Gap("bound", "care", "6 weeks"),
            Gap("unanswered", "fever"),
            Gap("does not hold", "fever"),
            Gap("does not hold", "long"),
        ),
    )


@pytest.mark.parametrize(
    ("care", "left"),
    [
        ("5 weeks", ["41 days to under 6 weeks", "6 weeks"]),
        ("40.9 days", ["41 days to under 6 weeks", "6 weeks"]),
        ("41 days", ["6 weeks"]),
        ("41.9 days", ["6 weeks"]),
        ("42 days", ["41 days to under 6 weeks"]),
        ("43 days", ["41 days to under 6 weeks", "6 weeks"]),
    ],
)
def test_beside_a_bound_is_the_bound_and_a_day_below(care: str, left: list[str]) -> None:
    decided = "image" if care in ("42 days", "43 days") else "wait"
    text = HEADER + FACTS + FEVER + LONG
    text += example(f"care is {care}, everything else is no", decided)
    assert gaps(loads(text), "bound") == [("care", each) for each in left]


@pytest.mark.parametrize(
    ("bound", "age", "left"),
    [
        ("over 70 years", 69, ["70 years", "71 years"]),
        ("over 70 years", 70, ["71 years"]),
        ("over 70 years", 71, ["70 years"]),
        ("at least 70 years", 70, ["69 years"]),
    ],
)
def test_whole_numbers_have_neighbours(bound: str, age: int, left: list[str]) -> None:
    text = HEADER + FACTS + rule("indication", "old", f"when age {bound}; image with mri")
    holds = age > 70 or (age == 70 and "least" in bound)
    text += example(f"age is {age} years", "image" if holds else "wait")
    assert gaps(loads(text), "bound") == [("age", each) for each in left]


def test_a_bound_is_not_shown_by_whom_it_makes_no_difference_to() -> None:
    text = (
        HEADER
        + FACTS
        + FEVER
        + rule("indication", "long", "when care over 6 weeks; image with mri")
    )
    both = [("care", "6 weeks"), ("care", "over 6 weeks to 43 days")]
    # The fever outranks it, so another length of care would change nothing.
    hidden = example("fever, care is 6 weeks", "image urgently")
    assert gaps(loads(text + hidden), "bound") == both
    assert (
        gaps(
            loads(text + hidden.replace("fever,", "not fever,").replace("image urgently", "wait")),
            "bound",
        )
        == both[1:]
    )


def test_a_bound_is_shown_by_whom_it_only_hastens() -> None:
    """A limit holds what the rule with the timing says, and another rule says the level."""
    soon = rule(
        "indication",
        "soon",
        'when care at least 6 weeks; image urgently with mri; timing within 8 hours "of it"',
    )
    held = rule("indication", "held", "when fever; image urgently with mri")
    limit = rule("limit", "first_care", "when fever; hold at consider")
    text = HEADER + FACTS + FEVER + soon + held + limit
    shown = example("fever, care is 6 weeks, everything else is no", "image urgently")
    assert gaps(loads(text + shown), "bound") == [("care", "41 days to under 6 weeks")]


def test_a_unit_in_quotation_marks_stands_in_the_title_of_a_proposal() -> None:
    text = (
        'guideline thyroid\n  otherwise wait\n  editorial "Made up."\n\n'
        'fact found\n  number in "Bethesda class" from 1 to 6\n  ask "Which?"\n\n'
        'study scan\n  title "A scan"\n\n'
        + rule("indication", "high", 'when found at least 5 "Bethesda class"; image with scan')
    )
    titles = [example.title for example in with_all(loads(text)).model.examples]
    assert titles == ["indication high decides", "found is 4 “Bethesda class”, beside a bound"]


def test_a_bound_that_changes_nothing_for_anyone_is_not_asked_for() -> None:
    text = (
        HEADER
        + FACTS
        + rule(
            "indication",
            "one",
            "when fever and any of (care over 6 weeks, care at most 6 weeks); image with mri",
        )
    )
    assert gaps(loads(text), "bound") == []


def test_a_red_flag_among_others_that_are_open_is_not_shown_unanswered() -> None:
    cancer = rule("red flag", "cancer", "when cancer; image urgently with mri")
    text = HEADER + FACTS + FEVER + cancer
    # Whatever of the two were left out of the rules, the same would be possible.
    both = example("age is 42 years", "wait or image urgently")
    assert gaps(loads(text + both), "unanswered") == [("fever", ""), ("cancer", "")]
    one = example("not cancer", "wait or image urgently")
    assert gaps(loads(text + one), "unanswered") == [("cancer", "")]


def test_a_rule_that_never_decides_is_not_asked_for() -> None:
    dead = rule("indication", "dead", "when fever and not fever; image with mri")
    assert ("dead", "") not in gaps(loads(HEADER + FACTS + dead), "decides")


def test_what_is_not_certain_is_not_shown() -> None:
    text = HEADER + FACTS + FEVER + example("age is 42 years", "wait or image urgently")
    assert ("fever", "") in gaps(loads(text), "decides")
    assert ("fever", "") in gaps(loads(text), "does not hold")


def test_outside_the_scope_a_rule_that_holds_is_not_shown_not_holding() -> None:
    text = SCOPED + FACTS + LONG + example("age is 17 years, care is 7 weeks", "out of scope")
    assert gaps(loads(text), "does not hold") == [("long", "")]


def test_many_contradictions_are_not_tried_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each patient is put to each contradiction, so the more there are, the fewer are tried."""
    several = "".join(
        f'contradiction c{n}\n  title "T"\n  when fever and not fever\n  assumes "Made up."\n\n'
        for n in range(130)
    )
    two = 'fact fever\n  yes or no\n  ask "?"\n\nfact pain\n  yes or no\n  ask "?"\n\n'
    guideline = loads(f'guideline many\n  title "Many"\n\n{two}{several}')
    tried = 0

    def counted(self: Showing, facts: Mapping[str, object]) -> Any:
        nonlocal tried
        tried += 1
        return case(self, facts)

    case = Showing.case
    monkeypatch.setattr(Showing, "case", counted)
    monkeypatch.setattr("imaging_rules.library.example_proposals.MOST_WORK", 2_600)
    monkeypatch.setattr("imaging_rules.library.example_proposals._FEWEST_TRIALS", 5)
    assert proposals(guideline, ()).broken_off
    assert 9 <= tried < 15


def test_a_contradiction_is_to_be_found_and_to_be_excluded() -> None:
    against = rule("contradiction", "swapped", "when care over age_in_weeks")
    fact = '\nfact age_in_weeks\n  number in weeks from 0 to 500\n  ask "How old?"\n'
    text = HEADER + FACTS + fact + FEVER + against
    expect = "wait or image urgently"
    found = loads(text + example("care is 3 weeks, age_in_weeks is 2 weeks", expect))
    assert ("swapped", "") not in gaps(found, "decides")
    assert ("swapped", "") in gaps(found, "does not hold")
    free = loads(text + example("care is 2 weeks, age_in_weeks is 2 weeks", expect))
    assert ("swapped", "") in gaps(free, "decides")
    assert ("swapped", "") not in gaps(free, "does not hold")
    open_still = loads(text + example("care is 2 weeks", expect))
    assert ("swapped", "") in gaps(open_still, "decides")
    assert ("swapped", "") in gaps(open_still, "does not hold")
    assert not gaps(with_all(loads(text)))


def test_a_number_that_is_known_in_part_is_beside_no_bound() -> None:
    text = HEADER + FACTS + LONG + example("care between 6 and 7 weeks", "image")
    assert gaps(loads(text), "bound") == [("care", "41 days to under 6 weeks"), ("care", "6 weeks")]


def test_a_number_that_is_assumed_is_known() -> None:
    facts = FACTS.replace(
        '  ask "For how long?"\n', '  ask "For how long?"\n  if not stated assume 6 weeks\n'
    )
    text = HEADER + facts + LONG + example("fever", "image")
    assert gaps(loads(text), "bound") == [("care", "41 days to under 6 weeks")]


def test_too_much_to_look_through_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imaging_rules.analyse.example_goals.BUDGET", 3)
    with pytest.raises(ImagingRulesError, match="`made_up` is too entangled"):
        coverage(loads(HEADER + FACTS + FEVER + LONG), [])


# --- what is proposed -------------------------------------------------------------------------


def test_what_is_proposed_is_short_laid_out_and_marked() -> None:
    text = HEADER + FACTS + FEVER + LONG
    completed = with_all(loads(text))
    assert completed.model.text.text == f"{text}{PROPOSED}"


def test_a_file_in_its_layout_stays_in_it() -> None:
    text, problems = formatted(loads(HEADER + FACTS + FEVER + LONG).model.text)
    assert not problems
    assert layout_differs(with_all(loads(text)).model.text) == ()


def test_titles_stay_unique() -> None:
    named = example("age is 42 years", "wait or image urgently", "red flag fever decides")
    completed = with_all(loads(HEADER + FACTS + FEVER + named))
    titles = [each.title for each in completed.model.examples]
    assert "red flag fever decides (2)" in titles
    assert len(set(titles)) == len(titles)


def test_an_assumed_fact_is_given_only_where_it_is_otherwise() -> None:
    facts = FACTS.replace('  ask "Cancer?"\n', '  ask "Cancer?"\n  if not stated assume yes\n')
    completed = with_all(
        loads(HEADER + facts + rule("indication", "free", "when not cancer; image with mri"))
    )
    given = [dict(each.given).get("cancer", "left out") for each in completed.model.examples]
    assert given == [False, "left out"]


def test_a_special_case_is_shown_where_it_replaces_something() -> None:
    special = rule("special case", "spared", 'when cancer; instead of mri use ct; remark "Ask."')
    completed = with_all(loads(HEADER + FACTS + FEVER + special))
    (shown,) = [each for each in completed.model.examples if "spared" in each.because]
    assert shown.studies == ("ct",)


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("last", [b"", b"\n", b"\n\n  \n"])
def test_line_ends_stay_as_they_are(end: bytes, last: bytes) -> None:
    text = (HEADER + FACTS + FEVER).rstrip().encode()
    guideline = loads(text.decode())
    found = proposals(guideline, []).examples
    data = with_proposals((b"\xef\xbb\xbf" + text + last).replace(b"\n", end), found)
    plain = data.replace(end, b"\n")
    assert data.count(b"\r") in (0, plain.count(b"\n"))
    assert plain.startswith(b"\xef\xbb\xbf" + text + b"\n\n" + MARK.encode())
    assert plain.endswith(b"\n")
    assert not plain.endswith(b"\n\n")


def test_the_guideline_that_ships_is_shown_in_full() -> None:
    assert gaps(load("low_back_pain")) == []
