"""The layout of files: what it looks like, and that nothing is lost or changed by it."""

import re
from bisect import bisect_left
from pathlib import Path

import pytest
from hypothesis import example, given, note, settings
from hypothesis import strategies as st

from imaging_rules import check, guidelines, loads
from imaging_rules.resources import shipped
from imaging_rules.syntax import nodes
from imaging_rules.syntax.format import formatted, says_the_same
from imaging_rules.syntax.grammar import keywords
from imaging_rules.syntax.parse import parse
from imaging_rules.syntax.pieces import write
from imaging_rules.testing import files, guideline_texts
from imaging_rules.text import SourceText, Span
from imaging_rules.values.units import BY_NAME

WIDTH = 100
LOW_BACK_PAIN = (shipped("guidelines") / "low_back_pain.guideline").read_text("utf-8")


def laid_out(text: str) -> str:
    """Return a file in its layout, after a look at all that must hold of it."""
    source = SourceText.of("made_up.guideline", text)
    file, _ = parse(source)
    result, problems = formatted(source)
    assert not problems
    again = SourceText("made_up.guideline", result)
    after, problems = parse(again)
    assert not problems
    assert after == file
    assert [each.text for each in after.comments] == [each.text for each in file.comments]
    assert says_the_same(source, again)
    assert formatted(again) == (result, ())
    assert_comments_stay(file, after)
    assert_tidy(result, after)
    return result


def assert_comments_stay(before: nodes.File, after: nodes.File) -> None:
    """Hold every comment to its place among the clauses and the heads of blocks."""
    old_spans, new_spans = elements(before), elements(after)
    old_starts, new_starts = ([each.start for each in spans] for spans in (old_spans, new_spans))
    for old, new in zip(before.comments, after.comments, strict=True):
        begun = bisect_left(old_starts, old.span.start)
        within = begun > 0 and old.span.start < old_spans[begun - 1].end
        now = bisect_left(new_starts, new.span.start)
        assert now == begun or (within and now == begun - 1), old


def elements(file: nodes.File) -> list[Span]:
    found = []
    for block in file.blocks:
        found += [block.span.to(block.name.span), *(each.span for each in block.clauses)]
    return found


def assert_tidy(text: str, file: nodes.File) -> None:
    assert not text.startswith("\n")
    assert text == "" or (text.endswith("\n") and not text.endswith("\n\n"))
    assert "\n\n\n" not in text
    assert not re.search(r"[ \t]$", text, re.MULTILINE)
    assert "\r" not in text
    bare = re.sub(r'"[^"]*"|#.*', "", text)
    assert "\t" not in bare
    assert not re.search(r"[<>]", bare)
    for block in file.blocks:
        assert text[block.span.start - 1 : block.span.start] in ("", "\n")
        for clause in block.clauses:
            assert text[clause.span.start - 3 : clause.span.start] == "\n  "


# --- what it looks like ---------------------------------------------------------------------


def test_an_empty_file_stays_empty() -> None:
    assert laid_out("") == ""
    assert laid_out(" \n\t\r\n ") == ""


def test_clauses_stand_below_their_block_with_what_they_say_in_one_column() -> None:
    text = 'study   mri title "MRI" modality\n\n"MRI"\tcontrast\r\n"none" study ct title "CT"'
    assert laid_out(text) == (
        "study mri\n"
        '  title    "MRI"\n'
        '  modality "MRI"\n'
        '  contrast "none"\n'
        "\n"
        "study ct\n"
        '  title "CT"\n'
    )


def test_types_and_what_is_assumed_stand_by_themselves() -> None:
    text = 'fact a yes or no ask "A?" explain "E." if not stated assume no cite s S1,S2'
    assert laid_out(text) == (
        "fact a\n"
        "  yes or no\n"
        '  ask     "A?"\n'
        '  explain "E."\n'
        "  if not stated assume no\n"
        "  cite    s S1, S2\n"
    )
    assert laid_out("fact a whole  number in weeks from 0 to 1") == (
        "fact a\n  whole number in weeks from 0 to 1\n"
    )
    assert laid_out("fact a one  of b,c , d") == "fact a\n  one of b, c, d\n"


