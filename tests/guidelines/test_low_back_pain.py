"""The bundled guideline says what its design says, patient by patient and statement by statement.

What is expected of a patient is written here a second time, as plain code from the tables of the
design, and apart from everything that decides.
"""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest

from imaging_rules import (
    Decision,
    Recommendation,
    StudyRecommendation,
    between,
    check,
    evaluate,
    load,
    unknown,
)
from imaging_rules.library.examples import complaints
from imaging_rules.model.facts import YesNoType
from imaging_rules.model.notes import Notes
from imaging_rules.model.rules import RedFlag
from imaging_rules.resources import shipped

R = Recommendation
S = StudyRecommendation
Patient = dict[str, Any]

GUIDELINE = load("low_back_pain")
MODEL = GUIDELINE.model
STATEMENTS = json.loads(
    (Path(str(shipped("guidelines"))) / "sources" / "livafortis.json").read_text("utf-8")
)

ASSUMED = {
    "persistent_leg_pain": False,
    "severe_leg_pain": False,
    "constant_leg_pain": False,
    "procedure_considered": False,
    "surgery_considered": False,
    "atypical_presentation": False,
    "clinical_question": True,
    "prior_spine_surgery": False,
    "osteoporosis": False,
    "older_adult": False,
    "acute_sports_trauma": False,
    "administrative_request": False,
    "claustrophobia": False,
}
FLAGS = {
    "bowel_or_bladder_loss": False,
    "saddle_anesthesia": False,
    "leg_weakness": "none",
    "fever_or_chills": False,
    "unexplained_weight_loss": False,
    "history_of_cancer": False,
    "recent_significant_trauma": False,
    "constant_night_pain": False,
    "long_term_steroids": False,
}
# Someone of whom everything is known, and nothing calls for imaging.
WELL: Patient = {
    **FLAGS,
    **ASSUMED,
    "age": 42,
    "conservative_care": 0,
    "meaningful_improvement": False,
    "symptom_duration": 5200,
    "pregnant": False,
}


# --- the tables of the design, a second time ----------------------------------------------------


def red_flags(p: Patient) -> Iterator[tuple[R, tuple[str, ...]]]:
    if p["bowel_or_bladder_loss"]:
        yield R.IMAGE_IMMEDIATELY, ("mri",)
    if p["leg_weakness"] == "worsening":
        yield R.IMAGE_URGENTLY, ("mri",)
    if p["saddle_anesthesia"]:
        yield R.IMAGE_URGENTLY, ("mri",)
    if p["fever_or_chills"]:
        yield R.IMAGE_URGENTLY, ("mri",)
    if p["unexplained_weight_loss"]:
        yield R.IMAGE_URGENTLY, ("mri",)
    if p["history_of_cancer"]:
        yield R.IMAGE_URGENTLY, ("mri",)
    if p["recent_significant_trauma"]:
        yield R.IMAGE_URGENTLY, ("mri", "ct")
    if p["constant_night_pain"]:
        yield R.IMAGE_URGENTLY, ("mri",)
    if p["age"] > 70:
        yield R.IMAGE_URGENTLY, ("mri", "ct")
    if p["long_term_steroids"]:
        yield R.IMAGE_URGENTLY, ("mri", "ct")


def other_reasons(p: Patient) -> Iterator[tuple[R, tuple[str, ...]]]:
    care, failed = p["conservative_care"], not p["meaningful_improvement"]
    if failed and 4 <= care < 6:
        yield R.CONSIDER, ("mri",)
    if failed and care >= 6:
        yield R.IMAGE, ("mri",)
    if p["persistent_leg_pain"] and (
        p["severe_leg_pain"] or p["constant_leg_pain"] or p["leg_weakness"] == "not_improving"
    ):
        yield R.IMAGE, ("mri",)
    if p["procedure_considered"]:
        yield R.IMAGE, ("mri",)
    if p["surgery_considered"] and care >= 4 and failed:
        yield R.IMAGE, ("mri",)
    if p["atypical_presentation"]:
        yield R.IMAGE, ("mri",)
    if p["osteoporosis"] and (p["older_adult"] or p["age"] > 70):
        yield R.CONSIDER, ("mri", "ct")
    if p["acute_sports_trauma"]:
        yield R.CONSIDER, ("mri", "ct")


