"""The shortest way to read a patient reads what the full way reads, or leaves it to that."""

import random
from fractions import Fraction
from time import mktime, struct_time
from typing import Any

import pytest

import imaging_rules
from imaging_rules import unknown
from imaging_rules.decide import decision as deciding
from imaging_rules.model.facts import ChoiceType, Fact, NumberType

TEXT = """guideline short
  title    "Short"
  version  "1.0"
  language 1
  status   draft
  for      "patients"
  otherwise wait
  because  "Reason."
  cite     paper

source paper
  title "All"

study mri
  title "MRI"

fact sign
  yes or no
  ask "Sign?"

fact where
  one of left, right
  ask "Where?"

fact weeks
  number in weeks from 0 to 52
  ask "Weeks?"

fact elsewhere
  yes or no
  ask "Elsewhere?"

screen signs
  ask    "Any of these?"
  covers sign, elsewhere

indication one
  title    "One"
  when     sign and where is right and weeks at least 4.3 weeks
  image    with mri
  question "What?"
  cite     paper
"""


def pool(fact: Fact) -> list[Any]:
    odd: list[Any] = [
        None,
        unknown,
        "unknown",
        "none",
        "yes",
        1,
        0,
        1.0,
        -1,
        float("nan"),
        10**9,
        [],
        {},
    ]
    if isinstance(fact.type, ChoiceType):
        return [*fact.type.values, *odd]
    if not isinstance(fact.type, NumberType):
        return [True, False, *odd]
    range_ = fact.type.range
    near: list[Any] = [
        int(range_.low),
        int(range_.high),
        float(range_.low),
        float(range_.high),
        6,
        6.0,
        0.9,
    ]
    near += [0.8999999761581421, 5.999, 3.9999999999999996, Fraction(6), "6", True]
    return [*near, *odd]


@pytest.mark.parametrize("name", imaging_rules.guidelines())
def test_what_is_read_in_the_plain_way_is_what_is_read_in_full(name: str) -> None:
    guideline = imaging_rules.load(name)
    compiled = guideline._compiled
    chance = random.Random(name)
    plain = 0
    for _ in range(300):
        facts = {}
        for fact in guideline.model.facts:
            values = pool(fact)
            facts[fact.name] = chance.choice(values[:2] if chance.random() < 0.97 else values)
        for fact in guideline.model.facts:
            if chance.random() < 0.02:
                del facts[fact.name]
        shuffled = list(facts.items())
        chance.shuffle(shuffled)
        read = compiled.read_plain(dict(shuffled))
        if read is not None:
            plain += 1
            (states, stated, told, screened), mistakes = compiled.reader.read(dict(shuffled))
            end = read[2]
            assert end is not None
            assert 1 << end == compiled.level_mask(states)
            # In full, the level is told on the way only where its diagram is small.
            assert told in (None, end)
            assert read == (states, stated, end, screened)
            assert mistakes == []
    assert plain > 50


@pytest.mark.parametrize(
    ("given", "served"),
    [
        ({}, True),
        ({"elsewhere": False}, True),
        ({"weeks": 4.5}, True),
        ({"weeks": 52}, True),
        # As in full: 1 is no yes, True is no number, and an explicit None states nothing.
        ({"sign": 1}, False),
        ({"sign": 1.0}, False),
        ({"sign": "yes"}, False),
        ({"sign": unknown}, False),
        ({"sign": None}, False),
        ({"elsewhere": 0}, False),
        ({"elsewhere": None}, False),
        ({"where": "middle"}, False),
        ({"where": ["left"]}, False),
        ({"weeks": True}, False),
        ({"weeks": 53}, False),
        ({"weeks": -0.5}, False),
        ({"weeks": float("nan")}, False),
        # In 32 bits this is 4.3, the bound itself, though its own text lies above; the next below
        # lies below either way.
        ({"weeks": 4.300000190734863}, False),
        ({"weeks": 4.299999713897705}, True),
        ({"weeks": "5 weeks"}, False),
        ({"signs": "none"}, False),
        ({"sing": True}, False),
    ],
)
def test_what_the_plain_way_serves(given: dict[str, Any], served: bool) -> None:
    compiled = imaging_rules.loads(TEXT)._compiled
    patient = {"sign": True, "where": "right", "weeks": 4} | given
    assert (compiled.read_plain(patient) is not None) is served


@pytest.mark.parametrize(
    ("weeks", "expected"),
    [(4.3, "IMAGE"), (4.299999999999999, "WAIT"), (4, "WAIT")],
)
def test_a_patient_read_in_the_plain_way_is_decided(weeks: float, expected: str) -> None:
    guideline = imaging_rules.loads(TEXT)
    patient = {"sign": True, "where": "right", "weeks": weeks}
    assert guideline.evaluate(patient).recommendation.name == expected


def test_a_guideline_of_one_fact_or_none_has_no_plain_way() -> None:
    start, rest = TEXT.split("fact sign", 1)
    text = start + "fact sign" + rest.split("fact where", 1)[0]
    text += 'indication one\n  title "One"\n  when sign\n  image with mri\n'
    text += '  question "What?"\n  cite paper\n'
    guideline = imaging_rules.loads(text)
    assert guideline._compiled.read_plain({"sign": True}) is None
    assert guideline.evaluate({"sign": True}).recommendation.name == "IMAGE"


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ((2026, 2, 28, 23, 59, 59), "2026-02-28"),
        ((2026, 3, 1, 0, 0, 0), "2026-03-01"),
        ((2026, 3, 1, 12, 0, 0), "2026-03-01"),
    ],
)
def test_the_day_of_a_decision_is_the_local_day_on_which_it_was_made(
    moment: tuple[int, ...], day: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    guideline = imaging_rules.loads(TEXT)
    monkeypatch.setattr(deciding, "time", lambda: mktime(struct_time((*moment, 0, 0, -1))))
    plain = guideline.evaluate({"sign": True, "where": "right", "weeks": 4})
    in_full = guideline.evaluate({"sign": unknown})
    # Asked for only after the clock has run on, it is the same.
    monkeypatch.setattr(deciding, "time", lambda: mktime((2026, 3, 9, 12, 0, 0, 0, 0, -1)))
    assert (str(plain.day), str(in_full.day)) == (day, day)
