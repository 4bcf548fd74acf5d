"""The audit record of a decision: plain data, ready for JSON."""

import json
from enum import Enum
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import attrs

from imaging_rules.decide.patient import Case
from imaging_rules.decide.read.screens import answered
from imaging_rules.decide.read.stated_value import Statement
from imaging_rules.decide.read.states import is_none, statements
from imaging_rules.model.facts import Fact, NumberType, Value
from imaging_rules.model.notes import Citation, Source
from imaging_rules.values.numbers import exact_text
from imaging_rules.values.regions import Interval
from imaging_rules.values.stated import Unknown
from imaging_rules.version import VERSION

if TYPE_CHECKING:
    from imaging_rules.decide.decision import Decision

SCHEMA = 1
"""The version of the record; it rises when a field changes its meaning or goes."""


def decision_schema() -> dict[str, Any]:
    """Return the JSON Schema of what `Decision.to_dict` returns.

    Returns:
        A schema in JSON Schema draft 2020-12, a new copy at each call.
    """
    schema: dict[str, Any] = json.loads(_schema_text())
    return schema


@cache
def _schema_text() -> str:
    return files("imaging_rules.decide").joinpath("decision.schema.json").read_text("utf-8")


def record(decision: "Decision", case: Case) -> dict[str, Any]:
    """Return the audit record of a decision."""
    info = decision.guideline
    return {
        "schema": SCHEMA,
        "library": VERSION,
        "language": info.language,
        "day": decision.day.isoformat(),
        "guideline": {
            "name": info.name,
            "title": info.title,
            "version": info.version,
            "status": info.status,
            "sha256": info.sha256,
            "sources": [_source(source) for source in info.sources],
            "notices": list(info.notices),
        },
        "facts": {
            "stated": _stated(case),
            "screened": _data(decision.screened),
            "assumed": [
                {"fact": each.fact, "value": each.value, "matters": each.matters}
                for each in decision.assumed
            ],
            "refused": _data(decision.refused),
        },
        "decision": {
            name: _data(getattr(decision, name))
            for name in (
                "recommendation",
                "settled",
                "complete",
                "possible",
                "may_rise_to",
                "study",
                "studies",
                "reasons",
                "open_rules",
                "blocked",
                "missing",
                "later",
                "changes",
                "review_after",
                "assumed",
                "assumed_together",
                "contradictions",
                "remarks",
                "advice",
            )
        },
    }


def _data(value: Any) -> Any:
    """Return the parts of a decision as plain data; recommendations as their words."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Citation):
        return {
            "source": value.source,
            "statements": [
                {"id": each.id, "section": each.section, "quote": each.quote}
                for each in value.statements
            ],
            "section": value.section,
            "quote": value.quote,
        }
    if attrs.has(type(value)):
        # A field that is hidden is read by the name that it is given by.
        names = [str(a.alias) for a in attrs.fields(type(value))]
        return {name: _data(getattr(value, name)) for name in names}
    if isinstance(value, tuple):
        return [_data(each) for each in value]
    return value


def _source(source: Source) -> dict[str, str]:
    return {
        "name": source.name,
        "title": source.notes.title,
        "publisher": source.publisher,
        "author": source.author,
        "published": source.published,
        "updated": source.updated,
        "url": source.url,
        "doi": source.doi,
    }


def _stated(case: Case) -> dict[str, Any]:
    """Return what was stated in the form in which `evaluate` takes it again."""
    guideline = case.compiled.guideline
    found = {
        name: _statement(guideline.fact[name], stated)
        for name, stated in statements(guideline, case.given).items()
    }
    for screen, answer in answered(case.compiled.guideline, case.given):
        found[screen.name] = "none" if is_none(screen, answer) else "unknown"
    return found


def _statement(fact: Fact, stated: Statement) -> Any:
    match stated:
        case Unknown():
            return "unknown"
        case Interval(low, high):
            return {"between": [_value(fact, low), _value(fact, high)]}
        case tuple(several):
            return {"one_of": list(several)}
        case value:
            return _value(fact, value)


def _value(fact: Fact, value: Value) -> bool | str | int:
    if not isinstance(value, Fraction):
        return value
    assert isinstance(fact.type, NumberType)
    return int(value) if value.denominator == 1 else exact_text(value, fact.type.unit)
