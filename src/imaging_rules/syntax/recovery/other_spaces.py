"""Spaces that are no ordinary ones, as word processors write them."""

import re

from imaging_rules.diagnostics import Diagnostic, Edit, Pointer
from imaging_rules.syntax.recovery.quotes import PAIRED
from imaging_rules.syntax.recovery.repair import Found, replaced
from imaging_rules.syntax.recovery.stop import Stop
from imaging_rules.text import SourceText, Span, name_of

_SPACE = r"[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]"
_TEXT_COMMENT_OR_SPACE = re.compile(rf'"[^"]*"|#[^\n]*|{PAIRED}|(?P<space>{_SPACE})')


def other_spaces(source: SourceText, text: str, stop: Stop) -> Found | None:
    """A space of another kind; with it are told all that follow outside of texts and comments.

    They came together, mostly one in each line.
    """
    if not re.fullmatch(_SPACE, stop.piece):
        return None
    at = stop.at.start
    places = [each.start() for each in _TEXT_COMMENT_OR_SPACE.finditer(text, at) if each["space"]]
    message = f"the sign {name_of(stop.piece)} cannot stand here"
    if len(places) > 1:
        others = "another place" if len(places) == 2 else f"{len(places) - 1} other places"
        message += f", and spaces of this kind stand in {others}"
    wrong = Diagnostic(
        "E101",
        message,
        Pointer(source, stop.at),
        help="write an ordinary space" + ("" if len(places) == 1 else " in each of them"),
        fix=tuple(Edit(Span(place, place + 1), " ") for place in places),
    )
    written = list(text[at:])
    for place in places:
        written[place - at] = " "
    return replaced(wrong, Span(at, len(text)), "".join(written))
