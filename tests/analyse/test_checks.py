"""What is found in a whole file: in bounded time, when it is checked, and never when it loads."""

from pathlib import Path

import pytest

from imaging_rules import check, guidelines, load
from tests.analyse.files import FACTS, HEADER, messages, rule

WARNINGS = {f"W{number}" for number in range(509, 517)}


def test_the_guidelines_that_ship_give_no_warning() -> None:
    for name in guidelines():
        assert not WARNINGS & {each.code for each in check(name)}


def test_loading_does_not_pay_for_warnings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("warnings were worked out")

    path = tmp_path / "made_up.guideline"
    path.write_text(HEADER + FACTS, encoding="utf-8")
    monkeypatch.setattr("imaging_rules.library.read.warnings", fail)
    load(path).evaluate({})
    with pytest.raises(AssertionError, match="worked out"):
        check(path)


def test_a_file_with_failing_examples_is_looked_into_too(tmp_path: Path) -> None:
    dead = rule("indication", "dead", "when fever and not fever; image with mri")
    example = '\nexample "one"\n  given fever\n  expect image\n'
    path = tmp_path / "made_up.guideline"
    path.write_text(HEADER + FACTS + dead + example, encoding="utf-8")
    assert {"E408", "W509"} <= {each.code for each in check(path)}


def test_looking_ends_at_a_limit_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("imaging_rules.library.read.BUDGET", 2)
    rules = rule("indication", "dead", "when fever and not fever; image with ct or mri")
    found = messages(HEADER + FACTS + rules, tmp_path, "W515", "W516")
    assert found == [
        "the guideline is too entangled for all of its rules to be looked into",
        "`dead` names `ct or mri`, and among equals the decision names `mri` first",
    ]
    monkeypatch.undo()
    assert messages(HEADER + FACTS + rules, tmp_path, "W516") == []


def test_many_rules_are_looked_into_in_step_with_their_number(tmp_path: Path) -> None:
    facts = "".join(f'\nfact f{n}\n  yes or no\n  ask "f{n}?"\n' for n in range(400))
    rules = "".join(
        rule("indication", f"r{n}", f"when f{n} and f{n + 1}; image with mri") for n in range(398)
    )
    rules += "".join(
        rule("indication", f"d{n}", f"when f{n} and f{n + 1}; consider mri") for n in range(398)
    )
    found = messages(HEADER + FACTS + facts + rules, tmp_path, "W509", "W516")
    assert len(found) == 398
    assert found == [
        f"the indication `d{n}` never decides: whenever it speaks, `r{n}` says more"
        for n in range(398)
    ]
