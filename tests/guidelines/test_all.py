"""What holds of every guideline that ships."""

from pathlib import Path

import pytest

from imaging_rules import Recommendation, check, guidelines, load
from imaging_rules.library.example_coverage import coverage
from imaging_rules.library.examples import tried_examples
from imaging_rules.values.units import find

NAMES = guidelines()
GUIDELINES = Path(__file__).resolve().parents[2] / "guidelines"


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


def test_none_is_named_like_a_unit() -> None:
    """`evaluate -f age=70 years` forgets its quotes; it must not be about another guideline."""
    assert [name for name in NAMES if find(name)] == []


# --- drafts: one rule for all of them, in guidelines/README.md ----------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_draft_says_what_is_to_be_verified_and_no_other_guideline_does(name: str) -> None:
    text = (GUIDELINES / f"{name}.guideline").read_text("utf-8")
    open_point = "to be verified" in " ".join(text.split())
    assert (load(name).model.header.status == "draft") == open_point


def test_the_list_of_the_guidelines_tells_the_version_status_and_open_point_of_each() -> None:
    lines = (GUIDELINES / "README.md").read_text("utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "|" in line]
    listed = {name.strip("`"): tuple(cells) for name, *cells in rows[2:]}
    assert list(listed) == sorted(NAMES)
    for name, (version, status, open_point) in listed.items():
        header = load(name).model.header
        assert (version, status) == (header.version, header.status)
        assert bool(open_point) == (status == "draft"), name


WITH_EXCLUSIONS = sorted(set(NAMES) - {"low_back_pain", "acp_2011", "aafp", "nass"})
"""Those who are out of scope for more than their age."""


@pytest.mark.parametrize("name", WITH_EXCLUSIONS)
def test_who_is_outside_is_told_that_this_says_nothing_against_imaging(name: str) -> None:
    told = [
        advice
        for advice in load(name).model.advice
        if Recommendation.OUT_OF_SCOPE in advice.levels and advice.topic == "safety"
    ]
    assert told
