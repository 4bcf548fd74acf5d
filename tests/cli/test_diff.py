"""The command `diff`: whose decisions change, from files, names and git revisions."""

import json
import subprocess
from pathlib import Path

import pytest

from imaging_rules import diff
from tests.cli.command_line import BROKEN, SMALL, run

LATER = SMALL.replace("count over 2", "count over 3").replace('"1.2.3"', '"2.0.0"')
RETOLD = SMALL.replace("Is there pain?", "Does it hurt?")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("old.guideline").write_text(SMALL)
    Path("new.guideline").write_text(LATER)
    Path("retold.guideline").write_text(RETOLD)
    Path("broken.guideline").write_text(BROKEN)
    return tmp_path


def test_a_changed_decision_is_told_with_its_patients_and_is_a_finding() -> None:
    result = run("diff", "old.guideline", "new.guideline")
    assert result.exit_code == 1
    assert result.stderr == ""
    assert (
        result.stdout
        == """\
small 1.2.3 (old.guideline)
→ small 2.0.0 (new.guideline)

Decisions that change, for 1 of 6 combinations of answers that the rules of both versions tell \
apart. Other rules are those that say the same in both.

image → no guidance (1 combination of answers)
  patients with pain and count over 2 to 3
    example "image to no guidance, 1"
      given  pain, count is 3
      expect no guidance

Rules that say something else:
  indication pain: `when`

Changed, and decides nothing:
  header: `version`
"""
    )


def test_the_example_can_be_pasted_into_the_new_version() -> None:
    shown = run("diff", "old.guideline", "new.guideline").stdout.split("\n")
    start = next(n for n, line in enumerate(shown) if line.lstrip().startswith("example"))
    pasted = "\n".join(shown[start : start + 3])
    Path("pasted.guideline").write_text(f"{LATER}\n{pasted}\n")
    assert run("check", "pasted.guideline").exit_code == 0
    Path("pasted.guideline").write_text(f"{SMALL}\n{pasted}\n")
    assert run("check", "pasted.guideline").exit_code == 1


def test_that_no_decision_changes_is_said_and_is_no_finding() -> None:
    result = run("diff", "old.guideline", "retold.guideline")
    assert result.exit_code == 0
    assert (
        "\n\nNo patient's decision changes: 4 combinations of answers were compared"
        in result.stdout
    )
    assert result.stdout.endswith("Changed, and decides nothing:\n  fact pain: `ask`\n")


def test_what_was_not_compared_is_told_beside_it() -> None:
    Path("wider.guideline").write_text(SMALL.replace("from 0 to 10", "from 0 to 20"))
    result = run("diff", "old.guideline", "wider.guideline")
    assert result.exit_code == 0
    assert "tell apart. What only one of them has is told below.\n" in result.stdout
    assert (
        "In one version alone:\n  `count` was from 0 to 10, and is from 0 to 20; what both allow "
        "was compared\n" in result.stdout
    )


def test_names_are_taken_too() -> None:
    result = run("diff", "low_back_pain", "low_back_pain")
    assert result.exit_code == 0
    assert "No patient's decision changes" in result.stdout


def test_json_has_all_of_it() -> None:
    result = run("diff", "old.guideline", "new.guideline", "--format", "json")
    assert result.exit_code == 1
    data = json.loads(result.stdout)
    assert data["changes_decisions"] is True
    (change,) = data["levels"]
    assert (change["before"], change["after"], change["patients"]) == ("image", "no guidance", 1)
    assert change["groups"][0]["facts"] == [
        {"fact": "pain", "values": "yes"},
        {"fact": "count", "values": "over 2 to 3"},
    ]
    assert run("diff", "old.guideline", "old.guideline", "--format", "json").exit_code == 0


def test_what_is_told_can_be_had_in_python() -> None:
    difference = diff("old.guideline", "new.guideline")
    assert run("diff", "old.guideline", "new.guideline").stdout == difference.explain()


def test_examples_that_are_decided_otherwise_are_counted() -> None:
    example = '\nexample "three"\n  given pain, count is 3\n  expect image\n'
    Path("old.guideline").write_text(SMALL + example)
    shown = run("diff", "old.guideline", "new.guideline").stdout
    assert "1 example of the old version that the new one decides otherwise:\n  “three”\n" in shown
    assert "example “three”: removed" in shown


