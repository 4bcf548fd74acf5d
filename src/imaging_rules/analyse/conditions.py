"""Conditions of a guideline: as diagrams, in words, and as they stand in its file."""

from typing import assert_never

from attrs import frozen

from imaging_rules.diagram.conditions import from_condition, holds_in
from imaging_rules.diagram.from_model import Diagrams
from imaging_rules.diagram.walk import asked
from imaging_rules.model import conditions
from imaging_rules.model import conditions as model
from imaging_rules.model.conditions import Condition
from imaging_rules.model.facts import Fact
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import WaitingPeriod
from imaging_rules.syntax import nodes
from imaging_rules.syntax.parse import parse
from imaging_rules.syntax.pieces import condition
from imaging_rules.text import Span
from imaging_rules.values.numbers import quantity_text

_LONGEST_SHOWN = 90


class Conditions:
    """Makes diagrams of conditions beside those of the guideline that they belong to."""

    def __init__(self, guideline: Guideline, diagrams: Diagrams) -> None:
        self.guideline = guideline
        self.store = diagrams.store
        self._place = diagrams.place
        self._names = [guideline.facts[place].name for place in diagrams.order]
        self._facts: dict[int, tuple[str, ...]] = {}
        self._tests: dict[conditions.Test, int] = {}
        self._defined: dict[str, int] = {}
        for definition in guideline.definitions:
            self._defined[definition.name] = self.diagram(definition.condition)

    def diagram(self, condition: Condition) -> int:
        """Return the diagram of a condition in which no two facts are compared."""
        return from_condition(self.store, condition, self._test, self._defined)

    def facts(self, condition: Condition) -> tuple[str, ...]:
        """Return the names of the facts on which a condition depends, in the diagrams' order.

        A condition that names a fact need not depend on it: none does in `x or not x`.
        """
        root = self.diagram(condition)
        found = self._facts.get(root)
        if found is None:
            found = tuple(self._names[each] for each in sorted(asked(self.store, [root])))
            self._facts[root] = found
        return found

    def _test(self, condition: conditions.Test | conditions.ComparesFacts) -> int:
        assert not isinstance(condition, conditions.ComparesFacts), (
            "only contradictions compare facts"
        )
        found = self._tests.get(condition)
        if found is None:
            fact = self.guideline.fact[condition.fact]
            found = self.store.test(self._place[fact.name], holds_in(fact, condition))
            self._tests[condition] = found
        return found


def words(condition: Condition, guideline: Guideline) -> str:
    """Return a condition as an author writes it, a long one cut short."""
    text = in_full(condition, guideline)
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN].rstrip() + "…"


def in_full(condition: Condition, guideline: Guideline) -> str:
    """Return a condition as an author writes it, however long."""

    def inner(part: Condition) -> str:
        return in_full(part, guideline)

    match condition:
        case conditions.IsYes(fact):
            return fact
        case conditions.IsAmong(name):
            return f"{name} is {_values(guideline.fact[name], condition)}"
        case conditions.Not(conditions.IsAmong(name) as among):
            return f"{name} is not {_values(guideline.fact[name], among)}"
        case conditions.Compares(name, operator, bound):
            return f"{name} {operator} {guideline.fact[name].words(bound)}"
        case conditions.ComparesFacts(name, operator, other):
            return f"{name} {operator} {other}"
        case conditions.Defined(name):
            return name
        case conditions.Not(conditions.AtLeast(1, parts)):
            return f"none of ({', '.join(map(inner, parts))})"
        case conditions.Not(part):
            return f"not {_bracketed(part, inner(part))}"
        case conditions.All(parts):
            return " and ".join(_bracketed(part, inner(part)) for part in parts)
        case conditions.AtLeast(1, parts):
            return " or ".join(_bracketed(part, inner(part)) for part in parts)
        case conditions.AtLeast(count, parts):
            return f"at least {count} of ({', '.join(map(inner, parts))})"
        case conditions.Adds(lines, operator, bound):
            told = (f"{quantity_text(points, None)} for {inner(part)}" for points, part in lines)
            return f"{', '.join(told)} {operator} {quantity_text(bound, None)}"
        case _:
            assert_never(condition)


