"""The explanation of a decision: what it says word for word, and that it leaves nothing out.

With UPDATE_GOLDENS=1 in the environment the files in tests/golden/explain are written anew; read
what changed as a clinician would.
"""

import os
import re
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from imaging_rules import (
    Decision,
    Guideline,
    Recommendation,
    between,
    evaluate,
    load,
    loads,
    unknown,
)
from imaging_rules.testing import guidelines, partial_patients

R = Recommendation
DAY = date(2031, 1, 1)
GOLDENS = Path(__file__).parents[1] / "golden" / "explain"
UPDATE = os.environ.get("UPDATE_GOLDENS") == "1"
WIDTH = 88

CALM = {
    "age": 42,
    "red_flags": "none",
    "conservative_care": "3 weeks",
    "meaningful_improvement": False,
    "pregnant": False,
}

DRAFT = """
guideline wrist
  title        "X-ray after a fall on the wrist"
  version      "0.3"
  language     1
  status       draft
  review by    2030-06-30
  for          "adults who fell on the wrist"
  applies when age at least 18 years
  otherwise    no guidance
  because      "Most wrists that hurt after a fall are sprained."
  cite         handbook "Wrist" quote "A sprain needs no X-ray."
source handbook
  title     "A made-up handbook"
  publisher "Nobody"
  published 2029-12-31
  url       "https://example.org/handbook"
  doi       "10.1000/182"
  kind      "made up for this test"
fact age
  whole number in years from 0 to 120
  ask "How old is the patient?"
fact swelling
  one of no_swelling, some_swelling, much_swelling
  ask "How much has it swollen?"
fact snuffbox_pain
  yes or no
  ask     "Does the hollow beside the thumb hurt when pressed?"
  explain "With the thumb stretched out."
fact old_fracture
  yes or no
  ask "Was this wrist broken before?"
  if not stated assume no
study xray
  title "X-ray of the wrist"
study mri
  title "MRI of the wrist"
red flag open_fracture
  title     "Bone can be seen, or the hand is cold"
  when      swelling is much_swelling and snuffbox_pain and age over 90 years
  image     immediately with xray
  timing    "at once"
  suspect   "open fracture"
  question  "Where is it broken?"
  editorial "The age is made up, too."
indication snuffbox
  title    "Pain in the hollow beside the thumb"
  when     snuffbox_pain
  image    with xray
  question "Is the scaphoid broken?"
  remark   "A first X-ray may show nothing."
  cite     handbook "Scaphoid"
indication swollen
  title    "Swelling"
  when     swelling is one of (some_swelling, much_swelling)
  consider xray
  question "Is anything broken?"
  remark   "Much of it is fluid."
  cite     handbook "Swelling" quote "Swelling by itself says little."
  assumes  "‘Some’ is enough."
advice rest
  topic care
  for   undetermined, image, consider
  text  "Keep the hand above the heart."
  cite  handbook "Care"
"""


LOW_BACK_PAIN_CASES: dict[str, dict[str, Any]] = {
    "fever_only": {"fever_or_chills": True},
    "nothing_known": {},
    "wait": CALM,
    "consider": {**CALM, "conservative_care": "5 weeks", "symptom_duration": 6},
    "image_after_six_weeks": {**CALM, "conservative_care": "6 weeks"},
    "pregnant_and_operated": {
        **CALM,
        "conservative_care": 8,
        "pregnant": True,
        "prior_spine_surgery": True,
    },
    "no_clinical_question": {**CALM, "conservative_care": unknown, "clinical_question": False},
    "contradiction": {**CALM, "conservative_care": "8 weeks", "symptom_duration": "3 weeks"},
    "contradiction_with_fever": {
        "fever_or_chills": True,
        "conservative_care": 8,
        "symptom_duration": between(1, 7),
    },
    "screen_against_a_fact": {**CALM, "history_of_cancer": True},
    "child": {"age": 9, "red_flags": "none"},
}
DRAFT_CASES: dict[str, dict[str, Any]] = {
    "draft": {"age": 40, "snuffbox_pain": True},
    "draft_outranked": {"age": 40, "swelling": "some_swelling", "snuffbox_pain": True},
    "draft_silent": {"age": 40, "swelling": "no_swelling", "snuffbox_pain": False},
}
CASES = [*LOW_BACK_PAIN_CASES, *DRAFT_CASES]


