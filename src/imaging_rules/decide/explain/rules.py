"""The rules of an explanation: those that decide, may still hold, or do not hold."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from imaging_rules.decide.answer.answer import Answer
from imaging_rules.decide.answer.records import BlockedRule, OpenRule, Reason, RuleFact
from imaging_rules.decide.answer.why import outside_scope, silent
from imaging_rules.decide.explain import wording
from imaging_rules.decide.explain.content import Detail, Item, Line, Section, told
from imaging_rules.decide.explain.recommendation import only_against
from imaging_rules.decide.patient import Case
from imaging_rules.diagram.conditions import facts_of
from imaging_rules.model.rules import Limit
from imaging_rules.text.words import joined
from imaging_rules.values.counts import count
from imaging_rules.values.recommendation import Recommendation

Addresses = Mapping[str, str]


def why(decision: Answer, case: Case, addresses: Addresses) -> Section:
    """Return the rules that decide, each with its question and what its source says."""
    decisive = [reason for reason in decision.reasons if reason.decisive]
    others = [reason for reason in decision.reasons if not reason.decisive]
    rests_on = _rests_on(decision, addresses)
    without_rule = tuple(_without_rule(decision, case, rests_on.get("", ()), addresses))
    items = [
        _reason(
            reason,
            _by(reason, case),
            _ruled_out(reason, decision),
            rests_on.get(reason.rule, ()),
            addresses,
        )
        for reason in decisive
    ]
    items += without_rule
    settling = {
        rule.name for rule in case.compiled.guideline.rules if rule.says or isinstance(rule, Limit)
    }
    if not without_rule and not any(reason.rule in settling for reason in decisive):
        if decision.recommendation is Recommendation.UNDETERMINED:
            text = "No rule that gives a recommendation is certain to hold yet."
        else:
            text = "Which rule holds, if any, is still open; the answer is the same in each case."
        items.append(Item(Line("", text)))
    also = "; ".join(reason.title or reason.rule for reason in others)
    return Section(
        "why",
        "Why",
        tuple(items),
        (Line("", f"Also holds, without deciding: {also}."),) if others else (),
    )


def _ruled_out(reason: Reason, decision: Answer) -> Iterator[Line]:
    """Yield which studies a rule rules out."""
    names = [
        each.title or each.name for each in decision.studies if reason.rule in each.ruled_out_by
    ]
    if names:
        yield Line("Rules out:", joined(names))


def _reason(
    reason: Reason,
    by: str,
    ruled_out: Iterable[Line],
    rests_on: Iterable[Detail],
    addresses: Addresses,
) -> Item:
    details: list[Detail] = [Line("", by)] if by else []
    details += ruled_out
    details += [
        Line(f"{label}:", text) for label, texts in wording.labelled(reason) for text in texts
    ]
    details += told(reason.because, reason.citations, reason.assumes, reason.editorial, addresses)
    details += rests_on
    return Item(Line(reason.title or reason.rule, f"({reason.kind})"), tuple(details))


def _by(reason: Reason, case: Case) -> str:
    """Return by which facts a rule holds, those of the scope aside, and whether others would do."""
    guideline = case.compiled.guideline
    own = facts_of(guideline.rule[reason.rule].condition, guideline)
    by = [each for each in reason.by if each.fact in own]
    if not by:
        return ""
    told = f"It holds because {wording.facts_in_words(by)}."
    if reason.other_ways is None:
        return f"{told} Many other sets of facts would do too."
    would_do = f"{count(reason.other_ways, 'other set')} of facts would do too."
    return f"{told} {would_do}" if reason.other_ways else told


def _rests_on(decision: Answer, addresses: Addresses) -> Mapping[str, Sequence[Detail]]:
    """Return by rule the definitions that stand with it, and where each of them comes from."""
    found: dict[str, list[Detail]] = {}
    for each in decision.definitions:
        details = found.setdefault(each.rule, [])
        details.append(Line("Rests on:", f"‘{each.title or wording.spaced(each.name)}’"))
        details += told(each.because, each.citations, each.assumes, each.editorial, addresses)
    return found


def _without_rule(
    decision: Answer, case: Case, scope_rests_on: Sequence[Detail], addresses: Addresses
) -> Iterator[Item]:
    """Say where an answer comes from that no rule gives."""
    header = case.compiled.guideline.header
    said = header.notes
    if decision.possible == (Recommendation.OUT_OF_SCOPE,):
        whom = f" It is for {header.population}." if header.population else ""
        facts = outside_scope(case)
        by = wording.facts_in_words(facts) if facts else "no patient is within its scope"
        text = f"No red flag holds, and the guideline does not apply, because {by}.{whom}"
        # Reasons and citations of the header may speak of those for whom the guideline is
        # meant: here they would reassure.
        own = told((), (), said.assumes, (), addresses)
        yield Item(Line("", text), (*own, *scope_rests_on))
    elif decision.possible == (header.otherwise,) and silent(case):
        otherwise = " otherwise" if only_against(decision) else ""
        text = f"No rule holds that says whether to image{otherwise}. "
        if header.otherwise.is_level:
            text += f"For such patients the guideline says: {header.otherwise.words}."
        else:
            text += "The guideline gives no answer for such patients."
        yield Item(
            Line("", text),
            told(said.because, said.citations, said.assumes, said.editorial, addresses),
        )


def precautions(decision: Answer, case: Case, addresses: Addresses) -> Section:
    """Return what is to be done before studies, with where that comes from."""
    rests_on = _rests_on(decision, addresses)
    items = []
    for each in decision.precautions:
        before = [wording.study_title(case.compiled.guideline, name) for name in each.before]
        details = (
            *(Line("To be done:", action) for action in each.actions),
            *told(each.because, each.citations, each.assumes, each.editorial, addresses),
            *rests_on.get(each.rule, ()),
        )
        line = Line(each.title or wording.spaced(each.rule), f"(before {joined(before, 'or')})")
        items.append(Item(line, details))
    return Section("precautions", "Before the scan", tuple(items))


def may_hold(decision: Answer) -> Section:
    """Return the rules that may still hold, by kind, each with the facts that it hangs on.

    Facts that all rules of a kind hang on, as those of the scope, are named once.
    """
    kinds: dict[str, list[OpenRule]] = {}
    for rule in decision.open_rules:
        kinds.setdefault(rule.kind, []).append(rule)
    under = []
    for kind, rules in kinds.items():
        shared = [f for f in rules[0].facts if all(f in rule.facts for rule in rules)]
        if len(rules) == 1:
            shared = []
        words = wording.several(kind)
        if shared:
            words += f", all depending on {joined([wording.spaced(fact) for fact in shared])}"
        for rule in rules:
            own = joined([wording.spaced(fact) for fact in rule.facts if fact not in shared])
            under.append((words, rule, f"and {own}" if shared and own else own))
    heading = "May still hold, depending on what is open"
    return Section("may-hold", heading, tuple(_together(under)))


def does_not_hold(decision: Answer) -> Section:
    """Return the rules that do not hold: by what stops several, the others by kind."""
    stopped: dict[tuple[RuleFact, ...], list[BlockedRule]] = {}
    for rule in decision.blocked:
        stopped.setdefault(rule.by, []).append(rule)
    by_facts, alone = [], []
    for by, rules in stopped.items():
        if by and len(rules) > 1:
            names = "; ".join(f"{rule.title or rule.rule} ({rule.kind})" for rule in rules)
            by_facts.append(Item(Line(f"{wording.facts_in_words(by)}:", f"{names}.")))
        else:
            alone += rules
    by_kind = []
    for rule in alone:
        how = wording.how_known(rule.by)
        kind = wording.several(rule.kind) + (f", as {how}" if how else "")
        on = wording.values_in_words(rule.by) if rule.by else "for no patient"
        by_kind.append((kind, rule, on))
    return Section("does-not-hold", "Does not hold", (*_together(by_kind), *by_facts))


def _together(rules: Iterable[tuple[str, OpenRule | BlockedRule, str]]) -> Iterator[Item]:
    """Yield one item for all rules under the same words, each with what it hangs on."""
    under: dict[str, list[str]] = {}
    for words, rule, on in rules:
        told_of_it = f"{rule.title or rule.rule} ({on})" if on else rule.title or rule.rule
        under.setdefault(words, []).append(told_of_it)
    for words, names in under.items():
        yield Item(Line(f"{words}:", f"{'; '.join(names)}."))


def remarks(decision: Answer, addresses: Addresses) -> Section:
    """Return the remarks of the rules that hold, with where they come from."""
    titles = {reason.rule: reason.title for reason in decision.reasons}
    told_above = {reason.rule for reason in decision.reasons if reason.decisive}
    items = []
    for place, remark in enumerate(decision.remarks, 1):
        last = place == len(decision.remarks) or decision.remarks[place].rule != remark.rule
        details: tuple[Detail, ...] = ()
        if last and remark.rule not in told_above:
            details = told((), remark.citations, remark.assumes, remark.editorial, addresses)
        items.append(Item(Line(f"{titles[remark.rule] or remark.rule}:", remark.text), details))
    return Section("remarks", "Remarks", tuple(items))


def contradictions(decision: Answer, addresses: Addresses) -> Section:
    """Return the contradictions found, with the facts to check."""
    items = []
    rests_on = _rests_on(decision, addresses)
    for found in decision.contradictions:
        check = Line("Check:", ", ".join(wording.spaced(fact) for fact in found.facts))
        notes = told(found.because, found.citations, found.assumes, found.editorial, addresses)
        details = (check, *notes, *rests_on.get(found.name, ()))
        items.append(Item(Line(wording.title_of(found)), details))
    return Section("contradictions", "Contradiction", tuple(items))
