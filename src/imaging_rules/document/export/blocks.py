"""The blocks of a guideline as the records of an export: facts, definitions, rules and sources."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any, assert_never

from imaging_rules.analyse.conditions import in_full
from imaging_rules.diagram.conditions import ContradictionDiagram
from imaging_rules.diagram.from_model import Diagrams
from imaging_rules.diagram.store import TERMINALS, Store
from imaging_rules.document.export import records
from imaging_rules.model.conditions import ALWAYS, NEVER
from imaging_rules.model.facts import (
    ChoiceType,
    Fact,
    FactTexts,
    NumberType,
    Screen,
    Value,
    YesNoType,
)
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.notes import NO_NOTES, Citation, Notes, Source, SourceTexts, texts_of
from imaging_rules.model.rules import (
    Contraindication,
    DecidingRule,
    Indication,
    Limit,
    NotIndicated,
    Precaution,
    RedFlag,
    RuleTexts,
    SpecialCase,
    WaitingPeriod,
)
from imaging_rules.values.numbers import number_text
from imaging_rules.values.regions import Interval
from imaging_rules.values.units import ALL, Unit, alike


def facts(
    guideline: Guideline, gate: Callable[[str], int | None]
) -> tuple[records.WordFact | records.NumberFact, ...]:
    """Return the facts of a guideline, in file order.

    Args:
        guideline: The guideline.
        gate: Returns for a fact the number of the diagram of when it may be asked, if it may
            not be asked at all times.
    """
    return tuple(_fact(guideline, fact, gate(fact.name)) for fact in guideline.facts)


def screens(guideline: Guideline) -> tuple[records.Screen, ...]:
    """Return the screens of a guideline, in file order."""
    place = {fact.name: number for number, fact in enumerate(guideline.facts)}
    return tuple(_screen(guideline, each, place) for each in guideline.screens)


def units(facts: Iterable[Fact]) -> tuple[records.Unit, ...]:
    """Return the units in which the numbers among some facts may be given."""
    # Months can be given for weeks, and weeks for months.
    found = {unit for each in facts if each.unit for unit in alike(each.unit, by_calendar=True)}
    known = [unit for unit in ALL if unit in found]
    quoted = sorted((unit for unit in found if unit.is_quoted), key=lambda unit: unit.plural)
    return tuple(_unit(unit) for unit in (*known, *quoted))


def _fact(
    guideline: Guideline, fact: Fact, gate: int | None
) -> records.WordFact | records.NumberFact:
    asked: dict[str, Any] = {
        "name": fact.name,
        **texts_of(fact, FactTexts),
        "assumed": None if fact.assumed is None else records.Value(*_value(fact, fact.assumed)),
        "ask_only_when": None
        if gate is None
        else records.Gate(in_full(fact.gate, guideline), gate),
        **notes(fact.notes),
    }
    match fact.type:
        case YesNoType():
            values = tuple(fact.words(each) for each in (False, True))
            return records.WordFact(type="yes or no", values=values, **asked)
        case ChoiceType(values):
            return records.WordFact(type="one of", values=values, **asked)
        case NumberType(range, whole, unit, regions):
            return records.NumberFact(
                type="number",
                whole=whole,
                unit=unit.plural if unit else "",
                from_=number_text(range.low),
                to=number_text(range.high),
                regions=tuple(_region(fact.type, each) for each in regions),
                **asked,
            )
        case _:
            assert_never(fact.type)


def _region(type: NumberType, region: Interval) -> records.Region:
    return records.Region(
        from_=number_text(region.low),
        to=number_text(region.high),
        above=region.low_open,
        below=region.high_open,
        words=type.words(region),
    )


def _value(fact: Fact, value: Value) -> tuple[int, str, str]:
    """Return the place of a value among those of its fact, the value, and its words."""
    plain = number_text(value) if isinstance(value, Fraction) else fact.words(value)
    return fact.region_of(value), plain, fact.words(value)


def _screen(guideline: Guideline, screen: Screen, place: dict[str, int]) -> records.Screen:
    return records.Screen(
        name=screen.name,
        **texts_of(screen, FactTexts),
        covers=tuple(
            records.Covered(*_value(guideline.fact[name], value), fact=place[name])
            for name, value in screen.covers
        ),
        **notes(screen.notes),
    )


def _unit(unit: Unit) -> records.Unit:
    return records.Unit(
        one=unit.singular,
        many=unit.plural,
        short=unit.spellings,
        dimension=unit.dimension,
        size=number_text(unit.size),
    )


def definitions(guideline: Guideline) -> tuple[records.Definition, ...]:
    """Return all definitions, each after those it depends on.

    Those that are made of a choice or a score name it, and do not say again what it says.
    """
    return tuple(
        records.Definition(
            name=each.name,
            condition=in_full(each.condition, guideline),
            block="" if each.block == each.name else each.block,
            **notes(each.notes if each.block == each.name else NO_NOTES),
        )
        for each in guideline.definitions
    )


def choices(
    guideline: Guideline, diagrams: Diagrams, nodes: "ExportedNodes"
) -> tuple[records.Choice, ...]:
    """Return the choices of a guideline, in file order."""
    return tuple(
        records.Choice(
            name=each.name,
            lines=tuple(
                records.ChoiceLine(value, in_full(when, guideline)) for value, when in each.lines
            ),
            otherwise=each.otherwise,
            values=tuple(
                records.ChoiceValue(value, nodes.number(root))
                for value, root in diagrams.choices[each.name].items()
            ),
            **notes(each.notes),
        )
        for each in guideline.choices
    )


def scores(
    guideline: Guideline, diagrams: Diagrams, nodes: "ExportedNodes"
) -> tuple[records.Score, ...]:
    """Return the scores of a guideline, in file order."""
    found = []
    for score in guideline.scores:
        made = diagrams.scores[score.name]
        lines = tuple(
            records.ScoreLine(number_text(points), in_full(when, guideline), nodes.number(root))
            for (points, when), (_, root) in zip(score.lines, made.lines, strict=True)
        )
        scale = {"minimum": number_text(made.minimum), "maximum": number_text(made.maximum)}
        about = {"name": score.name, "groups": made.groups, **scale, **notes(score.notes)}
        found.append(records.Score(lines=lines, **about))
    return tuple(found)


class ExportedRules:
    """Writes the rules of a guideline; facts, studies and rules are told by their places."""

    def __init__(self, guideline: Guideline) -> None:
        self._guideline = guideline
        self._fact = {each.name: place for place, each in enumerate(guideline.facts)}
        self._study = {each.name: place for place, each in enumerate(guideline.studies)}

    def rule(self, rule: DecidingRule, holds: int, decides: int) -> records.Rule:
        """Return a rule that can decide.

        Args:
            rule: The rule.
            holds: The number of the diagram of when it holds.
            decides: The number of the diagram of when it decides.
        """
        return records.Rule(
            name=rule.name,
            kind=rule.kind,
            when="" if rule.when == ALWAYS else in_full(rule.when, self._guideline),
            **texts_of(rule, RuleTexts),
            says=tuple(
                records.Says(each.level.end, tuple(self._study[name] for name in each.studies))
                for each in rule.says
            ),
            against=tuple(self._study[each] for each in rule.against),
            actions=rule.actions,
            remarks=rule.remarks,
            holds=holds,
            decides=decides,
            **notes(rule.notes),
            **self._particulars(rule),
        )

    def precaution(self, rule: Precaution, diagrams: Sequence[int]) -> records.Precaution:
        """Return a precaution.

        Args:
            rule: The precaution.
            diagrams: For each of its studies the number of the diagram of whether to take it.
        """
        studies = [self._study[name] for name in rule.before]
        return records.Precaution(
            name=rule.name,
            when=in_full(rule.when, self._guideline),
            before=tuple(map(records.Before, studies, diagrams)),
            actions=rule.actions,
            **notes(rule.notes),
        )

    def contradiction(self, diagram: ContradictionDiagram) -> records.Contradiction:
        """Return a contradiction, with a diagram of its own: it compares facts with each other.

        Its variables are its facts and then its comparisons.
        """
        nodes = ExportedNodes(diagram.store)
        root = nodes.number(diagram.root)
        rule = diagram.rule
        return records.Contradiction(
            name=rule.name,
            when=in_full(rule.when, self._guideline),
            facts=tuple(self._fact[name] for name in diagram.facts),
            comparisons=tuple(
                records.Comparison(
                    fact=self._fact[each.fact],
                    operator=each.operator,
                    other=self._fact[each.other],
                    factor=number_text(each.factor),
                )
                for each in diagram.comparisons
            ),
            diagram=root,
            nodes=nodes.nodes,
            **notes(rule.notes),
        )

    def _particulars(self, rule: DecidingRule) -> dict[str, Any]:
        match rule:
            case RedFlag() | Indication() | NotIndicated():
                return {}
            case WaitingPeriod():
                unless = "" if rule.without == NEVER else in_full(rule.without, self._guideline)
                return {
                    "fact": self._fact[rule.fact],
                    "first": number_text(rule.first),
                    "last": number_text(rule.last),
                    "without": unless,
                }
            case Limit():
                return {"hold_at": rule.level.end}
            case SpecialCase():
                return {
                    "instead": tuple(
                        (self._study[of], self._study[use]) for of, use in rule.replaces
                    ),
                    "overrides": rule.overrides,
                }
            case Contraindication():
                return {"rules_out": tuple(self._study[each] for each in rule.rules_out)}
            case _:
                assert_never(rule)


class ExportedNodes:
    """Numbers the nodes of diagrams: children before parents, from the first diagram on.

    The numbers below `TERMINALS` are the ends, and the first node has that number. A node is a
    list of the variable that it asks and of one number for each of its values.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._numbers = {end: end for end in range(TERMINALS)}
        self.nodes: list[list[int]] = []

    def number(self, root: int) -> int:
        """Return the number of a diagram; its nodes are among ``nodes`` from then on."""
        pending = [root]
        while pending:
            node = pending[-1]
            if node in self._numbers:
                pending.pop()
                continue
            children = self._store.children[node]
            new = [child for child in children if child not in self._numbers]
            if new:
                pending += reversed(new)
                continue
            self._numbers[node] = TERMINALS + len(self.nodes)
            below = [self._numbers[child] for child in children]
            self.nodes.append([self._store.variable[node], *below])
        return self._numbers[root]