@cache
def case(name: str) -> Decision:
    if name in DRAFT_CASES:
        return loads(DRAFT).evaluate(DRAFT_CASES[name], today=DAY)
    return evaluate(LOW_BACK_PAIN_CASES[name], today=DAY)


def told(decision: Decision) -> str:
    """An explanation as kept in a file: any change of the guideline's text changes its hash."""
    return decision.explain().replace(decision.guideline.sha256[:16], "0" * 16)


@pytest.mark.parametrize("name", CASES)
def test_an_explanation_reads_word_for_word(name: str) -> None:
    path = GOLDENS / f"{name}.txt"
    text = told(case(name))
    if UPDATE:
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")


def test_no_file_of_an_explanation_is_left_over() -> None:
    assert {path.stem for path in GOLDENS.iterdir()} == set(CASES)


# --- what every explanation keeps to ------------------------------------------------------------


def flat(text: str) -> str:
    """Text with its lines joined, so that it can be searched."""
    return " ".join(text.split())


def check_layout(text: str) -> None:
    for line in text.split("\n"):
        # A line may be longer only where one word is, with what introduces it.
        assert len(line) <= WIDTH or len(line.strip().split()) <= 1, line
        assert line == line.rstrip()
    assert "\n\n\n" not in text
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def check_nothing_is_left_out(decision: Decision) -> None:
    text = flat(decision.explain())
    for reason in decision.reasons:
        assert flat(reason.title or reason.rule) in text
        if reason.decisive:
            assert f"({reason.kind})" in text
            for part in (reason.question, reason.suspect, str(reason.timing or "")):
                assert flat(part) in text
            for note in (*reason.because, *reason.assumes, *reason.editorial):
                assert flat(note) in text
            for citation in reason.citations:
                assert flat(citation.quote) in text
                assert flat(citation.section) in text or citation.statements
                for statement in citation.statements:
                    place = f"{citation.source}, {statement.section}"
                    assert flat(f"Source: {place} “") in text
                    assert flat(f"“{statement.quote}” [{statement.id}]") in text
    for missing in decision.missing:
        assert flat(missing.ask) in text
        assert flat(missing.explain) in text
        assert f"[{missing.fact}]" in text
        for level in missing.could_become:
            assert level.words in text
    open_part = text.partition("May still hold, ")[2]
    for open_rule in decision.open_rules:
        assert flat(open_rule.title or open_rule.rule) in open_part
        for fact in open_rule.facts:
            assert fact.replace("_", " ") in open_part
    for blocked in decision.blocked:
        assert flat(blocked.title or blocked.rule) in text
        for by in blocked.by:
            assert flat(f"{by.fact} is {by.value}".replace("_", " ")) in text
    for assumed in decision.assumed:
        assert f"{assumed.fact}: {assumed.value}".replace("_", " ") in text
    for screened in decision.screened:
        said = screened.screen.replace("_", " ").capitalize()
        # Where nothing is denied, only that something else is so, no list of signs is told.
        _, _, denied = text.partition(f"{said}: none")
        fact = screened.fact.replace("_", " ")
        assert (fact if screened.value == "no" else f"{fact}: {screened.value}") in denied
    for remark in decision.remarks:
        for note in (remark.text, *remark.assumes, *remark.editorial):
            assert flat(note) in text
        for citation in remark.citations:
            assert flat(citation.quote) in text
    for found in decision.contradictions:
        # A title of the author's is kept; one made of names is told in plain words.
        assert flat(found.title) in text or "`" in found.title
        for fact in found.facts:
            assert fact.replace("_", " ") in text
    for advice in decision.advice:
        for note in (*advice.texts, *advice.assumes, *advice.editorial):
            assert flat(note) in text
    for source in decision.guideline.sources:
        for part in (source.title, source.publisher, source.published, source.updated):
            assert flat(part) in text
    for notice in decision.guideline.notices:
        assert notice in text
    assert decision.guideline.sha256[:16] in text
    assert "It is not a medical device" in text


