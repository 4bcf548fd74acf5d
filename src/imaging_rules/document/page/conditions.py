"""Conditions in words, as HTML: each name leads to where it is told of."""

from collections.abc import Callable, Mapping, Sequence
from typing import assert_never

from imaging_rules.decide.explain.wording import spaced
from imaging_rules.document.markup import items, link, tag, text
from imaging_rules.model import conditions
from imaging_rules.model.conditions import Condition, Defined
from imaging_rules.model.guideline import Choice, Definition, Guideline, Score
from imaging_rules.text.words import joined
from imaging_rules.values.numbers import quantity_text

_MOST_IN_A_LINE = 2


def defined(definition: Definition) -> str:
    """Return a link to what the guideline defines, by its title."""
    # A choice or a score has a title, which says nothing of the value it is compared with.
    title = definition.notes.title if definition.block == definition.name else ""
    return link(f"define-{definition.block}", text(title or spaced(definition.name)))


def condition(
    wanted: Condition,
    guideline: Guideline,
    named: Callable[[Definition], str] = defined,
    itemized: Callable[[Definition], str] = defined,
) -> str:
    """Return a condition in words; one of several parts is a list.

    Args:
        wanted: The condition.
        guideline: The guideline that it belongs to.
        named: Returns as HTML what stands for a definition.
        itemized: The same where the definition is an item of a list by itself.
    """
    if wanted == conditions.ALWAYS:
        return "always"
    if wanted == conditions.NEVER:
        return "never"

    def inner(part: Condition) -> str:
        return condition(part, guideline, named, itemized)

    def item(part: Condition) -> str:
        return (
            itemized(guideline.definition[part.name])
            if isinstance(part, conditions.Defined)
            else inner(part)
        )

    def several(joint: str, head: str, parts: Sequence[Condition]) -> str:
        if len(parts) == 1:
            return inner(parts[0])
        if _joints(wanted) is None:
            return _list(head, [item(part) for part in parts])
        return f" {_word(joint)} ".join(inner(part) for part in parts)

    match wanted:
        case conditions.IsYes(fact):
            return _fact(fact)
        case conditions.IsAmong(fact):
            return f"{_fact(fact)} is {_values(wanted, guideline)}"
        case conditions.Not(conditions.IsAmong(fact) as among):
            return f"{_fact(fact)} is {_word('not')} {_values(among, guideline)}"
        case conditions.Compares(fact, operator, bound):
            return f"{_fact(fact)} {operator} {text(guideline.fact[fact].words(bound))}"
        case conditions.ComparesFacts(fact, operator, other):
            return f"{_fact(fact)} {operator} {_fact(other)}"
        case conditions.Defined(name):
            return named(guideline.definition[name])
        case conditions.Not(conditions.AtLeast(1, parts)):
            return _list("none of", [item(part) for part in parts])
        case conditions.Not(conditions.All(parts) | conditions.AtLeast(_, parts)) if len(parts) > 1:
            # Of `not a and b` nobody knows how far the first word reaches.
            return _list("not", [inner(wanted.part)])
        case conditions.Not(part):
            inside = inner(part)
            return _list("not", [inside]) if _joints(part) is None else f"{_word('not')} {inside}"
        case conditions.All(parts):
            return several("and", "all of", parts)
        case conditions.AtLeast(1, parts):
            return several("or", "any of", parts)
        case conditions.AtLeast(count, parts):
            return _list(f"at least {count} of", [item(part) for part in parts])
        case conditions.Adds(lines, operator, bound):
            told = [f"{quantity_text(points, None)} for {inner(part)}" for points, part in lines]
            head = f"the sum is {operator} {quantity_text(bound, None)}"
            return _list(head, told)
        case _:
            assert_never(wanted)


def opened(wanted: Condition, guideline: Guideline) -> str:
    """Return a condition in words; one that is only a name with what the name stands for."""
    told = condition(wanted, guideline)
    if not isinstance(wanted, conditions.Defined):
        return told
    definition = guideline.definition[wanted.name]
    # What a choice or a score comes to is told in its table, line by line.
    if definition.block != definition.name:
        return told
    return f"{told}: {condition(definition.condition, guideline)}"


