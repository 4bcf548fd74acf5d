"""Special cases that collide: what is said of them, and how they are told apart in the end."""

from itertools import product

import pytest

from imaging_rules import GuidelineError, StudyRecommendation, loads

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


def test_it_is_said_what_each_choice_does_and_that_there_is_a_third() -> None:
    assert complaints(with_cases(PACEMAKER, KIDNEY)) == [
        (
            "`pacemaker` and `kidney` can hold together, and replace `mri` by `ct` and by "
            "`ultrasound`",
            "with `overrides kidney` in `pacemaker`, `ct` is used although `kidney` holds; "
            "the other way round, `ultrasound` is used although `pacemaker` holds; "
            "where neither will do, write a special case for both, which overrides both; "
            "both hold for `given pacemaker, kidney`",
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