def instead_of(study: str, p: Patient) -> str:
    if p["pregnant"] and study in ("mri", "ct"):
        return "mri_without_contrast"
    if p["prior_spine_surgery"] and not p["pregnant"] and study == "mri":
        return "mri_with_contrast"
    return study


def known(p: Patient) -> tuple[R, dict[str, R]]:
    """The level and what is said of studies, whatever contradicts what."""
    said = list(red_flags(p))
    adult = p["age"] >= 18
    if adult:
        others = list(other_reasons(p))
        # A finding that would change nothing: everything but red flags is held at wait.
        said += others if p["clinical_question"] else [(R.WAIT, ()) for _ in others]
    nothing = R.WAIT if adult else R.OUT_OF_SCOPE
    level = max((level for level, _ in said), default=nothing)
    studies: dict[str, R] = {}
    for study_level, named in said:
        for study in named:
            use = instead_of(study, p)
            studies[use] = max(studies.get(use, study_level), study_level)
    return level, studies


def completions(p: Patient) -> list[Patient]:
    """The patients that this one may be: of care longer than the pain, the length is open."""
    if p["conservative_care"] > p["symptom_duration"] and not list(red_flags(p)):
        return [{**p, "conservative_care": weeks} for weeks in (0, 4, 6)]
    return [p]


def recommended(several: set[R] | set[R | S]) -> R | S:
    if len(several) == 1 or min(several, key=lambda each: each.end).end >= R.IMAGE.end:
        return min(several, key=lambda each: each.end)
    return R.UNDETERMINED


def agrees(p: Patient) -> None:
    decision = evaluate(p)
    outcomes = [known(each) for each in completions(p)]
    levels = {level for level, _ in outcomes}
    assert set(decision.possible) == levels, p
    assert decision.recommendation is recommended(levels), p
    for study in decision.studies:
        said = {studies.get(study.name, S.NOT_NAMED) for _, studies in outcomes}
        assert set[str](study.possible) == said, p
        assert study.recommendation == recommended(said), p


# --- patients of whom everything is known -------------------------------------------------------

NOT_YET, FIRST, ALMOST, LAST = (Fraction(days, 7) for days in (27, 28, 41, 42))
CARE = (0, NOT_YET, FIRST, ALMOST, LAST, 520)
AGES = (17, 18, 70, 71)
ONE_FLAG: list[Patient] = [
    {},
    *({name: True} for name, absent in FLAGS.items() if absent is False),
    {"leg_weakness": "worsening"},
]
ONE_REASON: list[Patient] = [
    {},
    {"persistent_leg_pain": True},
    {"persistent_leg_pain": True, "severe_leg_pain": True},
    {"persistent_leg_pain": True, "constant_leg_pain": True},
    {"persistent_leg_pain": True, "leg_weakness": "not_improving"},
    {"persistent_leg_pain": True, "leg_weakness": "improving"},
    {"severe_leg_pain": True, "constant_leg_pain": True, "leg_weakness": "not_improving"},
    {"procedure_considered": True},
    {"surgery_considered": True},
    {"atypical_presentation": True},
    {"osteoporosis": True},
    {"osteoporosis": True, "older_adult": True},
    {"older_adult": True},
    {"acute_sports_trauma": True},
    {"administrative_request": True, "claustrophobia": True},
]


@pytest.mark.parametrize("age", AGES)
def test_every_reason_by_itself_in_every_circumstance(age: int) -> None:
    circumstances = product(
        ONE_REASON, CARE, (False, True), (False, True), (False, True), (False, True)
    )
    for reason, care, improved, asked, pregnant, operated in circumstances:
        agrees(
            {
                **WELL,
                **reason,
                "age": age,
                "conservative_care": care,
                "meaningful_improvement": improved,
                "clinical_question": asked,
                "pregnant": pregnant,
                "prior_spine_surgery": operated,
            }
        )


@pytest.mark.parametrize("age", AGES)
def test_every_red_flag_by_itself_beside_every_reason(age: int) -> None:
    for flag, reason, asked, pregnant, operated in product(
        ONE_FLAG, ONE_REASON, (False, True), (False, True), (False, True)
    ):
        agrees(
            {
                **WELL,
                **reason,
                **flag,
                "age": age,
                "conservative_care": 6,
                "clinical_question": asked,
                "pregnant": pregnant,
                "prior_spine_surgery": operated,
            }
        )


def test_every_two_red_flags() -> None:
    for one, other in product(ONE_FLAG, ONE_FLAG):
        agrees({**WELL, **one, **other})


