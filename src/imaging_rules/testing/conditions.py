"""Strategies for conditions, of every form that the language has."""

from collections.abc import Sequence
from fractions import Fraction

from hypothesis import strategies as st

from imaging_rules.syntax import nodes
from imaging_rules.testing.declared import Declared, name, number, values

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
