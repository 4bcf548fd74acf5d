"""Facts and screens."""

from typing import TypeAlias

from attrs import evolve

from imaging_rules.model.conditions import Condition
from imaging_rules.model.facts import (
    ChoiceType,
    Fact,
    FactType,
    NumberType,
    Screen,
    Value,
    YesNoType,
)
from imaging_rules.model.from_syntax.clauses import Clauses
from imaging_rules.model.from_syntax.conditions import Conditions
from imaging_rules.model.from_syntax.problems import Problems
from imaging_rules.model.from_syntax.quantities import number, unit
from imaging_rules.model.notes import Notes
from imaging_rules.syntax import nodes
from imaging_rules.text import Span
from imaging_rules.values.regions import Cut, Interval, cut

MOST_REGIONS = 200
"""How many values, or ranges of a number, rules may tell apart."""

Covered: TypeAlias = dict[str, tuple[Value, Span]]
"""For each fact that a screen covers the value that `none` gives it, and where that is said."""


def type_of(clauses: Clauses, problems: Problems) -> FactType | None:
    """Return the type that a fact declares; ``None``, with a problem, where it has none."""
    written = clauses.type()
    if written is None:
        if clauses.whole:
            problems.add(
                "E112",
                clauses.span,
                "a fact needs a type, and this one has none",
                help="write `yes or no`, `number in UNIT from A to B` or `one of VALUE, VALUE`",
            )
        return None
    match written:
        case nodes.YesNo():
            return YesNoType()
        case nodes.OneOf(values):
            return _choice(clauses.name, values, problems)
        case nodes.Numeric():
            return _number(clauses.name, written, problems)


def _choice(fact: str, values: tuple[nodes.Name, ...], problems: Problems) -> ChoiceType | None:
    first: dict[str, nodes.Name] = {}
    for value in values:
        if first.setdefault(value.text, value) is not value:
            problems.add(
                "E202",
                value.span,
                f"`{fact}` has the value `{value.text}` twice",
                also=((first[value.text].span, "first named here"),),
            )
    if len(first) > MOST_REGIONS:
        problems.add(
            "E310",
            values[MOST_REGIONS].span,
            f"`{fact}` has {len(first):,} values, and at most {MOST_REGIONS} can be told apart",
            help="leave out the values that no rule tells apart",
        )
        return None
    return ChoiceType(tuple(first))


def _number(fact: str, written: nodes.Numeric, problems: Problems) -> NumberType | None:
    low, high = number(written.low, problems), number(written.high, problems)
    if low > high:
        problems.add(
            "E403",
            written.low.span.to(written.high.span),
            f"`{fact}` cannot go from {written.low.written} down to {written.high.written}",
            help=f"write `from {written.high.written} to {written.low.written}`",
        )
        return None
    if written.whole:
        for bound in (written.low, written.high):
            if bound.value.denominator != 1:
                problems.add(
                    "E305",
                    bound.span,
                    f"`{fact}` is a whole number, and its range ends at {bound.written}",
                    help="write a number without decimals",
                )
                return None
    measured = None
    if written.unit is not None:
        measured = unit(written.unit, problems, declared=True)
        if measured is None:
            return None
    return NumberType(Interval(low, high), written.whole, measured)


def fact(
    clauses: Clauses,
    type: FactType,
    cuts: set[Cut],
    gate: Condition,
    notes: Notes,
    conditions: Conditions,
    problems: Problems,
) -> Fact:
    """Return a fact, its values divided at the cuts."""
    if isinstance(type, NumberType):
        type = evolve(type, regions=cut(type.range, cuts, type.whole))
    if len(type.regions) > MOST_REGIONS:
        problems.add(
            "E310",
            clauses.span,
            f"rules cut `{clauses.name}` into {len(type.regions):,} ranges, "
            f"and at most {MOST_REGIONS} can be told apart",
            help="compare it with fewer different values",
        )
    assumed: Value | None = None
    assume = clauses.one(nodes.Assume)
    if assume is not None and isinstance(clauses.block.name, nodes.Name):
        assumed = conditions.value(clauses.block.name, assume.value)
    return Fact(
        name=clauses.name,
        type=type,
        **clauses.texts_for(Fact),
        assumed=assumed,
        gate=gate,
        vocabulary=clauses.block.vocabulary,
        notes=notes,
        span=clauses.span,
    )


def screen(
    clauses: Clauses,
    conditions: Conditions,
    notes: Notes,
    covered_before: Covered,
    problems: Problems,
) -> Screen:
    """Return a screen; a covered fact that is not a yes/no fact must be given its value.

    Args:
        clauses: The clauses of the screen.
        conditions: What reads values.
        notes: What the screen says to its reader.
        covered_before: The facts that screens have covered so far; those of this one are added.
            Answered with none, no two screens may set a fact to different values.
        problems: Where problems are reported.
    """
    covers = clauses.needed(nodes.Covers, "covers", "covers FACT, FACT")
    covered: dict[str, Value] = {}
    for item in covers.items if covers else ():
        name = item.fact.text
        value = conditions.covered(item)
        if value is None:
            continue
        before, span = covered_before.setdefault(name, (value, item.span))
        if before != value:
            problems.add(
                "E414",
                item.span,
                f"answered with none, screens would set `{name}` to different values",
                also=((span, "another value is set here"),),
                help="give it the same value in both, or leave it out of one",
            )
        covered.setdefault(name, value)
    return Screen(
        name=clauses.name,
        covers=tuple(covered.items()),
        **clauses.texts_for(Screen),
        notes=notes,
        span=clauses.span,
    )