def test_patients_at_random() -> None:
    random = Random(20240126)
    seen = set()
    for _ in range(4000):
        # Often few things are true at once, sometimes many.
        share = random.choice((0.03, 0.1, 0.5))
        patient: Patient = {
            fact.name: random.random() < share
            for fact in MODEL.facts
            if isinstance(fact.type, YesNoType)
        }
        patient["clinical_question"] = random.random() < 0.7
        patient["leg_weakness"] = random.choice(("none", "improving", "not_improving", "worsening"))
        patient["age"] = random.choice((*AGES, random.randrange(121)))
        patient["conservative_care"] = random.choice((*CARE, Fraction(random.randrange(80), 7)))
        patient["symptom_duration"] = random.choice((5200, 6, Fraction(random.randrange(80), 7)))
        agrees(patient)
        seen.add(evaluate(patient).recommendation)
    assert seen == {*R} - {R.NO_GUIDANCE, R.DO_NOT_IMAGE}


# --- boundaries ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "level"),
    [
        (27, R.WAIT),
        (28, R.CONSIDER),
        (29, R.CONSIDER),
        (41, R.CONSIDER),
        (42, R.IMAGE),
        (43, R.IMAGE),
    ],
)
def test_the_waiting_period_in_days(days: int, level: R) -> None:
    for care in (
        f"{days} days",
        timedelta(days=days),
        Fraction(days, 7),
        days / 7,
        f"{days}/7 weeks",
    ):
        assert evaluate({**WELL, "conservative_care": care}).recommendation is level
        improved = {**WELL, "conservative_care": care, "meaningful_improvement": True}
        assert evaluate(improved).recommendation is R.WAIT
        surgery = {**WELL, "conservative_care": care, "surgery_considered": True}
        expected_level = R.WAIT if days < 28 else R.IMAGE
        assert evaluate(surgery).recommendation is expected_level
        remarks = evaluate(
            {**WELL, "conservative_care": care, "procedure_considered": True}
        ).remarks
        assert bool(remarks) == (days < 28)


@pytest.mark.parametrize(
    ("age", "level"),
    [
        (0, R.OUT_OF_SCOPE),
        (17, R.OUT_OF_SCOPE),
        (18, R.WAIT),
        (19, R.WAIT),
        (69, R.WAIT),
        (70, R.WAIT),
        (71, R.IMAGE_URGENTLY),
        (120, R.IMAGE_URGENTLY),
    ],
)
def test_ages(age: int, level: R) -> None:
    assert evaluate({**WELL, "age": age}).recommendation is level
    # A red flag holds at every age.
    fever = evaluate({**WELL, "age": age, "fever_or_chills": True})
    assert fever.recommendation is R.IMAGE_URGENTLY


def test_an_age_on_both_sides_of_a_bound() -> None:
    assert evaluate({**WELL, "age": between(70, 71)}).possible == (R.WAIT, R.IMAGE_URGENTLY)
    assert evaluate({**WELL, "age": between(18, 70)}).possible == (R.WAIT,)
    assert evaluate({**WELL, "age": between(17, 18)}).possible == (R.OUT_OF_SCOPE, R.WAIT)


# --- what is not known, and what is assumed -----------------------------------------------------


def test_what_is_assumed_where_nothing_is_stated() -> None:
    assert {f.name: f.assumed for f in MODEL.facts if f.assumed is not None} == ASSUMED


@pytest.mark.parametrize("flag", FLAGS)
def test_wait_is_never_settled_while_a_red_flag_is_open(flag: str) -> None:
    decision = evaluate({**WELL, flag: unknown})
    assert decision.recommendation is R.UNDETERMINED
    assert decision.possible[0] is R.WAIT
    assert decision.possible[-1] >= R.IMAGE_URGENTLY
    assert [each.fact for each in decision.missing] == [flag]


def test_pregnancy_never_changes_the_level_but_is_asked_for_the_study() -> None:
    decision = evaluate({**WELL, "fever_or_chills": True, "pregnant": unknown})
    assert decision.settled
    assert [(each.fact, each.could_become) for each in decision.missing] == [("pregnant", ())]


def test_the_screen_covers_the_red_flags_that_are_not_numbers() -> None:
    assert dict(MODEL.screen["red_flags"].covers) == FLAGS


