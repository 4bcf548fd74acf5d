"""Facts that a made-up guideline declares, conditions on them, and what it defines."""

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from math import ceil, floor
from typing import TypeAlias

from attrs import frozen
from hypothesis import strategies as st

from imaging_rules.syntax import nodes
from imaging_rules.values.numbers import decimal_text
from imaging_rules.values.separators import unmistakable
from imaging_rules.values.units import Unit, alike, factor, find

FactType: TypeAlias = nodes.YesNo | nodes.Numeric | nodes.OneOf

WORDS = ("none", "mild", "severe", "unclear")

# For each unit where ranges may begin, and how wide they may be: few values, and the ends of
# ranges in the units of one dimension meet.
_RANGES: dict[str | None, tuple[tuple[int, ...], tuple[int, ...]]] = {
    None: ((0, 1, -2), (2, 1, 3, 5)),
    "weeks": ((0, 1), (2, 1, 3)),
    "days": ((0, 7, 1), (7, 14, 3)),
    "years": ((0, 1), (2, 1)),
    "months": ((0, 12, 1), (12, 6, 3)),
    "cm": ((0, 1), (2, 1)),
    "mm": ((0, 10, 1), (10, 12, 3)),
    "points": ((0, 1), (4, 2)),
    "percent": ((0, 1), (4, 2)),
    "per minute": ((0, 1), (4, 2)),
    "kg/m2": ((20, 0), (2, 1)),
    '"Bethesda class"': ((1, 0), (2, 5)),
}
# Those of one dimension more often than others, so that there are facts to compare.
UNITS = (None, "weeks", "days", *_RANGES)
_MOST_COUNTED = 60


@frozen
class Declared:
    """One fact: its name, its type, and what is assumed of it where nobody says."""

    name: str
    type: FactType
    assumed: nodes.Value | None = None

    @property
    def dimension(self) -> str | None:
        """What a number measures; facts of the same dimension can be compared."""
        return unit_of(self.type).dimension if has_unit(self.type) else None


def name(text: str) -> nodes.Name:
    """Return a word as a node."""
    return nodes.Name(text)


def number(value: Fraction) -> nodes.Number:
    """Return a number that has a short decimal text as a node."""
    written = decimal_text(value)
    assert written is not None, "only numbers with a short decimal text are written"
    return nodes.Number(value, unmistakable(written))


def has_unit(type: FactType) -> bool:
    """Return whether a fact is a number with a unit."""
    return isinstance(type, nodes.Numeric) and type.unit is not None


def unit_of(type: FactType) -> Unit:
    """Return the unit of a fact that has one."""
    assert isinstance(type, nodes.Numeric)
    assert type.unit is not None
    unit = find(type.unit.text)
    assert unit is not None
    return unit


def types() -> st.SearchStrategy[FactType]:
    """Return a strategy for the type of a fact."""
    yes_or_no: st.SearchStrategy[FactType] = st.just(nodes.YesNo())
    choices = st.integers(2, len(WORDS)).map(
        lambda count: nodes.OneOf(tuple(name(word) for word in WORDS[:count]))
    )
    return st.one_of(yes_or_no, choices, numbers(UNITS), numbers(UNITS))


@st.composite
def numbers(draw: st.DrawFn, units: Sequence[str | None]) -> nodes.Numeric:
    """Return a strategy for numbers with small ranges, whole and decimal.

    Args:
        draw: Given by Hypothesis.
        units: The units to choose from; ``None`` stands for no unit.
    """
    unit = draw(st.sampled_from(units))
    whole = draw(st.booleans())
    lows, widths = _RANGES[unit]
    low, width = Fraction(draw(st.sampled_from(lows))), Fraction(draw(st.sampled_from(widths)))
    if draw(st.integers(0, 7)) == 7:
        width = Fraction(0)
    if not whole:
        low += Fraction(draw(st.sampled_from((0, 0, 1))), 2)
        width += Fraction(draw(st.sampled_from((0, 0, 0, 1, 2, 3))), 4)
    measured = name(unit) if unit else None
    return nodes.Numeric(whole, measured, number(low), number(low + width))


def values(type: FactType) -> tuple[nodes.Value, ...]:
    """Return values that a fact may be said to have."""
    match type:
        case nodes.YesNo():
            return name("no"), name("yes")
        case nodes.OneOf(several):
            return several
        case nodes.Numeric():
            return tuple(quantity for _, quantity in quantities(type))


