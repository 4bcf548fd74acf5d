"""The diagrams of a guideline: its level, each study, and when each rule speaks."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from attrs import field, frozen

from imaging_rules.diagram.conditions import from_condition, holds_in, order_of_use
from imaging_rules.diagram.exchange import Exchange, where_ruled_out
from imaging_rules.diagram.scores import ScoreDiagrams, score_diagrams
from imaging_rules.diagram.store import (
    AND,
    BUT_NOT,
    CAP,
    CAP_STUDY,
    EQUAL,
    FALSE,
    HIGHER,
    NOTHING,
    ONLY_IF,
    OR,
    OR_ELSE,
    RECOMMENDED,
    RULED_OUT_OR,
    TO_PREPARE,
    TRUE,
    Operation,
    OverBudgetError,
    Store,
)
from imaging_rules.model.conditions import Compares, ComparesFacts, Condition, Test
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import (
    Contraindication,
    DecidingRule,
    Limit,
    Precaution,
    RedFlag,
    SpecialCase,
    WaitingPeriod,
)
from imaging_rules.values.recommendation import Recommendation

BUDGET = 400_000
"""How many steps building the diagrams of one guideline may take, in one order of facts."""

_HIGHEST = Recommendation.IMAGE_IMMEDIATELY.end


class TooEntangledError(Exception):
    """Diagrams outgrew their budget while a block was worked in; ``rule`` names it."""

    def __init__(self, rule: str) -> None:
        self.rule = rule
        super().__init__(rule)


@frozen
class Move:
    """One replacement by a special case, and the diagram of when it counts."""

    case: str
    study: str
    use: str
    active: int


_Said: TypeAlias = dict[str | None, dict[str, int]]


@frozen
class Parts:
    """What rules say, and how other studies come to be used than those that they say it of.

    ``flags``, ``uncapped`` and ``against`` hold for imaging as a whole (None) and for each study
    what each rule says that speaks of it. ``scoped`` is the highest that is said of imaging within
    the scope, before limits, and ``cap`` the level that these leave. ``replaced`` is what special
    cases do, ``exchanged`` what contraindications do after them, and ``passed_over`` which studies
    these pass over in that.
    """

    cap: int
    scoped: int
    flags: _Said
    uncapped: _Said
    against: _Said
    moves: tuple[Move, ...]
    replaced: Exchange
    exchanged: Exchange
    passed_over: Exchange

    def heard(self, store: Store, rule: str, study: str | None) -> int:
        """Return what a rule says of imaging (None) or of a study, as limits leave it.

        It is what it says before special cases replace anything, and what it advises against aside.

        Raises:
            OverBudgetError: The budget of the store is used up.
        """
        uncapped = self.uncapped.get(study, {}).get(rule, NOTHING)
        capped = store.combine(CAP if study is None else CAP_STUDY, uncapped, self.cap)
        return store.combine(HIGHER, self.flags.get(study, {}).get(rule, NOTHING), capped)


@frozen
class Diagrams:
    """The diagrams of one guideline.

    ``order`` holds for each variable the position of its fact, ``place`` for each fact its
    variable. ``rules`` says when each rule speaks: that includes the scope for all but red
    flags, special cases, limits and contraindications. ``recommended`` is what is recommended
    of each study before special cases replace anything. ``gates`` says of each fact that is not
    asked for at all times when it is. ``no_study_left`` is true where imaging is recommended, and
    contraindications leave no study that carries that; ``used_instead`` says for two studies where
    the first is recommended and ruled out, and the second used. ``precautions`` says for each
    precaution and each study that it comes before whether it is to be taken: see `TO_PREPARE`.
    ``choices`` says of each value of each choice when that is its value.
    """

    store: Store = field(repr=False)
    order: tuple[int, ...]
    place: dict[str, int]
    level: int
    studies: dict[str, int]
    rules: dict[str, int]
    applies: int
    any_red_flag: int
    gates: dict[str, int]
    scores: dict[str, ScoreDiagrams]
    choices: dict[str, dict[str, int]]
    parts: Parts = field(repr=False)
    recommended: dict[str, int]
    no_study_left: int
    used_instead: dict[tuple[str, str], int]
    precautions: dict[tuple[str, str], int]


def diagrams_from(guideline: Guideline) -> Diagrams:
    """Return the diagrams of a guideline.

    The order of the facts in the file is tried first, since people group what belongs together;
    where diagrams outgrow the budget, the order in which rules first use the facts is tried.

    Raises:
        TooEntangledError: The diagrams outgrow their budget in both orders.
    """
    orders = [range(len(guideline.facts)), order_of_use(guideline)]
    for attempt, order in enumerate(orders):
        store = Store([len(guideline.facts[place].regions) for place in order])
        try:
            with store.allowing(BUDGET):
                return diagrams_in(store, guideline, order)
        except TooEntangledError:
            if attempt == len(orders) - 1:
                raise
    raise AssertionError("there is always an order to try")


def diagrams_in(store: Store, guideline: Guideline, order: Sequence[int]) -> Diagrams:
    """Return the diagrams of a guideline, made in a store that may hold others too.

    Args:
        store: Where the nodes are made, with a variable for each fact, of as many values as the
            fact has regions.
        guideline: The guideline.
        order: For each variable the position of its fact.

    Raises:
        TooEntangledError: The diagrams outgrow what is left of the store's budget.
    """
    builder = _Builder(store, guideline, order)
    try:
        return builder.diagrams()
    except OverBudgetError:
        raise TooEntangledError(builder.working_on) from None


def level_in(store: Store, guideline: Guideline, order: Sequence[int]) -> int:
    """Return the diagram of the level alone, made in a store that may hold others too.

    Nothing is forgotten afterwards, so that making a second one of nearly the same rules is
    quick; and what it takes counts against the store's budget, which stays.

    Args:
        store: As for `diagrams_in`.
        guideline: The guideline.
        order: For each variable the position of its fact.

    Raises:
        TooEntangledError: It outgrows what is left of the store's budget.
    """
    builder = _Builder(store, guideline, order)
    try:
        rules, applies = builder.rules()
        return builder.level(builder.parts(rules, applies), applies)
    except OverBudgetError:
        raise TooEntangledError(builder.working_on) from None


class _Builder:
    """Builds the diagrams for one order of facts, and remembers what it is working on."""

    def __init__(self, store: Store, guideline: Guideline, order: Sequence[int]) -> None:
        self.store = store
        self.guideline = guideline
        self.order = tuple(order)
        facts = [guideline.facts[place] for place in order]
        self.place = {fact.name: variable for variable, fact in enumerate(facts)}
        self.working_on = guideline.header.name
        self.defined: dict[str, int] = {}

    def rules(self) -> tuple[dict[str, int], int]:
        """Return when each rule speaks, contradictions aside, and for whom the guideline is."""
        for definition in self.guideline.definitions:
            self.working_on = definition.name
            self.defined[definition.name] = self.condition(definition.condition)
        self.working_on = self.guideline.header.name
        applies = self.condition(self.guideline.header.applies)
        rules = {}
        for rule in self.guideline.deciding_rules:
            self.working_on = rule.name
            rules[rule.name] = self.speaks(rule, applies)
        return rules, applies

    def diagrams(self) -> Diagrams:
        rules, applies = self.rules()
        parts = self.parts(rules, applies)
        recommended = self.recommended(parts)
        level = self.level(parts, applies)
        studies = self.studies(parts, recommended)
        flags = [(flag.name, rules[flag.name]) for flag in self.guideline.of(RedFlag)]
        any_red_flag = self.fold(OR, flags, FALSE)
        gates = {}
        for fact in self.guideline.facts:
            if fact.name in self.guideline.gated:
                self.working_on = fact.name
                gates[fact.name] = self.condition(fact.gate)
        no_study_left = self.no_study_left(level, studies)
        used_instead = self.used_instead(parts, recommended)
        precautions = self.precautions(studies)
        scores = {}
        for score in self.guideline.scores:
            self.working_on = score.name
            lines = [(points, self.condition(when)) for points, when in score.lines]
            scores[score.name] = score_diagrams(self.store, lines)
        choices = {
            choice.name: {each: self.defined[f"{choice.name} is {each}"] for each in choice.values}
            for choice in self.guideline.choices
        }
        self.store.forget_results()
        return Diagrams(
            store=self.store,
            order=self.order,
            place=self.place,
            level=level,
            studies=studies,
            rules=rules,
            applies=applies,
            any_red_flag=any_red_flag,
            gates=gates,
            scores=scores,
            choices=choices,
            parts=parts,
            recommended=recommended,
            no_study_left=no_study_left,
            used_instead=used_instead,
            precautions=precautions,
        )

    def fold(self, operation: Operation, named: Iterable[tuple[str, int]], start: int) -> int:
        """Combine the diagrams of rules, so that it is known which one made them grow."""
        diagrams = ((diagram, name) for name, diagram in named)

        def working_on(name: str) -> None:
            self.working_on = name

        return self.store.fold_named(operation, diagrams, start, working_on)

    def highest(self, said: _Said, study: str | None) -> int:
        """Return the highest that rules say of imaging (None) or of a study."""
        return self.fold(HIGHER, said.get(study, {}).items(), NOTHING)

    def condition(self, condition: Condition) -> int:
        return from_condition(self.store, condition, self.test, self.defined)

    def test(self, condition: Test | ComparesFacts) -> int:
        assert not isinstance(condition, ComparesFacts), "only contradictions compare facts"
        fact = self.guideline.fact[condition.fact]
        return self.store.test(self.place[fact.name], holds_in(fact, condition))

    def speaks(self, rule: DecidingRule, applies: int) -> int:
        holds = self.condition(rule.condition)
        return self.store.combine(AND, holds, applies) if rule.in_scope_only else holds

    def cap(self, rules: dict[str, int]) -> int:
        """Return the lowest level that a limit holds at, or the highest where none holds."""
        held = [
            (
                limit.name,
                self.store.map({FALSE: _HIGHEST, TRUE: limit.level.end}, rules[limit.name]),
            )
            for limit in self.guideline.of(Limit)
        ]
        return self.fold(CAP, held, _HIGHEST)

    def moves(self, rules: dict[str, int]) -> tuple[Move, ...]:
        cases = self.guideline.of(SpecialCase)
        overriding: dict[str, list[int]] = {}
        for case in cases:
            for name in case.overrides:
                overriding.setdefault(name, []).append(rules[case.name])
        moves = []
        for case in cases:
            if case.replaces:
                self.working_on = case.name
                free = self.store.negation(self.store.any(overriding.get(case.name, [])))
                active = self.store.combine(AND, rules[case.name], free)
                moves += [Move(case.name, study, use, active) for study, use in case.replaces]
        return tuple(moves)

    def said(self, rule: DecidingRule, speaks: int) -> dict[str | None, int]:
        """Return what a rule says, before limits: of imaging (None) and of each study."""
        store = self.store
        said = [(says, store.map({TRUE: says.level.end}, speaks)) for says in rule.says]
        if isinstance(rule, WaitingPeriod):
            (_, consider), (then, in_the_end) = said
            late = self.condition(Compares(rule.fact, "at least", rule.last))
            so_far = store.combine(HIGHER, consider, store.combine(ONLY_IF, late, in_the_end))
            said = [(then, so_far)]
        found: dict[str | None, int] = {}
        for says, diagram in said:
            for study in (None, *says.studies):
                found[study] = store.combine(HIGHER, diagram, found.get(study, NOTHING))
        return found

    def parts(self, rules: dict[str, int], applies: int) -> Parts:
        """Return what all rules say, before special cases replace anything."""
        store = self.store
        cap = self.cap(rules)
        uncapped: _Said = {}
        flags: _Said = {}
        against: _Said = {}
        for rule in self.guideline.deciding_rules:
            self.working_on = rule.name
            speaks = rules[rule.name]
            if isinstance(rule, SpecialCase):
                speaks = store.combine(AND, speaks, applies)
            into = flags if isinstance(rule, RedFlag) else uncapped
            for study, said in self.said(rule, speaks).items():
                into.setdefault(study, {})[rule.name] = said
            for study in rule.against:
                said = store.map({TRUE: Recommendation.DO_NOT_IMAGE.end}, speaks)
                against.setdefault(study, {})[rule.name] = said
        moves = self.moves(rules)
        leaving: dict[str, list[tuple[str, int]]] = {}
        along: dict[str, dict[str, list[tuple[str, int]]]] = {}
        for move in moves:
            leaving.setdefault(move.study, []).append((move.case, move.active))
            others = along.setdefault(move.use, {})
            others.setdefault(move.study, []).append((move.case, move.active))
        exchanged, passed_over = where_ruled_out(
            store,
            self.barred(rules),
            {study.name: study.instead for study in self.guideline.studies},
        )
        return Parts(
            cap=cap,
            scoped=self.highest(uncapped, None),
            uncapped=uncapped,
            flags=flags,
            against=against,
            moves=moves,
            replaced=Exchange(
                kept={
                    study: store.negation(self.fold(OR, active, FALSE))
                    for study, active in leaving.items()
                },
                routes={
                    use: {s: self.fold(OR, active, FALSE) for s, active in others.items()}
                    for use, others in along.items()
                },
            ),
            exchanged=exchanged,
            passed_over=passed_over,
        )

    def barred(self, rules: dict[str, int]) -> dict[str, int]:
        """Return for each study that may be ruled out when it is."""
        by: dict[str, list[tuple[str, int]]] = {}
        for each in self.guideline.of(Contraindication):
            for study in each.rules_out:
                by.setdefault(study, []).append((each.name, rules[each.name]))
        return {study: self.fold(OR, several, FALSE) for study, several in by.items()}

    def level(self, parts: Parts, applies: int) -> int:
        store = self.store
        lowered = store.combine(CAP, parts.scoped, parts.cap)
        flags = self.highest(parts.flags, None)
        silent = store.map(
            {FALSE: Recommendation.OUT_OF_SCOPE.end, TRUE: self.guideline.header.otherwise.end},
            applies,
        )
        return store.combine(OR_ELSE, store.combine(HIGHER, flags, lowered), silent)

    def recommended(self, parts: Parts) -> dict[str, int]:
        """Return what is recommended of each study before special cases replace anything."""
        store = self.store
        recommended = {}
        for study in self.guideline.studies:
            scoped = self.highest(parts.uncapped, study.name)
            lowered = store.combine(CAP_STUDY, scoped, parts.cap)
            flags = self.highest(parts.flags, study.name)
            recommended[study.name] = store.combine(HIGHER, flags, lowered)
        return recommended

    def studies(self, parts: Parts, recommended: dict[str, int]) -> dict[str, int]:
        """Return what is said of each study in the end."""
        against = {name: self.highest(parts.against, name) for name in recommended}
        return said_in_the_end(self.store, parts, recommended, against)

    def no_study_left(self, level: int, studies: dict[str, int]) -> int:
        """Return where imaging is recommended, and no study carries what is recommended."""
        store = self.store
        if not self.guideline.of(Contraindication):
            return FALSE
        carried = store.any(store.combine(EQUAL, level, said) for said in studies.values())
        return store.combine(BUT_NOT, store.map(RECOMMENDED, level), carried)

    def used_instead(self, parts: Parts, recommended: dict[str, int]) -> dict[tuple[str, str], int]:
        """Return for two studies where the first is ruled out and the second used in its place."""
        found = {}
        for use, others in parts.exchanged.routes.items():
            for study, route in others.items():
                would_be = parts.replaced.left(self.store, recommended, study)
                where = self.store.map(RECOMMENDED, would_be)
                found[study, use] = self.store.combine(AND, route, where)
        return found

    def precautions(self, studies: dict[str, int]) -> dict[tuple[str, str], int]:
        """Return for each precaution and each of its studies whether it is to be taken."""
        found = {}
        for each in self.guideline.of(Precaution):
            self.working_on = each.name
            holds = self.condition(each.when)
            for study in each.before:
                recommended = self.store.map(RECOMMENDED, studies[study])
                found[each.name, study] = self.store.combine(TO_PREPARE, recommended, holds)
        return found


def said_in_the_end(
    store: Store, parts: Parts, recommended: Mapping[str, int], against: Mapping[str, int]
) -> dict[str, int]:
    """Return what is said of each study once others are used instead of some.

    Args:
        store: Where the diagrams are.
        parts: How other studies come to be used.
        recommended: What is recommended of each study before that.
        against: Of each study the diagram of what is advised against it.

    Raises:
        OverBudgetError: The budget of the store is used up.
    """
    replaced = {study: parts.replaced.left(store, recommended, study) for study in recommended}
    found = {}
    for study in recommended:
        left = parts.exchanged.left(store, replaced, study)
        found[study] = store.combine(HIGHER, left, against[study])
        if study in parts.passed_over.kept:
            would_be = parts.passed_over.left(store, replaced, study)
            ruled_out = store.map(RECOMMENDED, would_be)
            found[study] = store.combine(RULED_OUT_OR, ruled_out, found[study])
    return found


def moved(store: Store, parts: Parts, own: Mapping[str, int], study: str) -> int:
    """Return what rules recommend of a study once others are used instead of some.

    Args:
        store: Where the diagrams are.
        parts: How other studies come to be used.
        own: What these rules recommend of each study before; one that is left out has nothing.
        study: The study to tell of.

    Raises:
        OverBudgetError: The budget of the store is used up.
    """
    if not parts.exchanged.kept:
        return parts.replaced.left(store, own, study)
    met = parts.replaced.reached(own)
    replaced = {each: parts.replaced.left(store, own, each) for each in met}
    return parts.exchanged.left(store, replaced, study)


def reached(parts: Parts, studies: Iterable[str]) -> list[str]:
    """Return the studies that what is recommended of some may be recommended of in the end."""
    return parts.exchanged.reached(parts.replaced.reached(studies))
