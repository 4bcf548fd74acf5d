"""Numbers in words where the language has digits."""

import re

from imaging_rules.text import number_words
from imaging_rules.text.number_words import value_of

WORDS = rf"(?:{number_words.WORDS}(?![\w-]))"
# What is counted, as in `two of`, and is no number that something is compared with.
NUMBER_IN_WORDS = re.compile(rf"(?<![\w-]){WORDS}(?!\s+(?:or\s+more\s+)?of\b)", re.IGNORECASE)


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
