"""Texts that speak of a number by which what they belong to does not go.

Only what can hardly mean anything else is taken for such a number: a number or a range before a
unit of the language ("four to six weeks", "a 70-year-old", "half a year").
"""

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

from attrs import evolve, frozen

from imaging_rules.analyse.checks.bounds import Bound, Numbers, bounds_of_blocks, bounds_of_facts
from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.model.guideline import Guideline
from imaging_rules.syntax import nodes
from imaging_rules.syntax.parse import parse
from imaging_rules.syntax.texts import texts_of
from imaging_rules.text import Span
from imaging_rules.text.words import NUMBER, ORDINAL, PART, any_of, value_of
from imaging_rules.values.units import ALL, BY_NAME, Unit

_NAMED = {name.lower(): (1, unit) for unit in ALL for name in (unit.singular, unit.plural)}
_NAMED |= {
    **dict.fromkeys(("fortnight", "fortnights"), (2, BY_NAME["week"])),
    **dict.fromkeys(("decade", "decades"), (10, BY_NAME["year"])),
    **dict.fromkeys(("metre", "metres", "meter", "meters"), (1, BY_NAME["m"])),
    **dict.fromkeys(("centimetre", "centimetres", "centimeter", "centimeters"), (1, BY_NAME["cm"])),
    **dict.fromkeys(("millimetre", "millimetres", "millimeter", "millimeters"), (1, BY_NAME["mm"])),
    **dict.fromkeys(("a minute", "beats per minute", "beats a minute"), (1, BY_NAME["per minute"])),
    **dict.fromkeys(("%", "per cent"), (1, BY_NAME["percent"])),
    "mm hg": (1, BY_NAME["mmHg"]),
}
# These stand after digits alone.
_SHORT = {
    **dict.fromkeys(("s", "sec", "secs"), (1, BY_NAME["second"])),
    **dict.fromkeys(("min", "mins"), (1, BY_NAME["minute"])),
    **dict.fromkeys(("h", "hr", "hrs"), (1, BY_NAME["hour"])),
    "d": (1, BY_NAME["day"]),
    **dict.fromkeys(("w", "wk", "wks"), (1, BY_NAME["week"])),
    **dict.fromkeys(("mo", "mos", "mth", "mths"), (1, BY_NAME["month"])),
    **dict.fromkeys(("y", "yr", "yrs", "yo", "y/o"), (1, BY_NAME["year"])),
    **dict.fromkeys(("bpm", "/min"), (1, BY_NAME["per minute"])),
}
_UNIT_NAME = any_of(list(_NAMED))
# A 3D image is no matter of days, and the 70s are no seconds.
_UNIT = (
    rf"(?:(?:\s+|-)?(?:\(\d+\)\s*)?(?:(?:full|whole|completed?|consecutive|or\s+more)\s+)?"
    rf"(?P<unit>{_UNIT_NAME})|(?<=\d)\+?\s?(?P<short>(?-i:{any_of(list(_SHORT))}))(?<!\ds))"
    r"(?![\w/])"
)
_BEFORE = {
    **dict.fromkeys(
        ("over", "above", "beyond", "more than", "older than", "longer than", ">"), "over"
    ),
    **dict.fromkeys(
        ("under", "below", "less than", "fewer than", "younger than", "shorter than", "<"), "under"
    ),
    **dict.fromkeys(("at least", "from", "≥", ">=", "no less than"), "at least"),
    **dict.fromkeys(("at most", "up to", "until", "≤", "<=", "no more than"), "at most"),
}
_AFTER = {
    **dict.fromkeys(("more", "older", "over", "above", "longer"), "at least"),
    **dict.fromkeys(("less", "younger", "under", "below", "fewer", "shorter"), "at most"),
}
# Of these, a number may follow that has no unit.
_OF_AGES = [
    *("over", "above", "beyond", "older than", "under", "below", "younger than"),
    *("aged", "age", "ages", "age of", "score of", "scores of", ">", "<", "≥", ">=", "≤", "<="),
]
# Words such as two after one of these count signs.
_OF_COUNTS = [
    *("more than", "less than", "fewer than", "at least", "at most", "no more than"),
    *("no less than", "longer than", "shorter than", "exactly", "at"),
]
_ABOUT = r"(?:(?:about|around|approximately|roughly|some|nearly|the\s+age\s+of|age)\s+)?"
_COUNTING = any_of(["one", "two", "three", "four", "five", "six"])
# What may follow a number that stands for a quantity; before a noun it counts something else.
_AFTER_BARE = any_of(
    [
        *("is", "are", "was", "and", "or", "to", "with", "without", "when", "where", "who", "in"),
        *("for", "as", "has", "have", "on", "the", "it", "counts", "holds", "does", "at", "by"),
    ]
)
_BARE_END = rf"(?=\s*$|\s*[.;:)!?’”](?!\d)|\s*,(?!\d)|\s+\(|\s+(?:{_AFTER_BARE})\b)"
_TO = r"(?:-?\s+(?:to|or)\s+|-(?:to|or)-|(?<=\d)\s*[-–]\s*)"
_START = r"(?<![\w.,/-])(?<!\d )"
_WITHIN = any_of([*_BEFORE, "within", "after", "for", "about"])
_SPOKEN = re.compile(
    "|".join(
        (
            rf"{_START}(?:between\s+(?P<from>{NUMBER})\s+and\s+|(?P<low>{NUMBER}){_TO})?"
            rf"(?P<high>{NUMBER}){_UNIT}",
            rf"{_START}(?P<part>{PART})[-\s](?:of\s+)?(?:an?\s+)?(?P<part_of>{_UNIT_NAME})(?![\w/])",
            rf"{_START}(?P<ordinal>{ORDINAL})[-\s](?P<nth>birthday|{_UNIT_NAME})(?![\w/])",
            rf"{_START}an?\s+(?P<one_and_half>{_UNIT_NAME})\s+and\s+a\s+half(?!\w)",
            rf"(?<!\w)(?:(?:{_WITHIN})\s+an?\s+(?P<one>{_UNIT_NAME})|a\s+(?P<fortnight>fortnight))"
            r"(?![\w/])",
            rf"(?:(?<!\w)(?:{any_of(_OF_AGES)})[-\s]*{_ABOUT}|[<>≥≤]=?\s*)(?P<bare>{NUMBER})"
            rf"(?:{_TO}(?P<bare_high>{NUMBER}))?(?:(?<=\d)(?:s|\+)(?!\w)|(?<=ies)(?!\w)|{_BARE_END})",
            rf"(?<!\w)(?:{any_of(_OF_COUNTS)})\s+{_ABOUT}(?!(?:{_COUNTING})\b)(?P<count>{NUMBER})"
            rf"{_BARE_END}",
            rf"(?<!\w)between\s+(?P<first>{NUMBER})\s+and\s+(?P<last>{NUMBER}){_BARE_END}",
            rf"{_START}(?:(?P<plus>\d+)\+(?![\w+])|(?P<and_over>{NUMBER})(?=\s+(?:and|or)\s+"
            r"(?:over|older|above|under|younger|below)\b))",
        )
    ),
    re.IGNORECASE,
)
_NUMBERS = (
    *("from", "low", "high", "part", "ordinal", "bare", "bare_high", "count", "first", "last"),
    *("plus", "and_over"),
)
_UNITS = ("unit", "short", "part_of", "nth", "one_and_half", "one", "fortnight")
_COMPARED_BEFORE = re.compile(
    rf"(?:(?<!\w)|(?=[<>≥≤]))({any_of(list(_BEFORE))})[-\s]*{_ABOUT}$", re.IGNORECASE
)
_COMPARED_AFTER = re.compile(rf"\s+(?:or|and)\s+({any_of(list(_AFTER))})\b", re.IGNORECASE)
_BARE = ("bare", "count", "one")
# How far from a number the word stands that compares with it.
_NEAR = 40
_QUOTED = re.compile(r"“[^”]*”|‘[^’]*’(?!\w)")


