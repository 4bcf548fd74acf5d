"""Slips of the pen, by anything that can choose: Hypothesis, or a fuzzer's bytes."""

import re
from collections.abc import Callable, Sequence
from functools import cache

from imaging_rules import guidelines
from imaging_rules.syntax.grammar import BLOCKS, keywords
from tests.fuzz.held import CORPUS, shipped_text

Choose = Callable[[int], int]
"""Returns a number from 0 up to but not including the one given."""

_TOKEN = re.compile(r'"[^"]*"|#[^\n]*|\s+|\w+|.', re.DOTALL)
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_BLOCK = re.compile(rf"(?=^(?:{'|'.join(BLOCKS)})\b)", re.MULTILINE)
_ODD = (
    *('"', "#", "(", ")", ",", "\n", "\t", "\r", "\0", "\ufeff", "\u202e", "\u0301", "é", "0"),
    *("-", ".", "_", "`", "\\", "{", "\u2028", "\x85", "１", "😀", "9" * 40, "x" * 200),
)


@cache
def real_files() -> tuple[bytes, ...]:
    """Return the files that ship and those of the corpus, but the ones that are refused late."""
    files = sorted([*CORPUS.glob("*/*.guideline"), *CORPUS.glob("*/*.vocabulary")])
    quick = (path for path in files if not path.name.startswith(("E410", "E411")))
    return (*map(shipped_text, guidelines()), *(path.read_bytes() for path in quick))


@cache
def _pieces(text: str, unit: int) -> tuple[str, ...]:
    """Return a text in characters, tokens, lines or blocks."""
    match unit:
        case 0:
            return tuple(text)
        case 1:
            return tuple(_TOKEN.findall(text))
        case 2:
            return tuple(_LINE.findall(text))
        case _:
            return tuple(_BLOCK.split(text))


def mutated(choose: Choose, files: Sequence[bytes], most: int = 4) -> bytes:
    """Return one of the files with some of it lost, doubled, swapped, made up or spliced.

    Args:
        choose: Chooses.
        files: The files to choose from.
        most: How many changes there may be.
    """
    data = files[choose(len(files))]
    text = data.decode("utf-8", "replace")
    for _ in range(1 + choose(most)):
        pieces = list(_pieces(text, choose(4)))
        at = choose(len(pieces) + 1)
        length = choose(4) if choose(4) else choose(len(pieces) + 1)
        piece = pieces[at : at + length]
        match choose(7):
            case 0:
                del pieces[at : at + length]
            case 1:
                pieces[at:at] = piece
            case 2:
                del pieces[at : at + length]
                to = choose(len(pieces) + 1)
                pieces[to:to] = piece
            case 3:
                pieces[at : at + 2] = pieces[at : at + 2][::-1]
            case 4:
                pieces[at:at] = [_ODD[choose(len(_ODD))]]
            case 5:
                words = sorted(keywords())
                pieces[at : at + choose(2)] = [f" {words[choose(len(words))]} "]
            case _:
                other = files[choose(len(files))].decode("utf-8", "replace")
                others = _pieces(other, 3 if choose(2) else 2)
                start = choose(len(others) + 1)
                pieces[at:at] = others[start : start + 1 + choose(5)]
        text = "".join(pieces)
    data = text.encode("utf-8", "surrogatepass")
    if choose(8) == 7:
        at = choose(len(data) + 1)
        data = data[:at] + bytes([choose(256) for _ in range(1 + choose(4))]) + data[at:]
    return data
