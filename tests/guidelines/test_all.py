"""What holds of every guideline that ships."""

import pytest

from imaging_rules import check, guidelines, load
from imaging_rules.library.examples.coverage import coverage
from imaging_rules.library.examples.run import tried_examples

NAMES = guidelines()


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_to_be_said_of_it(name: str) -> None:
    assert [each.message for each in check(name)] == []


@pytest.mark.parametrize("name", NAMES)
def test_its_header_says_whose_it_is_and_how_old(name: str) -> None:
    model = load(name).model
    header = model.header
    assert header.notes.title
    assert header.version
    assert header.population
    assert header.summary
    # One restates a single article, which does not say how long it holds.
    assert header.review_by or name == "low_back_pain"
    assert all(source.notes.title for source in model.sources)


@pytest.mark.parametrize("name", NAMES)
def test_its_examples_show_all_that_can_be_shown(name: str) -> None:
    guideline = load(name)
    assert coverage(guideline, tried_examples(guideline)).gaps == ()


@pytest.mark.parametrize("name", NAMES)
def test_what_was_not_verified_keeps_it_a_draft(name: str) -> None:
    model = load(name).model
    assumed = [text for rule in model.rules for text in rule.notes.assumes]
    if any("verified" in text for text in (*assumed, *model.header.notes.assumes)):
        assert model.header.status == "draft"
