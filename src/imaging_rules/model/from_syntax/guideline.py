"""A whole guideline, from the blocks of its file."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from imaging_rules.diagnostics import Diagnostic
from imaging_rules.model.conditions import ALWAYS, Condition
from imaging_rules.model.facts import Fact
from imaging_rules.model.from_syntax import facts as read_facts
from imaging_rules.model.from_syntax.clauses import Clauses, notes
from imaging_rules.model.from_syntax.conditions import Conditions
from imaging_rules.model.from_syntax.definitions import (
    MOST_LINKS,
    chain,
    defined,
    defined_in,
    derived_types,
    of_choice,
    of_score,
    ordered,
    score,
)
from imaging_rules.model.from_syntax.examples import Examples
from imaging_rules.model.from_syntax.names import Names
from imaging_rules.model.from_syntax.problems import Problems
from imaging_rules.model.from_syntax.quantities import number
from imaging_rules.model.from_syntax.rules import Rules, named_once
from imaging_rules.model.from_syntax.sources import ReadBeside, source, statements
from imaging_rules.model.from_syntax.vocabularies import Vocabulary, with_used
from imaging_rules.model.guideline import (
    KNOWN_LANGUAGE,
    Choice,
    Definition,
    Guideline,
    Header,
    Score,
    Study,
)
from imaging_rules.model.notes import Notes, SourceStatement
from imaging_rules.model.rules import KINDS, Rule, SpecialCase
from imaging_rules.syntax import nodes
from imaging_rules.syntax.grammar import HEADERS, a_block
from imaging_rules.text import SourceText, Span
from imaging_rules.values.recommendation import Recommendation

_STATUSES = ("draft", "active", "retired")
D = TypeVar("D", Choice, Score)
_OF_A_VOCABULARY = ("vocabulary", "source", "fact", "screen", "define", "score")
_RULE_KEYWORDS = frozenset(KINDS)

MOST_QUOTED = 4_000_000
"""How many characters the statements may have that blocks cite, each wherever it is cited.

What is cited is shown with each block, so a few long quotes could fill any memory."""

MOST_FACTS = 2_000
"""How many facts a guideline may have, those it uses of vocabularies among them.

