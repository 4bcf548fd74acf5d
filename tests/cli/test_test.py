"""The command `test`: examples run, told why they fail, and completed."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command_line import BROKEN, SMALL, run

PASSES = """
example "pain, and three of them"
  given  pain, count is 3
  expect image with mri because pain
"""
FAILS = """
example "pain, and two of them"
  given  pain, count is 2
  expect image with mri because pain
"""
OPEN = """
example "nobody asked"
  given  count is 3
  expect no guidance or image asking pain
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("small.guideline").write_text(SMALL + PASSES)
    return tmp_path


def data(*arguments: str) -> Any:
    return json.loads(run("test", *arguments, "--format", "json").stdout)


def test_examples_that_pass_are_counted() -> None:
    result = run("test", "small.guideline")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "small.guideline: 1 example passes; coverage 2 of 4\n"


def test_of_an_example_that_fails_it_is_told_what_came_and_why() -> None:
    Path("small.guideline").write_text(SMALL + PASSES + FAILS)
    result = run("test", "small.guideline")
    assert (result.exit_code, result.stderr) == (1, "")
    assert (
        result.stdout
        == """\
small.guideline: 1 of 2 examples fails; coverage 2 of 4
  “pain, and two of them” (line 29) FAILS
    `image` is expected, and `no guidance` is the decision
    `mri` is expected, and it is not recommended
    `pain` is expected to decide, and it does not
    expected  image with mri because pain
    came      no guidance
    why       no rule decides, so it is what the header says under `otherwise`
    why       `pain` does not hold: count is 2
"""
    )


@pytest.mark.parametrize(
    ("given", "expect", "told"),
    [
        ("pain", "image", ["came      no guidance or image with mri", "missing   count"]),
        ("count is 3", "image because pain", ["`pain` may still hold: that depends on pain"]),
        ("pain, count is 3", "wait", ["the indication `pain` decides: Pain"]),
        ("count is 1", "image because pain", ["`pain` does not hold: count is 1"]),
    ],
)
def test_why_is_told_by_what_decides_blocks_or_is_missing(
    given: str, expect: str, told: list[str]
) -> None:
    example = f'\nexample "one"\n  given {given}\n  expect {expect}\n'
    Path("small.guideline").write_text(SMALL + example)
    shown = run("test", "small.guideline").stdout
    for line in told:
        assert line in shown


def test_a_rule_that_is_outranked_is_told_so() -> None:
    flag = SMALL[SMALL.index("indication") :].replace("indication pain", "red flag much")
    flag = flag.replace("count over 2", "count over 5").replace(
        "image     with", "image urgently with"
    )
    text = (
        SMALL
        + flag
        + PASSES.replace("count is 3", "count is 6").replace(
            "expect image", "expect image urgently"
        )
    )
    Path("small.guideline").write_text(text)
    shown = run("test", "small.guideline").stdout
    assert "the red flag `much` decides: Pain" in shown
    assert "`pain` holds, and other rules outrank it" in shown


def test_outside_the_scope_that_is_the_reason() -> None:
    text = SMALL.replace("otherwise no", "applies when count over 1\n  otherwise no")
    Path("small.guideline").write_text(text + FAILS.replace("count is 2", "count is 1"))
    shown = run("test", "small.guideline").stdout
    assert "the patient is outside `applies when`, and no red flag holds" in shown


def test_a_contradiction_that_is_found_is_named() -> None:
    text = SMALL + '\ncontradiction odd\n  when pain and count under 1\n  editorial "Made up."\n'
    text += FAILS.replace("count is 2", "count is 0").replace("because pain", "because odd")
    Path("small.guideline").write_text(text)
    shown = run("test", "small.guideline").stdout
    assert "`odd` is found" in shown
    assert "`odd` is expected" not in shown


def test_examples_that_pass_are_told_on_demand() -> None:
    shown = run("test", "-v", "small.guideline").stdout
    assert "  “pain, and three of them” (line 25) passes\n" in shown
    assert "the indication `pain` decides: Pain" in shown


def test_a_file_that_would_not_load_is_tested_all_the_same() -> None:
    Path("small.guideline").write_text(SMALL + FAILS)
    assert run("check", "small.guideline").exit_code == 1
    assert run("evaluate", "small.guideline").exit_code == 1
    assert data("small.guideline")["files"][0]["failed"] == 1


def test_a_file_with_other_errors_shows_them() -> None:
    Path("broken.guideline").write_text(BROKEN + PASSES)
    result = run("test", "broken.guideline", "small.guideline")
    assert result.exit_code == 1
    assert "error[E201]" in result.stderr
    assert result.stdout.splitlines() == [
        "broken.guideline: 1 error, so no example was run",
        "small.guideline: 1 example passes; coverage 2 of 4",
    ]


