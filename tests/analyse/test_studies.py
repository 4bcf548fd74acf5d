"""Special cases that collide, and advice against studies: told exactly where it is so."""

from itertools import product
from pathlib import Path

import pytest
from hypothesis import assume, given, note

from imaging_rules import Guideline, GuidelineError, Recommendation, StudyRecommendation, loads
from imaging_rules.analyse.checks.studies import advised_against_in_vain, never_recommended
from imaging_rules.diagram.from_model import diagrams_from
from imaging_rules.model.meaning import decide
from imaging_rules.model.rules import Contraindication, Indication, Precaution
from imaging_rules.testing import guidelines
from tests.analyse.files import FACTS, HEADER, SCOPED, messages, rule
from tests.analyse.patients import MOST, condition_holds, number_of_patients, patients
from tests.analyse.test_facts import patient_in_scope

KNEE = """\
guideline knee
  title     "Knee"
  otherwise no guidance

fact pain
  yes or no
  ask "Is there pain?"

fact pacemaker
  yes or no
  ask "Is there a pacemaker?"

fact kidney
  yes or no
  ask "Do the kidneys fail?"

fact pregnant
  yes or no
  ask "Is the patient pregnant?"

study mri
  title "MRI"

study ct
  title "CT with contrast"

study ultrasound
  title "Ultrasound"

study xray
  title "X-ray"

study radiologist
  title "Ask a radiologist"

indication pain
  title     "Pain"
  when      pain
  image     with mri
  question  "Why?"
  editorial "Made up for a test."
"""
PACEMAKER = ("pacemaker", "pacemaker", "mri", "ct", "")
KIDNEY = ("kidney", "kidney", "ct or mri", "ultrasound", "")
BOTH = ("both", "pacemaker and kidney", "mri or ct", "ultrasound", "pacemaker, kidney")


def with_cases(*cases: tuple[str, str, str, str, str]) -> str:
    text = KNEE
    for name, when, replaced, use, overrides in cases:
        text += f'\nspecial case {name}\n  title "A case"\n  when {when}\n'
        text += f"  instead of {replaced} use {use}\n" if use else '  remark "Take care."\n'
        text += f"  overrides {overrides}\n" if overrides else ""
        text += '  editorial "Made up for a test."\n'
    return text


def complaints(text: str) -> list[tuple[str, str]]:
    with pytest.raises(GuidelineError) as problem:
        loads(text)
    return [(each.message, each.help) for each in problem.value.diagnostics if each.is_error]


def studies(text: str, **facts: bool) -> set[str]:
    rest = dict.fromkeys(("pain", "pacemaker", "kidney", "pregnant"), False)
    decision = loads(text).evaluate({**rest, "pain": True, **facts})
    return {
        study.name
        for study in decision.studies
        if study.recommendation == StudyRecommendation.IMAGE
    }


@given(guidelines())
def test_what_is_never_recommended_where_it_is_ruled_out_or_prepared_for_is_told(
    guideline: Guideline,
) -> None:
    model = guideline.model
    note(model.text.text)
    assume(number_of_patients(model) <= MOST)
    outcomes = [(patient, decide(model, patient)) for patient in patients(model)]
    idle = []
    for ruling in model.of(Contraindication):
        held = [o for p, o in outcomes if condition_holds(model, ruling, p)]
        idle += [
            (ruling.name, study)
            for study in ruling.rules_out
            if held and all(o.studies[study] is not StudyRecommendation.RULED_OUT for o in held)
        ]
    for care in model.of(Precaution):
        idle += [
            (care.name, study)
            for study in care.before
            if all((care.name, study) not in outcome.due for _, outcome in outcomes)
        ]
    found = never_recommended(model, diagrams_from(model))
    assert [tuple(each.message.split("`")[1:4:2]) for each in found] == idle


def test_it_is_said_what_each_choice_does_and_that_there_is_a_third() -> None:
    assert complaints(with_cases(PACEMAKER, KIDNEY)) == [
        (
            "`pacemaker` and `kidney` can hold together, and replace `mri` by `ct` and by "
            "`ultrasound`",
            "with `overrides kidney` in `pacemaker`, `ct` is used although `kidney` holds; "
            "the other way round, `ultrasound` is used although `pacemaker` holds; "
            "where neither will do, write a special case for both, which overrides both; "
            "if the reason is that a study must not be done, write a contraindication instead, "
            "which no special case touches; both hold for `given pacemaker, kidney`",
        )
    ]


