"""The laws are proved on the diagrams, z3 proves the same from the model, and broken ones fail."""

from math import prod
from typing import Any

import pytest
import z3
from attrs import evolve
from hypothesis import assume, given, note
from hypothesis import strategies as st

from imaging_rules import (
    Guideline,
    Recommendation,
    StudyRecommendation,
    guidelines,
    load,
    loads,
)
from imaging_rules.analyse.laws import Proof, not_whole, proofs
from imaging_rules.decide.patient import OF_STUDY, RECOMMENDATIONS
from imaging_rules.diagram.from_model import Diagrams, diagrams_from
from imaging_rules.diagram.store import CAP, FALSE
from imaging_rules.library.proofs import prove_laws
from imaging_rules.model.guideline import Guideline as Model
from imaging_rules.model.rules import Contraindication, RedFlag
from imaging_rules.testing import guidelines as made_up_guidelines
from tests.agreement.by_z3 import Formulas
from tests.agreement.test_laws import given_in
from tests.analyse.files import FACTS, HEADER, SCOPED, rule

WAIT = Recommendation.WAIT.end
HIGHEST = Recommendation.IMAGE_IMMEDIATELY.end


def found_of(model: Model, diagrams: Diagrams) -> dict[int, Proof]:
    found = {
        each.law: each
        for each in proofs(model, diagrams, RECOMMENDATIONS.__getitem__, OF_STUDY.__getitem__)
    }
    assert sorted(found) == [1, 2, 3, 4, 5, 8]
    return found


@pytest.mark.parametrize("name", guidelines())
def test_the_laws_are_proved_for_the_guidelines_that_ship(name: str) -> None:
    guideline = load(name)
    found = prove_laws(guideline)
    assert found.all_hold
    assert not any(each.why_not or each.patient for each in found.proofs)
    assert found.patients == prod(len(fact.regions) for fact in guideline.model.facts)


@pytest.mark.thorough
@pytest.mark.parametrize("name", guidelines())
def test_z3_proves_the_laws_for_the_guidelines_that_ship(name: str) -> None:
    model = load(name).model
    formulas = Formulas(model)
    level = formulas.level()
    flags = model.of(RedFlag)
    # Some have criteria of their population alone; what is walked is proved for these too.
    assert flags or name != "low_back_pain"
    for flag in flags:
        holds = formulas.holds(flag.when)
        assert not formulas.never(holds)
        assert formulas.never(z3.And(holds, level < flag.highest.end))
        without = formulas.level(without=flag.name)
        assert not formulas.never(without < level)
        assert formulas.never(without > level)
        assert formulas.never(z3.And(z3.Not(holds), without != level))
    assert formulas.never(formulas.level(backwards=True) != level)
    # What is walked for patients known in part is, path by path, what the model says.
    diagrams = diagrams_from(model)
    assert formulas.never(formulas.from_diagram(diagrams, diagrams.level) != level)


@given(made_up_guidelines())
def test_the_laws_are_proved_for_made_up_guidelines(guideline: Guideline) -> None:
    note(guideline.model.text.text)
    for proof in prove_laws(guideline).proofs:
        assert proof.holds, proof


@pytest.mark.thorough
@given(made_up_guidelines())
def test_z3_and_the_diagrams_agree_on_studies_and_on_what_is_ruled_out(
    guideline: Guideline,
) -> None:
    model = guideline.model
    note(model.text.text)
    formulas, diagrams = Formulas(model), diagrams_from(model)
    for name, said in formulas.studies().items():
        assert formulas.never(formulas.from_diagram(diagrams, diagrams.studies[name]) != said)
        for ruling in model.of(Contraindication):
            if name in ruling.rules_out:
                recommended = said >= Recommendation.CONSIDER.end
                assert formulas.never(z3.And(formulas.holds(ruling.when), recommended))


