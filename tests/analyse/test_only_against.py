"""Where every study is advised against, it is told that imaging as a whole is left open."""

from pathlib import Path

import pytest

from tests.analyse.files import FACTS, HEADER, messages, rule

OPEN = HEADER.replace("otherwise wait", "otherwise no guidance")
AGAINST = rule("indication", "cold", "when not fever; do not image with mri or ct")
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
        (OPEN + FACTS + AGAINST, told("cold")),
        # Together they rule out both; each of them alone leaves one open.
        (OPEN + FACTS + ON_CT + ON_MRI, told("young")),
        (OPEN + FACTS + ON_CT, []),
        (
            OPEN
            + FACTS
            + AGAINST
            + rule("not indicated", "none_needed", "when not fever; do not image"),
            [],
        ),
        (
            OPEN + FACTS + AGAINST + rule("not indicated", "none_needed", "when cancer; wait"),
            told("cold"),
        ),
        (HEADER + FACTS + AGAINST, []),
        # What is left open is told to the reader of the decision.
        (OPEN + FACTS + AGAINST.replace("  editorial", '  remark "X-rays?"\n  editorial'), []),
        (OPEN + FACTS + '\nstudy xray\n  title "X-ray"\n' + AGAINST, []),
    ],
)
def test_only_against(text: str, said: list[str], tmp_path: Path) -> None:
    assert messages(text, tmp_path, "W518") == said
