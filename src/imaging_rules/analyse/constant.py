"""Conditions, and parts of conditions, that always hold or never do where they are asked."""

from collections.abc import Callable, Iterable, Iterator

from attrs import evolve, frozen

from imaging_rules.analyse.conditions import Conditions, words
from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.diagram.from_model import Diagrams
from imaging_rules.diagram.search import implies, meets, spend
from imaging_rules.diagram.store import AND, FALSE, TRUE
from imaging_rules.model.conditions import (
    ALWAYS,
    NEVER,
    Adds,
    All,
    AtLeast,
    Compares,
    Condition,
    Defined,
    Not,
)
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import (
    Contradiction,
    Limit,
    RedFlag,
    Rule,
    SpecialCase,
    WaitingPeriod,
)
from imaging_rules.text import Span
from imaging_rules.values.numbers import quantity_text


@frozen
class Where:
    """The patients of whom a part is asked.

    ``sure`` leaves out the scope: an author who repeats `applies when` in a rule does no harm,
    so a part counts as always true only where it is so without the scope too.
    """

    asked: int
    sure: int

    def swapped(self) -> "Where":
        """Return the same for what stands under `not`."""
        return Where(self.sure, self.asked)


@frozen
class Constant:
    """A part of a condition that always holds or never does, where it is asked.

    ``whole`` says that it is all of the condition, ``beside`` is another part that alone makes
    it so.
    """

    part: Condition
    always: bool
    whole: bool
    beside: Condition | None = None


