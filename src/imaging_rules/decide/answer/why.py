"""Why a decision is what it is: the rules that hold, may hold, and do not hold."""

from collections.abc import Iterable, Iterator

from imaging_rules.decide.answer import beside_imaging, records
from imaging_rules.decide.answer.missing import open_facts
from imaging_rules.decide.answer.values import values_of
from imaging_rules.decide.patient import CERTAIN, Case, recommendation
from imaging_rules.decide.read.known import Known
from imaging_rules.decide.read.stated_value import words
from imaging_rules.diagram.store import FALSE, TRUE
from imaging_rules.diagram.supports import number_of_supports, support
from imaging_rules.diagram.walk import ends
from imaging_rules.model.conditions import Condition
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.notes import texts_of
from imaging_rules.model.rules import DecidingRule, RedFlag, Rule, RuleTexts
from imaging_rules.values.timing import Timing

_EXCLUDED = 1 << FALSE
_HOW = ("assumed", "screened", "stated")


def reasons(case: Case) -> tuple[records.Reason, ...]:
    """Return the rules that hold in every completion, those that decide first."""
    known = case.known
    weakest_first = _weakest_first(case, known)
    found = [_reason(case, rule, known, weakest_first) for rule in _rules(case, CERTAIN)]
    place = {rule.name: i for i, rule in enumerate(_by_weight(case))}
    return tuple(sorted(found, key=lambda each: (not each.decisive, place[each.rule])))


def definitions(
    guideline: Guideline, starts: Iterable[tuple[str, Condition]]
) -> tuple[records.UsedDefinition, ...]:
    """Return the definitions that rules rest on, and that say where they come from; each once.

    Args:
        guideline: The guideline.
        starts: The names of the rules, each with its condition; that of the scope has none. A
            definition stands with the first that rests on it.
    """
    met: set[str] = set()
    found = []
    for rule, condition in starts:
        pending = [*reversed(guideline.defines_in(condition))]
        while pending:
            name = pending.pop()
            if name in met:
                continue
            met.add(name)
            pending += reversed(guideline.rests_on(name))
            said = guideline.defines[name].notes
            told = (said.because, said.citations, said.assumes, said.editorial)
            if any(told):
                found.append(records.UsedDefinition(name, rule, said.title, *told))
    return tuple(found)


def open_rules(case: Case) -> tuple[records.OpenRule, ...]:
    """Return the rules that hold in some completions only, in file order."""
    return tuple(
        records.OpenRule(
            rule.name,
            rule.kind,
            rule.notes.title,
            open_facts(case, case.compiled.diagrams.rules[rule.name]),
        )
        for rule in _rules(case, CERTAIN | _EXCLUDED)
    )


def blocked(case: Case) -> tuple[records.BlockedRule, ...]:
    """Return the rules that hold in no completion, in file order, with what blocks each."""
    known = case.known
    weakest_first = _weakest_first(case, known)
    roots = case.compiled.diagrams.rules
    return tuple(
        records.BlockedRule(
            rule.name,
            rule.kind,
            rule.notes.title,
            _by(case, roots[rule.name], FALSE, known, weakest_first),
        )
        for rule in _rules(case, _EXCLUDED)
    )


def outside_scope(case: Case) -> tuple[records.RuleFact, ...]:
    """Return facts that by themselves put a patient outside the scope of the guideline."""
    known = case.known
    weakest_first = _weakest_first(case, known)
    return _by(case, case.compiled.diagrams.applies, FALSE, known, weakest_first)


def silent(case: Case) -> bool:
    """Return whether no rule that gives a level holds in any completion."""
    diagrams = case.compiled.diagrams
    return all(
        ends(diagrams.store, diagrams.rules[rule.name], case.states) == _EXCLUDED
        for rule in case.compiled.guideline.deciding_rules
        if rule.says
    )


def actions(case: Case) -> tuple[beside_imaging.Action, ...]:
    """Return the actions of the rules that decide in every completion, red flags first."""
    return _actions(case, CERTAIN)


def open_actions(case: Case) -> tuple[beside_imaging.Action, ...]:
    """Return the actions of the rules that decide in some completions only, red flags first."""
    return _actions(case, CERTAIN | _EXCLUDED)


