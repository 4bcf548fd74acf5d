"""What a reason holds by is enough, none of it can be left out, and the others are counted."""

from collections.abc import Iterable
from itertools import combinations, product
from math import prod
from typing import Any

from hypothesis import assume, given, note
from hypothesis import strategies as st

from imaging_rules import Guideline, loads
from imaging_rules.testing import complete_patients, guidelines, partial_patients
from tests.agreement.oracle import Oracle

MOST = 600


class Ways:
    """Tells which known facts by themselves make rules hold, by trying every completion."""

    def __init__(self, oracle: Oracle, facts: dict[str, Any]) -> None:
        self.oracle = oracle
        patient = oracle.patient(facts)
        patient.open_what_is_disputed()
        self.now = patient.values
        self.every = [patient.with_open(place)[place] for place in range(len(oracle.names))]
        self.known = [
            name
            for name, now, every in zip(oracle.names, self.now, self.every, strict=True)
            if set(now) != set(every)
        ]

    def hold(self, names: Iterable[str]) -> frozenset[str]:
        """The rules that hold in every completion of what is known of some facts alone."""
        kept = set(names)
        values = [
            now if name in kept else every
            for name, now, every in zip(self.oracle.names, self.now, self.every, strict=True)
        ]
        return frozenset.intersection(*map(self.oracle.holding, product(*values)))

    def smallest(self) -> dict[str, list[set[str]]]:
        """For each rule the smallest sets of known facts that make it hold."""
        found: dict[str, list[set[str]]] = {}
        for size in range(len(self.known) + 1):
            for names in map(set, combinations(self.known, size)):
                for rule in self.hold(names):
                    sets = found.setdefault(rule, [])
                    if not any(each <= names for each in sets):
                        sets.append(names)
        return found


@given(guidelines(), st.data())
def test_a_reason_names_facts_that_are_enough_and_none_too_many(
    guideline: Guideline, data: st.DataObject
) -> None:
    note(guideline.model.text.text)
    oracle = Oracle(guideline)
    patients = st.one_of(partial_patients(guideline), complete_patients(guideline))
    for facts in data.draw(st.lists(patients, min_size=1, max_size=3)):
        note(str(facts))
        ways = Ways(oracle, facts)
        assume(prod(map(len, ways.every)) <= MOST)
        smallest = ways.smallest()
        for reason in guideline.evaluate(facts).reasons:
            sets = smallest[reason.rule]
            assert {each.fact for each in reason.by} in sets
            assert reason.other_ways == len(sets) - 1


SIGNS = """
guideline made_up
fact b
  yes or no
fact a
  yes or no
  if not stated assume yes
fact c
  yes or no
fact age
  whole number in years from 0 to 120
screen all_of_them
  covers c
study mri
indication two_signs
  when at least 2 of (a, b, not c, age over 60 years)
  image with mri
  question "Is it?"
  editorial "Made up."
"""


def by(facts: dict[str, Any]) -> tuple[list[tuple[str, str, str]], int | None]:
    (reason,) = loads(SIGNS).evaluate(facts).reasons
    return [(each.fact, each.value, each.known) for each in reason.by], reason.other_ways


def test_of_several_sets_the_first_of_stated_facts_is_named() -> None:
    stated = [("b", "yes", "stated"), ("c", "no", "stated")]
    assert by({"age": 70, "c": False, "b": True}) == (stated, 5)
    # A screen and an assumption stand behind what a person said.
    screened = [("b", "yes", "stated"), ("c", "no", "screened")]
    assert by({"all_of_them": "none", "b": True}) == (screened, 2)
    assert by({"b": True}) == ([("b", "yes", "stated"), ("a", "yes", "assumed")], 0)
    assert by({"a": False, "b": True, "age": {"between": [61, 70]}}) == (
        [("b", "yes", "stated"), ("age", "between 61 years and 70 years", "stated")],
        0,
    )


def test_very_many_other_sets_are_not_counted() -> None:
    names = [f"sign_{number}" for number in range(24)]
    declared = "\n".join(f"fact {name} yes or no" for name in names)
    guideline = loads(f"""
guideline made_up
{declared}
study mri
indication signs
  when at least 12 of ({", ".join(names)})
  image with mri
  question "Is it?"
  editorial "Made up."
""")
    decision = guideline.evaluate(dict.fromkeys(names, True))
    (reason,) = decision.reasons
    assert [each.fact for each in reason.by] == names[:12]
    assert reason.other_ways is None
    assert "Many other sets of facts would do too." in " ".join(decision.explain().split())
