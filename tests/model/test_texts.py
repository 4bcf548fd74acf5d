"""What a file gives as a text is read: each clause of the grammar has its field, and its reader."""

import pytest
from attrs import evolve

from imaging_rules.decide.explain.wording import LABELS, labelled
from imaging_rules.model.facts import Fact, Screen
from imaging_rules.model.from_syntax import guideline_from
from imaging_rules.model.guideline import Choice, Header, Score, Study
from imaging_rules.model.notes import Notes, Source, text_fields
from imaging_rules.model.rules import (
    Advice,
    Contradiction,
    Contraindication,
    Indication,
    Limit,
    NotIndicated,
    Precaution,
    RedFlag,
    SpecialCase,
    WaitingPeriod,
)
from imaging_rules.syntax import nodes
from imaging_rules.syntax.grammar import BLOCKS, text_clauses_of
from imaging_rules.syntax.parse import parse
from imaging_rules.text import SourceText

CLASSES: dict[str, tuple[type, ...]] = {
    "guideline": (Header, Notes),
    "vocabulary": (Header, Notes),
    "use": (),
    "source": (Source, Notes),
    "fact": (Fact, Notes),
    "screen": (Screen, Notes),
    "define": (Choice, Notes),
    "score": (Score, Notes),
    "study": (Study, Notes),
    "red flag": (RedFlag, Notes),
    "indication": (Indication, Notes),
    "not indicated": (NotIndicated, Notes),
    "waiting period": (WaitingPeriod, Notes),
    "limit": (Limit, Notes),
    "special case": (SpecialCase, Notes),
    "contraindication": (Contraindication, Notes),
    "precaution": (Precaution, Notes),
    "contradiction": (Contradiction, Notes),
    "advice": (Advice, Notes),
    "example": (),
}
TEXT = """
guideline made_up
  title     "Made up"
  editorial "Made up."

fact lump
  yes or no
  ask "Is there a lump?"

study xray
  title    "X-ray"
  modality "X-ray"

red flag lump_found
  title     "Lump"
  when      lump
  image     with xray
  suspect   "a tumour"
  question  "What is it?"
  editorial "Made up."
"""


@pytest.mark.parametrize("block", BLOCKS)
def test_every_text_of_the_grammar_has_a_field_in_the_class_of_its_block(block: str) -> None:
    fields = {field.keyword for each in CLASSES[block] for field in text_fields(each)}
    # The text names a file, which is read.
    apart = {"statements"} if block == "source" else set()
    assert set(text_clauses_of(block)) - fields == apart


@pytest.mark.parametrize("block", [Fact, Screen, Study, Indication])
def test_every_text_of_a_block_has_a_label(block: type) -> None:
    assert {each.name for each in text_fields(block)} - {"ask"} <= LABELS.keys()


def test_texts_are_told_with_their_labels_and_where_they_are_not_given_not_at_all() -> None:
    file, _ = parse(SourceText.of("made_up", TEXT))
    model, problems = guideline_from(file, SourceText.of("made_up", TEXT), lambda _: b"")
    assert model is not None
    assert not problems
    assert [*labelled(model.rule["lump_found"])] == [
        ("Suspected", ("a tumour",)),
        ("Question for imaging", ("What is it?",)),
    ]
    assert [*labelled(model.study["xray"])] == [("Modality", ("X-ray",))]


@pytest.mark.parametrize("keyword", ["study", "red flag", "guideline"])
def test_a_clause_that_no_reader_takes_stops_the_reading(keyword: str) -> None:
    source = SourceText.of("made_up", TEXT)
    file, _ = parse(source)
    new = nodes.TextClause("laterality", nodes.Text("left"))
    blocks = tuple(
        evolve(each, clauses=(*each.clauses, new)) if each.keyword == keyword else each
        for each in file.blocks
    )
    with pytest.raises(AssertionError, match="laterality"):
        guideline_from(evolve(file, blocks=blocks), source, lambda _: b"")
