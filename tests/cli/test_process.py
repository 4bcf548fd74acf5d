"""The command line as a process: pipes, streams that are closed, encodings, start."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command_line import BROKEN, environment_with, process

# Each starts a process; what the commands say and return is tested without one too.
pytestmark = pytest.mark.thorough

COMMAND = [sys.executable, "-m", "imaging_rules"]
FEVER = ("evaluate", "-f", "age=42", "-f", "fever_or_chills=yes")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--version",), 0),
        (FEVER, 0),
        (("check", "low_back_pain"), 0),
        (("check", "broken.guideline"), 1),
        (("evaluate", "broken.guideline"), 1),
        ((), 2),
        (("evaluate", "-f", "age=420"), 2),
        (("evaluate", "nothing"), 2),
        (("evaluate",), 3),
    ],
)
def test_the_exit_code(
    arguments: tuple[str, ...], code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("broken.guideline").write_text(BROKEN)
    done = process(*arguments)
    assert done.returncode == code
    assert bool(done.stderr) == (code in (1, 2))
    assert b"Traceback" not in done.stderr


def test_facts_come_through_a_pipe() -> None:
    facts = b'{"age": 42, "fever_or_chills": true}'
    done = process("evaluate", "--facts", "-", "--format", "json", stdin=facts)
    assert done.returncode == 0
    assert json.loads(done.stdout)["facts"]["stated"] == {"age": 42, "fever_or_chills": True}
    assert done.stderr == b""


@pytest.mark.parametrize("arguments", [FEVER, ("--help",), (*FEVER, "--format", "json")])
def test_a_reader_that_stops_reading_is_no_problem(arguments: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*COMMAND, *arguments],
        stdout=writing,
        stderr=subprocess.PIPE,
        env=environment_with(),
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_exit_code_stays_where_the_reader_stops_reading() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*COMMAND, "evaluate"], stdout=writing, env=environment_with(), check=False
    )
    os.close(writing)
    assert done.returncode == 3


def test_messages_that_no_one_reads_are_no_problem() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*COMMAND, "evaluate", "-f", "age=420"],
        stdout=subprocess.PIPE,
        stderr=writing,
        env=environment_with(),
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stdout) == (2, b"")


def run_with(setup: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process after some lines of Python."""
    return subprocess.run(
        [
            sys.executable,
            "-c",
            f"{setup}\nfrom imaging_rules.cli.main import main\nmain()",
            *arguments,
        ],
        capture_output=True,
        encoding="utf-8",
        env=environment_with(),
        check=False,
    )


@pytest.mark.parametrize("arguments", [FEVER, ("guidelines",), ("--help",)])
def test_a_result_that_cannot_be_written_is_misuse(arguments: tuple[str, ...]) -> None:
    done = run_with("import sys; sys.stdout = None", *arguments)
    assert done.returncode == 2
    assert done.stderr == "error: the result cannot be written: standard output is closed\n"


def test_a_full_disk_is_told() -> None:
    full = (
        "import io, sys\n"
        "class Full(io.RawIOBase):\n"
        "    def writable(self): return True\n"
        "    def write(self, data): raise OSError(28, 'No space left on device')\n"
        "sys.stdout = io.TextIOWrapper(Full(), encoding='utf-8', write_through=True)\n"
    )
    done = run_with(full, *FEVER)
    assert done.returncode == 2
    assert done.stderr == "error: the result cannot be written: No space left on device\n"


def test_closed_standard_input_is_told() -> None:
    done = run_with("import sys; sys.stdin = None", "evaluate", "--facts", "-")
    assert done.returncode == 2
    assert done.stderr == "error: the facts are to come from standard input, which is closed\n"


def test_closed_standard_error_is_no_problem() -> None:
    done = run_with("import sys; sys.stderr = None", "evaluate", "-f", "age=420")
    assert (done.returncode, done.stdout) == (2, "")


def test_ctrl_c_is_quiet() -> None:
    send = (
        "import signal, imaging_rules.cli.commands.evaluate as room\n"
        "room.load = lambda name: signal.raise_signal(signal.SIGINT)\n"
    )
    done = run_with(send, "evaluate")
    assert (done.returncode, done.stdout, done.stderr.strip()) == (130, "", "")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp437", "utf-8"])
def test_what_a_terminal_cannot_show_is_replaced(encoding: str) -> None:
    done = process(*FEVER, PYTHONIOENCODING=encoding)
    assert done.returncode == 0
    assert done.stderr == b""
    text = done.stdout.decode(encoding)
    assert "Recommendation: Image urgently" in text
    quote = "“Fever or chills with back pain" if encoding == "utf-8" else '"Fever or chills with'
    assert quote in text


@pytest.mark.parametrize("encoding", ["ascii", "utf-8"])
def test_messages_are_written_in_any_encoding(encoding: str) -> None:
    done = process("evaluate", "-f", "fièvre≥=“yes”", PYTHONIOENCODING=encoding)
    assert done.returncode == 2
    assert b"has no fact" in done.stderr
    assert b"Traceback" not in done.stderr
    expected = "fièvre≥" if encoding == "utf-8" else "fi?vre>="
    assert expected in done.stderr.decode(encoding)


def test_json_is_the_same_in_any_encoding() -> None:
    documents = [
        process(*FEVER, "--format", "json", PYTHONIOENCODING=encoding).stdout
        for encoding in ("ascii", "utf-8")
    ]
    assert documents[0] == documents[1]


def test_no_colour_where_there_is_no_terminal() -> None:
    assert b"\x1b" not in process("evaluate", "-f", "age=420").stderr


def test_the_start_imports_nothing_heavy() -> None:
    script = (
        "import sys\n"
        "from imaging_rules.cli.main import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted(set(sys.modules) & {'rich', 'hypothesis', 'pytest', 'narwhals', 'asyncio',\n"
        "    'sqlglot', 'jinja2', 'mkdocs', 'numpy', 'cattrs'}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        encoding="utf-8",
        env=environment_with(),
        check=True,
    )
    assert done.stdout.endswith("\n[]\n")
