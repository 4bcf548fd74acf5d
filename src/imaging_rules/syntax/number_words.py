"""Numbers in words, such as sixty-five, and the digits for them."""

import re

_WORD = re.compile("[a-z]+")
_SMALL = _WORD.findall("""
    zero one two three four five six seven eight nine ten eleven twelve
    thirteen fourteen fifteen sixteen seventeen eighteen nineteen
""")
_TENS = _WORD.findall("twenty thirty forty fifty sixty seventy eighty ninety")
_VALUES = {word: value for value, word in enumerate(_SMALL)} | {
    word: 10 * value for value, word in enumerate(_TENS, 2)
}
_DIGIT = "|".join(_SMALL[1:10])
_BELOW_HUNDRED = (
    rf"(?:(?:{'|'.join(_TENS)})(?:[-\s]+(?:{_DIGIT}))?(?![\w-])|(?:{'|'.join(_SMALL)})(?![\w-]))"
)
WORDS = (
    rf"(?:(?:a|{_DIGIT})[-\s]+hundred(?:\s+(?:and\s+)?{_BELOW_HUNDRED}|(?![\w-]))|{_BELOW_HUNDRED})"
)
# What is counted, as in `two of`, and is no number that something is compared with.
NUMBER_IN_WORDS = re.compile(rf"(?<![\w-]){WORDS}(?!\s+(?:or\s+more\s+)?of\b)", re.IGNORECASE)


def in_digits(text: str) -> str:
    """Return a text in which each number in words stands in digits.

    Spaces fill what becomes shorter, so that all places stay true.
    """
    return NUMBER_IN_WORDS.sub(lambda found: digits(found[0]).ljust(len(found[0])), text)


def digits(words: str) -> str:
    """Return the digits of a number in words from zero to nine hundred and ninety-nine.

    Args:
        words: What `NUMBER_IN_WORDS` matches.
    """
    before, hundred, after = re.sub(r"[-\s]+", " ", words.lower()).rpartition("hundred")
    value = sum(_VALUES[word] for word in after.split() if word in _VALUES)
    if hundred:
        value += 100 * _VALUES.get(before.strip(), 1)
    return str(value)