def test_an_example_whose_facts_cannot_be_used_is_an_error() -> None:
    Path("small.guideline").write_text(SMALL + PASSES.replace("count is 3", "count is 30"))
    result = run("test", "small.guideline")
    assert result.exit_code == 1
    assert "error[E3" in result.stderr


def test_without_a_path_the_folder_is_searched() -> None:
    Path("below").mkdir()
    Path("below/more.guideline").write_text(SMALL + FAILS)
    result = run("test")
    assert result.exit_code == 1
    names = [line.partition(":")[0] for line in result.stdout.splitlines() if line[0] != " "]
    assert names == ["small.guideline", str(Path("below/more.guideline"))]


def test_without_a_path_and_a_file_it_says_so() -> None:
    Path("small.guideline").unlink()
    result = run("test")
    assert result.exit_code == 2
    assert result.stderr == "error: there is no file in . whose name ends in .guideline\n"


def test_a_guideline_that_ships_is_tested_by_its_name() -> None:
    result = run("test", "--strict", "low_back_pain")
    assert result.exit_code == 0
    assert result.stdout.startswith("low_back_pain: 69 examples pass; coverage 66 of 66\n")


def test_what_is_wrong_with_arguments_is_told_and_the_rest_is_done() -> None:
    result = run("test", "nowhere.guideline", "small.guideline")
    assert result.exit_code == 2
    assert "small.guideline: 1 example passes" in result.stdout
    assert "nowhere.guideline" in result.stderr


def test_a_vocabulary_has_no_examples() -> None:
    Path("words.guideline").write_text(
        'vocabulary words\n  title "Words"\n\nfact pain\n  yes or no\n  ask "Pain?"\n'
    )
    result = run("test", "words.guideline", "--strict")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "words.guideline: a vocabulary, which has no examples\n"


def test_what_is_missing_is_listed_on_demand_and_counts_on_demand() -> None:
    assert run("test", "--coverage", "small.guideline").exit_code == 0
    result = run("test", "--strict", "small.guideline")
    assert result.exit_code == 1
    assert result.stdout == run("test", "--coverage", "small.guideline").stdout
    assert (
        result.stdout
        == """\
small.guideline: 1 example passes; coverage 2 of 4
  no example in which it does not hold: pain
  no example beside a bound, where the bound matters: count at 2
"""
    )


def test_an_example_that_fails_shows_nothing() -> None:
    Path("small.guideline").write_text(SMALL + FAILS)
    assert data("small.guideline")["files"][0]["coverage"]["shown"] == 0


def test_what_cannot_be_looked_through_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imaging_rules.analyse.example_goals.BUDGET", 1)
    result = run("test", "small.guideline")
    assert result.exit_code == 0
    assert "coverage is not told: `small` is too entangled" in result.stdout
    assert run("test", "--strict", "small.guideline").exit_code == 1
    assert data("small.guideline")["files"][0]["coverage"] is None
    before = Path("small.guideline").read_bytes()
    assert run("test", "--write", "small.guideline").exit_code == 0
    assert Path("small.guideline").read_bytes() == before


def test_the_data_say_all_that_the_text_says() -> None:
    Path("small.guideline").write_text(SMALL + OPEN + FAILS)
    (found,) = data("small.guideline")["files"]
    assert (found["passed"], found["failed"]) == (1, 1)
    one, other = found["examples"]
    assert one == {
        "title": "nobody asked",
        "line": 25,
        "passed": True,
        "expected": {
            "words": "no guidance or image asking pain",
            "possible": ["no guidance", "image"],
            "studies": [],
            "because": [],
            "asking": ["pain"],
            "later": [],
        },
        "came": {
            "possible": ["no guidance", "image"],
            "studies": ["mri"],
            "because": [],
            "asking": ["pain"],
            "later": [],
        },
        "differs": [],
        "why": [],
    }
    assert len(other["differs"]) == 3
    assert found["coverage"] == {
        # Of whoever was not asked it is known that with fewer nothing would be recommended.
        "shown": 1,
        "of": 4,
        "gaps": [
            {"kind": "decides", "name": "pain"},
            {"kind": "bound", "name": "count", "at": "2"},
            {"kind": "does not hold", "name": "pain"},
        ],
    }


# --- writing ----------------------------------------------------------------------------------


