"""Any text whatever gives a result, and every message about it points into it and can be shown."""

import re

from hypothesis import given, note
from hypothesis import strategies as st

from imaging_rules.diagnostics import as_data, as_text
from imaging_rules.library.read import read
from imaging_rules.resources import shipped
from imaging_rules.syntax.grammar import keywords
from imaging_rules.syntax.parse import decode, parse

FOLDER = shipped("guidelines")
LOW_BACK_PAIN = (FOLDER / "low_back_pain.guideline").read_text("utf-8")
STATEMENTS = (FOLDER / "sources" / "livafortis.json").read_bytes()
TOKEN = re.compile(r'"[^"]*"|#[^\n]*|\s+|\w+|.', re.DOTALL)
TOKENS = TOKEN.findall(LOW_BACK_PAIN)
HEADER = LOW_BACK_PAIN[: LOW_BACK_PAIN.index("source livafortis")]


def assert_answered(data: bytes) -> None:
    guideline, problems = read("made_up", data, lambda name: STATEMENTS)
    errors = any(each.is_error for each in problems)
    assert guideline is None or not errors
    # A vocabulary is no guideline, whether or not anything is wrong with it.
    assert guideline is not None or errors or b"vocabulary" in data
    assert list(problems) == sorted(problems, key=lambda each: each.order)
    for each in problems:
        rendered = as_text([each])
        note(rendered)
        assert rendered.startswith(("error[", "warning["))
        assert as_data(each)["message"] == each.message
        for pointer in (each.at, *each.also):
            text = pointer.source.text
            assert 0 <= pointer.span.start <= pointer.span.end
            assert pointer.span.start <= len(text)
            place = pointer.place
            assert 1 <= place.line <= text.count("\n") + 1
            line = text.split("\n")[place.line - 1]
            assert 1 <= place.column <= len(line) + 1
            assert f"{place.line}:{place.column}" in rendered


def assert_nothing_changes_what_is_read(text: str) -> None:
    """What is read of a file has its places in the file as it is, whatever was wrong in it."""
    source, problems = decode("made_up", text.encode("utf-8", "surrogatepass"))
    if problems:
        return
    file, _ = parse(source)
    for block in file.blocks:
        written = source.text[block.span.start : block.span.end]
        assert written.split(maxsplit=1)[0].lower() == block.keyword.split()[0]
    for comment in file.comments:
        assert source.text[comment.span.start] == "#"


@given(st.binary(max_size=300))
def test_any_bytes_get_an_answer(data: bytes) -> None:
    assert_answered(data)
    assert_answered(HEADER.encode() + data)


@given(st.text(max_size=300))
def test_any_text_gets_an_answer(text: str) -> None:
    assert_answered(text.encode("utf-8", "surrogatepass"))
    assert_answered((HEADER + text).encode("utf-8", "surrogatepass"))
    assert_nothing_changes_what_is_read(text)


WORDS = st.sampled_from(
    [
        *sorted(keywords()),
        *'()",#\n\n\n',
        "  ",
        "age",
        "mri",
        "livafortis",
        "S12",
        "6",
        "weeks",
        "x",
    ]
)


@given(st.lists(WORDS, max_size=60))
def test_any_words_of_the_language_get_an_answer(words: list[str]) -> None:
    text = " ".join(words)
    assert_answered(text.encode())
    assert_answered((HEADER + text).encode())
    assert_nothing_changes_what_is_read(text)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """Return the guideline that ships, with a few slices of it lost, doubled, moved or made up."""
    by_token = draw(st.booleans())
    parts = list(TOKENS) if by_token else list(LOW_BACK_PAIN)
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(parts)))
        length = draw(st.integers(0, 8) | st.integers(0, 400))
        piece = parts[start : start + length]
        match draw(st.sampled_from(["delete", "insert", "double", "move"])):
            case "delete":
                del parts[start : start + length]
            case "insert":
                parts[start:start] = [draw(st.text(max_size=4) | WORDS)]
            case "double":
                parts[start:start] = piece
            case "move":
                del parts[start : start + length]
                to = draw(st.integers(0, len(parts)))
                parts[to:to] = piece
    return "".join(parts)


@given(mutated())
def test_a_guideline_with_slips_of_the_pen_gets_an_answer(text: str) -> None:
    assert_answered(text.encode("utf-8", "surrogatepass"))
    assert_nothing_changes_what_is_read(text)


@given(st.integers(0, len(TOKENS) - 1), st.sampled_from(["delete", "double", "swap"]))
def test_one_slip_of_the_pen_makes_few_messages(at: int, how: str) -> None:
    parts = list(TOKENS)
    match how:
        case "delete":
            parts[at] = " " if parts[at].isspace() else ""
        case "double":
            parts[at] = f"{parts[at]} {parts[at]}"
        case "swap":
            parts[at : at + 3] = parts[at : at + 3][::-1]
    _, problems = read("made_up", "".join(parts).encode(), lambda name: STATEMENTS)
    note(as_text(problems))
    assert len(problems) < 100
