"""Which words of the language were meant by misspelt ones."""

import re
from collections.abc import Iterable

from attrs import frozen

from imaging_rules.diagnostics import Edit
from imaging_rules.diagnostics.nearest import slips
from imaging_rules.text import Span

_WORD = re.compile(r"[A-Za-z_]+")
_REST_OF_LINE = re.compile(r"[^\n]*")
_MOST_LOOKED_AT = 60
_MOST_SLIPS = 3
_SURE_SLIPS = 2
_OPPOSITES = (("at least", "at most"), ("over", "under"), ("with", "without"), ("yes", "no"))
_OPPOSITE = {one: other for pair in _OPPOSITES for one, other in (pair, pair[::-1])}


@frozen
class Meant:
    """A phrase of the language, and the stretch of text that seems to mean it.

    ``surely`` says that no other phrase is near, and that at most two letters are wrong, and
    ``opposite`` is one that is near and means the opposite, if there is one.
    """

    phrase: str
    span: Span
    surely: bool
    opposite: str = ""

    @property
    def question(self) -> str:
        """The help that asks for the phrase, and for its opposite where that is as near."""
        phrases = sorted(filter(None, (self.phrase, self.opposite)))
        return f"did you mean {' or '.join(f'`{each}`' for each in phrases)}?"

    @property
    def fix(self) -> tuple[Edit, ...]:
        """The edit that writes the phrase, where it is surely meant."""
        return (Edit(self.span, self.phrase),) if self.surely else ()


def meant(text: str, at: int, options: Iterable[str]) -> Meant | None:
    """Return which phrase was meant by the words at a place, or ``None`` where none is near.

    Args:
        text: The text.
        at: Where the words begin.
        options: The phrases among which to look.
    """
    line = _REST_OF_LINE.match(text, at, at + _MOST_LOOKED_AT)
    words = list(_WORD.finditer(text, at, line.end() if line else at))
    if not words or words[0].start() != at:
        return None
    joined = words[0][0].lower().replace("_", "")
    found, fewest = None, None
    near: set[str] = set()
    for phrase in sorted(options):
        said = words[: len(phrase.split())]
        ways = [(" ".join(word[0].lower() for word in said), phrase, said[-1].end())]
        if " " in phrase:
            ways.append((joined, phrase.replace(" ", ""), words[0].end()))
        for written, right, end in ways:
            count = slips(written, right, min(_MOST_SLIPS, len(right) // 3))
            if count is None:
                continue
            near.add(phrase)
            if fewest is None or count < fewest:
                found, fewest = (phrase, Span(at, end)), count
    if found is None or fewest is None:
        return None
    surely = fewest == 0 or (fewest <= _SURE_SLIPS and len(near) == 1)
    opposite = _OPPOSITE.get(found[0], "") if fewest else ""
    return Meant(*found, surely, opposite if opposite in near else "")
