"""How a message is shown: to people, with a mark under the right words, and to other programs."""

import json
import re
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imaging_rules.diagnostics import CATALOGUE, Diagnostic, Edit, Pointer, as_data, as_text
from imaging_rules.diagnostics.explain_code import explained
from imaging_rules.diagnostics.render import as_github
from imaging_rules.diagnostics.sarif import as_sarif
from imaging_rules.text import SourceText, Span


def shown(text: str, part: str, label: str = "", name: str = "my.guideline") -> list[str]:
    """Return the lines in which a part of a text is shown."""
    source = SourceText.of(name, text)
    start = source.text.index(part)
    at = Pointer(source, Span(start, start + len(part)), label)
    return as_text([Diagnostic("E301", "a message", at)]).splitlines()


def test_the_form_of_a_message() -> None:
    text = "\n" * 87 + "  lasts 4 to 6 of conservative_care\n"
    source = SourceText("guidelines/low_back_pain.guideline", text)
    at = Pointer(source, Span(87 + 13, 87 + 14), "write `6 weeks`")
    message = "`conservative_care` is measured in weeks, and 6 has no unit"
    assert as_text([Diagnostic("E301", message, at)]) == (
        "error[E301]: `conservative_care` is measured in weeks, and 6 has no unit\n"
        "  --> guidelines/low_back_pain.guideline:88:14\n"
        "   |\n"
        "88 |   lasts 4 to 6 of conservative_care\n"
        "   |              ^ write `6 weeks`\n"
        "   = imaging-rules explain E301"
    )


def test_other_places_and_help_come_below_with_one_margin() -> None:
    source = SourceText("f", "one\n" * 99 + "two\n")
    at = Pointer(source, Span(396, 399), "here")
    also = (Pointer(source, Span(0, 3), "and here"),)
    assert as_text([Diagnostic("W503", "two places", at, also, "mend it")]) == (
        "warning[W503]: two places\n"
        "   --> f:100:1\n"
        "    |\n"
        "100 | two\n"
        "    | ^^^ here\n"
        "   ::: f:1:1\n"
        "    |\n"
        "  1 | one\n"
        "    | ^^^ and here\n"
        "    = mend it\n"
        "    = imaging-rules explain W503"
    )


def test_messages_are_parted_by_a_blank_line() -> None:
    at = Pointer(SourceText("f", "x"), Span(0, 1))
    two = as_text([Diagnostic("E301", "one", at), Diagnostic("E302", "two", at)])
    assert [part.splitlines()[0] for part in two.split("\n\n")] == [
        "error[E301]: one",
        "error[E302]: two",
    ]
    assert as_text([]) == ""


@pytest.mark.parametrize(
    ("text", "part", "line", "mark"),
    [
        ("when fever", "fever", "when fever", "     ^^^^^"),
        ("\twhen\tfever", "fever", "    when    fever", "            ^^^^^"),
        ("when\tfe\tver", "fe\tver", "when    fe    ver", "        ^^^^^^^^^"),
        ("全角 fever", "fever", "全角 fever", "     ^^^^^"),
        ("全角 fever", "全", "全角 fever", "^^"),
        ("ｆｕｌｌ x", "x", "ｆｕｌｌ x", "         ^"),
        ("e\u0301te\u0301 fever", "fever", "e\u0301te\u0301 fever", "    ^^^^^"),
        ("a\u200db\ufe0f x", "x", "a\u200db\ufe0f x", "   ^"),
        ("“‘é’” x", "x", "“‘é’” x", "      ^"),
        ("when ", " ", "when", "    ^"),
    ],
)
def test_the_mark_stands_under_its_words(text: str, part: str, line: str, mark: str) -> None:
    lines = shown(text, part, "label")
    assert lines[3] == f"1 | {line}"
    assert lines[4] == f"  | {mark} label"


def test_a_place_over_several_lines_is_marked_to_the_end_of_the_first() -> None:
    assert shown('x\n  "one\n  two" y', '"one\n  two"')[1:5] == [
        " --> my.guideline:2:3",
        "  |",
        '2 |   "one',
        "  |   ^^^^",
    ]


