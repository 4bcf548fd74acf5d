"""An interview ends, asks nothing twice and nothing needless, and decides as `evaluate` does."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imaging_rules import FactsError, Recommendation, between, load, loads, unknown
from imaging_rules.library.guideline import Guideline
from imaging_rules.library.interview import Interview
from imaging_rules.library.interview_turns import AskFact, AskScreen, CheckAnswers, CheckAssumed
from imaging_rules.testing import complete_patients, guidelines, partial_patients

LOW_BACK_PAIN = load("low_back_pain")
CHECKED = loads(
    """
guideline checked
  otherwise no guidance

fact lump
  yes or no

fact treated
  number in weeks from 0 to 100

fact ill
  number in weeks from 0 to 100

fact planned
  yes or no
  if not stated assume no

screen signs
  covers lump, deep

fact deep
  yes or no

study mri

red flag lump
  when      lump or deep
  image     urgently with mri
  question  "Why?"
  editorial "Made up."

waiting period treated
  lasts     4 weeks of treated
  when      ill over 1 week
  then      image with mri
  question  "Why?"
  editorial "Made up."

indication planned
  when      planned
  image     with mri
  question  "Why?"
  editorial "Made up."

contradiction longer
  when      treated over ill
  editorial "Made up."

contradiction no_lump_and_long
  when      not lump and treated over 50 weeks
  editorial "Made up."
