"""Strategies for the patients of a guideline, known in full or in part, as a caller states them."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import inf, nextafter
from struct import pack, unpack
from typing import Any, TypeAlias

from hypothesis import strategies as st

from imaging_rules.decide.read.stated_value import NotAStatementError, Statement, statement
from imaging_rules.library.guideline import Guideline
from imaging_rules.model.facts import ChoiceType, Fact, NumberType, Screen, YesNoType
from imaging_rules.values.numbers import decimal_text, from_float
from imaging_rules.values.regions import Interval
from imaging_rules.values.separators import unmistakable
from imaging_rules.values.stated import Unknown, between, one_of, unknown
from imaging_rules.values.units import Unit, alike, factor

Facts: TypeAlias = dict[str, Any]
"""A patient's facts, by the names of facts and screens."""

_BESIDE = Fraction(1, 1000)
_UNKNOWN = (unknown, "unknown")
_WORDS = (("over", "above", "at least"), ("under", "below", "at most"))
_CLOSED = {"over": "at least", "above": "at least", "under": "at most", "below": "at most"}


def complete_patients(guideline: Guideline) -> st.SearchStrategy[Facts]:
    """Return a strategy for patients of whom every fact is stated.

    Returns:
        A strategy for dictionaries that `Guideline.evaluate` takes. Numbers lie at, just below
        and just above every value that the guideline compares them with, and anywhere else.

    Units:
        Numbers are whole numbers, floats, decimals and fractions in the fact's own unit, texts
        in any unit of its dimension, and durations.
    """
    return st.fixed_dictionaries({fact.name: _known(fact) for fact in guideline.model.facts})


def partial_patients(guideline: Guideline) -> st.SearchStrategy[Facts]:
    """Return a strategy for patients of whom some facts are stated, in full or in part.

    Returns:
        A strategy for dictionaries that `Guideline.evaluate` takes. What is stated may be
        contradictory: by the guideline's own rules, or a screen answered with none against it.

    Unknown:
        Facts are left out, given as ``None`` or as unknown, or narrowed to a range or to some of
        their words.
    """
    facts = {fact.name: _partly_known(fact) for fact in guideline.model.facts}
    screens = {screen.name: _answers() for screen in guideline.model.screens}
    return st.fixed_dictionaries({}, optional={**facts, **screens})


def learning_patients(guideline: Guideline) -> st.SearchStrategy[tuple[Facts, Facts]]:
    """Return a strategy for two states of knowledge of one patient, the second of which has more.

    Returns:
        A strategy for pairs of dictionaries that `Guideline.evaluate` takes. Of every fact, the
        second leaves possible some or all of the values that the first leaves possible. A fact
        that a screen has set, or that is assumed, keeps its value.
    """
    return _learning(guideline)


@st.composite
def _learning(draw: st.DrawFn, guideline: Guideline) -> tuple[Facts, Facts]:
    facts = draw(partial_patients(guideline))
    more = dict(facts)
    for fact in guideline.model.facts:
        if draw(st.booleans()):
            more[fact.name] = draw(_narrower(fact, _now(guideline, facts, fact)))
    for screen in guideline.model.screens:
        if draw(st.booleans()) and _only_narrows(guideline, more, screen):
            more[screen.name] = "none"
    return facts, more


def _is_none(answer: object) -> bool:
    """Return whether an answer to a screen says that nothing is present."""
    return isinstance(answer, str) and answer == "none"


def _answers() -> st.SearchStrategy[Any]:
    return st.sampled_from(("none", "none", None, *_UNKNOWN))


def _known(fact: Fact) -> st.SearchStrategy[Any]:
    match fact.type:
        case YesNoType():
            return st.booleans()
        case ChoiceType(values):
            return st.sampled_from(values)
        case NumberType() as type:
            return _numbers(type, type.range)


def _partly_known(fact: Fact) -> st.SearchStrategy[Any]:
    match fact.type:
        case YesNoType():
            narrowed = _known(fact)
        case ChoiceType(values):
            narrowed = _some_of(values)
        case NumberType() as type:
            narrowed = _ranges(fact, type, type.range)
    return st.one_of(_known(fact), st.sampled_from((None, *_UNKNOWN)), narrowed)


# --- numbers ----------------------------------------------------------------------------------


def _numbers(type: NumberType, within: Interval) -> st.SearchStrategy[Any]:
    """Return a strategy for numbers within an interval, in all forms."""
    beside = st.sampled_from(_values_within(type, type.regions, within)).flatmap(st.sampled_from)
    return beside | _anywhere(type, within)


@lru_cache(maxsize=256)
def _values_within(
    type: NumberType, regions: tuple[Interval, ...], within: Interval
) -> tuple[tuple[Any, ...], ...]:
    """Return the numbers at and beside the ends of regions and of an interval.

    Each comes in all of its forms; floats beside an end are numbers of their own.
    """
    ends = {end for each in (within, *regions) for end in (each.low, each.high)}
    step = Fraction(1) if type.whole else _BESIDE
    values = {value for end in ends for value in (end - step, end, end + step) if value in within}
    found = [_forms(type, value) for value in sorted(values)]
    if not type.whole:
        floats = [each for end in sorted(ends) for each in _floats_beside(end)]
        found += [(each,) for each in floats if from_float(each) in within]
    return tuple(found)


