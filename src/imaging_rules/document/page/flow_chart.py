"""The flow chart: gates one below the other, each with the outcome to which it leads."""

from imaging_rules.document.flow import Flow, Gate
from imaging_rules.document.markup import items, tag, text
from imaging_rules.document.page.conditions import condition, opened
from imaging_rules.document.page.names import chip, meaning, rule_link, study_links
from imaging_rules.document.page.rules import window
from imaging_rules.evaluate.explain.wording import several
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import (
    KINDS,
    Indication,
    RedFlag,
    Rule,
    SpecialCase,
    WaitingPeriod,
)
from imaging_rules.values.recommendation import Recommendation

_QUESTIONS = {
    Recommendation.DO_NOT_IMAGE: "Is one of these a reason not to image?",
    Recommendation.WAIT: "Is one of these a reason to wait?",
    Recommendation.CONSIDER: "Is one of these a reason to consider imaging?",
}


_OPEN = (
    "An answer that is not known is not a ‘no’: where it matters, the decision stays open until it "
    "is known."
)


def flow_chart(guideline: Guideline, way: Flow) -> str:
    """Return the way from a patient to the level, as a list that reads from top to bottom."""
    # Where nobody is left behind the last gate, no way leads on from it.
    ends = None if way.otherwise is not None else len(way.gates)
    gates = [_gate(gate, guideline, at == ends) for at, gate in enumerate(way.gates, 1)]
    if way.otherwise is not None:
        words = "None of the above" if way.gates else "Every patient"
        asked = tag("p", words, class_="ir-asked")
        gates.append(_step(asked, way.otherwise, leaves="", stays=""))
    start = tag("li", tag("span", "Start with every patient here"), class_="ir-start")
    told = tag("ol", start, *gates, class_="ir-flow")
    return tag("div", told, tag("p", _OPEN), _changing_studies(guideline), class_="ir-way")


def _changing_studies(guideline: Guideline) -> str:
    """Return the special cases that put one study in the place of another."""
    cases = [rule_link(each) for each in guideline.of(SpecialCase) if each.replaces]
    return tag("p", f"Another study may take its place with: {'; '.join(cases)}.") if cases else ""


def _gate(gate: Gate, guideline: Guideline, is_end: bool) -> str:
    if gate.level is Recommendation.OUT_OF_SCOPE:
        return _scope(guideline, is_end)
    rules = {each.name: each for each in guideline.rules}
    asked = tag("p", text(_question(gate)), class_="ir-asked")
    groups = []
    for names in (gate.red_flags, gate.limits):
        if names:
            groups.append(items("ul", [rule_link(rules[name]) for name in names]))
    if gate.rules:
        lead = "and one of these speaks:" if gate.limits else ""
        groups += [tag("p", lead)] if lead else []
        groups += _by_kind([rules[name] for name in gate.rules], gate, guideline)
    if gate.for_this_patient:
        groups.append(tag("p", _for_this_patient(gate, rules, guideline), class_="ir-small"))
    return _step(
        asked + "".join(groups),
        gate.level,
        _which_study(gate, guideline),
        stays="" if is_end else "no",
    )


def _scope(guideline: Guideline, is_end: bool) -> str:
    asked = tag("p", "Is the guideline for this patient?", class_="ir-asked")
    whom = guideline.header.population
    said = tag("p", f"For {text(whom)}.") if whom else ""
    applies = tag("div", opened(guideline.header.applies, guideline))
    return _step(
        asked + said + applies,
        Recommendation.OUT_OF_SCOPE,
        leaves="no",
        stays="" if is_end else "yes",
    )


def _question(gate: Gate) -> str:
    if gate.red_flags:
        one = len(gate.red_flags) == 1
        return "Is this red flag present?" if one else "Is any of these red flags present?"
    if gate.limits:
        return "Is there a reason to hold back?"
    return _QUESTIONS.get(gate.level, "Is one of these a reason to image?")


def _by_kind(rules: list[Rule], gate: Gate, guideline: Guideline) -> list[str]:
    by_kind: dict[str, list[str]] = {}
    for rule in rules:
        kind = several(KINDS[type(rule)])
        by_kind.setdefault(kind, []).append(_told(rule, gate, guideline))
    if len(by_kind) == 1 and not any(isinstance(each, WaitingPeriod) for each in rules):
        return [items("ul", told) for told in by_kind.values()]
    return [
        tag("p", text(kind), class_="ir-kind") + items("ul", told) for kind, told in by_kind.items()
    ]


def _told(rule: Rule, gate: Gate, guideline: Guideline) -> str:
    told = rule_link(rule)
    if isinstance(rule, WaitingPeriod):
        told += f": {text(_waited(rule, gate, guideline))}"
    return told


def _waited(rule: WaitingPeriod, gate: Gate, guideline: Guideline) -> str:
    if gate.limits:
        return f"from {guideline.fact[rule.fact].words(rule.first)} on"
    early, late = window(rule, guideline)
    return late if gate.level is rule.then.level or not early else early


def _for_this_patient(gate: Gate, rules: dict[str, Rule], guideline: Guideline) -> str:
    applies = condition(guideline.header.applies, guideline)
    told = f"Only where the guideline is for this patient: {applies}"
    if gate.unless:
        told += "; and where none of these holds: " + ", ".join(
            rule_link(rules[name]) for name in gate.unless
        )
    return told


def _which_study(gate: Gate, guideline: Guideline) -> str:
    """Return the studies of a gate's outcome, if each of its rules names the same ones."""
    names = (*gate.red_flags, *(() if gate.limits else gate.rules))
    by_name = {each.name: each for each in guideline.rules}
    named = {_studies(by_name[name], gate.level) for name in names}
    if len(named) > 1:
        return "Which study depends on the rule."
    return study_links(guideline, named.pop()) if named else ""


def _studies(rule: Rule, level: Recommendation) -> tuple[str, ...]:
    """Return the studies that a rule speaks of at a level."""
    match rule:
        case RedFlag():
            return rule.says.studies
        case Indication() | SpecialCase():
            return tuple(name for said in rule.says if said.level is level for name in said.studies)
        case WaitingPeriod():
            return rule.then.studies
        case _:
            return ()


def _step(
    asked: str, level: Recommendation, studies: str = "", leaves: str = "yes", stays: str = "no"
) -> str:
    """Return a gate with its outcome beside it, and with the way on, if there is one, below it."""
    outcome = chip(level) + tag("span", text(meaning(level)), class_="ir-small")
    outcome += tag("div", studies, class_="ir-small") if studies else ""
    return tag(
        "li",
        tag("div", asked, class_="ir-gate"),
        tag("span", leaves, class_="ir-leaves"),
        tag("div", outcome, class_=f"ir-outcome ir-{level.words.replace(' ', '-')}"),
        tag("span", stays, class_="ir-stays") if stays else "",
        class_="ir-step",
    )
