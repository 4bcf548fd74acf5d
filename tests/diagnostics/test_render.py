"""How a message is shown: the right line, the right words, and a mark right under them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imaging_rules.diagnostics import CATALOGUE, Diagnostic, Pointer, as_data, as_text
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
