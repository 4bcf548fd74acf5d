"""A range given by words such as `under` is decided as all the numbers in it are, one by one."""

import operator
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from imaging_rules import evaluate, loads
from imaging_rules.decide.read.from_text import from_words
from imaging_rules.decide.read.stated_value import NotAStatementError, statement

RANGED = loads("""
guideline ranged
  title     "Ranged"
  otherwise no guidance

fact dimer
  number in ng/mL from 0 to 10
  ask "?"

fact count
  whole number from 0 to 10
  ask "?"

study mri
  title "MRI"

indication high
  title     "High"
  when      dimer at least 3 ng/mL and dimer under 6 ng/mL or count over 4 and count at most 8
  image     with mri
  question  "?"
  editorial "Made up."

not indicated low
  title     "Low"
  when      dimer under 1 ng/mL or count at least 1 and count under 3
  do not image
  editorial "Made up."
""")
FACT = RANGED.model.fact
TEST = {
    "over": operator.gt,
    "above": operator.gt,
    "at least": operator.ge,
    "under": operator.lt,
    "below": operator.lt,
    "at most": operator.le,
}
LOWER, UPPER = ("over", "above", "at least"), ("under", "below", "at most")
ENDS = st.integers(0, 10)


@given(
    st.sampled_from(("dimer", "count")),
    st.dictionaries(st.sampled_from(LOWER), ENDS, max_size=1),
    st.dictionaries(st.sampled_from(UPPER), ENDS, max_size=1),
)
def test_a_range_is_decided_as_the_numbers_in_it_are(
    fact: str, low: dict[str, int], high: dict[str, int]
) -> None:
    stated = low | high
    assume(stated)
    steps = 1 if fact == "count" else 1000
    # Just beside each whole number lies all that an open end takes away.
    candidates = {
        Fraction(n * steps + beside, steps) for n in range(11) for beside in (-1, 0, 1)
    } & {Fraction(n, steps) for n in range(10 * steps + 1)}
    inside = [v for v in candidates if all(TEST[word](v, end) for word, end in stated.items())]
    if not inside:
        with pytest.raises(NotAStatementError):
            statement(FACT[fact], stated)
        return
    expected = {level for v in inside for level in RANGED.evaluate({fact: v}).possible}
    decision = RANGED.evaluate({fact: stated})
    assert set(decision.possible) == expected
    # The record, and the words of a person, say the same range.
    recorded = decision.to_dict()["facts"]["stated"][fact]
    assert statement(FACT[fact], recorded) == statement(FACT[fact], stated)
    words = " and ".join(f"{word} {end}" for word, end in stated.items())
    assert statement(FACT[fact], from_words(FACT[fact], words)) == statement(FACT[fact], stated)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("<5", "under 5 ng/mL"),
        (">5", "over 5 ng/mL"),
        ("≥ 5", "at least 5 ng/mL"),
        ("<=5", "at most 5 ng/mL"),
        ("Under  5 ng/ml", "under 5 ng/mL"),
        ("less than 5 µg/L", "under 5 ng/mL"),
        ("up to 5", "at most 5 ng/mL"),
        ("more than 0.003 mg/L", "over 3 ng/mL"),
        ("over 3 and under 5 ng/mL", "over 3 ng/mL and under 5 ng/mL"),
        (">3 and ≤5", "over 3 ng/mL and at most 5 ng/mL"),
        ("at least 3 and at most 5", "between 3 ng/mL and 5 ng/mL"),
        ("at least 5 and at most 5", "5 ng/mL"),
    ],
)
def test_ranges_are_read_as_people_write_them(words: str, told: str) -> None:
    facts = RANGED.read_text({"dimer": words})
    assert RANGED.evaluate(facts).stated[0].value == told


@pytest.mark.parametrize(
    "words", ["under", "under5x", "<", "<5 and <3", "over 3 to 5", "under 5 or over 8", "5 and <3"]
)
def test_what_is_no_range_is_refused(words: str) -> None:
    with pytest.raises(NotAStatementError):
        from_words(FACT["dimer"], words)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"dimer": {"over": 3, "at most": "5 ng/mL"}}, "dimer over 3 ng/mL and at most 5 ng/mL"),
        ({"dimer": {"under": 3}}, "dimer under 3 ng/mL"),
        ({"count": {"under": 3}}, "count between 0 and 2"),
    ],
)
def test_an_example_that_gives_a_range_gives_the_same(given: dict[str, Any], told: str) -> None:
    decision = RANGED.evaluate(given)
    levels = " or ".join(level.words for level in decision.possible)
    example = f'\nexample "a"\n  given {told}\n  expect {levels}\n'
    again = loads(RANGED.model.text.text + example).model.examples[0]
    assert RANGED.evaluate(dict(again.given)).stated == decision.stated


def test_a_clinician_reads_the_range_as_it_was_given() -> None:
    assert "conservative care: under 6 weeks" in evaluate(
        {"conservative_care": {"below": "6 weeks"}}
    ).explain().replace("\n", " ")
