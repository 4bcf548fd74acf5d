"""What is said of characters: those that cannot be seen, other quotes, and other spaces."""

import re
import unicodedata
from bisect import bisect_right

from imaging_rules.diagnostics import Diagnostic, Edit, Pointer
from imaging_rules.syntax.recovery.repair import Found, replaced, skipped, swallows
from imaging_rules.syntax.recovery.stop import Stop
from imaging_rules.text import UNSAFE, SourceText, Span, name_of

MOST_PROBLEMS = 100
"""After this many problems of how a file is written, the rest is not told."""

TEXT_OR_COMMENT = re.compile(r'"[^"]*"|(#[^\n]*)')
_SPACES = frozenset("\x0b\x0c\x85\u2028\u2029")
_WITHIN = r"[^“”„«»\"]"

PAIRED = rf"“(?:{_WITHIN}|“{_WITHIN}*”)*”|„{_WITHIN}*[“”]|«{_WITHIN}*»|»{_WITHIN}*«"
"""The pattern of a text between an opening and a closing quote that differ.

So it may hold a quotation, and go on in further lines.
"""

_PAIRED = re.compile(PAIRED)
_LOOKED_AT = 4_000
_INNER = re.compile("“")
_CURLY = re.compile(r"[“”„‟«»]([^“”„‟«»\"\n]*)[“”„‟«»]")
_SINGLE = re.compile(r"['‘’‚`]([^'‘’‚`\"\n]*)['‘’‚`]")
_NO_MORE_QUOTES = re.compile(r"[^\n\"'“”„‟«»‘’‚`]*$", re.MULTILINE)
_NO_MORE_CLOSE = re.compile(r"[^\n\"“”„‟«»]*(?:$|(?<=\s)[\"“„«»])", re.MULTILINE)
_QUOTE = re.compile(r'\\?"')
_REST_OF_LINE = re.compile(r"[^\n]*")
_OPENS = re.compile(r"(?:\A|[\s(\[])\Z")
_CLOSES = re.compile(r"(?:\Z|[\s).,;:!?\]])")
_SPACE = r"[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]"
_TEXT_COMMENT_OR_SPACE = re.compile(rf'"[^"]*"|#[^\n]*|{PAIRED}|(?P<space>{_SPACE})')


def hidden_characters(source: SourceText) -> list[Diagnostic]:
    """Return a problem for each character of a file that cannot be seen.

    Args:
        source: The text of the file.
    """
    text = source.text
    found: list[Diagnostic] = []
    for match in UNSAFE.finditer(text):
        if not found:
            bounds = [end for each in TEXT_OR_COMMENT.finditer(text) for end in each.span()]
        if len(found) >= MOST_PROBLEMS:
            found.append(too_many(source, found[-1]))
            break
        at = Span(*match.span())
        instead = _instead(text, at, within=bisect_right(bounds, at.start) % 2 == 1)
        found.append(
            Diagnostic(
                "E105",
                f"the file holds a character that cannot be seen: {name_of(match[0])}",
                Pointer(source, at),
                help="delete it, or write what it stands for in visible letters",
                fix=() if instead is None else (Edit(at, instead),),
            )
        )
    return found


def too_many(source: SourceText, last: Diagnostic) -> Diagnostic:
    """Return what is said after the last problem that is told.

    Args:
        source: The text of the file.
        last: That problem.
    """
    return Diagnostic(
        "E113",
        f"the file has more than {MOST_PROBLEMS} problems of this kind; the rest is not shown",
        Pointer(source, last.at.span),
    )


def _instead(text: str, at: Span, within: bool) -> str | None:
    """Return what a reader sees in the place of a hidden character; ``None`` if that is not sure.

    Args:
        text: The text of the file.
        at: Where the character stands.
        within: Whether that is within a text or a comment.
    """
    character = text[at.start]
    if character in _SPACES:
        return " "
    if unicodedata.category(character) != "Cf":
        # It may be what is left of a letter in another encoding.
        return None
    if within:
        return ""
    beside = text[at.start - 1 : at.start], text[at.end : at.end + 1]
    # Names and numbers that it stands within may be one or two.
    return None if all(each and not each.isspace() for each in beside) else " "


