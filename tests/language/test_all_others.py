"""`do not image with all others` advises against each study that the rule does not recommend."""

import pytest

from imaging_rules import StudyRecommendation, loads
from tests.language.made import block, header, study, yes_no

FILE = (
    header("otherwise do not image", 'editorial "Made up."')
    + yes_no("headache")
    + yes_no("injury")
    + "".join(map(study, ("mri", "ct", "xray", "scan")))
)


def rule(name: str, *says: str) -> str:
    return block(
        f"indication {name}", f"when {name}", *says, 'question "Why?"', 'editorial "Made up."'
    )


@pytest.mark.parametrize(
    ("says", "against"),
    [
        (("image with mri",), ("ct", "xray", "scan")),
        (("image with mri", "consider ct or scan"), ("xray",)),
        (("consider mri or ct or xray or scan",), ()),
    ],
)
def test_each_study_that_is_not_recommended_is_advised_against(
    says: tuple[str, ...], against: tuple[str, ...]
) -> None:
    guideline = loads(FILE + rule("headache", *says, "do not image with all others"))
    assert guideline.model.rule["headache"].against == against
    said = {
        each.name: each.recommendation for each in guideline.evaluate({"headache": True}).studies
    }
    assert {name for name, each in said.items() if each is StudyRecommendation.DO_NOT_IMAGE} == {
        *against
    }


def test_what_another_rule_recommends_counts_as_ever() -> None:
    guideline = loads(
        FILE
        + rule("headache", "image with mri", "do not image with all others")
        + rule("injury", "image with ct")
    )
    decision = guideline.evaluate({"headache": True, "injury": True})
    said = {each.name: each.recommendation for each in decision.studies}
    assert said["ct"] is StudyRecommendation.IMAGE
    assert said["xray"] is StudyRecommendation.DO_NOT_IMAGE