def test_keywords_of_several_words_are_aligned_too() -> None:
    text = (
        'special case a title "A" when b instead of c or d use e instead  of f use g '
        'limit h when i hold at wait because "J" '
        "indication k when l image with m do not image with n or o consider p "
        "not indicated q when r do  not image "
        'source s title "S" leaves out S1 because "T"'
    )
    assert laid_out(text) == (
        "special case a\n"
        '  title      "A"\n'
        "  when       b\n"
        "  instead of c or d use e\n"
        "  instead of f use g\n"
        "\n"
        "limit h\n"
        "  when    i\n"
        "  hold at wait\n"
        '  because "J"\n'
        "\n"
        "indication k\n"
        "  when         l\n"
        "  image        with m\n"
        "  do not image with n or o\n"
        "  consider     p\n"
        "\n"
        "not indicated q\n"
        "  when r\n"
        "  do not image\n"
        "\n"
        "source s\n"
        '  title      "S"\n'
        '  leaves out S1 because "T"\n'
    )


def test_symbols_become_words() -> None:
    text = "define a as b>1 week and c<2 and d>=3% and e <= 4 per\nminute"
    assert laid_out(text) == (
        "define a\n  as b over 1 week and c under 2 and d at least 3 % and e at most 4 per minute\n"
    )


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("4 weeks to 6 weeks", "4 to 6 weeks"),
        ("4  to 6 weeks", "4 to 6 weeks"),
        ("1 week to 6 weeks", "1 week to 6 weeks"),
        ("28 days to 6 weeks", "28 days to 6 weeks"),
        ("28 days to 6", "28 days to 6"),
        ("4 to 6", "4 to 6"),
        ("6 weeks", "6 weeks"),
        ("6.50 weeks", "6.50 weeks"),
    ],
)
def test_a_unit_that_both_bounds_have_is_written_once(written: str, canonical: str) -> None:
    text = laid_out(f"waiting period a lasts {written} of b")
    assert text == f"waiting period a\n  lasts {canonical} of b\n"
    if " to " in written:
        between = laid_out(f'example "x" given b between {written.replace("to", "and")}')
        assert between == f'example "x"\n  given b between {canonical.replace("to", "and")}\n'


def test_lists_and_conditions_are_spaced_alike() -> None:
    text = (
        "define a as any of(b,c is one of(d ,e),( not f ),at least 2 of( g,h )) "
        'example "x" given a,not b , c is one of(d,e),everything  else is no '
        "expect wait or consider with f or g because h,i asking j,k"
    )
    assert laid_out(text) == (
        "define a\n"
        "  as any of (b, c is one of (d, e), (not f), at least 2 of (g, h))\n"
        "\n"
        'example "x"\n'
        "  given  a, not b, c is one of (d, e), everything else is no\n"
        "  expect wait or consider with f or g because h, i asking j, k\n"
    )


@pytest.mark.parametrize("length", [WIDTH - 1, WIDTH, WIDTH + 1])
def test_a_text_is_wrapped_at_the_width_below_its_first_letter(length: int) -> None:
    words = "words " * 13
    last = "x" * (length - len('  title "') - len(words) - 1)
    lines = laid_out(f'study a title "{words}{last}"').splitlines()
    if length <= WIDTH:
        assert lines == ["study a", f'  title "{words}{last}"']
    else:
        assert lines == ["study a", f'  title "{words.rstrip()}', f'         {last}"']


def test_a_text_is_filled_anew() -> None:
    text = 'study a explain "one\n     two\n\n  three   four\tfive "'
    assert laid_out(text) == 'study a\n  explain "one two three   four\tfive"\n'


def test_a_line_ends_only_at_a_single_plain_space() -> None:
    apart = "a" * 30 + "  " + "b" * 30 + " \N{NO-BREAK SPACE}" + "c" * 40
    assert laid_out(f'study s title "{apart}"') == f'study s\n  title "{apart}"\n'
    assert laid_out(f'study s title "{apart} d"') == f'study s\n  title "{apart}\n         d"\n'


