"""Where a guideline speaks of single studies alone, it is not called silent."""

import pytest

from imaging_rules import Guideline, Recommendation, compare, load, loads, unknown

R = Recommendation
NASS = load("nass")
# Nothing of what it would scan for, in the first six weeks.
EARLY = {"age": 35, "nass_red_flags": "none", "symptom_duration": "2 weeks"}


def against_single_studies() -> Guideline:
    return loads(
        """
guideline single

fact early
  yes or no

fact late
  yes or no

study mri
  title "MRI"

study ct
  title "CT"

study xray
  title "X-ray"

indication early
  when         early
  do not image with mri or ct
  editorial    "Made up."

indication late
  when         late
  do not image with xray
  editorial    "Made up."
"""
    )


def recommendation(guideline: Guideline, **facts: object) -> str:
    """Return what stands first in an explanation, on one line."""
    decision = guideline.evaluate(facts)
    assert decision.recommendation is R.NO_GUIDANCE
    text = " ".join(decision.explain().split())
    return text.partition("Recommendation: ")[2].partition(" Studies ---")[0]


def test_a_guideline_that_advises_against_studies_says_so_first() -> None:
    text = " ".join(NASS.evaluate(EARLY).explain().split())
    assert (
        "Recommendation: MRI of the lumbar spine (contrast: not stated by the source) and CT of "
        "the lumbar spine: do not image. Of other imaging the guideline says nothing; that is no "
        "reassurance." in text
    )
    assert "is silent on this patient" not in text
    for form in ("markdown", "html"):
        assert "Of other imaging the guideline says nothing" in NASS.evaluate(EARLY).explain(form)


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (
            {"early": True, "late": False},
            "MRI and CT: do not image. Of other imaging the guideline says nothing; that is no "
            "reassurance.",
        ),
        (
            {"early": True, "late": True},
            "MRI, CT and X-ray: do not image. Of other imaging the guideline says nothing; that "
            "is no reassurance.",
        ),
        (
            {"early": True, "late": unknown},
            "MRI and CT: do not image. What it says of other imaging is still open; that is no "
            "reassurance.",
        ),
        (
            {"early": False, "late": unknown},
            "No guidance on imaging as a whole. What is said of single studies is still open; "
            "that is no reassurance.",
        ),
    ],
)
def test_the_headline_says_what_is_sure_of_single_studies(
    facts: dict[str, object], told: str
) -> None:
    assert recommendation(against_single_studies(), **facts).startswith(told)


def test_where_nothing_is_said_of_any_study_the_guideline_is_silent() -> None:
    assert recommendation(against_single_studies(), early=False, late=False).startswith(
        "No guidance. The guideline is silent on this patient; that is no reassurance. Why --- * "
        "No rule holds that says whether to image. The guideline gives no answer for such "
        "patients."
    )


def test_an_answer_out_of_scope_says_which_answer_did_it() -> None:
    head = load("canadian_ct_head").evaluate({"age": 40, "glasgow_coma_scale_on_arrival": 8})
    assert head.recommendation is R.OUT_OF_SCOPE
    text = " ".join(head.explain().split())
    assert (
        "No red flag holds, and the guideline does not apply, because glasgow coma scale on "
        "arrival is 8 points. It is for people from 16 years with a minor head injury" in text
    )


def test_a_comparison_says_it_too() -> None:
    text = compare({**EARLY, "red_flags": "none"}, ["nass", "low_back_pain"]).explain()
    assert "mri, ct: do not image; no guidance on other imaging" in " ".join(text.split())