def quoted_otherwise(source: SourceText, text: str, stop: Stop) -> Found | None:
    """A text in other quotes than straight double ones."""
    if "TEXT" not in stop.options:
        return None
    at = stop.at.start
    found, sure_before = _paired(text, at), _NO_MORE_CLOSE
    if found is None:
        found = _CURLY.match(text, at) or _SINGLE.match(text, at)
        # Where more quotes follow, the text may go on behind an apostrophe.
        sure_before = _NO_MORE_QUOTES
    if found is None:
        return None
    span = Span(*found.span())
    right = f'"{found[0][1:-1]}"'
    sure = sure_before.match(text, span.end)
    help = f"write `{right}`" if "\n" not in right else 'write `"` before the text and after it'
    diagnostic = Diagnostic(
        "E101",
        "a text stands in straight double quotes",
        Pointer(source, span),
        help=help,
        fix=(Edit(span, right),) if sure else (),
    )
    return replaced(diagnostic, span, right)


def _paired(text: str, at: int) -> re.Match[str] | None:
    """Return the text that a quote opens and another one closes, with no other text in it."""
    found = _PAIRED.match(text, at, at + _LOOKED_AT)
    if found is None:
        return None
    within = (quote.end() for quote in _INNER.finditer(text, at + 1, found.end()))
    return None if any(swallows(text[at:end]) for end in within) else found


def inner_quotes(source: SourceText, text: str, stop: Stop) -> Found | None:
    """A text that goes on, in the same line, after a quote that was meant to stand within it."""
    before = stop.before
    if before is None or stop.at_end or text[before.end - 1] != '"' or stop.block == "":
        return None
    rest = _REST_OF_LINE.match(text, before.end, before.end + _LOOKED_AT)
    goes_on = rest[0].rstrip() if rest else ""
    backslash = text[before.end - 2 : before.end - 1] == "\\"
    touches = before.end == stop.at.start and stop.piece[0].isalnum()
    if swallows(text[before.start : before.end]):
        # The quote that ends the text was to begin another one.
        return None
    if not goes_on or not (
        touches or backslash or (goes_on.endswith('"') and goes_on.count('"') % 2)
    ):
        return None
    # The last quote of the line, if there is one, ends the text.
    whole = Span(before.start, before.end + len(goes_on))
    inner = text[whole.start + 1 : whole.end - 1]
    curly = _with_curly(inner) if goes_on.endswith('"') else None
    quote = Span(before.end - 1 - backslash, before.end)
    diagnostic = Diagnostic(
        "E115",
        "a text cannot hold a straight double quote: it ends there",
        Pointer(source, quote, "this quote ends the text"),
        help=f'write `"{curly}"`'
        if curly and len(curly) <= 80 and "\n" not in curly
        else "write “ and ” within a text, and inches or ″ after a number",
        fix=() if curly is None else (Edit(whole, f'"{curly}"'),),
    )
    if curly is None or len(curly) != len(inner):
        return skipped(text, stop, diagnostic)
    return replaced(diagnostic, whole, f'"{curly}"')


def _with_curly(inner: str) -> str | None:
    """Return a text with curly quotes for its straight ones, if these surely come in pairs."""
    written, start, opened = "", 0, False
    for found in _QUOTE.finditer(inner):
        before, after = inner[: found.start()], inner[found.end() :]
        fits = _CLOSES.match(after) if opened else _OPENS.search(before)
        beside = before[-1:] if opened else after[:1]
        if not fits or not beside or beside.isspace():
            return None
        written += inner[start : found.start()] + ("”" if opened else "“")
        start, opened = found.end(), not opened
    return None if opened else written + inner[start:]


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