def test_a_long_list_is_filled() -> None:
    names = ", ".join(f"fact_{number}" for number in range(20))
    assert laid_out(f"screen s covers {names}") == (
        "screen s\n"
        "  covers fact_0, fact_1, fact_2, fact_3, fact_4, fact_5, fact_6, fact_7, fact_8, fact_9,"
        " fact_10,\n"
        "         fact_11, fact_12, fact_13, fact_14, fact_15, fact_16, fact_17, fact_18, fact_19\n"
    )


def test_a_long_joined_condition_has_a_line_for_each_part() -> None:
    names = [letter * 20 for letter in "abcd"]
    assert laid_out(f"define x as {' and '.join(names)}") == (
        "define x\n"
        f"  as {names[0]}\n"
        f"     and {names[1]}\n"
        f"     and {names[2]}\n"
        f"     and {names[3]}\n"
    )
    either = " or ".join([" and ".join(names), names[0], f"not ({' and '.join(names)})"])
    assert laid_out(f"define x as {either}") == (
        "define x\n"
        f"  as {names[0]}\n"
        f"        and {names[1]}\n"
        f"        and {names[2]}\n"
        f"        and {names[3]}\n"
        f"     or {names[0]}\n"
        f"     or not ({names[0]}\n"
        f"             and {names[1]}\n"
        f"             and {names[2]}\n"
        f"             and {names[3]})\n"
    )


@pytest.mark.parametrize("length", [88, 89])
def test_joined_conditions_get_lines_of_their_own_sooner(length: int) -> None:
    second = "b" * (length - len("  as a and "))
    lines = laid_out(f"define x as a and {second}").splitlines()
    assert lines[1:] == (
        [f"  as a and {second}"] if length == 88 else ["  as a", f"     and {second}"]
    )


def test_a_long_counted_condition_has_a_line_for_each_part() -> None:
    names = [letter * 30 for letter in "abc"]
    assert laid_out(f"define x as at least 2 of ({', '.join(names)})") == (
        "define x\n"
        f"  as at least 2 of ({names[0]},\n"
        f"                    {names[1]},\n"
        f"                    {names[2]})\n"
    )


def test_a_bracket_far_to_the_right_opens_a_list_below() -> None:
    name, values = "n" * 60, ", ".join(letter * 30 for letter in "ab")
    assert laid_out(f"define x as {name} is one of ({values})") == (
        f"define x\n  as {name} is one of (\n       {values}\n     )\n"
    )


def test_a_quote_begins_a_line_where_it_does_not_fit() -> None:
    section, quote = "A section " + "a" * 30, "Words that are quoted " * 3
    assert laid_out(f'study x cite s S1 "{section}" quote "{quote.strip()}"') == (
        f'study x\n  cite s S1 "{section}"\n       quote "{quote.strip()}"\n'
    )


def test_the_reason_for_leaving_out_begins_on_the_same_line() -> None:
    reason = "words " * 20
    assert laid_out(f'source s leaves out S1, S2 because "{reason}"') == (
        "source s\n"
        f'  leaves out S1, S2 because "{("words " * 12).strip()}\n'
        f'                             {("words " * 8).strip()}"\n'
    )


def test_what_is_expected_is_broken_before_its_parts() -> None:
    rules = ", ".join(f"rule_{number}_of_many" for number in range(4))
    assert laid_out(f'example "x" expect image urgently with mri or ct because {rules}') == (
        f'example "x"\n  expect image urgently with mri or ct\n         because {rules}\n'
    )


# --- comments and blank lines ---------------------------------------------------------------

COMMENTED = """\
# A file.
#
# Its second paragraph.

# Of the header.
guideline x  # the head
  # Of the title.
  title "X"  # the title

  # Of what follows.

  # Directly of the version.
  version "1"
  # At the end of the block.

  # And apart from it.

# --- facts ---

# Of the fact.
fact a  # a fact
  yes or no  # its type
  # The last of the block.

# The end of the file.

# The very end.
"""


