"""Strategies for files that follow the grammar, whether or not they mean anything."""

import re
from fractions import Fraction
from typing import Any, TypeAlias

from hypothesis import strategies as st

from imaging_rules.syntax import nodes
from imaging_rules.syntax.grammar import clauses_of, keywords, text_clauses_of
from imaging_rules.testing.definitions import OPERATORS, conditions
from imaging_rules.values.separators import unmistakable

_RESERVED = {word for word in keywords() if " " not in word}
# Names and values that begin like keywords, or like a part of one.
_TRICKY = ("factb", "or_fever", "not_improving", "is_old", "at", "least", "yes_or_no", "red", "x1")
_VALUES = ("none", "and", "fact", "title", "mild", "everything", "one_side", "no_pain", "wait")
_NEVER_VALUES = {"yes", "no", "not", "unknown", "one"}
_OTHER_UNITS = ("mL/min/1.73m2", "degrees Celsius", "pack-years", '"Bethesda class"', '"%"')
_UNITS = (
    "weeks",
    "week",
    "per minute",
    "mmHg",
    "ng/mL",
    "percent",
    "m",
    "mg",
    "per",
    "hold",
    "%",
    *_OTHER_UNITS,
)
_LEVELS = (
    *("do not image", "wait", "consider", "image", "image urgently", "image immediately"),
    *("undetermined", "out of scope", "no guidance"),
)

_Clauses: TypeAlias = st.SearchStrategy[nodes.Clause]

_names = st.one_of(
    st.sampled_from(_TRICKY),
    st.from_regex(r"[a-z][a-z0-9_]{0,5}", fullmatch=True).filter(lambda w: w not in _RESERVED),
).map(nodes.Name)
_some_names = st.lists(_names, min_size=1, max_size=3).map(tuple)
_words = st.one_of(
    st.sampled_from(_VALUES),
    st.from_regex(r"[a-z][a-z0-9_]{0,5}", fullmatch=True).filter(lambda w: w not in _NEVER_VALUES),
).map(nodes.Name)
_units = st.sampled_from(_UNITS).map(nodes.Name)
_texts = (
    st.text(st.characters(exclude_categories=("C", "Zl", "Zp"), exclude_characters='"'))
    .map(str.strip)
    .map(nodes.Text)
)
_numbers = st.from_regex(re.compile(r"-?[0-9]{1,6}(\.[0-9]{1,4})?", re.ASCII), fullmatch=True).map(
    lambda written: nodes.Number(Fraction(written), unmistakable(written))
)
_dates = st.from_regex(re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII), fullmatch=True).map(
    nodes.Date
)
_statements = st.lists(
    st.from_regex(
        re.compile(r"[A-Za-z_-]{0,3}[0-9][A-Za-z0-9_.-]{0,3}", re.ASCII), fullmatch=True
    ).map(nodes.Name),
    max_size=3,
).map(tuple)
_levels = st.lists(st.sampled_from(_LEVELS).map(nodes.Name), min_size=1, max_size=3).map(tuple)
_quantities = st.builds(nodes.Quantity, _numbers, st.none() | _units)
_with_unit = st.builds(nodes.Quantity, _numbers, _units)
_yes_no = st.sampled_from(("yes", "no")).map(nodes.Name)
_values: st.SearchStrategy[nodes.Value] = st.one_of(_words, _yes_no, _quantities)
_some_values = st.lists(_values, min_size=1, max_size=3).map(tuple)


def _text(*words: str) -> _Clauses:
    return st.builds(nodes.TextClause, st.sampled_from(words), _texts)


def _level(keyword: str, *words: str) -> _Clauses:
    return st.builds(nodes.LevelClause, st.just(keyword), st.sampled_from(words).map(nodes.Name))


def _recommend(keyword: str, *words: str) -> _Clauses:
    level = st.sampled_from(words).map(nodes.Name)
    return st.builds(nodes.Recommend, st.just(keyword), level, _some_names)


def _names_of(keyword: str) -> _Clauses:
    return st.builds(nodes.NamesClause, st.just(keyword), _some_names)


_leaves: st.SearchStrategy[nodes.Condition] = st.one_of(
    st.builds(nodes.Named, _names),
    st.builds(nodes.Is, _names, _some_values, st.booleans()),
    st.builds(nodes.Compared, _names, st.sampled_from(OPERATORS), st.one_of(_quantities, _names)),
)


_conditions = conditions(_leaves)


def _condition(*words: str) -> _Clauses:
    return st.builds(nodes.ConditionClause, st.sampled_from(words), _conditions)


@st.composite
def _two_quantities(draw: st.DrawFn) -> tuple[nodes.Quantity, nodes.Quantity]:
    """Draw two quantities of which the first has a unit if the second has one."""
    last = draw(_quantities)
    return draw(_quantities if last.unit is None else _with_unit), last


