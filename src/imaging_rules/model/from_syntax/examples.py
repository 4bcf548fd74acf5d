"""Examples: facts as a caller would state them, and what is expected."""

from imaging_rules.model.facts import Fact, YesNoType
from imaging_rules.model.from_syntax.clauses import Clauses
from imaging_rules.model.from_syntax.names import SPACES, Names
from imaging_rules.model.from_syntax.problems import Problems
from imaging_rules.model.rules import Example
from imaging_rules.syntax import nodes
from imaging_rules.syntax.write import quantity
from imaging_rules.values.recommendation import BY_WORDS
from imaging_rules.values.stated import Between, OneOf, unknown

_RULES = tuple(keyword for keyword, space in SPACES.items() if space == "rule")


def example(
    clauses: Clauses, facts: dict[str, Fact], names: Names, problems: Problems
) -> Example | None:
    """Return an example; names that are not declared, and facts given twice, are problems.

    The values are not read here: they are stated as a caller states them, and go the same way
    as a patient's facts when the example is run.
    """
    given = clauses.needed(nodes.Given, "given", "given age is 42 years, everything else is no")
    expect = clauses.needed(nodes.Expect, "expect", "expect wait")
    if given is None or expect is None:
        return None
    stated: dict[str, object] = {}
    for item in given.items:
        if isinstance(item, nodes.EverythingElseNo):
            continue
        names.find(item.fact, "fact", "screen")
        if item.fact.text in stated:
            problems.add("E409", item.span, f"`{item.fact.text}` is given twice")
        stated[item.fact.text] = _stated(item)
    if any(isinstance(item, nodes.EverythingElseNo) for item in given.items):
        for fact in facts.values():
            if isinstance(fact.type, YesNoType) and fact.assumed is None:
                stated.setdefault(fact.name, False)
    for study in expect.studies:
        names.find(study, "study")
    for rule in expect.because:
        names.find(rule, *_RULES)
    for asked in expect.asking:
        names.find(asked, "fact")
    return Example(
        clauses.name,
        tuple(stated.items()),
        tuple(BY_WORDS[level.text] for level in expect.levels),
        _texts(expect.studies),
        _texts(expect.because),
        _texts(expect.asking),
        span=clauses.span,
    )


def _stated(item: nodes.GivenYesNo | nodes.GivenIs | nodes.GivenBetween) -> object:
    match item:
        case nodes.GivenYesNo(_, value):
            return value
        case nodes.GivenIs(_, ()):
            return unknown
        case nodes.GivenIs(_, (value,)):
            return _value(value)
        case nodes.GivenIs(_, values):
            return OneOf(tuple(_value(value) for value in values))
        case nodes.GivenBetween(_, low, high):
            return Between(_value(low), _value(high))


def _value(value: nodes.Value) -> object:
    if isinstance(value, nodes.Name):
        return {"yes": True, "no": False}.get(value.text, value.text)
    return value.number.value if value.unit is None else quantity(value)


def _texts(names: tuple[nodes.Name, ...]) -> tuple[str, ...]:
    return tuple(name.text for name in names)