def remarks(case: Case) -> tuple[beside_imaging.Remark, ...]:
    """Return the remarks of the rules that hold in every completion, in file order."""
    return tuple(
        beside_imaging.Remark(
            rule.name, text, rule.notes.citations, rule.notes.assumes, rule.notes.editorial
        )
        for rule in _rules(case, CERTAIN)
        for text in rule.remarks
    )


def advice(case: Case) -> tuple[beside_imaging.ShownAdvice, ...]:
    """Return the advice that goes with the recommendation, in file order."""
    level = recommendation(case)
    return tuple(
        beside_imaging.ShownAdvice(
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


def timing(case: Case) -> Timing | None:
    """Return how soon imaging is due in every completion."""
    return next((each for each, mask in _timings(case) if mask == CERTAIN), None)


def open_timings(case: Case) -> tuple[Timing, ...]:
    """Return how soon imaging is due in some completions only, the soonest first."""
    return tuple(each for each, mask in _timings(case) if mask == CERTAIN | _EXCLUDED)


def _timings(case: Case) -> Iterator[tuple[Timing, int]]:
    """Yield each time that rules give, with the mask of whether it is the decision's."""
    compiled = case.compiled
    for each, root in compiled.deciding.timings(compiled.guideline.deciding_rules):
        yield each, ends(compiled.diagrams.store, root, case.states)


def _actions(case: Case, wanted: int) -> tuple[beside_imaging.Action, ...]:
    """Return the actions of the rules of which these are all ends of whether they decide."""
    store, deciding = case.compiled.diagrams.store, case.compiled.deciding
    telling = [rule for rule in case.compiled.guideline.deciding_rules if rule.actions]
    return tuple(
        beside_imaging.Action(rule.name, text)
        for rule in sorted(telling, key=lambda rule: not isinstance(rule, RedFlag))
        if ends(store, deciding.when(rule), case.states) == wanted
        for text in rule.actions
    )


def _rules(case: Case, wanted: int) -> list[DecidingRule]:
    """Return the rules whose condition comes to exactly these ends."""
    diagrams = case.compiled.diagrams
    return [
        rule
        for rule in case.compiled.guideline.deciding_rules
        if ends(diagrams.store, diagrams.rules[rule.name], case.states) == wanted
    ]


def _by_weight(case: Case) -> list[Rule]:
    """Return all rules, red flags first, the others in file order."""
    return sorted(case.compiled.guideline.rules, key=lambda rule: not isinstance(rule, RedFlag))


def _reason(
    case: Case, rule: DecidingRule, known: dict[str, Known], weakest_first: list[str]
) -> records.Reason:
    decides = case.compiled.deciding.when(rule)
    store, root = case.compiled.diagrams.store, case.compiled.diagrams.rules[rule.name]
    mask = ends(store, decides, case.states)
    ways = number_of_supports(store, root, case.states, TRUE)
    return records.Reason(
        rule=rule.name,
        kind=rule.kind,
        title=rule.notes.title,
        decisive=bool(mask >> TRUE & 1),
        by=_by(case, root, TRUE, known, weakest_first),
        other_ways=None if ways is None else ways - 1,
        **texts_of(rule, RuleTexts),
        because=rule.notes.because,
        citations=rule.notes.citations,
        assumes=rule.notes.assumes,
        editorial=rule.notes.editorial,
    )


def _weakest_first(case: Case, known: dict[str, Known]) -> list[str]:
    """Return the facts known, those first of which it tells least that a rule hangs on them.

    What a person stated is the best reason to show; of two facts, the earlier in the file.
    """
    names = [fact.name for fact in reversed(case.compiled.guideline.facts) if fact.name in known]
    return sorted(names, key=lambda name: _HOW.index(known[name].how))


def _by(
    case: Case, root: int, end: int, known: dict[str, Known], weakest_first: list[str]
) -> tuple[records.RuleFact, ...]:
    """Return facts that by themselves lead a condition to its end: none could be left out.

    Of several such sets it is one of facts that a person stated, if there is one.
    """
    diagrams, facts = case.compiled.diagrams, case.compiled.guideline.fact
    variables = [diagrams.place[name] for name in weakest_first]
    needed = support(diagrams.store, root, case.states, end, variables)
    return tuple(
        records.RuleFact(
            name, words(facts[name], each.stated), each.how, values_of(facts[name], each.stated)
        )
        for name, each in known.items()
        if diagrams.place[name] in needed
    )