def test_very_many_groups_are_not_all_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imaging_rules.analyse.versions.difference._MOST_GROUPS", 0)
    shown = run("diff", "old.guideline", "new.guideline").stdout
    assert "  and 1 more groups; the JSON has them all" in shown
    monkeypatch.setattr("imaging_rules.analyse.versions.changed_decisions.MOST_GROUPS", 0)
    shown = run("diff", "old.guideline", "new.guideline").stdout
    assert "\n  in too many groups to tell\n" in shown


def test_a_file_with_errors_is_a_finding_and_not_compared() -> None:
    result = run("diff", "old.guideline", "broken.guideline")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "error: the guideline has an error and was not loaded" in result.stderr


@pytest.mark.parametrize("arguments", [("nowhere.guideline", "old.guideline"), ("old", "old")])
def test_what_is_not_there_is_misuse(arguments: tuple[str, str]) -> None:
    assert run("diff", *arguments).exit_code == 2


TITLED = SMALL.replace('title     "Pain"', 'title     "Pain, with a count over 2"')


def test_what_a_change_leaves_behind_is_told() -> None:
    assert TITLED != SMALL
    Path("old.guideline").write_text(TITLED)
    Path("new.guideline").write_text(
        TITLED.replace("when      pain and count over 2", "when      pain and count over 3")
    )
    shown = run("diff", "old.guideline", "new.guideline").stdout
    assert "\n\nTake care:\n  decisions change, and the version is 1.2.3 as before\n" in shown
    assert "\n\nTexts that still speak of 2:\n  indication pain: `title`: “over 2”\n" in shown
    data = json.loads(run("diff", "old.guideline", "new.guideline", "--format", "json").stdout)
    assert data["cautions"] == ["decisions change, and the version is 1.2.3 as before"]
    assert data["old_numbers"] == [
        {"number": "2", "kind": "indication", "name": "pain", "clause": "title", "words": "over 2"}
    ]
    assert data["same_citations"] == []


def test_a_patient_is_told_of_whom_one_version_finds_a_contradiction() -> None:
    found = '\ncontradiction no_count\n  when pain and count is 0\n  editorial "Made up."\n'
    Path("new.guideline").write_text(SMALL + found)
    result = run("diff", "old.guideline", "new.guideline")
    assert result.exit_code == 1
    assert (
        "Contradictions that changed; while one is found, its facts count as open:\n"
        "  contradiction no_count: added; found for example of: given pain, count is 0\n"
        in result.stdout
    )


def test_what_is_not_worked_out_is_told() -> None:
    other = '\nfact more\n  number from 0 to 10\n  ask "How many more?"\n'
    found = '\ncontradiction fewer\n  when pain and more over count\n  editorial "Made up."\n'
    Path("old.guideline").write_text(SMALL + other)
    Path("new.guideline").write_text(SMALL + other + found)
    shown = run("diff", "old.guideline", "new.guideline").stdout
    assert (
        "No level changes for a patient of whom all is stated, and no contradiction found that "
        "compares numbers with each other: " in shown
    )
    assert (
        "  contradiction fewer: added; it compares numbers with each other: whom that concerns is "
        "not worked out\n" in shown
    )


def test_no_level_is_said_to_stay_where_contradictions_were_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("imaging_rules.analyse.versions.with_contradictions.BUDGET", 0)
    rule = '\ncontradiction no_count\n  when pain and count is 0\n  editorial "Made up."\n'
    Path("old.guideline").write_text(SMALL)
    Path("new.guideline").write_text(SMALL + rule)
    shown = run("diff", "old.guideline", "new.guideline").stdout
    assert "would take too long to compare: the levels are told as if none were found" in shown
    assert (
        "No level changes for a patient of whom all is stated, and no contradiction found: "
        in shown
    )
    data = json.loads(run("diff", "old.guideline", "new.guideline", "--format", "json").stdout)
    assert (data["changes_decisions"], data["contradictions_compared"]) == (True, False)


def test_who_is_asked_otherwise_is_told() -> None:
    gated = SMALL + '\nfact more\n  yes or no\n  ask "More?"\n  ask only when count over 3\n'
    Path("old.guideline").write_text(gated)
    Path("new.guideline").write_text(gated.replace("when count over 3", "when count over 2"))
    shown = run("diff", "old.guideline", "new.guideline").stdout
    assert "\n  fact more: `ask only when`; other patients are asked for it\n" in shown
    assert "No patient's decision changes" in shown


# --- revisions --------------------------------------------------------------------------------


def git(*arguments: str) -> None:
    settings = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *settings, *arguments], check=True, capture_output=True)


SOURCED = SMALL.replace(
    "study mri",
    'source paper\n  title      "A paper"\n  statements "sources/paper.json"\n\nstudy mri',
).replace('editorial "Made up for a test."', "cite paper S1")


