"""Facts that raise a red flag and lower another rule."""

from pathlib import Path

import pytest

from tests.analyse.files import FACTS, HEADER, messages, rule


def flag(name: str, condition: str, level: str = "urgently") -> str:
    return rule("red flag", name, f"when {condition}; image {level} with mri")


def reason(condition: str, level: str = "immediately ") -> str:
    return rule("indication", "reason", f"when {condition}; image {level}with mri")


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        (
            flag("one", "fever") + flag("other", "cancer and not fever"),
            "no to `fever` makes the red flag `other` hold, and `one` not",
        ),
        (
            flag("one", "cancer and not fever") + flag("other", "fever"),
            "yes to `fever` makes the red flag `other` hold, and `one` not",
        ),
        (
            flag("one", "age over 70 years") + flag("other", "cancer and age under 30 years"),
            "less of `age` makes the red flag `other` hold, and `one` not",
        ),
        (
            flag("one", "fever") + reason("cancer and not fever"),
            "yes to `fever` makes the red flag `one` hold, and `reason` not",
        ),
        (
            flag("one", "care over 6 weeks")
            + rule(
                "waiting period",
                "reason",
                "lasts 1 week of care; without care over 5 weeks or fever; "
                "then image immediately with mri",
            ),
            # More of it makes the waiting period speak first, and fall silent later.
            "",
        ),
        (
            flag("one", "not fever")
            + rule("special case", "reason", "when fever and cancer; image immediately with mri"),
            "no to `fever` makes the red flag `one` hold, and `reason` not",
        ),
        # What is not lowered: the other rule says no more than the red flag.
        (flag("one", "fever") + reason("cancer and not fever", "urgently "), ""),
        (flag("one", "fever") + reason("cancer and not fever", ""), ""),
        # The same sign, no order, and both signs at once.
        (flag("one", "fever") + flag("other", "cancer and fever"), ""),
        (flag("one", "course is worse") + flag("other", "course is better"), ""),
        (
            flag("one", "age under 30 years or age over 70 years")
            + flag("other", "age over 60 years and fever"),
            "",
        ),
        (
            flag("one", "fever")
            + rule("not indicated", "calm", "when not fever and cancer; do not image"),
            "",
        ),
    ],
)
def test_opposite_signs_are_told(rules: str, message: str, tmp_path: Path) -> None:
    told = messages(HEADER + FACTS + rules, tmp_path, "W513")
    assert told == ([message] if message else [])


def test_signs_are_seen_through_definitions(tmp_path: Path) -> None:
    defined = "\ndefine well\n  as none of (fever, cancer)\n"
    rules = flag("one", "fever") + flag("other", "well and course is worse")
    assert messages(HEADER + FACTS + defined + rules, tmp_path, "W513") == [
        "no to `fever` makes the red flag `other` hold, and `one` not"
    ]


def test_a_red_flag_that_lowers_many_rules_is_told_of_once(tmp_path: Path) -> None:
    rules = flag("one", "fever") + "".join(
        rule("indication", f"r{n}", f"when not fever and care over {n} weeks; "
             "image immediately with mri")
        for n in range(6)
    )  # fmt: skip
    assert messages(HEADER + FACTS + rules, tmp_path, "W513") == [
        "yes to `fever` makes the red flag `one` hold, and `r0`, `r1`, `r2`, `r3` and 2 more not"
    ]
