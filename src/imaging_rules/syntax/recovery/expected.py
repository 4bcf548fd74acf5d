"""How the words that could stand at a place are spoken of."""

import re

from imaging_rules.syntax.grammar import BLOCKS, clauses_of, phrases, spoken
from imaging_rules.syntax.recovery.stop import Stop

_CONDITION = {"NAME", "NOT", "OPEN", "ANY_OF", "ALL_OF", "NONE_OF"}
_LEVEL = {"WAIT", "DO_NOT_IMAGE", "CONSIDER", "IMAGE"}
_VALUE = {"WORD", "YES", "NO", "NUMBER"}
# What can stand at a place only together, what may go with it, and how it is spoken of.
_GROUPS = (
    (_CONDITION, {"AT_LEAST"}, "a condition"),
    (_LEVEL, {"UNDETERMINED", "OUT_OF_SCOPE", "NO_GUIDANCE"}, "a level"),
    (_VALUE, {"UNKNOWN"}, "a value"),
)
# Words that join or compare: in the place of a name, it is the name that is missing.
CONNECTIVES = {"and", "or", "not", "is", "over", "under", "of", "with", "to", "use", "from", "in"}
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SHOWN = 40
_NAMED_AFTER = {
    "study": {"image", "consider", "then", "do not image", "instead of"},
    "fact": {"lasts", "covers", "given"},
    "source": {"cite"},
    "special case": {"overrides"},
}


def what_can_stand(stop: Stop) -> str:
    """Return the words for all that could stand at a place."""
    told = {name for name in stop.options if phrases().get(name) not in BLOCKS} - {"$END"}
    ends_clause = bool(stop.block and stop.name and stop.complete)
    if ends_clause:
        own = clauses_of(stop.block)
        told = {name for name in told if phrases().get(name) not in own}
    can = _grouped(told)
    if ends_clause:
        can.append("a new clause")
    elif stop.complete:
        can.append("a new block")
    return either(can)


def wanted(stop: Stop, keyword: str) -> str:
    """Return the words for what is missing where a clause with this keyword is not complete."""
    if stop.name is None:
        return "a text in double quotes" if stop.block == "example" else "a name"
    if stop.options == {"NAME"}:
        for kind, after in _NAMED_AFTER.items():
            if keyword in after:
                return f"the name of a {kind}"
    return either(_grouped(set(stop.options))) or "something"


def either(words: list[str]) -> str:
    """Return a list of alternatives in words."""
    if len(words) > 1:
        return f"{', '.join(words[:-1])} or {words[-1]}"
    return words[0] if words else ""


def _grouped(options: set[str]) -> list[str]:
    grouped = []
    for needed, more, words in _GROUPS:
        if needed <= options:
            options = options - needed - more
            grouped.append(words)
    names = spoken()
    return grouped + [names[name] for name in sorted(options) if name in names]


def joins_conditions(stop: Stop) -> bool:
    """Whether a condition stands where one has just ended."""
    ends = {"AND", "OR"} <= stop.options
    return ends and (stop.piece == "(" or bool(_WORD.fullmatch(stop.piece)))


def phrases_at(stop: Stop) -> list[str]:
    """Return the words of the language that could stand at a place."""
    return [phrases()[name] for name in stop.options if name in phrases()]


def said(piece: str) -> str:
    """Return how a piece of a file is spoken of."""
    if not piece:
        return "the end of the file"
    if piece.startswith('"'):
        return "a text in quotes"
    shown = " ".join(piece.split())
    return f"`{shown[:_SHOWN]}{'…' if len(shown) > _SHOWN else ''}`"
