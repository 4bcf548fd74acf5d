"""Diagnostics as plain text says them, in the colours of a terminal."""

from collections.abc import Iterable

from rich.text import Text

from imaging_rules.diagnostics.diagnostic import Diagnostic
from imaging_rules.diagnostics.render import Part, lines_of

_STYLES: dict[Part, str] = {
    "error": "bold red",
    "warning": "bold yellow",
    "message": "bold",
    "frame": "bold blue",
    "file": "",
    "note": "cyan",
    "line": "",
}


def as_coloured(diagnostics: Iterable[Diagnostic]) -> Text:
    """Return what `as_text` says, in colours.

    Nothing in it is read as markup, so square brackets are shown as they are.
    """
    text = Text()
    for number, line in enumerate(lines_of(diagnostics)):
        text.append("\n" if number else "")
        for part, words in line:
            text.append(words, _STYLES[part] or None)
    return text
