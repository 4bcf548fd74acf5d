"""The group of commands: help, version, the list of guidelines, and slips of the pen."""

import json
import re
from pathlib import Path

import click
import pytest

import imaging_rules
from imaging_rules.cli.main import main
from tests.cli.command_line import run

COMMANDS = ((), *((name,) for name in sorted(main.commands)))


def test_the_version_is_told() -> None:
    result = run("--version")
    assert (result.exit_code, result.stdout) == (0, f"imaging-rules {imaging_rules.__version__}\n")


@pytest.mark.parametrize("option", ["-h", "--help"])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_has_help(command: tuple[str, ...], option: str) -> None:
    result = run(*command, option)
    assert result.exit_code == 0
    assert result.stdout.startswith(" ".join(("Usage: imaging-rules", *command)))
    assert result.stdout.isascii()
    assert max(map(len, result.stdout.splitlines())) <= 90
    assert result.stderr == ""


def test_the_examples_of_the_help_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my.guideline").write_text("")
    (tmp_path / "patient.json").write_text('{"age": 42}')
    (tmp_path / "guidelines").mkdir()
    helps = "".join(run(*command, "--help").stdout for command in COMMANDS)
    examples = re.findall(r"^ +imaging-rules (.*)$", helps, re.MULTILINE)
    assert {example.split()[0] for example in examples} == set(main.commands)
    for example in examples:
        command = re.split(r" [>|] ", example)[0]
        words = [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', command)]
        result = run(*words)
        assert not result.stderr.startswith("error: there is no command"), example
        assert "shows how to write it" not in result.stderr, example


def test_without_a_command_the_help_is_shown_as_a_mistake() -> None:
    result = run()
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr == run("--help").stdout


def test_the_guidelines_are_listed() -> None:
    result = run("guidelines")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    listed = [line.split(maxsplit=3) for line in lines]
    assert [name for name, *_ in listed] == list(imaging_rules.guidelines())
    assert ["low_back_pain", "1.0.0", "active", "MRI for low back pain"] in listed
    # The titles stand below each other.
    assert len({line.index(title) for line, (*_, title) in zip(lines, listed, strict=True)}) == 1


def test_the_guidelines_are_listed_in_json() -> None:
    result = run("guidelines", "--format", "json")
    assert result.exit_code == 0
    names = [each["name"] for each in json.loads(result.stdout)["guidelines"]]
    assert names == list(imaging_rules.guidelines())
    guideline = imaging_rules.load("low_back_pain")
    assert {
        "name": "low_back_pain",
        "version": guideline.version,
        "status": "active",
        "title": guideline.title,
        "package": "imaging-rules",
    } in json.loads(result.stdout)["guidelines"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("evaluat",), "there is no command `evaluat`: did you mean `evaluate`?"),
        (("guideline",), "there is no command `guideline`: did you mean `guidelines`?"),
        (("validate",), "there is no command `validate`: did you mean `check`?"),
        (("valdate",), "there is no command `valdate`: did you mean `check`?"),
        (("evalute",), "there is no command `evalute`: did you mean `evaluate`?"),
        (("run",), "there is no command `run`: did you mean `evaluate`?"),
        (("format",), "there is no command `format`: did you mean `fmt`?"),
        (("xyz",), "there is no command `xyz`: the commands are evaluate, ask, check, "),
        (("low_back_pain",), "write `imaging-rules evaluate low_back_pain`"),
        (("my.guideline",), "write `imaging-rules evaluate my.guideline`"),
        (("age=42",), "write `imaging-rules evaluate -f age=42`"),
        (("-f", "age=42"), "`-f` stands after a command, as in `imaging-rules evaluate -f`"),
        (("--verson",), "there is no option `--verson`: did you mean `--version`?"),
        (("-x",), "there is no option `-x`\n"),
        (("evaluate", "--fcats", "x"), "there is no option `--fcats`: did you mean `--facts`?"),
        (("check", "--strct", "x"), "there is no option `--strct`: did you mean `--strict`?"),
        (("evaluate", "--format", "jsn"), "invalid value for '--format': 'jsn' is not one of"),
        (("evaluate", "-f"), "option '-f' requires an argument"),
        (("guidelines", "all"), "got unexpected extra argument (all)"),
    ],
)
def test_a_slip_is_told_with_the_nearest_right_word(
    arguments: tuple[str, ...], sentence: str
) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("error: ")
    assert sentence in result.stderr
    assert "--help` shows how to write it\n" in result.stderr


def test_a_fault_of_the_program_shows_no_traceback_and_no_facts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(name: object) -> None:
        raise KeyError("secret fact")

    monkeypatch.setattr("imaging_rules.cli.commands.evaluate.load", fail)
    result = run("evaluate", "-f", "age=42")
    assert result.exit_code == 70
    assert result.stdout == ""
    assert re.fullmatch(
        r"error: imaging-rules itself failed here \(test_commands.py, line \d+\); "
        r"this is no mistake of yours, please report it\n",
        result.stderr,
    )


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        (imaging_rules.ImagingRulesError("something of the library"), "something of the library"),
        (click.FileError("f.txt", "it is gone"), "it is gone"),
    ],
)
def test_other_mistakes_are_misuse(
    problem: Exception, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(name: object) -> None:
        raise problem

    monkeypatch.setattr("imaging_rules.cli.commands.evaluate.load", fail)
    result = run("evaluate")
    assert result.exit_code == 2
    assert sentence in result.stderr


@pytest.mark.parametrize("problem", [KeyboardInterrupt, EOFError])
def test_an_interruption_is_quiet(
    problem: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(name: object) -> None:
        raise problem

    monkeypatch.setattr("imaging_rules.cli.commands.evaluate.load", stop)
    result = run("evaluate")
    assert result.exit_code == 130
    assert result.output.strip() == ""


def test_the_group_ends_the_program_whatever_it_is_told() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"], standalone_mode=False)
    assert ended.value.code == 0