def _bracketed(part: Condition, text: str) -> str:
    """Return the words of a part with brackets, where it would fall apart without them."""
    joined = isinstance(part, conditions.All) or (
        isinstance(part, conditions.AtLeast) and part.count == 1
    )
    return f"({text})" if joined else text


def _values(fact: Fact, among: conditions.IsAmong) -> str:
    values = [fact.words(value) for value in sorted(among.values, key=fact.region_of)]
    return values[0] if len(values) == 1 else f"one of ({', '.join(values)})"


@frozen
class Written:
    """A condition, or a part of one, as it was written."""

    node: nodes.Condition

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.node.span

    @property
    def words(self) -> str:
        """Its words on one line; of a long condition the first ones."""
        text = condition(self.node)
        return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN].rstrip() + "…"


class WrittenConditions:
    """Tells of the conditions of a guideline, and of their parts, how they were written.

    Not everything was: a clause may have been left out, ``wells is 4 points`` stands for two
    comparisons, and what comes from a vocabulary stands in another file.
    """

    def __init__(self, guideline: Guideline) -> None:
        # By identity, for equal conditions may stand in several places.
        self._by_part: dict[int, Written] = {}
        conditions = _conditions(guideline)
        file, _ = parse(guideline.text)
        for block in file.blocks:
            lines = 0
            for clause in block.clauses:
                match clause:
                    case nodes.ConditionClause(keyword, written):
                        key: str | int = keyword
                    case nodes.Fits(condition=written) | nodes.Points(condition=written):
                        key = lines
                        lines += 1
                    case _:
                        continue
                read = conditions.get((block.keyword, block.name.text, key))
                if read is not None:
                    self._add(written, read)

    def of(self, part: model.Condition) -> Written | None:
        """Return how a part was written, that very one; ``None`` where it was not."""
        return self._by_part.get(id(part))

    def _add(self, written: nodes.Condition, read: model.Condition) -> None:
        """Add a condition with its parts, which follow what `model.from_syntax` makes of them."""
        if isinstance(written, nodes.Brackets):
            self._add(written.part, read)
            return
        self._by_part[id(read)] = Written(written)
        match written, read:
            case nodes.Not(part), model.Not(inner):
                self._add(part, inner)
            case nodes.Counted("none of", parts), model.Not(model.AtLeast(_, inners)):
                self._add_all(parts, inners)
            case nodes.Joined(_, parts) | nodes.Counted(_, parts), (
                model.All(inners) | model.AtLeast(_, inners)
            ):
                self._add_all(parts, inners)

    def _add_all(
        self, written: tuple[nodes.Condition, ...], read: tuple[model.Condition, ...]
    ) -> None:
        for part, inner in zip(written, read, strict=True):
            self._add(part, inner)


def _conditions(guideline: Guideline) -> dict[tuple[str, str, str | int], model.Condition]:
    """Return the conditions of a guideline by block, its name, and the clause or line."""
    found: dict[tuple[str, str, str | int], model.Condition] = {
        ("guideline", guideline.header.name, "applies when"): guideline.header.applies
    }
    for definition in guideline.definitions:
        found["define", definition.name, "as"] = definition.condition
    for choice in guideline.choices:
        for number, (_, line) in enumerate(choice.lines):
            found["define", choice.name, number] = line
    for score in guideline.scores:
        for number, (_, line) in enumerate(score.lines):
            found["score", score.name, number] = line
    for rule in guideline.rules:
        found[rule.kind, rule.name, "when"] = rule.when
        if isinstance(rule, WaitingPeriod):
            found[rule.kind, rule.name, "without"] = rule.without
    return found
