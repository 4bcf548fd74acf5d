"""Slips of the pen that have one clear meaning, in words, numbers and units."""

import re
import unicodedata
from fractions import Fraction

from imaging_rules.diagnostics import Diagnostic, Edit, Pointer
from imaging_rules.syntax.grammar import keywords, phrases
from imaging_rules.syntax.recovery.repair import Found, replaced, skipped
from imaging_rules.syntax.recovery.stop import Stop
from imaging_rules.text import SourceText, Span, name_of
from imaging_rules.text.words import NUMBER_IN_WORDS, digits
from imaging_rules.values.numbers import NUMBER, decimal_text
from imaging_rules.values.separators import SEPARATED, readings
from imaging_rules.values.unit_spellings import instead_of_unit, is_known, meant_unit, measured_in
from imaging_rules.values.units import find

_LOOKED_AT = 80
_UNIT_WORD = r"(?!(?:and|or|to|of(?!\s[Hh]g)|not|from|when|but|then)\b)[^\s(),\"#=<>&|]+"
_DECLARED = re.compile(rf"\bnumber\s+in\s+(?P<unit>{_UNIT_WORD}(?:[ \t]+{_UNIT_WORD}){{0,3}})")
_MEASURED = re.compile(
    rf"(?<![\w.,'’])(?P<number>{NUMBER.pattern})"
    rf"(?P<unit>[ \t]*(?![-.,;:]){_UNIT_WORD}(?:[ \t]+{_UNIT_WORD})*)"
)
# `at least 50 % of (...)`, in which nothing is measured.
_SHARE = re.compile(r"\s*of\b")
_DEGREES = re.compile(r"\s*degrees?\s+(?:celsius|fahrenheit|c|f)\b", re.IGNORECASE)
_JOINED = re.compile(r"[A-Za-z][\w-]*")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_NUMBER_AND_UNIT = re.compile(r"([0-9]+(?:\.[0-9]+)?)([A-Za-z%]+(?:/[A-Za-z]+)?)")
# Some programs write thousands with a low line.
_SEPARATED = re.compile(rf"(?<![\w.]){SEPARATED}(?:_[0-9]+)*(?![\w.])")
# Words of a comparison, and a number before the second one of a range.
_BEFORE_NUMBER = re.compile(r"[a-z ]+(?:[0-9]+(?:\.[0-9]+)? *(?:[a-z]+ )?(?:and|to|-|–) *)?")
_COMPARING = re.compile(r"(?:\b(?:over|under|at\s+least|at\s+most|is)|[<>]=?)\s*\Z")
_EXPONENT = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,9})?[eE][+-]?[0-9]{1,2}(?![\w.])")
_DIGITS = re.compile(r"[0-9]+")
_GOES_ON = re.compile(r"\s*(?:[-–—…]|\.\.)")
_BRACKETS = {"[": "(", "]": ")", "{": "(", "}": ")"}
_WORDS_FOR = {
    "=": "is",
    "==": "is",
    "!=": "is not",
    "<>": "is not",
    "≠": "is not",
    "≥": "at least",
    "≤": "at most",
    "=>": "at least",
    "=<": "at most",
    "&": "and",
    "&&": "and",
    "+": "and",
    "|": "or",
    "||": "or",
    "!": "not",
    "true": "yes",
    "false": "no",
}
# A sum may be meant, or a consequence.
_UNCLEAR = {"+", "=>", "=<"}
_ENDS_NOTHING = {":": "no colon", ";": "no semicolon", ".": "no full stop"}


