"""What the examples of a guideline give, as it is written, and what that means in another version.

`everything else is no` means other facts in a version that has other facts.
"""

from collections.abc import Mapping
from functools import lru_cache

from attrs import evolve

from imaging_rules.model.facts import YesNoType
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import Example
from imaging_rules.syntax import nodes
from imaging_rules.syntax.parse import parse
from imaging_rules.text import SourceText

Given = tuple[nodes.GivenItem, ...]


def given_as_written(guideline: Guideline, names: Mapping[str, str]) -> dict[str, Given]:
    """Return what each example gives, by the title of the example.

    Args:
        guideline: The guideline.
        names: Names to put in the place of others.
    """
    if not guideline.examples:
        return {}
    return {
        title: tuple(_with_name(item, names) for item in given)
        for title, given in _given(guideline.text).items()
    }


# Two versions are asked for in turn, and each several times.
@lru_cache(maxsize=2)
def _given(text: SourceText) -> dict[str, Given]:
    file, _ = parse(text)
    return {
        block.name.text: clause.items
        for block in file.blocks
        if block.keyword == "example"
        for clause in block.clauses
        if isinstance(clause, nodes.Given)
    }


def _with_name(item: nodes.GivenItem, names: Mapping[str, str]) -> nodes.GivenItem:
    if isinstance(item, nodes.EverythingElseNo):
        return item
    name = item.fact.text
    return evolve(item, fact=nodes.Name(names.get(name, name)))


def facts_in_another_version(
    example: Example, given: Given, other: Guideline, names: Mapping[str, str]
) -> dict[str, object]:
    """Return the facts of an example as another version of the guideline would take them.

    Args:
        example: The example.
        given: What it gives, as it is written, by the names of the other version.
        other: The other version.
        names: For facts that have another name there, that name.
    """
    written = {item.fact.text for item in given if not isinstance(item, nodes.EverythingElseNo)}
    by_name = {names.get(name, name): value for name, value in example.given}
    facts = {name: value for name, value in by_name.items() if name in written}
    if any(isinstance(item, nodes.EverythingElseNo) for item in given):
        denied = {
            name
            for screen in other.screens
            if facts.get(screen.name) == "none"
            for name, _ in screen.covers
        }
        for fact in other.facts:
            if (
                isinstance(fact.type, YesNoType)
                and fact.assumed is None
                and fact.name not in denied
            ):
                facts.setdefault(fact.name, False)
    return facts
