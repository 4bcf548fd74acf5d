"""Files that are no plain text, told by how they begin."""

import re

_BEGINNINGS = (
    (rb"\{\\rtf", "an RTF file, as word processors save it", True),
    (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a file of an older Word or other Office program", True),
    (rb"PK\x03\x04.{26}mimetypeapplication/vnd\.oasis\.opendocument", "an OpenDocument file", True),
    (rb"PK\x03\x04.*?word/", "a Word file", True),
    (rb"PK\x03\x04.*?xl/", "a spreadsheet", True),
    (rb"PK\x03\x04", "an archive (zip)", False),
    (rb"%PDF-", "a PDF file", True),
    (rb"(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html)\b", "an HTML page", True),
    (rb"\s*<\?xml", "an XML file", False),
    (rb"\x89PNG|\xff\xd8\xff|GIF8|BM.{4}\0\0\0\0|II\*\0|MM\0\*", "a picture", False),
    (rb"\x1f\x8b", "a compressed file (gzip)", False),
)
_LOOKED_AT = 100_000
_PATTERNS = tuple(
    (re.compile(begins, re.IGNORECASE | re.DOTALL), kind, holds)
    for begins, kind, holds in _BEGINNINGS
)


def kind_of_file(data: bytes) -> tuple[str, str] | None:
    """Return what kind of file bytes are, and what is to be done; ``None`` where they may be text.

    Args:
        data: The bytes of a file.
    """
    beginning = data[:_LOOKED_AT]
    for pattern, kind, holds_text in _PATTERNS:
        if pattern.match(beginning):
            mend = (
                "open it where it was made, and save it as plain text (UTF-8), with a name that "
                "ends in .guideline"
                if holds_text
                else "name the guideline file itself"
            )
            return kind, mend
    return None
