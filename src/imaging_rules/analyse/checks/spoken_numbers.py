"""The numbers that a text speaks of, in digits or in words, with their units.

Only what can hardly mean anything else is found: a number or a range before a unit of the language
("four to six weeks", "a 70-year-old"), and a number alone after a word that compares ("over 70").
Numbers within quotation marks are the words of someone else, and are left out.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from attrs import frozen

from imaging_rules.values.units import ALL, Unit, find

_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_VALUES = {word: value for value, word in enumerate(_SMALL)}
_VALUES |= {word: 10 * place for place, word in enumerate(_TENS, 2)}
_VALUES |= {
    f"{ten}-{small}": 10 * place + value
    for place, ten in enumerate(_TENS, 2)
    for value, small in enumerate(_SMALL[1:10], 1)
}
_VALUES["hundred"] = _VALUES["a hundred"] = _VALUES["one hundred"] = 100


def _any_of(words: list[str]) -> str:
    """Return a pattern for one of several phrases, of two that fit the longer one."""
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)


_NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?|{_any_of(list(_VALUES))})"
_UNIT = _any_of([word for unit in ALL for word in (unit.singular, unit.plural)] + ["%"])
_BEFORE = {
    **dict.fromkeys(("over", "above", "beyond", "more than", "older than", ">"), "over"),
    **dict.fromkeys(("under", "below", "less than", "fewer than", "younger than", "<"), "under"),
    **dict.fromkeys(("at least", "from", "≥"), "at least"),
    **dict.fromkeys(("at most", "up to", "until", "≤"), "at most"),
}
_AFTER = {
    **dict.fromkeys(("more", "older", "over", "above", "longer"), "at least"),
    **dict.fromkeys(("less", "younger", "under", "below", "fewer", "shorter"), "at most"),
}
# Of these, a number may follow that has no unit.
_COMPARING = _any_of(
    [*(_BEFORE.keys() - {"from", "up to", "until"}), "exactly", "at", "aged", "age", "age of"]
)
# What may follow a number that stands for a quantity; before a noun it counts something else.
_AFTER_BARE = _any_of(
    [
        *("is", "are", "was", "and", "or", "to", "with", "without", "when", "where", "who", "in"),
        *("for", "as", "has", "have", "on", "the", "it", "counts", "holds", "does", "at", "by"),
    ]
)
_SPOKEN = re.compile(
    rf"(?<![\w.,/-])(?<!\d )(?:(?:between\s+(?P<from>{_NUMBER})\s+and\s+)|"
    rf"(?P<low>{_NUMBER})(?:\s+(?:to|or)\s+|(?<=\d)\s*[-–]\s*))?(?P<high>{_NUMBER})"
    rf"(?:\s+|-)?(?P<unit>{_UNIT})(?![\w/])"
    rf"|(?<!\w)(?:{_COMPARING})\s*(?P<bare>{_NUMBER})"
    rf"(?=\s*$|\s*[.;:)!?’”](?!\d)|\s*,(?!\d)|\s+\(|\s+(?:{_AFTER_BARE})\b)",
    re.IGNORECASE,
)
_COMPARED_BEFORE = re.compile(
    rf"(?<!\w)({_any_of(list(_BEFORE))})\s*(?:the age of\s+)?$", re.IGNORECASE
)
_COMPARED_AFTER = re.compile(rf"\s+(?:or|and)\s+({_any_of(list(_AFTER))})\b", re.IGNORECASE)
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
    for found in _SPOKEN.finditer(own):
        numbers = [found[name] for name in ("from", "low", "high", "bare") if found[name]]
        written = found["unit"]
        yield Spoken(
            " ".join(found[0].split()),
            tuple(map(_value, numbers)),
            _unit(written) if written else None,
            _operator(own, found),
            found.start(),
            found.end(),
        )


def _operator(text: str, found: re.Match[str]) -> str:
    number = found.start("bare") if found["bare"] else found.start()
    before = _COMPARED_BEFORE.search(text[max(0, number - _NEAR) : number])
    if before is not None:
        return _BEFORE[" ".join(before[1].lower().split())]
    after = _COMPARED_AFTER.match(text[found.end() : found.end() + _NEAR])
    return _AFTER[after[1].lower()] if after is not None else ""


def _value(written: str) -> Fraction:
    words = " ".join(written.lower().split())
    return Fraction(_VALUES[words]) if words in _VALUES else Fraction(words.replace(",", ""))


_UNITS = {name.lower(): unit for unit in ALL for name in (unit.singular, unit.plural)}


def _unit(written: str) -> Unit:
    words = " ".join(written.lower().split())
    unit = find("percent") if words == "%" else _UNITS[words]
    assert unit is not None
    return unit
