"""Advice against a study that is recommended for the same patient all the same."""

from pathlib import Path

import pytest
from hypothesis import assume, given, note

from imaging_rules import Guideline, Recommendation
from imaging_rules.analyse.checks.studies import advised_against_in_vain
from imaging_rules.diagram.from_model import diagrams_from
from imaging_rules.model.meaning import decide
from imaging_rules.model.rules import Indication
from imaging_rules.testing import guidelines
from tests.analyse.files import FACTS, HEADER, SCOPED, messages, rule
from tests.analyse.patients import MOST, condition_holds, number_of_patients, patients
from tests.analyse.test_idle import patient_in_scope


@given(guidelines())
def test_it_is_warned_of_exactly_where_such_a_patient_exists(guideline: Guideline) -> None:
    model = guideline.model
    note(model.text.text)
    assume(number_of_patients(model) <= MOST)
    expected = set()
    for patient in patients(model):
        studies = decide(model, patient).studies
        for each in model.of(Indication):
            if condition_holds(model, each, patient) and patient_in_scope(guideline, patient):
                expected |= {
                    (each.name, study)
                    for study in each.against
                    if studies[study] >= Recommendation.CONSIDER
                }
    said = [
        each.message.split("`") for each in advised_against_in_vain(model, diagrams_from(model))
    ]
    found = {(words[1], words[3]) for words in said}
    assert found == expected
    assert len(said) == len(expected)


AGAINST = rule("indication", "no_mri", "when cancer; do not image with mri")
FOR = rule("indication", "fever", "when fever; image with mri")


@pytest.mark.parametrize(
    ("rules", "warned"),
    [
        (AGAINST + FOR, True),
        (AGAINST + FOR.replace("when fever", "when fever and not cancer"), False),
        (AGAINST + FOR.replace("with mri", "with ct"), False),
        (AGAINST + FOR.replace("image with", "consider"), True),
        # Where another study is used instead, the advice is heard.
        (
            AGAINST + FOR + rule("special case", "cancer", "when cancer; instead of mri use ct"),
            False,
        ),
        # What is used instead is recommended, too.
        (
            AGAINST
            + FOR.replace("with mri", "with ct")
            + rule("special case", "course", "when course is better; instead of ct use mri"),
            True,
        ),
        # What is held at `wait` is recommended to no one.
        (AGAINST + FOR + rule("limit", "cancer", "when cancer; hold at wait"), False),
        (
            AGAINST
            + rule("red flag", "fever", "when fever; image with mri")
            + rule("limit", "cancer", "when cancer; hold at wait"),
            True,
        ),
    ],
)
def test_what_counts_is_what_is_recommended_in_the_end(
    rules: str, warned: bool, tmp_path: Path
) -> None:
    found = messages(HEADER + FACTS + rules, tmp_path, "W530")
    assert bool(found) is warned


def test_out_of_scope_nothing_is_advised_against(tmp_path: Path) -> None:
    flag = rule("red flag", "young", "when age under 10 years; image with mri")
    assert messages(SCOPED + FACTS + AGAINST + flag, tmp_path, "W530") == []
    flag = flag.replace("under 10", "under 20")
    (message,) = messages(SCOPED + FACTS + AGAINST + flag, tmp_path, "W530")
    assert message == (
        "`no_mri` advises against `mri` where `young` recommends it, and the recommendation counts"
    )