def test_comments_keep_their_places() -> None:
    assert laid_out(COMMENTED) == COMMENTED.replace('title "X"', 'title   "X"')


def test_blank_lines_are_one_where_they_are_between_blocks_and_beside_comments() -> None:
    messy = (
        '\n\n# A file.\n\n\n\nguideline x\n\n\n  # Of the title.\n\n\n  title "X"\n\n\n'
        '  version "1"\n\n\n\n  # End.\nfact a\n\n  yes or no\n\n\n\n# Over.\n\n\n'
    )
    assert laid_out(messy) == (
        '# A file.\n\nguideline x\n  # Of the title.\n\n  title   "X"\n  version "1"\n\n'
        "  # End.\n\nfact a\n  yes or no\n\n# Over.\n"
    )


def test_a_comment_belongs_to_the_block_before_it_where_it_is_indented_more_than_the_next() -> None:
    text = "  fact a\n    yes or no\n  # of b\n  fact b\n    yes or no\n    # of b too\n  # of c\n"
    assert laid_out(text) == (
        "fact a\n  yes or no\n\n# of b\nfact b\n  yes or no\n  # of b too\n\n# of c\n"
    )


def test_comments_of_clauses_on_one_line_stay_with_the_last_of_them() -> None:
    assert laid_out('fact a yes or no ask "A?" # asked\n# next\nfact b # b\n') == (
        'fact a\n  yes or no\n  ask "A?"  # asked\n\n# next\nfact b  # b\n'
    )


def test_comments_within_a_list_stay_with_its_parts() -> None:
    text = """\
define septic
  as at least 2 of (   # Bone, 1992
    fever,     # over 38
    # counted over a minute
    pulse > 90 per minute,
    breaths   # over 20
  )
"""
    assert (
        laid_out(text)
        == """\
define septic
  as at least 2 of (  # Bone, 1992
       fever,  # over 38
       # counted over a minute
       pulse over 90 per minute,
       breaths  # over 20
     )
"""
    )


def test_comments_within_a_joined_condition_stay_with_its_parts() -> None:
    text = "define x as a # first\nand # second\nb\n# third\nand c # fourth"
    assert laid_out(text) == (
        "define x\n  as a  # first\n     # second\n     and b\n     # third\n     and c  # fourth\n"
    )


def test_comments_within_what_stays_on_one_line_go_behind_it() -> None:
    assert laid_out("define x as a over # one\n6 # two\nweeks # three\ndefine y as b") == (
        "define x\n  as a over 6 weeks  # one\n  # two\n  # three\n\ndefine y\n  as b\n"
    )


def test_comments_after_a_keyword_stay_there_or_go_above() -> None:
    assert laid_out('fact a ask # the wording is new\n"A?"') == (
        'fact a\n  ask  # the wording is new\n      "A?"\n'
    )
    assert laid_out('fact a ask\n# the wording is new\n"A?"') == (
        'fact a\n  # the wording is new\n  ask "A?"\n'
    )


def test_what_looks_like_a_comment_in_a_text_is_text() -> None:
    assert laid_out('fact a ask "A # b" # c "d') == 'fact a\n  ask "A # b"  # c "d\n'


# --- nothing is lost ------------------------------------------------------------------------

_UNITS_OF_TWO_WORDS = [name for name in BY_NAME if " " in name]
_PHRASES = sorted((*keywords(), *_UNITS_OF_TWO_WORDS), key=len, reverse=True)
_PIECE = re.compile(
    r'"[^"]*"|' + "|".join(rf"\b{each}\b(?!_)" for each in _PHRASES) + r'|[(),]|[^\s"(),]+'
)
_SYMBOLS = {"over": ">", "under": "<", "at least": ">=", "at most": "<="}
_COMMENTS = st.sampled_from(
    ("#", "# a comment", '# "', "# fact x", "#\ttab", "## one # two", "# (", "#…  ‘x’")
)
_SPACES = st.sampled_from((" ", " ", " ", " ", "  ", "\t", "\n", "\n  ", "\r\n", "\n\n\n    "))