def test_what_is_missing_is_added_and_then_nothing_is_missing() -> None:
    result = run("test", "--write", "small.guideline")
    assert (result.exit_code, result.stderr) == (0, "")
    assert (
        result.stdout
        == """\
small.guideline: 2 examples pass; coverage 4 of 4
  1 example added, to be confirmed:
    “count is 2, beside a bound”
"""
    )
    written = Path("small.guideline").read_text()
    assert written.startswith(SMALL + PASSES)
    assert run("check", "small.guideline").exit_code == 0
    again = run("test", "--write", "small.guideline", "--strict")
    assert (again.exit_code, again.stdout) == (
        0,
        "small.guideline: 2 examples pass; coverage 4 of 4\n",
    )
    assert Path("small.guideline").read_text() == written


def test_much_to_add_is_added_in_several_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    """How much is looked for in one go is bounded, and that there may be more is told."""
    monkeypatch.setattr("imaging_rules.library.example_proposals.MOST_WORK", 1)
    monkeypatch.setattr("imaging_rules.library.example_proposals._FEWEST_TRIALS", 8)
    more = "  there may be more to add: confirm these, then run `imaging-rules test --write` again"
    Path("small.guideline").write_text(SMALL)
    first = run("test", "--write", "small.guideline").stdout.splitlines()
    assert more in first
    added = [line for line in first if line.startswith("    “")]
    assert 0 < len(added) < 7
    runs = 1
    while more in (shown := run("test", "--write", "small.guideline").stdout.splitlines()):
        runs += 1
        assert runs < 8
    assert run("test", "--strict", "small.guideline").exit_code == 0, shown


def test_that_too_much_was_to_be_tried_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imaging_rules.library.example_proposals.MOST_WORK", -1)
    monkeypatch.setattr("imaging_rules.library.example_proposals._FEWEST_TRIALS", -1)
    Path("small.guideline").write_text(SMALL)
    result = run("test", "--write", "small.guideline")
    assert result.exit_code == 1
    assert (
        "nothing was added: the guideline is too large to look for examples of all its rules"
        in result.stdout
    )
    assert Path("small.guideline").read_text() == SMALL


def test_a_file_with_an_error_is_left_as_it_is() -> None:
    for text in (SMALL + FAILS, BROKEN, SMALL + PASSES.replace("given", "givn")):
        Path("small.guideline").write_text(text)
        assert run("test", "--write", "small.guideline").exit_code == 1
        assert Path("small.guideline").read_text() == text


def test_that_nothing_was_added_is_told() -> None:
    Path("small.guideline").write_text(SMALL + FAILS)
    shown = run("test", "--write", "small.guideline").stdout
    assert shown.endswith("  nothing was added: an example fails\n")


def test_a_file_that_would_get_too_long_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Path("small.guideline").read_bytes()
    monkeypatch.setattr("imaging_rules.syntax.parse.LONGEST_FILE", len(before) + 10)
    result = run("test", "--write", "small.guideline")
    assert result.exit_code == 1
    assert "nothing was added: it would have an error: " in result.stdout
    assert Path("small.guideline").read_bytes() == before


def test_files_to_write_to_are_named() -> None:
    result = run("test", "--write")
    assert result.exit_code == 2
    assert "with `--write`, name the files to write to" in result.stderr
    shipped = run("test", "--write", "low_back_pain")
    assert shipped.exit_code == 2
    assert "which ships, is not meant here" in shipped.stderr


@pytest.mark.skipif(os.name == "nt", reason="there a file of one's own can always be written")
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
def test_a_file_that_cannot_be_written_is_told() -> None:
    Path("small.guideline").chmod(0o444)
    result = run("test", "--write", "small.guideline")
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr


# --- what came is accepted --------------------------------------------------------------------


TWO_FAIL = (
    SMALL
    + PASSES
    + FAILS
    + """
# Kept as it is.
example "no pain"
  given  not pain, count is 3
  expect wait
"""
)


def test_each_example_that_fails_is_shown_and_asked_about() -> None:
    Path("small.guideline").write_text(TWO_FAIL)
    result = run("test", "--accept", "small.guideline", stdin="yes\nmaybe\nno\n")
    assert result.exit_code == 1
    assert (
        result.stderr
        == """\
1 of 2: “pain, and two of them” (small.guideline, line 29)
expected  image with mri because pain
came      no guidance
why       no rule decides, so it is what the header says under `otherwise`
why       `pain` does not hold: count is 2
Is that what the guideline is to decide? [yes/no/stop]: yes
2 of 2: “no pain” (small.guideline, line 34)
expected  wait
came      no guidance
why       no rule decides, so it is what the header says under `otherwise`
Is that what the guideline is to decide? [yes/no/stop]: maybe
Write yes, no, or stop; what was accepted until then is kept.
Is that what the guideline is to decide? [yes/no/stop]: no
"""
    )
    assert Path("small.guideline").read_text() == TWO_FAIL.replace(
        "expect image with mri because pain\n\n# Kept", "expect no guidance\n\n# Kept"
    )
    assert result.stdout.startswith("small.guideline: 1 of 3 examples fails; ")


