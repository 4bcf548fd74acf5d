"""The New Orleans criteria decide as they are published, and leave open what is not known."""

import pytest

from imaging_rules import Decision, Recommendation, between, check, compare, load, unknown
from tests.guidelines.grid import NO_YES, Patient, compare_all

GUIDELINE = load("new_orleans_head")
IMAGE, NO_IMAGE, SILENT, OUT = (
    Recommendation.IMAGE,
    Recommendation.DO_NOT_IMAGE,
    Recommendation.NO_GUIDANCE,
    Recommendation.OUT_OF_SCOPE,
)

MORE_THAN_A_DAY = "1441 minutes"
# Someone for whom the criteria are, and of whom no finding is present.
QUIET: Patient = {
    "head_injured": True,
    "age": 40,
    "time_since_injury": 3,
    "glasgow_coma_scale_on_arrival": 15,
    "loss_of_consciousness": True,
    "amnesia_for_the_injury": False,
    "neurologic_exam_abnormal": False,
    "bleeding_disorder": False,
    "headache": False,
    "vomiting_episodes": 0,
    "intoxicated": False,
    "persistent_anterograde_amnesia": False,
    "visible_trauma_above_clavicles": False,
    "suspected_seizure": False,
}
FINDINGS = (
    "headache",
    "vomiting_episodes",
    "intoxicated",
    "persistent_anterograde_amnesia",
    "visible_trauma_above_clavicles",
    "suspected_seizure",
)


def criteria(p: Patient) -> Recommendation:
    """The criteria as they are published, for a patient of whom everything is known."""
    if not p["head_injured"] or p["glasgow_coma_scale_on_arrival"] != 15:
        return OUT
    if p["neurologic_exam_abnormal"]:
        return OUT
    if not (p["loss_of_consciousness"] or p["amnesia_for_the_injury"]):
        return OUT
    if p["age"] < 3 or p["time_since_injury"] == MORE_THAN_A_DAY:
        return OUT
    present = [
        p["headache"],
        p["vomiting_episodes"] > 0,
        p["age"] > 60,
        p["intoxicated"],
        p["persistent_anterograde_amnesia"],
        p["visible_trauma_above_clavicles"],
        p["suspected_seizure"],
    ]
    if True in present:
        return IMAGE
    # Bleeding disorders could not be evaluated: none of the findings says nothing of them.
    return SILENT if p["bleeding_disorder"] else NO_IMAGE


# --- patients of whom everything is known -------------------------------------------------------


@pytest.mark.parametrize("age", [2, 3, 60, 61])
def test_every_combination(age: int) -> None:
    values = {
        **dict.fromkeys(QUIET, NO_YES),
        "age": (age,),
        "time_since_injury": (24, MORE_THAN_A_DAY),
        "glasgow_coma_scale_on_arrival": (14, 15),
        "vomiting_episodes": (0, 1),
    }
    seen = {2: {OUT}, 61: {OUT, IMAGE}}.get(age, {OUT, IMAGE, NO_IMAGE, SILENT})
    assert compare_all(GUIDELINE, criteria, values) == seen


# --- patients of whom something is not known ----------------------------------------------------


def decide(**changed: object) -> Decision:
    return GUIDELINE.evaluate({**QUIET, **changed})


def asked(decision: Decision) -> list[str]:
    return [each.fact for each in decision.missing]


@pytest.mark.parametrize("name", FINDINGS)
def test_a_finding_that_is_not_known_is_asked_for(name: str) -> None:
    decision = decide(**{name: unknown})
    assert decision.recommendation is Recommendation.UNDETERMINED
    assert decision.possible == (NO_IMAGE, IMAGE)
    assert asked(decision) == [name]
    assert decide(**{name: unknown}, age=61).possible == (IMAGE,)


def test_what_was_not_examined_leaves_the_scope_open() -> None:
    decision = decide(neurologic_exam_abnormal=unknown)
    assert decision.possible == (OUT, NO_IMAGE)
    assert asked(decision) == ["neurologic_exam_abnormal"]


def test_a_bleeding_disorder_takes_nothing_from_a_finding_and_is_no_reassurance() -> None:
    assert decide(bleeding_disorder=True).recommendation is SILENT
    assert decide(bleeding_disorder=unknown).possible == (SILENT, NO_IMAGE)
    assert asked(decide(bleeding_disorder=unknown)) == ["bleeding_disorder"]
    for value in (True, unknown):
        found = decide(bleeding_disorder=value, headache=True)
        assert (found.recommendation, asked(found)) == (IMAGE, [])


def test_a_range_around_a_bound() -> None:
    assert decide(age=between(3, 60)).possible == (NO_IMAGE,)
    assert decide(age=between(60, 61)).possible == (NO_IMAGE, IMAGE)
    assert decide(age=between(2, 3)).possible == (OUT, NO_IMAGE)


def test_who_remembers_the_injury_and_forgets_what_is_new_needs_a_ct() -> None:
    """The two are no contradiction: one is a gap for the injury, the other of short-term memory."""
    decision = decide(amnesia_for_the_injury=False, persistent_anterograde_amnesia=True)
    assert (decision.recommendation, decision.contradictions) == (IMAGE, ())


def test_disorientation_alone_is_no_way_into_the_criteria() -> None:
    decision = decide(loss_of_consciousness=False, amnesia_for_the_injury=False)
    assert decision.recommendation is OUT
    assert "disorientation" not in {fact.name for fact in GUIDELINE.model.facts}


def test_the_screen_answered_with_none_sets_the_findings() -> None:
    told = {name: value for name, value in QUIET.items() if name not in FINDINGS}
    assert GUIDELINE.evaluate({**told, "new_orleans_findings": "none"}).recommendation is NO_IMAGE


# --- beside the Canadian rule -------------------------------------------------------------------


def test_a_headache_at_62_is_imaged_here_and_not_under_the_canadian_rule() -> None:
    """The same patient, with facts of the same names, is told apart by the two rules."""
    patient = {
        **QUIET,
        "age": 62,
        "headache": True,
        "witnessed_loss_of_consciousness": True,
        "amnesia": False,
        "glasgow_coma_scale_after_two_hours": 15,
        "suspected_open_or_depressed_skull_fracture": False,
        "basal_skull_fracture_sign": False,
        "canadian_ct_head_exclusions": "none",
        "canadian_ct_head_mechanisms": "none",
    }
    both = compare(patient, ["new_orleans_head", "canadian_ct_head"])
    assert [row.decision.recommendation for row in both.rows] == [IMAGE, NO_IMAGE]


# --- the file -----------------------------------------------------------------------------------


def test_there_is_nothing_to_say_against_the_file() -> None:
    assert check("new_orleans_head") == ()