@pytest.mark.parametrize("name", CASES)
def test_an_explanation_leaves_nothing_out(name: str) -> None:
    check_nothing_is_left_out(case(name))


@pytest.mark.parametrize("name", CASES)
def test_an_explanation_speaks_the_language_of_its_reader(name: str) -> None:
    text = case(name).explain()
    check_layout(text)
    # The name of a fact to state stands in brackets; the guideline's own name in the last lines.
    plain = re.sub(r"\[[a-z_]+\]", "", text).replace("Rules: low_back_pain", "")
    assert re.findall(r"\w*_\w*", plain) == []
    assert re.findall(r"\b(?:True|False|Fraction|Interval|Decimal)\b", plain) == []


HEADINGS = [
    "Studies",
    "Why",
    "Still open: ask next",
    "May still hold, depending on what is open",
    "One other answer would change it",
    "Stated",
    "Assumed, because it was not stated",
    "Does not hold",
    "Remarks",
    "Contradiction",
    "Safety",
    "Advice",
    "Source",
]


def headings(text: str) -> list[str]:
    lines = text.split("\n")
    return [line for line, under in pairwise(lines) if re.fullmatch("-+", under)]


@pytest.mark.parametrize("name", CASES)
def test_what_matters_most_comes_first(name: str) -> None:
    text = case(name).explain()
    blocks = text.split("\n\n")
    assert blocks[1].startswith("Recommendation: ")
    found = headings(text)
    assert found == [each for each in HEADINGS if each in found]
    assert {"Why", "Source"} <= set(found)
    for advice in case(name).advice:
        heading = "Safety" if advice.topic == "safety" else "Advice"
        start = text.index(f"\n{heading}\n")
        assert f"\n* {advice.title}" in text[start : text.index("\n\n", start)]
    assert flat(blocks[-1]).startswith("This is a restatement of a published text")


@pytest.mark.parametrize(
    ("level", "words"),
    [
        (R.UNDETERMINED, "Undetermined."),
        (R.OUT_OF_SCOPE, "Out of scope."),
        (R.NO_GUIDANCE, "No guidance."),
        (R.DO_NOT_IMAGE, "Do not image."),
        (R.WAIT, "Wait."),
        (R.CONSIDER, "Consider imaging."),
        (R.IMAGE, "Image."),
        (R.IMAGE_URGENTLY, "Image urgently:"),
        (R.IMAGE_IMMEDIATELY, "Image immediately."),
    ],
)
def test_each_recommendation_has_a_sentence(level: Recommendation, words: str) -> None:
    made = loads(
        """
        guideline made
          applies when not away
          otherwise no guidance
        fact away
          yes or no
        fact level
          one of none_of_them, do_not, wait_yet, may, should, soon, now
        study mri
        not indicated do_not
          when level is do_not
          do not image
          assumes "Made up."
        not indicated wait_yet
          when level is wait_yet
          wait
          assumes "Made up."
        indication may
          when level is may
          consider mri
          question "?"
          assumes "Made up."
        indication should
          when level is should
          image with mri
          question "?"
          assumes "Made up."
        red flag soon
          when level is soon
          image urgently with mri
          question "?"
          assumes "Made up."
        red flag now
          when level is now
          image immediately with mri
          question "?"
          assumes "Made up."
        """
    )
    given: dict[R, dict[str, Any]] = {
        R.UNDETERMINED: {},
        R.OUT_OF_SCOPE: {"away": True, "level": "none_of_them"},
        R.NO_GUIDANCE: {"away": False, "level": "none_of_them"},
        R.DO_NOT_IMAGE: {"away": False, "level": "do_not"},
        R.WAIT: {"away": False, "level": "wait_yet"},
        R.CONSIDER: {"away": False, "level": "may"},
        R.IMAGE: {"away": False, "level": "should"},
        R.IMAGE_URGENTLY: {"away": False, "level": "soon"},
        R.IMAGE_IMMEDIATELY: {"away": False, "level": "now"},
    }
    decision = made.evaluate(given[level])
    assert decision.recommendation is level
    text = decision.explain()
    assert f"\nRecommendation: {words}" in text
    assert ("no reassurance" in flat(text)) == (level in (R.OUT_OF_SCOPE, R.NO_GUIDANCE))
    assert ("Do not read this as ‘no imaging’" in flat(text)) == (level is R.UNDETERMINED)


