"""Conditions in words, as HTML: each name leads to where it is told of."""

from collections.abc import Callable, Sequence
from typing import assert_never

from imaging_rules.document.markup import items, link, tag, text
from imaging_rules.evaluate.explain.wording import joined, spaced
from imaging_rules.model.conditions import (
    ALWAYS,
    NEVER,
    Adds,
    All,
    AtLeast,
    Compares,
    ComparesFacts,
    Condition,
    Defined,
    IsAmong,
    IsYes,
    Not,
)
from imaging_rules.model.guideline import Definition, Guideline
from imaging_rules.values.numbers import quantity_text

_MOST_IN_A_LINE = 2


def defined(definition: Definition) -> str:
    """Return a link to what the guideline defines, by its title."""
    # A choice or a score has a title, which says nothing of the value it is compared with.
    title = definition.notes.title if definition.block == definition.name else ""
    return link(f"define-{definition.block}", text(title or spaced(definition.name)))


def condition(
    wanted: Condition,
    guideline: Guideline,
    named: Callable[[Definition], str] = defined,
    itemized: Callable[[Definition], str] = defined,
) -> str:
    """Return a condition in words; one of several parts is a list.

    Args:
        wanted: The condition.
        guideline: The guideline that it belongs to.
        named: Returns as HTML what stands for a definition.
        itemized: The same where the definition is an item of a list by itself.
    """
    if wanted == ALWAYS:
        return "always"
    if wanted == NEVER:
        return "never"

    def inner(part: Condition) -> str:
        return condition(part, guideline, named, itemized)

    def item(part: Condition) -> str:
        return itemized(guideline.definition[part.name]) if isinstance(part, Defined) else inner(part)

    def several(joint: str, head: str, parts: Sequence[Condition]) -> str:
        """Return a few short parts in one line, and others as a list."""
        told = [inner(part) for part in parts]
        if len(told) == 1:
            return told[0]
        plain = all("<ul" not in part and f">{_other(joint)}<" not in part for part in told)
        if plain and len(told) <= _MOST_IN_A_LINE:
            return f" {_word(joint)} ".join(told)
        return _list(head, [item(part) for part in parts])

    match wanted:
        case IsYes(fact):
            return _fact(fact)
        case IsAmong(fact):
            return f"{_fact(fact)} is {_values(wanted, guideline)}"
        case Not(IsAmong(fact) as among):
            return f"{_fact(fact)} is {_word('not')} {_values(among, guideline)}"
        case Compares(fact, operator, bound):
            return f"{_fact(fact)} {operator} {text(guideline.fact[fact].words(bound))}"
        case ComparesFacts(fact, operator, other):
            return f"{_fact(fact)} {operator} {_fact(other)}"
        case Defined(name):
            return named(guideline.definition[name])
        case Not(AtLeast(1, parts)):
            return _list("none of", [item(part) for part in parts])
        case Not(All(parts) | AtLeast(_, parts)) if len(parts) > 1:
            # Of `not a and b` nobody knows how far the first word reaches.
            return _list("not", [inner(wanted.part)])
        case Not(part):
            inside = inner(part)
            return _list("not", [inside]) if "<ul" in inside else f"{_word('not')} {inside}"
        case All(parts):
            return several("and", "all of", parts)
        case AtLeast(1, parts):
            return several("or", "any of", parts)
        case AtLeast(count, parts):
            return _list(f"at least {count} of", [item(part) for part in parts])
        case Adds(lines, operator, bound):
            told = [f"{quantity_text(points, None)} for {inner(part)}" for points, part in lines]
            head = f"the sum is {operator} {quantity_text(bound, None)}"
            return _list(head, told)
        case _:
            assert_never(wanted)


def opened(wanted: Condition, guideline: Guideline) -> str:
    """Return a condition in words; one that is no more than a name with what the name stands for.

    Args:
        wanted: The condition.
        guideline: The guideline that it belongs to.
    """
    told = condition(wanted, guideline)
    if not isinstance(wanted, Defined):
        return told
    definition = guideline.definition[wanted.name]
    # What a choice or a score comes to is told in its table, line by line.
    if definition.block != definition.name:
        return told
    return f"{told}: {condition(definition.condition, guideline)}"


def _fact(name: str) -> str:
    return link(f"fact-{name}", text(spaced(name)))


def _values(among: IsAmong, guideline: Guideline) -> str:
    fact = guideline.fact[among.fact]
    values = [fact.words(value) for value in sorted(among.values, key=fact.region_of)]
    return joined([tag("em", text(spaced(value))) for value in values], "or")


def _other(joint: str) -> str:
    return "or" if joint == "and" else "and"


def _list(head: str, told: Sequence[str]) -> str:
    return f"{_word(head)}:{items('ul', told)}"


def _word(words: str) -> str:
    return tag("b", text(words), class_="ir-word")
