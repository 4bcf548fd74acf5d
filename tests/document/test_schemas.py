"""The schemas of what the library writes: made from the records, and as strict as they are.

With UPDATE_GOLDENS=1 in the environment the files in tests/golden/schemas are written anew; read
the differences.
"""

import json
import os
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from imaging_rules import (
    between,
    decision_schema,
    evaluate,
    export,
    export_schema,
    guidelines,
    one_of,
    under,
    unknown,
)
from tests.cli.command_line import ROOT

GOLDEN = ROOT / "tests" / "golden" / "schemas"
SAFETY = ROOT / "tests" / "corpus" / "good" / "contraindications.guideline"
UPDATE = os.environ.get("UPDATE_GOLDENS") == "1"
SCHEMAS = {"decision": decision_schema(), "export": export_schema()}
VALID = {name: Draft202012Validator(schema) for name, schema in SCHEMAS.items()}


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_the_golden_one(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])
    written = json.dumps(SCHEMAS[name], ensure_ascii=False, indent=2) + "\n"
    path = GOLDEN / f"{name}.schema.json"
    if UPDATE:
        path.parent.mkdir(exist_ok=True)
        path.write_text(written, "utf-8")
    assert path.read_text("utf-8") == written


# --- as strict as the records -------------------------------------------------------------------

CALM = {
    "age": 42,
    "red_flags": "none",
    "conservative_care": "3 weeks",
    "symptom_duration": "5 weeks",
    "meaningful_improvement": False,
    "pregnant": False,
}
RULES = ROOT / "tests" / "corpus" / "good" / "rules.guideline"
PATIENTS: list[tuple[Any, dict[str, Any]]] = [
    ("low_back_pain", {}),
    ("low_back_pain", CALM),
    (
        "low_back_pain",
        {
            "age": between(40, "50 years"),
            "leg_weakness": one_of("none", "improving"),
            "conservative_care": under("6.5 weeks"),
        },
    ),
    ("low_back_pain", {"age": 42, "fever_or_chills": True, "history_of_cancer": unknown}),
    ("low_back_pain", {**CALM, "pregnant": True}),
    ("canadian_c_spine", {}),
    ("pulmonary_embolism", {"pulse": 110}),
    ("pulmonary_embolism", {"pulse": 70, "hemoptysis": True, "active_cancer": False}),
    ("pecarn_head", {"age": "8 months"}),
    ("acp_2011", {"osteoporosis": True}),
    (RULES, {"age": 42, "pain": "20 days", "signs": "none", "care": 0, "course": "improving"}),
    ("acp_2011", {"strong_suspicion_of_cancer": True}),
    ("low_back_pain", {**CALM, "conservative_care": 7, "symptom_duration": 2, "age": "?"}),
    (str(SAFETY), {"fever": True, "device_not_safe_in_mri": True, "pregnant": False}),
    (str(SAFETY), {"fever": True, "device_not_safe_in_mri": True, "contrast_allergy": True}),
]


@cache
def documents(name: str) -> list[Any]:
    """Return what the library writes, through JSON."""
    if name == "export":
        written = [*map(export, guidelines()), export(RULES), export(str(SAFETY))]
    else:
        written = [
            evaluate(facts, guideline, mistakes="unknown").to_dict()
            for guideline, facts in PATIENTS
        ]
    return [json.loads(json.dumps(each)) for each in written]


@pytest.mark.parametrize("name", SCHEMAS)
def test_what_the_library_writes_is_valid(name: str) -> None:
    for document in documents(name):
        VALID[name].validate(document)


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_part_has_to_be_there_and_no_other(name: str) -> None:
    document = documents(name)[0]
    for path in [(), ("decision",)] if name == "decision" else [()]:
        whole = document[path[0]] if path else document
        assert not VALID[name].is_valid(put(document, path, {**whole, "more": 1}))
        for part in whole:
            without = {each: whole[each] for each in whole if each != part}
            assert not VALID[name].is_valid(put(document, path, without)), part


Path = tuple[str | int, ...]


@cache
def pieces(name: str) -> list[tuple[str, Any, Path, Any]]:
    """Return all that is in the documents, of what is of the same shape only one.

    Each is told by the part of the document that it is in, this part cut down to what leads to
    it, the way to it, and what it is.
    """
    found = {}
    for document in documents(name):
        for part, whole in parts(document).items():
            for each in [[item] for item in whole] if isinstance(whole, list) else [whole]:
                for path, value in places(each):
                    found[part, names(path), shape(value)] = (part, each, path, value)
    return list(found.values())


def parts(of: Any) -> Any:
    """Return the parts of a document or of its schema, those of the decision among them."""
    return {name: each for name, each in of.items() if name != "decision"} | of.get("decision", {})


