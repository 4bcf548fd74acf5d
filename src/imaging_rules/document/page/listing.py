"""The file itself, coloured, with an anchor for each line."""

from imaging_rules.document.highlight import Kind, pieces
from imaging_rules.document.markup import kept
from imaging_rules.model.guideline import Guideline

# A long file has very many pieces: short elements keep the page small.
_ELEMENTS: dict[Kind, str] = {
    "block": "strong",
    "named": "var",
    "keyword": "b",
    "value": "b",
    "operator": "b",
    "unit": "u",
    "number": "u",
    "text": "i",
    "comment": "em",
    "plain": "",
}


def listing(guideline: Guideline) -> str:
    """Return the text of the guideline's file."""
    written = "".join(_coloured(kind, piece) for kind, piece in pieces(guideline.text.text))
    lines = written.rstrip("\n").split("\n")
    numbered = "\n".join(
        f"<a id=line-{number} href=#line-{number}>{number}</a>{line}"
        for number, line in enumerate(lines, 1)
    )
    attributes = 'class="ir-file" tabindex="0" role="region" aria-label="The file"'
    return f"<pre {attributes}>{numbered}</pre>"


def _coloured(kind: Kind, piece: str) -> str:
    """Return a piece; what stands on several lines is coloured on each of them."""
    name = _ELEMENTS[kind]
    if not name:
        return kept(piece)
    return "\n".join(f"<{name}>{kept(line)}</{name}>" if line else "" for line in piece.split("\n"))