def unknown_unit(source: SourceText, text: str, stop: Stop) -> Found | None:
    """A unit that was not even read as one."""
    at = stop.at.start
    for found in _DECLARED.finditer(text, max(0, at - _LOOKED_AT), at + _LOOKED_AT):
        if found.start("unit") <= at < found.end("unit"):
            unit = found["unit"]
            if find(unit.split()[0]) and not is_known(unit):
                return None
            help = instead_of_unit(unit, declared=True)
            return _problem(source, text, stop, Span(*found.span("unit")), help, before="")
    for found in _MEASURED.finditer(text, max(0, at - _LOOKED_AT), at + _LOOKED_AT):
        if found.start("unit") <= at < found.end("unit"):
            end = _end_of_unit(text, found, stop)
            unit = text[found.start("unit") : end].strip()
            # Of a unit of the language it can only be wrong that it stands here.
            if end is None or _SHARE.match(text, end) or find(unit):
                return None
            help = instead_of_unit(unit, Fraction(found["number"]))
            return _problem(source, text, stop, Span(found.start("unit"), end), help, before=" ")
    return None


def _end_of_unit(text: str, found: re.Match[str], stop: Stop) -> int | None:
    """Return where the unit ends: as many words as make a known one, else the one met first."""
    start = found.start("unit")
    ends = [start + each.end() for each in re.finditer(r"\S+", found["unit"])]
    for end in reversed(ends[:3]):
        if end > stop.at.start and is_known(text[start:end].strip()):
            return end
    first = text[start : ends[0]]
    scale = _DEGREES.match(text, start)
    if scale and stop.at.start < scale.end():
        return scale.end()
    if start < stop.at.start < ends[0] and text[stop.at.start - 1].isalpha():
        # Only its beginning was read as a unit: kg/m2.
        return ends[0]
    is_unit = "UNIT" in stop.options and any(each.isalpha() or each == "°" for each in first)
    return ends[0] if is_unit and stop.at.start < ends[0] else None


def _problem(
    source: SourceText, text: str, stop: Stop, span: Span, help: str, before: str
) -> Found:
    written = text[span.start : span.end]
    unit = " ".join(written.split())
    right = meant_unit(unit)
    return skipped(
        text,
        stop,
        Diagnostic(
            "E306",
            f"`{unit}` is not a unit of the language",
            Pointer(source, Span(span.end - len(written.lstrip()), span.end)),
            help=help,
            fix=() if right is None else (Edit(span, f"{before}{right.plural}"),),
        ),
    )


def misspelt(source: SourceText, text: str, stop: Stop) -> Found | None:
    """Return what is to be said where a sign or the spelling of a word alone is wrong."""
    for look in (_separated, _in_words, _exponent, _joined, _name_in_capitals, _number, _sign):
        found = look(source, text, stop)
        if found is not None:
            return found
    return None


def _wrong(
    source: SourceText, span: Span, message: str, help: str, fix: Edit | None = None
) -> Diagnostic:
    fixes = () if fix is None else (fix,)
    return Diagnostic("E101", message, Pointer(source, span), help=help, fix=fixes)


def keyword_in_capitals(source: SourceText, text: str, stop: Stop) -> Found | None:
    """A keyword with capital letters."""
    start = stop.at.start
    for terminal in sorted(stop.options):
        words = phrases().get(terminal)
        if words is None:
            continue
        pattern = re.compile(words.replace(" ", r"\s+") + r"\b", re.IGNORECASE)
        written = pattern.match(text, start)
        if written and written[0] != written[0].lower():
            at = Span(start, written.end())
            help, right = f"write `{words}`", written[0].lower()
            message = "the words of the language are in lower case"
            return replaced(_wrong(source, at, message, help, Edit(at, right)), at, right)
    return None


def _name_in_capitals(source: SourceText, text: str, stop: Stop) -> Found | None:
    """A name with capital letters."""
    lower = stop.piece.lower()
    if (
        "NAME" not in stop.options
        or lower == stop.piece
        or not _WORD.fullmatch(stop.piece)
        or lower in keywords()
    ):
        return None
    message, help = "names are written in lower case", f"write `{lower}`"
    return replaced(_wrong(source, stop.at, message, help, Edit(stop.at, lower)), stop.at, lower)


