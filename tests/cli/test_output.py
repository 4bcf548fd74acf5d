"""Colour, and lines that fit, where standard error is a terminal."""

import io
from contextlib import redirect_stderr, redirect_stdout

import pytest

from imaging_rules.cli import output
from imaging_rules.cli.exit_codes import MisuseError


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("COLUMNS", "40")
    return Terminal()


RENDERED = "error[E201]: bad\n  --> x:1:1\n1 | error: no\n\nwarning[W503]: poor\nerror: not loaded"


def test_the_heads_of_messages_are_coloured_in_a_terminal(terminal: Terminal) -> None:
    with redirect_stderr(terminal):
        output.complain(RENDERED)
    assert terminal.getvalue() == (
        "\x1b[31m\x1b[1merror[E201]:\x1b[0m bad\n  --> x:1:1\n1 | error: no\n\n"
        "\x1b[33m\x1b[1mwarning[W503]:\x1b[0m poor\n\x1b[31m\x1b[1merror:\x1b[0m not loaded\n"
    )


def test_no_colour_where_it_is_not_wanted(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    with redirect_stderr(terminal):
        output.complain(RENDERED)
    assert terminal.getvalue() == RENDERED + "\n"


def test_no_colour_where_there_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    with redirect_stderr(io.StringIO()) as stream:
        output.complain(RENDERED)
    assert stream.getvalue() == RENDERED + "\n"


def test_sentences_fit_the_terminal_and_no_word_is_torn(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    with redirect_stderr(terminal):
        output.tell(
            "error: 2 mistakes:\n  `unexplained-weight-loss` is yes or no, and ‘maybe’ was given"
        )
    assert terminal.getvalue() == (
        "error: 2 mistakes:\n  `unexplained-weight-loss` is yes or\n    no, and ‘maybe’ was given\n"
    )


def test_sentences_stay_whole_where_there_is_no_terminal() -> None:
    with redirect_stderr(io.StringIO()) as stream:
        output.tell("error: " + "word " * 40 + "end")
    assert stream.getvalue() == "error: " + "word " * 40 + "end\n"


def test_hidden_characters_are_made_visible(terminal: Terminal) -> None:
    with redirect_stderr(terminal):
        output.complain("a\x1b[2Jb\u202ec")
    assert terminal.getvalue() == "a\ufffd[2Jb\ufffdc\n"


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [
        ("4–6 weeks", "ascii", "4-6 weeks"),
        ("“a” ‘b’ … ≥ é", "ascii", "\"a\" 'b' ... >= ?"),
        ("“é”", "latin-1", '"é"'),
        ("“é”", "utf-8", "“é”"),
        ("a\udcffb–", "utf-8", "a?b–"),
        ("–", None, "–"),
    ],
)
def test_characters_that_an_encoding_lacks_get_a_likeness(
    text: str, encoding: str | None, shown: str
) -> None:
    assert output.encodable(text, encoding) == shown


class Failing(io.StringIO):
    """A stream on which writing fails."""

    def __init__(self, problem: OSError) -> None:
        super().__init__()
        self.problem = problem

    def write(self, text: str) -> int:
        raise self.problem


def test_a_reader_that_stops_reading_is_no_problem() -> None:
    with redirect_stdout(Failing(BrokenPipeError())), redirect_stderr(io.StringIO()) as said:
        output.write("a result")
    assert said.getvalue() == ""


def test_a_result_that_cannot_be_written_is_told() -> None:
    full = Failing(OSError(28, "No space left on device"))
    with redirect_stdout(full), pytest.raises(MisuseError) as problem:
        output.write("a result")
    assert problem.value.message == "the result cannot be written: No space left on device"


def test_a_result_needs_standard_output() -> None:
    with redirect_stdout(None), pytest.raises(MisuseError, match="standard output is closed"):
        output.write("a result")


def test_messages_without_standard_error_are_dropped() -> None:
    with redirect_stdout(io.StringIO()) as result, redirect_stderr(None):
        output.complain("a message")
        output.tell("a message")
    assert result.getvalue() == ""