"""
)


def asked(interview: Interview) -> str:
    match interview.turn:
        case AskFact(fact):
            return fact
        case AskScreen(screen):
            return screen
    raise AssertionError(interview.turn)


def interviewed(
    guideline: Guideline, patient: dict[str, Any], none: set[str], picks: list[int]
) -> list[Interview]:
    """Return all states of an interview with someone who answers as a patient is.

    ``none`` has the screens to which `none` is the answer, whatever the patient is; ``picks``
    which of the facts that are shown to be checked is picked, as long as there are some.
    """
    states = [Interview(guideline)]
    picks = list(picks)
    while (turn := states[-1].turn) is not None:
        interview = states[-1]
        match turn:
            case AskFact(fact):
                after = interview.answer(patient.get(fact, unknown))
            case AskScreen(screen) if screen in none:
                after = interview.answer("none")
            case AskScreen():
                after = interview.answer_some()
            case CheckAnswers() | CheckAssumed():
                place = picks.pop() if picks else None
                facts = turn.facts
                after = (
                    interview.leave()
                    if place is None
                    else interview.pick(facts[place % len(facts)])
                )
        states.append(after)
        most = 2 * (len(guideline.model.facts) + len(guideline.model.rules)) + 10
        assert len(states) < 2 * most
    return states


def assert_asks_what_it_should(states: list[Interview]) -> None:
    names = []
    for before, state in zip([None, *states], states, strict=False):
        turn = state.turn
        picked = before is not None and isinstance(before.turn, CheckAnswers | CheckAssumed)
        missing = {each.fact for each in state.decision.missing}
        if isinstance(turn, AskScreen):
            covered = {each.fact for each in turn.covers}
            assert len(covered & missing) > 1
            assert not covered & state.facts.keys()
        elif isinstance(turn, AskFact) and not picked:
            assert turn.fact in missing
            assert turn.fact not in state.facts
            names.append(turn.fact)
        elif isinstance(turn, CheckAnswers):
            assert turn.contradiction in state.decision.contradictions
        elif isinstance(turn, CheckAssumed):
            known = state.facts.keys() | {each.fact for each in state.decision.screened}
            assert not missing - known - {f for c in state.decision.contradictions for f in c.facts}
    screens = [state.turn.screen for state in states if isinstance(state.turn, AskScreen)]
    assert len(screens) == len(set(screens))


def assert_ends_well(states: list[Interview]) -> None:
    end = states[-1]
    decision = end.guideline.evaluate(end.facts)
    assert end.decision == decision
    assert end.decision.recommendation is decision.recommendation
    # What is still missing was asked, and is not known.
    for each in decision.missing:
        known = each.fact in end.facts or each.to_check
        assert known, each.fact
    if decision.recommendation is Recommendation.UNDETERMINED:
        open_still = [v for v in end.facts.values() if not isinstance(v, bool)]
        assert decision.contradictions or open_still


@given(partial_patients(LOW_BACK_PAIN), st.booleans(), st.lists(st.integers(0, 30), max_size=3))
def test_an_interview_under_the_guideline_that_ships(
    patient: dict[str, Any], none: bool, picks: list[int]
) -> None:
    facts = {name: value for name, value in patient.items() if value is not None}
    states = interviewed(LOW_BACK_PAIN, facts, {"red_flags"} if none else set(), picks)
    assert_asks_what_it_should(states)
    assert_ends_well(states)


@given(st.data())
def test_an_interview_under_any_guideline(data: st.DataObject) -> None:
    guideline = data.draw(guidelines())
    patient = data.draw(partial_patients(guideline))
    facts = {name: value for name, value in patient.items() if value is not None}
    screens = [screen.name for screen in guideline.model.screens]
    none = data.draw(st.sets(st.sampled_from(screens))) if screens else set()
    picks = data.draw(st.lists(st.integers(0, 30), max_size=3))
    states = interviewed(guideline, facts, none, picks)
    assert_asks_what_it_should(states)
    assert_ends_well(states)


@given(st.data())
def test_nothing_is_asked_twice_unless_it_is_picked(data: st.DataObject) -> None:
    guideline = data.draw(st.one_of(guidelines(), st.just(LOW_BACK_PAIN)))
    states = interviewed(guideline, data.draw(partial_patients(guideline)), set(), [])
    names = [asked(s) for s in states if isinstance(s.turn, AskFact | AskScreen)]
    assert len(names) == len(set(names))


@given(complete_patients(LOW_BACK_PAIN))
def test_what_was_not_asked_changes_nothing(patient: dict[str, Any]) -> None:
    """Whoever answers everything that is asked gets the decision of whoever states everything."""
    stated = {f.name: f.assumed for f in LOW_BACK_PAIN.model.facts if f.assumed is not None}
    patient = {**patient, **stated}
    end = interviewed(LOW_BACK_PAIN, patient, set(), [])[-1]
    if not end.decision.contradictions:
        assert end.decision.possible == LOW_BACK_PAIN.evaluate(patient).possible
        assert end.decision.settled


@given(st.data())
def test_back_undoes_every_step(data: st.DataObject) -> None:
    guideline = data.draw(st.one_of(guidelines(), st.just(LOW_BACK_PAIN)))
    patient = data.draw(partial_patients(guideline))
    screens = {screen.name for screen in guideline.model.screens}
    states = interviewed(guideline, patient, screens, [1, 2])
    interview = states[-1]
    for before in reversed(states[:-1]):
        interview = interview.back()
        assert interview == before
        assert interview.turn == before.turn
    assert interview.back() == interview
    assert interview.number == 1


def test_a_screen_comes_before_the_first_of_its_facts() -> None:
    start = Interview(LOW_BACK_PAIN)
    assert asked(start) == "red_flags"
    assert asked(start.answer("none")) == "age"
    assert start.answer("none").facts == {"red_flags": "none"}
    one_by_one = start.answer_some()
    assert asked(one_by_one) == "bowel_or_bladder_loss"
    assert one_by_one.facts == {}
    # It is not asked again, though it could still spare questions.
    assert asked(one_by_one.answer(False)) == "age"
    assert asked(one_by_one.answer(False).answer(40)) == "saddle_anesthesia"


def test_a_screen_is_answered_with_none_or_some() -> None:
    for value in (True, "some", unknown, None):
        with pytest.raises(FactsError, match="answered with none"):
            Interview(LOW_BACK_PAIN).answer(value)


def test_what_a_fact_cannot_be_is_refused() -> None:
    interview = Interview(LOW_BACK_PAIN).answer("none")
    with pytest.raises(FactsError, match="from 0 to 120"):
        interview.answer(121)
    assert interview.facts == {"red_flags": "none"}


def test_a_range_is_an_answer() -> None:
    interview = Interview(LOW_BACK_PAIN).answer("none").answer(between(65, 74))
    assert interview.decision.missing[0].fact == "age"
    assert asked(interview) == "conservative_care"


def test_what_is_not_known_is_not_asked_again() -> None:
    interview = Interview(CHECKED).answer_some()
    while isinstance(interview.turn, AskFact):
        interview = interview.answer(unknown)
    assert isinstance(interview.turn, CheckAssumed)
    assert interview.leave().turn is None
    assert interview.decision.recommendation is Recommendation.UNDETERMINED


def test_answers_that_contradict_each_other_are_shown() -> None:
    interview = Interview(CHECKED).answer("none").answer(5)
    assert asked(interview) == "ill"
    interview = interview.answer(3)
    assert isinstance(interview.turn, CheckAnswers)
    assert interview.turn.contradiction.name == "longer"
    assert interview.turn.facts == ("treated", "ill")
    with pytest.raises(ValueError, match="not among those"):
        interview.pick("lump")
    mended = interview.pick("ill")
    assert asked(mended) == "ill"
    assert "ill" not in mended.facts
    mended = mended.answer(6)
    assert mended.decision.recommendation is Recommendation.IMAGE
    again = interview.pick("ill").answer(4)
    assert isinstance(again.turn, CheckAnswers)
    left = again.leave()
    assert not isinstance(left.turn, CheckAnswers)
    while left.turn is not None:
        left = left.leave()
    assert left.decision.recommendation is Recommendation.UNDETERMINED


def test_none_no_longer_stands_when_one_of_its_facts_is_picked() -> None:
    interview = Interview(CHECKED).answer("none").answer(60)
    assert isinstance(interview.turn, CheckAnswers)
    assert interview.turn.contradiction.name == "no_lump_and_long"
    picked = interview.pick("lump")
    assert picked.facts == {"treated": 60}
    assert asked(picked) == "lump"
    # What `none` had answered besides is open again, and asked.
    assert asked(picked.answer(unknown)) == "deep"


def test_what_was_assumed_is_shown_once_and_can_be_stated() -> None:
    interview = Interview(CHECKED).answer("none").answer(1)
    assert isinstance(interview.turn, CheckAssumed)
    assert interview.turn.facts == ("planned",)
    assert interview.leave().turn is None
    stated = interview.pick("planned")
    assert asked(stated) == "planned"
    assert stated.answer(True).decision.recommendation is Recommendation.IMAGE
    assert stated.answer(True).turn is None


@pytest.mark.parametrize("call", ["answer_some", "leave"])
def test_a_step_must_fit_the_turn(call: str) -> None:
    interview = Interview(CHECKED).answer("none")
    with pytest.raises(ValueError, match="is"):
        getattr(interview, call)()
    over = interview.answer(1).leave()
    with pytest.raises(ValueError, match="nothing is asked"):
        over.answer(1)


def test_no_answer_is_in_a_repr() -> None:
    interview = Interview(LOW_BACK_PAIN).answer("none").answer(43)
    assert "43" not in repr(interview)
