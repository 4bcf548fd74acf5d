"""What is written is read again as it was meant."""

from hypothesis import given, note

from imaging_rules import Guideline, load, loads
from imaging_rules.model.from_syntax import guideline_from
from imaging_rules.syntax import nodes
from imaging_rules.syntax.parse import parse
from imaging_rules.syntax.pieces import write
from imaging_rules.testing import files, guideline_files, guidelines
from imaging_rules.text import SourceText


def no_folder(name: str) -> bytes:
    raise OSError(name)


@given(files())
def test_a_file_written_and_read_is_the_same_file(file: nodes.File) -> None:
    text = write(file)
    note(text)
    again, problems = parse(SourceText.of("", text))
    assert not problems
    assert again == file


@given(guideline_files())
def test_a_guideline_written_and_read_means_the_same(file: nodes.File) -> None:
    text = write(file)
    note(text)
    meant, _ = guideline_from(file, SourceText("", ""), no_folder)
    assert loads(text).model == meant


@given(guidelines())
def test_a_guideline_read_and_written_again_is_the_same_text(guideline: Guideline) -> None:
    text = guideline.model.text
    file, _ = parse(text)
    assert write(file) == text.text


def test_low_back_pain_written_and_read_is_the_same_file() -> None:
    file, _ = parse(load("low_back_pain").model.text)
    again, problems = parse(SourceText.of("", write(file)))
    assert not problems
    assert again == file
