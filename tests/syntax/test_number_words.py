"""Numbers in words, and the digits for them."""

import pytest

from imaging_rules.text.words import in_digits


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("over seventy years", "over 70      years"),
        ("sixty-five", "65        "),
        ("sixty five", "65        "),
        ("Eighteen", "18      "),
        ("a hundred weeks", "100       weeks"),
        ("one hundred and five", "105                 "),
        ("two hundred", "200        "),
        ("zero to ten", "0    to 10 "),
        # Here something is counted, or it is part of a name.
        ("two of (fever, chills)", "two of (fever, chills)"),
        ("one or more of", "one or more of"),
        ("six_weeks", "six_weeks"),
        ("two-level", "two-level"),
        ("tenderness", "tenderness"),
    ],
)
def test_each_number_in_words_becomes_digits_in_its_place(words: str, digits: str) -> None:
    assert in_digits(words) == digits