@cache
def quantities(type: nodes.Numeric) -> tuple[tuple[Fraction, nodes.Quantity], ...]:
    """Return values of a number within its range, each in its own unit and as it is written.

    Both ends are among them, and values written in other units of the dimension.
    """
    low, high = type.low.value, type.high.value
    own = unit_of(type) if type.unit else None
    steps = 1 if type.whole else 2
    counts = range(ceil(low * steps), floor(high * steps) + 1)
    inside = {low: None, high: None} | {Fraction(count, steps): None for count in counts}
    if own is None:
        return tuple((value, nodes.Quantity(number(value))) for value in inside)
    found = []
    for other in alike(own):
        by = factor(own, other)
        assert by is not None, "they are alike"
        counted: list[Fraction] = [value * by for value in inside]
        if by > 1 and (high - low) * by <= _MOST_COUNTED:
            counted += [Fraction(n) for n in range(ceil(low * by), floor(high * by) + 1)]
        for count in dict.fromkeys(counted):
            value = count / by
            fits = value.denominator == 1 or not type.whole
            if fits and decimal_text(count) is not None:
                unit = name(other.words(count == 1))
                found.append((value, nodes.Quantity(number(count), unit)))
    own_names = (own.singular, own.plural)
    # Those in the fact's own unit come first, so that small examples use it.
    return tuple(sorted(found, key=lambda each: _unit_text(each[1]) not in own_names))


def _unit_text(quantity: nodes.Quantity) -> str:
    assert quantity.unit is not None
    return quantity.unit.text


@st.composite
def facts(draw: st.DrawFn, most: int = 5) -> tuple[Declared, ...]:
    """Return a strategy for the facts of a guideline; of the first nothing is assumed."""
    made: list[Declared] = []
    for place in range(draw(st.integers(1, most))):
        type = draw(types())
        assumed = None
        if place > 0 and draw(st.integers(0, 2)) == 2:
            assumed = draw(st.sampled_from(values(type)))
        made.append(Declared("abcdefgh"[place], type, assumed))
    return tuple(made)


def fact_block(declared: Declared) -> nodes.Block:
    """Return the block that declares a fact."""
    clauses: list[nodes.Clause] = [declared.type]
    if declared.assumed is not None:
        clauses.append(nodes.Assume(declared.assumed))
    return nodes.Block("fact", name(declared.name), tuple(clauses))


OPERATORS = ("over", "under", "at least", "at most")
_FORMS = ("leaf", "leaf", "leaf", "leaf", "not", "brackets", "and", "or", "counted", "counted")
_COUNTS = ("any of", "all of", "none of", "at least", "at least")


@st.composite
def conditions(
    draw: st.DrawFn, leaves: st.SearchStrategy[nodes.Condition], deepest: int = 2
) -> nodes.Condition:
    """Return a strategy for conditions made of leaves, grouped as the grammar groups them.

    Args:
        draw: Given by Hypothesis.
        leaves: A strategy for conditions without parts.
        deepest: How many levels of parts a condition may have.
    """
    form = draw(st.sampled_from(_FORMS)) if deepest else "leaf"
    if form == "leaf":
        return draw(leaves)
    inner = conditions(leaves, deepest - 1)
    if form == "not":
        return nodes.Not(_single(draw(inner)))
    if form == "brackets":
        return nodes.Brackets(draw(inner))
    if form == "counted":
        parts = tuple(draw(st.lists(inner, min_size=1, max_size=3)))
        word = draw(st.sampled_from(_COUNTS))
        count = draw(st.integers(1, len(parts))) if word == "at least" else None
        return nodes.Counted(word, parts, None if count is None else number(Fraction(count)))
    parts = tuple(draw(st.lists(inner, min_size=2, max_size=3)))
    if form == "and":
        return nodes.Joined("and", tuple(_single(part) for part in parts))
    return nodes.Joined("or", tuple(_without_or(part) for part in parts))


def _single(part: nodes.Condition) -> nodes.Condition:
    return nodes.Brackets(part) if isinstance(part, nodes.Joined) else part


def _without_or(part: nodes.Condition) -> nodes.Condition:
    is_or = isinstance(part, nodes.Joined) and part.word == "or"
    return nodes.Brackets(part) if is_or else part


@st.composite
def leaves(
    draw: st.DrawFn,
    facts: Sequence[Declared],
    defined: Sequence[str] = (),
    between_facts: bool = False,
) -> nodes.Condition:
    """Return a strategy for conditions on one fact, or on a definition.

    Args:
        draw: Given by Hypothesis.
        facts: The facts that may be used.
        defined: The names of the definitions that may be used.
        between_facts: Whether numbers may be compared with numbers of their dimension.
    """
    choices: list[Declared | str] = [*facts, *defined]
    chosen = draw(st.sampled_from(choices))
    if isinstance(chosen, str):
        return nodes.Named(name(chosen))
    if isinstance(chosen.type, nodes.YesNo) and draw(st.integers(0, 3)) < 3:
        return nodes.Named(name(chosen.name))
    possible = st.sampled_from(values(chosen.type))
    if isinstance(chosen.type, nodes.Numeric):
        if between_facts and draw(st.booleans()):
            others = [fact for fact in facts if _comparable(fact, chosen)]
            # With itself, too, but seldom.
            others += [fact for fact in others if fact is not chosen] * 2
            other = draw(st.sampled_from(others))
            operator = draw(st.sampled_from(OPERATORS))
            return nodes.Compared(name(chosen.name), operator, name(other.name))
        if draw(st.integers(0, 3)) < 3:
            bound = draw(possible)
            assert isinstance(bound, nodes.Quantity)
            operator = draw(st.sampled_from(OPERATORS))
            return nodes.Compared(name(chosen.name), operator, bound)
    several = draw(st.lists(possible, min_size=1, max_size=3, unique=True))
    return nodes.Is(name(chosen.name), tuple(several), draw(st.booleans()))


