"""Conditions in words, as HTML: each name leads to where it is told of."""

from collections.abc import Sequence
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
from imaging_rules.model.guideline import Guideline
from imaging_rules.values.numbers import quantity_text

_MOST_IN_A_LINE = 2


def condition(wanted: Condition, guideline: Guideline) -> str:
    """Return a condition in words; one of several parts is a list.

    Args:
        wanted: The condition.
        guideline: The guideline that it belongs to.
    """
    if wanted == ALWAYS:
        return "always"
    if wanted == NEVER:
        return "never"

    def inner(part: Condition) -> str:
        return condition(part, guideline)

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
            return _defined(name, guideline)
        case Not(AtLeast(1, parts)):
            return _list("none of", [inner(part) for part in parts])
        case Not(part):
            inside = inner(part)
            return _list("not", [inside]) if "<ul" in inside else f"{_word('not')} {inside}"
        case All(parts):
            return _several("and", "all of", [inner(part) for part in parts])
        case AtLeast(1, parts):
            return _several("or", "any of", [inner(part) for part in parts])
        case AtLeast(count, parts):
            return _list(f"at least {count} of", [inner(part) for part in parts])
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


def _defined(name: str, guideline: Guideline) -> str:
    definition = guideline.definition[name]
    # A choice or a score has a title, which says nothing of the value it is compared with.
    title = definition.notes.title if definition.block == name else ""
    return link(f"define-{definition.block}", text(title or spaced(name)))


def _values(among: IsAmong, guideline: Guideline) -> str:
    fact = guideline.fact[among.fact]
    values = [fact.words(value) for value in sorted(among.values, key=fact.region_of)]
    return joined([tag("em", text(spaced(value))) for value in values], "or")


def _several(joint: str, head: str, told: Sequence[str]) -> str:
    """Return a few short parts in one line, and others as a list."""
    plain = all("<ul" not in part and f">{_other(joint)}<" not in part for part in told)
    if len(told) == 1:
        return told[0]
    if plain and len(told) <= _MOST_IN_A_LINE:
        return f" {_word(joint)} ".join(told)
    return _list(head, told)


def _other(joint: str) -> str:
    return "or" if joint == "and" else "and"


def _list(head: str, told: Sequence[str]) -> str:
    return f"{_word(head)}:{items('ul', told)}"


def _word(words: str) -> str:
    return tag("b", text(words), class_="ir-word")
