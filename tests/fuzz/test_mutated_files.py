"""Real files with slips of the pen get an answer, from every part that reads files."""

from pathlib import Path

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from tests.fuzz.held import hold_all, shipped_text
from tests.fuzz.mutations import mutated, real_files

FOUND = sorted((Path(__file__).parent / "found").glob("*.guideline"))
SHIPPED = shipped_text("low_back_pain")
SMALL = tuple(data for data in real_files() if len(data) < 4_000)


@st.composite
def mutations(draw: st.DrawFn, files: tuple[bytes, ...]) -> bytes:
    return mutated(lambda several: draw(st.integers(0, several - 1)), files)


@pytest.mark.thorough
@settings(max_examples=settings().max_examples // 3)
@given(mutations((SHIPPED,)))
def test_the_guideline_that_ships_mutated(data: bytes) -> None:
    note(data.decode("utf-8", "replace"))
    hold_all(data, SHIPPED)


@settings(max_examples=settings().max_examples * 3)
@given(mutations(SMALL), mutations(SMALL))
def test_files_of_the_corpus_mutated(data: bytes, other: bytes) -> None:
    note(data.decode("utf-8", "replace"))
    hold_all(data, other)


@pytest.mark.thorough
@settings(max_examples=settings().max_examples // 3)
@given(st.binary(max_size=200), st.integers(0, len(SHIPPED)))
def test_any_bytes_in_the_middle_of_a_guideline(data: bytes, at: int) -> None:
    hold_all(SHIPPED[:at] + data + SHIPPED[at:], SHIPPED)


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.stem)
def test_what_was_found_once_stays_mended(path: Path) -> None:
    """Hold what a fuzzer once found: the comment in each file says what went wrong."""
    data = path.read_bytes()
    hold_all(data, SHIPPED)
    hold_all(data, data)