def test_what_is_accepted_passes() -> None:
    Path("small.guideline").write_bytes(TWO_FAIL.replace("\n", "\r\n").encode())
    result = run("test", "--accept", "small.guideline", stdin="y\ny\n")
    assert result.exit_code == 0
    assert result.stdout.startswith("small.guideline: 3 examples pass; ")
    assert b"\r\n  expect no guidance\r\n" in Path("small.guideline").read_bytes()
    assert run("check", "small.guideline").exit_code == 0


def test_rules_and_questions_are_accepted_where_the_example_names_some() -> None:
    example = '\nexample "open"\n  given  pain\n  expect image with mri because pain asking pain\n'
    Path("small.guideline").write_text(SMALL + example)
    assert run("test", "--accept", "small.guideline", stdin="yes\n").exit_code == 0
    text = Path("small.guideline").read_text()
    assert text.endswith("  expect no guidance or image with mri asking count\n")


@pytest.mark.parametrize(
    ("stdin", "code", "told"),
    [
        ("", 2, "`--accept` asks of each example, and there is no further answer to read"),
        ("yes\n", 2, "`--accept` asks of each example, and there is no further answer to read"),
        ("no\nno\n", 1, ""),
        ("stop\n", 1, ""),
    ],
)
def test_without_a_yes_or_before_the_last_answer_nothing_is_written(
    stdin: str, code: int, told: str
) -> None:
    Path("small.guideline").write_text(TWO_FAIL)
    result = run("test", "--accept", "small.guideline", stdin=stdin)
    assert result.exit_code == code
    assert told in result.stderr
    assert Path("small.guideline").read_text() == TWO_FAIL


def test_what_was_accepted_before_stop_is_kept() -> None:
    Path("small.guideline").write_text(TWO_FAIL)
    assert run("test", "--accept", "small.guideline", stdin="yes\nstop\n").exit_code == 1
    assert Path("small.guideline").read_text().count("expect no guidance\n") == 1


def test_interrupted_from_the_keyboard_the_file_is_left_as_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Path("small.guideline").write_text(TWO_FAIL)
    answers = iter(["yes"])

    def typed(_: str) -> str:
        for answer in answers:
            return answer
        raise KeyboardInterrupt

    monkeypatch.setattr("imaging_rules.cli.commands.test.typed", typed)
    result = run("test", "--accept", "small.guideline")
    assert result.exit_code == 130
    assert "stopped; small.guideline was left as it is" in result.stderr
    assert Path("small.guideline").read_text() == TWO_FAIL


def test_a_file_that_is_changed_meanwhile_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("small.guideline").write_text(TWO_FAIL)

    def typed(_: str) -> str:
        Path("small.guideline").write_text(TWO_FAIL + "# More.\n")
        return "yes"

    monkeypatch.setattr("imaging_rules.cli.commands.test.typed", typed)
    result = run("test", "--accept", "small.guideline")
    assert result.exit_code == 2
    assert "small.guideline was changed meanwhile; nothing was written" in result.stderr
    assert Path("small.guideline").read_text() == TWO_FAIL + "# More.\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--accept",), "with `--accept`, name the files to write to"),
        (("--accept", "--write", "small.guideline"), "goes with neither `--write` nor json"),
        (("--accept", "--format", "json", "small.guideline"), "neither `--write` nor json"),
        (("--accept", "low_back_pain"), "which ships, is not meant here"),
    ],
)
def test_what_accept_does_not_go_with(arguments: tuple[str, ...], told: str) -> None:
    result = run("test", *arguments)
    assert result.exit_code == 2
    assert told in result.stderr


def test_a_file_whose_examples_fail_is_refused_and_the_way_on_is_named() -> None:
    Path("small.guideline").write_text(TWO_FAIL)
    told = run("evaluate", "small.guideline", "-f", "pain=yes").stderr
    assert told.count("error[E408]") == 2
    assert "error[E408]: `image with mri because pain` is expected, and `no guidance` comes" in told
    assert told.endswith(
        "error: the guideline has 2 errors and was not loaded\n"
        "  its rules can be read: `imaging-rules test` shows what they decide for its examples and "
        "why, and `imaging-rules test --accept` asks of each that fails whether that is right\n"
    )


def test_where_there_are_no_examples_the_way_to_some_is_named() -> None:
    Path("small.guideline").write_text(SMALL)
    assert run("test", "small.guideline").stdout == (
        "small.guideline: no examples; coverage 0 of 4\n"
        "  `--coverage` lists what they are to show, `--write` adds some to be confirmed\n"
    )
    listed = run("test", "--coverage", "small.guideline").stdout
    assert "lists what they are to show" not in listed
