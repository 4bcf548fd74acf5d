"""Strategies for what a made-up guideline defines: conditions, choices, scores, gated facts."""

from collections.abc import Callable
from fractions import Fraction

from attrs import frozen
from hypothesis import strategies as st

from imaging_rules.syntax import nodes
from imaging_rules.testing.conditions import OPERATORS, conditions, leaves
from imaging_rules.testing.declared import Declared, name, number

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
_Kind = Callable[[int, st.SearchStrategy[nodes.Condition]], st.SearchStrategy[_Made]]


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