def notes(said: Notes) -> dict[str, Any]:
    """Return what a block says, as the fields of a record."""
    return {
        "title": said.title,
        "because": said.because,
        "citations": tuple(_citation(each) for each in said.citations),
        "assumes": said.assumes,
        "editorial": said.editorial,
    }


def sources(guideline: Guideline) -> tuple[records.Source, ...]:
    """Return the sources of a guideline, each with the statements of it that are cited."""
    cited: dict[str, set[str]] = {}
    for citation in (each for block in guideline.blocks() for each in block.notes.citations):
        cited.setdefault(citation.source, set()).update(each.id for each in citation.statements)
    return tuple(_source(each, cited.get(each.name, set())) for each in guideline.sources)


def _citation(citation: Citation) -> records.Citation:
    return records.Citation(
        source=citation.source,
        statements=tuple(each.id for each in citation.statements),
        section=citation.section,
        quote=citation.quote,
    )


def _source(source: Source, cited: set[str]) -> records.Source:
    return records.Source(
        name=source.name,
        **notes(source.notes),
        **texts_of(source, SourceTexts),
        published=source.published,
        updated=source.updated,
        statements=tuple(
            records.Statement(id=each.id, section=each.section, quote=each.quote)
            for each in source.statements
            if each.id in cited
        ),
    )