@pytest.mark.thorough
@given(made_up_guidelines(), st.data())
def test_z3_and_the_diagrams_agree_on_what_is_broken_and_what_is_not(
    guideline: Guideline, data: st.DataObject
) -> None:
    model = guideline.model
    note(model.text.text)
    flags = model.of(RedFlag)
    assume(flags)
    diagrams = diagrams_from(model)
    levels = st.sampled_from([each.end for each in Recommendation if each.end > 0])
    was, now = data.draw(levels), data.draw(levels)
    broken = evolve(diagrams, level=diagrams.store.map({was: now}, diagrams.level))
    formulas = Formulas(model)
    level = formulas.from_diagram(broken, broken.level)
    found = found_of(model, broken)
    holds = {flag.name: formulas.holds(flag.when) for flag in flags}
    first = all(
        formulas.never(z3.And(holds[flag.name], level < flag.highest.end)) for flag in flags
    )
    assert found[1].holds == found[2].holds == first
    without = {flag.name: formulas.level(without=flag.name) for flag in flags}
    third = all(
        formulas.never(without[name] > level)
        and formulas.never(z3.And(z3.Not(holds[name]), without[name] != level))
        for name in without
    )
    assert found[3].holds == third
    assert found[4].holds
    assert found[5].holds == formulas.never(formulas.level(backwards=True) != level)


@pytest.mark.thorough
@given(made_up_guidelines(), st.data())
def test_a_lowered_red_flag_is_found_by_both_with_a_patient(
    guideline: Guideline, data: st.DataObject
) -> None:
    model = guideline.model
    diagrams = diagrams_from(model)
    holding = [flag for flag in model.of(RedFlag) if diagrams.rules[flag.name] != FALSE]
    assume(holding)
    flag = data.draw(st.sampled_from(holding))
    note(model.text.text)
    store = diagrams.store
    held = store.map({0: HIGHEST, 1: WAIT}, diagrams.rules[flag.name])
    broken = evolve(diagrams, level=store.combine(CAP, diagrams.level, held))
    formulas = Formulas(model)
    lower = formulas.from_diagram(broken, broken.level) < flag.highest.end
    assert not formulas.never(z3.And(formulas.holds(flag.when), lower))
    found = found_of(model, broken)
    assert (found[1].holds, found[2].holds) == (False, False)
    for law in (1, 2):
        patient = given_in(model.text.text, f"given {found[law].patient}")
        told = found[law].why_not
        named = next(f for f in model.of(RedFlag) if f"`{f.name}`" in told)
        reasons = {each.rule for each in guideline.evaluate(patient).reasons}
        assert named.name in reasons


# --- what else can be wrong -------------------------------------------------------------------

SAMPLE = loads(
    SCOPED
    + FACTS
    + rule("red flag", "fever", "when fever; image urgently with mri")
    + rule("indication", "worse", "when course is worse and care over 4 weeks; image with mri")
).model


def test_a_study_that_is_recommended_although_it_is_ruled_out_breaks_the_eighth_law() -> None:
    text = SCOPED + FACTS + rule("red flag", "fever", "when fever; image urgently with mri")
    text += 'contraindication young when age under 30 years rules out mri editorial "Made up."'
    model = loads(text).model
    diagrams = diagrams_from(model)
    broken = evolve(diagrams, studies={**diagrams.studies, "mri": diagrams.recommended["mri"]})
    found = found_of(model, broken)
    assert found[8].holds is False
    assert found[8].why_not == "`young` holds, and `mri` is recommended"
    assert "fever" in found[8].patient
    assert found_of(model, diagrams)[8].holds


def test_a_study_that_is_settled_although_it_may_be_ruled_out_breaks_the_eighth_law() -> None:
    def highest(mask: int) -> StudyRecommendation:
        return max(
            (e for e in StudyRecommendation if e.end >= 0 and mask >> e.end & 1),
            key=lambda each: each.end,
        )

    diagrams = diagrams_from(SAMPLE)
    found = {e.law: e for e in proofs(SAMPLE, diagrams, RECOMMENDATIONS.__getitem__, highest)}
    assert found[8].holds is False
    assert found[8].why_not.startswith("where a study may be ruled out,")


def broken_by(**changes: Any) -> dict[int, Proof]:
    return found_of(SAMPLE, evolve(diagrams_from(SAMPLE), **changes))


def test_an_assumed_fact_under_a_red_flag_breaks_the_second_law() -> None:
    assumed = [evolve(f, assumed=False) if f.name == "fever" else f for f in SAMPLE.facts]
    model = evolve(SAMPLE, facts=tuple(assumed))
    found = found_of(model, diagrams_from(model))
    assert found[2].holds is False
    assert found[2].why_not == "the red flag `fever` hangs on `fever`, which is assumed"
    assert found[2].patient == ""


