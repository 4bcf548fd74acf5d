"""The conditions of a guideline as they stand in its file: in which words, and where."""

from attrs import frozen

from imaging_rules.model import conditions as model
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import WaitingPeriod
from imaging_rules.syntax import nodes
from imaging_rules.syntax.parse import parse
from imaging_rules.syntax.pieces import condition
from imaging_rules.text import Span

_LONGEST_SHOWN = 90


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

    Args:
        guideline: The guideline.
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
