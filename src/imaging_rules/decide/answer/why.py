"""Why a decision is what it is: the rules that hold, may hold, and do not hold."""

from typing import TypeAlias

from imaging_rules.decide.answer.missing import open_facts
from imaging_rules.decide.answer.records import (
    BlockedRule,
    BlockingFact,
    HowKnown,
    OpenRule,
    Reason,
    Remark,
    ShownAdvice,
)
from imaging_rules.decide.answer.values import Values, values_of
from imaging_rules.decide.patient import CERTAIN, Case, assumed, recommendation, screened_values
from imaging_rules.decide.read.stated_value import words
from imaging_rules.decide.read.states import statements
from imaging_rules.diagram.store import FALSE, TRUE
from imaging_rules.diagram.walk import State, ends, nodes_of
from imaging_rules.model.rules import (
    KINDS,
    Contradiction,
    Indication,
    Limit,
    NotIndicated,
    RedFlag,
    Rule,
    SpecialCase,
    WaitingPeriod,
)

_Known: TypeAlias = dict[str, tuple[str, HowKnown, Values]]
"""For each fact that is known its value in words, how it is known, and what it can be."""

_EXCLUDED = 1 << FALSE
_HOW = ("assumed", "screened", "stated")


def reasons(case: Case) -> tuple[Reason, ...]:
    """Return the rules that hold in every completion, those that decide first."""
    found = [_reason(case, rule) for rule in _rules(case, CERTAIN)]
    place = {rule.name: i for i, rule in enumerate(_by_weight(case))}
    return tuple(sorted(found, key=lambda each: (not each.decisive, place[each.rule])))


def open_rules(case: Case) -> tuple[OpenRule, ...]:
    """Return the rules that hold in some completions only, in file order."""
    return tuple(
        OpenRule(
            rule.name,
            KINDS[type(rule)],
            rule.notes.title,
            open_facts(case, case.compiled.diagrams.rules[rule.name]),
        )
        for rule in _rules(case, CERTAIN | _EXCLUDED)
    )


def blocked(case: Case) -> tuple[BlockedRule, ...]:
    """Return the rules that hold in no completion, in file order, with what blocks each."""
    known = _known(case)
    weakest_first = _weakest_first(case, known)
    roots = case.compiled.diagrams.rules
    return tuple(
        BlockedRule(
            rule.name,
            KINDS[type(rule)],
            rule.notes.title,
            _blocking(case, roots[rule.name], known, weakest_first),
        )
        for rule in _rules(case, _EXCLUDED)
    )


def outside_scope(case: Case) -> tuple[BlockingFact, ...]:
    """Return facts that by themselves put a patient outside the scope of the guideline."""
    known = _known(case)
    return _blocking(case, case.compiled.diagrams.applies, known, _weakest_first(case, known))


def silent(case: Case) -> bool:
    """Return whether no rule that gives a level holds in any completion."""
    diagrams = case.compiled.diagrams
    return all(
        ends(diagrams.store, diagrams.rules[rule.name], case.states) == _EXCLUDED
        for rule in case.compiled.guideline.rules
        if settles(rule) and not isinstance(rule, Limit)
    )


def settles(rule: Rule) -> bool:
    """Return whether a rule gives a level, or holds what others give at one."""
    match rule:
        case RedFlag() | NotIndicated() | WaitingPeriod() | Limit():
            return True
        case Indication() | SpecialCase():
            return bool(rule.says)
        case Contradiction():
            return False


def remarks(case: Case) -> tuple[Remark, ...]:
    """Return the remarks of the rules that hold in every completion, in file order."""
    return tuple(
        Remark(rule.name, text, rule.notes.citations, rule.notes.assumes, rule.notes.editorial)
        for rule in _rules(case, CERTAIN)
        if isinstance(rule, SpecialCase | Indication)
        for text in rule.remarks
    )


def advice(case: Case) -> tuple[ShownAdvice, ...]:
    """Return the advice that goes with the recommendation, in file order."""
    level = recommendation(case)
    return tuple(
        ShownAdvice(
            each.name,
            each.topic,
            each.notes.title,
            each.texts,
            each.notes.citations,
            each.notes.assumes,
            each.notes.editorial,
        )
        for each in case.compiled.guideline.advice
        if level in each.levels
    )


def _rules(case: Case, wanted: int) -> list[Rule]:
    """Return the rules whose condition comes to exactly these ends."""
    diagrams = case.compiled.diagrams
    return [
        rule
        for rule in case.compiled.guideline.rules
        if not isinstance(rule, Contradiction)
        and ends(diagrams.store, diagrams.rules[rule.name], case.states) == wanted
    ]


def _by_weight(case: Case) -> list[Rule]:
    """Return all rules, red flags first, the others in file order."""
    order = (RedFlag, (Indication, NotIndicated, WaitingPeriod, SpecialCase, Limit, Contradiction))
    return [r for kinds in order for r in case.compiled.guideline.rules if isinstance(r, kinds)]


def _reason(case: Case, rule: Rule) -> Reason:
    decides = case.compiled.deciding.when(rule)
    mask = ends(case.compiled.diagrams.store, decides, case.states)
    return Reason(
        rule=rule.name,
        kind=KINDS[type(rule)],
        title=rule.notes.title,
        decisive=bool(mask >> TRUE & 1),
        question=getattr(rule, "question", ""),
        suspect=getattr(rule, "suspect", ""),
        timing=getattr(rule, "timing", ""),
        because=rule.notes.because,
        citations=rule.notes.citations,
        assumes=rule.notes.assumes,
        editorial=rule.notes.editorial,
    )


def _weakest_first(case: Case, known: _Known) -> list[str]:
    """Return the facts known, those first of which it tells least that they block a rule.

    What a person stated is the best reason to show; of two facts, the earlier in the file.
    """
    names = [fact.name for fact in reversed(case.compiled.guideline.facts) if fact.name in known]
    return sorted(names, key=lambda name: _HOW.index(known[name][1]))


def _blocking(
    case: Case, root: int, known: _Known, weakest_first: list[str]
) -> tuple[BlockingFact, ...]:
    """Return facts that by themselves exclude a condition: none of them could be left out.

    Of several such sets it is one of facts that a person stated, if there is one.
    """
    diagrams = case.compiled.diagrams
    store = diagrams.store
    asked = {store.variable[node] for node in nodes_of(store, root)}
    every: list[State] = [tuple(range(size)) if size > 1 else 0 for size in store.sizes]
    # All that is known of the facts it depends on excludes it; what is not needed for that goes.
    states = [case.states[v] if v in asked else every[v] for v in range(len(every))]
    needed = set()
    for name in weakest_first:
        variable = diagrams.place[name]
        if variable in asked:
            kept, states[variable] = states[variable], every[variable]
            if ends(store, root, states) != _EXCLUDED:
                states[variable] = kept
                needed.add(name)
    return tuple(BlockingFact(name, *known[name]) for name in known if name in needed)


def _known(case: Case) -> _Known:
    """Return for each fact that is known its value in words, and how it is known; in file order."""
    facts = case.compiled.guideline.fact
    found: _Known = {}
    for name, value in assumed(case).items():
        found[name] = facts[name].words(value), "assumed", values_of(facts[name], value)
    for name, (value, _) in screened_values(case).items():
        found[name] = facts[name].words(value), "screened", values_of(facts[name], value)
    for name, stated in statements(case.compiled.guideline, case.given).items():
        found[name] = words(facts[name], stated), "stated", values_of(facts[name], stated)
    return {name: found[name] for name in facts if name in found}
