"""Reading a file: places, ends, encodings, and that nothing broken hides or fakes anything."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from imaging_rules import GuidelineError, check, loads
from imaging_rules.diagnostics import Diagnostic, as_text
from imaging_rules.library.read import read
from imaging_rules.syntax import nodes
from imaging_rules.syntax.parse import LONGEST_FILE, decode, parse
from imaging_rules.syntax.recovery.characters import MOST_PROBLEMS
from imaging_rules.text import SourceText

SMALL = """\
guideline small
  title "Small"

fact fever
  yes or no
  ask "Is there fever?"

study mri
  title "MRI"

red flag fever
  title    "Fever"
  when     fever
  image    urgently with mri
  question "Is there an infection?"
  assumes  "Made up."
"""


def said(data: bytes) -> list[Diagnostic]:
    guideline, problems = read("made_up", data, lambda name: b"")
    assert (guideline is None) == any(each.is_error for each in problems)
    as_text(problems)
    return list(problems)


def places(text: str) -> list[tuple[str, int, int]]:
    return [
        (each.code, each.at.place.line, each.at.place.column) for each in said(text.encode("utf-8"))
    ]


# --- ends of lines and of the file ------------------------------------------------------------


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("last", ["\n", ""])
def test_a_file_says_the_same_however_its_lines_end(line_end: str, mark: str, last: str) -> None:
    text = mark + SMALL.rstrip("\n").replace("\n", line_end) + last.replace("\n", line_end)
    source, problems = decode("made_up", text.encode("utf-8"))
    assert not problems
    assert parse(source) == parse(SourceText.of("made_up", SMALL))
    assert places(text) == []
    assert places(text.replace("when     fever", "when     fevr")) == [("E201", 13, 12)]


def test_mixed_line_ends_count_as_one_each() -> None:
    text = 'guideline x\r\ntitle "x"\rversion "1"\n\r\n\rlimit x\r\r\nwhen y hold at wait'
    assert ("E201", 8, 6) in places(text)


def test_a_text_over_lines_is_one_text_whatever_ends_them() -> None:
    for line_end in ("\n", "\r\n", "\r"):
        text = f'guideline x title "one {line_end}   two\t {line_end}{line_end} three"'
        file, _ = parse(SourceText.of("made_up", text))
        assert file.blocks[0].clauses == (nodes.TextClause("title", nodes.Text("one two three")),)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("guideline x\n  applies when", ("E101", 2, 3)),
        ("guideline x\n  applies when  ", ("E101", 2, 3)),
        ("guideline x\n  applies when\n\n\n", ("E101", 2, 3)),
        ("guideline x\n  applies when # not yet\n# and more\n", ("E101", 2, 3)),
        ("guideline x\n  title", ("E101", 2, 3)),
        ("guideline x\n  cite", ("E101", 2, 3)),
        ('guideline x\n  cite y S1,"', ("E102", 2, 13)),
        ("guideline x\n  applies when any of (a, b", ("E101", 2, 23)),
        ("guideline x\n  applies when a and\n  not", ("E101", 3, 3)),
        ('guideline x\n  title "x', ("E102", 2, 9)),
        ("guideline", ("E101", 1, 1)),
        ("guideline x fact", ("E101", 1, 13)),
        ("guideline x\nred\nflag", ("E101", 2, 1)),
    ],
)
def test_an_error_at_the_end_of_a_file_points_to_the_last_word(
    text: str, place: tuple[str, int, int]
) -> None:
    assert places(text)[0] == place


def test_the_end_of_the_file_is_a_place() -> None:
    source = SourceText.of("made_up", "one\ntwo")
    assert [source.place(at).line for at in (0, 3, 4, 7, 99)] == [1, 1, 2, 2, 2]
    assert [source.place(at).column for at in (0, 3, 4, 7, 99)] == [1, 4, 1, 4, 4]
    assert source.line(2).end == 7


# --- what is hardly a file --------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "\n", "   \n\t\n", "# only a comment", "#\n#\n", "\ufeff"])
def test_an_empty_file_has_no_header(text: str) -> None:
    assert [code for code, _, _ in places(text)] == ["E110"]


@pytest.mark.parametrize("data", [b"\xff", b"\xc3", b"\xe2\x82", b"\x80abc", b"a\xed\xa0\x80"])
def test_what_is_not_utf_8_is_told_with_the_byte(data: bytes) -> None:
    (problem,) = said(SMALL.encode() + data)
    assert problem.code == "E104"
    assert problem.at.place.line == SMALL.count("\n") + 1
    assert "0x" not in problem.message


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1"])
def test_other_encodings_are_refused_or_read_right(encoding: str) -> None:
    text = SMALL.replace("Is there fever?", "Fièvre?")
    problems = said(text.encode(encoding))
    assert problems[0].code in {"E104", "E105"}


def test_text_that_no_file_can_hold_is_refused() -> None:
    with pytest.raises(GuidelineError) as raised:
        loads('guideline x\n  title "\ud800"')
    assert [each.code for each in raised.value.diagnostics] == ["E104"]


@pytest.mark.parametrize(
    "character", "\0\x01\x07\x0b\x0c\x1b\x7f\x85\u061c\u200e\u202e\u2028\u2066\ufeff"
)
@pytest.mark.parametrize("before", ['title    "Fe', "# a comment", "when "])
def test_a_hidden_character_is_told_and_acts_on_nothing_else(character: str, before: str) -> None:
    text = SMALL + "\n# a comment\n"
    at = text.index(before) + len(before)
    (problem,) = said((text[:at] + character + text[at:]).encode("utf-8"))
    assert problem.code == "E105"
    assert problem.at.span.start == at
    assert f"U+{ord(character):04X}" in problem.message
    assert character not in as_text([problem])


def test_a_hidden_character_within_a_word_leaves_nothing_to_be_guessed() -> None:
    text = SMALL.replace("fact fever", "fact fe\u2060ver".replace("\u2060", "\u200e"))
    assert [code for code, _, _ in places(text)] == ["E105"]


def test_a_tab_and_every_visible_letter_may_stand_in_a_text() -> None:
    assert places(SMALL.replace("Made up.", "Größe\tα ≥ 5 µg – “x” ‘y’ 全角 é 👩‍⚕️")) == []


def test_hidden_characters_are_told_up_to_a_limit() -> None:
    text = SMALL.replace("Made up.", "\x07 " * (MOST_PROBLEMS + 5))
    codes = [code for code, _, _ in places(text)]
    assert codes == ["E105"] * MOST_PROBLEMS + ["E113"]
    text = SMALL.replace("Made up.", "\x07 " * MOST_PROBLEMS)
    assert [code for code, _, _ in places(text)] == ["E105"] * MOST_PROBLEMS


def test_a_file_of_the_greatest_length_is_read_and_a_longer_one_is_not() -> None:
    rest = LONGEST_FILE - len(SMALL)
    assert places(SMALL + "#" * rest) == []
    assert [code for code, _, _ in places(SMALL + "#" * (rest + 1))] == ["E107"]
    assert [code for code, _, _ in places("#" * (4 * LONGEST_FILE + 1))] == ["E107"]
    # It is letters that count, and not the bytes that they take.
    assert places(SMALL + "#" + "ä" * (rest - 1)) == []


@pytest.mark.parametrize("one", ["a ", ", ", '"a" ', "1.5 ", "# a b c\n"])
def test_a_file_of_more_words_and_signs_than_can_be_worked_through_is_refused(
    one: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("imaging_rules.syntax.parse.MOST_WORDS", 7)
    told = "a guideline file holds at most 7 words and signs, a text in quotes or a comment "
    for number, is_told in ((7, False), (8, True)):
        _, problems = parse(SourceText("many", one * number))
        assert any(each.message.startswith(told) for each in problems) == is_told


def test_a_file_is_read_once_for_all_that_looks_at_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "read.guideline"
    path.write_text(SMALL, "utf-8")
    parse.cache_clear()
    check(path)
    assert parse.cache_info().misses == 1


# --- nothing broken hides or fakes anything ---------------------------------------------------

BROKEN = {
    "condition before a block": 'limit x\n  assumes "x"\n  hold at wait\n  when fever and',
    "condition before words": 'indication x\n  assumes "x"\n  when fever and\n'
    "  do not image with mri",
    "value": 'limit x\n  when fever is\n  hold at wait\n  assumes "x"',
    "clause": 'limit x\n  whne fever\n  hold at wait\n  assumes "x"',
    "condition": 'limit x\n  when fever and\n  hold at wait\n  assumes "x"',
    "bracket": 'limit x\n  when (fever\n  hold at wait\n  assumes "x"',
    "many brackets": 'limit x\n  when ((((((fever)\n  hold at wait\n  assumes "x"',
    "text": 'limit x\n  title "x\n  when fever\n  hold at wait\n  assumes "x"',
    "last text": 'limit x\n  when fever\n  hold at wait\n  assumes "x',
    "text without its first quote": 'limit x\n  when fever\n  hold at wait\n  assumes x"',
    "name": 'limit\n  when fever\n  hold at wait\n  assumes "x"',
    "reserved name": 'limit title\n  when fever\n  hold at wait\n  assumes "x"',
    "name with a hyphen": 'limit to-do\n  when fever\n  hold at wait\n  assumes "x"',
    "block": 'limti x\n  when fever\n  hold at wait\n  assumes "x"',
    "unknown block": 'medicine x\n  when fever\n  hold at wait\n  assumes "x"',
    "stray words": "and then some\n  words",
    "stray sign": ";",
    "stray number": "12",
    "stray text": '"a text over\n  fact lines"',
    "text that looks like blocks": "limit x\n  wehn fever\n  hold at wait\n"
    '  assumes "a text in which\n  fact x\n  red flag y\n  is no block"',
    "comment that looks like blocks": "limit x\n  wehn fever\n  hold at wait\n"
    '  # fact x\n  #red flag y\n  assumes "x"',
    "one line": 'limit x when fever hold wait assumes "x"',
}
BEFORE = '\nlimit earlier\n  title "Before"\n  when fevr\n  hold at wait\n  assumes "x"\n\n'
AFTER = '\n\nlimit after\n  title "After"\n  when fever over 6 weeks\n  hold at wait\n'


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_block_neither_hides_nor_fakes_other_errors(kind: str) -> None:
    text = SMALL + BEFORE + BROKEN[kind] + AFTER
    first = (SMALL + BEFORE).count("\n") + 1
    last = first + BROKEN[kind].count("\n")
    found = places(text)
    inside = [each for each in found if first <= each[1] <= last]
    assert [each for each in found if each not in inside] == [
        ("E201", first - 4, 8),
        ("E401", last + 2, 7),
        ("E307", last + 4, 8),
    ]
    # The block itself has one mistake, and one thing is said of it.
    assert len(inside) == 1
    assert inside[0][0] in {"E101", "E102", "E103"}


@pytest.mark.parametrize(
    "broken",
    [
        'fact chills\n  yes or on\n  ask "x"',
        'fact chills\n  yes or no\n  ask "x',
        "fact chills\n  ask\n  yes or no",
        "fcat chills\n  yes or no",
        "fact Chills\n  yes or no",
        "factchills\n  yes or no",
        "define chills\n  as fever and",
        "define chills\n  fever",
        "widget chills\n  yes or no",
    ],
)
def test_the_name_of_a_broken_block_counts_as_declared(broken: str) -> None:
    text = (
        f'{SMALL}\n{broken}\n\nlimit x\n  title "x"\n  when chills\n  hold at wait\n  assumes "x"\n'
    )
    assert len(places(text)) == 1
    assert places(text.replace("when chills", "when chlils"))[1][0] == "E201"


def test_what_a_broken_block_lacks_is_not_told() -> None:
    broken = 'red flag x\n  wehn fever\n  image with mri\n  qestion "x"\n  assume "x"'
    found = places(f"{SMALL}\n{broken}\n")
    assert [code for code, _, _ in found] == ["E101"] * 3


def test_the_clauses_of_a_broken_block_that_can_be_read_are_checked() -> None:
    broken = "red flag x\n  wehn fever\n  image with mir\n  when fevr\n  when fever"
    assert places(f"{SMALL}\n{broken}\n")[1:] == [
        ("E201", 20, 14),
        ("E201", 21, 8),
        ("E111", 22, 3),
    ]


def test_an_honest_text_over_lines_is_not_taken_for_an_open_one() -> None:
    text = SMALL.replace("Made up.", "It is\n    for all\n    and in the end a\n    question")
    assert places(text) == []
    assert places(text.replace("when ", "wehn ")) == [("E101", 13, 3)]
    assert [code for code, _, _ in places(text + " nonsense")] == ["E101"]


def test_more_problems_than_are_told() -> None:
    clause = '  ask "x"\n'
    end = "\nfact chills\n  yes or no\n\nlimit y\n  when chills\n"
    text = SMALL + "\nlimit x\n" + clause * MOST_PROBLEMS
    assert [code for code, _, _ in places(text)] == ["E101"] * MOST_PROBLEMS
    # What comes after is not read, and nothing is said of it.
    found = places(text + clause + end + SMALL.replace("fever", "chills"))
    assert [code for code, _, _ in found] == ["E101"] * MOST_PROBLEMS + ["E113"]


def test_a_very_long_block_is_not_read_over_and_over() -> None:
    text = SMALL + "\nlimit x\n" + '  assumes "x"\n' * 60_000 + '  ask "x"\n' * 90
    found = places(text + "\nlimit y\n  when fevr\n")
    assert found[0][0] == "E101"
    assert len(found) < 10
    assert ("E201", text.count("\n") + 3, 8) in found


def test_a_file_that_does_not_exist_is_no_mistake_of_its_author() -> None:
    with pytest.raises(LookupError):
        check("nowhere.guideline")


TEXT = 'guideline headed\n  title "Headed"\n'


def zipped(*names: str, first: bytes = b"") -> bytes:
    """Return a zip archive with files of these names; `mimetype` first, not compressed."""
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        if first:
            archive.writestr("mimetype", first)
        for name in names:
            archive.writestr(name, TEXT)
    return made.getvalue()


WORD = zipped("[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "word/document.xml")
SHEET = zipped("[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "xl/workbook.xml")
OPEN = zipped("content.xml", first=b"application/vnd.oasis.opendocument.text")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (WORD, "a Word file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a file of an older Word"),
        (OPEN, "an OpenDocument file"),
        (SHEET, "a spreadsheet"),
        (rb"{\rtf1\ansi guideline headed\par}", "an RTF file"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a PDF file"),
        (b"\n<!DOCTYPE html>\n<html><body>guideline</body></html>", "an HTML page"),
        (b'<html lang="en"><body>guideline</body></html>', "an HTML page"),
    ],
)
def test_a_file_of_another_program_is_told_as_such_and_how_to_save_it(
    data: bytes, kind: str, tmp_path: Path
) -> None:
    path = tmp_path / "my.guideline"
    path.write_bytes(data)
    (said,) = check(path)
    assert said.code == "E114"
    assert said.message.startswith(f"this is {kind}")
    assert "save it as plain text (UTF-8)" in said.help


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (zipped("my.guideline"), "an archive (zip)"),
        (b'<?xml version="1.0"?><definitions/>', "an XML file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "a picture"),
        (b"\x1f\x8b\x08" + bytes(40), "a compressed file (gzip)"),
    ],
)
def test_of_a_file_without_text_the_guideline_itself_is_asked_for(
    data: bytes, kind: str, tmp_path: Path
) -> None:
    path = tmp_path / "my.guideline"
    path.write_bytes(data)
    (said,) = check(path)
    assert (said.code, said.help) == ("E114", "name the guideline file itself")
    assert said.message == f"this is {kind}, and a guideline is plain text"


@pytest.mark.parametrize(
    "text",
    [TEXT, "\ufeff" + TEXT, "# PK and %PDF- and {\\rtf\n" + TEXT, "# <html>\n" + TEXT],
)
def test_plain_text_is_not_taken_for_another_file(text: str, tmp_path: Path) -> None:
    path = tmp_path / "my.guideline"
    path.write_text(text, "utf-8")
    assert "E114" not in {each.code for each in check(path)}


def test_a_long_file_of_another_program_is_told_by_its_kind(tmp_path: Path) -> None:
    path = tmp_path / "my.guideline"
    path.write_bytes(WORD + bytes(9_000_000))
    assert [each.code for each in check(path)] == ["E114"]
