"""A copy of a guideline under another name, with the files beside it that it needs."""

from pathlib import Path

from attrs import frozen

from imaging_rules.library.find import beside, contents, without_errors
from imaging_rules.library.names import named
from imaging_rules.library.read import read
from imaging_rules.resources import GUIDELINE_SUFFIX
from imaging_rules.syntax import nodes
from imaging_rules.syntax.format import formatted
from imaging_rules.syntax.parse import parse
from imaging_rules.text import SourceText


@frozen
class Copied:
    """The text of a copy, and the files that it reads, by their paths beside it."""

    text: str
    beside: dict[str, bytes]


def copied(guideline: str | Path, name: str) -> Copied:
    """Return a copy of a guideline, laid out, as a draft under another name.

    Args:
        guideline: The name of a guideline, or the path of a file.
        name: The name of the copy.

    Raises:
        UnknownGuidelineError: There is no such guideline or file, or it cannot be read.
        GuidelineError: The file has errors.
    """
    if isinstance(guideline, Path):
        data, read_one = contents(guideline), beside(guideline.parent)
    else:
        found = named(guideline)
        data, read_one = found.file.read_bytes(), beside(found.folder)
    others: dict[str, bytes] = {}

    def read_beside(path: str) -> bytes:
        others[path] = read_one(path)
        return others[path]

    loaded = without_errors(*read(str(guideline), data, read_beside))
    text = _renamed(loaded.model.text, name)
    return Copied(text, others)


def _renamed(source: SourceText, name: str) -> str:
    """Return a text in which the header has a name and says that it is a draft."""
    file, _ = parse(source)
    header = file.blocks[0]
    edits = [(header.name.span, name)]
    status = [
        c for c in header.clauses if isinstance(c, nodes.WordClause) and c.keyword == "status"
    ]
    if status:
        edits.append((status[0].span, "status draft"))
    else:
        edits[0] = (header.name.span, f"{name}\n  status draft")
    text = source.text
    for span, new in sorted(edits, key=lambda edit: edit[0].start, reverse=True):
        text = text[: span.start] + new + text[span.end :]
    return formatted(SourceText(f"{name}{GUIDELINE_SUFFIX}", text))[0]