def test_a_recommendation_that_is_too_sure_breaks_the_second_law() -> None:
    def first(mask: int) -> Recommendation:
        return next(each for each in Recommendation if each.end >= 0 and mask >> each.end & 1)

    found = {
        each.law: each
        for each in proofs(SAMPLE, diagrams_from(SAMPLE), first, OF_STUDY.__getitem__)
    }
    assert found[2].holds is False
    assert "are possible" in found[2].why_not
    assert found[1].holds


def test_a_recommendation_that_can_fall_breaks_the_fourth_law() -> None:
    def highest(mask: int) -> Recommendation:
        return max(
            (e for e in Recommendation if e.end >= 0 and mask >> e.end & 1),
            key=lambda each: each.end,
        )

    found = {
        each.law: each
        for each in proofs(SAMPLE, diagrams_from(SAMPLE), highest, OF_STUDY.__getitem__)
    }
    assert found[4].holds is False
    assert "is recommended, and where only" in found[4].why_not


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("age", "the regions of `age` do not hold each of its values once"),
        ("care", "the regions of `care` do not hold each of its values once"),
        ("course", "the regions of `course` do not hold each of its values once"),
        ("fever", "the regions of `fever` do not hold each of its values once"),
    ],
)
def test_a_value_that_is_left_out_breaks_the_fourth_law(name: str, why: str) -> None:
    diagrams = diagrams_from(SAMPLE)
    facts = [
        evolve(fact, type=_without_last_region(fact.type)) if fact.name == name else fact
        for fact in SAMPLE.facts
    ]
    found = list(
        proofs(
            evolve(SAMPLE, facts=tuple(facts)),
            diagrams,
            RECOMMENDATIONS.__getitem__,
            OF_STUDY.__getitem__,
        )
    )
    assert (found[3].holds, found[3].why_not) == (False, why)


def _without_last_region(type: Any) -> Any:
    return evolve(type, regions=(type.regions[0], *type.regions[:-1]))


def test_a_question_without_an_answer_breaks_the_fourth_law() -> None:
    diagrams = diagrams_from(SAMPLE)
    diagrams.store.children[diagrams.level] = diagrams.store.children[diagrams.level][:1]
    assert "a question for `age` does not have one way on for each region" in list(
        not_whole(SAMPLE, diagrams)
    )


def test_a_question_asked_again_breaks_the_fourth_law() -> None:
    diagrams = diagrams_from(SAMPLE)
    children = diagrams.store.children[diagrams.level]
    diagrams.store.children[diagrams.level] = (diagrams.level, *children[1:])
    assert "`age` is asked again after it was answered" in list(not_whole(SAMPLE, diagrams))
    shuffled = evolve(diagrams_from(SAMPLE), order=(0,) * len(SAMPLE.facts))
    assert "not every fact has one variable" in list(not_whole(SAMPLE, shuffled))


def test_another_study_breaks_the_fifth_law_with_a_patient() -> None:
    diagrams = diagrams_from(SAMPLE)
    studies = {**diagrams.studies, "ct": diagrams.studies["mri"]}
    found = broken_by(studies=studies)
    assert found[5].holds is False
    assert found[5].why_not == "with the blocks reversed, what is said of `ct` would be another"
    assert found[5].patient


@pytest.mark.parametrize("swap", [lambda a, b: a, lambda a, b: (a - b) % 10])
def test_an_operation_that_minds_the_order_breaks_the_fifth_law(
    swap: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("imaging_rules.diagram.store.HIGHER.function", swap)
    diagrams = diagrams_from(SAMPLE)
    found = found_of(SAMPLE, diagrams)
    assert found[5].holds is False
    assert "an operation that joins what rules say minds their" in found[5].why_not


def test_a_proof_that_outgrows_its_limit_is_no_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imaging_rules.analyse.laws.BUDGET", 1)
    found = found_of(SAMPLE, diagrams_from(SAMPLE))
    assert found[3].holds is None
    assert found[3].why_not == "the proof outgrows its limit"
    assert not prove_laws(loads(SAMPLE.text.text)).all_hold


def test_a_guideline_without_red_flags_keeps_the_laws() -> None:
    assert prove_laws(loads(HEADER + FACTS)).all_hold
