"""How it is said what a number can be."""

from fractions import Fraction

import pytest

from imaging_rules import checks
from imaging_rules.model.facts import NumberType
from imaging_rules.values.regions import Interval
from imaging_rules.values.units import BY_NAME


@pytest.mark.parametrize(
    ("unit", "whole", "words"),
    [
        ("weeks", False, "a number of weeks from 0 to 52"),
        ("years", True, "a whole number of years from 0 to 52"),
        ("points", True, "a whole number of points from 0 to 52"),
        ("m", False, "a number from 0 to 52 m"),
        ("per minute", True, "a whole number from 0 to 52 per minute"),
        ("percent", False, "a number from 0 to 52 percent"),
        ("ng/mL", False, "a number from 0 to 52 ng/mL"),
        (None, True, "a whole number from 0 to 52"),
    ],
)
def test_only_what_is_counted_is_a_number_of_it(unit: str | None, whole: bool, words: str) -> None:
    range = Interval(Fraction(0), Fraction(52))
    assert NumberType(range, whole, BY_NAME[unit] if unit else None).in_words == words


COMPARED = """
guideline compared
  title     "Compared"
  otherwise no guidance
fact fall
  whole number in {one} from 0 to 90
fact height
  {other} from 0 to 300
study mri
indication any
  when      fall over 3 {one} or height over 200 cm
  image     with mri
  question  "?"
  editorial "Made up."
contradiction higher
  when      fall over height
  editorial "Made up."
"""


@pytest.mark.parametrize(
    ("one", "other", "codes"),
    [
        ("ft", "whole number in cm", {"E302"}),
        ("ft", "number in cm", set()),
        ("m", "whole number in cm", set()),
        ("kg", "whole number in cm", {"E302"}),
    ],
)
def test_whole_numbers_compare_where_one_unit_is_a_whole_number_of_the_other(
    one: str, other: str, codes: set[str]
) -> None:
    found = {each.code for each in checks(COMPARED.format(one=one, other=other))}
    assert {code for code in found if code.startswith("E")} == codes
