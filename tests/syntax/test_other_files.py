"""Files that are no plain text: one message that says what they are."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from imaging_rules import check

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
