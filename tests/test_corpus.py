"""What authors are told: the guideline files of `corpus`, each with all that is said of it.

A bad file is named after the code that its first error carries, and has beside it an `.expected`
file with everything that is said of it, as an author reads it. To write those files anew after a
change of messages, set UPDATE_GOLDENS=1 in the environment and read what has changed.
"""

import os
import re
from contextlib import ExitStack, chdir
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest

from imaging_rules import check, load
from imaging_rules.diagnostics import CATALOGUE, Diagnostic, as_data, as_text
from imaging_rules.errors import GuidelineError
from imaging_rules.syntax.grammar import parser
from imaging_rules.syntax.parse import LONGEST_FILE
from imaging_rules.syntax.recovery.characters import MOST_PROBLEMS

CORPUS = Path(__file__).parent / "corpus"
BAD = CORPUS / "bad"
BAD_FILES = sorted(path.stem for path in BAD.glob("*.guideline"))
GOOD_FILES = sorted(path.stem for path in (CORPUS / "good").glob("*.guideline"))
SEVERAL = [
    "E101_several_blocks",
    "E101_several_in_one_block",
    "E102_two_texts",
    "E112_empty_blocks",
    "E201_in_an_example",
    "E307_in_an_example",
]


@cache
def said_of(name: str) -> tuple[Diagnostic, ...]:
    """Return all that is said of a bad file, looked into in the folder that it stands in."""
    path = Path(f"{name}.guideline")
    with ExitStack() as stack:
        stack.enter_context(chdir(BAD))
        if name == "W516_not_all_looked_into":
            # A file that takes so long to look into would make every run of the tests long.
            stack.enter_context(patch("imaging_rules.library.read.BUDGET", 2))
        if name == "E107_too_long":
            # The last comment of the file is made longer than any file may be.
            text = path.read_text("utf-8").rstrip() + "#" * LONGEST_FILE
            stack.enter_context(chdir(stack.enter_context(TemporaryDirectory())))
            path.write_text(text, "utf-8")
        return check(path)


@pytest.fixture
def said(name: str) -> tuple[Diagnostic, ...]:
    return said_of(name)


@pytest.mark.parametrize("name", BAD_FILES)
def test_what_is_said_of_a_bad_file(name: str, said: tuple[Diagnostic, ...]) -> None:
    expected = BAD / f"{name}.expected"
    rendered = as_text(said) + "\n"
    if os.environ.get("UPDATE_GOLDENS") == "1":
        expected.write_text(rendered, "utf-8")
    assert rendered == expected.read_text("utf-8")


@pytest.mark.parametrize("name", BAD_FILES)
def test_the_first_thing_said_is_what_the_file_is_for(
    name: str, said: tuple[Diagnostic, ...]
) -> None:
    code = name.partition("_")[0]
    errors = [each.code for each in said if each.is_error]
    if code.startswith("W"):
        assert errors == []
        assert code in {each.code for each in said}
    elif code == "E113":
        # It says that more of the same is not shown, so it comes last.
        assert errors == ["E101"] * MOST_PROBLEMS + ["E113"]
    else:
        assert errors[0] == code


@pytest.mark.parametrize("name", BAD_FILES)
def test_each_problem_is_told_once_and_in_order(name: str, said: tuple[Diagnostic, ...]) -> None:
    told = [(each.code, each.at.span.start, each.message) for each in said]
    assert len(set(told)) == len(told)
    assert list(said) == sorted(said, key=lambda each: each.order)


@pytest.mark.parametrize("name", BAD_FILES)
def test_every_place_lies_in_the_file(name: str, said: tuple[Diagnostic, ...]) -> None:
    for each in said:
        for pointer in (each.at, *each.also):
            assert 0 <= pointer.span.start <= pointer.span.end
            assert pointer.span.start <= len(pointer.source.text)
        data = as_data(each)
        assert data["severity"] == ("error" if each.is_error else "warning")


@pytest.mark.parametrize("name", BAD_FILES)
def test_no_message_speaks_of_python(name: str, said: tuple[Diagnostic, ...]) -> None:
    for each in said:
        words = " ".join([each.message, each.help, *(p.label for p in (each.at, *each.also))])
        found = re.search(
            r"\b(None|True|False|Traceback|tuple|dict|str|int|Fraction)\b|Error|<class|[A-Z]_[A-Z]",
            words,
        )
        assert found is None, found


@pytest.mark.parametrize("name", [name for name in BAD_FILES if name[:4] not in {"E107", "E410"}])
def test_errors_keep_a_file_from_loading_and_warnings_do_not(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(BAD)
    path = Path(f"{name}.guideline")
    if name.startswith("W"):
        assert load(path).model.header.name == "sample"
    else:
        with pytest.raises(GuidelineError) as raised:
            load(path)
        assert raised.value.diagnostics
        assert f"{name}.guideline:" in str(raised.value)


@pytest.mark.parametrize("name", SEVERAL)
def test_all_problems_of_a_file_come_in_one_run(name: str, said: tuple[Diagnostic, ...]) -> None:
    places = [(each.code, each.at.place.line) for each in said]
    assert (
        places
        == {
            "E101_several_blocks": [
                ("E101", 8),
                ("E101", 15),
                ("E101", 17),
                ("E101", 19),
                ("E101", 27),
                ("E101", 28),
                ("E402", 38),
                ("E201", 39),
            ],
            "E101_several_in_one_block": [("E101", line) for line in range(19, 24)],
            "E102_two_texts": [("E102", 19), ("E102", 22), ("E201", 27)],
            "E112_empty_blocks": [
                ("E112", 25),
                ("E112", 27),
                ("E112", 29),
                ("E112", 29),
                ("E112", 29),
                ("E401", 29),
                ("E112", 31),
                ("E112", 31),
                ("E401", 31),
                ("E112", 33),
                ("E202", 33),
                ("E401", 33),
                ("E412", 33),
                ("E112", 35),
                ("E112", 35),
                ("E401", 35),
                ("E112", 37),
                ("E401", 37),
            ],
            "E201_in_an_example": [("E201", 26), ("E201", 27), ("E201", 27), ("E201", 27)],
            "E307_in_an_example": [("E307", 37)] * 3 + [("E409", 37), ("E307", 37)],
            "E408_study_rule_and_question": [("E408", 35)] * 4,
        }[name]
    )


def test_no_code_lacks_a_bad_file() -> None:
    assert {name.partition("_")[0] for name in BAD_FILES} == set(CATALOGUE)


def test_no_expected_text_lacks_its_file() -> None:
    assert sorted(path.stem for path in BAD.glob("*.expected")) == BAD_FILES


@pytest.mark.parametrize("name", GOOD_FILES)
def test_nothing_is_said_of_a_good_file(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CORPUS / "good")
    codes = [each.code for each in check(Path(f"{name}.guideline"))]
    # The file that shows how free the layout is cannot have the one that `fmt` writes.
    assert codes == (["W517"] if name == "layout" else [])


def test_nothing_is_said_of_a_good_vocabulary() -> None:
    assert check(CORPUS / "good" / "shared.vocabulary") == ()


def test_the_good_files_use_every_word_of_the_language() -> None:
    used = set()
    folder = CORPUS / "good"
    for path in (*folder.glob("*.guideline"), *folder.glob("*.vocabulary")):
        text = path.read_text("utf-8")
        reading = parser().parse_interactive(text)
        used |= {token.type for token in reading.iter_parse()}
    written = {terminal.name for terminal in parser().terminals}
    assert written - used == {"WHITE_SPACE", "COMMENT"}
