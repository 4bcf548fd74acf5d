"""Which name was meant by a wrong one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imaging_rules.diagnostics.nearest import nearest, slips

NAMES = [
    "age",
    "fever_or_chills",
    "unexplained_weight_loss",
    "leg_weakness",
    "mri",
    "mri_with_contrast",
]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("age", "age"),
        ("aeg", "age"),
        ("ag", "age"),
        ("ages", "age"),
        ("aga", "age"),
        ("ega", None),
        ("xyz", None),
        ("a", None),
        ("", None),
        ("Age", "age"),
        ("fever_or_chils", "fever_or_chills"),
        ("feverorchills", "fever_or_chills"),
        ("fever_and_chills", "fever_or_chills"),
        ("fever", "fever_or_chills"),
        ("chills", "fever_or_chills"),
        ("weight_loss", "unexplained_weight_loss"),
        ("weakness", "leg_weakness"),
        ("arm_weakness", None),
        ("contrast", "mri_with_contrast"),
        ("unexp", "unexplained_weight_loss"),
        ("unex", "unexplained_weight_loss"),
        ("une", None),
        ("mr", "mri"),
        ("x" * 10_000, None),
    ],
)
def test_the_nearest_name(written: str, meant: str | None) -> None:
    assert nearest(written, NAMES) == meant


def test_of_several_that_have_the_same_words_none_is_named() -> None:
    assert nearest("pain", ["leg_pain", "back_pain"]) is None
    assert nearest("pain", ["leg_pain", "back_ache"]) == "leg_pain"
    assert nearest("temp", ["temperature", "temporal_pain"]) is None


def test_of_several_as_near_the_first_in_order_is_named() -> None:
    assert nearest("sign_x", ["sign_c", "sign_a", "sign_b"]) == "sign_a"
    assert nearest("sign_b", {"sign_c", "sign_a", "sign_b"}) == "sign_b"


@pytest.mark.parametrize(
    ("written", "other"),
    [
        ("ct_with_contrast", "mri_with_contrast"),
        ("ct_without_contrast", "mri_without_contrast"),
        ("mri_without_contrast", "mri_with_contrast"),
        ("mri_contrast", "mri_without_contrast"),
        ("ct", "cta"),
        ("mra_head", "mri_head"),
        ("xray", "x_ray_and_mri"),
        ("us_abdomen", "ct_abdomen"),
        ("left_hip_pain", "right_hip_pain"),
        ("ct_head", "ct_neck"),
        ("age_over_70", "age_over_75"),
        ("age_over_70", "age_under_70"),
        ("over_70", "age_under_70"),
        ("stable", "unstable"),
        ("symptomatic", "asymptomatic"),
        ("hypotension", "hypertension"),
        ("tachycardia", "bradycardia"),
        ("fever", "no_fever"),
        ("fever_present", "fever_absent"),
        ("mr_head", "ct_head"),
        ("xr_head", "ct_head"),
        ("mr_angiography", "ct_angiography"),
        ("mri_wo_contrast", "mri_with_contrast"),
        ("ct", "ct_iv"),
        ("mri", "mri_gd"),
        ("ct", "low_dose_ct"),
        ("mri_spine_l", "mri_spine_c"),
        ("ct_heart", "ct_head"),
        ("ct_hand", "ct_head"),
        ("xray_knee", "xray_left_knee"),
        ("cannot_walk", "can_walk"),
        ("normal_gait", "abnormal_gait"),
        ("posterior_pain", "anterior_pain"),
        ("major_trauma", "minor_trauma"),
        ("abduction_pain", "adduction_pain"),
        ("diastolic", "systolic"),
        ("paternal", "maternal"),
        ("outpatient", "inpatient"),
        ("notimproving", "improving"),
    ],
)
def test_no_suggestion_leads_to_what_may_mean_the_opposite(written: str, other: str) -> None:
    assert nearest(written, [other]) is None
    assert nearest(other, [written]) is None


def test_slips_of_the_pen_in_names_of_studies_are_found_all_the_same() -> None:
    assert nearest("mri_wiht_contrast", ["ct_with_contrast", "mri_with_contrast"]) == (
        "mri_with_contrast"
    )
    assert nearest("x_rays", ["xray", "x_ray"]) == "x_ray"
    assert nearest("age_ovr_70", ["age_over_70"]) == "age_over_70"
    assert nearest("notimproving", ["improving", "not_improving"]) == "not_improving"
    assert nearest("mr_head", ["ct_head", "mri_head"]) == "mri_head"


def test_between_two_as_near_that_mean_different_things_there_is_none() -> None:
    assert nearest("cts_head", ["ct_head", "cta_head"]) is None
    assert nearest("mrx", ["mri", "mra"]) is None


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ("when", "when", 0),
        ("when", "wehn", 1),
        ("when", "whe", 1),
        ("when", "whenn", 1),
        ("when", "whan", 1),
        ("when", "hwne", 2),
        ("when", "", 4),
        ("abc", "ca", 3),
    ],
)
def test_slips_of_the_pen(one: str, other: str, count: int) -> None:
    assert slips(one, other, 9) == count
    assert slips(one, other, count) == count
    assert slips(one, other, count - 1) is None


LETTERS = st.text("ab_", max_size=8)


def by_definition(one: str, other: str) -> int:
    """Return the restricted edit distance, straight from its definition."""
    if not one or not other:
        return len(one) + len(other)
    found = min(
        by_definition(one[1:], other) + 1,
        by_definition(one, other[1:]) + 1,
        by_definition(one[1:], other[1:]) + (one[0] != other[0]),
    )
    if len(one) > 1 and len(other) > 1 and one[0] == other[1] and one[1] == other[0]:
        found = min(found, by_definition(one[2:], other[2:]) + 1)
    return found


@given(st.text("ab_", max_size=5), st.text("ab_", max_size=5), st.integers(-1, 6))
def test_slips_are_counted_as_they_are_defined(one: str, other: str, most: int) -> None:
    count = by_definition(one, other)
    assert slips(one, other, most) == (count if count <= most else None)


@given(LETTERS, LETTERS, st.integers(0, 8))
def test_slips_count_alike_both_ways(one: str, other: str, most: int) -> None:
    assert slips(one, other, most) == slips(other, one, most)