class Constants:
    """Finds what always or never holds in the conditions of a guideline.

    Args:
        guideline: The guideline.
        conditions: Its conditions as diagrams.
        diagrams: Its diagrams.
    """

    def __init__(self, guideline: Guideline, conditions: Conditions, diagrams: Diagrams) -> None:
        self._guideline = guideline
        self._conditions = conditions
        self._store = conditions.store
        self._applies = diagrams.applies

    def diagnostics(self, dead: Iterable[Rule]) -> Iterator[Diagnostic]:
        """Yield a warning for each condition, or part of one, that always or never holds.

        Args:
            dead: Rules that never decide; where one can never hold, that has been said.
        """
        for told, span, condition, where in self.asked({rule.name for rule in dead}):
            for found in self.parts(condition, where, whole=True):
                yield self._told(told, span, found)
        yield from self._derived()

    def _derived(self) -> Iterator[Diagnostic]:
        """Yield a warning for each comparison of a score, or last value of a choice, that is so."""
        told_already = {
            f"{choice.name} is {value}"
            for choice in self._guideline.choices
            for value, _ in choice.lines
        }
        for definition in self._guideline.definitions:
            diagram = self._conditions.diagram(definition.condition)
            if definition.name in told_already:
                continue
            if definition.name != definition.block and diagram in (FALSE, TRUE):
                code, how = ("W510", "always") if diagram == TRUE else ("W511", "never")
                yield Diagnostic(
                    code,
                    f"`{definition.name}` {how} holds",
                    Pointer(self._guideline.text, definition.span),
                    help="change it, or remove it",
                )

    def asked(self, dead: set[str]) -> Iterator[tuple[str, Span, Condition, Where]]:
        """Yield each condition, the words for it, where it belongs, and of whom it is asked.

        Args:
            dead: The names of rules that never decide; what makes one silent is left out.
        """
        everyone = Where(TRUE, TRUE)
        scope = Where(self._applies, TRUE)
        header = self._guideline.header
        yield "`applies when`", header.span, header.applies, everyone
        for definition in self._guideline.definitions:
            if definition.name == definition.block:
                yield f"`{definition.name}`", definition.span, definition.condition, everyone
        for choice in self._guideline.choices:
            # A line is looked at only where no line before it fits.
            left = everyone
            for number, (value, condition) in enumerate(choice.lines):
                told = "where no line before it fits, " if number else ""
                told += f"the line `{value}` of `{choice.name}`"
                yield told, choice.span, condition, left
                left = self._within(left, [Not(condition)])
        for score in self._guideline.scores:
            for points, condition in score.lines:
                told = (
                    f"the line of `{score.name}` that is worth {quantity_text(abs(points), None)}"
                )
                yield told, score.span, condition, everyone
        for rule in self._guideline.rules:
            if isinstance(rule, Contradiction):
                continue
            always_asked = isinstance(rule, RedFlag | SpecialCase | Limit)
            where = everyone if always_asked else scope
            told = f"the condition of `{rule.name}`"
            if rule.name not in dead or meets(
                self._store, where.asked, self._conditions.diagram(rule.when)
            ):
                yield told, rule.span, rule.when, where
            if isinstance(rule, WaitingPeriod):
                waited = All((rule.when, Compares(rule.fact, "at least", rule.first)))
                late = self._within(where, [waited])
                if meets(self._store, late.asked, TRUE) and rule.name not in dead:
                    yield f"the `without` of `{rule.name}`", rule.span, rule.without, late

    def _told(self, told: str, span: Span, found: Constant) -> Diagnostic:
        code = "W510" if found.always else "W511"
        how = "always" if found.always else "never"
        part = words(found.part, self._guideline)
        if found.whole:
            message = f"{told} {how} holds: `{part}`"
        elif found.beside is not None:
            beside = words(found.beside, self._guideline)
            message = f"in {told}, `{part}` adds nothing to `{beside}`"
        else:
            message = f"in {told}, `{part}` {how} holds where it is asked"
        help = f"remove `{part}`" if not found.whole else "change it, or remove it"
        return Diagnostic(code, message, Pointer(self._guideline.text, span), help=help)

    def parts(self, condition: Condition, where: Where, whole: bool) -> Iterator[Constant]:
        """Yield the topmost parts of a condition that always or never hold.

        Args:
            condition: The condition, or a part of one.
            where: Of whom it is asked.
            whole: Whether it is all of a condition.
        """
        if condition in (ALWAYS, NEVER):
            # Not written: what stands where a clause was left out.
            return
        diagram = self._conditions.diagram(condition)
        if isinstance(condition, Defined) and diagram in (FALSE, TRUE):
            # It is said of the definition.
            return
        if not meets(self._store, where.asked, diagram):
            yield Constant(condition, always=False, whole=whole)
            return
        if implies(self._store, where.sure, diagram):
            yield Constant(condition, always=True, whole=whole)
            return
        match condition:
            case Not(part):
                yield from self.parts(part, where.swapped(), whole=False)
            case All(parts):
                yield from self._among(parts, where, lambda part: part)
            case AtLeast(1, parts):
                yield from self._among(parts, where, Not)
            case AtLeast(_, parts) | Adds(parts=parts):
                for part in parts:
                    yield from self.parts(part, where, whole=False)

    def _among(
        self,
        parts: tuple[Condition, ...],
        where: Where,
        matters_if: Callable[[Condition], Condition],
    ) -> Iterator[Constant]:
        """Yield what always or never holds among parts joined by `and`, or by `or`.

        Args:
            parts: The parts.
            where: Of whom all of them are asked.
            matters_if: Returns how another part must be for one to matter: it holds under
                `and`, and does not under `or`.
        """
        # Of two that say the same, the later one is superfluous.
        first: dict[int, int] = {}
        for place, part in enumerate(parts):
            same = first.setdefault(self._conditions.diagram(part), place)
            if same != place:
                alone = self._within(where, [matters_if(parts[same])])
                for found in self.parts(part, alone, whole=False):
                    yield evolve(found, beside=parts[same]) if found.part is part else found
        facts = {place: self._conditions.facts(parts[place]) for place in first.values()}
        using: dict[str, set[int]] = {}
        for place, names in facts.items():
            for name in names:
                using.setdefault(name, set()).add(place)
        for place in reversed(facts):
            part = parts[place]
            near: set[int] = set()
            for name in facts[place]:
                # Finding them is work too, and counts.
                spend(self._store, len(using[name]))
                near |= using[name]
            beside = [(parts[n], matters_if(parts[n])) for n in sorted(near - {place})]
            others = [condition for _, condition in beside]
            for found in self.parts(part, self._within(where, others), whole=False):
                if found.part is part:
                    for name in facts[place]:
                        using[name].discard(place)
                    yield self._with_reason(found, where, beside)
                else:
                    yield found

    def _with_reason(
        self, found: Constant, where: Where, beside: list[tuple[Condition, Condition]]
    ) -> Constant:
        """Return what was found with the one other part that alone makes it so, if there is one."""
        for other, condition in beside:
            alone = self._within(where, [condition])
            if self._is_constant(found, alone):
                return evolve(found, beside=other)
        return found

    def _is_constant(self, found: Constant, where: Where) -> bool:
        """Return whether a part always holds, or never does, of other patients too."""
        diagram = self._conditions.diagram(found.part)
        if found.always:
            return implies(self._store, where.sure, diagram)
        return not meets(self._store, where.asked, diagram)

    def _within(self, where: Where, conditions: list[Condition]) -> Where:
        """Return those of the patients for whom conditions hold besides."""
        if not conditions:
            return where
        both = self._store.every([self._conditions.diagram(each) for each in conditions])
        return Where(
            self._store.combine(AND, where.asked, both), self._store.combine(AND, where.sure, both)
        )
