"""The export holds all that is needed to decide, and says what its schema says."""

import json
import subprocess
import sys
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from imaging_rules import (
    Guideline,
    ImagingRulesError,
    UnknownGuidelineError,
    export,
    export_schema,
    guidelines,
    load,
    loads,
)
from imaging_rules.testing import partial_patients
from tests.agreement.by_export import ByExport, Missing
from tests.agreement.engines import FromExport, agree
from tests.cli.command_line import environment_with, run

VALID = Draft202012Validator(export_schema())
MOST_COMPARED = 3


@cache
def exported(name: str) -> dict[str, Any]:
    return export(name)


def as_data(guideline: Guideline) -> dict[str, Any]:
    """Return the export as it arrives: through JSON, and found valid."""
    data: dict[str, Any] = json.loads(json.dumps(export(guideline)))
    VALID.validate(data)
    return data


GATED = """
guideline gated
  title     "Gated"
  otherwise do not image
  editorial "Made up."

fact age
  number in years from 0 to 120
  ask "How old?"

fact safe
  yes or no
  ask "Is it safe to turn the neck?"

fact turns
  yes or no
  ask           "Does the neck turn?"
  ask only when safe and age under 65.5 years

study xray
  title "X-ray"

indication unsafe
  title     "Not safe, or old"
  when      not safe or age at least 65.5 years
  image     with xray
  question  "Why?"
  editorial "Made up."

indication stiff
  title     "Stiff"
  when      safe and age under 65.5 years and not turns
  image     with xray
  question  "Why?"
  editorial "Made up."
"""


@given(data=st.data())
def test_what_may_not_be_asked_yet_is_told_by_the_export(data: st.DataObject) -> None:
    guideline = loads(GATED)
    agree(FromExport(guideline), guideline, data.draw(partial_patients(guideline)))


def test_the_condition_under_which_a_fact_is_asked_is_told() -> None:
    data = as_data(loads(GATED))
    gate = data["facts"][2]["ask_only_when"]
    assert gate["condition"] == "safe and age under 65.5 years"
    later = ByExport(data).answer({"age": 40}).later
    assert [each.fact for each in later] == ["turns"]
    assert ByExport(data).answer({"age": 40, "safe": True}).missing == [Missing("turns", [4, 7])]


# --- what it says ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", guidelines())
def test_the_export_of_what_ships_is_valid_and_closed(name: str) -> None:
    data = exported(name)
    VALID.validate(data)
    assert data["guideline"]["sha256"] == load(name).sha256
    count = len(data["nodes"])
    for place, (variable, *children) in enumerate(data["nodes"]):
        assert variable < len(data["order"])
        # Children come before, and ask what comes later in the order.
        assert all(child < 10 + place for child in children)
        assert all(data["nodes"][c - 10][0] > variable for c in children if c >= 10)
        assert len(set(children)) > 1
    nodes = [tuple(each) for each in data["nodes"]]
    assert len(set(nodes)) == count
    cited = {(c["source"], s) for c in citations(data) for s in c.get("statements", ())}
    given_in_full = {
        (source["name"], each["id"])
        for source in data["sources"]
        for each in source.get("statements", ())
    }
    with_statements = {name for name, _ in given_in_full}
    assert given_in_full == {each for each in cited if each[0] in with_statements}


def citations(data: Any) -> list[dict[str, Any]]:
    if isinstance(data, list):
        return [found for each in data for found in citations(each)]
    if not isinstance(data, dict):
        return []
    own: list[dict[str, Any]] = data.get("citations", [])
    return own + [found for each in data.values() for found in citations(each)]


def test_regions_are_exact_where_no_decimal_is() -> None:
    guideline = loads(
        GATED.replace("number in years", "number in weeks").replace("65.5 years", "10 days")
    )
    regions = as_data(guideline)["facts"][0]["regions"]
    assert [(each["from"], each["to"]) for each in regions] == [("0", "10/7"), ("10/7", "120")]
    assert [("above" in each, "below" in each) for each in regions] == [
        (False, True),
        (False, False),
    ]
    assert regions[0]["words"] == "under 10 days"
    engine = FromExport(guideline)
    for value in (Fraction(10, 7), "10 days", "9.99 days"):
        agree(engine, guideline, {"age": value, "safe": True, "turns": True})


def test_rules_are_told_with_what_they_say() -> None:
    data = exported("low_back_pain")
    model = load("low_back_pain").model
    places = {fact.name: place for place, fact in enumerate(model.facts)}
    rules = {each["name"]: each for each in data["rules"]}
    wait = next(each for each in data["rules"] if each["kind"] == "waiting period")
    assert wait["fact"] == places["conservative_care"]
    assert (wait["first"], wait["last"]) == ("4", "6")
    assert [data["levels"][each["level"]] for each in wait["says"]] == ["consider", "image"]
    fever = rules["fever_or_chills"]
    assert fever["when"] == "fever_or_chills"
    assert [data["levels"][each["level"]] for each in fever["says"]] == ["image urgently"]
    assert fever["title"] == "Fever or chills with back pain"
    assert [each["name"] for each in data["facts"]] == [fact.name for fact in model.facts]
    assert len(data["advice"]) == len(model.advice)


def test_an_export_does_not_touch_the_guideline_it_is_made_from() -> None:
    guideline = loads(GATED)
    before = guideline.evaluate({"age": 40}).to_dict()
    assert export(guideline) == export(guideline)
    assert guideline.evaluate({"age": 40}).to_dict() == before


# --- the command ----------------------------------------------------------------------------------


def test_the_command_writes_the_export_in_one_line() -> None:
    result = run("export", "low_back_pain", "--format", "json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == export("low_back_pain")
    assert result.stdout.isascii()
    assert result.stdout.count("\n") == 1
    assert len(result.stdout) < 80_000


def test_the_export_is_the_same_each_time() -> None:
    program = (
        "import json, imaging_rules\nprint(json.dumps(imaging_rules.export('low_back_pain')))\n"
    )
    written = {
        subprocess.run(
            [sys.executable, "-c", program],
            env=environment_with(PYTHONHASHSEED=seed),
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(written) == 1


def test_what_cannot_be_exported_is_told() -> None:
    with pytest.raises(UnknownGuidelineError):
        export("low_bak_pain")
    result = run("export", "low_bak_pain", "--format", "json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "did you mean `low_back_pain`?" in result.stderr
    result = run("export", "low_back_pain")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "write --format json, python, facts-schema or html" in result.stderr


# --- the form -------------------------------------------------------------------------------------


def test_the_form_is_written_as_one_element() -> None:
    result = run("export", "low_back_pain", "--format", "html")
    assert result.exit_code == 0
    assert result.stdout.startswith('<div class="ir-try" data-imaging-rules-try-it="low_back_pain"')
    assert result.stdout.endswith("</div>\n")
    # It stands by itself: it leads to no other place of the page.
    assert 'href="#' not in result.stdout
    assert "\n\n" not in result.stdout


def test_a_guideline_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imaging_rules.document.export.guideline.BUDGET", 10)
    told = "`low_back_pain` is too entangled to be exported: to tell when each of its rules decides"
    with pytest.raises(ImagingRulesError, match=told):
        export("low_back_pain")
