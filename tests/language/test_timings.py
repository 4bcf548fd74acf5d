"""How soon: in numbers, told with the recommendation, and never later than any rule allows."""

from datetime import timedelta
from fractions import Fraction

import pytest

from imaging_rules import Decision, Recommendation, Timing, loads
from tests.language.made import block, header, indication, study, yes_no

IMAGE = "image with ct"
NODULE = loads(
    header("otherwise do not image", 'editorial "Made up."')
    + "".join(map(yes_no, ("small", "large", "pain", "injury", "held")))
    + study("ct")
    + indication("small", "small", f"{IMAGE}\n  timing in 6 to 12 months")
    + indication("large", "large", f'{IMAGE}\n  timing in 3 months "of the first scan"')
    + indication("pain", "pain", f'{IMAGE}\n  timing "soon"')
    + indication("injury", "injury", f"{IMAGE}\n  timing within 8 hours")
    + block("limit held", "when held", "hold at consider", 'editorial "."')
)
QUIET = dict.fromkeys(("small", "large", "pain", "injury", "held"), False)


def decide(*present: str, **more: object) -> Decision:
    return NODULE.evaluate({**QUIET, **dict.fromkeys(present, True), **more})


def when(*present: str) -> str:
    return str(decide(*present).timing or "")


def test_the_recommendation_says_how_soon() -> None:
    decision = decide("small")
    assert decision.timing == Timing(
        "in 6 to 12 months",
        Fraction(6),
        Fraction(12),
        "months",
        timedelta(days=181),
        timedelta(days=366),
    )
    assert "Recommendation: Image, in 6 to 12 months. Imaging is" in decision.explain()
    assert decision.reasons[0].timing == decision.timing
    assert decision.to_dict()["decision"]["timing"] == {
        "words": "in 6 to 12 months",
        "low": "6",
        "high": "12",
        "unit": "months",
        "earliest": 181 * 86_400,
        "latest": 366 * 86_400,
    }
    assert decide().timing is None


def test_of_several_times_the_one_that_ends_first_counts() -> None:
    assert when("large") == "in 3 months of the first scan"
    assert when("small", "large") == "in 3 months of the first scan"
    assert when("small", "injury") == "within 8 hours"
    injury = decide("injury").timing
    assert injury is not None
    assert (injury.earliest, injury.latest) == (timedelta(0), timedelta(hours=8))


def test_what_has_no_time_in_numbers_is_not_put_off() -> None:
    assert when("pain", "small") == ""
    assert decide("pain", "small").explain().count("Image. Imaging is appropriate.") == 1
    assert when("pain", "injury") == "within 8 hours"
    timing = decide("pain").reasons[0].timing
    assert timing == Timing("soon")
    assert when("pain") == ""


def test_a_time_that_is_open_is_told_as_open() -> None:
    decision = decide("small", large="unknown", injury="unknown")
    assert decision.recommendation is Recommendation.IMAGE
    assert decision.timing is None
    told = decision.explain()
    assert "Recommendation: Image. Imaging is appropriate." in told
    assert (
        "Perhaps, which is still open: within 8 hours; in 3 months of the first scan; in 6 to 12"
    ) in " ".join(told.split())
    # Whatever pain is, nothing later than that is due.
    assert str(decide("injury", large="unknown").timing) == "within 8 hours"


def test_what_a_limit_lowers_has_no_time() -> None:
    decision = decide("injury", "held")
    assert decision.recommendation is Recommendation.CONSIDER
    assert decision.timing is None


@pytest.mark.parametrize(
    ("level", "said"),
    [
        ("image urgently with ct", "Image urgently, within 8 hours."),
        (
            "image immediately with ct",
            "Image immediately, within 8 hours. This is an emergency: get help now.",
        ),
        ("consider ct", "Consider imaging, within 8 hours. It may be appropriate."),
    ],
)
def test_each_level_is_said_with_its_time(level: str, said: str) -> None:
    guideline = loads(
        header("otherwise do not image", 'editorial "Made up."')
        + yes_no("injury")
        + study("ct")
        + indication("injury", "injury", f"{level}\n  timing within 8 hours")
    )
    assert f"Recommendation: {said}\n" in guideline.evaluate({"injury": True}).explain()
