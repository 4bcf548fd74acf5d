"""A whole guideline, as it is meant."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias, TypeVar

from attrs import field, frozen

from imaging_rules.model.conditions import ALWAYS, Condition, Defined, walk
from imaging_rules.model.facts import Fact, Screen
from imaging_rules.model.notes import NO_NOTES, Notes, Source, text
from imaging_rules.model.rules import (
    Advice,
    Contradiction,
    DecidingRule,
    Example,
    Precaution,
    Rule,
)
from imaging_rules.text import SourceText, Span
from imaging_rules.values.recommendation import Recommendation

KNOWN_LANGUAGE = 1
R = TypeVar("R", bound=Rule)


@frozen(kw_only=True)
class HeaderTexts:
    """What a guideline says of itself to the reader, beside its notes and its dates."""

    version: str = text()
    population: str = text("for")
    summary: str = text()


@frozen(kw_only=True)
class Header(HeaderTexts):
    """What a guideline says of itself, for whom it is, and what holds where no rule speaks.

    A vocabulary has a header too: it says of itself what it is, and of patients nothing.
    """

    name: str
    language: int = KNOWN_LANGUAGE
    published: str = ""
    review_by: date | None = None
    status: str = "active"
    applies: Condition = ALWAYS
    otherwise: Recommendation = Recommendation.NO_GUIDANCE
    notes: Notes = NO_NOTES
    is_vocabulary: bool = False
    span: Span = field(eq=False, repr=False, default=Span(0, 0))


@frozen(kw_only=True)
class StudyTexts:
    """What a study says to its reader, beside its notes."""

    modality: str = text()
    contrast: str = text()
    explain: str = text()


@frozen(kw_only=True)
class Study(StudyTexts):
    """One imaging study; the order of studies says which is named first among equals.

    ``instead`` names the studies that may be used where it is ruled out, the first of them before.
    """

    name: str
    instead: tuple[str, ...] = ()
    notes: Notes = NO_NOTES
    span: Span = field(eq=False, repr=False, default=Span(0, 0))


@frozen
class Definition:
    """A condition with a name, declared by the ``define`` or ``score`` named ``block``.

    A choice makes one of each of its values, such as ``age_group is infant``, and a score one
    of each comparison, such as ``wells over 4 points``.
    """

    name: str
    condition: Condition
    block: str
    notes: Notes = NO_NOTES
    span: Span = field(eq=False, repr=False, default=Span(0, 0))


@frozen
class Choice:
    """A named choice: the value of the first line whose condition holds, or else the last."""

    name: str
    lines: tuple[tuple[str, Condition], ...]
    otherwise: str
    notes: Notes = NO_NOTES
    span: Span = field(eq=False, repr=False, default=Span(0, 0))

    @property
    def values(self) -> tuple[str, ...]:
        """All that it can come to, in file order."""
        return tuple(dict.fromkeys([*(value for value, _ in self.lines), self.otherwise]))


@frozen
class Score:
    """Points for each condition that holds, added up; points that are taken are negative."""

    name: str
    lines: tuple[tuple[Fraction, Condition], ...]
    notes: Notes = NO_NOTES
    span: Span = field(eq=False, repr=False, default=Span(0, 0))


Define: TypeAlias = Definition | Choice | Score
"""A block that gives a name to conditions."""

Block: TypeAlias = Header | Source | Fact | Screen | Define | Study | Rule | Advice
"""A block that has notes: each but an example."""


@frozen(kw_only=True)
class Guideline:
    """A guideline whose names are resolved and whose types and units are settled.

    Only ``model.from_syntax`` makes one, so nothing that uses one meets an unchecked file.
    Everything is in file order, but definitions: each stands after those it depends on. What a
    vocabulary declares stands where it is used, and its spans are those of the ``use``.
    """

    header: Header
    facts: tuple[Fact, ...]
    screens: tuple[Screen, ...] = ()
    definitions: tuple[Definition, ...] = ()
    choices: tuple[Choice, ...] = ()
    scores: tuple[Score, ...] = ()
    studies: tuple[Study, ...] = ()
    rules: tuple[Rule, ...] = ()
    advice: tuple[Advice, ...] = ()
    examples: tuple[Example, ...] = ()
    sources: tuple[Source, ...] = ()
    text: SourceText = field(eq=False, repr=False)
    vocabularies: tuple[SourceText, ...] = field(eq=False, repr=False, default=())

    def of(self, kind: type[R]) -> tuple[R, ...]:
        """Return the rules of one kind, in file order."""
        return tuple(rule for rule in self.rules if isinstance(rule, kind))

    def blocks(self) -> Iterator[Block]:
        """Yield each block that has notes, once: kind by kind, each kind in file order."""
        yield self.header
        yield from self.sources
        yield from self.facts
        yield from self.screens
        yield from self.defines.values()
        yield from self.studies
        yield from self.rules
        yield from self.advice

    @cached_property
    def defines(self) -> dict[str, Define]:
        """The blocks that define something, by name, in file order.

        Of a choice and a score `definitions` holds what is made of them, and this the block.
        """
        own = (each for each in self.definitions if each.name == each.block)
        found: list[Define] = [*own, *self.choices, *self.scores]
        return {each.name: each for each in sorted(found, key=lambda each: each.span.start)}

    def defines_in(self, *conditions: Condition) -> tuple[str, ...]:
        """Return the names of the blocks of `defines` that conditions speak of themselves."""
        names = (e.name for c in conditions for e in walk(c) if isinstance(e, Defined))
        return tuple(dict.fromkeys(self.definition[name].block for name in names))

    def rests_on(self, name: str) -> tuple[str, ...]:
        """Return the names of the blocks of `defines` that the one with a name speaks of."""
        block = self.defines[name]
        if isinstance(block, Definition):
            return self.defines_in(block.condition)
        return self.defines_in(*(condition for _, condition in block.lines))

    @cached_property
    def deciding_rules(self) -> tuple[DecidingRule, ...]:
        """The rules that can decide, in file order: not the contradictions and precautions."""
        beside = Contradiction | Precaution
        return tuple(rule for rule in self.rules if not isinstance(rule, beside))

    @cached_property
    def fact(self) -> dict[str, Fact]:
        """The facts by name."""
        return {fact.name: fact for fact in self.facts}

    @cached_property
    def gated(self) -> frozenset[str]:
        """The names of the facts that are not asked for at all times."""
        return frozenset(fact.name for fact in self.facts if fact.gate != ALWAYS)

    @cached_property
    def screen(self) -> dict[str, Screen]:
        """The screens by name."""
        return {screen.name: screen for screen in self.screens}

    @cached_property
    def definition(self) -> dict[str, Definition]:
        """The definitions by name."""
        return {definition.name: definition for definition in self.definitions}

    @cached_property
    def rule(self) -> dict[str, Rule]:
        """The rules by name."""
        return {rule.name: rule for rule in self.rules}

    @cached_property
    def study(self) -> dict[str, Study]:
        """The studies by name."""
        return {study.name: study for study in self.studies}

    @cached_property
    def source(self) -> dict[str, Source]:
        """The sources by name."""
        return {source.name: source for source in self.sources}
