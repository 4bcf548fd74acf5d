"""Where the parser could not go on: what it met there, and what could stand there instead."""

import re
from typing import Any

from attrs import frozen
from lark import Token, UnexpectedInput, UnexpectedToken

from imaging_rules.syntax.grammar import BLOCKS, clauses_of, phrases, spoken
from imaging_rules.syntax.nodes import Block
from imaging_rules.text import Span

_LAST = re.compile(r"[^\s(),]*\S\Z")
_PIECE = re.compile(r'"[^"]*"|[A-Za-z0-9_]+(?:\.[0-9]+)?|[<>=!&|]+|.', re.DOTALL)
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


@frozen
class Stop:
    """What stands in the way, and what was read before it.

    Attributes:
        at: The unexpected piece; empty, after the last word, at the end of the file.
        piece: Its text.
        before: The last word, number, text or sign that was read, if any was.
        options: The terminals of the grammar that could have stood here.
        read: The blocks that were read whole.
        block: The keyword of the block that was begun; empty where none was.
        block_start: Where it begins.
        name: What stands after the keyword of that block, if anything does yet.
        clause_start: Where the clause begins that is not known to be complete, if one does.
        opened: The innermost bracket that is still open, if one is.
    """

    at: Span
    piece: str
    before: Span | None
    options: frozenset[str]
    read: tuple[Block, ...]
    block: str = ""
    block_start: int = 0
    name: Span | None = None
    clause_start: int | None = None
    opened: Span | None = None

    @property
    def at_end(self) -> bool:
        """Whether the file ends here."""
        return not self.piece

    @property
    def complete(self) -> bool:
        """Whether everything before this place can stand as it is."""
        return "$END" in self.options


def stop_at(text: str, problem: UnexpectedInput) -> Stop:
    """Return where the parser stopped, from the exception that it raised."""
    parsing: Any = problem.interactive_parser
    stack: list[Any] = parsing.parser_state.value_stack
    block_terminals = {name for name, words in phrases().items() if words in BLOCKS}
    begun = next(
        (i for i, part in enumerate(stack) if getattr(part, "type", "") in block_terminals),
        len(stack),
    )
    under_way = stack[begun:]
    before = _last_piece(text, stack[-1]) if stack else None
    at = _unexpected(text, problem, before)
    tokens = [part for part in under_way if isinstance(part, Token)]
    opened = [token for token in tokens if token.type == "OPEN"]
    return Stop(
        at=at,
        piece=text[at.start : at.end],
        before=before,
        options=frozenset(parsing.accepts()),
        read=tuple(block for part in stack[:begun] for block in _blocks(part)),
        block=" ".join(tokens[0].split()) if tokens else "",
        block_start=_place(tokens[0]).start if tokens else 0,
        name=_place(tokens[1]) if len(tokens) > 1 else None,
        clause_start=_place(tokens[2]).start if len(tokens) > 2 else None,
        opened=_place(opened[-1]) if opened else None,
    )


def _unexpected(text: str, problem: UnexpectedInput, before: Span | None) -> Span:
    if isinstance(problem, UnexpectedToken):
        token = problem.token
        if token.type == "$END":
            # Lark gives the end of the file the place of the last token.
            end = before.end if before else 0
            return Span(end, end)
        place = _place(token)
        # Out of its context, a name can be taken for a shorter word.
        found = _PIECE.match(text, place.start)
        return Span(place.start, max(place.end, found.end() if found else 0))
    at: Any = problem.pos_in_stream
    found = _PIECE.match(text, at)
    return Span(at, found.end() if found else at + 1)


def _place(part: Any) -> Span:
    """Return the place of a token, a node, or a list of them that the parser keeps."""
    if isinstance(part, Token):
        return Span(part.start_pos or 0, part.end_pos or 0)
    span: Span | None = getattr(part, "span", None)
    if span is not None:
        return span
    inside = [each for each in getattr(part, "children", part) if each is not None]
    return _place(inside[0]).to(_place(inside[-1])) if inside else Span(0, 0)


def _last_piece(text: str, part: Any) -> Span:
    """Return the place of the last word, number, text or sign of what was read last."""
    span = _place(part)
    if isinstance(part, Token):
        return span
    if text[span.end - 1] == '"':
        return Span(text.rfind('"', 0, span.end - 1), span.end)
    found = _LAST.search(text, span.start, span.end)
    return Span(found.start(), span.end) if found else span


def _blocks(part: Any) -> list[Block]:
    """Return the blocks that stand alone or in the list that the parser keeps for ``block*``."""
    return [each for each in getattr(part, "children", [part]) if isinstance(each, Block)]


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