_lasts = st.one_of(
    st.builds(nodes.Lasts, st.none(), _quantities, _names),
    st.builds(lambda two, fact: nodes.Lasts(two[0], two[1], fact), _two_quantities(), _names),
)
_types = (
    st.just(nodes.YesNo()),
    st.builds(nodes.Numeric, st.booleans(), st.none() | _units, _numbers, _numbers),
    st.builds(nodes.OneOf, st.lists(_words, min_size=1, max_size=4).map(tuple)),
)
_covers = st.builds(
    nodes.Covers,
    st.lists(st.builds(nodes.Covered, _names, st.none() | _values), min_size=1, max_size=3).map(
        tuple
    ),
)
_ends = st.lists(st.tuples(st.sampled_from(OPERATORS), _with_unit), min_size=1, max_size=2)
_between = st.builds(
    lambda fact, two: nodes.GivenRange(fact, (("at least", two[0]), ("at most", two[1]))),
    _names,
    _two_quantities(),
)
_given_range = st.builds(nodes.GivenRange, _names, _ends.map(tuple)) | _between
_given = st.builds(
    nodes.Given,
    st.lists(
        st.one_of(
            st.builds(nodes.GivenYesNo, _names, st.booleans()),
            st.builds(nodes.GivenIs, _names, st.just(()) | _some_values),
            _given_range,
            st.just(nodes.EverythingElseNo()),
        ),
        min_size=1,
        max_size=4,
    ).map(tuple),
)
_come_to = st.lists(st.builds(nodes.GivenIs, _names, _some_values) | _between, max_size=2).map(
    tuple
)
_timing = st.one_of(
    _text("timing"),
    st.builds(
        lambda word, last, text: nodes.Timing(word, None, last, text),
        st.sampled_from(("within", "in")),
        _with_unit,
        st.none() | _texts,
    ),
    st.builds(
        lambda low, last, text: nodes.Timing("in", nodes.Quantity(low, last.unit), last, text),
        _numbers,
        _with_unit,
        st.none() | _texts,
    ),
)
_no_names = st.just(()) | _some_names
_cite = st.builds(nodes.Cite, _names, _statements, st.none() | _texts, st.none() | _texts)
_image = _recommend("", "image", "image urgently", "image immediately")
_consider = _recommend("", "consider")
_date_or_text = st.one_of(_dates, _texts)
_published = st.builds(nodes.DateClause, st.just("published"), _date_or_text)
_updated = st.builds(nodes.DateClause, st.just("updated"), _date_or_text)
# Beside those that are texts, and `cite`.
_CLAUSES: dict[str, tuple[_Clauses, ...]] = {
    "guideline": (
        _published,
        st.builds(nodes.DateClause, st.just("review by"), _dates),
        st.builds(nodes.Language, _numbers),
        st.builds(nodes.WordClause, st.just("status"), _words),
        _condition("applies when"),
        _level("otherwise", "wait", "do not image", "no guidance"),
    ),
    "vocabulary": (
        _published,
        st.builds(nodes.Language, _numbers),
    ),
    "source": (
        _published,
        _updated,
        st.builds(nodes.LeavesOut, _statements.filter(bool), _texts),
    ),
    "fact": (
        *_types,
        st.builds(nodes.Assume, _values),
        _condition("ask only when"),
    ),
    "screen": (_covers,),
    "define": (
        _condition("as"),
        st.builds(nodes.Fits, st.sampled_from(("first", "then")), _words, _conditions),
        st.builds(nodes.WordClause, st.just("otherwise"), _words),
    ),
    "score": (st.builds(nodes.Points, st.sampled_from(("add", "take")), _quantities, _conditions),),
    "study": (_names_of("if ruled out use"),),
    "red flag": (_condition("when"), _image, _timing),
    "indication": (
        _condition("when"),
        _image,
        _consider,
        st.builds(nodes.NamesClause, st.just("do not image with"), _no_names),
        _timing,
    ),
    "not indicated": (_condition("when"), _level("", "do not image", "wait"), _timing),
    "waiting period": (
        _condition("when", "without"),
        _lasts,
        _recommend("then", "image", "image urgently", "image immediately", "consider"),
        _timing,
    ),
    "limit": (_condition("when"), _level("hold at", "wait", "consider")),
    "special case": (
        _condition("when"),
        _image,
        _consider,
        _timing,
        st.builds(nodes.Instead, _some_names, _names),
        _names_of("overrides"),
    ),
    "contraindication": (_condition("when"), _names_of("rules out")),
    "precaution": (_condition("when"), _names_of("before")),
    "contradiction": (_condition("when"),),
    "advice": (
        st.builds(nodes.WordClause, st.just("topic"), _words),
        st.builds(nodes.NamesClause, st.just("for"), _levels),
    ),
    "example": (
        _given,
        st.builds(nodes.Expect, _levels, *[_no_names] * 4, _come_to),
    ),
}


def _clauses(block: str) -> _Clauses:
    texts = text_clauses_of(block)
    own = [*_CLAUSES[block], *([_text(*texts)] if texts else [])]
    return st.one_of(*own, *([_cite] if "cite" in clauses_of(block) else []))


_brought = _no_names | _some_names


@st.composite
def _blocks(draw: st.DrawFn) -> nodes.Block:
    keyword = draw(st.sampled_from((*_CLAUSES, "use")))
    if keyword == "use":
        return draw(st.builds(nodes.Use, st.just("use"), _names, st.just(()), names=_brought))
    title: Any = draw(_texts if keyword == "example" else _names)
    clauses = draw(st.lists(_clauses(keyword), max_size=5))
    return nodes.Block(keyword, title, tuple(clauses))


def files() -> st.SearchStrategy[nodes.File]:
    """Return a strategy for files that follow the grammar, with blocks and clauses of all kinds.

    Most of them mean nothing: names are not declared, clauses are missing or repeated.

    Returns:
        A strategy for files; `imaging_rules.syntax.pieces.write` gives the text of one.
    """
    return st.lists(_blocks(), max_size=5).map(lambda blocks: nodes.File(tuple(blocks)))
