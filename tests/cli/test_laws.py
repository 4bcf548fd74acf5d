"""`check --laws` and `check --gaps`: what is proved of a file, and of whom it says nothing."""

import json
import re
from pathlib import Path

import pytest
from attrs import evolve

from imaging_rules.analyse.laws import Proof
from imaging_rules.library.proofs import Proofs
from imaging_rules.values.counts import count, readable
from tests.cli.command_line import BROKEN, SMALL, run


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("good.guideline").write_text(SMALL)
    Path("broken.guideline").write_text(BROKEN)


def test_the_laws_are_told_with_the_patients_they_hold_for() -> None:
    result = run("check", "--laws", "low_back_pain")
    assert result.exit_code == 0
    assert re.search(
        r"^low_back_pain: laws 1 to 5 and 8 hold, for [0-9,]{9,} combinations of answers "
        r"that the rules tell apart \([0-9.]+ s\)$",
        result.stdout,
        re.MULTILINE,
    )
    assert re.findall(r"^  ([0-9])\. .*: (\w+)$", result.stdout, re.MULTILINE) == [
        (law, "proved") for law in "123458"
    ]


def test_a_law_that_does_not_hold_is_a_finding_with_a_patient(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    broken = Proof(1, "Red flags override", False, "all of it", "one holds", "not fever")
    unproved = evolve(broken, law=2, holds=None, why_not="the proof outgrows its limit", patient="")
    found = Proofs((broken, unproved), 10**40, 1.5)
    monkeypatch.setattr("imaging_rules.cli.commands.check.prove_laws", lambda _: found)
    result = run("check", "--laws", "good.guideline")
    assert result.exit_code == 1
    assert (
        result.stdout
        == """\
good.guideline: no problems
good.guideline: not proved: law 1, 2, for about 1.0 × 10^40 combinations of answers that the \
rules tell apart (1.50 s)
  1. Red flags override: does not hold
     all of it
     but one holds
     a patient: given not fever
  2. Red flags override: not proved
     all of it
     but the proof outgrows its limit
"""
    )
    assert (
        json.loads(run("check", "--laws", "good.guideline", "--format", "json").stdout)["files"][0][
            "laws"
        ]["all_hold"]
        is False
    )


def test_gaps_are_told_with_an_example_that_can_be_pasted() -> None:
    result = run("check", "--gaps", "good.guideline")
    assert result.exit_code == 0
    assert (
        result.stdout
        == """\
good.guideline: no problems
good.guideline: 2 gaps: patients within the scope with something that a rule asks for, and for \
whom no rule speaks
  pain (1 combination of answers); asked for by pain
    example "gap: pain"
      given  pain, count is 0
      expect no guidance
  count over 2 (1 combination of answers); asked for by pain
    example "gap: count"
      given  count is 10, everything else is no
      expect no guidance
"""
    )
    pasted = "\n".join(re.findall(r"^    ( *(?:example|given|expect) .*)$", result.stdout, re.M))
    Path("pasted.guideline").write_text(f"{SMALL}\n{pasted}\n")
    assert run("check", "pasted.guideline").exit_code == 0


def test_without_gaps_it_is_said() -> None:
    Path("good.guideline").write_text(SMALL.replace("pain and count over 2", "pain"))
    assert "good.guideline: no gaps\n" in run("check", "--gaps", "good.guideline").stdout


def test_json_has_the_laws_and_the_gaps_where_they_are_asked_for() -> None:
    options = ("--laws", "--gaps", "--format", "json")
    (file,) = json.loads(run("check", *options, "good.guideline").stdout)["files"]
    assert file["laws"]["all_hold"] is True
    assert file["laws"]["patients"] == 4
    assert [each["law"] for each in file["laws"]["proofs"]] == [1, 2, 3, 4, 5, 8]
    assert [each["fact"] for each in file["gaps"]] == ["pain", "count"]
    assert file["gaps"][0]["otherwise"] == "no guidance"
    assert file["no_study_left"] is None
    (file,) = json.loads(run("check", "--format", "json", "good.guideline").stdout)["files"]
    assert not {"laws", "gaps"} & file.keys()


def test_a_file_with_errors_is_not_looked_into() -> None:
    result = run("check", "--laws", "--gaps", "broken.guideline", "nowhere.guideline")
    assert result.exit_code == 2
    assert result.stdout == "broken.guideline: 1 error\n"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0 patients"),
        (1, "1 patient"),
        (2, "2 patients"),
        (1_234_567, "1,234,567 patients"),
        (10**15 - 1, "999,999,999,999,999 patients"),
        (10**15, "about 1.0 × 10^15 patients"),
        (1_990_000 * 10**20, "about 1.9 × 10^26 patients"),
    ],
)
def test_large_numbers_can_be_read(number: int, words: str) -> None:
    assert count(number, "patient") == words
    assert words.startswith(readable(number))
