"""The words of the language are coloured, all that the grammar has, and nothing is lost."""

import re
import tomllib
from importlib.metadata import EntryPoint

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pygments.lexer import Lexer
from pygments.token import Comment, Keyword, Name, Number, String, Token

from imaging_rules.document.highlight import pieces
from imaging_rules.document.site.pygments_lexer import GuidelineLexer
from imaging_rules.resources import shipped
from imaging_rules.values.units import ALL as UNITS
from tests.cli.command_line import ROOT

GRAMMAR = (ROOT / "grammars" / "guideline.lark").read_text("utf-8")
PHRASES = sorted(
    pattern.replace(r"\s+", " ")
    for pattern in re.findall(r"^[A-Z_]+\.[0-9]+: /([a-z].*?)\\b", GRAMMAR, re.MULTILINE)
)


def lexed(text: str) -> list[tuple[object, str]]:
    return [(kind, piece) for kind, piece in GuidelineLexer().get_tokens(text) if piece.strip()]


def test_the_grammar_has_words() -> None:
    assert {"red flag", "everything else is no", "at least", "over", "cite"} <= set(PHRASES)
    assert len(PHRASES) > 100


@pytest.mark.parametrize("phrase", PHRASES)
def test_every_word_of_the_grammar_is_coloured(phrase: str) -> None:
    for written in (phrase, phrase.replace(" ", "\n    ")):
        ((kind, piece),) = lexed(f"  {written} ")
        assert kind in Keyword, phrase
        assert piece == written


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_name_that_begins_with_a_word_is_a_name(phrase: str) -> None:
    glued = phrase.replace(" ", "_")
    for name in (f"{glued}_x", f"x_{glued}", f"{glued}x"):
        ((kind, _),) = lexed(f"  {name} ")
        assert kind in Token.Text, name


def test_a_block_with_its_name_stands_out() -> None:
    assert lexed("red flag fever\n  when fever # why\n") == [
        (Keyword.Declaration, "red flag"),
        (Name.Function, "fever"),
        (Keyword, "when"),
        (Token.Text, "fever"),
        (Comment.Single, "# why"),
    ]
    # Further on in a line `use` is part of a clause.
    assert (Keyword, "use") in lexed("  instead of mri use ct")


def test_numbers_have_units() -> None:
    assert lexed('  lasts 4 to 6.5 weeks of care cite s S12 "a # b" 2024-01-26') == [
        (Keyword, "lasts"),
        (Number, "4"),
        (Keyword, "to"),
        (Number, "6.5"),
        (Keyword.Type, "weeks"),
        (Keyword, "of"),
        (Token.Text, "care"),
        (Keyword, "cite"),
        (Token.Text, "s"),
        (Token.Text, "S12"),
        (String, '"a # b"'),
        (Number, "2024-01-26"),
    ]
    for unit in UNITS:
        assert (Keyword.Type, unit.plural) in lexed(f"at least 2 {unit.plural}")
        assert (Keyword.Type, unit.plural) in lexed(f"whole number in {unit.plural} from 0")
    assert (Token.Text, "weeks") in lexed("when weeks over 2")


@given(st.text() | st.text('"#\n ab1', max_size=30))
def test_the_pieces_are_the_text(text: str) -> None:
    assert "".join(piece for _, piece in pieces(text)) == text
    told = list(GuidelineLexer(stripnl=False, ensurenl=False).get_tokens_unprocessed(text))
    assert "".join(piece for _, _, piece in told) == text
    assert all(text.startswith(piece, start) for start, _, piece in told)


def test_a_whole_file_has_no_word_left_uncoloured() -> None:
    text = shipped("guidelines").joinpath("low_back_pain.guideline").read_text("utf-8")
    plain = {word for kind, piece in pieces(text) if kind == "plain" for word in piece.split()}
    assert not plain & set(PHRASES)


def test_the_entry_point_leads_to_the_lexer() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    ((name, value),) = project["entry-points"]["pygments.lexers"].items()
    lexer = EntryPoint(name, value, "pygments.lexers").load()
    assert issubclass(lexer, Lexer)
    # The word after a fence.
    assert lexer.aliases == ["guideline"]
    assert lexer.filenames == ["*.guideline", "*.vocabulary"]
