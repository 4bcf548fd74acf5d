"""What digits with signs between them can mean, and how a number is written so that it is clear."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imaging_rules.values.numbers import decimal_text
from imaging_rules.values.separators import as_typed, readings, unmistakable


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1440", ("1440",)),
        ("1,440", ("1440", "1.4400")),
        ("1.440", ("1440", "1.4400")),
        ("-1.440", ("-1440", "-1.4400")),
        ("1,000", ("1000", "1.0000")),
        ("999.999", ("999999", "999.9990")),
        ("1,5", ("1.5",)),
        ("1·5", ("1.5",)),
        ("38⋅5", ("38.5",)),
        ("1·440", ("1440", "1.4400")),
        ("1,500·5", ("1500.5",)),
        ("1·5·2", ()),
        ("1.4400", ("1.4400",)),
        ("0,125", ("0.125",)),
        ("0.125", ("0.125",)),
        ("1234,567", ("1234.567",)),
        ("1 440", ("1440",)),
        ("1'440", ("1440",)),
        ("1’440", ("1440",)),
        ("1\N{NO-BREAK SPACE}440", ("1440",)),
        ("1\N{THIN SPACE}440", ("1440",)),
        ("1\N{NARROW NO-BREAK SPACE}440\N{NARROW NO-BREAK SPACE}000", ("1440000",)),
        ("12,345,678", ("12345678",)),
        ("12.345.678", ("12345678",)),
        ("1,500.5", ("1500.5",)),
        ("1.500,5", ("1500.5",)),
        ("1 500,5", ("1500.5",)),
        ("1,2,3", ()),
        ("1,5.5", ()),
        ("12,34,567", ()),
        ("1 44", ()),
        ("3 5", ()),
        ("x", ()),
        ("", ()),
    ],
)
def test_what_digits_can_mean(written: str, meant: tuple[str, ...]) -> None:
    assert readings(written) == meant


@pytest.mark.parametrize("sign", [",", ".", "·", "'", "’", " ", "\N{NO-BREAK SPACE}"])
@given(st.integers(1, 999), st.lists(st.integers(0, 999), min_size=1, max_size=3))
def test_a_sign_before_three_digits_is_never_read(sign: str, first: int, rest: list[int]) -> None:
    written = sign.join([str(first), *(f"{each:03}" for each in rest)])
    assert as_typed(written) is None
    assert readings(written)[0] == written.replace(sign, "")


@given(st.integers(-(10**9), 10**9), st.integers(0, 6))
def test_what_is_written_unmistakably_is_read_as_itself(digits: int, places: int) -> None:
    value = Fraction(digits, 10**places)
    text = decimal_text(value)
    assert text is not None
    written = unmistakable(text)
    assert as_typed(written) == written
    assert Fraction(written) == value
    assert written.startswith(text)
