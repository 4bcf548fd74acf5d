"""Conditions with their names resolved and their types and units checked."""

from collections.abc import Callable
from fractions import Fraction
from typing import assert_never

from attrs import frozen

from imaging_rules.diagnostics import Edit
from imaging_rules.model import conditions as model
from imaging_rules.model.facts import ChoiceType, FactType, NumberType, Value, YesNoType
from imaging_rules.model.from_syntax.names import Names
from imaging_rules.model.from_syntax.problems import Problems, several
from imaging_rules.model.from_syntax.quantities import in_unit_of, number, some_quantity
from imaging_rules.syntax import nodes
from imaging_rules.syntax.from_tokens import DEEPEST_CONDITION
from imaging_rules.syntax.pieces import condition, quantity
from imaging_rules.text import Span
from imaging_rules.text.words import NUMBER_IN_WORDS, digits
from imaging_rules.values.numbers import quantity_text
from imaging_rules.values.regions import Cut, Interval
from imaging_rules.values.stated import COMPARISONS
from imaging_rules.values.units import BY_NAME, factor, is_whole_in_one

# What some write after a yes/no fact, which stands alone.
_AFFIRMED = frozenset(("true", "present", "positive"))
_DENIED = frozenset(("false", "absent", "negative"))
# What stands for a condition that could not be read; the file is refused anyway.
_UNREAD = model.ALWAYS
_WORDS = {YesNoType: "a yes/no fact", NumberType: "a number", ChoiceType: "a choice"}
_LONGEST_SHOWN = 80
# Whether values that fit the comparison end just below its bound, or just above it.
_CUT_ABOVE = {"over": True, "at most": True, "under": False, "at least": False}


def _some_value(type: NumberType | ChoiceType) -> str:
    return some_quantity(type) if isinstance(type, NumberType) else "VALUE"


POINTS = NumberType(Interval(Fraction(-1_000_000), Fraction(1_000_000)), False, BY_NAME["points"])
"""What a score is compared as."""


@frozen
class Compared:
    """One comparison of a score with a bound, and where it was first written."""

    operator: str
    bound: Fraction
    span: Span


