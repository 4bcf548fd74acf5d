"""What a clause is made of when it is written: pieces, and the places where a line may end.

Each piece knows where it began in the file that was read, so that a comment which stood within a
clause finds the place that it stood before.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import TypeAlias, assert_never

from attrs import frozen


@frozen
class Run:
    """Words that stay on one line."""

    words: str
    at: int


@frozen
class Quoted:
    """A text in quotes; its lines may end at any single space."""

    text: str
    at: int


@frozen
class Led:
    """A piece with words before it; its further lines begin below the piece."""

    words: str
    piece: "Piece"
    at: int


@frozen
class Filled:
    """Pieces one after another, as many as fit on a line; with commas if it is a list."""

    parts: "tuple[Piece, ...]"
    comma: str = ""

    @property
    def at(self) -> int:
        """Where the first of them began."""
        return self.parts[0].at


@frozen
class Stacked:
    """Pieces on one line if that is short, and otherwise on one line each."""

    parts: "tuple[Piece, ...]"

    @property
    def at(self) -> int:
        """Where the first of them began."""
        return self.parts[0].at


@frozen
class Bracketed:
    """A list in round brackets, which close at ``end``.

    If it takes several lines, each piece has a line of its own, unless they are ``filled``.
    """

    words: str
    parts: "tuple[Piece, ...]"
    at: int
    end: int
    filled: bool = False


Piece: TypeAlias = Run | Quoted | Led | Filled | Stacked | Bracketed


@frozen
class Written:
    """A clause, or the head of a block: its keyword and what it says.

    What it says begins in one column with that of the other clauses of its block, unless the
    clause has no keyword apart from it.
    """

    keyword: str
    piece: Piece


def flat(piece: Piece) -> str:
    """Return a piece on a single line."""
    match piece:
        case Run(words):
            return words
        case Quoted(text):
            return f'"{text}"'
        case Led(words, inner):
            return f"{words} {flat(inner)}"
        case Filled(parts, comma):
            return f"{comma} ".join(map(flat, parts))
        case Stacked(parts):
            return " ".join(map(flat, parts))
        case Bracketed(words, parts):
            return f"{words}({', '.join(map(flat, parts))})"
        case _:
            assert_never(piece)


def stops(piece: Piece) -> Iterator[int]:
    """Yield the places within a piece where its line may end: where what follows began."""
    match piece:
        case Run() | Quoted():
            return
        case Led(_, inner):
            yield from stops(inner)
        case Filled(parts) | Stacked(parts):
            yield from stops(parts[0])
            for _, part in pairwise(parts):
                yield part.at
                yield from stops(part)
        case Bracketed(_, parts, _, end):
            for part in parts:
                yield part.at
                yield from stops(part)
            yield end
        case _:
            assert_never(piece)
