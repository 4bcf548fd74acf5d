"""What only one of two guidelines or versions has, and what that means for comparing them."""

from collections.abc import Iterable, Iterator

from imaging_rules.diagram.pair import CommonFact
from imaging_rules.model.facts import ChoiceType, Fact, NumberType, YesNoType
from imaging_rules.model.guideline import Guideline
from imaging_rules.values.numbers import decimal_text, quantity_text
from imaging_rules.values.units import factor


def in_one_version_alone(
    old: Guideline, new: Guideline, facts: tuple[CommonFact, ...]
) -> Iterator[str]:
    """Yield sentences about facts, values and studies that only one version has."""
    for each in facts:
        before, after = old.fact.get(each.name), new.fact.get(each.name)
        if before is None:
            yield f"`{each.name}` is new; it was compared for each value that it can have"
        elif after is None:
            yield f"`{each.name}` is gone; it was compared for each value that it could have"
        elif each.old is not None and each.new is not None:
            yield from _of_fact(before, after)
        elif each.new is not None:
            yield (
                f"`{each.name}` was {_type_words(before)}, and is {_type_words(after)}; "
                "the two were compared as different facts"
            )
    for study in old.studies:
        if study.name not in new.study:
            yield f"the study `{study.name}` is gone"
    for study in new.studies:
        if study.name not in old.study:
            yield f"the study `{study.name}` is new"


def in_one_guideline_alone(
    one: Guideline, other: Guideline, facts: tuple[CommonFact, ...], names: tuple[str, str]
) -> Iterator[str]:
    """Yield sentences about facts, values and studies that only one of two guidelines has."""
    for name, mine, theirs in ((names[0], one, other), (names[1], other, one)):
        alone = [fact.name for fact in mine.facts if fact.name not in theirs.fact]
        if alone:
            yield f"only `{name}` asks for {listed_names(alone)}"
    for each in facts:
        before, after = one.fact.get(each.name), other.fact.get(each.name)
        if before is None or after is None:
            continue
        if each.old is None or each.new is None:
            if each.new is not None:
                yield (
                    f"`{each.name}` is {_type_words(before)} in `{names[0]}` and "
                    f"{_type_words(after)} in `{names[1]}`; they were taken for two facts"
                )
        elif _type_words(before) != _type_words(after):
            yield (
                f"`{each.name}` is {_type_words(before)} in `{names[0]}` and "
                f"{_type_words(after)} in `{names[1]}`; what both allow was compared"
            )
        elif before.ask != after.ask:
            yield (
                f"`{each.name}` is asked as “{before.ask}” by `{names[0]}` and as "
                f"“{after.ask}” by `{names[1]}`; they were taken for the same fact"
            )
    for name, mine, theirs in ((names[0], one, other), (names[1], other, one)):
        studies = [study.name for study in mine.studies if study.name not in theirs.study]
        if studies:
            yield f"only `{name}` has the studies {listed_names(studies)}"


def _of_fact(old: Fact, new: Fact) -> Iterator[str]:
    match old.type, new.type:
        case ChoiceType(values), ChoiceType(others):
            for value in values:
                if value not in others:
                    yield f"`{old.name}` is no longer `{value}`; that was not compared"
            for value in others:
                if value not in values:
                    yield f"`{new.name}` can be `{value}` now; that was not compared"
        case NumberType() as one, NumberType() as other:
            yield from _of_numbers(old, one, new, other)
        case _:
            return


def _of_numbers(old: Fact, one: NumberType, new: Fact, other: NumberType) -> Iterator[str]:
    by = factor(one.unit, other.unit)
    assert by is not None, "numbers that do not compare are different facts"
    if one.whole != other.whole:
        was, now = ("whole", "any") if one.whole else ("any", "whole")
        yield f"`{old.name}` was {was} numbers, and is {now} numbers; whole ones were compared"
    if (one.range.low * by, one.range.high * by) != (other.range.low, other.range.high):
        yield (
            f"`{old.name}` was {_range_words(one)}, and is {_range_words(other)}; "
            "what both allow was compared"
        )
    elif one.unit != other.unit and by != 1:
        yield f"`{old.name}` was {_type_words(old)}, and is {_type_words(new)}"


def _type_words(fact: Fact) -> str:
    match fact.type:
        case YesNoType():
            return "yes or no"
        case ChoiceType(values):
            return f"one of {', '.join(values)}"
        case NumberType() as type:
            return f"a {'whole ' if type.whole else ''}number {_range_words(type)}"


def _range_words(type: NumberType) -> str:
    low = decimal_text(type.range.low) or quantity_text(type.range.low, type.unit)
    return f"from {low} to {quantity_text(type.range.high, type.unit)}"


def listed_names(names: Iterable[str]) -> str:
    """Return names of a file as they are listed in a sentence."""
    return ", ".join(f"`{name}`" for name in names)
