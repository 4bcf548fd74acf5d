"""Colour, and lines that fit, where standard error is a terminal."""

import io
import re
from contextlib import redirect_stderr, redirect_stdout

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from imaging_rules.cli import output
from imaging_rules.cli.coloured import as_coloured
from imaging_rules.cli.exit_codes import MisuseError
from imaging_rules.diagnostics import Diagnostic, Pointer, as_text
from imaging_rules.text import SourceText, Span


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    for name in ("NO_COLOR", "FORCE_COLOR", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
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


_STYLE = re.compile(r"\x1b\[[0-9;]*m")


def diagnostic(text: str, part: str, code: str = "E301", **more: str) -> Diagnostic:
    source = SourceText("[red]f[/red]", text)
    start = text.index(part)
    at = Pointer(source, Span(start, start + len(part)), more.get("label", ""))
    also = (Pointer(source, Span(0, 1), "[b]here[/b]"),)
    return Diagnostic(code, more.get("message", "a message"), at, also, more.get("help", ""))


SAMPLES = [
    diagnostic('when "[bold]x[/bold]" fever', "fever", message="[red]one[/red]", help="[/]"),
    diagnostic("\twhen\t全角 e\u0301 fever", "全角 e\u0301", "W503", label="[dim]mark"),
    diagnostic("a [link=https://x.org]b[/link] :smile: c", ":smile:", help="see [1] and \\[2]"),
]


@pytest.mark.parametrize("number", range(len(SAMPLES) + 1))
def test_it_says_what_the_plain_text_says(number: int) -> None:
    assert as_coloured(SAMPLES[:number]).plain == as_text(SAMPLES[:number])


@given(
    st.text("[]/bold=\\ \t全é\u0301\u202e\x1b:", min_size=1, max_size=80),
    st.text("[]/red \\:", max_size=30),
)
def test_nothing_in_it_is_taken_for_markup(text: str, message: str) -> None:
    told = [diagnostic(text, text[len(text) // 2 :], message=message, label=message, help=message)]
    console = Console(file=io.StringIO(), force_terminal=True, width=20, color_system="standard")
    with console.capture() as captured:
        console.print(as_coloured(told), soft_wrap=True)
    assert _STYLE.sub("", captured.get()) == as_text(told) + "\n"


def test_the_head_and_the_mark_have_the_colour_of_its_weight() -> None:
    error, warning = as_coloured(SAMPLES[:1]), as_coloured(SAMPLES[1:2])
    for text, style in ((error, "bold red"), (warning, "bold yellow")):
        styled = [text.plain[each.start : each.end] for each in text.spans if each.style == style]
        assert len(styled) == 2
        assert re.fullmatch(r"(error|warning)\[[EW]\d+\]:", styled[0])
        assert "^" in styled[1]


def complained(stream: io.StringIO) -> str:
    with redirect_stderr(stream):
        output.complain_of(SAMPLES)
    return stream.getvalue()


def test_a_terminal_gets_colours_and_the_same_words(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    told = complained(terminal)
    assert "\x1b[1;31merror[E301]:\x1b[0m" in told
    assert _STYLE.sub("", told) == as_text(SAMPLES) + "\n\n"


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_a_terminal_without_colours_gets_plain_text(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    assert complained(terminal) == as_text(SAMPLES) + "\n\n"


def test_what_is_no_terminal_gets_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert complained(io.StringIO()) == as_text(SAMPLES) + "\n\n"


def test_nothing_is_written_of_nothing(terminal: Terminal) -> None:
    with redirect_stderr(terminal):
        output.complain_of(())
    assert terminal.getvalue() == ""