_LINE_MAY_BREAK = re.compile(r"(?<=\S) (?=\S)")
_IN_TEXT = st.sampled_from((" ", " ", "\n", "\n\t", " \n \n  ", "\r\n"))
_IN_KEYWORD = st.sampled_from((" ", " ", "  ", "\n", "\t", "\r\n    "))


@st.composite
def messy(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> str:
    """Draw a text spaced at random, with comments between its words and symbols for words."""
    written = ""
    for piece in _PIECE.findall(draw(texts)):
        space = draw(_SPACES)
        for _ in range(draw(st.sampled_from((0, 0, 0, 0, 0, 0, 0, 1, 1, 2)))):
            space += draw(_COMMENTS) + draw(st.sampled_from(("\n", "\r\n", "\n  ", "\n\n")))
        if written.endswith(("(", ")", ",")) and draw(st.booleans()):
            space = ""
        written += space + draw(_written_otherwise(piece))
    return written + draw(st.sampled_from(("", "\n", "  \n\n", "\t", " # end", "\n    # end\n")))


@st.composite
def _written_otherwise(draw: st.DrawFn, piece: str) -> str:
    if piece.startswith('"'):
        return _LINE_MAY_BREAK.sub(lambda _: draw(_IN_TEXT), piece)
    if piece in _SYMBOLS and draw(st.booleans()):
        return _SYMBOLS[piece]
    return piece.replace(" ", draw(_IN_KEYWORD))


@given(files())
def test_a_file_laid_out_is_the_same_file(file: nodes.File) -> None:
    text = write(file)
    note(text)
    laid_out(text)


@given(messy(files().map(write)))
def test_a_messy_file_laid_out_is_the_same_file(text: str) -> None:
    note(text)
    laid_out(text)


@given(guideline_texts(), st.data())
def test_a_guideline_laid_out_means_the_same(text: str, data: st.DataObject) -> None:
    mess = data.draw(messy(st.just(text)))
    note(mess)
    assert loads(laid_out(mess)).model == loads(text).model == loads(mess).model


# Each example is a long file; the blocks of it are tried in any mess below.
@settings(max_examples=20)
@given(st.data())
def test_the_layout_of_the_real_guideline_comes_back(data: st.DataObject) -> None:
    lines = LOW_BACK_PAIN.splitlines()
    for number in data.draw(st.lists(st.integers(0, len(lines) - 1), max_size=30)):
        indent = data.draw(st.sampled_from(("", "\t", " ", "       ")))
        lines[number] = (
            indent + lines[number].lstrip() + data.draw(st.sampled_from(("", " ", "\t")))
        )
    text = "\r\n".join(lines) + data.draw(st.sampled_from(("", "\n\n\n")))
    result = laid_out(text)
    comments = {line.strip() for line in lines if line.strip().startswith("#")}
    # How a comment is indented says what it belongs to; all else comes back as it was.
    assert sorted(_without(result, comments)) == sorted(_without(LOW_BACK_PAIN, comments))


def _without(text: str, comments: set[str]) -> list[str]:
    return [line for line in text.splitlines() if line.strip() and line.strip() not in comments]


@given(st.lists(st.sampled_from(LOW_BACK_PAIN.split("\n\n")), max_size=8), st.data())
def test_blocks_of_the_real_guideline_come_back_from_any_mess(
    blocks: list[str], data: st.DataObject
) -> None:
    text = re.sub("#.*", "", "\n".join(blocks))
    mess = data.draw(messy(st.just(text)))
    note(mess)
    file, _ = parse(SourceText("", laid_out(mess)))
    assert write(file) == write(parse(SourceText("", text))[0])


@given(st.data())
def test_a_spoilt_file_is_left_alone_or_laid_out(data: st.DataObject) -> None:
    text = LOW_BACK_PAIN[: data.draw(st.integers(0, len(LOW_BACK_PAIN)))]
    for _ in range(data.draw(st.integers(0, 3))):
        place = data.draw(st.integers(0, len(text)))
        kept = place + data.draw(st.integers(0, 3))
        instead = data.draw(st.sampled_from(("", '"', "#", "(", "x", "\n")))
        text = text[:place] + instead + text[kept:]
    _, problems = parse(SourceText.of("spoilt", text))
    if problems:
        assert formatted(SourceText.of("spoilt", text)) == (text, problems)
    else:
        laid_out(text)


@given(st.text())
@example("fact")
@example("\ufeff# x")
def test_any_text_gives_a_result(text: str) -> None:
    source = SourceText.of("any", text)
    result, problems = formatted(source)
    assert problems or says_the_same(source, SourceText("any", result))


def test_a_condition_nested_too_deeply_is_a_mistake() -> None:
    source = SourceText("deep", "define x as " + "(" * 50 + "a" + ")" * 50)
    result, problems = formatted(source)
    assert result == source.text
    assert [each.code for each in problems] == ["E108"]


@pytest.mark.parametrize("opening", ["(", "not (", "any of (", "at least 1 of ("])
def test_a_condition_nested_as_deeply_as_may_be_is_laid_out(opening: str) -> None:
    depth = 19 if opening == "not (" else 39
    parts = " and ".join(f"fact_{number}" for number in range(30))
    laid_out(f"define x as {opening * (depth - 1)}{parts}{')' * (depth - 1)}")


def test_a_file_that_would_become_too_long_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "fact a fact b"
    monkeypatch.setattr("imaging_rules.syntax.format.LONGEST_FILE", 15)
    assert formatted(SourceText("long", text)) == ("fact a\n\nfact b\n", ())
    monkeypatch.setattr("imaging_rules.syntax.format.LONGEST_FILE", 14)
    result, problems = formatted(SourceText("long", text))
    assert result == text
    assert [each.code for each in problems] == ["E107"]


# --- the warning ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", guidelines())
def test_the_guidelines_that_ship_are_in_their_layout(name: str) -> None:
    text = (shipped("guidelines") / f"{name}.guideline").read_text("utf-8")
    assert formatted(SourceText(name, text)) == (text, ())
    assert "W517" not in {each.code for each in check(name)}


SMALL = """\
guideline small
  title     "A small guideline"
  otherwise no guidance
"""


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (SMALL, None),
        (SMALL.replace("\n", "\r\n"), None),
        ("\ufeff" + SMALL, None),
        (SMALL.replace("  title", "title"), 2),
        (SMALL.replace("title     ", "title "), 2),
        (SMALL.replace("otherwise ", "otherwise  "), 3),
        (SMALL.replace("small\n", "small \n"), 1),
        (SMALL.removesuffix("\n"), 3),
        (SMALL + "\n", 4),
        ("\n" + SMALL, 1),
        (SMALL.replace("title", "\n\n  title"), 2),
    ],
)
def test_a_file_laid_out_otherwise_gets_one_warning(
    text: str, line: int | None, tmp_path: Path
) -> None:
    path = tmp_path / "small.guideline"
    path.write_bytes(text.encode())
    found = [each for each in check(path) if each.code == "W517"]
    assert [each.at.place.line for each in found] == ([] if line is None else [line])


def test_a_file_with_errors_gets_no_warning_of_its_layout(tmp_path: Path) -> None:
    path = tmp_path / "small.guideline"
    path.write_text(SMALL.replace("guideline small\n", "guideline small version 1\n"))
    assert {each.code[0] for each in check(path)} == {"E"}
    path.write_text(SMALL.replace("small\n", "small applies when x\n"))
    assert {each.code for each in check(path)} == {"E201"}


def test_reading_does_not_pay_for_the_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(source: SourceText) -> None:
        raise AssertionError(source)

    monkeypatch.setattr("imaging_rules.library.read.layout_differs", refuse)
    loads(SMALL)
    with pytest.raises(AssertionError):
        check("low_back_pain")
