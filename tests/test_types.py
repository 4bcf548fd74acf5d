"""What type checkers take, and what they find wrong, in the code of users."""

import os
import re
from pathlib import Path

import pytest
from mypy import api

from imaging_rules import load, loads
from imaging_rules.document.export.facts_class import facts_class
from tests.cli.command_line import ROOT
from tests.document.test_facts_class import ODD

USE = """
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Literal, assert_type

import attrs

from imaging_rules import (
    Comparison, Decision, Facts, PatientFacts, Recommendation, StudyRecommendation,
    Unknown, between, check, checks, compare, diff, disagreements, evaluate, export, load, loads,
    one_of, unknown,
)
from facts import LowBackPainFacts

facts = LowBackPainFacts(
    age=42,
    fever_or_chills=True,
    saddle_anesthesia=unknown,
    history_of_cancer=None,
    leg_weakness="worsening",
    red_flags="none",
)
evaluate(facts)
LowBackPainFacts(age="42 years", conservative_care=timedelta(weeks=3), red_flags=unknown)
LowBackPainFacts(age=between(65, 74), conservative_care=between("20 days", 5))
LowBackPainFacts(conservative_care=3.5, leg_weakness=one_of("none", "improving"))
LowBackPainFacts(conservative_care=Decimal("3.5"))

LowBackPainFacts(agee=42)  # wrong
LowBackPainFacts(42)  # wrong
LowBackPainFacts(fever_or_chills="yes")  # wrong
LowBackPainFacts(fever_or_chills=between(1, 2))  # wrong
LowBackPainFacts(age=42.5)  # wrong
LowBackPainFacts(age=timedelta(weeks=3))  # wrong
LowBackPainFacts(age=between(65.5, 74))  # wrong
LowBackPainFacts(leg_weakness="worsning")  # wrong
LowBackPainFacts(leg_weakness=one_of("none", "worsning"))  # wrong
LowBackPainFacts(leg_weakness=True)  # wrong
LowBackPainFacts(red_flags="some")  # wrong
LowBackPainFacts(conservative_care=[3])  # wrong
facts.age = 43  # wrong
facts.agee  # wrong


@attrs.frozen
class AttrsPatient:
    age: int


@dataclass
class DataPatient:
    age: int


def taken(
    mapping: Mapping[str, object], fact: dict[str, bool | None], path: os.PathLike[str]
) -> None:
    guideline = load(path)
    for facts in (mapping, fact, {}, PatientFacts(age=42), AttrsPatient(42), DataPatient(42)):
        again: Facts = facts
        evaluate(again, guideline, ignore=["more"], today=date(2026, 1, 1))
        compare(again, [guideline, path, "nexus"], ignore={"more"})
    check(guideline), check(path), export(path), diff(path, guideline)
    disagreements("nexus", path)
    loads("guideline", folder=path), checks("guideline", folder={"one.vocabulary": "vocabulary"})


evaluate(42)  # wrong
evaluate("low_back_pain")  # wrong
evaluate("low_back_pain", {"age": 42})  # wrong
evaluate(load("nexus"), {"age": 42})  # wrong
evaluate([("age", 42)])  # wrong
evaluate(DataPatient)  # wrong
evaluate(load("nexus"))  # wrong
evaluate(evaluate({}))  # wrong
evaluate({1: 2})  # wrong
evaluate({}, None)  # wrong
evaluate({}, b"low_back_pain")  # wrong
evaluate({}, today="2026-01-01")  # wrong
evaluate({}, ignore=5)  # wrong
load(None)  # wrong
load(Path("a.guideline").open())  # wrong
check(b"guideline")  # wrong
loads(b"guideline")  # wrong


def narrowed(fact: bool | Unknown | None) -> bool | None:
    if fact is unknown:
        assert_type(fact, Literal[Unknown.unknown])
        return None
    assert_type(fact, bool | None)
    return fact


def said(decision: Decision) -> str:
    assert_type(decision.recommendation, Recommendation)
    assert_type(decision.recommendation.value, str)
    assert_type(Recommendation("image"), Recommendation)
    assert_type([each.recommendation for each in decision.studies], list[StudyRecommendation])
    decision.recommendation < 5  # wrong
    return decision.recommendation


def a_decision_is_no_yes(decision: Decision) -> None:
    if decision: print("image")  # wrong


def a_recommendation_is_no_yes(decision: Decision) -> None:
    if decision.recommendation: print("image")  # wrong


def unknown_is_no_yes(fact: Unknown) -> None:
    if fact: print("image")  # wrong


def a_comparison_is_no_yes(comparison: Comparison) -> None:
    if comparison: print("they agree")  # wrong
"""


def test_a_type_checker_takes_what_is_right_and_finds_what_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "facts.py").write_text(facts_class(load("low_back_pain")), "utf-8")
    (tmp_path / "odd.py").write_text(facts_class(loads(ODD)), "utf-8")
    (tmp_path / "use.py").write_text(USE, "utf-8")
    monkeypatch.setenv("MYPYPATH", f"{ROOT / 'src'}{os.pathsep}{tmp_path}")
    monkeypatch.chdir(tmp_path)
    strictly = ["--strict", "--warn-unreachable", "--config-file=", "--no-error-summary"]
    kept = ["--cache-dir", str(tmp_path / "cache")]
    told, failed, _ = api.run([*strictly, *kept, "facts.py", "odd.py", "use.py"])
    assert not failed
    assert not [line for line in told.splitlines() if not line.startswith("use.py:")]
    found = {int(number) for number in re.findall(r"^use\.py:(\d+): error", told, re.MULTILINE)}
    wrong = {n for n, line in enumerate(USE.splitlines(), 1) if line.endswith("# wrong")}
    assert found == wrong, told
