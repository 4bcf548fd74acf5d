"""Very large numbers, as people read them."""

from imaging_rules.text.words import plural

_LARGEST_IN_FULL = 10**15


def count(number: int, word: str) -> str:
    """Return a number with a word, the word in the plural but for one.

    Args:
        number: How many.
        word: Of what, in the singular; its plural ends in s.
    """
    return f"{readable(number)} {plural(number, word)}"


def combinations(number: int) -> str:
    """Return how many combinations of answers there are.

    Patients are told apart by what rules tell apart, so these are no numbers of people.
    """
    return count(number, "combination") + " of answers"


def readable(number: int) -> str:
    """Return a number in digits or, where those are too many to read, as a power of ten."""
    if number < _LARGEST_IN_FULL:
        return f"{number:,}"
    digits = str(number)
    # Cut and not rounded, so that it is never said to be more than it is.
    return f"about {digits[0]}.{digits[1]} × 10^{len(digits) - 1}"
