"""Where reading goes on after a problem: at the next line that begins a block."""

import re

BLOCKS = (
    "guideline",
    "source",
    "fact",
    "screen",
    "define",
    "study",
    "red flag",
    "indication",
    "not indicated",
    "waiting period",
    "limit",
    "special case",
    "contradiction",
    "advice",
    "example",
)
_KEYWORD = "|".join(each.replace(" ", r"\s+") for each in BLOCKS)
BLOCK_START = re.compile(rf"^[ \t]*({_KEYWORD})\b[ \t]*(?=[a-z\"])", re.MULTILINE)

_BLOCK_AND_NAME = re.compile(rf"(?:\s|#[^\n]*\n)*({_KEYWORD})\s+([a-z][a-z0-9_]*)")


def next_block(text: str, start: int) -> int | None:
    """Return where the first line at or after ``start`` begins that begins a block, if any."""
    found = BLOCK_START.search(text, start)
    return found.start(1) if found else None


def declared(text: str, start: int, end: int) -> list[tuple[str, str]]:
    """Return the keyword and name of the block that begins a stretch of text, if one does."""
    found = _BLOCK_AND_NAME.match(text, start)
    if found is None or found.start(1) >= end:
        return []
    return [(" ".join(found[1].split()), found[2])]
