"""What is taken for a guideline, for the text of one, and for a day; all else gets a sentence."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from imaging_rules import (
    GuidelineError,
    PatientFacts,
    UnknownGuidelineError,
    check,
    checks,
    compare,
    diff,
    disagreements,
    evaluate,
    export,
    facts_schema,
    load,
    loads,
)
from imaging_rules.resources import shipped

NEXUS = load("nexus")
PATH = Path(str(shipped("guidelines"))) / "nexus.guideline"
USES = """
guideline user
  title     "User"
  otherwise no guidance
  editorial "Made up."
use pain from signs
study mri
  title "MRI"
indication painful
  title     "Pain"
  when      pain
  image     with mri
  question  "Why?"
  editorial "Made up."
"""
SIGNS = """
vocabulary signs
  title     "Signs"
  editorial "Made up."
fact pain
  yes or no
  ask       "Is there pain?"
  editorial "Made up."
"""


class PathOfItsOwn:
    def __fspath__(self) -> str:
        return str(PATH)


class BytesPath:
    def __fspath__(self) -> bytes:
        return bytes(PATH)


TAKERS: dict[str, Callable[[Any], object]] = {
    "load": load,
    "evaluate": lambda given: evaluate({}, given, today=date(2026, 1, 31)),
    "check": check,
    "diff": lambda given: diff(given, "nexus").to_dict() | {"old": None},
    "diff to": lambda given: diff("nexus", given).to_dict() | {"new": None},
    "disagreements": lambda given: disagreements(given, "canadian_c_spine").patients,
    "disagreements with": lambda given: disagreements("canadian_c_spine", given).patients,
    "compare": lambda given: compare({}, [given, "canadian_c_spine"], today=date(2026, 1, 31)),
    "export": export,
    "facts_schema": facts_schema,
}


@pytest.mark.parametrize("name", TAKERS)
def test_a_guideline_its_name_and_any_path_mean_the_same(name: str) -> None:
    found = [TAKERS[name](given) for given in (NEXUS, "nexus", PATH, str(PATH), PathOfItsOwn())]
    assert all(each == found[0] for each in found)


def other_objects() -> dict[str, object]:
    packed = zipfile.ZipFile(io.BytesIO(), "w")
    return {
        "NoneType": None,
        "bytes": b"nexus",
        "int": 42,
        "list": ["nexus"],
        "_io.StringIO": io.StringIO("guideline"),
        f"{zipfile.Path.__module__}.Path": zipfile.Path(packed, "nexus.guideline"),
        f"{__name__}.BytesPath": BytesPath(),
    }


@pytest.mark.parametrize("name", TAKERS)
def test_anything_else_is_refused_with_what_came_and_what_is_accepted(name: str) -> None:
    for kind, given in other_objects().items():
        with pytest.raises(TypeError) as raised:
            TAKERS[name](given)
        assert str(raised.value) == (
            "a guideline is given as a Guideline, its name, or the path of its file, "
            f"and {kind} was given"
        )


@pytest.mark.parametrize("facts", [{"age": 42}, PatientFacts(age=42)])
@pytest.mark.parametrize("first", ["nexus", NEXUS])
def test_swapped_arguments_are_told_as_such(first: Any, facts: Any) -> None:
    with pytest.raises(TypeError, match=r"and .* was given; the facts come first"):
        evaluate(first, facts)


@pytest.mark.parametrize("name", ["x" * 100_000, "x/" * 50_000])
def test_a_long_name_is_not_shown_whole(name: str) -> None:
    with pytest.raises(UnknownGuidelineError) as raised:
        load(name)
    assert len(str(raised.value)) < 2000


@pytest.mark.parametrize("text", [USES, "guideline a\r"])
def test_a_text_is_not_taken_for_a_name_and_not_shown(text: str) -> None:
    with pytest.raises(UnknownGuidelineError) as raised:
        load(text)
    assert str(raised.value) == (
        "what was given is the text of a guideline, as it seems, and no name or path: "
        "`loads` takes a text"
    )


def test_what_a_text_names_lies_in_a_folder_or_in_a_mapping(tmp_path: Path) -> None:
    (tmp_path / "signs.vocabulary").write_text(SIGNS, "utf-8")
    for folder in (tmp_path, str(tmp_path), {"signs.vocabulary": SIGNS}):
        guideline = loads(USES, folder=folder)
        assert guideline.evaluate({"pain": True}).recommendation == "image"
        assert [each.code for each in checks(USES, folder=folder) if each.is_error] == []
    nothing: tuple[Path | dict[str, str] | None, ...] = (None, {}, tmp_path / "none")
    for nowhere in nothing:
        with pytest.raises(GuidelineError, match="signs"):
            loads(USES, folder=nowhere)
        (told,) = [each for each in checks(USES, folder=nowhere) if each.is_error]
        assert "signs" in told.message


@pytest.mark.parametrize("call", [loads, checks])
@pytest.mark.parametrize(
    ("given", "kind"), [(b"guideline", "bytes"), (None, "NoneType"), (PATH, type(PATH).__name__)]
)
def test_a_text_is_a_str(call: Callable[[Any], object], given: object, kind: str) -> None:
    with pytest.raises(TypeError, match=f"^the text of a guideline is a str, and {kind} was given"):
        call(given)


@pytest.mark.parametrize("today", ["2026-01-31", 0.0, 20260131, PurePosixPath("2026")])
def test_a_day_is_a_date(today: Any) -> None:
    for call in (NEXUS.evaluate, evaluate):
        with pytest.raises(TypeError, match=r"^`today` is a date, such as `date"):
            call({}, today=today)
    assert NEXUS.evaluate({}, today=datetime(2026, 1, 31, 23)).day == date(2026, 1, 31)  # noqa: DTZ001


def test_names_to_ignore_come_in_any_collection() -> None:
    facts = {"intoxicated": False, "one": 1, "two": 2}
    expected = NEXUS.evaluate({"intoxicated": False})
    for ignore in (("one", "two"), ["one", "two"], {"one", "two"}, {"one": 0, "two": 0}.keys()):
        assert NEXUS.evaluate(facts, ignore=ignore) == expected
    # What can be gone through only once is read twice where a value cannot be used.
    bad: dict[str, object] = {"intoxicated": "perhaps", "one": 1}
    decision = NEXUS.evaluate(bad, ignore=iter(["one"]), mistakes="unknown")
    assert [each.fact for each in decision.refused] == ["intoxicated"]
    rows = compare(facts, ["nexus", "canadian_c_spine"], ignore=iter(["one", "two"])).rows
    assert [each.lacks for each in rows] == [(), ("intoxicated",)]