class Conditions:
    """Reads conditions, and notes at which values each number and each score is compared.

    Args:
        names: The names that are declared.
        types: The types of the facts; ``None`` where one could not be read.
        derived: The types of the choices and scores that are defined.
        problems: Where problems are reported.
    """

    def __init__(
        self,
        names: Names,
        types: dict[str, FactType | None],
        derived: dict[str, FactType],
        problems: Problems,
    ) -> None:
        self._names = names
        self._types = types
        self._derived = derived
        self._problems = problems
        self.cuts: dict[str, set[Cut]] = {}
        self.compared: dict[str, dict[str, Compared]] = {}
        # Kinds that a file does not have are not spoken of in its messages.
        kinds = {type.__class__ for type in derived.values()}
        self._have_values = ("fact", "define") if ChoiceType in kinds else ("fact",)
        self._compare = ("fact", "score") if NumberType in kinds else ("fact",)

    def read(self, written: nodes.Condition, facts_compare: bool = False) -> model.Condition:
        """Return what a condition means; ``facts_compare`` where facts may compare with facts."""

        def inner(part: nodes.Condition) -> model.Condition:
            return self.read(part, facts_compare)

        match written:
            case nodes.Named(name):
                return self._named(name)
            case nodes.Is(name, values, negated):
                among = self._is(name, values, negated)
                return model.Not(among) if negated else among
            case nodes.Compared():
                return self._compared(written, facts_compare)
            case nodes.Not(part):
                return model.Not(inner(part))
            case nodes.Brackets(part):
                return inner(part)
            case nodes.Joined(word, parts):
                self._mixed(written)
                read = tuple(inner(part) for part in parts)
                return model.All(read) if word == "and" else model.AtLeast(1, read)
            case nodes.Counted():
                return self._counted(written, inner)
            case nodes.TooDeep(span=span):
                self._problems.add(
                    "E108",
                    span,
                    f"this condition is nested more than {DEEPEST_CONDITION} levels deep",
                    help="give its parts names with `define`",
                )
                return _UNREAD
            case _:
                assert_never(written)

    def value(self, name: nodes.Name, written: nodes.Value, negated: bool = False) -> Value | None:
        """Return one value of a fact; one that the fact cannot have is a problem.

        Args:
            name: The name of the fact.
            written: The value.
            negated: Whether it stands behind `is not`.
        """
        if self._names.find(name, "fact") is None:
            return None
        return self._value(name, self._types[name.text], written, negated)

    def _value(
        self, name: nodes.Name, type: FactType | None, written: nodes.Value, negated: bool = False
    ) -> Value | None:
        match type, written:
            case YesNoType(), nodes.Name("yes" | "no" as word):
                return word == "yes"
            case ChoiceType(values), nodes.Name(word) if word in values:
                return word
            case NumberType(), nodes.Quantity():
                return in_unit_of(name.text, type, written, self._problems)
            case None, _:
                return None
        self._not_a_value(name, type, written, negated)
        return None

    def type_of(self, name: str) -> FactType | None:
        """Return the type of a declared fact, or ``None`` where that could not be read."""
        return self._types[name]

    def range(self, name: nodes.Name, ends: tuple[tuple[str, nodes.Quantity], ...]) -> None:
        """Check that a number can lie in a range with one end or two."""
        type = self._number(name)
        if type is not None:
            self._ends(name, type, ends)

    def _ends(
        self, name: nodes.Name, type: NumberType, ends: tuple[tuple[str, nodes.Quantity], ...]
    ) -> tuple[Fraction, ...]:
        read = [in_unit_of(name.text, type, end, self._problems) for _, end in ends]
        found = tuple(each for each in read if each is not None)
        lower = [COMPARISONS[word][0] for word, _ in ends]
        written = [quantity(end) for _, end in ends]
        # The lower end first, in whichever order they are written.
        step = 1 if lower[0] else -1
        match read[::step]:
            case _ if len(set(lower)) < len(ends):
                message, help = "a range has one lower and one upper end", "leave one of them out"
            case [Fraction() as low, Fraction() as high] if low > high:
                one, other = written[::step]
                message, help = "the lower end comes first", f"write `between {other} and {one}`"
            case _:
                return found
        self._problems.add("E403", ends[0][1].span.to(ends[-1][1].span), message, help=help)
        return found

    def come_to(self, item: nodes.GivenIs | nodes.GivenRange) -> tuple[Value, ...]:
        """Return what a score or a choice is expected to come to; nothing where that is a problem.

        Of a score it is a number, or the lowest and the highest.
        """
        name = item.fact
        if self._names.find(name, "define", "score") is None:
            return ()
        match item, self._derived.get(name.text):
            case nodes.GivenRange(_, ends), NumberType() as type:
                return self._ends(name, type, ends)
            case nodes.GivenIs(_, (value,)), type if type is not None:
                values: tuple[nodes.Value, ...] = (value,)
            case nodes.GivenIs(_, (_, *_) as values), ChoiceType() as type:
                pass
            case _, type:
                of_a_score = isinstance(type, NumberType)
                self._problems.add(
                    "E307",
                    item.span,
                    f"`{name.text}` does not come to this",
                    help=f"write `{name.text} is N points`, or `{name.text} between N and M points`"
                    if of_a_score
                    else f"write `{name.text} is VALUE`, or `{name.text} is one of (VALUE, ...)`"
                    if type
                    else "name a score here, or a `define` that is a choice",
                )
                return ()
        read = (self._value(name, type, value) for value in values)
        return tuple(each for each in read if each is not None)

    def covered(self, item: nodes.Covered) -> Value | None:
        """Return the value that a screen's answer `none` gives a fact: no, where none is named."""
        if item.value is not None:
            return self.value(item.fact, item.value)
        if self._names.find(item.fact, "fact") is None:
            return None
        type = self._types[item.fact.text]
        if isinstance(type, NumberType | ChoiceType):
            self._problems.add(
                "E307",
                item.span,
                f"`{item.fact.text}` is {_WORDS[type.__class__]}: "
                "what it is when the answer is none must be said",
                help=f"write `{item.fact.text} is {_some_value(type)}`",
            )
            return None
        return False if type is not None else None

    def _not_a_value(
        self, name: nodes.Name, type: FactType | None, written: nodes.Value, negated: bool
    ) -> None:
        word = written.text if isinstance(written, nodes.Name) else quantity(written)
        match type:
            case ChoiceType(values):
                accepted = f"it is one of {several(values)}"
                help = self._problems.suggest(word, values)
            case NumberType():
                accepted = "it is a number"
                help = f"write `{some_quantity(type)}`"
            case _:
                accepted = "it is yes or no"
                help = f"write `{name.text}` or `not {name.text}`"
                if word in _AFFIRMED or word in _DENIED:
                    denied = (word in _DENIED) != negated
                    help = f"write `{'not ' if denied else ''}{name.text}`"
                    help = help if denied else f"a yes/no fact stands alone: {help}"
        self._problems.add(
            "E304", written.span, f"`{name.text}` cannot be `{word}`: {accepted}", help=help
        )

    def _named(self, name: nodes.Name) -> model.Condition:
        type = self._derived.get(name.text)
        if type is None:
            block = self._names.find(name, "fact", "define")
            if block is None:
                return _UNREAD
            if block.keyword == "define":
                return model.Defined(name.text)
            type = self._types[name.text]
        if isinstance(type, NumberType | ChoiceType):
            how = "is" if isinstance(type, ChoiceType) else "over"
            self._problems.add(
                "E307",
                name.span,
                f"`{name.text}` is {_WORDS[type.__class__]} and cannot stand alone",
                help=f"write `{name.text} {how} {_some_value(type)}`",
            )
            return _UNREAD
        return model.IsYes(name.text)

    def _is(
        self, name: nodes.Name, values: tuple[nodes.Value, ...], negated: bool
    ) -> model.Condition:
        derived = self._derived.get(name.text)
        if derived is not None:
            read = [self._value(name, derived, value) for value in values]
            return model.AtLeast(1, tuple(self._derived_is(name, value) for value in read))
        if self._names.find(name, *self._have_values) is None:
            return _UNREAD
        read = [self.value(name, value, negated) for value in values]
        known = frozenset(value for value in read if value is not None)
        for value in known:
            if isinstance(value, Fraction):
                self.cuts.setdefault(name.text, set()).update((Cut(value, False), Cut(value, True)))
        return model.IsAmong(name.text, known)

    def _derived_is(self, name: nodes.Name, value: Value | None) -> model.Condition:
        """Return the condition that a choice has a value, or a score exactly so many points."""
        if isinstance(value, Fraction):
            at_least, at_most = (
                self._score(name, operator, value, name.span)
                for operator in ("at least", "at most")
            )
            return model.All((at_least, at_most))
        return model.Defined(f"{name.text} is {value}")

    def _number(self, name: nodes.Name) -> NumberType | None:
        """Return the type of what is compared; that it is no number is a problem."""
        type = self._derived.get(name.text)
        if type is None:
            if self._names.find(name, *self._compare) is None:
                return None
            type = self._types[name.text]
        if type is None or isinstance(type, NumberType):
            return type
        self._problems.add(
            "E307",
            name.span,
            f"`{name.text}` is {_WORDS[type.__class__]} and cannot be compared",
            help=f"write `{name.text}` or `not {name.text}`"
            if isinstance(type, YesNoType)
            else f"answers have no order: write `{name.text} is one of (...)`, "
            "with each answer that is meant",
        )
        return None

    def _compared(self, written: nodes.Compared, facts_compare: bool) -> model.Condition:
        name, operator, bound = written.name, written.operator, written.bound
        if isinstance(bound, nodes.Name):
            if self._is_no_fact(name, bound):
                return _UNREAD
            return self._facts_compared(written, name, operator, bound, facts_compare)
        type = self._number(name)
        at = in_unit_of(name.text, type, bound, self._problems) if type else None
        if at is None:
            return _UNREAD
        if name.text in self._derived:
            return self._score(name, operator, at, written.span)
        self.cuts.setdefault(name.text, set()).add(Cut(at, _CUT_ABOVE[operator]))
        return model.Compares(name.text, operator, at)

    def _is_no_fact(self, name: nodes.Name, other: nodes.Name) -> bool:
        """Whether what a fact is compared with is a number in words, or an answer; say so."""
        if self._names.declares(other):
            return False
        type = self._number(name)
        if type is not None and NUMBER_IN_WORDS.fullmatch(other.text):
            shown = quantity_text(Fraction(digits(other.text)), type.unit)
            self._problems.add(
                "E101", other.span, "numbers are written in digits", help=f"write `{shown}`"
            )
        elif type is not None:
            self._names.find(other, "fact")
        return True

    def _score(
        self, name: nodes.Name, operator: str, bound: Fraction, span: Span
    ) -> model.Condition:
        words = f"{name.text} {operator} {quantity_text(bound, POINTS.unit)}"
        compared = self.compared.setdefault(name.text, {})
        compared.setdefault(words, Compared(operator, bound, span))
        return model.Defined(words)

    def _facts_compared(
        self,
        written: nodes.Compared,
        name: nodes.Name,
        operator: str,
        other: nodes.Name,
        allowed: bool,
    ) -> model.Condition:
        if not allowed:
            self._problems.add(
                "E308",
                written.span,
                f"only in a contradiction may `{name.text}` be compared with another fact",
                help="make the comparison a yes/no fact whose `explain` says how to work it out",
            )
            return _UNREAD
        no_facts = [each for each in (name, other) if each.text in self._derived]
        for each in no_facts:
            self._names.find(each, "fact")
        if no_facts:
            return _UNREAD
        left, right = self._number(name), self._number(other)
        if left is None or right is None:
            return _UNREAD
        by = factor(right.unit, left.unit)
        if by is None:
            self._problems.add(
                "E302",
                written.span,
                f"`{name.text}` and `{other.text}` are measured in units that do not compare",
            )
            return _UNREAD
        if left.whole and right.whole and not is_whole_in_one(by):
            self._problems.add(
                "E302",
                written.span,
                f"`{name.text}` and `{other.text}` are whole numbers in units of which neither "
                "is a whole number of the other",
                help="declare one of them as `number`, without `whole`",
            )
            return _UNREAD
        return model.ComparesFacts(name.text, operator, other.text, by)

    def _counted(
        self, written: nodes.Counted, inner: Callable[[nodes.Condition], model.Condition]
    ) -> model.Condition:
        parts = tuple(inner(part) for part in written.parts)
        if written.count is not None:
            count = number(written.count, self._problems)
            if count.denominator != 1 or not 1 <= count <= len(parts):
                self._problems.add(
                    "E413",
                    written.count.span,
                    f"of {len(parts)} conditions, {written.count.written} can never hold"
                    if count > len(parts)
                    else f"at least {written.count.written} is not a count",
                    help=f"write a whole number from 1 to {len(parts)}",
                )
                return _UNREAD
            return model.AtLeast(int(count), parts)
        if written.word == "all of":
            return model.All(parts)
        any_of = model.AtLeast(1, parts)
        return model.Not(any_of) if written.word == "none of" else any_of

    def _mixed(self, written: nodes.Joined) -> None:
        """Warn of `a and b or c`, whose grouping a reader has to know."""
        joined = [part for part in written.parts if isinstance(part, nodes.Joined)]
        if written.word != "or" or not joined:
            return
        grouped = f"({condition(joined[0])})"
        # What comes from a vocabulary has the place where it is used, not where it is written.
        written_here = joined[0].span != written.span
        self._problems.add(
            "W502",
            joined[0].span,
            "`and` and `or` are mixed without brackets",
            label="this is taken together",
            help=f"write `{grouped}` if that is what is meant"
            if len(grouped) <= _LONGEST_SHOWN
            else "put brackets around what belongs together",
            fix=tuple(
                Edit(Span(at, at), bracket)
                for part in joined
                if written_here
                for at, bracket in ((part.span.start, "("), (part.span.end, ")"))
            ),
        )