def test_a_patient_outside_the_scope_is_not_reassured() -> None:
    """The reasons to wait with an adult are no reasons to wait with a child."""
    text = flat(case("child").explain())
    assert "that is no reassurance" in text
    assert "because age is 9 years. It is for adults with low back pain." in text
    assert "an early scan does not speed recovery" not in text
    assert "imaging should not be ordered" not in text
    assert "an early scan does not speed recovery" in flat(case("wait").explain())


def test_it_is_told_when_the_recommendation_rests_on_assumptions() -> None:
    warning = "It rests on assumptions"
    assert warning in case("wait").explain()
    assert warning in case("image_after_six_weeks").explain()
    # Nothing that was assumed could change these.
    assert warning not in case("fever_only").explain()
    assert warning not in case("child").explain()
    every = {
        fact.name: fact.assumed
        for fact in load("low_back_pain").model.facts
        if fact.assumed is not None
    }
    assert warning not in evaluate({**every, **CALM}).explain()


def test_where_no_single_rule_is_certain_it_is_said_that_all_come_to_the_same() -> None:
    made = loads(
        """
        guideline made
          otherwise no guidance
        fact x
          yes or no
        study mri
        indication with_x
          when     x
          image    with mri
          question "?"
          assumes  "Made up."
        indication without_x
          when     not x
          image    with mri
          question "?"
          assumes  "Made up."
        """
    )
    decision = made.evaluate({})
    assert decision.settled
    assert decision.reasons == ()
    assert "the answer is the same in each case" in flat(decision.explain())


def test_what_all_open_rules_of_a_kind_hang_on_is_told_once() -> None:
    text = flat(loads(DRAFT).evaluate({"swelling": "no_swelling"}).explain())
    assert "* Indications: Pain in the hollow beside the thumb (age and snuffbox pain)." in text
    text = flat(loads(DRAFT).evaluate({}).explain())
    assert (
        "* Indications, all depending on age: Pain in the hollow beside the thumb (and snuffbox "
        "pain); Swelling (and swelling)." in text
    )


def test_what_hangs_on_an_answer_is_not_told_twice_in_a_row() -> None:
    decision = loads(DRAFT).evaluate({})
    levels = [each.could_become for each in decision.missing]
    assert len(levels) > 1
    told = re.findall(r"Decides between[^.]*\.", flat(decision.explain()))
    same = [one == other for one, other in pairwise(levels)]
    assert True in same
    assert [each == "Decides between the same." for each in told[1:]] == same


def test_a_very_long_word_is_not_broken() -> None:
    word = "https://example.org/" + "x" * 120
    made = loads(DRAFT.replace("https://example.org/handbook", word).replace("Swelling by", word))
    text = made.evaluate({"age": 40, "swelling": "some_swelling"}).explain()
    assert word in text
    assert all(len(line) <= WIDTH or word in line for line in text.split("\n"))


def test_headings_of_any_length_are_wrapped() -> None:
    long = "a heading that goes on " * 10
    made = loads(DRAFT.replace("X-ray after a fall on the wrist", long))
    check_layout(made.evaluate({}).explain())


LOW_BACK_PAIN = load("low_back_pain")


@given(partial_patients(LOW_BACK_PAIN))
def test_every_explanation_is_laid_out_and_complete(facts: dict[str, Any]) -> None:
    decision = evaluate(facts)
    check_layout(decision.explain())
    check_nothing_is_left_out(decision)


@given(guidelines().flatmap(lambda made: partial_patients(made).map(lambda facts: (made, facts))))
def test_made_up_guidelines_are_explained_completely_too(
    made: tuple[Guideline, dict[str, Any]],
) -> None:
    decision = made[0].evaluate(made[1])
    check_layout(decision.explain())
    check_nothing_is_left_out(decision)
