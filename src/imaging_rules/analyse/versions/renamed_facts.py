"""Facts that are called otherwise in a new version, and what examples give by their new names."""

from collections.abc import Mapping
from functools import lru_cache
from itertools import islice

from attrs import evolve

from imaging_rules.model import conditions
from imaging_rules.model.conditions import Condition
from imaging_rules.model.facts import Fact, YesNoType
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import Example, Rule, WaitingPeriod
from imaging_rules.syntax import nodes
from imaging_rules.syntax.parse import parse
from imaging_rules.text import SourceText

MOST_TRIED = 100
"""How many pairs of facts are tried by the rules that use them."""

Names = dict[str, str]
"""For facts of the old version that are called otherwise in the new one, what they are called."""


def renamed_facts(old: Guideline, new: Guideline) -> Names:
    """Return the facts of an old version that have another name in the new one.

    A fact that is gone and one that is new are one fact if they are of the same type and are
    asked in the same words, or if with the new name some rule or definition that used the old
    one is what stands in the new version.
    """
    gone = [fact for fact in old.facts if fact.name not in new.fact]
    added = [fact for fact in new.facts if fact.name not in old.fact]
    by_question = {(fact.type, fact.ask): fact.name for fact in reversed(added) if fact.ask}
    found: Names = {}
    for fact in gone:
        name = by_question.pop((fact.type, fact.ask), None)
        if name is not None:
            found[fact.name] = name
    pairs = (
        (fact, other)
        for fact in gone
        for other in added
        if fact.type == other.type and fact.name not in found and other.name not in found.values()
    )
    for fact, other in islice(pairs, MOST_TRIED):
        if fact.name not in found and _makes_blocks_equal(fact, other, old, new):
            found[fact.name] = other.name
    return found


def _makes_blocks_equal(fact: Fact, other: Fact, old: Guideline, new: Guideline) -> bool:
    """Return whether some block that used a fact is in the new version with another one for it."""
    before, after = _by_block(old), _by_block(new)
    renamed = _by_block(with_names(old, {fact.name: other.name}))
    return any(
        renamed[block] != stood and renamed[block] == after.get(block)
        for block, stood in before.items()
    )


def _by_block(guideline: Guideline) -> dict[tuple[str, str], object]:
    """Return the conditions of all rules and definitions."""
    found: dict[tuple[str, str], object] = {
        ("define", each.name): each.condition for each in guideline.definitions
    }
    for rule in guideline.rules:
        lasts = (rule.fact, rule.without) if isinstance(rule, WaitingPeriod) else ()
        found["rule", rule.name] = (rule.when, *lasts)
    return found


def with_names(guideline: Guideline, names: Names) -> Guideline:
    """Return a guideline in which some facts are called otherwise."""
    if not names:
        return guideline

    def condition(part: Condition) -> Condition:
        return _condition(part, names)

    header = guideline.header
    return evolve(
        guideline,
        header=evolve(header, applies=condition(header.applies)),
        facts=tuple(
            evolve(fact, name=names.get(fact.name, fact.name), gate=condition(fact.gate))
            for fact in guideline.facts
        ),
        screens=tuple(
            evolve(
                screen,
                covers=tuple((names.get(name, name), value) for name, value in screen.covers),
            )
            for screen in guideline.screens
        ),
        definitions=tuple(
            evolve(each, condition=condition(each.condition)) for each in guideline.definitions
        ),
        choices=tuple(
            evolve(each, lines=tuple((value, condition(line)) for value, line in each.lines))
            for each in guideline.choices
        ),
        scores=tuple(
            evolve(each, lines=tuple((points, condition(line)) for points, line in each.lines))
            for each in guideline.scores
        ),
        rules=tuple(_rule(rule, names) for rule in guideline.rules),
        examples=tuple(_example(example, names) for example in guideline.examples),
    )


def _rule(rule: Rule, names: Names) -> Rule:
    if isinstance(rule, WaitingPeriod):
        return evolve(
            rule,
            fact=names.get(rule.fact, rule.fact),
            when=_condition(rule.when, names),
            without=_condition(rule.without, names),
        )
    return evolve(rule, when=_condition(rule.when, names))


def _example(example: Example, names: Names) -> Example:
    return evolve(
        example,
        given=tuple((names.get(name, name), value) for name, value in example.given),
        asking=tuple(names.get(name, name) for name in example.asking),
        later=tuple(names.get(name, name) for name in example.later),
    )


def _condition(condition: Condition, names: Names) -> Condition:
    match condition:
        case conditions.IsYes(fact) | conditions.IsAmong(fact) | conditions.Compares(fact):
            return evolve(condition, fact=names.get(fact, fact))
        case conditions.ComparesFacts(fact, _, other):
            return evolve(condition, fact=names.get(fact, fact), other=names.get(other, other))
        case _:
            return conditions.with_parts(condition, lambda part: _condition(part, names))


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
