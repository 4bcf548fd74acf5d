"""What authors write who do not know the language yet, and what they are told.

`situations.txt` holds what was written, all in the same setting, and after a line `=>` each
problem with its help, and after `fix` what `check --fix` would write. A suggestion is made from
what was written: it has its numbers and its studies, and no others. To write the file anew after
a change of messages, set UPDATE_GOLDENS=1 in the environment and read what has changed.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from imaging_rules import GuidelineError, check, loads
from imaging_rules.diagnostics import Diagnostic
from imaging_rules.diagnostics.lessons import SETTING
from imaging_rules.library.mend import mend

FILE = Path(__file__).with_name("situations.txt")
SITUATIONS = FILE.read_text("utf-8").rstrip("\n").split("\n\n")
MORE = "".join(
    f'\nfact {name}\n  {type}\n  ask "Is it so?"\n'
    for name, type in (
        ("chills", "yes or no"),
        ("cough", "yes or no"),
        ("pregnant", "yes or no"),
        ("height", "number in m from 0 to 50"),
        ("pulse", "number in per minute from 0 to 300"),
        ("temperature", "number from 30 to 45"),
    )
)
FLAG = """
red flag sign
  title    "A sign"
  {}
  image    urgently with mri
  question "Why?"
  cite     paper "2"
"""


def in_its_setting(written: str) -> str:
    if written.startswith("guideline "):
        return written
    return (
        SETTING + MORE + (FLAG.format(written) if written.startswith("when ") else f"\n{written}\n")
    )


def problems(written: str) -> list[Diagnostic]:
    try:
        loads(in_its_setting(written))
    except GuidelineError as problem:
        return [each for each in problem.diagnostics if each.is_error]
    return []


def rendered(found: list[Diagnostic]) -> Iterator[str]:
    for each in found:
        yield f"{each.code} {each.message}"
        yield from (f"   {words}" for words in (each.at.label, each.help) if words)
        yield from (f"   fix: {edit.text}" for edit in each.fix)


def test_each_situation_is_told_in_words_that_help() -> None:
    if os.environ.get("UPDATE_GOLDENS") == "1":
        anew = []
        for each in SITUATIONS:
            written = each.partition("\n=>")[0]
            anew.append("\n".join([written, "=>", *rendered(problems(written))]))
        FILE.write_text("\n\n".join(anew) + "\n", "utf-8")
    for each in SITUATIONS:
        written, _, expected = each.partition("\n=>")
        assert "\n".join(rendered(problems(written))) == expected.strip("\n"), written


# What stands for a number that was written otherwise: in words, in other units, as a limit.
WORKED_OUT = {
    r"1\.440": {"1440", "1.4400"},
    r"\b(?:one|1) ": {"1", "2"},
    r"\btwo ": {"2"},
    r"\b3 fortnights": {"6"},
    r"\bfour\b": {"4"},
    r"\bfive\b": {"5"},
    r"\bsix\b": {"6"},
    r"\bten\b": {"10"},
    r"\beighteen\b": {"18"},
    r"\bfifty\b": {"50"},
    r"\bsixty[- ]five\b": {"65"},
    r"\bseventy\b": {"70"},
    r"\beighty\b": {"80"},
    r"\bone hundred and five\b": {"105"},
    r"\b5e0\b": {"5"},
    r"\b5e2\b": {"500"},
    r"\b5e-1\b": {"0.5"},
    r"\b1_500\b": {"1500"},
    r"\b1,500\b": {"1500", "1.5000"},
    r"\b1·5\b": {"1.5"},
    r"\b38,5\b": {"38.5"},
    r">1 of": {"2"},
    r"(?:50%|50 percent|half) of \(fever, chills\)": {"1"},
}


@pytest.mark.parametrize(
    "wanted",
    [r"(?<![\w.])[0-9]+(?:\.[0-9]+)?(?![\w.])", r"\b(?:mri|ct|xray)\b"],
    ids=["numbers", "studies"],
)
def test_a_suggestion_has_no_number_and_no_study_that_was_not_written(wanted: str) -> None:
    looked_at = 0
    for each in SITUATIONS:
        written, _, expected = each.partition("\n=>\n")
        if "review by" in written:
            # Dates are put in order, digit by digit.
            continue
        known = set(re.findall(wanted, re.sub(r"(?<=[0-9])[a-z/-]+", " ", written.lower())))
        for pattern, numbers in WORKED_OUT.items():
            known |= numbers if re.search(pattern, written) else set()
        for line in expected.splitlines():
            if re.search(r"write `|fix: |did you mean", line):
                looked_at += 1
                assert set(re.findall(wanted, line)) <= known, written
    assert looked_at > 100


def test_what_can_be_mended_by_itself_is_mended(tmp_path: Path) -> None:
    path = tmp_path / "situation.guideline"
    for each in SITUATIONS:
        written, _, expected = each.partition("\n=>\n")
        if "\n   fix: " in expected:
            path.write_text(in_its_setting(written), "utf-8")
            mended = mend(path).data.decode("utf-8")
            fixes = re.findall(r"   fix: ?(.*)", expected)
            assert all(fix.strip() in mended for fix in fixes), written
            path.write_text(mended, "utf-8")
            left = [one.message for one in check(path) if one.fix]
            assert left == [], written


@pytest.mark.parametrize("number", ["1,440", "1'440", "1’440", "1 440", "1.440,5"])
@pytest.mark.parametrize(
    "written",
    [
        "when age older than {} years",
        "when age between {0} and {0} years",
        "when age 0 to {} years",
        "when pulse over {} /min",
        "when pulse over {}/min",
        "fact x\n  number between 0 and {} weeks",
        "fact x\n  number {} to 2000",
        "waiting period w\n  lasts at least {} weeks of care",
        'example "x"\n  given age {} years\n  expect wait',
    ],
)
def test_no_suggestion_has_a_part_of_a_number(number: str, written: str) -> None:
    for each in problems(written.format(number)):
        for words in (each.help, *(edit.text for edit in each.fix)):
            parts = re.findall(r"(?<![\w.,'’ ])(?:1|440|1\.440)(?![\w.,'’]| 440)", words)
            assert parts == [] or each.message == "decimals are written with a point", words
