"""The forms that other programs read: places in the right units, and nothing that breaks out."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imaging_rules.diagnostics import CATALOGUE, Diagnostic, Edit, Pointer, as_data
from imaging_rules.diagnostics.explain_code import explained
from imaging_rules.diagnostics.render import as_github
from imaging_rules.diagnostics.sarif import as_sarif
from imaging_rules.text import SourceText, Span

TEXT = 'x\n\t全角 e\u0301 𝛼 fever "[a](b)"\n  {0} when\n'
SOURCE = SourceText("guidelines/my file.guideline", TEXT)


def found(part: str, code: str = "E301", **more: Any) -> Diagnostic:
    start = TEXT.index(part)
    at = Pointer(SOURCE, Span(start, start + len(part)), more.pop("label", ""))
    return Diagnostic(code, more.pop("message", "a message"), at, **more)


def run_of(*told: Diagnostic, problems: tuple[str, ...] = ()) -> dict[str, Any]:
    log = json.loads(json.dumps(as_sarif(told, "1.2.3", problems)))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("/sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def region(part: str) -> dict[str, int]:
    before = TEXT[: TEXT.index(part)]
    column = len(before) - before.rfind("\n")
    lines = part.split("\n")
    return {
        "startLine": before.count("\n") + 1,
        "startColumn": column,
        "endLine": before.count("\n") + len(lines),
        "endColumn": column + len(part) if len(lines) == 1 else len(lines[-1]) + 1,
    }


@pytest.mark.parametrize("part", ["x", "全角", "fever", "𝛼", "when", 'fever "[a](b)"\n  {0}'])
def test_a_place_is_counted_in_characters_in_every_form(part: str) -> None:
    told = found(part)
    (result,) = run_of(told)["results"]
    assert run_of(told)["columnKind"] == "unicodeCodePoints"
    (location,) = result["locations"]
    place = location["physicalLocation"]["region"]
    assert place == region(part)
    at = as_data(told)["at"]
    assert [at[key] for key in ("line", "column", "end_line", "end_column")] == list(place.values())
    written = as_github([told])
    assert f"line={place['startLine']},endLine={place['endLine']}" in written
    if "\n" in part:
        assert "col=" not in written
    else:
        assert f",col={place['startColumn']},endColumn={place['endColumn'] - 1}," in written


def test_a_sarif_log_has_a_rule_for_each_code_that_occurs() -> None:
    run = run_of(found("when", "W503"), found("x", "E301"), found("fever", "W503"))
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("imaging-rules", "1.2.3")
    assert [rule["id"] for rule in driver["rules"]] == ["E301", "W503"]
    for rule in driver["rules"]:
        kind = CATALOGUE[rule["id"]]
        assert rule["shortDescription"] == {"text": kind.title}
        assert rule["fullDescription"] == {"text": kind.why}
        assert rule["help"] == {"text": explained(kind.code)}
        assert rule["defaultConfiguration"]["level"] == ("error" if kind.is_error else "warning")
        assert re.fullmatch(r"[A-Za-z0-9]+", rule["name"])
    told = [(each["ruleId"], each["ruleIndex"], each["level"]) for each in run["results"]]
    assert told == [("W503", 1, "warning"), ("E301", 0, "error"), ("W503", 1, "warning")]
    assert run["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]


def test_a_sarif_result_says_everything() -> None:
    also = (Pointer(SOURCE, Span(0, 1), "first here"), Pointer(SOURCE, Span(2, 3)))
    fix = (Edit(Span(0, 1), "y"), Edit(Span(3, 3), "z"))
    told = found("fever", label="write it", message="wrong", also=also, help="mend it", fix=fix)
    (result,) = run_of(told)["results"]
    assert result["message"] == {"text": "wrong\nwrite it\nmend it"}
    artifact = {"uri": "guidelines/my%20file.guideline"}
    (location,) = result["locations"]
    assert location["physicalLocation"]["artifactLocation"] == artifact
    assert location["message"] == {"text": "write it"}
    first, second = result["relatedLocations"]
    assert (first["id"], first["message"]) == (1, {"text": "first here"})
    assert first["physicalLocation"]["region"] == region("x")
    assert second["id"] == 2
    assert "message" not in second
    (mend,) = result["fixes"]
    (change,) = mend["artifactChanges"]
    assert change["artifactLocation"] == artifact
    empty = {"startLine": 2, "startColumn": 2, "endLine": 2, "endColumn": 2}
    assert change["replacements"] == [
        {"deletedRegion": region("x"), "insertedContent": {"text": "y"}},
        {"deletedRegion": empty, "insertedContent": {"text": "z"}},
    ]


def test_a_sarif_log_says_what_could_not_be_read() -> None:
    (invocation,) = run_of(problems=("there is no file x",))["invocations"]
    assert invocation == {
        "executionSuccessful": False,
        "toolExecutionNotifications": [
            {"level": "error", "message": {"text": "there is no file x"}}
        ],
    }


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("a.guideline", "a.guideline"),
        ("a b/c:d#e%.guideline", "a%20b/c%3Ad%23e%25.guideline"),
        ("é.guideline", "%C3%A9.guideline"),
        ("/folder/é.guideline", "file:///folder/%C3%A9.guideline"),
        ("odd\udcff.guideline", "odd%FF.guideline"),
    ],
)
def test_a_file_is_named_by_its_address(name: str, uri: str) -> None:
    told = Diagnostic("E301", "m", Pointer(SourceText(name, "x"), Span(0, 1)))
    (result,) = run_of(told)["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": uri}


def test_nothing_of_a_file_is_taken_for_a_placeholder_or_a_link() -> None:
    (result,) = run_of(found("x", message="`{0}` and [a](https://x.org)"))["results"]
    assert result["message"]["text"] == "`{{0}}` and [a] (https://x.org)"


def test_the_form_of_an_annotation() -> None:
    told = found("fever", "W503", message="50%: one, two", label="a", help="b")
    assert as_github([told, found("x")], ["no file, here: 1%"]) == (
        "::warning file=guidelines/my file.guideline,line=2,endLine=2,col=10,endColumn=14,"
        f"title=W503%3A {CATALOGUE['W503'].title}::50%25: one, two%0Aa%0Ab\n"
        "::error file=guidelines/my file.guideline,line=1,endLine=1,col=1,endColumn=1,"
        f"title=E301%3A {CATALOGUE['E301'].title}::a message\n"
        "::error::no file, here: 1%25"
    )
    assert as_github([]) == ""


@given(st.text(":,%\r\n=a ", min_size=1, max_size=20), st.text(":,%\r\n=a ", max_size=40))
def test_an_annotation_is_one_command_that_gives_back_what_was_said(name: str, said: str) -> None:
    told = Diagnostic("E301", said, Pointer(SourceText(name, "x"), Span(0, 1)))
    written = as_github([told])
    assert len(written.splitlines()) == 1
    parts = re.fullmatch(r"::error ([^:]*)::(.*)", written)
    assert parts
    properties = dict(each.split("=", 1) for each in parts[1].split(","))
    assert list(properties) == ["file", "line", "endLine", "col", "endColumn", "title"]
    assert plain(properties["file"]) == name
    assert plain(parts[2]) == said


def plain(written: str) -> str:
    """Return what a workflow reads of an escaped text."""
    for code, character in (("2C", ","), ("3A", ":"), ("0A", "\n"), ("0D", "\r"), ("25", "%")):
        written = written.replace(f"%{code}", character)
    return written
