"""Writing: results to standard output, everything else to standard error."""

import json
import os
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from shutil import get_terminal_size
from typing import Any, TextIO

import click

from imaging_rules.cli.exit_codes import MisuseError
from imaging_rules.diagnostics import Diagnostic, as_text
from imaging_rules.text import UNSAFE
from imaging_rules.text.words import wrapped

_HEAD = re.compile(r"^(error|warning)(\[\w+\])?:", re.MULTILINE)
_COLOUR = {"error": "red", "warning": "yellow"}

# Where a terminal lacks a character: `4–6 weeks` must not become `4?6 weeks`.
_PLAIN = {
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
    "–": "-",
    "—": "-",
    "−": "-",
    "…": "...",
    "×": "x",
    "·": "-",
    "•": "-",
    "→": "->",
    "≤": "<=",
    "≥": ">=",
    "µ": "u",
    "μ": "u",
    "\N{NO-BREAK SPACE}": " ",
    "\N{NARROW NO-BREAK SPACE}": " ",
}


def write(text: str) -> None:
    """Write a result, and a line end, to standard output.

    A reader who stops reading (as ``head`` does) is not a problem.

    Raises:
        MisuseError: The result cannot be written.
    """
    stream = _standard_output()
    _echo(encodable(text, stream.encoding) + "\n", stream)


def write_markup(text: str) -> None:
    """Write Markdown or HTML, and a line end, to standard output.

    Characters that the output lacks are written as their numbers, which mean the same there: what
    looks alike, as ``-`` for ``–``, could be taken for markup.

    Raises:
        MisuseError: The result cannot be written.
    """
    stream = _standard_output()
    text = text if _has(stream.encoding or "utf-8", text) else in_ascii(text)
    _echo(text + "\n", stream)


def write_exactly(data: bytes) -> None:
    """Write bytes to standard output as they are, with no line end added.

    Raises:
        MisuseError: They cannot be written.
    """
    _echo(data, _standard_output())


def _standard_output() -> TextIO:
    # It is None where the shell closed it.
    stream: TextIO | None = sys.stdout
    if stream is None:
        raise MisuseError("the result cannot be written: standard output is closed")
    return stream


def _echo(result: str | bytes, stream: TextIO) -> None:
    try:
        click.echo(result, file=stream, nl=False)
    except BrokenPipeError:
        _discard_rest(stream)
    except OSError as problem:
        _discard_rest(stream)
        why = problem.strerror or "writing failed"
        raise MisuseError(f"the result cannot be written: {why}") from None


def complain(text: str) -> None:
    """Write a message, and a line end, to standard error, in colour where that is a terminal."""
    stream: TextIO | None = sys.stderr
    if stream is None:
        return
    shown = encodable(visible(text), stream.encoding)
    colourful = _is_colourful(stream)
    if colourful:
        shown = _HEAD.sub(lambda head: click.style(head[0], _COLOUR[head[1]], bold=True), shown)
    with suppress(OSError):
        click.echo(shown, file=stream, color=colourful)


def complain_of(diagnostics: Sequence[Diagnostic]) -> None:
    """Write what is said of files to standard error, in colour where that is a terminal.

    Args:
        diagnostics: What is said; a blank line follows it, if it is anything.
    """
    stream: TextIO | None = sys.stderr
    if stream is None or not diagnostics:
        return
    shown = f"{as_text(diagnostics)}\n\n"
    if _is_colourful(stream):
        # They are slow to import, and most runs do not write to a terminal.
        from rich.console import Console

        from imaging_rules.cli.coloured import as_coloured

        console = Console(file=stream, force_terminal=True, legacy_windows=False)
        with console.capture() as captured:
            console.print(as_coloured(diagnostics), end="\n\n", soft_wrap=True)
        shown = captured.get()
    with suppress(OSError):
        click.echo(encodable(shown, stream.encoding), file=stream, nl=False, color=True)


def _is_colourful(stream: TextIO) -> bool:
    return stream.isatty() and not os.environ.get("NO_COLOR")


def tell(sentences: str) -> None:
    """Write sentences to standard error, in lines that fit where that is a terminal."""
    if sys.stderr is not None and sys.stderr.isatty():
        width = get_terminal_size().columns
        sentences = "\n".join(_fitted(line, width) for line in sentences.split("\n"))
    complain(sentences)


def as_json(data: Any) -> str:
    """Return data as a JSON document in plain ASCII, which every terminal and pipe can carry."""
    return json.dumps(data, indent=2, allow_nan=False)


def in_ascii(markup: str) -> str:
    """Return Markdown or HTML with the numbers of all characters that plain ASCII lacks."""
    return markup.encode("ascii", "xmlcharrefreplace").decode("ascii")


def visible(text: str) -> str:
    """Return text in which no hidden character acts on the terminal."""
    return UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text)


def encodable(text: str, encoding: str | None) -> str:
    """Return text with the characters that an encoding lacks replaced by the plainest likeness."""
    encoding = encoding or "utf-8"
    if _has(encoding, text):
        return text
    return "".join(each if _has(encoding, each) else _PLAIN.get(each, "?") for each in text)


def _fitted(line: str, width: int) -> str:
    indent = line[: len(line) - len(line.lstrip())] + "  "
    # Neither a name nor what is to be typed may be torn apart.
    return "\n".join(wrapped(line, rest=indent, width=width))


def _has(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _discard_rest(stream: TextIO) -> None:
    """Let what is still buffered go nowhere, or Python complains of it when it ends."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
