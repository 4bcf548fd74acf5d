"""Files drawn from the grammar itself get an answer, whatever they mean.

Each terminal is followed by a space, for a keyword glued to a name is one name.
"""

from functools import cache

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st
from hypothesis.extra.lark import from_lark
from lark import Lark

from imaging_rules.resources import shipped
from imaging_rules.syntax.grammar import BLOCKS, phrases
from tests.fuzz.held import hold_all

# What the drawn words are joined to, so that some of them mean something.
DECLARED = """
guideline drawn
  title "Drawn"
  otherwise wait
  assumes "Made up."
source s
  title "A source"
fact a
  yes or no
  ask "A?"
fact b
  yes or no
  ask "B?"
fact n
  number in weeks from 0 to 520
  ask "N?"
fact m
  whole number in weeks from 0 to 9
  ask "M?"
fact c
  one of x, y, wait
  ask "C?"
define g
  first x when a
  then y when b
  otherwise wait
score p
  add 2 points when a
  take 1 point when n over 6 weeks
study mri
  title "MRI"
study ct
  title "CT"
"""
SHORT = 'red flag r\n  title "R"\n  when a or n over 6 weeks\n  image with mri\n'
OTHER = (DECLARED + SHORT + '  question "?"\n  assumes "Made up."\n').encode()
WORDS = {
    "NAME": (
        "a",
        "b",
        "n",
        "m",
        "c",
        "g",
        "p",
        "mri",
        "ct",
        "s",
        "r",
        "drawn",
        "factb",
        "or_fever",
        "x1",
    ),
    "TEXT": (
        '""',
        '"Some text."',
        '"two\n   lines"',
        '"`#(“é"',
        '"2024-01-26"',
        '"https://x.org/"',
    ),
    "NUMBER": ("0", "1", "2", "4", "6", "6.5", "-1", "520", "521", "007", "0.10", "9" * 30),
    "DATE": ("2024-01-26", "2024-02-30", "0000-00-00"),
    "STATEMENT": ("S1", "S12", "12"),
    "UNIT": ("weeks", "week", "days", "years", "points", "per minute", "mmHg", "ng/mL", "%", "mg"),
    "QUOTED_UNIT": ('"Bethesda class"', '"%"', '""'),
    "WORD": ("x", "y", "wait", "care", "draft", "safety", "and", "fact", "none"),
    "COMMA": (",",),
    "OPEN": ("(",),
    "CLOSE": (")",),
    "WHITE_SPACE": ("\n", "\t"),
    "COMMENT": ("# a comment\n", "#\n"),
}
STARTS = ["start", *(block.replace(" ", "_") for block in BLOCKS)]
GRAMMAR = Lark((shipped("grammars") / "guideline.lark").read_text("utf-8"), start=STARTS)
TERMINALS = {name: (words,) for name, words in phrases().items()} | WORDS
SPACED = {
    name: st.sampled_from(words).map(lambda word: f"{word} ") for name, words in TERMINALS.items()
}


def terminals(start: str) -> set[str]:
    """Return the names of the terminals that a rule of the grammar leads to."""
    found, _, _ = GRAMMAR.grammar.compile([start], set())
    return {terminal.name for terminal in found}


@cache
def drawn(start: str) -> st.SearchStrategy[str]:
    """Return a strategy for what a rule of the grammar stands for."""
    explicit = {name: SPACED[name] for name in terminals(start)}
    return from_lark(GRAMMAR, start=start, explicit=explicit)


@settings(max_examples=settings().max_examples // 2)
@given(st.lists(st.sampled_from(STARTS[1:]).flatmap(drawn), max_size=4))
def test_blocks_that_follow_the_grammar_get_an_answer(blocks: list[str]) -> None:
    text = DECLARED + "\n".join(blocks)
    note(text)
    hold_all(text.encode(), OTHER)


@given(drawn("start"))
def test_a_file_that_follows_the_grammar_gets_an_answer(text: str) -> None:
    note(text)
    hold_all(text.encode(), OTHER)


@pytest.mark.parametrize("start", STARTS)
def test_every_terminal_is_drawn_with_a_space(start: str) -> None:
    assert terminals(start) <= set(SPACED)