def test_the_studies_preferred_first() -> None:
    assert list(MODEL.study) == ["mri", "mri_without_contrast", "mri_with_contrast", "ct"]
    assert "not stated by the source" in MODEL.study["mri"].notes.title


def test_what_each_red_flag_raises_a_suspicion_of() -> None:
    suspects = {flag.name: flag.suspect for flag in MODEL.of(RedFlag)}
    assert suspects.pop("age_over_70").startswith("serious pathology")
    assert suspects == {
        "bowel_or_bladder_loss": "cauda equina syndrome",
        "progressive_leg_weakness": "",
        "saddle_anesthesia": "",
        "fever_or_chills": "spinal infection",
        "unexplained_weight_loss": "malignancy",
        "history_of_cancer": "malignancy",
        "recent_significant_trauma": "fracture",
        "constant_night_pain": "tumor or infection",
        "long_term_steroids": "fracture",
    }
    assert {flag.name: str(flag.timing) for flag in MODEL.of(RedFlag) if flag.timing} == {
        "recent_significant_trauma": "often within the first few days"
    }


# --- examples -----------------------------------------------------------------------------------

EXAMPLES = {example.title: example for example in MODEL.examples}


def decide(title: str) -> Decision:
    return GUIDELINE.evaluate(dict(EXAMPLES[title].given))


@pytest.mark.parametrize("title", EXAMPLES)
def test_an_example_is_decided_as_it_says(title: str) -> None:
    assert list(complaints(EXAMPLES[title], decide(title))) == []


def test_every_rule_decides_in_some_example() -> None:
    deciding = set()
    for title in EXAMPLES:
        decision = decide(title)
        deciding |= {reason.rule for reason in decision.reasons if reason.decisive}
        deciding |= {found.name for found in decision.contradictions}
    assert {rule.name for rule in MODEL.rules} <= deciding


def test_there_is_nothing_to_say_against_the_file() -> None:
    assert check("low_back_pain") == ()


# --- statements ---------------------------------------------------------------------------------


def all_notes() -> dict[str, Notes]:
    """The notes of every block that may cite, by kind and name."""
    found = {"guideline": MODEL.header.notes}
    for kind, blocks in (
        ("fact", MODEL.facts),
        ("screen", MODEL.screens),
        ("define", MODEL.definitions),
        ("study", MODEL.studies),
        ("rule", MODEL.rules),
        ("advice", MODEL.advice),
        ("source", MODEL.sources),
    ):
        found |= {f"{kind} {block.name}": block.notes for block in blocks}
    return found


NOTES = all_notes()


def cited_by(notes: Notes) -> set[str]:
    return {each.id for citation in notes.citations for each in citation.statements}


def test_each_of_the_122_statements_is_cited_or_left_out_with_a_reason() -> None:
    every = [each["id"] for each in STATEMENTS]
    assert every == [f"S{number}" for number in range(1, 123)]
    cited = set().union(*(cited_by(notes) for notes in NOTES.values()))
    left_out = dict(MODEL.source["livafortis"].left_out)
    assert cited | left_out.keys() == set(every)
    assert cited & left_out.keys() == set()
    assert set(left_out) == {"S71", "S121", "S122"}
    assert all(left_out.values())


def test_quotes_are_those_of_the_statements() -> None:
    quotes = {each["id"]: each["quote"] for each in STATEMENTS}
    for notes in NOTES.values():
        for citation in notes.citations:
            for statement in citation.statements:
                assert statement.quote == quotes[statement.id]


def test_every_rule_that_recommends_imaging_rests_on_the_source() -> None:
    for rule in MODEL.rules:
        if rule.name != "care_longer_than_symptoms":
            assert cited_by(rule.notes), rule.name


