"""What a drawing calls by a name of the guideline's own, told where the name first stands."""

from collections.abc import Mapping

from imaging_rules.decide.explain.wording import spaced
from imaging_rules.document.markup import items, link, tag, text
from imaging_rules.document.page.conditions import condition
from imaging_rules.model.conditions import Condition, Defined
from imaging_rules.model.guideline import Choice, Definition, Guideline, Score
from imaging_rules.values.numbers import quantity_text


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