def _fact(name: str) -> str:
    return link(f"fact-{name}", text(spaced(name)))


def _values(among: conditions.IsAmong, guideline: Guideline) -> str:
    fact = guideline.fact[among.fact]
    values = [fact.words(value) for value in sorted(among.values, key=fact.region_of)]
    return joined([tag("em", text(spaced(value))) for value in values], "or")


def _joints(wanted: Condition) -> frozenset[str] | None:
    """Return the words that join the parts of a condition in one line; none where it is a list.

    In a line stand a few short parts, all joined by the same word.
    """
    match wanted:
        case conditions.Not(conditions.AtLeast(1, _)) | conditions.Adds():
            return None
        case conditions.Not(conditions.All(parts) | conditions.AtLeast(_, parts)) if len(parts) > 1:
            return None
        case conditions.Not(part):
            return _joints(part)
        case conditions.All(parts):
            return _joined_by("and", parts)
        case conditions.AtLeast(1, parts):
            return _joined_by("or", parts)
        case conditions.AtLeast():
            return None
        case _:
            return frozenset()


def _joined_by(joint: str, parts: Sequence[Condition]) -> frozenset[str] | None:
    if len(parts) == 1:
        return _joints(parts[0])
    inside = [_joints(part) for part in parts]
    fits = all(each is not None and each <= {joint} for each in inside)
    return frozenset({joint}) if fits and len(parts) <= _MOST_IN_A_LINE else None


def _list(head: str, told: Sequence[str]) -> str:
    return f"{_word(head)}:{items('ul', told)}"


def _word(words: str) -> str:
    return tag("b", text(words), class_="ir-word")


class Terms:
    """The words of one drawing, and what it has told already.

    Args:
        guideline: The guideline.
        instead: Conditions of definitions as they are for the patients of the drawing, by name;
            the others are told as they are.
    """

    def __init__(self, guideline: Guideline, instead: Mapping[str, Condition]) -> None:
        self._guideline = guideline
        self._instead = instead
        # In the order in which a reader meets them; whether they have been told.
        self._met: dict[str, bool] = {}

    def condition(self, wanted: Condition) -> str:
        """Return a condition in words, in which what is defined goes by its name.

        A name that stands by itself is followed by its meaning, where it stands for the first time.
        """
        if isinstance(wanted, Defined):
            return self._itemized(self._guideline.definition[wanted.name])
        return condition(wanted, self._guideline, self._named, self._itemized)

    def in_line(self, wanted: Condition) -> str:
        """Return a short condition in words that can stand in the middle of a sentence."""
        return condition(wanted, self._guideline, self._named, self._named)

    def told(self) -> str:
        """Return what the names mean that have been used and not been told yet."""
        rows = []
        # The meaning of a name may use further names.
        while untold := [block for block, told in self._met.items() if not told]:
            rows.append(tag("li", self._defined(untold[0])))
        return tag("ul", *rows, class_="ir-terms") if rows else ""

    def _named(self, definition: Definition) -> str:
        self._met.setdefault(definition.block, False)
        return link(f"define-{definition.block}", text(spaced(definition.name)))

    def _itemized(self, definition: Definition) -> str:
        # Of a choice or a score it is a value that stands there, and not the name alone.
        if definition.block != definition.name or self._met.get(definition.block, False):
            return self._named(definition)
        return self._defined(definition.block)

    def _defined(self, block: str) -> str:
        self._met[block] = True
        name = tag("dfn", link(f"define-{block}", text(spaced(block))))
        return f"{name}: {self._meaning(block)}"

    def _meaning(self, block: str) -> str:
        match self._guideline.defines[block]:
            case Choice() as choice:
                lines = [
                    f"{tag('em', text(spaced(value)))} where {self.condition(when)}"
                    for value, when in choice.lines
                ]
                lines.append(f"otherwise {tag('em', text(spaced(choice.otherwise)))}")
                return "the first that fits:" + items("ul", lines)
            case Score() as score:
                lines = [
                    f"{quantity_text(points, None).replace('-', '−')} for {self.condition(when)}"
                    for points, when in score.lines
                ]
                return "points, added up:" + items("ul", lines)
            case Definition() as definition:
                return self.condition(self._instead.get(block, definition.condition))
