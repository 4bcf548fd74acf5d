"""Words put together, and numbers in words."""

import re
from collections.abc import Sequence
from fractions import Fraction
from textwrap import wrap

WIDTH = 88
"""How many columns a line has that people read in a terminal."""

_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_VALUES = {word: value for value, word in enumerate(_SMALL)}
_VALUES |= {word: 10 * place for place, word in enumerate(_TENS, 2)}
_VALUES["a"] = 1
_TIMES = {"dozen": 12, "hundred": 100, "thousand": 1000}
_ORDINALS = {
    "third": 3,
    "fifth": 5,
    "eighth": 8,
    "ninth": 9,
    "twelfth": 12,
    # The first and the second are told of one after the other more than of a time.
    **{f"{word}th": place for place, word in enumerate(_SMALL) if place in (4, 6, 7, 10, 11)},
    **{f"{word}th": place for place, word in enumerate(_SMALL) if place > 12},
    **{f"{word[:-1]}ieth": 10 * place for place, word in enumerate(_TENS, 2)},
}
_PARTS = {"half": 2, "third": 3, "quarter": 4}
_HOW_MANY_PARTS = {"a": 1, "one": 1, "two": 2, "three": 3}
_SIGNS = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4)}
# People over seventy are the over-seventies.
_DECADES = {f"{word[:-1]}ies": value for word, value in _VALUES.items() if word in _TENS}
_VALUES |= _DECADES
# A comma, a space or a narrow one stands before each three digits.
_DIGITS = r"(?:\d{1,3}(?:[, \u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,·]\d+)?)"
_SIGN = "[½¼¾]"


def joined(words: Sequence[str], joint: str = "and") -> str:
    """Return words as one text, such as ``age, weight and height``; empty for none."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"


def plural(number: int, word: str) -> str:
    """Return a word for so many of a kind; its plural ends in s."""
    return word if number == 1 else f"{word}s"


def wrapped(text: str, first: str = "", rest: str = "", width: int = WIDTH) -> list[str]:
    """Return a text in lines; one is longer than the width only where a single word is.

    Args:
        text: The text; white space of any kind counts as one space.
        first: What stands before the first line.
        rest: What stands before the other lines.
        width: How many columns a line has.
    """
    return wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def any_of(phrases: list[str]) -> str:
    """Return a pattern for one of several phrases, of two that fit the longer one."""
    longest_first = sorted(phrases, key=len, reverse=True)
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in longest_first)


_SMALL_WORD, _ONES = any_of(list(_SMALL)), any_of(list(_SMALL[1:10]))
_TENS_WORD = any_of(list(_TENS))
_BELOW_100 = rf"(?:{any_of(list(_DECADES))}|(?:{_TENS_WORD})(?:[-\s](?:{_ONES})\b)?|{_SMALL_WORD})"
_BELOW_1000 = (
    rf"(?:(?:(?:a|{_BELOW_100})\s+)?hundred(?:\s+(?:and\s+)?{_BELOW_100}\b)?|{_BELOW_100})"
)
NUMBER_WORDS = (
    rf"(?:(?:(?:a|{_BELOW_1000})\s+)?thousand(?:\s+(?:and\s+)?{_BELOW_1000}\b)?"
    rf"|(?:(?:half\s+a|a|{_BELOW_100})\s+)?dozen|{_BELOW_1000})"
)
"""A number in words alone, such as ``sixty-five``, ``a hundred`` or ``half a dozen``."""
_MIXED = (
    rf"(?:{_DIGITS}\s?{_SIGN}|{_SIGN}|\d+\s\d/\d|(?:{_DIGITS}|{NUMBER_WORDS})\s+and\s+a\s+half)"
)

NUMBER = rf"(?:{_MIXED}|{_DIGITS}|{NUMBER_WORDS})"
"""A number, or a range's end, such as ``1,440``, ``twenty-one``, ``one and a half``."""
PART = rf"(?:half|(?:{any_of(list(_HOW_MANY_PARTS))})[-\s](?:{any_of(list(_PARTS))})s?)"
"""A part of one, such as ``half`` or ``two-thirds``."""
ORDINAL = rf"(?:\d+(?:th|rd)|(?:(?:{_TENS_WORD})-)?(?:{any_of(list(_ORDINALS))}))"
"""An ordinal from the third on, such as ``70th`` or ``seventieth``."""


def value_of(written: str) -> Fraction:
    """Return what a number is worth that fits `NUMBER`, `PART` or `ORDINAL`.

    Args:
        written: The number; its letters may be capitals, and lines may break within it.
    """
    text = " ".join(written.lower().split())
    whole, half, _ = text.partition(" and a half")
    if half:
        return value_of(whole) + Fraction(1, 2)
    if text[-1] in _SIGNS:
        return (value_of(text[:-1]) if text[:-1].strip() else 0) + _SIGNS[text[-1]]
    if text[0].isdigit():
        return _of_digits(text)
    words = re.split(r"[-\s]", text)
    *many, part = words
    part = part.removesuffix("s")
    # A third is a part, and third alone is an ordinal.
    if (
        part in _PARTS
        and (many or part == "half")
        and all(each in _HOW_MANY_PARTS for each in many)
    ):
        return Fraction(_HOW_MANY_PARTS[many[0]] if many else 1, _PARTS[part])
    return _of_words(words)


def _of_digits(text: str) -> Fraction:
    if re.fullmatch(r"\d{1,3}(?:[, ]\d{3})+", text):
        return Fraction(re.sub("[, ]", "", text))
    if "/" in text:
        whole, part = text.split(" ")
        return Fraction(whole) + Fraction(part)
    return Fraction(re.sub("(?:th|rd)$", "", text).replace(",", ".").replace("·", "."))


def _of_words(words: list[str]) -> Fraction:
    total, current = Fraction(0), Fraction(0)
    for word in words:
        if word == "half":
            current = Fraction(1, 2)
        elif word in _TIMES:
            current = Fraction(current or 1) * _TIMES[word]
            if word == "thousand":
                total, current = total + current, Fraction(0)
        elif word in _ORDINALS:
            current += _ORDINALS[word]
        elif word == "a" and current:
            continue
        elif word != "and":
            current += _VALUES[word]
    return total + current


WHOLE_NUMBER_WORDS = rf"(?:{NUMBER_WORDS}(?![\w-]))"
# What is counted, as in `two of`, and is no number that something is compared with.
NUMBER_IN_WORDS = re.compile(
    rf"(?<![\w-]){WHOLE_NUMBER_WORDS}(?!\s+(?:or\s+more\s+)?of\b)", re.IGNORECASE
)


def in_digits(text: str) -> str:
    """Return a text in which each number in words stands in digits.

    Spaces fill what becomes shorter, so that all places stay true.
    """
    return NUMBER_IN_WORDS.sub(lambda found: digits(found[0]).ljust(len(found[0])), text)


def digits(words: str) -> str:
    """Return the digits of a number in words.

    Args:
        words: What `NUMBER_IN_WORDS` matches.
    """
    return str(value_of(words))