def test_where_one_replaces_what_the_other_brings_the_first_study_may_stay() -> None:
    ((_, help),) = complaints(with_cases(PACEMAKER, ("kidney", "kidney", "ct", "ultrasound", "")))
    assert help.startswith(
        "with `overrides kidney` in `pacemaker`, `ct` is used although `kidney` holds; "
        "the other way round, `mri` is used although `pacemaker` holds; "
    )


def test_a_special_case_for_both_that_overrides_both_settles_it() -> None:
    text = with_cases(PACEMAKER, KIDNEY, BOTH)
    assert studies(text) == {"mri"}
    assert studies(text, pacemaker=True) == {"ct"}
    assert studies(text, kidney=True) == {"ultrasound"}
    assert studies(text, pacemaker=True, kidney=True) == {"ultrasound"}


@pytest.mark.parametrize(
    ("both", "left"),
    [
        # It overrides one of them only, and replaces the same study as the other.
        (("both", "pacemaker and kidney", "mri or ct", "xray", "pacemaker"), {"both", "kidney"}),
        # It does not hold for all for whom both do.
        (
            ("both", "pacemaker and kidney and pregnant", "mri or ct", "xray", "pacemaker, kidney"),
            {"pacemaker", "kidney"},
        ),
        # It overrides neither.
        (("both", "pacemaker and kidney", "xray", "radiologist", ""), {"pacemaker", "kidney"}),
    ],
)
def test_a_special_case_that_leaves_both_for_some_patient_does_not(
    both: tuple[str, str, str, str, str], left: set[str]
) -> None:
    said = complaints(with_cases(PACEMAKER, KIDNEY, both))
    assert {name for message, _ in said for name in message.split("`")[1:4:2]} == left


def test_the_patient_who_is_named_is_one_for_whom_nothing_is_overridden() -> None:
    both = ("both", "pacemaker and kidney and pregnant", "mri or ct", "xray", "pacemaker, kidney")
    ((_, help),) = complaints(with_cases(PACEMAKER, KIDNEY, both))
    assert help.endswith("both hold for `given pacemaker, kidney, not pregnant`")


def test_three_that_collide_take_one_special_case_for_each_two_and_one_for_all() -> None:
    single = [
        ("pacemaker", "pacemaker", "mri", "ct", ""),
        ("kidney", "kidney", "mri", "ultrasound", ""),
        ("pregnant", "pregnant", "mri", "xray", ""),
    ]
    assert len(complaints(with_cases(*single))) == 3
    at_least_two = (
        "several",
        "at least 2 of (pacemaker, kidney, pregnant)",
        "mri",
        "radiologist",
        "pacemaker, kidney, pregnant",
    )
    text = with_cases(*single, at_least_two)
    alone = {"pacemaker": "ct", "kidney": "ultrasound", "pregnant": "xray"}
    for holding in product((False, True), repeat=3):
        facts = dict(zip(alone, holding, strict=True))
        held = [name for name, holds in facts.items() if holds]
        expected = "mri" if not held else alone[held[0]] if len(held) == 1 else "radiologist"
        assert studies(text, **facts) == {expected}, held


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
                    if studies[study].end >= Recommendation.CONSIDER.end
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


OPEN = HEADER.replace("otherwise wait", "otherwise no guidance")
ONLY_AGAINST = rule("indication", "cold", "when not fever; do not image with mri or ct")
ON_CT = rule("indication", "young", "when age under 30 years; do not image with ct")
ON_MRI = rule("indication", "mild", "when course is better; do not image with mri")


def told(*names: str) -> list[str]:
    return [
        f"where `{name}` holds, each study can come to `do not image` while imaging as a whole "
        "gets `no guidance`"
        for name in names
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (OPEN + FACTS + ONLY_AGAINST, told("cold")),
        # Together they rule out both; each of them alone leaves one open.
        (OPEN + FACTS + ON_CT + ON_MRI, told("young")),
        (OPEN + FACTS + ON_CT, []),
        (
            OPEN
            + FACTS
            + ONLY_AGAINST
            + rule("not indicated", "none_needed", "when not fever; do not image"),
            [],
        ),
        (
            OPEN + FACTS + ONLY_AGAINST + rule("not indicated", "none_needed", "when cancer; wait"),
            told("cold"),
        ),
        (HEADER + FACTS + ONLY_AGAINST, []),
        # What is left open is told to the reader of the decision.
        (OPEN + FACTS + ONLY_AGAINST.replace("  editorial", '  remark "X-rays?"\n  editorial'), []),
        (OPEN + FACTS + '\nstudy xray\n  title "X-ray"\n' + ONLY_AGAINST, []),
    ],
)
def test_only_against(text: str, said: list[str], tmp_path: Path) -> None:
    assert messages(text, tmp_path, "W518") == said
