"""Conditions, and parts of conditions, that always hold or never do where they are asked."""

from collections.abc import Callable, Iterable, Iterator

from attrs import frozen

from imaging_rules.analyse.conditions import Conditions, words
from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.diagram.from_model import Diagrams
from imaging_rules.diagram.order import facts_of
from imaging_rules.diagram.search import implies, meets
from imaging_rules.diagram.store import AND, FALSE, TRUE
from imaging_rules.model.conditions import (
    ALWAYS,
    NEVER,
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
            yield f"`{definition.name}`", definition.span, definition.condition, everyone
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
            case AtLeast(_, parts):
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
        facts = [set(facts_of(part, self._guideline)) for part in parts]
        using: dict[str, set[int]] = {}
        for place, names in enumerate(facts):
            for name in names:
                using.setdefault(name, set()).add(place)
        left = set(range(len(parts)))
        # Of two that say the same, the later one is superfluous.
        for place in reversed(range(len(parts))):
            part = parts[place]
            near = sorted(set().union(*(using[name] for name in facts[place])) & left - {place})
            others = [matters_if(parts[other]) for other in near]
            beside = [(parts[other], one) for other, one in zip(near, others, strict=True)]
            for found in self.parts(part, self._within(where, others), whole=False):
                if found.part is part:
                    left.discard(place)
                    yield self._with_reason(found, where, beside)
                else:
                    yield found

    def _with_reason(
        self, found: Constant, where: Where, beside: list[tuple[Condition, Condition]]
    ) -> Constant:
        """Return what was found with the one other part that alone makes it so, if there is one."""
        for other, condition in beside:
            alone = self._within(where, [condition])
            again = list(self.parts(found.part, alone, whole=False))
            if [each.part for each in again] == [found.part]:
                return Constant(found.part, found.always, whole=False, beside=other)
        return found

    def _within(self, where: Where, conditions: list[Condition]) -> Where:
        """Return those of the patients for whom conditions hold besides."""
        if not conditions:
            return where
        both = self._store.every([self._conditions.diagram(each) for each in conditions])
        return Where(
            self._store.combine(AND, where.asked, both), self._store.combine(AND, where.sure, both)
        )