@pytest.fixture
def repository(folder: Path) -> Path:
    Path("rules/sources").mkdir(parents=True)
    Path("rules/small.guideline").write_text(SOURCED)
    Path("rules/sources/paper.json").write_text('[{"id": "S1", "quote": "As it was."}]')
    git("init", "--quiet")
    git("add", "rules")
    git("commit", "--quiet", "-m", "one")
    # What lies in the folder now is another thing altogether.
    Path("rules/small.guideline").write_text(SOURCED.replace("over 2", "over 3"))
    Path("rules/sources/paper.json").write_text('[{"id": "S1", "quote": "As it is."}]')
    return folder


@pytest.mark.parametrize("path", ["rules/small.guideline", "./rules/small.guideline"])
def test_a_revision_is_read_with_the_statements_of_its_time(repository: Path, path: str) -> None:
    result = run("diff", f"git:HEAD:{path}", "rules/small.guideline")
    assert result.exit_code == 1
    assert f"small 1.2.3 (git:HEAD:{path})" in result.stdout
    assert "patients with pain and count over 2 to 3" in result.stdout
    assert "source paper: `statements`" in result.stdout
    assert run("diff", f"git:HEAD:{path}", f"git:HEAD:{path}").exit_code == 0


def test_a_path_is_taken_from_where_the_program_runs(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository / "rules")
    assert run("diff", "git:HEAD:./small.guideline", "small.guideline").exit_code == 1


def test_statements_are_read_from_beside_the_file_alone(repository: Path) -> None:
    for name in ("../outside.json", "/etc/passwd", "a//b.json", "c:x.json", "a\\b.json"):
        Path("rules/small.guideline").write_text(SOURCED.replace("sources/paper.json", name))
        git("commit", "--quiet", "-am", "two")
        result = run("diff", "git:HEAD:rules/small.guideline", "old.guideline")
        assert result.exit_code == 1
        assert "error[E204]" in result.stderr


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("git:", "write `git:REVISION:PATH`"),
        ("git:HEAD", "write `git:REVISION:PATH`"),
        ("git:HEAD:", "write `git:REVISION:PATH`"),
        ("git::small.guideline", "write `git:REVISION:PATH`"),
        ("git:--output=x:small.guideline", "neither a revision nor a path begins with `-`"),
        ("git:HEAD:-x", "neither a revision nor a path begins with `-`"),
        ("git:HEAD:nowhere.guideline", "cannot be read: fatal:"),
        ("git:nowhere:rules/small.guideline", "cannot be read: fatal:"),
        ("git:HEAD:rules/\0", "cannot be read: it is not a path"),
        ("git:HEAD:$(touch x);rules/small.guideline", "cannot be read: fatal:"),
    ],
)
def test_what_git_does_not_have_is_misuse(repository: Path, written: str, sentence: str) -> None:
    before = sorted(Path().iterdir())
    result = run("diff", written, "old.guideline")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert sentence in " ".join(result.stderr.split())
    assert sorted(Path().iterdir()) == before


def test_without_git_it_is_said(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    result = run("diff", "git:HEAD:rules/small.guideline", "old.guideline")
    assert result.exit_code == 2
    assert "git is not installed" in result.stderr


def test_a_git_that_does_not_answer_is_not_waited_for(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(command: list[str], **_: object) -> None:
        raise subprocess.TimeoutExpired(command, 1)

    monkeypatch.setattr("subprocess.run", slow)
    result = run("diff", "git:HEAD:rules/small.guideline", "old.guideline")
    assert result.exit_code == 2
    assert "git does not answer" in result.stderr


def test_versions_whose_examples_fail_are_compared_too() -> None:
    example = '\nexample "three of them"\n  given  pain, count is 3\n  expect image with mri\n'
    Path("old.guideline").write_text(SMALL + example)
    Path("new.guideline").write_text(LATER + example)
    assert run("check", "new.guideline").exit_code == 1
    result = run("diff", "old.guideline", "new.guideline")
    assert (result.exit_code, result.stderr) == (1, "")
    assert (
        """\
1 example that the two versions decide otherwise:
  “three of them”
"""
        in result.stdout
    )
    assert "example of the " not in result.stdout
    back = run("diff", "new.guideline", "old.guideline")
    assert "no guidance → image (1 combination of answers)" in back.stdout
    Path("old.guideline").write_text(BROKEN + example)
    assert run("diff", "old.guideline", "new.guideline").exit_code == 1