@frozen
class Spoken:
    """What a text says of a number, or of the two ends of a range.

    ``unit`` is ``None`` where none was written. ``operator`` is how the text compares with it, in
    the word of the language, or empty. ``start`` and ``end`` tell where it stands.
    """

    words: str
    values: tuple[Fraction, ...]
    unit: Unit | None
    operator: str
    start: int
    end: int


def spoken_numbers(text: str) -> Iterator[Spoken]:
    """Yield each number or range that a text speaks of.

    Args:
        text: The text; line breaks may stand in it.
    """
    own = _QUOTED.sub(lambda quoted: "“" + " " * (len(quoted[0]) - 2) + "”", text)
    before: Spoken | None = None
    for found in _SPOKEN.finditer(own):
        now = _spoken(own, found)
        together = _together(before, now, own) if before else None
        if together is None and before is not None:
            yield before
        before = together or now
    if before is not None:
        yield before


def _spoken(text: str, found: re.Match[str]) -> Spoken:
    values = [value_of(found[name]) for name in _NUMBERS if found[name]]
    values = values or [Fraction(3, 2) if found["one_and_half"] else Fraction(1)]
    times, unit = _unit(next((found[name] for name in _UNITS if found[name]), ""))
    return Spoken(
        " ".join(found[0].split()),
        tuple(times * value for value in values),
        unit,
        "at least" if found["plus"] else _operator(text, found),
        found.start(),
        found.end(),
    )


