"""A dialog in plain lines: what is said on standard error, what is typed on standard input."""

import sys
from collections.abc import Iterable
from shutil import get_terminal_size

import click

from imaging_rules.cli.exit_codes import ExitCode
from imaging_rules.cli.output import complain, encodable, tell
from imaging_rules.text.words import WIDTH, wrapped

PROMPT = "> "

_NARROWEST = 20
_LONGEST_LINE = 10_000


class InputEndedError(Exception):
    """There is nothing more to read: a pipe has ended, or Ctrl-D was typed."""


def say(text: str = "", first: str = "", rest: str | None = None) -> None:
    """Say something, in lines that fit a terminal.

    Args:
        text: What is said; an empty text makes an empty line.
        first: What the first line begins with.
        rest: What the others begin with; as much space, if it is left out.
    """
    terminal = sys.stderr is not None and sys.stderr.isatty()
    width = min(WIDTH, get_terminal_size().columns) if terminal else WIDTH
    rest = " " * len(first) if rest is None else rest
    complain("\n".join(wrapped(text, first, rest, max(_NARROWEST, width))))


def say_all(texts: Iterable[str], first: str) -> None:
    """Say several things, each begun alike."""
    for text in texts:
        say(text, first)


def typed(prompt: str = PROMPT) -> str:
    """Return the next line that is typed, without spaces around it.

    Where standard input is no terminal, the line is shown after the prompt, so that the dialog
    can be followed all the same.

    Raises:
        InputEndedError: There is no further line.
    """
    if sys.stderr is not None:
        click.echo(encodable(prompt, sys.stderr.encoding), nl=False, err=True)
    line = _line()
    if line is None:
        complain("")
        raise InputEndedError
    words = line.strip()
    if not sys.stdin.isatty():
        complain(words)
    return words


def interrupted() -> ExitCode:
    """Say that a dialog was stopped from the keyboard; return the code to end with."""
    complain("")
    tell("stopped; nothing was written")
    return ExitCode.INTERRUPTED


def _line() -> str | None:
    """Return the next line; what is not text in it is replaced, what is too long cut."""
    if sys.stdin is None:
        return None
    data = sys.stdin.buffer.readline(_LONGEST_LINE)
    if not data:
        return None
    cut = data
    while cut and not cut.endswith(b"\n") and len(cut) == _LONGEST_LINE:
        cut = sys.stdin.buffer.readline(_LONGEST_LINE)
    return data.decode(sys.stdin.encoding or "utf-8", "replace")
