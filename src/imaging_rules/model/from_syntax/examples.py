"""Examples: facts as a caller would state them, and what is expected."""

from fractions import Fraction
from typing import Any, TypeAlias

from imaging_rules.model.facts import ChoiceType, Fact, NumberType, Screen, Value, YesNoType
from imaging_rules.model.from_syntax.clauses import Clauses
from imaging_rules.model.from_syntax.conditions import Conditions
from imaging_rules.model.from_syntax.names import SPACES, Names
from imaging_rules.model.from_syntax.problems import Problems
from imaging_rules.model.from_syntax.quantities import some_quantity
from imaging_rules.model.rules import Example
from imaging_rules.syntax import nodes
from imaging_rules.syntax.pieces import quantity
from imaging_rules.values.recommendation import Recommendation
from imaging_rules.values.stated import OneOf, range_from, unknown

_Item: TypeAlias = nodes.GivenYesNo | nodes.GivenIs | nodes.GivenRange
_RULES = tuple(keyword for keyword, space in SPACES.items() if space == "rule")


class Examples:
    """Reads examples; what cannot be said of a patient is a problem.

    Args:
        facts: The facts by name.
        screens: The screens.
        names: The names that are declared.
        conditions: What reads values.
        problems: Where problems are reported.
    """

    def __init__(
        self,
        facts: dict[str, Fact],
        screens: tuple[Screen, ...],
        names: Names,
        conditions: Conditions,
        problems: Problems,
    ) -> None:
        self._covered = {each.name: {name for name, _ in each.covers} for each in screens}
        self._names = names
        self._conditions = conditions
        self._problems = problems
        # What `everything else is no` states; shared, as there may be very many examples.
        self._all_no: list[tuple[str, object]] = [
            (fact.name, False)
            for fact in facts.values()
            if isinstance(fact.type, YesNoType) and fact.assumed is None
        ]

    def read(self, clauses: Clauses) -> Example | None:
        """Return an example, its facts stated as a caller would state them."""
        given = clauses.needed(
            nodes.Given, "given", "given FACT, FACT is VALUE, everything else is no"
        )
        expect = clauses.needed(nodes.Expect, "expect", "expect LEVEL")
        stated = self._stated(given) if given else ()
        if expect is None:
            return None
        for study in expect.studies:
            self._names.find(study, "study")
        for rule in expect.because:
            self._names.find(rule, *_RULES)
        for asked in (*expect.asking, *expect.later):
            self._names.find(asked, "fact")
        come_to = [(item.fact.text, self._conditions.come_to(item)) for item in expect.come_to]
        scores, choices = _told_apart(come_to)
        return Example(
            clauses.name,
            stated,
            tuple(Recommendation(level.text) for level in expect.levels),
            _texts(expect.studies),
            _texts(expect.because),
            _texts(expect.asking),
            _texts(expect.later),
            scores,
            choices,
            span=clauses.span,
        )

    def _stated(self, given: nodes.Given) -> tuple[tuple[str, object], ...]:
        stated: dict[str, object] = {}
        first: dict[str, nodes.GivenItem] = {}
        for item in given.items:
            if isinstance(item, nodes.EverythingElseNo):
                continue
            name = item.fact.text
            self._checked(item)
            if first.setdefault(name, item) is not item:
                self._problems.add(
                    "E409",
                    item.span,
                    f"`{name}` is given twice",
                    also=((first[name].span, "first given here"),),
                    help="keep one of the two",
                )
            stated.setdefault(name, _stated(item))
        rest = any(isinstance(item, nodes.EverythingElseNo) for item in given.items)
        # What the answer to a screen sets is not left over: it need not be set to no.
        by_screens = {
            name
            for screen, covered in self._covered.items()
            if stated.get(screen) == "none"
            for name in covered
        }
        also_no = [
            no for no in self._all_no if rest and no[0] not in stated and no[0] not in by_screens
        ]
        return (*stated.items(), *also_no)

    def _checked(self, item: _Item) -> None:
        """Report what is given of a fact, or answered to a screen, that it cannot be."""
        block = self._names.find(item.fact, "fact", "screen")
        if block is None:
            return
        if block.keyword == "fact":
            self._checked_fact(item)
            return
        match item:
            case nodes.GivenIs(_, () | (nodes.Name("none"),)):
                return
        name = item.fact.text
        self._problems.add(
            "E409",
            item.span,
            f"`{name}` is a screen, and is answered with none or unknown",
            help=f"write `{name} is none`, or name the facts that are present",
        )

    def _checked_fact(self, item: _Item) -> None:
        name = item.fact.text
        type = self._conditions.type_of(name)
        match item, type:
            case (nodes.GivenIs(_, ()), _) | (_, None):
                return
            case nodes.GivenRange(fact, ends), NumberType():
                self._conditions.range(fact, ends)
                return
            case nodes.GivenYesNo(), YesNoType():
                return
            case nodes.GivenIs(_, values), _ if len(values) == 1 or isinstance(type, ChoiceType):
                for value in values:
                    self._conditions.value(item.fact, value)
                return
        match type:
            case NumberType():
                kind = "a number"
                how = f"`{name} is {some_quantity(type)}`, `{name} between A and B` or "
                how += f"`{name} under A`"
            case ChoiceType():
                kind = "a choice"
                how = f"`{name} is VALUE`, or `{name} is one of (VALUE, ...)`"
            case _:
                kind = "a yes/no fact"
                how = f"`{name}`, `not {name}` or `{name} is unknown`"
        self._problems.add(
            "E307",
            item.span,
            f"`{name}` is {kind}, and this cannot be said of it",
            help=f"write {how}",
        )


def _stated(item: _Item) -> object:
    match item:
        case nodes.GivenYesNo(_, value):
            return value
        case nodes.GivenIs(_, ()):
            return unknown
        case nodes.GivenIs(_, (value,)):
            return _value(value)
        case nodes.GivenIs(_, values):
            return OneOf([_value(value) for value in values])
        case nodes.GivenRange(_, ends):
            return range_from({operator: _value(end) for operator, end in ends})


def _value(value: nodes.Value) -> Any:
    if isinstance(value, nodes.Name):
        return {"yes": True, "no": False}.get(value.text, value.text)
    return value.number.value if value.unit is None else quantity(value)


def _told_apart(
    come_to: list[tuple[str, tuple[Value, ...]]],
) -> tuple[tuple[tuple[str, tuple[Fraction, Fraction]], ...], tuple[tuple[str, Any], ...]]:
    """Return what scores are expected to come to, and what choices are."""
    scores, choices = [], []
    for name, values in come_to:
        numbers = [each for each in values if isinstance(each, Fraction)]
        if numbers:
            scores.append((name, (numbers[0], numbers[-1])))
        elif values:
            choices.append((name, values))
    return tuple(scores), tuple(choices)


def _texts(names: tuple[nodes.Name, ...]) -> tuple[str, ...]:
    return tuple(name.text for name in names)