def places(document: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield all that is in a document, each with the way to it."""
    yield path, document
    items: Any = ()
    if isinstance(document, dict):
        items = document.items()
    elif isinstance(document, list):
        items = enumerate(document)
    for step, each in items:
        yield from places(each, (*path, step))


def names(path: Path) -> tuple[str, ...]:
    return tuple(step for step in path if isinstance(step, str))


def shape(value: Any) -> str:
    """Return what kinds of things are in a value, and of an object under which names."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {shape(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(sorted({shape(each) for each in value})) + "]"
    return type(value).__name__


def put(document: Any, path: Path, value: Any) -> Any:
    """Return a document with another value in one place."""
    if not path:
        return value
    changed = document.copy()
    changed[path[0]] = put(document[path[0]], path[1:], value)
    return changed


@cache
def valid_part(name: str, part: str) -> Draft202012Validator:
    defs = SCHEMAS[name]["$defs"]
    found = {**SCHEMAS[name]["properties"]}
    if name == "decision":
        found["decision"] = defs["RecordedDecision"]["properties"]
    return Draft202012Validator({**parts(found)[part], "$defs": defs})


def words(text: str) -> set[str]:
    return set(text.split())


# The fields of an export that are left out where they would be empty, or say nothing.
LEFT_OUT = words(
    "above actions against applies_when ask ask_only_when assumed assumes author because "
    "below block citations contrast doi earliest editorial evidence explain fact first "
    "high hold_at if_ruled_out_use instead interest kind last latest low modality "
    "overrides population published publisher question quote remarks review_by rules_out "
    "says section statements strength summary suspect timing title topic unit updated url "
    "version when without"
)
# Where every text is as good as another.
TEXTS = {
    "decision": words(
        "actions active_cancer after age ask assumes author because before between care "
        "conservative_care contrast_allergy course device_not_safe_in_mri doi editorial "
        "evidence explain fact facts fever fever_or_chills hemoptysis history_of_cancer "
        "id instead leg_weakness library meaningful_improvement name notices one_of "
        "opened_by osteoporosis package pain path pregnant problem published publisher "
        "pulse question quote red_flags rule ruled_out_by screen screens section signs "
        "source strength strong_suspicion_of_cancer suspect symptom_duration text texts "
        "timing title to to_values topic under unit updated url value values version when "
        "words"
    ),
    "export": words(
        "actions applies_when ask assumes author because block condition contrast dimension doi "
        "editorial evidence explain id interest kind levels library many modality name one "
        "otherwise overrides population published publisher question quote remarks section short "
        "source statements strength summary suspect texts timing title topic unit updated url "
        "value values version when without words"
    ),
}
OR_NULL = words(
    "instead may_rise_to no_study_left review_after study wait timing low high earliest latest"
)
OR_NULL_OF_A_PART = {
    *((each, "value") for each in ("scores", "choices")),
    ("scores", "counts"),
    ("reasons", "other_ways"),
}
# What was stated can be true or false, and so can it be whether a line counts.
STATED = {name for _, facts in PATIENTS for name in facts} | words(
    "between under values to_values counts no_study_left"
)


def test_every_field_is_in_one_of_the_documents_tried() -> None:
    for name, schema in SCHEMAS.items():
        fields = {
            field for each in schema["$defs"].values() for field in each.get("properties", ())
        }
        assert len(fields) > 60
        tried = {step for part, _, path, _ in pieces(name) for step in (part, *names(path))}
        assert fields <= tried | {"decision"}


@pytest.mark.parametrize("name", SCHEMAS)
def test_no_field_may_be_taken_away_or_added(name: str) -> None:
    for part, document, path, value in pieces(name):
        if not isinstance(value, dict) or names(path)[-1:] in {("stated",), ("units",)}:
            continue
        valid = valid_part(name, part).is_valid
        assert not valid(put(document, path, {**value, "more": 1})), path
        for field in value:
            without = {each: value[each] for each in value if each != field}
            if not (name == "export" and field in LEFT_OUT):
                assert not valid(put(document, path, without)), (*path, field)


@pytest.mark.parametrize("name", SCHEMAS)
def test_no_field_may_be_of_another_type_or_of_a_wrong_word(name: str) -> None:
    for part, document, path, value in pieces(name):
        valid, here = valid_part(name, part).is_valid, (part, *names(path))[-1]
        others: list[Any] = [0.5, [0.5], {"more": 0.5}]
        or_null = here in OR_NULL or (part, here) in OR_NULL_OF_A_PART
        others += [] if or_null else [None]
        others += [True] if not isinstance(value, bool) and here not in STATED else []
        others += ["no such word"] if here not in TEXTS[name] else []
        for other in others:
            assert not valid(put(document, path, other)), (*path, other)