# What is encoded where the article is silent or disagrees with itself: the blocks that must say
# so, with words by which to know that it is this that they say.
CHOICES = [
    ("A1", "screen red_flags", "three lists of red flags"),
    ("A2", "rule bowel_or_bladder_loss", "only this one is imaged immediately"),
    ("A2", "rule saddle_anesthesia", "emergency"),
    ("A2", "rule progressive_leg_weakness", "emergency"),
    ("A3", "rule progressive_leg_weakness", "hours or days"),
    ("A5", "rule conservative_care", "four weeks"),
    ("A6", "fact conservative_care", "not of symptoms"),
    ("A7", "rule radiculopathy", "number of weeks"),
    ("A7", "rule radiculopathy", "isn’t improving"),
    ("A8", "rule procedure_considered", "first week"),
    ("A8", "rule atypical_presentation", "first week"),
    ("A9", "rule age_over_70", "strictly"),
    ("A10", "fact constant_night_pain", "whatever the position"),
    ("A12", "rule no_clinical_question", "principle"),
    ("A13", "rule pregnancy", "collide"),
    ("A14", "study mri", "whether contrast is used"),
    ("A15", "rule osteoporosis", "no age"),
    ("A17", "rule administrative_request", "never changes the decision"),
    ("A19", "rule recent_significant_trauma", "MRI first"),
    ("A19", "rule age_over_70", "MRI first"),
    ("A19", "rule long_term_steroids", "MRI first"),
    ("A20", "guideline", "never taken as absent"),
    ("A21", "fact conservative_care", "Rest alone"),
    ("A22", "rule conservative_care", "too small to matter"),
    ("A23", "rule recent_significant_trauma", "No cut-off"),
    ("A23", "rule unexplained_weight_loss", "No cut-off"),
    ("A23", "rule long_term_steroids", "No cut-off"),
    ("A28", "advice what_guidelines_say", "the article’s claim"),
    ("A32", "guideline", "children"),
]


@pytest.mark.parametrize(("choice", "block", "words"), CHOICES)
def test_a_choice_of_the_encoder_is_marked_as_one(choice: str, block: str, words: str) -> None:
    notes = NOTES[block]
    marked = " ".join((*notes.assumes, *notes.editorial))
    assert words in marked, choice


def test_what_goes_beyond_the_source_is_editorial() -> None:
    """A2 and A28: what other guidance says is not what the article says."""
    for block in ("rule saddle_anesthesia", "rule progressive_leg_weakness"):
        assert any("Other guidance" in text for text in NOTES[block].editorial)
    for notes in NOTES.values():
        assert not any("Other guidance" in text for text in notes.assumes)


# --- advice -------------------------------------------------------------------------------------


def test_no_advice_says_that_a_scan_is_safe() -> None:
    for advice in MODEL.advice:
        for text in advice.texts:
            assert not re.search(r"\b(?:un)?safe|\bharmless|\bno risk|\brisk-free", text.lower())
    for study in MODEL.studies:
        assert "safe" not in study.explain.lower()
    # The article's unqualified claim is cited, and it is said that it is not passed on.
    (claim,) = [name for name, notes in NOTES.items() if "S67" in cited_by(notes)]
    assert "not passed on" in " ".join(NOTES[claim].assumes)
    header = " ".join(NOTES["guideline"].editorial)
    assert "contraindications" in header


OCCURRING = {
    R.UNDETERMINED,
    R.OUT_OF_SCOPE,
    R.WAIT,
    R.CONSIDER,
    R.IMAGE,
    R.IMAGE_URGENTLY,
    R.IMAGE_IMMEDIATELY,
}


@pytest.mark.parametrize(
    ("numbers", "levels"),
    [
        (range(50, 58), {R.WAIT, R.CONSIDER}),
        (range(73, 78), OCCURRING - {R.IMAGE_IMMEDIATELY}),
        (range(60, 64), OCCURRING - {R.UNDETERMINED, R.OUT_OF_SCOPE, R.WAIT}),
        (range(25, 35), {R.WAIT}),
        ([65, 66, 97, 98, 103, 104, 105], {R.IMAGE, R.IMAGE_URGENTLY, R.IMAGE_IMMEDIATELY}),
        ([14, 17, 18, 19, 20, 21, 22, 58, 117], {R.WAIT}),
        (range(4, 11), {R.WAIT, R.IMAGE}),
        ([68, 69, 70, 72], {R.WAIT}),
        (range(110, 116), {R.WAIT}),
    ],
)
def test_what_the_article_advises_is_shown_with_these_levels(numbers: Any, levels: set[R]) -> None:
    for number in numbers:
        shown = {
            level
            for advice in MODEL.advice
            if f"S{number}" in cited_by(advice.notes)
            for level in advice.levels
        }
        assert levels <= shown, number


def test_the_safety_net_names_all_ten_red_flags() -> None:
    (net,) = [advice for advice in MODEL.advice if advice.topic == "safety"]
    assert len(MODEL.of(RedFlag)) == 10
    assert len(net.texts) == 1 + 10
    assert evaluate(WELL).advice[0].name == net.name