What reads a patient is written for each guideline, and takes memory for each fact."""


def guideline_from(
    file: nodes.File, text: SourceText, read_beside: ReadBeside
) -> tuple[Guideline | None, tuple[Diagnostic, ...]]:
    """Return what a file means, and all that is wrong with it.

    Args:
        file: What was written.
        text: The file's text, for the places in messages.
        read_beside: Reads a file that the guideline names, such as its source's statements.

    Returns:
        The guideline, or ``None`` where there is an error or a block could not be read; and
        the diagnostics in order of place.
    """
    problems_found = Problems(text)
    vocabularies: dict[str, Vocabulary] = {}
    # A vocabulary uses no other: so none can use itself, by whatever detour.
    if all(block.keyword != "vocabulary" for block in file.blocks):
        file, vocabularies = with_used(
            file, problems_found, read_beside, lambda *each: guideline_from(*each)[1]
        )
    reader = _Reader(file, problems_found, read_beside, vocabularies)
    guideline = reader.guideline(text)
    problems = sorted(reader.problems.found, key=lambda each: each.order)
    whole = not file.broken and all(block.whole for block in file.blocks)
    if not whole or any(problem.is_error for problem in problems):
        return None, tuple(problems)
    untaken = reader.untaken()
    assert not untaken, f"the grammar takes what no reader of the model does: {untaken}"
    return guideline, tuple(problems)


class _Reader:
    """Goes through a file in the order in which its parts depend on each other."""

    def __init__(
        self,
        file: nodes.File,
        problems: Problems,
        read_beside: ReadBeside,
        vocabularies: dict[str, Vocabulary],
    ) -> None:
        self.vocabularies = vocabularies
        self.file = file
        self.problems = problems
        to_use = {n: v for v, each in vocabularies.items() for n in each.conditions}
        self.names = Names(file, problems, to_use)
        self._clauses = {id(b): Clauses(b, problems) for b in file.blocks}
        self._statements: dict[str, dict[str, SourceStatement] | None] = {
            clauses.name: statements(clauses, self._beside(clauses, read_beside), problems)
            for clauses in self._all("source")
        }
        for kind, name in file.broken:
            if kind in ("source", ""):
                self._statements.setdefault(name, None)
        self._types = {
            clauses.name: read_facts.type_of(clauses, problems) for clauses in self._all("fact")
        }
        derived = derived_types(self._all("define"), self._all("score"))
        self._conditions = Conditions(self.names, self._types, derived, problems)
        self._defined: dict[str, Definition | Choice | Score] = {}
        self._quoted = 0

    def _beside(self, clauses: Clauses, read_beside: ReadBeside) -> ReadBeside:
        """Return what reads files beside the file that a block stands in."""
        used = self.vocabularies.get(clauses.block.vocabulary)
        return used.read_beside if used else read_beside

    def guideline(self, text: SourceText) -> Guideline | None:
        """Return the guideline; what is wrong is among the problems."""
        header = self._header()
        self._count_facts()
        self._read_definitions()
        rules_reader = Rules(self.names, self._types, self._conditions, self.problems)
        rules: list[Rule] = []
        for block in self.file.blocks:
            if block.keyword in _RULE_KEYWORDS:
                clauses = self._clauses[id(block)]
                rule = rules_reader.read(clauses, self._notes(clauses))
                rules += [rule] if rule is not None else []
        self._overrides(rules)
        advice = tuple(rules_reader.advice(c, self._notes(c)) for c in self._all("advice"))
        gates = self._gates()
        definitions = self._definitions()
        # Only now is it known at which values numbers are compared.
        facts = self._facts(gates)
        covered: read_facts.Covered = {}
        screens = tuple(
            read_facts.screen(c, self._conditions, self._notes(c), covered, self.problems)
            for c in self._all("screen")
        )
        examples_reader = Examples(facts, screens, self.names, self._conditions, self.problems)
        examples = tuple(
            read
            for block in self.file.blocks
            if block.keyword == "example"
            and (read := examples_reader.read(self._clauses[id(block)]))
        )
        sources = tuple(
            source(c, self._statements[c.name], self._notes(c), self.problems)
            for c in self._all("source")
        )
        if header is None:
            return None
        return Guideline(
            header=header,
            facts=tuple(facts.values()),
            screens=screens,
            definitions=definitions,
            choices=self._all_defined(Choice),
            scores=self._all_defined(Score),
            studies=tuple(self._study(c) for c in self._all("study")),
            rules=tuple(rules),
            advice=advice,
            examples=examples,
            sources=sources,
            text=text,
            vocabularies=tuple(each.text for each in self.vocabularies.values()),
        )

    def untaken(self) -> list[tuple[str, tuple[str, ...]]]:
        """Return the blocks with clauses that were not asked for, by keyword, and those clauses."""
        found = ((each.block.keyword, each.untaken) for each in self._clauses.values())
        return [(block, clauses) for block, clauses in found if clauses]

    def _all(self, keyword: str) -> list[Clauses]:
        return [self._clauses[id(block)] for block in self.names.blocks(keyword)]

    def _notes(self, clauses: Clauses) -> Notes:
        said = notes(clauses, self._statements, self.problems)
        before = self._quoted
        self._quoted += sum(
            len(each.quote) + len(each.gloss)
            for citation in said.citations
            for each in citation.statements
        )
        if before <= MOST_QUOTED < self._quoted:
            self.problems.add(
                "E107",
                clauses.block.name.span,
                f"the statements that are cited up to here have more than {MOST_QUOTED:,} "
                "characters, each counted wherever it is cited",
                help="cite fewer of them, or give them shorter quotes",
            )
        return said

    def _count_facts(self) -> None:
        facts = self._all("fact")
        # Of a vocabulary, which may have more, each guideline uses some.
        is_vocabulary = any(block.keyword == "vocabulary" for block in self.file.blocks)
        if len(facts) > MOST_FACTS and not is_vocabulary:
            self.problems.add(
                "E107",
                facts[MOST_FACTS].block.name.span,
                f"a guideline has at most {MOST_FACTS:,} facts, and this one has {len(facts):,}",
                help="leave out the facts that no rule needs, or make several guidelines",
            )

    def _header(self) -> Header | None:
        blocks = [block for block in self.file.blocks if block.keyword in HEADERS]
        broken = any(kind in HEADERS for kind, _ in self.file.broken)
        if not blocks:
            if not broken:
                self.problems.add(
                    "E110",
                    Span(0, 1),
                    "the file has no header",
                    help="begin it with `guideline` and a name",
                )
            return None
        for extra in blocks[1:]:
            self.problems.add(
                "E110",
                extra.name.span,
                "a file holds one guideline or vocabulary, and this is a second header",
                also=((blocks[0].name.span, "the first one"),),
                help="remove one of them, or make two files",
            )
        if self.file.blocks[0] is not blocks[0] and not self.file.broken:
            self.problems.add(
                "E110",
                blocks[0].name.span,
                "the header is not the first block of the file",
                help="move it to the beginning",
            )
        if blocks[0].keyword == "vocabulary":
            self._only_vocabulary()
        return self._read_header(self._clauses[id(blocks[0])])

    def _only_vocabulary(self) -> None:
        for block in self.file.blocks:
            if block.keyword not in _OF_A_VOCABULARY:
                self.problems.add(
                    "E110",
                    block.name.span,
                    "a vocabulary holds facts, screens, definitions, scores and sources, and not "
                    f"{a_block(block.keyword)}",
                    help="move it to a guideline that uses the vocabulary",
                )

    def _read_header(self, clauses: Clauses) -> Header:
        said = self._notes(clauses)
        applies = clauses.one(nodes.ConditionClause)
        otherwise = clauses.one(nodes.LevelClause)
        level = Recommendation(otherwise.level.text) if otherwise else Recommendation.NO_GUIDANCE
        if otherwise and level.is_level and clauses.whole and not said.accounted:
            self.problems.add(
                "E401",
                otherwise.span,
                f"it is not said where `otherwise {level.words}` comes from",
                help="`cite` a source in the header, or mark it with `assumes` or `editorial`",
            )
        return Header(
            name=clauses.name,
            language=self._language(clauses),
            **clauses.texts_for(Header),
            published=clauses.date("published")[0],
            review_by=clauses.date("review by")[1],
            status=self._status(clauses),
            applies=self._conditions.read(applies.condition) if applies else ALWAYS,
            otherwise=level,
            notes=said,
            is_vocabulary=clauses.block.keyword == "vocabulary",
            span=clauses.span,
        )

    def _language(self, clauses: Clauses) -> int:
        written = clauses.one(nodes.Language)
        if written is None:
            return KNOWN_LANGUAGE
        version = number(written.number, self.problems)
        if version != KNOWN_LANGUAGE:
            self.problems.add(
                "E106",
                written.span,
                f"the file is written in version {written.number.written} of the language, "
                f"and this library knows version {KNOWN_LANGUAGE}",
                help="use a newer release of the library",
            )
        return KNOWN_LANGUAGE

    def _status(self, clauses: Clauses) -> str:
        written = clauses.one(nodes.WordClause, "status")
        if written is None:
            return "active"
        if written.word.text not in _STATUSES:
            help = self.problems.suggest(written.word.text, _STATUSES)
            self.problems.add(
                "E304",
                written.word.span,
                f"`{written.word.text}` is not a status: it is draft, active or retired",
                help=help,
            )
        return written.word.text

    def _read_definitions(self) -> None:
        for clauses in self._all("define"):
            said = self._notes(clauses)
            self._defined[clauses.name] = defined(clauses, self._conditions, said, self.problems)
        for clauses in self._all("score"):
            said = self._notes(clauses)
            self._defined[clauses.name] = score(clauses, self._conditions, said, self.problems)

    def _definitions(self) -> tuple[Definition, ...]:
        """Return all definitions, each after those it depends on.

        What is compared with a score is known only when every condition has been read.
        """
        compared = self._conditions.compared
        made: dict[str, list[Definition]] = {}
        for name, read in self._defined.items():
            match read:
                case Definition():
                    made[name] = [read]
                case Choice():
                    made[name] = of_choice(read)
                case Score():
                    made[name] = of_score(read, compared.get(name, {}))
        block = {each.name: name for name, several in made.items() for each in several}
        needs = {
            name: [block[used] for used in self._used_by(read) if used in block]
            for name, read in self._defined.items()
        }
        order, circles = ordered(needs)
        self._circles("define", circles, {name: d.span for name, d in self._defined.items()})
        return tuple(definition for name in order for definition in made[name])

    def _used_by(self, read: Definition | Choice | Score) -> Iterator[str]:
        """Yield the names of the definitions that a block uses."""
        match read:
            case Definition():
                yield from defined_in(read.condition)
            case Choice() | Score():
                for _, condition in read.lines:
                    yield from defined_in(condition)

    def _overrides(self, rules: list[Rule]) -> None:
        cases = {rule.name: rule for rule in rules if isinstance(rule, SpecialCase)}
        _, circles = ordered({name: case.overrides for name, case in cases.items()})
        self._circles("override", circles, {name: case.span for name, case in cases.items()})

    def _circles(self, verb: str, circles: list[list[str]], spans: Mapping[str, Span]) -> None:
        for circle in circles:
            self.problems.add(
                "E407",
                spans[circle[0]],
                f"these {verb} each other in a circle: {chain(circle)}"
                if len(circle) > 1
                else f"`{circle[0]}` {verb}s itself",
                also=tuple((spans[name], "and this") for name in circle[1:MOST_LINKS]),
                help="take one of them out of the circle"
                if len(circle) > 1
                else "take its own name out of it",
            )

    def _all_defined(self, kind: type[D]) -> tuple[D, ...]:
        return tuple(each for each in self._defined.values() if isinstance(each, kind))

    def _gates(self) -> dict[str, Condition]:
        """Return for each fact when it may be asked for."""
        gates: dict[str, Condition] = {}
        for clauses in self._all("fact"):
            written = clauses.one(nodes.ConditionClause, "ask only when")
            if written is not None:
                gates[clauses.name] = self._conditions.read(written.condition)
        return gates

    def _facts(self, gates: dict[str, Condition]) -> dict[str, Fact]:
        made = {}
        for clauses in self._all("fact"):
            type = self._types[clauses.name]
            if type is not None:
                cuts = self._conditions.cuts.get(clauses.name, set())
                said = self._notes(clauses)
                made[clauses.name] = read_facts.fact(
                    clauses,
                    type,
                    cuts,
                    gates.get(clauses.name, ALWAYS),
                    said,
                    self._conditions,
                    self.problems,
                )
        return made

    def _study(self, clauses: Clauses) -> Study:
        written = clauses.one(nodes.NamesClause)
        return Study(
            name=clauses.name,
            instead=named_once(written, self.names, self.problems, clauses.name) if written else (),
            **clauses.texts_for(Study),
            notes=self._notes(clauses),
            span=clauses.span,
        )
