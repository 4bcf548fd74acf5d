"""The grammar by itself: no conflicts, and no word of it ever taken for another."""

import re

import pytest
from lark import Lark

from imaging_rules.resources import shipped
from imaging_rules.syntax.grammar import BLOCKS, clauses_of, keywords, parser, phrases
from imaging_rules.syntax.parse import parse
from imaging_rules.text import SourceText

GRAMMAR = (shipped("grammars") / "guideline.lark").read_text("utf-8")
SINGLE_WORDS = sorted({words for words in keywords() if " " not in words})
PHRASES = sorted(keywords())


def codes(text: str) -> list[str]:
    _, problems = parse(SourceText.of("made_up", text))
    return [each.code for each in problems]


def test_the_grammar_has_no_conflict_and_no_two_words_that_overlap() -> None:
    Lark(
        GRAMMAR,
        parser="lalr",
        lexer="contextual",
        strict=True,
        keep_all_tokens=True,
        maybe_placeholders=True,
    )


def test_reserved_words_are_the_keywords_of_one_word() -> None:
    reserved = re.search(r"^_NOT_RESERVED: /\(\?!\((.*)\)\\b\)/$", GRAMMAR, re.MULTILINE)
    assert reserved is not None
    words = reserved[1].split("|")
    assert words == sorted(words)
    assert set(words) == set(SINGLE_WORDS)


def test_every_keyword_ends_at_the_end_of_a_word() -> None:
    for terminal in parser().terminals:
        if terminal.name in phrases():
            assert re.fullmatch(r"[a-z]+(\\s\+[a-z]+)*\\b(\|[<>].*)?", terminal.pattern.value)


def test_the_longer_phrase_outranks_the_word_that_it_begins_with() -> None:
    rank = {words: t.priority for t in parser().terminals if (words := phrases().get(t.name))}
    for phrase in PHRASES:
        for other in PHRASES:
            if phrase.startswith(f"{other} "):
                assert rank[phrase] > rank[other], (phrase, other)


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_keyword_glued_to_a_letter_is_a_name(phrase: str) -> None:
    glued = phrase.replace(" ", "_") + "b"
    assert codes(f"fact {glued} yes or no\nfact b{phrase.replace(' ', '')} yes or no") == []
    assert codes(f"limit x when {glued} or {glued} hold at wait") == []


@pytest.mark.parametrize("block", BLOCKS)
def test_a_block_glued_to_its_name_is_no_block(block: str) -> None:
    name = {"example": '"x"', "use": "x from y"}.get(block, "x")
    assert codes(f"{block} {name}") == []
    if block != "example":
        assert codes(f"{block}x") == ["E101"]


def test_a_connective_glued_to_a_name_joins_nothing() -> None:
    file, problems = parse(SourceText.of("made_up", "limit x when orfever or fever hold at wait"))
    assert not problems
    assert "Joined(word='or', parts=(Named(name=Name(text='orfever'))" in repr(file)
    assert codes("limit x when fever orfever hold at wait") == ["E101"]
    assert codes("limit x when notfever hold at wait") == []
    assert codes("limit x when fever isyes hold at wait") == ["E101"]


@pytest.mark.parametrize("word", SINGLE_WORDS)
def test_no_keyword_can_be_declared_as_a_name(word: str) -> None:
    assert codes(f"fact {word}\n  yes or no") == ["E103"]
    assert codes(f"red flag {word} when x") == ["E103"]


@pytest.mark.parametrize("word", sorted({each for words in PHRASES for each in words.split()}))
def test_a_word_that_is_a_keyword_only_with_others_is_free(word: str) -> None:
    assert codes(f"fact {word}\n  yes or no") == ([] if word not in SINGLE_WORDS else ["E103"])


@pytest.mark.parametrize("value", ["image", "fact", "none", "wait", "title", "score", "when", "to"])
def test_a_value_may_be_a_word_of_the_language(value: str) -> None:
    assert codes(f"fact x one of {value}, other") == []
    assert codes(f"limit x when y is {value} hold at wait") == []
    assert codes(f"limit x when y is not one of (other, {value}) hold at wait") == []


@pytest.mark.parametrize("value", ["yes", "no", "not", "unknown", "one"])
def test_a_few_words_are_no_values_of_a_choice(value: str) -> None:
    assert codes(f"fact x one of {value}, other") == ["E103"]
    assert codes(f"fact x one of {value}_1, other") == []


def test_every_block_has_clauses_and_those_of_every_block_come_last() -> None:
    for block in BLOCKS:
        clauses = clauses_of(block)
        assert len(set(clauses)) == len(clauses)
        if block == "example":
            assert clauses == ("given", "expect")
        elif block == "use":
            assert clauses == ()
        else:
            assert clauses[-5:] == ("title", "because", "assumes", "editorial", "cite")


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("limit x when a > 6 weeks hold at wait", True),
        ("limit x when a >= 6 weeks and b<=2 weeks or c<1 week hold at wait", True),
        ("limit x when a > = 6 weeks hold at wait", False),
        ("limit x when any of (a is one of (p, q), b) hold at wait", True),
        ("limit x when any of (a is p, q) hold at wait", True),
        ("indication x do not image with s", True),
        ("not indicated x do not image", True),
        ("not indicated x do not image with s", False),
        ("waiting period x lasts 6 weeks of a then consider s", True),
        ("waiting period x lasts 4 weeks to 2 months of a", True),
        ("waiting period x lasts 4 days to 6 of a", True),
        ("waiting period x lasts to 6 weeks of a", False),
        ("fact x number in per minute from 0 to 1", True),
        ("fact x number in per\n  minute from 0 to 1", True),
        ("fact x number from -1.5 to 1.5", True),
        ("fact x number from 0to 1", False),
        ("fact x number from 0 to 1.", False),
        ("source s published 2024-01-26", True),
        ("source s published 2024-01-261", False),
        ('source s leaves out S1, 2, x-3.b because "x"', True),
        ("source s cite s S1 S2", False),
        ('example "x" expect wait or image urgently or out of scope with s or t', True),
        ('example "x" given a, not b, c is unknown, d between 1 and 2 weeks', True),
        ('example "x" given a, everything else is no', True),
        ('example "x" given everything else is yes', False),
    ],
)
def test_what_can_be_written(text: str, right: bool) -> None:
    assert codes(text) == ([] if right else ["E101"])