@pytest.mark.parametrize("text", ["", "x", "x\n", "x\ny"])
def test_the_end_of_a_file_can_be_pointed_to(text: str) -> None:
    source = SourceText("f", text)
    end = len(text)
    lines = as_text([Diagnostic("E101", "m", Pointer(source, Span(end, end)))]).splitlines()
    assert lines[3] == f"{text.count(chr(10)) + 1} | {text.rpartition(chr(10))[2]}".rstrip()
    column = len(text.rpartition("\n")[2])
    assert lines[4] == "  | " + " " * column + "^"


@pytest.mark.parametrize("before", [0, 10, 200, 100_000])
@pytest.mark.parametrize("length", [1, 30, 500, 100_000])
def test_of_a_long_line_only_what_is_near_is_shown(before: int, length: int) -> None:
    text = "b" * before + "X" * length + "a" * 100_000
    lines = shown(text, "X" * length)
    assert lines[1] == f" --> my.guideline:1:{before + 1}"
    assert len(lines[3]) < 200
    start = lines[4].index("^")
    marked = lines[3][start : lines[4].rindex("^") + 1]
    assert marked == "X" * min(length, 60)
    assert lines[3].startswith("1 | …") == (before > 60)
    assert lines[3].endswith("…")


def test_what_is_hidden_in_a_file_or_its_name_acts_on_no_terminal() -> None:
    lines = shown("a \x1b[2J\u202e fever", "fever", name="my\x1b[2J\n.guideline")
    assert not any(c in line for line in lines for c in "\x1b\u202e")
    assert lines[1] == " --> my\N{REPLACEMENT CHARACTER}[2J .guideline:1:9"
    assert lines[4].index("^") == lines[3].index("fever")


@given(st.text("ab \t全é\u0301", max_size=300), st.integers(0, 300), st.integers(0, 300))
def test_the_mark_is_as_wide_as_what_it_marks(text: str, one: int, other: int) -> None:
    source = SourceText("f", text)
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    at = Pointer(source, Span(start, end))
    lines = as_text([Diagnostic("E101", "m", at)]).splitlines()
    before = lines[4].index("^") - len("  | ")
    assert before == columns(text[max(0, start - 60) if len(text) > 160 else 0 : start]) + (
        len(text) > 160 and start > 60
    )
    limit = end if len(text) <= 160 else min(end, start + 60)
    assert lines[4].count("^") == max(1, columns(text[start:limit]))


def columns(text: str) -> int:
    widths = {"\t": 4, "全": 2, "\u0301": 0}
    return sum(widths.get(character, 1) for character in text)


def test_a_message_without_end_is_cut() -> None:
    at = Pointer(SourceText("f", "x"), Span(0, 1), "y" * 10_000)
    told = Diagnostic("E101", "`" + "x" * 1_000_000 + "` is no name", at, help="z " * 1_000_000)
    text = as_text([told])
    assert len(text) < 6_000
    assert text.startswith("error[E101]: `" + "x" * 80 + "…` is no name\n")
    assert Diagnostic("E101", "a " * 1_000, at).message == "a " * 1_000


def test_a_message_as_data() -> None:
    source = SourceText("f", "one\ntwo three")
    at = Pointer(source, Span(4, 7), "here")
    also = (Pointer(source, Span(0, 9)),)
    assert as_data(Diagnostic("E201", "m", at, also, "h")) == {
        "code": "E201",
        "severity": "error",
        "title": CATALOGUE["E201"].title,
        "message": "m",
        "at": {
            "file": "f",
            "line": 2,
            "column": 1,
            "end_line": 2,
            "end_column": 4,
            "label": "here",
        },
        "also": [
            {
                "file": "f",
                "line": 1,
                "column": 1,
                "end_line": 2,
                "end_column": 6,
                "label": "",
            }
        ],
        "help": "h",
        "fix": [],
    }
    assert as_data(Diagnostic("W503", "m", at))["severity"] == "warning"


def test_every_code_has_a_title_and_says_why() -> None:
    for code, kind in CATALOGUE.items():
        assert kind.code == code
        assert kind.is_error == code.startswith("E")
        assert kind.title == kind.title.strip()
        assert kind.why.endswith(".")
        assert unicodedata.is_normalized("NFC", kind.title + kind.why)


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
