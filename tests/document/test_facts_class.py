"""The class for a guideline's facts: a type checker finds what is wrong, and it evaluates."""

import ast
from dataclasses import fields
from datetime import timedelta
from decimal import Decimal
from types import ModuleType
from typing import Any

import attrs
import pytest

import imaging_rules
from imaging_rules import (
    Guideline,
    OtherGuidelineError,
    UnknownGuidelineError,
    between,
    evaluate,
    guidelines,
    load,
    loads,
    one_of,
    unknown,
)
from imaging_rules.document.export.facts_class import facts_class
from tests.cli.command_line import run

# Names that Python, or the class itself, uses for something else; and a text that could end a
# docstring or change it.
ODD = r"""
guideline odd_names
  title     "A title with \n and \"
  otherwise do not image
  editorial "Made up."

fact class
  yes or no
  ask "Which class\?"

fact class_
  yes or no
  ask "And this one?"

fact bool
  yes or no
  ask "Is it a bool?"

fact int
  whole number from 0 to 9
  ask "How many?"

fact field
  number in hours from 0 to 48
  ask "For how long?"
  if not stated assume 1 hour

fact lambda
  one of none, some
  ask "Which?"

screen import
  ask    "Any of them?"
  covers class, bool

study scan
  title "Scan"

indication any
  title     "Any"
  when      class and not class_ and not bool and int over 3 and field over 2 hours
            and lambda is some
  image     with scan
  question  "Why?"
  editorial "Made up."
"""


def made(guideline: Guideline) -> Any:
    """Return the class that the source defines."""
    module = ModuleType("facts")
    exec(compile(facts_class(guideline), "facts.py", "exec"), vars(module))
    (found,) = (each for name, each in vars(module).items() if name.endswith("Facts"))
    return found


@pytest.mark.parametrize("name", guidelines())
def test_the_class_of_what_ships_has_every_fact_and_screen(name: str) -> None:
    guideline = load(name)
    named = {f.metadata.get("imaging_rules.fact", f.name) for f in fields(made(guideline))}
    assert named == {*guideline.model.fact, *guideline.model.screen}
    assert guideline.evaluate(made(guideline)()) == guideline.evaluate({})
    source = facts_class(guideline)
    for fact in guideline.model.facts:
        assert " ".join(fact.ask.split()) in " ".join(source.split())


def test_its_instances_are_patients() -> None:
    facts = made(load("low_back_pain"))(
        age=between(65, 74),
        leg_weakness=one_of("none", "improving"),
        conservative_care=timedelta(weeks=3),
        symptom_duration=Decimal("3.5"),
        saddle_anesthesia=unknown,
        red_flags="none",
    )
    same = {
        "age": between(65, 74),
        "leg_weakness": one_of("none", "improving"),
        "conservative_care": "21 days",
        "symptom_duration": "3.5 weeks",
        "saddle_anesthesia": unknown,
        "red_flags": "none",
    }
    assert evaluate(facts) == evaluate(same)
    # The address that some Pythons show may hold any digits.
    assert "65" not in repr(facts).partition(" at 0x")[0]
    with pytest.raises(AttributeError):
        facts.age = 43


def test_its_guideline_decides_where_none_is_given() -> None:
    facts = made(load("nexus"))(focal_neurologic_deficit=True)
    assert evaluate(facts) == load("nexus").evaluate({"focal_neurologic_deficit": True})


def test_with_another_guideline_it_is_refused_with_one_sentence() -> None:
    facts = made(load("nexus"))(focal_neurologic_deficit=True)
    told = "the class NexusFacts was written for `nexus`, and cannot be used with `low_back_pain`"
    for refused in (
        lambda: evaluate(facts, "low_back_pain"),
        lambda: load("low_back_pain").evaluate(facts, ignore=True),
        lambda: imaging_rules.compare(facts, ["low_back_pain", "nass"]),
    ):
        with pytest.raises(OtherGuidelineError) as raised:
            refused()
        assert str(raised.value) == told
    compared = imaging_rules.compare(facts, ["nexus", "canadian_c_spine"], ignore=True)
    assert compared.rows[0].decision == evaluate(facts)


def test_of_another_text_of_its_guideline_it_is_refused() -> None:
    """A bare number would be read in another unit, and nobody would notice."""
    facts = made(loads(ODD))(field=3)
    in_days = loads(ODD.replace("number in hours from 0 to 48", "number in days from 0 to 48"))
    with pytest.raises(OtherGuidelineError) as raised:
        in_days.evaluate(facts)
    assert str(raised.value) == (
        "the class OddNamesFacts was written for another text of `odd_names`: "
        "write it anew with `imaging-rules export --format python`"
    )
    with pytest.raises(UnknownGuidelineError, match="OddNamesFacts was written for it: give it as"):
        evaluate(facts)


def test_names_that_python_uses_otherwise_still_mean_their_facts() -> None:
    guideline = loads(ODD)
    facts = made(guideline)(
        class__=True,
        class_=False,
        bool=False,
        int=4,
        field="3 hours",
        lambda_="some",
    )
    assert guideline.evaluate(facts).recommendation is imaging_rules.Recommendation.IMAGE
    screened = guideline.evaluate(made(guideline)(import_="none")).screened
    assert [each.fact for each in screened] == ["class", "bool"]


def test_an_attrs_class_may_name_its_facts_too() -> None:
    @attrs.frozen
    class Facts:
        lambda_: str = attrs.field(metadata={"imaging_rules.fact": "lambda"})

    decision = loads(ODD).evaluate(Facts(lambda_="some"))
    assert decision.to_dict()["facts"]["stated"] == {"lambda": "some"}


def test_texts_of_a_guideline_stay_texts() -> None:
    tree = ast.parse(facts_class(loads(ODD)))
    (kind,) = (each for each in tree.body if isinstance(each, ast.ClassDef))
    told = ast.get_docstring(kind) or ""
    assert r"A title with \n and \." in told
    docstrings = [
        each.value.value
        for each in kind.body
        if isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant)
    ]
    assert any(str(text).startswith("Which class\\?") for text in docstrings)
    assert any("Not stated, it is assumed: 1 hour." in str(text) for text in docstrings)


def test_only_public_names_are_imported() -> None:
    for guideline in (loads(ODD), *map(load, guidelines())):
        for node in ast.walk(ast.parse(facts_class(guideline))):
            assert not isinstance(node, ast.Import)
            if isinstance(node, ast.ImportFrom) and node.module == "imaging_rules":
                assert {each.name for each in node.names} <= set(imaging_rules.__all__)
            elif isinstance(node, ast.ImportFrom):
                known = {"dataclasses", "datetime", "decimal", "fractions", "typing"}
                assert node.module in known


def test_a_guideline_without_facts_has_a_class_too() -> None:
    guideline = loads("guideline bare\n  otherwise no guidance\n")
    assert guideline.evaluate(made(guideline)()) == guideline.evaluate({})


def test_the_command_writes_the_source() -> None:
    result = run("export", "low_back_pain", "--format", "python")
    assert result.exit_code == 0
    assert result.stdout == facts_class(load("low_back_pain"))
    assert all(len(line) <= 100 for line in result.stdout.split("\n"))