def _together(one: Spoken, other: Spoken, text: str) -> Spoken | None:
    """Return what two numbers are together, such as ``1 year and 6 months``; else ``None``."""
    between = " ".join(text[one.end : other.start].split())
    if not one.unit or not other.unit or between not in ("", "and"):
        return None
    if one.unit.dimension != other.unit.dimension or one.unit.size <= other.unit.size:
        return None
    if len(one.values) > 1 or len(other.values) > 1:
        return None
    total = one.values[0] * (one.unit.size / other.unit.size) + other.values[0]
    words = " ".join(text[one.start : other.end].split())
    return evolve(one, words=words, values=(total,), unit=other.unit, end=other.end)


def _operator(text: str, found: re.Match[str]) -> str:
    number = next((found.start(name) for name in _BARE if found[name]), found.start())
    before = _COMPARED_BEFORE.search(text[max(0, number - _NEAR) : number])
    if before is not None:
        return _BEFORE[" ".join(before[1].lower().split())]
    after = _COMPARED_AFTER.match(text[found.end() : found.end() + _NEAR])
    return _AFTER[after[1].lower()] if after is not None else ""


def _unit(written: str) -> tuple[int, Unit | None]:
    """Return how many of which unit a word for a unit means."""
    words = " ".join(written.lower().split())
    if words == "birthday":
        return 1, BY_NAME["year"]
    return _NAMED.get(words) or _SHORT.get(words) or (1, None)


_TEXTS = frozenset({"title", "because", "assumes", "explain", "remark", "summary"})
_HEADER = "guideline"
_PERCENT = BY_NAME["percent"]
_MOST_TOLD = 4
# What is told as an example need not be a bound.
_EXAMPLE = re.compile(
    r"\b(?:such as|for example|for instance|e\.g\.)(?:[^.;:!?]|\.(?=\d))*", re.IGNORECASE
)


def numbers_in_texts(guideline: Guideline) -> Iterator[Diagnostic]:
    """Yield a warning for each number in a text that is no bound of the block it stands in.

    A number is looked into where the block compares something that is measured alike; of the
    header it is all that the guideline compares, and of a fact what it is compared with, its range
    and the condition on which it is asked for. The bounds of the scope may be spoken of everywhere.
    """
    file, _ = parse(guideline.text)
    by_block = bounds_of_blocks(guideline)
    everything = frozenset().union(*by_block.values())
    by_block |= bounds_of_facts(guideline, by_block)
    scope = by_block[_HEADER, guideline.header.name]
    for block in file.blocks:
        is_header = block.keyword == _HEADER
        bounds = by_block.get((block.keyword, block.name.text), frozenset())
        bounds = everything if is_header else bounds
        if not bounds:
            continue
        own, known = Numbers(bounds), Numbers(bounds | scope)
        for keyword, text in texts_of(block):
            if keyword not in _TEXTS:
                continue
            whose = f"the `{keyword}`" + ("" if is_header else f" of `{block.name.text}`")
            for spoken in _unknown_numbers(keyword, _written(text, guideline), own, known):
                start = text.span.start + 1
                yield Diagnostic(
                    "W520",
                    f"{whose} speaks of “{spoken.words}”, and the bounds are "
                    f"{_told(bounds, spoken)}",
                    Pointer(guideline.text, Span(start + spoken.start, start + spoken.end)),
                    help="change the text or the bound; where the number is the source’s or "
                    "another rule’s, quote it in “ ”, and where it is an example, say so",
                )


def _written(text: nodes.Text, guideline: Guideline) -> str:
    """Return a text as it stands in the file, without the quotes around it."""
    return guideline.text.text[text.span.start + 1 : text.span.end - 1]


def _unknown_numbers(keyword: str, text: str, own: Numbers, known: Numbers) -> list[Spoken]:
    """Return what a text says of numbers that may be meant as bounds of a block, and are none."""
    examples = [each.span() for each in _EXAMPLE.finditer(text)]
    return [
        each
        for each in spoken_numbers(text)
        if may_mean(each, own)
        and not is_known(each, known)
        # Shares of patients are told in a summary, and no fact is meant.
        and not (keyword == "summary" and each.unit is _PERCENT)
        and not any(start <= each.start < end for start, end in examples)
    ]


def may_mean(spoken: Spoken, numbers: Numbers) -> bool:
    """Return whether a number that is spoken of may be meant as some bound, right or wrong."""
    return any(numbers.may_mean(value, spoken.unit) for value in spoken.values)


def is_known(spoken: Spoken, numbers: Numbers) -> bool:
    """Return whether each number that is spoken of is some bound."""
    return all(numbers.meant(value, spoken.unit, spoken.operator) for value in spoken.values)


def _told(bounds: Iterable[Bound], spoken: Spoken) -> str:
    """Return the words for the bounds that a number may be meant to be."""
    words = sorted({f"`{bound.words}`" for bound in bounds if may_mean(spoken, Numbers([bound]))})
    shown = ", ".join(words[:_MOST_TOLD])
    if len(words) > _MOST_TOLD:
        return f"{shown} and {len(words) - _MOST_TOLD} more"
    return shown
