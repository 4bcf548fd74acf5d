"""How the words that could stand at a place are spoken of."""

from imaging_rules.syntax.grammar import BLOCKS, clauses_of, phrases, spoken
from imaging_rules.syntax.stop import Stop

_CONDITION = {"NAME", "NOT", "OPEN", "ANY_OF", "ALL_OF", "NONE_OF"}
_LEVEL = {"WAIT", "DO_NOT_IMAGE", "CONSIDER", "IMAGE"}
_VALUE = {"WORD", "YES", "NO", "NUMBER"}
# What can stand at a place only together, what may go with it, and how it is spoken of.
_GROUPS = (
    (_CONDITION, {"AT_LEAST"}, "a condition"),
    (_LEVEL, {"UNDETERMINED", "OUT_OF_SCOPE", "NO_GUIDANCE"}, "a level such as `wait`"),
    (_VALUE, {"UNKNOWN"}, "a value"),
)
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
    said = _grouped(told)
    if ends_clause:
        said.append("a new clause")
    elif stop.complete:
        said.append("a new block")
    return either(said)


def wanted(stop: Stop, keyword: str) -> str:
    """Return the words for what is missing where a clause with this keyword is not complete."""
    if stop.name is None:
        return "a text in double quotes" if stop.block == "example" else "a name"
    if stop.options == {"NAME"}:
        for kind, after in _NAMED_AFTER.items():
            if keyword in after:
                return f"the name of a {kind}"
    return either(_grouped(set(stop.options))) or "something"


def either(said: list[str]) -> str:
    """Return a list of alternatives in words."""
    if len(said) > 1:
        return f"{', '.join(said[:-1])} or {said[-1]}"
    return said[0] if said else ""


def _grouped(options: set[str]) -> list[str]:
    said = []
    for needed, more, words in _GROUPS:
        if needed <= options:
            options = options - needed - more
            said.append(words)
    names = spoken()
    return said + [names[name] for name in sorted(options) if name in names]
