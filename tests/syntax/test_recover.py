"""Where reading goes on after a problem, for every clause that the grammar has."""

from typing import Any

import pytest
from lark import Token

from imaging_rules.syntax.grammar import BLOCKS, clauses_of, parser, phrases
from imaging_rules.syntax.parse import parse
from imaging_rules.text import SourceText


def takes_a_text(block: str, clause: str) -> bool:
    """Whether a text may follow the first word of a clause, as the parser itself says it."""
    terminals = {words: name for name, words in phrases().items()}
    begun: Any = parser().parse_interactive("")
    for terminal in (terminals[block], "NAME", terminals[clause]):
        begun.feed_token(Token(terminal, "x"))
    return "TEXT" in begun.accepts()


BEFORE_A_TEXT = [
    (block, clause)
    for block in BLOCKS
    if block not in ("example", "use")
    for clause in clauses_of(block)
    if takes_a_text(block, clause)
]


def test_there_are_many_such_clauses() -> None:
    assert len(BEFORE_A_TEXT) > 70
    assert ("special case", "remark") in BEFORE_A_TEXT


@pytest.mark.parametrize(("block", "clause"), BEFORE_A_TEXT)
def test_a_quote_that_was_forgotten_before_any_text_is_told_as_that(
    block: str, clause: str
) -> None:
    text = f'{block} x\n  title "it is not closed\n  {clause} "a text"\n\nstudy y\n'
    file, (problem, *more) = parse(SourceText.of("x", text))
    assert problem.code == "E102"
    assert problem.at.span.start == text.index('"')
    assert more == []
    assert [each.name.text for each in file.blocks][-1] == "y"


@pytest.mark.parametrize(
    "line",
    ['cite paper "3"', 'cite paper S1 quote "so"', 'leaves out S1 because "so"', 'quote "so"'],
)
def test_so_it_is_before_a_text_that_stands_later_in_its_line(line: str) -> None:
    text = f'source paper\n  title "it is not closed\n  {line}\n\nstudy y\n'
    _, (problem, *_) = parse(SourceText.of("x", text))
    assert problem.code == "E102"
