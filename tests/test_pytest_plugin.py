"""The pytest plugin: examples as tests, and nothing at all unless it is asked for."""

import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from tests.cli.command_line import BROKEN, ROOT, SMALL, environment_with
from tests.cli.test_test import FAILS, OPEN, PASSES

pytest_plugins = ["pytester"]
PLUGIN = "pytest_imaging_rules"
ASKED = ("-p", PLUGIN, "--guidelines")


@pytest.fixture(autouse=True)
def files(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Path:
    # Where the library is installed, its plugin would be found a second time.
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    folder = pytester.path / "guidelines"
    folder.mkdir()
    (folder / "small.guideline").write_text(SMALL + PASSES + OPEN)
    return folder


def ids(result: pytest.RunResult) -> list[str]:
    return [line for line in result.outlines if "::" in line]


def test_each_example_is_a_test(pytester: pytest.Pytester) -> None:
    result = pytester.runpytest(*ASKED, "guidelines", "-v")
    result.assert_outcomes(passed=2)
    assert result.ret == 0


def test_they_are_called_by_their_titles(pytester: pytest.Pytester) -> None:
    result = pytester.runpytest(*ASKED, "--collect-only", "-q")
    assert ids(result) == [
        "guidelines/small.guideline::pain, and three of them",
        "guidelines/small.guideline::nobody asked",
    ]
    chosen = pytester.runpytest(*ASKED, "-k", "nobody", "-q", "--collect-only")
    assert ids(chosen) == ["guidelines/small.guideline::nobody asked"]
    one = pytester.runpytest(*ASKED, "guidelines/small.guideline::nobody asked")
    one.assert_outcomes(passed=1)


def test_titles_that_are_the_same_are_told_apart(files: Path, pytester: pytest.Pytester) -> None:
    (files / "small.guideline").write_text(SMALL + PASSES + PASSES)
    found = ids(pytester.runpytest(*ASKED, "--collect-only", "-q"))
    assert len(set(found)) == 2


@pytest.mark.parametrize("options", [[], ["-p", PLUGIN]])
def test_unless_asked_for_nothing_is_collected(
    pytester: pytest.Pytester, options: list[str]
) -> None:
    result = pytester.runpytest(*options, "guidelines")
    assert result.ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_the_setting_asks_for_it(pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\nguidelines = true\n")
    pytester.runpytest("-p", PLUGIN).assert_outcomes(passed=2)
    pytester.makeini("[pytest]\nguidelines = false\n")
    assert pytester.runpytest("-p", PLUGIN).ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_other_files_are_not_guidelines(files: Path, pytester: pytest.Pytester) -> None:
    (files / "notes.txt").write_text("not a guideline")
    pytester.makepyfile("def test_other(): pass")
    pytester.runpytest(*ASKED).assert_outcomes(passed=3)


def test_a_failure_is_told_without_a_traceback(files: Path, pytester: pytest.Pytester) -> None:
    (files / "small.guideline").write_text(SMALL + PASSES + FAILS)
    result = pytester.runpytest(*ASKED)
    result.assert_outcomes(passed=1, failed=1)
    shown = result.stdout.str()
    result.stdout.fnmatch_lines(
        [
            "*example “pain, and two of them”*",
            "`image` is expected, and `no guidance` is the decision",
            "*small.guideline:29",
            "expected  image with mri because pain",
            "came      no guidance",
            "why       `pain` does not hold: count is 2",
            "FAILED guidelines/small.guideline::pain, and two of them - `image` is *",
        ]
    )
    assert ".py" not in shown.partition("FAILURES")[2]


def test_a_file_that_does_not_load_is_one_failure(files: Path, pytester: pytest.Pytester) -> None:
    (files / "broken.guideline").write_text(BROKEN + PASSES)
    result = pytester.runpytest(*ASKED)
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(
        [
            "error[[]E201]*",
            "*broken.guideline:20:*",
            "FAILED guidelines/broken.guideline::loads - error*",
        ]
    )
    assert ".py" not in result.stdout.str().partition("FAILURES")[2]


def test_a_vocabulary_has_no_tests(files: Path, pytester: pytest.Pytester) -> None:
    words = 'vocabulary words\n  title "Words"\n\nfact pain\n  yes or no\n  ask "Pain?"\n'
    (files / "words.guideline").write_text(words)
    pytester.runpytest(*ASKED).assert_outcomes(passed=2)


def test_a_fault_of_the_library_is_no_failed_example(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr("imaging_rules.library.examples.tried", broken)
    result = pytester.runpytest(*ASKED, "-k", "nobody")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*RuntimeError: a fault"])


@pytest.mark.thorough
def test_several_processes_collect_the_same(pytester: pytest.Pytester) -> None:
    pytest.importorskip("xdist")
    result = pytester.runpytest(*ASKED, "-p", "xdist.plugin", "-p", "xdist.looponfail", "-n", "2")
    result.assert_outcomes(passed=2)


def test_pytest_starts_with_next_to_nothing_of_the_library() -> None:
    program = f"import sys, pytest, {PLUGIN}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env=environment_with(),
    )
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert PLUGIN in loaded
    assert not loaded & {"imaging_rules", "lark", "attrs", "attr", "hypothesis", "click", "rich"}


def test_an_installed_library_brings_the_plugin() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["entry-points"]["pytest11"] == {"imaging_rules": PLUGIN}
    assert hasattr(import_module(PLUGIN), "pytest_collect_file")
