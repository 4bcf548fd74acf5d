"""Conditions, and parts of conditions, that always hold or never do where they are asked."""

from collections.abc import Callable, Iterable, Iterator

from attrs import evolve, frozen

from imaging_rules.analyse.conditions import Conditions, WrittenConditions
from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.diagram.from_model import Diagrams
from imaging_rules.diagram.store import AND, FALSE, TRUE
from imaging_rules.diagram.walk import implies, meets
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
    comparisons,
    with_parts,
)
from imaging_rules.model.guideline import Choice, Guideline
from imaging_rules.model.rules import Contradiction, Precaution, Rule, WaitingPeriod
from imaging_rules.values.numbers import quantity_text
from imaging_rules.values.units import BY_NAME

MOST_TOLD = 20
"""Of how many parts of one condition is told; each is tried with those before it taken out."""


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
    it so. ``counted`` says that it is one of several of which so many must hold.
    """

    part: Condition
    always: bool
    whole: bool
    beside: Condition | None = None
    counted: bool = False


@frozen
class Asked:
    """A condition as it is asked: its words, of whom, and what an author can do about it.

    ``if_always`` and ``if_never`` say what to do where all of it always holds or never does, and
    ``of_whom`` are the words for ``where``; empty where they say nothing new.
    """

    told: str
    condition: Condition
    where: Where
    if_always: str = "change it"
    if_never: str = "change it"
    of_whom: str = ""


class Constants:
    """Finds what always or never holds in the conditions of a guideline."""

    def __init__(self, guideline: Guideline, conditions: Conditions, diagrams: Diagrams) -> None:
        self._guideline = guideline
        self._conditions = conditions
        self._store = conditions.store
        self._applies = diagrams.applies
        self._written = WrittenConditions(guideline)

    def diagnostics(self, dead: Iterable[Rule]) -> Iterator[Diagnostic]:
        """Yield a warning for each condition, or part of one, that always or never holds.

        Args:
            dead: Rules that never decide; where one can never hold, that has been said.
        """
        for asked in self.asked({rule.name for rule in dead}):
            for found in self.constants(asked):
                yield self._told(asked, found)

    def constants(self, asked: Asked) -> Iterator[Constant]:
        """Yield the parts of a condition that can be put as always or never holding.

        Each was written as it is told of, and all of them together change nothing for anyone of
        whom the condition is asked. Of one condition so many are told of, and no more.
        """
        condition = asked.condition
        told = 0
        for found in list(self.parts(condition, asked.where, whole=True)):
            if told == MOST_TOLD:
                return
            if self._written.of(found.part) is None:
                continue
            without = replaced(condition, found.part, ALWAYS if found.always else NEVER)
            if self._differ(condition, without, asked.where.asked):
                continue
            condition = without
            told += 1
            yield found

    def _differ(self, one: Condition, other: Condition, among: int) -> bool:
        """Return whether two conditions differ for some of the patients."""
        first, second = (
            self._store.combine(AND, among, self._conditions.diagram(each)) for each in (one, other)
        )
        return first != second

    def asked(self, dead: set[str]) -> Iterator[Asked]:
        """Yield each condition, and of whom it is asked.

        Args:
            dead: The names of rules that never decide; what makes one silent is left out.
        """
        everyone = Where(TRUE, TRUE)
        scope = Where(self._applies, TRUE)
        applies = self._guideline.header.applies
        yield Asked("`applies when`", applies, everyone, "remove it, or change it")
        for definition in self._guideline.definitions:
            if definition.name == definition.block:
                yield Asked(f"`{definition.name}`", definition.condition, everyone)
        for choice in self._guideline.choices:
            yield from self._lines(choice)
        for score in self._guideline.scores:
            for points, condition in score.lines:
                worth = quantity_text(abs(points), BY_NAME["points"])
                yield Asked(
                    f"the line of `{score.name}` that is worth {worth}",
                    condition,
                    everyone,
                    "change it: it counts for everyone",
                    "change it, or remove the line",
                )
        for rule in (*self._guideline.deciding_rules, *self._guideline.of(Precaution)):
            where = scope if rule.in_scope_only else everyone
            if rule.name not in dead or meets(
                self._store, where.asked, self._conditions.diagram(rule.when)
            ):
                yield Asked(f"the condition of `{rule.name}`", rule.when, where)
            if isinstance(rule, WaitingPeriod):
                waited = All((rule.when, Compares(rule.fact, "at least", rule.first)))
                late = self._within(where, [waited])
                if meets(self._store, late.asked, TRUE) and rule.name not in dead:
                    yield Asked(
                        f"the `without` of `{rule.name}`",
                        rule.without,
                        late,
                        if_never="remove it, or change it",
                    )

    def _lines(self, choice: Choice) -> Iterator[Asked]:
        """Yield the lines of a choice: each is looked at only where no line before it fits."""
        left = Where(TRUE, TRUE)
        for number, (value, condition) in enumerate(choice.lines):
            yield Asked(
                f"the line `{value}` of `{choice.name}`",
                condition,
                left,
                f"write `otherwise {value}` in place of it, as the last line",
                "change it, or remove the line",
                " where no line before it fits" if number else "",
            )
            left = self._within(left, [Not(condition)])

    def _told(self, asked: Asked, found: Constant) -> Diagnostic:
        code = "W510" if found.always else "W511"
        how = "always" if found.always else "never"
        written = self._written.of(found.part)
        assert written is not None, "only what was written is told of"
        part = written.words
        beside = self._written.of(found.beside) if found.beside is not None else None
        if found.whole:
            message = f"{asked.told} {how} holds{asked.of_whom}: `{part}`"
        elif beside is not None:
            message = f"in {asked.told}, `{part}` adds nothing to `{beside.words}`"
        else:
            message = f"in {asked.told}, `{part}` {how} holds where it is asked"
        if found.whole:
            help = asked.if_always if found.always else asked.if_never
        elif found.counted and found.always:
            help = f"remove `{part}`, and ask for one less; or change it"
        else:
            help = f"remove `{part}`"
        return Diagnostic(code, message, Pointer(self._guideline.text, written.span), help=help)

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
        if (
            isinstance(condition, Defined)
            and diagram in (FALSE, TRUE)
            and self._guideline.definition[condition.name].block == condition.name
        ):
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
                    for found in self.parts(part, where, whole=False):
                        yield evolve(found, counted=found.part is part)

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
                self._store.spend(len(using[name]))
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


def replaced(condition: Condition, part: Condition, by: Condition) -> Condition:
    """Return a condition with one part of it, that very one, replaced."""
    if condition is part:
        return by
    return with_parts(condition, lambda inner: replaced(inner, part, by))


_HOLD_FOR_EQUALS = ("at least", "at most")


def compared_with_itself(
    guideline: Guideline, rule: Contradiction, conditions: WrittenConditions
) -> Iterator[Diagnostic]:
    """Yield a warning for each comparison of a fact with itself.

    Args:
        guideline: The guideline.
        rule: A contradiction of it; only there may facts be compared with facts.
        conditions: Its conditions as they were written.
    """
    for each in comparisons(rule.when):
        written = conditions.of(each) if each.fact == each.other else None
        if written is not None:
            always = each.operator in _HOLD_FOR_EQUALS
            part = written.words
            how = "always" if always else "never"
            yield Diagnostic(
                "W510" if always else "W511",
                f"in the condition of `{rule.name}`, `{part}` {how} holds: "
                f"`{each.fact}` is compared with itself",
                Pointer(guideline.text, written.span),
                help=f"compare it with another fact, or remove `{part}`",
            )