def _forms(type: NumberType, value: Fraction) -> tuple[Any, ...]:
    """Return the forms in which a caller may state one number, the plainest first."""
    # Integers and floats are what most callers give, and are read on ways of their own.
    forms: list[Any] = []
    written = decimal_text(value)
    if value.denominator == 1:
        forms += [int(value)] * 2
    if written is not None:
        if from_float(float(value)) == value:
            forms += [float(value)] * 2
        in_32_bits = unpack("f", pack("f", value))[0]
        # What a table of 32-bit floats hands over.
        forms += [in_32_bits] if from_float(in_32_bits) == value else []
        forms.append(Decimal(written))
        forms += [unmistakable(written)] if type.unit is None else []
    if type.unit is not None:
        forms += [text for unit in alike(type.unit) if (text := _text(type.unit, value, unit))]
        microseconds = value * type.unit.size * 10**6
        if type.unit.dimension == "time" and microseconds.denominator == 1:
            forms.append(timedelta(microseconds=int(microseconds)))
    return (*forms, value)


def _text(own: Unit, value: Fraction, unit: Unit) -> str:
    """Return a number with a unit, or an empty text where it is not written in that unit."""
    by = factor(own, unit)
    written = None if by is None else decimal_text(value * by)
    if by is None or written is None:
        return ""
    return f"{unmistakable(written)} {unit.words(value * by == 1)}"


def _floats_beside(end: Fraction) -> tuple[float, float]:
    """Return the floats just below and just above a number."""
    near = float(end)
    return nextafter(near, -inf), nextafter(near, inf)


def _anywhere(type: NumberType, within: Interval) -> st.SearchStrategy[Any]:
    if type.whole:
        return st.integers(int(within.low), int(within.high))
    hundredths = st.integers(int(within.low * 100) + 1, int(within.high * 100) - 1)
    if within.high - within.low < Fraction(1, 10):
        return st.just(within.sample(whole=False))
    return hundredths.map(lambda count: Decimal(count).scaleb(-2))


def _ranges(fact: Fact, type: NumberType, within: Interval) -> st.SearchStrategy[Any]:
    """Return a strategy for ranges of numbers within an interval."""

    def in_order(ends: tuple[Any, Any]) -> tuple[Any, Any]:
        low, high = (statement(fact, end) for end in ends)
        assert isinstance(low, Fraction)
        assert isinstance(high, Fraction)
        return ends if low <= high else (ends[1], ends[0])

    one_end = _numbers(type, within)
    ends = st.tuples(one_end, one_end).map(in_order)
    forms = [
        ends.map(lambda two: between(*two)),
        ends.map(lambda two: {"between": list(two)}),
        st.tuples(ends, *map(st.sampled_from, _WORDS)).map(
            lambda drawn: _with_words(fact, drawn[0], drawn[1:])
        ),
    ]
    if within == type.range:
        # The other end is that of the fact.
        forms.append(
            st.tuples(one_end, st.sampled_from([*_WORDS[0], *_WORDS[1]])).map(
                lambda drawn: _with_words(fact, (drawn[0],), (drawn[1],))
            )
        )
    return st.one_of(forms)


def _with_words(fact: Fact, ends: tuple[Any, ...], words: tuple[str, ...]) -> dict[str, Any]:
    """Return a range given by words; with its ends in it, where there would be no other number."""
    given = dict(zip(words, ends, strict=True))
    try:
        statement(fact, given)
    except NotAStatementError:
        return {_CLOSED.get(word, word): end for word, end in given.items()}
    return given


def _some_of(words: tuple[str, ...]) -> st.SearchStrategy[Any]:
    several = st.lists(st.sampled_from(words), min_size=1, max_size=len(words))
    as_json = several.map(lambda chosen: {"one_of": chosen})
    return st.one_of(several.map(lambda chosen: one_of(*chosen)), as_json)


# --- learning more ----------------------------------------------------------------------------


def _now(guideline: Guideline, facts: Facts, fact: Fact) -> Statement:
    """Return what is known of a fact, however it is known."""
    if facts.get(fact.name) is not None:
        return statement(fact, facts[fact.name])
    for screen in reversed(guideline.model.screens):
        covers = dict(screen.covers)
        if fact.name in covers and _is_none(facts.get(screen.name)):
            return covers[fact.name]
    return unknown if fact.assumed is None else fact.assumed


def _narrower(fact: Fact, now: Statement) -> st.SearchStrategy[Any]:
    """Return a strategy for statements that leave possible no more than is possible now."""
    match fact.type, now:
        case _, Unknown():
            return _partly_known(fact).map(lambda given: unknown if given is None else given)
        case ChoiceType(), tuple():
            return _some_of(now)
        case NumberType() as type, Interval():
            return st.one_of(_numbers(type, now), _ranges(fact, type, now))
        case NumberType() as type, Fraction():
            return st.sampled_from(_forms(type, now))
        case _:
            return st.just(now)


def _only_narrows(guideline: Guideline, facts: Facts, screen: Screen) -> bool:
    """Return whether none to a screen corrects nothing that is assumed or set already."""
    for name, value in screen.covers:
        if facts.get(name) is None:
            now = _now(guideline, facts, guideline.model.fact[name])
            if not isinstance(now, Unknown) and now != value:
                return False
    return True
