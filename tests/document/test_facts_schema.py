"""The schema of the facts of a guideline takes what the reader takes."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from imaging_rules import (
    FactsError,
    Guideline,
    UnknownGuidelineError,
    facts_schema,
    guidelines,
    load,
    loads,
)
from imaging_rules.testing import partial_patients
from imaging_rules.values.units import ALL
from tests.cli.command_line import ROOT, run

MADE_UP = loads(
    """
guideline made_up
  title     "Made up"
  version   "1.2"
  otherwise do not image
  editorial "Made up."

fact sure
  yes or no
  title "Sureness"
  ask   "Is it sure?"
  if not stated assume no
  editorial "Nobody is sure."

fact degree
  one of none, mild, severe
  ask     "Which kind?"
  explain "By the words of the patient."

fact count
  whole number from 0 to 12
  ask "How many?"

fact ratio
  number from 0.1 to 0.9
  ask "Which ratio?"

fact age
  whole number in years from 0 to 120
  ask "How old?"

fact lasted
  number in weeks from 0 to 520
  ask "How many weeks?"

fact months
  number in months from 0.5 to 36
  ask "How many months?"

fact pulse
  number in per minute from 20 to 250
  ask "How fast?"

fact growth
  number in percent from -50 to 50
  ask "How much?"

fact size
  number in mm from 0 to 300
  ask "How large?"

fact pressure
  whole number in mmHg from 0 to 300
  ask "Which pressure?"

fact dimer
  number in ng/mL from 0 to 100000
  ask "Which concentration?"

fact filtration
  number in mL/min/1.73m2 from 0 to 200
  ask "Which rate?"

fact cytology
  whole number in "Bethesda class" from 1 to 6
  ask "Which class?"

screen neither
  covers sure
  ask    "Is any of it so?"