def _joined(source: SourceText, text: str, stop: Stop) -> Found | None:
    """A name with a hyphen or with letters that names do not have."""
    before = stop.before
    touches = before is not None and before.end == stop.at.start and not stop.at_end
    start = before.start if before is not None and touches else stop.at.start
    found = _JOINED.match(text, start)
    if found is None or not found.start() <= stop.at.start < found.end():
        return None
    if not touches and "NAME" not in stop.options:
        return None
    whole, span = found[0], Span(*found.span())
    if _WORD.fullmatch(whole):
        return None
    name = whole.replace("-", "_").lower()
    said = "a name is made of small letters from a to z, digits and underscores"
    if not _NAME.fullmatch(name):
        return replaced(_wrong(source, span, said, ""), span, re.sub(r"[^a-z0-9_]", "x", name))
    wrong = _wrong(source, span, said, f"write `{name}`", Edit(span, name))
    return replaced(wrong, span, name)


def _separated(source: SourceText, text: str, stop: Stop) -> Found | None:
    """Digits with a sign between them, which may part thousands or the decimals.

    They are where the parser stopped, or further on in words that end with them.
    """
    line = source.line(source.place(stop.at.start).line)
    for written in _SEPARATED.finditer(text, line.start, line.end):
        if written.start() < stop.at.end and stop.at.start < written.end():
            break
        before = text[stop.at.start : written.start()]
        if before and not _BEFORE_NUMBER.fullmatch(before):
            continue
        if before and not NUMBER.fullmatch(written[0]):
            break
    else:
        return None
    meant = readings(written[0].replace("_", "’"))
    if not meant or (len(meant) == 1 and NUMBER.fullmatch(written[0])):
        return None
    whole = Span(*written.span())
    message, help = "decimals are written with a point", f"write `{meant[0]}`"
    if "." not in meant[0]:
        message = "thousands are written without a sign between them"
        # In some countries a comma parts the decimals, so what is meant is not certain.
        help += f", or `{meant[1]}` if decimals are meant" if len(meant) > 1 else ""
    # Read on, so that what else is wrong in the clause is told too.
    wrong = _wrong(source, whole, message, help)
    return replaced(wrong, whole, meant[0].ljust(len(written[0])))


def _in_words(source: SourceText, text: str, stop: Stop) -> Found | None:
    """A number in words, where it could stand in digits, or after what compares."""
    line = source.line(source.place(stop.at.start).line)
    for written in NUMBER_IN_WORDS.finditer(text, line.start, line.end):
        stands = written.start() < stop.at.end and stop.at.start < written.end()
        last = written.end() <= stop.at.start and not text[written.end() : stop.at.start].strip()
        if stands and "NUMBER" in stop.options:
            break
        if (stands or last) and _COMPARING.search(text, line.start, written.start()):
            break
    else:
        return None
    at, right = Span(*written.span()), digits(written[0])
    message, help = "numbers are written in digits", f"write `{right}`"
    wrong = _wrong(source, at, message, help, Edit(at, right))
    return replaced(wrong, at, right.ljust(len(written[0])))


def _exponent(source: SourceText, text: str, stop: Stop) -> Found | None:
    """A number with an exponent, as computers write it."""
    written = _EXPONENT.match(text, stop.at.start)
    if written is None or "NUMBER" not in stop.options:
        return None
    at, right = Span(*written.span()), decimal_text(Fraction(written[0]))
    if right is None:
        return None
    wrong = _wrong(source, at, "numbers are written out", f"write `{right}`", Edit(at, right))
    return skipped(text, stop, wrong)