def _comparable(one: Declared, other: Declared) -> bool:
    both = isinstance(one.type, nodes.Numeric) and isinstance(other.type, nodes.Numeric)
    return both and one.dimension == other.dimension


_POINTS = (Fraction(1), Fraction(1, 2), Fraction(2))
_VALUES = ("low", "middle", "high")


@frozen
class Defined:
    """Blocks, the conditions they define, and those of them that depend on nothing assumed."""

    blocks: tuple[nodes.Block, ...]
    names: tuple[str, ...]
    sure: tuple[str, ...]


@st.composite
def definitions(
    draw: st.DrawFn, facts: tuple[Declared, ...], sure_facts: tuple[Declared, ...]
) -> Defined:
    """Draw definitions of every kind, each of which may use those before it.

    A choice, a score and a fact that is asked for only at times come with a condition that is
    defined by them, so that rules can speak of it as of any other.
    """
    blocks: list[nodes.Block] = []
    names: tuple[str, ...] = ()
    sure: tuple[str, ...] = ()
    for place in range(draw(st.integers(0, 3))):
        anything = draw(st.booleans())
        part = conditions(leaves(facts, names) if anything else leaves(sure_facts, sure))
        title = f"defined_{place + 1}"
        # Plain ones most often: the others make diagrams, and so the tests, much slower.
        kind = draw(st.sampled_from((_plain, _plain, _choice, _score, _gated)))
        more, condition = draw(kind(place + 1, part))
        as_it = nodes.ConditionClause("as", condition)
        blocks += [*more, nodes.Block("define", name(title), (as_it,))]
        names += (title,)
        sure += () if anything else (title,)
    return Defined(tuple(blocks), names, sure)


_Made = tuple[list[nodes.Block], nodes.Condition]


def _plain(place: int, part: st.SearchStrategy[nodes.Condition]) -> st.SearchStrategy[_Made]:
    return part.map(lambda condition: ([], condition))


@st.composite
def _choice(draw: st.DrawFn, place: int, part: st.SearchStrategy[nodes.Condition]) -> _Made:
    lines = draw(st.lists(st.tuples(st.sampled_from(_VALUES), part), min_size=1, max_size=3))
    clauses = [
        nodes.Fits("then" if number else "first", name(value), condition)
        for number, (value, condition) in enumerate(lines)
    ]
    last = draw(st.sampled_from(_VALUES))
    block = nodes.Block(
        "define", name(f"choice_{place}"), (*clauses, nodes.WordClause("otherwise", name(last)))
    )
    possible = st.sampled_from([*dict.fromkeys([*(value for value, _ in lines), last])]).map(name)
    chosen = draw(st.lists(possible, min_size=1, max_size=2, unique=True))
    return [block], nodes.Is(name(f"choice_{place}"), tuple(chosen), draw(st.booleans()))


@st.composite
def _score(draw: st.DrawFn, place: int, part: st.SearchStrategy[nodes.Condition]) -> _Made:
    keywords = st.sampled_from(("add", "add", "take"))
    lines = draw(
        st.lists(st.tuples(keywords, st.sampled_from(_POINTS), part), min_size=1, max_size=4)
    )
    clauses = [nodes.Points(word, _points(points), condition) for word, points, condition in lines]
    block = nodes.Block("score", name(f"score_{place}"), tuple(clauses))
    bound = draw(st.sampled_from((Fraction(0), *_POINTS, Fraction(3, 2), Fraction(3))))
    operator = draw(st.sampled_from(OPERATORS))
    return [block], nodes.Compared(name(f"score_{place}"), operator, _points(bound))


@st.composite
def _gated(draw: st.DrawFn, place: int, part: st.SearchStrategy[nodes.Condition]) -> _Made:
    """Draw a fact that is asked for only where a condition holds, and matters only there."""
    gate = draw(part)
    fact = nodes.Block(
        "fact",
        name(f"gated_{place}"),
        (nodes.YesNo(), nodes.ConditionClause("ask only when", gate)),
    )
    both = (nodes.Brackets(gate), nodes.Named(name(f"gated_{place}")))
    return [fact], nodes.Joined("and", both)


def _points(value: Fraction) -> nodes.Quantity:
    return nodes.Quantity(number(value), name("point" if value == 1 else "points"))