"""
)

SCHEMA = facts_schema(MADE_UP)
VALID = Draft202012Validator(SCHEMA)


def test_what_the_schema_says_of_facts_and_screens() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    known = {key: each for key, each in SCHEMA.items() if key not in ("properties", "$defs")}
    assert known == {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": f"made_up 1.2, sha256 {MADE_UP.sha256}",
        "title": "Facts for made_up",
        "description": "What is known of a patient, for: Made up.",
        "type": "object",
        "additionalProperties": False,
    }
    # In file order, the screens last; a form shows them so.
    assert list(SCHEMA["properties"]) == [
        *("sure", "degree", "count", "ratio", "age", "lasted", "months", "pulse", "growth", "size"),
        *("pressure", "dimer", "filtration", "cytology", "neither"),
    ]
    open_forms = [{"$ref": "#/$defs/unknown"}, {"$ref": "#/$defs/not_stated"}]
    assert SCHEMA["$defs"]["unknown"]["const"] == "unknown"
    assert SCHEMA["$defs"]["not_stated"]["type"] == "null"
    assert SCHEMA["properties"]["sure"] == {
        "title": "Sureness",
        "description": "Is it sure? Not stated, it is assumed: no.",
        "anyOf": [{"type": "boolean"}, *open_forms],
    }
    word = {"enum": ["none", "mild", "severe"]}
    assert SCHEMA["properties"]["degree"] == {
        "title": "Which kind?",
        "description": "By the words of the patient.",
        "anyOf": [
            word,
            {
                "type": "object",
                "properties": {"one_of": {"type": "array", "items": word, "minItems": 1}},
                "required": ["one_of"],
                "additionalProperties": False,
            },
            *open_forms,
        ],
    }
    weeks = [
        {"title": "weeks", "type": "number", "minimum": 0, "maximum": 520},
        {"$ref": "#/$defs/text_of_time"},
    ]
    two = {"type": "array", "items": {"anyOf": weeks}, "minItems": 2, "maxItems": 2}
    assert SCHEMA["properties"]["lasted"] == {
        "title": "How many weeks?",
        "anyOf": [
            *weeks,
            {
                "type": "object",
                "properties": {"between": two},
                "required": ["between"],
                "additionalProperties": False,
            },
            {
                "type": "object",
                "properties": {
                    word: {"anyOf": weeks}
                    for word in ("over", "above", "at least", "under", "below", "at most")
                },
                "additionalProperties": False,
                "minProperties": 1,
                "allOf": [{"$ref": "#/$defs/one_of_each_end"}],
            },
            {"$ref": "#/$defs/date"},
            *open_forms,
        ],
    }
    assert SCHEMA["properties"]["age"]["anyOf"][0] == {
        "title": "years",
        "type": "integer",
        "minimum": 0,
        "maximum": 120,
    }
    assert SCHEMA["properties"]["neither"] == {
        "title": "Is any of it so?",
        "description": "`none` answers what is not stated of sure.",
        "anyOf": [{"const": "none"}, *open_forms],
    }


@pytest.mark.parametrize(
    ("fact", "taken", "refused"),
    [
        ("sure", [True, False, "unknown", None], [1, 0, "yes", "true", "none", [], {}]),
        (
            "degree",
            ["mild", {"one_of": ["none", "mild"]}, {"one_of": ["mild"]}, "unknown", None],
            [
                *("Mild", "other", True, ["mild"], {"one_of": []}, {"one_of": "mild"}),
                *({"one_of": ["mild", "other"]}, {"one_of": ["mild", "unknown"]}),
                *({"one_of": ["mild"], "more": 1}, {"between": ["none", "mild"]}),
            ],
        ),
        (
            "count",
            [0, 12, 3.0, "7", " 7 ", "7.0", {"between": [1, "3"]}, {"between": [2, 2]}, "unknown"],
            [-1, 13, 2.5, "", "seven", "7 points", "1,5", True, [7], {"between": [1]}, "none"],
        ),
        (
            "ratio",
            # A tenth and nine tenths as floats of 32 and of 16 bits are last.
            [
                *(0.1, 0.9, "0.5", "0.125", "1/3", "5e-1"),
                *(0.10000000149011612, 0.8999999761581421, 0.0999755859375, 0.89990234375),
            ],
            [0, 1, 0.05, 0.95, "0,5", "½", "0.5.", ".5"],
        ),
        (
            "age",
            [42, "42 years", "42y", "42 YRS", "504 months", {"between": ["40 years", 50]}],
            [121, 42.5, "42", "42 m", "42 points", "42 years old", {"between": [40, None]}],
        ),
        (
            "lasted",
            [
                *(0, 520, 2.5, "3 weeks", "3 Wee\u212as", "21d", "2 months", "1440.0000 minutes"),
                *({"under": 5}, {"below": "5 weeks"}, {"at least": 2, "under": "21 days"}),
                *("since 2026-01-31", " Since  2025-12 ", "born 2024"),
                *("1.5e1 days", "10/7 weeks", "1.440e3 min", "1441.123 min", "01.440 min"),
                {"between": ["21 days", 5]},
            ],
            [
                *({"over": 3, "above": 2}, {"under": None}, {"over": 3, "x": 4}, "2026-01-31"),
                *("since 2026-13", "since 26-01-31", "since 2026-1", "before 2026"),
                *(521, -1, "3", "3 W", "3 fortnights", "1,440 minutes", "1.440 minutes", "-"),
                *("1.440/3 minutes", "1 440 min", "3 weeks 2 days", "two weeks", "3.weeks"),
                *({"between": [3, "unknown"]}, {"between": [3, 4, 5]}, {"between": "3 to 5"}),
            ],
        ),
        ("months", [0.5, 36, "2 years", "8 weeks"], [0.4, 37, "2 mm"]),
        (
            "pulse",
            ["70/min", "70 per minute", "70 BPM", "70 beats  per\tminute", "70 %"][:4],
            ["70 %", "70 per hour", "70 beats\nper minute"],
        ),
        ("growth", [-50, "-5%", "5 per cent"], ["5 points", "−5%", "+5%"]),
        (
            "size",
            ["12 mm", "1.2 cm", "0.1 meters", "0.1 m", "0.5 ft", "3 Inches", "12 MM"],
            ["12 yd", "0.1 M", "1 kg"],
        ),
        ("pressure", ["120 mmHg", "120 MMHG", "120 mm of Hg"], ["120 mm", "120 torr"]),
        (
            "dimer",
            ["500 ng/mL", "500 NG/ML", "500 ug/l", "500 µg/L", "500 Μg/L", "0.5 mcg / mL"],
            ["500 ng", "500 mcmol/L", "500 u/l", "500 ng/mL/1.73m2"],
        ),
        ("filtration", ["60 mL/min/1.73m2", "60 ml/min/1,73 m²", "60 ML/MIN/1.73M^2"], ["60 mL"]),
        ("cytology", ['3 "Bethesda class"', "3 bethesda class", "3 “Bethesda class”"], ["3 class"]),
        ("neither", ["none", "unknown", None], [True, False, "yes", "None", ["sure"]]),
        ("other", [], [1, "unknown"]),
    ],
)
def test_the_schema_and_the_reader_take_the_same(
    fact: str, taken: list[Any], refused: list[Any]
) -> None:
    for value in taken:
        assert VALID.is_valid({fact: value}), value
        MADE_UP.evaluate({fact: value})
    for value in refused:
        assert not VALID.is_valid({fact: value}), value
        with pytest.raises(FactsError):
            MADE_UP.evaluate({fact: value})


# --- on all that JSON can say ---------------------------------------------------------------------

UNIT_WORDS = sorted({word for unit in ALL for word in (unit.singular, unit.plural)})
DIGITS = st.from_regex(r"-?[0-9]{1,4}([.,' /][0-9]{1,4})?([eE][+-]?[0-9]{1,2})?", fullmatch=True)
SHORT = st.sampled_from(
    ["s", "min", "H", "d", "D", "wk", "W", "mo", "yrs", "/min", "%", "mm hg", "x"]
)


def in_any_case(word: str) -> st.SearchStrategy[str]:
    return st.sampled_from([word, word, word.upper(), word.title(), word.swapcase()])


QUANTITIES = st.builds(
    "{}{}{}{}".format,
    DIGITS,
    st.sampled_from(["", " ", "  ", "\t", "\n", "\u00a0"]),
    st.one_of(st.just(""), st.sampled_from(UNIT_WORDS).flatmap(in_any_case), SHORT),
    st.sampled_from(["", "", " ", "\n", "s", "."]),
)
NUMBERS = st.one_of(
    st.integers(-60, 600), st.integers(), st.floats(allow_nan=False, allow_infinity=False)
)
NUMBERS |= st.floats(0, 1, width=32) | st.decimals(-60, 600, places=2).map(float)
WORDS = st.sampled_from(["none", "mild", "severe", "unknown", "yes", "other", ""])
ONE = st.one_of(st.none(), st.booleans(), NUMBERS, WORDS, QUANTITIES)
JSON = st.one_of(
    ONE,
    QUANTITIES,
    st.lists(ONE, max_size=3),
    st.fixed_dictionaries({"between": st.lists(ONE, min_size=1, max_size=3)}),
    st.fixed_dictionaries({"between": st.lists(NUMBERS | QUANTITIES, min_size=2, max_size=2)}),
    st.fixed_dictionaries({"one_of": st.lists(WORDS, max_size=3)}),
    st.fixed_dictionaries({"one_of": ONE}),
    st.dictionaries(st.sampled_from(["between", "one_of", "more"]), ONE),
)
# What a schema cannot tell: where the number of a text lies, or which end of a range is lower.
NOT_SEEN_IN_TEXTS = {"too_low", "too_high", "not_whole", "too_many_digits"}


def holds_text(given: Any) -> bool:
    return isinstance(given, str) or (
        isinstance(given, dict) and any(isinstance(each, str) for each in given["between"])
    )


def numbers_in(value: Any) -> list[float]:
    several = value["between"] if isinstance(value, dict) else [value]
    return [each for each in several if isinstance(each, float)]


@given(st.sampled_from(list(SCHEMA["properties"])), JSON)
@example("ratio", 0.10000000149011612)
@example("ratio", 0.8999999761581421)
@example("ratio", 0.0999755859375)
@example("ratio", 0.09999)
def test_what_the_reader_takes_is_valid_and_the_other_way_round(fact: str, value: Any) -> None:
    valid = VALID.is_valid({fact: value})
    try:
        MADE_UP.evaluate({fact: value})
    except FactsError as problem:
        (mistake,) = problem.mistakes
        wider = mistake.kind in NOT_SEEN_IN_TEXTS and holds_text(value)
        wider |= mistake.kind == "reversed_range"
        # Between a bound and the float of 16 bits that is read as this bound.
        near = [0.1 - 0.0001, 0.1, 0.9, 0.9 + 0.0001]
        beside = fact == "ratio" and mistake.kind in ("too_low", "too_high")
        wider |= beside and any(
            near[place] <= each <= near[place + 1] for each in numbers_in(value) for place in (0, 2)
        )
        assert not valid or wider, mistake
    else:
        assert valid


@cache
def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(facts_schema(name))


@pytest.mark.thorough
@pytest.mark.parametrize("name", guidelines())
@given(data=st.data())
def test_what_was_stated_to_a_guideline_that_ships_is_valid(name: str, data: st.DataObject) -> None:
    guideline = load(name)
    facts = data.draw(partial_patients(guideline))
    stated = guideline.evaluate(facts).to_dict()["facts"]["stated"]
    validator(name).validate(json.loads(json.dumps(stated)))


# --- where it comes from --------------------------------------------------------------------------


def test_the_schema_is_given_for_a_name_a_path_and_a_guideline(tmp_path: Path) -> None:
    path = tmp_path / "made_up.guideline"
    path.write_text(MADE_UP.model.text.text, "utf-8")
    assert facts_schema(path) == SCHEMA
    assert facts_schema("low_back_pain") == facts_schema(load("low_back_pain"))
    with pytest.raises(UnknownGuidelineError):
        facts_schema("no_such_guideline")
    # Each is one's own.
    facts_schema(MADE_UP)["$defs"]["unknown"].clear()
    assert facts_schema(MADE_UP) == SCHEMA


def test_a_guideline_of_no_facts_has_a_schema() -> None:
    empty: Guideline = loads('guideline empty\n  title "Empty"\n  otherwise no guidance\n')
    valid = Draft202012Validator(facts_schema(empty)).is_valid
    assert valid({})
    assert not valid({"age": 42})


def test_the_command_line_writes_the_schema() -> None:
    result = run("export", "low_back_pain", "--format", "facts-schema")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == facts_schema("low_back_pain")


def test_the_file_of_facts_that_is_documented_is_valid() -> None:
    page = (ROOT / "docs" / "reference" / "json.md").read_text("utf-8")
    shown = page.partition('title="patient.json"')[2].partition("```")[0]
    Draft202012Validator(facts_schema("low_back_pain")).validate(json.loads(shown))