def _number(source: SourceText, text: str, stop: Stop) -> Found | None:
    """A number that touches its unit or another number."""
    glued = _NUMBER_AND_UNIT.fullmatch(text, stop.at.start, stop.at.end)
    if glued and "NUMBER" in stop.options:
        value, unit = Fraction(glued[1]), meant_unit(glued[2])
        right = f"{glued[1]} {unit.words(value == 1) if unit else glued[2]}"
        message = "a space stands between a number and its unit"
        help = instead_of_unit(glued[2], value) if measured_in(glued[2]) else f"write `{right}`"
        wrong = _wrong(source, stop.at, message, help, Edit(stop.at, right) if unit else None)
        return skipped(text, stop, wrong)
    before = stop.before
    last = text[before.start : before.end] if before is not None else ""
    if before is None or not _DIGITS.fullmatch(last):
        return None
    after = _DIGITS.search(text, stop.at.start)
    if after is None:
        return None
    between = text[before.end : after.start()]
    whole = Span(before.start, after.end())
    if between.strip() in ("-", "–", "—", "..", "...", "…"):
        right = f"{last} to {after[0]}"
        # A second dash makes a date of it, or of something else.
        sure = "TO" in stop.options and not _GOES_ON.match(text, whole.end)
        fix = Edit(whole, right) if sure else None
        wrong = _wrong(source, whole, "a range is written with `to`", f"write `{right}`", fix)
        return skipped(text, stop, wrong)
    return None


def _sign(source: SourceText, text: str, stop: Stop) -> Found | None:
    """A sign that other languages use."""
    piece, at = stop.piece, stop.at
    if piece in _BRACKETS and {"(": "OPEN", ")": "CLOSE"}[_BRACKETS[piece]] in stop.options:
        right = _BRACKETS[piece]
        message = "brackets of conditions are round"
        wrong = _wrong(source, at, message, f"write `{right}`", Edit(at, right))
        return replaced(wrong, at, right)
    if piece == ")" and stop.opened is None:
        wrong = _wrong(source, at, "this bracket closes nothing", "delete it, or open one before")
        return replaced(wrong, at, " ")
    if unicodedata.category(piece[:1] or "x") == "Cf":
        message = f"the sign {name_of(piece[0])} cannot stand here"
        return replaced(_wrong(source, at, message, "write an ordinary space"), at, " ")
    if piece in _ENDS_NOTHING:
        message = f"{_ENDS_NOTHING[piece]} is needed here"
        wrong = _wrong(source, at, message, "delete it", _nothing_for(text, at))
        return replaced(wrong, at, " ")
    if piece == "/" and text[at.end : at.end + 1] in ("/", "*"):
        end = text.find("\n", at.start)
        line = Span(at.start, end if end >= 0 else len(text))
        slashes = Span(at.start, at.start + 2)
        fix = Edit(slashes, "#") if text[at.end] == "/" else None
        wrong = _wrong(source, slashes, "a comment begins with another sign", "write `#`", fix)
        return replaced(wrong, line, " " * (line.end - line.start))
    word = _WORDS_FOR.get(piece.lower())
    can = {phrases()[name] for name in stop.options if name in phrases()}
    if word is None or word.removesuffix(" not") not in can:
        return None
    fix = None if piece in _UNCLEAR else Edit(at, _apart(text, at, word))
    message = f"`{piece}` is not a word of the language"
    return skipped(text, stop, _wrong(source, at, message, f"write `{word}`", fix))


def _nothing_for(text: str, at: Span) -> Edit | None:
    """Return the edit that takes a sign away, unless it may be part of a number: `.5`, `1:2`."""
    after = text[at.end : at.end + 1]
    if not after or after.isspace():
        return Edit(at, "")
    return None if after.isdigit() or text[at.start] == "." else Edit(at, " ")


def _apart(text: str, at: Span, word: str) -> str:
    """Return a word that replaces signs, with the spaces that it needs beside it."""
    before, after = text[at.start - 1 : at.start], text[at.end : at.end + 1]
    left = "" if before.isspace() or before in ("", "(", ",") else " "
    right = "" if after.isspace() or after in ("", ")", ",") else " "
    return f"{left}{word}{right}"
